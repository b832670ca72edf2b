//! The hand-made reports in `fixtures/`, against the truth that stands beside them.

use crate::common;

use std::path::Path;

use gouji::document::Document;
use gouji::form::{CellState, Report, Table, TableFound, lay};
use gouji::rule;

#[test]
fn nothing_is_found_in_a_clean_report() {
    let linter = common::linter();
    for path in common::files(&common::file("fixtures/clean"), common::REPORTS) {
        let checked = linter.check(common::source(&path));
        assert_eq!(checked.status, gouji::Status::Checked, "{}", path.display());
        assert_eq!(common::lines(&checked), Vec::<String>::new(), "{}", path.display());
    }
}

/// Expected findings of rules that this version does not have are passed over, and counted.
#[test]
fn exactly_what_is_damaged_is_found() {
    let linter = common::linter();
    let known = |line: &&str| linter.ruleset().rules.iter().any(|rule| line.split(' ').nth(1) == Some(&rule.id));
    let (mut expected_all, mut without_rule) = (0, 0);
    for path in common::files(&common::file("fixtures/damaged"), common::REPORTS) {
        let truth = std::fs::read_to_string(path.with_extension("findings")).expect("a sidecar");
        let lines: Vec<&str> = truth.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
        let mut expected: Vec<&str> = lines.iter().copied().filter(|line| known(line)).collect();
        expected_all += expected.len();
        without_rule += lines.len() - expected.len();
        let mut found = common::lines(&linter.check(common::source(&path)));
        found.retain(|line| !line.starts_with('H'));
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{}", path.display());
    }
    assert!(expected_all >= 40, "only {expected_all} expected findings");
    println!("{expected_all} findings expected and found; {without_rule} of rules that are not there yet");
}

#[test]
fn every_figure_stands_in_its_cell() {
    let ruleset = rule::built_in().expect("the built-in rules are valid");
    for sidecar in common::files(&common::file("fixtures/clean"), &["csv"]) {
        let (edition, figures) = edition_of(&sidecar);
        let form = ruleset.forms.iter().find(|form| form.edition == edition);
        let form = form.unwrap_or_else(|| panic!("no form of edition {edition} for {}", sidecar.display()));
        let document = Document::new(common::source(&report_of(&sidecar)));
        let report = lay(&document, form);
        let truth = std::fs::read_to_string(&sidecar).expect("a sidecar");
        let rows: Vec<&str> = truth.lines().skip(1).filter(|line| !line.is_empty()).collect();
        assert_eq!(rows.len(), figures, "{}", sidecar.display());
        for row in rows {
            let fields: Vec<&str> = row.split(',').collect();
            let [table, row, column, value] = fields[..] else { panic!("{}: {row}", sidecar.display()) };
            assert_eq!(figure(&report, table, row, column), value, "{}: {table} {row} {column}", sidecar.display());
        }
    }
}

/// The edition whose tables the report has, by the name of its file, and how many figures are in them.
fn edition_of(sidecar: &Path) -> (&'static str, usize) {
    match sidecar.file_name().is_some_and(|name| name.to_string_lossy().starts_with("2019-")) {
        true => ("2019", 22 + 23 * 7 + 15),
        false => ("2021", 10 + 25 * 7 + 15),
    }
}

fn report_of(sidecar: &Path) -> std::path::PathBuf {
    let name = sidecar.to_string_lossy().replace(".figures.csv", "");
    let found = common::REPORTS.iter().map(|e| Path::new(&format!("{name}.{e}")).to_owned()).find(|p| p.exists());
    found.unwrap_or_else(|| panic!("no report beside {}", sidecar.display()))
}

/// The figure in a cell, by the labels of the form.
fn figure(report: &Report<'_>, table: &str, row: &str, column: &str) -> String {
    let index = report.form.tables.iter().position(|t| t.key == table).expect("a table");
    let (table, found) = report.table(index).expect("the table is found");
    let label = row.rsplit('/').next().unwrap_or(row);
    let in_group = |r: usize| {
        row.split_once('/')
            .is_none_or(|(group, _)| table.rows[r].group.is_some_and(|g| label_of_group(table, g) == group))
    };
    let named = |&r: &usize| table.rows[r].label.map_or("", |id| table.label(id).text.as_str()) == label && in_group(r);
    let row = (0..table.rows.len()).find(named).unwrap_or_else(|| panic!("no row {row}"));
    cell(table, found, row, column)
}

fn label_of_group(table: &Table, group: usize) -> &str {
    &table.label(table.groups[group].label).text
}

fn cell(table: &Table, found: &TableFound, row: usize, column: &str) -> String {
    let columns = table.columns_of(row);
    let named = |c: &usize| {
        let line = &table.columns[*c];
        let label = &table.label(line.label).text;
        // A label may hold a stroke of its own: `本年增/减`.
        let in_group = |g: usize| format!("{}/{label}", label_of_group(table, g)) == column;
        label == column || line.group.is_some_and(in_group)
    };
    let position = columns.clone().find(named).unwrap_or_else(|| panic!("no column {column}")) - columns.start;
    match found.cell(row, position).map(|cell| &cell.state) {
        Some(CellState::Number(number)) => number.normalize().to_string(),
        other => format!("{other:?}"),
    }
}
