//! `kind: equation`: two expressions over the cells of a table are equal, for each column or row.
//!
//! An operand that is absent or no number blocks the equation: it is reported itself, and a sum
//! without it would be a second, false finding. An empty cell counts as zero where the rule says so,
//! and the message says which were. What does not hold is told by [`super::balance`], all rules
//! together: one wrong figure breaks several equations.

use rust_decimal::Decimal;

use super::context::Context;
use super::crossing::{CellAt, Crossing};
use super::finding::Finding;
use super::previous::{Previous, PreviousCell};
use super::words::Words;
use crate::form::{CellState, Report};
use crate::rule::{Blank, Equation, Expression, Operand, Operator, Rule};
use crate::source::Span;

/// Evaluates the equations of a rule, for each of their columns or rows.
pub(super) fn evaluate<'c>(
    report: &'c Report<'c>,
    previous: Option<&'c Previous>,
    rule: &'c Rule,
    equations: impl Iterator<Item = &'c Equation>,
    sheets: &mut Vec<Sheet<'c>>,
) {
    for equation in equations {
        for crossing in Crossing::all(report, equation) {
            let mut sheet = Sheet { rule, crossing, equation, previous, difference: Decimal::ZERO };
            if let Some(difference) = sheet.evaluated() {
                sheet.difference = difference;
                sheets.push(sheet);
            }
        }
    }
}

/// One equation for one column or row, evaluated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'s> {
    pub rule: &'s Rule,
    pub crossing: Crossing<'s>,
    pub equation: &'s Equation,
    previous: Option<&'s Previous>,
    /// Left side less right side.
    pub difference: Decimal,
}

/// A term of a side, as the message shows it.
struct Term<'s> {
    name: String,
    value: Decimal,
    blank: bool,
    subtracted: bool,
    place: Place<'s>,
}

/// Where a term stands: in this report or in the one before.
enum Place<'s> {
    Here(Span),
    Before(&'s PreviousCell),
}

impl<'s> Sheet<'s> {
    /// Left side less right side; none where an operand is wanting.
    fn evaluated(&self) -> Option<Decimal> {
        let value = |operand: Operand| self.value(operand);
        self.equation.left.value(&value)?.checked_sub(self.equation.right.value(&value)?)
    }

    /// What there is to say about it.
    pub(super) fn finding(&self, context: &mut Context<'_, '_>) -> Finding {
        let value = |operand: Operand| self.value(operand);
        let side = |side: &Expression| side.value(&value).unwrap_or_default().normalize().to_string();
        let (left, right) = (side(&self.equation.left), side(&self.equation.right));
        let (left_terms, right_terms) = (self.terms(&self.equation.left), self.terms(&self.equation.right));
        let words = context.words;
        let both = || left_terms.iter().chain(&right_terms);
        let blanks: Vec<String> = both().filter(|t| t.blank).map(|t| t.name.clone()).collect();
        let (row, column) = self.crossing.titles(self.equation.at);
        let values = [
            ("row", row),
            ("column", column),
            ("left", left),
            ("right", right),
            ("left.terms", self.formula(context, &left_terms)),
            ("right.terms", self.formula(context, &right_terms)),
            ("difference", self.difference.abs().normalize().to_string()),
            ("blanks", words.list(&blanks, 4)),
        ];
        let span = self.at_span();
        let case = (!blanks.is_empty()).then_some("blanks");
        let mut finding = context.compose(span, case, &values);
        for term in both() {
            let text = words.term(&term.name, term.value, term.blank);
            match term.place {
                Place::Here(own) if own == span => {}
                Place::Here(own) if term.value.is_zero() && !term.blank => {
                    finding.relate_minor(own, text);
                }
                Place::Here(own) => {
                    finding.relate(own, text);
                }
                Place::Before(cell) => {
                    finding.relate_elsewhere(cell, text);
                }
            }
        }
        finding
    }

    /// The place of the cell that stands for the equation.
    pub(super) fn at_span(&self) -> Span {
        self.crossing.span(self.equation.at)
    }

