//! Elements of Word's XML: their names without prefix, and a limit to how deep they go.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::source::{ReadError, Span};

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
    Text(Cow<'x, str>),
}

/// A part, element by element.
pub struct Elements<'x> {
    xml: &'x str,
    reader: Reader<&'x [u8]>,
    /// Bytes that were passed over without the reader.
    passed: usize,
    /// The name of the element that was begun last, and where its start tag ends.
    begun: (Span, usize),
    depth: usize,
    /// The element that was begun last is empty: its end comes next.
    is_empty: bool,
}

impl<'x> Elements<'x> {
    /// A part from its text.
    pub fn new(xml: &'x str) -> Self {
        Self { xml, reader: Reader::from_str(xml), passed: 0, begun: Default::default(), depth: 0, is_empty: false }
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
        if std::mem::take(&mut self.is_empty) {
            self.depth -= 1;
            return Ok(Some(Node::End));
        }
        loop {
            let at = self.position();
            return Ok(Some(match self.reader.read_event().map_err(|_| DAMAGED)? {
                event @ (Event::Start(_) | Event::Empty(_)) => {
                    self.is_empty = matches!(event, Event::Empty(_));
                    let (Event::Start(element) | Event::Empty(element)) = event else { continue };
                    self.depth += 1;
                    self.begun = (Span::new(at + 1, at + 1 + element.name().as_ref().len()), self.position());
                    if self.depth > DEEPEST {
                        return Err(ReadError::TooComplex("Word"));
                    }
                    Node::Start(element)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::End
                }
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let named = || quick_xml::escape::resolve_xml_entity(&entity).map(str::to_owned);
                    let by_number = entity.resolve_char_ref().ok().flatten().map(String::from);
                    Node::Text(by_number.or_else(named).unwrap_or_default().into())
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
        if let Some(inner) = self.ahead(&[]) {
            self.pass_over(inner);
        }
        while self.depth >= inside {
            if self.next()?.is_none() {
                return Err(DAMAGED);
            }
        }
        Ok(())
    }

    /// Passes over what is left of the element that was begun last, if it can be seen that no element
    /// of some names is within, and gives what it holds. Most of a Word file is looks that nobody reads.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub fn skip_without(&mut self, names: &[&str]) -> Result<Option<&'x str>, ReadError> {
        let Some(inner) = self.ahead(names) else { return Ok(None) };
        self.pass_over(inner);
        self.next()?;
        Ok(Some(inner))
    }

    /// Goes on behind a text that comes next.
    fn pass_over(&mut self, text: &str) {
        let rest = self.reader.get_mut();
        *rest = rest.get(text.len()..).unwrap_or_default();
        self.passed += text.len();
    }

    fn position(&self) -> usize {
        self.passed + usize::try_from(self.reader.buffer_position()).unwrap_or(0)
    }

    /// What stands in the element that was begun last and comes next; none where another of its name is
    /// within, or one of some names without prefix, or it has no end tag.
    fn ahead(&self, names: &[&str]) -> Option<&'x str> {
        let (name, inside) = self.begun;
        // It must be the last thing that was read.
        (inside == self.position() && !self.is_empty).then_some(())?;
        let name = self.xml.get(name.range())?;
        let (prefix, own) = name.split_at(name.bytes().position(|byte| byte == b':').map_or(0, |colon| colon + 1));
        let prefix = prefix.as_bytes();
        let rest = self.xml.get(inside..)?;
        for at in memchr::memchr_iter(b'<', rest.as_bytes()) {
            let tag = rest.as_bytes().get(at + 1..)?;
            let (is_end, tag) = tag.strip_prefix(b"/").map_or((false, tag), |tag| (true, tag));
            // Most names differ in their first letter from those that are looked for.
            let begins_with = |local: &str| {
                tag.get(prefix.len()) == local.as_bytes().first()
                    && tag.strip_prefix(prefix).is_some_and(|tag| tag.starts_with(local.as_bytes()))
            };
            if begins_with(own) {
                let ends = is_end && tag.get(name.len()) == Some(&b'>');
                return if ends { rest.get(..at) } else { None };
            }
            if names.iter().any(|name| begins_with(name)) {
                return None;
            }
        }
        None
    }
}

/// The value of an attribute, by its name without prefix.
pub fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let mut attributes = element.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()
}

/// The value of `w:val`.
pub fn text(element: &BytesStart<'_>) -> Option<String> {
    attribute(element, "val").map(Cow::into_owned)
}

/// The value of `w:val` as a number.
pub fn number(element: &BytesStart<'_>) -> Option<usize> {
    attribute(element, "val")?.parse().ok()
}

/// Whether a switch such as `<w:vanish/>` is on.
pub fn is_on(element: &BytesStart<'_>) -> bool {
    attribute(element, "val").is_none_or(|value| !matches!(value.as_ref(), "0" | "false" | "off" | "none"))
}
