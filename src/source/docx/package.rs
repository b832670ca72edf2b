//! The zip around the parts of a Word file, read with limits: what a small file unpacks to may be large.

use std::io::Cursor;

use encoding_rs::Encoding;
use rustc_hash::FxHashMap;
use zip::ZipArchive;

use crate::source::ReadError;
use crate::source::read::up_to;

/// Bytes of one part when unpacked. The largest report has some megabytes of XML.
const LARGEST_PART: u64 = 64 * 1024 * 1024;
/// Bytes of a part for which room is made as soon as the zip states them; more is made room for as it comes.
const USUAL_PART: u64 = 1024 * 1024;
/// Bytes that all the parts that are read unpack to.
const LARGEST: u64 = 96 * 1024 * 1024;
/// Entries of the zip; a report has some twenty.
const MOST_ENTRIES: usize = 4096;

/// A Word file.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Its parts as they are looked for: some programs write them in other cases, or with backslashes.
    parts: FxHashMap<String, usize>,
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens the zip.
    ///
    /// # Errors
    /// It is none, or holds more than any report.
    pub fn open(bytes: &'b [u8]) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged("Word"))?;
        if archive.len() > MOST_ENTRIES {
            return Err(ReadError::TooComplex("Word"));
        }
        let parts =
            archive.file_names().enumerate().filter_map(|(index, name)| Some((plain(&name.ok()?), index))).collect();
        Ok(Self { archive, parts, left: LARGEST })
    }

    /// A part as text; none where there is no such part.
    ///
    /// # Errors
    /// It is damaged, protected or too large.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(&index) = self.parts.get(&plain(name)) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| ReadError::of_zip(&error, "Word"))?;
        let size = file.size().min(USUAL_PART) as usize;
        let bytes = up_to(file, size, self.left.min(LARGEST_PART)).map_err(|_| ReadError::Damaged("Word"))?;
        let bytes = bytes.ok_or(ReadError::TooLarge)?;
        self.left -= bytes.len() as u64;
        decoded(bytes).map(Some).ok_or(ReadError::Damaged("Word"))
    }
}

/// UTF-8 but for the part that says otherwise with its first bytes.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let Some((encoding, _)) = Encoding::for_bom(&bytes) else { return String::from_utf8(bytes).ok() };
    let (text, _, is_damaged) = encoding.decode(&bytes);
    (!is_damaged).then(|| text.into_owned())
}

fn plain(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}
