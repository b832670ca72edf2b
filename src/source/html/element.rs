//! What kinds of elements there are, as far as it matters for what a reader sees.

use html5gum::emitters::callback::CallbackEvent;

/// Elements that have no end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements whose content is not text of the page.
const UNREAD: [&str; 30] = [
    "script",
    "style",
    "title",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "select",
    "option",
    "datalist",
    "textarea",
    "button",
    "audio",
    "video",
    "canvas",
    "map",
    "noframes",
    "noembed",
    "rt",
    "rp",
    "applet",
    "dialog",
    "xmp",
    "plaintext",
    // Struck out, or a mark of a note.
    "del",
    "s",
    "strike",
    "sup",
];
/// Elements that begin and end a line.
const BLOCKS: [&str; 41] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
    "hr",
    "br",
];
/// Elements around the text of a page.
const ASIDE: [&str; 4] = ["nav", "footer", "aside", "menu"];
/// Roles of such elements.
const ASIDE_ROLES: [&str; 7] = ["navigation", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar"];
/// What such elements are called, by class or id.
const ASIDE_WORDS: [&str; 19] = [
    "nav",
    "navi",
    "navbar",
    "navigation",
    "menu",
    "submenu",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "footer",
    "foot",
    "copyright",
    "sidebar",
    "share",
    "pagination",
    "search",
    "login",
    "dqwz",
];

/// A start tag as it is read.
#[derive(Debug, Default)]
pub struct Tag {
    /// Its name in small letters.
    pub name: String,
    attribute: String,
    /// Whether a reader of the page does not see it.
    pub hidden: bool,
    /// Whether its style hides it: a script may show it.
    pub hidden_by_style: bool,
    /// Whether it is named as something around the text.
    pub aside: bool,
    /// Whether it leads elsewhere.
    pub link: bool,
    /// How many columns it covers.
    pub columns: usize,
    /// How many rows it covers; 0 for all that follow.
    pub rows: usize,
    /// Whether its blanks and line breaks are shown as they are; where it does not say, as around it.
    pub verbatim: Option<bool>,
    /// What a numbered list begins with.
    pub start: Option<u32>,
    /// Whether a list is numbered otherwise than with figures, or not at all.
    pub unnumbered: bool,
}

impl Tag {
    /// A tag without attributes.
    pub fn open(&mut self, name: &[u8]) {
        *self = Self { columns: 1, rows: 1, ..Self::default() };
        self.name.push_str(&String::from_utf8_lossy(name));
        self.hidden = UNREAD.contains(&self.name.as_str());
        self.aside = ASIDE.contains(&self.name.as_str());
    }

    /// Takes an attribute in.
    pub fn add(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::AttributeName { name } => {
                self.attribute = String::from_utf8_lossy(name).into_owned();
                self.hidden |= self.attribute == "hidden";
            }
            CallbackEvent::AttributeValue { value } => self.value(&String::from_utf8_lossy(value)),
            _ => {}
        }
    }

    fn value(&mut self, value: &str) {
        match self.attribute.as_str() {
            "class" | "id" => self.aside |= words(value).any(|word| ASIDE_WORDS.contains(&word.as_str())),
            "role" => self.aside |= ASIDE_ROLES.contains(&value.trim()),
            "style" => {
                self.hidden_by_style |= hides(value);
                self.unnumbered |= is_unnumbered(value);
                self.verbatim = keeps_blanks(value).or(self.verbatim);
            }
            "href" => self.link = self.name == "a" && leads_elsewhere(value),
            "colspan" => self.columns = value.trim().parse().unwrap_or(1),
            "rowspan" => self.rows = value.trim().parse().unwrap_or(1),
            "start" => self.start = value.trim().parse().ok(),
            "type" => self.unnumbered |= value.trim() != "1",
            _ => {}
        }
    }

    /// Whether it has no end.
    pub fn is_void(&self) -> bool {
        VOID.contains(&self.name.as_str())
    }
}

/// Whether an element begins and ends a line.
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Whether a link leads to another page.
fn leads_elsewhere(target: &str) -> bool {
    let target = target.trim();
    !target.contains('#') && !["mailto:", "tel:"].iter().any(|scheme| target.starts_with(scheme))
}

/// Whether a style hides what it is given to.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    style.split(';').any(|rule| {
        matches!(rule.trim_end_matches("!important"), "display:none" | "visibility:hidden" | "mso-hide:all")
    })
}

/// Whether the items of a list with a style have no numbers, or others than figures.
fn is_unnumbered(style: &str) -> bool {
    let after = |key: &str| style.split_once(key).map(|(_, rest)| rest.trim_start_matches([' ', ':']));
    let kind = after("list-style-type").or_else(|| after("list-style"));
    kind.is_some_and(|kind| !kind.starts_with("decimal"))
}

/// Whether a style shows blanks and line breaks as they are, if it says so.
fn keeps_blanks(style: &str) -> Option<bool> {
    let style = style.replace(' ', "");
    let (_, kind) = style.rsplit_once("white-space:")?;
    Some(kind.starts_with("pre"))
}

/// The words of a class or id: `topNav-2 main_menu` is top, nav, main, menu.
fn words(value: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in value.chars() {
        if !c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && was_small) {
            words.push(String::new());
        }
        was_small = c.is_ascii_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphabetic()) {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let of = |value: &str| words(value).collect::<Vec<_>>().join(" ");
        assert_eq!(of("topNav-2 main_menu"), "top nav main menu");
        assert_eq!(of("FOOTER"), "footer");
        assert_eq!(of("navigate"), "navigate");
    }

    #[test]
    fn styles_that_hide() {
        assert!(hides("color: red; DISPLAY : none"));
        assert!(hides("display:none !important;"));
        assert!(!hides("display: inline-block"));
    }
}
