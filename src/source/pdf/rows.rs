//! Rows of tables, which may go on over the end of a page: in the middle of a table, and of a row.

use super::grid::Grid;
use super::lines::{Line, join, lines};
use super::page::Glyph;
use crate::numeral;
use crate::source::Place;
use crate::source::piece::Piece;
use crate::source::writer::{Cell, Writer};

/// The most room, in points, between a line of a cell and its text.
const WIDEST_PADDING: f64 = 9.0;
/// Height, in points, of the lowest row; what is lower is a double line.
const LOWEST_ROW: f64 = 6.0;
/// Rows of a heading that is repeated on every page.
const MOST_HEADS: usize = 6;

/// The rows of the last table.
#[derive(Default)]
pub struct Rows {
    table: Option<Table>,
}

/// A table that may go on.
struct Table {
    number: u32,
    rows: u32,
    grid: Grid,
    /// What its first rows say.
    heads: Vec<Vec<String>>,
    /// Its last row, which may go on on the next page.
    last: Option<Row>,
}

/// A row.
struct Row {
    cells: Vec<Cell>,
    /// For each cell whether its last line leaves no room, so that it may go on.
    full: Vec<bool>,
}

impl Row {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.paragraphs.is_empty())
    }
}

impl Rows {
    /// Adds the rows of a table of a page. `cells` are the glyphs of each cell, `place` is that of a height.
    pub fn table(&mut self, writer: &mut Writer, grid: Grid, cells: &[Vec<&Glyph>], place: impl Fn(f64) -> Place) {
        let lines: Vec<Vec<Line>> = cells.iter().map(|glyphs| lines_of_cell(glyphs)).collect();
        let mut rows = rows(&grid, &lines, place);
        let goes_on = self.table.as_ref().is_some_and(|table| table.grid.goes_on_in(&grid));
        if !goes_on {
            self.end(writer);
        }
        let table = self.table.get_or_insert_with(|| Table {
            number: writer.table(),
            rows: 0,
            grid: Grid::default(),
            heads: rows.iter().take(MOST_HEADS).map(|row| texts(&row.cells)).collect(),
            last: None,
        });
        if goes_on {
            let repeated = rows.iter().zip(&table.heads).take_while(|(row, head)| texts(&row.cells) == **head).count();
            rows.drain(..repeated);
            // What the end of a page leaves of a row that is whole on the other page.
            table.last.take_if(|last| last.is_blank());
            if rows.first().is_some_and(Row::is_blank) {
                rows.remove(0);
            }
            if let Some(last) = &mut table.last
                && rows.first().is_some_and(|first| is_cut(last, first))
            {
                go_on(&mut last.cells, rows.remove(0).cells);
            }
        }
        for row in rows {
            table.write_last(writer);
            table.last = Some(row);
        }
        table.grid = grid;
    }

    /// Nothing goes on the table any more.
    pub fn end(&mut self, writer: &mut Writer) {
        if let Some(mut table) = self.table.take() {
            table.write_last(writer);
        }
    }
}

impl Table {
    fn write_last(&mut self, writer: &mut Writer) {
        if let Some(row) = self.last.take() {
            self.rows += 1;
            writer.row(self.number, self.rows, 0, row.cells);
        }
    }
}

fn texts(row: &[Cell]) -> Vec<String> {
    row.iter().map(text).collect()
}

fn text(cell: &Cell) -> String {
    cell.paragraphs.iter().map(Piece::text).collect()
}

fn is_figure(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || ".,-%".contains(c))
}

/// Whether the first row of a page goes on the last of the page before: it does not begin as labels do,
/// what it goes on was full, and figures stand in one of the two, or go on figures that were cut.
fn is_cut(before: &Row, next: &Row) -> bool {
    let (last, next) = (texts(&before.cells), texts(&next.cells));
    let label = next.iter().find(|text| !text.is_empty() && !is_figure(text));
    if last.len() != next.len() || label.is_some_and(|label| begins_label(label)) {
        return false;
    }
    let cells = || before.full.iter().zip(&last).zip(&next).filter(|(_, next)| !next.is_empty());
    let all_open = cells().all(|((full, last), next)| *full || last.is_empty() || is_figure(next));
    let goes_on = |((full, last), _): ((&bool, &String), &String)| *full && !last.is_empty();
    let figures = |row: &[String]| row.iter().filter(|text| is_figure(text)).count();
    let under = || cells().filter(|((_, last), next)| is_figure(next) && !last.is_empty());
    all_open
        && match (figures(&last), figures(&next)) {
            // Heads of columns.
            (0, 0) => cells().count() > 1 && cells().all(goes_on),
            (0, figures) | (figures, 0) => figures > 1 && label.is_some() && under().next().is_none(),
            _ => under().next().is_some() && under().all(|cell| is_figure(cell.0.1) && goes_on(cell)),
        }
}

/// `1.`, `（一）`, `三、` begin a label.
pub fn begins_label(text: &str) -> bool {
    let rest = text.trim_start_matches(['（', '(']);
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || numeral::counts(c));
    number.len() < rest.len() && number.starts_with(['）', ')', '、', '.', '．'])
}

/// A line that is cut by the end of a page was mostly broken for want of room, too.
fn go_on(row: &mut [Cell], rest: Vec<Cell>) {
    for (cell, rest) in row.iter_mut().zip(rest) {
        let mut rest = rest.paragraphs.into_iter();
        if let Some(last) = cell.paragraphs.last_mut() {
            last.push(rest.next().as_ref().map_or("", Piece::text));
        }
        cell.paragraphs.extend(rest);
        cell.goes_on &= cell.paragraphs.is_empty();
    }
}

