//! `kind: aspect`: what the text of a section must cover.
//!
//! Where the section has sub-headings, they say what it covers; words in passing do not.

use super::context::{Context, heading_span};
use super::prose::sub_headings;

/// Fewest sub-headings that show that the section is divided by them.
const FEWEST: usize = 3;

pub(super) fn check(context: &mut Context<'_, '_>) {
    let report = context.report;
    for (section, found) in report.form.sections.iter().zip(&report.sections) {
        if section.aspects.is_empty() || found.heading.is_none() {
            continue;
        }
        let leads = sub_headings(report, found);
        let whole = context.text(found.body.clone());
        if whole.is_empty() {
            continue;
        }
        for aspect in &section.aspects {
            let covered = if leads.len() >= FEWEST {
                leads.iter().any(|(_, lead)| aspect.any.get().is_match(lead))
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
