//! From the paths given to the files to be checked.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use crate::lang::Lang;
use crate::source::{Archive, FileKind, kind_of};

/// The name of standard input, as path and in results.
pub const STDIN: &str = "-";

/// What a run has to do.
#[derive(Debug, Default)]
pub struct Files {
    /// Files to be read, by name, each once.
    pub files: Vec<Input>,
    /// Files in folders that are no reports by their extension.
    pub others: usize,
    /// Files that the configuration excludes.
    pub excluded: usize,
}

/// A file to be read, or the reason why it cannot be.
#[derive(Debug)]
pub struct Input {
    /// As shown and sorted by.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// The zip it is in, and which of its members it is.
    pub member: Option<(Arc<Archive>, usize)>,
    /// Why the walk could not go there.
    pub problem: Option<String>,
}

/// Collects the files: each path given, and for a folder or zip the reports in it. Hidden files, and
/// what a `.gitignore` in a repository excludes, are left out of folders.
#[must_use]
pub fn collect(paths: &[PathBuf], lang: Lang) -> Files {
    let mut found = Files::default();
    for path in paths {
        if path.is_dir() {
            found.walk(path, lang);
        } else if kind_of(path) == FileKind::Archive || (kind_of(path) == FileKind::Other && is_zip(path)) {
            found.open(path, lang);
        } else {
            found.add(path, None);
        }
    }
    found.files.sort_by(|a, b| a.name.cmp(&b.name));
    found.files.dedup_by(|a, b| a.name == b.name);
    found
}

/// Whether a file that is named, but not as any report is, is a zip.
fn is_zip(path: &Path) -> bool {
    let mut magic = [0; 4];
    // Opening a pipe would wait for ever.
    path.is_file()
        && File::open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok()
        && magic == *b"PK\x03\x04"
}

fn problem_path(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => problem_path(err),
        ignore::Error::Loop { child, .. } => Some(child.clone()),
        _ => None,
    }
}

/// Whether a file of a folder is a report, by its name; what Word puts beside a file that is open is none.
fn kind_in_folder(path: &Path) -> FileKind {
    let is_lock = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"));
    if is_lock { FileKind::Other } else { kind_of(path) }
}

impl Files {
    fn walk(&mut self, folder: &Path, lang: Lang) {
        for entry in WalkBuilder::new(folder).ignore(false).build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|t| t.is_dir()) => {}
                Ok(entry) => match kind_in_folder(entry.path()) {
                    FileKind::Other => self.others += 1,
                    FileKind::Report => self.add(entry.path(), None),
                    FileKind::Archive => self.open(entry.path(), lang),
                },
                Err(error) => {
                    let path = problem_path(&error).unwrap_or_else(|| folder.to_owned());
                    self.add(&path, Some(error.to_string()));
                }
            }
        }
    }

    /// Adds the reports in a zip, or the zip itself with the reason why it cannot be opened.
    fn open(&mut self, path: &Path, lang: Lang) {
        let archive = match Archive::open(path) {
            Ok(archive) if archive.is_document() => return self.add(path, None),
            Ok(archive) => Arc::new(archive),
            Err(error) => return self.add(path, Some(error.describe(lang))),
        };
        for (number, member) in archive.members().iter().enumerate() {
            let is_hidden = |part: &str| part == "__MACOSX" || (part.starts_with('.') && !matches!(part, "." | ".."));
            let is_hidden = member.split('/').any(is_hidden);
            if member.ends_with('/') || is_hidden {
                continue;
            }
            match kind_in_folder(Path::new(member)) {
                FileKind::Other => self.others += 1,
                FileKind::Report | FileKind::Archive => {
                    let member = path.join(member.trim_start_matches("./").trim_start_matches('/'));
                    self.files.push(Input { member: Some((Arc::clone(&archive), number)), ..Input::at(&member) });
                }
            }
        }
    }

    fn add(&mut self, path: &Path, problem: Option<String>) {
        self.files.push(Input { problem, ..Input::at(path) });
    }
}

impl Input {
    fn at(path: &Path) -> Self {
        let name = path.to_string_lossy();
        let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
        Self { name, path: path.to_owned(), member: None, problem: None }
    }
}
