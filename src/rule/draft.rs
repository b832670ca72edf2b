//! A rule as packs and projects made it, before it is compiled: its keys, and where each is written.

use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use super::file::RuleFile;
use super::setting::Setting;

/// A value of a file.
#[derive(Debug, Clone)]
pub struct Written {
    /// The file.
    pub file: Arc<RuleFile>,
    /// Where in it.
    pub path: Vec<String>,
}

/// A rule before it is compiled.
#[derive(Debug, Clone)]
pub struct Draft {
    /// `topic/slug`; empty where the rule states none, which is told when it is compiled.
    pub id: String,
    /// Its keys.
    pub value: Value,
    /// Where the rule is written.
    pub home: Written,
    /// Index of the pack that has it.
    pub pack: usize,
    /// Keys that were changed elsewhere.
    moved: Vec<(String, Written)>,
    /// Who changed it, in order.
    pub changed: Vec<String>,
    /// Who switched it off, and why.
    pub off: Option<Off>,
}

/// Why a rule is not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Off {
    /// Who says so.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

impl Draft {
    /// A rule of a file.
    #[must_use]
    pub fn new(file: &Arc<RuleFile>, index: usize, value: Value, pack: usize) -> Self {
        let id = value.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let home = Written { file: Arc::clone(file), path: vec![index.to_string()] };
        Self { id, value, home, pack, moved: Vec::new(), changed: Vec::new(), off: None }
    }

    /// Where a key of the rule is written; none for one that stands where it always did in a rule that
    /// was changed.
    #[must_use]
    pub fn written(&self, key: Option<&str>) -> Option<&Written> {
        let moved = self.moved.iter().rev().find(|(name, _)| Some(name.as_str()) == key);
        moved.map(|(_, written)| written).or_else(|| self.moved.is_empty().then_some(&self.home))
    }

    /// The key that was last changed, and where; no key and where the rule is written if none was.
    #[must_use]
    pub fn last_change(&self) -> (&str, &Written) {
        self.moved.last().map_or(("", &self.home), |(key, written)| (key.as_str(), written))
    }

    /// Whether all of it is as its pack has it.
    #[must_use]
    pub fn is_original(&self) -> bool {
        self.changed.is_empty()
    }

    /// Changes it, as a file states at a path.
    pub fn change(&mut self, setting: &Setting, by: &str, file: &Arc<RuleFile>, path: &[String]) {
        self.changed.push(by.to_owned());
        match setting {
            Setting::Off(reason) => {
                self.off = Some(Off { by: by.to_owned(), reason: reason.clone() });
            }
            Setting::Severity(severity) => {
                self.off = None;
                self.set("severity", Value::String(severity.name().to_owned()), file, path);
            }
            Setting::Keys(keys) => {
                if keys.contains_key("severity") {
                    self.off = None;
                }
                for (key, value) in keys {
                    if let Some(key) = key.as_str() {
                        self.set(key, value.clone(), file, path);
                    }
                }
            }
        }
    }

    /// Words in another language or for a case stand beside those that are there; anything else takes
    /// the place of what was there.
    fn set(&mut self, key: &str, value: Value, file: &Arc<RuleFile>, path: &[String]) {
        let Value::Mapping(own) = &mut self.value else { return };
        let merged = match (key, own.get(key), value) {
            ("cases" | "en", Some(Value::Mapping(old)), Value::Mapping(new)) => Value::Mapping(beside(old, new)),
            (_, _, value) => value,
        };
        own.insert(Value::String(key.to_owned()), merged);
        self.moved.push((key.to_owned(), Written { file: Arc::clone(file), path: path.to_vec() }));
    }
}

fn beside(old: &Mapping, new: Mapping) -> Mapping {
    let mut all = old.clone();
    all.extend(new);
    all
}
