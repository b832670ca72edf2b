//! The variants that are no defects: widths, blanks, numbering, marks.
//!
//! A report is dressed after a defect was put in, as a clerk's machine would
//! dress it; the dress alone may never be reported.

use fastrand::Rng;

use crate::generated::form::{self, Table};
use crate::generated::model::{Report, Tables};
use crate::generated::prose::full_width_digits;

/// How the figures of a report are set.
#[derive(Clone, Copy, PartialEq)]
enum Digits {
    Plain,
    FullWidth,
    Thousands(&'static str),
}

/// How the labels of a report are set, the same all over it.
#[derive(Clone)]
pub struct Dress {
    half_brackets: bool,
    half_colon: bool,
    half_comma: bool,
    half_quotes: bool,
    numbering: &'static str,
    blank_after_number: bool,
    /// A label in so many gets a blank somewhere; 0 for none.
    blank_inside: u8,
    digits: Digits,
}

impl Dress {
    /// Draws a dress; an OCR'd report gets more blanks inside its labels.
    pub fn draw(scanned: bool, rng: &mut Rng) -> Dress {
        let often = |rng: &mut Rng| rng.u8(0..3) == 0;
        let inside = match (scanned, rng.u8(0..3)) {
            (true, _) => 3,
            (false, 0) => 8,
            _ => 0,
        };
        Dress {
            half_brackets: often(rng),
            half_colon: often(rng),
            half_comma: often(rng),
            half_quotes: scanned && often(rng),
            numbering: [".", ".", "、", "．"][rng.usize(0..4)],
            blank_after_number: often(rng),
            blank_inside: inside,
            digits: match rng.u8(0..12) {
                0 => Digits::FullWidth,
                1 => Digits::Thousands(","),
                2 => Digits::Thousands("，"),
                _ => Digits::Plain,
            },
        }
    }

    /// Dresses all labels and figures of the tables.
    pub fn put_on(&self, report: &mut Report, rng: &mut Rng) {
        let tables = &mut report.tables;
        for label in labels(tables) {
            *label = self.label(label, rng);
        }
        self.note_in_a_cell(tables, rng);
        for table in [Table::Disclosure, Table::Applications] {
            for cell in tables.rows_mut(table).flat_map(|row| &mut row.cells) {
                *cell = self.figure(cell);
            }
        }
        for cell in &mut tables.review {
            *cell = self.figure(cell);
        }
    }

    fn label(&self, text: &str, rng: &mut Rng) -> String {
        let mut text = renumber(text, self.numbering);
        let mut swap = |wanted: bool, from: &str, to: &str| {
            if wanted {
                text = text.replace(from, to);
            }
        };
        swap(self.half_brackets, "（", "(");
        swap(self.half_brackets, "）", ")");
        swap(self.half_colon, "：", ":");
        swap(self.half_comma, "，", ", ");
        swap(self.half_quotes, "“", "\"");
        swap(self.half_quotes, "”", "\"");
        if self.blank_after_number {
            text = blank_after_number(&text);
        }
        if self.blank_inside > 0 && rng.u8(0..self.blank_inside) == 0 {
            text = blank_inside(&text, rng);
        }
        text
    }

    /// Sets a whole number; anything else stays as it is.
    fn figure(&self, text: &str) -> String {
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit()) {
            return text.to_owned();
        }
        match self.digits {
            Digits::Plain => text.to_owned(),
            Digits::FullWidth => full_width_digits(text),
            Digits::Thousands(mark) => thousands(text, mark),
        }
    }

    /// Adds to one figure of the first block how much of it was revised.
    fn note_in_a_cell(&self, tables: &mut Tables, rng: &mut Rng) {
        if rng.u8(0..5) > 0 {
            return;
        }
        let row = tables.blocks.first_mut().and_then(|b| b.rows.last_mut());
        let Some(cell) = row.and_then(|row| row.cells.last_mut()) else {
            return;
        };
        if let Ok(figure @ 2..) = cell.parse::<u64>() {
            *cell = format!("{figure}（其中修订{}件）", figure / 2);
        }
    }
}

/// Every label of the tables.
fn labels(tables: &mut Tables) -> Vec<&mut String> {
    let mut all: Vec<&mut String> = vec![&mut tables.note, &mut tables.results];
    for block in &mut tables.blocks {
        all.push(&mut block.label);
        all.extend(&mut block.columns);
        all.extend(block.rows.iter_mut().map(|row| &mut row.label));
    }
    all.extend(&mut tables.applicants);
    all.extend(&mut tables.groups);
    let rows = tables.applications.iter_mut();
    all.extend(rows.filter(|row| row.id < form::APPLICATION_ROWS.len()).map(|row| &mut row.label));
    all.extend(&mut tables.remedies);
    all.extend(&mut tables.outcomes);
    all
}

/// `1.` as `1、` or `1．`.
fn renumber(text: &str, mark: &str) -> String {
    match text.split_once('.') {
        Some((number, rest)) if number.len() == 1 => format!("{number}{mark}{rest}"),
        _ => text.to_owned(),
    }
}

/// A blank behind `（一）` at the start of a label, as in `（一） 予以公开`.
fn blank_after_number(text: &str) -> String {
    let end = text.find(['）', ')']);
    match end.filter(|_| text.starts_with(['（', '('])) {
        Some(end) if text[..end].chars().count() == 2 => {
            let (number, rest) = text.split_at(end + text[end..].chars().next().map_or(0, char::len_utf8));
            format!("{number} {rest}")
        }
        _ => text.to_owned(),
    }
}

/// A blank between two ideographs somewhere in a label.
fn blank_inside(text: &str, rng: &mut Rng) -> String {
    let chars: Vec<char> = text.chars().collect();
    let places: Vec<usize> =
        (1..chars.len()).filter(|&i| is_ideograph(chars[i - 1]) && is_ideograph(chars[i])).collect();
    let Some(&place) = rng.choice(&places) else {
        return text.to_owned();
    };
    let (before, after) = chars.split_at(place);
    format!("{} {}", String::from_iter(before), String::from_iter(after))
}

/// Whether a character is a Chinese character, no punctuation.
pub fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn thousands(text: &str, mark: &str) -> String {
    let mut out = String::new();
    for (place, c) in text.chars().enumerate() {
        if place > 0 && (text.len() - place).is_multiple_of(3) {
            out.push_str(mark);
        }
        out.push(c);
    }
    out
}
