//! `kind: consistent`: one fact, such as the issuer or a telephone, must read the same wherever it is
//! stated.

use std::ops::Range;

use super::context::Context;
use crate::rule::Consistent;

/// A statement of the fact.
struct Stated {
    range: Range<usize>,
    /// What is compared.
    key: String,
}

pub(super) fn check(context: &mut Context<'_, '_>, consistent: &Consistent) {
    let stated = statements(context, consistent);
    let Some(usual) = usual(&stated) else { return };
    let other = context.report.document.span(usual.range.clone());
    let said = context.original(other);
    for odd in stated.iter().filter(|odd| odd.key != usual.key) {
        let span = context.report.document.span(odd.range.clone());
        let values = [("value", context.original(span)), ("other", said.clone())];
        let here = context.words.stated_here();
        context.find(span, None, &values).relate(other, here);
    }
}

fn statements(context: &Context<'_, '_>, consistent: &Consistent) -> Vec<Stated> {
    let mut stated: Vec<Stated> = Vec::new();
    for (within, find) in &consistent.places {
        for range in context.passages(within) {
            let text = context.text(range.clone());
            for captures in find.get().captures_iter(text) {
                let Some(value) = captures.name("value").or_else(|| captures.get(0)) else { continue };
                let at = range.start + value.start()..range.start + value.end();
                let key = match &consistent.ignore {
                    Some(ignore) => ignore.get().replace_all(value.as_str(), "").into_owned(),
                    None => value.as_str().to_owned(),
                };
                let key: String = key.chars().filter(|c| !c.is_whitespace()).collect();
                if !key.is_empty() && !stated.iter().any(|known| known.range == at) {
                    stated.push(Stated { range: at, key });
                }
            }
        }
    }
    stated.sort_by_key(|stated| stated.range.start);
    stated
}

/// The first statement of what is said most often; of what is said equally often, of what is said first.
fn usual(stated: &[Stated]) -> Option<&Stated> {
    let times = |key: &str| stated.iter().filter(|s| s.key == key).count();
    stated.iter().rev().max_by_key(|s| times(&s.key)).and_then(|most| stated.iter().find(|s| s.key == most.key))
}
