//! What a file is: by what it holds, and only then by its name.

use std::path::Path;

use memchr::memmem;

/// What a zip begins with.
const ZIP: &[u8] = b"PK\x03\x04";
/// What files of Word and WPS before 2007 begin with, and protected ones of today.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// A PDF may have other bytes before its mark, but not many.
const PDF_MARK_WITHIN: usize = 1024;

/// The root of an XML file states many namespaces.
const XML_MARK_WITHIN: usize = 8 * 1024;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text, plain or marked up.
    Text,
    /// Word since 2007.
    Docx,
    /// PDF.
    Pdf,
    /// A format that an office program has to convert.
    Office(Office),
    /// A zip of files.
    Zip,
    /// A Word file with a password.
    Protected,
    /// A known format that holds no report.
    Foreign(&'static str),
    /// Files packed in another way than as a zip.
    Packed(&'static str),
    /// A known format without what makes it one.
    Broken(&'static str),
}

/// Formats that an office program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// Word before 2007.
    Doc,
    /// WPS.
    Wps,
    /// Rich text.
    Rtf,
    /// `OpenDocument`.
    Odt,
    /// Word in XML, as programs that fill in templates write it.
    Xml,
}

impl Office {
    /// What it is called.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Doc => "doc",
            Self::Wps => "wps",
            Self::Rtf => "rtf",
            Self::Odt => "odt",
            Self::Xml => "xml",
        }
    }
}

/// Magic numbers of formats that hold no report, with the name of the format.
const FOREIGN: [(&[u8], &str); 6] = [
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
];

/// Magic numbers of packed files.
const PACKED: [(&[u8], &str); 3] = [(b"Rar!\x1A", "RAR"), (b"7z\xBC\xAF", "7z"), (b"\x1F\x8B", "gzip")];

/// What tells one kind of zip from another.
const ZIPS: [(&[u8], Format); 6] = [
    (b"word/document", Format::Docx),
    (b"opendocument.text", Format::Office(Office::Odt)),
    (b"xl/workbook", Format::Foreign("Excel")),
    (b"ppt/presentation", Format::Foreign("PowerPoint")),
    (b"OFD.xml", Format::Foreign("OFD")),
    (b"opendocument.spreadsheet", Format::Foreign("OpenDocument Calc")),
];

/// What tells one kind of XML from another, in its first bytes.
const XMLS: [(&[u8], Format); 4] = [
    (b"2006/xmlPackage", Format::Foreign("Word XML")),
    (b"Word.Document", Format::Office(Office::Xml)),
    (b"opendocument.text", Format::Office(Office::Xml)),
    (b"Excel.Sheet", Format::Foreign("Excel")),
];

/// What mails, and web archives, begin with.
const MAIL_HEADS: [&[u8]; 4] = [b"From:", b"Subject:", b"Date:", b"MIME-Version:"];

/// What tells one kind of compound file from another, as names of its streams in UTF-16.
const COMPOUNDS: [(&str, Format); 3] = [
    ("EncryptedPackage", Format::Protected),
    ("WordDocument", Format::Office(Office::Doc)),
    ("Workbook", Format::Foreign("Excel")),
];

