//! The report of the year before: the figures of it that rules compare with.

use rustc_hash::FxHashMap;

use super::crossing::{CellAt, Crossing};
use crate::form::{CellState, Report, Table};
use crate::rule::{Equation, Kind, Operand, Ruleset};
use crate::source::Location;

/// What is kept of a report for the one of the year after.
#[derive(Debug, Clone)]
pub struct Previous {
    /// The name of its file.
    pub path: String,
    /// Who reports, for comparison: see [`issuer_key`].
    pub issuer: String,
    /// Its statistics year.
    pub year: u16,
    cells: FxHashMap<CellName, PreviousCell>,
}

/// A cell by what the form calls it, which is the same in every edition that has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct CellName {
    table: String,
    row: String,
    column: String,
}

impl CellName {
    fn new(table: &Table, row: usize, column: usize) -> Self {
        Self { table: table.key.clone(), row: table.row_title(row), column: table.column_title(column) }
    }
}

/// A cell of the report of the year before.
#[derive(Debug, Clone)]
pub struct PreviousCell {
    /// The name of the file it stands in.
    pub path: String,
    /// What it holds.
    pub state: CellState,
    /// Where it stands in that file.
    pub location: Location,
}

impl Previous {
    /// Keeps the figures that the rules ask for of the year before; none where the report does not
    /// say its year.
    #[must_use]
    pub fn new<'r>(path: &str, report: &'r Report<'r>, ruleset: &Ruleset) -> Option<Self> {
        let issuer = report.title.as_ref().map_or_else(String::new, |title| issuer_key(&title.issuer));
        let mut previous = Self { path: path.to_owned(), issuer, year: report.year?, cells: FxHashMap::default() };
        for rule in &ruleset.rules {
            let Kind::Equation(equations) = &rule.kind else { continue };
            let laid = |(form, e): &&(usize, Equation)| report.is_laid_on(&ruleset.forms[*form], e.table);
            for (_, equation) in equations.iter().filter(laid) {
                previous.keep(report, equation);
            }
        }
        Some(previous)
    }

    fn keep<'r>(&mut self, report: &'r Report<'r>, equation: &Equation) {
        let operands = [equation.left.operands(), equation.right.operands()].concat();
        for crossing in Crossing::all(report, equation) {
            for operand in &operands {
                let Operand::Previous(line) = *operand else { continue };
                let Some(cell) = crossing.cell(line) else { continue };
                let location = report.document.source().locate(cell.span);
                let CellAt { row, column, .. } = crossing.place(line);
                let cell = PreviousCell { path: self.path.clone(), state: cell.state.clone(), location };
                self.cells.insert(CellName::new(crossing.table, row, column), cell);
            }
        }
    }

    /// The cell that a cell of a table was the year before; none where that report has no such cell.
    pub(super) fn cell(&self, table: &Table, row: usize, column: usize) -> Option<&PreviousCell> {
        self.cells.get(&CellName::new(table, row, column))
    }
}

/// An issuer's name for comparison: one year it is `青禾镇人民政府`, the other `青禾镇`.
#[must_use]
pub fn issuer_key(issuer: &str) -> String {
    let name: String = issuer.chars().filter(|c| !c.is_whitespace()).collect();
    name.strip_suffix("人民政府").map(str::to_owned).unwrap_or(name)
}

/// The reports of the year before, by issuer and year.
#[derive(Debug, Default)]
pub struct Archive {
    reports: FxHashMap<(String, u16), Vec<Previous>>,
}

/// What an archive knows of the year before.
#[derive(Debug, Clone, Copy)]
pub enum Pairing<'a> {
    /// The report of the year before.
    Found(&'a Previous),
    /// There is none.
    Missing,
    /// There are several, the first two of which are these.
    Several(&'a Previous, &'a Previous),
}

impl Archive {
    /// Adds a report.
    pub fn add(&mut self, previous: Previous) {
        self.reports.entry((previous.issuer.clone(), previous.year)).or_default().push(previous);
    }

    /// The report of an issuer for the year before `year`.
    #[must_use]
    pub fn before(&self, issuer: &str, year: u16) -> Pairing<'_> {
        let reports = self.reports.get(&(issuer_key(issuer), year.saturating_sub(1)));
        match reports.map(Vec::as_slice) {
            Some([only]) => Pairing::Found(only),
            Some([first, second, ..]) => Pairing::Several(first, second),
            _ => Pairing::Missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::issuer_key;

    #[test]
    fn a_government_may_leave_out_that_it_is_one() {
        assert_eq!(issuer_key("青禾镇人民政府"), issuer_key("青禾镇"));
        assert_ne!(issuer_key("青禾镇人民政府办公室"), issuer_key("青禾镇"));
    }
}
