//! Word files composed from a report in text, as Word writes them: with merged cells and borders.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::table::{Part, Table, parts};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const BORDERS: &str = r#"<w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr>"#;

/// A zip of parts.
pub fn package(parts: &[(&str, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part is begun");
        zip.write_all(text.as_ref()).expect("a part is written");
    }
    zip.finish().expect("the zip is written").into_inner()
}

/// A report as a Word file.
pub fn word(report: &str) -> Vec<u8> {
    let mut body = String::new();
    for part in parts(report) {
        match part {
            Part::Line(line) => body.push_str(&paragraph(line, 28, r#"<w:ind w:firstLine="560"/>"#)),
            Part::Table(part) => table(&mut body, &part),
        }
    }
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr></w:body></w:document>"#
    );
    package(&[("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", &document)])
}

fn paragraph(text: &str, half_points: u8, properties: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        r#"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr><w:rFonts w:ascii="Noto Sans CJK SC" w:hAnsi="Noto Sans CJK SC" w:eastAsia="Noto Sans CJK SC"/><w:sz w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>"#
    )
}

fn table(body: &mut String, table: &Table<'_>) {
    let width = 9000 / table.width();
    body.push_str("<w:tbl>");
    body.push_str(BORDERS);
    write!(body, "<w:tblGrid>{}</w:tblGrid>", format!(r#"<w:gridCol w:w="{width}"/>"#).repeat(table.width()))
        .expect("a string");
    for row in 0..table.height() {
        body.push_str("<w:tr>");
        for cell in table.row(row) {
            let (columns, rows) = cell.covers;
            let merge = match (rows, cell.at.0 == row) {
                (1, _) => "",
                (_, true) => r#"<w:vMerge w:val="restart"/>"#,
                (_, false) => "<w:vMerge/>",
            };
            let text = if cell.at.0 == row { cell.text } else { "" };
            write!(
                body,
                r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>{merge}</w:tcPr>{}</w:tc>"#,
                width * columns,
                paragraph(text, 14, "")
            )
            .expect("a string");
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
}
