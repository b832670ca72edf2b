//! Normalised text beside the original: what two offices write differently but mean alike is
//! written once, and every character knows where it came from.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::source::{Span, to_u32};

/// Text with one width, one kind of bracket, quote and dash, without blanks and bold marks.
///
/// A blank is kept, as one space, only where it parts two ASCII letters or digits: `0 0` must not
/// become `00`. Line breaks count as blanks, so that wrapped prose reads on.
#[derive(Debug, Clone, Default)]
pub struct Normal {
    text: String,
    /// For every byte of `text` the offset, in the source, of the character it stands for.
    offsets: Vec<u32>,
    pending_blank: bool,
}

impl Normal {
    /// An empty text with room for `capacity` bytes.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            text: String::with_capacity(capacity),
            offsets: Vec::with_capacity(capacity),
            pending_blank: false,
        }
    }

    /// Appends a stretch of source text that starts at the offset `start`.
    pub fn push(&mut self, source: &str, start: usize) {
        let mut chars = source.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let offset = to_u32(start + at);
            let next = chars.peek().map(|&(_, c)| c);
            match c {
                '*' if next == Some('*') => {
                    chars.next();
                }
                // Markdown's escapes: `1\.`, `\[2021\]`.
                '\\' if next.is_some_and(|n| n.is_ascii_punctuation()) => {}
                '\u{4e00}'..='\u{9fff}' => self.push_char(c, offset),
                _ => self.push_folded(c, offset),
            }
        }
        self.pending_blank = true;
    }

    /// Lets the next stretch follow without a blank: the line was broken for want of room, maybe
    /// inside a number.
    pub fn join_next(&mut self) {
        self.pending_blank = false;
    }

    fn push_folded(&mut self, c: char, offset: u32) {
        match c {
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            c if c.is_whitespace() => self.pending_blank = true,
            '!'..='~' => self.push_char(if c == '\'' { '"' } else { c }, offset),
            '\u{ff01}'..='\u{ff5e}' => {
                let half = char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c);
                self.push_char(if matches!(half, '\'' | '"') { '"' } else { half }, offset);
            }
            '“' | '”' | '‘' | '’' | '„' | '‟' | '〝' | '〞' | '′' | '″' | '「' | '」' | '『' | '』' => {
                self.push_char('"', offset);
            }
            '—' | '–' | '―' | '‐' | '‑' | '‒' | '−' | '─' | '﹣' => self.push_char('-', offset),
            '〈' => self.push_char('<', offset),
            '〉' => self.push_char('>', offset),
            '∼' | '〜' => self.push_char('~', offset),
            // What stays as it is, before the slow way through the tables of NFKC.
            '\u{3001}'..='\u{301b}' | '\u{3400}'..='\u{4dbf}' => self.push_char(c, offset),
            // Look-alikes of fonts and PDF: Kangxi radicals, compatibility ideographs, ㈠, ①.
            _ => std::iter::once(c).nfkc().for_each(|c| self.push_char(c, offset)),
        }
    }

    fn push_char(&mut self, c: char, offset: u32) {
        if self.pending_blank {
            self.pending_blank = false;
            let parts_words = c.is_ascii_alphanumeric()
                && self.text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric);
            if parts_words {
                self.text.push(' ');
                self.offsets.push(offset);
            }
        }
        self.text.push(c);
        self.offsets.resize(self.text.len(), offset);
    }

    /// The normalised text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A stretch of the normalised text, without a blank at its ends; empty if out of bounds.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default().trim_matches(' ')
    }

    /// The first normalised index at or after a source offset.
    #[must_use]
    pub fn index_of(&self, offset: u32) -> usize {
        self.offsets.partition_point(|&o| o < offset)
    }

    /// The source span that a stretch of normalised text stands for.
    #[must_use]
    pub fn span(&self, range: Range<usize>, source: &str) -> Span {
        let text = self.text.as_bytes();
        let mut range = range.start.min(text.len())..range.end.min(text.len());
        while range.start < range.end && text[range.start] == b' ' {
            range.start += 1;
        }
        while range.start < range.end && text[range.end - 1] == b' ' {
            range.end -= 1;
        }
        let at = |index: usize| self.offsets.get(index).map_or(source.len(), |&o| o as usize);
        if range.is_empty() {
            let start = if range.start == 0 { 0 } else { self.end_of(range.start - 1, source) };
            return Span::new(start, start);
        }
        Span::new(at(range.start), self.end_of(range.end - 1, source))
    }

    fn end_of(&self, index: usize, source: &str) -> usize {
        let start = self.offsets.get(index).map_or(source.len(), |&o| o as usize);
        let width = source.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start + width
    }
}

/// Normalises a text that has no place of its own, such as a label of a form.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut normal = Normal::default();
    normal.push(text, 0);
    normal.text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_the_form_read_alike() {
        for (one, other) in [
            ("（一）予以公开", "(一) 予以公开"),
            ("商业 企业", "商业企业"),
            ("2021 年 1 月 1 日", "２０２１年１月１日"),
            ("危及“三安全一稳定”", "危及\"三安全一稳定\""),
            ("**一是**", "一是"),
            ("0795－6532011", "0795—6532011"),
            ("⼀、总体情况", "一、总体情况"),
            ("㈠ 主动公开", "（一）主动公开"),
        ] {
            assert_eq!(normalise(one), normalise(other), "{one}");
        }
    }

    #[test]
    fn numbers_do_not_run_together() {
        assert_eq!(normalise("3001 53\t0"), "3001 53 0");
    }

    #[test]
    fn every_stretch_maps_back() {
        let source = "共 **３** 件（含１件）";
        let mut normal = Normal::default();
        normal.push(source, 0);
        assert_eq!(normal.text(), "共3件(含1件)");
        let at = normal.text().find("3件").unwrap_or_default();
        let span = normal.span(at..at + "3件".len(), source);
        assert_eq!(&source[span.range()], "３** 件");
    }
}
