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
    /// The map back: from each of these places on, byte for byte, up to the next.
    runs: Vec<Run>,
    pending_blank: bool,
}

/// A stretch of normalised text that stands in the source as it is, or one character that does not.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// First byte of the normalised text.
    normal: u32,
    /// First byte in the source.
    source: u32,
    /// Whether the bytes are those of the source; of a folded character all bytes stand for its first.
    verbatim: bool,
}

impl Normal {
    /// An empty text with room for `capacity` bytes.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), runs: Vec::with_capacity(capacity / 8), pending_blank: false }
    }

    /// Appends a stretch of source text that starts at the offset `start`.
    pub fn push(&mut self, source: &str, start: usize) {
        let mut at = 0;
        while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
            let verbatim = verbatim_prefix(rest.as_bytes());
            if verbatim > 0 {
                self.push_verbatim(rest.get(..verbatim).unwrap_or_default(), to_u32(start + at));
                at += verbatim;
                continue;
            }
            if matches!(rest.as_bytes().first(), Some(b'\t' | b' ')) {
                self.pending_blank = true;
                at += 1;
                continue;
            }
            let mut chars = rest.chars();
            let Some(c) = chars.next() else { break };
            let next = chars.next();
            let offset = to_u32(start + at);
            at += c.len_utf8();
            match c {
                '*' if next == Some('*') => at += 1,
                // Markdown's escapes: `1\.`, `\[2021\]`.
                '&' if rest.starts_with("&nbsp;") => {
                    at += "&nbsp;".len() - 1;
                    self.pending_blank = true;
                }
                '\\' if next.is_some_and(|n| n.is_ascii_punctuation()) => {}
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

    fn push_verbatim(&mut self, text: &str, offset: u32) {
        self.part_words(text.as_bytes().first().copied().unwrap_or(0), offset);
        self.open_run(offset, true);
        self.text.push_str(text);
    }

    fn open_run(&mut self, source: u32, verbatim: bool) {
        let normal = to_u32(self.text.len());
        self.runs.push(Run { normal, source, verbatim });
    }

    /// Keeps a blank that parts two words.
    fn part_words(&mut self, first: u8, offset: u32) {
        if std::mem::take(&mut self.pending_blank) {
            let last = self.text.as_bytes().last().copied().unwrap_or(0);
            if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
                self.open_run(offset, false);
                self.text.push(' ');
            }
        }
    }

    fn push_folded(&mut self, c: char, offset: u32) {
        match c {
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            c if c.is_whitespace() => self.pending_blank = true,
            '\'' => self.push_char('"', offset),
            '!'..='~' => self.push_char(c, offset),
            '\u{ff01}'..='\u{ff5e}' => {
                let half = char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c);
                self.push_char(if matches!(half, '\'' | '"') { '"' } else { half }, offset);
            }
            '“' | '”' | '‘' | '’' | '„' | '‟' | '〝' | '〞' | '′' | '″' | '「' | '」' | '『' | '』' =>
            {
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
        let mut bytes = [0; 4];
        let text = c.encode_utf8(&mut bytes);
        self.part_words(text.as_bytes().first().copied().unwrap_or(0), offset);
        self.open_run(offset, false);
        self.text.push_str(text);
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

    /// The first normalised index that stands at or after a source offset.
    #[must_use]
    pub fn index_of(&self, offset: u32) -> usize {
        let next = self.runs.partition_point(|run| run.source < offset);
        self.index_before(next, offset)
    }

    /// The same, for whoever asks for one offset after the other: `next` is where the last search
    /// ended, or 0.
    pub(super) fn index_from(&self, next: &mut usize, offset: u32) -> usize {
        let behind = |run: usize| self.runs.get(run).is_some_and(|run| run.source < offset);
        if next.checked_sub(1).is_some_and(|last| !behind(last)) {
            *next = 0;
        }
        if *next == 0 {
            *next = self.runs.partition_point(|run| run.source < offset);
        }
        while behind(*next) {
            *next += 1;
        }
        self.index_before(*next, offset)
    }

    /// The index of an offset that lies in the stretch before `next`.
    fn index_before(&self, next: usize, offset: u32) -> usize {
        let end = self.runs.get(next).map_or(self.text.len(), |run| run.normal as usize);
        match next.checked_sub(1).and_then(|run| self.runs.get(run)) {
            Some(run) if run.verbatim => (run.normal as usize + (offset - run.source) as usize).min(end),
            _ => end,
        }
    }

    /// The source offset of the character that a normalised byte stands for.
    fn offset_of(&self, index: usize) -> Option<usize> {
        let run = self.runs.get(self.runs.partition_point(|run| run.normal as usize <= index).checked_sub(1)?)?;
        let within = if run.verbatim { index - run.normal as usize } else { 0 };
        Some(run.source as usize + within)
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
        let at = |index: usize| self.offset_of(index).unwrap_or(source.len());
        if range.is_empty() {
            let start = if range.start == 0 { 0 } else { self.end_of(range.start - 1, source) };
            return Span::new(start, start);
        }
        Span::new(at(range.start), self.end_of(range.end - 1, source))
    }

    fn end_of(&self, index: usize, source: &str) -> usize {
        let mut start = self.offset_of(index).unwrap_or(source.len());
        // The index may be inside a character that takes several bytes.
        while !source.is_char_boundary(start) {
            start -= 1;
        }
        let width = source.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start + width
    }
}

/// How many bytes at the beginning need no folding: ideographs, letters, digits, plain punctuation.
fn verbatim_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        match lead {
            b'!'..=b'~' if !matches!(lead, b'\'' | b'*' | b'\\' | b'&') => at += 1,
            0xe4..=0xe9 => at += 3,
            // 、 and 。
            0xe3 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0x81 | 0x82)) => at += 3,
            _ => break,
        }
    }
    at.min(bytes.len())
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
