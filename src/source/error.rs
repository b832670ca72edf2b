//! Why a file could not be read, and the way out.

use thiserror::Error;
use zip::result::ZipError;

use super::read::MAX_BYTES;
use crate::lang::Lang;

/// Why a file could not be read; as text, with the way out.
#[derive(Debug, Error)]
pub enum ReadError {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// A known format that holds no report.
    #[error(
        "this is a {0} file, which gouji does not read; save it as Word (.docx) or plain text (.txt) and check that"
    )]
    Foreign(&'static str),
    /// A file of a known format that is not as the format wants it.
    #[error("the {0} file is damaged; open it in the program it was made with, save it anew, and check that")]
    Damaged(&'static str),
    /// A file that holds more, or more deeply nested, than any report does.
    #[error("the {0} file holds more than any report, and was not read")]
    TooComplex(&'static str),
    /// A Word file whose text is another file within it.
    #[error(
        "the text of the Word file is embedded in it as another file (altChunk); open it in Word, save it as .docx and check that"
    )]
    Embedded,
    /// A format that is read with an office program, which is not there.
    #[error(
        "reading .{0} files needs LibreOffice (soffice), which was not found; install it, or save the file as .docx"
    )]
    NeedsOffice(&'static str),
    /// A file that the office program could not convert.
    #[error("LibreOffice could not convert the .{0} file; save it as .docx and check that")]
    Unconverted(&'static str),
    /// Files packed in a way that gouji does not unpack.
    #[error("gouji does not unpack this ({0}); unpack it, or pack it anew as an ordinary .zip")]
    Packed(&'static str),
    /// A zip where a single file is expected.
    #[error("this is a zip of files; name it .zip, and unpack a zip within a zip first")]
    Zip,
    /// A file that takes longer to read than so many seconds.
    #[error("reading took more than {0} seconds; no report takes so long")]
    TooSlow(u64),
    /// Pictures of pages, without text.
    #[error(
        "this is a scan: pictures without text; check the Word file it came from, or recognise its text (OCR) first"
    )]
    Scan,
    /// Text of which the file does not tell what it says.
    #[error("the PDF does not tell what its characters are; check the Word file it came from, or export it anew")]
    Unmapped,
    /// A file that wants a password.
    #[error("the file is protected by a password; remove it first")]
    Protected,
    /// Neither text in a known encoding nor a known format.
    #[error("not a text file, or of an unknown encoding; save it as plain text in UTF-8 or GBK")]
    NotText,
    /// A pipe, a socket or a device.
    #[error("not a regular file; use `-` to check what a pipe holds")]
    Special,
    /// Larger than [`MAX_BYTES`].
    #[error("the file is larger than {} MB; no report is", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// Longer than any report.
    #[error("the text is longer than any report (50,000 lines or 16 MB) and was not checked; split several reports")]
    TooLong,
    /// The operating system said no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl ReadError {
    /// Why a zip, or one of its members, cannot be unpacked. `format` is what the file is.
    pub(super) fn of_zip(error: &ZipError, format: &'static str) -> Self {
        match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Self::Protected,
            _ => Self::Damaged(format),
        }
    }

    /// The reason and the way out, in the language of the run.
    #[must_use]
    pub fn describe(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.in_chinese(),
            Lang::En => self.to_string(),
        }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::Empty => "文件是空的".into(),
            Self::Foreign(format) => {
                format!("这是 {format} 文件，gouji 不读这种文件；请另存为 Word（.docx）或纯文本（.txt）再检查")
            }
            Self::Damaged(format) => format!("{format} 文件已损坏；请用原来的软件打开，重新保存或导出，再检查"),
            Self::TooComplex(format) => format!("{format} 文件的内容多得不像一份报告，没有读"),
            Self::Embedded => {
                "Word 文件里嵌着另一个文件当正文（altChunk），没有读；请用 Word 打开，另存为 .docx 再检查".into()
            }
            Self::NeedsOffice(extension) => format!(
                "读 .{extension} 文件要用 LibreOffice（soffice），没有找到；请安装，或在 Word、WPS 里另存为 .docx 再检查"
            ),
            Self::Unconverted(extension) => {
                format!("LibreOffice 没能转换这个 .{extension} 文件；请在 Word、WPS 里另存为 .docx 再检查")
            }
            Self::Packed(format) => {
                format!("gouji 解不开这种压缩（{format}）；请解压以后再检查，或重新压缩为普通的 .zip")
            }
            Self::Zip => "这是压缩包（ZIP）；请把扩展名改为 .zip，压缩包里的压缩包请先解压".into(),
            Self::TooSlow(seconds) => format!("读了 {seconds} 秒还没有读完，不像一份报告"),
            Self::Scan => "这是扫描件，只有图像，没有文字；请检查原来的 Word 文件，或先做文字识别（OCR）".into(),
            Self::Unmapped => {
                "PDF 里的文字没有对应的编码，读不出来；请检查原来的 Word 文件，或从 Word、WPS 重新导出 PDF".into()
            }
            Self::Protected => "文件有密码；请去掉密码再检查".into(),
            Self::NotText => "不是文本文件，或编码无法识别；请另存为 UTF-8 或 GBK 的纯文本".into(),
            Self::Special => "不是普通文件；要检查管道的内容，请用 `-`".into(),
            Self::TooLarge => format!("文件超过 {} MB，不像一份报告", MAX_BYTES / 1024 / 1024),
            Self::TooLong => {
                "文字比任何报告都长（超过 5 万行或 16 MB），没有检查；请确认是不是报告，几份报告合在一起的请分开".into()
            }
            Self::Io(error) => io_in_chinese(error),
        }
    }
}

fn io_in_chinese(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "找不到这个文件".into(),
        std::io::ErrorKind::PermissionDenied => "没有读取权限".into(),
        std::io::ErrorKind::IsADirectory => "这是文件夹，不是文件".into(),
        _ => format!("读不出来：{error}"),
    }
}
