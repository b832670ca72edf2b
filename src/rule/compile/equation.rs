//! Equations: in each form, over the rows or columns that their names mean there.

use super::super::Equation;
use super::super::equation::Expression;
use super::super::error::PackError;
use super::super::file::suggestion;
use super::super::kind::{Each, EquationParams};
use super::super::raw::RawRule;
use super::Compiler;
use crate::form::{Axis, Form, Table};

impl Compiler<'_> {
    /// The equation in each form that the rule applies to and that has the table.
    pub(super) fn equations(&mut self, raw: &RawRule, params: &EquationParams) -> Vec<(usize, Equation)> {
        let mut equations = Vec::new();
        let mut table_known = false;
        for (index, form) in self.forms.iter().enumerate() {
            if !raw.editions.is_empty() && !raw.editions.contains(&form.edition) {
                continue;
            }
            if let Some(table) = form.tables.iter().position(|t| t.key == params.table) {
                table_known = true;
                equations.extend(self.equation(form, table, params).map(|equation| (index, equation)));
            }
        }
        if !table_known {
            let known: Vec<&str> = self.forms.iter().flat_map(|f| &f.tables).map(|t| t.key.as_str()).collect();
            self.error(&["table"], format!("没有这张表：`{}`", params.table), suggestion(&params.table, &known));
        }
        equations
    }

    fn equation(&mut self, form: &Form, table_index: usize, params: &EquationParams) -> Option<Equation> {
        let table = &form.tables[table_index];
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
            Err(error) => {
                let span = self.file.span_within(&self.at(keys), error.at);
                self.errors.push(PackError::new(self.file, span, error.message).with_help(error.help));
                None
            }
        }
    }
}
