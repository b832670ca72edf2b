//! From a file's bytes to a [`Source`]: decoded text with a line index, and the way back from every
//! offset to the place in the file.

mod docx;
mod encoding;
mod lines;
mod read;
mod span;

pub use read::{FileKind, MAX_BYTES, ReadError, from_bytes, kind_of, read, read_file};
pub(crate) use span::to_u32;
pub use span::{Location, Place, Position, Span};

use lines::LineIndex;

/// A file as text.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    lines: LineIndex,
    damaged: usize,
    /// Where in the file the text from an offset on stands, in order; empty for text files.
    places: Vec<(u32, Place)>,
}

/// What a reader makes of a file that is no plain text.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The text.
    pub text: String,
    /// Where in the file the text from an offset on stands, in order.
    pub places: Vec<(u32, Place)>,
}

impl Source {
    /// A source from text that is already decoded; `damaged` counts the places that could not be.
    #[must_use]
    pub fn new(name: &str, text: String, damaged: usize) -> Self {
        let lines = LineIndex::new(&text);
        Self { name: name.to_owned(), text, lines, damaged, places: Vec::new() }
    }

    /// A source from the text of a file that has places of its own.
    #[must_use]
    pub(crate) fn with_places(name: &str, text: String, places: Vec<(u32, Place)>) -> Self {
        Self { places, ..Self::new(name, text, 0) }
    }

    /// The place in the file, where it has other places than lines.
    #[must_use]
    pub fn place_of(&self, offset: u32) -> Option<Place> {
        let after = self.places.partition_point(|(start, _)| *start <= offset);
        self.places.get(after.checked_sub(1)?).map(|(_, place)| *place)
    }

    /// The name it was given by: a path, or `-` for standard input.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The decoded text, line breaks as they are in the file, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many places could not be decoded and stand as U+FFFD.
    #[must_use]
    pub fn damaged(&self) -> usize {
        self.damaged
    }

    /// The text of a span; empty if the span is not one of this source.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// How many lines.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.count()
    }

    /// The line, from 0, that holds an offset.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.lines.line_of(offset)
    }

    /// The span of a line, from 0, without its line break.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        self.lines.span(&self.text, line)
    }

    /// A span as line and column of the text, and as the [`Place`] in a file that is no text.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        Location {
            start: self.lines.position(&self.text, span.start),
            end: self.lines.position(&self.text, span.end),
            place: self.place_of(span.start),
        }
    }
}
