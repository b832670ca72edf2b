//! `kind: title`: the title names the statistics year.

use super::context::Context;

pub(super) fn check(context: &mut Context<'_, '_>) {
    let report = context.report;
    let year = report.year.map_or_else(String::new, |year| year.to_string());
    let Some(title) = &report.title else {
        context.find(report.beginning(), Some("missing"), &[("year", year)]);
        return;
    };
    match title.year {
        None => {
            context.find(title.span, Some("no-year"), &[("year", year), ("found", context.original(title.span))]);
        }
        Some((titled, span)) if report.year.is_some_and(|year| year != titled) => {
            let repair = context.words.replace_by(&year);
            context
                .find(span, None, &[("year", year.clone()), ("found", titled.to_string())])
                .repair(repair, span, year);
        }
        Some(_) => {}
    }
}
