//! The prose of a report: its sentences, what a sub-heading says they are about, and what stands
//! around a number in its sentence.

mod long_number;
mod number;
mod surroundings;

use std::cell::OnceCell;
use std::ops::Range;

pub(super) use number::{Quantity, quantities, read_number};
pub(super) use surroundings::{Surroundings, is_approximate, is_in_number, nearest_year};

use crate::document::Document;
use crate::form::{Report, SectionFound};
use crate::lazy::LazyRegex;
use crate::numeral;
use crate::rule::{Gate, Passage};

/// A sentence of the report's prose.
#[derive(Debug, Clone)]
pub(super) struct Sentence<'t> {
    /// Its normalised text, without the full stop.
    pub text: &'t str,
    /// Where that stands in the normalised text.
    pub start: usize,
    /// Index of its section; none in the preface.
    section: Option<usize>,
    /// What stands above it, the nearest first: the heading of its paragraph (`一是`), the sub-heading
    /// (`（一）`), the title of the section. Empty where there is none.
    pub headings: [&'t str; 3],
}

/// The sentences of a report, in order. What stands in a table is no prose.
#[derive(Debug)]
pub(super) struct Prose<'t> {
    report: &'t Report<'t>,
    sentences: Vec<Sentence<'t>>,
    long_numbers: OnceCell<Vec<LongNumber>>,
}

/// A number of many digits, anywhere in the report.
#[derive(Debug, Clone)]
pub(super) struct LongNumber {
    /// Where it stands in the normalised text.
    pub range: Range<usize>,
    /// Whether marks part it into groups.
    pub grouped: bool,
    /// Whether it stands in the lines of a table.
    pub in_table: bool,
}

impl<'t> Prose<'t> {
    pub(super) fn of(report: &'t Report<'t>) -> Self {
        let mut prose = Self { report, sentences: Vec::new(), long_numbers: OnceCell::new() };
        prose.add(report.preface.clone(), None, "");
        for (index, found) in report.sections.iter().enumerate().filter(|(_, found)| found.heading.is_some()) {
            prose.add(found.body.clone(), Some(index), &report.form.sections[index].title);
        }
        prose.sentences.sort_by_key(|sentence| sentence.start);
        prose
    }

    fn add(&mut self, body: Range<usize>, section: Option<usize>, title: &'t str) {
        let text = self.report.document.normal().text();
        let (mut inner, mut outer) = ("", "");
        for stretch in outside_tables(self.report, body) {
            for paragraph in paragraphs(self.report.document, stretch) {
                for (start, text) in split(text.get(paragraph.clone()).unwrap_or_default(), paragraph.start) {
                    match heading(text) {
                        Some((Rank::Sub, heading)) => (inner, outer) = ("", heading),
                        Some((Rank::Paragraph, heading)) => inner = heading,
                        None => {}
                    }
                    self.sentences.push(Sentence { text, start, section, headings: [inner, outer, title] });
                }
            }
        }
    }

    /// The sentences of passages in which something is found. The text is searched as a whole: most
    /// rules find nothing in most reports.
    pub(super) fn with(&self, regex: &LazyRegex, within: &[Passage]) -> Vec<&Sentence<'t>> {
        let (start, text) = self.hull();
        self.holding(regex.get().find_iter(text).map(|hit| start + hit.start()), within)
    }

    /// The sentences of passages that a gate lets through.
    pub(super) fn through(&self, gate: &Gate, within: &[Passage]) -> Vec<&Sentence<'t>> {
        let (start, text) = self.hull();
        match gate.places(text) {
            Some(places) => self.holding(places.map(|at| start + at), within),
            None => self.sentences.iter().filter(|sentence| self.is_within(sentence, within)).collect(),
        }
    }

    /// From the first sentence to the last, with the tables between, and where that begins.
    fn hull(&self) -> (usize, &'t str) {
        let (Some(first), Some(last)) = (self.sentences.first(), self.sentences.last()) else { return (0, "") };
        let hull = first.start..last.start + last.text.len();
        (first.start, self.report.document.normal().text().get(hull).unwrap_or_default())
    }

    fn holding(&self, places: impl Iterator<Item = usize>, within: &[Passage]) -> Vec<&Sentence<'t>> {
        let mut found: Vec<&Sentence<'t>> = Vec::new();
        for at in places {
            let Some(sentence) = self.at(at, within) else { continue };
            if found.last().is_none_or(|known| known.start != sentence.start) {
                found.push(sentence);
            }
        }
        found
    }

    /// The numbers that may be somebody's.
    pub(super) fn long_numbers(&self) -> &[LongNumber] {
        self.long_numbers.get_or_init(|| {
            let text = self.report.document.normal().text();
            let prose = outside_tables(self.report, 0..text.len());
            let in_prose = |run: &Range<usize>| prose.iter().any(|s| s.start <= run.start && run.end <= s.end);
            let number = |(range, grouped)| LongNumber { in_table: !in_prose(&range), range, grouped };
            long_number::long_numbers(text).into_iter().map(number).collect()
        })
    }

    /// The sentence that holds a place, if it is in one of the passages.
    pub(super) fn at(&self, at: usize, within: &[Passage]) -> Option<&Sentence<'t>> {
        let index = self.sentences.partition_point(|sentence| sentence.start <= at);
        let sentence = self.sentences.get(index.checked_sub(1)?)?;
        (at < sentence.start + sentence.text.len() && self.is_within(sentence, within)).then_some(sentence)
    }

    fn is_within(&self, sentence: &Sentence<'_>, within: &[Passage]) -> bool {
        let key = sentence.section.map(|index| self.report.form.sections[index].key.as_str());
        within.iter().any(|passage| match passage {
            Passage::Document => true,
            Passage::Preface => key.is_none(),
            Passage::Ending => sentence.section.is_some() && sentence.section == self.report.last_section(),
            Passage::Section(wanted) => key == Some(wanted),
            // No prose stands there.
            Passage::Title | Passage::Table(_) => false,
        })
    }
}

