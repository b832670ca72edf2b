//! A line of a page as it is gathered: entities resolved, blanks as a browser shows them.

use crate::numeral;
use crate::source::Span;
use crate::source::piece::Piece;

/// A line, and how much of it leads elsewhere.
#[derive(Debug, Default)]
pub struct Line {
    /// Its text.
    pub piece: Piece,
    /// Bytes of it that are links.
    pub linked: usize,
    /// Bytes of it that are words and no links; a date beside a link is none.
    pub words: usize,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// How many links.
    pub links: usize,
    /// Blanks that are shown as one if something follows, and whether a line break is among them.
    blank: Option<(Span, bool)>,
    /// The number of the item that begins, until it is seen that the item has none of its own.
    number: Option<u32>,
}

impl Line {
    /// Adds a stretch of the HTML.
    pub fn push(&mut self, html: &str, stretch: Span, in_link: bool) {
        let before = self.piece.text().len();
        let mut at = stretch.start as usize;
        let end = stretch.end as usize;
        while let Some(rest) = html.get(at..end).filter(|rest| !rest.is_empty()) {
            let plain = plain_length(rest);
            if plain > 0 {
                self.add(rest.get(..plain).unwrap_or_default(), Span::new(at, at + plain));
                at += plain;
            } else if rest.starts_with('&') {
                let (text, length) = entity(rest);
                self.add(&text, Span::new(at, at + length));
                at += length;
            } else {
                let length = rest.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(rest.len());
                let breaks = rest.get(..length).unwrap_or_default().contains(['\n', '\r']);
                let (first, broke) = self.blank.unwrap_or((Span::new(at, at + 1), false));
                self.blank = Some((first, broke || breaks));
                at += length;
            }
        }
        let added = self.piece.text().get(before..).unwrap_or_default();
        // A link that began lines before was never closed, or is around all.
        if in_link && self.links > 0 {
            self.linked += added.len();
        } else {
            self.words += added.chars().filter(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
        }
    }

    /// Adds a stretch as it stands, blanks and all.
    pub fn push_verbatim(&mut self, html: &str, stretch: Span) {
        let mut at = stretch.start as usize;
        let end = stretch.end as usize;
        while let Some(rest) = html.get(at..end).filter(|rest| !rest.is_empty()) {
            let plain = rest.find('&').unwrap_or(rest.len());
            let (text, length) = match plain {
                0 => entity(rest),
                _ => (rest.get(..plain).unwrap_or_default().to_owned(), plain),
            };
            self.piece.push_from(&text, Span::new(at, at + length));
            at += length;
        }
    }

    /// Begins an item with a number that the page shows without it being in the HTML.
    pub fn begin_item(&mut self, number: u32) {
        self.number = Some(number);
    }

    /// Ends an item; its number is that of nothing behind it.
    pub fn end_item(&mut self) {
        self.number = None;
    }

    /// Begins the line that follows one to which nothing was added: what began with that goes on.
    pub fn after_nothing(&self) -> Self {
        Self { number: self.number, ..Self::default() }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.piece.text().is_empty()
    }

    fn add(&mut self, text: &str, file: Span) {
        // Style sheets, which are not read, take the numbers from items that have their own.
        if let Some(number) = self.number.take_if(|_| !text.trim().is_empty())
            && !begins_with_number(text)
        {
            self.piece.push(&format!("{number}. "));
            self.blank = None;
        }
        let last = self.piece.text().chars().next_back();
        if let (Some((blank, breaks)), Some(last), Some(next)) = (self.blank.take(), last, text.chars().next()) {
            // A paragraph broken in the HTML between two Chinese characters has no blank there.
            if !(breaks && is_wide(last) && is_wide(next)) {
                self.piece.push_from(" ", blank);
            }
        }
        self.piece.push_from(text, file);
    }
}

/// Whether a text begins with a number, as headings and items do.
fn begins_with_number(text: &str) -> bool {
    let first = text.trim_start().trim_start_matches(['（', '(', '第']).chars().next();
    first.is_some_and(|c| c.is_numeric() || numeral::counts(c))
}

fn is_wide(c: char) -> bool {
    unicode_width::UnicodeWidthChar::width(c) == Some(2)
}

/// How many bytes stand for themselves: up to a blank, or what may be an entity.
fn plain_length(html: &str) -> usize {
    let bytes = html.as_bytes();
    let begins_entity = |at: usize| bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'#');
    let is_special = |(at, byte): (usize, &u8)| byte.is_ascii_whitespace() || (*byte == b'&' && begins_entity(at));
    bytes.iter().enumerate().position(is_special).unwrap_or(bytes.len())
}

/// The text of the entity that a stretch begins with, and its length there; a lone `&` stands for itself.
fn entity(html: &str) -> (String, usize) {
    const NBSP: &str = "&nbsp;";
    const LONGEST: usize = 40;
    if html.starts_with(NBSP) {
        return ("\u{a0}".into(), NBSP.len());
    }
    let name = html.bytes().skip(1).take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
    let length = 1 + name.count();
    let length = length + usize::from(html.as_bytes().get(length) == Some(&b';'));
    let written = html.get(..length).unwrap_or_default();
    match htmlize::unescape(written) {
        text if text == written => ("&".into(), 1),
        text => (text.into_owned(), length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(html: &str) -> String {
        let mut line = Line::default();
        line.push(html, Span::new(0, html.len()), false);
        line.piece.text().to_owned()
    }

    #[test]
    fn blanks_are_those_that_a_browser_shows() {
        assert_eq!(line("  新收\n  申请 12 \t件\n"), "新收申请 12 件");
        assert_eq!(line("abc\n12"), "abc 12");
        assert_eq!(line("3\n件"), "3 件");
        assert_eq!(line("&nbsp; 甲"), "\u{a0} 甲");
    }

    #[test]
    fn entities_are_resolved() {
        assert_eq!(line("&lt;&#25919;&#x5E9C;&gt;&amp;&hellip;&ensp;&nbspx"), "<政府>&…\u{2002}\u{a0}x");
        assert_eq!(line("A&B; & &unknown; &"), "A&B; & &unknown; &");
    }
}
