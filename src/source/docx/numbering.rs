//! The numbers that Word puts before paragraphs: `一、`, `（一）`, `1.` are no text of the document, but
//! everyone reads them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::xml::{Elements, Node, attribute, number as number_of, text};
use crate::source::ReadError;

/// Levels of a list.
const LEVELS: usize = 9;

/// Characters before a paragraph.
const LONGEST_MARK: usize = 32;

/// What stands before the paragraphs of a level.
#[derive(Debug, Clone, Default)]
struct Level {
    start: usize,
    format: String,
    text: String,
}

/// A list as it is defined.
#[derive(Debug, Clone, Default)]
struct List {
    levels: Vec<Level>,
    /// The style of lists that defines it instead.
    style: Option<String>,
}

/// What paragraphs name: a list, with what is different in it.
#[derive(Debug, Clone, Default)]
struct Number {
    list: String,
    starts: FxHashMap<usize, usize>,
    levels: FxHashMap<usize, Level>,
}

/// The lists of a document, and where each has got to.
#[derive(Debug, Default)]
pub struct Numbering {
    /// By the id of the abstract list.
    lists: FxHashMap<String, List>,
    /// By the id that paragraphs name.
    numbers: FxHashMap<String, Number>,
    /// List and level by style, and the style that one is based on.
    styles: FxHashMap<String, Style>,
    /// How far each list has got, by its abstract id.
    counts: FxHashMap<String, [Option<usize>; LEVELS]>,
    /// Numbers whose own starts were used already.
    begun: FxHashSet<String>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    number: Option<String>,
    level: usize,
    based_on: Option<String>,
}

impl Numbering {
    /// Reads the lists of `numbering.xml` and the styles that use them, as far as they can be read:
    /// the text does not hang on them.
    pub fn of(numbering: &str, styles: &str) -> Self {
        let mut lists = Self::default();
        let _ = lists.read_lists(numbering);
        let _ = lists.read_styles(styles);
        if lists.styles.values().all(|style| style.number.is_none()) {
            lists.styles.clear();
        }
        lists
    }

    /// Whether the style of a paragraph can put it into a list.
    pub fn is_of_styles(&self) -> bool {
        !self.styles.is_empty()
    }

