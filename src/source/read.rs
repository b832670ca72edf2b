//! Reading a file, and why a file could not be read.

use std::io::Read;
use std::path::Path;

use thiserror::Error;

use super::encoding::{decode, is_blank, is_foreign, is_zip};
use super::{Source, docx};
use crate::lang::Lang;

/// Largest file that is read, in bytes. A report is some ten kilobytes of text.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Formats in which reports are published but which cannot be read, by extension.
const UNREAD_FORMATS: &[&str] = &["doc", "wps", "pdf", "rtf", "odt", "html", "htm", "ofd", "xls", "xlsx"];
/// Extensions of reports that are read.
const TEXT_FORMATS: &[&str] = &["txt", "text", "md", "markdown", "docx"];

/// Why a file could not be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// A known format under the name of a text file.
    #[error("the file is {0}, not text")]
    Foreign(&'static str),
    /// A format that is not supported, by its extension.
    #[error(".{0} files cannot be read")]
    Format(String),
    /// A file of a known format that is not as the format wants it.
    #[error("the {0} file is damaged")]
    Damaged(&'static str),
    /// A file that holds more, or more deeply nested, than any report does.
    #[error("the {0} file holds more than any report")]
    TooComplex(&'static str),
    /// A file that wants a password.
    #[error("the file is protected by a password")]
    Protected,
    /// Neither text in a known encoding nor a known format.
    #[error("the file is not text")]
    NotText,
    /// A pipe, a socket or a device.
    #[error("not a regular file")]
    Special,
    /// Larger than [`MAX_BYTES`].
    #[error("the file is larger than {MAX_BYTES} bytes")]
    TooLarge,
    /// The operating system said no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl ReadError {
    /// The reason and the way out, in the language of the run.
    #[must_use]
    pub fn describe(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Empty => ("文件是空的".into(), "the file is empty".into()),
            Self::Foreign(format) => (
                format!("这是 {format} 文件，不是文本；请另存为纯文本（.txt）再检查"),
                format!("this is a {format} file, not text; save it as plain text (.txt) and check that"),
            ),
            Self::Format(extension) => (
                format!("还不能读 .{extension} 文件；请另存为纯文本（.txt）再检查"),
                format!(".{extension} files cannot be read yet; save it as plain text (.txt) and check that"),
            ),
            Self::Damaged(format) => (
                format!("{format} 文件已损坏；请用 Word 或 WPS 打开后另存，再检查"),
                format!("the {format} file is damaged; open it in Word or WPS, save it anew, and check that"),
            ),
            Self::TooComplex(format) => (
                format!("{format} 文件的内容多得不像一份报告，没有读"),
                format!("the {format} file holds more than any report, and was not read"),
            ),
            Self::Protected => {
                ("文件有密码；请去掉密码再检查".into(), "the file is protected by a password; remove it first".into())
            }
            Self::NotText => (
                "不是文本文件，或编码无法识别；请另存为 UTF-8 或 GBK 的纯文本".into(),
                "not a text file, or of an unknown encoding; save it as plain text in UTF-8 or GBK".into(),
            ),
            Self::Special => (
                "不是普通文件；要检查管道的内容，请用 `-`".into(),
                "not a regular file; use `-` to check what a pipe holds".into(),
            ),
            Self::TooLarge => (
                format!("文件超过 {} MB，不像一份报告", MAX_BYTES / 1024 / 1024),
                format!("the file is larger than {} MB; no report is", MAX_BYTES / 1024 / 1024),
            ),
            Self::Io(error) => (describe_io(error), error.to_string()),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

fn describe_io(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "找不到这个文件".into(),
        std::io::ErrorKind::PermissionDenied => "没有读取权限".into(),
        std::io::ErrorKind::IsADirectory => "这是文件夹，不是文件".into(),
        _ => format!("读不出来：{error}"),
    }
}

/// What the walk over a folder does with a file, by its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A text report: read.
    Text,
    /// A report format that cannot be read: named as unreadable, never passed over in silence.
    Unread,
    /// No report: counted, not read.
    Other,
}

/// Classifies a file of a folder by its extension.
#[must_use]
pub fn kind_of(path: &Path) -> FileKind {
    let extension = extension_of(path);
    if TEXT_FORMATS.contains(&extension.as_str()) {
        FileKind::Text
    } else if UNREAD_FORMATS.contains(&extension.as_str()) {
        FileKind::Unread
    } else {
        FileKind::Other
    }
}

fn extension_of(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Reads a file.
///
/// # Errors
/// Every [`ReadError`].
pub fn read_file(path: &Path, name: &str) -> Result<Source, ReadError> {
    if kind_of(path) == FileKind::Unread && path.is_file() {
        return Err(ReadError::Format(extension_of(path)));
    }
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
    read(file, usize::try_from(size).unwrap_or(0), name)
}

/// Reads a stream to its end, at most [`MAX_BYTES`]. `size` is what is expected, in bytes.
///
/// # Errors
/// Every [`ReadError`] but [`ReadError::Format`].
pub fn read(stream: impl Read, size: usize, name: &str) -> Result<Source, ReadError> {
    let mut bytes = Vec::with_capacity(size + 1);
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    from_bytes(bytes, name)
}

/// Decodes bytes that are already at hand.
///
/// # Errors
/// [`ReadError::Empty`], [`ReadError::Foreign`] or [`ReadError::NotText`].
pub fn from_bytes(bytes: Vec<u8>, name: &str) -> Result<Source, ReadError> {
    // A Word file that was cut off is one still, if it says so.
    if docx::is_docx(&bytes) || (is_zip(&bytes) && name.to_lowercase().ends_with(".docx")) {
        return docx::read(&bytes, name);
    }
    let bytes = match as_utf8(bytes) {
        Ok(text) => return Ok(Source::new(name, text, 0)),
        Err(bytes) => bytes,
    };
    let decoded = decode(&bytes)?;
    Ok(Source::new(name, decoded.text.into_owned(), decoded.damaged))
}

/// The common case, fast: UTF-8 that holds something and no NUL.
fn as_utf8(bytes: Vec<u8>) -> Result<String, Vec<u8>> {
    const BOM: &[u8] = b"\xEF\xBB\xBF";
    if is_foreign(&bytes) || memchr::memchr(0, &bytes).is_some() || bytes.trim_ascii().is_empty() {
        return Err(bytes);
    }
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    match simdutf8::basic::from_utf8(bytes.get(start..).unwrap_or_default()) {
        Ok(text) if !is_blank(text) => Ok(text.to_owned()),
        _ => Err(bytes),
    }
}
