//! Chinese numerals: `〇二四`, `十二`, `一百二十一`.

/// The numerals by which sections, rows and paragraphs are counted.
pub const COUNTING: &str = "一二三四五六七八九十";

/// Whether a character is one of [`COUNTING`].
pub fn counts(c: char) -> bool {
    COUNTING.contains(c)
}

/// The value of a digit, Chinese or not.
fn digit(c: char) -> Option<u64> {
    match c {
        '零' | '〇' | '○' => Some(0),
        '两' => Some(2),
        _ => COUNTING.chars().take(9).zip(1..).find(|(known, _)| *known == c).map(|(_, value)| value),
    }
    .or_else(|| c.to_digit(10).map(u64::from))
}

/// The value of a numeral, its digits one behind the other or with `十百千万` between; none where it
/// is no numeral, or larger than what can be counted.
pub fn read(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    if let Some(digits) = text.chars().map(digit).collect::<Option<Vec<u64>>>() {
        return digits.into_iter().try_fold(0u64, |value, digit| value.checked_mul(10)?.checked_add(digit));
    }
    let (mut total, mut section, mut pending) = (0u64, 0u64, None);
    for c in text.chars() {
        let place = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => {
                let so_far = total.checked_add(section)?.checked_add(pending.take().unwrap_or(0))?;
                (total, section) = (so_far.checked_mul(10_000)?, 0);
                continue;
            }
            _ => {
                pending = Some(digit(c)?);
                continue;
            }
        };
        section = section.checked_add(pending.take().unwrap_or(1) * place)?;
    }
    total.checked_add(section)?.checked_add(pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn numerals_are_read_however_they_are_written() {
        for (text, value) in [
            ("一百二十一", 121),
            ("十二", 12),
            ("两", 2),
            ("一千零五", 1005),
            ("二〇二四", 2024),
            ("2○24", 2024),
            ("三万两千", 32000),
            ("三十一", 31),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_none_or_too_large_is_not_read() {
        for text in ["", "元", "三月", &"九万".repeat(40), &format!("{}一", "九".repeat(40))] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
