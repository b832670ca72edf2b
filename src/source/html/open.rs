//! The elements that are open at a point of a page.

use super::element::Tag;

/// Elements within elements; what goes deeper is read as if it stood at this depth, as browsers do.
const DEEPEST: usize = 512;
/// How many sums of names are told apart.
const SUMS: usize = 64;

/// An element that is open.
pub struct Open {
    /// Its name.
    pub name: String,
    /// Whether it is not shown, or within what is not.
    pub hidden: bool,
    /// Whether it is a link, or within one.
    pub link: bool,
    /// Whether blanks and line breaks in it are shown as they are.
    pub verbatim: bool,
    /// Whether it is a heading, or within one.
    pub heading: bool,
    /// Whether it begins what stands around the text.
    pub aside: bool,
    /// Whether it was not shown when it began, and so is no part of the structure.
    pub passed: bool,
    block: bool,
    /// The number of the next item, in a numbered list.
    pub next_item: Option<u32>,
}

/// The elements that are open, the outermost first.
pub struct Stack {
    elements: Vec<Open>,
    /// How many of them have a name, by its sum: what is not open need not be looked for.
    counts: [u16; SUMS],
}

impl Stack {
    /// None.
    pub fn new() -> Self {
        Self { elements: Vec::new(), counts: [0; SUMS] }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// The innermost.
    pub fn last(&self) -> Option<&Open> {
        self.elements.last()
    }

    /// Those from a depth on.
    pub fn from(&self, depth: usize) -> impl DoubleEndedIterator<Item = &Open> + ExactSizeIterator {
        self.elements.iter().skip(depth)
    }

    /// The innermost list around the innermost element, above a depth.
    pub fn list(&mut self, floor: usize) -> Option<&mut Open> {
        let mut around = self.elements.iter_mut().skip(floor).rev().skip(1);
        around.find(|element| matches!(element.name.as_str(), "ol" | "ul"))
    }

    /// Opens an element, unless it is too deep. `passed`: it is not shown; `aside`: it begins what stands
    /// around the text.
    pub fn push(&mut self, tag: Tag, passed: bool, aside: bool, block: bool) {
        if self.elements.len() >= DEEPEST {
            return;
        }
        let within = |of: fn(&Open) -> bool| self.elements.last().is_some_and(of);
        let counts = tag.name == "ol" && !tag.unnumbered;
        let element = Open {
            hidden: tag.hidden || within(|open| open.hidden),
            link: tag.link || within(|open| open.link),
            verbatim: tag.verbatim.unwrap_or_else(|| tag.name == "pre" || within(|open| open.verbatim)),
            heading: matches!(tag.name.as_str(), "h1" | "h2" | "h3") || within(|open| open.heading),
            aside,
            passed,
            block,
            next_item: counts.then(|| tag.start.unwrap_or(1)),
            name: tag.name,
        };
        self.counts[sum(&element.name)] += 1;
        self.elements.push(element);
    }

    /// Closes the innermost.
    pub fn pop(&mut self) -> Option<Open> {
        let element = self.elements.pop()?;
        self.counts[sum(&element.name)] -= 1;
        Some(element)
    }

    /// The depth of the innermost element of a name above a depth; unless `through_blocks`, none if a
    /// block is open in it.
    pub fn find(&self, name: &str, floor: usize, through_blocks: bool) -> Option<usize> {
        if self.counts[sum(name)] == 0 {
            return None;
        }
        let mut within = self.elements.iter().enumerate().skip(floor).rev();
        let stops = |element: &Open| element.block && !through_blocks;
        let found = within.find(|(_, element)| element.name == name || stops(element))?;
        (found.1.name == name).then_some(found.0)
    }
}

/// A small number of a name.
fn sum(name: &str) -> usize {
    name.bytes().fold(name.len(), |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte))) % SUMS
}
