//! Layouts with one table row a line: tabs, a scan's tabs, Markdown pipes.

use fastrand::Rng;

use crate::generated::form::{Level, Table};
use crate::generated::model::{Tables, Tag};
use crate::generated::sheet::{Line, Sheet, SpanCell, SpanRow, span_rows};

/// Where the columns a merged cell covers are put.
#[derive(Clone, Copy, PartialEq)]
enum Padding {
    /// Behind the cell: figures stand under one another.
    Behind,
    /// One of them at the row's end: figures of short rows stand further left.
    AtEnd,
}

/// A row as plain cells; text and tags of each.
type PlainRow = Vec<(String, Vec<Tag>)>;

/// Tab-separated rows, whole or read from a scan.
pub fn tabs(tables: &Tables, table: Table, scanned: bool, sheet: &mut Sheet, rng: &mut Rng) {
    let mut rows = span_rows(tables, table, scanned || rng.u8(0..3) > 0);
    if scanned {
        if table == Table::Applications {
            scatter_labels(&mut rows, rng);
        }
        if table == Table::Review && rng.u8(0..5) == 0 {
            shred_outcomes(&mut rows);
        }
    }
    let padding = match table {
        Table::Applications if rng.bool() => Padding::AtEnd,
        _ => Padding::Behind,
    };
    let keep_tail = rng.u8(0..3) > 0;
    let extra = if scanned { rng.usize(0..5) } else { 0 };
    // After a page break label columns move left, or an empty line stands.
    let broken = table == Table::Applications && !scanned && rng.u8(0..3) == 0;
    let page_break = if broken { rng.usize(5..rows.len()) } else { rows.len() };
    let only_one_row = rng.bool();
    let blank_line = rng.u8(0..3) == 0;
    for (index, mut row) in rows.into_iter().enumerate() {
        if index == page_break && blank_line {
            sheet.blank();
        }
        let moved = index == page_break || (index > page_break && !only_one_row);
        if moved && !blank_line {
            move_left(&mut row);
        }
        let mut cells = expand(&row, padding);
        if row.level == Some(Level::PageNumber) {
            cells.truncate(1);
        } else {
            cells.extend((0..extra).map(|_| Default::default()));
        }
        if !keep_tail {
            while cells.last().is_some_and(|(_, tags)| tags.is_empty()) {
                cells.pop();
            }
        }
        sheet.lines.push(join(&cells, "\t"));
    }
}

/// Markdown pipe rows, a rule under the first.
pub fn markdown(tables: &Tables, table: Table, sheet: &mut Sheet, rng: &mut Rng) {
    let rows = span_rows(tables, table, rng.bool());
    let bold = rng.u8(0..4) == 0;
    for (index, mut row) in rows.into_iter().enumerate() {
        if bold && row.level.is_none() {
            for cell in row.cells.iter_mut().filter(|cell| !cell.text.is_empty()) {
                cell.text = format!("**{}**", cell.text);
            }
        }
        if row.level == Some(Level::PageNumber) {
            row.cells[0].span = 1;
            let width = match table {
                Table::Disclosure => 3,
                Table::Applications => 9,
                Table::Review => 14,
            };
            row.cells.push(SpanCell::merged(width));
        }
        let cells = expand(&row, Padding::Behind);
        let columns = cells.len();
        let mut line = join(&cells, " | ");
        line.text = format!("| {} |", line.text);
        sheet.lines.push(line);
        if index == 0 {
            sheet.push(format!("|{}", "---|".repeat(columns)), &[]);
        }
    }
}

/// Puts empty cells for the columns a cell covers beyond its first.
fn expand(row: &SpanRow, padding: Padding) -> PlainRow {
    let mut cells = PlainRow::new();
    let mut tail = 0;
    let is_figure = |cell: &SpanCell| cell.tags.iter().any(|tag| matches!(tag, Tag::Cell(..)));
    for cell in &row.cells {
        cells.push((cell.text.clone(), cell.tags.clone()));
        let mut covered = cell.span - 1;
        if padding == Padding::AtEnd && covered > 0 && !is_figure(cell) && tail == 0 {
            covered -= 1;
            tail += 1;
        }
        cells.extend((0..covered).map(|_| Default::default()));
    }
    cells.extend((0..tail).map(|_| Default::default()));
    cells
}

