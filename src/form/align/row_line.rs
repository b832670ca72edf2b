//! The cells between a row's label and the next that may be its figures.

use super::board::{Board, Hit, Look};
use super::figures::Segment;
use crate::document::CellLayout;

/// The cells that may be the figures of one row.
pub(super) struct RowLine {
    pub row: usize,
    /// The last cell of the label, or of the head for a row without a label.
    pub label: usize,
    /// Figures, and what stands in the place of figures.
    pub filled: Vec<Figure>,
    /// Cells that the layout shows to be empty.
    pub blanks: Vec<usize>,
    /// What is too much.
    pub extra: Vec<usize>,
}

/// A cell that holds a figure; `junk` is text that stands before the number and spoils it.
#[derive(Clone, Copy)]
pub(super) struct Figure {
    pub cell: usize,
    pub junk: Option<usize>,
}

impl RowLine {
    /// Collects the cells of a segment that begins with the label of a row.
    pub(super) fn collect(board: &Board<'_>, row: usize, segment: &Segment) -> Self {
        let label = label_cell(board, row, segment.cells.start);
        let width = board.table.width(row);
        let mut line = Self { row, label, filled: Vec::with_capacity(width), blanks: Vec::new(), extra: Vec::new() };
        let number_lines = number_lines(board, segment);
        let label_line = board.cells[label].line;
        let open = |cell: &usize| !board.claimed[*cell];
        for cell in (segment.cells.start + 1..segment.cells.end).filter(open) {
            let on_line = board.cells[cell].line;
            let beside_numbers = number_lines.binary_search(&on_line).is_ok();
            let grid = board.cells[cell].layout == CellLayout::Grid;
            match board.looks[cell] {
                Look::Number(_) => line.take(board, cell, width, segment.last),
                Look::Blank if !grid || beside_numbers || on_line == label_line => {
                    // A head's trailing tabs are no cells of the row below it.
                    if !grid || board.table.rows[row].label.is_some() || on_line != label_line {
                        line.blanks.push(cell);
                    }
                }
                Look::Text
                    if beside_numbers
                        || on_line == label_line && (grid || number_lines.is_empty() && is_short(board, cell))
                        || line.stands_alone(board, cell, width) =>
                {
                    line.take(board, cell, width, segment.last);
                }
                Look::Text if !segment.last || grid => line.extra.push(cell),
                Look::Blank | Look::Text => {}
            }
        }
        line.drop_page_numbers(board);
        line.spoil(board, width);
        line
    }

    /// Where the figures of a row stand side by side, a number alone on another line is a page's.
    fn drop_page_numbers(&mut self, board: &Board<'_>) {
        let line = |f: &Figure| board.cells[f.cell].line;
        let on_line = |wanted: u32, filled: &[Figure]| filled.iter().filter(|f| line(f) == wanted).count();
        let alone: Vec<u32> = self.filled.iter().map(line).filter(|&l| on_line(l, &self.filled) == 1).collect();
        if alone.len() * 2 < self.filled.len() {
            self.filled.retain(|f| !alone.contains(&line(f)));
        }
    }

    /// A short word on a line of its own, where one figure a line is expected.
    fn stands_alone(&self, board: &Board<'_>, cell: usize, width: usize) -> bool {
        let found = &board.cells[cell];
        found.layout == CellLayout::Single
            && self.filled.len() < width
            && is_short(board, cell)
            && self.filled.iter().all(|f| board.cells[f.cell].layout == CellLayout::Single)
            && (!self.filled.is_empty() || self.label_stands_alone(board))
    }

    /// Whether nothing but the label stands on its line.
    fn label_stands_alone(&self, board: &Board<'_>) -> bool {
        let line = board.cells[self.label].line;
        board.cells.iter().enumerate().filter(|(_, cell)| cell.line == line).all(|(cell, _)| board.claimed[cell])
    }

    /// Takes a figure, unless the row is full and this is another line.
    fn take(&mut self, board: &Board<'_>, cell: usize, width: usize, last: bool) {
        if let Some(spoiled) = self.filled.last_mut().filter(|f| spoils(board, f.cell, cell)) {
            *spoiled = Figure { cell, junk: Some(spoiled.cell) };
            return;
        }
        let line = |cell: usize| board.cells[cell].line;
        let full = self.filled.len() >= width;
        let another_line = self.filled.last().is_some_and(|f| line(f.cell) != line(cell));
        let spaced = |cell: usize| board.cells[cell].layout != CellLayout::Single;
        let between = !self.extra.is_empty();
        if full && another_line && (last || between || self.filled.last().is_some_and(|f| spaced(f.cell))) {
            if !last || board.cells[cell].layout == CellLayout::Grid {
                self.extra.push(cell);
            }
        } else {
            self.filled.push(Figure { cell, junk: None });
        }
    }

    /// Where there is more than fits and some of it is text: text before a number on the same line
    /// spoils that number (`钊 0`), any other text is junk beside the row.
    fn spoil(&mut self, board: &Board<'_>, width: usize) {
        let is_number = |f: &Figure| matches!(board.looks[f.cell], Look::Number(_));
        if self.filled.len() <= width || self.filled.iter().filter(|f| is_number(f)).count() != width {
            return;
        }
        let mut spoiled: Vec<Figure> = Vec::with_capacity(width);
        let mut junk: Option<usize> = None;
        for figure in &self.filled {
            if is_number(figure) {
                let beside = junk.filter(|&j| board.cells[j].line == board.cells[figure.cell].line);
                spoiled.push(Figure { cell: figure.cell, junk: beside });
                junk = None;
            } else {
                junk = Some(figure.cell);
            }
        }
        self.filled = spoiled;
    }
}

/// Whether a line holds nothing but text and a number (`钊 0`): one spoiled figure, not two.
fn spoils(board: &Board<'_>, text: usize, number: usize) -> bool {
    let line = board.cells[text].line;
    let alone = |cell: Option<usize>| cell.and_then(|c| board.cells.get(c)).is_none_or(|c| c.line != line);
    board.looks[text] == Look::Text
        && number == text + 1
        && board.cells[number].line == line
        && alone(text.checked_sub(1))
        && alone(Some(number + 1))
}

/// Text that may stand in the place of a figure.
fn is_short(board: &Board<'_>, cell: usize) -> bool {
    const LONGEST: usize = 8;
    board.key(cell).chars().count() <= LONGEST
}

fn label_cell(board: &Board<'_>, row: usize, start: usize) -> usize {
    let hit = board.table.rows[row].label.and_then(|id| board.hits[id].as_ref());
    let line = |cell: usize| board.cells[cell].line;
    let on_first_line = |hit: &Hit| hit.cells.iter().copied().rfind(|&cell| line(cell) == line(hit.first()));
    hit.and_then(on_first_line).unwrap_or(start)
}

fn number_lines(board: &Board<'_>, segment: &Segment) -> Vec<u32> {
    let numbers = segment.cells.clone().filter(|&c| matches!(board.looks[c], Look::Number(_)));
    let mut lines: Vec<u32> =
        numbers.filter(|&c| board.cells[c].layout != CellLayout::Single).map(|c| board.cells[c].line).collect();
    lines.dedup();
    lines
}
