//! Mistakes in packs, shown at their place in the YAML.

use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term::{self, Config};

use super::file::RuleFile;

/// A mistake in a pack.
#[derive(Debug, Clone)]
pub struct PackError {
    /// The file.
    pub file: Arc<RuleFile>,
    /// The bytes blamed; empty where the whole file is.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl PackError {
    /// A mistake at a place.
    #[must_use]
    pub fn new(file: &Arc<RuleFile>, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { file: Arc::clone(file), span, message: message.into(), help: None }
    }

    /// With advice.
    #[must_use]
    pub fn with_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// Whether it says the same of the same place.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.file.name, &self.span, &self.message) == (&other.file.name, &other.span, &other.message)
    }

    /// Line and column, from 1, in characters.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let before = self.file.text.get(..self.span.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

/// Shows all mistakes, each with its snippet.
#[must_use]
pub fn render(errors: &[PackError]) -> String {
    errors.iter().map(|error| show(error, Diagnostic::error())).collect()
}

/// Shows what is no mistake, but should be looked at.
#[must_use]
pub fn render_warnings(warnings: &[PackError]) -> String {
    warnings.iter().map(|warning| show(warning, Diagnostic::warning())).collect()
}

fn show(error: &PackError, diagnostic: Diagnostic<()>) -> String {
    let file = SimpleFile::new(&error.file.name, &error.file.text);
    let label = Label::primary((), error.span.clone());
    let notes = error.help.iter().cloned().collect();
    let diagnostic = diagnostic.with_message(&error.message).with_labels(vec![label]).with_notes(notes);
    let mut out = String::new();
    if term::emit_to_string(&mut out, &Config::default(), &file, &diagnostic).is_err() {
        // The snippet could not be drawn: the message must not be lost with it.
        out.push_str(&format!("{}: {}\n", error.file.name, error.message));
    }
    out.push('\n');
    out
}
