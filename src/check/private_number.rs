//! `kind: private-number`: numbers that do not belong into a report. They are never shown whole.

use std::ops::Range;

use super::context::Context;
use super::finding::Finding;
use super::prose::outside_tables;
use crate::document::normalise;
use crate::form::Report;
use crate::mask::masked;
use crate::rule::{NumberClass, PrivateNumber};

pub(super) fn check(context: &mut Context<'_, '_>, rule: &PrivateNumber) {
    let whole = 0..context.report.document.normal().text().len();
    let stretches = outside_tables(context.report, whole.clone());
    let shift = |by: usize| move |run: Range<usize>| by + run.start..by + run.end;
    let mut places: Vec<Range<usize>> =
        stretches.iter().flat_map(|s| runs(context.text(s.clone()), true).into_iter().map(shift(s.start))).collect();
    // In a table, figures stand beside each other: there, groups need a check digit.
    let in_prose = |run: &Range<usize>| stretches.iter().any(|s| s.start <= run.start && run.end <= s.end);
    let grouped = rule.number != NumberClass::MobilePhone;
    places.extend(runs(context.text(whole), grouped).into_iter().filter(|run| !in_prose(run)));
    let text = context.report.document.normal().text();
    for at in places {
        let digits: String =
            text.get(at.clone()).unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
        if !is(rule.number, &digits) || is_allowed(context, rule, &at) {
            continue;
        }
        let span = context.report.document.span(at);
        let finding = context.find(span, None, &[("masked", masked(&digits))]);
        finding.private = true;
    }
}

/// Fewest characters of a card's or an identity's number.
const SHORTEST_IDENTITY: usize = 16;

/// Runs of digits, with what may close an identity number. Marks may part them as cards, telephones
/// and identity numbers are usually written; figures beside each other are no number.
fn runs(text: &str, grouped: bool) -> Vec<Range<usize>> {
    const GROUPS: [&[usize]; 10] = [
        &[4, 4, 4, 4],
        &[4, 4, 4, 4, 1],
        &[4, 4, 4, 4, 2],
        &[4, 4, 4, 4, 3],
        &[6, 13],
        &[3, 4, 4],
        &[6, 8, 4],
        &[6, 4, 4, 4],
        &[2, 3, 4, 4],
        &[2, 11],
    ];
    let mut found = Vec::new();
    let mut next = 0;
    while let Some(first) = word(text, next) {
        let mut words = vec![first.clone()];
        while let Some(word) = words.last().and_then(|last| touching(text, last.end)) {
            words.push(word);
        }
        next = words.last().map_or(first.end, |last| last.end);
        let lengths: Vec<usize> = words.iter().map(Range::len).collect();
        if grouped && (GROUPS.contains(&lengths.as_slice()) || broken(&lengths)) {
            found.push(first.start..next);
        } else {
            found.extend(words);
        }
    }
    let character = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).copied();
    let digit = |at: Option<usize>| character(at).is_some_and(|b| b.is_ascii_digit());
    let joined = |run: &Range<usize>| {
        let before = run.start.checked_sub(1);
        // A telephone is not looked for in names of files and addresses.
        let named = character(before).is_some_and(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'/');
        digit(before)
            || character(before) == Some(b'.')
            || (named && run.len() < SHORTEST_IDENTITY)
            || character(Some(run.end)).is_some_and(|b| b.is_ascii_alphanumeric())
            || (character(Some(run.end)) == Some(b'.') && digit(Some(run.end + 1)))
    };
    found.retain(|run| !joined(run));
    found
}

/// Whether two words may be one number that was broken over a line.
fn broken(lengths: &[usize]) -> bool {
    matches!(lengths, [first, second] if (SHORTEST_IDENTITY..=19).contains(&(first + second)))
}

/// The next digits from a place on.
fn word(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let start = from + bytes.get(from..)?.iter().position(u8::is_ascii_digit)?;
    let digits = bytes.get(start..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    let check = matches!(bytes.get(start + digits), Some(b'X' | b'x'));
    Some(start..start + digits + usize::from(check))
}

/// Digits behind a mark that may part the groups of a number.
fn touching(text: &str, end: usize) -> Option<Range<usize>> {
    let rest = text.get(end..)?;
    let mark = rest.chars().next().filter(|c| matches!(c, ' ' | '-' | '.' | '·'))?;
    let after = end + mark.len_utf8();
    text.get(after..)?.starts_with(|c: char| c.is_ascii_digit()).then(|| word(text, after))?
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
    let near = |text: &str| rule.near.as_ref().is_none_or(|near| near.get().is_match(text));
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

    #[test]
    fn runs_are_whole_words() {
        let text = "卡6222 0200 0000 0000 018号,91530125MA6K0001XQ,2024年";
        let shown: Vec<_> = runs(text, true).into_iter().map(|at| &text[at]).collect();
        assert_eq!(shown, ["6222 0200 0000 0000 018", "2024"]);
    }
}
