//! `kind: aspect`: what the text of a section must cover.
//!
//! Where the section has sub-headings, they say what it covers; words in passing do not.

use super::context::{Context, heading_span};
use crate::form::SectionFound;

/// Fewest sub-headings that show that the section is divided by them.
const FEWEST: usize = 3;
/// Characters of a line that may be its sub-heading.
const LEAD: usize = 30;

pub(super) fn check(context: &mut Context<'_>) {
    let report = context.report;
    for (section, found) in report.form.sections.iter().zip(&report.sections) {
        if section.aspects.is_empty() || found.heading.is_none() {
            continue;
        }
        let leads = leads(context, found);
        let whole = context.text(found.body.clone());
        if whole.is_empty() {
            continue;
        }
        for aspect in &section.aspects {
            let covered = if leads.len() >= FEWEST {
                leads.iter().any(|lead| aspect.any.get().is_match(lead))
            } else {
                aspect.any.get().is_match(whole)
            };
            if !covered {
                let values = [("section", section.heading()), ("aspect", aspect.name.clone())];
                context.find(heading_span(found), None, &values);
            }
        }
    }
}

/// The sub-headings of a section: lines that begin with a number in brackets, up to their first
/// full stop or colon.
fn leads<'c>(context: &Context<'c>, found: &SectionFound) -> Vec<&'c str> {
    let document = context.report.document;
    let lines = found.lines.clone().skip(1).map(|line| document.line_text(line));
    lines.filter_map(lead).collect()
}

fn lead(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(['#', '-', '>', '*', ' ']);
    let rest = text.strip_prefix('(')?.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let rest = rest.strip_prefix(')').filter(|_| !text.starts_with("()"))?;
    let end = rest.find(['。', ':', ';']).unwrap_or(rest.len());
    let limit = rest.char_indices().nth(LEAD).map_or(rest.len(), |(at, _)| at);
    rest.get(..end.min(limit))
}

#[cfg(test)]
mod tests {
    use super::lead;

    #[test]
    fn sub_headings_end_at_their_stop() {
        assert_eq!(lead("(一)主动公开情况。2024年,全年"), Some("主动公开情况"));
        assert_eq!(lead("- (三)政府信息管理"), Some("政府信息管理"));
        assert_eq!(lead("一是主动公开"), None);
    }
}
