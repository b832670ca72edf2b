//! Mistakes in packs, shown at their place in the YAML.

use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFiles;
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
    let mut files = SimpleFiles::new();
    let mut out = String::new();
    for error in errors {
        let id = files.add(error.file.name.clone(), error.file.text.clone());
        let mut diagnostic =
            Diagnostic::error().with_message(&error.message).with_labels(vec![Label::primary(id, error.span.clone())]);
        if let Some(help) = &error.help {
            diagnostic = diagnostic.with_notes(vec![help.clone()]);
        }
        let config = Config::default();
        if term::emit_to_string(&mut out, &config, &files, &diagnostic).is_err() {
            // The snippet could not be drawn: the message must not be lost with it.
            out.push_str(&format!("error: {}: {}\n", error.file.name, error.message));
        }
        out.push('\n');
    }
    out
}
