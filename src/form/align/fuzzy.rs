//! What is left between two claimed labels, by edit distance.
//!
//! Rows in a gap are aligned together: the text left over in the gap against the labels missing
//! there, in order, each label either matched or left out as a whole. So a damaged row competes with
//! its neighbours for the text, and none shifts another.

use std::ops::Range;

use super::board::{Board, Piece};
use crate::form::model::{LabelId, Role};

/// Costs of the alignment, for one character. Leaving out a whole label and calling its text junk
/// costs `SKIP + JUNK` a character: a label matches while less than 6 in 10 characters differ.
///
/// To replace a letter costs a little more than to lose it beside a piece of junk, so that a label
/// which has lost its first letter does not take the last of what stands before it.
const EDIT: u32 = 10;
const REPLACE: u32 = 13;
const SKIP: u32 = 4;
const JUNK: u32 = 2;

/// Claims rows whose label is damaged.
pub(super) fn claim_rows(board: &mut Board<'_>) {
    let rows: Vec<usize> = (0..board.table.rows.len()).filter(|&r| board.table.rows[r].label.is_some()).collect();
    let mut index = 0;
    while index < rows.len() {
        let missing = |r: &usize| board.table.rows[*r].label.is_some_and(|id| board.hits[id].is_none());
        if !missing(&rows[index]) {
            index += 1;
            continue;
        }
        let gap: Vec<usize> = rows[index..].iter().copied().take_while(|r| missing(r)).collect();
        let room = room_between(board, &gap);
        align_gap(board, &gap, room);
        index += gap.len();
    }
}

/// The cells between the nearest rows around a gap that were found in their place.
fn room_between(board: &Board<'_>, gap: &[usize]) -> Range<usize> {
    let (first, last) = (gap.first().copied().unwrap_or(0), gap.last().copied().unwrap_or(0));
    let before = (0..first).rev().find_map(|row| board.row_cell(row)).map_or(0, |cell| cell + 1);
    let after = (last + 1..board.table.rows.len()).find_map(|row| board.row_cell(row));
    before..after.unwrap_or(board.cells.len())
}

/// Whether the letters hold the whole label, whatever else.
fn holds(board: &Board<'_>, id: LabelId, text: &[Letter]) -> bool {
    text.iter().map(|l| l.letter).collect::<String>().contains(board.table.label(id).key.as_str())
}

/// Widens what a label matched to whole pieces: `规章数` is not `规章`. What is left of a piece stays
/// out only where it is another label not found yet, run together with this one.
fn whole_pieces(board: &Board<'_>, id: LabelId, text: &[Letter], found: Range<usize>) -> Range<usize> {
    let (first, last) = (text[found.start].piece, text[found.end - 1].piece);
    let start = text[..found.start].iter().rposition(|l| l.piece != first).map_or(0, |at| at + 1);
    let end = text[found.end..].iter().position(|l| l.piece != last).map_or(text.len(), |at| found.end + at);
    let is_label = |letters: &[Letter]| {
        let key: String = letters.iter().map(|l| l.letter).collect();
        let near = |label: &crate::form::Label| {
            let label: Vec<char> = label.key.chars().collect();
            edit_distance(&label, &key.chars().collect::<Vec<_>>()) * 3 <= label.len()
        };
        let others =
            board.table.labels.iter().enumerate().filter(|&(other, _)| other != id && board.hits[other].is_none());
        !letters.is_empty() && others.map(|(_, label)| label).any(near)
    };
    let before = if is_label(&text[start..found.start]) { found.start } else { start };
    let after = if is_label(&text[found.end..end]) { found.end } else { end };
    before..after
}

/// A character of the leftover text, with its piece, its cell and its place in the normalised text.
struct Letter {
    letter: char,
    piece: usize,
    cell: usize,
    at: usize,
}

