//! The structure of a page while it is read: elements that are open, lines, tables and what stands in
//! their cells. Tags that are missing or in the wrong place are read as browsers read them, as far as
//! text and cells go.

use html5gum::Span as TokenSpan;
use html5gum::emitters::callback::CallbackEvent;
use rustc_hash::FxHashSet;

use super::Markup;
use super::element::{Tag, is_block};
use super::furniture::{Block, Content, write};
use super::inline::Line;
use super::open::Stack;
use super::table::{Ended, Table};
use crate::source::ReadError;
use crate::source::Span;
use crate::source::writer::Reading;

/// Tables within tables.
const MOST_TABLES: usize = 64;

/// Lines and cells of a page.
const LARGEST: usize = 300_000;

/// A page while it is read.
pub struct Page<'h> {
    html: &'h str,
    markup: Markup,
    tag: Tag,
    open: Stack,
    tables: Vec<Table>,
    table_count: usize,
    /// The part around the text that is open, counted from 1; 0 in the text.
    aside: usize,
    aside_count: usize,
    line: Line,
    blocks: Vec<Block>,
    /// Whether styles hide.
    styles_hide: bool,
    /// Whether one did.
    has_hidden: bool,
    /// Lines and cells so far.
    size: usize,
}

impl<'h> Page<'h> {
    /// A page of which nothing was read yet.
    pub fn new(html: &'h str, markup: Markup, styles_hide: bool) -> Self {
        Self {
            html,
            markup,
            tag: Tag::default(),
            open: Stack::new(),
            tables: Vec::new(),
            table_count: 0,
            aside: 0,
            aside_count: 0,
            line: Line::default(),
            blocks: Vec::new(),
            styles_hide,
            has_hidden: false,
            size: 0,
        }
    }

