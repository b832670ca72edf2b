//! One report in every format that people have: the same figures and the same findings, each at its
//! place. Word, HTML and text are composed here; `LibreOffice` makes the others of the Word file.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::common::page::PLAIN;
use crate::common::paper::paper;
use crate::common::table::{Part, parts};
use crate::common::word::word;
use crate::common::{self, checked, figures};

/// What is wrong with the report: what stands there, what is put there, the rule, and what to look for
/// at the place.
const DAMAGES: [(&str, &str, &str, &str); 4] = [
    ("（五）不予处理", "（五）不予公开", "table/row-label", "（五）不予公开"),
    ("行政许可\t41", "行政许可\t4.1", "table/cell-value", "4.1"),
    ("1.信访举报投诉类申请\t1", "1.信访举报投诉类申请\t2", "balance/handled-total", "1.信访举报投诉类申请"),
    ("邮编：999078", "邮编：99907", "contact/postcode", "99907"),
];

fn damaged() -> String {
    DAMAGES.iter().fold(common::report(), |report, (from, to, ..)| {
        assert!(report.contains(from), "{from}");
        report.replacen(from, to, 1)
    })
}

fn markdown(report: &str) -> String {
    let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let mut markdown = String::new();
    for part in parts(report) {
        match part {
            Part::Line(line) => markdown.push_str(&format!("\n{line}\n")),
            Part::Table(table) => {
                markdown.push('\n');
                for number in 0..table.height() {
                    let cell = |cell: &common::table::Cell<'_>| {
                        let text = if cell.at.0 == number { cell.text.to_owned() } else { String::new() };
                        text + " | ".repeat(cell.covers.0 - 1).as_str()
                    };
                    let cells: Vec<String> = table.row(number).iter().map(cell).collect();
                    markdown.push_str(&row(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
                    if number == 0 {
                        markdown.push_str(&row(&vec!["---"; table.width()]));
                    }
                }
            }
        }
    }
    markdown
}

/// The formats that need no other program.
fn composed(report: &str) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.txt", report.as_bytes().to_vec()),
        ("a.md", markdown(report).into_bytes()),
        ("a.html", PLAIN.page(report).into_bytes()),
        ("a.docx", word(report)),
        ("paper.pdf", paper(report).bytes),
    ]
}

/// The formats that `LibreOffice` makes of the Word file; none where it is missing.
fn converted(report: &str) -> Option<Vec<(&'static str, Vec<u8>)>> {
    let folder = common::folder_with(&word(report), "a.docx");
    let path = folder.path();
    let convert = |format: &str| {
        let mut command = Command::new("soffice");
        command.current_dir(path).args(["--headless", "--convert-to", format, "a.docx"]);
        command.arg(format!("-env:UserInstallation=file://{}/profile", path.display()));
        command.stdout(Stdio::null()).stderr(Stdio::null()).status()
    };
    let made = |name: &'static str| {
        let format = name.rsplit('.').next().unwrap_or_default();
        let status = convert(format).ok()?;
        assert!(status.success(), "{name}: {status}");
        Some((name, std::fs::read(path.join(name)).expect("a converted file")))
    };
    ["a.pdf", "a.odt", "a.rtf", "a.doc"].into_iter().map(made).collect()
}

fn all(report: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = composed(report);
    match converted(report) {
        Some(converted) => files.extend(converted),
        None => eprintln!("skipped: soffice (LibreOffice) is missing, PDF, ODT, RTF and DOC were not made"),
    }
    files
}

/// Rule and message of each finding, in an order of their own.
fn told(file: &Value) -> Vec<String> {
    let findings = file["findings"].as_array().expect("findings");
    let told = |finding: &Value| format!("{} {}", finding["rule"], finding["message"]);
    let mut told: Vec<String> = findings.iter().map(told).collect();
    told.sort_unstable();
    told
}