/// Sub-headings of a section with the place where they begin.
pub(super) fn sub_headings<'c>(report: &Report<'c>, section: &SectionFound) -> Vec<(usize, &'c str)> {
    let document = report.document;
    let line = |line: usize| Some((document.lines().get(line)?.normal().start, sub_heading(document.line_text(line))?));
    section.lines.clone().skip(1).filter_map(line).collect()
}

/// Characters of a line that may be its sub-heading.
const LEAD: usize = 30;
/// Bytes after which a sentence without a full stop is cut: a list of titles is no sentence.
const LONGEST: usize = 3000;

/// The sub-heading a line begins with: a number in brackets, up to the first full stop or colon.
fn sub_heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(['#', '-', '>', '*', ' ']);
    let rest = text.strip_prefix('(')?.trim_start_matches(numeral::counts);
    let rest = rest.strip_prefix(')').filter(|_| !text.starts_with("()"))?;
    let end = rest.find(['。', ':', ';']).unwrap_or(rest.len());
    let limit = rest.char_indices().nth(LEAD).map_or(rest.len(), |(at, _)| at);
    rest.get(..end.min(limit))
}

/// How a heading ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// `（一）`
    Sub,
    /// `一是`, `1.`, `一、`
    Paragraph,
}

/// The heading that a sentence is, or begins with.
fn heading(sentence: &str) -> Option<(Rank, &str)> {
    if let Some(heading) = sub_heading(sentence) {
        return Some((Rank::Sub, heading));
    }
    let text = sentence.trim_start_matches(['#', '-', '>', '*', ' ']);
    let numeral = |c: char| numeral::counts(c) || c.is_ascii_digit();
    let rest = text.trim_start_matches(numeral);
    let rest = (rest.len() < text.len()).then(|| rest.strip_prefix(['是', '.', '、']))??;
    let end = rest.find([':', ',', ';']).unwrap_or(rest.len());
    let short = rest.get(..end).filter(|heading| heading.chars().count() <= LEAD / 2)?;
    Some((Rank::Paragraph, short))
}

/// The paragraphs of a stretch: each ends with a line that was not broken for want of room.
fn paragraphs(document: &Document, stretch: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = stretch.start;
    let first = document.lines().partition_point(|line| line.normal().end <= stretch.start);
    for (number, line) in document.lines().iter().enumerate().skip(first) {
        let end = line.normal().end;
        if end >= stretch.end {
            break;
        }
        if end > start && document.ends_paragraph(number) {
            found.push(start..end);
            start = end;
        }
    }
    found.push(start..stretch.end);
    found
}

/// A stretch of normalised text without the lines of the tables in it.
pub(super) fn outside_tables(report: &Report<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let document = report.document;
    let tables = report.tables.iter().flatten();
    let mut cuts: Vec<Range<usize>> = tables.map(|table| document.lines_of(table.span)).collect();
    cuts.sort_by_key(|cut| cut.start);
    let mut stretches = Vec::new();
    let mut start = range.start;
    for cut in cuts.into_iter().filter(|cut| cut.start < range.end && range.start < cut.end) {
        stretches.push(start..cut.start.max(start));
        start = start.max(cut.end);
    }
    stretches.push(start..range.end.max(start));
    stretches
}

/// Sentences with the place where they begin.
fn split(text: &str, start: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for sentence in text.split(['。', '!', '?']) {
        let mut rest = sentence;
        while !rest.is_empty() {
            let cut = (0..=rest.len().min(LONGEST)).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(cut);
            let piece = piece.trim_start_matches(' ');
            if !piece.is_empty() {
                found.push((start + piece.as_ptr().addr() - text.as_ptr().addr(), piece));
            }
            rest = after;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sub_headings_end_at_their_stop() {
        assert_eq!(sub_heading("(一)主动公开情况。2024年,全年"), Some("主动公开情况"));
        assert_eq!(sub_heading("- (三)政府信息管理"), Some("政府信息管理"));
        assert_eq!(sub_heading("一是主动公开"), None);
    }

    #[test]
    fn headings_have_a_rank() {
        assert_eq!(heading("(二)依申请公开情况:全年"), Some((Rank::Sub, "依申请公开情况")));
        assert_eq!(heading("二是依申请公开情况"), Some((Rank::Paragraph, "依申请公开情况")));
        assert_eq!(heading("2.依申请公开"), Some((Rank::Paragraph, "依申请公开")));
        assert_eq!(heading("2024年收到申请3件"), None);
    }

    #[test]
    fn what_never_stops_is_cut() {
        let text = "附件".repeat(2000);
        let pieces = split(&text, 0);
        assert!(pieces.len() > 1 && pieces.iter().all(|(_, piece)| piece.len() <= LONGEST));
        assert_eq!(pieces.iter().map(|(_, piece)| *piece).collect::<String>(), text);
    }

    #[test]
    fn sentences_know_their_place() {
        let text = "甲。乙!丙";
        assert_eq!(split(text, 10), [(10, "甲"), (16, "乙"), (20, "丙")]);
    }
}
