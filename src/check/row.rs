//! `kind: row`: whether every row is there, once, under its label and in its place.

use super::context::Context;
use super::form_place;
use crate::form::{LabelFound, LabelId, Role, Table, TableFound};
use crate::rule::RowExpect;
use crate::source::Span;

pub(super) fn check(context: &mut Context<'_, '_>, expect: RowExpect) {
    for index in 0..context.report.form.tables.len() {
        let Some((table, found)) = context.report.table(index) else { continue };
        match expect {
            RowExpect::Present => missing(context, table, found),
            RowExpect::Unique => duplicates(context, table, found),
            RowExpect::Label => labels(context, table, found),
        }
    }
}

fn is_of_body(role: Role) -> bool {
    matches!(role, Role::Row(_) | Role::RowGroup(_) | Role::Block(_))
}

fn missing(context: &mut Context<'_, '_>, table: &Table, found: &TableFound) {
    for (id, label) in table.labels.iter().enumerate() {
        if !is_of_body(label.role) || found.label(id).is_some() {
            continue;
        }
        let around = |ids: &mut dyn Iterator<Item = LabelId>| {
            ids.filter(|&other| is_of_body(table.label(other).role))
                .find_map(|other| found.label(other).filter(|l| !l.span.is_empty() && !l.displaced))
                .map(|l| l.span)
        };
        let next = around(&mut (id + 1..table.labels.len()));
        let previous = around(&mut (0..id).rev());
        let span = next.or(previous).unwrap_or(found.span);
        let words = context.words;
        let values = [("table", table.name.clone()), ("row", label.text.clone())];
        let finding = context.find(span, None, &values);
        finding.place = form_place::of_label(table, label);
        finding.source.clone_from(&label.added_by);
        if let (Some(_), Some(previous)) = (next, previous) {
            finding.relate(previous, words.after_this());
        }
    }
}

fn duplicates(context: &mut Context<'_, '_>, table: &Table, found: &TableFound) {
    for &(id, span) in &found.duplicates {
        let values = [("table", table.name.clone()), ("row", table.label(id).text.clone())];
        let words = context.words;
        let finding = context.find(span, None, &values);
        if let Some(first) = found.label(id) {
            finding.relate(first.span, words.first_time());
        }
    }
}

fn labels(context: &mut Context<'_, '_>, table: &Table, found: &TableFound) {
    for (id, label) in table.labels.iter().enumerate() {
        if !is_of_body(label.role) {
            continue;
        }
        if let Some(label) = found.label(id) {
            if label.distance > 0 {
                damaged(context, table, id, label);
            }
            if label.displaced {
                displaced(context, table, found, id, label);
            }
        }
    }
    for &span in &found.strangers {
        let values = [("table", table.name.clone()), ("found", context.original(span))];
        context.find(span, Some("stranger"), &values);
    }
}

fn damaged(context: &mut Context<'_, '_>, table: &Table, id: LabelId, found: &LabelFound) {
    let expected = table.label(id).text.clone();
    let original = if found.contiguous { context.original(found.span) } else { found.text.clone() };
    let repair = context.words.replace_by(&expected);
    let values = [("table", table.name.clone()), ("row", expected.clone()), ("found", original)];
    let finding = context.find(found.span, None, &values);
    finding.source.clone_from(&table.label(id).added_by);
    if found.contiguous {
        finding.repair(repair, found.span, expected);
    }
}

fn displaced(context: &mut Context<'_, '_>, table: &Table, found: &TableFound, id: LabelId, label: &LabelFound) {
    // The nearest row that should come before it but stands behind it, or the other way round.
    let rows = |ids: &mut dyn Iterator<Item = LabelId>, wrong: &dyn Fn(Span) -> bool| {
        ids.filter(|&other| matches!(table.label(other).role, Role::Row(_)))
            .find_map(|other| found.label(other).filter(|l| wrong(l.span)).map(|l| (other, l.span)))
    };
    let late = rows(&mut (0..id).rev(), &|span| span.start > label.span.start);
    let early = rows(&mut (id + 1..table.labels.len()), &|span| !span.is_empty() && span.start < label.span.start);
    let other = late.or(early);
    let name = other.map_or_else(String::new, |(other, _)| table.label(other).text.clone());
    let words = context.words;
    let values = [
        ("table", table.name.clone()),
        ("row", table.label(id).text.clone()),
        ("other", name.clone()),
        ("found", context.original(label.span)),
    ];
    let finding = context.find(label.span, Some("displaced"), &values);
    if let Some((_, span)) = other {
        finding.relate(span, if late.is_some() { words.should_follow(&name) } else { words.before_this() });
    }
}
