//! A report against that of the year before: `gouji check --previous`.
//!
//! `fixtures/history` holds the reports of three offices over two years, which
//! agree, and the pair of an older form; the tests damage copies of them by replacing text.

use crate::common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const CARRIED: &str = "history/carried";
const DOCUMENTS: &str = "history/valid-documents";

/// 二、上年结转 of 云顶乡 in 2023, and what it must be equal to in 2022.
const CARRIED_IN: &str = "二、上年结转政府信息公开申请数量\t\t\t2\t1\t0\t0\t0\t0\t3";
const CARRIED_OUT: &str = "四、结转下年度继续办理\t\t\t2\t1\t0\t0\t0\t0\t3";

/// Copies of the fixtures, to be damaged.
struct Folders {
    folder: TempDir,
}

impl Folders {
    /// All of 2022 and 2023.
    fn new() -> Folders {
        let folder = tempfile::tempdir().expect("a folder");
        for year in ["2022", "2023"] {
            std::fs::create_dir(folder.path().join(year)).expect("a folder of a year");
            for path in common::files(&common::file("fixtures/history").join(year), &["txt"]) {
                std::fs::copy(&path, folder.path().join(year).join(path.file_name().expect("a name"))).expect("a copy");
            }
        }
        Folders { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a report")
    }

    /// Replaces a text that must stand in the report exactly once.
    fn replace(&self, name: &str, old: &str, new: &str) {
        let text = self.text(name);
        assert_eq!(text.matches(old).count(), 1, "{old} in {name}");
        std::fs::write(self.path(name), text.replace(old, new)).expect("the report is written");
    }

    fn check(&self, previous: &str, path: &str) -> Run {
        check(&self.path(previous), &self.path(path))
    }
}

const YUNDING: [&str; 2] = ["2022/yunding.txt", "2023/yunding-township.txt"];
const JUSTICE: [&str; 2] = ["2022/justice.txt", "2023/bureau-of-justice.txt"];
const EDUCATION: [&str; 2] = ["2022/education.txt", "2023/education-bureau.txt"];

fn gouji(previous: &Path, arguments: &[&str], path: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.arg("check").arg("--previous").arg(previous).args(arguments).arg(path);
    command.output().expect("gouji starts")
}

fn check(previous: &Path, path: &Path) -> Run {
    let output = gouji(previous, &["--format", "json"], path);
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    let result = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {notes}"));
    Run { code: output.status.code(), result, notes }
}

/// What a run said.
struct Run {
    code: Option<i32>,
    result: Value,
    notes: String,
}

impl Run {
    /// All findings, each with the path of its file.
    fn findings(&self) -> Vec<(&str, &Value)> {
        let files = self.result["files"].as_array().expect("files").iter();
        files
            .flat_map(|file| {
                let path = file["path"].as_str().expect("a path");
                file["findings"].as_array().expect("findings").iter().map(move |finding| (path, finding))
            })
            .collect()
    }

    fn rules(&self) -> Vec<&str> {
        self.findings().iter().map(|(_, finding)| finding["rule"].as_str().expect("a rule")).collect()
    }

    /// The only finding there is.
    fn only(&self) -> (&str, &Value) {
        let findings = self.findings();
        assert_eq!(findings.len(), 1, "{findings:?}");
        findings[0]
    }

    fn misses_the_year_before_of(&self, path: &Path) -> bool {
        self.notes.contains("上一年度") && self.notes.contains(&path.display().to_string())
    }

    /// No finding, and no failure.
    fn is_silent(&self) {
        assert_eq!((self.rules(), self.code), (Vec::new(), Some(0)), "{}", self.notes);
    }
}

/// The text at a location of a report.
fn text_at<'t>(text: &'t str, location: &Value) -> &'t str {
    let at = |end: &str| usize::try_from(location[end]["offset"].as_u64().expect("an offset")).expect("an offset");
    &text[at("start")..at("end")]
}

