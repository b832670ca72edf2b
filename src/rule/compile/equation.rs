//! Equations: in each form, over the rows or columns that their names mean there.

use super::super::Equation;
use super::super::equation::Expression;
use super::super::kind::{Each, EquationParams};
use super::super::raw::RawRule;
use super::Compiler;
use crate::form::{Axis, Table};

impl Compiler<'_> {
    /// The equation in each form that the rule applies to and that has the table.
    pub(super) fn equations(&mut self, raw: &RawRule, params: &EquationParams) -> Vec<(usize, Equation)> {
        let tables = self.tables(&params.table, [&raw.editions, &[]]);
        let equation = |(form, table)| Some((form, self.equation(form, table, params)?));
        tables.into_iter().filter_map(equation).collect()
    }

    fn equation(&mut self, form: usize, table_index: usize, params: &EquationParams) -> Option<Equation> {
        let table = &self.forms[form].tables[table_index];
        let axis = if params.each == Each::Column { Axis::Row } else { Axis::Column };
        let left = self.expression(&["left"], &params.left, table, axis);
        let right = self.expression(&["right"], &params.right, table, axis);
        let (left, right) = (left?, right?);
        let at = match &params.at {
            Some(name) => self.line("at", table, axis, name)?,
            None => {
                let first = left.first_line().or_else(|| right.first_line());
                if first.is_none() {
                    self.error(&["left"], "算式里至少要有本年的一个行或列", None);
                }
                first?
            }
        };
        Some(Equation { table: table_index, each: params.each, left, right, at, blank: params.blank })
    }

    /// An expression at a place of the rule.
    pub(super) fn expression(&mut self, keys: &[&str], text: &str, table: &Table, axis: Axis) -> Option<Expression> {
        match Expression::parse(text, table, axis) {
            Ok(expression) => Some(expression),
            Err(_) if !self.forms_known => None,
            Err(error) => {
                self.error_within(keys, error.at, error.message, error.help);
                None
            }
        }
    }
}
