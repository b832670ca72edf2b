//! The head of a table: the labels of columns and of groups of columns.
//!
//! A narrow column's label comes out of a PDF or a scanner in shreds, and the shreds of several
//! columns come interleaved line by line: `商业企 科研机` over `业 构`. No order can be relied on, so
//! the labels that do not stand there whole are compared with the leftover text as two bags of
//! characters: what the labels need and the head does not have is what is damaged.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::board::{Board, Hit, Look};
use super::fuzzy::{edit_distance, nearest};
use crate::document::CellLayout;
use crate::form::model::{LabelId, Role};
use crate::source::Span;

type Bag = FxHashMap<char, isize>;

/// Claims the labels of columns that are in shreds or damaged.
pub(super) fn claim(board: &mut Board<'_>) {
    for block in 0..board.table.blocks.len() {
        let missing = missing_labels(board, block);
        if !missing.is_empty() {
            claim_block(board, &missing, room_of(board, block));
        }
    }
}

fn missing_labels(board: &Board<'_>, block: usize) -> Vec<LabelId> {
    let columns = &board.table.blocks[block].columns;
    let inside = |role: Role| match role {
        Role::Column(column) => columns.contains(&column),
        Role::ColumnGroup(group) => columns.contains(&board.table.groups[group].members.start),
        _ => false,
    };
    let labels = board.table.labels.iter().enumerate();
    labels.filter(|&(id, label)| board.hits[id].is_none() && inside(label.role)).map(|(id, _)| id).collect()
}

/// From behind the last row of the block before to the first row of this one.
fn room_of(board: &Board<'_>, block: usize) -> Range<usize> {
    let rows = board.table.blocks[block].rows.clone();
    let before = (0..rows.start).rev().find_map(|row| board.row_cell(row)).map_or(0, |cell| cell + 1);
    let first_row = (rows.start..board.table.rows.len()).find_map(|row| board.row_cell(row));
    let first_number = || {
        let numbers = board.looks.iter().enumerate().skip(before);
        numbers.filter(|(_, look)| matches!(look, Look::Number(_))).map(|(cell, _)| cell).next()
    };
    before..first_row.or_else(first_number).unwrap_or(board.cells.len())
}

fn claim_block(board: &mut Board<'_>, missing: &[LabelId], room: Range<usize>) {
    let pieces: Vec<usize> = (0..board.pieces.len()).filter(|&p| room.contains(&board.pieces[p].cell)).collect();
    let mut balance = Bag::default();
    for &piece in &pieces {
        board.piece_key(&board.pieces[piece]).chars().for_each(|c| *balance.entry(c).or_default() += 1);
    }
    let mut taken: Vec<usize> = Vec::new();
    for &id in missing {
        board.table.label(id).key.chars().for_each(|c| *balance.entry(c).or_default() -= 1);
    }
    for &id in missing {
        let lost = take_deficit(&mut balance, &board.table.label(id).key);
        let length = board.table.label(id).key.chars().count();
        if lost * 2 > length {
            continue;
        }
        let own = swollen(board, id, &pieces).filter(|(piece, _)| lost == 0 && !taken.contains(piece));
        if let Some((piece, distance)) = own {
            taken.push(piece);
            let span = board.document.span(board.pieces[piece].range.clone());
            board.hits[id] = Some(shredded(board, id, span, distance));
            continue;
        }
        let place = if lost == 0 { Some(Span::default()) } else { damaged_place(board, id, &pieces, &balance, &room) };
        board.hits[id] = place.map(|span| shredded(board, id, span, lost));
    }
    retire(board, &pieces, missing);
}

/// How many letters of the label the head does not have; each deficit is told of one label only.
fn take_deficit(balance: &mut Bag, key: &str) -> usize {
    let mut lost = 0;
    for letter in key.chars() {
        if let Some(count) = balance.get_mut(&letter)
            && *count < 0
        {
            *count += 1;
            lost += 1;
        }
    }
    lost
}

