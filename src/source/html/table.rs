//! A table of a page while it is read: which cells a row has, also those that reach down from above.

use super::furniture::{Block, Content};
use crate::source::writer::{Cell, LONGEST_CELL, MOST_COLUMNS};

/// Rows that a cell can cover.
const MOST_ROWS: usize = 1000;
/// Lines in the only cell of a row from which on it is no cell of a table.
const LINES_OF_TEXT: usize = 4;

/// A table that is open.
#[derive(Debug)]
pub struct Table {
    /// Which of the tables of the page.
    pub id: usize,
    /// Elements that were open when it began.
    pub base: usize,
    /// Elements that were open when its innermost cell began: what ends in the cell does not end them.
    pub floor: usize,
    /// Rows so far that had cells.
    pub rows: u32,
    row: Option<Row>,
    /// For each column, how many rows a cell from above still covers, and, at its first column, how many columns.
    above: Vec<(usize, usize)>,
}

/// A row that is open.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<OpenCell>,
    columns: usize,
    open: bool,
    layout: bool,
}

/// A cell of an open row.
#[derive(Debug)]
struct OpenCell {
    lines: Vec<Block>,
    span: usize,
    goes_on: bool,
}

/// A row that ended.
pub enum Ended {
    /// Of a table.
    Row(Vec<Cell>),
    /// Of a table that is there for looks: what stood in it.
    Layout(Vec<Block>),
}

impl Table {
    /// A table that begins within so many open elements.
    pub fn new(id: usize, base: usize) -> Self {
        Self { id, base, floor: base, rows: 0, row: None, above: Vec::new() }
    }

    /// Whether a cell is open.
    pub fn in_cell(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.open)
    }

    /// Begins a row.
    pub fn begin_row(&mut self) {
        self.row = Some(Row::default());
    }

    /// Begins a cell that covers so many columns and rows.
    pub fn begin_cell(&mut self, columns: usize, rows: usize) {
        let mut row = self.row.take().unwrap_or_default();
        self.go_on(&mut row);
        let span = columns.clamp(1, MOST_COLUMNS);
        let rows = if rows == 0 { MOST_ROWS } else { rows.min(MOST_ROWS) };
        if rows > 1 && row.columns < MOST_COLUMNS {
            let needed = row.columns + span;
            if self.above.len() < needed {
                self.above.resize(needed, (0, 0));
            }
            let covered = self.above.iter_mut().skip(row.columns).take(span);
            covered.enumerate().for_each(|(at, above)| *above = (rows, if at == 0 { span } else { 0 }));
        }
        row.cells.push(OpenCell { lines: Vec::new(), span, goes_on: false });
        row.columns += span;
        row.open = true;
        self.row = Some(row);
    }

    /// Fills the row up to the last cell that reaches down from above.
    fn fill(&self, row: &mut Row) {
        while self.above.iter().skip(row.columns).any(|(left, _)| *left > 0) {
            self.go_on(row);
            let gap = self.above.iter().skip(row.columns).take_while(|(left, _)| *left == 0).count();
            if row.columns + gap < self.above.len() {
                row.cells.extend((0..gap).map(|_| OpenCell { lines: Vec::new(), span: 1, goes_on: false }));
            }
            row.columns += gap;
        }
    }

    /// Puts in what reaches down from above.
    fn go_on(&self, row: &mut Row) {
        while let Some(&(_, span)) = self.above.get(row.columns).filter(|(left, _)| *left > 0) {
            let span = span.max(1);
            row.cells.push(OpenCell { lines: Vec::new(), span, goes_on: true });
            row.columns += span;
        }
    }

    /// Adds a line to the open cell.
    pub fn add(&mut self, line: Block) {
        if let Some(cell) = self.row.as_mut().filter(|row| row.open).and_then(|row| row.cells.last_mut()) {
            cell.lines.push(line);
        }
    }

    /// Ends the open cell.
    pub fn end_cell(&mut self) {
        self.floor = self.base + 1;
        if let Some(row) = &mut self.row {
            row.open = false;
        }
    }

    /// What the cells of the open row hold so far: a table stands in it, so it is there for looks.
    pub fn take_as_layout(&mut self) -> Vec<Block> {
        let Some(row) = &mut self.row else { return Vec::new() };
        row.layout = true;
        row.cells.iter_mut().flat_map(|cell| std::mem::take(&mut cell.lines)).collect()
    }

    /// Ends the open row; none where it has no cells.
    pub fn end_row(&mut self) -> Option<Ended> {
        let mut row = self.row.take()?;
        if row.cells.is_empty() && !self.above.iter().any(|(left, _)| *left > 0) {
            return None;
        }
        self.fill(&mut row);
        for (left, _) in &mut self.above {
            *left = left.saturating_sub(1);
        }
        self.rows += 1;
        Some(row.end())
    }
}

impl Row {
    fn end(self) -> Ended {
        if self.layout || self.is_text() {
            return Ended::Layout(self.cells.into_iter().flat_map(|cell| cell.lines).collect());
        }
        Ended::Row(self.cells.into_iter().map(OpenCell::end).collect())
    }

    /// Whether it holds text rather than cells.
    fn is_text(&self) -> bool {
        let length = |cell: &OpenCell| cell.lines.iter().map(|line| line.text().len()).sum::<usize>();
        let is_only = |cell: &OpenCell| self.cells.len() == 1 && cell.lines.len() >= LINES_OF_TEXT;
        self.cells.iter().any(|cell| is_only(cell) || length(cell) > LONGEST_CELL)
    }
}

impl OpenCell {
    fn end(self) -> Cell {
        let paragraph = |block: Block| match block.content {
            Content::Line(line) if !line.piece.is_blank() => Some(line.piece),
            _ => None,
        };
        Cell {
            paragraphs: self.lines.into_iter().filter_map(paragraph).collect(),
            span: self.span,
            goes_on: self.goes_on,
            ..Cell::default()
        }
    }
}
