//! Equations: in each form, over the rows or columns that their names mean there.

use super::super::Equation;
use super::super::equation::Expression;
use super::super::kind::{Each, EquationParams};
use super::super::raw::RawRule;
use super::Compiler;
use crate::form::{Axis, Table};
use std::ops::Range;

impl Compiler<'_> {
    /// The equation in each form that the rule applies to and that has the table.
    pub(super) fn equations(&mut self, raw: &RawRule, params: &EquationParams) -> Vec<(usize, Equation)> {
        let tables = self.tables(&params.table, [&raw.editions, &[]]);
        let mut right = Vec::new();
        let mut wrong = Vec::new();
        for (form, table) in tables {
            let before = self.errors.len();
            match self.equation(form, table, params) {
                Some(equation) => right.push((form, equation)),
                None => wrong.push((form, before..self.errors.len())),
            }
        }
        self.name_editions(&right, &wrong);
        right
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

    /// What is wrong in some editions only is mostly right, but not said to be for the others only.
    fn name_editions(&mut self, right: &[(usize, Equation)], wrong: &[(usize, Range<usize>)]) {
        let forms = self.forms;
        let edition = |form: usize| forms.get(form).map_or("", |form| form.edition.as_str());
        let good: Vec<String> = right.iter().map(|(form, _)| format!("\"{}\"", edition(*form))).collect();
        if good.is_empty() {
            return;
        }
        for (form, errors) in wrong {
            for error in self.errors.get_mut(errors.clone()).unwrap_or_default() {
                error.message = format!("{}（{} 版）", error.message, edition(*form));
                let only = format!("只用于别的版本的，写上 `editions: [{}]`", good.join(", "));
                error.help = Some(error.help.take().map_or(only.clone(), |help| format!("{help}\n{only}")));
            }
        }
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
