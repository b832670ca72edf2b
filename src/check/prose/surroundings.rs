//! What stands around a number in its sentence, as far as it says what the number is of.

use std::ops::Range;

/// The text around a number. What stands in brackets that were closed before it is left out.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::check) struct Surroundings<'t> {
    /// The sentence up to the end of the number's clause.
    pub trail: String,
    /// The same from the last semicolon on.
    pub scope: String,
    /// The part of `scope` before the number.
    pub before: String,
    /// The number's own clause.
    pub clause: &'t str,
}

impl<'t> Surroundings<'t> {
    /// The surroundings of a stretch of a sentence.
    pub(in crate::check) fn new(sentence: &'t str, at: Range<usize>) -> Self {
        let head = sentence.get(..at.start).unwrap_or_default();
        let (mut trail, mut scope) = (String::new(), String::new());
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut clause_start = 0;
        for (index, c) in head.char_indices() {
            match c {
                '(' => open.push((trail.len(), scope.len())),
                ')' => {
                    if let Some((in_trail, in_scope)) = open.pop() {
                        trail.truncate(in_trail);
                        scope.truncate(in_scope);
                    }
                }
                ';' if open.is_empty() => scope.clear(),
                _ => {}
            }
            if parts_clauses(head, index, c) {
                clause_start = index + c.len_utf8();
            }
            trail.push(c);
            if !(c == ';' && open.is_empty()) {
                scope.push(c);
            }
        }
        let before = scope.clone();
        let tail = sentence.get(at.end..).unwrap_or_default();
        let end = tail.char_indices().find(|&(index, c)| parts_clauses(tail, index, c)).map_or(tail.len(), |(i, _)| i);
        let rest = sentence.get(at.start..at.end + end).unwrap_or_default();
        trail.push_str(rest);
        scope.push_str(rest);
        let clause = sentence.get(clause_start..at.end + end).unwrap_or_default();
        Self { trail, scope, before, clause }
    }
}

/// Whether a character parts two clauses; a comma within a number does not.
fn parts_clauses(text: &str, index: usize, c: char) -> bool {
    match c {
        ';' | '(' | ')' | '、' | ':' => true,
        ',' => {
            let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
            let bytes = text.as_bytes();
            !(index > 0 && digit(bytes.get(index - 1)) && digit(bytes.get(index + 1)))
        }
        _ => false,
    }
}

/// Words in front of a number that make it approximate.
const ABOUT: [&str; 12] = ["约", "近", "超过", "逾", "超", "不足", "将近", "接近", "大约", "至少", "突破", "多达"];
/// Words behind a number that do.
const OR_SO: [&str; 5] = ["余", "多", "左右", "以上", "上下"];

/// Whether the text says of a number that it is only about so many; decimals count as such, since
/// no one counts in them.
pub(in crate::check) fn is_approximate(text: &str, number: &Range<usize>) -> bool {
    let before = text.get(..number.start).unwrap_or_default().trim_end_matches(' ');
    let after = text.get(number.end..).unwrap_or_default();
    let behind_unit = after.char_indices().nth(1).and_then(|(at, _)| after.get(at..)).unwrap_or_default();
    let decimal = after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_digit());
    ABOUT.iter().any(|word| before.ends_with(word))
        || OR_SO.iter().any(|word| after.starts_with(word) || behind_unit.starts_with(word) && *word != "多")
        || decimal
}

/// The year that was named last in a text.
pub(in crate::check) fn nearest_year(text: &str) -> Option<u16> {
    let years = text.match_indices('年').filter_map(|(at, _)| {
        let digits = text.get(at.checked_sub(4)?..at)?;
        let before = text.get(..at - 4)?.bytes().last();
        let year: u16 = digits.parse().ok()?;
        (!before.is_some_and(|b| b.is_ascii_digit()) && (1949..2100).contains(&year)).then_some(year)
    });
    years.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around<'t>(sentence: &'t str, number: &str) -> Surroundings<'t> {
        let at = sentence.find(number).unwrap();
        Surroundings::new(sentence, at..at + number.len())
    }

    #[test]
    fn brackets_that_were_closed_do_not_count() {
        let found = around("收到128件(自然人112件;法人16件),办结131件,结转6件", "131");
        assert_eq!(found.trail, "收到128件),办结131件");
        assert_eq!(found.clause, "办结131件");
    }

    #[test]
    fn a_semicolon_ends_the_scope_but_not_the_sentence() {
        let found = around("各乡镇收到3件;本局收到1,280件,办结", "1,280");
        assert_eq!(found.scope, "本局收到1,280件");
        assert_eq!(found.before, "本局收到");
        assert!(found.trail.starts_with("各乡镇"));
    }

    #[test]
    fn more_or_less_is_approximate() {
        for (text, number) in [("约130件", "130"), ("130余件", "130"), ("130件左右", "130"), ("7.8件", "7")] {
            let at = text.find(number).unwrap();
            assert!(is_approximate(text, &(at..at + number.len())), "{text}");
        }
        assert!(!is_approximate("共130件,多为", &(3..6)));
    }

    #[test]
    fn the_last_year_counts() {
        assert_eq!(nearest_year("2023年收到105件,2024年收到"), Some(2024));
        assert_eq!(nearest_year("近三年"), None);
    }
}
