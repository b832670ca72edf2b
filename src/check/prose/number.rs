//! Numbers in prose, in digits and in Chinese.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::numeral;

/// A number with its unit: `12条`, `三场`, `1,280件`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Quantity<'t> {
    /// Its value.
    pub value: Decimal,
    /// The measure word, as far as it is written after the number.
    pub unit: &'t str,
    /// The number in the text.
    pub number: Range<usize>,
    /// Where the measure word ends.
    pub end: usize,
    /// Whether the text says that it is only about so many.
    pub approximate: bool,
}

/// Measure words that count what a report counts; longer ones first.
const UNITS: [&str; 39] = [
    "人次",
    "件次",
    "场次",
    "次数",
    "批次",
    "万元",
    "亿元",
    "小时",
    "工作日",
    "件",
    "条",
    "宗",
    "起",
    "份",
    "篇",
    "项",
    "个",
    "次",
    "场",
    "期",
    "例",
    "人",
    "户",
    "家",
    "部",
    "册",
    "本",
    "封",
    "笔",
    "批",
    "处",
    "张",
    "类",
    "幅",
    "套",
    "名",
    "则",
    "元",
    "轮",
];

/// Every number with a unit in a text.
pub(in crate::check) fn quantities(text: &str) -> Vec<Quantity<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = number_length(rest);
        if length == 0 {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        found.extend(quantity(text, at..at + length));
        at += length;
    }
    found
}

fn quantity(text: &str, number: Range<usize>) -> Option<Quantity<'_>> {
    // Half of a number that was broken over two lines.
    let before = text.get(..number.start)?.strip_suffix(' ');
    if before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let value = read_number(text.get(number.clone())?)?;
    let rest = text.get(number.end..)?;
    let vague = ["余", "多"].iter().find_map(|word| rest.strip_prefix(word));
    let measured = vague.unwrap_or(rest).trim_start_matches(' ');
    let unit = UNITS.iter().find(|unit| measured.starts_with(**unit))?;
    let end = text.len() - measured.len() + unit.len();
    let approximate = vague.is_some() || super::is_approximate(text, &number);
    Some(Quantity { value, unit: text.get(end - unit.len()..end)?, number, end, approximate })
}

/// How many bytes at the beginning of a text are a number.
fn number_length(text: &str) -> usize {
    let digits = |from: usize| text.get(from..).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let mut length = digits(0);
    if length == 0 {
        return text
            .char_indices()
            .find(|(_, c)| !"零〇一二两三四五六七八九十百千万".contains(*c))
            .map_or(text.len(), |(at, _)| at);
    }
    let mark = |at: usize, mark: u8| text.as_bytes().get(at) == Some(&mark);
    while length > 0 && mark(length, b',') && digits(length + 1) == 3 {
        length += 4;
    }
    if mark(length, b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if text.get(length..).is_some_and(|rest| rest.starts_with('万') && !rest.starts_with("万元")) {
        length += '万'.len_utf8();
    }
    length
}

/// What no count reaches; sums and shares of smaller numbers are exact.
const MOST: u64 = 1_000_000_000_000;

/// The value of a number as prose writes it: `1,280`, `一百二十`, `两`, `1.2万`; none where it is
/// larger than anything that is counted.
pub(in crate::check) fn read_number(text: &str) -> Option<Decimal> {
    written(text).filter(|value| *value < Decimal::from(MOST))
}

fn written(text: &str) -> Option<Decimal> {
    let (text, times) = match text.strip_suffix('万') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => (rest, Decimal::from(10_000)),
        _ => (text, Decimal::ONE),
    };
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return text.replace(',', "").parse::<Decimal>().ok()?.checked_mul(times);
    }
    numeral::read(text).map(Decimal::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_digits_and_in_chinese() {
        for (text, value) in [
            ("1,280", "1280"),
            ("一百二十一", "121"),
            ("十二", "12"),
            ("两", "2"),
            ("一千零五", "1005"),
            ("1.2万", "12000"),
            ("二〇二四", "2024"),
            ("三万两千", "32000"),
        ] {
            assert_eq!(read_number(text), value.parse().ok(), "{text}");
        }
    }

    #[test]
    fn what_nobody_counts_is_no_number() {
        assert_eq!(read_number("79228162514264337593543950335"), None);
        assert_eq!(read_number(&format!("{}万", "9".repeat(20))), None);
    }

    #[test]
    fn quantities_are_found_with_their_units() {
        let found = quantities("公开信息1,250条,其中视频80个,浏览量4万余人次,三场");
        let shown: Vec<_> = found.iter().map(|q| (q.value.to_string(), q.unit, q.approximate)).collect();
        let expected = [("1250", "条", false), ("80", "个", false), ("40000", "人次", true), ("3", "场", false)];
        assert_eq!(shown, expected.map(|(value, unit, vague)| (value.to_owned(), unit, vague)));
    }
}
