//! Two hundred hostile files of the formats that gouji reads itself: each ends, soon and within memory,
//! with a result or a reason, and costs no other file its own.

use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::page::PLAIN;
use crate::common::paper::paper;
use crate::common::word::{package, word};
use crate::common::{self, folder_with};

/// Kilobytes of memory that a run may ask for, 500 MB; stacks and what is only reserved count.
const MOST_MEMORY: u32 = 488_000;
/// Longer than this, nothing ended the run but chance.
const LONGEST: Duration = Duration::from_secs(15);

fn docx(body: &str) -> Vec<u8> {
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    package(&[("word/document.xml", &document)])
}

/// A PDF of one page that a stream draws; more may be said of the stream.
fn drawing(stream: &[u8], says: &str) -> Vec<u8> {
    let page = "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
                /Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj";
    let head = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n{page}\n\
         4 0 obj<</Length {}{says}>>stream\n",
        stream.len()
    );
    [head.as_bytes(), stream, b"\nendstream endobj\ntrailer<</Root 1 0 R>>"].concat()
}

fn lines_of_text(count: usize) -> Vec<u8> {
    let line = |number: usize| format!("1 0 0 1 10 {:.3} Tm(x)Tj\n", 800.0 - number as f32 * 0.007);
    let lines: String = (0..count).map(line).collect();
    format!("BT/F1 0.005 Tf\n{lines}ET").into_bytes()
}

/// Megabytes of blanks in some thousands of bytes; the first byte states how they are packed.
fn packed(megabytes: usize, first: u8) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let megabyte = vec![b' '; 1 << 20];
    (0..megabytes).for_each(|_| packer.write_all(&megabyte).expect("it is packed"));
    let mut packed = packer.finish().expect("it is packed");
    packed[0] = first;
    // The two together must be a multiple of 31.
    packed[1] = (0..32).find(|second| (u16::from(first) << 8 | second) % 31 == 0).expect("there is one") as u8;
    packed
}

