//! Word files: what a reader sees of them is what is checked, and findings point at the place in the
//! file. The files are composed here, from the example report or from bare XML.

use crate::common;
use crate::common::word::package;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use gouji::source::{ReadError, from_bytes};
use serde_json::Value;

const HEAD: &str =
    r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w" xmlns:mc="mc" xmlns:wps="wps"><w:body>"#;
const TAIL: &str = "</w:body></w:document>";

fn document(body: &str) -> Vec<u8> {
    package(&[("word/document.xml", &format!("{HEAD}{body}{TAIL}"))])
}

fn text_of(bytes: Vec<u8>) -> String {
    from_bytes(bytes, "t.docx").unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{}</w:t></w:r>", text.replace('&', "&amp;").replace('<', "&lt;"))
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

/// A report whose lines with tabs are tables. Beside it, for each cell that says something, its text and
/// its table, row and cell.
fn word(report: &str) -> (Vec<u8>, Vec<(String, [u64; 3])>) {
    let (mut body, mut cells) = (String::new(), Vec::new());
    let (mut table, mut row) = (0, 0);
    for line in report.lines() {
        if !line.contains('\t') {
            if row > 0 {
                body.push_str("</w:tbl>");
                row = 0;
            }
            body.push_str(&paragraph(line));
            continue;
        }
        if row == 0 {
            table += 1;
            body.push_str("<w:tbl>");
        }
        row += 1;
        body.push_str("<w:tr>");
        for (column, text) in line.split('\t').enumerate() {
            write!(body, "<w:tc><w:tcPr/>{}</w:tc>", paragraph(text)).expect("a string");
            if !text.is_empty() {
                cells.push((text.to_owned(), [table, row, column as u64 + 1]));
            }
        }
        body.push_str("</w:tr>");
    }
    (document(&body), cells)
}

#[test]
fn a_report_in_word_is_as_clean_as_in_text() {
    let (bytes, _) = word(&common::report());
    // The content tells what it is, whatever it is called.
    for name in ["a.docx", "a.txt"] {
        let file = common::checked(&bytes, name);
        assert_eq!((&file["status"], &file["findings"]), (&"checked".into(), &Value::Array(Vec::new())), "{name}");
    }
}

#[test]
fn a_finding_points_at_table_row_and_cell() {
    for (from, to, rule) in [
        ("（五）不予处理", "（五）不予公开", "table/row-label"),
        ("行政许可\t41", "行政许可\t4.1", "table/cell-value"),
        ("商业企业\t科研机构", "商业企业\t科研机关", "table/column-label"),
    ] {
        let damaged = common::report().replacen(from, to, 1);
        let (bytes, cells) = word(&damaged);
        let wrong = to.rsplit('\t').next().expect("a cell");
        let (_, at) = cells.iter().find(|(text, _)| text == wrong).expect("the damaged cell");
        let file = common::checked(&bytes, "a.docx");
        let findings = file["findings"].as_array().expect("findings");
        let finding = findings.iter().find(|finding| finding["rule"] == rule).unwrap_or_else(|| panic!("{findings:?}"));
        let place = &finding["location"]["place"];
        let found = ["table", "row", "column"].map(|key| place[key].as_u64().unwrap_or_default());
        assert_eq!(found, *at, "{rule}: {place}");
    }
    let (bytes, _) = word(&common::report().replacen("邮编：999078", "邮编：99907", 1));
    let file = common::checked(&bytes, "a.docx");
    // The title is the first paragraph, the preface the second.
    assert_eq!(file["findings"][0]["location"]["place"]["paragraph"], 2);
}

/// A person is shown each place under its own name.
#[test]
fn every_snippet_names_its_own_place() {
    let (bytes, cells) = word(&common::report().replacen("1.信访举报投诉类申请\t1", "1.信访举报投诉类申请\t2", 1));
    let folder = common::folder_with(&bytes, "a.docx");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let output = command.current_dir(folder.path()).args(["check", "a.docx"]).output().expect("gouji starts");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows = ["1.信访举报投诉类申请", "（七）总计"]
        .map(|label| cells.iter().find(|(text, _)| text == label).expect("a row").1);
    for [table, row, _] in rows {
        assert!(shown.contains(&format!("第 {table} 张表第 {row} 行")), "{shown}");
    }
}

#[test]
fn what_a_reader_sees_is_read_and_nothing_else() {
    let change = |kind: &str, inner: &str| format!("<w:{kind}>{inner}</w:{kind}>");
    let body = [
        paragraph("甲 & 乙 < 丙"),
        // Tracked changes: accepted.
        format!(
            "<w:p>{}{}{}</w:p>",
            run("留"),
            change("ins", &run("增")),
            change("del", "<w:r><w:delText>删</w:delText></w:r>")
        ),
        // The end of a paragraph was deleted.
        format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", run("前半"), paragraph("后半")),
        // A field shows its result, not its code; hidden text is not seen.
        "<w:p><w:r><w:fldChar/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:bookmarkStart/></w:p>"
            .into(),
        // A text box, once, though it stands there in two versions.
        format!(
            "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent>\
             </wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:txbxContent>{}</w:txbxContent></mc:Fallback>\
             </mc:AlternateContent></w:r></w:p>",
            run("框外"),
            paragraph("框内"),
            paragraph("框内")
        ),
        "<w:p><w:r><w:t>二〇</w:t><w:noBreakHyphen/><w:t>二四</w:t></w:r></w:p>".into(),
    ];
    let expected = ["甲 & 乙 < 丙", "留增", "前半后半", "7", "框外", "框内", "二〇-二四"];
    assert_eq!(text_of(document(&body.concat())).lines().collect::<Vec<_>>(), expected);
}

#[test]
fn merged_cells_and_tables_within_cells() {
    let cell = |properties: &str, inner: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = |rows: &[String]| format!("<w:tbl>{}</w:tbl>", rows.concat());
    let merged = table(&[
        row(&[
            cell(r#"<w:gridSpan w:val="2"/>"#, &paragraph("申请人")),
            cell(r#"<w:vMerge w:val="restart"/>"#, &paragraph("总计")),
        ]),
        row(&[
            cell("", &paragraph("自然人")),
            cell("", &[paragraph("商业"), paragraph("企业")].concat()),
            cell("<w:vMerge/>", &paragraph("")),
        ]),
        row(&[cell("", &paragraph("只有一格"))]),
    ]);
    assert_eq!(text_of(document(&merged)), "申请人\t\t总计\n自然人\t商业 企业\t\n只有一格\n");
    let inner = table(&[row(&[cell("", &paragraph("1")), cell("", &paragraph("2"))])]);
    let outer = table(&[row(&[cell("", &[paragraph("上"), inner, paragraph("下")].concat())])]);
    assert_eq!(text_of(document(&outer)), "上\n1\t2\n下\n");
}

/// Changes that are tracked in odd places: accepted, and nothing is lost.
#[test]
fn tracked_changes_lose_nothing() {
    let open_end = |text: &str| format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>", run(text));
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let row = |cells: &[String]| format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cells.concat());
    // A paragraph without an end does not go on in a table, nor in the next cell, nor is it lost at the end.
    let table = row(&[cell(&paragraph("1")), cell(&paragraph("2"))]);
    assert_eq!(text_of(document(&[open_end("上"), table].concat())), "上\n1\t2\n");
    let table = row(&[cell(&open_end("1")), cell(&paragraph("2"))]);
    assert_eq!(text_of(document(&table)), "1\t2\n");
    assert_eq!(text_of(document(&[paragraph("上"), open_end("下")].concat())), "上\n下\n");
    // How a cell was before is not how it is.
    let was = "<w:tcPr><w:tcPrChange><w:tcPr><w:gridSpan w:val=\"3\"/><w:vMerge/></w:tcPr></w:tcPrChange></w:tcPr>";
    let table = row(&[cell(&format!("{was}{}", paragraph("1"))), cell(&paragraph("2"))]);
    assert_eq!(text_of(document(&table)), "1\t2\n");
    let was = "<w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:pPrChange></w:pPr>";
    assert_eq!(text_of(document(&format!("<w:p>{was}{}</w:p>", run("甲")))), "甲\n");
    // What is struck out does not count.
    let struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r><w:r><w:rPr><w:strike w:val=\"0\"/></w:rPr><w:t>23</w:t></w:r>";
    assert_eq!(text_of(document(&format!("<w:p>{struck}</w:p>"))), "23\n");
}

/// Packages as other programs write them.
#[test]
fn parts_are_found_where_the_package_says() {
    let document = format!("{HEAD}{}{TAIL}", paragraph("甲"));
    let relations = |target: &str| {
        format!(r#"<Relationships><Relationship Type="http://x/officeDocument" Target="{target}"/></Relationships>"#)
    };
    for (target, name) in [
        ("word/document2.xml", "word/document2.xml"),
        ("/word/document.xml", "Word/Document.xml"),
        ("word/document.xml", "word\\document.xml"),
        ("word/document_main.xml", "word/document_main.xml"),
    ] {
        let relations = relations(target);
        assert_eq!(text_of(package(&[("_rels/.rels", &relations), (name, &document)])), "甲\n", "{name}");
    }
    // Lists and styles that cannot be read cost no text.
    let broken =
        [("word/document.xml", &*document), ("word/numbering.xml", "<w:num>"), ("word/styles.xml", "<w:styles><")];
    assert_eq!(text_of(package(&broken)), "甲\n");
}

/// Text that stands in another file within is not passed over in silence.
#[test]
fn embedded_files_are_told() {
    let chunk = r#"<w:altChunk r:id="a"/>"#;
    for body in [chunk.to_owned(), paragraph("甲") + chunk, format!("<w:tbl><w:tr><w:tc>{chunk}</w:tc></w:tr></w:tbl>")]
    {
        assert!(matches!(from_bytes(document(&body), "t"), Err(ReadError::Embedded)), "{body}");
    }
}

#[test]
fn the_numbers_that_word_generates_are_read() {
    let level = |number: u8, format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let numbering = format!(
        r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="4">{}{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>"#,
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）")
    );
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="B"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:styleId="A"><w:basedOn w:val="B"/></w:style></w:styles>"#;
    let of_list = |number: u8, level: u8, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{}</w:p>"#,
            run(text)
        )
    };
    let of_style = |text: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr>{}</w:p>"#, run(text));
    let body = [
        of_style("总体"),
        of_list(1, 1, "公开"),
        of_list(1, 1, "申请"),
        of_style("主动"),
        of_list(1, 1, "又起"),
        of_list(2, 0, "另起"),
    ];
    let parts = [
        ("word/document.xml", format!("{HEAD}{}{TAIL}", body.concat())),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", styles.to_owned()),
    ];
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let expected = ["一、总体", "（一）公开", "（二）申请", "二、主动", "（一）又起", "五、另起"];
    assert_eq!(text_of(package(&parts)).lines().collect::<Vec<_>>(), expected);
}

/// Lists that a style defines, levels that a number defines anew, items without text.
#[test]
fn numbers_come_from_wherever_they_are_defined() {
    let level = |format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let numbering = format!(
        r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>
        <w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>{}</w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0">{}</w:lvlOverride></w:num></w:numbering>"#,
        level("chineseCounting", "%1、"),
        level("decimal", "%1."),
    );
    let styles = r#"<w:styles xmlns:w="w"><w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>"#;
    let item = |id: u8, text: &str| {
        format!(r#"<w:p><w:pPr><w:numPr><w:numId w:val="{id}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let read = |items: &[(u8, &str)]| {
        let body: String = items.iter().map(|(id, text)| item(*id, text)).collect();
        let document = format!("{HEAD}{body}{TAIL}");
        let parts =
            [("word/document.xml", &*document), ("word/numbering.xml", &*numbering), ("word/styles.xml", styles)];
        text_of(package(&parts))
    };
    assert_eq!(read(&[(1, "甲"), (1, "乙")]), "一、甲\n二、乙\n");
    assert_eq!(read(&[(3, "甲"), (3, "乙")]), "1.甲\n2.乙\n");
    assert_eq!(read(&[(2, "甲"), (2, ""), (2, "乙")]), "一、甲\n\n三、乙\n");
}

/// Tables that are there for looks are read cell by cell, in the order in which they stand.
#[test]
fn what_stands_in_tables_and_boxes_is_read_in_order() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let row = |cells: &[String]| format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cells.concat());
    let inner = row(&[cell(&paragraph("1")), cell(&paragraph("2"))]);
    let middle = format!("{}{inner}{}", paragraph("上"), paragraph("下"));
    let outer = row(&[cell(&paragraph("左")), cell(&middle), cell(&paragraph("右"))]);
    assert_eq!(text_of(document(&outer)), "左\n上\n1\t2\n下\n右\n");
    let boxed = format!("<w:p><w:r><w:t>前</w:t><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>");
    assert_eq!(text_of(document(&boxed)), "前\n1\t2\n");
    let notes = |kind: &str| format!(r#"<w:{kind}s xmlns:w="w"><w:{kind}>{}</w:{kind}></w:{kind}s>"#, paragraph(kind));
    let document = format!("{HEAD}{}{TAIL}", paragraph("文"));
    let parts = [
        ("word/document.xml", document),
        ("word/footnotes.xml", notes("footnote")),
        ("word/endnotes.xml", notes("endnote")),
    ];
    assert_eq!(text_of(package(&parts)), "文\nfootnote\nendnote\n");
}

#[test]
fn hostile_files_end_with_a_reason() {
    let (good, _) = word(&common::report());
    let mut random = fastrand::Rng::with_seed(20_241_121);
    for _ in 0..100 {
        let cut = good[..random.usize(..good.len())].to_vec();
        let mut flipped = good.clone();
        for _ in 0..random.usize(1..20) {
            let at = random.usize(..flipped.len());
            flipped[at] ^= 1 << random.u8(..8);
        }
        for bytes in [cut, flipped] {
            // Whatever comes of it: no panic.
            let _ = from_bytes(bytes, "hostile.docx");
        }
    }
    let deep = format!("{}{}", "<w:ins>".repeat(5000), "</w:ins>".repeat(5000));
    assert!(matches!(from_bytes(document(&deep), "t"), Err(ReadError::TooComplex(_))));
    let bomb = " ".repeat(80 * 1024 * 1024);
    assert!(matches!(from_bytes(document(&bomb), "t"), Err(ReadError::TooLarge)));
    // Entities of a document's own are not expanded.
    let laughs = r#"<!DOCTYPE w [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;">]>"#;
    let xml = format!("{laughs}<w:document><w:p><w:r><w:t>甲&b;</w:t></w:r></w:p></w:document>");
    assert_eq!(text_of(package(&[("word/document.xml", &xml)])).trim(), "甲");
    assert!(matches!(from_bytes(document(""), "t"), Err(ReadError::Empty)));
    assert!(matches!(from_bytes(b"PK\x03\x04word/document.xml".to_vec(), "t"), Err(ReadError::Damaged(_))));
}

/// The official form, empty: every label is recognised, and the emptiness is told in a few findings.
#[test]
fn the_official_form_is_recognised() {
    let Some(shared) = std::env::var_os("GOUJI_SHARED") else {
        eprintln!("skipped: GOUJI_SHARED does not name the folder with the official form");
        return;
    };
    let path = Path::new(&shared).join("samples/template-2021.docx");
    let checked = common::linter().check(common::source(&path));
    let rules: Vec<&str> = checked.findings.iter().map(|finding| finding.rule.as_str()).collect();
    assert!(rules.len() <= 12, "{rules:?}");
    for rule in [
        "table/row-missing",
        "table/row-label",
        "table/column-label",
        "table/note",
        "table/missing",
        "structure/section-missing",
    ] {
        assert!(!rules.contains(&rule), "{rule}");
    }
    assert_eq!(rules.iter().filter(|rule| **rule == "table/cell-blank").count(), 3);
}
