//! Web pages: what a reader of the page sees as lines and rows of cells, each character with its place
//! in the HTML. Markup is read as browsers read it, also where it is broken.

mod element;
mod furniture;
mod inline;
mod open;
mod page;
mod table;

use std::convert::Infallible;
use std::path::Path;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as TokenSpan, Tokenizer};

use super::error::ReadError;
use super::format::extension_of;
use super::writer::Reading;
use page::Page;

/// How a text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// A page: line breaks are blanks.
    Page,
    /// Text, Markdown for one, with tables in HTML: its line breaks are line breaks.
    TextWithTables,
}

/// What pages begin with, whatever they are called.
const PAGE_TAGS: [&str; 8] = ["!doctype", "html", "head", "body", "meta", "title", "style", "script"];
/// What pieces of pages begin with.
const PIECE_TAGS: [&str; 14] =
    ["div", "p", "table", "span", "center", "section", "article", "main", "font", "h1", "h2", "h3", "ul", "ol"];

/// Whether a text is marked up, by what it holds and then by its name: Markdown may begin with a tag and
/// be none the less Markdown, and a piece of a page may begin with anything.
pub fn markup(text: &str, name: &str) -> Option<Markup> {
    let named = |extensions: &[&str]| extensions.contains(&extension_of(Path::new(name)).as_str());
    let first = first_tag(text);
    let begins_with = |tags: &[&str]| first.is_some_and(|tag| tags.iter().any(|name| tag.eq_ignore_ascii_case(name)));
    if begins_with(&PAGE_TAGS) || (!named(&["md", "markdown"]) && begins_with(&PIECE_TAGS) && has_tags_throughout(text))
    {
        return Some(Markup::Page);
    }
    if named(&["html", "htm", "shtml"]) && memchr::memchr(b'<', text.as_bytes()).is_some() {
        return Some(Markup::Page);
    }
    let bytes = text.as_bytes();
    let is_table = |at: usize| bytes.get(at + 1..at + 6).is_some_and(|tag| tag.eq_ignore_ascii_case(b"table"));
    let has_table = memchr::memchr_iter(b'<', bytes).any(is_table);
    has_table.then_some(Markup::TextWithTables)
}

/// Whether most lines have tags; Markdown may begin with one and have no more.
fn has_tags_throughout(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    text.contains("</") && lines().filter(|line| line.contains('<')).count() * 2 > lines().count()
}

/// The name of the tag that a text begins with; what stands before it without being seen is passed over.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    for (opens, closes) in [("<?", "?>"), ("<!--", "-->"), ("<!--", "-->")] {
        if rest.starts_with(opens) {
            rest = rest.split_once(closes)?.1.trim_start();
        }
    }
    let tag = rest.strip_prefix('<')?;
    let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    tag.get(..end)
}

/// Reads marked up text.
///
/// # Errors
/// It holds nothing legible, or more than any report.
pub fn read(html: &str, markup: Markup) -> Result<Reading, ReadError> {
    let seen = page(html, markup, true);
    if seen.has_hidden() {
        // Where all tables are hidden, or sections that stand nowhere else, a script shows them.
        let shown = page(html, markup, false);
        if (shown.has_rows() && !seen.has_rows()) || shown.has_headings_beyond(&seen) {
            return shown.finish();
        }
    }
    seen.finish()
}

/// Reads a page up to its end.
fn page(html: &str, markup: Markup, styles_hide: bool) -> Page<'_> {
    let mut page = Page::new(html, markup, styles_hide);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: TokenSpan<usize>| {
        page.handle(&event, span);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    page
}
