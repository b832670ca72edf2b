//! A pack and its rules as their YAML files write them, but for the parameters of a kind.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::setting::SettingSchema;

/// `pack.yaml`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPack {
    /// Name for machines.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Version of the pack.
    pub version: String,
    /// The versions of gouji it can be used with, such as `>=0.1`.
    #[serde(default)]
    pub requires: Option<String>,
    /// The packs it builds on: the name of one that gouji brings, or a folder such as `./city`, relative
    /// to this file.
    #[serde(default)]
    pub extends: Names,
    /// Form files, relative to this file: whole forms, other editions, or what is added to a form.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Rule files, relative to this file.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Changes to the rules of the packs it builds on, by rule id or `topic/*`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, SettingSchema>")]
    pub settings: serde_yaml::Mapping,
    /// The report to which the examples of rules state their changes, relative to this file; that of the
    /// pack it builds on where left out.
    #[serde(default)]
    pub example: Option<String>,
    /// What to replace in that report, and by what, before the examples of this pack state theirs.
    #[serde(default)]
    pub example_changes: BTreeMap<String, String>,
    /// The same issuer's report of the year before, for rules that compare the two.
    #[serde(default)]
    pub previous: Option<String>,
}

/// One name, or a list of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(pub Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamesVisitor;
        impl<'de> Visitor<'de> for NamesVisitor {
            type Value = Names;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name or a list of names")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Names, E> {
                Ok(Names(vec![name.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = list.next_element()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_any(NamesVisitor)
    }
}

impl JsonSchema for Names {
    fn schema_name() -> Cow<'static, str> {
        "Names".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
    }
}

/// Keys that every rule has; all others belong to its kind.
pub const COMMON_KEYS: &[&str] =
    &["id", "kind", "severity", "title", "why", "source", "editions", "message", "help", "cases", "en", "examples"];

/// What every rule has.
#[derive(Debug, Deserialize, JsonSchema)]
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
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWords {
    /// Template of the message.
    pub message: String,
    /// Template of the advice.
    #[serde(default)]
    pub help: Option<String>,
}

/// A rule in English.
#[derive(Debug, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExamples {
    /// The rule must be silent.
    pub pass: Vec<RawExample>,
    /// The rule must fire.
    pub fail: Vec<RawExample>,
}

/// An example: the pack's example report with changes, a report of its own, or a snippet.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExample {
    /// What to replace in the example report, and by what. Each text must stand in the report.
    #[serde(default)]
    pub replace: BTreeMap<String, String>,
    /// A snippet of text that is added to the example report.
    #[serde(default)]
    pub text: Option<String>,
    /// Where the snippet is added: at the end of this passage; of the first one that the rule looks at
    /// where left out.
    #[serde(default, rename = "in")]
    pub passage: Option<String>,
    /// A whole report, relative to the pack, in place of the example report.
    #[serde(default)]
    pub file: Option<String>,
    /// For a failing example: text that the line of the finding must contain.
    #[serde(default)]
    pub at: Option<String>,
}

/// How bad a finding is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
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

impl Severity {
    /// Its name in rules and in the machine contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Hint => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }
}

impl RawExample {
    /// Whether it is the example report as it stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.replace.is_empty() && self.text.is_none() && self.file.is_none()
    }
}
