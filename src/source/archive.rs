//! A zip of reports: its members are read one by one, as files of a folder are.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::encoding::decode;
use super::error::ReadError;
use super::read::{MAX_BYTES, up_to};

/// Parts by which documents are known.
const PARTS: [&str; 5] =
    ["[Content_Types].xml", "word/document.xml", "content.xml", "OFD.xml", "META-INF/manifest.xml"];

/// Members of a zip. A province has some ten thousand offices.
const MOST_MEMBERS: usize = 200_000;
/// Times its packed size that a member unpacks to at most, beyond some bytes: text is packed to a tenth.
const MOST_TIMES: u64 = 100;
const SMALL: u64 = 1024 * 1024;
/// What it is called in errors.
const ZIP: &str = "ZIP";

/// A zip that is open.
#[derive(Debug)]
pub struct Archive {
    members: Vec<String>,
    archive: Mutex<ZipArchive<BufReader<File>>>,
}

impl Archive {
    /// Opens a zip.
    ///
    /// # Errors
    /// It cannot be read, is damaged, or has more members than there are offices.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let mut archive = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(error)?;
        if archive.len() > MOST_MEMBERS {
            return Err(ReadError::TooComplex(ZIP));
        }
        let mut members = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let name = archive.by_index_raw(index).map_err(error)?.name_raw().to_vec();
            members.push(member_name(&name));
        }
        Ok(Self { members, archive: Mutex::new(archive) })
    }

    /// The paths of its members, in its own order; those of folders end with a slash.
    #[must_use]
    pub fn members(&self) -> &[String] {
        &self.members
    }

    /// Whether it is a document of parts rather than a zip of files, whatever it is called.
    #[must_use]
    pub fn is_document(&self) -> bool {
        self.members.iter().any(|member| PARTS.contains(&member.trim_start_matches('/')))
    }

    /// What a member holds, by its number in [`Self::members`]; others can be unpacked while it is read.
    ///
    /// # Errors
    /// It is damaged, protected or too large.
    pub fn unpack(&self, member: usize) -> Result<Vec<u8>, ReadError> {
        // One that panicked while reading left nothing half done.
        let mut archive = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        let file = archive.by_index(member).map_err(error)?;
        if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(ReadError::Packed(ZIP));
        }
        let most = (file.compressed_size().saturating_mul(MOST_TIMES)).saturating_add(SMALL);
        let (most, too_much) =
            if most < MAX_BYTES { (most, ReadError::TooComplex(ZIP)) } else { (MAX_BYTES, ReadError::TooLarge) };
        up_to(file, 0, most).map_err(|_| ReadError::Damaged(ZIP))?.ok_or(too_much)
    }
}

fn error(error: ZipError) -> ReadError {
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => ReadError::Io(error),
        error => ReadError::of_zip(&error, ZIP),
    }
}

/// The path of a member: zips made in China often name their members in GBK without saying so.
fn member_name(raw: &[u8]) -> String {
    let name = match decode(raw) {
        Ok(name) => name.text.into_owned(),
        Err(_) => String::from_utf8_lossy(raw).into_owned(),
    };
    name.replace('\\', "/")
}
