//! `ignore` in a configuration: findings that are passed over, by rule, file and place.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::globs::Globs;
use super::raw::RawIgnore;
use crate::check::{Finding, FormPlace};
use crate::form::{Axis, Table};
use crate::rule::{PackError, RuleFile, Ruleset, suggestion};
use crate::topic;

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
    /// An entry, validated against the rules and the form where these are known.
    pub fn new(
        file: &Arc<RuleFile>,
        index: usize,
        raw: RawIgnore,
        ruleset: Option<&Ruleset>,
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
        if let Some(ruleset) = ruleset {
            check_names(&raw, ruleset, &mut wrong);
        }
        Self { raw, globs, path: ["ignore".to_owned(), number], used: AtomicBool::new(false) }
    }

    /// Whether it passes over a finding in a file, by its path relative to the configuration.
    #[must_use]
    pub fn covers(&self, relative: &Path, finding: &Finding) -> bool {
        let rule = topic::means(&self.raw.rule, &finding.rule);
        let covered = rule && (self.globs.is_empty() || self.globs.matches(relative)) && self.is_at(&finding.place);
        if covered {
            self.used.store(true, Ordering::Relaxed);
        }
        covered
    }

    fn is_at(&self, place: &FormPlace) -> bool {
        let same = |wanted: &Option<String>, is: &Option<String>| wanted.is_none() || wanted == is;
        let line = |wanted: &Option<String>, key: &Option<String>, name: &Option<String>| match (wanted, key, name) {
            (None, ..) => true,
            (Some(wanted), Some(key), Some(name)) => called(key, name).contains(wanted),
            _ => false,
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

/// Rule, section, table, row and column must be there; `wrong` is told key, message and advice.
fn check_names(raw: &RawIgnore, ruleset: &Ruleset, wrong: &mut impl FnMut(&str, String, Option<String>)) {
    let rules: Vec<String> = match raw.rule.ends_with('*') {
        true => ruleset.ids().filter_map(|id| Some(format!("{}/*", id.split_once('/')?.0))).collect(),
        false => ruleset.ids().map(str::to_owned).collect(),
    };
    let tables = ruleset.forms.iter().flat_map(|form| &form.tables);
    let sections = ruleset.forms.iter().flat_map(|form| &form.sections).map(|section| section.key.clone());
    let sections: Vec<String> = ["title", "preface"].map(str::to_owned).into_iter().chain(sections).collect();
    let keys: Vec<String> = tables.clone().map(|table| table.key.clone()).collect();
    let own = tables.filter(|table| raw.table.as_ref().is_none_or(|key| *key == table.key));
    let lines = |axis: Axis| own.clone().flat_map(|table| lines_of(table, axis)).collect::<Vec<String>>();
    let rule = Some(raw.rule.clone());
    for (key, value, known, what) in [
        ("rule", &rule, rules, "没有这条规则"),
        ("section", &raw.section, sections, "格式里没有"),
        ("table", &raw.table, keys, "格式里没有"),
        ("row", &raw.row, lines(Axis::Row), "格式里没有"),
        ("column", &raw.column, lines(Axis::Column), "格式里没有"),
    ] {
        let Some(value) = value else { continue };
        let found = known.contains(value);
        if !found {
            let mut known: Vec<&str> = known.iter().map(String::as_str).collect();
            known.dedup();
            wrong(key, format!("{what}：`{value}`"), suggestion(value, &known));
        }
    }
}

/// All that the rows or columns of a table may be called.
fn lines_of(table: &Table, axis: Axis) -> Vec<String> {
    let groups = table.groups.iter().filter(|group| group.axis == axis).map(|group| called(&group.key, &group.name));
    let lines = match axis {
        Axis::Row => (0..table.rows.len()).map(|row| called(&table.row_key(row), &table.row_title(row))).collect(),
        Axis::Column => {
            let columns = 0..table.columns.len();
            columns.map(|column| called(&table.column_key(column), &table.column_title(column))).collect::<Vec<_>>()
        }
    };
    groups.chain(lines).flatten().collect()
}

/// What a row or column may be called: by key or name, with its group in front or without.
fn called(key: &str, name: &str) -> [String; 5] {
    let bare = |text: &str, sign: char| text.rsplit_once(sign).map_or(text, |(_, bare)| bare).to_owned();
    [name.to_owned(), name.replace('·', "."), bare(name, '·'), key.to_owned(), bare(key, '.')]
}
