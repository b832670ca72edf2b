//! Lines of text from glyphs that stand beside each other.

use super::page::Glyph;

/// Gap, in parts of the size, from which on two letters or figures are parted by a blank.
const BLANK: f64 = 0.2;
/// Gap, in parts of the size, from which on two words are columns of a table without lines.
const COLUMN: f64 = 1.6;
/// How far apart, in parts of the size, the middles of glyphs of one line can be.
const SAME_LINE: f64 = 0.45;
/// How far apart, in parts of the size, a glyph is that was drawn twice to look bold.
const DRAWN_TWICE: f64 = 0.15;

/// A line of text.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Left end of its first glyph.
    pub left: f64,
    /// Right end of its last.
    pub right: f64,
    /// Where its middle is.
    pub middle: f64,
    /// The largest of its sizes.
    pub size: f64,
    /// How wide what cannot be broken at its beginning is.
    pub first_unit: f64,
    /// Whether words in it are parted like columns.
    pub has_columns: bool,
}

/// The lines of some glyphs, from top to bottom.
pub fn lines(glyphs: &[&Glyph]) -> Vec<Line> {
    let mut sorted: Vec<&Glyph> = glyphs.iter().copied().filter(|glyph| glyph.size > 0.0).collect();
    sorted.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    let mut rows: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in sorted {
        let joins = |row: &&mut Vec<&Glyph>| {
            let above = row.last().map_or(f64::MIN, |last| last.middle());
            let size = row.first().map_or(0.0, |first| first.size).max(glyph.size);
            glyph.middle() - above.min(row.first().map_or(above, |first| first.middle())) < SAME_LINE * size
        };
        match rows.last_mut().filter(joins) {
            Some(row) => row.push(glyph),
            None => rows.push(vec![glyph]),
        }
    }
    rows.into_iter().map(line).filter(|line| !line.text.trim().is_empty()).collect()
}

fn line(mut glyphs: Vec<&Glyph>) -> Line {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut line = Line::default();
    let mut last: Option<&Glyph> = None;
    let mut blank = false;
    for glyph in glyphs {
        if glyph.text.trim().is_empty() {
            blank = true;
            continue;
        }
        let is_twice = |before: &&Glyph| before.text == glyph.text && glyph.x - before.x < DRAWN_TWICE * glyph.size;
        if last.as_ref().is_some_and(is_twice) {
            continue;
        }
        match last {
            Some(last) => line.part(last, glyph, std::mem::take(&mut blank)),
            None => line.left = glyph.x,
        }
        line.text.push_str(&glyph.text);
        line.right = line.right.max(glyph.right());
        line.size = line.size.max(glyph.size);
        if goes_with_first(&line.text) {
            line.first_unit = line.right - line.left;
        }
        last = Some(glyph);
    }
    // The smaller signs of a line stand above or below its middle.
    line.middle = last.map_or(0.0, Glyph::middle);
    line
}

impl Line {
    fn part(&mut self, last: &Glyph, next: &Glyph, has_blank: bool) {
        let gap = (next.x - self.right) / next.size.max(last.size);
        let ends = self.text.chars().next_back();
        let begins = next.text.chars().next();
        let are_words = [ends, begins].iter().all(|c| c.is_some_and(|c| c.is_ascii_alphanumeric()));
        if gap > COLUMN {
            self.has_columns = true;
            let blanks = (2.0 * gap).clamp(2.0, 40.0);
            (0..blanks as usize).for_each(|_| self.text.push(' '));
        } else if has_blank || (are_words && gap > BLANK) {
            self.text.push(' ');
        }
    }

    /// Whether what begins another line did not fit behind this one, where lines end at `edge`.
    pub fn fills(&self, edge: f64, next: &Self) -> bool {
        self.right + next.first_unit + 0.1 * self.size > edge
    }
}

/// Whether a text is no more than what is not broken over two lines: a word, or a character and the
/// punctuation behind it.
fn goes_with_first(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_graphic();
    let first = text.chars().next().unwrap_or(' ');
    match is_word(first) {
        true => text.chars().all(is_word),
        false => text.chars().skip(1).all(|c| "，。、；：？！）》”’」』】〕%％".contains(c)),
    }
}

/// The text of lines that go on each other.
pub fn join(text: &mut String, next: &str) {
    let parts_words =
        text.ends_with(|c: char| c.is_ascii_alphabetic()) && next.starts_with(|c: char| c.is_ascii_alphabetic());
    // Chinese is broken anywhere, and so are the addresses and numbers in it.
    let is_address = |text: &str| text.contains(['@', '/', '.']);
    let last_word = text.rsplit(|c: char| !c.is_ascii_graphic()).next().unwrap_or_default();
    if parts_words && !is_address(last_word) {
        text.push(' ');
    }
    text.push_str(next);
}
