//! Any stretch of text as cells in reading order, whichever way the table reached us: tabs, pipes,
//! blanks, or one cell a line.

use std::ops::Range;

use super::{Document, Line};
use crate::numeral;
use crate::source::{Span, to_u32};

/// How a cell stood among its neighbours, which decides how far its position can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellLayout {
    /// One of the cells of a row parted by tabs or pipes: `slot` is its column there.
    Grid,
    /// The only thing on its line.
    Single,
    /// One of several words of a line that only blanks part.
    Spaced,
}

/// A cell of a region. Its normalised text is `document.normal.slice(cell.normal())`.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// Where it stands; empty, at the place where something could stand, for a blank cell.
    pub span: Span,
    /// The line, from 0.
    pub line: u32,
    /// The position on the line, from 0.
    pub slot: u32,
    /// What parts it from the next.
    pub layout: CellLayout,
    normal: (u32, u32),
}

impl Cell {
    /// Its stretch of the normalised text.
    #[must_use]
    pub fn normal(&self) -> Range<usize> {
        self.normal.0 as usize..self.normal.1 as usize
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.normal.0 == self.normal.1
    }
}

/// Collects the cells of the given lines (from 0).
#[must_use]
pub fn cells(document: &Document, lines: Range<usize>) -> Vec<Cell> {
    let mut collector = Collector { document, cells: Vec::with_capacity(lines.len() * 8), bars: 0, next_run: 0 };
    for (number, line) in document.lines().iter().enumerate().take(lines.end).skip(lines.start) {
        collector.line(number, line);
    }
    collector.cells
}

struct Collector<'d> {
    document: &'d Document,
    cells: Vec<Cell>,
    /// Lone `|` lines since the last cell: two in a row have an empty cell between them.
    bars: usize,
    /// Where the last search in the map back to the source ended.
    next_run: usize,
}

