//! From a file's bytes to a [`Source`]: decoded text with a line index, and the way back from every
//! offset to the place in the file.

mod archive;
mod docx;
mod encoding;
mod error;
mod format;
mod html;
mod lines;
mod office;
mod pdf;
mod piece;
mod read;
mod span;
mod unread;
mod writer;

pub use archive::Archive;
pub use error::ReadError;
pub use format::{FileKind, is_for_office, kind_of};
pub use office::to_docx_together;
pub use read::{MAX_BYTES, bytes_of_file, from_bytes, read, read_file};
pub(crate) use span::to_u32;
pub use span::{Location, Place, Position, Span};

use lines::LineIndex;
use piece::Origins;
use writer::Reading;

/// A file as text.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    lines: LineIndex,
    damaged: usize,
    /// Where in the file the text from an offset on stands, in order; empty for text files.
    places: Vec<(u32, Place)>,
    /// Pages, from 1, that are pictures without text.
    scans: Vec<u32>,
    /// The file itself, where the text was taken out of one that is text, too.
    original: Option<Box<Original>>,
}

/// A marked up text, and the way back to it from what a reader sees of it.
#[derive(Debug, Clone)]
struct Original {
    text: String,
    lines: LineIndex,
    origins: Origins,
}

impl Source {
    /// A source from text that is already decoded; `damaged` counts the places that could not be.
    #[must_use]
    pub fn new(name: &str, text: String, damaged: usize) -> Self {
        let lines = LineIndex::new(&text);
        Self { name: name.to_owned(), text, lines, damaged, places: Vec::new(), scans: Vec::new(), original: None }
    }

    /// A source from what a reader made of a file that is no text.
    #[must_use]
    pub(crate) fn with_places(name: &str, reading: Reading, damaged: usize) -> Self {
        Self { places: reading.places, ..Self::new(name, reading.text, damaged) }
    }

    /// A source from what a reader of it sees in a marked up text.
    #[must_use]
    pub(crate) fn with_original(name: &str, reading: Reading, original: String, damaged: usize) -> Self {
        let Reading { text, origins, places } = reading;
        let lines = LineIndex::new(&original);
        let original = Some(Box::new(Original { text: original, lines, origins }));
        Self { places, original, ..Self::new(name, text, damaged) }
    }

    /// The place in the file, where it has other places than lines.
    #[must_use]
    pub fn place_of(&self, offset: u32) -> Option<Place> {
        let after = self.places.partition_point(|(start, _)| *start <= offset);
        let place = self.places.get(after.checked_sub(1)?).map(|(_, place)| *place);
        place.filter(|place| *place != Place::default())
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

    /// The pages, from 1, that are pictures, and could not be read.
    #[must_use]
    pub fn scans(&self) -> &[u32] {
        &self.scans
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

    /// A span as line and column, and as the [`Place`] in a file that has other places. In a marked up
    /// text, such as HTML, lines and columns are those of the file, not of the text that is seen.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        let (lines, text, at) = match &self.original {
            Some(original) => (&original.lines, &original.text, original.origins.covering(span)),
            None => (&self.lines, &self.text, span),
        };
        Location {
            start: lines.position(text, at.start),
            end: lines.position(text, at.end),
            place: self.place_of(span.start),
        }
    }

    /// The bytes that a span has in the file as [`Self::locate`] counts them, where it stands there as
    /// it is and can be replaced; none where markup is within.
    #[must_use]
    pub fn in_file(&self, span: Span) -> Option<Span> {
        match &self.original {
            Some(original) => original.origins.verbatim(span),
            None => Some(span),
        }
    }

    /// The line of the file, from 0, that holds the first character of a line of the text, from 0.
    #[must_use]
    pub fn file_line(&self, line: usize) -> usize {
        let Some(original) = &self.original else { return line };
        let span = self.line_span(line);
        let text = self.slice(span);
        let first = span.start + to_u32(text.len() - text.trim_start().len());
        original.lines.line_of(original.origins.covering(Span { start: first, end: span.end.max(first) }).start)
    }
}
