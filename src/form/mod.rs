//! From a [`Document`] and a [`Form`] to a [`Report`]: which heading is which section, which cell is
//! which. This room knows alignment; what a particular form looks like stands in its YAML.

mod addition;
mod align;
mod compile;
mod edition;
mod facts;
mod headings;
mod model;
mod number;
mod raw;
mod region;
mod report;

use std::borrow::Cow;

pub use addition::RawAddition;
pub use compile::{FormError, compile};
pub use model::{Aspect, Axis, Block, Column, Form, Group, Label, LabelId, NumberKind, Role, Row, Section, Table};
pub use number::parse_number;
pub use raw::{RawEdition, RawForm, RawTable};
pub use report::{
    CellFound, CellState, Figures, Flaw, Heading, LabelFound, Period, Report, RowFound, SectionFound, TableFound, Title,
};

use crate::document::{Document, normalise};
use crate::numeral;

/// Lays a document on a form.
#[must_use]
pub fn lay<'a>(document: &'a Document, form: &'a Form) -> Report<'a> {
    let sections = headings::find_sections(document, form);
    let first = sections.iter().filter_map(|s| s.heading.as_ref()).map(|h| h.line).min();
    let preface_end = first.unwrap_or(0);
    let title = facts::find_title(document, form, first.unwrap_or(document.lines().len()));
    let preface_start = title.as_ref().map_or(0, |t| t.lines.end).min(preface_end);
    let preface = document.normal_of(preface_start..preface_end);
    let period = facts::find_period(document, form, preface.clone());
    let year = facts::find_year(document, title.as_ref(), period.as_ref(), preface.clone());
    let tables = region::find_tables(document, form, &sections);
    let layouts = vec![form; tables.len()];
    Report { document, form, title, period, year, sections, tables, layouts, preface }
}

impl Report<'_> {
    /// Whether anything of the form was found: a heading, a table, or the title.
    #[must_use]
    pub fn is_report(&self) -> bool {
        let headings = self.sections.iter().filter(|s| s.heading.as_ref().is_some_and(|h| h.title_ok)).count();
        headings > 0 || self.tables.iter().any(Option::is_some)
    }
}

/// A label ready for comparison: normalised, without blanks, `1、` written as `1.`.
#[must_use]
pub fn label_key(label: &str) -> Cow<'static, str> {
    Cow::Owned(cell_key(&normalise(label)).into_owned())
}

/// The same for text that is normalised already; markup in front (`- `, `# `) does not count.
#[must_use]
pub fn cell_key(text: &str) -> Cow<'_, str> {
    let text = without_markup(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0 && text.get(digits..).is_some_and(|rest| rest.starts_with('、'));
    let numeral = text.strip_prefix(numeral::counts).is_some_and(|rest| rest.starts_with(['.', ',']));
    if !numbered && !numeral && !text.contains(' ') {
        return Cow::Borrowed(text);
    }
    let mut key: String = text.chars().filter(|&c| c != ' ').collect();
    if numbered {
        key.replace_range(digits..digits + '、'.len_utf8(), ".");
    } else if numeral {
        let at = key.find(['.', ',']).unwrap_or(0);
        key.replace_range(at..=at, "、");
    }
    Cow::Owned(key)
}

fn without_markup(text: &str) -> &str {
    if !text.starts_with(['#', '-', '•', '>']) {
        return text;
    }
    let rest = text.trim_start_matches(['#', '-', '•', '>', ' ']);
    let is_label = rest.starts_with(|c: char| !c.is_ascii() || c == '(') || rest.contains('.');
    if is_label { rest } else { text }
}
