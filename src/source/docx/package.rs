//! The zip around the parts of a Word file, read with limits: what a small file unpacks to may be large.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::source::ReadError;

/// Bytes of one part when unpacked. The largest report has some megabytes of XML.
const LARGEST_PART: u64 = 64 * 1024 * 1024;
/// Bytes that all the parts that are read unpack to.
const LARGEST: u64 = 96 * 1024 * 1024;
/// Entries of the zip; a report has some twenty.
const MOST_ENTRIES: usize = 4096;

/// A Word file.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
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
        Ok(Self { archive, left: LARGEST })
    }

    /// A part as text; none where there is no such part.
    ///
    /// # Errors
    /// It is damaged, protected or too large.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(ReadError::Protected),
            Err(_) => return Err(ReadError::Damaged("Word")),
        };
        // The size that the zip states may be a lie: what is read counts.
        let most = self.left.min(LARGEST_PART);
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|_| ReadError::Damaged("Word"))?;
        let read = bytes.len() as u64;
        if read > most {
            return Err(ReadError::TooLarge);
        }
        self.left -= read;
        let text = match bytes.starts_with(b"\xEF\xBB\xBF") {
            true => bytes.split_off(3),
            false => bytes,
        };
        String::from_utf8(text).map(Some).map_err(|_| ReadError::Damaged("Word"))
    }
}
