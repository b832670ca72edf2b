//! Labels cut to pieces: by a page break (`（四）无` … `法提供`), by a merged cell that is written
//! down the margin (`三`, `、`, `本`, `年` …), or by their own figures.
//!
//! The pieces are whole cells which, one after the other, spell the label to the letter, with other
//! things in between.

use super::board::Board;
use super::is_row_role;
use crate::form::model::{LabelId, Role};

/// Claims every label that unclaimed pieces spell.
pub(super) fn claim(board: &mut Board<'_>) {
    let wanted = |role: Role| is_row_role(role) || matches!(role, Role::Note | Role::Block(_));
    // Groups first: their pieces stand in the way of the rows' own.
    let mut labels: Vec<LabelId> = (0..board.table.labels.len())
        .filter(|&id| board.hits[id].is_none() && wanted(board.table.label(id).role))
        .collect();
    labels.sort_by_key(|&id| !matches!(board.table.label(id).role, Role::RowGroup(_)));
    for id in labels {
        if let Some(pieces) = spell(board, id) {
            board.claim_pieces(id, &pieces, 0);
        }
    }
    claim_again(board);
}

/// Rows that stand there twice, the second time in pieces.
fn claim_again(board: &mut Board<'_>) {
    for id in 0..board.table.labels.len() {
        if board.pieces.is_empty() {
            return;
        }
        let Some(first) = board.hits[id].clone().filter(|_| matches!(board.table.label(id).role, Role::Row(_))) else {
            continue;
        };
        if let Some(pieces) = spell(board, id) {
            board.claim_pieces(id, &pieces, 0);
            if let Some(second) = board.hits[id].take() {
                let (row, again) = if first.first() < second.first() { (first, second) } else { (second, first) };
                board.record_again(id, row, again);
            }
        }
    }
}

/// The pieces that spell a label, the prescribed one or a variant.
fn spell(board: &Board<'_>, id: LabelId) -> Option<Vec<usize>> {
    let label = board.table.label(id);
    std::iter::once(&label.key).chain(&label.accept).find_map(|key| spell_key(board, key))
}

fn spell_key(board: &Board<'_>, key: &str) -> Option<Vec<usize>> {
    (0..board.pieces.len()).find_map(|start| {
        let mut rest = key.strip_prefix(&*board.piece_key(&board.pieces[start]))?;
        let mut taken = vec![start];
        for next in start + 1..board.pieces.len() {
            if rest.is_empty() {
                break;
            }
            let piece = board.piece_key(&board.pieces[next]);
            if let Some(shorter) = rest.strip_prefix(&*piece)
                && !piece.is_empty()
            {
                rest = shorter;
                taken.push(next);
            }
        }
        rest.is_empty().then_some(taken)
    })
}
