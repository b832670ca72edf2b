//! `kind: cell`: every cell holds a number that the form allows there; empty cells of one table are
//! one finding.

use super::context::Context;
use crate::form::{CellState, Figures, Flaw, Table, TableFound};
use crate::rule::CellExpect;
use crate::source::Span;

/// Cells named of several that are empty.
const SHOWN: usize = 4;

pub(super) fn check(context: &mut Context<'_, '_>, expect: CellExpect) {
    for index in 0..context.report.form.tables.len() {
        if let Some((table, found)) = context.report.table(index) {
            match expect {
                CellExpect::Value => values(context, table, found),
                CellExpect::Filled => filled(context, table, found),
            }
        }
    }
}

/// The name of a row for messages: a row without a label goes by the name of its table.
pub(super) fn row_name(table: &Table, row: usize) -> String {
    if table.rows[row].label.is_some() { table.row_title(row) } else { table.name.clone() }
}

/// Row and column; the column alone for a row without a label.
pub(super) fn cell_name(table: &Table, row: usize, column: &str) -> String {
    if table.rows[row].label.is_some() { format!("{}／{column}", table.row_title(row)) } else { column.to_owned() }
}

fn values(context: &mut Context<'_, '_>, table: &Table, found: &TableFound) {
    for (row, line) in found.rows.iter().enumerate() {
        if let Figures::TooMany(count) = line.figures {
            let values = [
                ("table", table.name.clone()),
                ("row", row_name(table, row)),
                ("count", count.to_string()),
                ("width", table.width(row).to_string()),
            ];
            context.find(line.span, Some("too-many"), &values);
        }
        for (column, cell) in table.columns_of(row).zip(&line.cells) {
            let CellState::Unparsable(flaw) = cell.state else { continue };
            let case = match flaw {
                Flaw::NotANumber => None,
                Flaw::Negative => Some("negative"),
                Flaw::Fraction => Some("fraction"),
            };
            let values = [
                ("table", table.name.clone()),
                ("row", row_name(table, row)),
                ("column", table.column_title(column)),
                ("found", context.original(cell.span)),
            ];
            context.find(cell.span, case, &values);
        }
    }
}

/// An empty cell, or a row that shows fewer figures than it has columns.
struct Gap {
    name: String,
    span: Span,
    too_few: Option<(usize, usize)>,
}

fn filled(context: &mut Context<'_, '_>, table: &Table, found: &TableFound) {
    let gaps = gaps(table, found);
    let Some(first) = gaps.first() else { return };
    let names: Vec<String> = gaps.iter().map(|gap| gap.name.clone()).collect();
    let (count, width) = first.too_few.unwrap_or_default();
    let case = match (gaps.len(), first.too_few) {
        (1, Some(_)) => Some("too-few"),
        (1, None) => None,
        _ => Some("many"),
    };
    let values = [
        ("table", table.name.clone()),
        ("row", first.name.clone()),
        ("column", first.name.clone()),
        ("cells", context.words.list(&names, SHOWN)),
        ("count", if case == Some("many") { gaps.len() } else { count }.to_string()),
        ("width", width.to_string()),
    ];
    let words = context.words;
    let finding = context.find(first.span, case, &values);
    for gap in gaps.iter().skip(1) {
        finding.relate(gap.span, words.empty_cell(&gap.name));
    }
}

fn gaps(table: &Table, found: &TableFound) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (row, line) in found.rows.iter().enumerate() {
        if let Figures::TooFew(count) = line.figures {
            let too_few = Some((count, table.width(row)));
            gaps.push(Gap { name: row_name(table, row), span: line.span, too_few });
            continue;
        }
        let blanks = table.columns_of(row).zip(&line.cells).filter(|(_, cell)| cell.state == CellState::Blank);
        gaps.extend(blanks.map(|(column, cell)| Gap {
            name: cell_name(table, row, &table.column_title(column)),
            span: cell.span,
            too_few: None,
        }));
    }
    // In the order of the text, which is not always the form's.
    gaps.sort_by_key(|gap| gap.span);
    gaps
}
