//! The forms of the packs: whole ones, other editions, and what packs add to those before them.

use std::sync::Arc;

use serde_yaml::Value;

use super::super::error::PackError;
use super::super::file::{RuleFile, suggestion};
use super::super::nearest::nearest;
use crate::form::{Form, RawAddition, RawEdition, RawForm, RawTable, compile};
use crate::lazy::LazyRegex;

/// The editions of the form, as the packs state them so far.
#[derive(Debug, Default)]
pub struct Forms(Vec<Stated>);

/// A form and its file.
#[derive(Debug)]
struct Stated {
    form: RawForm,
    file: Arc<RuleFile>,
    /// Whether its regular expressions are compiled at once.
    strict: bool,
}

impl Forms {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a form file: a whole form, what another edition of one before it has otherwise, or what is
    /// added to those before it.
    pub fn add(&mut self, file: &Arc<RuleFile>, by: &str, strict: bool, errors: &mut Vec<PackError>) {
        let value: Value = match file.value() {
            Ok(value) => value,
            Err(found) => return errors.extend(found),
        };
        if value.get("adds-to").is_some() {
            return self.addition(file, value, by, strict, errors);
        }
        if let Some(error) = misspelt(file, &value) {
            return errors.push(error);
        }
        match self.read(file, value) {
            Ok(form) => {
                if self.0.iter().any(|known| (&known.form.id, &known.form.edition) == (&form.id, &form.edition)) {
                    let span = file.span(&["edition".to_owned()]);
                    let message = format!("已有这个版本的格式：`{}`", form.edition);
                    let help = "要增加内容，请用 `adds-to` 写明加到哪个版本".to_owned();
                    errors.push(PackError::new(file, span, message).with_help(Some(help)));
                }
                self.0.push(Stated { form, file: Arc::clone(file), strict });
            }
            Err(found) => errors.extend(found),
        }
    }

    fn read(&self, file: &Arc<RuleFile>, value: Value) -> Result<RawForm, Vec<PackError>> {
        if value.get("based-on").is_none() {
            let form: RawForm = file.read(value, &[])?;
            return whole(file, &form.tables).map(|()| form);
        }
        let other: RawEdition = file.read(value, &[])?;
        whole(file, &other.tables)?;
        let Some(base) = self.0.iter().find(|known| known.form.edition == other.based_on) else {
            return Err(vec![self.unknown_edition(file, &["based-on"], &other.based_on)]);
        };
        let keys = base.form.keys();
        let known: Vec<&str> = keys.iter().map(String::as_str).collect();
        base.form.edition(other).map_err(|(path, name)| {
            let error = PackError::new(file, file.span(&path), format!("没有这个键：`{name}`"));
            vec![error.with_help(suggestion(&name, &known))]
        })
    }

    fn unknown_edition(&self, file: &Arc<RuleFile>, path: &[&str], edition: &str) -> PackError {
        let known: Vec<&str> = self.0.iter().map(|known| known.form.edition.as_str()).collect();
        let path: Vec<String> = path.iter().map(|&segment| segment.to_owned()).collect();
        let error = PackError::new(file, file.span(&path), format!("前面没有这个版本的格式：`{edition}`"));
        error.with_help(suggestion(edition, &known))
    }

