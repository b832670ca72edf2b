//! `kind: table`: whether every table is there, and is that of the report's own edition.

use super::context::{Context, heading_span};
use crate::rule::TableExpect;

pub(super) fn check(context: &mut Context<'_, '_>, expect: TableExpect) {
    match expect {
        TableExpect::Present => present(context),
        TableExpect::Edition => edition(context),
    }
}

fn present(context: &mut Context<'_, '_>) {
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

fn edition(context: &mut Context<'_, '_>) {
    let report = context.report;
    for (index, layout) in report.layouts.iter().enumerate() {
        let (Some((table, found)), false) = (report.table(index), std::ptr::eq(*layout, report.form)) else { continue };
        let label = report.foreign_label(index);
        let place = label.and_then(|id| found.label(id)).map_or(found.span, |label| label.span);
        let values = [
            ("table", table.name.clone()),
            ("found", label.map_or_else(String::new, |id| table.label(id).text.clone())),
            ("edition", layout.edition.clone()),
            ("due", report.form.edition.clone()),
            ("notice", report.form.notice.clone()),
        ];
        context.find(place, None, &values);
    }
}
