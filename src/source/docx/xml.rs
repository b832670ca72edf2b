//! Elements of Word's XML: their names without prefix, and a limit to how deep they go.

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::source::ReadError;

/// Elements within elements. Word itself nests some thirty.
const DEEPEST: usize = 400;
/// Why a part cannot be read.
const DAMAGED: ReadError = ReadError::Damaged("Word");

/// What comes next in a part.
pub enum Node<'x> {
    /// An element begins.
    Start(BytesStart<'x>),
    /// An element ends.
    End,
    /// Text between elements.
    Text(String),
}

/// A part, element by element.
pub struct Elements<'x> {
    xml: &'x str,
    reader: Reader<&'x [u8]>,
    /// Where in the part the reader began.
    base: usize,
    /// Where the element that was begun last begins, and how long its name is.
    begun: (usize, usize),
    depth: usize,
}

/// A reader from an offset of a part on. That ends match beginnings is for the depth to tell, as what
/// is passed over at once is not seen by the reader.
fn reader_from(xml: &str, offset: usize) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml.get(offset..).unwrap_or_default());
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    reader
}

impl<'x> Elements<'x> {
    /// A part from its text.
    pub fn new(xml: &'x str) -> Self {
        Self { xml, reader: reader_from(xml, 0), base: 0, begun: (0, 0), depth: 0 }
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// What comes next; none at the end. Entities that a document declares itself are not resolved.
    ///
    /// # Errors
    /// It is no XML, or nested too deeply.
    pub fn next(&mut self) -> Result<Option<Node<'x>>, ReadError> {
        loop {
            let at = self.position();
            return Ok(Some(match self.reader.read_event().map_err(|_| DAMAGED)? {
                Event::Start(element) => {
                    self.depth += 1;
                    self.begun = (at, element.name().as_ref().len());
                    if self.depth > DEEPEST {
                        return Err(ReadError::TooComplex("Word"));
                    }
                    Node::Start(element)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::End
                }
                Event::Text(text) => Node::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Node::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(entity) => {
                    let named = || quick_xml::escape::resolve_xml_entity(&entity).map(str::to_owned);
                    let by_number = entity.resolve_char_ref().ok().flatten().map(String::from);
                    Node::Text(by_number.or_else(named).unwrap_or_default())
                }
                Event::Eof if self.depth > 0 => return Err(DAMAGED),
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// What comes next within an element, by the depth it was begun at; none where it ends.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub fn within(&mut self, inside: usize) -> Result<Option<Node<'x>>, ReadError> {
        let node = self.next()?;
        Ok(node.filter(|_| self.depth >= inside))
    }

    /// Passes over what is left of the element that was begun last.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub fn skip(&mut self) -> Result<(), ReadError> {
        if let Some((_, end)) = self.ahead() {
            self.jump(end);
            return Ok(());
        }
        let inside = self.depth;
        while self.depth >= inside {
            if self.next()?.is_none() {
                return Err(DAMAGED);
            }
        }
        Ok(())
    }

    /// Passes over what is left of the element that was begun last, if it can be seen that it holds
    /// none of some words, and gives what it holds. Most of a Word file is looks that nobody reads.
    pub fn skip_without(&mut self, words: &[&str]) -> Option<&'x str> {
        let (inside, end) = self.ahead()?;
        if !inside.is_empty() && words.iter().any(|word| memmem::find(inside.as_bytes(), word.as_bytes()).is_some()) {
            return None;
        }
        self.jump(end);
        Some(inside)
    }

    fn jump(&mut self, end: usize) {
        self.base = end;
        self.reader = reader_from(self.xml, end);
        self.depth = self.depth.saturating_sub(1);
    }

    fn position(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(0)
    }

    /// What stands in the element that was begun last, and where it ends; none where another of its
    /// name is within, or it has no end tag.
    fn ahead(&self) -> Option<(&'x str, usize)> {
        let (start, length) = self.begun;
        let name = self.xml.get(start + 1..start + 1 + length)?;
        let inside = self.position();
        let tag = self.xml.get(start..inside).filter(|tag| !tag.ends_with("/>"))?;
        // It must be the last thing that was read.
        (tag.ends_with('>') && memchr::memchr_iter(b'<', tag.as_bytes()).count() == 1).then_some(())?;
        let rest = self.xml.get(inside..)?;
        for at in memchr::memchr_iter(b'<', rest.as_bytes()) {
            let tag = rest.as_bytes().get(at + 1..)?;
            let (is_end, tag) = tag.strip_prefix(b"/").map_or((false, tag), |tag| (true, tag));
            if tag.starts_with(name.as_bytes()) {
                let ends = is_end && tag.get(length) == Some(&b'>');
                return ends.then_some((rest.get(..at)?, inside + at + length + "</>".len()));
            }
        }
        None
    }
}

/// The value of an attribute, by its name without prefix.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// The value of `w:val` as a number.
pub fn number(element: &BytesStart<'_>) -> Option<usize> {
    attribute(element, "val")?.parse().ok()
}

/// Whether a switch such as `<w:vanish/>` is on.
pub fn is_on(element: &BytesStart<'_>) -> bool {
    attribute(element, "val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off" | "none"))
}
