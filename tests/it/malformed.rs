//! Packs and configurations with a mistake, as their authors meet them: gouji refuses to check anything
//! (exit code 2), says nothing on standard output, and tells every mistake at its place, once, in words
//! that help.
//!
//! In the tables `▸` stands before whatever must be blamed. It is taken out before gouji sees the file;
//! line and column are counted here, not taken from gouji. What must be said belongs to the marks in
//! their order, and is looked for in the message and the advice, not in the lines that are quoted.

/// A pack on the national one.
macro_rules! pack {
    ($($text:literal),*) => {
        concat!("name: t\ntitle: 试用\nversion: \"1\"\nextends: national\n", $($text),*)
    };
}

/// A pack that says itself what it builds on.
macro_rules! named {
    ($($text:literal),*) => {
        concat!("name: t\ntitle: 试用\nversion: \"1\"\n", $($text),*)
    };
}

/// A rule file of one rule: what it is, and what every rule has.
macro_rules! rule {
    ($own:literal) => {
        concat!(
            "- ",
            $own,
            "\n  severity: hint\n  title: t\n  why: w\n  source: practice\n  message: m\n",
            "  examples: { pass: [{}], fail: [{ text: x }] }\n"
        )
    };
}

use crate::common;
mod configs;
mod forms;
mod kinds;
mod packs;

use std::path::Path;
use std::process::{Command, Output};

/// Stands before what is blamed.
const MARK: char = '▸';

/// Words of the language gouji is written in, which an author of rules need not know.
const FOREIGN: &[&str] = &["panicked", "struct ", "usize", "unit value"];

/// A rule in which nothing is wrong.
const RULE: &str = rule!("id: t/places\n  kind: count\n  within: [document]\n  find: 稻香路\n  at-least: 1");

/// Name and text of a file.
type File = (&'static str, &'static str);

/// What is wrong, the one file it is wrong in, and what must be said.
type One = (&'static str, &'static str, &'static [&'static str]);

/// The same of several files.
type Several = (&'static str, &'static [File], &'static [&'static str]);

/// A mistake that was told.
struct Told {
    place: String,
    words: String,
}

/// The places that the marks of a file stand before, as gouji writes them.
fn marked(name: &str, text: &str) -> Vec<String> {
    let place = |(at, _): (usize, &str)| {
        let before = text[..at].replace(MARK, "");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{name}:{line}:{column}")
    };
    text.match_indices(MARK).map(place).collect()
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder is made");
    std::fs::write(path, text.replace(MARK, "")).expect("a file is written");
}

/// What stands on standard error, mistake by mistake, without the lines that are quoted.
fn told(output: &Output) -> Vec<Told> {
    let shown = format!("\n{}", String::from_utf8_lossy(&output.stderr));
    let one = |block: &str| {
        let place = block.lines().find_map(|line| Some(line.split_once("┌─ ")?.1.trim().to_owned()));
        let words: Vec<&str> = block.lines().filter(|line| !line.contains(['│', '┌'])).collect();
        Told { place: place.unwrap_or_default(), words: words.join(" ").trim().to_owned() }
    };
    shown.split("\nerror: ").skip(1).map(one).collect()
}

/// What is not as it should be when gouji runs over these files; nothing where all is.
fn wrong(files: &[(&str, String)], says: &[&str], arguments: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let report = std::fs::read_to_string(common::file("rules/national/examples/report.txt"));
    write(folder.path(), "report.txt", &report.expect("the example report"));
    files.iter().for_each(|(name, text)| write(folder.path(), name, text));
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let output = command.current_dir(folder.path()).args(arguments).output().expect("gouji starts");
    let mut wrong = Vec::new();
    if output.status.code() != Some(2) {
        wrong.push(format!("the exit code is {:?}", output.status.code()));
    }
    if !output.stdout.is_empty() {
        wrong.push(format!("standard output says: {}", String::from_utf8_lossy(&output.stdout).trim()));
    }
    let places: Vec<String> = files.iter().flat_map(|(name, text)| marked(name, text)).collect();
    assert_eq!(places.len(), says.len(), "a mark for each thing that must be said: {files:?}");
    compare(&told(&output), &places, says, &mut wrong);
    wrong
}

