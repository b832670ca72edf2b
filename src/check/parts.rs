//! `kind: parts`: a total in the prose is the sum of the parts named behind it.
//!
//! The list ends with the sentence, or where its items stop counting what the total counts. Parts in
//! brackets, items of another unit, and numbers that are only approximate leave it undecided.

use std::ops::Range;

use rust_decimal::Decimal;

use super::context::Context;
use super::prose::{Quantity, Sentence, quantities, sentences};
use crate::rule::Parts;

/// Fewest parts that are a list.
const FEWEST: usize = 2;
/// Parts from which on a list that does not say so is taken to be whole.
const WHOLE: usize = 3;

pub(super) fn check(context: &mut Context<'_>, parts: &Parts) {
    for sentence in sentences(context, &parts.within) {
        let opens: Vec<Range<usize>> = parts.opens.get().find_iter(sentence.text).map(|m| m.range()).collect();
        for open in &opens {
            check_list(context, parts, &sentence, open);
        }
    }
}

fn check_list(context: &mut Context<'_>, parts: &Parts, sentence: &Sentence<'_>, open: &Range<usize>) {
    let Some(total) = total(sentence.text, open.start) else { return };
    let Some(list) = List::read(sentence.text, open, &total) else { return };
    let sum: Decimal = list.items.iter().map(|item| item.value).sum();
    if list.items.len() < FEWEST || list.adds_up(total.value) {
        return;
    }
    let is_whole = parts.whole.as_ref().is_some_and(|whole| whole.get().is_match(list.text));
    let is_partial = parts.partial.as_ref().is_some_and(|partial| partial.get().is_match(list.text))
        || parts.whole.as_ref().is_some_and(|whole| whole.get().is_match(list.behind));
    if is_partial || sum < total.value && !is_whole && list.items.len() < WHOLE {
        return;
    }
    let start = sentence.start;
    let span = |range: &Range<usize>| context.report.document.span(start + range.start..start + range.end);
    let place = span(&total.number);
    let related: Vec<_> = list.items.iter().map(|item| (span(&item.number), item.value)).collect();
    let terms: Vec<String> = list.items.iter().map(|item| item.value.normalize().to_string()).collect();
    let values = [
        ("total", total.value.normalize().to_string()),
        ("sum", sum.normalize().to_string()),
        ("terms", terms.join(" + ")),
        ("unit", total.unit.to_owned()),
        ("difference", (total.value - sum).abs().normalize().to_string()),
    ];
    let case = (sum < total.value).then_some("less");
    let finding = context.find(place, case, &values);
    for (span, value) in related {
        finding.relate(span, value.normalize().to_string());
    }
}

/// The number that stands right before the list.
fn total(sentence: &str, open: usize) -> Option<Quantity<'_>> {
    let head = sentence.get(..open)?;
    let total = quantities(head).pop()?;
    let between = head.get(total.end..)?;
    let close = between.chars().all(|c| matches!(c, ',' | ':' | '(' | ';' | ' '));
    (close && !total.approximate).then_some(total)
}

/// The items behind a total.
struct List<'t> {
    /// From the first item to the last.
    text: &'t str,
    /// The words behind it, which may name the rest without a number.
    behind: &'t str,
    items: Vec<Quantity<'t>>,
    /// Sums that would do as well: with what stands there in another unit.
    others: Decimal,
}

impl<'t> List<'t> {
    /// None where the list cannot be decided.
    fn read(sentence: &'t str, open: &Range<usize>, total: &Quantity<'_>) -> Option<Self> {
        let in_brackets = sentence.get(total.end..open.end)?.contains('(');
        let tail = sentence.get(open.end..)?;
        let mut list = Self { text: "", behind: "", items: Vec::new(), others: Decimal::ZERO };
        let mut at = open.end;
        for piece in Pieces::new(tail, in_brackets) {
            let text = tail.get(piece.clone())?;
            match item(text, total.unit) {
                Item::Part(mut part) => {
                    let start = open.end + piece.start;
                    part.number = start + part.number.start..start + part.number.end;
                    part.end += start;
                    list.items.push(part);
                }
                Item::OtherUnit(_) if list.items.len() >= FEWEST && tail[..piece.start].ends_with(';') => break,
                Item::OtherUnit(value) if !list.items.is_empty() => list.others += value,
                Item::OtherUnit(_) | Item::Undecided => return None,
                Item::Words if list.items.is_empty() => {}
                Item::Words => {
                    list.behind = text;
                    break;
                }
            }
            at = open.end + piece.end;
        }
        list.text = sentence.get(open.end..at)?;
        Some(list)
    }

    /// Whether the items, or as many of them as belong to the list, add up.
    fn adds_up(&self, total: Decimal) -> bool {
        let mut sum = Decimal::ZERO;
        let prefixes = self.items.iter().enumerate().any(|(index, item)| {
            sum += item.value;
            index + 1 >= FEWEST && sum == total
        });
        prefixes || sum + self.others == total || !self.others.is_zero()
    }
}

/// What a piece of a list is.
enum Item<'t> {
    Part(Quantity<'t>),
    OtherUnit(Decimal),
    Undecided,
    Words,
}

fn item<'t>(text: &'t str, unit: &str) -> Item<'t> {
    let mut found = quantities(text);
    let Some(last) = found.pop() else { return Item::Words };
    if last.approximate {
        return Item::Undecided;
    }
    match last.unit == unit {
        true => Item::Part(last),
        false => Item::OtherUnit(last.value),
    }
}

/// The pieces of a list, without what stands in brackets; it ends with the sentence, or with the
/// bracket it stands in.
struct Pieces<'t> {
    text: &'t str,
    at: usize,
    in_brackets: bool,
}

impl<'t> Pieces<'t> {
    fn new(text: &'t str, in_brackets: bool) -> Self {
        Self { text, at: 0, in_brackets }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let mut depth = 0usize;
        let mut piece_end = None;
        for (index, c) in rest.char_indices() {
            match c {
                '(' => {
                    depth += 1;
                    piece_end = piece_end.or(Some(start + index));
                }
                ')' if depth > 0 => depth -= 1,
                ')' if self.in_brackets => {
                    self.at = self.text.len();
                    return Some(start..piece_end.unwrap_or(start + index));
                }
                ',' | '、' | ';' if depth == 0 && !within_number(rest, index) => {
                    self.at = start + index + c.len_utf8();
                    return Some(start..piece_end.unwrap_or(start + index));
                }
                _ => {}
            }
        }
        self.at = self.text.len();
        Some(start..piece_end.unwrap_or(self.text.len()))
    }
}

fn within_number(text: &str, at: usize) -> bool {
    let digit = |index: Option<usize>| index.and_then(|i| text.as_bytes().get(i)).is_some_and(u8::is_ascii_digit);
    text.as_bytes().get(at) == Some(&b',') && digit(at.checked_sub(1)) && digit(Some(at + 1))
}
