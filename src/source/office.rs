//! Formats that an office program reads for gouji: `LibreOffice`, where it is there, converts them to
//! Word's, in a folder of its own and within a time limit.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use process_wrap::std::{ChildWrapper, CommandWrap};
use tempfile::TempDir;

use super::error::ReadError;
use super::format::Office;

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
    // Readable for nobody else, and gone with everything in it at the end.
    let folder = TempDir::with_prefix("gouji-")?;
    // WPS writes the format of Word before 2007 under its own extension, by which the program would
    // take it for something else.
    let extension = if office == Office::Wps { Office::Doc } else { office }.extension();
    let input = folder.path().join("report").with_extension(extension);
    std::fs::write(&input, bytes)?;
    let settings = folder.path().join("profile").join("user");
    std::fs::create_dir_all(&settings)?;
    std::fs::write(settings.join("registrymodifications.xcu"), SETTINGS)?;
    let mut child = start(folder.path(), &input, office)?;
    let deadline = Instant::now() + TIME;
    while child.try_wait()?.is_none() {
        if Instant::now() > deadline {
            // With all that it started.
            child.kill()?;
            return Err(ReadError::TooSlow(TIME.as_secs()));
        }
        std::thread::sleep(LOOK);
    }
    match std::fs::read(folder.path().join("converted").join("report.docx")) {
        Ok(docx) => Ok(docx),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(ReadError::Unconverted(office.extension())),
        Err(error) => Err(error.into()),
    }
}

fn start(folder: &Path, input: &Path, office: Office) -> Result<Box<dyn ChildWrapper>, ReadError> {
    for program in PROGRAMS {
        let mut command = Command::new(program);
        command
            .args(["--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir"])
            .arg(folder.join("converted"))
            // Settings of its own: one that runs already would be asked else, and is not to be touched.
            .arg(format!("-env:UserInstallation={}", file_url(&folder.join("profile"))))
            .arg(input)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut command = CommandWrap::from(command);
        #[cfg(unix)]
        command.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(process_wrap::std::JobObject);
        match command.spawn() {
            Ok(child) => return Ok(child),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ReadError::NeedsOffice(office.extension()))
}

/// A path as the program wants it. Names of temporary folders need no escapes but for blanks.
fn file_url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/").replace('%', "%25").replace(' ', "%20");
    if path.starts_with('/') { format!("file://{path}") } else { format!("file:///{path}") }
}
