//! What a report says of itself: title, issuer, statistics period, year.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::model::Form;
use super::report::{Period, Title};
use crate::document::Document;
use crate::lazy::LazyRegex;
use crate::numeral;

/// Lines among which the title is looked for, from the first that is not blank: at least so many, and
/// as far as the first sentence, for pages have menus and heads before the title.
const FEWEST_TITLE_LINES: usize = 8;
/// The most of them.
const MOST_TITLE_LINES: usize = 40;
/// Lines over which a title may run.
const TITLE_RUN: usize = 3;

/// Finds the title among the first lines before `end` (a line, from 0).
#[must_use]
pub fn find_title(document: &Document, form: &Form, end: usize) -> Option<Title> {
    let filled = |&line: &usize| document.lines().get(line).is_some_and(|l| !l.is_blank());
    let mut lines: Vec<usize> = (0..end.min(document.lines().len())).filter(filled).take(MOST_TITLE_LINES).collect();
    let sentence = lines.iter().position(|&line| document.line_text(line).contains('。')).unwrap_or(lines.len());
    lines.truncate(sentence.max(FEWEST_TITLE_LINES));
    // A title on one line before one over several: `XX县人民政府` may be a line of its own.
    let runs = (0..lines.len()).flat_map(|first| (1..=TITLE_RUN).map(move |run| (first, run)));
    let titles = runs
        .filter(|&(first, run)| first + run <= lines.len())
        .filter_map(|(first, run)| title_at(document, form, &lines[first..first + run]));
    titles.reduce(better)
}

/// The better of two titles. The year may stand on the next line, in brackets; links to other reports
/// name no issuer, and stand before the title.
fn better(best: Title, other: Title) -> Title {
    let rank = |title: &Title| (title.year.is_some(), !title.issuer.is_empty());
    let is_apart = other.lines.start >= best.lines.end;
    if rank(&other) > rank(&best) || (is_apart && rank(&other) == rank(&best)) { other } else { best }
}

fn title_at(document: &Document, form: &Form, lines: &[usize]) -> Option<Title> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    let range = document.normal_of(first..last + 1);
    let whole = document.normal().text().get(range.clone())?;
    let text = whole.trim_start_matches([' ', '#', '-', '《']);
    let start = range.start + (whole.len() - text.len());
    let text = text.trim_end_matches([' ', '#', '》']);
    if text.contains(['。', ',', ';']) {
        return None;
    }
    // Letters spaced out for looks: `2 0 2 4 年`.
    let unspaced = text.replace(' ', "");
    let captures = form.titles.iter().find_map(|pattern| pattern.get().captures(&unspaced))?;
    let year = captures.name("year").and_then(|m| {
        let at = text.find(m.as_str()).map(|at| start + at..start + at + m.len());
        Some((calendar_number(m.as_str())?, document.span(at.unwrap_or(start..start + text.len()))))
    });
    Some(Title {
        span: document.span(start..start + text.len()),
        lines: first..last + 1,
        issuer: captures.name("issuer").map_or_else(String::new, |m| m.as_str().to_owned()),
        year,
    })
}

/// Finds the statistics period, in the preface first.
#[must_use]
pub fn find_period(document: &Document, form: &Form, preface: Range<usize>) -> Option<Period> {
    let whole = 0..document.normal().text().len();
    let find = |patterns: &[LazyRegex], range: &Range<usize>| {
        patterns.iter().find_map(|pattern| period_in(document, pattern, range.clone()))
    };
    find(&form.period_in_preface, &preface).or_else(|| find(&form.period_anywhere, &whole))
}

fn period_in(document: &Document, pattern: &LazyRegex, range: Range<usize>) -> Option<Period> {
    let text = document.normal().text().get(range.clone())?;
    let captures = pattern.get().captures(text)?;
    let number = |name: &str| captures.name(name).and_then(|m| calendar_number(m.as_str()));
    // The span begins with the first capture: a pattern may need context in front.
    let first = ["y1", "m1"].iter().find_map(|name| captures.name(name))?.start();
    let end = captures.get(0)?.end();
    // What a pattern does not ask for (`2024年度`, `1月至12月`) is the whole of it.
    Some(Period {
        span: document.span(range.start + first..range.start + end),
        from: (number("y1"), number("m1").unwrap_or(1), number("d1").unwrap_or(1)),
        to: (number("y2"), number("m2").unwrap_or(12), number("d2").unwrap_or(31)),
    })
}

/// A year, month or day, in digits or in Chinese: `12`, `十二`, `三十一`, `元`.
fn calendar_number(text: &str) -> Option<u16> {
    if text == "元" {
        return Some(1);
    }
    // Recognised text has the letter for the zero.
    u16::try_from(numeral::read(&text.replace(' ', "").replace(['O', 'o'], "0"))?).ok()
}

/// The statistics year by majority: the title, the period, what the preface quotes, and the year
/// that the text behind it names most often have a vote each; of equals the title's wins.
#[must_use]
pub fn find_year(
    document: &Document,
    title: Option<&Title>,
    period: Option<&Period>,
    preface: Range<usize>,
) -> Option<u16> {
    let titled = title.and_then(|t| t.year).map(|(year, _)| year);
    let after_title = title.map_or(0, |t| document.normal_of(t.lines.clone()).end);
    let text = document.normal().text();
    let quoted = years(text.get(after_title.max(preface.start)..preface.end).unwrap_or_default(), "年政府信息公开");
    let body = most_frequent(years(text.get(preface.end..).unwrap_or_default(), "年"));
    let mut votes: FxHashMap<u16, u32> = FxHashMap::default();
    let mut vote = |year: Option<u16>, weight: u32| {
        if let Some(year) = year {
            *votes.entry(year).or_default() += weight;
        }
    };
    vote(titled, 2);
    vote(quoted.last().copied(), 2);
    vote(body, 2);
    if let Some(period) = period {
        let single = period.from.0.is_none() || period.to.0.is_none();
        period.years().for_each(|year| vote(Some(year), if single { 2 } else { 1 }));
    }
    let rank = |(year, count): &(u16, u32)| (*count, Some(*year) == titled, *year);
    votes.into_iter().max_by_key(rank).map(|(year, _)| year)
}

/// Every year, four digits, that stands before `mark`.
fn years(text: &str, mark: &str) -> Vec<u16> {
    let year_before = |at: usize| {
        let digits = text.get(at.checked_sub(4)?..at)?;
        let plausible = digits.starts_with("19") || digits.starts_with("20");
        if plausible { digits.parse().ok() } else { None }
    };
    memchr::memmem::find_iter(text.as_bytes(), mark).filter_map(year_before).collect()
}

fn most_frequent(years: Vec<u16>) -> Option<u16> {
    let mut counts: FxHashMap<u16, usize> = FxHashMap::default();
    for year in years {
        *counts.entry(year).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(year, count)| (count, year)).map(|(year, _)| year)
}

#[cfg(test)]
mod tests {
    use super::calendar_number;

    #[test]
    fn days_are_read_in_digits_and_in_chinese() {
        for (text, number) in
            [("12", 12), ("十二", 12), ("三十一", 31), ("元", 1), ("十", 10), ("3 1", 31), ("二〇二四", 2024)]
        {
            assert_eq!(calendar_number(text), Some(number), "{text}");
        }
    }
}
