//! PDF files: paragraphs and tables come back from pages, with page and line of each. The files are
//! composed here, so that it is known where everything stands.

use std::path::Path;
use std::time::{Duration, Instant};

use gouji::source::{ReadError, Source, from_bytes};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};
use serde_json::Value;

use crate::common;
use crate::common::paper::{Paper, Setting, USUAL, paper, paper_set};

fn source(bytes: &[u8]) -> Source {
    from_bytes(bytes.to_vec(), "t.pdf").unwrap_or_else(|error| panic!("{error}"))
}

fn findings(bytes: &[u8]) -> Vec<Value> {
    common::checked(bytes, "a.pdf")["findings"].as_array().expect("findings").clone()
}

#[test]
fn a_report_on_paper_is_as_clean_as_in_text() {
    let Paper { bytes, .. } = paper(&common::report());
    // What it holds tells what it is, whatever it is called.
    for name in ["a.pdf", "a.docx", "a.txt"] {
        let file = common::checked(&bytes, name);
        assert_eq!((&file["status"], &file["findings"]), (&"checked".into(), &Value::Array(Vec::new())), "{name}");
    }
}

/// Lines that were broken for want of room are whole again, headings stand alone, page numbers are gone.
#[test]
fn paragraphs_come_back_however_they_are_set() {
    let report = common::report();
    for setting in [
        USUAL,
        Setting { indent: 0, behind: 12.0, ..USUAL },
        Setting { pitch: 3.0, ..USUAL },
        Setting { pitch: 1.2, behind: 0.0, ..USUAL },
    ] {
        let text = source(&paper_set(&report, setting).bytes).text().to_owned();
        for line in report.lines().filter(|line| !line.contains('\t') && !line.is_empty()) {
            let whole: String = line.split_whitespace().collect();
            let is_there = text.lines().any(|read| read.split_whitespace().collect::<String>() == whole);
            assert!(is_there, "{setting:?}: {line}\n{text}");
        }
        assert!(!text.contains("— 1 —"), "{text}");
    }
}

/// Rows and cells are the same wherever the page ends: in a table, in a row, in a label.
#[test]
fn tables_go_on_over_the_end_of_a_page() {
    let report = common::report();
    let expected = common::figures(report.as_bytes(), "a.txt");
    for lines in 0..30 {
        let pushed = report.replacen("二、主动公开", &format!("{}二、主动公开", "此外无。\n".repeat(lines)), 1);
        let bytes = paper(&pushed).bytes;
        assert_eq!(common::figures(&bytes, "a.pdf"), expected, "{lines}");
        assert_eq!(findings(&bytes), Vec::<Value>::new(), "{lines}");
    }
}

#[test]
fn a_finding_points_at_page_and_line() {
    for (from, to, rule, wrong) in [
        ("（五）不予处理", "（五）不予公开", "table/row-label", "五）不予公开"),
        ("行政许可\t41", "行政许可\t4.1", "table/cell-value", "4.1"),
        ("邮编：999078", "邮编：99907", "contact/postcode", "99907"),
    ] {
        let paper = paper(&common::report().replacen(from, to, 1));
        let found = findings(&paper.bytes);
        let finding = found.iter().find(|finding| finding["rule"] == rule).unwrap_or_else(|| panic!("{found:?}"));
        let place = &finding["location"]["place"];
        // A label is broken over lines: what is left of it on the first.
        let put = if rule == "table/row-label" { "（五）不" } else { wrong };
        let (page, line) = paper.place(put);
        let at = |key: &str| place[key].as_u64().unwrap_or_default() as u32;
        assert_eq!((at("page"), at("line")), (page, line), "{rule}: {place}");
        assert_eq!(place["row"].is_null(), rule == "contact/postcode");
    }
}

#[test]
fn a_scan_and_what_cannot_be_read_say_so() {
    let reason = |bytes: &[u8]| common::checked(bytes, "a.pdf")["reason"].as_str().unwrap_or_default().to_owned();
    let scan = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>endobj\n\
        4 0 obj<</Length 22>>stream\nq 99 0 0 99 0 0 cm /I Do Q\nendstream endobj\n\
        5 0 obj<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\nx\nendstream endobj\n\
        trailer<</Root 1 0 R>>";
    assert!(reason(scan.as_bytes()).contains("扫描件"), "{}", reason(scan.as_bytes()));
    assert!(reason(b"%PDF-1.7\nnothing").contains("损坏"));
}

