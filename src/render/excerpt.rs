//! The few lines of a report that a finding shows: made safe for a terminal, cut to its width, with
//! every label moved along.
//!
//! A paragraph of a report is often one line of a thousand characters, so lines are cut around what
//! is labelled. Control characters never reach the terminal.

use std::fmt::Debug;
use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::place;
use crate::lang::Lang;
use crate::mask::masked;
use crate::source::{Source, Span};

/// What stands for text that was cut off.
const ELLIPSIS: &str = "…";

/// A label to be shown.
#[derive(Debug, Clone)]
pub struct Label {
    /// Where, in the source.
    pub span: Span,
    /// What it says; nothing for a bare underline.
    pub text: Option<String>,
}

/// The lines shown. Its text is its own; offsets of labels are offsets of that text.
#[derive(Debug)]
pub struct Excerpt {
    /// The file, with the place in it of each label where it has other places than lines.
    names: Vec<String>,
    text: String,
    groups: Vec<Group>,
    /// One for each label given, in order.
    pub labels: Vec<Range<usize>>,
    /// Line and column, from 0, of each label in the source.
    positions: Vec<(usize, usize)>,
}

/// Lines that follow each other.
#[derive(Debug)]
struct Group {
    range: Range<usize>,
    /// The first of the text that is seen, from 0.
    line: usize,
    /// The same of the file.
    number: usize,
    count: usize,
}

/// The file, and in a file that is no text the place in it of a label.
fn name(source: &Source, label: &Label, lang: Lang) -> String {
    let name = printable(source.name());
    let place = source.place_of(label.span.start);
    match place.and_then(|place| place::words(place, lang)) {
        Some(place) => format!("{name} {place} "),
        None => name,
    }
}

impl Excerpt {
    /// Cuts the lines of the labels out of a source; `width` is the room for a line, in columns of
    /// the terminal; what stands at the `private` places is not shown whole.
    #[must_use]
    pub fn new(source: &Source, labels: &[Label], private: &[Span], width: usize, lang: Lang) -> Self {
        let mut lines: Vec<usize> = labels.iter().map(|l| source.line_of(l.span.start)).collect();
        let primary = lines.first().copied().unwrap_or(0);
        lines.sort_unstable();
        lines.dedup();
        primary_first(&mut lines, primary);
        let mut excerpt = Self {
            names: labels.iter().map(|label| name(source, label, lang)).collect(),
            text: String::new(),
            groups: Vec::new(),
            labels: vec![0..0; labels.len()],
            positions: labels.iter().map(|label| position(source, label.span)).collect(),
        };
        for line in lines {
            let on_line = labels.iter().enumerate().filter(|(_, l)| source.line_of(l.span.start) == line);
            let spans: Vec<(usize, Span)> = on_line.map(|(index, label)| (index, label.span)).collect();
            let shown = ShownLine::new(source, line, &spans, private, width);
            excerpt.add_line(line, source.file_line(line), &spans, shown);
        }
        excerpt
    }

    fn add_line(&mut self, line: usize, number: usize, labels: &[(usize, Span)], shown: ShownLine) {
        let start = self.text.len();
        self.text.push_str(&shown.text);
        for ((index, _), range) in labels.iter().zip(shown.labels) {
            self.labels[*index] = start + range.start..start + range.end;
        }
        let follows = |group: &Group| group.line + group.count == line && group.number + group.count == number;
        match self.groups.last_mut().filter(|group| follows(group)) {
            Some(group) => {
                group.range.end = self.text.len();
                group.count += 1;
            }
            None => self.groups.push(Group { range: start..self.text.len(), line, number, count: 1 }),
        }
        self.text.push('\n');
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let within = |group: &&Group| group.range.start <= span.offset() && end <= group.range.end;
        let group = self.groups.iter().find(within).ok_or(MietteError::OutOfBounds)?;
        let bytes = self.text.as_bytes().get(group.range.clone()).unwrap_or_default();
        let range = (group.range.start, group.range.len()).into();
        // Without lines of context, only the place of a label is asked for: the true one.
        let label = self.labels.iter().position(|label| label.start == span.offset() && label.end == end);
        let place = label.filter(|_| before == 0 && after == 0).and_then(|label| self.positions.get(label));
        let (line, column) = place.copied().unwrap_or((group.number, 0));
        // Lines are shown under the place of the first label in them.
        let in_group = |label: &Range<usize>| group.range.start <= label.start && label.end <= group.range.end;
        let named = self.labels.iter().position(in_group).and_then(|label| self.names.get(label));
        let name = named.cloned().unwrap_or_default();
        Ok(Box::new(MietteSpanContents::new_named(name, bytes, range, line, column, group.count)))
    }
}

