//! `kind: required-text`: something must be said in one of several passages.

use super::context::Context;
use crate::rule::RequiredText;

pub(super) fn check(context: &mut Context<'_, '_>, required: &RequiredText) {
    let passages: Vec<_> = required.within.iter().filter_map(|passage| context.passage(passage)).collect();
    // All the passages are missing: that is another rule's finding.
    let Some((_, place)) = passages.first() else { return };
    let said = |range: &std::ops::Range<usize>| required.any.get().is_match(context.text(range.clone()));
    if !passages.iter().any(|(range, _)| said(range)) {
        let place = *place;
        context.find(place, None, &[]);
    }
}