fn join(cells: &PlainRow, mark: &str) -> Line {
    let texts: Vec<&str> = cells.iter().map(|(text, _)| &**text).collect();
    let tags: Vec<Tag> = cells.iter().flat_map(|(_, tags)| tags.clone()).collect();
    Line::new(texts.join(mark), &tags)
}

/// Drops the lower parts of merged label cells, as below a page break.
fn move_left(row: &mut SpanRow) {
    if !matches!(row.level, Some(Level::Leaf(_) | Level::Result)) {
        return;
    }
    let merged = row.cells.iter().take_while(|cell| cell.merged).count();
    row.cells.drain(..merged);
    if let Some(label) = row.cells.iter_mut().rfind(|cell| cell.tags.iter().any(|tag| matches!(tag, Tag::Row(..)))) {
        label.span += merged;
    }
}

/// Moves group labels to the middle of their rows and cuts some in pieces, as
/// a scan does; 三、本年度办理结果 falls into three.
fn scatter_labels(rows: &mut [SpanRow], rng: &mut Rng) {
    let results: Vec<usize> =
        (0..rows.len()).filter(|&i| matches!(rows[i].level, Some(Level::Result | Level::Leaf(_)))).collect();
    scatter(rows, &results, 0, 3, rng);
    for group in 0..4 {
        let of_group: Vec<usize> = (0..rows.len()).filter(|&i| rows[i].level == Some(Level::Leaf(group))).collect();
        let pieces = if rng.u8(0..3) == 0 { 2 } else { 1 };
        scatter(rows, &of_group, 1, pieces, rng);
    }
}

/// Takes the label in `column` of the first of `among` and spreads it, in
/// order, over rows further down.
fn scatter(rows: &mut [SpanRow], among: &[usize], column: usize, pieces: usize, rng: &mut Rng) {
    let Some(&first) = among.first() else { return };
    if among.len() < pieces || rng.u8(0..4) == 0 {
        return;
    }
    let label = std::mem::replace(&mut rows[first].cells[column], SpanCell::merged(1));
    let start = rng.usize(0..=(among.len() - pieces) / 2 + (among.len() - pieces) % 2);
    let chars: Vec<char> = label.text.chars().collect();
    let length = chars.len().div_ceil(pieces);
    for (chunk, &row) in chars.chunks(length).zip(&among[start..]) {
        let text: String = chunk.iter().collect();
        rows[row].cells[column] = SpanCell { text: text.trim().to_owned(), ..label.clone() };
    }
}

/// Cuts 结果维持 and its like in two rows: 结果 over 维持.
fn shred_outcomes(rows: &mut Vec<SpanRow>) {
    let Some(mut upper) = rows.get(2).cloned() else {
        return;
    };
    // All fifteen on one level, as a scan reads them.
    let (first, rest) = rows[1].cells.split_at(5);
    for (cell, outcome) in upper.cells.iter_mut().zip(first) {
        *cell = outcome.clone();
    }
    let mut remedies: Vec<SpanCell> = (0..5).map(|_| SpanCell::merged(1)).collect();
    remedies.extend_from_slice(rest);
    rows[1].cells = remedies;
    let mut lower = upper.clone();
    for (above, below) in upper.cells.iter_mut().zip(&mut lower.cells) {
        let chars: Vec<char> = above.text.chars().filter(|c| *c != ' ').collect();
        if chars.len() < 3 {
            below.text.clear();
            continue;
        }
        above.text = chars[..2].iter().collect();
        below.text = chars[2..].iter().collect();
    }
    rows[2] = upper;
    rows.insert(3, lower);
}