fn position(source: &Source, span: Span) -> (usize, usize) {
    let start = source.locate(span).start;
    (start.line as usize - 1, start.column as usize - 1)
}

/// Puts the lines around the primary one, as far as they follow each other, before all others: what
/// a person sees first is the place of the finding.
fn primary_first(lines: &mut [usize], primary: usize) {
    let at = lines.iter().position(|&line| line == primary).unwrap_or(0);
    let follows = |pair: &[usize]| pair[0] + 1 == pair[1];
    let start = (0..at).rev().take_while(|&i| follows(&lines[i..i + 2])).last().unwrap_or(at);
    let end =
        (at..lines.len().saturating_sub(1)).take_while(|&i| follows(&lines[i..i + 2])).last().map_or(at + 1, |i| i + 2);
    lines[..end].rotate_left(start);
}

/// A line as shown, with the labels in it.
struct ShownLine {
    text: String,
    labels: Vec<Range<usize>>,
}

/// A character of the line as shown, how many times, where it came from and how wide it is.
struct Glyph {
    from: usize,
    shown: (char, usize),
    width: usize,
}

impl ShownLine {
    fn new(source: &Source, line: usize, labels: &[(usize, Span)], private: &[Span], width: usize) -> Self {
        let span = source.line_span(line);
        let text = concealed(source, span, private);
        let mut glyphs: Vec<Glyph> = text
            .into_iter()
            .map(|(at, c)| {
                let shown = glyph(c);
                Glyph { from: at, shown, width: shown.0.width().unwrap_or(0) * shown.1 }
            })
            .collect();
        // Room for a label behind the last character.
        glyphs.push(Glyph { from: span.end as usize, shown: (' ', 1), width: 1 });
        let index_of = |offset: u32| glyphs.partition_point(|g| g.from < offset as usize).min(glyphs.len() - 1);
        let ranges: Vec<Range<usize>> = labels
            .iter()
            .map(|(_, label)| {
                let start = index_of(label.start);
                start..index_of(label.end.min(span.end)).max(start + 1)
            })
            .collect();
        let window = window(&glyphs, &ranges, width);
        Self::cut(&glyphs, &ranges, window)
    }

    fn cut(glyphs: &[Glyph], ranges: &[Range<usize>], window: Range<usize>) -> Self {
        let mut text = String::new();
        let mut offsets = Vec::with_capacity(window.len() + 1);
        if window.start > 0 {
            text.push_str(ELLIPSIS);
        }
        for glyph in &glyphs[window.clone()] {
            offsets.push(text.len());
            text.extend(std::iter::repeat_n(glyph.shown.0, glyph.shown.1));
        }
        offsets.push(text.len());
        if window.end < glyphs.len() {
            text.push_str(ELLIPSIS);
        }
        let offset = |index: usize| {
            let inside = index.clamp(window.start, window.end) - window.start;
            offsets.get(inside).copied().unwrap_or(text.len())
        };
        let labels: Vec<Range<usize>> = ranges.iter().map(|r| offset(r.start)..offset(r.end)).collect();
        let kept = labels_end(&labels).max(text.trim_end().len());
        text.truncate(kept);
        Self { text, labels }
    }
}

/// The characters of a line with their places, private numbers masked.
fn concealed(source: &Source, line: Span, private: &[Span]) -> Vec<(usize, char)> {
    let start = line.start as usize;
    let mut characters: Vec<(usize, char)> = source.slice(line).char_indices().map(|(at, c)| (start + at, c)).collect();
    for number in private.iter().filter(|number| number.start < line.end && line.start < number.end) {
        let inside = |at: usize| (number.start as usize..number.end as usize).contains(&at);
        let masked = masked(source.slice(*number));
        let shown = characters.iter_mut().filter(|(at, _)| inside(*at)).zip(masked.chars());
        shown.for_each(|((_, c), mask)| *c = mask);
    }
    characters
}

