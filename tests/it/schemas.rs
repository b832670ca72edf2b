//! The JSON Schemas: those in the repository are those of this gouji, they accept every file that gouji
//! accepts, and refuse what it refuses. Another library reads them, as an editor would.

use crate::common;

use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use serde_json::Value;

fn validator(name: &str) -> Validator {
    let text = std::fs::read_to_string(common::file("schemas").join(name)).expect("the schema is there");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Writes with gouji, and compares with the folder of the repository: same files, same bytes.
fn compare(arguments: &[&str], folder: &str) {
    let out = tempfile::tempdir().expect("a folder");
    let out_name = out.path().display().to_string();
    let arguments: Vec<&str> = arguments.iter().map(|&a| if a == "OUT" { out_name.as_str() } else { a }).collect();
    let status = Command::new(env!("CARGO_BIN_EXE_gouji")).args(&arguments).output().expect("gouji starts").status;
    assert!(status.success());
    let (made, kept) = (tree(out.path()), tree(&common::file(folder)));
    let names = |tree: &[(PathBuf, String)]| tree.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert!(!made.is_empty());
    assert_eq!(names(&made), names(&kept), "run: gouji {}", arguments.join(" ").replace(&out_name, folder));
    for ((name, made), (_, kept)) in made.iter().zip(&kept) {
        assert!(
            made == kept,
            "{} is not up to date: gouji {}",
            name.display(),
            arguments.join(" ").replace(&out_name, folder)
        );
    }
}

fn tree(root: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())).flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below the root").to_owned();
                files.push((name, std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_generated_files_are_up_to_date() {
    compare(&["rules", "schema", "--out", "OUT"], "schemas");
    compare(&["rules", "docs", "OUT"], "docs/rules");
}

#[test]
fn every_file_of_the_packs_is_valid() {
    let (pack, rule, form) =
        (validator("pack.schema.json"), validator("rule.schema.json"), validator("form.schema.json"));
    let mut count = 0;
    for (name, text) in tree(&common::file("rules")) {
        let folder = name.parent().and_then(Path::file_name).map(|f| f.to_string_lossy().into_owned());
        let validator = match folder.as_deref() {
            _ if name.extension().is_none_or(|extension| extension != "yaml") => continue,
            Some("rules") => &rule,
            Some("forms") => &form,
            Some("examples") => continue,
            _ => &pack,
        };
        assert_eq!(errors(validator, &yaml(&text)), Vec::<String>::new(), "{}", name.display());
        let header = text.lines().next().unwrap_or_default();
        let schema = header.strip_prefix("# yaml-language-server: $schema=").expect("a header for editors");
        let schema = common::file("rules").join(&name).parent().expect("a folder").join(schema);
        assert!(schema.exists(), "{}: {}", name.display(), schema.display());
        count += 1;
    }
    assert!(count > 15, "only {count} files");
}

#[test]
fn what_init_writes_is_valid() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let output = command.current_dir(folder.path()).args(["init", "--pack", "city"]).output().expect("gouji starts");
    assert!(output.status.success());
    for (file, schema) in [("gouji.yaml", "gouji.schema.json"), ("city/pack.yaml", "pack.schema.json")] {
        let text = std::fs::read_to_string(folder.path().join(file)).expect("it was written");
        assert_eq!(errors(&validator(schema), &yaml(&text)), Vec::<String>::new(), "{file}");
    }
}

/// A good rule, and mistakes that an editor must underline.
#[test]
fn what_gouji_refuses_the_schema_refuses() {
    let rule = validator("rule.schema.json");
    let good = "- { id: a/b, kind: count, severity: hint, title: t, why: w, source: s, within: [document], find: x, \
                at-least: 1, message: m, examples: { pass: [{}], fail: [{ text: y }] } }";
    assert_eq!(errors(&rule, &yaml(good)), Vec::<String>::new());
    for (from, to) in [
        ("kind: count", "kind: cuont"),
        ("severity: hint", "severity: low"),
        ("at-least: 1", "atleast: 1"),
        ("at-least: 1", "at-least: one"),
        ("title: t, ", ""),
        ("find: x, ", ""),
        ("text: y", "txt: y"),
        ("kind: count", "kind: pattern"),
    ] {
        assert!(good.contains(from));
        assert!(!errors(&rule, &yaml(&good.replace(from, to))).is_empty(), "{to}");
    }
    let config = validator("gouji.schema.json");
    assert_eq!(
        errors(&config, &yaml("extends: [national]\nrules: { a/b: off, c/d: { off: 原因 } }")),
        Vec::<String>::new()
    );
    for wrong in ["extend: national", "rules: { a/b: low }", "ignore: [{ rule: a/b }]", "overrides: [{ rules: {} }]"] {
        assert!(!errors(&config, &yaml(wrong)).is_empty(), "{wrong}");
    }
}
