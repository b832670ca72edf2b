//! From the paths given to the files to be checked.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::source::{FileKind, kind_of};

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
    /// Why the walk could not go there.
    pub problem: Option<String>,
}

/// Collects the files: each path given, and for a folder the reports in it. Hidden files, and what a
/// `.gitignore` in a repository excludes, are left out of folders.
#[must_use]
pub fn collect(paths: &[PathBuf]) -> Files {
    let mut found = Files::default();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut found);
        } else {
            found.add(path, None);
        }
    }
    found.files.sort_by(|a, b| a.name.cmp(&b.name));
    found.files.dedup_by(|a, b| a.name == b.name);
    found
}

fn walk(folder: &Path, found: &mut Files) {
    for entry in WalkBuilder::new(folder).build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_dir()) => {}
            Ok(entry) => match kind_of(entry.path()) {
                FileKind::Other => found.others += 1,
                FileKind::Report | FileKind::Archive => found.add(entry.path(), None),
            },
            Err(error) => {
                let path = problem_path(&error).unwrap_or_else(|| folder.to_owned());
                found.add(&path, Some(error.to_string()));
            }
        }
    }
}

fn problem_path(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => problem_path(err),
        ignore::Error::Loop { child, .. } => Some(child.clone()),
        _ => None,
    }
}

impl Files {
    fn add(&mut self, path: &Path, problem: Option<String>) {
        let name = path.to_string_lossy();
        let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
        self.files.push(Input { name, path: path.to_owned(), problem });
    }
}
