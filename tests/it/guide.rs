//! The guides for authors of rules, followed as they stand: the files they tell to write are written,
//! their commands are run in order in an empty folder, and what they show must be what gouji prints.
//! Then what they say of keys, of scripts and of the finished pack is held against gouji.

use crate::common;

use std::collections::BTreeSet;
use std::io::{Read, Seek};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const OWN_RULES: &str = "docs/own-rules.md";
const SCRIPTS: &str = "docs/scripts.md";
/// Stands in a shown output for lines that are left out.
const LEFT_OUT: &str = "……";

/// A fenced block: the file that it is, if it is one, its language, and its text.
type Block = (Option<String>, String, String);

/// A guide as its blocks, and as its lines outside of them.
struct Guide {
    blocks: Vec<Block>,
    prose: Vec<String>,
}

impl Guide {
    fn of(name: &str) -> Self {
        let text = std::fs::read_to_string(common::file(name)).expect("the guide is there");
        let mut guide = Self { blocks: Vec::new(), prose: Vec::new() };
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(language) = line.strip_prefix("```") {
                let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                // A block is a file if the line before it names it: 文件 `…`：
                let before = guide.prose.iter().rfind(|line| !line.is_empty()).map_or("", String::as_str);
                let file = before.strip_prefix("文件 `").and_then(|rest| rest.strip_suffix("`："));
                guide.blocks.push((file.map(str::to_owned), language.to_owned(), body.join("\n") + "\n"));
            }
            // What stands before a block does not stand before the next: its fence does.
            guide.prose.push(line.to_owned());
        }
        guide
    }

    /// Does what the guide says in an empty folder; how many files, commands and outputs there were.
    fn follow(&self) -> (TempDir, [usize; 3]) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut counts = [0; 3];
        for (file, language, text) in &self.blocks {
            match (file, language.as_str()) {
                (Some(name), _) => {
                    write(folder.path(), name, text);
                    counts[0] += 1;
                }
                (None, "sh") => {
                    for command in text.lines() {
                        let (printed, succeeded) = run(folder.path(), command);
                        assert!(succeeded, "{command}: {printed}");
                        counts[1] += 1;
                    }
                }
                (None, "text") => counts[2] += compare(folder.path(), text),
                _ => {}
            }
        }
        (folder, counts)
    }

    /// Blocks that are shown and not written.
    fn snippets(&self) -> impl Iterator<Item = &str> {
        let snippets = self.blocks.iter().filter(|(file, language, _)| file.is_none() && language == "yaml");
        snippets.map(|(.., text)| text.as_str())
    }

    /// The keys in the first column of a table: the one with this number under a heading.
    fn keys(&self, heading: &str, number: usize) -> BTreeSet<String> {
        let mut under = self.prose.iter().skip_while(|line| *line != heading).skip(1);
        let mut under = under.by_ref().take_while(|line| !line.starts_with('#')).peekable();
        let mut tables: Vec<Vec<&str>> = Vec::new();
        while let Some(line) = under.next() {
            if line.starts_with("| ---") {
                tables.push(std::iter::from_fn(|| under.next_if(|l| l.starts_with('|'))).map(String::as_str).collect());
            }
        }
        let rows = tables.get(number).unwrap_or_else(|| panic!("{heading}: no table {number}"));
        let first = |row: &&str| row.split('|').nth(1).unwrap_or_default().to_owned();
        let keys = rows.iter().map(first).collect::<String>();
        keys.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is made");
    std::fs::write(path, text).expect("the file is written");
}

/// Runs a command; what it prints on both outputs, as a terminal shows it, and whether it succeeded.
fn run(folder: &Path, command: &str) -> (String, bool) {
    let words: Vec<&str> = command.split(' ').collect();
    let (name, arguments) = words.split_first().expect("a command");
    match (*name, arguments) {
        ("gouji", _) => gouji(folder, arguments),
        ("mkdir", [new]) => (String::new(), std::fs::create_dir(folder.join(new)).is_ok()),
        ("cp", [from, to]) => (String::new(), std::fs::copy(folder.join(from), folder.join(to)).is_ok()),
        _ => panic!("no such command here: {command}"),
    }
}

