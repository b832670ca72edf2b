//! `kind: claim`: what the prose says of a figure agrees with the table.
//!
//! A sentence is read clause by clause. A number counts only where the words beside it claim it, where
//! the sentence (or the sub-heading above it) is about the right thing, and where nothing says that
//! it is of others, of another year, or only approximate: a false alarm is worse than a miss.

use std::cell::OnceCell;
use std::ops::Range;

use rust_decimal::Decimal;

use super::context::Context;
use super::crossing::Crossing;
use super::prose::{Sentence, Surroundings, is_approximate, nearest_year, quantities, read_number};
use crate::form::CellState;
use crate::lazy::{LazyRegex, is_in};
use crate::rule::{Claim, Claims, Expression, Operand, Target};
use crate::source::Span;

pub(super) fn check<'c>(context: &mut Context<'c, '_>, claims: &'c Claims) {
    for sentence in context.prose().through(&claims.gate, &claims.within) {
        let all = said(context, claims, sentence);
        let mut taken: Vec<Range<usize>> = Vec::new();
        for one in &all {
            let free = taken.iter().all(|other| !overlap(other, &one.at));
            // What agrees however it is read needs no closer look.
            let doubtful = all.iter().any(|other| overlap(&other.at, &one.at) && !other.agrees());
            if free
                && doubtful
                && applies(context, claims, one, sentence)
                && !follows_another(claims, &all, one, sentence)
            {
                taken.push(one.at.clone());
                if !one.agrees() {
                    tell(context, sentence, one);
                }
            }
        }
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// A claim in a sentence, with the figures it is about.
struct Said<'c> {
    claim: &'c Claim,
    /// The words.
    whole: Range<usize>,
    /// The number, or what stands for it.
    at: Range<usize>,
    value: Decimal,
    crossing: Crossing<'c>,
    target: &'c Target,
    /// The values of the target's expressions.
    values: Vec<Decimal>,
    around: OnceCell<Surroundings<'c>>,
}

impl<'c> Said<'c> {
    fn agrees(&self) -> bool {
        self.values.contains(&self.value)
    }

    fn around(&self, sentence: &Sentence<'c>) -> &Surroundings<'c> {
        self.around.get_or_init(|| Surroundings::new(sentence.text, self.whole.clone()))
    }
}

/// Whether a claim follows one whose lead says that it is of something else.
fn follows_another<'c>(claims: &Claims, all: &[Said<'c>], one: &Said<'c>, sentence: &Sentence<'c>) -> bool {
    let plain = |said: &Said<'c>| claims.is_plain(&said.around(sentence).lead);
    all.iter().filter(|other| other.at.end <= one.whole.start).any(|other| {
        let between = sentence.text.get(other.at.end..one.whole.start).unwrap_or_default();
        let speaks_of_itself = is_in(claims.own.as_ref(), between);
        let same_number = || all.iter().filter(|said| overlap(&said.at, &other.at));
        !between.contains(';') && !speaks_of_itself && !same_number().any(plain)
    })
}

/// Everything that a sentence may claim, by the order of the claims. A figure that is missing or no
/// number is reported itself, and nothing can be said of what claims it.
fn said<'c>(context: &Context<'c, '_>, claims: &'c Claims, sentence: &Sentence<'c>) -> Vec<Said<'c>> {
    let mut found = Vec::new();
    for (index, claim) in claims.claims.iter().enumerate() {
        // Captures cost more than a look, and are seldom needed.
        if !claims.gate.may_match(index, sentence.text) || !claim.says.is_in(sentence.text) {
            continue;
        }
        let laid = |target: &&Target| context.is_laid_on(target.form, target.table);
        let Some(target) = claim.targets.iter().find(laid) else { continue };
        let crossing = Crossing::new(context.report, target.table, target.each, target.across);
        let Some(crossing) = crossing else { continue };
        let values: Option<Vec<Decimal>> = target.equals.iter().map(|e| e.value(&|o| value(&crossing, o))).collect();
        let Some(values) = values else { continue };
        found.extend(claim.says.get().captures_iter(sentence.text).filter_map(|captures| {
            let whole = captures.get(0)?.range();
            let at = captures.name("number").or_else(|| captures.name("at"));
            let at = at.map_or_else(|| whole.clone(), |m| m.range());
            let value = claim.value.or_else(|| read_number(sentence.text.get(at.clone())?))?;
            // A mark in front belongs to the clause before.
            let words = sentence.text.get(whole.clone())?.trim_start_matches([',', '、', ':', ';', '(']);
            let whole = whole.end - words.len()..whole.end;
            Some(Said { claim, whole, at, value, crossing, target, values: values.clone(), around: OnceCell::new() })
        }));
    }
    found
}