impl Collector<'_> {
    fn line(&mut self, number: usize, line: &Line) {
        let text = self.document.source().slice(line.span);
        if line.pipes {
            self.pipes(number, line.span, text);
        } else if line.tabs {
            self.tabs(number, line.span, text);
        } else if !line.is_blank() {
            self.words(number, line.span, text);
        }
    }

    fn pipes(&mut self, number: usize, span: Span, text: &str) {
        let trimmed = text.trim();
        let is_rule = trimmed.contains('-') && trimmed.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if is_rule {
            return;
        }
        let mut start = span.start as usize + (text.len() - text.trim_start().len());
        let mut inner = trimmed;
        // A bar at one end only is a border where it is the only one; where there are more, an empty
        // cell stands before it.
        let bars = trimmed.matches('|').count();
        if bars == 1 || trimmed.starts_with('|') && trimmed.ends_with('|') {
            start += usize::from(inner.starts_with('|'));
            inner = inner.strip_prefix('|').unwrap_or(inner);
            inner = inner.strip_suffix('|').unwrap_or(inner);
        }
        let single = !inner.contains('|');
        if single && inner.trim().is_empty() {
            self.bars += 1;
            if self.bars > 1 {
                self.blank(number, 0, start, CellLayout::Single);
            }
            return;
        }
        self.split(number, start, inner, b'|', single);
    }

    fn tabs(&mut self, number: usize, span: Span, text: &str) {
        let start = span.start as usize;
        let body = text.trim();
        if body.is_empty() {
            // A tab alone is an empty cell, several are the end of an empty row.
            if memchr::memchr_iter(b'\t', text.as_bytes()).count() == 1 {
                self.blank(number, 0, start, CellLayout::Single);
            }
            return;
        }
        let indented = memchr::memchr(b'\t', body.as_bytes()).is_none() && !text.ends_with('\t');
        if indented { self.words(number, span, text) } else { self.split(number, start, text, b'\t', false) }
    }

    fn split(&mut self, number: usize, start: usize, text: &str, by: u8, single: bool) {
        let layout = if single { CellLayout::Single } else { CellLayout::Grid };
        let ends = memchr::memchr_iter(by, text.as_bytes()).chain([text.len()]);
        let mut from = 0;
        for (slot, end) in ends.enumerate() {
            let piece = text.get(from..end).unwrap_or_default();
            let body = piece.trim_start();
            let at = start + from + (piece.len() - body.len());
            let body = body.trim_end();
            if body.is_empty() {
                self.blank(number, slot, start + from, layout);
            } else {
                self.filled(number, slot, at..at + body.len(), layout);
            }
            from = end + 1;
        }
    }

    /// A line that only blanks part. Numbering parted from its stop (`1 、`) and a note parted from
    /// its number or cut by blanks (`22 （其中 16 件）`) stay in one piece.
    fn words(&mut self, number: usize, span: Span, text: &str) {
        let base = span.start as usize;
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut open_bracket = false;
        let mut at = 0;
        for word in text.split(char::is_whitespace) {
            let range = at..at + word.len();
            at = range.end + text.get(range.end..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
            if word.is_empty() {
                continue;
            }
            let previous = pieces.last().and_then(|p| text.get(p.clone())).unwrap_or_default();
            let stop = word.starts_with(['.', '、', '．']) && is_number(previous);
            let note = opens_note(word) && is_number(previous);
            if (open_bracket || stop || note)
                && let Some(last) = pieces.last_mut()
            {
                last.end = range.end;
            } else {
                pieces.push(range);
            }
            open_bracket = (open_bracket || note) && !word.contains([')', '）']);
        }
        let layout = if pieces.len() == 1 { CellLayout::Single } else { CellLayout::Spaced };
        for (slot, piece) in pieces.into_iter().enumerate() {
            self.filled(number, slot, base + piece.start..base + piece.end, layout);
        }
    }

    fn filled(&mut self, line: usize, slot: usize, range: Range<usize>, layout: CellLayout) {
        let normal = self.document.normal();
        let span = Span::new(range.start, range.end);
        let mut indices = (self.index_of(span.start), self.index_of(span.end));
        // The blank that parts two numbers carries the offset of the second one.
        if normal.text().as_bytes().get(indices.0) == Some(&b' ') {
            indices.0 += 1;
        }
        indices.1 = indices.1.max(indices.0);
        self.bars = 0;
        self.push(span, line, slot, layout, indices);
    }

    fn blank(&mut self, line: usize, slot: usize, at: usize, layout: CellLayout) {
        let span = Span::new(at, at);
        let index = self.index_of(span.start);
        self.push(span, line, slot, layout, (index, index));
    }

    fn index_of(&mut self, offset: u32) -> usize {
        self.document.normal().index_from(&mut self.next_run, offset)
    }

    fn push(&mut self, span: Span, line: usize, slot: usize, layout: CellLayout, normal: (usize, usize)) {
        let normal = (to_u32(normal.0), to_u32(normal.1));
        self.cells.push(Cell { span, line: to_u32(line), slot: to_u32(slot), layout, normal });
    }
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// A bracket that opens a note, not the number of a label such as `（四）`.
fn opens_note(word: &str) -> bool {
    let inner = word.strip_prefix(['(', '（']);
    inner.is_some_and(|rest| !rest.starts_with(numeral::counts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn read(text: &str) -> Vec<String> {
        let document = Document::new(Source::new("t", text.to_owned(), 0));
        let cells = cells(&document, 0..document.lines().len());
        cells.iter().map(|c| document.normal().slice(c.normal()).to_owned()).collect()
    }

    #[test]
    fn every_layout_gives_the_same_cells() {
        let expected = ["规章", "3", "0", "12"];
        for text in [
            "规章\t3\t0\t12",
            "\t规章\n\t3\n\t0\n\t12\n",
            "| 规章 | 3 | 0 | 12 |\n|---|---:|---|---|",
            "规章\n|\n3\n|\n0\n|\n12",
            "规章\n\n3\n\n0\n\n12",
            "规章   3 0   12",
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn empty_cells_are_cells_where_the_layout_shows_them() {
        let expected = ["规章", "3", "", "12"];
        for text in ["规章\t3\t\t12", "\t规章\n\t3\n\t\n\t12", "|规章|3||12|", "规章\n|\n3\n|\n|\n12"] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn numbering_and_notes_stay_in_one_piece() {
        assert_eq!(read("3 、其他 22 （其中修订 16 件） 0 （四）无"), ["3、其他", "22(其中修订16件)", "0", "(四)无"]);
    }
}
