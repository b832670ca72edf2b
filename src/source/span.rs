//! Where something stands: byte spans of the text as shown, and the places a person can find again.

use serde::Serialize;

/// A half-open range of UTF-8 bytes of [`Source::text`](super::Source::text).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` up to, and without, `end`. A reversed pair becomes empty at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = to_u32(start);
        Self { start, end: to_u32(end).max(start) }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether nothing lies between start and end.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Narrows an offset; a source is refused before it could reach the limit (see `read::MAX_BYTES`).
pub(crate) fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A point of the text: line and column count from 1, the column in characters as people count
/// them (grapheme clusters), the offset in UTF-8 bytes from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// Byte offset, from 0.
    pub offset: u32,
}

/// The place inside a file that has pages or tables of its own (Word, PDF), each from 1.
/// Text files have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Default)]
pub struct Place {
    /// Page.
    pub page: Option<u32>,
    /// Line of the page, lines without text, page numbers and running heads not counted.
    pub line: Option<u32>,
    /// Table of the document.
    pub table: Option<u32>,
    /// Row of the table.
    pub row: Option<u32>,
    /// Cell of the row, merged cells counted once.
    pub column: Option<u32>,
    /// Paragraph outside tables, those without text not counted.
    pub paragraph: Option<u32>,
}

/// A span made concrete: its two ends as positions, and the place in the file where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Location {
    /// First character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
    /// Page, table, row and cell, for formats that have them.
    pub place: Option<Place>,
}
