//! Which heading is which section: by title to the letter, then, for what is missing between two
//! that were found, by likeness.

use std::ops::Range;

use super::align::{edit_distance, longest_rising};
use super::model::Form;
use super::report::{Heading, SectionFound};
use crate::document::Document;
use crate::numeral;

/// Longest line that may be a damaged heading, in normalised characters.
const LONGEST_HEADING: usize = 45;
/// Longest title, behind the section's own numeral, that may be unlike the section's.
const LONGEST_TITLE: usize = 30;

/// A line that may be a heading: where its numeral and title stand in the normalised text.
struct Candidate<'d> {
    line: usize,
    range: Range<usize>,
    number: &'d str,
    title: &'d str,
}

/// Finds the sections of a form; one entry for each.
#[must_use]
pub fn find_sections(document: &Document, form: &Form) -> Vec<SectionFound> {
    let mut headings = exact(document, form);
    fuzzy(document, form, &mut headings);
    mark_displaced(&mut headings);
    settle_numbers(&mut headings);
    bodies(document, headings)
}

/// The part of a line behind markup such as `# ` and `- `.
fn content(document: &Document, line: usize) -> (usize, &str) {
    let Some(found) = document.lines().get(line) else { return (0, "") };
    let range = found.normal();
    let text = document.normal().text().get(range.clone()).unwrap_or_default();
    let rest = text.trim_start_matches([' ', '#', '-', '>', '*', '•', '·', '|']);
    (range.start + (text.len() - rest.len()), rest)
}

/// Splits `一、总体情况` at its numeral; a line without one has an empty numeral.
fn split_number(text: &str) -> (&str, &str) {
    let digits = text.find(|c| !numeral::counts(c)).unwrap_or(text.len());
    let rest = text.get(digits..).unwrap_or_default();
    match rest.strip_prefix(['、', '.', ',', ':']) {
        Some(title) if digits > 0 => (text.get(..digits).unwrap_or_default(), title),
        _ => ("", text),
    }
}

fn candidate(document: &Document, line: usize) -> Option<Candidate<'_>> {
    let (start, text) = content(document, line);
    let (number, title) = split_number(text);
    let title = title.trim_end_matches([' ', '。', ':', '.', '|', '#']);
    let end = start + (text.len() - split_number(text).1.len()) + title.len();
    (!title.is_empty()).then_some(Candidate { line, range: start..end, number, title })
}

/// Sections whose title stands there to the letter; where it stands there twice, not the one in a
/// table of contents.
fn exact(document: &Document, form: &Form) -> Vec<Option<Heading>> {
    let mut found: Vec<Vec<(usize, Heading)>> = vec![Vec::new(); form.sections.len()];
    for line in 0..document.lines().len() {
        let (start, text) = content(document, line);
        if !text.starts_with(numeral::counts) {
            continue;
        }
        let (number, title) = split_number(text);
        if number.is_empty() {
            continue;
        }
        let matched = form.sections.iter().enumerate().find_map(|(index, section)| {
            let end = |known: &String| title_end(document, line, start + (text.len() - title.len()), title, known);
            section.titles.iter().find_map(|known| Some((index, end(known)?)))
        });
        if let Some((index, end)) = matched {
            let number_ok = form.sections[index].number == number;
            let span = document.span(start..end);
            found[index].push((end, Heading { span, line, title_ok: true, number_ok, displaced: false }));
        }
    }
    let sections = found.iter().enumerate();
    let lines = sections.flat_map(|(section, found)| found.iter().map(move |(_, heading)| (heading.line, section)));
    let contents = contents(document, lines.collect());
    // A report that has nothing but headings has no table of contents.
    let in_contents = |heading: &Heading| contents.contains(&heading.line);
    let has_body = found.iter().flatten().any(|(_, heading)| !in_contents(heading));
    let choose = |found: Vec<(usize, Heading)>| {
        found.into_iter().map(|(_, heading)| heading).find(|heading| !has_body || !in_contents(heading))
    };
    found.into_iter().map(choose).collect()
}

/// The lines of a table of contents, given the lines of all headings with their sections: several
/// headings one after the other with nothing between, up to the first that stands there again.
fn contents(document: &Document, mut lines: Vec<(usize, usize)>) -> Vec<usize> {
    const FEWEST: usize = 4;
    lines.sort_unstable();
    let mut contents = Vec::new();
    let mut run: Vec<(usize, usize)> = Vec::new();
    let mut close = |run: &mut Vec<(usize, usize)>| {
        if run.len() >= FEWEST {
            contents.extend(run.iter().map(|&(line, _)| line));
        }
        run.clear();
    };
    for (line, section) in lines {
        let follows = run.last().is_some_and(|&(last, _)| next_line(document, last) == Some(line));
        if !follows || run.iter().any(|&(_, known)| known == section) {
            close(&mut run);
        }
        run.push((line, section));
    }
    close(&mut run);
    contents
}

/// Where a title ends, in the normalised text, if it is the known one: alone, with text behind a full
/// stop, or wrapped onto the next line.
fn title_end(document: &Document, line: usize, start: usize, title: &str, known: &str) -> Option<usize> {
    if let Some(rest) = title.strip_prefix(known) {
        let rest = rest.trim_matches([' ', '#', '|']);
        let ends = rest.is_empty() || rest.starts_with(['。', ':']) || rest == "." || rest.starts_with("(单位");
        return ends.then_some(start + known.len());
    }
    let wrapped = known.strip_prefix(title.trim_end()).filter(|rest| !rest.is_empty() && !title.is_empty())?;
    let next = next_line(document, line).filter(|&next| document.line_text(next) == wrapped)?;
    Some(document.normal_of(next..next + 1).start + wrapped.len())
}

