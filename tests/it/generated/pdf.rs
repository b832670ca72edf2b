//! Tables as text taken out of a PDF: labels wrapped, group labels beside the
//! middle of their rows, page numbers in between.

use fastrand::Rng;

use crate::generated::canvas::{Canvas, CanvasLine, wrap};
use crate::generated::form::{Level, Table};
use crate::generated::layouts::page_number;
use crate::generated::model::{Row, Tables, Tag, first_column};
use crate::generated::pdf_header;
use crate::generated::sheet::Sheet;

/// Where the columns of the applications table stand.
#[derive(Clone, Copy)]
pub struct Places {
    pub result: usize,
    pub leaf: usize,
    pub figures: usize,
    pub step: usize,
}

/// Writes a table as it comes out of a PDF.
pub fn table(tables: &Tables, table: Table, sheet: &mut Sheet, rng: &mut Rng) {
    let mut canvas = Canvas { lines: Vec::new(), aligned: rng.bool(), loose: rng.u8(0..3) == 0 };
    match table {
        Table::Disclosure => disclosure(tables, &mut canvas, rng),
        Table::Applications => applications(tables, &mut canvas, rng),
        Table::Review => pdf_header::review(tables, &mut canvas, rng),
    }
    let start = sheet.lines.len();
    canvas.print(sheet);
    if canvas.aligned && rng.bool() {
        for index in start + 1..sheet.lines.len() {
            // A form feed begins the page after the page number.
            if is_page_number(&sheet.lines[index - 1].text) {
                sheet.lines[index].text.insert(0, '\u{c}');
            }
        }
    }
}

fn is_page_number(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['-', '—']) && text.ends_with(['-', '—']) && text.chars().count() > 2
}

fn disclosure(tables: &Tables, canvas: &mut Canvas, rng: &mut Rng) {
    let step = rng.usize(13..18);
    for (number, block) in tables.blocks.iter().enumerate() {
        let label = CanvasLine::one(0, &*block.label, Tag::Block(number));
        canvas.lines.push(label);
        let mut head = CanvasLine::default();
        for (index, text) in block.columns.iter().enumerate() {
            let tag = Tag::Column(Table::Disclosure, first_column(number) + index);
            head.put(index * step, &**text, tag);
        }
        canvas.lines.push(head);
        for row in &block.rows {
            let mut line = CanvasLine::one(0, row.label.trim(), label_tag(Table::Disclosure, row));
            put_figures(&mut line, Table::Disclosure, row, step, step);
            canvas.lines.push(line);
        }
    }
    if rng.u8(0..4) == 0 {
        turn_page(canvas, 3, rng);
    }
}

fn label_tag(table: Table, row: &Row) -> Tag {
    match row.level {
        Level::PageNumber | Level::Junk => Tag::Junk,
        _ => Tag::Row(table, row.id),
    }
}

fn put_figures(line: &mut CanvasLine, table: Table, row: &Row, from: usize, step: usize) {
    for (column, text) in row.cells.iter().enumerate() {
        let tag = match row.level {
            Level::Junk => Tag::Junk,
            _ => Tag::Cell(table, row.id, column),
        };
        line.put(from + column * step, &**text, tag);
    }
}

fn applications(tables: &Tables, canvas: &mut Canvas, rng: &mut Rng) {
    let result = rng.usize(5..8);
    let leaf = result + rng.usize(7..10);
    let places = Places { result, leaf, figures: leaf + rng.usize(15..24), step: rng.usize(8..11) };
    pdf_header::applications(tables, canvas, places, rng);
    let begin = canvas.lines.len();
    let mut groups = [(usize::MAX, 0); 4];
    let mut results = (usize::MAX, 0);
    for row in &tables.applications {
        let start = canvas.lines.len();
        canvas.lines.extend(row_lines(row, places, rng));
        let span = start..canvas.lines.len();
        if let Level::Leaf(group) = row.level {
            let known = &mut groups[group];
            *known = (known.0.min(span.start), span.end);
        }
        if matches!(row.level, Level::Leaf(_) | Level::Result) {
            results = (results.0.min(span.start), span.end);
        }
    }
    for (group, range) in groups.into_iter().enumerate().rev() {
        let added = put_group(&tables.groups[group], group, range, canvas, places, rng);
        results.1 += added;
    }
    put_results(&tables.results, results, canvas, rng);
    if rng.u8(0..3) == 0 {
        turn_page(canvas, begin + 3, rng);
    }
}

/// The lines of a row: its label, wrapped, and the figures on one of them.
fn row_lines(row: &Row, places: Places, rng: &mut Rng) -> Vec<CanvasLine> {
    let x = match row.level {
        Level::Top | Level::PageNumber | Level::Junk => 0,
        Level::Result => places.result,
        Level::Leaf(_) => places.leaf,
    };
    let tag = label_tag(Table::Applications, row);
    if row.level == Level::PageNumber {
        return vec![CanvasLine::one(0, row.label.trim(), tag)];
    }
    let pieces = wrap(&row.label, places.figures - x - 1);
    let mut lines: Vec<CanvasLine> = pieces.into_iter().map(|piece| CanvasLine::one(x, piece, tag)).collect();
    let apart = lines.len() > 1 && rng.u8(0..4) == 0;
    let at = if apart {
        lines.insert(1, CanvasLine::default());
        1
    } else {
        rng.usize(0..lines.len())
    };
    put_figures(&mut lines[at], Table::Applications, row, places.figures, places.step);
    for line in &mut lines[1..] {
        line.continued = true;
    }
    lines
}

