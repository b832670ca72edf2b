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
        // They are sorted: the first of a row is its highest.
        let joins = |row: &&mut Vec<&Glyph>| {
            let near = |first: &&Glyph| glyph.middle() - first.middle() < SAME_LINE * first.size.max(glyph.size);
            row.first().is_some_and(near)
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
    let mut words: Vec<(&Glyph, bool)> = Vec::with_capacity(glyphs.len());
    let mut blank = false;
    for glyph in glyphs {
        if glyph.text.trim().is_empty() {
            blank = true;
            continue;
        }
        let is_twice =
            |(before, _): &(&Glyph, bool)| before.text == glyph.text && glyph.x - before.x < DRAWN_TWICE * glyph.size;
        if !words.last().is_some_and(is_twice) {
            words.push((glyph, std::mem::take(&mut blank)));
        }
    }
    let gaps = gaps(&words);
    let mut line = Line { left: words.first().map_or(0.0, |(glyph, _)| glyph.x), ..Line::default() };
    let mut ends: Vec<(usize, f64)> = Vec::with_capacity(words.len());
    let spread = Spread::of(&gaps);
    for (index, (glyph, has_blank)) in words.iter().enumerate() {
        if let Some(gap) = index.checked_sub(1).and_then(|before| gaps.get(before)) {
            line.part(*gap, spread, &glyph.text, *has_blank);
        }
        line.text.push_str(&glyph.text);
        line.right = line.right.max(glyph.right());
        line.size = line.size.max(glyph.size);
        ends.push((line.text.len(), line.right));
    }
    let first = first_unit(&line.text);
    let end = ends.iter().find(|(length, _)| *length >= first).map_or(line.right, |(_, right)| *right);
    line.first_unit = end - line.left;
    line.middle = words.last().map_or(0.0, |(glyph, _)| glyph.middle());
    line
}

/// The gaps between glyphs that follow each other, in parts of their size.
fn gaps(words: &[(&Glyph, bool)]) -> Vec<f64> {
    let gap = |pair: &[(&Glyph, bool)]| (pair[1].0.x - pair[0].0.right()) / pair[1].0.size.max(pair[0].0.size);
    words.windows(2).map(gap).collect()
}

/// Numbers in order.
pub fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = numbers.collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The one in the middle.
pub fn middle(numbers: impl Iterator<Item = f64>) -> f64 {
    let sorted = sorted(numbers);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// How far the characters of a line stand apart that are not of different columns: they can be spread
/// over the line. In parts of their size.
#[derive(Debug, Clone, Copy)]
struct Spread {
    least: f64,
    /// What three in four keep.
    usual: f64,
}

impl Spread {
    fn of(gaps: &[f64]) -> Self {
        let gaps = sorted(gaps.iter().copied());
        let at = |index: usize| gaps.get(index).copied().unwrap_or(0.0);
        Self { least: at(0), usual: at(gaps.len() / 4) }
    }
}

impl Line {
    fn part(&mut self, gap: f64, spread: Spread, next: &str, has_blank: bool) {
        let sides = [self.text.chars().next_back(), next.chars().next()];
        let are_words = sides.iter().all(|c| c.is_some_and(|c| c.is_ascii_alphanumeric()));
        // Of a row with a short label and many figures most gaps are between columns.
        let beside_figure = sides.iter().any(|c| c.is_some_and(|c| c.is_ascii_digit()));
        let within = if beside_figure { spread.least } else { spread.usual };
        if gap > COLUMN && gap > 2.0 * within {
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

/// How many bytes of a text are not broken over two lines: opening brackets, a word or character, and the
/// punctuation behind it.
fn first_unit(text: &str) -> usize {
    const OPENING: &str = "（(〔［[《“‘「『【";
    const CLOSING: &str = "，。、；：？！）)》”’」』】〕］]%％";
    let word = text.trim_start_matches(|c| OPENING.contains(c));
    let is_word = |c: char| c.is_ascii_graphic() && !CLOSING.contains(c);
    let rest = word.trim_start_matches(is_word);
    let rest = if rest.len() < word.len() { rest } else { word.get(char_length(word)..).unwrap_or_default() };
    text.len() - rest.trim_start_matches(|c| CLOSING.contains(c)).len()
}

fn char_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of characters that are ten points wide, digits five, at some places.
    fn line_of(text: &str, at: &[f64]) -> Line {
        let glyph = |(c, &x): (char, &f64)| {
            let width = if c.is_ascii_digit() { 5.0 } else { 10.0 };
            Glyph { text: c.into(), x, y: 0.0, width, size: 10.0, turns: Some(0) }
        };
        let glyphs: Vec<Glyph> = text.chars().zip(at).map(glyph).collect();
        lines(&glyphs.iter().collect::<Vec<_>>()).remove(0)
    }

    #[test]
    fn columns_are_told_from_characters_that_are_spread() {
        let row = line_of("规章000", &[0.0, 10.0, 100.0, 200.0, 300.0]);
        assert_eq!((row.has_columns, row.text.split_whitespace().count()), (true, 4), "{}", row.text);
        let title = line_of("年度报告", &[0.0, 30.0, 60.0, 90.0]);
        assert_eq!((title.has_columns, title.text.as_str()), (false, "年度报告"));
    }

    #[test]
    fn what_is_not_broken_goes_to_the_next_line_together() {
        for (text, unit) in [
            ("政府信息", "政"),
            ("了。另", "了。"),
            ("qinghe@x.example）。另", "qinghe@x.example）。"),
            ("〔2021〕30号", "〔2021〕"),
            ("《条例》", "《条"),
            ("", ""),
        ] {
            assert_eq!(&text[..first_unit(text)], unit, "{text}");
        }
    }
}
