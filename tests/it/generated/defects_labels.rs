//! Defects of fixed wording: labels, the corner note, section headings.

use fastrand::Rng;

use crate::generated::dress::is_ideograph;
use crate::generated::expect::Expectation;
use crate::generated::form::{NUMERALS, Table};
use crate::generated::layouts::Layout;
use crate::generated::model::{Report, Tag, first_column};

/// What a lost character may be replaced with.
const OTHERS: [char; 16] =
    ['政', '务', '况', '表', '性', '项', '定', '办', '件', '用', '法', '公', '仪', '申', '末', '己'];

/// Loses or replaces one character of a label, never of its number.
fn damaged(text: &str, rng: &mut Rng) -> Option<String> {
    let mut chars: Vec<char> = text.chars().collect();
    let is_number = |index: usize| {
        let numeral = NUMERALS.contains(&&*chars[index].to_string());
        let open = index > 0 && chars[index - 1] == '（';
        let listed = index == 0 && chars.get(1) == Some(&'、');
        numeral && (open || listed)
    };
    let places: Vec<usize> =
        (0..chars.len()).filter(|&index| is_ideograph(chars[index]) && !is_number(index)).collect();
    let place = *rng.choice(&places)?;
    if rng.bool() {
        chars.remove(place);
    } else {
        let other = *rng.choice(&OTHERS)?;
        if other == chars[place] {
            return None;
        }
        chars[place] = other;
    }
    Some(chars.into_iter().collect())
}

/// Damages a label in place.
fn damage(label: &mut String, rng: &mut Rng) -> Option<()> {
    *label = damaged(label, rng)?;
    Some(())
}

/// A row label of the disclosure or the applications table.
pub fn row(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let (table, count) = match rng.u8(0..4) {
        0 => (Table::Disclosure, 6),
        _ => (Table::Applications, 25),
    };
    let id = rng.usize(0..count);
    let row = report.tables.rows_mut(table).find(|row| row.id == id)?;
    damage(&mut row.label, rng)?;
    Some(Expectation::rule("table/row-label", &[Tag::Row(table, id)]))
}

/// A group label, or the label over all results.
pub fn group(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let group = rng.usize(0..5);
    let (label, tag) = match report.tables.groups.get_mut(group) {
        Some(label) => (label, Tag::Group(group)),
        None => (&mut report.tables.results, Tag::Results),
    };
    damage(label, rng)?;
    Some(Expectation::rule("table/row-label", &[tag]))
}

/// A block label of the disclosure table.
pub fn block(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let block = rng.usize(0..4);
    damage(&mut report.tables.blocks[block].label, rng)?;
    Some(Expectation::rule("table/row-label", &[Tag::Block(block)]))
}

/// A column label of any table.
pub fn column(report: &mut Report, layout: Layout, rng: &mut Rng) -> Option<Expectation> {
    let tables = &mut report.tables;
    let (table, index) = match rng.u8(0..3) {
        0 => {
            let number = rng.usize(0..4);
            let columns = &mut tables.blocks[number].columns;
            let index = rng.usize(0..columns.len());
            damage(&mut columns[index], rng)?;
            (Table::Disclosure, first_column(number) + index)
        }
        1 => {
            let index = rng.usize(0..9);
            damage(&mut tables.applicants[index], rng)?;
            (Table::Applications, index)
        }
        _ => {
            let index = rng.usize(0..19);
            let labels = tables.remedies.iter_mut().chain(&mut tables.outcomes);
            damage(labels.into_iter().nth(index)?, rng)?;
            (Table::Review, index)
        }
    };
    let mut at = vec![Tag::Column(table, index)];
    let shredded = matches!(layout, Layout::Pdf | Layout::Scanned);
    if shredded && table != Table::Disclosure {
        at.extend((0..19).map(|index| Tag::Column(table, index)));
    }
    Some(Expectation::rule("table/column-label", &at))
}

/// The corner note of the applications table.
pub fn note(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    damage(&mut report.tables.note, rng)?;
    Some(Expectation::rule("table/note", &[Tag::Note]))
}

/// Words a clerk puts instead of those of a heading.
const RENAMED: [[(&str, &str); 2]; 6] = [
    [("总体", "总的"), ("情况", "状况")],
    [("公开政府", "公布政府"), ("情况", "事项")],
    [("收到", "受到"), ("情况", "事项")],
    [("行政复议", "行政复仪"), ("情况", "事项")],
    [("改进情况", "改进方向"), ("问题", "困难")],
    [("事项", "情况"), ("需要", "应当")],
];

/// The heading of a section.
pub fn section(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let number = rng.usize(0..6);
    let heading = report.sections[number].heading.as_mut()?;
    let text = &mut heading.spans.first_mut()?.text;
    let (from, to) = RENAMED[number][rng.usize(0..2)];
    let renamed = text.replacen(from, to, 1);
    if renamed == *text {
        return None;
    }
    *text = renamed;
    let at = [Tag::Heading(number)];
    Some(Expectation::rule("structure/section-title", &at))
}
