//! The command as its users run it: output, exit codes, bad input.

use crate::common;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn gouji(arguments: &[&str]) -> Output {
    let command = Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).output();
    command.unwrap_or_else(|error| panic!("gouji does not start: {error}"))
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(output)))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file is written");
    path.display().to_string()
}

#[test]
fn exit_codes_tell_the_truth() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = write(folder.path(), "good.txt", common::report().as_bytes());
    let bad = write(folder.path(), "bad.txt", common::report().replace("（五）不予处理", "（五）不予公开").as_bytes());
    let warned = write(folder.path(), "warned.txt", common::report().replace("邮编：999078", "邮编：99907").as_bytes());
    let empty = write(folder.path(), "empty.txt", b"");
    let code = |arguments: &[&str]| gouji(arguments).status.code();
    assert_eq!(code(&["check", &good]), Some(0));
    assert_eq!(code(&["check", &bad]), Some(1));
    assert_eq!(code(&["check", &warned]), Some(0));
    assert_eq!(code(&["check", "--fail-on", "warning", &warned]), Some(1));
    assert_eq!(code(&["check", &good, &empty, &bad]), Some(3));
    assert_eq!(code(&["check", "--no-such-option"]), Some(2));
    assert_eq!(code(&["check", "--rules", "no/such/pack", &good]), Some(2));
}

#[test]
fn an_unreadable_file_is_named_and_the_others_are_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a.txt", common::report().replace("（五）不予处理", "（五）不予公开").as_bytes());
    write(folder.path(), "b.txt", &[0, 159, 146, 150, 0, 0, 1]);
    write(folder.path(), "c.docx", b"PK\x03\x04");
    write(folder.path(), "d.txt", "会议纪要\n今天没有报告。\n".as_bytes());
    write(folder.path(), "e.png", b"\x89PNG");
    let missing = folder.path().join("missing.txt").display().to_string();
    let output = gouji(&["check", "--format", "json", &folder.path().display().to_string(), &missing]);
    assert_eq!(output.status.code(), Some(3));
    let result = json(&output);
    let files = result["files"].as_array().expect("files");
    let of = |name: &str| {
        let found = files.iter().find(|f| f["path"].as_str().is_some_and(|p| p.ends_with(name)));
        found.unwrap_or_else(|| panic!("{name} is not in the result"))
    };
    for (name, status) in [
        ("a.txt", "checked"),
        ("b.txt", "unreadable"),
        ("c.docx", "unreadable"),
        ("d.txt", "not-a-report"),
        ("missing.txt", "unreadable"),
    ] {
        assert_eq!(of(name)["status"], status, "{name}");
        assert_eq!(of(name)["reason"].is_string(), status != "checked", "{name}");
    }
    assert_eq!(of("a.txt")["findings"][0]["rule"], "table/row-label");
    assert_eq!(files.len(), 5, "a picture is no report");
    assert!(String::from_utf8_lossy(&output.stderr).contains('1'), "what was passed over is counted");
}

#[test]
fn json_is_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    let damaged = common::report()
        .replace("（五）不予处理", "（五）不予公开")
        .replace("\t（七）总计\t\t19", "\t（七）总计\t\t18");
    let path = write(folder.path(), "r.txt", damaged.as_bytes());
    let result = json(&gouji(&["check", "--format", "json", &path]));
    assert_eq!(result["schema"], 1);
    assert_eq!(result["tool"]["name"], "gouji");
    assert!(result["tool"]["version"].is_string());
    let file = &result["files"][0];
    assert_eq!((&file["path"], &file["edition"], &file["year"]), (&path.as_str().into(), &"2021".into(), &2024.into()));
    assert_eq!(file["status"], "checked");
    assert!(file["form"].is_string() && file["reason"].is_null());
    let mut places = Vec::new();
    for finding in file["findings"].as_array().expect("findings") {
        for key in ["rule", "severity", "message", "help", "location", "related", "suspects", "fix"] {
            assert!(finding.get(key).is_some(), "{key} is missing in {finding}");
        }
        check_location(&finding["location"], &damaged);
        finding["related"].as_array().expect("related").iter().for_each(|r| check_location(&r["location"], &damaged));
        places.push((finding["location"]["start"]["offset"].as_u64(), finding["rule"].as_str().map(str::to_owned)));
    }
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(result["summary"]["files"], 1);
    assert_eq!(result["summary"]["errors"].as_u64(), Some(places.len() as u64));
}

