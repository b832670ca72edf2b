//! What stands around a number in its sentence, as far as it says what the number is of.

use std::ops::Range;

use super::quantities;

/// The text around a stretch of a sentence. What stands in brackets that were closed before it is
/// left out.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::check) struct Surroundings<'t> {
    /// The sentence up to the end of the stretch's clause.
    pub trail: String,
    /// The part of it from the last semicolon up to the stretch.
    pub before: String,
    /// The stretch's own clause.
    pub clause: &'t str,
    /// What stands between the beginning of the clause and the stretch.
    pub lead: String,
    /// Where the stretch is an item of a list (`甲3件、乙2件`): what stands before the first number.
    pub list_lead: String,
    /// The clause before its own, where it is but a few words, such as a time.
    pub adverbial: String,
}

/// Characters of a clause that only says when or where.
const SHORT: usize = 16;

/// Where clauses begin in the text that is kept.
#[derive(Debug, Clone, Copy, Default)]
struct Starts {
    /// The clause of the stretch.
    item: usize,
    /// The list it is an item of.
    list: usize,
    /// The clause before.
    previous: usize,
    /// Where that ends.
    previous_end: usize,
}

impl<'t> Surroundings<'t> {
    /// The surroundings of a stretch of a sentence.
    pub(in crate::check) fn new(sentence: &'t str, at: Range<usize>) -> Self {
        let head = sentence.get(..at.start).unwrap_or_default();
        let (mut trail, mut before) = (String::new(), String::new());
        let mut open: Vec<(usize, usize, Starts)> = Vec::new();
        let mut starts = Starts::default();
        let mut own = 0;
        for (index, c) in head.char_indices() {
            if c == '(' {
                open.push((trail.len(), before.len(), starts));
            } else if let (')', Some((in_trail, in_before, outer))) = (c, open.last().copied()) {
                open.pop();
                trail.truncate(in_trail);
                before.truncate(in_before);
                starts = outer;
                own = index + c.len_utf8();
                continue;
            }
            let item = trail.get(starts.item..).unwrap_or_default();
            let parted = parts_clauses(head, index, c) && !joins(item, c);
            trail.push(c);
            if parted {
                own = index + c.len_utf8();
                starts.item = trail.len();
                if c != '、' {
                    starts = Starts {
                        item: trail.len(),
                        list: trail.len(),
                        previous: starts.list,
                        previous_end: trail.len() - c.len_utf8(),
                    };
                }
            }
            match c {
                ';' if open.is_empty() => before.clear(),
                c => before.push(c),
            }
        }
        let tail = sentence.get(at.end..).unwrap_or_default();
        let end = tail.char_indices().find(|&(index, c)| parts_clauses(tail, index, c)).map_or(tail.len(), |(i, _)| i);
        let lead = trail.get(starts.item..).unwrap_or_default().to_owned();
        let list = trail.get(starts.list..starts.item).unwrap_or_default();
        let first = quantities(list).first().map_or(0, |first| first.number.start);
        let list_lead = list.get(..first).unwrap_or_default().to_owned();
        let previous = trail.get(starts.previous..starts.previous_end).unwrap_or_default();
        let adverbial = if previous.chars().count() <= SHORT { previous.to_owned() } else { String::new() };
        trail.push_str(sentence.get(at.start..at.end + end).unwrap_or_default());
        let clause = sentence.get(own..at.end + end).unwrap_or_default();
        Self { trail, before, clause, lead, list_lead, adverbial }
    }
}

/// Whether a mark joins what stands before it to what follows: items without a number of their own
/// (`复议、诉讼共3件`).
fn joins(clause: &str, mark: char) -> bool {
    mark == '、' && quantities(clause).is_empty()
}

/// Whether a character parts two clauses; a comma within a number does not.
fn parts_clauses(text: &str, index: usize, c: char) -> bool {
    match c {
        ';' | '(' | ')' | '、' | ':' => true,
        ',' => !is_in_number(text, index),
        _ => false,
    }
}

/// Whether a comma stands between two digits.
pub(in crate::check) fn is_in_number(text: &str, index: usize) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    digit(index.checked_sub(1)) && digit(Some(index + 1))
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
        (!before.is_some_and(|b| b.is_ascii_digit()) && (1949..2100).contains(&year)).then_some((at, year))
    });
    years.max_by_key(|&(at, _)| at).map(|(_, year)| year)
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
        assert_eq!(found.trail, "收到128件,办结131件");
        assert_eq!((found.clause, found.lead.as_str()), ("办结131件", "办结"));
    }

    #[test]
    fn a_semicolon_ends_the_scope_but_not_the_sentence() {
        let found = around("各乡镇收到3件;本局收到1,280件,办结", "1,280");
        assert_eq!((found.before.as_str(), found.clause), ("本局收到", "本局收到1,280件"));
        assert!(found.trail.starts_with("各乡镇"));
    }

    #[test]
    fn items_without_a_number_belong_to_the_next() {
        assert_eq!(around("予以公开、部分公开60件", "部分公开").lead, "予以公开、");
        assert_eq!(around("予以公开47件、部分公开13件", "部分公开").lead, "");
        assert_eq!(around("上半年,收到63件", "收到").adverbial, "上半年");
        assert_eq!(around("外省来的3件、本省的5件", "本省的").list_lead, "外省来的");
        assert_eq!(around("12个乡镇(街道)共收到46件", "收到").lead, "12个乡镇共");
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
