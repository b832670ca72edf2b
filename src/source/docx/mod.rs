//! Word files (.docx): a zip of XML. Paragraphs become lines, table rows lines with tabs, so that they
//! read like any other text; each line and cell knows its place.

mod body;
mod numbering;
mod package;
mod writer;
mod xml;

use super::read::ReadError;
use super::{Reading, Source};
use body::Body;
use numbering::Numbering;
use package::Package;
use writer::Writer;

/// Whether a file is a Word file, whatever it is called.
pub fn is_docx(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && memchr::memmem::find(bytes, b"word/document.xml").is_some()
}

/// Reads the text of a Word file.
///
/// # Errors
/// Why it cannot be read: it is damaged, protected, or larger than any report.
pub fn read(bytes: &[u8], name: &str) -> Result<Source, ReadError> {
    let mut package = Package::open(bytes)?;
    let document = package.part("word/document.xml")?.ok_or(ReadError::Damaged("Word"))?;
    let numbers = package.part("word/numbering.xml")?.unwrap_or_default();
    let styles = package.part("word/styles.xml")?.unwrap_or_default();
    let footnotes = package.part("word/footnotes.xml")?.unwrap_or_default();
    let mut writer = Writer::default();
    let mut numbering = Numbering::of(&numbers, &styles)?;
    Body::new(&mut writer, &mut numbering).read(&document)?;
    Body::new(&mut writer, &mut numbering).read(&footnotes)?;
    let Reading { text, places } = writer.finish();
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Source::with_places(name, text, places))
}
