//! `gouji.yaml`: which rules apply to which file, what is passed over, and that nothing of it is passed
//! over in silence. The example report is damaged where each test says.

use crate::common;

use std::path::Path;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

/// A folder of files; a report is the example report with one text replaced.
fn folder(files: &[(&str, &str)], reports: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file is written");
    };
    files.iter().for_each(|(name, text)| write(name, text));
    let report = common::report();
    for (name, from, to) in reports {
        assert!(report.contains(from), "{from}");
        write(name, &report.replacen(from, to, 1));
    }
    folder
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// `path rule severity` of every finding, and how many were passed over.
fn findings(folder: &Path, arguments: &[&str]) -> (Vec<String>, u64) {
    let output = common::gouji(folder, &[&["check", "--format", "json"], arguments].concat());
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", stderr(&output)));
    let mut found = Vec::new();
    for file in json["files"].as_array().expect("files") {
        for finding in file["findings"].as_array().expect("findings") {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            found.push([text(&file["path"]), text(&finding["rule"]), text(&finding["severity"])].join(" "));
        }
    }
    (found, json["summary"]["ignored"].as_u64().expect("a count"))
}

const POSTCODE: (&str, &str) = ("邮编：999078", "邮编：99907");
const LABEL: (&str, &str) = ("（五）不予处理", "（五）不予公开");

fn damaged(name: &'static str, (from, to): (&'static str, &'static str)) -> (&'static str, &'static str, &'static str) {
    (name, from, to)
}

#[test]
fn later_layers_win() {
    let config = "extends: ./city\nrules: { contact/postcode: error }\n\
                  overrides:\n  - { files: [old/**], rules: { contact/*: off } }\n  \
                  - { files: [old/new.txt], rules: { contact/postcode: warning } }\n";
    let city = "name: city\ntitle: c\nversion: \"1\"\nextends: ningxia\n\
                settings: { contact/postcode: { off: 不写邮编 }, ningxia/*: { off: 试 } }\n";
    let folder = folder(
        &[("gouji.yaml", config), ("city/pack.yaml", city), ("deep/gouji.yaml", "extends: national\n")],
        &["a.txt", "old/b.txt", "old/new.txt", "deep/er/c.txt"].map(|name| damaged(name, POSTCODE)),
    );
    let of = |arguments: &[&str]| findings(folder.path(), arguments).0;
    let expected = [
        "a.txt contact/postcode error",
        "deep/er/c.txt contact/postcode warning",
        "old/new.txt contact/postcode warning",
    ];
    assert_eq!(of(&["."]), expected);
    // The nearest configuration counts, wherever gouji is called from; the command line is the last word.
    assert_eq!(of(&["deep"]), expected[1..2]);
    assert_eq!(of(&["a.txt", "--rule", "contact/postcode=hint"]), ["a.txt contact/postcode hint"]);
    assert_eq!(of(&["old/b.txt", "--no-config"]), ["old/b.txt contact/postcode warning"]);
    assert_eq!(of(&["a.txt", "--config", "deep/gouji.yaml"]), ["a.txt contact/postcode warning"]);
}

#[test]
fn the_effective_rules_are_listed_with_who_says_so() {
    let config = "extends: ningxia\nrules: { claim/*: hint }\noverrides:\n  \
                  - { files: [old/**], rules: { contact/phone: { off: 总机 } } }\n";
    let folder = folder(&[("gouji.yaml", config)], &[damaged("old/a.txt", POSTCODE)]);
    let output = common::gouji(folder.path(), &["rules", "list", "--effective", "old/a.txt"]);
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = |id: &str| listed.lines().find(|line| line.starts_with(id)).unwrap_or_default().to_owned();
    assert!(line("contact/phone").contains("关闭") && line("contact/phone").contains("总机"), "{listed}");
    assert!(line("claim/received").contains("提示") && line("claim/received").contains("gouji.yaml"), "{listed}");
    assert!(line("fee/undisclosed").contains("ningxia"), "{listed}");
    assert!(line("ningxia/work-points").contains("ningxia"), "{listed}");
    let order = ["规则包 national", "规则包 ningxia", "rules", "overrides", "命令行"].map(|part| listed.find(part));
    assert!(order.is_sorted() && order.iter().all(Option::is_some), "{listed}");
}

