//! Paragraphs and tables of a part, as a reader sees them: tracked changes accepted, codes of fields and
//! hidden text left out, text boxes behind the paragraph that holds them.

use quick_xml::events::BytesStart;

use super::numbering::Numbering;
use super::xml::{Elements, Node, attribute, is_on, number, text};
use crate::source::Place;
use crate::source::ReadError;
use crate::source::piece::Piece;
use crate::source::writer::{Cell, MOST_COLUMNS, Writer};

/// Whether an element holds nothing that is read: what was deleted, codes, looks, how things were before
/// they were changed, the second version of a drawing.
fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "delText"
            | "instrText"
            | "delInstrText"
            | "Fallback"
            | "rt"
            | "rubyPr"
            | "sectPr"
            | "sdtPr"
            | "tblPr"
            | "tblPrEx"
            | "tcBorders"
            | "tcMar"
            | "tcPrChange"
            | "trPrChange"
            | "tblPrChange"
            | "tblPrExChange"
            | "tblGridChange"
            | "sectPrChange"
            | "lastRenderedPageBreak"
            | "tblGrid"
            | "txbxPr"
            | "fldData"
    )
}

/// Reads the blocks of a part.
pub struct Body<'w> {
    writer: &'w mut Writer,
    numbering: &'w mut Numbering,
    /// The text of a paragraph whose end was deleted: the next one goes on.
    carried: String,
}

/// What a paragraph says of itself.
#[derive(Debug, Default)]
struct Properties {
    number: Option<String>,
    level: Option<usize>,
    style: Option<String>,
    /// Its end was deleted.
    joins_next: bool,
}

/// A row of a table while it is read.
struct Row {
    table: u32,
    row: u32,
    cells: Vec<Cell>,
    /// Whether a table stands in it.
    is_layout: bool,
}

impl<'w> Body<'w> {
    /// Reads into a writer.
    pub fn new(writer: &'w mut Writer, numbering: &'w mut Numbering) -> Self {
        Self { writer, numbering, carried: String::new() }
    }

    /// Reads a part; an empty one has nothing.
    ///
    /// # Errors
    /// It is no XML, or nested too deeply.
    pub fn read(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut elements = Elements::new(xml);
        self.blocks(&mut elements)?;
        self.end_carried();
        Ok(())
    }

    /// Nothing is left in which a paragraph without an end could go on.
    fn end_carried(&mut self) {
        let carried = std::mem::take(&mut self.carried);
        if !carried.is_empty() {
            self.writer.paragraph(&Piece::from(carried));
        }
    }

