//! What the documents say, held against the repository: paths exist, the rules are listed as they
//! are, the commands are the ones that CI runs, and what is shown was printed by gouji.

use crate::common;

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use gouji::lang::Lang;
use gouji::rule::{self, Ruleset, Severity, example};
use gouji::source::Source;
use gouji::{Linter, Status};
use serde_json::Value;

const READMES: [(&str, Lang); 2] = [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)];
/// The main job and the tests: the whole set-up, in both READMEs, and the first commands there.
const COMMANDS: [&str; 2] = ["cargo run --release -- check fixtures/clean", "cargo test --release"];
/// What a path of the repository begins with.
const FOLDERS: [&str; 7] = ["src/", "rules/", "tests/", "fixtures/", "benches/", "docs/", ".ci/"];

fn read(name: &str) -> String {
    std::fs::read_to_string(common::file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A document as its fenced blocks, with their language, and what stands between them.
struct Markdown {
    blocks: Vec<(String, String)>,
    prose: String,
}

impl Markdown {
    fn of(name: &str) -> Self {
        let mut markdown = Self { blocks: Vec::new(), prose: String::new() };
        let mut inside = false;
        for line in read(name).lines() {
            if let Some(language) = line.strip_prefix("```") {
                inside = !inside;
                if inside {
                    markdown.blocks.push((language.to_owned(), String::new()));
                }
                continue;
            }
            let text = if inside { &mut markdown.blocks.last_mut().expect("a block").1 } else { &mut markdown.prose };
            text.push_str(line);
            text.push('\n');
        }
        assert!(!inside, "{name}: a block does not end");
        markdown
    }

    fn blocks<'m>(&'m self, language: &'m str) -> impl Iterator<Item = &'m str> {
        self.blocks.iter().filter(move |(of, _)| of == language).map(|(_, text)| text.as_str())
    }

    /// What stands in backticks.
    fn code(&self) -> impl Iterator<Item = &str> {
        self.prose.split('`').skip(1).step_by(2)
    }
}

fn gouji(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().expect("gouji starts");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_path_that_is_named_exists() {
    for name in ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"] {
        let document = Markdown::of(name);
        let code = document.code().chain(document.blocks("sh"));
        let paths = code.flat_map(str::split_whitespace).filter(|word| FOLDERS.iter().any(|f| word.starts_with(f)));
        let mut count = 0;
        for path in paths.filter(|path| !path.contains(['<', '>'])) {
            assert!(common::file(path).exists(), "{name}: {path} does not exist");
            count += 1;
        }
        assert!(count > 3, "{name}: only {count} paths");
    }
}

/// The row that a rule has in the table of a README.
fn row(rule: &rule::Rule, lang: Lang) -> String {
    let severity = match rule.severity {
        Severity::Error => lang.pick("错误", "error"),
        Severity::Warning => lang.pick("警告", "warning"),
        Severity::Hint => lang.pick("提示", "hint"),
    };
    format!("| `{}` | {severity} | {} |", rule.id, rule.title.get(lang))
}

#[test]
fn the_readmes_list_the_rules_as_they_are() {
    let ruleset = rule::built_in().expect("the built-in rules are valid");
    for (name, lang) in READMES {
        let readme = read(name);
        let is_rule = |line: &&str| {
            line.strip_prefix("| `").is_some_and(|l| l.split('`').next().is_some_and(|id| id.contains('/')))
        };
        let listed: Vec<&str> = readme.lines().filter(is_rule).collect();
        let mut wrong = String::new();
        for row in ruleset.rules.iter().map(|rule| row(rule, lang)).filter(|row| !listed.contains(&row.as_str())) {
            writeln!(wrong, "missing: {row}").expect("a string");
        }
        for row in listed.iter().filter(|listed| !ruleset.rules.iter().any(|rule| row(rule, lang) == **listed)) {
            writeln!(wrong, "no such rule: {row}").expect("a string");
        }
        assert!(wrong.is_empty(), "{name}:\n{wrong}");
    }
}

#[test]
fn both_readmes_begin_with_the_two_commands_and_ci_runs_them() {
    for (name, _) in READMES {
        let document = Markdown::of(name);
        let commands: Vec<&str> =
            document.blocks("sh").flat_map(str::lines).filter(|l| !l.is_empty()).take(2).collect();
        assert_eq!(commands, COMMANDS, "{name}");
    }
    let ci = read(".ci/run");
    for command in COMMANDS {
        assert!(ci.lines().any(|line| line.ends_with(command)), ".ci/run does not run `{command}`");
    }
}

/// A ```text block begins with the command that printed it.
#[test]
fn the_output_shown_is_what_gouji_prints() {
    for (name, _) in READMES {
        let document = Markdown::of(name);
        let mut count = 0;
        for block in document.blocks("text") {
            let Some((command, shown)) = block.strip_prefix("$ gouji ").and_then(|rest| rest.split_once('\n')) else {
                continue;
            };
            let printed = gouji(&command.split(' ').collect::<Vec<_>>());
            assert_eq!(shown.trim(), printed.trim(), "{name}: gouji {command} prints:\n{printed}");
            count += 1;
        }
        assert!(count > 0, "{name} shows no output");
    }
}

#[test]
fn the_json_shown_is_what_gouji_prints() {
    for (name, _) in READMES {
        let document = Markdown::of(name);
        let block = document.blocks("json").next().unwrap_or_else(|| panic!("{name} shows no JSON"));
        let shown: Value = serde_json::from_str(block).unwrap_or_else(|error| panic!("{name}: {error}"));
        let path = shown["files"][0]["path"].as_str().expect("a path");
        let printed: Value = serde_json::from_str(&gouji(&["check", "--format", "json", path])).expect("JSON");
        assert_eq!(shown, printed, "{name}");
    }
}

#[test]
fn the_sentences_are_as_many_as_the_documents_say() {
    let path = "rules/national/examples/prose.yaml";
    let table = |path: &str| -> Vec<serde_yaml::Value> { serde_yaml::from_str(&read(path)).expect("a valid table") };
    let entries = [table(path), table("rules/national/examples/prose-further.yaml")].concat();
    let silent = entries.iter().filter(|entry| entry.get("fires").is_none()).count();
    for name in ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"] {
        let said = |line: &str| {
            line.contains(path) && [entries.len(), silent].iter().all(|count| line.contains(&count.to_string()))
        };
        assert!(read(name).lines().any(said), "{name}: {} sentences, {silent} of them silent", entries.len());
    }
}

/// They are full of the form's words, and stand where `gouji check` looks.
#[test]
fn no_document_is_taken_for_a_report() {
    for name in ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "fixtures/README.md"] {
        let printed: Value = serde_json::from_str(&gouji(&["check", "--format", "json", name])).expect("JSON");
        assert_eq!(printed["files"][0]["status"], "not-a-report", "{name}");
    }
}

