//! Page numbers and running heads.

use super::lines::Line;

/// Part of the height of a page at its head and foot in which they stand.
const MARGIN: f64 = 0.14;
/// How far apart, in points, running heads are on different pages.
const SAME_HEIGHT: f64 = 6.0;
/// Lines at the head or foot of a page.
const MOST_LINES: usize = 3;

/// Figures that stand by themselves: the page, and of how many.
const MOST_FIGURES: usize = 2;

/// The lines of a page outside its tables, from top to bottom.
pub struct Lines {
    /// The lines.
    pub lines: Vec<Line>,
    /// Height of the page.
    pub height: f64,
    /// Where its tables begin and end.
    pub tables: Option<(f64, f64)>,
    /// The middles of the lines that were taken out.
    pub taken: Vec<f64>,
}

/// Takes page numbers and running heads out.
pub fn take_out(pages: &mut [&mut Lines]) {
    for _ in 0..MOST_LINES {
        for at_head in [true, false] {
            let candidates: Vec<Option<(String, f64)>> = pages.iter().map(|page| page.outermost(at_head)).collect();
            let with_text = candidates.iter().flatten().count();
            let is_running = |(text, height): &(String, f64)| {
                let same = |other: &&(String, f64)| other.0 == *text && (other.1 - height).abs() < SAME_HEIGHT;
                let count = candidates.iter().flatten().filter(same).count();
                is_page_number(text) || (count >= 2 && count * 2 >= with_text)
            };
            let taken: Vec<bool> = candidates.iter().map(|c| c.as_ref().is_some_and(is_running)).collect();
            for (page, _) in pages.iter_mut().zip(taken).filter(|(_, taken)| *taken) {
                let at = if at_head { 0 } else { page.lines.len() - 1 };
                let line = page.lines.remove(at);
                page.taken.push(line.middle);
            }
        }
    }
}

impl Lines {
    /// The first or last line, if it stands in the margin: with its figures made alike, and how far from
    /// the edge it is.
    fn outermost(&self, at_head: bool) -> Option<(String, f64)> {
        let line = if at_head { self.lines.first()? } else { self.lines.last()? };
        // A row of a table is none, page by page though it may look alike.
        let is_figure = |word: &&str| word.chars().all(|c| c.is_ascii_digit());
        if line.text.split_whitespace().filter(is_figure).count() > MOST_FIGURES {
            return None;
        }
        let distance = if at_head { line.middle } else { self.height - line.middle };
        let is_outside =
            self.tables.is_none_or(|(top, bottom)| if at_head { line.middle < top } else { line.middle > bottom });
        let alike = |c: char| if c.is_ascii_digit() { '#' } else { c };
        let text: String = line.text.chars().filter(|c| !c.is_whitespace()).map(alike).collect();
        (is_outside && distance < MARGIN * self.height).then_some((text, distance))
    }
}

/// `#`, `IV`, `- # -`, `第#页`, `第#页共#页`, `#/#`.
fn is_page_number(text: &str) -> bool {
    let rest = text.trim_matches(|c| "-—–－─·~".contains(c));
    let is_roman = !rest.is_empty() && rest.len() <= 5 && rest.chars().all(|c| "ivxIVX".contains(c));
    let shape: String = rest.chars().filter(|c| !"第页共，,/".contains(*c)).collect();
    is_roman || !shape.is_empty() && shape.len() <= 8 && shape.chars().all(|c| c == '#') && rest.len() <= 30
}
