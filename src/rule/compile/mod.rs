//! From raw rules to rules: every name resolved, every expression read, every mistake at its place.

mod claim;
mod equation;
mod prose;
mod words;

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use super::draft::Draft;
use super::error::PackError;
use super::file::{RuleFile, suggestion};
use super::kind::{self, KINDS, NoParams};
use super::nearest::nearest;
use super::raw::{COMMON_KEYS, RawEnglish, RawRule};
use super::{Kind, Pack, Passage, Rule, Text};
use crate::document::normalise;
use crate::form::Form;
use crate::lazy::LazyRegex;
use words::words;

/// Compiles a rule; none where it has a mistake. `strict` also compiles what a run would only compile
/// on first use: packs from disk and the tests want every mistake at once. Beside the forms stands
/// whether they are known; where not, nothing is said of what the rule names of them.
pub fn compile_rule(
    draft: &Draft,
    packs: &[Arc<Pack>],
    (forms, forms_known): (&[Form], bool),
    strict: bool,
    expressions: &mut Expressions,
    errors: &mut Vec<PackError>,
) -> Option<Rule> {
    let path = Vec::new();
    let mut compiler =
        Compiler { draft, forms, forms_known, strict, path, captures: Vec::new(), expressions, errors: Vec::new() };
    let rule = packs.get(draft.pack).and_then(|pack| compiler.rule(pack));
    errors.append(&mut compiler.errors);
    rule
}

struct Compiler<'c> {
    draft: &'c Draft,
    forms: &'c [Form],
    /// Whether the forms are without mistakes.
    forms_known: bool,
    strict: bool,
    /// Where in the rule it is at work.
    path: Vec<String>,
    /// Names that the rule itself makes known to its messages.
    captures: Vec<String>,
    expressions: &'c mut Expressions,
    errors: Vec<PackError>,
}

/// Regular expressions by their pattern: what several rules share is compiled once.
pub type Expressions = FxHashMap<String, Arc<LazyRegex>>;