#[test]
fn what_is_ignored_is_counted_and_no_more_than_that() {
    let config = "exclude: [drafts/]\nignore:\n  \
                  - { rule: table/row-label, files: [a.txt], table: applications, row: 不予处理, reason: 试 }\n";
    let folder = folder(
        &[("gouji.yaml", config)],
        &[damaged("a.txt", LABEL), damaged("b.txt", LABEL), damaged("drafts/c.txt", LABEL)],
    );
    let (found, ignored) = findings(folder.path(), &["."]);
    assert_eq!((found, ignored), (vec!["b.txt table/row-label error".to_owned()], 1));
    let output = common::gouji(folder.path(), &["check", "."]);
    assert!(stderr(&output).contains("1 个文件没有检查"), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 个按要求忽略"));
}

#[test]
fn what_matches_nothing_is_told_at_its_place() {
    let config = "overrides:\n  - { files: [2O24/**], rules: { contact/phone: off } }\nexclude: [2024/b.txt]\nignore:\n  \
                  - { rule: contact/phone, reason: 试 }\n  - { rule: contact/postcode, reason: 试 }\n";
    let folder = folder(&[("gouji.yaml", config)], &[damaged("2024/a.txt", POSTCODE), damaged("2024/c.txt", POSTCODE)]);
    let output = common::gouji(folder.path(), &["check", "."]);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    for place in ["gouji.yaml:2:15", "gouji.yaml:3:11", "gouji.yaml:5:13"] {
        assert!(told.contains(place), "{place}: {told}");
    }
    assert!(told.contains("是不是 `2024`") && told.contains("是不是 `2024/a.txt`"), "{told}");
    assert!(!told.contains("gouji.yaml:6"), "an entry that is used is told: {told}");
    // Of an entry for all files nothing can be said when only some were checked.
    assert!(!stderr(&common::gouji(folder.path(), &["check", "2024/a.txt"])).contains("gouji.yaml:5"));
}

#[test]
fn a_comment_passes_over_what_follows_it() {
    let comment = |rule: &str| format!("<!-- gouji: ignore {rule} 试 -->\n");
    let report = common::report();
    let report = report.replacen(POSTCODE.0, POSTCODE.1, 1).replacen(LABEL.0, LABEL.1, 1);
    let preface = "根据《中华人民共和国政府信息公开条例》";
    let with = |rule: &str| report.replacen(preface, &format!("{}{preface}", comment(rule)), 1);
    let label = report.lines().find(|line| line.contains("（五）不予公开")).expect("a row");
    let in_table = report.replacen(label, &format!("{}{label}", comment("table/*")), 1);
    let folder =
        folder(&[("a.txt", &with("contact/postcode")), ("b.txt", &with("contact/phone")), ("c.txt", &in_table)], &[]);
    let (found, ignored) = findings(folder.path(), &["."]);
    let expected = [
        "a.txt table/row-label error",
        "b.txt comment/ignore warning",
        "b.txt contact/postcode warning",
        "b.txt table/row-label error",
        "c.txt contact/postcode warning",
    ];
    assert_eq!((found.as_slice(), ignored), (expected.map(str::to_owned).as_slice(), 2));
}

#[test]
fn a_baseline_holds_while_lines_move_and_tells_what_is_gone() {
    let folder =
        folder(&[("gouji.yaml", "baseline: known.json\n")], &[damaged("a.txt", POSTCODE), damaged("b.txt", LABEL)]);
    let path = folder.path();
    // A baseline that is not there yet is a mistake, except for whoever writes it.
    assert_eq!(common::gouji(path, &["check", "."]).status.code(), Some(2));
    assert_eq!(common::gouji(path, &["baseline", "write", "."]).status.code(), Some(0));
    assert_eq!(findings(path, &["."]), (Vec::new(), 2));
    let moved = std::fs::read_to_string(path.join("b.txt")).expect("the report").replace("\n\n", "\n\n\n");
    std::fs::write(path.join("b.txt"), moved.replacen("电话：0999-5550123", "电话：0999-55501", 1)).expect("written");
    assert_eq!(findings(path, &["."]), (vec!["b.txt contact/phone warning".to_owned()], 2));
    let mended = std::fs::read_to_string(path.join("a.txt")).expect("the report").replace(POSTCODE.1, POSTCODE.0);
    std::fs::write(path.join("a.txt"), mended).expect("written");
    assert!(stderr(&common::gouji(path, &["check", "."])).contains("baseline prune"));
    let stale = common::gouji(path, &["baseline", "check", "."]);
    assert_eq!(stale.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&stale.stdout).contains("a.txt：contact/postcode"), "{}", stderr(&stale));
    assert_eq!(common::gouji(path, &["baseline", "prune", "."]).status.code(), Some(0));
    assert_eq!(common::gouji(path, &["baseline", "check", "."]).status.code(), Some(0));
    let kept = std::fs::read_to_string(path.join("known.json")).expect("the baseline");
    assert!(kept.contains("b.txt") && !kept.contains("a.txt"), "{kept}");
}

#[test]
fn the_baseline_keeps_no_private_number() {
    // An invented number whose check character is right.
    let digits = "11010519491231002";
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(weights).map(|(d, w)| d.to_digit(10).expect("a digit") * w).sum();
    let number = format!("{digits}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11]);
    let text = format!("没有需要追究责任的情形，身份证号{number}");
    let report = common::report();
    let folder = folder(&[("a.txt", &report.replacen("没有需要追究责任的情形", &text, 1))], &[]);
    assert_eq!(findings(folder.path(), &["."]).0, ["a.txt privacy/id-number error"]);
    common::gouji(folder.path(), &["baseline", "write", "."]);
    let kept = std::fs::read_to_string(folder.path().join("gouji-baseline.json")).expect("the baseline");
    assert!(kept.contains("privacy/id-number") && !kept.contains(&number), "{kept}");
}

/// A row may be called by key or name, with its group or without; a row that is missing has a name, too.
#[test]
fn a_row_is_ignored_by_whatever_it_is_called() {
    let report = common::report();
    let row = report.lines().find(|line| line.contains("2.重复申请")).expect("a row");
    for name in ["repeated", "not-processed.repeated", "重复申请", "不予处理·重复申请", "不予处理.重复申请"]
    {
        let config = format!(
            "ignore:\n  - {{ rule: table/row-missing, row: {name}, reason: 试 }}\n  \
             - {{ rule: table/row-label, table: applications, row: {name}, reason: 试 }}\n"
        );
        let (missing, damaged) = (report.replace(&format!("{row}\n"), ""), report.replace("2.重复申请", "2.重复申"));
        let folder = folder(&[("gouji.yaml", &config), ("a.txt", &missing), ("b.txt", &damaged)], &[]);
        assert_eq!(findings(folder.path(), &["."]), (Vec::new(), 2), "{name}");
    }
}
