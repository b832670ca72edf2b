//! `kind: column`: whether the head of a table reads as the form's.

use super::context::Context;
use crate::form::{Label, Role, Table, TableFound};

/// Names shown of several that are missing.
const SHOWN: usize = 6;

pub(super) fn check(context: &mut Context<'_, '_>) {
    for index in 0..context.report.form.tables.len() {
        if let Some((table, found)) = context.report.table(index) {
            damaged(context, table, found);
            missing(context, table, found);
            swapped(context, table, found);
        }
    }
}

fn of_head(label: &Label) -> bool {
    matches!(label.role, Role::Column(_) | Role::ColumnGroup(_) | Role::Corner(_))
}

fn damaged(context: &mut Context<'_, '_>, table: &Table, found: &TableFound) {
    for (id, label) in table.labels.iter().enumerate().filter(|(_, label)| of_head(label)) {
        let Some(here) = found.label(id).filter(|here| here.distance > 0) else { continue };
        let values =
            [("table", table.name.clone()), ("column", label.text.clone()), ("found", context.original(here.span))];
        context.find(here.span, None, &values);
    }
}

/// Every label that is missing from the head of a table, in one finding.
fn missing(context: &mut Context<'_, '_>, table: &Table, found: &TableFound) {
    let labels = table.labels.iter().enumerate();
    let wanted = |label: &Label| of_head(label) && !matches!(label.role, Role::Corner(_));
    let missing = labels.filter(|(id, label)| wanted(label) && found.label(*id).is_none());
    let names: Vec<String> = missing.map(|(_, label)| label.text.clone()).collect();
    if !names.is_empty() {
        let values = [("table", table.name.clone()), ("column", context.words.list(&names, SHOWN))];
        let first = found.labels.iter().flatten().map(|l| l.span).find(|span| !span.is_empty());
        context.find(first.unwrap_or(found.span), Some("missing"), &values);
    }
}

fn swapped(context: &mut Context<'_, '_>, table: &Table, found: &TableFound) {
    for &id in &found.swapped_columns {
        let Some(here) = found.label(id) else { continue };
        let values = [("table", table.name.clone()), ("column", table.label(id).text.clone())];
        context.find(here.span, Some("swapped"), &values);
    }
}
