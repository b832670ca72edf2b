//! The lines of a file, and the tables as rows of spanning cells.

use std::collections::BTreeSet;

use crate::generated::form::{Level, Table};
use crate::generated::model::{Row, Tables, Tag, first_column};

/// A line of the file with the tags of all pieces on it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub text: String,
    pub tags: Vec<Tag>,
}

impl Line {
    pub fn new(text: impl Into<String>, tags: &[Tag]) -> Line {
        Line { text: text.into(), tags: tags.to_vec() }
    }
}

/// A laid-out report.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub lines: Vec<Line>,
}

impl Sheet {
    pub fn push(&mut self, text: impl Into<String>, tags: &[Tag]) {
        self.lines.push(Line::new(text, tags));
    }

    pub fn blank(&mut self) {
        self.push("", &[]);
    }

    /// The 1-based numbers of the lines on which any of the tags stands.
    pub fn lines_of(&self, tags: &[Tag]) -> BTreeSet<usize> {
        let lines = self.lines.iter().enumerate();
        lines.filter(|(_, line)| line.tags.iter().any(|tag| tags.contains(tag))).map(|(index, _)| index + 1).collect()
    }

    /// The last line on which something is written.
    pub fn last_line(&self) -> usize {
        let written = |line: &Line| !line.text.trim().is_empty();
        self.lines.iter().rposition(written).map_or(1, |index| index + 1)
    }

    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| &*line.text).collect();
        lines.join("\n") + "\n"
    }
}

/// A cell of a table, perhaps across several columns.
#[derive(Clone, Debug)]
pub struct SpanCell {
    pub text: String,
    pub tags: Vec<Tag>,
    /// How many columns it spans.
    pub span: usize,
    /// Whether it is the lower part of a cell which began in a row above.
    pub merged: bool,
}

impl SpanCell {
    pub fn new(text: &str, tag: Tag, span: usize) -> SpanCell {
        SpanCell { text: text.to_owned(), tags: vec![tag], span, merged: false }
    }

    /// The lower part of a cell begun above.
    pub fn merged(span: usize) -> SpanCell {
        SpanCell { text: String::new(), tags: Vec::new(), span, merged: true }
    }
}

/// A row of spanning cells.
#[derive(Clone, Debug)]
pub struct SpanRow {
    pub cells: Vec<SpanCell>,
    /// Where the row stands; `None` for a row of the header.
    pub level: Option<Level>,
}

impl SpanRow {
    fn header(cells: Vec<SpanCell>) -> SpanRow {
        SpanRow { cells, level: None }
    }
}

/// The table as rows of spanning cells; `total_on_top` puts 总计 beside
/// 申请人情况, as many reports do, not under it.
pub fn span_rows(tables: &Tables, table: Table, total_on_top: bool) -> Vec<SpanRow> {
    match table {
        Table::Disclosure => disclosure(tables),
        Table::Applications => {
            let mut rows = applications_header(tables, total_on_top);
            rows.extend(applications_rows(tables));
            rows
        }
        Table::Review => review(tables),
    }
}

fn disclosure(tables: &Tables) -> Vec<SpanRow> {
    let mut rows = Vec::new();
    for (number, block) in tables.blocks.iter().enumerate() {
        rows.push(SpanRow::header(vec![SpanCell::new(&block.label, Tag::Block(number), 4)]));
        let span = if block.columns.len() == 2 { 3 } else { 1 };
        let first = first_column(number);
        let head = block.columns.iter().enumerate().map(|(i, text)| {
            let tag = Tag::Column(Table::Disclosure, first + i);
            SpanCell::new(text, tag, if i == 0 { 1 } else { span })
        });
        rows.push(SpanRow::header(head.collect()));
        for row in &block.rows {
            let mut cells = vec![label_cell(Table::Disclosure, row, 1)];
            cells.extend(figure_cells(Table::Disclosure, row, span));
            if matches!(row.level, Level::PageNumber | Level::Junk) && row.cells.is_empty() {
                cells[0].span = 4;
            }
            rows.push(SpanRow { cells, level: Some(row.level) });
        }
    }
    rows
}

