//! Labels that stand there to the letter, in one cell or in several that follow each other.

use std::borrow::Cow;

use super::board::{Board, Hit, Look};
use super::fuzzy::edit_distance;
use crate::document::CellLayout;
use crate::form::model::{LabelId, Role, Table};

/// A run of cells that reads as a label.
struct Occurrence<'d> {
    key: Cow<'d, str>,
    cells: Vec<usize>,
}

/// Claims every label that stands there to the letter, and collects the text that is left.
pub(super) fn claim(board: &mut Board<'_>) {
    let mut rows: Vec<(LabelId, Hit)> = Vec::new();
    let mut block = 0;
    for occurrence in occurrences(board) {
        let ids = board.table.lookup.get(&occurrence.key).map_or(&[][..], |entry| &entry.ids);
        // A label that several blocks have belongs to the block it stands in.
        let open = |&&id: &&LabelId| board.hits[id].is_none();
        let inside = ids.iter().filter(open).find(|&&id| block_of(board.table, id) == Some(block));
        let free = inside.or_else(|| ids.iter().find(open)).copied();
        let id = free.or(ids.first().copied()).unwrap_or_default();
        if let Role::Block(opened) = board.table.label(id).role {
            block = opened;
        }
        let is_row = matches!(board.table.label(id).role, Role::Row(_) | Role::Block(_));
        if !is_row && free.is_none() {
            // The head of the table once more, or a piece of another label (`其他` of `其他处理`).
            board.repeats.push((id, occurrence.cells));
            continue;
        }
        if rows.last().is_some_and(|(last, hit)| *last == id && repeats_merged(board, hit, &occurrence.cells)) {
            occurrence.cells.iter().for_each(|&cell| board.claimed[cell] = true);
            continue;
        }
        let distance = misnomer_distance(board, id, &occurrence.key);
        let text = if distance == 0 { String::new() } else { occurrence.key.into_owned() };
        let hit = board.hit_cells(occurrence.cells, text, distance);
        if is_row {
            rows.push((id, hit));
        } else {
            board.hits[id] = Some(hit);
        }
    }
    settle_rows(board, rows);
    board.collect_pieces();
}

/// Whether a label stands in the next cell of the same line once more: a merged cell that a
/// converter wrote out for every column it covers.
fn repeats_merged(board: &Board<'_>, hit: &Hit, cells: &[usize]) -> bool {
    let place =
        |cell: Option<&usize>| cell.and_then(|&cell| board.cells.get(cell)).map(|cell| (cell.line, cell.layout));
    let grid = place(hit.cells.last()).filter(|(_, layout)| *layout == CellLayout::Grid);
    let numbers_between = || {
        let (from, to) = (hit.cells.last().copied().unwrap_or(0), cells.first().copied().unwrap_or(0));
        board.looks.get(from..to).unwrap_or_default().iter().any(|look| matches!(look, Look::Number(_)))
    };
    grid.is_some() && grid == place(cells.first()) && !numbers_between()
}

/// The block whose head a label belongs to.
fn block_of(table: &Table, id: LabelId) -> Option<usize> {
    match table.label(id).role {
        Role::Corner(block) => Some(block),
        Role::Column(column) => table.blocks.iter().position(|block| block.columns.contains(&column)),
        _ => None,
    }
}

/// How far a known misnomer is from the label; 0 for the label itself and its accepted variants.
fn misnomer_distance(board: &Board<'_>, id: LabelId, key: &str) -> usize {
    let label = board.table.label(id);
    if !label.misnomers.iter().any(|m| m == key) {
        return 0;
    }
    edit_distance(&label.key.chars().collect::<Vec<_>>(), &key.chars().collect::<Vec<_>>())
}

/// Walks the cells and takes the longest run that reads as a label. A number ends a run.
fn occurrences<'d>(board: &Board<'d>) -> Vec<Occurrence<'d>> {
    let mut found = Vec::with_capacity(board.table.labels.len());
    let mut cell = 0;
    while cell < board.cells.len() {
        if board.looks[cell] != Look::Text {
            cell += 1;
            continue;
        }
        match longest(board, cell) {
            Some(occurrence) => {
                cell = occurrence.cells.last().map_or(cell, |&last| last) + 1;
                found.push(occurrence);
            }
            None => cell += 1,
        }
    }
    found
}

fn longest<'d>(board: &Board<'d>, from: usize) -> Option<Occurrence<'d>> {
    let lookup = &board.table.lookup;
    let first = board.key(from);
    let entry = lookup.get(&first);
    let mut best = entry.map(|_| Occurrence { key: first.clone(), cells: vec![from] });
    if !entry.map_or_else(|| lookup.is_proper_prefix(&first), |entry| entry.goes_on) {
        return best;
    }
    let (mut key, mut cells) = (first.into_owned(), vec![from]);
    for next in from + 1..board.cells.len() {
        match board.looks[next] {
            Look::Number(_) => break,
            Look::Blank => continue,
            Look::Text => {}
        }
        key.push_str(&board.key(next));
        cells.push(next);
        if lookup.get(&key).is_some() {
            best = Some(Occurrence { key: Cow::Owned(key.clone()), cells: cells.clone() });
        }
        if !lookup.is_proper_prefix(&key) {
            break;
        }
    }
    best
}

