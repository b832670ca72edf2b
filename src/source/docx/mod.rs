//! Word files (.docx): a zip of XML. Paragraphs become lines, table rows lines with tabs, so that they
//! read like any other text; each line and cell knows its place.

mod body;
mod numbering;
mod package;
mod xml;

use super::error::ReadError;
use super::writer::{Reading, Writer};
use body::Body;
use numbering::Numbering;
use package::Package;

/// Reads the text of a Word file.
///
/// # Errors
/// Why it cannot be read: it is damaged, protected, or larger than any report.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let mut package = Package::open(bytes)?;
    let document = package.part("word/document.xml")?.ok_or(ReadError::Damaged("Word"))?;
    let numbers = package.part("word/numbering.xml")?.unwrap_or_default();
    let styles = package.part("word/styles.xml")?.unwrap_or_default();
    let footnotes = package.part("word/footnotes.xml")?.unwrap_or_default();
    let mut writer = Writer::default();
    let mut numbering = Numbering::of(&numbers, &styles)?;
    Body::new(&mut writer, &mut numbering).read(&document)?;
    Body::new(&mut writer, &mut numbering).read(&footnotes)?;
    writer.finish("Word")
}
