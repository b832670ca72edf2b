//! Globs of a configuration: relative to its folder, each with its place in the file.

use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;

use crate::rule::{PackError, RuleFile, suggestion};
use std::sync::Arc;

/// Signs that make a glob of a path.
const SIGNS: [char; 4] = ['*', '?', '[', '{'];

/// A list of globs.
#[derive(Debug, Default)]
pub struct Globs {
    globs: Vec<Glob>,
}

#[derive(Debug)]
struct Glob {
    text: String,
    matcher: GlobMatcher,
    path: Vec<String>,
}

impl Globs {
    /// Compiles the globs of a list at a path of the configuration.
    pub fn new(file: &Arc<RuleFile>, path: &[&str], globs: &[String], errors: &mut Vec<PackError>) -> Self {
        let mut compiled = Vec::new();
        for (index, text) in globs.iter().enumerate() {
            let path: Vec<String> = path.iter().map(|&p| p.to_owned()).chain([index.to_string()]).collect();
            let plain = text.strip_prefix("./").unwrap_or(text);
            // A folder stands for what is in it, as everywhere else.
            let folder = plain.ends_with('/').then(|| format!("{plain}**"));
            let builder = |glob: &str| GlobBuilder::new(glob).literal_separator(true).build();
            match builder(folder.as_deref().unwrap_or(plain)) {
                Ok(glob) => compiled.push(Glob { text: text.clone(), matcher: glob.compile_matcher(), path }),
                Err(error) => {
                    let message = format!("文件模式写得不对：{}", error.kind());
                    errors.push(PackError::new(file, file.span(&path), message));
                }
            }
        }
        Self { globs: compiled }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.globs.is_empty()
    }

    /// Whether one of them means a file, by its path relative to the configuration.
    #[must_use]
    pub fn matches(&self, relative: &Path) -> bool {
        self.globs.iter().any(|glob| glob.matcher.is_match(relative))
    }

    /// Whether each names one single file.
    #[must_use]
    pub fn are_files(&self) -> bool {
        self.globs.iter().all(|glob| !glob.text.contains(SIGNS) && !glob.text.ends_with('/'))
    }

    /// A warning for each that matches no file below the folder; `seen` are files known to be there.
    pub fn unmatched(&self, file: &Arc<RuleFile>, root: &Path, seen: &[&Path]) -> Vec<PackError> {
        let unmatched = self.globs.iter().filter(|glob| !seen.iter().any(|path| glob.matcher.is_match(path)));
        unmatched.filter_map(|glob| glob.unmatched(file, root)).collect()
    }
}

impl Glob {
    fn unmatched(&self, file: &Arc<RuleFile>, root: &Path) -> Option<PackError> {
        let fixed = self.fixed();
        let start = root.join(&fixed);
        let mut names = Vec::new();
        if start.exists() {
            for entry in WalkBuilder::new(&start).standard_filters(false).build().flatten() {
                let Ok(relative) = entry.path().strip_prefix(root) else { continue };
                if entry.path().is_file() && self.matcher.is_match(relative) {
                    return None;
                }
            }
        }
        // The nearest thing is in the folder where the path stops being there.
        let mut parent = start.as_path();
        while let Some(above) = parent.parent().filter(|above| above.starts_with(root)) {
            parent = above;
            if parent.exists() {
                break;
            }
        }
        for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
            if let Ok(relative) = entry.path().strip_prefix(root) {
                names.push(relative.to_string_lossy().into_owned());
            }
        }
        names.sort();
        let known: Vec<&str> = names.iter().map(String::as_str).take(8).collect();
        let help = match start.is_dir() && !self.text.contains(SIGNS) {
            true => Some(format!("文件夹写成 `{}/`", self.text.trim_end_matches('/'))),
            false => suggestion(&fixed, &known),
        };
        let message = format!("没有文件符合 `{}`", self.text);
        Some(PackError::new(file, file.span(&self.path), message).with_help(help))
    }

    /// The folders and name in front of the first sign.
    fn fixed(&self) -> String {
        let plain = self.text.strip_prefix("./").unwrap_or(&self.text);
        let parts = plain.split('/').take_while(|part| !part.contains(SIGNS));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    }
}
