//! From raw rules to rules: every name resolved, every expression read, every mistake at its place.

mod claim;
mod equation;
mod prose;
mod words;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use super::error::PackError;
use super::file::{RuleFile, suggestion};
use super::kind::{self, KINDS, NoParams};
use super::nearest::nearest;
use super::raw::{COMMON_KEYS, RawEnglish, RawRule};
use super::{Kind, Passage, Rule, Text};
use crate::form::Form;
use crate::lazy::LazyRegex;
use words::words;

/// Compiles the rules of one file. `strict` also compiles what a run would only compile on first
/// use: packs from disk and the tests want every mistake at once.
pub fn compile_file(file: &Arc<RuleFile>, forms: &[Form], strict: bool, errors: &mut Vec<PackError>) -> Vec<Rule> {
    let list: Vec<Value> = match file.parse() {
        Ok(list) => list,
        Err(error) => {
            errors.push(error);
            return Vec::new();
        }
    };
    let mut expressions = Expressions::default();
    let rules = list.into_iter().enumerate().filter_map(|(index, value)| {
        let path = vec![index.to_string()];
        let mut compiler = Compiler { file, forms, strict, path, expressions: &mut expressions, errors: Vec::new() };
        let rule = compiler.rule(value);
        errors.append(&mut compiler.errors);
        rule
    });
    rules.collect()
}

struct Compiler<'c> {
    file: &'c Arc<RuleFile>,
    forms: &'c [Form],
    strict: bool,
    path: Vec<String>,
    expressions: &'c mut Expressions,
    errors: Vec<PackError>,
}

/// Regular expressions by their pattern: what several rules share is compiled once.
type Expressions = FxHashMap<String, Arc<LazyRegex>>;

impl Compiler<'_> {
    fn rule(&mut self, value: Value) -> Option<Rule> {
        let (common, own) = split(value);
        if self.misspelt(&common, &own) {
            return None;
        }
        let raw: RawRule = self.read(common)?;
        let kind = self.kind(&raw, own);
        self.check_common(&raw);
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
                let span = self.file.key_span(&self.at(&[&key]));
                let error = PackError::new(self.file, span, format!("没有这个键：`{key}`"));
                self.tell(error.with_help(Some(format!("是不是 `{near}`？"))));
            }
        }
        self.errors.len() > before
    }

    fn read<T: DeserializeOwned>(&mut self, value: Value) -> Option<T> {
        self.file.read(value, &self.path).map_err(|error| self.tell(error)).ok()
    }

    fn at(&self, keys: &[&str]) -> Vec<String> {
        self.path.iter().cloned().chain(keys.iter().map(|&k| k.to_owned())).collect()
    }

    fn error(&mut self, keys: &[&str], message: impl Into<String>, help: Option<String>) {
        let span = self.file.span(&self.at(keys));
        self.tell(PackError::new(self.file, span, message).with_help(help));
    }

    /// Adds a mistake; one that is found in each edition of the form is told once.
    fn tell(&mut self, error: PackError) {
        if !self.errors.iter().any(|known| (&known.span, &known.message) == (&error.span, &error.message)) {
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
            self.error(&["table"], format!("没有这张表：`{key}`"), suggestion(key, &known));
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
                    _ => {
                        let known: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
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
            && let Err(error) = regex.validate()
        {
            let message = error.to_string();
            let last = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            self.error(keys, format!("正则表达式有误：{last}"), None);
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

    fn passages(&mut self, names: &[String]) -> Option<Vec<Passage>> {
        let mut passages = Vec::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            passages.push(match name.as_str() {
                "document" => Passage::Document,
                "preface" => Passage::Preface,
                "ending" => Passage::Ending,
                key if self.forms.iter().any(|f| f.sections.iter().any(|s| s.key == key)) => {
                    Passage::Section(name.clone())
                }
                _ => {
                    let keys = self.forms.iter().flat_map(|f| &f.sections).map(|s| s.key.as_str());
                    let known: Vec<&str> = ["document", "preface", "ending"].into_iter().chain(keys).collect();
                    let message = format!("没有这个位置：`{name}`");
                    self.error(&["within", &index.to_string()], message, suggestion(name, &known));
                    return None;
                }
            });
        }
        Some(passages)
    }
}

/// Parts what every rule has from what belongs to its kind.
fn split(value: Value) -> (Value, Value) {
    let Value::Mapping(mapping) = value else { return (value, Value::Null) };
    let is_common = |(key, _): &(Value, Value)| key.as_str().is_some_and(|k| COMMON_KEYS.contains(&k));
    let (common, own): (Vec<_>, Vec<_>) = mapping.into_iter().partition(is_common);
    (Value::Mapping(common.into_iter().collect()), Value::Mapping(own.into_iter().collect()))
}
