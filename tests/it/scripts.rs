//! Rules that are scripts: what they see is what stands in the report, and whatever they do, the run goes
//! on and says so.

use crate::common;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// A pack of one script, and of a plain rule beside it that always fires on the example report.
fn pack(folder: &Path, script: &str) {
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("a file is written");
    write("pack.yaml", "name: t\ntitle: t\nversion: \"1\"\nextends: national\nrules: [rules.yaml]\n".into());
    let common =
        "severity: hint\n  title: t\n  why: w\n  source: practice\n  examples: { pass: [{}], fail: [{ text: x }] }\n";
    let block: String = script.lines().map(|line| format!("    {line}\n")).collect();
    write(
        "rules.yaml",
        format!(
            "- id: t/script\n  kind: script\n  {common}  message: \"{{a}}|{{b}}\"\n  script: |\n{block}\n\
             - id: t/plain\n  kind: count\n  {common}  within: [document]\n  find: 稻香路\n  at-most: 0\n  message: m\n"
        ),
    );
}

fn check(script: &str, arguments: &[&str]) -> (Output, Vec<(String, String, u64)>) {
    let folder = tempfile::tempdir().expect("a folder");
    pack(folder.path(), script);
    let report = folder.path().join("report.txt");
    std::fs::copy(common::file("rules/national/examples/report.txt"), &report).expect("the example report");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command
        .current_dir(folder.path())
        .args(["check", "--format", "json", "--rules", ".", "report.txt"])
        .args(arguments);
    let output = command.output().expect("gouji starts");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let findings = json["files"][0]["findings"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |f: &Value| {
        (text(&f["rule"]), text(&f["message"]), f["location"]["start"]["line"].as_u64().unwrap_or_default())
    };
    (output, findings.iter().map(one).collect())
}

/// Messages and lines of the script's findings.
fn found(script: &str) -> Vec<(String, u64)> {
    let (_, findings) = check(script, &["--allow-scripts"]);
    assert!(findings.iter().any(|(rule, ..)| rule == "t/plain"), "the other rule was not checked: {findings:?}");
    findings.into_iter().filter(|(rule, ..)| rule == "t/script").map(|(_, message, line)| (message, line)).collect()
}

/// The line of the example report that begins with a text.
fn line(start: &str) -> u64 {
    let report = common::report();
    let at = report.lines().position(|line| line.trim_start().starts_with(start)).expect("the line is there");
    at as u64 + 1
}

#[test]
fn a_script_sees_cells_facts_and_text() {
    let script = r#"
        let t = report.table("disclosure");
        let fee = t.cell("行政事业性收费", "本年收费金额");
        report.found(fee.at, #{ a: fee.value, b: fee.value + t.cell("penalties", "decisions").value });
        let sum = 0;
        for cell in report.table("applications").row("本年新收") { sum += cell.value; }
        report.found(report.at, #{ a: sum, b: report.year });
        let first = report.section("overview").find("接待|公布各类信息(?<n>[0-9]+)条")[0];
        report.found(first.at, #{ a: first.group("n").number, b: report.issuer });
        if report.section("other").has("没有收取") && report.preface.has("邮编") && !report.title.has("2023") {
            report.found(report.section("other").at, #{ a: report.edition, b: report.table("review").rows.len });
        }
    "#;
    let expected = [
        // Received: 19 + 3 + 0 + 1 + 0 + 0, and the total 23.
        ("46|2024".to_owned(), 1),
        ("86|云岭县青禾镇人民政府".to_owned(), line("（一）主动公开。")),
        ("1.5|7.5".to_owned(), line("行政事业性收费")),
        ("2021|1".to_owned(), line("本年度没有收取信息处理费")),
    ];
    assert_eq!(found(script), expected);
}

#[test]
fn whatever_a_script_does_the_run_goes_on_and_says_so() {
    for (script, words) in [
        ("loop { }", "限制"),
        ("let i = 0; while true { i += 1; }", "限制"),
        ("fn f(n) { f(n + 1) } f(0)", "太深"),
        ("let a = []; loop { a.push([1, 2, 3]); }", "内存"),
        ("let s = \"x\"; loop { s += s; }", "内存"),
        ("let m = #{}; let i = 0; loop { m[`k${i}`] = i; i += 1; }", "限制"),
        ("let a = \"x\"; a.pad(100000000, \"y\");", "内存"),
        ("throw \"不行\"", "不行"),
        ("let a = [1]; a[7]", "脚本第 1 行"),
        ("1 / 0", "脚本第 1 行"),
        ("let x = 9223372036854775807; x += 1;", "脚本第 1 行"),
        ("report.section(\"nowhere\")", "没有这个部分"),
        ("report.table(\"review\").cell(\"没有\", \"总计\")", "没有 `没有`"),
        ("report.text.find(\"(\")", "正则表达式"),
        ("report.text.find(\"(?:a{1000}){1000}\")", "正则表达式"),
        ("let i = 0; loop { report.found(report.at, #{ a: i, b: i }); i += 1; }", "超过 1000"),
        ("report.nothing()", "脚本第 1 行"),
    ] {
        let found = found(script);
        let (message, _) = found
            .iter()
            .find(|(message, _)| message.contains("没有查完"))
            .unwrap_or_else(|| panic!("{script}: {found:?}"));
        assert!(message.contains(words) || message.contains("用时太长"), "{script}: {message}");
    }
}

#[test]
fn a_script_reaches_no_file_and_prints_nothing() {
    for script in [
        "import \"x\" as y;",
        "open(\"/etc/hostname\")",
        "eval(\"1\")",
        "sleep(100000)",
        "Fn(\"sleep\").call(100000)",
        "Fn(\"eval\").call(\"1\")",
        "timestamp()",
    ] {
        let (output, findings) = check(script, &["--allow-scripts"]);
        let refused =
            output.status.code() == Some(2) || findings.iter().any(|(_, message, _)| message.contains("没有查完"));
        assert!(refused, "{script}: {findings:?}");
    }
    let (output, _) = check("print(\"spoilt\"); debug(\"spoilt\");", &["--allow-scripts"]);
    assert!(!String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).contains("spoilt"));
}

#[test]
fn a_script_runs_only_where_it_is_allowed() {
    let (output, _) = check("report.found(report.at, #{ a: 1, b: 2 })", &[]);
    let shown = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{shown}");
    assert!(shown.contains("pack.yaml") && shown.contains("--allow-scripts"), "{shown}");
    let config = "extends: ./\nallow-scripts: ./\n";
    let folder = tempfile::tempdir().expect("a folder");
    pack(folder.path(), "report.found(report.at, #{ a: 1, b: 2 })");
    std::fs::write(folder.path().join("gouji.yaml"), config).expect("a configuration");
    let report = folder.path().join("report.txt");
    std::fs::copy(common::file("rules/national/examples/report.txt"), &report).expect("the example report");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let output = command.current_dir(folder.path()).args(["check", "."]).output().expect("gouji starts");
    assert!(String::from_utf8_lossy(&output.stdout).contains("1|2"), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A script that fails has found nothing: its failing examples must not count.
#[test]
fn an_example_on_which_the_script_fails_is_no_good_example() {
    for script in ["if report.section(\"overview\").has(\"x$\") { nothing() }", "report.found(report.at, #{ a: 1 })"] {
        let folder = tempfile::tempdir().expect("a folder");
        pack(folder.path(), script);
        let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
        let output = command.current_dir(folder.path()).args(["rules", "test", "--allow-scripts"]).output();
        let output = output.expect("gouji starts");
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{shown}");
        assert!(shown.contains("没有试成") || shown.contains("没有查完"), "{shown}");
    }
}