/// What a file is; `name` helps where what it holds does not tell.
#[must_use]
pub fn format_of(bytes: &[u8], name: &str) -> Format {
    let named = |extension: &str| extension_of(Path::new(name)) == extension;
    if bytes.starts_with(ZIP) || bytes.starts_with(b"PK\x05\x06") {
        let found = ZIPS.iter().find(|(mark, _)| memmem::find(bytes, mark).is_some());
        // A Word file that was cut off is one still, if it says so.
        return found.map_or(if named("docx") { Format::Docx } else { Format::Zip }, |(_, format)| *format);
    }
    if bytes.starts_with(COMPOUND) {
        let holds = |stream: &str| memmem::find(bytes, &utf16(stream)).is_some();
        let found = COMPOUNDS.iter().find(|(stream, _)| holds(stream)).map(|(_, format)| *format);
        return match found {
            Some(Format::Office(_)) if named("wps") => Format::Office(Office::Wps),
            Some(format) => format,
            None => Format::Broken("Word 97-2003"),
        };
    }
    let head = bytes.get(..PDF_MARK_WITHIN.min(bytes.len())).unwrap_or_default();
    if memmem::find(head, b"%PDF-").is_some() {
        return Format::Pdf;
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if text.starts_with(b"{\\rtf") {
        return Format::Office(Office::Rtf);
    }
    if text.starts_with(b"<?xml") {
        let head = text.get(..XML_MARK_WITHIN.min(text.len())).unwrap_or_default();
        let found = XMLS.iter().find(|(mark, _)| memmem::find(head, mark).is_some());
        if let Some((_, format)) = found {
            return *format;
        }
    }
    if let Some((_, name)) = PACKED.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Format::Packed(name);
    }
    // Web archives begin like mails, with one head or another.
    let is_mail = MAIL_HEADS.iter().any(|head| bytes.starts_with(head));
    if is_mail && memmem::find(head, b"MIME-Version:").is_some() {
        return Format::Foreign("MHTML");
    }
    let foreign = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic));
    foreign.map_or(Format::Text, |(_, name)| Format::Foreign(name))
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Extensions of files that are reports, or whose format has to be named as one that cannot be read.
const REPORTS: [&str; 22] = [
    "txt", "text", "md", "markdown", "docx", "docm", "html", "htm", "shtml", "pdf", "doc", "wps", "rtf", "odt", "ofd",
    "xls", "xlsx", "mht", "mhtml", "rar", "7z", "gz",
];

/// What the walk over a folder does with a file, by its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Maybe a report: read.
    Report,
    /// A zip: walked like a folder.
    Archive,
    /// No report: counted, not read.
    Other,
}

/// Classifies a file of a folder by its extension.
#[must_use]
pub fn kind_of(path: &Path) -> FileKind {
    match extension_of(path).as_str() {
        "zip" => FileKind::Archive,
        extension if REPORTS.contains(&extension) => FileKind::Report,
        _ => FileKind::Other,
    }
}

/// Whether a file is called as those are that an office program converts.
#[must_use]
pub fn is_for_office(path: &Path) -> bool {
    matches!(extension_of(path).as_str(), "doc" | "wps" | "rtf" | "odt")
}

/// The extension of a path in small letters.
pub(super) fn extension_of(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_holds_goes_before_its_name() {
        let compound = |stream: &str| [COMPOUND, &utf16(stream)].concat();
        assert_eq!(format_of(b"%PDF-1.7", "a.docx"), Format::Pdf);
        assert_eq!(format_of(b"\n\n%PDF-1.7", "a.txt"), Format::Pdf);
        assert_eq!(format_of(b"PK\x03\x04..word/document.xml", "a.txt"), Format::Docx);
        assert_eq!(format_of(b"PK\x03\x04..", "a.docx"), Format::Docx);
        assert_eq!(format_of(b"PK\x03\x04..", "a.zip"), Format::Zip);
        assert_eq!(format_of(&compound("WordDocument"), "a.txt"), Format::Office(Office::Doc));
        assert_eq!(format_of(&compound("WordDocument"), "a.wps"), Format::Office(Office::Wps));
        assert_eq!(format_of(&compound("EncryptedPackage"), "a.docx"), Format::Protected);
        assert_eq!(format_of("年度报告".as_bytes(), "a.pdf"), Format::Text);
        assert_eq!(format_of(b"\r\n{\\rtf1", "a.doc"), Format::Office(Office::Rtf));
        let xml = |marks: &str| format!("\u{feff}<?xml version=\"1.0\"?>\n{}{marks}", " ".repeat(3000)).into_bytes();
        assert_eq!(
            format_of(&xml("<?mso-application progid=\"Word.Document\"?>"), "a.doc"),
            Format::Office(Office::Xml)
        );
        assert_eq!(format_of(&xml("application/vnd.oasis.opendocument.text"), "a.fodt"), Format::Office(Office::Xml));
        assert_eq!(format_of(b"Rar!\x1A\x07", "a.doc"), Format::Packed("RAR"));
    }
}
