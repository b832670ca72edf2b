//! A damaged place in a table shifts nothing: every other figure stands in its cell.

use crate::common;

use std::path::Path;

use gouji::document::Document;
use gouji::form::{CellState, lay};
use gouji::rule::{self, Ruleset};
use gouji::source::Source;

/// Every cell of the applications table, as text, row by row.
fn cells(text: &str, ruleset: &Ruleset) -> Vec<Vec<String>> {
    let document = Document::new(Source::new("t", text.to_owned(), 0));
    let report = lay(&document, &ruleset.forms[0]);
    let show = |state: &CellState| match state {
        CellState::Number(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    let found = report.tables[1].as_ref().expect("the table is found");
    found.rows.iter().map(|row| row.cells.iter().map(|cell| show(&cell.state)).collect()).collect()
}

fn ruleset() -> Ruleset {
    rule::built_in().expect("the built-in rules are valid")
}

fn clean(name: &str) -> String {
    common::source(&common::file("fixtures/clean").join(name)).text().to_owned()
}

/// The lines of the applications table, from its first row to its last.
fn body(text: &str) -> std::ops::Range<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let squeezed = |line: &str| line.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let first = lines.iter().position(|line| squeezed(line).contains("一、本年新收")).expect("the first row");
    let last = lines.iter().position(|line| squeezed(line).contains("四、结转下年度")).expect("the last row");
    first + 1..last
}

fn with_line(text: &str, at: usize, line: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(at, line);
    lines.join("\n")
}

const LAYOUTS: [&str; 8] = [
    "1-tabs.txt",
    "2-cell-per-line.txt",
    "3-ocr.txt",
    "4-markdown.md",
    "5-web.txt",
    "5-web-blank-lines.txt",
    "6-pdftotext.txt",
    "6-pdftotext-layout.txt",
];

#[test]
fn a_page_number_or_a_blank_line_anywhere_shifts_nothing() {
    let ruleset = ruleset();
    for name in LAYOUTS {
        let text = clean(name);
        let truth = cells(&text, &ruleset);
        for at in body(&text) {
            for line in ["- 5 -", "—12—", "第 3 页", ""] {
                assert_eq!(
                    cells(&with_line(&text, at, line), &ruleset),
                    truth,
                    "{name}: {line:?} before line {}",
                    at + 1
                );
            }
        }
    }
}

#[test]
fn junk_text_between_rows_shifts_nothing() {
    let ruleset = ruleset();
    for name in ["1-tabs.txt", "3-ocr.txt", "4-markdown.md", "6-pdftotext-layout.txt"] {
        let text = clean(name);
        let truth = cells(&text, &ruleset);
        for at in body(&text) {
            let junk = with_line(&text, at, "一、工列公开政府间心门700");
            assert_eq!(cells(&junk, &ruleset), truth, "{name}: junk before line {}", at + 1);
        }
    }
}

#[test]
fn a_lost_row_shifts_nothing() {
    let ruleset = ruleset();
    for name in ["1-tabs.txt", "4-markdown.md"] {
        let text = clean(name);
        let truth = cells(&text, &ruleset);
        for lost in body(&text) {
            let lines: Vec<&str> =
                text.lines().enumerate().filter(|(at, _)| *at != lost).map(|(_, line)| line).collect();
            let found = cells(&lines.join("\n"), &ruleset);
            let different = found.iter().zip(&truth).filter(|(one, other)| one != other).count();
            assert!(different <= 1, "{name}: without line {} {different} rows differ", lost + 1);
            let gone = found.iter().filter(|row| row.iter().all(|cell| cell == "Absent")).count();
            assert_eq!(gone, different, "{name}: without line {}", lost + 1);
        }
    }
}

#[test]
fn the_fixtures_cover_every_layout() {
    for name in LAYOUTS {
        assert!(Path::new(&common::file("fixtures/clean").join(name)).exists(), "{name}");
    }
}