/// The fixtures of these formats are the tabbed ones, composed anew. `GOUJI_COMPOSE` writes them.
#[test]
fn the_fixtures_are_as_they_are_composed() {
    let clean = std::fs::read_to_string(common::file("fixtures/clean/1-tabs.txt")).expect("a fixture");
    let damaged = |from: &str, to: &str| {
        assert!(clean.contains(from), "{from}");
        clean.replacen(from, to, 1)
    };
    let fixtures = [
        ("clean/7-page.html", PLAIN.page(&clean).into_bytes()),
        ("clean/8-word.docx", word(&clean)),
        ("clean/9-paper.pdf", paper(&clean).bytes),
        ("damaged/7-page-label.html", PLAIN.page(&damaged("(五) 不予处理", "(五) 不予公开")).into_bytes()),
        ("damaged/8-word-cell.docx", word(&damaged("行政许可\t37", "行政许可\t3.7"))),
        ("damaged/9-paper-postcode.pdf", paper(&damaged("邮政编码：896213", "邮政编码：89621")).bytes),
    ];
    for (name, bytes) in fixtures {
        let path = common::file("fixtures").join(name);
        if std::env::var_os("GOUJI_COMPOSE").is_some() {
            std::fs::write(&path, &bytes).expect("a fixture is written");
        }
        let written = std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(written == bytes, "{name} is not as it is composed: GOUJI_COMPOSE=1 cargo test formats::");
    }
}

#[test]
fn every_format_gives_the_same_figures_and_is_clean() {
    let report = common::report();
    let expected = figures(report.as_bytes(), "a.txt");
    assert_eq!(expected.len(), 10 + 175 + 15);
    for (name, bytes) in all(&report) {
        let file = checked(&bytes, name);
        assert_eq!((&file["status"], told(&file)), (&"checked".into(), Vec::new()), "{name}");
        assert_eq!(figures(&bytes, name), expected, "{name}");
    }
}

#[test]
fn every_format_gives_the_same_findings_each_at_its_place() {
    let report = damaged();
    let expected = told(&checked(report.as_bytes(), "a.txt"));
    assert!(expected.len() >= DAMAGES.len(), "{expected:?}");
    for (name, bytes) in all(&report) {
        let file = checked(&bytes, name);
        assert_eq!(told(&file), expected, "{name}");
        for (_, _, rule, wrong) in DAMAGES {
            let findings = file["findings"].as_array().expect("findings");
            let finding = findings.iter().find(|finding| finding["rule"] == rule).expect("a finding");
            // Of a total that does not add up, the cell that is to blame.
            let location = match finding["suspects"].get(0) {
                Some(suspect) => &suspect["location"],
                None => &finding["location"],
            };
            stands_at(name, &bytes, &report, location, wrong);
        }
    }
}

/// Whether something stands at the place that is told, by what is known of the file without gouji.
fn stands_at(name: &str, bytes: &[u8], report: &str, location: &Value, wrong: &str) {
    let place = |key: &str| location["place"][key].as_u64();
    match name.rsplit('.').next().unwrap_or_default() {
        "txt" | "md" | "html" => {
            let line = location["start"]["line"].as_u64().expect("a line") as usize;
            let text = String::from_utf8_lossy(bytes);
            let there = text.lines().nth(line - 1).unwrap_or_default();
            assert!(there.contains(wrong), "{name}: {wrong} is not in line {line}: {there}");
        }
        "pdf" => {
            let (page, line) = (place("page").expect("a page"), place("line").expect("a line"));
            let Some(lines) = lines_of_page(bytes, page) else {
                return eprintln!("skipped: pdftotext is missing, lines of the PDF were not compared");
            };
            // What is cut by the sides of a cell stands there in pieces.
            let piece: String = wrong.chars().take(3).collect();
            let there = lines.get(line as usize - 1).cloned().unwrap_or_default();
            assert!(there.contains(&piece), "{piece} is not in line {line} of page {page}: {there}\n{lines:#?}");
        }
        _ => match place("paragraph") {
            Some(number) => {
                let lines = parts(report).into_iter().filter_map(|part| match part {
                    Part::Line(line) => Some(line.to_owned()),
                    Part::Table(_) => None,
                });
                let there = lines.collect::<Vec<_>>().get(number as usize - 1).cloned().unwrap_or_default();
                assert!(there.contains(wrong), "{name}: {wrong} is not in paragraph {number}: {there}");
            }
            None => {
                let [table, row, column] = ["table", "row", "column"].map(|key| place(key).expect(key) as usize);
                let tables = parts(report).into_iter().filter_map(|part| match part {
                    Part::Table(table) => Some(table),
                    Part::Line(_) => None,
                });
                let tables: Vec<_> = tables.collect();
                let row = tables[table - 1].row(row - 1);
                let is_there = row.iter().any(|cell| cell.text.contains(wrong)) && column <= row.len();
                assert!(is_there, "{name}: {wrong} is not in {location}: {row:?}");
            }
        },
    }
}

