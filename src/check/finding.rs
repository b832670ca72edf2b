//! What a check found.

use super::previous::PreviousCell;
use crate::rule::Severity;
use crate::source::{Location, Span};

/// A finding. It cannot be made without a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where.
    pub span: Span,
    /// Where in the form that is.
    pub place: FormPlace,
    /// What else belongs to it.
    pub related: Vec<Related>,
    /// The cell that would explain it; several where each alone would, or where several were empty.
    pub suspects: Vec<Suspect>,
    /// How to repair it, where one replacement does.
    pub fix: Option<Fix>,
    /// Whether what stands at its place must not be shown.
    pub private: bool,
    /// Whether it is about the rule, which could not be checked to its end.
    pub failed: bool,
    /// On what it rests, where that is not the clause of the rule.
    pub source: Option<String>,
}

/// A place by what the form calls it, as far as it is in a section, a table, a row, a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormPlace {
    /// Key of the section.
    pub section: Option<String>,
    /// Key of the table.
    pub table: Option<String>,
    /// Key of the row, with that of its group in front.
    pub row: Option<String>,
    /// Name of the row for people.
    pub row_name: Option<String>,
    /// Key of the column, with that of its group in front.
    pub column: Option<String>,
    /// Name of the column for people.
    pub column_name: Option<String>,
}

/// A place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What is there.
    pub message: String,
    /// Where; empty where it is elsewhere.
    pub span: Span,
    /// Whether it says so little, a zero in a sum, that a person need not be shown it.
    pub minor: bool,
    /// The place in another file.
    pub elsewhere: Option<Elsewhere>,
}

/// A place in another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The name of that file.
    pub path: String,
    /// Where in it.
    pub location: Location,
}

/// A cell that, set to another value, would make every equation hold that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The table's name.
    pub table: String,
    /// The row's name.
    pub row: String,
    /// The column's name.
    pub column: String,
    /// The number that stands there; nothing where the cell is empty.
    pub actual: String,
    /// The number that would balance.
    pub expected: String,
    /// Where it stands.
    pub span: Span,
}

/// A repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// The stretch that is replaced.
    pub span: Span,
    /// What it is replaced by.
    pub text: String,
}

impl Finding {
    /// Adds a place that belongs to it.
    pub(super) fn relate(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { message: message.into(), span, minor: false, elsewhere: None });
        self
    }

    /// Adds a place that belongs to it, but that a person need not be shown.
    pub(super) fn relate_minor(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { message: message.into(), span, minor: true, elsewhere: None });
        self
    }

    /// Adds a cell of the report of the year before.
    pub(super) fn relate_elsewhere(&mut self, cell: &PreviousCell, message: impl Into<String>) -> &mut Self {
        let elsewhere = Some(Elsewhere { path: cell.path.clone(), location: cell.location });
        self.related.push(Related { message: message.into(), span: Span::default(), minor: false, elsewhere });
        self
    }

    /// Moves it to a place that belongs to it; where it stood belongs to it from now on.
    pub(super) fn move_to(&mut self, span: Span, left_behind: String) {
        if span != self.span {
            self.related.retain(|related| related.elsewhere.is_some() || related.span != span);
            self.related.insert(0, Related { message: left_behind, span: self.span, minor: false, elsewhere: None });
            self.span = span;
        }
    }

    /// Adds a repair.
    pub(super) fn repair(&mut self, title: String, span: Span, text: impl Into<String>) -> &mut Self {
        self.fix = Some(Fix { title, span, text: text.into() });
        self
    }
}
