//! Long numbers, as telephones, cards and identity papers have them.

use std::ops::Range;

/// Fewest digits of a number that is worth a look.
const SHORTEST: usize = 11;
/// Fewest characters of a card's or an identity's number.
const SHORTEST_IDENTITY: usize = 16;

/// Runs of digits, with what may close an identity number. Marks may part them as cards, telephones
/// and identity numbers are usually written; figures beside each other are no number.
pub(in crate::check) fn long_numbers(text: &str) -> Vec<(Range<usize>, bool)> {
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
        next = first.end;
        let Some(second) = touching(text, first.end) else {
            found.extend((first.len() >= SHORTEST).then_some((first, false)));
            continue;
        };
        let mut words = vec![first.clone(), second];
        while let Some(word) = words.last().and_then(|last| touching(text, last.end)) {
            words.push(word);
        }
        next = words.last().map_or(next, |last| last.end);
        let lengths: Vec<usize> = words.iter().map(Range::len).collect();
        if GROUPS.contains(&lengths.as_slice()) || broken(&lengths) {
            found.push((first.start..next, true));
        } else {
            found.extend(words.into_iter().filter(|word| word.len() >= SHORTEST).map(|word| (word, false)));
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
    found.retain(|(run, _)| !joined(run));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_whole_words() {
        let text = "卡6222 0200 0000 0000 018号,91530125MA6K0001XQ,2024年,139-0000-0186,3 139 0000 0186";
        let shown: Vec<_> = long_numbers(text).into_iter().map(|(at, grouped)| (&text[at], grouped)).collect();
        assert_eq!(shown, [("6222 0200 0000 0000 018", true), ("139-0000-0186", true)]);
    }

    #[test]
    fn a_number_broken_over_a_line_is_one() {
        let text = "身份证11010119 0203040019,另12 345";
        let shown: Vec<_> = long_numbers(text).into_iter().map(|(at, _)| &text[at]).collect();
        assert_eq!(shown, ["11010119 0203040019"]);
    }
}