fn gouji(folder: &Path, arguments: &[&str]) -> (String, bool) {
    let mut printed = tempfile::tempfile().expect("a file for the output");
    let output = || Stdio::from(printed.try_clone().expect("the file for the output"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let command = command.current_dir(folder).args(arguments).stdout(output()).stderr(output());
    let status = command.status().expect("gouji starts");
    let mut text = String::new();
    printed.rewind().expect("the output is a file");
    printed.read_to_string(&mut text).expect("the output is UTF-8");
    (text, status.success())
}

/// Runs what a block shows, and compares line by line; how many outputs these are.
fn compare(folder: &Path, block: &str) -> usize {
    let mut count = 0;
    assert!(block.starts_with("$ "), "what is this?\n{block}");
    for shown in format!("\n{block}").split("\n$ ").skip(1) {
        let (command, shown) = shown.split_once('\n').unwrap_or((shown, ""));
        let (printed, _) = run(folder, command);
        let lines = |text: &str| text.trim().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        let (shown, whole) = (lines(shown), lines(&printed));
        assert!(!shown.is_empty(), "{command}: nothing is shown");
        let agree = match shown.iter().position(|line| line == LEFT_OUT) {
            None => shown == whole,
            Some(at) => {
                let (before, after) = (&shown[..at], &shown[at + 1..]);
                whole.len() >= shown.len() && whole.starts_with(before) && whole.ends_with(after) && !after.is_empty()
            }
        };
        assert!(agree, "{command} prints:\n{printed}");
        count += 1;
    }
    count
}

/// Rule, line and message of a finding.
type Found = (String, u64, String);

/// What is found in each file, as programs get it.
fn findings(folder: &Path, arguments: &[&str]) -> Vec<(String, Vec<Found>)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let output = command.current_dir(folder).args(["check", "--format", "json"]).args(arguments).output();
    let result: Value = serde_json::from_slice(&output.expect("gouji starts").stdout).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let line = |finding: &Value| finding["location"]["start"]["line"].as_u64().expect("a line");
    let one = |finding: &Value| (text(&finding["rule"]), line(finding), text(&finding["message"]));
    let list = |file: &Value| file["findings"].as_array().expect("findings").iter().map(one).collect();
    result["files"].as_array().expect("files").iter().map(|file| (text(&file["path"]), list(file))).collect()
}

#[test]
fn the_guides_can_be_followed() {
    for (name, least) in [(OWN_RULES, [10, 3, 12]), (SCRIPTS, [5, 1, 4])] {
        let guide = Guide::of(name);
        let (folder, counts) = guide.follow();
        assert!(counts.iter().zip(least).all(|(count, least)| *count >= least), "{name}: {counts:?}");
        // What a chapter tells to write behind `$schema=` leads to a schema that is there.
        for (_, schema) in guide.snippets().filter_map(|block| block.trim().split_once("$schema=")) {
            assert!(folder.path().join("wangchuan/rules").join(schema).is_file(), "{schema}");
        }
    }
}

fn national_report() -> String {
    std::fs::read_to_string(common::file("rules/national/examples/report.txt")).expect("the example")
}

/// A report as the pack wants it, made from the national example without the pack's own changes.
fn good_report() -> String {
    let national = national_report();
    let report = national
        .replace("\n行政强制\t0\t\t\n", "\n行政强制\t0\t\t\n行政检查\t9\t\t\n")
        .replace("\t\t3.其他\t1\t0\t0\t0\t0\t0\t1\n", "\t\t3.其他\t0\t0\t0\t0\t0\t0\t0\n")
        .replace("\t\t2.重复申请\t0\t0\t0\t0\t0\t0\t0\n", "\t\t2.重复申请\t1\t0\t0\t0\t0\t0\t1\n");
    assert_eq!(report.len(), national.len() + "行政检查\t9\t\t\n".len());
    report
}

/// A text, and what takes its place.
type Change = (&'static str, &'static str);
/// What must be found: rule, text of the line, and of the message.
type Expected = (&'static str, &'static str, &'static str);

/// Damages to that report, and all that must be found.
const DAMAGES: &[(&[Change], &[Expected])] = &[
    (&[("；电子邮箱：qinghe@yunling.example", "")], &[("wangchuan/contact-email", "根据《", "电子邮箱")]),
    (&[("地址：云岭县青禾镇稻香路8号；", "")], &[("wangchuan/contact-address", "根据《", "地址")]),
    (&[("行政检查\t9\t\t\n", "")], &[("table/row-missing", "第二十条第（八）项", "行政检查")]),
    (
        // Balanced for the national rules: one case less is granted in the same column.
        &[
            ("予以公开\t\t9\t1\t0\t0\t0\t0\t10", "予以公开\t\t9\t0\t0\t0\t0\t0\t9"),
            ("3.其他\t0\t0\t0\t0\t0\t0\t0", "3.其他\t0\t1\t0\t0\t0\t0\t1"),
        ],
        &[("wangchuan/no-other-results", "3.其他", "商业企业："), ("wangchuan/no-other-results", "3.其他", "总计：")],
    ),
    (&[("旧栏目合并", "红头文件汇编成册，旧栏目合并")], &[("wangchuan/plain-words", "红头文件", "红头文件")]),
    (&[("旧栏目合并", "实施“一把手”工程，旧栏目合并")], &[]),
];

#[test]
fn the_pack_of_the_guide_finds_what_it_should_where_it_should() {
    let (folder, _) = Guide::of(OWN_RULES).follow();
    // What the guide ignores at its end would hide what is looked for here.
    let guide = Guide::of(OWN_RULES);
    let config = guide.blocks.iter().find(|(file, ..)| file.as_deref() == Some("gouji.yaml"));
    write(folder.path(), "gouji.yaml", &config.expect("the guide writes a configuration").2);
    for (changes, expected) in [(&[][..], &[][..])].iter().chain(DAMAGES) {
        let report = changes.iter().fold(good_report(), |report, (from, to)| {
            assert!(report.contains(from), "{from}");
            report.replacen(from, to, 1)
        });
        write(folder.path(), "县直/甲.txt", &report);
        write(folder.path(), "乡镇/甲.txt", &report);
        let files = findings(folder.path(), &["县直/甲.txt", "乡镇/甲.txt"]);
        assert_eq!(files.len(), 2);
        for (path, found) in files {
            let is_off = |rule: &str| path.starts_with("乡镇") && rule == "wangchuan/contact-email";
            let expected: Vec<_> = expected.iter().filter(|(rule, ..)| !is_off(rule)).collect();
            assert_eq!(found.len(), expected.len(), "{path}: {changes:?}: {found:?}");
            for ((rule, line, message), (right, stands, says)) in found.iter().zip(expected) {
                let text = report.lines().nth(usize::try_from(*line).expect("a line") - 1).expect("the line is there");
                assert!(rule == right && text.contains(stands) && message.contains(says), "{path}: {rule} {message}");
            }
        }
    }
}

/// A pack of nothing but one block of the guide.
fn pack_of(block: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let rest = match block.get(..5) {
        Some("- id:") => "rules: [block.yaml]\n",
        Some("adds-") => "forms: [block.yaml]\n",
        _ => block,
    };
    write(folder.path(), "block.yaml", block);
    write(folder.path(), "pack.yaml", &format!("name: t\ntitle: t\nversion: \"1\"\nextends: national\n{rest}"));
    folder
}

#[test]
fn what_the_reference_shows_is_valid() {
    let guide = Guide::of(OWN_RULES);
    let mut counts = [0; 4];
    for block in guide.snippets() {
        let kinds = ["- id: ", "adds-to:", "# pack.yaml", "# gouji.yaml"];
        let Some(kind) = kinds.iter().position(|start| block.starts_with(start)) else {
            assert!(block.starts_with("# yaml-language-server: "), "what is this?\n{block}");
            continue;
        };
        counts[kind] += 1;
        // Configurations are tried in the next test.
        let passed = kind == 3 || gouji(pack_of(block).path(), &["rules", "test", ".", "--coverage"]).1;
        assert!(passed, "gouji rules test fails:\n{block}");
    }
    assert!(counts[0] >= 4 && counts[1..].iter().all(|count| *count > 0), "{counts:?}");
}

/// The level of a rule in a list of rules.
fn level<'l>(list: &'l str, rule: &str) -> &'l str {
    let line = list.lines().find(|line| line.split(' ').next() == Some(rule)).unwrap_or_else(|| panic!("{list}"));
    line[rule.len()..].split_whitespace().next().expect("a level")
}

