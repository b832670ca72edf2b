//! `ignore` in a configuration: findings that are passed over, by rule, file and place.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::globs::Globs;
use super::raw::RawIgnore;
use crate::check::{Finding, FormPlace};
use crate::form::{Axis, Table};
use crate::rule::{PackError, RuleFile, Ruleset, resolve_line, suggestion};

/// An entry of `ignore`.
#[derive(Debug)]
pub struct Ignore {
    raw: RawIgnore,
    globs: Globs,
    /// Where it stands in the configuration.
    path: [String; 2],
    used: AtomicBool,
}

impl Ignore {
    /// An entry, validated against the rules and the form.
    pub fn new(
        file: &Arc<RuleFile>,
        index: usize,
        raw: RawIgnore,
        ruleset: &Ruleset,
        errors: &mut Vec<PackError>,
    ) -> Self {
        let number = index.to_string();
        let globs = Globs::new(file, &["ignore", &number, "files"], &raw.files, errors);
        let mut wrong = |key: &str, message: String, help: Option<String>| {
            let path = ["ignore", &number, key].map(str::to_owned);
            errors.push(PackError::new(file, file.span(&path), message).with_help(help));
        };
        if raw.reason.trim().is_empty() {
            wrong("reason", "写明忽略的原因".into(), None);
        }
        let known = |means: &str| match means.strip_suffix('*').filter(|topic| topic.ends_with('/')) {
            Some(topic) => ruleset.ids().any(|id| id.starts_with(topic)),
            None => ruleset.rule(means).is_some(),
        };
        if !known(&raw.rule) {
            let near = ruleset.nearest_id(&raw.rule).map(|near| format!("是不是 `{near}`？"));
            wrong("rule", format!("没有这条规则：`{}`", raw.rule), near);
        }
        let sections = ruleset.forms.iter().flat_map(|f| &f.sections).map(|s| s.key.as_str());
        let sections: Vec<&str> = ["title", "preface"].into_iter().chain(sections).collect();
        let tables: Vec<&str> = ruleset.forms.iter().flat_map(|f| &f.tables).map(|t| t.key.as_str()).collect();
        for (key, value, known) in [("section", &raw.section, &sections), ("table", &raw.table, &tables)] {
            if let Some(value) = value.as_ref().filter(|value| !known.contains(&value.as_str())) {
                wrong(key, format!("格式里没有 `{value}`"), suggestion(value, known));
            }
        }
        for (key, value, axis) in [("row", &raw.row, Axis::Row), ("column", &raw.column, Axis::Column)] {
            let Some(value) = value else { continue };
            let forms = ruleset.forms.iter().flat_map(|form| &form.tables);
            let mut of_table = forms.filter(|table| raw.table.as_ref().is_none_or(|key| *key == table.key));
            let group = |table: &Table| {
                table.groups.iter().any(|group| group.axis == axis && [&group.key, &group.name].contains(&value))
            };
            if !of_table.any(|table| group(table) || !resolve_line(table, axis, value).is_empty()) {
                wrong(key, format!("格式里没有 `{value}`"), None);
            }
        }
        Self { raw, globs, path: ["ignore".to_owned(), number], used: AtomicBool::new(false) }
    }

    /// Whether it passes over a finding in a file, by its path relative to the configuration.
    #[must_use]
    pub fn covers(&self, relative: &Path, finding: &Finding) -> bool {
        let rule = match self.raw.rule.strip_suffix('*') {
            Some(topic) => finding.rule.starts_with(topic),
            None => finding.rule == self.raw.rule,
        };
        let covered = rule && (self.globs.is_empty() || self.globs.matches(relative)) && self.is_at(&finding.place);
        if covered {
            self.used.store(true, Ordering::Relaxed);
        }
        covered
    }

    fn is_at(&self, place: &FormPlace) -> bool {
        let same = |wanted: &Option<String>, is: &Option<String>| wanted.is_none() || wanted == is;
        let line = |wanted: &Option<String>, key: &Option<String>, name: &Option<String>| {
            wanted.is_none() || wanted == key || wanted == name
        };
        same(&self.raw.section, &place.section)
            && same(&self.raw.table, &place.table)
            && line(&self.raw.row, &place.row, &place.row_name)
            && line(&self.raw.column, &place.column, &place.column_name)
    }

    /// Why it is passed over.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.raw.reason
    }

    /// Globs that match nothing, and, where all the files it means were checked (`all`), the entry itself
    /// if it passed over nothing.
    #[must_use]
    pub fn unused(&self, file: &Arc<RuleFile>, root: &Path, seen: &[&Path], all: bool) -> Vec<PackError> {
        let globs = self.globs.unmatched(file, root, seen);
        if !globs.is_empty() {
            return globs;
        }
        let whole = all || (!self.globs.is_empty() && self.globs.are_files());
        if self.used.load(Ordering::Relaxed) || !whole {
            return Vec::new();
        }
        let message = format!("这一条没有忽略任何问题：`{}`", self.raw.rule);
        let span = file.span(&[&self.path[..], &["rule".to_owned()]].concat());
        vec![PackError::new(file, span, message).with_help(Some("问题已经改好的，删去这一条".into()))]
    }
}
