//! `kind: parts`: a total in the prose is the sum of the parts named behind it.
//!
//! The list ends with the sentence, or where its items stop counting what the total counts. Parts in
//! brackets, items of another unit, and numbers that are only approximate leave it undecided.

use std::ops::Range;

use rust_decimal::Decimal;

use super::context::Context;
use super::prose::{Quantity, Sentence, is_in_number, quantities};
use crate::lazy::is_in;
use crate::rule::Parts;

/// Fewest parts that are a list.
const FEWEST: usize = 2;
/// Parts from which on a list that does not say so, and ends with its sentence, is taken to be whole.
const WHOLE: usize = 4;
/// Most parts that are shown.
const MOST: usize = 20;

pub(super) fn check(context: &mut Context<'_, '_>, parts: &Parts) {
    for sentence in context.prose().with(&parts.opens, &parts.within) {
        let opens: Vec<Range<usize>> = parts.opens.get().find_iter(sentence.text).map(|m| m.range()).collect();
        let counted = quantities(sentence.text);
        for open in &opens {
            check_list(context, parts, sentence, &counted, open);
        }
    }
}

fn check_list(
    context: &mut Context<'_, '_>,
    parts: &Parts,
    sentence: &Sentence<'_>,
    counted: &[Quantity<'_>],
    open: &Range<usize>,
) {
    let before = counted.get(..counted.partition_point(|q| q.end <= open.start)).unwrap_or_default();
    let Some(total) = total(sentence.text, before, open.start) else { return };
    let Some(list) = List::read(parts, sentence.text, open, total) else { return };
    let sum: Decimal = list.items.iter().map(|item| item.value).sum();
    // The list may belong to another number of the sentence, or tell properties that overlap.
    let of_another = before.iter().any(|other| other.unit == total.unit && list.adds_up(other.value));
    let overlapping = list.items.iter().any(|item| item.value == total.value);
    let two_clauses = list.items.len() == FEWEST && list.items[0].separator == Some(';');
    if list.items.len() < FEWEST || two_clauses || of_another || overlapping {
        return;
    }
    let is_whole = is_in(parts.whole.as_ref(), list.text);
    // The rest may be named without a number.
    let is_partial = is_in(parts.partial.as_ref(), list.text) || is_in(parts.whole.as_ref(), list.behind);
    let ends_there = list.behind.is_empty() && list.items.len() >= WHOLE;
    if is_partial || sum < total.value && !is_whole && !ends_there {
        return;
    }
    let place = context.span_in(sentence, &total.number);
    let shown = list.items.iter().take(MOST);
    let related: Vec<_> = shown.map(|item| (context.span_in(sentence, &item.number), item.value)).collect();
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
        finding.relate_minor(span, value.normalize().to_string());
    }
}

/// The number that stands right before the list.
fn total<'q, 't>(sentence: &str, before: &'q [Quantity<'t>], open: usize) -> Option<&'q Quantity<'t>> {
    let total = before.last()?;
    let between = sentence.get(total.end..open)?;
    let close = between.chars().all(|c| matches!(c, ',' | ':' | '(' | ';' | ' '));
    (close && !total.approximate).then_some(total)
}

/// The items behind a total.
struct List<'t> {
    /// From the first item to the last.
    text: &'t str,
    /// The words behind it.
    behind: &'t str,
    items: Vec<Part>,
    /// Sum of what stands among them in another unit.
    others: Decimal,
}

/// An item that counts what the total counts.
struct Part {
    value: Decimal,
    number: Range<usize>,
    /// What stands behind it.
    separator: Option<char>,
}

impl<'t> List<'t> {
    /// None where the list cannot be decided.
    fn read(parts: &Parts, sentence: &'t str, open: &Range<usize>, total: &Quantity<'_>) -> Option<Self> {
        let in_brackets = sentence.get(total.end..open.end)?.contains('(');
        let tail = sentence.get(open.end..)?;
        let visible = without_brackets(tail, in_brackets);
        let mut list = Self { text: "", behind: "", items: Vec::new(), others: Decimal::ZERO };
        let (mut start, mut end) = (0, 0);
        for (at, separator) in separators(&visible) {
            let piece = visible.get(start..at)?;
            let own_clause = visible.get(..start)?.ends_with(';');
            if own_clause && list.ends_at_semicolon() || !list.items.is_empty() && is_in(parts.ends.as_ref(), piece) {
                list.behind = tail.get(start..at)?;
                break;
            }
            match item(piece, total.unit) {
                Item::Part(value, number) => {
                    let from = open.end + start;
                    let number = from + number.start..from + number.end;
                    list.items.push(Part { value, number, separator });
                }
                Item::OtherUnit(value) if !list.items.is_empty() => list.others += value,
                Item::OtherUnit(_) | Item::Undecided => return None,
                Item::Words if list.items.is_empty() || piece.trim().is_empty() => {}
                Item::Words => {
                    list.behind = tail.get(start..at)?;
                    break;
                }
            }
            end = at;
            start = at + separator.map_or(0, char::len_utf8);
        }
        list.text = tail.get(..end)?;
        Some(list)
    }

    /// Whether a semicolon ends the list: its items are parted by something else.
    fn ends_at_semicolon(&self) -> bool {
        self.items.len() >= FEWEST && self.items.iter().rev().skip(1).all(|item| item.separator != Some(';'))
    }

    /// Whether the items add up, once or several times over, or those before a separator that is not
    /// the one between them.
    fn adds_up(&self, total: Decimal) -> bool {
        let mut sum = Decimal::ZERO;
        let mut rounds = 0;
        for (index, item) in self.items.iter().enumerate() {
            sum += item.value;
            if sum == total {
                let last = index + 1 == self.items.len();
                if last || index >= 1 && item.separator != self.items[index - 1].separator {
                    return true;
                }
                rounds += 1;
                sum = Decimal::ZERO;
            }
        }
        (rounds > 0 && sum.is_zero()) || !self.others.is_zero()
    }
}

/// What a piece of a list is.
enum Item {
    Part(Decimal, Range<usize>),
    OtherUnit(Decimal),
    Undecided,
    Words,
}

fn item(text: &str, unit: &str) -> Item {
    match quantities(text).pop() {
        None => Item::Words,
        Some(last) if last.approximate => Item::Undecided,
        Some(last) if last.unit == unit => Item::Part(last.value, last.number),
        Some(last) => Item::OtherUnit(last.value),
    }
}

/// The text with blanks for what stands in brackets, byte for byte, up to the bracket that closes
/// the one it stands in.
fn without_brackets(text: &str, in_brackets: bool) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            ')' if depth == 0 && in_brackets => break,
            '(' => depth += 1,
            _ => {}
        }
        if depth == 0 {
            visible.push(c);
        } else {
            visible.extend(std::iter::repeat_n(' ', c.len_utf8()));
        }
        if c == ')' {
            depth = depth.saturating_sub(1);
        }
    }
    visible
}

/// Where the pieces of a list end, and by what.
fn separators(text: &str) -> Vec<(usize, Option<char>)> {
    let parts = |&(at, c): &(usize, char)| matches!(c, '、' | ';') || c == ',' && !is_in_number(text, at);
    let inner = text.char_indices().filter(parts).map(|(at, c)| (at, Some(c)));
    inner.chain([(text.len(), None)]).collect()
}
