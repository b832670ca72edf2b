//! What a report says of itself: title, issuer, statistics period, year.

use std::ops::Range;

use regex::Captures;
use rustc_hash::FxHashMap;

use super::model::{Form, digits};
use super::report::{Period, Title};
use crate::document::Document;
use crate::lazy::LazyRegex;

/// Lines among which the title is looked for, from the first that is not blank.
const TITLE_LINES: usize = 8;
/// Lines over which a title may run.
const TITLE_RUN: usize = 3;

/// Finds the title among the first lines before `end` (a line, from 0).
#[must_use]
pub fn find_title(document: &Document, form: &Form, end: usize) -> Option<Title> {
    let filled = |&line: &usize| document.lines().get(line).is_some_and(|l| !l.is_blank());
    let lines: Vec<usize> = (0..end.min(document.lines().len())).filter(filled).take(TITLE_LINES).collect();
    // A title on one line before one over several: `XX县人民政府` may be a line of its own.
    (0..lines.len())
        .flat_map(|first| (1..=TITLE_RUN).map(move |run| (first, run)))
        .filter(|&(first, run)| first + run <= lines.len())
        .find_map(|(first, run)| title_at(document, form, &lines[first..first + run]))
}

fn title_at(document: &Document, form: &Form, lines: &[usize]) -> Option<Title> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    let range = document.normal_of(first..last + 1);
    let text = document.normal().slice(range.clone());
    let start = range.start + (document.normal().text().get(range.clone())?.len() - document.normal().text().get(range.clone())?.trim_start_matches(' ').len());
    let marks = text.len() - text.trim_start_matches(['#', '-', ' ']).len();
    let text = text.get(marks..)?.trim_end_matches(['#', ' ']);
    if text.contains(['。', ',', ';']) {
        return None;
    }
    let start = start + marks;
    let captures = form.title.get().captures(text)?;
    let year = captures.name("year").and_then(|m| {
        let span = document.span(start + m.start()..start + m.end());
        Some((digits(m.as_str())?, span))
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
    let day = |year: &str, month: &str, day: &str| {
        Some((number(&captures, year), number(&captures, month)?, number(&captures, day)?))
    };
    // The span begins with the first capture: a pattern may need context in front.
    let first = ["y1", "m1"].iter().find_map(|name| captures.name(name))?.start();
    let end = captures.get(0)?.end();
    Some(Period {
        span: document.span(range.start + first..range.start + end),
        from: day("y1", "m1", "d1")?,
        to: day("y2", "m2", "d2")?,
    })
}

fn number(captures: &Captures<'_>, name: &str) -> Option<u16> {
    captures.name(name).and_then(|m| digits(m.as_str()))
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
