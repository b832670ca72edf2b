//! Lines of a printed page: pieces of text, each at its place across the page.

use crate::generated::model::Tag;
use crate::generated::sheet::Sheet;

/// A piece of text at a place, counted in characters as `pdftotext` does.
#[derive(Clone, Debug)]
pub struct Piece {
    pub x: usize,
    pub text: String,
    pub tags: Vec<Tag>,
}

/// A line of the page.
#[derive(Clone, Debug, Default)]
pub struct CanvasLine {
    pub pieces: Vec<Piece>,
    /// Whether it goes on with the label of the line above.
    pub continued: bool,
}

impl CanvasLine {
    pub fn one(x: usize, text: impl Into<String>, tag: Tag) -> CanvasLine {
        let mut line = CanvasLine::default();
        line.put(x, text, tag);
        line
    }

    pub fn put(&mut self, x: usize, text: impl Into<String>, tag: Tag) {
        self.pieces.push(Piece { x, text: text.into(), tags: vec![tag] });
    }

    /// Whether nothing is written left of a place.
    pub fn is_free_before(&self, x: usize) -> bool {
        self.pieces.iter().all(|piece| piece.x >= x)
    }
}

/// A page being composed: the lines of one table.
#[derive(Clone, Debug)]
pub struct Canvas {
    pub lines: Vec<CanvasLine>,
    /// Whether columns stand under one another (`pdftotext -layout`), or one
    /// blank parts the pieces of a line.
    pub aligned: bool,
    /// Whether empty lines part the rows.
    pub loose: bool,
}

impl Canvas {
    /// Writes the lines out.
    pub fn print(&self, sheet: &mut Sheet) {
        for line in &self.lines {
            if self.loose && !line.continued {
                sheet.blank();
            }
            let mut pieces = line.pieces.clone();
            pieces.sort_by_key(|piece| piece.x);
            let tags: Vec<Tag> = pieces.iter().flat_map(|piece| piece.tags.clone()).collect();
            let text = if self.aligned {
                spread(&pieces)
            } else {
                let texts: Vec<&str> = pieces.iter().map(|piece| &*piece.text).collect();
                texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
            };
            sheet.push(text, &tags);
        }
    }
}

/// Puts pieces at their places, two blanks apart at the least.
fn spread(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces.iter().filter(|piece| !piece.text.is_empty()) {
        let used = text.chars().count();
        let gap = match piece.x.checked_sub(used) {
            Some(gap) if gap >= 2 || used == 0 => gap,
            _ => 2,
        };
        text.extend(std::iter::repeat_n(' ', gap));
        text.push_str(&piece.text);
    }
    text
}

/// Cuts a label in pieces of at most `width` characters.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let pieces = chars.chunks(width.max(1));
    pieces.map(|piece| String::from_iter(piece).trim().to_owned()).collect()
}