impl Compiler<'_> {
    fn rule(&mut self, pack: &Arc<Pack>) -> Option<Rule> {
        let (common, own) = split(&self.draft.value);
        if self.misspelt(&common, &own) {
            return None;
        }
        let raw: RawRule = self.read(common)?;
        let before = self.errors.len();
        let kind = self.kind(&raw, own);
        let kind_is_right = kind.is_some() && self.errors.len() == before;
        self.check_common(&raw, kind_is_right);
        let kind = kind?;
        Some(Rule {
            id: raw.id,
            severity: raw.severity,
            title: Text { zh: raw.title, en: raw.en.as_ref().map(|en| en.title.clone()) },
            why: raw.why,
            source: raw.source,
            editions: raw.editions,
            words: words(raw.message, raw.help, raw.cases),
            english: raw.en.map(|RawEnglish { message, help, cases, .. }| words(message, help, cases)),
            kind_name: raw.kind,
            kind,
            examples: raw.examples,
            written: self.draft.home.clone(),
            pack: Arc::clone(pack),
            changed: self.draft.changed.clone(),
        })
    }

    /// A misspelt key that every rule has would be told as one that is missing.
    fn misspelt(&mut self, common: &Value, own: &Value) -> bool {
        let keys = |value: &Value| -> Vec<String> {
            let mapping = value.as_mapping().into_iter().flatten();
            mapping.filter_map(|(key, _)| key.as_str().map(str::to_owned)).collect()
        };
        let given = keys(common);
        let absent: Vec<&str> = COMMON_KEYS.iter().copied().filter(|key| !given.iter().any(|g| g == key)).collect();
        let before = self.errors.len();
        for key in keys(own) {
            if let Some(near) = nearest(&key, absent.iter().copied()) {
                let (file, path) = self.place(&[&key]);
                let error = PackError::new(file, file.key_span(&path), format!("没有这个键：`{key}`"));
                self.tell(error.with_help(Some(format!("是不是 `{near}`？"))));
            }
        }
        self.errors.len() > before
    }

    fn read<T: DeserializeOwned>(&mut self, value: Value) -> Option<T> {
        let place = |inner: &[String]| self.place(&inner.iter().map(String::as_str).collect::<Vec<_>>());
        let read = RuleFile::read_at(value, COMMON_KEYS, |inner| {
            let (file, path) = place(inner);
            (Arc::clone(file), path)
        });
        read.map_err(|errors| errors.into_iter().for_each(|error| self.tell(error))).ok()
    }

    /// The file and the path there of a place in the rule.
    fn place(&self, keys: &[&str]) -> (&Arc<RuleFile>, Vec<String>) {
        let inner: Vec<&str> = self.path.iter().map(String::as_str).chain(keys.iter().copied()).collect();
        let Some(written) = self.draft.written(inner.first().copied()) else {
            // What was right in its own pack can only be wrong by what was changed elsewhere.
            let (key, change) = self.draft.last_change();
            return (&change.file, change.path.iter().cloned().chain([key.to_owned()]).collect());
        };
        let path = written.path.iter().cloned().chain(inner.iter().map(|&key| key.to_owned())).collect();
        (&written.file, path)
    }

    fn error(&mut self, keys: &[&str], message: impl Into<String>, help: Option<String>) {
        let (file, path) = self.place(keys);
        let error = PackError::new(file, file.span(&path), message).with_help(help);
        self.tell(error);
    }

    /// A mistake in what is named of the form.
    fn form_error(&mut self, keys: &[&str], message: impl Into<String>, help: Option<String>) {
        if self.forms_known {
            self.error(keys, message, help);
        }
    }

    /// A mistake in the key at a place, not in its value.
    fn error_at_key(&mut self, keys: &[&str], message: impl Into<String>, help: Option<String>) {
        let (file, path) = self.place(keys);
        let error = PackError::new(file, file.key_span(&path), message).with_help(help);
        self.tell(error);
    }

    /// A mistake within the scalar at a place, counted in its characters.
    fn error_within(&mut self, keys: &[&str], at: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let (file, path) = self.place(keys);
        let error = PackError::new(file, file.span_within(&path, at), message).with_help(help);
        self.tell(error);
    }

    /// A mistake in a line, from 1, of the block of text at a place.
    fn error_in_block(&mut self, keys: &[&str], line: Option<usize>, message: impl Into<String>) {
        let (file, path) = self.place(keys);
        let span = line.map_or_else(|| file.span(&path), |line| file.span_of_line(&path, line));
        let error = PackError::new(file, span, message);
        self.tell(error);
    }

    /// Adds a mistake; one that is found in each edition of the form is told once.
    fn tell(&mut self, error: PackError) {
        if !self.errors.iter().any(|known| known.is_same(&error)) {
            self.errors.push(error);
        }
    }

    /// The table with a key in each form of the editions, as indices of form and table.
    fn tables(&mut self, key: &str, editions: [&[String]; 2]) -> Vec<(usize, usize)> {
        let applies = |form: &Form| editions.iter().all(|list| list.is_empty() || list.contains(&form.edition));
        let forms = self.forms.iter().enumerate().filter(|(_, form)| applies(form));
        let table = |(index, form): (usize, &Form)| Some((index, form.tables.iter().position(|t| t.key == key)?));
        let found: Vec<(usize, usize)> = forms.filter_map(table).collect();
        if found.is_empty() {
            let known: Vec<&str> = self.forms.iter().flat_map(|f| &f.tables).map(|t| t.key.as_str()).collect();
            self.form_error(&["table"], format!("没有这张表：`{key}`"), suggestion(key, &known));
        }
        found
    }

    fn kind(&mut self, raw: &RawRule, own: Value) -> Option<Kind> {
        Some(match raw.kind.as_str() {
            "section" => Kind::Section(self.read::<kind::SectionParams>(own)?.expect),
            "table" => Kind::Table(self.read::<kind::TableParams>(own)?.expect),
            "row" => Kind::Row(self.read::<kind::RowParams>(own)?.expect),
            "cell" => Kind::Cell(self.read::<kind::CellParams>(own)?.expect),
            "period" => Kind::Period(self.read::<kind::PeriodParams>(own)?.expect),
            "equation" => {
                let params = self.read(own)?;
                Kind::Equation(self.equations(raw, &params))
            }
            "required-text" => {
                let params = self.read(own)?;
                Kind::RequiredText(self.required_text(params)?)
            }
            "pattern" => {
                let params = self.read(own)?;
                Kind::Pattern(self.pattern(params)?)
            }
            "claim" => {
                let params = self.read(own)?;
                Kind::Claim(self.claims(raw, params)?)
            }
            "parts" => {
                let params = self.read(own)?;
                Kind::Parts(self.parts(params)?)
            }
            "share" => {
                let params = self.read(own)?;
                Kind::Share(self.share(params)?)
            }
            "substitution" => {
                let params = self.read(own)?;
                Kind::Substitution(self.substitution(params)?)
            }
            "count" => {
                let params = self.read(own)?;
                Kind::Count(self.count(params)?)
            }
            "consistent" => {
                let params = self.read(own)?;
                Kind::Consistent(self.consistent(params)?)
            }
            "script" => {
                let params = self.read(own)?;
                Kind::Script(self.script(params)?)
            }
            "private-number" => {
                let params = self.read(own)?;
                Kind::PrivateNumber(self.private_number(params)?)
            }
            other => {
                let kind = match other {
                    "aspect" => Kind::Aspect,
                    "column" => Kind::Column,
                    "note" => Kind::Note,
                    "title" => Kind::Title,
                    "ignore-comment" => Kind::IgnoreComment,
                    _ => {
                        let known: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
                        self.error(&["kind"], format!("没有这种规则：`{other}`"), suggestion(other, &known));
                        return None;
                    }
                };
                self.read::<NoParams>(own)?;
                kind
            }
        })
    }

    /// The regular expression at a place of the rule.
    fn regex(&mut self, keys: &[&str], pattern: String) -> Arc<LazyRegex> {
        let regex = self.shared(pattern);
        if self.strict
            && let Some(fault) = regex.fault()
        {
            self.error(keys, fault, None);
        } else if self.strict
            && let Some((wide, narrow)) = never_found(regex.pattern())
        {
            let message = format!("`{wide}` 找不到：报告先转为半角再检查");
            self.error(keys, message, Some(format!("写成 `{narrow}`")));
        }
        regex
    }

    fn shared(&mut self, pattern: String) -> Arc<LazyRegex> {
        let known = self.expressions.entry(pattern);
        let new = |pattern: &String| Arc::new(LazyRegex::new(pattern));
        Arc::clone(known.or_insert_with_key(new))
    }

    /// One expression made of the several at a place of the rule; none where there are none. Each is
    /// told by itself where it is wrong.
    fn joined(&mut self, keys: &[&str], patterns: &[String], join: fn(&str) -> String) -> Option<Arc<LazyRegex>> {
        for (index, pattern) in patterns.iter().enumerate() {
            self.regex(&[keys, &[&index.to_string()]].concat(), pattern.clone());
        }
        let any = patterns.iter().map(|p| format!("(?:{p})")).collect::<Vec<_>>().join("|");
        (!patterns.is_empty()).then(|| self.shared(join(&any)))
    }

    /// An expression that finds whatever one of several finds.
    fn any_of(&mut self, keys: &[&str], patterns: &[String]) -> Option<Arc<LazyRegex>> {
        self.joined(keys, patterns, str::to_owned)
    }

    /// The same where there must be one.
    fn one_of(&mut self, key: &str, patterns: &[String]) -> Option<Arc<LazyRegex>> {
        if patterns.is_empty() {
            self.error(&[key], format!("`{key}` 至少要有一个表达式"), None);
        }
        self.any_of(&[key], patterns)
    }

    /// Passages of which only the prose is read.
    fn prose(&mut self, names: &[String]) -> Option<Vec<Passage>> {
        let passages = self.passages(&["within"], names)?;
        for (index, passage) in passages.iter().enumerate() {
            if matches!(passage, Passage::Table(_) | Passage::Title) {
                let message = "这种规则只看正文，不看标题和表格";
                self.error(&["within", &index.to_string()], message, None);
                return None;
            }
        }
        Some(passages)
    }

    fn passages(&mut self, keys: &[&str], names: &[String]) -> Option<Vec<Passage>> {
        let mut passages = Vec::with_capacity(names.len());
        if names.is_empty() && keys != ["allowed", "within"] {
            self.error(keys, "`within` 至少要有一个位置", None);
            return None;
        }
        for (index, name) in names.iter().enumerate() {
            let Some(passage) = passage(name, self.forms) else {
                let known = passage_names(self.forms);
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let index = index.to_string();
                let keys = [keys, &[index.as_str()]].concat();
                self.form_error(&keys, format!("没有这个位置：`{name}`"), suggestion(name, &known));
                return None;
            };
            passages.push(passage);
        }
        Some(passages)
    }
}

