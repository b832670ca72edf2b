//! The baseline: findings that are known already, so that an office can begin with what is new. An
//! entry names file, rule, place in the form and the text that stands there; lines may move.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Finding;
use crate::paths::real;
use crate::source::Source;

/// Version of the file.
const SCHEMA: u32 = 1;
/// Characters of the text that an entry keeps.
const LONGEST: usize = 60;

/// A finding that is known. What stands at the place of a private number is not kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The file, relative to the baseline, with `/`.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// Keys of section, table, row and column, as far as the finding stands in them.
    pub place: String,
    /// What stands there, without blanks.
    pub text: String,
}

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    findings: Vec<Known>,
}

/// Why a baseline cannot be used.
#[derive(Debug, Error)]
pub enum BaselineError {
    /// It cannot be read or written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It is no baseline.
    #[error("第 {} 行看不懂，不是 gouji 的基线文件", .0.line())]
    Format(#[from] serde_json::Error),
    /// It was written by a later gouji.
    #[error("基线文件的版本是 {0}，这个 gouji 只认识版本 {SCHEMA}")]
    Schema(u32),
}

/// The findings that are known.
#[derive(Debug)]
pub struct Baseline {
    /// The file.
    pub path: PathBuf,
    /// The folder that its paths start from.
    root: PathBuf,
    /// How often each is known.
    known: BTreeMap<Known, usize>,
}

impl Baseline {
    /// A baseline of findings.
    #[must_use]
    pub fn new(path: PathBuf, findings: impl IntoIterator<Item = Known>) -> Self {
        let mut known = BTreeMap::new();
        for finding in findings {
            *known.entry(finding).or_insert(0) += 1;
        }
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let root = real(parent.unwrap_or(Path::new(".")));
        Self { path, root, known }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read(path: &Path) -> Result<Self, BaselineError> {
        let file: File = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        if file.schema > SCHEMA {
            return Err(BaselineError::Schema(file.schema));
        }
        Ok(Self::new(path.to_owned(), file.findings))
    }

    /// Writes the file, an entry a line, in order.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn write(&self) -> Result<(), BaselineError> {
        let findings = self.known.iter().flat_map(|(known, &count)| std::iter::repeat_n(known, count));
        let lines: Result<Vec<String>, _> = findings.map(serde_json::to_string).collect();
        let text = format!("{{\"schema\": {SCHEMA}, \"findings\": [\n{}\n]}}\n", lines?.join(",\n"));
        Ok(std::fs::write(&self.path, text)?)
    }

    /// How many are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.values().sum()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The folder that its paths start from.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// For each of a file's findings whether it is known. One that is there more often than the baseline
    /// knows is new.
    #[must_use]
    pub fn knows(&self, findings: &[Known]) -> Vec<bool> {
        let mut left: BTreeMap<&Known, usize> = BTreeMap::new();
        let mut knows = Vec::with_capacity(findings.len());
        for finding in findings {
            let left = left.entry(finding).or_insert_with(|| self.known.get(finding).copied().unwrap_or(0));
            knows.push(*left > 0);
            *left = left.saturating_sub(1);
        }
        knows
    }

    /// What the baseline knows that is not found any more: in the files that were checked, and of files
    /// that are gone.
    #[must_use]
    pub fn stale(&self, checked: &[String], found: &[Known]) -> Vec<(Known, usize)> {
        let checked: BTreeSet<&str> = checked.iter().map(String::as_str).collect();
        let mut still: BTreeMap<&Known, usize> = BTreeMap::new();
        for finding in found {
            *still.entry(finding).or_insert(0) += 1;
        }
        let looked_at = |path: &str| checked.contains(path) || !self.root.join(path).exists();
        let stale = self.known.iter().filter(|(known, _)| looked_at(&known.path)).filter_map(|(known, &count)| {
            let gone = count.saturating_sub(still.get(known).copied().unwrap_or(0));
            (gone > 0).then(|| (known.clone(), gone))
        });
        stale.collect()
    }

    /// The same without what is not found any more.
    #[must_use]
    pub fn pruned(&self, stale: &[(Known, usize)]) -> Self {
        let mut known = self.known.clone();
        for (gone, count) in stale {
            if let Some(left) = known.get_mut(gone) {
                *left = left.saturating_sub(*count);
            }
        }
        known.retain(|_, count| *count > 0);
        Self { path: self.path.clone(), root: self.root.clone(), known }
    }
}

impl Known {
    /// What is kept of a finding.
    #[must_use]
    pub fn of(path: &str, finding: &Finding, source: &Source) -> Self {
        let place = &finding.place;
        let keys = [&place.section, &place.table, &place.row, &place.column];
        let place: Vec<&str> = keys.into_iter().map(|key| key.as_deref().unwrap_or_default()).collect();
        let text: String = match finding.private {
            true => String::new(),
            false => source.slice(finding.span).chars().filter(|c| !c.is_whitespace()).take(LONGEST).collect(),
        };
        Self { path: path.to_owned(), rule: finding.rule.clone(), place: place.join("/"), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(path: &str, text: &str) -> Known {
        Known { path: path.into(), rule: "a/b".into(), place: String::new(), text: text.into() }
    }

    #[test]
    fn what_is_there_more_often_is_new() {
        let baseline = Baseline::new(PathBuf::new(), [known("r", "甲"), known("r", "乙"), known("src", "甲")]);
        assert_eq!(baseline.knows(&[known("r", "甲"), known("r", "甲"), known("r", "丙")]), [true, false, false]);
        let stale = baseline.stale(&["r".into()], &[known("r", "甲")]);
        assert_eq!(stale, [(known("r", "乙"), 1)]);
        assert_eq!(baseline.pruned(&stale).len(), 2);
    }
}
