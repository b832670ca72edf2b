//! `kind: private-number`: numbers that do not belong into a report. They are never shown whole.

use std::ops::Range;

use super::context::Context;
use super::finding::Finding;
use crate::document::normalise;
use crate::form::Report;
use crate::mask::masked;
use crate::rule::{NumberClass, PrivateNumber};

pub(super) fn check(context: &mut Context<'_, '_>, rule: &PrivateNumber) {
    let text = context.report.document.normal().text();
    for run in context.prose().long_numbers() {
        let digits: String =
            text.get(run.range.clone()).unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
        // Figures stand beside each other in a table: there, groups need a check digit.
        let figures = run.in_table && run.grouped && rule.number == NumberClass::MobilePhone;
        if figures || !is(rule.number, &digits) || is_allowed(context, rule, &run.range) {
            continue;
        }
        let span = context.report.document.span(run.range.clone());
        let finding = context.find(span, None, &[("masked", masked(&digits))]);
        finding.private = true;
    }
}

fn is(class: NumberClass, digits: &str) -> bool {
    match class {
        NumberClass::Identity => is_identity(digits),
        NumberClass::BankCard => is_bank_card(digits) && !is_identity(digits),
        NumberClass::MobilePhone => is_mobile(digits),
    }
}

/// GB 11643: 17 digits with a date of birth, and a check character by ISO 7064 MOD 11-2.
fn is_identity(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let characters: Vec<char> = digits.chars().collect();
    let [body @ .., check] = characters.as_slice() else { return false };
    let values: Option<Vec<u32>> = body.iter().map(|c| c.to_digit(10)).collect();
    let Some(values) = values.filter(|values| values.len() == WEIGHTS.len()) else { return false };
    let number = |range: Range<usize>| values[range].iter().fold(0, |n, d| n * 10 + d);
    let is_date = (1900..2100).contains(&number(6..10))
        && (1..=12).contains(&number(10..12))
        && (1..=31).contains(&number(12..14));
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    is_date && values[0] > 0 && CHECK[(sum % 11) as usize] == check.to_ascii_uppercase()
}

/// ISO/IEC 7812: the prefixes under which cards are issued in China, and the check digit by Luhn.
fn is_bank_card(digits: &str) -> bool {
    const PREFIXES: [&str; 9] = ["62", "4", "51", "52", "53", "54", "55", "35", "37"];
    let known = PREFIXES.iter().any(|prefix| digits.starts_with(prefix));
    (16..=19).contains(&digits.len()) && known && luhn(digits)
}

fn luhn(digits: &str) -> bool {
    let sum: Option<u32> = digits
        .chars()
        .rev()
        .enumerate()
        .map(|(index, c)| {
            let digit = c.to_digit(10)?;
            Some(match index % 2 {
                0 => digit,
                _ if digit > 4 => digit * 2 - 9,
                _ => digit * 2,
            })
        })
        .sum();
    sum.is_some_and(|sum| sum % 10 == 0)
}

fn is_mobile(digits: &str) -> bool {
    let national = ["0086", "86"].iter().find_map(|code| digits.strip_prefix(code)).filter(|rest| rest.len() == 11);
    let bytes = national.unwrap_or(digits).as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]) && bytes.iter().all(u8::is_ascii_digit)
}

/// No other finding may quote what one must not show.
pub(super) fn conceal(report: &Report<'_>, findings: &mut [Finding]) {
    let private: Vec<&Finding> = findings.iter().filter(|finding| finding.private).collect();
    if private.is_empty() {
        return;
    }
    let source = report.document.source();
    let forms = private.iter().flat_map(|finding| {
        let written = source.slice(finding.span).to_owned();
        [normalise(&written), written]
    });
    let numbers: Vec<String> = forms.collect();
    let hide = |text: &mut String| {
        for number in &numbers {
            if text.contains(number) {
                *text = text.replace(number, &masked(number));
            }
        }
    };
    for finding in findings {
        hide(&mut finding.message);
        finding.help.iter_mut().for_each(&hide);
        finding.related.iter_mut().for_each(|related| hide(&mut related.message));
        finding.suspects.iter_mut().for_each(|suspect| hide(&mut suspect.actual));
        finding.fix.iter_mut().for_each(|fix| {
            hide(&mut fix.title);
            hide(&mut fix.text);
        });
    }
}

fn is_allowed(context: &Context<'_, '_>, rule: &PrivateNumber, at: &Range<usize>) -> bool {
    let near = |text: &str| rule.near.as_ref().is_none_or(|near| near.is_in(text));
    context.prose().at(at.start, &rule.allowed).is_some_and(|sentence| near(sentence.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_number_has_a_date_and_a_check_character() {
        assert!(is_identity("11010519491231002X"));
        assert!(is_identity("11010519491231002x"));
        assert!(!is_identity("110105194912310021"));
        assert!(!is_identity("110105194913310020"));
    }

    #[test]
    fn one_wrong_digit_is_no_card() {
        assert!(is_bank_card("6222020000000000018"));
        assert!(!is_bank_card("6222020000000000019"));
        assert!(!is_bank_card("622202000018"));
    }
}