/// The rules that the READMEs show, each in a pack made as they say.
#[test]
fn the_rules_shown_are_valid_and_do_what_their_examples_say() {
    for (name, _) in READMES {
        let document = Markdown::of(name);
        let rules: Vec<&str> = document.blocks("yaml").filter(|block| block.starts_with("- id: ")).collect();
        assert!(rules.len() >= 2, "{name} shows {} rules", rules.len());
        for rule in rules {
            let folder = tempfile::tempdir().expect("a folder");
            write_pack(folder.path(), rule);
            let ruleset =
                rule::from_folder(folder.path()).unwrap_or_else(|e| panic!("{name}: {}", rule::render_errors(&e)));
            check_examples(&Linter::new(ruleset), name);
        }
    }
}

fn write_pack(to: &Path, rule: &str) {
    let national = common::file("rules/national");
    let write = |name: &str, text: &str| std::fs::write(to.join(name), text).expect("a file is written");
    for form in ["2021.yaml", "2019.yaml"] {
        write(form, &std::fs::read_to_string(national.join("forms").join(form)).expect("the form"));
    }
    write("report.txt", &std::fs::read_to_string(national.join("examples/report.txt")).expect("the example report"));
    write("rules.yaml", rule);
    write(
        "pack.yaml",
        "name: t\ntitle: t\nversion: \"1\"\nforms: [2021.yaml, 2019.yaml]\nrules: [rules.yaml]\nexample: report.txt\n",
    );
}

fn check_examples(linter: &Linter, name: &str) {
    let Ruleset { forms, rules, .. } = linter.ruleset();
    let rule = rules.first().unwrap_or_else(|| panic!("{name}: no rule"));
    let lines = |change: &rule::RawExample| {
        let report = example::make(rule, forms, change).unwrap_or_else(|error| panic!("{name}: {error}"));
        let checked = linter.check(Source::new("example", report, 0));
        assert_eq!(checked.status, Status::Checked);
        let source = &checked.source;
        let line = |offset: u32| source.slice(source.line_span(source.line_of(offset))).to_owned();
        checked.findings.iter().map(|finding| line(finding.span.start)).collect::<Vec<_>>()
    };
    for change in &rule.examples.pass {
        assert!(lines(change).is_empty(), "{name}: a passing example fires");
    }
    for change in &rule.examples.fail {
        let at = change.at.as_deref().expect("a failing example says where");
        assert!(lines(change).iter().any(|line| line.contains(at)), "{name}: a failing example is silent");
    }
}
