//! Text that was taken out of a file, with the place in the file that each part of it came from.

use super::span::{Span, to_u32};

/// A stretch of text and the stretch of the file that it stands for. Where both are equally long they
/// are the same bytes; else the one stands for the other as a whole (`&nbsp;`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    text: Span,
    file: Span,
}

impl Run {
    fn is_verbatim(self) -> bool {
        self.text.end - self.text.start == self.file.end - self.file.start
    }
}

/// Text with its origins; text of formats that have no bytes to point at has none.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    text: String,
    runs: Vec<Run>,
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self { text, runs: Vec::new() }
    }
}

impl Piece {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing legible is in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Adds text that stands nowhere in the file.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text that came from a stretch of the file.
    pub fn push_from(&mut self, text: &str, file: Span) {
        let start = self.text.len();
        self.text.push_str(text);
        self.add_run(Run { text: Span::new(start, self.text.len()), file });
    }

    /// Adds another piece behind.
    pub fn append(&mut self, other: &Self) {
        let by = to_u32(self.text.len());
        self.text.push_str(&other.text);
        for run in &other.runs {
            self.add_run(Run { text: Span { start: run.text.start + by, end: run.text.end + by }, file: run.file });
        }
    }

    /// The same with blanks for what would end a line or a cell.
    pub fn in_one_line(mut self) -> Self {
        if self.text.contains(['\t', '\n', '\r']) {
            self.text = self.text.replace(['\t', '\n', '\r'], " ");
        }
        self
    }

    fn add_run(&mut self, run: Run) {
        match self.runs.last_mut() {
            Some(last)
                if last.text.end == run.text.start
                    && last.file.end == run.file.start
                    && last.is_verbatim()
                    && run.is_verbatim() =>
            {
                last.text.end = run.text.end;
                last.file.end = run.file.end;
            }
            _ => self.runs.push(run),
        }
    }

    /// Parts the text from its origins.
    pub fn into_parts(self) -> (String, Origins) {
        (self.text, Origins(self.runs))
    }
}

/// The way from a text back into the file it was taken out of.
#[derive(Debug, Clone, Default)]
pub struct Origins(Vec<Run>);

impl Origins {
    /// The stretch of the file from the first to the last character of a span. What stands nowhere in
    /// the file, as the blank of an empty cell, is where the text before it ends.
    pub fn covering(&self, span: Span) -> Span {
        let start = self.start(span.start);
        if span.is_empty() { Span { start, end: start } } else { Span { start, end: self.end(span.end).max(start) } }
    }

    /// The same where the span stands in the file byte for byte.
    pub fn verbatim(&self, span: Span) -> Option<Span> {
        let after = self.0.partition_point(|run| run.text.start <= span.start);
        let run = self.0.get(after.checked_sub(1)?)?;
        (run.is_verbatim() && span.end <= run.text.end).then(|| self.covering(span))
    }

    /// Where the character at an offset begins.
    fn start(&self, offset: u32) -> u32 {
        let after = self.0.partition_point(|run| run.text.start <= offset);
        match after.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some(run) if offset < run.text.end && run.is_verbatim() => run.file.start + (offset - run.text.start),
            Some(run) if offset < run.text.end => run.file.start,
            Some(run) => run.file.end,
            None => self.0.first().map_or(0, |run| run.file.start),
        }
    }

    /// Where the character before an offset ends.
    fn end(&self, offset: u32) -> u32 {
        let after = self.0.partition_point(|run| run.text.start < offset);
        match after.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some(run) if offset < run.text.end && run.is_verbatim() => run.file.start + (offset - run.text.start),
            Some(run) => run.file.end,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `<td>甲&nbsp;乙</td><td>丙</td>`
    fn origins() -> (String, Origins) {
        let mut piece = Piece::default();
        piece.push_from("甲", Span::new(4, 7));
        piece.push_from("\u{a0}", Span::new(7, 13));
        piece.push_from("乙", Span::new(13, 16));
        piece.push("\t");
        piece.push_from("丙", Span::new(25, 28));
        piece.into_parts()
    }

    #[test]
    fn every_character_knows_its_place() {
        let (text, origins) = origins();
        let of = |part: &str| {
            let at = text.find(part).unwrap_or_default();
            let span = origins.covering(Span::new(at, at + part.len()));
            (span.start, span.end)
        };
        assert_eq!(of("甲"), (4, 7));
        assert_eq!(of("\u{a0}"), (7, 13));
        assert_eq!(of("甲\u{a0}乙"), (4, 16));
        assert_eq!(of("乙\t丙"), (13, 28));
        assert_eq!(of("\t"), (16, 16));
    }

    #[test]
    fn only_what_stands_there_as_it_is_can_be_replaced() {
        let (text, origins) = origins();
        let at = |part: &str| text.find(part).map(|at| Span::new(at, at + part.len())).unwrap_or_default();
        assert_eq!(origins.verbatim(at("丙")), Some(Span::new(25, 28)));
        assert_eq!(origins.verbatim(at("甲\u{a0}")), None);
        assert_eq!(origins.verbatim(at("乙\t丙")), None);
    }
}