/// Rows must stand in the form's order: those on the longest rising run are in their place, the
/// others are displaced, or, where the row has its place already, there twice.
fn settle_rows(board: &mut Board<'_>, rows: Vec<(LabelId, Hit)>) {
    let order: Vec<LabelId> = rows.iter().map(|&(id, _)| id).collect();
    let in_place = longest_rising(&order);
    let mut pending = Vec::new();
    for (index, (id, hit)) in rows.into_iter().enumerate() {
        match in_place.binary_search(&index) {
            Ok(_) => board.hits[id] = Some(hit),
            Err(_) => pending.push((id, hit)),
        }
    }
    let (again, displaced): (Vec<_>, Vec<_>) = pending.into_iter().partition(|(id, _)| board.hits[*id].is_some());
    for (id, hit) in displaced {
        match board.hits[id].take() {
            Some(other) => repeat(board, id, hit, other),
            None => board.hits[id] = Some(Hit { displaced: true, ..hit }),
        }
    }
    for (id, hit) in again {
        if stands_for_another(board, id, &hit) {
            // Left for the damaged label that it is.
            hit.cells.iter().for_each(|&cell| board.claimed[cell] = false);
        } else if let Some(other) = board.hits[id].take() {
            repeat(board, id, hit, other);
        }
    }
}

/// Whether a label that stands there twice is, this time, in the place of one that is missing and
/// much like it: `第（六）项` for `第（五）项`.
fn stands_for_another(board: &Board<'_>, id: LabelId, hit: &Hit) -> bool {
    let is_row = |other: &LabelId| matches!(board.table.label(*other).role, Role::Row(_) | Role::Block(_));
    let first = |other: LabelId| board.hits[other].as_ref().map(Hit::first);
    let key: Vec<char> = board.table.label(id).key.chars().collect();
    (0..board.table.labels.len()).filter(|other| is_row(other) && board.hits[*other].is_none()).any(|missing| {
        let before = (0..missing).rev().filter(is_row).find_map(first).unwrap_or(0);
        let after = (missing + 1..board.table.labels.len()).filter(is_row).find_map(first).unwrap_or(usize::MAX);
        let other: Vec<char> = board.table.label(missing).key.chars().collect();
        (before..after).contains(&hit.first()) && edit_distance(&key, &other) * 3 <= other.len()
    })
}

/// Marks anew which rows are out of the form's order, once more of them are found.
pub(super) fn mark_displaced(board: &mut Board<'_>) {
    let is_row = |id: &LabelId| matches!(board.table.label(*id).role, Role::Row(_) | Role::Block(_));
    let hits = board.hits.iter().enumerate().filter_map(|(id, hit)| Some((hit.as_ref()?.first(), id)));
    let mut rows: Vec<(usize, LabelId)> = hits.filter(|(_, id)| is_row(id)).collect();
    rows.sort_unstable();
    let in_place = longest_rising(&rows.iter().map(|&(_, id)| id).collect::<Vec<_>>());
    for (index, &(_, id)) in rows.iter().enumerate() {
        if let Some(hit) = &mut board.hits[id] {
            hit.displaced = in_place.binary_search(&index).is_err();
        }
    }
}

/// A row stands there twice, `placed` in the form's order. The first of the two is the row where
/// both would be in order, that is, where no other row parts them.
fn repeat(board: &mut Board<'_>, id: LabelId, hit: Hit, placed: Hit) {
    let between = hit.first()..placed.first();
    let parted = board.hits.iter().flatten().any(|other| between.contains(&other.first()));
    let (row, again) = if hit.first() < placed.first() && !parted { (hit, placed) } else { (placed, hit) };
    board.record_again(id, row, again);
}

/// Indices of a longest strictly rising run. Of two that are as long, the one that leaves out what
/// comes first in the text: of two rows that changed places the first is the displaced one.
pub(in crate::form) fn longest_rising(values: &[usize]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut previous = vec![None; values.len()];
    for (index, value) in values.iter().enumerate() {
        let length = tails.partition_point(|&tail| values[tail] < *value);
        previous[index] = length.checked_sub(1).map(|l| tails[l]);
        if length == tails.len() {
            tails.push(index);
        } else {
            tails[length] = index;
        }
    }
    let mut run = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(index) = next {
        run.push(index);
        next = previous[index];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::longest_rising;

    #[test]
    fn of_two_that_changed_places_the_first_is_out_of_order() {
        assert_eq!(longest_rising(&[1, 3, 2, 4]), [0, 2, 3]);
        assert_eq!(longest_rising(&[4, 1, 2, 3]), [1, 2, 3]);
        assert_eq!(longest_rising(&[]), Vec::<usize>::new());
    }
}