fn labels_end(labels: &[Range<usize>]) -> usize {
    labels.iter().map(|l| l.end).max().unwrap_or(0)
}

/// The glyphs that fit: all of them, or those around the labels.
fn window(glyphs: &[Glyph], labels: &[Range<usize>], width: usize) -> Range<usize> {
    let total: usize = glyphs.iter().map(|g| g.width).sum();
    if total <= width {
        return 0..glyphs.len();
    }
    let first = labels.iter().map(|l| l.start).min().unwrap_or(0);
    let last = labels.iter().map(|l| l.end).max().unwrap_or(first + 1).min(glyphs.len());
    let (mut start, mut end) = (first, first);
    let mut room = width.saturating_sub(2 * ELLIPSIS.len());
    while end < last && glyphs[end].width <= room {
        room -= glyphs[end].width;
        end += 1;
    }
    // What room is left is shared by the text before and the text behind.
    loop {
        let before = start.checked_sub(1).filter(|&at| glyphs[at].width <= room);
        if let Some(at) = before {
            room -= glyphs[at].width;
            start = at;
        }
        let after = (end < glyphs.len() && glyphs[end].width <= room).then_some(end);
        if let Some(at) = after {
            room -= glyphs[at].width;
            end = at + 1;
        }
        if before.is_none() && after.is_none() {
            return start..end.max(start + 1);
        }
    }
}

/// A character as shown, and how many times: tabs as two blanks, control characters and what turns the
/// direction of writing as a visible stand-in.
fn glyph(c: char) -> (char, usize) {
    match c {
        '\t' => (' ', 2),
        '\u{0}'..='\u{1f}' => (char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'), 1),
        '\u{7f}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            ('\u{fffd}', 1)
        }
        '\u{2028}' | '\u{2029}' => (' ', 1),
        c => (c, 1),
    }
}

/// A text that may hold anything, safe for a terminal.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars().map(glyph).flat_map(|(c, times)| std::iter::repeat_n(c, times)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, span: Range<usize>, width: usize) -> (String, String) {
        let source = Source::new("t", text.to_owned(), 0);
        let label = Label { span: Span::new(span.start, span.end), text: None };
        let excerpt = Excerpt::new(&source, &[label], &[], width, Lang::Zh);
        let labelled = excerpt.text[excerpt.labels[0].clone()].to_owned();
        (excerpt.text.trim_end_matches('\n').to_owned(), labelled)
    }

    #[test]
    fn a_label_keeps_its_text_however_much_is_cut() {
        let text = format!("{}错误{}", "前".repeat(500), "后".repeat(500));
        let at = text.find("错误").unwrap_or_default();
        let (shown, labelled) = excerpt(&text, at..at + 6, 40);
        assert_eq!(labelled, "错误");
        assert!(shown.starts_with(ELLIPSIS) && shown.ends_with(ELLIPSIS));
        let width: usize = shown.chars().map(|c| c.width().unwrap_or(0)).sum();
        assert!(width <= 40, "{width}");
    }

    #[test]
    fn a_private_number_is_not_shown_whole() {
        let source = Source::new("t", "甲13900000186乙".to_owned(), 0);
        let label = Label { span: Span::new(0, 3), text: None };
        let excerpt = Excerpt::new(&source, &[label], &[Span::new(3, 14)], 80, Lang::Zh);
        assert_eq!(excerpt.text, "甲139*****186乙\n");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let (shown, labelled) = excerpt("甲\u{1b}[31m\u{202e}乙\t丙", 3..4, 80);
        assert_eq!(labelled, "␛");
        assert!(!shown.contains(|c: char| c.is_control() || c == '\u{202e}'), "{shown:?}");
    }

    #[test]
    fn an_empty_place_can_be_underlined() {
        assert_eq!(excerpt("甲\t\t丙", 4..4, 80).1, "  ");
        assert_eq!(excerpt("甲", 3..3, 80).1, " ");
    }
}
