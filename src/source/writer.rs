//! The text of a file that is no plain text, written line by line: what every reader of a format ends
//! with. A row of a table becomes a line with tabs, and every line and cell keeps its place.

use super::error::ReadError;
use super::piece::{Origins, Piece};
use super::read::LARGEST_TEXT;
use super::{Place, to_u32};

/// Bytes of a cell from which on it holds prose, and its table is there for looks.
pub const LONGEST_CELL: usize = 1200;

/// Columns of a table; no report has more than some twenty.
pub const MOST_COLUMNS: usize = 200;

/// A cell of a table.
#[derive(Debug, Default)]
pub struct Cell {
    /// Its paragraphs.
    pub paragraphs: Vec<Piece>,
    /// How many columns it covers.
    pub span: usize,
    /// Whether it goes on a cell of the row above.
    pub goes_on: bool,
    /// Where it is besides table, row and column.
    pub at: Place,
}

impl Cell {
    fn is_prose(&self) -> bool {
        self.paragraphs.iter().map(|paragraph| paragraph.text().len()).sum::<usize>() > LONGEST_CELL
    }
}

/// What a reader makes of a file.
#[derive(Debug, Default)]
pub struct Reading {
    /// The text.
    pub text: String,
    /// Where in the file the text came from, byte for byte, if that can be said.
    pub origins: Origins,
    /// Where in the file the text from an offset on stands, in order.
    pub places: Vec<(u32, Place)>,
}

/// Writes lines and rows.
#[derive(Debug, Default)]
pub struct Writer {
    piece: Piece,
    places: Vec<(u32, Place)>,
    paragraphs: u32,
    tables: u32,
}

impl Writer {
    /// A paragraph outside tables.
    pub fn paragraph(&mut self, paragraph: &Piece) {
        if paragraph.is_blank() {
            self.piece.push("\n");
            return;
        }
        self.paragraphs += 1;
        self.line(paragraph, Place { paragraph: Some(self.paragraphs), ..Place::default() });
    }

    /// Begins a table, and gives its number.
    pub fn table(&mut self) -> u32 {
        self.tables += 1;
        self.tables
    }

    /// A line that stands for itself.
    pub fn line(&mut self, line: &Piece, place: Place) {
        self.begin(place);
        self.write(line);
        self.piece.push("\n");
    }

    /// The same of parts that stand in several places.
    pub fn parts(&mut self, parts: &[(Piece, Place)]) {
        for (part, place) in parts {
            self.begin(*place);
            self.write(part);
        }
        self.piece.push("\n");
    }

    /// A row of a table: its cells parted by tabs, a cell that covers several columns with nothing in
    /// the others. A row of a single cell, and one with a page of text in a cell, is text like any other.
    pub fn row(&mut self, table: u32, row: u32, before: usize, cells: Vec<Cell>) {
        let place = |column: usize, cell: &Cell| Place {
            table: Some(table),
            row: Some(row),
            column: Some(to_u32(column + 1)),
            ..cell.at
        };
        if cells.len() == 1 || cells.iter().any(Cell::is_prose) {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.goes_on) {
                cell.paragraphs.iter().for_each(|paragraph| self.line(paragraph, place(column, cell)));
            }
            return;
        }
        self.tabs(before);
        let last = cells.len().saturating_sub(1);
        for (column, cell) in cells.into_iter().enumerate() {
            self.begin(place(column, &cell));
            let paragraphs = if cell.goes_on { Vec::new() } else { cell.paragraphs };
            for (index, paragraph) in paragraphs.into_iter().enumerate() {
                if index > 0 {
                    self.piece.push(" ");
                }
                self.write(&paragraph.in_one_line());
            }
            self.tabs(cell.span.max(1) - usize::from(column == last));
        }
        self.piece.push("\n");
    }

    fn begin(&mut self, place: Place) {
        let at = to_u32(self.piece.text().len());
        self.places.push((at, place));
    }

    fn tabs(&mut self, count: usize) {
        if self.has_room() {
            (0..count.min(MOST_COLUMNS)).for_each(|_| self.piece.push("\t"));
        }
    }

    fn write(&mut self, piece: &Piece) {
        if self.has_room() {
            self.piece.append(piece);
        }
    }

    /// A small file can state that it holds more than there is memory for.
    fn has_room(&self) -> bool {
        self.piece.text().len() <= LARGEST_TEXT
    }

    /// What was written, with its places.
    ///
    /// # Errors
    /// Nothing was, or more than any report holds. `format` is what the file is.
    pub fn finish(self, format: &'static str) -> Result<Reading, ReadError> {
        if !self.has_room() {
            return Err(ReadError::TooComplex(format));
        }
        if self.piece.is_blank() {
            return Err(ReadError::Empty);
        }
        let (text, origins) = self.piece.into_parts();
        Ok(Reading { text, origins, places: self.places })
    }
}
