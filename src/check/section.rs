//! `kind: section`: whether every section is there, in its place, under its title, with something in
//! it.

use super::context::Context;
use crate::form::{Heading, Section, SectionFound};
use crate::rule::SectionExpect;

pub(super) fn check(context: &mut Context<'_, '_>, expect: SectionExpect) {
    let report = context.report;
    for (index, (section, found)) in report.form.sections.iter().zip(&report.sections).enumerate() {
        match (expect, &found.heading) {
            (SectionExpect::Present, None) => missing(context, index, section),
            (SectionExpect::Order, Some(heading)) if heading.displaced => order(context, index, section, heading),
            (SectionExpect::Title, Some(heading)) => title(context, section, heading),
            (SectionExpect::Content, Some(heading)) => content(context, section, found, heading),
            _ => {}
        }
    }
}

/// A missing section is shown at the next one that is there, or behind the last.
fn missing(context: &mut Context<'_, '_>, index: usize, section: &Section) {
    let (before, after) = context.report.sections.split_at(index);
    let place = |found: &SectionFound| found.heading.as_ref().map(|heading| heading.span);
    let next = after.iter().find_map(place);
    let previous = before.iter().rev().find_map(place);
    let words = context.words;
    let span = next.or(previous).unwrap_or_else(|| context.report.beginning());
    let finding = context.find(span, None, &[("section", section.heading())]);
    if let (Some(_), Some(previous)) = (next, previous) {
        finding.relate(previous, words.after_this());
    }
}

fn order(context: &mut Context<'_, '_>, index: usize, section: &Section, heading: &Heading) {
    // The nearest section before it in the form that stands behind it in the report.
    let report = context.report;
    let pairs = report.form.sections.iter().zip(&report.sections).take(index).rev();
    let late = pairs.filter_map(|(s, found)| Some((s, found.heading.as_ref()?))).find(|(_, h)| h.line > heading.line);
    let earlier = report.form.sections.iter().zip(&report.sections).skip(index + 1);
    let early =
        earlier.filter_map(|(s, found)| Some((s, found.heading.as_ref()?))).find(|(_, h)| h.line < heading.line);
    let words = context.words;
    let other = late.or(early);
    let name = other.map_or_else(String::new, |(s, _)| s.heading());
    let values = [("section", section.heading()), ("other", name), ("found", context.original(heading.span))];
    let relation = if late.is_some() { words.after_this() } else { words.before_this() };
    let finding = context.find(heading.span, None, &values);
    if let Some((_, other)) = other {
        finding.relate(other.span, relation);
    }
}

fn title(context: &mut Context<'_, '_>, section: &Section, heading: &Heading) {
    if heading.title_ok && heading.number_ok {
        return;
    }
    let found = context.original(heading.span);
    let case = heading.title_ok.then_some("number");
    let repair = context.words.replace_by(&section.heading());
    context.find(heading.span, case, &[("section", section.heading()), ("found", found)]).repair(
        repair,
        heading.span,
        section.heading(),
    );
}

fn content(context: &mut Context<'_, '_>, section: &Section, found: &SectionFound, heading: &Heading) {
    let text = context.text(found.body.clone());
    let empty = text.trim_matches(|c: char| c == ' ' || c.is_ascii_punctuation() || c == '。' || c == '、').is_empty();
    // A section that holds a table is spoken for by table/missing.
    if empty && section.table.is_none() {
        context.find(heading.span, None, &[("section", section.heading())]);
    }
}