fn next_line(document: &Document, line: usize) -> Option<usize> {
    let lines = document.lines().iter().enumerate().skip(line + 1);
    lines.filter(|(_, line)| !line.is_blank()).map(|(number, _)| number).next()
}

/// Sections that are missing between two that were found, by the line that is most like them.
fn fuzzy(document: &Document, form: &Form, headings: &mut [Option<Heading>]) {
    let in_place = longest_rising_headings(headings);
    for (index, heading) in headings.iter_mut().enumerate().filter(|(_, heading)| heading.is_none()) {
        let before = in_place.iter().rev().find(|&&(section, _)| section < index).map_or(0, |&(_, line)| line + 1);
        let after = in_place.iter().find(|&&(section, _)| section > index);
        let after = after.map_or(document.lines().len(), |&(_, line)| line);
        let best = (before..after)
            .filter_map(|line| likeness(document, form, index, line))
            .max_by_key(|(score, candidate)| (*score, std::cmp::Reverse(candidate.line)));
        *heading = best.map(|(_, candidate)| Heading {
            span: document.span(candidate.range.clone()),
            line: candidate.line,
            title_ok: form.sections[index].titles.iter().any(|known| known == candidate.title),
            number_ok: candidate.number == form.sections[index].number,
            displaced: false,
        });
    }
}

/// How like a section's heading a line is, in hundredths; none where it is not a heading of it.
fn likeness<'d>(document: &'d Document, form: &Form, index: usize, line: usize) -> Option<(usize, Candidate<'d>)> {
    let section = &form.sections[index];
    let text = document.line_text(line);
    let candidate = candidate(document, line)?;
    // The section's own numeral between its neighbours is as good as half a title.
    let (may_be, least) = match candidate.number {
        "" => (section.titles.iter().any(|known| is_numeral_damaged(text, known, &section.number)), 0),
        number if number == section.number => {
            (candidate.title.chars().count() <= LONGEST_TITLE && !candidate.title.contains(['。', ';']), 20)
        }
        _ => (true, 50),
    };
    // Most lines end here: what costs more comes behind.
    if !may_be || text.chars().count() > LONGEST_HEADING || is_table_label(form, text) {
        return None;
    }
    let title: Vec<char> = candidate.title.chars().collect();
    let like = |known: &String| {
        let known: Vec<char> = known.chars().collect();
        let longest = known.len().max(title.len()).max(1);
        100 - 100 * edit_distance(&known, &title) / longest
    };
    let score = section.titles.iter().map(like).max().unwrap_or(0);
    (score >= least).then_some((score, candidate))
}

/// Whether a line is the known title behind nothing, or behind what may be left of a numeral; a
/// sentence (`无其他需要报告的事项。`) is not, and `（二）…` heads a part of a section.
fn is_numeral_damaged(text: &str, known: &str, number: &str) -> bool {
    const LONGEST: usize = 3;
    let Some(before) = text.strip_suffix(known) else { return false };
    if before.starts_with('(') {
        return before.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) == Some(number);
    }
    let short = before.chars().count() <= LONGEST;
    before.is_empty() || short && before.contains(|c| numeral::counts(c) || matches!(c, '、' | '.' | ',' | '#'))
}

/// Rows such as `三、本年度办理结果` are numbered like sections.
fn is_table_label(form: &Form, text: &str) -> bool {
    let begins = |label: &super::model::Label| text.starts_with(label.key.as_str()) && label.key.contains('、');
    form.tables.iter().any(|table| table.labels.iter().any(begins))
}

fn longest_rising_headings(headings: &[Option<Heading>]) -> Vec<(usize, usize)> {
    let mut by_line: Vec<(usize, usize)> =
        headings.iter().enumerate().filter_map(|(section, h)| Some((h.as_ref()?.line, section))).collect();
    by_line.sort_unstable();
    let sections: Vec<usize> = by_line.iter().map(|&(_, section)| section).collect();
    longest_rising(&sections).into_iter().map(|i| (by_line[i].1, by_line[i].0)).collect()
}

fn mark_displaced(headings: &mut [Option<Heading>]) {
    let in_place = longest_rising_headings(headings);
    for (section, heading) in headings.iter_mut().enumerate() {
        if let Some(heading) = heading {
            heading.displaced = !in_place.iter().any(|&(placed, _)| placed == section);
        }
    }
}

/// Where sections changed places and were numbered anew, the numeral is right for the place: that
/// is one defect, the order, not two.
fn settle_numbers(headings: &mut [Option<Heading>]) {
    if headings.iter().flatten().any(|h| h.displaced) {
        headings.iter_mut().flatten().for_each(|h| h.number_ok = true);
    }
}

/// Each section reaches to the next heading in the document.
fn bodies(document: &Document, headings: Vec<Option<Heading>>) -> Vec<SectionFound> {
    let mut starts: Vec<usize> = headings.iter().flatten().map(|h| h.line).collect();
    starts.sort_unstable();
    headings
        .into_iter()
        .map(|heading| {
            let Some(heading) = heading else { return SectionFound::default() };
            let end = starts.iter().copied().find(|&line| line > heading.line).unwrap_or(document.lines().len());
            let from = document.normal().index_of(heading.span.end);
            let to = document.normal_of(end..end).start;
            SectionFound { body: from..to.max(from), lines: heading.line..end, heading: Some(heading) }
        })
        .collect()
}
