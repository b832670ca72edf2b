//! `kind: table`: whether every table is there.

use super::context::{Context, heading_span};

pub(super) fn check(context: &mut Context<'_>) {
    let report = context.report;
    for (section, found) in report.form.sections.iter().zip(&report.sections) {
        let Some(index) = section.table else { continue };
        // Where the section is missing with its table, the missing section says it.
        if found.heading.is_none() || report.tables.get(index).is_some_and(Option::is_some) {
            continue;
        }
        let table = report.form.tables[index].name.clone();
        context.find(heading_span(found), None, &[("section", section.heading()), ("table", table)]);
    }
}
