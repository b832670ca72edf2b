//! Figures as clerks write them.

use rust_decimal::Decimal;

/// Reads a normalised cell as a number: digits, thousands separators, a sign, decimals, a note in
/// brackets behind (`22(其中修订16件)`), a counting word. Anything else is no number.
#[must_use]
pub fn parse_number(text: &str) -> Option<Decimal> {
    let first = *text.as_bytes().first()?;
    if !first.is_ascii_digit() && first != b'-' {
        return None;
    }
    if text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse::<u32>().ok().map(Decimal::from);
    }
    let text = match text.find('(') {
        Some(at) if text.ends_with(')') => text.get(..at)?,
        _ => text,
    };
    let text = without_footnote_mark(text).trim_end_matches(['件', '条', '个', '项', '次', '万', '元']);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let number = ungrouped(digits)?.parse::<Decimal>().ok()?;
    Some(number * Decimal::from(sign))
}

/// `12*` and `12[1]` are 12.
fn without_footnote_mark(text: &str) -> &str {
    let text = text.trim_end_matches('*');
    let marked = text.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    marked.filter(|(_, mark)| mark.bytes().all(|b| b.is_ascii_digit())).map_or(text, |(number, _)| number)
}

/// Takes the thousands separators out, if they stand where they should.
fn ungrouped(digits: &str) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let groups: Vec<&str> = whole.split(',').collect();
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let well_grouped = groups.len() == 1
        || groups.first().is_some_and(|g| g.len() <= 3) && groups.iter().skip(1).all(|g| g.len() == 3);
    if !well_grouped || !groups.iter().all(|g| all_digits(g)) || !fraction.is_none_or(all_digits) {
        return None;
    }
    Some(match fraction {
        Some(fraction) => format!("{}.{fraction}", groups.concat()),
        None => groups.concat(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("0", "0"),
            ("3001", "3001"),
            ("3,001", "3001"),
            ("1,234,567", "1234567"),
            ("22(其中修订16件)", "22"),
            ("96171.6", "96171.6"),
            ("-2", "-2"),
            ("12件", "12"),
            ("12*", "12"),
            ("12[1]", "12"),
        ] {
            assert_eq!(parse_number(text), value.parse().ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_stays_none() {
        for text in ["", "O", "-", "钊0", "1.", "1.属于国家秘密", "3,01", "2024年", "0 0", "1.2.3", "/", "(一)"]
        {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }
}
