//! Trying the examples of rules: each must be found where it says, or be passed without a word.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::check::Archive;
use crate::linter::{Checked, Linter, Status};
use crate::rule::{Kind, Pack, RawExample, Rule, Ruleset, example};
use crate::source::Source;

/// What an example is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The rule must be silent.
    Pass,
    /// The rule must fire.
    Fail,
}

impl Expected {
    /// The key of the list it stands in.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }
}

/// An example that was tried.
#[derive(Debug)]
pub struct Trial {
    /// What it is for.
    pub expected: Expected,
    /// Its place in its list.
    pub index: usize,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

/// Why an example does not do what it says.
#[derive(Debug)]
pub enum Problem {
    /// It could not be made.
    NotMade(example::ExampleError),
    /// It was not checked as a report.
    NotChecked(Option<String>),
    /// The rule itself could not be checked to its end.
    Failed(String),
    /// The rule fires, but should not.
    Fires(Vec<Seen>),
    /// The rule is silent, but should fire; what the other rules found.
    Silent(Vec<Seen>),
    /// The rule fires in other lines.
    Elsewhere(Vec<Seen>),
}

/// A finding, as the author of a rule needs it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The rule.
    pub rule: String,
    /// The message.
    pub message: String,
    /// Its line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

/// Tries the examples of one rule.
#[must_use]
pub fn try_rule(rules: &Ruleset, rule: &Rule) -> Vec<Trial> {
    let linters = Linters { all: linter(rules, &rule.pack), alone: OnceCell::new(), rules, rule };
    let list = |expected: Expected, examples: &[RawExample]| -> Vec<Trial> {
        let one = |(index, example)| Trial { expected, index, problem: linters.problem(expected, example) };
        examples.iter().enumerate().map(one).collect()
    };
    let mut trials = list(Expected::Pass, &rule.examples.pass);
    trials.extend(list(Expected::Fail, &rule.examples.fail));
    trials
}

/// What is found in the example report of a pack as it stands: nothing should be.
#[must_use]
pub fn try_report(rules: &Ruleset, pack: &Pack) -> Vec<Seen> {
    seen(&linter(rules, pack).check(Source::new("example", pack.example.clone(), 0)))
}

/// The rules, with the pack's report of the year before.
fn linter(rules: &Ruleset, pack: &Pack) -> Linter {
    let linter = Linter::new(rules.clone());
    let mut archive = Archive::default();
    if let Some(previous) = &pack.previous
        && let Ok(previous) = linter.previous(Source::new("previous", previous.clone(), 0))
    {
        archive.add(previous);
    }
    linter.with_archive(archive)
}

/// The rule with all the others, and by itself.
struct Linters<'r> {
    all: Linter,
    alone: OnceCell<Linter>,
    rules: &'r Ruleset,
    rule: &'r Rule,
}

impl Linters<'_> {
    fn problem(&self, expected: Expected, example: &RawExample) -> Option<Problem> {
        let report = match example::make(self.rule, &self.rules.forms, example) {
            Ok(report) => report,
            Err(error) => return Some(Problem::NotMade(error)),
        };
        let checked = self.all.check(Source::new("example", report.clone(), 0));
        if checked.status != Status::Checked {
            return Some(Problem::NotChecked(checked.reason));
        }
        if let Some(failed) = checked.findings.iter().find(|finding| finding.failed && finding.rule == self.rule.id) {
            return Some(Problem::Failed(failed.message.clone()));
        }
        let is_own = |seen: &Seen| seen.rule == self.rule.id;
        let (mut own, others): (Vec<Seen>, Vec<Seen>) = seen(&checked).into_iter().partition(is_own);
        if own.is_empty() && matches!(self.rule.kind, Kind::Equation(_)) {
            // What one cause breaks is told once, maybe under another rule.
            own = seen(&self.alone().check(Source::new("example", report, 0)));
        }
        let at = |seen: &Seen| example.at.as_ref().is_none_or(|at| seen.text.contains(at.as_str()));
        match expected {
            Expected::Pass => (!own.is_empty()).then_some(Problem::Fires(own)),
            Expected::Fail if own.is_empty() => Some(Problem::Silent(others)),
            Expected::Fail => (!own.iter().any(at)).then_some(Problem::Elsewhere(own)),
        }
    }

    fn alone(&self) -> &Linter {
        self.alone.get_or_init(|| {
            let own = |known: &&Arc<Rule>| known.id == self.rule.id;
            let rules = self.rules.rules.iter().filter(own).cloned().collect();
            linter(&Ruleset { rules, ..self.rules.clone() }, &self.rule.pack)
        })
    }
}

fn seen(checked: &Checked) -> Vec<Seen> {
    let source = &checked.source;
    let one = |finding: &crate::check::Finding| {
        let line = source.line_of(finding.span.start);
        Seen {
            rule: finding.rule.clone(),
            message: finding.message.clone(),
            line: line + 1,
            text: source.slice(source.line_span(line)).to_owned(),
        }
    };
    checked.findings.iter().map(one).collect()
}
