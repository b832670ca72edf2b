//! The line index: from a byte offset to line and column.

use std::sync::OnceLock;

use memchr::memchr2_iter;
use unicode_segmentation::UnicodeSegmentation;

use super::span::{Position, Span, to_u32};

/// Start of every line, for LF, CRLF and a lone CR alike.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Offsets within long lines with the columns before them, in order; counted when first asked for.
    columns: OnceLock<Vec<(u32, u32)>>,
}

/// Bytes of a line from which on its columns are not counted anew for every place in it: pages often
/// are one line.
const LONG_LINE: usize = 4096;
/// Columns between the places in a long line that are kept.
const STRIDE: usize = 512;

impl LineIndex {
    /// Indexes a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        for at in memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(to_u32(at + 1));
            }
        }
        Self { starts, columns: OnceLock::new() }
    }

    /// How many lines; at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that holds an offset.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The span of a line (from 0) without its line break; empty past the last line.
    #[must_use]
    pub fn span(&self, text: &str, line: usize) -> Span {
        let Some(&start) = self.starts.get(line) else {
            return Span::new(text.len(), text.len());
        };
        let end = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        let body = text.get(start as usize..end).unwrap_or_default();
        Span::new(start as usize, start as usize + body.trim_end_matches(['\n', '\r']).len())
    }

    /// Line and column of an offset.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let is_long = (offset - start.min(offset)) as usize > LONG_LINE;
        let (from, columns) = if is_long { self.known_column(text, offset) } else { (start, 0) };
        let before = text.get(from as usize..offset as usize).unwrap_or_default();
        let column = characters(before);
        Position { line: to_u32(line + 1), column: columns + to_u32(column + 1), offset }
    }

    /// The last place at or before an offset of a long line whose column is known, and the columns before it.
    fn known_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let known = self.columns.get_or_init(|| self.count_columns(text));
        let after = known.partition_point(|(at, _)| *at <= offset);
        after.checked_sub(1).and_then(|at| known.get(at)).copied().unwrap_or((offset, 0))
    }

    fn count_columns(&self, text: &str) -> Vec<(u32, u32)> {
        let mut known = Vec::new();
        for line in 0..self.count() {
            let span = self.span(text, line);
            let text = text.get(span.range()).unwrap_or_default();
            if text.len() > LONG_LINE {
                let columns = text.grapheme_indices(true).enumerate().step_by(STRIDE);
                known.extend(columns.map(|(column, (at, _))| (span.start + to_u32(at), to_u32(column))));
            }
        }
        known
    }
}

/// How many characters people read. Most text has none that join with others.
fn characters(text: &str) -> usize {
    let stands_alone =
        |c| matches!(c, ' '..='~' | '\t' | '\u{3001}'..='\u{3011}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}');
    if text.chars().all(stands_alone) { text.chars().count() } else { text.graphemes(true).count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_lf_crlf_and_cr() {
        let text = "一\r\n二\n三\r四";
        let index = LineIndex::new(text);
        let lines: Vec<&str> = (0..index.count()).map(|l| &text[index.span(text, l).range()]).collect();
        assert_eq!(lines, ["一", "二", "三", "四"]);
    }

    #[test]
    fn characters_that_stand_alone_are_as_many_as_graphemes() {
        for text in
            ["", "甲\t1 a", "（一）、《条例》：12", "政e\u{301}府", "か\u{3099}", "\r\n", "👨\u{200d}👩", "한\u{11a8}"]
        {
            assert_eq!(characters(text), text.graphemes(true).count(), "{text:?}");
        }
    }

    #[test]
    fn columns_count_what_people_read() {
        let text = "甲\n政e\u{301}府";
        let index = LineIndex::new(text);
        let offset = text.find('府').unwrap_or_default();
        let position = index.position(text, to_u32(offset));
        assert_eq!((position.line, position.column), (2, 3));
    }

    #[test]
    fn columns_of_long_lines_are_those_of_short_ones() {
        let line = "政e\u{301}府a".repeat(2000);
        let text = format!("甲\n{line}\n乙");
        let index = LineIndex::new(&text);
        for (column, (at, _)) in line.grapheme_indices(true).enumerate() {
            let position = index.position(&text, to_u32("甲\n".len() + at));
            assert_eq!((position.line, position.column as usize), (2, column + 1));
        }
    }
}
