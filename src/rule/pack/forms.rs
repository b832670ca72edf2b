//! The forms of the packs: whole ones, other editions, and what packs add to those before them.

use std::sync::Arc;

use serde_yaml::Value;

use super::super::error::PackError;
use super::super::file::{RuleFile, suggestion};
use crate::form::{Form, RawAddition, RawEdition, RawForm, compile};
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
    pub fn add(&mut self, file: &Arc<RuleFile>, strict: bool, errors: &mut Vec<PackError>) {
        let value: Value = match file.parse() {
            Ok(value) => value,
            Err(error) => return errors.push(error),
        };
        if value.get("adds-to").is_some() {
            return self.addition(file, value, strict, errors);
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
            Err(error) => errors.push(error),
        }
    }

    fn read(&self, file: &Arc<RuleFile>, value: Value) -> Result<RawForm, PackError> {
        if value.get("based-on").is_none() {
            return file.read(value, &[]);
        }
        let other: RawEdition = file.read(value, &[])?;
        let Some(base) = self.0.iter().find(|known| known.form.edition == other.based_on) else {
            return Err(self.unknown_edition(file, &["based-on"], &other.based_on));
        };
        let unknown = |(path, name): (Vec<String>, String)| {
            PackError::new(file, file.span(&path), format!("没有这个键：`{name}`"))
        };
        base.form.edition(other).map_err(unknown)
    }

    fn unknown_edition(&self, file: &Arc<RuleFile>, path: &[&str], edition: &str) -> PackError {
        let known: Vec<&str> = self.0.iter().map(|known| known.form.edition.as_str()).collect();
        let path: Vec<String> = path.iter().map(|&segment| segment.to_owned()).collect();
        let error = PackError::new(file, file.span(&path), format!("前面没有这个版本的格式：`{edition}`"));
        error.with_help(suggestion(edition, &known))
    }

    fn addition(&mut self, file: &Arc<RuleFile>, value: Value, strict: bool, errors: &mut Vec<PackError>) {
        let addition: RawAddition = match file.read(value, &[]) {
            Ok(addition) => addition,
            Err(error) => return errors.push(error),
        };
        if addition.adds_to.is_empty() {
            let span = file.span(&["adds-to".to_owned()]);
            errors.push(PackError::new(file, span, "`adds-to` 至少要写一个版本"));
        }
        if strict {
            check_expressions(file, &addition, errors);
        }
        let mut told: Vec<PackError> = Vec::new();
        for (index, edition) in addition.adds_to.iter().enumerate() {
            let Some(known) = self.0.iter_mut().find(|known| known.form.edition == *edition) else {
                errors.push(self.unknown_edition(file, &["adds-to", &index.to_string()], edition));
                continue;
            };
            for wrong in known.form.add(&addition).err().unwrap_or_default() {
                let known: Vec<&str> = wrong.known.iter().map(String::as_str).collect();
                let error = PackError::new(file, file.span(&wrong.path), wrong.message);
                let error = error.with_help(suggestion(&wrong.wrong, &known));
                // What is wrong for one edition mostly is for the others.
                if !told.iter().any(|known| known.is_same(&error)) {
                    told.push(error);
                }
            }
        }
        errors.extend(told);
    }

    /// Compiles the forms.
    pub fn compile(self, errors: &mut Vec<PackError>) -> Vec<Form> {
        self.0.into_iter().filter_map(|stated| compile_form(stated, errors)).collect()
    }
}

fn check_expressions(file: &Arc<RuleFile>, addition: &RawAddition, errors: &mut Vec<PackError>) {
    for (s, section) in addition.sections.iter().enumerate() {
        for (a, aspect) in section.aspects.iter().enumerate() {
            for (e, pattern) in aspect.any.iter().enumerate() {
                let path = ["sections", &s.to_string(), "aspects", &a.to_string(), "any", &e.to_string()];
                check_expression(file, &path.map(str::to_owned), &LazyRegex::new(pattern), errors);
            }
        }
    }
}

fn check_expression(file: &Arc<RuleFile>, path: &[String], regex: &LazyRegex, errors: &mut Vec<PackError>) {
    if let Err(error) = regex.validate() {
        let message = error.to_string();
        let last = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
        errors.push(PackError::new(file, file.span(path), format!("正则表达式有误：{last}")));
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
