//! What a pack, a project or the command line changes in rules that stand elsewhere.

use std::borrow::Cow;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_yaml::{Mapping, Value};

use super::draft::Draft;
use super::error::PackError;
use super::file::{RuleFile, suggestion};
use super::raw::Severity;

/// The word that switches a rule off.
const OFF: &str = "off";

/// Changes to rules, all stated in one place. A later layer wins over an earlier one.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Who states it, for people: a pack, a configuration, the command line.
    pub name: String,
    /// The file it stands in.
    pub file: Arc<RuleFile>,
    /// Where in the file.
    pub path: Vec<String>,
    /// The changes by rule id or `topic/*`, those for topics first.
    pub settings: Vec<(String, Setting)>,
}

/// A change to a rule.
#[derive(Debug, Clone)]
pub enum Setting {
    /// The rule is not checked; why.
    Off(Option<String>),
    /// How bad its findings are.
    Severity(Severity),
    /// Keys of the rule that are otherwise.
    Keys(Mapping),
}

impl Layer {
    /// Refuses rules that are switched off without a reason: whoever gets a pack must know why.
    pub(super) fn check_reasons(&self, errors: &mut Vec<PackError>) {
        for (id, _) in self.settings.iter().filter(|(_, setting)| matches!(setting, Setting::Off(None))) {
            let span = self.file.span(&self.at(id, None));
            let error = PackError::new(&self.file, span, "规则包关闭规则要写明原因");
            errors.push(error.with_help(Some(format!("写成 `{id}: {{ off: 原因 }}`"))));
        }
    }

    /// Reads the changes of a mapping in a file.
    pub fn read(
        name: impl Into<String>,
        file: &Arc<RuleFile>,
        path: &[&str],
        mapping: Mapping,
        errors: &mut Vec<PackError>,
    ) -> Self {
        let path: Vec<String> = path.iter().map(|&segment| segment.to_owned()).collect();
        let mut layer = Self { name: name.into(), file: Arc::clone(file), path, settings: Vec::new() };
        for (key, value) in mapping {
            let Some(id) = key.as_str() else {
                let shown = serde_yaml::to_string(&key).unwrap_or_default();
                let span = file.key_span(&layer.at(shown.trim(), None));
                errors.push(PackError::new(
                    file,
                    span,
                    format!("没有这条规则：`{}`；规则号是 `主题/名称`", shown.trim()),
                ));
                continue;
            };
            match setting(value) {
                Ok(setting) => layer.settings.push((id.to_owned(), setting)),
                Err((key, message, help)) => {
                    let path = layer.at(id, key.as_deref());
                    errors.push(PackError::new(file, file.span(&path), message).with_help(help));
                }
            }
        }
        layer.settings.sort_by_key(|(id, _)| !id.ends_with("/*"));
        layer
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty()
    }

    fn at(&self, id: &str, key: Option<&str>) -> Vec<String> {
        self.path.iter().cloned().chain([id.to_owned()]).chain(key.map(str::to_owned)).collect()
    }

    /// Changes the rules; a name that none of them has is an error.
    pub(super) fn apply(&self, drafts: &mut [Draft], errors: &mut Vec<PackError>) {
        for (name, setting) in &self.settings {
            let topic = name.strip_suffix('*').filter(|topic| topic.ends_with('/'));
            let means = |id: &str| topic.map_or(id == name, |topic| id.starts_with(topic));
            if !drafts.iter().any(|draft| means(&draft.id)) {
                errors.push(self.unknown(name, drafts));
                continue;
            }
            if let (Some(_), Setting::Keys(keys)) = (topic, setting)
                && let Some(key) = keys.keys().filter_map(Value::as_str).find(|&key| key != "severity")
            {
                let span = self.file.key_span(&self.at(name, Some(key)));
                let message = format!("对一类规则只能改 `severity` 或关闭，不能改 `{key}`");
                errors.push(PackError::new(&self.file, span, message));
                continue;
            }
            for draft in drafts.iter_mut().filter(|draft| means(&draft.id)) {
                draft.change(setting, &self.name, &self.file, &self.at(name, None));
            }
        }
    }