/// Line and column must lead to the same place as the offset, by an independent count.
fn check_location(location: &Value, text: &str) {
    for end in ["start", "end"] {
        let at = |key: &str| usize::try_from(location[end][key].as_u64().expect("a number")).expect("a position");
        let before = &text[..at("offset")];
        assert_eq!(at("line"), before.matches('\n').count() + 1);
        assert_eq!(at("column"), before.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
    }
    assert!(location["place"].is_null());
}

#[test]
fn a_fix_applied_is_a_finding_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = common::report()
        .replace("（五）不予处理", "（五）不予公开")
        .replace("六、其他需要报告的事项", "六、其他需要报告的情况")
        .replace("〔2021〕30号", "[2021]30号");
    for _ in 0..3 {
        let path = write(folder.path(), "r.txt", text.as_bytes());
        let result = json(&gouji(&["check", "--format", "json", &path]));
        let findings = result["files"][0]["findings"].as_array().expect("findings").clone();
        let edit = &findings.first().expect("a finding")["fix"]["edits"][0];
        let at = |key: &str| usize::try_from(edit[key].as_u64().expect("an offset")).expect("an offset");
        text.replace_range(at("start")..at("end"), edit["text"].as_str().expect("a text"));
    }
    assert_eq!(text, common::report());
}

#[test]
fn two_runs_print_the_same_bytes_in_the_order_of_paths() {
    let folder = common::file("fixtures").display().to_string();
    let run = || gouji(&["check", "--format", "json", &folder]).stdout;
    let first = run();
    assert_eq!(first, run());
    let result: Value = serde_json::from_slice(&first).expect("JSON");
    let paths: Vec<&str> =
        result["files"].as_array().expect("files").iter().filter_map(|f| f["path"].as_str()).collect();
    assert!(paths.is_sorted() && paths.len() > 30, "{paths:?}");
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gouji starts");
    let damaged = common::report().replace("一、总体情况", "一、总体状况");
    child.stdin.take().expect("a pipe").write_all(damaged.as_bytes()).expect("the report is written");
    let output = child.wait_with_output().expect("gouji ends");
    let file = &json(&output)["files"][0];
    assert_eq!((&file["path"], &file["findings"][0]["rule"]), (&"-".into(), &"structure/section-title".into()));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_line_shown_holds_the_text_blamed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "r.txt", common::report().replace("（五）不予处理", "（五）不予公开").as_bytes());
    let shown = text(&gouji(&["check", &path]));
    let line = common::report().lines().position(|l| l.contains("（五）不予处理")).expect("a row") + 1;
    assert!(
        shown.lines().any(|l| l.trim_start().starts_with(&format!("{line} │")) && l.contains("（五）不予公开")),
        "{shown}"
    );
    assert!(shown.contains(&format!("r.txt:{line}:2]")), "{shown}");
    for words in ["table/row-label", "行名应为“（五）不予处理”", "建议", "依据", "检查了 1 个文件：1 个错误，0 个警告"]
    {
        assert!(shown.contains(words), "{words} is missing in {shown}");
    }
    let english = text(&gouji(&["check", "--lang", "en", &path]));
    assert!(english.contains("the row must be “（五）不予处理”") && english.contains("1 files: 1 errors"), "{english}");
}

#[test]
fn colour_is_for_terminals_and_control_characters_for_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let damaged = common::report().replace("（五）不予处理", "（五）不\u{1b}[2J\u{7}予公开");
    let path = write(folder.path(), "r.txt", damaged.as_bytes());
    let plain = gouji(&["check", &path]).stdout;
    assert!(!plain.contains(&0x1b) && !plain.contains(&7), "{}", String::from_utf8_lossy(&plain));
    let coloured = text(&gouji(&["check", "--color", "always", &path]));
    assert!(coloured.contains("\u{1b}[") && !coloured.contains("\u{1b}[2J") && !coloured.contains('\u{7}'));
}

#[test]
fn a_broken_pack_is_shown_at_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    copy_pack(folder.path());
    let rules = folder.path().join("rules/balance.yaml");
    let broken =
        std::fs::read_to_string(&rules).expect("rules").replacen("本年新收 + 上年结转", "本年新受 + 上年结转", 1);
    std::fs::write(&rules, &broken).expect("rules are written");
    let output = gouji(&["check", "--rules", &folder.path().display().to_string(), "x.txt"]);
    let shown = String::from_utf8_lossy(&output.stderr);
    let line = broken.lines().position(|l| l.contains("本年新受")).expect("the line") + 1;
    assert_eq!(output.status.code(), Some(2));
    assert!(shown.contains(&format!("balance.yaml:{line}:9")) && shown.contains("是不是 `本年新收`"), "{shown}");
    assert!(output.stdout.is_empty());
}

fn copy_pack(to: &Path) {
    for sub in ["", "forms", "rules", "examples"] {
        std::fs::create_dir_all(to.join(sub)).expect("a folder");
        let from = common::file("rules/national").join(sub);
        for entry in std::fs::read_dir(from).expect("a pack").flatten().filter(|e| e.path().is_file()) {
            std::fs::copy(entry.path(), to.join(sub).join(entry.file_name())).expect("a file is copied");
        }
    }
}
