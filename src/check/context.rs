//! What every check has at hand: the report, its rule, and a way to say what it found.

use std::ops::Range;

use super::finding::{Finding, Fix, Related};
use super::words::Words;
use crate::form::{Report, SectionFound};
use crate::lang::Lang;
use crate::rule::{Passage, Rule};
use crate::source::Span;

/// Values for the names in a template.
pub(super) type Values<'v> = &'v [(&'static str, String)];

/// The report and one rule.
pub(super) struct Context<'c> {
    pub report: &'c Report<'c>,
    pub rule: &'c Rule,
    /// Index of the report's form among the ruleset's.
    pub form_index: usize,
    pub words: Words,
    pub lang: Lang,
    findings: &'c mut Vec<Finding>,
}

impl<'c> Context<'c> {
    pub(super) fn new(
        report: &'c Report<'c>,
        rule: &'c Rule,
        form_index: usize,
        lang: Lang,
        findings: &'c mut Vec<Finding>,
    ) -> Self {
        Self { report, rule, form_index, words: Words(lang), lang, findings }
    }

    /// Says what was found; the returned finding can be added to.
    pub(super) fn find(&mut self, span: Span, case: Option<&str>, values: Values<'_>) -> &mut Finding {
        let (message, help) = self.rule.words(case, self.lang);
        let finding = Finding {
            rule: self.rule.id.clone(),
            severity: self.rule.severity,
            message: message.fill(values),
            help: help.map(|help| help.fill(values)),
            span,
            related: Vec::new(),
            fix: None,
        };
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// The original text of a span, on one line.
    pub(super) fn original(&self, span: Span) -> String {
        self.report.document.source().slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A section that was found, by key.
    pub(super) fn section(&self, key: &str) -> Option<&'c SectionFound> {
        let index = self.report.form.sections.iter().position(|s| s.key == key)?;
        self.report.sections.get(index).filter(|found| found.heading.is_some())
    }

    /// The normalised stretch of a passage, and the place to point at when it lacks something;
    /// none where the section is missing, which is another rule's finding.
    pub(super) fn passage(&self, passage: &Passage) -> Option<(Range<usize>, Span)> {
        let report = self.report;
        Some(match passage {
            Passage::Document => (0..report.document.normal().text().len(), report.beginning()),
            Passage::Preface => (report.preface.clone(), report.preface_line()),
            Passage::Ending => {
                let last = report.sections.iter().filter(|s| s.heading.is_some()).max_by_key(|s| s.body.start)?;
                (last.body.clone(), heading_span(last))
            }
            Passage::Section(key) => {
                let section = self.section(key)?;
                (section.body.clone(), heading_span(section))
            }
        })
    }

    /// The normalised text of a stretch.
    pub(super) fn text(&self, range: Range<usize>) -> &'c str {
        self.report.document.normal().text().get(range).unwrap_or_default()
    }
}

impl Finding {
    /// Adds a place that belongs to it.
    pub(super) fn relate(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { message: message.into(), span, minor: false });
        self
    }

    /// Adds a place that belongs to it, but that a person need not be shown.
    pub(super) fn relate_minor(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { message: message.into(), span, minor: true });
        self
    }

    /// Adds a repair.
    pub(super) fn repair(&mut self, title: String, span: Span, text: impl Into<String>) -> &mut Self {
        self.fix = Some(Fix { title, span, text: text.into() });
        self
    }
}

pub(super) fn heading_span(section: &SectionFound) -> Span {
    section.heading.as_ref().map_or_else(Span::default, |heading| heading.span)
}