    fn unknown(&self, name: &str, drafts: &[Draft]) -> PackError {
        let ids = drafts.iter().map(|draft| draft.id.as_str());
        let is_topic = name.ends_with('*') || !name.contains('/');
        let mut known: Vec<String> = match is_topic {
            true => ids.filter_map(|id| Some(format!("{}/*", id.split_once('/')?.0))).collect(),
            false => ids.map(str::to_owned).collect(),
        };
        known.dedup();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let span = self.file.key_span(&self.at(name, None));
        PackError::new(&self.file, span, format!("没有这条规则：`{name}`")).with_help(suggestion(name, &known))
    }
}

/// The key that is wrong, if it is one inside, with message and advice.
type Wrong = (Option<String>, String, Option<String>);

fn setting(value: Value) -> Result<Setting, Wrong> {
    match value {
        Value::String(word) if word == OFF => Ok(Setting::Off(None)),
        Value::String(word) => severity(&word).map(Setting::Severity).map_err(|(message, help)| (None, message, help)),
        Value::Mapping(keys) => keys_of(keys),
        _ => Err((None, "应当是 `off`、`error`、`warning`、`hint`，或要改的各项".into(), None)),
    }
}

fn keys_of(keys: Mapping) -> Result<Setting, Wrong> {
    for fixed in ["id", "kind"] {
        if keys.contains_key(fixed) {
            return Err((Some(fixed.into()), format!("`{fixed}` 不能改；要另一种检查，请写一条新的规则"), None));
        }
    }
    match keys.get(OFF) {
        Some(Value::String(reason)) if keys.len() == 1 && !reason.trim().is_empty() => {
            return Ok(Setting::Off(Some(reason.clone())));
        }
        Some(_) if keys.len() == 1 => return Err((Some(OFF.into()), "写明关闭的原因：`{ off: 原因 }`".into(), None)),
        Some(_) => return Err((Some(OFF.into()), "已经关闭的规则不用再改别的".into(), None)),
        None => {}
    }
    if keys.is_empty() {
        return Err((None, "没有写明要改什么".into(), None));
    }
    match keys.get("severity").map(|value| value.as_str().map_or(Err((String::new(), None)), severity)) {
        Some(Ok(severity)) if keys.len() == 1 => Ok(Setting::Severity(severity)),
        // Anything else that is wrong is told where the rule is compiled.
        _ => Ok(Setting::Keys(keys)),
    }
}

/// Reads a severity.
pub(super) fn severity(word: &str) -> Result<Severity, (String, Option<String>)> {
    match word {
        "error" => Ok(Severity::Error),
        "warning" => Ok(Severity::Warning),
        "hint" => Ok(Severity::Hint),
        _ => Err((format!("没有这个取值：`{word}`"), suggestion(word, &[OFF, "error", "warning", "hint"]))),
    }
}

/// A setting from the command line, `ID=off` or `ID=SEVERITY`.
///
/// # Errors
/// What is wrong with it.
pub fn from_argument(argument: &str) -> Result<(String, Setting), String> {
    let Some((id, word)) = argument.split_once('=') else {
        return Err("应写成 `规则号=off` 或 `规则号=warning`".into());
    };
    match setting(Value::String(word.to_owned())) {
        Ok(setting) => Ok((id.to_owned(), setting)),
        Err((_, message, help)) => Err(help.map_or(message.clone(), |help| format!("{message}；{help}"))),
    }
}

/// What may be written for a setting.
pub struct SettingSchema;

impl JsonSchema for SettingSchema {
    fn schema_name() -> Cow<'static, str> {
        "Setting".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`off`, a severity, a reason to switch the rule off, or keys of the rule that are otherwise",
            "anyOf": [
                { "enum": [OFF, "error", "warning", "hint"] },
                { "type": "object", "minProperties": 1, "properties": {
                    OFF: { "type": "string", "description": "why the rule is switched off" },
                    "severity": { "enum": ["error", "warning", "hint"] }
                } }
            ]
        })
    }
}