/// Paragraphs each of which has a number of its own that begins anew.
fn numbers(count: usize) -> Vec<u8> {
    let each = |part: fn(usize) -> String| (0..count).map(part).collect::<String>();
    let number = |id| {
        format!(
            r#"<w:num w:numId="{id}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#
        )
    };
    let paragraph = |id| format!(r#"<w:p><w:pPr><w:numPr><w:numId w:val="{id}"/></w:numPr></w:pPr></w:p>"#);
    let list = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>"#;
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{}</w:body></w:document>"#, each(paragraph));
    let numbering = format!(r#"<w:numbering xmlns:w="w">{list}{}</w:numbering>"#, each(number));
    package(&[("word/document.xml", document), ("word/numbering.xml", numbering)])
}

/// Files that hold much in little, or go round in circles.
fn made() -> Vec<(String, Vec<u8>)> {
    let many = |part: &str, count: usize| part.repeat(count);
    let html = |body: String| format!("<html>{body}").into_bytes();
    let pdf = |objects: &str| {
        format!("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n{objects}\ntrailer<</Root 1 0 R>>").into_bytes()
    };
    let files: [(&str, Vec<u8>); 28] = [
        ("spaces.docx", docx(&many(" ", 70 << 20))),
        ("deep.docx", docx(&many("<w:ins>", 100_000))),
        ("cells.docx", docx(&format!("<w:tbl><w:tr>{}", many("<w:tc/>", 3_000_000)))),
        (
            "wide.docx",
            docx(&many(r#"<w:tbl><w:tr><w:tc><w:gridSpan w:val="200"/></w:tc><w:tc/></w:tr></w:tbl>"#, 300_000)),
        ),
        (
            "joined.docx",
            docx(&many("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>", 200_000)),
        ),
        ("paragraphs.docx", docx(&many("<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p>", 400_000))),
        ("breaks.html", html(many("甲<br>", 3_000_000))),
        ("spans.html", html(format!("{}{}", many("<span>", 500), many("</b>", 2_000_000)))),
        ("blocks.html", html(format!("{}{}", many("<span>", 500), many("<p>", 1_000_000)))),
        ("cells.html", html(format!("<table><tr>{}", many("<td>1", 1_000_000)))),
        ("span.html", html(many("<table><tr><td colspan=1000 rowspan=1000><td>", 20_000))),
        ("entities.html", html(many("&", 10_000_000))),
        ("nested.html", html(many("<table><tr><td>", 200_000))),
        ("sections.html", html(many("<p>一、总体情况</p>", 49_000))),
        ("lines.txt", many("甲\n", 1_000_000).into_bytes()),
        ("short.txt", many("甲乙\n", 49_000).into_bytes()),
        ("tabs.txt", (common::report() + many("\t1", 2_000_000).as_str()).into_bytes()),
        ("phones.txt", (common::report() + many("电话13900000186，", 100_000).as_str()).into_bytes()),
        ("rows.txt", (common::report() + many("行政许可\t4.1\n", 49_000).as_str()).into_bytes()),
        ("bomb.zip", package(&[("a.txt", many("甲", 30 << 20))])),
        ("inner.zip", package(&[("b.zip", package(&[("a.txt", common::report())]))])),
        ("kids.pdf", pdf("2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj")),
        ("count.pdf", pdf("2 0 obj<</Type/Pages/Kids[]/Count 999999999>>endobj")),
        ("lines.pdf", drawing(&lines_of_text(100_000), "")),
        ("picture.pdf", drawing(&packed(700, 0x78), "/Filter/FlateDecode/X/Image")),
        ("window.pdf", drawing(&packed(700, 0x48), "/Filter/FlateDecode")),
        ("numbers.docx", numbers(100_000)),
        ("length.pdf", pdf("2 0 obj<</Length 999999999999>>stream\n")),
    ];
    files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

/// Good files, cut off or with bits of them turned over.
fn damaged() -> Vec<(String, Vec<u8>)> {
    let good = [
        ("docx", word(&common::report())),
        ("pdf", paper(&common::report()).bytes),
        ("html", PLAIN.page(&common::report()).into_bytes()),
        ("zip", package(&[("a.docx", word(&common::report()))])),
    ];
    let mut random = fastrand::Rng::with_seed(20_241_124);
    let mut damaged = Vec::new();
    for (extension, bytes) in &good {
        for number in 0..22 {
            damaged.push((format!("cut{number}.{extension}"), bytes[..random.usize(..bytes.len())].to_vec()));
            let mut flipped = bytes.clone();
            for _ in 0..random.usize(1..60) {
                let at = random.usize(..flipped.len());
                flipped[at] ^= 1 << random.u8(..8);
            }
            damaged.push((format!("flipped{number}.{extension}"), flipped));
        }
    }
    damaged
}

/// Runs gouji on a file, where it can be with bounded memory.
fn run(bytes: &[u8], name: &str) -> (std::process::Output, Duration) {
    let folder = folder_with(bytes, name);
    let gouji = env!("CARGO_BIN_EXE_gouji");
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -v \"$1\"; exec \"$2\" check --format json \"$3\"", "sh"]);
        shell.args([&MOST_MEMORY.to_string(), gouji, name]);
        shell
    } else {
        let mut command = Command::new(gouji);
        command.args(["check", "--format", "json", name]);
        command
    };
    command.env("RAYON_NUM_THREADS", "1").current_dir(folder.path());
    let start = Instant::now();
    let output = command.output().expect("gouji starts");
    (output, start.elapsed())
}

#[test]
fn two_hundred_hostile_files_end_with_a_reason_or_a_result() {
    let files: Vec<(String, Vec<u8>)> = made().into_iter().chain(damaged()).collect();
    assert!(files.len() >= 200, "{}", files.len());
    let mut times = Vec::new();
    for (name, bytes) in files {
        let (output, time) = run(&bytes, &name);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{name}: {}\n{errors}", output.status);
        assert!(!errors.contains("panicked"), "{name}: {errors}");
        assert!(time < LONGEST, "{name}: {time:?}");
        let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{name}: {error}"));
        for file in json["files"].as_array().expect("files") {
            let reason = file["reason"].as_str().unwrap_or_default();
            assert!(file["status"] != "unreadable" || !reason.is_empty(), "{name}: {file}");
        }
        times.push((time, name));
    }
    times.sort();
    for (time, name) in times.iter().rev().take(5) {
        println!("{name}: {:.2} s", time.as_secs_f64());
    }
}
