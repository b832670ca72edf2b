//! Paths as people and configurations name them.

use std::path::{Path, PathBuf};

/// The current folder, without detours.
#[must_use]
pub fn here() -> PathBuf {
    real(&std::env::current_dir().unwrap_or_default())
}

/// A path without links and detours, as far as it is there.
#[must_use]
pub fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The path of a file, which need not be there, in a folder without detours.
#[must_use]
pub fn whole(file: &Path) -> PathBuf {
    let file = here().join(file);
    match (file.parent(), file.file_name()) {
        (Some(folder), Some(name)) => real(folder).join(name),
        _ => file,
    }
}

/// A path as a person would name it: from where he stands.
#[must_use]
pub fn shown(path: &Path) -> String {
    let whole = whole(path);
    whole.strip_prefix(here()).unwrap_or(&whole).display().to_string()
}

/// The name of a file from a folder on, with `/`; the whole path where it is not below it.
#[must_use]
pub fn below(root: &Path, file: &Path) -> String {
    let whole = whole(file);
    let below = whole.strip_prefix(root).unwrap_or(&whole);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
