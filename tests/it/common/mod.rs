//! What several test files need.

pub mod page;
pub mod paper;
pub mod table;
pub mod word;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gouji::source::{Source, from_bytes};
use gouji::{Checked, Linter, rule};
use serde_json::Value;

/// Extensions of the reports in `fixtures/`.
pub const REPORTS: &[&str] = &["txt", "md", "html", "docx", "pdf"];

/// A linter with the built-in rules.
pub fn linter() -> Linter {
    match rule::built_in_checked() {
        Ok(ruleset) => Linter::new(ruleset),
        Err(errors) => panic!("{}", rule::render_errors(&errors)),
    }
}

/// A file of the repository.
pub fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Reads a file as a source.
pub fn source(path: &Path) -> Source {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    from_bytes(bytes, &path.display().to_string()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Severity letter, rule and line of every finding, in order.
pub fn lines(checked: &Checked) -> Vec<String> {
    let line = |finding: &gouji::check::Finding| {
        let letter = match finding.severity {
            rule::Severity::Error => 'E',
            rule::Severity::Warning => 'W',
            rule::Severity::Hint => 'H',
        };
        format!("{letter} {} {}", finding.rule, checked.source.locate(finding.span).start.line)
    };
    checked.findings.iter().map(line).collect()
}

/// The files of a folder with one of the extensions, sorted; never none.
pub fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let wanted = |path: &PathBuf| path.extension().is_some_and(|e| extensions.iter().any(|known| e == *known));
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(wanted).collect();
    files.sort();
    assert!(!files.is_empty(), "no files in {}", folder.display());
    files
}

/// The example report to which the rules of the national pack state their examples; it is clean.
pub fn report() -> String {
    std::fs::read_to_string(file("rules/national/examples/report.txt")).expect("the example report")
}

/// Runs gouji in a folder.
pub fn gouji(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.current_dir(folder).args(arguments).output().expect("gouji starts")
}

/// A folder with a file in it.
pub fn folder_with(bytes: &[u8], name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), bytes).expect("a file is written");
    folder
}

/// What `gouji check` says of a file of some bytes, as the JSON of that file.
pub fn checked(bytes: &[u8], name: &str) -> Value {
    let folder = folder_with(bytes, name);
    let output = gouji(folder.path(), &["check", "--format", "json", name]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    json["files"][0].clone()
}

/// The figures that `gouji extract` gives of a file of some bytes, in the order of the form.
pub fn figures(bytes: &[u8], name: &str) -> Vec<String> {
    let folder = folder_with(bytes, name);
    let output = gouji(folder.path(), &["extract", name]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let cells = json["files"][0]["cells"].as_array().expect("cells");
    cells.iter().map(|cell| cell["value"].as_str().unwrap_or("?").to_owned()).collect()
}
