//! `kind: note`: the note in the corner of a table reads as the form's, where there is one.

use super::context::Context;
use crate::form::Role;

pub(super) fn check(context: &mut Context<'_, '_>) {
    for index in 0..context.report.form.tables.len() {
        let Some((table, found)) = context.report.table(index) else { continue };
        for (id, label) in table.labels.iter().enumerate().filter(|(_, label)| label.role == Role::Note) {
            let Some(note) = found.label(id).filter(|note| note.distance > 0) else { continue };
            let repair = context.words.replace_by(&label.text);
            let original = if note.contiguous { context.original(note.span) } else { note.text.clone() };
            let values = [("table", table.name.clone()), ("note", label.text.clone()), ("found", original)];
            let finding = context.find(note.span, None, &values);
            if note.contiguous {
                finding.repair(repair, note.span, label.text.clone());
            }
        }
    }
}
