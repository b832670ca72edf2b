//! From the figures of a row to its columns: in order where all are there; otherwise by the grid, or
//! by cells one a line that are shown to be empty; or not at all.

use super::board::{Board, Look};
use super::row_line::{Figure, RowLine};
use crate::document::CellLayout;
use crate::form::model::NumberKind;
use crate::form::report::{CellFound, CellState, Figures, Flaw, RowFound};
use crate::source::Span;

/// A row that has all its figures on one line of a grid.
pub(super) struct FullLine {
    block: usize,
    /// The slot of its label, if that is on the same line.
    label: Option<u32>,
    /// The slot of its first figure.
    start: u32,
    /// How many cells the line has.
    cells: usize,
}

/// Every row that has all its figures on one line of a grid.
pub(super) fn full_lines(board: &Board<'_>, lines: &[RowLine]) -> Vec<FullLine> {
    let full = lines.iter().filter(|line| line.filled.len() == board.table.width(line.row));
    let measure = |line: &RowLine| {
        let (slots, label) = line.grid(board)?;
        let block = board.table.rows[line.row].block;
        Some(FullLine { block, label, start: *slots.first()?, cells: line.cells_on_line(board) })
    };
    full.filter_map(measure).collect()
}

impl RowLine {
    /// The slots of the figures and of the label, if all figures stand on one line of a grid.
    fn grid(&self, board: &Board<'_>) -> Option<(Vec<u32>, Option<u32>)> {
        let first = &board.cells[self.filled.first()?.cell];
        let same = |f: &Figure| {
            let cell = &board.cells[f.cell];
            cell.layout == CellLayout::Grid && cell.line == first.line
        };
        let label = &board.cells[self.label];
        let slot = (label.line == first.line).then_some(label.slot);
        self.filled.iter().all(same).then(|| (self.filled.iter().map(|f| board.cells[f.cell].slot).collect(), slot))
    }

