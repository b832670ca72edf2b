//! What an alignment works on: the cells of a region, and which label has claimed which of them.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::document::{Cell, Document, cells};
use crate::form::model::{LabelId, Table};
use crate::form::{cell_key, parse_number};
use crate::source::Span;

/// What a cell looks like before anything is claimed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Look {
    Blank,
    Number(Decimal),
    Text,
}

/// A label that was found.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// The cells that hold it, in reading order; the last may hold more than the label.
    pub cells: Vec<usize>,
    pub span: Span,
    pub contiguous: bool,
    /// As it stands there, normalised; empty where it reads as the form's.
    pub text: String,
    pub distance: usize,
    pub displaced: bool,
}

impl Hit {
    pub(super) fn first(&self) -> usize {
        self.cells.first().copied().unwrap_or(0)
    }
}

/// Text that no label has claimed: a whole cell, or what a label left of it.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub cell: usize,
    /// Its stretch of the normalised text.
    pub range: Range<usize>,
}

pub(super) struct Board<'d> {
    pub document: &'d Document,
    pub table: &'d Table,
    pub cells: Vec<Cell>,
    pub looks: Vec<Look>,
    /// Whether a label has claimed the cell.
    pub claimed: Vec<bool>,
    /// One for each label of the table.
    pub hits: Vec<Option<Hit>>,
    /// Rows that stand there once more, with the cells of the second label.
    pub duplicates: Vec<(LabelId, Span)>,
    /// The cells of duplicates and repeated heads: known, but of no further use.
    pub repeats: Vec<(LabelId, Vec<usize>)>,
    /// Unclaimed text in reading order; filled once the exact labels are claimed.
    pub pieces: Vec<Piece>,
}

impl<'d> Board<'d> {
    pub(super) fn new(document: &'d Document, table: &'d Table, lines: Range<usize>) -> Self {
        let cells = cells(document, lines);
        let looks = cells.iter().map(|cell| {
            let text = document.normal().slice(cell.normal());
            match parse_number(text) {
                _ if cell.is_blank() => Look::Blank,
                Some(number) => Look::Number(number),
                None => Look::Text,
            }
        });
        Self {
            looks: looks.collect(),
            claimed: vec![false; cells.len()],
            hits: vec![None; table.labels.len()],
            duplicates: Vec::new(),
            repeats: Vec::new(),
            pieces: Vec::new(),
            document,
            table,
            cells,
        }
    }

    /// The text of a cell, ready to be compared with labels.
    pub(super) fn key(&self, cell: usize) -> Cow<'d, str> {
        self.cells.get(cell).map_or(Cow::Borrowed(""), |c| cell_key(self.document.normal().slice(c.normal())))
    }

    /// The text of a piece, ready to be compared with labels.
    pub(super) fn piece_key(&self, piece: &Piece) -> Cow<'d, str> {
        cell_key(self.document.normal().slice(piece.range.clone()))
    }

    pub(super) fn found(&self) -> usize {
        self.hits.iter().flatten().count()
    }

    /// Whether a label is missing, or text is left over that may be a label.
    pub(super) fn is_incomplete(&self) -> bool {
        self.hits.iter().any(Option::is_none) || !self.pieces.is_empty()
    }

    /// Takes the labels that stand there once more out of the text in which others are looked for.
    pub(super) fn retire_repeats(&mut self) {
        for (_, cells) in &self.repeats {
            cells.iter().for_each(|&cell| self.claimed[cell] = true);
        }
        let claimed = &self.claimed;
        self.pieces.retain(|piece| !claimed[piece.cell] || piece.range != self.cells[piece.cell].normal());
    }

    /// Records that a label stands in whole cells.
    pub(super) fn hit_cells(&mut self, cells: Vec<usize>, text: String, distance: usize) -> Hit {
        for &cell in &cells {
            if let Some(claimed) = self.claimed.get_mut(cell) {
                *claimed = true;
            }
        }
        let spans = cells.iter().filter_map(|&c| self.cells.get(c)).map(|c| c.span);
        let contiguous = cells.windows(2).all(|w| w[1] == w[0] + 1);
        let span = match contiguous {
            true => spans.reduce(Span::join),
            false => cells.first().and_then(|&c| self.cells.get(c)).map(|c| c.span),
        };
        Hit { cells, span: span.unwrap_or_default(), contiguous, text, distance, displaced: false }
    }

    /// Records that a row stands there twice: which of the two is the row, and which is it again.
    pub(super) fn record_again(&mut self, id: LabelId, row: Hit, again: Hit) {
        self.hits[id] = Some(row);
        self.duplicates.push((id, again.span));
        self.repeats.push((id, again.cells));
    }

    /// Collects the text that no label has claimed.
    pub(super) fn collect_pieces(&mut self) {
        let unclaimed = (0..self.cells.len()).filter(|&c| self.looks[c] == Look::Text && !self.claimed[c]);
        self.pieces = unclaimed.map(|cell| Piece { cell, range: self.cells[cell].normal() }).collect();
    }

    /// Lets a label claim pieces (indices into `pieces`) as a whole.
    pub(super) fn claim_pieces(&mut self, label: LabelId, indices: &[usize], distance: usize) {
        let text: String = indices.iter().map(|&i| self.piece_key(&self.pieces[i]).into_owned()).collect();
        let cells: Vec<usize> = indices.iter().map(|&i| self.pieces[i].cell).collect();
        let spans: Vec<Span> = indices.iter().map(|&i| self.document.span(self.pieces[i].range.clone())).collect();
        let mut hit = self.hit_cells(cells, text, distance);
        // A piece may be only a part of its cell.
        hit.span = match hit.contiguous {
            true => spans.into_iter().reduce(Span::join).unwrap_or(hit.span),
            false => spans.into_iter().next().unwrap_or(hit.span),
        };
        self.hits[label] = Some(hit);
        let mut index = 0;
        self.pieces.retain(|_| {
            index += 1;
            !indices.contains(&(index - 1))
        });
    }

    /// The first cell of a row's label, if it was found in its place: between two of these is the
    /// room in which a missing label may stand.
    pub(super) fn row_cell(&self, row: usize) -> Option<usize> {
        let label = self.table.rows.get(row)?.label?;
        let hit = self.hits.get(label)?.as_ref()?;
        (!hit.displaced).then(|| hit.first())
    }
}
