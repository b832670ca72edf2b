//! Prose that was broken into lines of one width, as text taken from a PDF is: a number may be
//! broken with it (`202` / `4 年`).

use unicode_width::UnicodeWidthStr;

use crate::source::Source;

/// Fewest lines of full width that show that the text was broken by width.
const FEWEST: usize = 5;
/// How much shorter than the widest a full line may be: a wide character did not fit, or two.
const SLACK: usize = 4;
/// Widest line of broken prose; wider ones are whole paragraphs.
const WIDEST: usize = 140;

/// How a text was broken into lines: at a width on the page, or after so many characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrap {
    width: Option<usize>,
    chars: Option<usize>,
}

impl Wrap {
    /// How a text was broken; by neither measure, if its lines are paragraphs.
    pub(super) fn of(source: &Source) -> Self {
        let (mut widths, mut chars) = (Vec::new(), Vec::new());
        for line in (0..source.line_count()).map(|line| source.slice(source.line_span(line))) {
            if line.len() > WIDEST * 2 {
                return Self { width: None, chars: None };
            }
            if line.len() > FEWEST * SLACK && is_prose(line) {
                widths.push(line.width());
                chars.push(line.chars().count());
            }
        }
        Self { width: full(widths), chars: full(chars) }
    }

    /// Whether a line was broken for want of room.
    pub(super) fn fills(self, line: &str) -> bool {
        let near =
            |full: Option<usize>, length: usize| full.is_some_and(|full| length <= full && length + SLACK >= full);
        near(self.width, line.width()) || near(self.chars, line.chars().count())
    }

    /// Whether what a line says goes on in the next: it is full, or stops in the midst of a sentence
    /// where lines were broken by width.
    pub(super) fn goes_on(self, line: &str) -> bool {
        const STOPS: [char; 12] = ['。', '！', '？', '；', '：', '.', '!', '?', ';', ':', '”', '"'];
        let long = self.width.is_some_and(|full| line.width() * 2 >= full);
        self.fills(line) || (long && !line.trim_end().ends_with(STOPS))
    }
}

/// Whether a line of prose ends in a letter or digit and the next begins with one: the only breaks
/// of which it matters whether they were for want of room.
pub(super) fn may_break_word<'s>(line: &str, next: impl Fn() -> &'s str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || ('\u{ff10}'..='\u{ff5a}').contains(&c);
    line.ends_with(word) && is_in_words(line) && next().trim_start().starts_with(word)
}

/// The greatest length that enough lines come near to: a title may be longer.
fn full(mut lengths: Vec<usize>) -> Option<usize> {
    lengths.sort_unstable();
    let near = |full: usize| lengths.iter().filter(|&&length| length <= full && length + SLACK >= full).count();
    lengths.iter().rev().copied().find(|&full| near(full) >= FEWEST)
}

/// A line of words, not of figures.
fn is_prose(line: &str) -> bool {
    let last = line.trim_end().rsplit(' ').next().unwrap_or_default();
    !last.bytes().all(|b| b.is_ascii_digit()) && is_in_words(line)
}

/// A line without columns: nothing but single blanks between its words.
fn is_in_words(line: &str) -> bool {
    let line = line.trim();
    !line.contains("  ") && !line.contains(['\t', '|']) && line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_broken_by_the_width_of_the_page_is_whole() {
        let full = "编制本报告的依据是条例和格式的有关规定及其说明部分与注";
        let last = "报告所列数据的统计期限自二〇二四年一月一日起至 202";
        let text = format!("{}{last}\n4 年末止\n0 0\n3 件", format!("{full}\n").repeat(6));
        let document = crate::document::Document::new(Source::new("t", text, 0));
        assert!(document.normal().text().contains("起至2024年末止0 0 3件"), "{}", document.normal().text());
    }

    #[test]
    fn paragraphs_are_not_broken_lines() {
        let source = Source::new("t", format!("{}\n短\n", "段".repeat(200)), 0);
        assert_eq!(Wrap::of(&source), Wrap { width: None, chars: None });
    }
}
