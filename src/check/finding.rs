//! What a check found.

use crate::rule::Severity;
use crate::source::Span;

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
    /// What else belongs to it.
    pub related: Vec<Related>,
    /// How to repair it, where one replacement does.
    pub fix: Option<Fix>,
}

/// A place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What is there.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Whether it says so little, a zero in a sum, that a person need not be shown it.
    pub minor: bool,
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