#[test]
fn later_settings_win_and_single_rules_win_over_topics() {
    let guide = Guide::of(OWN_RULES);
    let block = |start| guide.snippets().find(|block| block.starts_with(start)).expect("the block");
    let (list, _) = gouji(pack_of(block("# pack.yaml")).path(), &["rules", "list", "--rules", "."]);
    for (rule, right) in [("contact/postcode", "关闭"), ("claim/handled", "警告"), ("claim/received", "错误")] {
        assert_eq!(level(&list, rule), right, "{rule}");
    }
    let (folder, _) = guide.follow();
    write(folder.path(), "gouji.yaml", block("# gouji.yaml"));
    for (file, right) in [("县直/甲.txt", "错误"), ("乡镇/甲.txt", "关闭"), ("乡镇/青禾镇.txt", "提示")]
    {
        let (list, _) = gouji(folder.path(), &["rules", "list", "--effective", file]);
        assert_eq!(level(&list, "wangchuan/contact-email"), right, "{file}");
        let last = ["rules", "list", "--effective", file, "--rule", "wangchuan/*=warning"];
        assert_eq!(level(&gouji(folder.path(), &last).0, "wangchuan/contact-email"), "警告", "{file}");
    }
}

/// Tables of keys (heading, and which under it), and where the schema has the same keys: type of file and
/// definition; none for the file itself.
const TABLES: &[(&str, usize, &str, Option<&str>)] = &[
    ("## pack.yaml 的键", 0, "pack", None),
    ("### required-text", 0, "rule", Some("RequiredTextParams")),
    ("### pattern", 0, "rule", Some("PatternParams")),
    ("### substitution", 0, "rule", Some("SubstitutionParams")),
    ("### count", 0, "rule", Some("CountParams")),
    ("### consistent", 0, "rule", Some("ConsistentParams")),
    ("### equation", 0, "rule", Some("EquationParams")),
    ("## 例子", 0, "rule", Some("RawExample")),
    ("## 格式的增加", 0, "form", Some("RawAddition")),
    ("## 格式的增加", 1, "form", Some("SectionAddition")),
    ("## 格式的增加", 2, "form", Some("TableAddition")),
    ("## 格式的增加", 3, "form", Some("BlockAddition")),
    ("## 格式的增加", 4, "form", Some("LineAddition")),
    ("## gouji.yaml 的键", 0, "config", None),
    ("## 不再报的问题", 0, "config", Some("RawIgnore")),
];

