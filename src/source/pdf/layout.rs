//! Paragraphs and tables from what stands on the pages.

use super::furniture::{self, Lines};
use super::grid::{Grid, grids};
use super::lines::{Line, join, lines, middle, sorted};
use super::page::{Glyph, Page};
use super::rows::{Rows, begins_label};
use crate::source::error::ReadError;
use crate::source::piece::Piece;
use crate::source::writer::{Reading, Writer};
use crate::source::{Place, to_u32};

/// How far apart, in points, lines begin that begin at the same place.
const SAME_EDGE: f64 = 2.0;
/// Characters of a line from which on it tells where lines begin and end.
const LONG_LINE: usize = 15;
/// How far apart lines are, in parts of what is usual, that are not of one paragraph.
const WIDE_PITCH: f64 = 1.3;
/// How far, in parts of the size, a line is indented that begins a paragraph.
const INDENT: f64 = 0.6;

/// A page taken apart.
struct Parts<'p> {
    tables: Vec<Table<'p>>,
    free: Lines,
    /// The middles of all lines of the page, across its tables.
    middles: Vec<f64>,
}

/// A table of a page, with the glyphs of each cell.
struct Table<'p> {
    grid: Grid,
    cells: Vec<Vec<&'p Glyph>>,
}

/// Where the lines of paragraphs begin and end.
#[derive(Debug, Clone, Copy)]
struct Edges {
    left: f64,
    right: f64,
    /// How far apart, in parts of their size.
    pitch: f64,
}

/// Writes what stands on the pages.
///
/// # Errors
/// Nothing does, or more than on those of any report.
pub fn write(pages: &[Page]) -> Result<Reading, ReadError> {
    let mut parts: Vec<Parts<'_>> = pages.iter().map(Parts::of).collect();
    furniture::take_out(&mut parts.iter_mut().map(|parts| &mut parts.free).collect::<Vec<_>>());
    let edges = Edges::of(parts.iter().map(|parts| &parts.free));
    let mut layout = Layout { writer: Writer::default(), edges, paragraph: Vec::new(), rows: Rows::default() };
    for (number, mut parts) in (1..).zip(parts) {
        parts.middles.retain(|middle| !parts.free.taken.contains(middle));
        layout.page(number, parts);
    }
    layout.end_paragraph();
    layout.rows.end(&mut layout.writer);
    layout.writer.finish("PDF")
}

impl<'p> Parts<'p> {
    fn of(page: &'p Page) -> Self {
        let of_cells = |grid: Grid| Table { cells: vec![Vec::new(); grid.rows() * grid.columns()], grid };
        let mut tables: Vec<Table<'p>> = grids(&page.rulings).into_iter().map(of_cells).collect();
        let mut free = Vec::new();
        for glyph in &page.glyphs {
            let (x, y) = glyph.center();
            let cell = tables.iter_mut().rev().find_map(|table| Some((table.grid.cell_at(x, y)?, table)));
            match cell {
                Some((cell, table)) => table.cells[cell].push(glyph),
                None if glyph.turns == Some(0) => free.push(glyph),
                None => {}
            }
        }
        let all: Vec<&Glyph> = page.glyphs.iter().filter(|glyph| glyph.turns == Some(0)).collect();
        let top = tables.iter().map(|table| table.grid.ys[0]).reduce(f64::min);
        let bottom = tables.iter().filter_map(|table| table.grid.ys.last().copied()).reduce(f64::max);
        let free = Lines { lines: lines(&free), height: page.height, tables: top.zip(bottom), taken: Vec::new() };
        Self { tables, free, middles: lines(&all).iter().map(|line| line.middle).collect() }
    }

    /// The line of the page, from 1, that is nearest to a height.
    fn line(&self, middle: f64) -> u32 {
        let below = self.middles.partition_point(|&known| known < middle);
        let away = |index: usize| self.middles.get(index).map_or(f64::MAX, |known| (known - middle).abs());
        let above = below.saturating_sub(1);
        to_u32(if away(above) <= away(below) { above + 1 } else { below + 1 })
    }
}

impl Edges {
    /// Lines mostly begin and end where the lines of a paragraph do, but for the first and last.
    fn of<'p>(pages: impl Iterator<Item = &'p Lines> + Clone) -> Self {
        let all = pages.clone().flat_map(|page| &page.lines);
        let long = all.filter(|line| !line.has_columns && line.text.chars().count() >= LONG_LINE);
        let lefts = sorted(long.clone().map(|line| line.left));
        let rights = sorted(long.map(|line| line.right));
        // The leftmost place that is not one line's alone.
        let left = lefts.windows(2).find(|pair| pair[1] - pair[0] < SAME_EDGE).map(|pair| pair[0]);
        let right = rights.get(rights.len() * 3 / 4).copied();
        let pitches = pages.flat_map(|page| page.lines.windows(2));
        let pitches = pitches.map(|pair| (pair[1].middle - pair[0].middle) / pair[1].size);
        Self { left: left.unwrap_or(0.0), right: right.unwrap_or(f64::MAX), pitch: middle(pitches).clamp(1.0, 4.0) }
    }
}

/// The text as it is written.
struct Layout {
    writer: Writer,
    edges: Edges,
    /// The lines of the paragraph that may go on, with their places.
    paragraph: Vec<(Line, Place)>,
    rows: Rows,
}

impl Layout {
    fn page(&mut self, number: u32, mut parts: Parts<'_>) {
        let page = Place { page: Some(number), ..Place::default() };
        let mut free = std::mem::take(&mut parts.free.lines).into_iter().peekable();
        for table in std::mem::take(&mut parts.tables) {
            while let Some(line) = free.next_if(|line| line.middle < table.grid.ys[0]) {
                self.line(&parts, line, page);
            }
            self.table(&parts, table, page);
        }
        free.for_each(|line| self.line(&parts, line, page));
    }

    fn line(&mut self, parts: &Parts<'_>, line: Line, page: Place) {
        self.rows.end(&mut self.writer);
        let place = Place { line: Some(parts.line(line.middle)), ..page };
        if !self.paragraph.last().is_some_and(|(last, before)| self.goes_on(last, *before, &line, place)) {
            self.end_paragraph();
        }
        self.paragraph.push((line, place));
    }

    /// Whether a line goes on the paragraph of the one before it.
    fn goes_on(&self, last: &Line, before: Place, line: &Line, place: Place) -> bool {
        let same_size = (last.size - line.size).abs() < 0.15 * last.size;
        let near = before.page != place.page || line.middle - last.middle < WIDE_PITCH * self.edges.pitch * last.size;
        let begins = line.left > self.edges.left + INDENT * line.size;
        let has_columns = last.has_columns || line.has_columns;
        let is_heading = last.text.ends_with('。') && begins_label(&line.text);
        !is_heading && same_size && near && !begins && !has_columns && last.fills(self.edges.right, line)
    }

    fn end_paragraph(&mut self) {
        let mut text = String::new();
        let mut parts = Vec::new();
        for (line, place) in std::mem::take(&mut self.paragraph) {
            let before = text.len();
            join(&mut text, &line.text);
            parts.push((Piece::from(text[before..].to_owned()), place));
        }
        if !parts.is_empty() {
            self.writer.parts(&parts);
        }
    }

    fn table(&mut self, parts: &Parts<'_>, table: Table<'_>, page: Place) {
        self.end_paragraph();
        let place = |middle: f64| Place { line: Some(parts.line(middle)), ..page };
        self.rows.table(&mut self.writer, table.grid, &table.cells, place);
    }
}
