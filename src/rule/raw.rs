//! A pack and its rules as their YAML files write them, but for the parameters of a kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `pack.yaml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPack {
    /// Name for machines.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Version of the pack.
    pub version: String,
    /// Form files, relative to the pack.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Rule files, relative to the pack.
    pub rules: Vec<String>,
    /// The report to which the examples of rules state their changes, relative to the pack.
    pub example: String,
    /// The same issuer's report of the year before, for rules that compare the two.
    #[serde(default)]
    pub previous: Option<String>,
}

/// Keys that every rule has; all others belong to its kind.
pub const COMMON_KEYS: &[&str] =
    &["id", "kind", "severity", "title", "why", "source", "editions", "message", "help", "cases", "en", "examples"];

/// What every rule has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    /// `topic/slug`
    pub id: String,
    /// One of [`super::kind::KINDS`].
    pub kind: String,
    /// How bad a finding is.
    pub severity: Severity,
    /// What the rule wants, in a line.
    pub title: String,
    /// Why.
    pub why: String,
    /// The clause it rests on, or `practice`.
    pub source: String,
    /// Form editions it applies to; all where left out.
    #[serde(default)]
    pub editions: Vec<String>,
    /// Template of the message.
    pub message: String,
    /// Template of the advice.
    #[serde(default)]
    pub help: Option<String>,
    /// Words for special cases.
    #[serde(default)]
    pub cases: BTreeMap<String, RawWords>,
    /// The same in English.
    #[serde(default)]
    pub en: Option<RawEnglish>,
    /// What must pass and what must fail.
    pub examples: RawExamples,
}

/// Message and advice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawWords {
    /// Template of the message.
    pub message: String,
    /// Template of the advice.
    #[serde(default)]
    pub help: Option<String>,
}

/// A rule in English.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawEnglish {
    /// What the rule wants, in a line.
    pub title: String,
    /// Template of the message.
    pub message: String,
    /// Template of the advice.
    #[serde(default)]
    pub help: Option<String>,
    /// Words for special cases.
    #[serde(default)]
    pub cases: BTreeMap<String, RawWords>,
}

/// Examples of a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawExamples {
    /// The rule must be silent.
    pub pass: Vec<RawExample>,
    /// The rule must fire.
    pub fail: Vec<RawExample>,
}

/// An example: the pack's example report with changes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawExample {
    /// What to replace, and by what. Each text must stand in the report.
    #[serde(default)]
    pub replace: BTreeMap<String, String>,
    /// For a failing example: text that the line of the finding must contain.
    #[serde(default)]
    pub at: Option<String>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    #[value(help = "提示")]
    Hint,
    /// Probably wrong.
    #[value(help = "警告")]
    Warning,
    /// Wrong.
    #[value(help = "错误")]
    Error,
}