fn keys_of(value: &Value) -> BTreeSet<String> {
    value.as_object().expect("properties").keys().cloned().collect()
}

#[test]
fn the_tables_name_every_key_and_no_other() {
    let guide = Guide::of(OWN_RULES);
    let schema = |of: &str| -> Value {
        let (text, _) = gouji(Path::new(env!("CARGO_MANIFEST_DIR")), &["rules", "schema", of]);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{of}: {error}"))
    };
    for (heading, number, of, definition) in TABLES {
        let schema = schema(of);
        let object = definition.map_or(&schema, |name| &schema["$defs"][name]);
        assert_eq!(guide.keys(heading, *number), keys_of(&object["properties"]), "{heading}, table {number}");
    }
    let kinds = &schema("rule")["items"]["allOf"];
    let script = kinds.as_array().expect("kinds").iter().find(|k| k["if"]["properties"]["kind"]["const"] == "script");
    let mut common = keys_of(&script.expect("the kind")["then"]["properties"]);
    assert!(common.remove("script"));
    assert_eq!(guide.keys("### 每条规则都有的键", 0), common);
    let form = std::fs::read_to_string(common::file("rules/national/forms/2021.yaml")).expect("the form");
    let of_form = guide.prose.iter().filter(|line| line.contains("`article-") || line.contains("| `all`"));
    let keys: Vec<&str> = of_form.flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    assert!(keys.len() >= 9 && keys.iter().all(|key| form.contains(&format!("- key: {key}\n"))), "{keys:?}");
}

