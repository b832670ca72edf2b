//! Equations that do not hold, told by their causes: the broken equations of one wrong cell are one
//! finding at that cell, which names the value that would balance them.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::context::Context;
use super::crossing::CellAt;
use super::equation::Sheet;
use super::finding::{Finding, Suspect};
use super::repair::{Balance, Cause, CellId, Change, Search};
use crate::form::{CellState, Report};
use crate::rule::{CellExpect, Kind};

/// Tells the equations that do not hold. The findings of all other rules must be there already: one of
/// an empty cell may name the cause of a broken equation.
pub(super) fn tell<'r>(context: &mut Context<'r, '_>, sheets: &[Sheet<'r>]) {
    if sheets.iter().all(|sheet| sheet.difference.is_zero()) {
        return;
    }
    let (ledger, balances) = Ledger::of(context.report, sheets);
    for cause in ledger.causes(balances) {
        if !ledger.tell_at_blank(context, &cause) {
            ledger.tell(context, sheets, &cause);
        }
    }
}

/// The cells of the equations, numbered.
struct Ledger<'l> {
    report: &'l Report<'l>,
    cells: Vec<CellAt>,
    blanks: Vec<CellId>,
}

impl<'l> Ledger<'l> {
    /// The cells, and the equations over their numbers.
    fn of(report: &'l Report<'l>, sheets: &[Sheet<'_>]) -> (Self, Vec<Balance>) {
        let mut ledger = Self { report, cells: Vec::new(), blanks: Vec::new() };
        let mut ids: FxHashMap<CellAt, CellId> = FxHashMap::default();
        let balance = |sheet: &Sheet<'_>| {
            let terms = sheet.factors().into_iter().map(|(at, factor)| (ledger.id(at, &mut ids), factor));
            Balance { terms: terms.collect(), difference: sheet.difference }
        };
        let balances = sheets.iter().map(balance).collect();
        (ledger, balances)
    }

    fn id(&mut self, at: CellAt, ids: &mut FxHashMap<CellAt, CellId>) -> CellId {
        let next = self.cells.len();
        let id = *ids.entry(at).or_insert(next);
        if id == next {
            self.cells.push(at);
            if self.state(at) == Some(&CellState::Blank) {
                self.blanks.push(id);
            }
        }
        id
    }

    fn causes(&self, balances: Vec<Balance>) -> Vec<Cause> {
        let allowed = |change: Change| self.new_value(change).is_some_and(|value| self.may_be(change.cell, value));
        Search::new(balances, self.cells.len(), &self.blanks, allowed).causes()
    }

    fn state(&self, at: CellAt) -> Option<&'l CellState> {
        at.found(self.report).map(|cell| &cell.state)
    }

    fn new_value(&self, change: Change) -> Option<Decimal> {
        let old = match self.state(self.cells[change.cell])? {
            CellState::Number(number) => *number,
            _ => Decimal::ZERO,
        };
        old.checked_add(change.delta)
    }

    /// Whether the form allows a value in a cell.
    fn may_be(&self, cell: CellId, value: Decimal) -> bool {
        let at = self.cells[cell];
        let table = self.report.table(at.table);
        table.is_some_and(|(table, _)| table.columns[at.column].number.allows(value).is_ok())
    }

    fn suspect(&self, change: Change) -> Option<Suspect> {
        let at = self.cells[change.cell];
        let (table, _) = self.report.table(at.table)?;
        let actual = match self.state(at)? {
            CellState::Number(number) => number.normalize().to_string(),
            _ => String::new(),
        };
        Some(Suspect {
            table: table.name.clone(),
            row: table.row_title(at.row),
            column: table.column_title(at.column),
            actual,
            expected: self.new_value(change)?.normalize().to_string(),
            span: at.found(self.report)?.span,
        })
    }

    /// An empty cell that alone explains equations is told by the rule about empty cells: the value
    /// that is wanted is added there.
    fn tell_at_blank(&self, context: &mut Context<'_, '_>, cause: &Cause) -> bool {
        let [change] = cause.changes.as_slice() else { return false };
        if !self.blanks.contains(&change.cell) {
            return false;
        }
        let Some(suspect) = self.suspect(*change) else { return false };
        let ruleset = context.ruleset;
        let about_blanks = |finding: &Finding| {
            let rule = ruleset.rules.iter().find(|rule| rule.id == finding.rule);
            rule.is_some_and(|rule| matches!(rule.kind, Kind::Cell(CellExpect::Filled)))
        };
        let told = context.findings_mut().iter_mut().find(|finding| {
            let here = finding.span == suspect.span || finding.related.iter().any(|r| r.span == suspect.span);
            here && about_blanks(finding)
        });
        told.map(|finding| finding.suspects.push(suspect)).is_some()
    }

    fn tell<'r>(&self, context: &mut Context<'r, '_>, sheets: &[Sheet<'r>], cause: &Cause) {
        let suspects: Vec<Suspect> = cause.changes.iter().filter_map(|&change| self.suspect(change)).collect();
        let Some(first) = self.foremost(sheets, cause) else { return };
        let sheet = &sheets[first];
        let mut finding = sheet.finding(&mut context.for_rule(sheet.rule));
        if let [suspect] = suspects.as_slice() {
            // Where the culprit is known, the other terms need not be shown, but the total must.
            finding.related.iter_mut().for_each(|related| related.minor |= related.elsewhere.is_none());
            finding.move_to(suspect.span, sheet.at_term(context.words));
        }
        for other in cause.equations.iter().filter(|&&other| other != first).map(|&other| &sheets[other]) {
            let also = other.finding(&mut context.for_rule(other.rule));
            // The culprit itself is shown already.
            let elsewhere = other.first_span().filter(|_| suspects.iter().any(|suspect| suspect.span == also.span));
            finding.relate(elsewhere.unwrap_or(also.span), also.message);
            finding.severity = finding.severity.max(also.severity);
        }
        finding.suspects = suspects;
        context.push(finding);
    }

    /// The equation whose words tell all of them: the one whose left side begins with the culprit,
    /// or else the first by the order of the rules.
    fn foremost(&self, sheets: &[Sheet<'_>], cause: &Cause) -> Option<usize> {
        let culprit = cause.changes.first().map(|change| self.cells[change.cell]);
        let of_culprit = |&&index: &&usize| sheets[index].first_place() == culprit && culprit.is_some();
        cause.equations.iter().find(of_culprit).or_else(|| cause.equations.iter().min()).copied()
    }
}
