//! The examples of a rule: the pack's example report with stated changes, a report of its own, or a
//! snippet put into the example report. They are the rule's tests and its documentation.

use std::collections::BTreeMap;

use super::compile::passage;
use super::raw::RawExample;
use super::{Kind, Passage, Rule};
use crate::document::Document;
use crate::form::{Form, Report, lay};
use crate::source::{ReadError, Source, read_file};

/// Why an example could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// The text to be replaced does not stand in the example report.
    #[error("例子报告里没有这段文字：`{0}`")]
    NotFound(String),
    /// The passage that a snippet is added to is not in the example report, or nothing can be added to it.
    #[error("不能把文字加到例子报告的这个位置：`{0}`")]
    NoPassage(String),
    /// The report cannot be read.
    #[error("读不了 `{0}`：{1}")]
    Unreadable(String, ReadError),
    /// A file can only belong to a pack on disk.
    #[error("内置的规则包不能用 `file`")]
    BuiltIn,
}

/// Makes the report of an example of a rule.
///
/// # Errors
/// Why it cannot be made.
pub fn make(rule: &Rule, forms: &[Form], example: &RawExample) -> Result<String, ExampleError> {
    if let Some(file) = &example.file {
        let folder = rule.pack.folder.as_ref().ok_or(ExampleError::BuiltIn)?;
        let source = read_file(&folder.join(file), file).map_err(|e| ExampleError::Unreadable(file.clone(), e))?;
        return Ok(source.text().to_owned());
    }
    let report = replace(&rule.pack.example, &example.replace)?;
    match &example.text {
        Some(text) => put_in(report, text, &place_of(rule, forms, example), forms),
        None => Ok(report),
    }
}

/// Makes changes to a report. All are made to the original text, so that two texts can change places;
/// each applies to its first occurrence that is a whole line's beginning, or else to its first
/// occurrence.
///
/// # Errors
/// [`ExampleError::NotFound`].
pub fn replace(report: &str, changes: &BTreeMap<String, String>) -> Result<String, ExampleError> {
    let mut found: Vec<(usize, &str, &str)> = Vec::new();
    for (from, to) in changes {
        let line_start = report.match_indices(from.as_str()).find(|&(at, _)| at == 0 || report[..at].ends_with('\n'));
        let at = line_start.map(|(at, _)| at).or_else(|| report.find(from.as_str()));
        let at = at.ok_or_else(|| ExampleError::NotFound(from.clone()))?;
        found.push((at, from, to));
    }
    found.sort_unstable();
    let mut made = String::with_capacity(report.len());
    let mut next = 0;
    for (at, from, to) in found {
        made.push_str(report.get(next..at).unwrap_or_default());
        made.push_str(to);
        next = next.max(at + from.len());
    }
    made.push_str(report.get(next..).unwrap_or_default());
    Ok(made)
}

/// Where a snippet goes: where the example says, or where the rule looks first.
fn place_of(rule: &Rule, forms: &[Form], example: &RawExample) -> Passage {
    let said = example.passage.as_ref().and_then(|name| passage(name, forms));
    let looked_at = || rule.kind.within().first().cloned();
    said.or_else(looked_at).unwrap_or(Passage::Document)
}

/// Adds a snippet as a line at the end of a passage.
fn put_in(report: String, text: &str, place: &Passage, forms: &[Form]) -> Result<String, ExampleError> {
    let newest = forms.iter().max_by_key(|form| form.years.0);
    let document = Document::new(Source::new("", report.clone(), 0));
    let at = newest.and_then(|form| end_of(&lay(&document, form), place));
    let at = at.ok_or_else(|| ExampleError::NoPassage(format!("{place}")))?;
    let (before, after) = report.split_at(at);
    let before = before.trim_end();
    Ok(format!("{before}\n{}\n\n{}", text.trim_end(), after.trim_start_matches(['\r', '\n'])))
}

fn end_of(report: &Report<'_>, place: &Passage) -> Option<usize> {
    let section = |index: usize| report.sections.get(index).filter(|s| s.heading.is_some()).map(|s| s.body.clone());
    let range = match place {
        Passage::Document => section(0)?,
        Passage::Preface => report.preface.clone(),
        Passage::Ending => section(report.last_section()?)?,
        Passage::Section(key) => section(report.form.sections.iter().position(|s| s.key == *key)?)?,
        Passage::Title | Passage::Table(_) => return None,
    };
    Some(report.document.span(range).end as usize)
}

impl Kind {
    /// The passages that rules of this kind are given; none where the kind knows itself where to look.
    #[must_use]
    pub fn within(&self) -> &[Passage] {
        match self {
            Self::RequiredText(of) => &of.within,
            Self::Pattern(of) => &of.within,
            Self::Claim(of) => &of.within,
            Self::Parts(of) => &of.within,
            Self::Share(of) => &of.within,
            Self::Substitution(of) => &of.within,
            Self::Count(of) => &of.within,
            Self::Consistent(of) => of.places.first().map_or(&[], |(within, _)| within),
            _ => &[],
        }
    }
}

impl std::fmt::Display for Passage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Document => f.write_str("document"),
            Self::Preface => f.write_str("preface"),
            Self::Ending => f.write_str("ending"),
            Self::Title => f.write_str("title"),
            Self::Section(key) => f.write_str(key),
            Self::Table(key) => write!(f, "table:{key}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(changes: &[(&str, &str)]) -> BTreeMap<String, String> {
        changes.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    }

    #[test]
    fn two_texts_can_change_places() {
        let swapped = replace("甲\n乙\n", &changes(&[("甲", "乙"), ("乙", "甲")]));
        assert_eq!(swapped.ok().as_deref(), Some("乙\n甲\n"));
    }

    #[test]
    fn a_change_that_changes_nothing_is_an_error() {
        let error = replace("甲", &changes(&[("丙", "丁")])).unwrap_err();
        assert!(matches!(error, ExampleError::NotFound(text) if text == "丙"));
    }
}
