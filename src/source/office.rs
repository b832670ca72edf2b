//! Formats that an office program reads for gouji: `LibreOffice`, where it is there, converts them to
//! Word's, in a folder of its own and within a time limit.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use process_wrap::std::{ChildWrapper, CommandWrap};
use tempfile::TempDir;

use super::error::ReadError;
use super::format::{Format, Office, format_of};

/// What the program is called.
const PROGRAMS: [&str; 2] = ["soffice", "libreoffice"];
/// How long a file may take, the start of the program included.
const TIME: Duration = Duration::from_secs(60);
/// How often is looked whether it is done.
const LOOK: Duration = Duration::from_millis(10);

/// Nothing that a file points at is fetched, and nothing in it is run.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// Converts a file to Word's format.
///
/// # Errors
/// The program is not there, takes too long, or makes nothing of the file.
pub fn to_docx(bytes: &[u8], office: Office) -> Result<Vec<u8>, ReadError> {
    let converted = convert(&[(bytes, office)])?.pop().flatten();
    converted.ok_or(ReadError::Unconverted(office.extension()))
}

/// Converts files, by content and name, in one start of the program: starting it takes longer than most
/// files do. What is not for it stays as it is, and so do all of them where the time of one file was not
/// enough, or the program failed: each may have its own time then.
#[must_use]
pub fn to_docx_together(files: Vec<(Vec<u8>, &str)>) -> Vec<Vec<u8>> {
    let format = |(bytes, name): &(Vec<u8>, &str)| match format_of(bytes, name) {
        Format::Office(office) => Some(office),
        _ => None,
    };
    let formats: Vec<Option<Office>> = files.iter().map(format).collect();
    let wanted = files.iter().zip(&formats).filter_map(|((bytes, _), office)| Some((bytes.as_slice(), (*office)?)));
    let mut converted = convert(&wanted.collect::<Vec<_>>()).unwrap_or_default().into_iter();
    let replaced = |office: Option<Office>| office.and_then(|_| converted.next().flatten());
    let replaced: Vec<Option<Vec<u8>>> = formats.into_iter().map(replaced).collect();
    files.into_iter().zip(replaced).map(|((bytes, _), docx)| docx.unwrap_or(bytes)).collect()
}

/// What the program makes of each file, if anything.
fn convert(files: &[(&[u8], Office)]) -> Result<Vec<Option<Vec<u8>>>, ReadError> {
    let Some(&(_, first)) = files.first() else { return Ok(Vec::new()) };
    // Readable for nobody else, and gone with everything in it at the end.
    let folder = TempDir::with_prefix("gouji-")?;
    let mut inputs = Vec::with_capacity(files.len());
    for (number, (bytes, office)) in files.iter().enumerate() {
        let input = folder.path().join(number.to_string()).with_extension(extension(*office));
        std::fs::write(&input, bytes)?;
        inputs.push(input);
    }
    let settings = folder.path().join("profile").join("user");
    std::fs::create_dir_all(&settings)?;
    std::fs::write(settings.join("registrymodifications.xcu"), SETTINGS)?;
    let mut child = start(folder.path(), &inputs)?.ok_or(ReadError::NeedsOffice(first.extension()))?;
    let deadline = Instant::now() + TIME;
    while child.try_wait()?.is_none() {
        if Instant::now() > deadline {
            // With all that it started.
            child.kill()?;
            return Err(ReadError::TooSlow(TIME.as_secs()));
        }
        std::thread::sleep(LOOK);
    }
    let made = folder.path().join("converted");
    let read = |number: usize| match std::fs::read(made.join(number.to_string()).with_extension("docx")) {
        Ok(docx) => Ok(Some(docx)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    };
    (0..files.len()).map(read).collect()
}

/// WPS writes the format of Word before 2007 under its own extension, by which the program would take
/// it for something else.
fn extension(office: Office) -> &'static str {
    if office == Office::Wps { Office::Doc.extension() } else { office.extension() }
}

/// Starts the program; none where there is none.
fn start(folder: &Path, inputs: &[PathBuf]) -> Result<Option<Box<dyn ChildWrapper>>, ReadError> {
    for program in PROGRAMS {
        let mut command = Command::new(program);
        command
            .args(["--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir"])
            .arg(folder.join("converted"))
            // Settings of its own: one that runs already would be asked else, and is not to be touched.
            .arg(format!("-env:UserInstallation={}", file_url(&folder.join("profile"))))
            .args(inputs)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut command = CommandWrap::from(command);
        #[cfg(unix)]
        command.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(process_wrap::std::JobObject);
        match command.spawn() {
            Ok(child) => return Ok(Some(child)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

/// A path as the program wants it. Names of temporary folders need no escapes but for blanks.
fn file_url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/").replace('%', "%25").replace(' ', "%20");
    if path.starts_with('/') { format!("file://{path}") } else { format!("file:///{path}") }
}