/// A character of an expression that no normalised text has, and the one that stands for it.
fn never_found(pattern: &str) -> Option<(char, String)> {
    let plain = |c: char| normalise(c.encode_utf8(&mut [0; 4]));
    pattern.chars().filter(|c| !c.is_ascii()).find_map(|c| {
        let plain = plain(c);
        (!plain.is_empty() && plain.chars().ne([c])).then_some((c, plain))
    })
}

/// The passage that a name means.
pub fn passage(name: &str, forms: &[Form]) -> Option<Passage> {
    Some(match name {
        "document" => Passage::Document,
        "preface" => Passage::Preface,
        "ending" => Passage::Ending,
        "title" => Passage::Title,
        _ => match name.strip_prefix("table:") {
            Some(key) if forms.iter().any(|f| f.tables.iter().any(|t| t.key == key)) => Passage::Table(key.to_owned()),
            None if forms.iter().any(|f| f.sections.iter().any(|s| s.key == name)) => Passage::Section(name.to_owned()),
            _ => return None,
        },
    })
}

/// All the names of passages, each once.
pub fn passage_names(forms: &[Form]) -> Vec<String> {
    let mut names: Vec<String> = ["document", "title", "preface", "ending"].map(str::to_owned).to_vec();
    let sections = forms.iter().flat_map(|form| form.sections.iter().map(|section| section.key.clone()));
    let tables = forms.iter().flat_map(|form| form.tables.iter().map(|table| format!("table:{}", table.key)));
    for name in sections.chain(tables) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Parts what every rule has from what belongs to its kind.
fn split(value: &Value) -> (Value, Value) {
    let Value::Mapping(mapping) = value else { return (value.clone(), Value::Null) };
    let is_common = |(key, _): &(&Value, &Value)| key.as_str().is_some_and(|k| COMMON_KEYS.contains(&k));
    let (common, own): (Vec<_>, Vec<_>) = mapping.iter().partition(is_common);
    let copy = |list: Vec<(&Value, &Value)>| {
        Value::Mapping(list.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect())
    };
    (copy(common), copy(own))
}
