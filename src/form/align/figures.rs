//! Figures into cells: what stands between a row's label and the next belongs to the row, and goes
//! into its columns in order, by the grid, or not at all.

use std::cell::OnceCell;

use rust_decimal::Decimal;

use super::board::{Board, Hit, Look};
use crate::document::CellLayout;
use crate::form::model::{NumberKind, Role};
use crate::form::report::{CellFound, CellState, Figures, Flaw, RowFound};
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
struct Segment {
    opening: Opening,
    cells: std::ops::Range<usize>,
    /// Whether nothing of the table comes behind: what follows may be prose.
    last: bool,
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

/// A row that has all its figures on one line of a grid.
struct FullLine {
    block: usize,
    /// The slot of its label, if that is on the same line.
    label: Option<u32>,
    /// The slot of its first figure.
    start: u32,
    /// How many cells the line has.
    cells: usize,
}

fn full_lines(board: &Board<'_>, lines: &[RowLine]) -> Vec<FullLine> {
    let full = lines.iter().filter(|line| line.filled.len() == board.table.width(line.row));
    let measure = |line: &RowLine| {
        let (slots, label) = line.grid(board)?;
        let block = board.table.rows[line.row].block;
        Some(FullLine { block, label, start: *slots.first()?, cells: line.cells_on_line(board) })
    };
    full.filter_map(measure).collect()
}

/// The cells that may be the figures of one row.
struct RowLine {
    row: usize,
    /// The last cell of the label, or of the head for a row without a label.
    label: usize,
    /// Figures, and what stands in the place of figures.
    filled: Vec<Figure>,
    blanks: Vec<usize>,
    /// What is too much.
    extra: Vec<usize>,
}

/// A cell that holds a figure; `junk` is text that stands before the number and spoils it.
#[derive(Clone, Copy)]
struct Figure {
    cell: usize,
    junk: Option<usize>,
}

impl RowLine {
    fn collect(board: &Board<'_>, row: usize, segment: &Segment) -> Self {
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

    fn place<'f>(&self, board: &Board<'_>, full: &dyn Fn() -> &'f [FullLine]) -> RowFound {
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

fn read_cell(board: &Board<'_>, figure: &Figure, kind: NumberKind) -> CellFound {
    let span = board.cells[figure.cell].span;
    if let Some(junk) = figure.junk {
        let span = board.cells[junk].span.join(span);
        return CellFound { state: CellState::Unparsable(Flaw::NotANumber), span };
    }
    let state = match board.looks[figure.cell] {
        Look::Number(number) if number.is_sign_negative() && number != Decimal::ZERO => {
            CellState::Unparsable(Flaw::Negative)
        }
        Look::Number(number) if kind == NumberKind::Whole && !number.is_integer() => {
            CellState::Unparsable(Flaw::Fraction)
        }
        Look::Number(number) => CellState::Number(number),
        Look::Blank | Look::Text => CellState::Unparsable(Flaw::NotANumber),
    };
    CellFound { state, span }
}