fn compare(told: &[Told], places: &[String], says: &[&str], wrong: &mut Vec<String>) {
    for (place, says) in places.iter().zip(says) {
        let here: Vec<&Told> = told.iter().filter(|told| told.place == *place).collect();
        match here.as_slice() {
            [] => wrong.push(format!("{place} is not told ({says})")),
            [one] if !one.words.contains(says) => wrong.push(format!("{place} lacks {says}: {}", one.words)),
            [_] => {}
            several => wrong.push(format!("{place} is told {} times", several.len())),
        }
    }
    for told in told.iter().filter(|told| !places.contains(&told.place)) {
        wrong.push(format!("told besides: {}: {}", told.place, told.words));
    }
    for told in told {
        let foreign = FOREIGN.iter().filter(|word| told.words.contains(**word));
        wrong.extend(foreign.map(|word| format!("{} says “{word}”: {}", told.place, told.words)));
    }
}

/// All that is wrong in a room of cases is told at once, as gouji should.
fn try_all<'c>(cases: impl Iterator<Item = (&'c str, Vec<(&'c str, String)>, &'c [&'c str])>, arguments: &[&str]) {
    let mut count = 0;
    let mut failures = Vec::new();
    for (what, files, says) in cases {
        count += 1;
        let wrong = wrong(&files, says, arguments);
        if !wrong.is_empty() {
            failures.push(format!("{what}:\n    {}", wrong.join("\n    ")));
        }
    }
    assert!(count > 0, "no cases");
    assert!(failures.is_empty(), "{} of {count} cases:\n{}", failures.len(), failures.join("\n"));
}

const WITH_PACK: &[&str] = &["check", "--allow-scripts", "--rules", "pack", "report.txt"];
const WITH_CONFIG: &[&str] = &["check", "report.txt"];

fn all_of<'c>((what, files, says): &Several) -> (&'c str, Vec<(&'c str, String)>, &'c [&'c str]) {
    (what, files.iter().map(|(name, text)| (*name, (*text).to_owned())).collect(), says)
}

#[test]
fn mistakes_in_pack_yaml() {
    try_all(packs::MANIFESTS.iter().map(all_of), WITH_PACK);
}

#[test]
fn mistakes_in_settings_of_a_pack() {
    try_all(packs::SETTINGS.iter().map(all_of), WITH_PACK);
}

#[test]
fn mistakes_in_forms() {
    let manifest = || ("pack/pack.yaml", pack!("forms: [form.yaml]\n").to_owned());
    let case = |&(what, text, says): &One| (what, vec![manifest(), ("pack/form.yaml", text.to_owned())], says);
    try_all(forms::FORMS.iter().map(case), WITH_PACK);
}

#[test]
fn mistakes_in_rules() {
    let manifest = || ("pack/pack.yaml", pack!("rules: [rules.yaml]\n").to_owned());
    let case = |&(what, text, says): &One| (what, vec![manifest(), ("pack/rules.yaml", kinds::rule(text))], says);
    try_all(kinds::RULES.iter().map(case), WITH_PACK);
}

#[test]
fn mistakes_in_gouji_yaml() {
    let case = |&(what, text, says): &One| (what, vec![("gouji.yaml", text.to_owned())], says);
    try_all(configs::CONFIGS.iter().map(case).chain(configs::PROJECTS.iter().map(all_of)), WITH_CONFIG);
}

#[test]
fn several_mistakes_in_a_pack_are_all_told_at_once() {
    try_all(packs::SEVERAL.iter().map(all_of), WITH_PACK);
}

#[test]
fn several_mistakes_in_gouji_yaml_are_all_told_at_once() {
    try_all(configs::SEVERAL.iter().map(all_of), WITH_CONFIG);
}

#[test]
fn a_mistake_in_a_pack_of_two_projects_is_told_once() {
    let files = [
        ("a/gouji.yaml", "extends: ../pack\n".to_owned()),
        ("b/gouji.yaml", "extends: ../pack\n".to_owned()),
        ("pack/pack.yaml", pack!("▸rule: []\n").to_owned()),
    ];
    let wrong = wrong(&files, &["`rules`"], &["check", "a/report.txt", "b/report.txt"]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