/// What a table of the guide to scripts lists, an expression that uses it, and what that is in the
/// national example report.
const SCRIPT: &[(&str, &str, &str)] = &[
    ("report.year", "report.year", "2024"),
    ("report.issuer", "report.issuer", "云岭县青禾镇人民政府"),
    ("report.edition", "report.edition", "2021"),
    ("report.title", "report.title.text", "云岭县青禾镇人民政府2024年政府信息公开工作年度报告"),
    ("report.preface", "report.preface.has(\"邮编:999078\")", "true"),
    ("report.text", "report.text.find(\"行政许可\").len", "1"),
    ("report.section(\"problems\")", "report.section(\"problems\").has(\"存在的主要问题\")", "false"),
    ("report.table(\"applications\")", "report.table(\"applications\") == ()", "false"),
    (".text", "report.section(\"other\").text", "本年度没有收取信息处理费。"),
    (".number", "`${report.text.find(\"[0-9]+条\")[0].number}${report.text.find(\"一次\")[0].number}`", "86"),
    (".has(\"正则表达式\")", "report.text.has(`\\d{6}`)", "true"),
    (".find(\"正则表达式\")", "report.text.find(\"\\\\d+件\")[-1].text", "2件"),
    (".group(\"名字\")", "report.preface.find(\"邮编:(?<n>[0-9]+)\")[0].group(\"n\").text", "999078"),
    (".cell(\"行\", \"列\")", "report.table(\"review\").cell(\"件数\", \"行政复议.总计\").value", "3"),
    (".row(\"行\")", "report.table(\"applications\").row(\"本年新收\").len", "7"),
    (".column(\"列\")", "report.table(\"applications\").column(\"总计\").len", "25"),
    (".rows", "report.table(\"disclosure\").rows[0]", "regulations"),
    (".columns", "report.table(\"disclosure\").columns[0]", "made"),
    (".value", "report.table(\"disclosure\").cell(\"行政事业性收费\", \"本年收费金额\").value", "1.5"),
    (".state", "report.table(\"disclosure\").cell(\"规章\", \"本年制发\").state", "number"),
    ("7 / 2", "7 / 2", "3"),
    ("7 / 2.0", "7 / 2.0", "3.5"),
    ("0.1 * 3", "0.1 * 3", "0.3"),
    ("(43.478).round(1)", "(43.478).round(1)", "43.5"),
    ("list[-1]", "let list = [1, 2]; list[-1]", "2"),
    ("()", "() > 1 || () < 1", "false"),
];

#[test]
fn scripts_can_call_what_the_guide_says() {
    let guide = Guide::of(SCRIPTS);
    let tables = ["### report", "### 文字", "### 表", "### 格"];
    let listed: BTreeSet<String> = tables.iter().flat_map(|heading| guide.keys(heading, 0)).collect();
    // Those that give or take a place are called below.
    let places = [".at", "report.at", "report.found(位置)", "report.found(位置, #{ 名字: 值 })"];
    let mut known: BTreeSet<String> = places.map(str::to_owned).into();
    known.extend(SCRIPT.iter().map(|(name, ..)| (*name).to_owned()).filter(|name| listed.contains(name)));
    assert_eq!(listed, known);
    let common = "severity: hint\n  title: t\n  why: w\n  source: practice";
    let rule = format!("{common}\n  examples: {{ pass: [{{}}], fail: [{{ text: x }}] }}\n");
    let mut block = String::new();
    for (number, (name, expression, _)) in SCRIPT.iter().enumerate() {
        assert!(guide.prose.iter().any(|line| line.contains(&format!("`{name}`"))), "{name} is not in the guide");
        block += &format!("- id: t/r{number}\n  kind: script\n  message: \"<{{a}}>\"\n  {rule}  script: |\n");
        block += &format!(
            "    fn value(report) {{ {expression} }}\n    report.found(report.at, #{{ a: value(report) }});\n"
        );
    }
    let folder = pack_of(&block);
    write(folder.path(), "r.txt", &national_report());
    let found = findings(folder.path(), &["--rules", ".", "--allow-scripts", "r.txt"]);
    let found: BTreeSet<(&str, &str)> =
        found[0].1.iter().map(|(rule, _, says)| (rule.as_str(), says.as_str())).collect();
    for (number, (name, _, right)) in SCRIPT.iter().enumerate() {
        let (rule, says) = (format!("t/r{number}"), format!("<{right}>"));
        assert!(found.contains(&(rule.as_str(), says.as_str())), "{name}: {found:?}");
    }
    assert_eq!(found.len(), SCRIPT.len());
}