    fn read_lists(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut elements = Elements::new(xml);
        let (mut list, mut number_id, mut level) = (String::new(), None, 0);
        while let Some(node) = elements.next()? {
            let Node::Start(element) = node else { continue };
            let value = || text(&element).unwrap_or_default();
            let id_of = |name: &str| attribute(&element, name).unwrap_or_default().into_owned();
            match element.local_name().as_ref() {
                "abstractNum" => {
                    (list, number_id) = (id_of("abstractNumId"), None);
                    self.lists.insert(list.clone(), List { levels: vec![Level::default(); LEVELS], style: None });
                }
                "numStyleLink" => self.lists.entry(list.clone()).or_default().style = Some(value()),
                "num" => number_id = Some(id_of("numId")),
                "abstractNumId" => {
                    let number = Number { list: value(), ..Number::default() };
                    self.numbers.insert(number_id.clone().unwrap_or_default(), number);
                }
                "lvl" | "lvlOverride" => {
                    let stated = attribute(&element, "ilvl").and_then(|level| level.parse().ok());
                    level = stated.filter(|&level: &usize| level < LEVELS).unwrap_or(0);
                }
                "startOverride" => {
                    if let Some(number) = number_id.as_ref().and_then(|id| self.numbers.get_mut(id)) {
                        number.starts.insert(level, number_of(&element).unwrap_or(1));
                    }
                }
                "pPr" | "rPr" => elements.skip()?,
                name @ ("start" | "numFmt" | "lvlText") => {
                    let defined = match &number_id {
                        Some(id) => self.numbers.get_mut(id).map(|number| number.levels.entry(level).or_default()),
                        None => self.lists.get_mut(&list).and_then(|list| list.levels.get_mut(level)),
                    };
                    let Some(defined) = defined else { continue };
                    match name {
                        "start" => defined.start = number_of(&element).unwrap_or(1),
                        "numFmt" => defined.format = value(),
                        _ => defined.text = value().chars().take(LONGEST_MARK).collect(),
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut elements = Elements::new(xml);
        let mut id = String::new();
        while let Some(node) = elements.next()? {
            let Node::Start(element) = node else { continue };
            match element.local_name().as_ref() {
                "style" => {
                    id = attribute(&element, "styleId").unwrap_or_default().into_owned();
                    self.styles.insert(id.clone(), Style::default());
                }
                name @ ("basedOn" | "numId" | "ilvl") => {
                    let Some(style) = self.styles.get_mut(&id) else { continue };
                    match name {
                        "basedOn" => style.based_on = text(&element),
                        "numId" => style.number = text(&element),
                        _ => style.level = number_of(&element).unwrap_or(0),
                    }
                }
                "docDefaults" | "latentStyles" | "rPr" | "tblPr" | "trPr" | "tcPr" | "tblStylePr" => elements.skip()?,
                _ => {}
            }
        }
        Ok(())
    }

    /// What stands before a paragraph that names a list and level, or whose style does.
    pub fn next(&mut self, number: Option<&str>, level: Option<usize>, style: Option<&str>) -> String {
        let of_style = self.of_style(style);
        let number = number.map(str::to_owned).or_else(|| of_style.as_ref()?.number.clone());
        // A list with the id 0 takes a paragraph of a numbered style out of its list.
        let Some(number) = number.filter(|number| number != "0") else { return String::new() };
        let level = level.or_else(|| Some(of_style?.level)).unwrap_or(0).min(LEVELS - 1);
        self.count(&number, level).unwrap_or_default()
    }

    fn of_style(&self, style: Option<&str>) -> Option<Style> {
        let mut id = style?.to_owned();
        // Styles that are based on one another end the search.
        for _ in 0..16 {
            let style = self.styles.get(&id)?;
            if style.number.is_some() {
                return Some(style.clone());
            }
            id = style.based_on.clone()?;
        }
        None
    }

    fn count(&mut self, number: &str, level: usize) -> Option<String> {
        let id = self.list_of(number)?.to_owned();
        let own = self.numbers.get(number)?;
        let levels = &self.lists.get(&id)?.levels;
        let counts = self.counts.entry(id).or_default();
        if !own.starts.is_empty() && self.begun.insert(number.to_owned()) {
            own.starts.keys().for_each(|&level| counts[level] = None);
        }
        let of = |level: usize| own.levels.get(&level).or_else(|| levels.get(level));
        let start =
            |level: usize| own.starts.get(&level).copied().or_else(|| Some(of(level)?.start)).unwrap_or_default();
        counts[level] = Some(counts[level].map_or_else(|| start(level), |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        let format = |level: usize| of(level).map_or("", |level| level.format.as_str());
        let value = |level: usize| (counts[level].unwrap_or_else(|| start(level)), format(level));
        Some(fill(&of(level)?.text, value))
    }

    /// The list that a number stands for; styles of lists can stand between.
    fn list_of(&self, number: &str) -> Option<&str> {
        let mut id = &self.numbers.get(number)?.list;
        for _ in 0..LEVELS {
            let Some(style) = &self.lists.get(id)?.style else { break };
            id = &self.numbers.get(self.styles.get(style)?.number.as_ref()?)?.list;
        }
        Some(id)
    }
}

/// Puts the numbers in: `第%1条` is `第三条`.
fn fill<'f>(text: &str, value: impl Fn(usize) -> (usize, &'f str)) -> String {
    let mut filled = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek().and_then(|next| next.to_digit(10)).filter(|digit| c == '%' && *digit > 0) {
            Some(digit) => {
                chars.next();
                let (number, format) = value(digit as usize - 1);
                filled.push_str(&written(number, format));
            }
            None => filled.push(c),
        }
    }
    filled
}

/// A number as a format writes it; marks that are no numbers are left out.
fn written(number: usize, format: &str) -> String {
    match format {
        "bullet" | "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital" => chinese(number),
        "ideographTraditional" => letter(number, "甲乙丙丁戊己庚辛壬癸"),
        "lowerLetter" => letter(number, "abcdefghijklmnopqrstuvwxyz"),
        "upperLetter" => letter(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => letter(number, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        _ => number.to_string(),
    }
}

fn letter(number: usize, letters: &str) -> String {
    let found = number.checked_sub(1).and_then(|index| letters.chars().nth(index));
    found.map_or_else(|| number.to_string(), String::from)
}

/// `十二`, as headings count; beyond 99 in digits.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, 0) => "〇".into(),
        (0, ones) => DIGITS[ones].into(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..=9, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_headings_count() {
        let numbers: Vec<String> = [1, 9, 10, 11, 20, 34, 120].into_iter().map(chinese).collect();
        assert_eq!(numbers, ["一", "九", "十", "十一", "二十", "三十四", "120"]);
        assert_eq!(fill("（%1）%2.", |of| (of + 2, if of == 0 { "chineseCounting" } else { "decimal" })), "（二）3.");
        assert_eq!(written(3, "decimalEnclosedCircle"), "③");
    }
}
