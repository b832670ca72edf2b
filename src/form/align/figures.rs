//! Figures into cells: what stands between a row's label and the next belongs to the row, and goes
//! into its columns in order, by the grid, or not at all.

use std::cell::OnceCell;

use super::board::{Board, Look};
use super::placing::full_lines;
use super::row_line::RowLine;
use crate::document::CellLayout;
use crate::form::model::Role;
use crate::form::report::{CellFound, CellState, Figures, RowFound};
use crate::source::Span;

/// The rows with their figures, and the cells that no row could take.
pub(super) struct Assigned {
    pub rows: Vec<RowFound>,
    /// Cells of figures left over, with the text around them, in reading order.
    pub leftover: Vec<usize>,
}

/// What a stretch of cells begins with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Opening {
    /// The label of a row.
    Row(usize),
    /// The label of a block, or nothing.
    Other,
    /// A row that stands there once more: its figures are told with it.
    Again,
}

/// A stretch of cells from one label of a row or block to the next.
pub(super) struct Segment {
    opening: Opening,
    /// From the label on.
    pub cells: std::ops::Range<usize>,
    /// Whether nothing of the table comes behind: what follows may be prose.
    pub last: bool,
}

/// Distributes the figures over the rows.
pub(super) fn assign(board: &mut Board<'_>) -> Assigned {
    let segments = segments(board);
    let mut leftover = Vec::new();
    let mut lines: Vec<RowLine> = Vec::with_capacity(board.table.rows.len());
    for segment in &segments {
        match segment.opening {
            Opening::Row(row) => {
                let line = RowLine::collect(board, row, segment);
                leftover.extend(line.extra.iter().copied());
                lines.push(line);
            }
            Opening::Other => leftover.extend(unclaimed(board, segment)),
            Opening::Again => {}
        }
    }
    let full = OnceCell::new();
    let mut placed: Vec<Option<RowFound>> = vec![None; board.table.rows.len()];
    for line in &lines {
        placed[line.row] = Some(line.place(board, &|| full.get_or_init(|| full_lines(board, &lines)).as_slice()));
    }
    let rows = placed.into_iter().enumerate().map(|(row, found)| found.unwrap_or_else(|| absent_row(board, row)));
    let rows = rows.collect();
    Assigned { rows, leftover }
}

fn absent_row(board: &Board<'_>, row: usize) -> RowFound {
    let cell = CellFound { state: CellState::Absent, span: Span::default() };
    RowFound { figures: Figures::NoRow, span: Span::default(), cells: vec![cell; board.table.width(row)] }
}

fn unclaimed<'b>(board: &'b Board<'_>, segment: &Segment) -> impl Iterator<Item = usize> + use<'b> {
    segment.cells.clone().filter(|&cell| !board.claimed[cell] && board.looks[cell] != Look::Blank)
}

fn segments(board: &Board<'_>) -> Vec<Segment> {
    let mut starts: Vec<(usize, Opening)> = Vec::new();
    for (label, hit) in board.table.labels.iter().zip(&board.hits) {
        let Some(hit) = hit.as_ref().filter(|hit| !hit.cells.is_empty()) else { continue };
        match label.role {
            Role::Row(row) => starts.push((hit.first(), Opening::Row(row))),
            Role::Block(_) => starts.push((hit.first(), Opening::Other)),
            _ => {}
        }
    }
    for (id, cells) in &board.repeats {
        if let (Role::Row(_) | Role::Block(_), Some(&cell)) = (board.table.label(*id).role, cells.first()) {
            starts.push((cell, Opening::Again));
        }
    }
    starts.extend(unlabelled_rows(board));
    starts.sort_unstable();
    let first = starts.first().map_or(board.cells.len(), |&(cell, _)| cell);
    let ends = starts.iter().skip(1).map(|&(cell, _)| cell).chain([board.cells.len()]);
    let mut segments = vec![Segment { opening: Opening::Other, cells: 0..first, last: false }];
    for (&(start, opening), end) in starts.iter().zip(ends) {
        let last = end == board.cells.len();
        segments.push(Segment { opening, cells: start..end, last });
    }
    segments
}

/// A row without a label begins behind the last label of its table's head.
fn unlabelled_rows(board: &Board<'_>) -> Vec<(usize, Opening)> {
    let rows = (0..board.table.rows.len()).filter(|&row| board.table.rows[row].label.is_none());
    let head: Vec<usize> = (0..board.cells.len()).filter(|&cell| board.claimed[cell]).collect();
    let Some(&opening) = head.first() else { return Vec::new() };
    let numbers = || (opening..board.cells.len()).filter(|&cell| matches!(board.looks[cell], Look::Number(_)));
    // Where figures stand side by side, a number alone on its line in the head is a page's.
    let side_by_side = numbers().find(|&cell| board.cells[cell].layout != CellLayout::Single);
    let first_number = side_by_side.or_else(|| numbers().next()).unwrap_or(board.cells.len());
    let head_end = head.iter().rev().find(|&&cell| cell < first_number).copied().unwrap_or(opening);
    rows.map(|row| (head_end, Opening::Row(row))).collect()
}
