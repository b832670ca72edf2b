//! `kind: share`: a percentage in the prose is the share of the two numbers beside it.

use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

use super::context::Context;
use super::prose::{Quantity, Sentence, quantities};
use crate::lazy::is_in;
use crate::rule::Share;

pub(super) fn check(context: &mut Context<'_, '_>, share: &Share) {
    for sentence in context.prose().with(&share.says, &share.within) {
        for captures in share.says.get().captures_iter(sentence.text) {
            let (Some(whole), Some(stated)) = (captures.get(0), captures.name("share")) else { continue };
            if !is_in(share.unless.as_ref(), whole.as_str()) {
                check_one(context, share, sentence, whole.start(), &stated.range());
            }
        }
    }
}

/// Checks a share that is stated at `at`, in words that begin at `start`.
fn check_one(context: &mut Context<'_, '_>, share: &Share, sentence: &Sentence<'_>, start: usize, at: &Range<usize>) {
    let Some(stated) = sentence.text.get(at.clone()).and_then(|text| text.parse::<Decimal>().ok()) else { return };
    let Some((part, wholes)) = part_and_wholes(sentence.text, start, share) else { return };
    if wholes.iter().any(|whole| fits(stated, part.value, whole.value)) {
        return;
    }
    let Some(whole) = wholes.first() else { return };
    let Some(actual) = (part.value * Decimal::ONE_HUNDRED).checked_div(whole.value) else { return };
    let percent = at.start..at.end + 1;
    let values = [
        ("share", format!("{stated}%")),
        ("part", format!("{}{}", part.value.normalize(), part.unit)),
        ("whole", format!("{}{}", whole.value.normalize(), whole.unit)),
        ("actual", format!("{}%", actual.round_dp(stated.scale().max(1)).normalize())),
    ];
    let places = [part, whole.clone()].map(|q| (context.span_in(sentence, &q.number), q.value));
    let place = context.span_in(sentence, &percent);
    let finding = context.find(place, None, &values);
    for (span, value) in places {
        finding.relate_minor(span, value.normalize().to_string());
    }
}

/// The number that the share is of, and the larger ones before it with the same unit which a list of
/// parts follows; none where it cannot be told.
fn part_and_wholes<'t>(sentence: &'t str, at: usize, share: &Share) -> Option<(Quantity<'t>, Vec<Quantity<'t>>)> {
    let text = sentence.get(..at)?;
    let mut found = quantities(text);
    let part = found.pop().filter(|part| !part.approximate)?;
    // Any word between would tell of something else.
    let between = text.get(part.end..)?;
    if !between.chars().all(|c| matches!(c, ',' | '(' | '的' | ' ')) {
        return None;
    }
    let opens = |whole: &Quantity<'_>| {
        let behind = text.get(whole.end..).unwrap_or_default();
        share.opens.get().find(behind).is_some_and(|open| open.start() == 0)
    };
    let same = |q: &Quantity<'_>| q.unit == part.unit && q.value >= part.value && !q.value.is_zero() && !q.approximate;
    let wholes: Vec<Quantity<'_>> = found.into_iter().filter(|q| same(q) && opens(q)).collect();
    (!wholes.is_empty()).then_some((part, wholes))
}

/// Rounded or cut off, as many decimals as are stated.
fn fits(stated: Decimal, part: Decimal, whole: Decimal) -> bool {
    let Some(actual) = (part * Decimal::ONE_HUNDRED).checked_div(whole) else { return false };
    let places = stated.scale();
    let rounded = |strategy| actual.round_dp_with_strategy(places, strategy) == stated;
    rounded(RoundingStrategy::MidpointAwayFromZero) || rounded(RoundingStrategy::ToZero)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_share_may_be_rounded_or_cut_off() {
        let fits = |stated: &str| fits(stated.parse().unwrap(), 47.into(), 131.into());
        assert!(["35.9", "35.8", "36", "35", "35.88", "35.87"].into_iter().all(fits));
        assert!(!["35.7", "37", "45.9"].into_iter().any(fits));
    }
}