fn label_cell(table: Table, row: &Row, span: usize) -> SpanCell {
    let tag = match row.level {
        Level::PageNumber | Level::Junk => Tag::Junk,
        _ => Tag::Row(table, row.id),
    };
    SpanCell::new(&row.label, tag, span)
}

fn figure_cells(table: Table, row: &Row, span: usize) -> impl Iterator<Item = SpanCell> {
    let junk = matches!(row.level, Level::PageNumber | Level::Junk);
    row.cells.iter().enumerate().map(move |(column, text)| {
        let cell = Tag::Cell(table, row.id, column);
        SpanCell::new(text, if junk { Tag::Junk } else { cell }, span)
    })
}

fn applications_header(tables: &Tables, total_on_top: bool) -> Vec<SpanRow> {
    let head = |index: usize, span| {
        let tag = Tag::Column(Table::Applications, index);
        SpanCell::new(&tables.applicants[index], tag, span)
    };
    let mut first = vec![SpanCell::new(&tables.note, Tag::Note, 3)];
    let mut second = vec![SpanCell::merged(3)];
    if total_on_top {
        first.extend([head(0, 6), head(8, 1)]);
        second.extend([head(1, 1), head(2, 5), SpanCell::merged(1)]);
    } else {
        first.push(head(0, 7));
        second.extend([head(1, 1), head(2, 5), head(8, 1)]);
    }
    let mut third = vec![SpanCell::merged(3), SpanCell::merged(1)];
    third.extend((3..8).map(|index| head(index, 1)));
    third.push(SpanCell::merged(1));
    [first, second, third].map(SpanRow::header).into()
}

fn applications_rows(tables: &Tables) -> Vec<SpanRow> {
    let mut rows = Vec::new();
    let mut results_begun = false;
    let mut groups_begun = [false; 4];
    for row in &tables.applications {
        let mut cells = Vec::new();
        if matches!(row.level, Level::Result | Level::Leaf(_)) {
            cells.push(if results_begun {
                SpanCell::merged(1)
            } else {
                SpanCell::new(&tables.results, Tag::Results, 1)
            });
            results_begun = true;
        }
        let span = match row.level {
            Level::Top | Level::Junk => 3,
            Level::Result => 2,
            Level::PageNumber => 10,
            Level::Leaf(group) => {
                cells.push(if groups_begun[group] {
                    SpanCell::merged(1)
                } else {
                    SpanCell::new(&tables.groups[group], Tag::Group(group), 1)
                });
                groups_begun[group] = true;
                1
            }
        };
        cells.push(label_cell(Table::Applications, row, span));
        cells.extend(figure_cells(Table::Applications, row, 1));
        if row.level == Level::Junk && row.cells.is_empty() {
            cells[0].span = 10;
        }
        rows.push(SpanRow { cells, level: Some(row.level) });
    }
    rows
}

fn review(tables: &Tables) -> Vec<SpanRow> {
    let head = |index: usize, span| {
        let tag = Tag::Column(Table::Review, index);
        let labels = tables.remedies.iter().chain(&tables.outcomes);
        SpanCell::new(labels.clone().nth(index).map_or("", |text| text), tag, span)
    };
    let mut second: Vec<SpanCell> = (4..9).map(|index| head(index, 1)).collect();
    second.extend([head(2, 5), head(3, 5)]);
    let mut third: Vec<SpanCell> = (0..5).map(|_| SpanCell::merged(1)).collect();
    third.extend((9..19).map(|index| head(index, 1)));
    let mut rows: Vec<SpanRow> = [vec![head(0, 5), head(1, 10)], second, third].map(SpanRow::header).into();
    if let Some(page) = &tables.review_page {
        rows.push(SpanRow { cells: vec![SpanCell::new(page, Tag::Junk, 15)], level: Some(Level::PageNumber) });
    }
    let cells = tables.review.iter().enumerate();
    rows.push(SpanRow {
        cells: cells.map(|(column, text)| SpanCell::new(text, Tag::Cell(Table::Review, 0, column), 1)).collect(),
        level: Some(Level::Top),
    });
    rows
}
