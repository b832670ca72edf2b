//! Runs the linter over a folder and reads its JSON.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::generated::expect::Finding;

/// What the linter said of a file.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Whether it was read and taken for a report.
    pub checked: bool,
    /// Errors and warnings.
    pub findings: Vec<Finding>,
}

/// Checks every file of a folder in one call; by file name.
pub fn check(folder: &Path) -> BTreeMap<String, Outcome> {
    let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--format", "json"])
        .arg(folder)
        .output()
        .expect("the linter starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 1 | 3)), "exit code {code:?}: {complaint}");
    let json: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("no JSON on standard output: {error}; {complaint}"));
    assert_eq!(json["schema"], 1, "the schema of the machine contract");
    let files = json["files"].as_array().expect("files");
    files.iter().map(outcome).collect()
}

fn outcome(file: &Value) -> (String, Outcome) {
    let path = Path::new(file["path"].as_str().expect("the path of a file"));
    let name = path.file_name().expect("a file name").to_string_lossy();
    let findings = file["findings"].as_array().expect("the findings of a file");
    let outcome = Outcome {
        checked: file["status"] == "checked",
        findings: findings.iter().filter(|finding| finding["severity"] != "hint").map(finding).collect(),
    };
    (name.into_owned(), outcome)
}

fn finding(finding: &Value) -> Finding {
    let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let related = finding["related"].as_array();
    Finding {
        rule: text("rule"),
        message: text("message"),
        line: line_of(&finding["location"]),
        related: related.into_iter().flatten().map(|related| line_of(&related["location"])).collect(),
    }
}

fn line_of(location: &Value) -> usize {
    let line = location["start"]["line"].as_u64().unwrap_or_default();
    usize::try_from(line).unwrap_or_default()
}
