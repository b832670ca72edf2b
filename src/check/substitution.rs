//! `kind: substitution`: wrong words, each with the right one.

use super::context::Context;
use crate::rule::Substitution;

pub(super) fn check(context: &mut Context<'_, '_>, substitution: &Substitution) {
    for range in context.passages(&substitution.within) {
        let text = context.text(range.clone());
        let exempt: Vec<std::ops::Range<usize>> = substitution
            .unless
            .iter()
            .flat_map(|unless| unless.get().find_iter(text).map(|found| found.range()))
            .collect();
        for found in substitution.find.get().find_iter(text) {
            if exempt.iter().any(|e| e.start < found.end() && found.start() < e.end) {
                continue;
            }
            let right = substitution.words.iter().find(|(wrong, _)| wrong == found.as_str());
            let Some((_, right)) = right else { continue };
            let span = context.report.document.span(range.start + found.start()..range.start + found.end());
            let values = [("found", context.original(span)), ("replacement", right.clone())];
            let title = context.words.replace_by(right);
            context.find(span, None, &values).repair(title, span, right.as_str());
        }
    }
}