    /// The first cell of its left side.
    pub(super) fn first_place(&self) -> Option<CellAt> {
        self.equation.left.first_line().map(|line| self.crossing.place(line))
    }

    /// The place of that cell.
    pub(super) fn first_span(&self) -> Option<Span> {
        self.equation.left.first_line().map(|line| self.crossing.span(line))
    }

    /// What stands in the cell that stands for the equation.
    pub(super) fn at_term(&self, words: Words) -> String {
        let term = self.term(Operand::Current(self.equation.at), false);
        term.map_or_else(String::new, |term| words.term(&term.name, term.value, term.blank))
    }

    /// The cells of this report that it is about, and by how much the difference grows with each;
    /// none where that is not constant.
    pub(super) fn factors(&self) -> Vec<(CellAt, Option<Decimal>)> {
        let here = |operand: Operand| match operand {
            Operand::Current(line) => Some(self.crossing.place(line)),
            Operand::Previous(_) => None,
        };
        let Equation { left, right, .. } = self.equation;
        match Expression::difference_factors(left, right) {
            Some(factors) => factors.into_iter().filter_map(|(o, f)| Some((here(o)?, Some(f)))).collect(),
            None => {
                left.operands().into_iter().chain(right.operands()).filter_map(|o| Some((here(o)?, None))).collect()
            }
        }
    }

    fn before(&self, line: usize) -> Option<&'s PreviousCell> {
        let CellAt { row, column, .. } = self.crossing.place(line);
        self.previous?.cell(self.crossing.table, row, column)
    }

    fn value(&self, operand: Operand) -> Option<Decimal> {
        let state = match operand {
            Operand::Current(line) => &self.crossing.cell(line)?.state,
            Operand::Previous(line) => &self.before(line)?.state,
        };
        match (state, self.equation.blank) {
            (CellState::Number(number), _) => Some(*number),
            (CellState::Blank, Blank::Zero) => Some(Decimal::ZERO),
            _ => None,
        }
    }

    fn terms(&self, side: &Expression) -> Vec<Term<'s>> {
        let mut terms = Vec::new();
        self.collect(side, false, &mut terms);
        terms
    }

    fn collect(&self, side: &Expression, subtracted: bool, terms: &mut Vec<Term<'s>>) {
        match side {
            Expression::Number(_) => {}
            Expression::Line(operand) => terms.extend(self.term(*operand, subtracted)),
            Expression::Sum(lines) => {
                terms.extend(lines.iter().filter_map(|&line| self.term(Operand::Current(line), subtracted)));
            }
            Expression::Binary(left, operator, right) => {
                self.collect(left, subtracted, terms);
                self.collect(right, subtracted != (*operator == Operator::Subtract), terms);
            }
        }
    }

    fn term(&self, operand: Operand, subtracted: bool) -> Option<Term<'s>> {
        let value = self.value(operand)?;
        let (name, blank, place) = match operand {
            Operand::Current(line) => {
                let cell = self.crossing.cell(line)?;
                (self.crossing.name(line).to_owned(), cell.state == CellState::Blank, Place::Here(cell.span))
            }
            Operand::Previous(line) => {
                let cell = self.before(line)?;
                (format!("{} {}", self.previous?.year, self.crossing.name(line)), false, Place::Before(cell))
            }
        };
        Some(Term { name, value, blank, subtracted, place })
    }

    /// The side with its values; where it is long, without the terms that are zero.
    fn formula(&self, context: &Context<'_, '_>, terms: &[Term<'_>]) -> String {
        const LONG: usize = 4;
        let shown = |term: &&Term<'_>| terms.len() <= LONG || !term.value.is_zero();
        let mut formula = String::new();
        for term in terms.iter().filter(shown) {
            if !formula.is_empty() {
                formula.push_str(if term.subtracted { " - " } else { " + " });
            }
            formula.push_str(&context.words.term(&term.name, term.value, false));
        }
        if formula.is_empty() {
            formula.push('0');
        }
        formula
    }
}
