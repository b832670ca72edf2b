//! `kind: equation`: two expressions over the cells of a table are equal, for each column or row.
//!
//! An operand that is absent or no number blocks the equation: it is reported itself, and a sum
//! without it would be a second, false finding. An empty cell counts as zero where the rule says so,
//! and the message says which were.

use rust_decimal::Decimal;

use super::cell::row_name;
use super::context::Context;
use crate::form::{CellFound, CellState, Table, TableFound};
use crate::rule::{Blank, Each, Equation, Expression, Operator};
use crate::source::Span;

pub(super) fn check(context: &mut Context<'_>, equations: &[(usize, Equation)]) {
    let form = context.form_index;
    for (_, equation) in equations.iter().filter(|(of, _)| *of == form) {
        let Some((table, found)) = context.report.table(equation.table) else { continue };
        for across in lines_across(table, equation) {
            Sheet { table, found, equation, across }.check(context);
        }
    }
}

/// The columns, or the rows, for each of which the equation must hold.
fn lines_across(table: &Table, equation: &Equation) -> std::ops::Range<usize> {
    match equation.each {
        Each::Column => table.columns_of(equation.at),
        Each::Row => {
            let block = table.blocks.iter().find(|block| block.columns.contains(&equation.at));
            block.map_or(0..0, |block| block.rows.clone())
        }
    }
}

/// One equation for one column or row.
struct Sheet<'s> {
    table: &'s Table,
    found: &'s TableFound,
    equation: &'s Equation,
    across: usize,
}

/// A term of a side, as the message shows it.
struct Term {
    name: String,
    value: Decimal,
    blank: bool,
    subtracted: bool,
    span: Span,
}

impl Sheet<'_> {
    fn check(&self, context: &mut Context<'_>) {
        let value = |line: usize| self.value(line);
        let (Some(left), Some(right)) = (self.equation.left.value(&value), self.equation.right.value(&value)) else {
            return;
        };
        if left == right {
            return;
        }
        let (left_terms, right_terms) = (self.terms(&self.equation.left), self.terms(&self.equation.right));
        let words = context.words;
        let both = || left_terms.iter().chain(&right_terms);
        let blanks: Vec<String> = both().filter(|t| t.blank).map(|t| t.name.clone()).collect();
        let (row, column) = self.titles();
        let values = [
            ("row", row),
            ("column", column),
            ("left", left.normalize().to_string()),
            ("right", right.normalize().to_string()),
            ("left.terms", self.formula(context, &left_terms)),
            ("right.terms", self.formula(context, &right_terms)),
            ("difference", (left - right).abs().normalize().to_string()),
            ("blanks", words.list(&blanks, 4)),
        ];
        let span = self.cell(self.equation.at).map_or(self.found.span, |cell| cell.span);
        let case = (!blanks.is_empty()).then_some("blanks");
        let finding = context.find(span, case, &values);
        for term in both().filter(|term| term.span != span) {
            let text = words.term(&term.name, term.value, term.blank);
            match term.value.is_zero() && !term.blank {
                true => finding.relate_minor(term.span, text),
                false => finding.relate(term.span, text),
            };
        }
    }

    fn cell(&self, line: usize) -> Option<&CellFound> {
        let (row, column) = match self.equation.each {
            Each::Column => (line, self.across),
            Each::Row => (self.across, line),
        };
        let position = column.checked_sub(self.table.columns_of(row).start)?;
        self.found.cell(row, position)
    }

    fn value(&self, line: usize) -> Option<Decimal> {
        match (&self.cell(line)?.state, self.equation.blank) {
            (CellState::Number(number), _) => Some(*number),
            (CellState::Blank, Blank::Zero) => Some(Decimal::ZERO),
            _ => None,
        }
    }

    fn titles(&self) -> (String, String) {
        match self.equation.each {
            Each::Column => (row_name(self.table, self.equation.at), self.table.column_title(self.across)),
            Each::Row => (row_name(self.table, self.across), self.table.column_title(self.equation.at)),
        }
    }

    fn name(&self, line: usize) -> String {
        match self.equation.each {
            Each::Column => self.table.rows[line].name.clone(),
            Each::Row => self.table.columns[line].name.clone(),
        }
    }

    fn terms(&self, side: &Expression) -> Vec<Term> {
        let mut terms = Vec::new();
        self.collect(side, false, &mut terms);
        terms
    }

    fn collect(&self, side: &Expression, subtracted: bool, terms: &mut Vec<Term>) {
        match side {
            Expression::Number(_) => {}
            Expression::Line(line) => terms.extend(self.term(*line, subtracted)),
            Expression::Sum(lines) => terms.extend(lines.iter().filter_map(|&line| self.term(line, subtracted))),
            Expression::Binary(left, operator, right) => {
                self.collect(left, subtracted, terms);
                self.collect(right, subtracted != (*operator == Operator::Subtract), terms);
            }
        }
    }

    fn term(&self, line: usize, subtracted: bool) -> Option<Term> {
        let cell = self.cell(line)?;
        let blank = cell.state == CellState::Blank;
        Some(Term { name: self.name(line), value: self.value(line)?, blank, subtracted, span: cell.span })
    }

    /// The side with its values; where it is long, without the terms that are zero.
    fn formula(&self, context: &Context<'_>, terms: &[Term]) -> String {
        const LONG: usize = 7;
        let shown = |term: &&Term| terms.len() <= LONG || !term.value.is_zero();
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