impl Letter {
    /// Whether no label has claimed it yet.
    fn is_open(&self, board: &Board<'_>) -> bool {
        board.pieces.get(self.piece).is_some_and(|piece| piece.cell == self.cell && piece.range.contains(&self.at))
    }
}

fn align_gap(board: &mut Board<'_>, gap: &[usize], room: Range<usize>) {
    let labels: Vec<LabelId> = gap.iter().filter_map(|&r| board.table.rows[r].label).collect();
    let keys: Vec<Vec<char>> = labels.iter().map(|&id| board.table.label(id).key.chars().collect()).collect();
    let pieces: Vec<usize> = (0..board.pieces.len()).filter(|&p| room.contains(&board.pieces[p].cell)).collect();
    let text = letters(board, &pieces);
    if text.is_empty() {
        return;
    }
    let matches = best_alignment(&keys, &text.iter().map(|l| l.letter).collect::<Vec<_>>());
    // From the last to the first, so that the numbers of the pieces before stay good.
    for (label, found) in labels.into_iter().zip(matches).rev() {
        let Some(found) = found else { continue };
        let found = whole_pieces(board, label, &text, found);
        // The label behind may have claimed a piece of which this one matched a part.
        if !text[found.clone()].iter().all(|letter| letter.is_open(board)) {
            continue;
        }
        let distance = distance_to(board, label, &text[found.clone()]);
        let length = board.table.label(label).key.chars().count();
        // Of several pieces a run of whole ones may be nearer: the rest is junk from elsewhere.
        let room = text[found.start].cell..text[found.end - 1].cell + 1;
        match nearest(board, label, room).filter(|&(_, nearer)| nearer <= distance) {
            Some((pieces, nearer)) => board.claim_pieces(label, &pieces, nearer),
            None if distance * 10 <= length * 6 || holds(board, label, &text[found.clone()]) => {
                claim_letters(board, label, &text[found], distance)
            }
            None => {}
        }
    }
}

fn letters(board: &Board<'_>, pieces: &[usize]) -> Vec<Letter> {
    let mut letters = Vec::new();
    for &piece in pieces {
        let Piece { range, cell } = &board.pieces[piece];
        let text = board.document.normal().text().get(range.clone()).unwrap_or_default();
        let numbered = text.starts_with(|c: char| c.is_ascii_digit());
        let stop = text.find('、').filter(|&at| numbered && text[..at].bytes().all(|b| b.is_ascii_digit()));
        for (at, letter) in text.char_indices().filter(|&(_, c)| c != ' ') {
            let letter = if Some(at) == stop { '.' } else { letter };
            letters.push(Letter { letter, piece, cell: *cell, at: range.start + at });
        }
    }
    letters
}

/// The distance between a label, in whichever of its spellings is nearest, and the text found.
fn distance_to(board: &Board<'_>, id: LabelId, text: &[Letter]) -> usize {
    let found: Vec<char> = text.iter().map(|l| l.letter).collect();
    let label = board.table.label(id);
    let spellings = std::iter::once(&label.key).chain(&label.accept);
    let distances = spellings.map(|key| edit_distance(&key.chars().collect::<Vec<_>>(), &found));
    distances.min().unwrap_or(found.len())
}

/// Claims the letters for a label; what is left of the first and the last piece stays unclaimed.
fn claim_letters(board: &mut Board<'_>, label: LabelId, text: &[Letter], distance: usize) {
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return };
    let end = last.at + width_at(board, last.at);
    let before = Piece { range: board.pieces[first.piece].range.start..first.at, ..board.pieces[first.piece].clone() };
    let after = Piece { range: end..board.pieces[last.piece].range.end, ..board.pieces[last.piece].clone() };
    let mut indices: Vec<usize> = text.iter().map(|l| l.piece).collect();
    indices.dedup();
    board.pieces[first.piece].range.start = first.at;
    board.pieces[last.piece].range.end = end;
    let at = indices.first().copied().unwrap_or(0);
    board.claim_pieces(label, &indices, distance);
    for leftover in [after, before] {
        if !board.piece_key(&leftover).is_empty() {
            board.pieces.insert(at, leftover);
        }
    }
}