fn line_at(location: &Value) -> usize {
    usize::try_from(location["start"]["line"].as_u64().expect("a line")).expect("a line")
}

fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).expect("the line") + 1
}

/// The place of a finding in the file of the year before.
fn place_in<'v>(finding: &'v Value, path: &Path) -> &'v Value {
    let related = finding["related"].as_array().expect("related places").iter();
    let mut there = related.filter(|related| related["path"].as_str().is_some_and(|p| Path::new(p) == path));
    &there.next().unwrap_or_else(|| panic!("no place in {}: {finding}", path.display()))["location"]
}

#[test]
fn reports_that_agree_with_the_year_before_are_silent() {
    let folders = Folders::new();
    let run = folders.check("2022", "2023");
    run.is_silent();
    assert!(!run.notes.contains("上一年度"), "{}", run.notes);
    for [before, now] in [YUNDING, JUSTICE, EDUCATION] {
        folders.check(before, now).is_silent();
    }
}

#[test]
fn without_the_year_before_nothing_is_compared() {
    let folders = Folders::new();
    folders.replace(YUNDING[0], CARRIED_OUT, "四、结转下年度继续办理\t\t\t5\t1\t0\t0\t0\t0\t6");
    let output = Command::new(env!("CARGO_BIN_EXE_gouji")).arg("check").arg(folders.path("2023")).output();
    let output = output.expect("gouji starts");
    assert_eq!(output.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("上一年度"));
}

#[test]
fn a_column_that_differs_is_named_with_both_files() {
    // Each column in turn: the figure of the year before is another.
    for (column, name) in
        ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"].iter().enumerate()
    {
        let folders = Folders::new();
        let mut figures = ["2", "1", "0", "0", "0", "0", "3"];
        let ours = figures[column];
        figures[column] = "8";
        let changed = format!("四、结转下年度继续办理\t\t\t{}", figures.join("\t"));
        folders.replace(YUNDING[0], CARRIED_OUT, &changed);
        let run = folders.check("2022", "2023");
        let (path, finding) = run.only();
        assert_eq!((&finding["rule"], &finding["severity"]), (&CARRIED.into(), &"error".into()));
        assert_eq!(Path::new(path), folders.path(YUNDING[1]));
        assert!(finding["message"].as_str().is_some_and(|message| message.contains(name)), "{name}: {finding}");
        let (now, before) = (folders.text(YUNDING[1]), folders.text(YUNDING[0]));
        assert_eq!(line_at(&finding["location"]), line_of(&now, CARRIED_IN));
        assert_eq!(text_at(&now, &finding["location"]), ours);
        let start = finding["location"]["start"]["offset"].as_u64().expect("an offset");
        let row = now.find(CARRIED_IN).expect("the row");
        let tabs = now[row..usize::try_from(start).expect("an offset")].matches('\t').count();
        assert_eq!(tabs, 3 + column, "the cell of {name}");
        let place = place_in(finding, &folders.path(YUNDING[0]));
        assert_eq!((line_at(place), text_at(&before, place)), (line_of(&before, &changed), "8"));
        assert_eq!(run.code, Some(1));
    }
}

