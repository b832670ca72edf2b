//! From raw rules to rules: every name resolved, every expression read, every mistake at its place.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_yaml::Value;

use super::equation::{Expression, resolve_line};
use super::error::PackError;
use super::file::{RuleFile, suggestion};
use super::kind::{self, Each, EquationParams, KINDS, NoParams, PatternParams, RequiredTextParams, Vocabulary};
use super::nearest::nearest;
use super::raw::{COMMON_KEYS, RawEnglish, RawRule, RawWords};
use super::template::Template;
use super::{Equation, Kind, Passage, Pattern, RequiredText, Rule, Text, Words};
use crate::form::{Axis, Form};
use crate::lazy::LazyRegex;

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
    let rules = list.into_iter().enumerate().filter_map(|(index, value)| {
        let mut compiler = Compiler { file, forms, strict, path: vec![index.to_string()], errors: Vec::new() };
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
    errors: Vec<PackError>,
}

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
                self.errors.push(error.with_help(Some(format!("是不是 `{near}`？"))));
            }
        }
        self.errors.len() > before
    }

    fn read<T: DeserializeOwned>(&mut self, value: Value) -> Option<T> {
        self.file.read(value, &self.path).map_err(|error| self.errors.push(error)).ok()
    }

    fn at(&self, keys: &[&str]) -> Vec<String> {
        self.path.iter().cloned().chain(keys.iter().map(|&k| k.to_owned())).collect()
    }

    fn error(&mut self, keys: &[&str], message: impl Into<String>, help: Option<String>) {
        let span = self.file.span(&self.at(keys));
        self.errors.push(PackError::new(self.file, span, message).with_help(help));
    }

    fn kind(&mut self, raw: &RawRule, own: Value) -> Option<Kind> {
        Some(match raw.kind.as_str() {
            "section" => Kind::Section(self.read::<kind::SectionParams>(own)?.expect),
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
            other => {
                let kind = match other {
                    "aspect" => Kind::Aspect,
                    "table" => Kind::Table,
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

    /// The equation in each form that the rule applies to and that has the table.
    fn equations(&mut self, raw: &RawRule, params: &EquationParams) -> Vec<(usize, Equation)> {
        let mut equations = Vec::new();
        let mut table_known = false;
        for (index, form) in self.forms.iter().enumerate() {
            if !raw.editions.is_empty() && !raw.editions.contains(&form.edition) {
                continue;
            }
            if let Some(table) = form.tables.iter().position(|t| t.key == params.table) {
                table_known = true;
                equations.extend(self.equation(form, table, params).map(|equation| (index, equation)));
            }
        }
        if !table_known {
            let known: Vec<&str> = self.forms.iter().flat_map(|f| &f.tables).map(|t| t.key.as_str()).collect();
            self.error(&["table"], format!("没有这张表：`{}`", params.table), suggestion(&params.table, &known));
        }
        equations
    }

    fn equation(&mut self, form: &Form, table_index: usize, params: &EquationParams) -> Option<Equation> {
        let table = &form.tables[table_index];
        let axis = if params.each == Each::Column { Axis::Row } else { Axis::Column };
        let left = self.expression("left", &params.left, table, axis);
        let right = self.expression("right", &params.right, table, axis);
        let (left, right) = (left?, right?);
        let at = match &params.at {
            Some(name) => {
                let found = resolve_line(table, axis, name);
                if found.len() != 1 {
                    let message = format!("表「{}」里没有，或不止一处：`{name}`", table.name);
                    self.error(&["at"], message, None);
                }
                found.first().copied()?
            }
            None => {
                let first = left.first_line().or_else(|| right.first_line());
                if first.is_none() {
                    self.error(&["left"], "算式里至少要有本年的一个行或列", None);
                }
                first?
            }
        };
        Some(Equation { table: table_index, each: params.each, left, right, at, blank: params.blank })
    }

    fn expression(&mut self, key: &str, text: &str, table: &crate::form::Table, axis: Axis) -> Option<Expression> {
        match Expression::parse(text, table, axis) {
            Ok(expression) => Some(expression),
            Err(error) => {
                let span = self.file.span_within(&self.at(&[key]), error.at);
                self.errors.push(PackError::new(self.file, span, error.message).with_help(error.help));
                None
            }
        }
    }

    fn required_text(&mut self, params: RequiredTextParams) -> Option<RequiredText> {
        let within = self.passages(&params.within)?;
        if params.any.is_empty() {
            self.error(&["any"], "`any` 至少要有一个表达式", None);
        }
        for (index, pattern) in params.any.iter().enumerate() {
            self.regex(&["any", &index.to_string()], &LazyRegex::new(pattern));
        }
        let any = params.any.iter().map(|p| format!("(?:{p})")).collect::<Vec<_>>().join("|");
        Some(RequiredText { within, any: LazyRegex::new(any) })
    }

    fn pattern(&mut self, params: PatternParams) -> Option<Pattern> {
        let within = self.passages(&params.within)?;
        let find = LazyRegex::new(params.find);
        self.regex(&["find"], &find);
        let valid = params.valid.map(LazyRegex::new);
        if let Some(valid) = &valid {
            self.regex(&["valid"], valid);
        }
        let replace = params.replace.map(Template::new);
        if let (true, Some(template)) = (self.strict, &replace) {
            let known: Vec<&str> = find.get().capture_names().flatten().collect();
            for name in template.names().filter(|name| !known.contains(name)) {
                self.error(&["replace"], format!("`find` 里没有名为 `{name}` 的捕获组"), suggestion(name, &known));
            }
        }
        Some(Pattern { within, find, valid, replace })
    }

    fn regex(&mut self, keys: &[&str], regex: &LazyRegex) {
        if self.strict
            && let Err(error) = regex.validate()
        {
            let message = error.to_string();
            let last = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            self.error(keys, format!("正则表达式有误：{last}"), None);
        }
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

    fn check_common(&mut self, raw: &RawRule) {
        let slug =
            |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !raw.id.split_once('/').is_some_and(|(topic, name)| slug(topic) && slug(name)) {
            self.error(&["id"], format!("规则号应为 `主题/名称` 的小写英文：`{}`", raw.id), None);
        }
        for edition in raw.editions.iter().filter(|e| !self.forms.iter().any(|f| f.edition == **e)) {
            let known: Vec<&str> = self.forms.iter().map(|f| f.edition.as_str()).collect();
            self.error(&["editions"], format!("没有这个版本的格式：`{edition}`"), suggestion(edition, &known));
        }
        if raw.examples.fail.is_empty() {
            self.error(&["examples", "fail"], "规则至少要有一个会报出问题的例子", None);
        }
        if raw.examples.pass.is_empty() {
            self.error(&["examples", "pass"], "规则至少要有一个不报问题的例子", None);
        }
        let Some(vocabulary) = kind::vocabulary(&raw.kind).filter(|_| self.strict) else { return };
        self.check_words(&[], &raw.message, raw.help.as_deref(), &raw.cases, vocabulary);
        if let Some(en) = &raw.en {
            self.check_words(&["en"], &en.message, en.help.as_deref(), &en.cases, vocabulary);
        }
    }

    fn check_words(
        &mut self,
        prefix: &[&str],
        message: &str,
        help: Option<&str>,
        cases: &std::collections::BTreeMap<String, RawWords>,
        vocabulary: Vocabulary,
    ) {
        self.check_names(&[prefix, &["message"]].concat(), message, vocabulary);
        self.check_names(&[prefix, &["help"]].concat(), help.unwrap_or_default(), vocabulary);
        for (case, words) in cases {
            let keys = [prefix, &["cases", case]].concat();
            if !vocabulary.cases.contains(&case.as_str()) {
                self.error(&keys, format!("这种规则没有 `{case}` 这一情形"), suggestion(case, vocabulary.cases));
            }
            self.check_names(&[&keys[..], &["message"]].concat(), &words.message, vocabulary);
            self.check_names(&[&keys[..], &["help"]].concat(), words.help.as_deref().unwrap_or_default(), vocabulary);
        }
    }

    fn check_names(&mut self, keys: &[&str], template: &str, vocabulary: Vocabulary) {
        let template = Template::new(template);
        for name in template.names().filter(|name| !vocabulary.names.contains(name)) {
            let near = nearest(name, vocabulary.names.iter().copied());
            let help = near.map_or_else(
                || format!("可用的有：{}", vocabulary.names.join("、")),
                |near| format!("是不是 `{{{near}}}`？"),
            );
            self.error(keys, format!("这种规则的文字里不能用 `{{{name}}}`"), Some(help));
        }
    }
}

/// Parts what every rule has from what belongs to its kind.
fn split(value: Value) -> (Value, Value) {
    let Value::Mapping(mapping) = value else { return (value, Value::Null) };
    let is_common = |(key, _): &(Value, Value)| key.as_str().is_some_and(|k| COMMON_KEYS.contains(&k));
    let (common, own): (Vec<_>, Vec<_>) = mapping.into_iter().partition(is_common);
    (Value::Mapping(common.into_iter().collect()), Value::Mapping(own.into_iter().collect()))
}

fn words(message: String, help: Option<String>, cases: std::collections::BTreeMap<String, RawWords>) -> Words {
    let case = |(name, words): (String, RawWords)| (name, Template::new(words.message), words.help.map(Template::new));
    Words {
        message: Template::new(message),
        help: help.map(Template::new),
        cases: cases.into_iter().map(case).collect(),
    }
}
