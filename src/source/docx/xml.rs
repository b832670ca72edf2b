//! Elements of Word's XML: their names without prefix, and a limit to how deep they go.

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
    reader: Reader<&'x [u8]>,
    depth: usize,
}

impl<'x> Elements<'x> {
    /// A part from its text.
    pub fn new(xml: &'x str) -> Self {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
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
            return Ok(Some(match self.reader.read_event().map_err(|_| DAMAGED)? {
                Event::Start(element) => {
                    self.depth += 1;
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
        let inside = self.depth;
        while self.depth >= inside {
            if self.next()?.is_none() {
                return Err(DAMAGED);
            }
        }
        Ok(())
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
