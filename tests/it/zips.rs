//! Zips of reports: walked like a folder.

use std::io::{Cursor, Write as _};

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::common::word::{package, word};
use crate::common::{self, folder_with, gouji};

fn check(bytes: &[u8], name: &str) -> (Option<i32>, Vec<Value>, Value) {
    let folder = folder_with(bytes, name);
    let output = gouji(folder.path(), &["check", "--format", "json", name]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    (output.status.code(), json["files"].as_array().expect("files").clone(), json["summary"].clone())
}

#[test]
fn a_zip_is_walked_like_a_folder() {
    let report = common::report();
    let damaged = word(&report.replacen("行政许可\t41", "行政许可\t4.1", 1));
    let members: [(&str, &[u8]); 6] = [
        ("二〇二四/乙.docx", &damaged),
        ("甲.txt", report.as_bytes()),
        ("图.png", b"\x89PNG"),
        ("__MACOSX/._甲.txt", b"x"),
        (".hidden.txt", b"x"),
        ("~$乙.docx", b"x"),
    ];
    let zip = package(&members);
    for name in ["all.zip", "all.data"] {
        let (code, files, summary) = check(&zip, name);
        assert_eq!(code, Some(1));
        let paths: Vec<String> =
            files.iter().map(|file| file["path"].as_str().unwrap_or_default().to_owned()).collect();
        assert_eq!(paths, [format!("{name}/二〇二四/乙.docx"), format!("{name}/甲.txt")]);
        assert_eq!(files[0]["findings"][0]["rule"], "table/cell-value");
        assert_eq!(files[1]["findings"], Value::Array(Vec::new()));
        assert_eq!(summary["files"], 2, "{summary}");
    }
}

#[test]
fn a_member_that_cannot_be_read_costs_no_other_its_result() {
    let inner = package(&[("a.txt", common::report().as_bytes())]);
    let zip = package(&[
        ("a.txt", common::report().as_bytes()),
        ("b.docx", b"PK\x03\x04"),
        ("c.zip", &inner),
        ("d.txt", b""),
    ]);
    let (code, files, _) = check(&zip, "all.zip");
    assert_eq!(code, Some(3));
    let statuses: Vec<&str> = files.iter().map(|file| file["status"].as_str().unwrap_or_default()).collect();
    assert_eq!(statuses, ["checked", "unreadable", "unreadable", "unreadable"]);
    assert!(files[2]["reason"].as_str().is_some_and(|reason| reason.contains("压缩包")));
    // A zip that is none is told by its own name.
    let (code, files, _) = check(b"PK\x03\x04 and no more", "bad.zip");
    assert_eq!((code, files.len(), &files[0]["path"]), (Some(3), 1, &"bad.zip".into()));
    // As what it is not named as, the way out is said.
    let (code, files, _) = check(&inner, "a.txt");
    assert_eq!(code, Some(3));
    assert!(files[0]["reason"].as_str().is_some_and(|reason| reason.contains(".zip")));
}

/// A document is a zip of its parts, but no zip of files, whatever it is called.
#[test]
fn documents_are_no_zips_of_files() {
    let word = word(&common::report());
    for name in ["a.docm", "a", "a.docx.bak", "a.zip"] {
        let (code, files, _) = check(&word, name);
        let found: Vec<_> = files.iter().map(|file| (&file["path"], &file["status"])).collect();
        assert_eq!((code, found), (Some(0), vec![(&name.into(), &"checked".into())]), "{name}");
    }
}

#[test]
fn members_are_found_however_they_are_named_and_packed() {
    let (code, files, _) = check(&package(&[("./a.txt", common::report()), ("./.b.txt", "x".into())]), "a.zip");
    assert_eq!((code, files.len(), &files[0]["path"]), (Some(0), 1, &"a.zip/a.txt".into()));
    // A method that gouji does not know: its number stands in the head of the member and in the list.
    let mut packed = package(&[("a.txt", common::report())]);
    for (mark, at) in [(b"PK\x03\x04", 8), (b"PK\x01\x02", 10)] {
        let head = packed.windows(4).position(|bytes| bytes == mark).expect("a head");
        packed[head + at] = 12;
    }
    let (code, files, _) = check(&packed, "a.zip");
    assert_eq!(code, Some(3));
    assert!(files[0]["reason"].as_str().is_some_and(|reason| reason.contains("重新压缩")), "{files:?}");
    let (code, files, _) = check(b"Rar!\x1A\x07\x00", "a.rar");
    assert_eq!(code, Some(3));
    assert!(files[0]["reason"].as_str().is_some_and(|reason| reason.contains("RAR") && reason.contains("解压")));
}

/// Windows of old names members in GBK, and does not say so.
#[test]
fn names_in_gbk_are_read() {
    let name = "年度报告.txt";
    // The writer would mark the name as UTF-8, so one of as many ASCII letters is put in and replaced.
    let (gbk, _, _) = encoding_rs::GBK.encode(name);
    let stand_in = "x".repeat(gbk.len());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(stand_in.as_str(), SimpleFileOptions::default()).expect("a member is begun");
    zip.write_all(common::report().as_bytes()).expect("a member is written");
    let mut bytes = zip.finish().expect("the zip is written").into_inner();
    let wanted = stand_in.as_bytes();
    for at in (0..bytes.len() - wanted.len()).filter(|&at| &bytes[at..at + wanted.len()] == wanted).collect::<Vec<_>>()
    {
        bytes[at..at + gbk.len()].copy_from_slice(&gbk);
    }
    let (code, files, _) = check(&bytes, "all.zip");
    assert_eq!((code, &files[0]["path"]), (Some(0), &format!("all.zip/{name}").into()));
}
