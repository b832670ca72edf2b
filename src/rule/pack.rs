//! Loading packs: those compiled into the binary, and folders on disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::compile::compile_file;
use super::error::PackError;
use super::file::{RuleFile, suggestion};
use super::raw::RawPack;
use super::{Pack, Ruleset};
use crate::form::{Form, RawEdition, RawForm, compile};

/// The national pack as it stands in `rules/national`, file by file.
const NATIONAL: &[(&str, &str)] = &[
    ("pack.yaml", include_str!("../../rules/national/pack.yaml")),
    ("forms/2021.yaml", include_str!("../../rules/national/forms/2021.yaml")),
    ("forms/2019.yaml", include_str!("../../rules/national/forms/2019.yaml")),
    ("rules/structure.yaml", include_str!("../../rules/national/rules/structure.yaml")),
    ("rules/table.yaml", include_str!("../../rules/national/rules/table.yaml")),
    ("rules/balance.yaml", include_str!("../../rules/national/rules/balance.yaml")),
    ("rules/dates.yaml", include_str!("../../rules/national/rules/dates.yaml")),
    ("rules/contact.yaml", include_str!("../../rules/national/rules/contact.yaml")),
    ("rules/citation.yaml", include_str!("../../rules/national/rules/citation.yaml")),
    ("rules/fee.yaml", include_str!("../../rules/national/rules/fee.yaml")),
    ("rules/claim.yaml", include_str!("../../rules/national/rules/claim.yaml")),
    ("rules/text.yaml", include_str!("../../rules/national/rules/text.yaml")),
    ("rules/privacy.yaml", include_str!("../../rules/national/rules/privacy.yaml")),
    ("rules/history.yaml", include_str!("../../rules/national/rules/history.yaml")),
    ("examples/previous.txt", include_str!("../../rules/national/examples/previous.txt")),
    ("examples/report.txt", include_str!("../../rules/national/examples/report.txt")),
];

/// Where the files of a pack are.
enum Origin {
    BuiltIn,
    Folder(PathBuf),
}

impl Origin {
    fn open(&self, name: &str) -> std::io::Result<Arc<RuleFile>> {
        match self {
            Self::BuiltIn => {
                let file = NATIONAL.iter().find(|(known, _)| *known == name);
                let (_, text) = file.ok_or(std::io::ErrorKind::NotFound)?;
                Ok(RuleFile::new(format!("rules/national/{name}"), *text))
            }
            Self::Folder(folder) => {
                let path = folder.join(name);
                Ok(RuleFile::new(path.display().to_string(), std::fs::read_to_string(path)?))
            }
        }
    }
}

/// The rules that are compiled into the binary.
///
/// # Errors
/// None, as long as the tests pass.
pub fn built_in() -> Result<Ruleset, Vec<PackError>> {
    load(&Origin::BuiltIn, false)
}

/// The same, with everything compiled that a run compiles on first use.
///
/// # Errors
/// Every mistake in the pack.
pub fn built_in_checked() -> Result<Ruleset, Vec<PackError>> {
    load(&Origin::BuiltIn, true)
}

/// A pack from a folder that holds `pack.yaml`.
///
/// # Errors
/// Every mistake in the pack, at its place.
pub fn from_folder(folder: &Path) -> Result<Ruleset, Vec<PackError>> {
    load(&Origin::Folder(folder.to_owned()), true)
}

