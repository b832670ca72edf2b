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
use xml::{Elements, Node, attribute};

/// Reads the text of a Word file.
///
/// # Errors
/// Why it cannot be read: it is damaged, protected, or larger than any report.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let mut package = Package::open(bytes)?;
    let main = main_part(&mut package);
    let document = package.part(&main)?.ok_or(ReadError::Damaged("Word"))?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut beside = |name: &str| package.part(&format!("{folder}/{name}"));
    let mut numbering = match beside("numbering.xml")? {
        Some(lists) => Numbering::of(&lists, &beside("styles.xml")?.unwrap_or_default()),
        None => Numbering::default(),
    };
    let notes = [beside("footnotes.xml")?, beside("endnotes.xml")?];
    let mut writer = Writer::default();
    Body::new(&mut writer, &mut numbering).read(&document)?;
    for part in notes.into_iter().flatten() {
        Body::new(&mut writer, &mut numbering).read(&part)?;
    }
    writer.finish("Word")
}

/// The part that is the document: the package says which, and mostly it is this one.
fn main_part(package: &mut Package<'_>) -> String {
    let stated = package.part("_rels/.rels").ok().flatten().and_then(|relations| stated_main(&relations));
    stated.unwrap_or_else(|| "word/document.xml".into())
}

fn stated_main(relations: &str) -> Option<String> {
    let mut elements = Elements::new(relations);
    while let Some(node) = elements.next().ok()? {
        let Node::Start(element) = node else { continue };
        if attribute(&element, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")) {
            return Some(attribute(&element, "Target")?.trim_start_matches('/').to_owned());
        }
    }
    None
}
