//! `kind: pattern`: what is found in a passage must read as it should, or must not be there.

use std::ops::Range;

use super::context::Context;
use crate::rule::Pattern;

pub(super) fn check(context: &mut Context<'_, '_>, pattern: &Pattern) {
    for range in context.passages(&pattern.within) {
        check_range(context, pattern, range);
    }
}

fn check_range(context: &mut Context<'_, '_>, pattern: &Pattern, range: Range<usize>) {
    let text = context.text(range.clone());
    for captures in pattern.find.get().captures_iter(text) {
        let Some(value) = captures.name("value").or_else(|| captures.get(0)) else { continue };
        let shown = value.as_str().trim_matches(' ');
        if pattern.valid.as_ref().is_some_and(|valid| valid.get().is_match(shown)) {
            continue;
        }
        let start = range.start + value.start();
        let span = context.report.document.span(start..start + value.len());
        let named: Vec<(&str, String)> = pattern
            .find
            .get()
            .capture_names()
            .flatten()
            .map(|name| (name, captures.name(name).map_or_else(String::new, |m| m.as_str().to_owned())))
            .collect();
        let replacement = pattern.replace.as_ref().map(|template| template.fill(&named));
        let mut values =
            vec![("value", context.original(span)), ("replacement", replacement.clone().unwrap_or_default())];
        values.extend(named.iter().filter(|(name, _)| *name != "value").cloned());
        let title = context.words.replace_by(replacement.as_deref().unwrap_or_default());
        let finding = context.find(span, None, &values);
        if let Some(replacement) = replacement {
            finding.repair(title, span, replacement);
        }
    }
}
