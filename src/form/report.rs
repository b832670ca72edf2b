//! A document laid on a form: what was found where, and what was not.

use std::ops::Range;

use rust_decimal::Decimal;

use super::model::{Form, LabelId, Table};
use crate::document::Document;
use crate::source::Span;

/// A document laid on a form.
#[derive(Debug)]
pub struct Report<'a> {
    /// The document.
    pub document: &'a Document,
    /// The form it was laid on.
    pub form: &'a Form,
    /// The title, if one was recognised.
    pub title: Option<Title>,
    /// The statistics period, if one was recognised.
    pub period: Option<Period>,
    /// The statistics year, by the majority of what the report says.
    pub year: Option<u16>,
    /// One for each section of the form.
    pub sections: Vec<SectionFound>,
    /// One for each table of the form; none where the table is missing.
    pub tables: Vec<Option<TableFound>>,
    /// The edition by which each table was laid out: that of the form, or an older one that was
    /// used out of time.
    pub layouts: Vec<&'a Form>,
    /// What stands before the first section, as normalised text.
    pub preface: Range<usize>,
}

impl Report<'_> {
    /// A table of the form and what was found of it.
    #[must_use]
    pub fn table(&self, index: usize) -> Option<(&Table, &TableFound)> {
        Some((self.layouts.get(index)?.tables.get(index)?, self.tables.get(index)?.as_ref()?))
    }

    /// The section that stands last, behind which a contact may follow.
    #[must_use]
    pub fn last_section(&self) -> Option<usize> {
        let found = self.sections.iter().enumerate().filter(|(_, section)| section.heading.is_some());
        found.max_by_key(|(_, section)| section.body.start).map(|(index, _)| index)
    }

    /// Whether a table was laid on the table of a form.
    #[must_use]
    pub fn is_laid_on(&self, form: &Form, table: usize) -> bool {
        self.layouts.get(table).is_some_and(|layout| std::ptr::eq(*layout, form))
    }

    /// Where the text of the report begins: the title, or the first line that is not blank.
    #[must_use]
    pub fn beginning(&self) -> Span {
        self.title.as_ref().map_or_else(|| self.first_line(0), |title| title.span)
    }

    /// The first line of the preface, behind the title; the title where there is no preface.
    #[must_use]
    pub fn preface_line(&self) -> Span {
        let after_title = self.title.as_ref().map_or(0, |title| title.lines.end);
        let end = self.document.source().line_of(self.document.span(self.preface.clone()).end);
        let line = self.first_line(after_title);
        if self.document.source().line_of(line.start) <= end && !line.is_empty() && !self.preface.is_empty() {
            line
        } else {
            self.beginning()
        }
    }

    fn first_line(&self, from: usize) -> Span {
        let lines = self.document.lines().get(from..).unwrap_or_default();
        let line = lines.iter().find(|line| !line.is_blank());
        line.map_or_else(Span::default, |line| self.document.span(line.normal()))
    }
}

/// The title of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Where it stands.
    pub span: Span,
    /// Its lines, from 0.
    pub lines: Range<usize>,
    /// Who reports.
    pub issuer: String,
    /// The year it names, with its place.
    pub year: Option<(u16, Span)>,
}

/// The statistics period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Where it stands.
    pub span: Span,
    /// First day: year if written, month, day.
    pub from: (Option<u16>, u16, u16),
    /// Last day: year if written, month, day.
    pub to: (Option<u16>, u16, u16),
}

impl Period {
    /// Whether it runs from 1 January to 31 December.
    #[must_use]
    pub fn is_full_year(&self) -> bool {
        (self.from.1, self.from.2, self.to.1, self.to.2) == (1, 1, 12, 31)
    }

    /// The years it names.
    pub fn years(&self) -> impl Iterator<Item = u16> {
        self.from.0.into_iter().chain(self.to.0)
    }
}

/// A section of the form in the document.
#[derive(Debug, Clone, Default)]
pub struct SectionFound {
    /// Its heading, if found.
    pub heading: Option<Heading>,
    /// Its text behind the heading, normalised; empty where the heading was not found.
    pub body: Range<usize>,
    /// The lines that hold the body, from 0; the first may be the heading's own.
    pub lines: Range<usize>,
}

/// A heading that was recognised.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Numeral and title.
    pub span: Span,
    /// Its line, from 0.
    pub line: usize,
    /// Whether the title is the form's or an accepted one.
    pub title_ok: bool,
    /// Whether the numeral is the form's.
    pub number_ok: bool,
    /// Whether it stands before a section that it should follow.
    pub displaced: bool,
}

/// A table of the form in the document.
#[derive(Debug)]
pub struct TableFound {
    /// One for each label of the table.
    pub labels: Vec<Option<LabelFound>>,
    /// One for each row of the table.
    pub rows: Vec<RowFound>,
    /// Rows that stand there a second time.
    pub duplicates: Vec<(LabelId, Span)>,
    /// Rows of figures that are none of the form's.
    pub strangers: Vec<Span>,
    /// Columns whose headings stand in another order than the form's.
    pub swapped_columns: Vec<LabelId>,
    /// The place of the whole table.
    pub span: Span,
}

impl TableFound {
    /// A label that was found.
    #[must_use]
    pub fn label(&self, id: LabelId) -> Option<&LabelFound> {
        self.labels.get(id)?.as_ref()
    }

    /// A cell by row and position in the row.
    #[must_use]
    pub fn cell(&self, row: usize, position: usize) -> Option<&CellFound> {
        self.rows.get(row)?.cells.get(position)
    }
}

/// A label that was found.
#[derive(Debug, Clone)]
pub struct LabelFound {
    /// Where it stands.
    pub span: Span,
    /// Whether it is in one piece, so that it can be replaced.
    pub contiguous: bool,
    /// As it stands there, normalised; empty where it reads as the form's.
    pub text: String,
    /// How many characters differ from the form; 0 for the form's own and for accepted ones.
    pub distance: usize,
    /// Whether it stands before a row that it should follow.
    pub displaced: bool,
}

/// A row of the form in the document.
#[derive(Debug, Clone)]
pub struct RowFound {
    /// How its figures could be placed.
    pub figures: Figures,
    /// Label and figures together; empty for a row that is missing.
    pub span: Span,
    /// One for each of its columns.
    pub cells: Vec<CellFound>,
}

/// How the figures of a row could be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figures {
    /// Each in its cell.
    Placed,
    /// Fewer figures than columns, and nothing shows which are wanting.
    TooFew(usize),
    /// More figures than columns.
    TooMany(usize),
    /// The row itself is missing.
    NoRow,
}

/// A cell of the form in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFound {
    /// What it holds.
    pub state: CellState,
    /// Where it stands; empty where nothing stands there.
    pub span: Span,
}

/// What a cell holds. Zero is a number like any other; blank is not zero; absent is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellState {
    /// A number that the cell may hold.
    Number(Decimal),
    /// Nothing.
    Blank,
    /// Something that is no number the cell may hold.
    Unparsable(Flaw),
    /// The row is missing, or the figure could not be placed.
    Absent,
}

/// Why what stands in a cell is not a number it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// No number at all.
    NotANumber,
    /// Less than zero.
    Negative,
    /// Decimals where a whole number is due.
    Fraction,
}