/// Puts a group label above, beside or in the middle of its rows; returns how
/// many lines were added.
fn put_group(
    label: &str,
    group: usize,
    (start, end): (usize, usize),
    canvas: &mut Canvas,
    places: Places,
    rng: &mut Rng,
) -> usize {
    let tag = Tag::Group(group);
    if start == usize::MAX {
        return 0;
    }
    let before = canvas.lines.len();
    match rng.u8(0..5) {
        0 | 1 => canvas.lines.insert(start, CanvasLine::one(places.result, label, tag)),
        2 => canvas.lines[start].put(places.result, label, tag),
        way => {
            let pieces = wrap(label, 4);
            // A page ends between rows.
            let within_rows = canvas.aligned && way != 4;
            let middle = gap_near((start + end) / 2, (start, end), within_rows, canvas);
            let first = &pieces[0];
            let second = pieces[1..].concat();
            if way == 4 {
                // The page ends in the middle of the label.
                let parts = [
                    CanvasLine::one(places.result, &**first, tag),
                    CanvasLine::one(0, page_number(rng.usize(2..9), rng), Tag::Junk),
                    CanvasLine::one(places.result, second, tag),
                ];
                canvas.lines.splice(middle..middle, parts);
            } else if canvas.aligned && canvas.lines[middle].is_free_before(places.leaf)
                || !canvas.lines[middle].is_free_before(1)
            {
                canvas.lines[middle].put(places.result, &**first, tag);
                let below = CanvasLine::one(places.result, second, tag);
                let after = next_row(middle, canvas);
                canvas.lines.insert(after, below);
            } else {
                let parts =
                    [CanvasLine::one(places.result, &**first, tag), CanvasLine::one(places.result, second, tag)];
                canvas.lines.splice(middle..middle, parts);
            }
        }
    }
    canvas.lines.len() - before
}

/// A line near `middle` which begins a row, or any where columns tell what a
/// line belongs to.
fn gap_near(middle: usize, (start, end): (usize, usize), within_rows: bool, canvas: &Canvas) -> usize {
    let mut at = middle.min(end - 1);
    while at > start && canvas.lines[at].continued && !within_rows {
        at -= 1;
    }
    at
}

fn is_continued(canvas: &Canvas, at: usize) -> bool {
    canvas.lines.get(at).is_some_and(|line| line.continued)
}

/// The line after a row's last; just the next one where columns tell.
fn next_row(at: usize, canvas: &Canvas) -> usize {
    let mut next = at + 1;
    while !canvas.aligned && is_continued(canvas, next) {
        next += 1;
    }
    next
}

/// Puts 三、本年度办理结果 above its rows, beside the first, or down the edge,
/// a character a line.
fn put_results(label: &str, (start, end): (usize, usize), canvas: &mut Canvas, rng: &mut Rng) {
    let tag = Tag::Results;
    if start == usize::MAX {
        return;
    }
    match rng.u8(0..4) {
        0 | 1 => canvas.lines.insert(start, CanvasLine::one(0, label, tag)),
        2 => canvas.lines[start].put(0, label, tag),
        _ => {
            let letters: Vec<String> = label.chars().filter(|c| *c != ' ').map(String::from).collect();
            let room = end.saturating_sub(start + letters.len() * 2).max(1);
            let mut at = start + rng.usize(0..room);
            while !canvas.aligned && is_continued(canvas, at) {
                at += 1;
            }
            for letter in letters {
                let beside = canvas.aligned && at < end && canvas.lines[at].is_free_before(4);
                if beside && rng.bool() && !is_page_line(&canvas.lines[at]) {
                    canvas.lines[at].put(0, letter, tag);
                } else {
                    let mut line = CanvasLine::one(0, letter, tag);
                    line.continued = canvas.aligned && is_continued(canvas, at);
                    canvas.lines.insert(at, line);
                }
                at += 1;
            }
        }
    }
}

fn is_page_line(line: &CanvasLine) -> bool {
    line.pieces.iter().any(|piece| is_page_number(&piece.text))
}

/// Puts a page number between two rows.
fn turn_page(canvas: &mut Canvas, from: usize, rng: &mut Rng) {
    if from >= canvas.lines.len() {
        return;
    }
    let mut at = rng.usize(from..canvas.lines.len());
    while canvas.lines[at].continued {
        at -= 1;
    }
    let number = page_number(rng.usize(2..9), rng);
    canvas.lines.insert(at, CanvasLine::one(0, number, Tag::Junk));
}
