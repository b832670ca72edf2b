//! Runs the linter over a folder; what it found, and whom it suspects.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// A finding, of whatever severity.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: String,
    pub severity: String,
    pub at: Range<usize>,
    pub line: usize,
    /// Where the related places begin.
    pub related: Vec<usize>,
    pub suspects: Vec<Suspect>,
}

/// A cell that would explain a finding.
#[derive(Clone, Debug)]
pub struct Suspect {
    pub table: String,
    pub row: String,
    pub column: String,
    pub actual: String,
    pub expected: String,
    pub at: Range<usize>,
}

/// Checks every file of a folder in one call; findings by file name.
pub fn check(folder: &Path) -> BTreeMap<String, Vec<Finding>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let output = command.args(["check", "--format", "json"]).arg(folder).output().expect("gouji starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {complaint}"));
    let files = json["files"].as_array().expect("files");
    files.iter().map(|file| (name(file), list(&file["findings"]).map(finding).collect())).collect()
}

fn name(file: &Value) -> String {
    let path = Path::new(file["path"].as_str().expect("a path"));
    assert_eq!(file["status"], "checked", "{}", path.display());
    path.file_name().expect("a file name").to_string_lossy().into_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("a list").iter()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_else(|| panic!("no number: {value}"))
}

fn range(location: &Value) -> Range<usize> {
    number(&location["start"]["offset"])..number(&location["end"]["offset"])
}

fn finding(finding: &Value) -> Finding {
    Finding {
        rule: text(&finding["rule"]),
        severity: text(&finding["severity"]),
        at: range(&finding["location"]),
        line: number(&finding["location"]["start"]["line"]),
        related: list(&finding["related"]).map(|related| range(&related["location"]).start).collect(),
        suspects: list(&finding["suspects"]).map(suspect).collect(),
    }
}

fn suspect(suspect: &Value) -> Suspect {
    Suspect {
        table: text(&suspect["table"]),
        row: text(&suspect["row"]),
        column: text(&suspect["column"]),
        actual: text(&suspect["actual"]),
        expected: text(&suspect["expected"]),
        at: range(&suspect["location"]),
    }
}
