//! The text of a Word file with the place of each line and cell.

use crate::source::{Place, Reading, to_u32};

/// A cell of a table.
#[derive(Debug, Default)]
pub struct Cell {
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// How many columns it covers.
    pub span: usize,
    /// Whether it goes on a cell of the row above.
    pub goes_on: bool,
}

/// Writes lines and rows.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    places: Vec<(u32, Place)>,
    paragraphs: u32,
    tables: u32,
}

impl Writer {
    /// A paragraph outside tables.
    pub fn paragraph(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.text.push('\n');
            return;
        }
        self.paragraphs += 1;
        self.line(text, Place { paragraph: Some(self.paragraphs), ..Place::default() });
    }

    /// Begins a table, and gives its number.
    pub fn table(&mut self) -> u32 {
        self.tables += 1;
        self.tables
    }

    /// A paragraph of a cell that stands for itself.
    pub fn line(&mut self, text: &str, place: Place) {
        self.places.push((to_u32(self.text.len()), place));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A row of a table: its cells parted by tabs, a cell that covers several columns with nothing in
    /// the others. A row of a single cell is text like any other.
    pub fn row(&mut self, table: u32, row: u32, before: usize, cells: &[Cell]) {
        let place = |column: usize| Place {
            table: Some(table),
            row: Some(row),
            column: Some(to_u32(column + 1)),
            ..Place::default()
        };
        if let [only] = cells {
            only.paragraphs.iter().for_each(|text| self.line(text, place(0)));
            return;
        }
        self.text.extend(std::iter::repeat_n('\t', before));
        for (column, cell) in cells.iter().enumerate() {
            self.places.push((to_u32(self.text.len()), place(column)));
            if !cell.goes_on {
                let text = cell.paragraphs.join(" ");
                self.text.extend(text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
            }
            let last = column + 1 == cells.len();
            self.text.extend(std::iter::repeat_n('\t', cell.span.max(1) - usize::from(last)));
        }
        self.text.push('\n');
    }

    /// What was written, with its places.
    pub fn finish(self) -> Reading {
        Reading { text: self.text, places: self.places }
    }
}
