//! Where in the form a place of the report is: for whoever names it by section, table, row and column,
//! which do not move when lines do.

use super::finding::FormPlace;
use crate::form::{Axis, Column, Group, Label, Report, Role, Table, TableFound};
use crate::rule::Passage;
use crate::source::Span;

/// The place of a span.
pub(super) fn of(report: &Report<'_>, span: Span) -> FormPlace {
    let mut place = FormPlace { section: section(report, span), ..FormPlace::default() };
    let tables = (0..report.tables.len()).filter_map(|index| report.table(index));
    for (table, found) in tables.filter(|(_, found)| holds(found.span, span)) {
        place.table = Some(table.key.clone());
        let row = cell(table, found, span).or_else(|| Some((row(table, found, span)?, None)));
        let column = row.map_or_else(|| column(table, found, span), |(_, column)| column);
        if let Some((row, _)) = row {
            place.row = Some(table.row_key(row));
            place.row_name = Some(table.row_title(row));
        } else if let Some(group) = group(table, found, span) {
            place.row = Some(group.key.clone());
            place.row_name = Some(group.name.clone());
        }
        if let Some(column) = column {
            place.column = Some(table.column_key(column));
            place.column_name = Some(table.column_title(column));
        }
    }
    place
}

/// An empty span belongs to what it stands in, or at the end of.
fn holds(outer: Span, inner: Span) -> bool {
    let end = if inner.is_empty() { outer.end + 1 } else { outer.end };
    !outer.is_empty() && outer.start <= inner.start && inner.start < end
}

/// The key of a section, or the name of what stands before the first.
fn section(report: &Report<'_>, span: Span) -> Option<String> {
    let document = report.document;
    let line = document.source().line_of(span.start);
    let found = report.form.sections.iter().zip(&report.sections);
    let mut inside = found.filter(|(_, found)| {
        let heading = found.heading.as_ref();
        heading.is_some_and(|heading| heading.line == line) || found.lines.contains(&line)
    });
    // The heading of the next section is its own, not the last line of the one before.
    if let Some((section, _)) = inside.next_back() {
        return Some(section.key.clone());
    }
    let is_title = report.title.as_ref().is_some_and(|title| title.lines.contains(&line));
    let is_preface = || holds(document.span(report.preface.clone()), span);
    let before = if is_title { Some(Passage::Title) } else { is_preface().then_some(Passage::Preface) };
    before.map(|passage| passage.to_string())
}

/// The place of a row, or of a group of rows, that is missing, by its label.
pub(super) fn of_label(table: &Table, label: &Label) -> FormPlace {
    let (row, row_name) = match label.role {
        Role::Row(row) => (Some(table.row_key(row)), Some(table.row_title(row))),
        Role::RowGroup(group) => (Some(table.groups[group].key.clone()), Some(table.groups[group].name.clone())),
        _ => (None, None),
    };
    FormPlace { table: Some(table.key.clone()), row, row_name, ..FormPlace::default() }
}

fn cell(table: &Table, found: &TableFound, span: Span) -> Option<(usize, Option<usize>)> {
    found.rows.iter().enumerate().find_map(|(row, line)| {
        let at = line.cells.iter().position(|cell| cell.span == span)?;
        (!line.span.is_empty()).then(|| (row, Some(table.columns_of(row).start + at)))
    })
}

fn row(table: &Table, found: &TableFound, span: Span) -> Option<usize> {
    let label = |row: usize| table.rows[row].label.and_then(|id| found.label(id));
    let is_label = |row: &usize| label(*row).is_some_and(|label| holds(label.span, span));
    let rows = 0..found.rows.len();
    // The label of a group stands in the line of its first row, but is not that row's.
    let in_line = |row: &usize| holds(found.rows[*row].span, span) && group(table, found, span).is_none();
    rows.clone().find(is_label).or_else(|| rows.clone().find(in_line))
}

fn group<'t>(table: &'t Table, found: &TableFound, span: Span) -> Option<&'t Group> {
    let rows = table.groups.iter().filter(|group| group.axis == Axis::Row);
    rows.rev().find(|group| found.label(group.label).is_some_and(|label| holds(label.span, span)))
}

fn column(table: &Table, found: &TableFound, span: Span) -> Option<usize> {
    let is_label = |column: &Column| found.label(column.label).is_some_and(|label| holds(label.span, span));
    table.columns.iter().position(is_label)
}
