//! What several test files need.

use std::path::{Path, PathBuf};

use gouji::source::{Source, from_bytes};
use gouji::{Checked, Linter, rule};

/// A linter with the built-in rules.
#[allow(dead_code, reason = "not every test file needs it")]
pub fn linter() -> Linter {
    match rule::built_in_checked() {
        Ok(ruleset) => Linter::new(ruleset),
        Err(errors) => panic!("{}", rule::render_errors(&errors)),
    }
}

/// A file of the repository.
#[allow(dead_code, reason = "not every test file needs it")]
pub fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Reads a file as a source.
#[allow(dead_code, reason = "not every test file needs it")]
pub fn source(path: &Path) -> Source {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    from_bytes(bytes, &path.display().to_string()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Severity letter, rule and line of every finding, in order.
#[allow(dead_code, reason = "not every test file needs it")]
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
#[allow(dead_code, reason = "not every test file needs it")]
pub fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let wanted = |path: &PathBuf| path.extension().is_some_and(|e| extensions.iter().any(|known| e == *known));
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(wanted).collect();
    files.sort();
    assert!(!files.is_empty(), "no files in {}", folder.display());
    files
}
