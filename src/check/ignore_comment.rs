//! `kind: ignore-comment`: what comments in the report ask to pass over, and comments that are wrong or
//! of no use.

use std::cell::OnceCell;

use super::context::Context;
use super::finding::Finding;
use super::prose::Prose;
use crate::document::{Asks, Comments};
use crate::form::Report;
use crate::lang::Lang;
use crate::rule::{Kind, Ruleset};
use crate::topic;

/// Parts the findings into those that are told and those that comments pass over, and adds what is to
/// be said of the comments themselves.
pub(super) fn apply<'r>(
    report: &'r Report<'r>,
    ruleset: &'r Ruleset,
    lang: Lang,
    prose: &'r OnceCell<Prose<'r>>,
    findings: Vec<Finding>,
) -> (Vec<Finding>, Vec<Finding>) {
    let comments = Comments::of(report.document);
    if comments.list().is_empty() {
        return (findings, Vec::new());
    }
    let mut used = vec![false; comments.list().len()];
    let (mut told, mut ignored) = (Vec::new(), Vec::new());
    for finding in findings {
        let line = report.document.source().line_of(finding.span.start);
        match comments.covering(&finding.rule, line) {
            Some(comment) => {
                used[comment] = true;
                ignored.push(finding);
            }
            None => told.push(finding),
        }
    }
    let rules = ruleset.rules.iter().filter(|rule| matches!(rule.kind, Kind::IgnoreComment));
    for rule in rules.filter(|rule| rule.applies_to(&report.form.edition)) {
        let context = &mut Context::new(report, rule, ruleset, lang, prose, &mut told);
        tell(context, &comments, &used);
    }
    (told, ignored)
}

fn tell(context: &mut Context<'_, '_>, comments: &Comments, used: &[bool]) {
    for (comment, &used) in comments.list().iter().zip(used) {
        let found = ("found", context.original(comment.span));
        let Asks::Ignore { rules, reason } = &comment.asks else {
            context.find(comment.span, Some("malformed"), &[found, ("rule", String::new())]);
            continue;
        };
        let ruleset = context.ruleset;
        let known = |pattern: &str| ruleset.ids().any(|id| topic::means(pattern, id));
        if let Some(unknown) = rules.iter().find(|rule| !known(rule)) {
            let near = ruleset.nearest_id(unknown).unwrap_or_default().to_owned();
            context.find(comment.span, Some("unknown"), &[found, ("rule", unknown.clone()), ("nearest", near)]);
        } else if !used {
            context.find(comment.span, None, &[found, ("rule", rules.join("、"))]);
        } else if reason.is_none() {
            context.find(comment.span, Some("no-reason"), &[found, ("rule", rules.join("、"))]);
        }
    }
}
