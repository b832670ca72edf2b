//! Which lines hold which table: its own section first; where the section was not found or does not
//! hold it, whatever lines hold its labels.

use std::ops::Range;

use super::align::{align, count_labels};
use super::model::Form;
use super::report::{SectionFound, TableFound};
use crate::document::Document;

/// Finds and aligns every table of the form.
#[must_use]
pub fn find_tables(document: &Document, form: &Form, sections: &[SectionFound]) -> Vec<Option<TableFound>> {
    (0..form.tables.len()).map(|table| find_table(document, form, sections, table)).collect()
}

pub(super) fn find_table(
    document: &Document,
    form: &Form,
    sections: &[SectionFound],
    table: usize,
) -> Option<TableFound> {
    let section = form.sections.iter().position(|s| s.table == Some(table));
    let own = section.and_then(|s| sections.get(s)).filter(|s| s.heading.is_some());
    if let Some(own) = own {
        let first = own.heading.as_ref().map_or(own.lines.start, |h| h.line + 1);
        let lines = without_next_table(document, form, sections, table, first..own.lines.end);
        if let Some(found) = align(document, &form.tables[table], lines) {
            return Some(found);
        }
    }
    let lines = cluster(document, form, sections, table)?;
    align(document, &form.tables[table], lines)
}

/// Where the heading of another table's section is missing or out of order, that table may stand in
/// this section too: the lines up to it.
fn without_next_table(
    document: &Document,
    form: &Form,
    sections: &[SectionFound],
    table: usize,
    lines: Range<usize>,
) -> Range<usize> {
    let homeless = |(section, found): (&super::model::Section, &SectionFound)| {
        section.table.is_some() && found.heading.as_ref().is_none_or(|heading| heading.displaced)
    };
    if !form.sections.iter().zip(sections).any(homeless) {
        return lines;
    }
    let mut begun = false;
    for line in lines.clone() {
        match owner(document, form, table, line) {
            Some(true) => begun = true,
            Some(false) if begun => return lines.start..line,
            _ => {}
        }
    }
    lines
}

/// Whether a line holds labels of this table rather than of another; none if of neither.
fn owner(document: &Document, form: &Form, table: usize, line: usize) -> Option<bool> {
    let ours = count_labels(document, &form.tables[table], line);
    let others = form.tables.iter().enumerate().filter(|&(other, _)| other != table);
    let theirs = others.map(|(_, other)| count_labels(document, other, line)).max().unwrap_or(0);
    (ours != theirs).then_some(ours > theirs)
}

/// The lines that hold most labels of a table: windows between the lines that begin with a label of
/// another table or are the heading of a section.
fn cluster(document: &Document, form: &Form, sections: &[SectionFound], table: usize) -> Option<Range<usize>> {
    let (mut hits, mut foreign) = (Vec::new(), Vec::new());
    for line in 0..document.lines().len() {
        match owner(document, form, table, line) {
            Some(true) => hits.push(line),
            Some(false) => foreign.push(line),
            None => {}
        }
    }
    foreign.extend(sections.iter().filter_map(|s| s.heading.as_ref()).map(|h| h.line));
    let (first, last) = (*hits.first()?, *hits.last()?);
    let start = foreign.iter().copied().filter(|&line| line < first).max().map_or(0, |line| line + 1);
    let end = foreign.iter().copied().filter(|&line| line > last).min().unwrap_or(document.lines().len());
    // A damaged first label may stand a little above the first that was recognised.
    const REACH: usize = 4;
    Some(start.max(first.saturating_sub(REACH))..end)
}
