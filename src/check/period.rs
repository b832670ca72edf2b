//! `kind: period`: the statistics period is stated, is a full year, and is the year reported.

use super::context::Context;
use crate::rule::PeriodExpect;

pub(super) fn check(context: &mut Context<'_, '_>, expect: PeriodExpect) {
    let report = context.report;
    let year = report.year.map_or_else(String::new, |year| year.to_string());
    let Some(period) = &report.period else {
        if expect == PeriodExpect::Present {
            context.find(report.preface_line(), None, &[("year", year)]);
        }
        return;
    };
    let wrong_year = report.year.is_some_and(|year| period.years().any(|other| other != year));
    let failed = match expect {
        PeriodExpect::Present => false,
        PeriodExpect::FullYear => !period.is_full_year(),
        PeriodExpect::Year => wrong_year,
    };
    if failed {
        let found = context.original(period.span);
        context.find(period.span, None, &[("year", year), ("found", found)]);
    }
}