fn load(origin: &Origin, strict: bool) -> Result<Ruleset, Vec<PackError>> {
    let manifest = open_manifest(origin)?;
    let raw: RawPack = manifest.parse().map_err(|error| vec![error])?;
    let mut errors = Vec::new();
    let open = |list: &str, index: usize, name: &str, errors: &mut Vec<PackError>| {
        origin.open(name).map_err(|error| errors.push(cannot_open(&manifest, list, index, name, &error))).ok()
    };
    let mut editions = Vec::new();
    let mut forms = Vec::new();
    for (index, name) in raw.forms.iter().enumerate() {
        if let Some(file) = open("forms", index, name, &mut errors) {
            forms.extend(compile_form(&file, strict, &mut editions, &mut errors));
        }
    }
    if forms.is_empty() && errors.is_empty() {
        errors.push(PackError::new(&manifest, 0..0, "规则包里没有格式：`forms` 至少要有一个文件"));
    }
    let mut rules = Vec::new();
    if !forms.is_empty() {
        for (index, name) in raw.rules.iter().enumerate() {
            if let Some(file) = open("rules", index, name, &mut errors) {
                rules.extend(
                    compile_file(&file, &forms, strict, &mut errors).into_iter().map(|rule| (rule, Arc::clone(&file))),
                );
            }
        }
    }
    let example = open("example", 0, &raw.example, &mut errors).map(|file| file.text.clone()).unwrap_or_default();
    let before = raw.previous.as_ref();
    let previous = before.and_then(|name| open("previous", 0, name, &mut errors)).map(|file| file.text.clone());
    unique_ids(&rules, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let pack = Pack { name: raw.name, title: raw.title, version: raw.version, example, previous };
    Ok(Ruleset { pack, forms, rules: rules.into_iter().map(|(rule, _)| rule).collect() })
}

fn open_manifest(origin: &Origin) -> Result<Arc<RuleFile>, Vec<PackError>> {
    origin.open("pack.yaml").map_err(|error| {
        let name = match origin {
            Origin::BuiltIn => "rules/national/pack.yaml".to_owned(),
            Origin::Folder(folder) => folder.join("pack.yaml").display().to_string(),
        };
        let file = RuleFile::new(name, "");
        let help = "规则包是一个放有 pack.yaml 的文件夹".to_owned();
        vec![PackError::new(&file, 0..0, format!("打不开规则包：{error}")).with_help(Some(help))]
    })
}

fn cannot_open(manifest: &Arc<RuleFile>, list: &str, index: usize, name: &str, error: &std::io::Error) -> PackError {
    let path = match list {
        "example" | "previous" => vec![list.to_owned()],
        _ => vec![list.to_owned(), index.to_string()],
    };
    PackError::new(manifest, manifest.span(&path), format!("打不开 `{name}`：{error}"))
}

/// A form file: a whole form, or what another edition of one before it has otherwise.
fn compile_form(
    file: &Arc<RuleFile>,
    strict: bool,
    editions: &mut Vec<RawForm>,
    errors: &mut Vec<PackError>,
) -> Option<Form> {
    let raw = read_form(file, editions).map_err(|error| errors.push(error)).ok()?;
    editions.push(raw.clone());
    let form = match compile(raw) {
        Ok(form) => form,
        Err(found) => {
            errors.extend(found.into_iter().map(|e| PackError::new(file, file.span(&e.path), e.message)));
            return None;
        }
    };
    if strict {
        for (path, regex) in form.patterns() {
            if let Err(error) = regex.validate() {
                let message = format!("正则表达式有误：{error}");
                errors.push(PackError::new(file, file.span(&path), message));
            }
        }
    }
    Some(form)
}

fn read_form(file: &Arc<RuleFile>, editions: &[RawForm]) -> Result<RawForm, PackError> {
    let value: serde_yaml::Value = file.parse()?;
    if value.get("based-on").is_none() {
        return file.read(value, &[]);
    }
    let other: RawEdition = file.read(value, &[])?;
    let Some(base) = editions.iter().find(|form| form.edition == other.based_on) else {
        let known: Vec<&str> = editions.iter().map(|form| form.edition.as_str()).collect();
        let message = format!("前面没有这个版本的格式：`{}`", other.based_on);
        let error = PackError::new(file, file.span(&["based-on".to_owned()]), message);
        return Err(error.with_help(suggestion(&other.based_on, &known)));
    };
    base.edition(other).map_err(|(path, name)| PackError::new(file, file.span(&path), format!("没有这个键：`{name}`")))
}

fn unique_ids(rules: &[(super::Rule, Arc<RuleFile>)], errors: &mut Vec<PackError>) {
    for (index, (rule, file)) in rules.iter().enumerate() {
        if rules[..index].iter().any(|(other, _)| other.id == rule.id) {
            let at = file.text.match_indices(&format!("id: {}", rule.id)).last().map_or(0, |(at, _)| at);
            errors.push(PackError::new(file, at..at, format!("规则号重复：`{}`", rule.id)));
        }
    }
}
