//! The whole way of the data for one file, as a library.

use std::sync::Arc;

use crate::check::{Archive, Finding, Findings, Pairing, Previous, check};
use crate::document::Document;
use crate::form::{Form, Report, lay};
use crate::lang::Lang;
use crate::rule::{Ruleset, Severity};
use crate::source::Source;

/// Checks sources by a ruleset.
#[derive(Debug)]
pub struct Linter {
    ruleset: Ruleset,
    lang: Lang,
    archive: Option<Arc<Archive>>,
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
    /// What became of the comparison with the year before; none where no archive was given.
    pub previous: Option<Comparison>,
    /// In the order of their place, then of their rule.
    pub findings: Vec<Finding>,
    /// What was found and passed over: by a comment in the report, the configuration or the baseline.
    pub ignored: Vec<Finding>,
}

/// Whether a report was compared with the one of the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// With this file.
    With(String),
    /// The title does not say who reports.
    NoIssuer,
    /// There was none of this issuer and year.
    Missing {
        /// The issuer as the report names itself.
        issuer: String,
        /// The year before.
        year: u16,
    },
    /// There were several, the first two of which are these.
    Several(String, String),
}

/// Why a source cannot be checked, nor serve as the report of the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// Whether it is no report, or could not be read.
    pub status: Status,
    /// Why.
    pub reason: Option<String>,
    /// Its statistics year, where that is known.
    pub year: Option<u16>,
}

impl Checked {
    /// Whether it is a report that could not be read, or not wholly.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.status == Status::Unreadable || (self.status == Status::Checked && self.reason.is_some())
    }

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
        Self { ruleset, lang: Lang::default(), archive: None }
    }

    /// The same in another language.
    #[must_use]
    pub fn with_lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// The same, comparing each report with the one of the year before where the archive has it.
    #[must_use]
    pub fn with_archive(self, archive: impl Into<Arc<Archive>>) -> Self {
        Self { archive: Some(archive.into()), ..self }
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
        let unread = document.source().unread(self.lang);
        let outcome = self.check_document(&document);
        let reason = if outcome.status == Status::Checked { unread } else { outcome.reason };
        Checked { reason, source: document.into_source(), ..outcome }
    }

    /// Keeps of a source what reports of the year after are compared with.
    ///
    /// # Errors
    /// Why it cannot be used: it is no report, does not say its year, or follows an unknown form.
    pub fn previous(&self, source: Source) -> Result<Previous, Unusable> {
        let document = Document::new(source);
        let report = self.lay(&document)?;
        let unusable = || Unusable {
            status: Status::Unreadable,
            reason: Some(self.lang.pick("看不出是哪一年度的报告", "it does not say its year").to_owned()),
            year: None,
        };
        Previous::new(document.source().name(), &report, &self.ruleset).ok_or_else(unusable)
    }

    /// Lays a source on its form and hands the report out.
    ///
    /// # Errors
    /// Why it cannot be laid: it is no report, or follows an unknown form.
    pub fn with_report<T>(&self, source: Source, then: impl FnOnce(&Report<'_>) -> T) -> Result<T, Unusable> {
        let document = Document::new(source);
        Ok(then(&self.lay(&document)?))
    }

    fn check_document(&self, document: &Document) -> Checked {
        let report = match self.lay(document) {
            Ok(report) => report,
            Err(Unusable { status, reason, year }) => return Checked { year, ..nothing(status, reason) },
        };
        let (previous, comparison) = self.compare(&report);
        let Findings { told, ignored } = check(&report, &self.ruleset, previous, self.lang);
        Checked {
            form: Some(report.form.id.clone()),
            edition: Some(report.form.edition.clone()),
            year: report.year,
            previous: comparison,
            findings: told,
            ignored,
            ..nothing(Status::Checked, None)
        }
    }

    /// The report of the year before, and what is to be said of it.
    fn compare(&self, report: &Report<'_>) -> (Option<&Previous>, Option<Comparison>) {
        let (Some(archive), Some(year)) = (&self.archive, report.year) else { return (None, None) };
        let issuer = report.title.as_ref().map_or("", |title| title.issuer.as_str());
        if issuer.is_empty() {
            return (None, Some(Comparison::NoIssuer));
        }
        match archive.before(issuer, year) {
            Pairing::Found(previous) => (Some(previous), Some(Comparison::With(previous.path.clone()))),
            Pairing::Missing => {
                (None, Some(Comparison::Missing { issuer: issuer.to_owned(), year: year.saturating_sub(1) }))
            }
            Pairing::Several(a, b) => (None, Some(Comparison::Several(a.path.clone(), b.path.clone()))),
        }
    }

    /// The newest form, laid first, tells the year; the year tells the form.
    fn lay<'d>(&'d self, document: &'d Document) -> Result<Report<'d>, Unusable> {
        let newest = (0..self.ruleset.forms.len()).max_by_key(|&f| self.ruleset.forms[f].years.0).unwrap_or(0);
        let Some(form) = self.ruleset.forms.get(newest) else {
            return Err(Unusable { status: Status::NotAReport, reason: None, year: None });
        };
        let report = lay(document, form);
        if !report.is_report() && !document.source().scans().is_empty() {
            // What is missing of a report may be in pictures of pages.
            return Err(Unusable {
                status: Status::Unreadable,
                reason: document.source().unread(self.lang),
                year: None,
            });
        }
        if !report.is_report() {
            let reason = self.lang.pick(
                format!("没有找到《{}》的章节标题和表格", form.name),
                format!("no heading and no table of a {} was found", form.name),
            );
            return Err(Unusable { status: Status::NotAReport, reason: Some(reason), year: None });
        }
        let year = report.year;
        let Some(index) = year.map_or(Some(newest), |year| self.form_of(year)) else {
            let reason = year.map(|year| self.no_form(year));
            return Err(Unusable { status: Status::Unreadable, reason, year });
        };
        let form = &self.ruleset.forms[index];
        let mut report = if index == newest { report } else { lay(document, form) };
        let others: Vec<&Form> =
            self.ruleset.forms.iter().filter(|f| f.id == form.id && f.edition != form.edition).collect();
        report.try_editions(&others);
        Ok(report)
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
}

fn nothing(status: Status, reason: Option<String>) -> Checked {
    Checked {
        source: Source::new("", String::new(), 0),
        status,
        reason,
        form: None,
        edition: None,
        year: None,
        previous: None,
        findings: Vec::new(),
        ignored: Vec::new(),
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