/// A page that is a picture among others is told, and the exit code says so; a seal is no such page.
#[test]
fn a_page_that_is_a_picture_is_told() {
    let set = |picture| paper_set(&common::report(), Setting { picture: Some(picture), ..USUAL }).bytes;
    let (seal, scan) = (set((120.0, 120.0)), set((595.0, 842.0)));
    assert!(source(&seal).scans().is_empty());
    let page = source(&scan).scans().to_vec();
    assert_eq!(page.len(), 1);
    let told = format!("第 {} 页是图像", page[0]);
    let folder = common::folder_with(&scan, "a.pdf");
    std::fs::write(folder.path().join("seal.pdf"), &seal).expect("a file is written");
    for arguments in [&["check"][..], &["extract"], &["text"], &["check", "seal.pdf", "--previous"]] {
        let output = common::gouji(folder.path(), &[arguments, &["a.pdf"]].concat());
        let said = [&*output.stdout, &output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {said}");
        assert!(said.contains(&told), "{arguments:?}: {said}");
        let output = common::gouji(folder.path(), &[arguments, &["seal.pdf"]].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
    // Where only the pages that are pictures could hold a report, none was found for want of text.
    let memo = paper_set("会议纪要\n今天没有报告。", Setting { picture: Some((595.0, 842.0)), ..USUAL }).bytes;
    assert_eq!(common::checked(&memo, "a.pdf")["status"], "unreadable");
    let folder = common::folder_with(&memo, "a.pdf");
    assert_eq!(common::gouji(folder.path(), &["extract", "a.pdf"]).status.code(), Some(3));
}

/// The last row of a page without lines around it is no page number, though it is all figures.
#[test]
fn rows_of_figures_at_the_foot_of_a_page_stay() {
    let mut content = Content::new();
    for (x, figure) in (0..7).zip(["9", "1", "0", "0", "0", "0", "10"]) {
        put(&mut content, (100.0 + 50.0 * x as f32, 50.0), figure);
    }
    put(&mut content, (290.0, 30.0), "3");
    let text = source(&page_of(content)).text().to_owned();
    assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["9", "1", "0", "0", "0", "0", "10"]);
}

/// A water mark is drawn with shapes, some of which are as thin as lines of tables.
#[test]
fn outlines_of_letters_are_no_lines_of_tables() {
    let mut content = Content::new();
    content.rect(100.0, 700.0, 200.0, 60.0).move_to(200.0, 700.0).line_to(200.0, 760.0).stroke();
    for (x, y, text) in [(120.0, 745.0, "1"), (220.0, 745.0, "2"), (120.0, 710.0, "3"), (220.0, 710.0, "4")] {
        put(&mut content, (x, y), text);
    }
    content.move_to(100.0, 730.0);
    (1..10).for_each(|step| {
        content.line_to(100.0 + 20.0 * step as f32, 730.0 + (step % 2) as f32);
    });
    content.line_to(300.0, 728.0).line_to(100.0, 728.0).fill_nonzero();
    let text = source(&page_of(content)).text().to_owned();
    assert_eq!(text.lines().count(), 1, "{text}");
}

/// Text that was turned into outlines is as good as a picture.
#[test]
fn outlines_are_no_text() {
    let mut content = Content::new();
    content.move_to(100.0, 100.0).line_to(120.0, 130.0).line_to(140.0, 100.0).fill_nonzero();
    assert!(matches!(from_bytes(page_of(content), "a.pdf"), Err(ReadError::Scan)));
}

/// Puts a text in Latin letters at a place, from the foot of the page.
fn put(content: &mut Content, (x, y): (f32, f32), text: &str) {
    content.begin_text().set_font(Name(b"F1"), 10.0).next_line(x, y).show(Str(text.as_bytes())).end_text();
}

/// A PDF of one page, with a font for Latin letters.
fn page_of(content: Content) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let [catalog, tree, page, contents, font] = [1, 2, 3, 4, 5].map(Ref::new);
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree).kids([page]).count(1);
    let mut leaf = pdf.page(page);
    leaf.parent(tree).media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).contents(contents);
    leaf.resources().fonts().pair(Name(b"F1"), font);
    leaf.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica"));
    pdf.stream(contents, &content.finish());
    pdf.finish()
}