/// The lines of a cell. Text that runs up or down is one line, its columns after each other.
fn lines_of_cell(glyphs: &[&Glyph]) -> Vec<Line> {
    let Some(turned) = glyphs.iter().find(|glyph| glyph.turns != Some(0) && !glyph.text.trim().is_empty()) else {
        return lines(glyphs);
    };
    let runs_up = turned.turns == Some(3);
    // Turned so that it runs from left to right, with the signs in it that stand upright.
    let turn = |glyph: &&Glyph| {
        let (x, y) = glyph.center();
        let (x, y) = if runs_up { (-y, x) } else { (y, -x) };
        Glyph { x: x - glyph.size / 2.0, y: y + 0.35 * glyph.size, width: glyph.size, ..(*glyph).clone() }
    };
    let turned: Vec<Glyph> = glyphs.iter().map(turn).collect();
    let text = lines(&turned.iter().collect::<Vec<_>>()).iter().map(|line| line.text.as_str()).collect();
    let middle = glyphs.iter().map(|glyph| glyph.middle()).sum::<f64>() / glyphs.len() as f64;
    let left = glyphs.iter().map(|glyph| glyph.x).fold(f64::MAX, f64::min);
    vec![Line { text, left, right: left, middle, ..Line::default() }]
}

/// The rows of a table of a page.
fn rows(grid: &Grid, lines: &[Vec<Line>], place: impl Fn(f64) -> Place) -> Vec<Row> {
    let padding = padding(grid, lines);
    let height = |row: usize| grid.ys[row + 1] - grid.ys[row];
    (0..grid.rows())
        .map(|row| (row, cells(grid, row, lines, padding, &place)))
        .filter(|(at, row)| height(*at) > LOWEST_ROW || !row.is_blank())
        .map(|(_, row)| row)
        .collect()
}

/// The room between the lines of cells and their text: that of the longest lines, which fill it.
fn padding(grid: &Grid, lines: &[Vec<Line>]) -> f64 {
    let room = |(cell, lines): (usize, &Vec<Line>)| {
        let left = grid.sides(cell).0;
        lines.iter().map(|line| line.left - left).reduce(f64::min)
    };
    let narrowest = lines.iter().enumerate().filter_map(room).filter(|room| *room > 0.0).reduce(f64::min);
    narrowest.unwrap_or(0.0).min(WIDEST_PADDING)
}

/// The cells of a row.
fn cells(grid: &Grid, row: usize, lines: &[Vec<Line>], padding: f64, place: impl Fn(f64) -> Place) -> Row {
    let (mut cells, mut full) = (Vec::new(), Vec::new());
    let mut column = 0;
    while column < grid.columns() {
        let owner = grid.owner(row, column);
        let span = (column..grid.columns()).take_while(|&at| grid.owner(row, at) == owner).count();
        let goes_on = owner < row * grid.columns();
        let all = lines.get(owner).map_or(&[][..], Vec::as_slice);
        let own = if goes_on { &[] } else { all };
        let middle = own.first().map_or_else(|| f64::midpoint(grid.ys[row], grid.ys[row + 1]), |line| line.middle);
        let (left, right) = grid.sides(owner);
        let room = right - left - 2.0 * padding;
        full.push(all.last().is_some_and(|line| line.right - line.left + line.size > room));
        cells.push(Cell { paragraphs: paragraphs(own, room), span, goes_on, at: place(middle) });
        column += span;
    }
    Row { cells, full }
}

/// The paragraphs of a cell: lines that were broken for want of room go on each other.
fn paragraphs(lines: &[Line], room: f64) -> Vec<Piece> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut last: Option<&Line> = None;
    for line in lines {
        let width = |last: &Line| last.right - last.left;
        let are_figures = |last: &Line| is_figure(&last.text) && is_figure(&line.text) && width(last) > room / 2.0;
        let is_full = |last: &Line| width(last) + line.first_unit + 0.1 * line.size > room || are_figures(last);
        match paragraphs.last_mut().filter(|_| last.is_some_and(is_full)) {
            Some(paragraph) => join(paragraph, &line.text),
            None => paragraphs.push(line.text.clone()),
        }
        last = Some(line);
    }
    paragraphs.into_iter().map(Piece::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row; cells that leave no room for more are marked.
    fn row(cells: &[&str]) -> Row {
        let cell = |text: &&str| {
            let text = text.trim_end_matches('|');
            let paragraphs = if text.is_empty() { Vec::new() } else { vec![Piece::from(text.to_owned())] };
            Cell { paragraphs, span: 1, ..Cell::default() }
        };
        Row { cells: cells.iter().map(cell).collect(), full: cells.iter().map(|text| text.ends_with('|')).collect() }
    }

    #[test]
    fn rows_that_a_page_cuts_are_told_from_rows_that_follow() {
        for (last, next, cut) in [
            // A label that goes on, with the figures on either side.
            (["2.其他法律行|", "", "", ""], ["政法规", "1", "0", "1"], true),
            (["2.其他法律行|", "1", "0", "1"], ["政法规", "", "", ""], true),
            // Heads of columns.
            (["", "商业|", "科研|", "总计"], ["", "企业", "机构", ""], true),
            (["", "自然人", "法人", "总计"], ["", "企业", "机构", ""], false),
            // Figures that had no room.
            (["（七）总计", "294|", "120", "411|"], ["", "9", "", "5"], true),
            (["（七）总计", "294|", "120", "411|"], ["四、结转", "9", "1", "5"], false),
            (["规章", "3", "0", "1"], ["行政规范性文件", "9", "1", "5"], false),
            (["行政许可", "", "", ""], ["行政处罚", "9", "1", "5"], false),
        ] {
            assert_eq!(is_cut(&row(&last), &row(&next)), cut, "{last:?} {next:?}");
        }
    }
}
