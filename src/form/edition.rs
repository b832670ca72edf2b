//! Tables that a clerk has copied from last decade's form: each is laid on the edition it was made by.

use super::model::{Form, LabelId, Role, Table};
use super::region::find_table;
use super::report::{Figures, Report, TableFound};

impl<'a> Report<'a> {
    /// Lays each table that does not fit its form on another edition that it fits better. The editions
    /// have the same tables in the same order.
    pub fn try_editions(&mut self, others: &[&'a Form]) {
        for index in 0..self.tables.len() {
            let (Some(table), Some(found)) = (self.form.tables.get(index), self.tables.get(index)) else { continue };
            let mut least = found.as_ref().map_or(usize::MAX, |found| misfit(table, found));
            for other in others {
                if least == 0 {
                    break;
                }
                let Some(theirs) = other.tables.get(index).filter(|theirs| !own_labels(theirs, table).is_empty())
                else {
                    continue;
                };
                let Some(laid) = find_table(self.document, other, &self.sections, index) else { continue };
                let misfit = misfit(theirs, &laid);
                if misfit < least && shows(theirs, &laid, table) {
                    (least, self.layouts[index], self.tables[index]) = (misfit, other, Some(laid));
                }
            }
        }
    }

    /// The first label by which a table shows that it was made by another edition.
    #[must_use]
    pub fn foreign_label(&self, index: usize) -> Option<LabelId> {
        let (table, found) = self.table(index)?;
        own_labels(table, self.form.tables.get(index)?).into_iter().find(|&id| found.label(id).is_some())
    }
}

/// The labels of a table that another does not have in the same role.
fn own_labels(table: &Table, other: &Table) -> Vec<LabelId> {
    let alike = |a: Role, b: Role| std::mem::discriminant(&a) == std::mem::discriminant(&b);
    let known = |id: &LabelId| {
        let label = table.label(*id);
        other.labels.iter().any(|theirs| theirs.key == label.key && alike(theirs.role, label.role))
    };
    (0..table.labels.len()).filter(|id| !known(id)).collect()
}

/// How much of a table is not as the form has it.
fn misfit(table: &Table, found: &TableFound) -> usize {
    let unlike = |id: LabelId| match found.label(id) {
        None => 2,
        Some(label) => usize::from(label.distance > 0),
    };
    let columns: usize = table.columns.iter().map(|column| unlike(column.label)).sum();
    let rows = table.rows.iter().zip(&found.rows).map(|(row, line)| {
        let figures = match line.figures {
            Figures::Placed => 0,
            Figures::NoRow => 2,
            Figures::TooFew(_) | Figures::TooMany(_) => 1,
        };
        figures + row.label.filter(|_| line.figures != Figures::NoRow).map_or(0, unlike)
    });
    columns + rows.sum::<usize>() + found.strangers.len() * 2 + found.duplicates.len()
}

/// Whether a label that only this edition has stands there, and has its figures if it is a row.
fn shows(table: &Table, found: &TableFound, other: &Table) -> bool {
    let there = |id: &LabelId| {
        let figures = match table.label(*id).role {
            Role::Row(row) => found.rows.get(row).is_some_and(|line| line.figures == Figures::Placed),
            _ => true,
        };
        figures && found.label(*id).is_some_and(|label| label.distance == 0)
    };
    own_labels(table, other).iter().any(there)
}