    /// Whether there are rows of tables.
    pub fn has_rows(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block.content, Content::Row { .. }))
    }

    /// Whether there is a numbered heading that another reading of the page does not have.
    pub fn has_headings_beyond(&self, other: &Self) -> bool {
        fn headings<'p>(page: &'p Page<'_>) -> impl Iterator<Item = &'p str> {
            page.blocks.iter().filter(|block| block.is_numbered()).map(|block| block.text().trim())
        }
        let known: FxHashSet<&str> = headings(other).collect();
        headings(self).any(|heading| !known.contains(heading))
    }

    /// Whether styles hid something.
    pub fn has_hidden(&self) -> bool {
        self.has_hidden
    }

    /// Takes in what comes next.
    pub fn handle(&mut self, event: &CallbackEvent<'_>, span: TokenSpan<usize>) {
        if self.size > LARGEST {
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.open(name),
            CallbackEvent::AttributeName { .. } | CallbackEvent::AttributeValue { .. } => self.tag.add(event),
            CallbackEvent::CloseStartTag { .. } => self.begin(),
            CallbackEvent::EndTag { name } => self.end(&String::from_utf8_lossy(name)),
            CallbackEvent::String { .. } => self.text(Span::new(span.start, span.end)),
            CallbackEvent::Comment { value } => self.comment(value, Span::new(span.start, span.end)),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    /// What was read, without what stands around the text.
    ///
    /// # Errors
    /// Nothing was, or more than any report holds.
    pub fn finish(mut self) -> Result<Reading, ReadError> {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_line();
        if self.size > LARGEST {
            return Err(ReadError::TooComplex("HTML"));
        }
        write(self.blocks)
    }

    fn is_hidden(&self) -> bool {
        self.open.last().is_some_and(|element| element.hidden)
    }

    fn begin(&mut self) {
        let mut tag = std::mem::take(&mut self.tag);
        tag.hidden |= tag.hidden_by_style && self.styles_hide;
        self.has_hidden |= tag.hidden_by_style;
        self.end_hidden_part(&tag.name);
        let is_passed = self.is_hidden() || tag.hidden;
        if !self.is_hidden() {
            self.end_before(&tag.name);
        }
        if !is_passed {
            match tag.name.as_str() {
                "table" => self.begin_table(),
                "tr" => self.begin_row(),
                "td" | "th" => self.begin_cell(tag.columns, tag.rows),
                _ => {}
            }
        }
        if !tag.is_void() {
            self.push(tag, is_passed);
        }
    }

    /// What ends where an element begins.
    fn end_before(&mut self, name: &str) {
        match name {
            "table" => self.end_line(),
            "tr" | "thead" | "tbody" | "tfoot" => self.end_row(),
            "td" | "th" => self.end_cell(),
            "a" => self.close(&["a"]),
            name if is_block(name) => self.begin_block(name),
            _ => {}
        }
    }

    /// Rows and cells that are not shown end where the next begins, too.
    fn end_hidden_part(&mut self, name: &str) {
        let ends: &[&str] = match name {
            "td" | "th" => &["td", "th"],
            "tr" | "thead" | "tbody" | "tfoot" => &["td", "th", "tr"],
            _ => return,
        };
        let base = self.tables.last().map_or(0, |table| table.base);
        let in_table = self.open.from(base).rev().take_while(|open| open.name != "table");
        let hidden = in_table.enumerate().filter(|(_, open)| open.passed && ends.contains(&open.name.as_str()));
        if let Some((above, _)) = hidden.last() {
            self.truncate(self.open.len() - 1 - above);
        }
    }

    /// Where elements that can be closed begin: nothing in a cell ends what is around it.
    fn floor(&self) -> usize {
        self.tables.last().map_or(0, |table| table.floor)
    }

    fn push(&mut self, tag: Tag, passed: bool) {
        let aside = tag.aside && self.aside == 0;
        if aside {
            self.end_line();
            self.aside_count += 1;
            self.aside = self.aside_count;
        }
        let is_item = tag.name == "li" && !passed;
        self.line.links += usize::from(tag.link && !passed);
        let block = is_block(&tag.name);
        self.open.push(tag, passed, aside, block);
        if is_item {
            self.number_item();
        }
    }

    fn number_item(&mut self) {
        let floor = self.floor();
        if let Some(next) = self.open.list(floor).and_then(|list| list.next_item.as_mut()) {
            self.line.begin_item(*next);
            *next = next.saturating_add(1);
        }
    }

    /// A block ends the line, and an open paragraph or item before it.
    fn begin_block(&mut self, name: &str) {
        self.end_line();
        match name {
            "br" => {}
            "li" => self.close(&["p", "li"]),
            "dd" | "dt" => self.close(&["p", "dd", "dt"]),
            _ => self.close(&["p"]),
        }
    }

    /// Ends the innermost element of each name, where one is open within the cell and no block is open
    /// in it.
    fn close(&mut self, names: &[&str]) {
        for name in names {
            if let Some(at) = self.open.find(name, self.floor(), false) {
                self.truncate(at);
            }
        }
    }

    fn truncate(&mut self, length: usize) {
        while self.open.len() > length {
            let Some(element) = self.open.pop() else { return };
            if element.name == "li" {
                self.line.end_item();
            }
            if element.aside {
                self.end_line();
                self.aside = 0;
            }
        }
    }

    fn end(&mut self, name: &str) {
        if !matches!(name, "table" | "tr" | "thead" | "tbody" | "tfoot" | "td" | "th") {
            return self.end_element(name);
        }
        let base = self.tables.last().map_or(0, |table| table.base);
        let meant = self.open.from(base).rfind(|open| open.name == name);
        match name {
            _ if meant.is_none_or(|open| open.passed) => self.end_element(name),
            "table" => self.end_table(),
            "td" | "th" => self.end_cell(),
            _ => self.end_row(),
        }
    }

    fn end_element(&mut self, name: &str) {
        let block = is_block(name);
        // A stray end of something inline does not end the block around it.
        let ended = self.open.find(name, self.floor(), block);
        // Browsers make an element of the stray end of these two.
        if block && !self.is_hidden() && (ended.is_some() || matches!(name, "p" | "br")) {
            self.end_line();
        }
        if let Some(at) = ended {
            self.truncate(at);
        }
    }

    fn begin_table(&mut self) {
        if self.tables.last().is_some_and(|table| !table.in_cell()) {
            self.end_table();
        }
        if self.tables.len() >= MOST_TABLES {
            return;
        }
        if let Some(around) = self.tables.last_mut() {
            self.blocks.extend(around.take_as_layout());
        }
        self.table_count += 1;
        self.tables.push(Table::new(self.table_count, self.open.len()));
    }

    fn begin_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.begin_row();
        }
    }

    fn begin_cell(&mut self, columns: usize, rows: usize) {
        if let Some(table) = self.tables.last_mut() {
            self.size += 1;
            table.begin_cell(columns, rows);
            table.floor = self.open.len();
        }
    }

    fn end_cell(&mut self) {
        self.end_line();
        let Some(table) = self.tables.last_mut().filter(|table| table.in_cell()) else { return };
        let floor = table.floor;
        table.end_cell();
        self.truncate(floor);
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return };
        let ended = table.end_row();
        let (table, row, base) = (table.id, table.rows, table.base);
        match ended {
            Some(Ended::Row(cells)) => {
                self.blocks.push(Block { aside: self.aside, content: Content::Row { table, row, cells } });
            }
            Some(Ended::Layout(lines)) => self.blocks.extend(lines),
            None => {}
        }
        self.truncate(base + 1);
    }

    fn end_table(&mut self) {
        self.end_row();
        if let Some(table) = self.tables.pop() {
            self.truncate(table.base);
        }
    }

    fn text(&mut self, span: Span) {
        if self.is_hidden() {
            return;
        }
        let html = self.html;
        let in_table = !self.tables.is_empty();
        let element = self.open.last();
        let verbatim = element.is_some_and(|element| element.verbatim);
        if !verbatim && (self.markup == Markup::Page || in_table) {
            let in_link = element.is_some_and(|element| element.link);
            let heading = element.is_some_and(|element| element.heading);
            self.line.is_heading |= heading;
            return self.line.push(html, span, in_link);
        }
        let mut at = span.start as usize;
        for (index, stretch) in html.get(span.range()).unwrap_or_default().split('\n').enumerate() {
            if index > 0 {
                self.end_line();
            }
            let text = stretch.trim_end_matches('\r');
            self.line.push_verbatim(html, Span::new(at, at + text.len()));
            at += stretch.len() + 1;
        }
    }

    /// Comments are no part of the page, but for those to gouji, which stand before the line or row
    /// they speak of.
    fn comment(&mut self, value: &[u8], span: Span) {
        let text = String::from_utf8_lossy(value);
        if self.is_hidden() || !text.trim_start().to_ascii_lowercase().starts_with("gouji") {
            return;
        }
        self.end_line();
        let mut line = Line::default();
        line.piece.push_from(self.html.get(span.range()).unwrap_or_default(), span);
        self.blocks.push(self.block(line));
    }

    /// Ends the line that is gathered: it is a paragraph of the open cell, or stands for itself.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let keeps_blank = self.markup == Markup::TextWithTables && self.tables.is_empty();
        if line.is_empty() {
            self.line = line.after_nothing();
            if !keeps_blank {
                return;
            }
        }
        self.size += 1;
        let block = self.block(line);
        match self.tables.last_mut().filter(|table| table.in_cell()) {
            Some(table) => table.add(block),
            None => self.blocks.push(block),
        }
    }

    fn block(&self, line: Line) -> Block {
        Block { aside: self.aside, content: Content::Line(line) }
    }
}