/// Damaged and hostile files end soon, with a reason or a text, whatever is in them.
#[test]
fn hostile_files_end() {
    let Paper { bytes: good, .. } = paper(&common::report());
    let mut random = fastrand::Rng::with_seed(20_241_123);
    let mut slowest = Duration::ZERO;
    let mut read = |bytes: Vec<u8>| {
        let start = Instant::now();
        let result = from_bytes(bytes, "t.pdf");
        slowest = slowest.max(start.elapsed());
        result.map(|_| ())
    };
    for _ in 0..60 {
        let _ = read(good[..random.usize(..good.len())].to_vec());
        let mut flipped = good.clone();
        for _ in 0..random.usize(1..40) {
            let at = random.usize(..flipped.len());
            flipped[at] = random.u8(..);
        }
        let _ = read(flipped);
    }
    let around = |objects: &str| {
        format!("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n{objects}\ntrailer<</Root 1 0 R>>").into_bytes()
    };
    let page = "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R";
    // Pages that are their own children, forms that draw themselves, widths of two thousand million glyphs.
    let _ = read(around("2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj"));
    let form = format!(
        "{page}/Resources<</XObject<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n\
        5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 11>>stream\n/F Do /F Do\nendstream endobj"
    );
    let _ = read(around(&form));
    let wide = format!(
        "{page}/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length 24>>stream\nBT /F1 9 Tf (ab) Tj ET\nendstream endobj\n\
        5 0 obj<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>endobj\n\
        6 0 obj<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 1>>/W[0 2147483647 500]>>endobj"
    );
    assert!(matches!(read(around(&wide)), Err(ReadError::TooComplex(_))));
    assert!(matches!(read(bomb(page)), Err(ReadError::TooComplex(_))));
    let seconds = slowest.as_secs_f64();
    println!("the slowest hostile PDF took {seconds:.3} s");
    assert!(slowest < Duration::from_secs(9), "{seconds} s: ended by the time limit only");
}

/// A page whose content is small and unpacks to 200 MB.
fn bomb(page: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    (0..200).for_each(|_| packed.write_all(&vec![b' '; 1024 * 1024]).expect("memory"));
    let packed = packed.finish().expect("memory");
    let mut bytes = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n{page}>>endobj\n4 0 obj<</Filter/FlateDecode/Length {}>>stream\n",
        packed.len()
    )
    .into_bytes();
    bytes.extend(packed);
    bytes.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>");
    bytes
}

/// A real report, its figures read by hand.
#[test]
fn a_real_report_is_read_without_a_miss() {
    let Some(shared) = std::env::var_os("GOUJI_SHARED") else {
        eprintln!("skipped: GOUJI_SHARED does not name the folder with the real PDF");
        return;
    };
    let bytes = std::fs::read(Path::new(&shared).join("samples/huaian-2024.pdf")).expect("the real PDF");
    let found = findings(&bytes);
    let told: Vec<&Value> = found.iter().filter(|finding| finding["severity"] != "hint").collect();
    assert!(told.is_empty(), "{told:?}");
    let values = common::figures(&bytes, "a.pdf");
    // Of each table the figures that can be seen on its pages, row by row.
    let seen = "1 0 11 8 26 66 447228 3985758 88283 96171.6
        3001 53 0 0 61 4 3119 34 0 0 0 0 0 34 1288 21 0 0 50 3 1362 447 7 0 0 0 0 454 2 0 0 0 0 0 2 30 1 0 0 0 0 31
        5 0 0 0 0 0 5 6 0 0 0 0 0 6 7 1 0 0 0 0 8 12 0 0 0 0 0 12 9 0 0 0 0 0 9 105 0 0 0 0 0 105
        746 12 0 0 10 1 769 11 0 0 0 0 0 11 1 0 0 0 0 0 1 56 6 0 0 0 0 62 25 0 0 0 0 0 25 0 0 0 0 0 0 0 0 0 0 0 0 0 0
        1 0 0 0 0 0 1 67 3 0 0 1 0 71 6 0 0 0 0 0 6 108 2 0 0 0 0 110 2932 53 0 0 61 4 3050 103 0 0 0 0 0 103
        72 64 178 37 351 13 4 8 1 26 12 1 1 6 20";
    assert_eq!(values, seen.split_whitespace().collect::<Vec<_>>());
    assert_eq!(values.len(), 10 + 175 + 15);
}
