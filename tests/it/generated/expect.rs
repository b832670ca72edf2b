//! What a case expects of the linter, and how its findings are judged.

use std::collections::BTreeSet;

use crate::generated::model::Tag;
use crate::generated::sheet::Sheet;

/// The findings a case calls for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// None at all.
    Nothing,
    /// At least one of the rule; more of it on the accepted lines are fine.
    Rule(&'static str),
    /// Exactly one of the rule.
    Once(&'static str),
    /// Exactly these, each touching an accepted line with its place or with
    /// one of its related places.
    Set(Vec<&'static str>),
    /// Exactly one, of any of these rules, with its place on an accepted line:
    /// one wrong cell breaks several equations and is told once.
    Culprit(Vec<&'static str>),
}

/// A finding which may come as well, and says nothing wrong.
#[derive(Clone, Debug)]
pub struct Excuse {
    /// What the rule id begins with.
    pub rule: &'static str,
    /// Where; anywhere if empty.
    pub at: Vec<Tag>,
}

/// Expected findings, their places by tag.
#[derive(Clone, Debug)]
pub struct Expectation {
    pub wanted: Wanted,
    pub at: Vec<Tag>,
    /// Whether the last line of the file will do as well.
    pub or_last_line: bool,
    pub excuses: Vec<Excuse>,
}

impl Expectation {
    /// One rule at the lines of some tags.
    pub fn rule(rule: &'static str, at: &[Tag]) -> Expectation {
        Expectation { wanted: Wanted::Rule(rule), ..Expectation::nothing(at) }
    }

    /// No finding whatever.
    pub fn nothing(at: &[Tag]) -> Expectation {
        Expectation { wanted: Wanted::Nothing, at: at.to_vec(), or_last_line: false, excuses: Vec::new() }
    }

    /// Allows findings of some rules anywhere.
    pub fn excusing(mut self, rules: &[&'static str]) -> Expectation {
        self.excuses.extend(rules.iter().map(|&rule| Excuse { rule, at: Vec::new() }));
        self
    }

    /// Resolves the tags to lines of the laid-out report.
    pub fn resolve(&self, sheet: &Sheet) -> Resolved {
        let mut lines = sheet.lines_of(&self.at);
        if self.or_last_line {
            lines.insert(sheet.last_line());
        }
        let excuses = self.excuses.iter().map(|excuse| {
            let at = sheet.lines_of(&excuse.at);
            (excuse.rule, (!excuse.at.is_empty()).then_some(at))
        });
        Resolved { wanted: self.wanted.clone(), lines, excuses: excuses.collect() }
    }
}

/// Expected findings, their places by line.
#[derive(Clone, Debug)]
pub struct Resolved {
    pub wanted: Wanted,
    pub lines: BTreeSet<usize>,
    excuses: Vec<(&'static str, Option<BTreeSet<usize>>)>,
}

/// An error or warning of the linter; hints are left out.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: String,
    pub line: usize,
    pub related: Vec<usize>,
    pub message: String,
}

/// How the linter did on a case.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Whether what was wanted was reported, and nothing of it twice.
    pub found: bool,
    /// Whether it was reported on an accepted line.
    pub exact: bool,
    /// Findings neither wanted nor excused.
    pub extra: Vec<Finding>,
}

impl Resolved {
    /// Judges the findings on the case's file.
    pub fn judge(&self, findings: &[Finding]) -> Verdict {
        let (matching, others): (Vec<&Finding>, Vec<&Finding>) =
            findings.iter().partition(|finding| self.wants(finding));
        let extra: Vec<&Finding> = others.into_iter().filter(|f| !self.excused(f)).collect();
        let near = |f: &&Finding| self.lines.contains(&f.line);
        let (found, exact) = match &self.wanted {
            Wanted::Nothing => (extra.is_empty(), extra.is_empty()),
            Wanted::Rule(_) => (!matching.is_empty(), matching.iter().any(near)),
            Wanted::Once(_) | Wanted::Culprit(_) => (matching.len() == 1, matching.iter().all(near)),
            Wanted::Set(rules) => {
                let mut got: Vec<&str> = matching.iter().map(|f| &*f.rule).collect();
                let mut due = rules.clone();
                got.sort_unstable();
                due.sort_unstable();
                let touch = |f: &&Finding| near(f) || self.is_related(f);
                (got == due, matching.iter().all(touch))
            }
        };
        let astray = matching.iter().filter(|f| self.goes_astray(f));
        Verdict { found, exact: found && exact, extra: extra.into_iter().chain(astray.copied()).cloned().collect() }
    }

    fn wants(&self, finding: &Finding) -> bool {
        match &self.wanted {
            Wanted::Nothing => false,
            Wanted::Rule(rule) | Wanted::Once(rule) => finding.rule == *rule,
            Wanted::Set(rules) | Wanted::Culprit(rules) => rules.contains(&&*finding.rule),
        }
    }

    fn is_related(&self, finding: &Finding) -> bool {
        finding.related.iter().any(|line| self.lines.contains(line))
    }

    /// A second finding of the rule wanted, far from the defect.
    fn goes_astray(&self, finding: &Finding) -> bool {
        let place_matters = matches!(self.wanted, Wanted::Rule(_));
        place_matters && !self.lines.contains(&finding.line) && !self.is_related(finding)
    }

    fn excused(&self, finding: &Finding) -> bool {
        self.excuses.iter().any(|(rule, at)| {
            let balance = rule.is_empty() && finding.rule.starts_with("balance/");
            let near = at.as_ref().is_none_or(|at| at.contains(&finding.line));
            finding.rule.starts_with(rule) && near && !balance
        })
    }
}
