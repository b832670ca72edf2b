//! The rules which read the prose against the tables, by sentences that were written without a look
//! at the rules.

use crate::common;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gouji::source::Source;
use gouji::{Checked, Linter};
use serde::Deserialize;

const FOLDER: &str = "rules/national/examples";

/// Every rule which must be covered both ways.
const RULES: &[&str] = &[
    "claim/received",
    "claim/handled",
    "claim/carried",
    "claim/category",
    "claim/review",
    "claim/suit",
    "claim/none-received",
    "claim/penalty",
    "text/sum-of-parts",
    "text/percent",
    "text/contradiction",
    "privacy/id-number",
    "privacy/bank-card",
    "privacy/mobile-phone",
];

/// A sentence and what it must set off.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    text: String,
    under: Place,
    #[serde(default)]
    base: Base,
    #[serde(default)]
    fires: BTreeMap<String, Texts>,
    /// Rules which the same wrong number may set off too.
    #[serde(default)]
    may: Vec<String>,
    #[serde(default)]
    note: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Texts {
    One(String),
    Several(Vec<String>),
}

impl Texts {
    fn all(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Base {
    #[default]
    Full,
    None,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Place {
    Preface,
    Proactive,
    OnRequest,
    Management,
    Platform,
    Supervision,
    Review,
    Problems,
    Other,
}

impl Place {
    /// The line that the text stands after or before.
    fn line(&self) -> (&'static str, bool) {
        match self {
            Self::Preface => ("一、总体情况", false),
            Self::Proactive => ("（一）主动公开", true),
            Self::OnRequest => ("（二）依申请公开", true),
            Self::Management => ("（三）政府信息管理", true),
            Self::Platform => ("（四）政府信息公开平台建设", true),
            Self::Supervision => ("（五）监督保障", true),
            Self::Review => ("五、存在的主要问题及改进情况", false),
            Self::Problems => ("五、存在的主要问题及改进情况", true),
            Self::Other => ("六、其他需要报告的事项", true),
        }
    }
}

#[test]
fn the_base_reports_are_clean() {
    let linter = common::linter();
    for name in ["prose.txt", "prose-none.txt"] {
        let source = common::source(&common::file(FOLDER).join(name));
        assert_eq!(common::lines(&linter.check(source)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn there_are_enough_sentences_of_each_kind() {
    let entries = entries();
    let silent = entries.iter().filter(|entry| entry.fires.is_empty()).count();
    assert!(entries.len() >= 60, "{} sentences", entries.len());
    assert!(silent * 2 >= entries.len(), "{silent} of {} sentences are silent", entries.len());
    // The headings of the file tell for which rule a sentence is silent.
    let yaml = text("prose.yaml");
    for rule in RULES {
        let firing = entries.iter().filter(|entry| entry.fires.contains_key(*rule)).count();
        assert!(firing >= 4, "{rule} fires on {firing} sentences");
        let (_, rest) =
            yaml.split_once(&format!("# ---- {rule}: nothing wrong ----")).unwrap_or_else(|| panic!("{rule}"));
        let silent = rest.split("# ----").next().unwrap_or_default().matches("- text:").count();
        assert!(silent >= 4, "{rule} is silent on {silent} sentences");
    }
    for rule in entries.iter().flat_map(|entry| entry.fires.keys().chain(&entry.may)) {
        assert!(RULES.contains(&rule.as_str()), "{rule}");
    }
}

#[test]
fn the_prose_is_read_as_a_person_reads_it() {
    let linter = common::linter();
    let bases = [text("prose.txt"), text("prose-none.txt")];
    let mut wrong = String::new();
    let mut count = 0;
    // `GOUJI_PROSE` names a table of further sentences, to try them.
    let further = std::env::var_os("GOUJI_PROSE").map_or_else(Vec::new, |path| {
        let table = std::fs::read_to_string(path).expect("the table of GOUJI_PROSE");
        serde_yaml::from_str(&table).expect("a table like prose.yaml")
    });
    for entry in entries().into_iter().chain(further) {
        let [full, none] = &bases;
        let base = if matches!(entry.base, Base::Full) { full } else { none };
        let report = with(base, &entry);
        if let Some(difference) = difference(&linter, report, &entry) {
            count += 1;
            let _ = writeln!(wrong, "{}\n{difference}", entry.text);
            if !entry.note.is_empty() {
                let _ = writeln!(wrong, "  note     {}", entry.note);
            }
        }
    }
    assert!(wrong.is_empty(), "{count} sentences are misread:\n\n{wrong}");
}

/// What is missing and what is too much, or nothing.
fn difference(linter: &Linter, report: String, entry: &Entry) -> Option<String> {
    let checked = linter.check(Source::new("report", report, 0));
    let mut got = found(&checked);
    let mut lines = String::new();
    for (rule, text) in entry.fires.iter().flat_map(|(rule, texts)| texts.all().iter().map(move |text| (rule, text))) {
        // The shortest, so that `1` does not take `10`.
        let fits = |&(_, (id, span)): &(usize, &(String, String))| id == rule && span.contains(text.as_str());
        match got.iter().enumerate().filter(fits).min_by_key(|(_, (_, span))| span.len()).map(|(at, _)| at) {
            Some(at) => {
                got.remove(at);
            }
            None => {
                let _ = writeln!(lines, "  missing  {rule} `{text}`");
            }
        }
    }
    for (rule, span) in got.iter().filter(|(rule, _)| !entry.may.contains(rule)) {
        let _ = writeln!(lines, "  too much {rule} `{span}`");
    }
    (!lines.is_empty()).then_some(lines)
}

/// Rule and text of every finding.
fn found(checked: &Checked) -> Vec<(String, String)> {
    checked.findings.iter().map(|f| (f.rule.clone(), checked.source.slice(f.span).to_owned())).collect()
}

/// The base report with the sentence of an entry.
fn with(base: &str, entry: &Entry) -> String {
    let (line, after) = entry.under.line();
    let (before, rest) = base.split_once(&format!("\n{line}\n")).unwrap_or_else(|| panic!("no line {line}"));
    let text = &entry.text;
    if after { format!("{before}\n{line}\n\n{text}\n{rest}") } else { format!("{before}\n{text}\n\n{line}\n{rest}") }
}

fn entries() -> Vec<Entry> {
    let table =
        |name: &str| -> Vec<Entry> { serde_yaml::from_str(&text(name)).unwrap_or_else(|e| panic!("{name}: {e}")) };
    [table("prose.yaml"), table("prose-further.yaml")].into_iter().flatten().collect()
}

fn text(name: &str) -> String {
    let path = common::file(FOLDER).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
