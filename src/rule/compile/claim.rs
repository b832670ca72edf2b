//! Claims: what a sentence says of a cell, in each form.

use std::sync::Arc;

use super::super::kind::{ClaimParams, Each, RawClaim};
use super::super::raw::RawRule;
use super::super::{Claim, Claims, Gate, Target};
use super::Compiler;
use crate::form::{Axis, Table};
use crate::rule::equation::{Expression, Operand, names, resolve_line};
use crate::rule::file::suggestion;

/// What `{number}` stands for in `says`.
const NUMBER: &str = "(?<number>[0-9]+(?:,[0-9]{3})*|[零〇一二两三四五六七八九十百千]+)";

impl Compiler<'_> {
    pub(super) fn claims(&mut self, raw: &RawRule, params: ClaimParams) -> Option<Claims> {
        let within = self.prose(&params.within);
        let own = params.own.map(|own| self.regex(&["own"], own));
        let lead = self.joined(&["lead"], &params.lead, |words| format!("^(?:{words})*$"));
        let others = self.any_of(&["others"], &params.others);
        let unless = self.any_of(&["unless"], &params.unless);
        if params.claims.is_empty() {
            self.error(&["claims"], "`claims` 至少要有一条", None);
        }
        let length = self.path.len();
        let mut claims = Vec::new();
        for (index, claim) in params.claims.into_iter().enumerate() {
            self.path.extend(["claims".to_owned(), index.to_string()]);
            claims.extend(self.claim(raw, claim));
            self.path.truncate(length);
        }
        let gate = Gate::new(claims.iter().map(|claim: &Claim| Arc::clone(&claim.says)).collect());
        Some(Claims { within: within?, own, lead, others, gate, unless, claims })
    }

    fn claim(&mut self, raw: &RawRule, claim: RawClaim) -> Option<Claim> {
        let targets = self.targets(raw, &claim);
        let says = self.regex(&["says"], claim.says.replace("{number}", NUMBER));
        if claim.says.contains("{number}") == claim.value.is_some() {
            self.error(&["says"], "`says` 里要有 `{number}`，或者另写 `value`，两者取一", None);
        }
        let about = claim.about.map(|about| self.regex(&["about"], about));
        let rather = claim.rather.map(|rather| self.regex(&["rather"], rather));
        let unless = self.any_of(&["unless"], &claim.unless);
        Some(Claim { says, value: claim.value.map(Into::into), about, rather, unless, targets })
    }

    /// The cells that a claim is about, in each form that it applies to.
    fn targets(&mut self, raw: &RawRule, claim: &RawClaim) -> Vec<Target> {
        let forms = self.forms;
        let tables = self.tables(&claim.table, [&raw.editions, &claim.editions]);
        tables
            .into_iter()
            .filter_map(|(form, table)| self.target(form, table, &forms[form].tables[table], claim))
            .collect()
    }

    fn target(&mut self, form: usize, table_index: usize, table: &Table, claim: &RawClaim) -> Option<Target> {
        let (each, axis) = if claim.row.is_some() { (Each::Row, Axis::Column) } else { (Each::Column, Axis::Row) };
        let mut equals = Vec::new();
        for (index, text) in claim.equals.iter().enumerate() {
            equals.push(self.expression(&["equals", &index.to_string()], text, table, axis)?);
        }
        if equals.is_empty() {
            self.error(&["equals"], "`equals` 至少要有一个算式", None);
        }
        let first = equals.first().and_then(Expression::first_line)?;
        if equals.iter().flat_map(Expression::operands).any(|operand| matches!(operand, Operand::Previous(_))) {
            self.error(&["equals"], "这里只能用本年的行或列", None);
            return None;
        }
        let across = match (&claim.row, &claim.column) {
            (Some(row), None) => self.line("row", table, Axis::Row, row)?,
            (None, Some(column)) => self.line("column", table, Axis::Column, column)?,
            (None, None) if table.width(first) == 1 => table.columns_of(first).start,
            (None, None) => {
                self.error(&["equals"], "这些行不止一列，请写明是哪一列（`column`）", None);
                return None;
            }
            (Some(_), Some(_)) => {
                self.error(&["row"], "`row` 和 `column` 只能写一个", None);
                return None;
            }
        };
        Some(Target { form, table: table_index, each, across, equals })
    }

    /// The one row or column that a name means.
    pub(super) fn line(&mut self, key: &str, table: &Table, axis: Axis, name: &str) -> Option<usize> {
        let found = resolve_line(table, axis, name);
        let known = names(table, axis);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        match found.len() {
            1 => {}
            0 => self.form_error(&[key], format!("表「{}」里没有 `{name}`", table.name), suggestion(name, &known)),
            _ => {
                let help = "写上它所在的组，如 `行政复议.总计`".to_owned();
                self.form_error(&[key], format!("表「{}」里有不止一处 `{name}`", table.name), Some(help));
            }
        }
        match found.as_slice() {
            [line] => Some(*line),
            _ => None,
        }
    }
}
