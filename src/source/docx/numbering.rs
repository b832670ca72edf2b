//! The numbers that Word puts before paragraphs: `一、`, `（一）`, `1.` are no text of the document, but
//! everyone reads them.

use rustc_hash::FxHashMap;

use super::xml::{Elements, Node, attribute, number, text};
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

/// The lists of a document, and where each has got to.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Levels by the id of the abstract list.
    lists: FxHashMap<String, Vec<Level>>,
    /// From the id that paragraphs name to the list, with the starts that differ.
    numbers: FxHashMap<String, (String, FxHashMap<usize, usize>)>,
    /// List and level by paragraph style, and the style that one is based on.
    styles: FxHashMap<String, Style>,
    /// How far each list has got, by its abstract id.
    counts: FxHashMap<String, [Option<usize>; LEVELS]>,
    /// Lists whose own starts were used already.
    begun: Vec<String>,
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
        let (mut list, mut id, mut level, mut in_number) = (String::new(), String::new(), 0, false);
        while let Some(node) = elements.next()? {
            let Node::Start(element) = node else { continue };
            let value = || text(&element).unwrap_or_default();
            let id_of = |name: &str| attribute(&element, name).unwrap_or_default().into_owned();
            match element.local_name().as_ref() {
                "abstractNum" => {
                    list = id_of("abstractNumId");
                    in_number = false;
                    self.lists.insert(list.clone(), vec![Level::default(); LEVELS]);
                }
                "num" => {
                    id = id_of("numId");
                    in_number = true;
                }
                "abstractNumId" => {
                    self.numbers.insert(id.clone(), (value(), FxHashMap::default()));
                }
                "lvl" | "lvlOverride" => {
                    let stated = attribute(&element, "ilvl").and_then(|level| level.parse().ok());
                    level = stated.filter(|&level: &usize| level < LEVELS).unwrap_or(0);
                }
                "startOverride" => {
                    if let Some((_, starts)) = self.numbers.get_mut(&id) {
                        starts.insert(level, number(&element).unwrap_or(1));
                    }
                }
                "pPr" | "rPr" => elements.skip()?,
                name if !in_number => {
                    let Some(level) = self.lists.get_mut(&list).and_then(|levels| levels.get_mut(level)) else {
                        continue;
                    };
                    match name {
                        "start" => level.start = number(&element).unwrap_or(1),
                        "numFmt" => level.format = value(),
                        "lvlText" => level.text = value().chars().take(LONGEST_MARK).collect(),
                        _ => {}
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
                        _ => style.level = number(&element).unwrap_or(0),
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
        let (list, starts) = self.numbers.get(number)?.clone();
        let levels = self.lists.get(&list)?;
        let counts = self.counts.entry(list).or_default();
        if !starts.is_empty() && !self.begun.iter().any(|begun| begun == number) {
            self.begun.push(number.to_owned());
            for &level in starts.keys() {
                counts[level] = None;
            }
        }
        let start = |level: usize| starts.get(&level).copied().unwrap_or(levels[level].start);
        counts[level] = Some(counts[level].map_or_else(|| start(level), |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        let value = |of: usize| (counts[of].unwrap_or_else(|| start(of)), levels[of].format.as_str());
        Some(fill(&levels[level].text, value))
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
