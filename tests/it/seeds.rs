//! The five real reports, against SEEDS.md. They are not part of the repository: the tests run where
//! `GOUJI_SHARED` names the folder that holds them.

use crate::common;

use std::path::PathBuf;

use gouji::document::Document;
use gouji::form::{CellState, lay};
use gouji::rule;

/// The shared folder, or none with a word on it.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("GOUJI_SHARED").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: GOUJI_SHARED is not set");
    }
    folder
}

/// Findings that must be there, and findings that may.
type Truth = (&'static str, &'static [&'static str], &'static [&'static str]);

/// SEEDS.md. In 002 the third empty cell is in line 62; all are one
/// finding at the first.
const TRUTH: [Truth; 5] = [
    ("000", &["W citation/document-number 5", "W fee/undisclosed 97"], &["W text/sum-of-parts 29"]),
    (
        "001",
        &[
            "E table/row-label 247",
            "E table/row-label 292",
            "W citation/superseded-notice 3",
            "W fee/undisclosed 419",
            "W table/note 70",
        ],
        &["W citation/document-number 3"],
    ),
    ("002", &["E table/cell-value 29", "W table/cell-blank 40"], &["E table/row-label 42"]),
    (
        "003",
        &[
            "E structure/section-title 86",
            "E structure/section-title 94",
            "W claim/penalty 15",
            "W text/sum-of-parts 13",
        ],
        &[],
    ),
    ("004", &[], &[]),
];

#[test]
fn the_seeds_yield_what_was_read_by_hand() {
    let Some(shared) = shared() else { return };
    let linter = common::linter();
    let seeds = common::files(&shared.join("seeds"), &["txt"]);
    assert_eq!(seeds.len(), TRUTH.len());
    for (path, (name, must, may)) in seeds.iter().zip(TRUTH) {
        assert!(path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)));
        let checked = linter.check(common::source(path));
        let mut found = common::lines(&checked);
        found.retain(|line| !line.starts_with('H') && !may.contains(&line.as_str()));
        found.sort();
        assert_eq!(found, must, "{name}");
    }
}

#[test]
fn the_empty_cells_of_002_are_told_in_one_finding() {
    let Some(shared) = shared() else { return };
    let path = &common::files(&shared.join("seeds"), &["txt"])[2];
    let checked = common::linter().check(common::source(path));
    let blank = checked.findings.iter().find(|f| f.rule == "table/cell-blank").expect("a finding");
    let related: Vec<u32> = blank.related.iter().map(|r| checked.source.locate(r.span).start.line).collect();
    assert_eq!(related, [41, 62]);
}

#[test]
fn every_figure_of_the_seeds_is_placed() {
    let Some(shared) = shared() else { return };
    let ruleset = rule::built_in().expect("the built-in rules are valid");
    for (index, path) in common::files(&shared.join("seeds"), &["txt"]).iter().enumerate() {
        let document = Document::new(common::source(path));
        let report = lay(&document, &ruleset.forms[0]);
        let cells = report.tables.iter().flatten().flat_map(|t| &t.rows).flat_map(|row| &row.cells);
        let odd = cells.filter(|cell| !matches!(cell.state, CellState::Number(_))).count();
        // In 002 three cells are empty and one is `钊 0`.
        assert_eq!(odd, if index == 2 { 4 } else { 0 }, "{}", path.display());
    }
}

#[test]
fn single_figures_named_in_seeds_md_are_where_it_says() {
    let Some(shared) = shared() else { return };
    let ruleset = rule::built_in().expect("the built-in rules are valid");
    let form = &ruleset.forms[0];
    let seeds = common::files(&shared.join("seeds"), &["txt"]);
    let figure = |seed: usize, table: usize, row: usize, position: usize| {
        let document = Document::new(common::source(&seeds[seed]));
        let report = lay(&document, form);
        let found = report.tables[table].as_ref().expect("the table is found");
        match found.cell(row, position).map(|cell| cell.state.clone()) {
            Some(CellState::Number(number)) => number.to_string(),
            other => format!("{other:?}"),
        }
    };
    // 002: the lost suit stands under 未经复议直接起诉: 结果纠正 1, 总计 1.
    assert_eq!([5, 6, 7, 8, 9].map(|position| figure(2, 2, 0, position)), ["0", "1", "0", "0", "1"]);
    // 004: 24 received end as 3 granted, 2 partly, 19 not held.
    let row = |name: &str| form.tables[1].rows.iter().position(|r| r.name == name).expect("a row");
    let total = |name: &str| figure(4, 1, row(name), 6);
    let names = ["本年新收", "予以公开", "部分公开", "本机关不掌握相关政府信息", "总计", "结转下年度"];
    assert_eq!(names.map(total), ["24", "3", "2", "19", "24", "0"]);
}
