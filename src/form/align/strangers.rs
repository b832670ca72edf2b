//! Figures that no label claimed: a row whose label is beyond recognition, or a row that is none of
//! the form's.

use std::ops::Range;

use super::board::{Board, Look};
use super::figures::{self, Assigned};
use crate::document::CellLayout;
use crate::form::report::RowFound;
use crate::source::Span;

/// The rows in the end, and the places of rows that are none of the form's.
pub(super) struct Settled {
    pub rows: Vec<RowFound>,
    pub strangers: Vec<Span>,
}

/// A row of leftover cells: text, and the numbers behind it.
#[derive(Debug, Clone)]
struct Stranger {
    texts: Vec<usize>,
    numbers: Vec<usize>,
}

impl Stranger {
    fn span(&self, board: &Board<'_>) -> Span {
        let cells = self.texts.iter().chain(&self.numbers);
        cells.map(|&c| board.cells[c].span).reduce(Span::join).unwrap_or_default()
    }

    fn first(&self) -> usize {
        self.texts.iter().chain(&self.numbers).copied().min().unwrap_or(0)
    }
}

/// Gives a row whose label is beyond recognition its figures, where exactly one row is missing and
/// exactly one stands there in its place; anything else stays a stranger.
pub(super) fn settle(board: &mut Board<'_>, assigned: Assigned) -> Settled {
    let mut strangers = group(board, &assigned.leftover);
    if strangers.is_empty() {
        return Settled { rows: assigned.rows, strangers: Vec::new() };
    }
    let adopted = adopt(board, &mut strangers);
    let rows = if adopted { figures::assign(board).rows } else { assigned.rows };
    let table = table_cells(board);
    let strangers = strangers.iter().filter(|s| is_row(board, s, &table));
    Settled { strangers: strangers.map(|s| s.span(board)).collect(), rows }
}

/// How many lines above its figures the label of a row may stand.
const NEAR_LINES: u32 = 3;

/// Cuts the leftover cells into rows: a row begins with text, or on a new line of numbers.
fn group(board: &Board<'_>, leftover: &[usize]) -> Vec<Stranger> {
    let mut rows: Vec<Stranger> = Vec::new();
    for &cell in leftover {
        let is_number = matches!(board.looks[cell], Look::Number(_));
        let continues = rows.last().is_some_and(|row| {
            let last = row.numbers.last().or(row.texts.last()).copied().unwrap_or(cell);
            let same_line = board.cells[last].line == board.cells[cell].line;
            let grid = board.cells[cell].layout == CellLayout::Grid;
            if is_number { same_line || !grid } else { row.numbers.is_empty() || same_line }
        });
        if !continues {
            rows.push(Stranger { texts: Vec::new(), numbers: Vec::new() });
        }
        if let Some(row) = rows.last_mut() {
            if is_number { row.numbers.push(cell) } else { row.texts.push(cell) }
        }
    }
    rows.retain(|row| !row.numbers.is_empty());
    for row in &mut rows {
        // Words far above the figures are junk of their own.
        let line = |cell: &usize| board.cells[*cell].line;
        let first = row.numbers.first().map_or(0, line);
        row.texts.retain(|text| line(text) + NEAR_LINES >= first);
        if row.texts.iter().any(|text| line(text) == first) {
            row.texts.retain(|text| line(text) == first);
        }
    }
    rows
}

/// From the first row that was found to the last.
fn table_cells(board: &Board<'_>) -> Range<usize> {
    let rows: Vec<usize> = (0..board.table.rows.len()).filter_map(|row| board.row_cell(row)).collect();
    rows.iter().copied().min().unwrap_or(0)..rows.iter().copied().max().unwrap_or(0)
}

/// Whether leftover cells are a row: a lone number is a page's; and outside of the table, or without
/// a word, only a row of a grid is one.
fn is_row(board: &Board<'_>, stranger: &Stranger, table: &Range<usize>) -> bool {
    let widest = board.table.blocks.iter().map(|b| b.columns.len()).max().unwrap_or(1);
    let grid = stranger.numbers.iter().all(|&c| board.cells[c].layout == CellLayout::Grid);
    let below_head = board.claimed.iter().take(stranger.first()).any(|&claimed| claimed);
    let inside = table.contains(&stranger.first()) && !stranger.texts.is_empty();
    let enough = if grid && !stranger.texts.is_empty() { 1 } else { widest.min(2) };
    stranger.numbers.len() >= enough && (inside || grid && below_head)
}

fn adopt(board: &mut Board<'_>, strangers: &mut Vec<Stranger>) -> bool {
    let mut adopted = false;
    for row in 0..board.table.rows.len() {
        let Some(label) = board.table.rows[row].label else { continue };
        let alone = |other: Option<usize>| other.is_none_or(|other| board.row_cell(other).is_some());
        let next = (row + 1 < board.table.rows.len()).then_some(row + 1);
        if board.hits[label].is_some() || !alone(row.checked_sub(1)) || !alone(next) {
            continue;
        }
        let from = row.checked_sub(1).and_then(|r| board.row_cell(r)).unwrap_or(0);
        let to = next.and_then(|r| board.row_cell(r)).unwrap_or(board.cells.len());
        let fits = |s: &Stranger| (from..to).contains(&s.first()) && s.numbers.len() == board.table.width(row);
        let mut candidates = (0..strangers.len()).filter(|&s| fits(&strangers[s]));
        if let (Some(only), None) = (candidates.next(), candidates.next())
            && !strangers[only].texts.is_empty()
        {
            let stranger = strangers.remove(only);
            let text: String = stranger.texts.iter().map(|&c| board.key(c).into_owned()).collect();
            let distance = board.table.label(label).key.chars().count();
            let hit = board.hit_cells(stranger.texts, text, distance);
            board.hits[label] = Some(hit);
            adopted = true;
        }
    }
    adopted
}
