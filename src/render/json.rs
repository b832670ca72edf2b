//! `--format json`: the machine contract, schema 1.

use serde::Serialize;

use crate::check::{Finding, Related, Suspect};
use crate::linter::{Checked, Comparison, Status, status_name};
use crate::source::{Location, Source, Span};

/// Version of the contract.
pub const SCHEMA: u32 = 1;

/// A file of the result.
#[derive(Debug, Serialize)]
pub struct JsonFile<'a> {
    path: &'a str,
    form: Option<&'a str>,
    edition: Option<&'a str>,
    year: Option<u16>,
    status: &'static str,
    reason: Option<&'a str>,
    /// The report of the year before that it was compared with.
    previous: Option<&'a str>,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: crate::rule::Severity,
    message: &'a str,
    help: Option<&'a str>,
    location: Location,
    related: Vec<JsonRelated<'a>>,
    suspects: Vec<JsonSuspect<'a>>,
    fix: Option<JsonFix<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonRelated<'a> {
    message: &'a str,
    /// The file where that is another one.
    path: Option<&'a str>,
    location: Location,
}

#[derive(Debug, Serialize)]
struct JsonSuspect<'a> {
    table: &'a str,
    row: &'a str,
    column: &'a str,
    actual: &'a str,
    expected: &'a str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    edits: [JsonEdit<'a>; 1],
}

#[derive(Debug, Serialize)]
struct JsonEdit<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonTool {
    name: &'static str,
    version: &'static str,
}

/// Totals of a run.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct JsonSummary {
    /// Files in the result.
    pub files: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity hint.
    pub hints: usize,
    /// Findings that were passed over, not counted above.
    pub ignored: usize,
}

/// A file that was read.
#[must_use]
pub fn checked(path: &str, checked: &Checked) -> String {
    to_json(&JsonFile {
        path,
        form: checked.form.as_deref(),
        edition: checked.edition.as_deref(),
        year: checked.year,
        status: status_name(checked.status),
        reason: checked.reason.as_deref(),
        previous: match &checked.previous {
            Some(Comparison::With(path)) => Some(path),
            _ => None,
        },
        findings: checked.findings.iter().map(|f| finding(&checked.source, f)).collect(),
    })
}

/// A file that could not be read.
#[must_use]
pub fn unreadable(path: &str, reason: &str) -> String {
    let status = status_name(Status::Unreadable);
    let reason = Some(reason);
    to_json(&JsonFile {
        path,
        form: None,
        edition: None,
        year: None,
        status,
        reason,
        previous: None,
        findings: Vec::new(),
    })
}

fn finding<'a>(source: &Source, finding: &'a Finding) -> JsonFinding<'a> {
    let place = |span: Span| source.locate(span);
    JsonFinding {
        rule: &finding.rule,
        severity: finding.severity,
        message: &finding.message,
        help: finding.help.as_deref(),
        location: place(finding.span),
        related: finding.related.iter().map(|r| related(source, r)).collect(),
        suspects: finding.suspects.iter().map(|s| suspect(source, s)).collect(),
        fix: finding.fix.as_ref().and_then(|fix| {
            // What is cut up by markup cannot be replaced as a whole.
            let Span { start, end } = source.in_file(fix.span)?;
            Some(JsonFix { title: &fix.title, edits: [JsonEdit { start, end, text: &fix.text }] })
        }),
    }
}

fn related<'a>(source: &Source, related: &'a Related) -> JsonRelated<'a> {
    let (path, location) = match &related.elsewhere {
        Some(elsewhere) => (Some(elsewhere.path.as_str()), elsewhere.location),
        None => (None, source.locate(related.span)),
    };
    JsonRelated { message: &related.message, path, location }
}

fn suspect<'a>(source: &Source, suspect: &'a Suspect) -> JsonSuspect<'a> {
    JsonSuspect {
        table: &suspect.table,
        row: &suspect.row,
        column: &suspect.column,
        actual: &suspect.actual,
        expected: &suspect.expected,
        location: source.locate(suspect.span),
    }
}

/// The object around the files, which are JSON already.
#[must_use]
pub fn document(files: &[&str], summary: JsonSummary) -> String {
    let tool = to_json(&JsonTool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") });
    let mut text = format!("{{\"schema\":{SCHEMA},\"tool\":{tool},\"files\":[");
    for (index, file) in files.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(file);
    }
    text.push_str("],\n\"summary\":");
    text.push_str(&to_json(&summary));
    text.push_str("}\n");
    text
}

/// Structures of strings and numbers always serialise.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
