//! The headers of tables in a PDF, and the review table as a whole.

use fastrand::Rng;

use crate::generated::canvas::{Canvas, CanvasLine, wrap};
use crate::generated::form::Table;
use crate::generated::model::{Tables, Tag};
use crate::generated::pdf::Places;

/// The header of the applications table: note, then applicants on up to four
/// lines, long ones cut in two.
pub fn applications(tables: &Tables, canvas: &mut Canvas, places: Places, rng: &mut Rng) {
    let column = |index| Tag::Column(Table::Applications, index);
    let label = |index: usize| tables.applicants[index].as_str();
    let at = |figure: usize| places.figures + figure * places.step;
    let note = wrap(&tables.note, places.figures - 2);
    let mut lines = Vec::new();
    if canvas.aligned {
        lines.push(CanvasLine::one(at(3), label(0), column(0)));
        for piece in &note {
            lines.push(CanvasLine::one(0, &**piece, Tag::Note));
        }
        lines[1].put(at(2), label(2), column(2));
        let mut single = CanvasLine::one(at(0), label(1), column(1));
        single.put(at(6), label(8), column(8));
        lines.push(single);
    } else {
        if rng.bool() {
            lines.push(CanvasLine::one(0, &*tables.note, Tag::Note));
        } else {
            let pieces = note.iter();
            lines.extend(pieces.map(|piece| CanvasLine::one(0, &**piece, Tag::Note)));
        }
        match lines.last_mut() {
            Some(last) if rng.bool() => last.put(at(3), label(0), column(0)),
            _ => lines.push(CanvasLine::one(at(3), label(0), column(0))),
        }
        let mut second = CanvasLine::one(at(0), label(1), column(1));
        second.put(at(2), label(2), column(2));
        second.put(at(6), label(8), column(8));
        lines.push(second);
    }
    let mut upper = CanvasLine::default();
    let mut lower = CanvasLine::default();
    for index in 3..8 {
        let width = if canvas.aligned { places.step - 4 } else { 20 };
        let pieces = wrap(label(index), width);
        let x = at(index - 2);
        upper.put(x, &*pieces[0], column(index));
        for piece in &pieces[1..] {
            lower.put(x, &**piece, column(index));
        }
    }
    lines.push(upper);
    if !lower.pieces.is_empty() {
        lines.push(lower);
    }
    canvas.lines.extend(lines);
}

/// The review table: remedies, outcomes on one line or cut in two, figures.
pub fn review(tables: &Tables, canvas: &mut Canvas, rng: &mut Rng) {
    let column = |index| Tag::Column(Table::Review, index);
    let step = rng.usize(7..9);
    let remedies = [0, 5, 5, 10].map(|place| place * step);
    let mut first = CanvasLine::one(0, &*tables.remedies[0], column(0));
    first.put(remedies[1], &*tables.remedies[1], column(1));
    let mut second = CanvasLine::one(remedies[2], &*tables.remedies[2], column(2));
    second.put(remedies[3], &*tables.remedies[3], column(3));
    canvas.lines.extend([first, second]);
    let cut = canvas.aligned && rng.bool();
    let [mut upper, mut middle, mut lower] = [0; 3].map(|_| CanvasLine::default());
    for (index, text) in tables.outcomes.iter().enumerate() {
        let (x, tag) = (index * step, column(4 + index));
        let plain: String = text.chars().filter(|c| *c != ' ').collect();
        match wrap(&plain, 2).as_slice() {
            [one, rest @ ..] if cut && !rest.is_empty() => {
                upper.put(x, &**one, tag);
                lower.put(x, rest.concat(), tag);
            }
            _ if cut => middle.put(x, &**text, tag),
            _ => upper.put(x, &**text, tag),
        }
    }
    middle.continued = true;
    lower.continued = true;
    let lines = [upper, middle, lower].into_iter();
    canvas.lines.extend(lines.filter(|line| !line.pieces.is_empty()));
    if let Some(page) = &tables.review_page {
        canvas.lines.push(CanvasLine::one(0, page.trim(), Tag::Junk));
    }
    let mut figures = CanvasLine::default();
    for (index, text) in tables.review.iter().enumerate() {
        figures.put(index * step, &**text, Tag::Cell(Table::Review, 0, index));
    }
    canvas.lines.push(figures);
}