/// A piece that is the label with letters too many or in another order: it has all that the label
/// needs, so the bag cannot tell it from shreds, but no shred is as long as the label itself.
fn swollen(board: &Board<'_>, id: LabelId, pieces: &[usize]) -> Option<(usize, usize)> {
    let label = &board.table.label(id).key;
    let letters: Vec<char> = label.chars().collect();
    let sorted = |letters: &[char]| {
        let mut sorted = letters.to_vec();
        sorted.sort_unstable();
        sorted
    };
    let close = |&piece: &usize| {
        let key = board.piece_key(&board.pieces[piece]);
        let text: Vec<char> = key.chars().collect();
        let distance = edit_distance(&letters, &text);
        let rest = key.replacen(label.as_str(), "", 1);
        let holds = rest.len() < key.len() && (rest == *label || board.table.lookup.get(&rest).is_none());
        let like = distance * 2 <= letters.len() || holds || sorted(&text) == sorted(&letters);
        (text.len() >= letters.len() && distance > 0 && like).then_some((piece, distance))
    };
    pieces.iter().filter_map(close).min_by_key(|&(_, distance)| distance)
}

/// Where a damaged label stands: the piece with a letter that no label needs, or else the piece that
/// comes nearest to the label.
fn damaged_place(board: &Board<'_>, id: LabelId, pieces: &[usize], balance: &Bag, room: &Range<usize>) -> Option<Span> {
    let close = nearest(board, id, room.clone()).map(|(found, _)| found);
    let odd = |&&piece: &&usize| {
        board.piece_key(&board.pieces[piece]).chars().any(|c| balance.get(&c).is_some_and(|&n| n > 0))
    };
    let found = close.or_else(|| pieces.iter().find(odd).map(|&p| vec![p]))?;
    let spans = found.iter().map(|&p| board.document.span(board.pieces[p].range.clone()));
    let same_line = found
        .windows(2)
        .all(|w| board.cells[board.pieces[w[0]].cell].line == board.cells[board.pieces[w[1]].cell].line);
    if same_line { spans.reduce(Span::join) } else { spans.into_iter().next() }
}

fn shredded(board: &Board<'_>, id: LabelId, span: Span, distance: usize) -> Hit {
    let text = board.document.source().slice(span);
    let text = if distance == 0 { board.table.label(id).key.clone() } else { crate::document::normalise(text) };
    Hit { cells: Vec::new(), span, contiguous: false, text, distance, displaced: false }
}

/// Marks the pieces that the labels are made of as claimed, so that they are not taken for figures.
fn retire(board: &mut Board<'_>, pieces: &[usize], missing: &[LabelId]) {
    let needed: Vec<char> = missing.iter().flat_map(|&id| board.table.label(id).key.chars()).collect();
    for &piece in pieces {
        let Some(found) = board.pieces.get(piece) else { continue };
        let key = board.piece_key(found);
        let of_labels = key.chars().filter(|c| needed.contains(c)).count();
        if of_labels * 2 >= key.chars().count() {
            board.claimed[found.cell] = true;
        }
    }
    board.pieces.retain(|piece| !board.claimed[piece.cell]);
}

/// Columns, or groups of columns, whose labels stand on one line of a grid in another order than the
/// form's. Labels that recur are told apart by their order, which only a whole head gives.
pub(super) fn swapped(board: &Board<'_>) -> Vec<LabelId> {
    let mut labels: Vec<(usize, LabelId, usize)> = Vec::new();
    let whole = |id: LabelId| board.hits[id].as_ref().is_some_and(|hit| !hit.cells.is_empty());
    let is_whole = board.table.columns.iter().all(|column| whole(column.label));
    for (id, label) in board.table.labels.iter().enumerate() {
        let column = match label.role {
            Role::Column(column) => column,
            Role::ColumnGroup(group) => board.table.groups[group].members.start,
            _ => continue,
        };
        let recurs = board.table.labels.iter().filter(|other| other.key == label.key).count() > 1;
        let cell = board.hits[id].as_ref().and_then(|hit| hit.cells.first().copied());
        if let Some(cell) = cell.filter(|&cell| (is_whole || !recurs) && board.cells[cell].layout == CellLayout::Grid) {
            labels.push((cell, id, column));
        }
    }
    labels.sort_unstable();
    let line = |cell: usize| board.cells[cell].line;
    let out_of_order =
        |w: &[(usize, LabelId, usize)]| (line(w[0].0) == line(w[1].0) && w[0].2 > w[1].2).then_some(w[0].1);
    labels.windows(2).filter_map(out_of_order).collect()
}
