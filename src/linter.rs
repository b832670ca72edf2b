//! The whole way of the data for one file, as a library.

use crate::check::{Finding, check};
use crate::document::Document;
use crate::form::{Form, lay};
use crate::lang::Lang;
use crate::rule::{Ruleset, Severity};
use crate::source::Source;

/// Checks sources by a ruleset.
#[derive(Debug)]
pub struct Linter {
    ruleset: Ruleset,
    lang: Lang,
}

/// What became of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It was checked.
    Checked,
    /// It could not be read, or no form is known for its year.
    Unreadable,
    /// It holds nothing of any form.
    NotAReport,
}

/// A source that was checked.
#[derive(Debug)]
pub struct Checked {
    /// The source, for the places of the findings.
    pub source: Source,
    /// What became of it.
    pub status: Status,
    /// Why it was not, or not wholly, checked.
    pub reason: Option<String>,
    /// Id of the form it was laid on.
    pub form: Option<String>,
    /// Edition of that form.
    pub edition: Option<String>,
    /// Statistics year.
    pub year: Option<u16>,
    /// In the order of their place, then of their rule.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// How many findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

impl Linter {
    /// A linter that speaks Chinese.
    #[must_use]
    pub fn new(ruleset: Ruleset) -> Self {
        Self { ruleset, lang: Lang::default() }
    }

    /// The same in another language.
    #[must_use]
    pub fn with_lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// The rules it checks by.
    #[must_use]
    pub fn ruleset(&self) -> &Ruleset {
        &self.ruleset
    }

    /// Checks a source.
    #[must_use]
    pub fn check(&self, source: Source) -> Checked {
        let document = Document::new(source);
        let damage = self.damage(document.source());
        let outcome = self.check_document(&document);
        Checked { reason: outcome.reason.or(damage), source: document.into_source(), ..outcome }
    }

    /// The newest form, laid first, tells the year; the year tells the form.
    fn check_document(&self, document: &Document) -> Checked {
        let newest = (0..self.ruleset.forms.len()).max_by_key(|&f| self.ruleset.forms[f].years.0).unwrap_or(0);
        let Some(form) = self.ruleset.forms.get(newest) else { return nothing(Status::NotAReport, None) };
        let report = lay(document, form);
        if !report.is_report() {
            let reason = self.lang.pick(
                format!("没有找到《{}》的章节标题和表格", form.name),
                format!("no heading and no table of a {} was found", form.name),
            );
            return nothing(Status::NotAReport, Some(reason));
        }
        let year = report.year;
        let Some(index) = year.map_or(Some(newest), |year| self.form_of(year)) else {
            return Checked { year, ..nothing(Status::Unreadable, year.map(|year| self.no_form(year))) };
        };
        let form = &self.ruleset.forms[index];
        let report = if index == newest { report } else { lay(document, form) };
        Checked {
            form: Some(form.id.clone()),
            edition: Some(form.edition.clone()),
            year,
            findings: check(&report, &self.ruleset, index, None, self.lang),
            ..nothing(Status::Checked, None)
        }
    }

    fn form_of(&self, year: u16) -> Option<usize> {
        self.ruleset.forms.iter().position(|form: &Form| (form.years.0..=form.years.1).contains(&year))
    }

    fn no_form(&self, year: u16) -> String {
        let first = self.ruleset.forms.iter().map(|form| form.years.0).min().unwrap_or_default();
        self.lang.pick(
            format!("{year} 年度的报告适用以前的格式，目前只能检查 {first} 年度起的报告"),
            format!("the form of {year} is not known; reports from {first} on can be checked"),
        )
    }

    fn damage(&self, source: &Source) -> Option<String> {
        let at = source.text().find('\u{fffd}').filter(|_| source.damaged() > 0)?;
        let line = source.line_of(crate::source::to_u32(at)) + 1;
        Some(self.lang.pick(
            format!(
                "有 {} 处文字无法解码（第一处在第 {line} 行），可能检查得不完整；请用正确的编码另存",
                source.damaged()
            ),
            format!(
                "{} places could not be decoded (the first in line {line}); save the file in its right encoding",
                source.damaged()
            ),
        ))
    }
}

fn nothing(status: Status, reason: Option<String>) -> Checked {
    Checked {
        source: Source::new("", String::new(), 0),
        status,
        reason,
        form: None,
        edition: None,
        year: None,
        findings: Vec::new(),
    }
}

/// The name under which a status stands in the machine contract.
#[must_use]
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Checked => "checked",
        Status::Unreadable => "unreadable",
        Status::NotAReport => "not-a-report",
    }
}
