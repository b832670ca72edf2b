//! `kind: share`: a percentage in the prose is the share of the two numbers beside it.

use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

use super::context::Context;
use super::prose::{Quantity, Sentence, quantities};
use crate::rule::Share;

pub(super) fn check(context: &mut Context<'_, '_>, share: &Share) {
    for sentence in context.prose().with(&share.says, &share.within) {
        let found: Vec<Range<usize>> = share
            .says
            .get()
            .captures_iter(sentence.text)
            .filter_map(|captures| {
                let whole = captures.get(0)?;
                let cancelled = share.unless.as_ref().is_some_and(|unless| unless.get().is_match(whole.as_str()));
                (!cancelled).then(|| captures.name("share").map(|m| m.range()))?
            })
            .collect();
        for at in found {
            check_one(context, sentence, &at);
        }
    }
}

fn check_one(context: &mut Context<'_, '_>, sentence: &Sentence<'_>, at: &Range<usize>) {
    let Some(stated) = sentence.text.get(at.clone()).and_then(|text| text.parse::<Decimal>().ok()) else { return };
    let Some((part, wholes)) = sentence.text.get(..at.start).and_then(part_and_wholes) else { return };
    // Which of the numbers before is the whole is for the writer to know: any will do.
    if wholes.iter().any(|whole| fits(stated, part.value, whole.value)) {
        return;
    }
    let Some(whole) = wholes.first() else { return };
    let start = sentence.start;
    let span = |range: &Range<usize>| context.report.document.span(start + range.start..start + range.end);
    let Some(actual) = (part.value * Decimal::ONE_HUNDRED).checked_div(whole.value) else { return };
    let percent = at.start..at.end + 1;
    let values = [
        ("share", format!("{stated}%")),
        ("part", format!("{}{}", part.value.normalize(), part.unit)),
        ("whole", format!("{}{}", whole.value.normalize(), whole.unit)),
        ("actual", format!("{}%", actual.round_dp(stated.scale().max(1)).normalize())),
    ];
    let places = [(span(&part.number), part.value), (span(&whole.number), whole.value)];
    let place = span(&percent);
    let finding = context.find(place, None, &values);
    for (span, value) in places {
        finding.relate_minor(span, value.normalize().to_string());
    }
}

/// The number that the share is of, and the larger ones before it with the same unit, the nearest
/// that a list hangs on first; none where a number between is of another kind.
fn part_and_wholes(text: &str) -> Option<(Quantity<'_>, Vec<Quantity<'_>>)> {
    let mut found = quantities(text);
    let part = found.pop().filter(|part| !part.approximate)?;
    // Words between part and share: `占办结总数的`; a whole clause would be about something else.
    if text.get(part.end..)?.matches([',', ';', '(']).count() > 1 {
        return None;
    }
    let same = |q: &Quantity<'_>| q.unit == part.unit && q.value >= part.value && !q.value.is_zero();
    let mut wholes: Vec<Quantity<'_>> = found.into_iter().filter(same).collect();
    wholes.sort_by_key(|whole| std::cmp::Reverse(whole.value));
    let vague = wholes.iter().any(|whole| whole.approximate);
    (!wholes.is_empty() && !vague).then_some((part, wholes))
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