    /// The blocks up to the end of the element that is open.
    fn blocks(&mut self, elements: &mut Elements<'_>) -> Result<(), ReadError> {
        let inside = elements.depth();
        while let Some(node) = elements.within(inside)? {
            let Node::Start(element) = node else { continue };
            match element.local_name().as_ref() {
                "p" => {
                    let lines = self.paragraph(elements)?;
                    lines.iter().for_each(|line| self.writer.paragraph(line));
                }
                "tbl" => {
                    self.end_carried();
                    self.table(elements)?;
                }
                "altChunk" => return Err(ReadError::Embedded),
                name if is_unread(name) => elements.skip()?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A paragraph, and behind it what its text boxes hold; nothing where it goes on in the next one.
    fn paragraph(&mut self, elements: &mut Elements<'_>) -> Result<Vec<Piece>, ReadError> {
        let inside = elements.depth();
        let mut properties = Properties::default();
        let mut text = String::new();
        let mut boxes = Vec::new();
        let mut in_text = false;
        while let Some(node) = elements.within(inside)? {
            match node {
                Node::Start(element) => {
                    in_text = false;
                    match element.local_name().as_ref() {
                        "pPr" => properties = read_properties(elements, self.numbering.is_of_styles())?,
                        "rPr" => {
                            if hides(elements)? {
                                // What is hidden ends with its run.
                                elements.skip()?;
                            }
                        }
                        "txbxContent" => self.text_box(elements, &mut boxes)?,
                        "t" => in_text = true,
                        name if is_unread(name) => elements.skip()?,
                        name => text.extend(sign(name, &element)),
                    }
                }
                Node::Text(piece) if in_text => text.push_str(&piece),
                Node::Text(_) => {}
                Node::End => in_text = false,
            }
        }
        Ok(self.finish(properties, &text, boxes))
    }

    fn finish(&mut self, properties: Properties, text: &str, boxes: Vec<Piece>) -> Vec<Piece> {
        let Properties { number, level, style, joins_next } = properties;
        let mut whole = std::mem::take(&mut self.carried);
        if whole.is_empty() {
            // One without text counts, too, but its number alone says nothing.
            let mark = self.numbering.next(number.as_deref(), level, style.as_deref());
            whole = if text.trim().is_empty() { String::new() } else { mark };
        }
        whole.push_str(text);
        if joins_next {
            self.carried = whole;
            return boxes;
        }
        std::iter::once(Piece::from(whole)).chain(boxes).collect()
    }

    /// What a text box holds, line by line.
    fn text_box(&mut self, elements: &mut Elements<'_>, boxes: &mut Vec<Piece>) -> Result<(), ReadError> {
        let mut writer = Writer::default();
        let mut body = Body::new(&mut writer, self.numbering);
        body.blocks(elements)?;
        body.end_carried();
        match writer.finish("Word") {
            Ok(reading) => boxes.extend(reading.text.lines().map(|line| Piece::from(line.to_owned()))),
            Err(ReadError::Empty) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn table(&mut self, elements: &mut Elements<'_>) -> Result<(), ReadError> {
        let inside = elements.depth();
        let table = self.writer.table();
        let mut row = 0;
        while let Some(node) = elements.within(inside)? {
            let Node::Start(element) = node else { continue };
            match element.local_name().as_ref() {
                "tr" => {
                    row += 1;
                    self.row(elements, table, row)?;
                }
                name if is_unread(name) => elements.skip()?,
                _ => {}
            }
        }
        Ok(())
    }

    fn row(&mut self, elements: &mut Elements<'_>, table: u32, row: u32) -> Result<(), ReadError> {
        let inside = elements.depth();
        let (mut before, mut deleted) = (0, false);
        let mut row = Row { table, row, cells: Vec::new(), is_layout: false };
        while let Some(node) = elements.within(inside)? {
            let Node::Start(element) = node else { continue };
            match element.local_name().as_ref() {
                "gridBefore" => before = number(&element).unwrap_or(0).min(MOST_COLUMNS),
                // In the properties of the row: all of it was deleted.
                "del" => deleted = true,
                "tc" if row.cells.len() >= MOST_COLUMNS => return Err(ReadError::TooComplex("Word")),
                "tc" => self.cell(elements, &mut row)?,
                name if is_unread(name) => elements.skip()?,
                _ => {}
            }
        }
        if row.is_layout {
            self.lines(&mut row);
        } else if !deleted {
            self.writer.row(table, row.row, before, row.cells);
        }
        Ok(())
    }

    fn cell(&mut self, elements: &mut Elements<'_>, row: &mut Row) -> Result<(), ReadError> {
        let inside = elements.depth();
        let column = row.cells.len();
        row.cells.push(Cell { span: 1, ..Cell::default() });
        while let Some(node) = elements.within(inside)? {
            let Node::Start(element) = node else { continue };
            let cell = &mut row.cells[column];
            match element.local_name().as_ref() {
                "tcPr" if elements.skip_without(&["gridSpan", "vMerge"])?.is_some() => {}
                "gridSpan" => cell.span = number(&element).unwrap_or(1).clamp(1, MOST_COLUMNS),
                "vMerge" => cell.goes_on = attribute(&element, "val").as_deref() != Some("restart"),
                "p" => cell.paragraphs.extend(self.paragraph(elements)?.into_iter().filter(|text| !text.is_blank())),
                "tbl" => {
                    // A table around another is there for looks: what stands in it is text.
                    row.is_layout = true;
                    self.lines(row);
                    self.table(elements)?;
                }
                "altChunk" => return Err(ReadError::Embedded),
                name if is_unread(name) => elements.skip()?,
                _ => {}
            }
        }
        let carried = std::mem::take(&mut self.carried);
        if !carried.is_empty() {
            row.cells[column].paragraphs.push(Piece::from(carried));
        }
        Ok(())
    }

    /// Writes what the cells of a row hold so far as lines.
    fn lines(&mut self, row: &mut Row) {
        for (column, cell) in (1..).zip(&mut row.cells).filter(|(_, cell)| !cell.goes_on) {
            let place = Place { table: Some(row.table), row: Some(row.row), column: Some(column), ..Place::default() };
            for text in cell.paragraphs.drain(..) {
                self.writer.line(&text, place);
            }
        }
    }
}

/// What an element of a run stands for.
fn sign(name: &str, element: &BytesStart<'_>) -> Option<char> {
    match name {
        "tab" | "ptab" => Some('\t'),
        "br" | "cr" => Some('\n'),
        "noBreakHyphen" => Some('-'),
        "sym" => {
            let code = attribute(element, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
            // Signs of symbol fonts have no meaning outside their font.
            let known = code.filter(|code| !(0xE000..0xF900).contains(code)).and_then(char::from_u32);
            known.or(Some('□'))
        }
        _ => None,
    }
}

fn read_properties(elements: &mut Elements<'_>, with_style: bool) -> Result<Properties, ReadError> {
    let mut properties = Properties::default();
    if let Some(inside) = elements.skip_without(&["numPr", "del", "pPrChange"])? {
        if with_style {
            properties.style = style_in(inside)?;
        }
        return Ok(properties);
    }
    let inside = elements.depth();
    while let Some(node) = elements.within(inside)? {
        let Node::Start(element) = node else { continue };
        match element.local_name().as_ref() {
            "numId" => properties.number = text(&element),
            "ilvl" => properties.level = number(&element),
            "pStyle" => properties.style = text(&element),
            "del" => properties.joins_next = true,
            // How it was before it was changed.
            "pPrChange" | "rPrChange" => elements.skip()?,
            _ => {}
        }
    }
    Ok(properties)
}

/// The style that properties of a paragraph name. It is among the first of them.
fn style_in(properties: &str) -> Result<Option<String>, ReadError> {
    if memchr::memmem::find(properties.as_bytes(), b"pStyle").is_none() {
        return Ok(None);
    }
    let mut elements = Elements::new(properties);
    while let Some(node) = elements.next()? {
        if let Node::Start(element) = node
            && element.local_name().as_ref() == "pStyle"
        {
            return Ok(text(&element));
        }
    }
    Ok(None)
}

/// Whether the properties of a run hide it, or strike it out.
fn hides(elements: &mut Elements<'_>) -> Result<bool, ReadError> {
    if elements.skip_without(&["vanish", "strike", "dstrike"])?.is_some() {
        return Ok(false);
    }
    let inside = elements.depth();
    let mut hidden = false;
    while let Some(node) = elements.within(inside)? {
        let Node::Start(element) = node else { continue };
        match element.local_name().as_ref() {
            "vanish" | "strike" | "dstrike" => hidden |= is_on(&element),
            "rPrChange" => elements.skip()?,
            _ => {}
        }
    }
    Ok(hidden)
}
