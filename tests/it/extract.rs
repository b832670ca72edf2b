//! `gouji extract`: the figures that people wrote down beside the fixtures, from text and from Word.

use crate::common;

use std::path::Path;
use std::process::Output;

use serde_json::Value;

fn gouji(arguments: &[&str]) -> Output {
    common::gouji(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// A field, from 0, of each line behind the head.
fn values(csv: &str, field: usize) -> Vec<String> {
    csv.lines().skip(1).map(|line| line.split(',').nth(field).unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_figure_is_extracted_in_the_order_of_the_form() {
    let mut count = 0;
    for sidecar in common::files(&common::file("fixtures/clean"), &["csv"]) {
        let stem = sidecar.to_string_lossy().replace(".figures.csv", "");
        let report = common::REPORTS.iter().map(|e| format!("{stem}.{e}")).find(|path| Path::new(path).exists());
        let report = report.expect("a report beside the figures");
        let truth = values(&std::fs::read_to_string(&sidecar).expect("the figures"), 3);
        let output = gouji(&["extract", "--format", "csv", &report]);
        let csv = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(csv.starts_with("path,issuer,year,edition,table,row,column,state,value,line"), "{csv}");
        assert_eq!(values(&csv, 8), truth, "{report}");
        assert!(values(&csv, 7).iter().all(|state| state == "number"));
        count += 1;
    }
    assert!(count > 8);
}

#[test]
fn states_and_places_are_told_apart() {
    let report = common::report();
    let damaged = report
        .replacen("行政许可\t41", "行政许可\t", 1)
        .replacen("行政处罚\t6", "行政处罚\t六", 1)
        .replacen("行政强制\t0", "行政强制\t13900000186", 1)
        .replacen("规章\t0\t0\t0\n", "", 1);
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), &damaged).expect("a file is written");
    std::fs::write(folder.path().join("b.txt"), "会议纪要\n").expect("a file is written");
    let output = gouji(&["extract", &folder.path().display().to_string()]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let file = &json["files"][0];
    assert_eq!((&file["issuer"], &file["year"]), (&"云岭县青禾镇人民政府".into(), &2024.into()));
    let cells = file["cells"].as_array().expect("cells");
    // Ten figures in the first table, 25 rows of seven in the second, fifteen in the third.
    assert_eq!(cells.len(), 10 + 25 * 7 + 15);
    let cell = |row: &str, column: &str| {
        let found = cells.iter().find(|cell| cell["row"] == row && cell["column"] == column);
        found.unwrap_or_else(|| panic!("no cell {row}, {column}"))
    };
    assert_eq!(cell("licences", "decisions")["state"], "blank");
    assert_eq!(cell("penalties", "decisions")["state"], "unparsable");
    assert_eq!(cell("penalties", "decisions")["text"], "六");
    // It may be somebody's.
    assert_eq!(cell("coercion", "decisions")["text"], "139*****186");
    assert_eq!(cell("regulations", "made")["state"], "absent");
    assert_eq!(cell("regulations", "made")["location"], Value::Null);
    let fees = cell("fees", "fees");
    let line = damaged.lines().position(|line| line.starts_with("行政事业性收费")).expect("a row") + 1;
    assert_eq!((&fees["value"], &fees["location"]["start"]["line"]), (&"1.5".into(), &line.into()));
    assert_eq!(json["files"][1]["status"], "not-a-report");
}
