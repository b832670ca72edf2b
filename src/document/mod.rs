//! From a [`Source`] to a [`Document`]: lines, normalised text, and any stretch as cells. This room
//! knows layouts and nothing of any form.

mod cells;
mod comments;
mod normal;
mod wrap;

use std::cell::OnceCell;
use std::ops::Range;

pub use cells::{Cell, CellLayout, cells};
use comments::is_comment;
pub use comments::{Asks, Comment, Comments};
pub use normal::{Normal, normalise};

use crate::source::{Source, Span, to_u32};
use wrap::Wrap;

/// A line of the document.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Its text, without the line break.
    pub span: Span,
    /// Whether it holds a tab.
    pub tabs: bool,
    /// Whether it holds a `|`.
    pub pipes: bool,
    normal: (u32, u32),
}

impl Line {
    /// Its stretch of the normalised text; may begin with the blank that parts it from the line
    /// before.
    #[must_use]
    pub fn normal(&self) -> Range<usize> {
        self.normal.0 as usize..self.normal.1 as usize
    }

    /// Whether nothing legible stands on it (a page number counts as nothing).
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.normal.0 == self.normal.1
    }
}

/// A source with its lines and its normalised text.
#[derive(Debug, Clone)]
pub struct Document {
    source: Source,
    normal: Normal,
    lines: Vec<Line>,
    wrap: OnceCell<Wrap>,
}

impl Document {
    /// Normalises a source. Page numbers on a line of their own are left out.
    #[must_use]
    pub fn new(source: Source) -> Self {
        let mut normal = Normal::with_capacity(source.text().len());
        let mut lines = Vec::with_capacity(source.line_count());
        let wrap = OnceCell::new();
        let may_hold_comments = comments::may_hold(source.text());
        for number in 0..source.line_count() {
            let span = source.line_span(number);
            let text = source.slice(span);
            let start = to_u32(normal.text().len());
            let is_read = !(is_page_number(text) || may_hold_comments && is_comment(text));
            if is_read {
                normal.push(text, span.start as usize);
                let next = || source.slice(source.line_span(number + 1));
                if wrap::may_break_word(text, next) && wrap.get_or_init(|| Wrap::of(&source)).fills(text) {
                    normal.join_next();
                }
            }
            let bytes = text.as_bytes();
            lines.push(Line {
                span,
                tabs: memchr::memchr(b'\t', bytes).is_some(),
                pipes: memchr::memchr(b'|', bytes).is_some(),
                normal: (start, to_u32(normal.text().len())),
            });
        }
        Self { source, normal, lines, wrap }
    }

    /// The source it was made of.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Gives the source back.
    #[must_use]
    pub fn into_source(self) -> Source {
        self.source
    }

    /// The normalised text.
    #[must_use]
    pub fn normal(&self) -> &Normal {
        &self.normal
    }

    /// The lines, in order.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Whether a line, from 0, ends where its paragraph does, and was not broken for want of room.
    #[must_use]
    pub fn ends_paragraph(&self, line: usize) -> bool {
        let text = self.lines.get(line).map_or("", |line| self.source.slice(line.span));
        !text.trim().is_empty() && !self.wrap.get_or_init(|| Wrap::of(&self.source)).goes_on(text)
    }

    /// The normalised text of a line, from 0.
    #[must_use]
    pub fn line_text(&self, line: usize) -> &str {
        self.lines.get(line).map_or("", |line| self.normal.slice(line.normal()))
    }

    /// The normalised stretch that a run of lines covers.
    #[must_use]
    pub fn normal_of(&self, lines: Range<usize>) -> Range<usize> {
        let at = |line: usize| self.lines.get(line).map_or(self.normal.text().len(), |l| l.normal().start);
        at(lines.start)..at(lines.end)
    }

    /// The normalised stretch of the lines that hold a span.
    #[must_use]
    pub fn lines_of(&self, span: Span) -> Range<usize> {
        self.normal_of(self.source.line_of(span.start)..self.source.line_of(span.end) + 1)
    }

    /// The source span of a stretch of normalised text.
    #[must_use]
    pub fn span(&self, normal: Range<usize>) -> Span {
        self.normal.span(normal, self.source.text())
    }
}

/// `- 5 -`, `—5—`, `第 5 页`, `第5页 共9页`: what a page leaves behind in extracted text.
fn is_page_number(line: &str) -> bool {
    const DASHES: [char; 6] = ['-', '—', '–', '－', '─', '·'];
    let line = line.trim();
    if line.len() > 60 || !line.starts_with(|c| DASHES.contains(&c) || matches!(c, '第' | 'P' | 'p')) {
        return false;
    }
    let english = line.to_ascii_lowercase();
    if let Some(rest) = english.strip_prefix("page ") {
        return rest
            .split_whitespace()
            .all(|word| matches!(word, "of" | "/") || word.bytes().all(|b| b.is_ascii_digit()));
    }
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(inner) = bare.strip_prefix(DASHES).and_then(|rest| rest.strip_suffix(DASHES)) {
        return !inner.is_empty() && inner.len() <= 4 && inner.bytes().all(|b| b.is_ascii_digit());
    }
    let numbers = bare.replace(['第', '页', '共', '/', ',', '，'], " ");
    bare.ends_with('页') && numbers.split_whitespace().all(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_cells() {
        for line in ["- 5 -", "  —12— ", "-3-", "第 5 页", "第5页 共9页", "Page 5 of 9"] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["-2", "5", "—", "- 主动公开", "第二十条第（一）项", "--"] {
            assert!(!is_page_number(line), "{line}");
        }
    }

    #[test]
    fn a_page_number_does_not_part_a_sentence() {
        let document = Document::new(Source::new("t", "统计期限自2024年1月\n- 5 -\n1日起".into(), 0));
        assert_eq!(document.normal().text(), "统计期限自2024年1月1日起");
    }
}