#[test]
fn a_cell_wrong_by_both_years_is_one_culprit() {
    let folders = Folders::new();
    folders.replace(YUNDING[1], CARRIED_IN, &CARRIED_IN.replace("\t2\t1", "\t9\t1"));
    let run = folders.check(YUNDING[0], YUNDING[1]);
    let (_, finding) = run.only();
    let now = folders.text(YUNDING[1]);
    assert_eq!(
        (line_at(&finding["location"]), text_at(&now, &finding["location"])),
        (line_of(&now, "二、上年结转"), "9")
    );
    let suspects = finding["suspects"].as_array().expect("suspects");
    let [suspect] = &suspects[..] else { panic!("one suspect is due: {finding}") };
    for (key, value) in [("row", "上年结转"), ("column", "自然人"), ("actual", "9"), ("expected", "2")] {
        assert_eq!(suspect[key], value, "{key}");
    }
    place_in(finding, &folders.path(YUNDING[0]));
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_figure_that_balances_this_year_can_still_differ_from_last_year() {
    let folders = Folders::new();
    // One more carried over, one less received: every sum of this year holds.
    folders.replace(YUNDING[1], CARRIED_IN, &CARRIED_IN.replace("2\t1\t0\t0\t0\t0\t3", "3\t1\t0\t0\t0\t0\t4"));
    let received = folders.text(YUNDING[1]).lines().find(|line| line.starts_with("一、本年新收")).map(str::to_owned);
    let received = received.expect("a row");
    let mut cells: Vec<String> = received.split('\t').map(str::to_owned).collect();
    for column in [3, 9] {
        cells[column] = (cells[column].parse::<u32>().expect("a figure") - 1).to_string();
    }
    folders.replace(YUNDING[1], &received, &cells.join("\t"));
    let output = Command::new(env!("CARGO_BIN_EXE_gouji")).arg("check").arg(folders.path(YUNDING[1])).output();
    assert_eq!(output.expect("gouji starts").status.code(), Some(0), "the year by itself is in order");
    let run = folders.check(YUNDING[0], YUNDING[1]);
    let now = folders.text(YUNDING[1]);
    let found: Vec<_> =
        run.findings().iter().map(|(_, f)| (f["rule"].clone(), text_at(&now, &f["location"]))).collect();
    assert_eq!(found, [(CARRIED.into(), "3"), (CARRIED.into(), "4")]);
}

#[test]
fn documents_in_force_follow_from_last_year() {
    for (row, old, new) in [("行政规范性文件", "2\t1\t7", "2\t1\t9"), ("规章", "0\t0\t0", "0\t0\t2")] {
        let folders = Folders::new();
        let (old, new) = (format!("\n{row}\t{old}\n"), format!("\n{row}\t{new}\n"));
        folders.replace(YUNDING[1], &old, &new);
        let run = folders.check("2022", "2023");
        let (path, finding) = run.only();
        assert_eq!((&finding["rule"], &finding["severity"]), (&DOCUMENTS.into(), &"warning".into()));
        assert_eq!(Path::new(path), folders.path(YUNDING[1]));
        let (now, before) = (folders.text(YUNDING[1]), folders.text(YUNDING[0]));
        assert_eq!(line_at(&finding["location"]), line_of(&now, new.trim()));
        let figure = new.trim().rsplit('\t').next();
        assert_eq!(Some(text_at(&now, &finding["location"])), figure);
        let place = place_in(finding, &folders.path(YUNDING[0]));
        assert_eq!(line_at(place), line_of(&before, &format!("{row}\t")));
        assert_eq!(run.code, Some(0), "a warning alone is no failure");
    }
}

#[test]
fn offices_of_a_folder_are_paired_by_their_names() {
    let folders = Folders::new();
    let left = "四、结转下年度继续办理\t\t\t5";
    folders.replace(JUSTICE[0], &format!("{left}\t0\t0\t0\t1\t0\t6"), &format!("{left}\t1\t0\t0\t0\t0\t6"));
    folders.replace(EDUCATION[0], "行政规范性文件 3 1 11", "行政规范性文件 3 1 12");
    let run = folders.check("2022", "2023");
    let mut found = run.findings();
    found.sort_by_key(|(path, finding)| (path.to_string(), finding["location"]["start"]["offset"].as_u64()));
    let told: Vec<_> = found.iter().map(|(path, finding)| (PathBuf::from(path), finding["rule"].clone())).collect();
    let due = [(JUSTICE[1], CARRIED), (JUSTICE[1], CARRIED), (EDUCATION[1], DOCUMENTS)];
    assert_eq!(told, due.map(|(path, rule)| (folders.path(path), Value::from(rule))));
    for ((_, finding), before) in found.iter().zip([JUSTICE[0], JUSTICE[0], EDUCATION[0]]) {
        place_in(finding, &folders.path(before));
    }
}

#[test]
fn a_government_is_the_same_with_and_without_the_word() {
    for (name, year) in [(YUNDING[0], "2022"), (YUNDING[1], "2023")] {
        let folders = Folders::new();
        folders.replace(name, &format!("云顶乡人民政府{year}年政府"), &format!("云顶乡{year}年政府"));
        let run = folders.check("2022", "2023");
        run.is_silent();
        assert!(!run.notes.contains("上一年度"), "{}", run.notes);
        folders.replace(YUNDING[0], CARRIED_OUT, &CARRIED_OUT.replace("\t2\t1", "\t4\t1"));
        assert_eq!(folders.check("2022", "2023").rules(), [CARRIED]);
    }
}

#[test]
fn an_empty_cell_is_no_difference_from_zero() {
    let folders = Folders::new();
    let blank = |row: &str| row.replace("\t2\t1\t0", "\t2\t1\t");
    folders.replace(YUNDING[0], CARRIED_OUT, &blank(CARRIED_OUT));
    folders.check("2022", "2023").is_silent();
    folders.replace(YUNDING[1], CARRIED_IN, &blank(CARRIED_IN));
    assert_eq!(folders.check("2022", "2023").rules(), ["table/cell-blank"]);
}

#[test]
fn an_empty_cell_that_should_not_be_is_no_cascade() {
    let folders = Folders::new();
    folders.replace(YUNDING[1], CARRIED_IN, &CARRIED_IN.replace("\t2\t1", "\t\t1"));
    let run = folders.check("2022", "2023");
    let (blank, others): (Vec<_>, Vec<_>) = run.rules().into_iter().partition(|rule| *rule == "table/cell-blank");
    assert_eq!(blank.len(), 1, "{:?}", run.rules());
    assert!(others.len() <= 1, "{others:?}");
}

#[test]
fn what_cannot_be_read_last_year_is_not_compared() {
    let folders = Folders::new();
    folders.replace(YUNDING[0], CARRIED_OUT, &CARRIED_OUT.replace("\t2\t1", "\t钊 7\t1"));
    folders.check("2022", "2023").is_silent();
    folders.replace(YUNDING[0], "钊 7\t1", "钊 7\t4");
    assert_eq!(folders.check("2022", "2023").rules(), [CARRIED], "the other columns are");
}

#[test]
fn a_report_without_one_of_the_year_before_is_named() {
    let folders = Folders::new();
    std::fs::remove_file(folders.path(YUNDING[0])).expect("a file is removed");
    let run = folders.check("2022", "2023");
    run.is_silent();
    assert!(run.misses_the_year_before_of(&folders.path(YUNDING[1])), "{}", run.notes);
    assert!(
        !run.notes.contains("bureau-of-justice.txt") && !run.notes.contains("education-bureau.txt"),
        "{}",
        run.notes
    );
    // A report of two years before is none of the year before.
    let older = folders.text(JUSTICE[0]).replace("2022年", "2021年");
    std::fs::write(folders.path(JUSTICE[0]), older).expect("the report is written");
    let run = folders.check("2022", "2023");
    run.is_silent();
    assert!(run.misses_the_year_before_of(&folders.path(JUSTICE[1])), "{}", run.notes);
    // The exit code is that of the findings.
    folders.replace(YUNDING[1], "（五）不予处理", "（五）不予公开");
    assert_eq!(folders.check("2022", "2023").code, Some(1));
}

#[test]
fn a_report_of_last_year_that_cannot_be_read_is_named() {
    let folders = Folders::new();
    std::fs::write(folders.path("2022/damaged-file.txt"), [0, 159, 146, 150, 0, 0, 1]).expect("a file");
    for previous in ["2022", "2022/damaged-file.txt", "2022/no-such-file.txt"] {
        let run = folders.check(previous, "2023");
        assert_eq!(run.code, Some(3), "{previous}");
        let name = previous.split('/').nth(1).unwrap_or("damaged-file.txt");
        assert!(run.notes.contains(name) || run.result.to_string().contains(name), "{name}: {}", run.notes);
        assert_eq!(run.rules(), Vec::<&str>::new(), "the others are still checked");
    }
}

#[test]
fn one_folder_may_hold_both_years() {
    let folders = Folders::new();
    std::fs::create_dir(folders.path("both")).expect("a folder");
    for name in [YUNDING, JUSTICE, EDUCATION].concat() {
        let flat = name.split_once('/').expect("a year and a name").1;
        std::fs::copy(folders.path(name), folders.path("both").join(flat)).expect("a copy");
    }
    let run = folders.check("both", "both");
    run.is_silent();
    for (name, missing) in [("yunding.txt", true), ("justice.txt", true), ("yunding-township.txt", false)] {
        let path = folders.path("both").join(name);
        assert_eq!(run.misses_the_year_before_of(&path), missing, "{name}: {}", run.notes);
    }
    folders.replace("both/education-bureau.txt", "行政规范性文件 2 0 13", "行政规范性文件 2 0 14");
    let run = folders.check("both", "both");
    let (path, finding) = run.only();
    assert_eq!((Path::new(path), &finding["rule"]), (&*folders.path("both/education-bureau.txt"), &DOCUMENTS.into()));
    place_in(finding, &folders.path("both/education.txt"));
}

#[test]
fn the_year_before_may_follow_the_older_form() {
    let before = common::file("fixtures/clean/2019-tabs.txt");
    let folder = tempfile::tempdir().expect("a folder");
    let now = folder.path().join("zhuling.txt");
    let text = std::fs::read_to_string(common::file("fixtures/history/2021/zhuling.txt")).expect("a report");
    std::fs::write(&now, &text).expect("a copy");
    // 4 regulatory documents are in force, 17 were published: the older form has no such figure.
    let run = check(&before, &now);
    run.is_silent();
    assert!(!run.notes.contains("上一年度"), "{}", run.notes);
    let old = std::fs::read_to_string(&before).expect("a report");
    let changed = folder.path().join("2020.txt");
    let row = "四、结转下年度继续办理\t\t\t1\t1";
    assert_eq!(old.matches(row).count(), 1);
    std::fs::write(&changed, old.replace(row, "四、结转下年度继续办理\t\t\t1\t5")).expect("a report");
    let run = check(&changed, &now);
    let (_, finding) = run.only();
    assert_eq!(finding["rule"], CARRIED);
    assert!(finding["message"].as_str().is_some_and(|message| message.contains("商业企业")), "{finding}");
    assert_eq!(text_at(&old.replace(row, "四、结转下年度继续办理\t\t\t1\t5"), place_in(finding, &changed)), "5");
}

#[test]
fn for_people_both_files_are_named() {
    let folders = Folders::new();
    folders.replace(YUNDING[0], CARRIED_OUT, &CARRIED_OUT.replace("\t2\t1", "\t4\t1"));
    let output = gouji(&folders.path("2022"), &[], &folders.path("2023"));
    let shown = String::from_utf8_lossy(&output.stdout);
    let now = folders.text(YUNDING[1]);
    let place = format!("yunding-township.txt:{}:", line_of(&now, CARRIED_IN));
    for part in [CARRIED, &place, "yunding.txt"] {
        assert!(shown.contains(part), "{part} is missing in {shown}");
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn places_in_the_same_file_have_no_path() {
    let folders = Folders::new();
    folders.replace(
        YUNDING[1],
        "二、上年结转政府信息公开申请数量\t\t\t2\t1",
        "二、上年结转政府信息公开申请数量\t\t\t2\t6",
    );
    let run = folders.check(JUSTICE[0], YUNDING[1]);
    let (_, finding) = run.only();
    let related = finding["related"].as_array().expect("related places");
    assert!(!related.is_empty() && related.iter().all(|r| r.get("path").is_some_and(Value::is_null)), "{finding}");
}