/// The lines of a page that hold something, as another program reads them.
fn lines_of_page(pdf: &[u8], page: u64) -> Option<Vec<String>> {
    let folder = common::folder_with(pdf, "a.pdf");
    let page = page.to_string();
    let mut command = Command::new("pdftotext");
    command.current_dir(folder.path()).args(["-layout", "-f", &page, "-l", &page, "a.pdf", "-"]);
    let output = command.output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Some(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

#[test]
fn without_the_office_program_the_way_out_is_named() {
    let folder = common::folder_with(b"{\\rtf1 text}", "a.rtf");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let empty = tempfile::tempdir().expect("a folder");
    let output = command.current_dir(folder.path()).env("PATH", empty.path()).args(["check", "a.rtf"]).output();
    let output = output.expect("gouji starts");
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + String::from_utf8_lossy(&output.stderr).as_ref();
    assert!(said.contains("LibreOffice") && said.contains(".docx") && said.contains("a.rtf"), "{said}");
}

/// A stand-in for the office program, before all others on the path of the command that is given.
#[cfg(unix)]
fn with_program(folder: &std::path::Path, script: &str, arguments: &[&str]) -> std::process::Output {
    use std::os::unix::fs::PermissionsExt;
    let programs = folder.join(".programs");
    std::fs::create_dir(&programs).expect("a folder is made");
    let program = programs.join("soffice");
    std::fs::write(&program, format!("#!/bin/sh\n{script}")).expect("a program is written");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("it can be run");
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::env::join_paths(std::iter::once(programs).chain(std::env::split_paths(&paths))).expect("a path");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.current_dir(folder).env("PATH", paths).env("RAYON_NUM_THREADS", "1").args(arguments);
    command.output().expect("gouji starts")
}

#[cfg(unix)]
#[test]
fn an_office_program_that_makes_nothing_of_a_file_is_told() {
    let folder = common::folder_with(b"{\\rtf1 text}", "a.rtf");
    let output = with_program(folder.path(), "exit 0", &["check", "a.rtf"]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + String::from_utf8_lossy(&output.stderr).as_ref();
    assert!(said.contains("没能转换"), "{said}");
}

/// Starting the program takes longer than most files do. One of which it makes nothing costs the others
/// nothing, and what only looks like a file for it is read by gouji.
#[cfg(unix)]
#[test]
fn files_for_the_office_program_are_converted_together() {
    // Notes each start with its files, and gives each file that is not broken as Word; where there must
    // be one at a time it gives nothing for more.
    const SCRIPT: &str = r#"
        while [ "$1" != --outdir ]; do shift; done
        made=$2; shift 3; mkdir -p "$made"
        echo "$#" >> starts
        if [ -e alone ] && [ $# -gt 1 ]; then exit 1; fi
        for file; do
            name=${file##*/}
            grep -q broken "$file" || cp given.docx "$made/${name%.*}.docx"
        done"#;
    for (alone, starts) in [(false, "4\n1\n"), (true, "4\n1\n1\n1\n1\n")] {
        let folder = common::folder_with(&word(&common::report()), "given.docx");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file is written");
        std::fs::create_dir(folder.path().join("reports")).expect("a folder is made");
        for name in ["reports/a.doc", "reports/b.rtf", "reports/d.wps"] {
            write(name, "{\\rtf1 text}");
        }
        write("reports/c.rtf", "{\\rtf1 broken}");
        write("reports/e.doc", &PLAIN.page(&common::report()));
        if alone {
            write("alone", "");
        }
        let output = with_program(folder.path(), SCRIPT, &["check", "--format", "json", "reports"]);
        let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let files = json["files"].as_array().expect("files");
        let told: Vec<String> = files.iter().map(|file| format!("{} {}", file["path"], file["status"])).collect();
        let expected = ["a.doc", "b.rtf", "c.rtf", "d.wps", "e.doc"].map(|name| {
            let status = if name == "c.rtf" { "unreadable" } else { "checked" };
            format!("\"reports/{name}\" \"{status}\"")
        });
        assert_eq!(told, expected);
        assert_eq!(json["summary"]["errors"], 0, "{json}");
        assert_eq!(std::fs::read_to_string(folder.path().join("starts")).expect("the starts"), starts);
    }
}
