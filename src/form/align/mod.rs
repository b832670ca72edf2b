//! Lays a stretch of cells on a table of the form, as a whole.
//!
//! Nothing here counts numbers to find a row: rows are found by their labels. Labels that stand
//! there to the letter are claimed by hash and hold everything else in place (`exact`); labels that
//! a page break or a merged cell has cut to pieces are put together again (`scatter`); only what is
//! then left over between two claimed labels is compared by edit distance (`fuzzy`). The figures
//! between two labels belong to the earlier one (`figures`, `row_line`), and go into its columns
//! (`placing`).

mod board;
mod exact;
mod figures;
mod fuzzy;
mod header;
mod placing;
mod row_line;
mod scatter;
mod strangers;

use std::ops::Range;

use super::model::{Role, Table};
use super::report::{LabelFound, TableFound};
use crate::document::Document;
use crate::source::Span;
use board::Board;
pub(super) use exact::longest_rising;
pub(crate) use fuzzy::edit_distance;

/// Fewest labels that make a table, and fewest of all its labels, one in so many: below this, a
/// sentence that names some of them is as good an explanation.
const FEWEST_LABELS: usize = 3;
const FEWEST_SHARE: usize = 5;

/// Aligns the given lines (from 0) with a table; none where the lines do not hold it.
#[must_use]
pub fn align(document: &Document, table: &Table, lines: Range<usize>) -> Option<TableFound> {
    let mut board = Board::new(document, table, lines);
    exact::claim(&mut board);
    let fewest = FEWEST_LABELS.max(table.labels.len() / FEWEST_SHARE).min(table.labels.len());
    if board.found() < fewest {
        return None;
    }
    if board.is_incomplete() {
        scatter::claim(&mut board);
        exact::mark_displaced(&mut board);
        board.retire_repeats();
        fuzzy::claim_rows(&mut board);
        header::claim(&mut board);
        fuzzy::claim_groups(&mut board);
    }
    let assigned = figures::assign(&mut board);
    let strangers = strangers::settle(&mut board, assigned);
    Some(finish(&board, strangers))
}

/// How many labels of the table a line holds to the letter, leaving out the short ones that several
/// tables have, such as `其他`.
#[must_use]
pub fn count_labels(document: &Document, table: &Table, line: usize) -> usize {
    const SHORTEST: usize = 4;
    let mut board = Board::new(document, table, line..line + 1);
    exact::claim(&mut board);
    let found = board.hits.iter().zip(&table.labels).filter(|(hit, _)| hit.is_some());
    found.filter(|(_, label)| label.key.chars().count() >= SHORTEST).count()
}

fn finish(board: &Board<'_>, settled: strangers::Settled) -> TableFound {
    let labels = board.hits.iter().map(|hit| {
        hit.as_ref().map(|hit| LabelFound {
            span: hit.span,
            contiguous: hit.contiguous,
            text: hit.text.clone(),
            distance: hit.distance,
            displaced: hit.displaced,
        })
    });
    let labels: Vec<Option<LabelFound>> = labels.collect();
    let spans = labels.iter().flatten().map(|l| l.span).chain(settled.rows.iter().map(|r| r.span));
    let span = spans.filter(|s| !s.is_empty()).reduce(Span::join).unwrap_or_default();
    TableFound {
        labels,
        rows: settled.rows,
        duplicates: board.duplicates.clone(),
        strangers: settled.strangers,
        swapped_columns: header::swapped(board),
        span,
    }
}

/// Whether a label stands in the body of a table, not in its head.
fn is_row_role(role: Role) -> bool {
    matches!(role, Role::Row(_) | Role::RowGroup(_))
}
