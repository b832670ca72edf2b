//! Reading a file: what it is, and the reader for it.

use std::io::Read;
use std::path::Path;

use super::encoding::{decode, is_blank};
use super::error::ReadError;
use super::format::{Format, format_of};
use super::{Source, docx, html, office, pdf};

/// Largest file that is read, in bytes. A report is some ten kilobytes of text.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes of text that a file may hold; small files can hold more than there is memory for.
pub(super) const LARGEST_TEXT: usize = 16 * 1024 * 1024;
/// Lines that a file may hold.
const MOST_LINES: usize = 50_000;

/// Reads a file.
///
/// # Errors
/// Every [`ReadError`].
pub fn read_file(path: &Path, name: &str) -> Result<Source, ReadError> {
    from_bytes(bytes_of_file(path)?, name)
}

/// What a file holds.
///
/// # Errors
/// It cannot be read, is none, or too large.
pub fn bytes_of_file(path: &Path) -> Result<Vec<u8>, ReadError> {
    // Opening a pipe that nobody writes to would wait for ever.
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() && !metadata.is_dir() {
        return Err(ReadError::Special);
    }
    let file = std::fs::File::open(path)?;
    let size = metadata.len();
    if size > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    up_to(file, usize::try_from(size).unwrap_or(0), MAX_BYTES)?.ok_or(ReadError::TooLarge)
}

/// Reads a stream to its end, at most [`MAX_BYTES`].
///
/// # Errors
/// Every [`ReadError`].
pub fn read(stream: impl Read, name: &str) -> Result<Source, ReadError> {
    from_bytes(up_to(stream, 0, MAX_BYTES)?.ok_or(ReadError::TooLarge)?, name)
}

/// The bytes of a stream, of which `size` are expected; none if there are more than `most`. What a zip
/// states as the size of a member may be a lie: what is read counts.
pub(super) fn up_to(stream: impl Read, size: usize, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(size + 1);
    stream.take(most + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= most))
}

/// Reads what bytes that are already at hand hold.
///
/// # Errors
/// Every [`ReadError`] but [`ReadError::Io`] and [`ReadError::Special`].
pub fn from_bytes(bytes: Vec<u8>, name: &str) -> Result<Source, ReadError> {
    let source = read_format(bytes, name)?;
    let is_large = source.text().len() > LARGEST_TEXT || source.line_count() > MOST_LINES;
    if is_large { Err(ReadError::TooLong) } else { Ok(source) }
}

fn read_format(bytes: Vec<u8>, name: &str) -> Result<Source, ReadError> {
    match format_of(&bytes, name) {
        Format::Text => read_text(bytes, name),
        Format::Docx => Ok(Source::with_places(name, docx::read(&bytes)?, 0)),
        Format::Pdf => {
            let pdf::Read { reading, unknown, scans } = pdf::read(bytes)?;
            Ok(Source { scans, ..Source::with_places(name, reading, unknown) })
        }
        Format::Office(office) => {
            let converted = office::to_docx(&bytes, office)?;
            Ok(Source::with_places(name, docx::read(&converted)?, 0))
        }
        Format::Zip => Err(ReadError::Zip),
        Format::Protected => Err(ReadError::Protected),
        Format::Broken(format) => Err(ReadError::Damaged(format)),
        Format::Packed(format) => Err(ReadError::Packed(format)),
        Format::Foreign(format) => Err(ReadError::Foreign(format)),
    }
}

fn read_text(bytes: Vec<u8>, name: &str) -> Result<Source, ReadError> {
    let (text, damaged) = match as_utf8(bytes) {
        Ok(text) => (text, 0),
        Err(bytes) => {
            let decoded = decode(&bytes)?;
            (decoded.text.into_owned(), decoded.damaged)
        }
    };
    match html::markup(&text, name) {
        Some(markup) => Ok(Source::with_original(name, html::read(&text, markup)?, text, damaged)),
        None => Ok(Source::new(name, text, damaged)),
    }
}

/// The common case, fast: UTF-8 that holds something and no NUL.
fn as_utf8(bytes: Vec<u8>) -> Result<String, Vec<u8>> {
    const BOM: &[u8] = b"\xEF\xBB\xBF";
    if memchr::memchr(0, &bytes).is_some() || bytes.trim_ascii().is_empty() {
        return Err(bytes);
    }
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    match simdutf8::basic::from_utf8(bytes.get(start..).unwrap_or_default()) {
        Ok(text) if !is_blank(text) => Ok(text.to_owned()),
        _ => Err(bytes),
    }
}