fn applies<'c>(context: &Context<'c, '_>, claims: &Claims, said: &Said<'c>, sentence: &Sentence<'c>) -> bool {
    let around = said.around(sentence);
    let cancelled = |text: &str| is_in(claims.unless.as_ref(), text) || is_in(said.claim.unless.as_ref(), text);
    let of_others = |text: &str| is_in(claims.others.as_ref(), text);
    let year = nearest_year(&around.before);
    let other_year = year.is_some_and(|year| context.report.year.is_some_and(|own| own != year));
    let head = sentence.text.get(..said.at.start).unwrap_or_default();
    let part_of_number = head.trim_end_matches(' ').ends_with(|c: char| c.is_ascii_digit() || c == '.');
    !other_year
        && !part_of_number
        && !is_approximate(sentence.text, &said.at)
        && claims.is_plain(&around.lead)
        && claims.is_plain(&around.list_lead)
        && !cancelled(around.clause)
        && !cancelled(&around.list_lead)
        && !of_others(around.clause)
        && !of_others(&around.adverbial)
        && !is_of_others(claims, around)
        && is_about(said.claim, around, sentence)
}

/// Whether a clause before, since the report last spoke of its issuer, counts what others did.
fn is_of_others(claims: &Claims, around: &Surroundings<'_>) -> bool {
    let own = claims.own.as_ref().and_then(|own| end_of_last(own, &around.before)).unwrap_or(0);
    let since = around.before.get(own..).unwrap_or_default();
    let mut clauses = since.split([',', ':', '(']);
    clauses.any(|clause| is_in(claims.others.as_ref(), clause) && !quantities(clause).is_empty())
}

/// Whether what the sentence is about, up to the claim's clause, is what the claim is about; where it
/// does not say, the headings above it do.
fn is_about(claim: &Claim, around: &Surroundings<'_>, sentence: &Sentence<'_>) -> bool {
    let rather = |text: &str| claim.rather.as_ref().and_then(|regex| end_of_last(regex, text));
    let Some(about) = &claim.about else { return rather(around.clause).is_none() };
    match (end_of_last(about, &around.trail), rather(&around.trail)) {
        (Some(about), Some(rather)) => rather < about,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => {
            let speaks = |heading: &&&str| end_of_last(about, heading).is_some() || rather(heading).is_some();
            sentence.headings.iter().find(speaks).is_some_and(|heading| rather(heading).is_none())
        }
    }
}

fn end_of_last(regex: &LazyRegex, text: &str) -> Option<usize> {
    regex.get().find_iter(text).last().map(|found| found.end())
}

fn tell(context: &mut Context<'_, '_>, sentence: &Sentence<'_>, said: &Said<'_>) {
    let (Some(actual), Some(expression)) = (said.values.first(), said.target.equals.first()) else { return };
    let (at, whole) = (context.span_in(sentence, &said.at), context.span_in(sentence, &said.whole));
    let terms = terms(&said.crossing, expression);
    let shown: Vec<String> = terms.iter().map(|term| format!("{} {}", term.name, term.value.normalize())).collect();
    let filled = [
        ("said", context.original(whole)),
        ("stated", said.value.normalize().to_string()),
        ("actual", actual.normalize().to_string()),
        ("terms", shown.join(" + ")),
        ("difference", (said.value - actual).abs().normalize().to_string()),
    ];
    let case = said.claim.value.map(|_| "none");
    let words = context.words;
    let finding = context.find(at, case, &filled);
    for term in terms {
        finding.relate(term.span, words.term(&term.name, term.value, false));
    }
}

/// A figure that a claim is about.
struct Term {
    name: String,
    value: Decimal,
    span: Span,
}

/// The figures of an expression, without those that are zero; a few of them where all are.
fn terms(crossing: &Crossing<'_>, expression: &Expression) -> Vec<Term> {
    const ZEROS: usize = 2;
    let term = |operand: Operand| {
        let Operand::Current(line) = operand else { return None };
        Some(Term { name: crossing.cell_name(line), value: value(crossing, operand)?, span: crossing.span(line) })
    };
    let all: Vec<Term> = expression.operands().into_iter().filter_map(term).collect();
    if all.iter().all(|term| term.value.is_zero()) {
        return all.into_iter().take(ZEROS).collect();
    }
    all.into_iter().filter(|term| !term.value.is_zero()).collect()
}

fn value(crossing: &Crossing<'_>, operand: Operand) -> Option<Decimal> {
    let Operand::Current(line) = operand else { return None };
    match &crossing.cell(line)?.state {
        CellState::Number(number) => Some(*number),
        _ => None,
    }
}
