//! Layouts with one table cell a line.

use fastrand::Rng;

use crate::generated::form::{Level, Table};
use crate::generated::model::{Tables, Tag};
use crate::generated::sheet::{Sheet, SpanRow, span_rows};

/// Cells indented by a tab, an empty line between rows, a lone tab for an
/// empty cell and for the lower part of a merged one.
pub fn indented(tables: &Tables, table: Table, sheet: &mut Sheet, rng: &mut Rng) {
    let rows = span_rows(tables, table, rng.u8(0..3) == 0);
    let wrap = table == Table::Review && rng.bool();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            sheet.blank();
        }
        for cell in &row.cells {
            if row.level == Some(Level::PageNumber) {
                sheet.push(cell.text.trim(), &cell.tags);
                continue;
            }
            match cut_in_two(&cell.text).filter(|_| wrap && row.level.is_none()) {
                Some((first, second)) => {
                    sheet.push(format!("\t{first}"), &cell.tags);
                    sheet.push(second, &cell.tags);
                }
                None => sheet.push(format!("\t{}", cell.text), &cell.tags),
            }
        }
    }
    sheet.blank();
}

/// `结果维持` as `结果` and `维持`; only the outcomes are cut.
fn cut_in_two(text: &str) -> Option<(String, String)> {
    let chars: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
    if !(3..=4).contains(&chars.len()) || text.starts_with("行政") {
        return None;
    }
    Some((chars[..2].iter().collect(), chars[2..].iter().collect()))
}

/// Cells with a lone `|` or a blank line between them; merged cells are not
/// there.
pub fn web(tables: &Tables, table: Table, sheet: &mut Sheet, rng: &mut Rng) {
    let rows = span_rows(tables, table, rng.bool());
    if rng.bool() {
        for row in &rows {
            piped(row, sheet);
            sheet.blank();
        }
        return;
    }
    for row in &rows {
        for cell in row.cells.iter().filter(|cell| !cell.text.is_empty()) {
            sheet.push(&*cell.text, &cell.tags);
            sheet.blank();
        }
    }
}

/// The cells of a row with a `|` line between them; an empty one leaves two
/// `|` lines in a row.
fn piped(row: &SpanRow, sheet: &mut Sheet) {
    let mut begun = false;
    let mut before: &[Tag] = &[];
    for cell in row.cells.iter().filter(|cell| !cell.merged) {
        if begun {
            let empty = |tags: &[Tag]| tags.to_vec();
            let mut tags = empty(before);
            if cell.text.is_empty() {
                tags.extend_from_slice(&cell.tags);
            }
            sheet.push("|", &tags);
        }
        before = if cell.text.is_empty() { &cell.tags } else { &[] };
        if !cell.text.is_empty() {
            sheet.push(&*cell.text, &cell.tags);
        }
        begun = true;
    }
}