    /// Puts the figures into the columns of the row; `full` gives the rows to compare with.
    pub(super) fn place<'f>(&self, board: &Board<'_>, full: &dyn Fn() -> &'f [FullLine]) -> RowFound {
        let width = board.table.width(self.row);
        let count = self.filled.len();
        let positions: Option<Vec<usize>> = match count {
            0 => Some(Vec::new()),
            _ if count == width => Some((0..width).collect()),
            _ if count > width => None,
            _ => self.by_grid(board, full()).or_else(|| self.by_sequence(board)),
        };
        let figures = match (&positions, count > width) {
            (Some(_), _) => Figures::Placed,
            (None, true) => Figures::TooMany(count),
            (None, false) => Figures::TooFew(count),
        };
        RowFound { figures, span: self.span(board), cells: self.cells(board, positions.as_deref(), width) }
    }

    /// The positions by the columns of the grid: the only ones that fit, or those of the other rows.
    /// The line must have as many cells as those: where a cell is lost with its tab, the rest has
    /// moved, and nothing shows where from.
    fn by_grid(&self, board: &Board<'_>, full: &[FullLine]) -> Option<Vec<usize>> {
        let width = u32::try_from(board.table.width(self.row)).ok()?;
        let (slots, label) = self.grid(board)?;
        let (first, last) = (*slots.first()?, *slots.last()?);
        let earliest = (last + 1).saturating_sub(width).max(label.map_or(0, |l| l + 1));
        // A line with its first and its last figure shows every empty cell between them.
        let start = if last + 1 - first == width { first } else { self.start_like_others(board, full, label)? };
        (earliest..=first).contains(&start).then(|| slots.iter().map(|&slot| (slot - start) as usize).collect())
    }

    /// The slot in which the figures of the other rows of this block begin; where rows differ, of
    /// those whose label stands in the same slot.
    fn start_like_others(&self, board: &Board<'_>, full: &[FullLine], label: Option<u32>) -> Option<u32> {
        let block = board.table.rows[self.row].block;
        let cells = self.cells_on_line(board);
        let mut others: Vec<&FullLine> = full.iter().filter(|other| other.block == block).collect();
        if others.is_empty() {
            return self.exact_fit(board, label);
        }
        others.retain(|other| other.cells == cells);
        let agreed = |alike: &[&FullLine]| {
            let start = alike.first()?.start;
            alike.iter().all(|other| other.start == start).then_some(start)
        };
        let alike: Vec<&FullLine> = others.iter().copied().filter(|other| other.label == label).collect();
        agreed(&others).or_else(|| agreed(&alike))
    }

    /// A line that has exactly as many cells behind the label as the row has columns.
    fn exact_fit(&self, board: &Board<'_>, label: Option<u32>) -> Option<u32> {
        let start = label.map_or(0, |label| label + 1);
        (self.cells_on_line(board) == start as usize + board.table.width(self.row)).then_some(start)
    }

    /// How many cells the line of the figures has.
    fn cells_on_line(&self, board: &Board<'_>) -> usize {
        let line = self.filled.first().map(|f| board.cells[f.cell].line);
        board.cells.iter().filter(|cell| Some(cell.line) == line).count()
    }

    /// The positions by the order of cells one a line, empty ones among them.
    fn by_sequence(&self, board: &Board<'_>) -> Option<Vec<usize>> {
        let width = board.table.width(self.row);
        let single = |&cell: &usize| board.cells[cell].layout == CellLayout::Single;
        let mut cells: Vec<usize> = self.filled.iter().map(|f| f.cell).chain(self.blanks.iter().copied()).collect();
        cells.sort_unstable();
        if !cells.iter().all(single) || cells.len() < width {
            return None;
        }
        let position = |f: &Figure| cells.iter().take(width).position(|&cell| cell == f.cell);
        self.filled.iter().map(position).collect()
    }

    fn cells(&self, board: &Board<'_>, positions: Option<&[usize]>, width: usize) -> Vec<CellFound> {
        let behind_label = self.filled.first().map_or_else(|| self.label_end(board), |f| board.cells[f.cell].span);
        let Some(positions) = positions else {
            return vec![CellFound { state: CellState::Absent, span: behind_label }; width];
        };
        let columns = board.table.columns_of(self.row);
        let cell = |position: usize| match positions.iter().position(|&p| p == position) {
            Some(figure) => {
                read_cell(board, &self.filled[figure], board.table.columns[columns.start + position].number)
            }
            None => CellFound { state: CellState::Blank, span: self.blank_span(board, positions, position) },
        };
        (0..width).map(cell).collect()
    }

    /// Where an empty cell would be: the blank the layout shows, or behind the label.
    fn blank_span(&self, board: &Board<'_>, positions: &[usize], position: usize) -> Span {
        let rank = position - positions.iter().filter(|&&p| p < position).count();
        let before = positions.iter().zip(&self.filled).rfind(|&(&p, _)| p < position);
        let slot = before.map(|(&p, f)| (board.cells[f.cell].slot as usize + position - p, board.cells[f.cell].line));
        let after = positions.iter().zip(&self.filled).find(|&(&p, _)| p > position);
        let slot = slot.or_else(|| {
            let (&p, f) = after?;
            Some(((board.cells[f.cell].slot as usize).checked_sub(p - position)?, board.cells[f.cell].line))
        });
        let in_slot = |&&cell: &&usize| {
            let cell = &board.cells[cell];
            cell.layout == CellLayout::Grid && slot == Some((cell.slot as usize, cell.line))
        };
        let blank = self.blanks.iter().find(in_slot).or_else(|| self.blanks.get(rank));
        blank.map_or_else(|| self.label_end(board), |&cell| board.cells[cell].span)
    }

    fn label_end(&self, board: &Board<'_>) -> Span {
        let end = board.cells[self.label].span.end as usize;
        Span::new(end, end)
    }

    fn span(&self, board: &Board<'_>) -> Span {
        let own = board.table.rows[self.row].label.and_then(|id| board.hits[id].as_ref()).map(|hit| hit.span);
        let figures = self.filled.iter().map(|f| board.cells[f.cell].span);
        own.into_iter().chain(figures).reduce(Span::join).unwrap_or_else(|| self.label_end(board))
    }
}

fn read_cell(board: &Board<'_>, figure: &Figure, kind: NumberKind) -> CellFound {
    let span = board.cells[figure.cell].span;
    if let Some(junk) = figure.junk {
        let span = board.cells[junk].span.join(span);
        return CellFound { state: CellState::Unparsable(Flaw::NotANumber), span };
    }
    let state = match board.looks[figure.cell] {
        Look::Number(number) => kind.allows(number).map_or_else(CellState::Unparsable, |()| CellState::Number(number)),
        Look::Blank | Look::Text => CellState::Unparsable(Flaw::NotANumber),
    };
    CellFound { state, span }
}
