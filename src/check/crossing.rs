//! A column with all its rows, or a row with all its columns: where expressions find their cells.

use super::cell::{cell_name, row_name};
use crate::form::{CellFound, Report, Table, TableFound};
use crate::rule::{Each, Equation};
use crate::source::Span;

/// A cell of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CellAt {
    pub table: usize,
    pub row: usize,
    pub column: usize,
}

impl CellAt {
    /// What was found there.
    pub(super) fn found<'r>(self, report: &'r Report<'_>) -> Option<&'r CellFound> {
        let (table, found) = report.table(self.table)?;
        found.cell(self.row, self.column.checked_sub(table.columns_of(self.row).start)?)
    }
}

/// A column (or a row) of a table that was found; its lines are the rows (or the columns) that
/// cross it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crossing<'s> {
    pub report: &'s Report<'s>,
    pub index: usize,
    pub table: &'s Table,
    pub found: &'s TableFound,
    pub each: Each,
    pub across: usize,
}

impl<'s> Crossing<'s> {
    pub(super) fn new(report: &'s Report<'s>, index: usize, each: Each, across: usize) -> Option<Self> {
        let (table, found) = report.table(index)?;
        Some(Self { report, index, table, found, each, across })
    }

    /// Each column, or each row, for which an equation must hold; none where the table is missing.
    pub(super) fn all(report: &'s Report<'s>, equation: &Equation) -> impl Iterator<Item = Self> {
        let (index, each) = (equation.table, equation.each);
        let across = report.table(index).map_or(0..0, |(table, _)| match each {
            Each::Column => table.columns_of(equation.at),
            Each::Row => {
                let block = table.blocks.iter().find(|block| block.columns.contains(&equation.at));
                block.map_or(0..0, |block| block.rows.clone())
            }
        });
        across.filter_map(move |across| Self::new(report, index, each, across))
    }

    /// Where a line crosses.
    pub(super) fn place(&self, line: usize) -> CellAt {
        let (row, column) = match self.each {
            Each::Column => (line, self.across),
            Each::Row => (self.across, line),
        };
        CellAt { table: self.index, row, column }
    }

    /// What was found there.
    pub(super) fn cell(&self, line: usize) -> Option<&'s CellFound> {
        self.place(line).found(self.report)
    }

    /// The place of that cell; of the table where it is not there.
    pub(super) fn span(&self, line: usize) -> Span {
        self.cell(line).map_or(self.found.span, |cell| cell.span)
    }

    /// The short name of a line.
    pub(super) fn name(&self, line: usize) -> &'s str {
        match self.each {
            Each::Column => &self.table.rows[line].name,
            Each::Row => &self.table.columns[line].name,
        }
    }

    /// The names of the row and the column where a line crosses.
    pub(super) fn titles(&self, line: usize) -> (String, String) {
        let CellAt { row, column, .. } = self.place(line);
        (row_name(self.table, row), self.table.column_title(column))
    }

    /// What a cell is called where it stands alone: by its row and column, or by the one that tells.
    pub(super) fn cell_name(&self, line: usize) -> String {
        let CellAt { row, column, .. } = self.place(line);
        if self.table.width(row) == 1 {
            return self.table.row_title(row);
        }
        cell_name(self.table, row, &self.table.column_title(column))
    }
}