    fn addition(&mut self, file: &Arc<RuleFile>, value: Value, by: &str, strict: bool, errors: &mut Vec<PackError>) {
        let addition: RawAddition = match file.read(value, &[]) {
            Ok(addition) => addition,
            Err(found) => return errors.extend(found),
        };
        if addition.adds_to.is_empty() {
            let span = file.span(&["adds-to".to_owned()]);
            errors.push(PackError::new(file, span, "`adds-to` 至少要写一个版本"));
        }
        if strict {
            check_expressions(file, &addition, errors);
        }
        let mut wrong: Vec<(PackError, Vec<&str>)> = Vec::new();
        for (index, edition) in addition.adds_to.iter().enumerate() {
            let Some(known) = self.0.iter_mut().find(|known| known.form.edition == *edition) else {
                errors.push(self.unknown_edition(file, &["adds-to", &index.to_string()], edition));
                continue;
            };
            for found in known.form.add(&addition, by).err().unwrap_or_default() {
                let known: Vec<&str> = found.known.iter().map(String::as_str).collect();
                let error = PackError::new(file, file.span(&found.path), found.message);
                let error = error.with_help(suggestion(&found.wrong, &known));
                match wrong.iter_mut().find(|(known, _)| known.is_same(&error)) {
                    Some((_, editions)) => editions.push(edition),
                    None => wrong.push((error, vec![edition])),
                }
            }
        }
        for (mut error, editions) in wrong {
            // What is wrong for one edition mostly is for all; where not, it must be said.
            if editions.len() < addition.adds_to.len() {
                error.message = format!("{}（{} 版）", error.message, editions.join("、"));
            }
            errors.push(error);
        }
    }

    /// Compiles the forms.
    pub fn compile(self, errors: &mut Vec<PackError>) -> Vec<Form> {
        self.0.into_iter().filter_map(|stated| compile_form(stated, errors)).collect()
    }
}

/// A file without an id is no whole form: one of its keys was to say what it is.
fn misspelt(file: &Arc<RuleFile>, value: &Value) -> Option<PackError> {
    let keys = value.as_mapping()?.keys().filter_map(Value::as_str);
    let of_others = ["adds-to", "based-on"];
    let found = |key: &str| Some((key.to_owned(), nearest(key, of_others.into_iter())?));
    let (key, near) = keys.into_iter().find_map(found).filter(|(key, near)| key != near)?;
    let error = PackError::new(file, file.key_span(std::slice::from_ref(&key)), format!("没有这个键：`{key}`"));
    Some(error.with_help(Some(format!("是不是 `{near}`？"))))
}

/// Refuses tables with a block that nothing can stand in.
fn whole(file: &Arc<RuleFile>, tables: &[RawTable]) -> Result<(), Vec<PackError>> {
    let mut errors = Vec::new();
    for (t, table) in tables.iter().enumerate() {
        for (b, block) in table.blocks.iter().enumerate().filter(|(_, block)| block.is_empty()) {
            let path = ["tables", &t.to_string(), "blocks", &b.to_string()].map(str::to_owned);
            let message = format!("`{}` 要有行（`rows`）和列（`columns`）", block.key);
            errors.push(PackError::new(file, file.span(&path), message));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn check_expressions(file: &Arc<RuleFile>, addition: &RawAddition, errors: &mut Vec<PackError>) {
    for (s, section) in addition.sections.iter().enumerate() {
        for (a, aspect) in section.aspects.iter().enumerate() {
            for (e, pattern) in aspect.any.iter().enumerate() {
                let path = ["sections", &s.to_string(), "aspects", &a.to_string(), "any", &e.to_string()];
                check_expression(file, &path.map(str::to_owned), &LazyRegex::new(pattern), errors);
            }
            if aspect.any.is_empty() {
                let path = ["sections", &s.to_string(), "aspects", &a.to_string(), "any"];
                errors.push(PackError::new(file, file.span(&path.map(str::to_owned)), "`any` 至少要有一个表达式"));
            }
        }
    }
}

fn check_expression(file: &Arc<RuleFile>, path: &[String], regex: &LazyRegex, errors: &mut Vec<PackError>) {
    if let Some(message) = regex.fault() {
        errors.push(PackError::new(file, file.span(path), message));
    }
}

fn compile_form(stated: Stated, errors: &mut Vec<PackError>) -> Option<Form> {
    let Stated { form, file, strict } = stated;
    let form = match compile(form) {
        Ok(form) => form,
        Err(found) => {
            errors.extend(found.into_iter().map(|e| PackError::new(&file, file.span(&e.path), e.message)));
            return None;
        }
    };
    if strict {
        for (path, regex) in form.patterns() {
            check_expression(&file, &path, regex, errors);
        }
    }
    Some(form)
}