fn width_at(board: &Board<'_>, at: usize) -> usize {
    let text = board.document.normal().text();
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

/// The cheapest alignment of the labels, in order, with the text. For each label the letters it
/// matched, if it matched.
fn best_alignment(labels: &[Vec<char>], text: &[char]) -> Vec<Option<Range<usize>>> {
    let pattern: Vec<char> = labels.iter().flatten().copied().collect();
    let ends: Vec<usize> = labels
        .iter()
        .scan(0, |end, l| {
            *end += l.len();
            Some(*end)
        })
        .collect();
    let table = Costs::fill(&pattern, &ends, text);
    table.trace(&pattern, &ends, text)
}

/// Costs of aligning the first `row` letters of the labels with the first `column` of the text.
struct Costs {
    width: usize,
    cost: Vec<u32>,
}

impl Costs {
    fn at(&self, row: usize, column: usize) -> u32 {
        self.cost[row * self.width + column]
    }

    fn fill(pattern: &[char], ends: &[usize], text: &[char]) -> Self {
        let width = text.len() + 1;
        let mut table = Self { width, cost: vec![0; (pattern.len() + 1) * width] };
        for row in 0..=pattern.len() {
            for column in 0..width {
                let cheapest = table.moves(row, column, pattern, ends, text).map(|(cost, _)| cost).min();
                table.cost[row * width + column] = cheapest.unwrap_or(0);
            }
        }
        table
    }

    /// Every way to arrive at a place, with its cost, the preferred one first.
    fn moves(
        &self,
        row: usize,
        column: usize,
        pattern: &[char],
        ends: &[usize],
        text: &[char],
    ) -> impl Iterator<Item = (u32, Move)> {
        let at_border = row == 0 || ends.binary_search(&row).is_ok();
        let both = (row > 0 && column > 0).then(|| {
            let edit = if pattern[row - 1] == text[column - 1] { 0 } else { REPLACE };
            (self.at(row - 1, column - 1) + edit, Move::Both)
        });
        let label = (row > 0).then(|| (self.at(row - 1, column) + EDIT, Move::Label));
        let letter =
            (column > 0).then(|| (self.at(row, column - 1) + if at_border { JUNK } else { EDIT }, Move::Letter));
        let skip = ends.binary_search(&row).ok().map(|index| {
            let start = index.checked_sub(1).map_or(0, |i| ends[i]);
            (self.at(start, column) + SKIP * (row - start) as u32, Move::Skip(start))
        });
        both.into_iter().chain(label).chain(letter).chain(skip)
    }

    fn trace(&self, pattern: &[char], ends: &[usize], text: &[char]) -> Vec<Option<Range<usize>>> {
        let mut found: Vec<Option<Range<usize>>> = vec![None; ends.len()];
        let (mut row, mut column) = (pattern.len(), text.len());
        while row > 0 || column > 0 {
            let here = self.at(row, column);
            let step = self.moves(row, column, pattern, ends, text).find(|&(cost, _)| cost == here);
            match step.map(|(_, step)| step) {
                Some(Move::Both) => {
                    let label = ends.partition_point(|&end| end < row);
                    (row, column) = (row - 1, column - 1);
                    let end = found[label].as_ref().map_or(column + 1, |r| r.end);
                    found[label] = Some(column..end);
                }
                Some(Move::Label) => row -= 1,
                Some(Move::Letter) => column -= 1,
                Some(Move::Skip(start)) => row = start,
                None => break,
            }
        }
        found
    }
}

#[derive(Clone, Copy)]
enum Move {
    Both,
    Label,
    Letter,
    Skip(usize),
}

/// Claims damaged labels that stand for several rows or over a block, and the note.
pub(super) fn claim_groups(board: &mut Board<'_>) {
    for id in 0..board.table.labels.len() {
        let role = board.table.label(id).role;
        if board.hits[id].is_some()
            || !matches!(role, Role::RowGroup(_) | Role::Block(_) | Role::Note | Role::Corner(_))
        {
            continue;
        }
        let room = room_of(board, role);
        if let Some((pieces, distance)) = nearest(board, id, room) {
            board.claim_pieces(id, &pieces, distance);
        }
    }
}

/// The cells in which a label that is not a row's may stand: a group's label anywhere from behind
/// the row before its first to its last, since a merged cell is written in its middle.
fn room_of(board: &Board<'_>, role: Role) -> Range<usize> {
    let rows = match role {
        Role::RowGroup(group) => board.table.groups[group].members.clone(),
        Role::Block(block) | Role::Corner(block) => {
            let first = board.table.blocks[block].rows.start;
            first..first
        }
        _ => 0..0,
    };
    let before = (0..rows.start).rev().find_map(|row| board.row_cell(row)).map_or(0, |cell| cell + 1);
    let after = (rows.end.max(rows.start)..board.table.rows.len()).find_map(|row| board.row_cell(row));
    before..after.unwrap_or(board.cells.len())
}

/// The pieces, one or several that follow each other, that come nearest to a label.
pub(super) fn nearest(board: &Board<'_>, id: LabelId, room: Range<usize>) -> Option<(Vec<usize>, usize)> {
    const MOST_PIECES: usize = 12;
    let label = board.table.label(id);
    let key: Vec<char> = label.key.chars().collect();
    let inside: Vec<usize> = (0..board.pieces.len()).filter(|&p| room.contains(&board.pieces[p].cell)).collect();
    let mut best: Option<(Vec<usize>, usize)> = None;
    for start in 0..inside.len() {
        let mut text: Vec<char> = Vec::new();
        for end in start..inside.len().min(start + MOST_PIECES) {
            text.extend(board.piece_key(&board.pieces[inside[end]]).chars());
            if text.len() > key.len() * 2 {
                break;
            }
            let distance = edit_distance(&key, &text);
            // At least half of it must be there, or all of it and more.
            let like = distance * 2 <= key.len() || text.iter().collect::<String>().contains(&label.key);
            if like && best.as_ref().is_none_or(|(_, least)| distance < *least) {
                best = Some((inside[start..=end].to_vec(), distance));
            }
        }
    }
    best
}

/// Levenshtein distance.
pub(crate) fn edit_distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let substituted = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(texts: &[&str]) -> Vec<Vec<char>> {
        texts.iter().map(|t| t.chars().collect()).collect()
    }

    #[test]
    fn distances_are_those_of_levenshtein() {
        for (one, other, distance) in
            [("规章", "规音", 1), ("kitten", "sitting", 3), ("", "三", 1), ("结转", "结转", 0)]
        {
            let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
            assert_eq!(edit_distance(&one, &other), distance);
        }
    }

    #[test]
    fn a_damaged_label_is_told_from_its_missing_neighbour() {
        let labels = chars(&["2.重复申请", "3.要求提供公开出版物"]);
        let text: Vec<char> = "3.要求提洪公开出版物".chars().collect();
        assert_eq!(best_alignment(&labels, &text), [None, Some(0..11)]);
    }

    #[test]
    fn a_label_without_its_first_letter_takes_nothing_in_its_place() {
        let labels = chars(&["行政处罚"]);
        let text: Vec<char> = "约6政处罚".chars().collect();
        assert_eq!(best_alignment(&labels, &text), [Some(2..5)]);
    }

    #[test]
    fn junk_between_labels_belongs_to_none() {
        let labels = chars(&["规章", "行政规范性文件"]);
        let text: Vec<char> = "规章一二三四行政规范文件".chars().collect();
        assert_eq!(best_alignment(&labels, &text), [Some(0..2), Some(6..12)]);
    }
}
