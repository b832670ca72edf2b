//! Where in the form a place of the report is: for whoever names it by section, table, row and column,
//! which do not move when lines do.

use super::finding::FormPlace;
use crate::form::{Report, Table, TableFound};
use crate::source::Span;

/// The place of a span.
pub(super) fn of(report: &Report<'_>, span: Span) -> FormPlace {
    let mut place = FormPlace { section: section(report, span), ..FormPlace::default() };
    let tables = (0..report.tables.len()).filter_map(|index| report.table(index));
    for (table, found) in tables.filter(|(_, found)| holds(found.span, span)) {
        place.table = Some(table.key.clone());
        in_table(&mut place, table, found, span);
    }
    place
}

fn holds(outer: Span, inner: Span) -> bool {
    !outer.is_empty() && outer.start <= inner.start && inner.start < outer.end
}

fn section(report: &Report<'_>, span: Span) -> Option<String> {
    let line = report.document.source().line_of(span.start);
    let found = report.form.sections.iter().zip(&report.sections);
    let mut inside = found.filter(|(_, found)| {
        let heading = found.heading.as_ref();
        heading.is_some_and(|heading| heading.line == line) || found.lines.contains(&line)
    });
    // The heading of the next section is its own, not the last line of the one before.
    inside.next_back().map(|(section, _)| section.key.clone())
}

fn in_table(place: &mut FormPlace, table: &Table, found: &TableFound, span: Span) {
    for (row, line) in found.rows.iter().enumerate() {
        let label = table.rows[row].label.and_then(|id| found.label(id));
        let cell = line.cells.iter().position(|cell| cell.span == span && !span.is_empty());
        if cell.is_none() && !holds(line.span, span) && !label.is_some_and(|label| holds(label.span, span)) {
            continue;
        }
        let keyed = &table.rows[row];
        place.row = Some(with_group(table, keyed.group, &keyed.key));
        place.row_name = Some(table.row_title(row));
        if let Some(column) = cell.map(|cell| table.columns_of(row).start + cell) {
            let keyed = &table.columns[column];
            place.column = Some(with_group(table, keyed.group, &keyed.key));
            place.column_name = Some(table.column_title(column));
            return;
        }
    }
    let label = |column: &crate::form::Column| found.label(column.label).is_some_and(|label| holds(label.span, span));
    if let Some(column) = table.columns.iter().position(label) {
        place.column = Some(with_group(table, table.columns[column].group, &table.columns[column].key));
        place.column_name = Some(table.column_title(column));
    }
}

/// A key with that of its group, as equations write it.
fn with_group(table: &Table, group: Option<usize>, key: &str) -> String {
    group.map_or_else(|| key.to_owned(), |group| format!("{}.{key}", table.groups[group].key))
}
