//! The prose of a report: its sentences, what a sub-heading says they are about, and what stands
//! around a number in its sentence.

mod number;
mod surroundings;

use std::ops::Range;

pub(super) use number::{Quantity, quantities, read_number};
pub(super) use surroundings::{Surroundings, is_approximate, nearest_year};

use super::context::Context;
use crate::form::SectionFound;
use crate::rule::Passage;

/// A sentence of the report's prose.
#[derive(Debug, Clone)]
pub(super) struct Sentence<'t> {
    /// Its normalised text, without the full stop.
    pub text: &'t str,
    /// Where that stands in the normalised text.
    pub start: usize,
    /// The title of its section; empty outside of sections.
    pub title: &'t str,
    /// The sub-heading it stands under, if any.
    pub sub_heading: &'t str,
}

/// The sentences of passages. What stands in a table is no prose.
pub(super) fn sentences<'c>(context: &Context<'c>, within: &[Passage]) -> Vec<Sentence<'c>> {
    let mut found = Vec::new();
    for passage in within {
        let Some((range, _)) = context.passage(passage) else { continue };
        let (title, headings) = match passage {
            Passage::Section(key) => context.section(key).map_or_else(
                || ("", Vec::new()),
                |section| {
                    let index = context.report.form.sections.iter().position(|s| s.key == *key);
                    let title = index.map_or("", |index| context.report.form.sections[index].title.as_str());
                    (title, sub_headings(context, section))
                },
            ),
            _ => ("", Vec::new()),
        };
        for stretch in outside_tables(context, range) {
            for (start, text) in split(context.text(stretch.clone()), stretch.start) {
                let sub_heading =
                    headings.iter().rev().find(|(at, _)| *at <= start).map_or("", |(_, heading)| *heading);
                found.push(Sentence { text, start, title, sub_heading });
            }
        }
    }
    found
}

/// Sub-headings of a section with the place where they begin.
pub(super) fn sub_headings<'c>(context: &Context<'c>, section: &SectionFound) -> Vec<(usize, &'c str)> {
    let document = context.report.document;
    let line = |line: usize| Some((document.lines().get(line)?.normal().start, sub_heading(document.line_text(line))?));
    section.lines.clone().skip(1).filter_map(line).collect()
}

/// Characters of a line that may be its sub-heading.
const LEAD: usize = 30;

/// The sub-heading a line begins with: a number in brackets, up to the first full stop or colon.
fn sub_heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(['#', '-', '>', '*', ' ']);
    let rest = text.strip_prefix('(')?.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let rest = rest.strip_prefix(')').filter(|_| !text.starts_with("()"))?;
    let end = rest.find(['。', ':', ';']).unwrap_or(rest.len());
    let limit = rest.char_indices().nth(LEAD).map_or(rest.len(), |(at, _)| at);
    rest.get(..end.min(limit))
}

/// A stretch of normalised text without the lines of the tables in it.
pub(super) fn outside_tables(context: &Context<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let document = context.report.document;
    let line = |offset: u32| document.source().line_of(offset);
    let tables = context.report.tables.iter().flatten();
    let mut cuts: Vec<Range<usize>> =
        tables.map(|table| document.normal_of(line(table.span.start)..line(table.span.end) + 1)).collect();
    cuts.sort_by_key(|cut| cut.start);
    let mut stretches = Vec::new();
    let mut start = range.start;
    for cut in cuts.into_iter().filter(|cut| cut.start < range.end && range.start < cut.end) {
        stretches.push(start..cut.start.max(start));
        start = start.max(cut.end);
    }
    stretches.push(start..range.end.max(start));
    stretches
}

/// Sentences with the place where they begin.
fn split(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    text.split(['。', '!', '?']).filter_map(move |sentence| {
        let begin = at;
        at = begin
            + sentence.len()
            + text.get(begin - start + sentence.len()..)?.chars().next().map_or(0, char::len_utf8);
        (!sentence.trim().is_empty()).then_some((begin, sentence))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sub_headings_end_at_their_stop() {
        assert_eq!(sub_heading("(一)主动公开情况。2024年,全年"), Some("主动公开情况"));
        assert_eq!(sub_heading("- (三)政府信息管理"), Some("政府信息管理"));
        assert_eq!(sub_heading("一是主动公开"), None);
    }

    #[test]
    fn sentences_know_their_place() {
        let text = "甲。乙!丙";
        let found: Vec<_> = split(text, 10).collect();
        assert_eq!(found, [(10, "甲"), (16, "乙"), (20, "丙")]);
    }
}
