//! What every check has at hand: the report, its rule, and a way to say what it found.

use std::cell::OnceCell;
use std::ops::Range;

use super::finding::{Finding, FormPlace};
use super::prose::{Prose, Sentence};
use super::words::Words;
use crate::form::{Report, SectionFound};
use crate::lang::Lang;
use crate::rule::{Passage, Rule, Ruleset};
use crate::source::Span;

/// The report and one rule.
pub(super) struct Context<'c, 'f> {
    pub report: &'c Report<'c>,
    pub rule: &'c Rule,
    /// All the rules, and the forms.
    pub ruleset: &'c Ruleset,
    pub words: Words,
    pub lang: Lang,
    prose: &'c OnceCell<Prose<'c>>,
    findings: &'f mut Vec<Finding>,
}

impl<'c, 'f> Context<'c, 'f> {
    pub(super) fn new(
        report: &'c Report<'c>,
        rule: &'c Rule,
        ruleset: &'c Ruleset,
        lang: Lang,
        prose: &'c OnceCell<Prose<'c>>,
        findings: &'f mut Vec<Finding>,
    ) -> Self {
        Self { report, rule, ruleset, words: Words(lang), lang, prose, findings }
    }

    /// The same report for another rule.
    pub(super) fn for_rule<'s>(&'s mut self, rule: &'c Rule) -> Context<'c, 's> {
        Context {
            report: self.report,
            rule,
            ruleset: self.ruleset,
            words: self.words,
            lang: self.lang,
            prose: self.prose,
            findings: self.findings,
        }
    }

    /// Whether a table was laid on the form with this index.
    pub(super) fn is_laid_on(&self, form: usize, table: usize) -> bool {
        self.ruleset.forms.get(form).is_some_and(|form| self.report.is_laid_on(form, table))
    }

    /// Says what was found; the returned finding can be added to.
    pub(super) fn find(&mut self, span: Span, case: Option<&str>, values: &[(&str, String)]) -> &mut Finding {
        let finding = self.compose(span, case, values);
        self.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Adds a finding that was composed.
    pub(super) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// What was found so far.
    pub(super) fn findings_mut(&mut self) -> &mut [Finding] {
        self.findings
    }

    /// What there is to say, without saying it yet.
    pub(super) fn compose(&self, span: Span, case: Option<&str>, values: &[(&str, String)]) -> Finding {
        let (message, help) = self.rule.words(case, self.lang);
        Finding {
            rule: self.rule.id.clone(),
            severity: self.rule.severity,
            message: message.fill(values),
            help: help.map(|help| help.fill(values)),
            span,
            place: FormPlace::default(),
            related: Vec::new(),
            suspects: Vec::new(),
            fix: None,
            private: false,
            failed: false,
            source: None,
        }
    }

    /// The original text of a span, on one line.
    pub(super) fn original(&self, span: Span) -> String {
        self.report.document.source().slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The place of a stretch of a sentence.
    pub(super) fn span_in(&self, sentence: &Sentence<'_>, range: &Range<usize>) -> Span {
        self.report.document.span(sentence.start + range.start..sentence.start + range.end)
    }

    /// The sentences of the report.
    pub(super) fn prose(&self) -> &'c Prose<'c> {
        self.prose.get_or_init(|| Prose::of(self.report))
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
                let last = &report.sections[report.last_section()?];
                (last.body.clone(), heading_span(last))
            }
            Passage::Title => {
                let title = report.title.as_ref()?;
                (report.document.normal_of(title.lines.clone()), title.span)
            }
            Passage::Table(key) => {
                let index = report.form.tables.iter().position(|table| table.key == *key)?;
                let (_, found) = report.table(index)?;
                (report.document.lines_of(found.span), found.span)
            }
            Passage::Section(key) => {
                let section = self.section(key)?;
                (section.body.clone(), heading_span(section))
            }
        })
    }

    /// The normalised stretches of passages that are there; what lies within another is not repeated.
    pub(super) fn passages(&self, within: &[Passage]) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> =
            within.iter().filter_map(|passage| Some(self.passage(passage)?.0)).collect();
        ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        ranges.dedup_by(|later, earlier| later.end <= earlier.end);
        ranges
    }

    /// The normalised text of a stretch.
    pub(super) fn text(&self, range: Range<usize>) -> &'c str {
        self.report.document.normal().text().get(range).unwrap_or_default()
    }
}

pub(super) fn heading_span(section: &SectionFound) -> Span {
    section.heading.as_ref().map_or_else(Span::default, |heading| heading.span)
}
