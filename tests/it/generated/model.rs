//! A report before it is laid out: its prose and tables, every piece tagged.
//!
//! A tag travels with its piece into the lines of the file, so the line on
//! which a defect must be reported is known and never searched for.

use crate::generated::figures::Figures;
use crate::generated::form::{self, Level, Table};

/// What a piece of text is; several tags may end up on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    Title,
    Preface,
    Citation,
    Period,
    Contact,
    /// The heading of a section, by number from 0.
    Heading(usize),
    /// Anything of a section after its heading.
    Body(usize),
    /// A block label of the disclosure table.
    Block(usize),
    /// A label over columns: the table and the label's index there.
    Column(Table, usize),
    Note,
    /// 三、本年度办理结果.
    Results,
    Group(usize),
    /// The label of a row.
    Row(Table, usize),
    /// A figure: table, row, column.
    Cell(Table, usize, usize),
    /// Something which fell into a table.
    Junk,
}

/// A piece of a paragraph under one tag.
#[derive(Clone, Debug)]
pub struct Span {
    pub text: String,
    pub tag: Tag,
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Title,
    Heading,
    /// The heading of an aspect, on a line of its own or with text behind it.
    Aspect,
    Text,
}

/// A paragraph of prose.
#[derive(Clone, Debug)]
pub struct Paragraph {
    pub kind: Kind,
    pub spans: Vec<Span>,
    /// Which aspect of section 一 it belongs to.
    pub aspect: Option<usize>,
}

impl Paragraph {
    /// A paragraph of one span.
    pub fn new(kind: Kind, text: impl Into<String>, tag: Tag) -> Paragraph {
        Paragraph { kind, spans: vec![Span { text: text.into(), tag }], aspect: None }
    }

    /// Adds a span behind the others.
    pub fn push(&mut self, text: impl Into<String>, tag: Tag) {
        let text = text.into();
        self.spans.push(Span { text, tag });
    }
}

/// A section of the report.
#[derive(Clone, Debug)]
pub struct Section {
    /// Which section of the form it is, from 0.
    pub number: usize,
    pub heading: Option<Paragraph>,
    pub body: Vec<Paragraph>,
    pub table: Option<Table>,
}

/// A row of a table, as text.
#[derive(Clone, Debug)]
pub struct Row {
    /// The row of the form.
    pub id: usize,
    pub level: Level,
    pub label: String,
    pub cells: Vec<String>,
}

/// A block of the disclosure table.
#[derive(Clone, Debug)]
pub struct Block {
    pub label: String,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// The three tables, as text.
#[derive(Clone, Debug)]
pub struct Tables {
    pub blocks: Vec<Block>,
    pub note: String,
    pub applicants: Vec<String>,
    pub results: String,
    pub groups: Vec<String>,
    pub applications: Vec<Row>,
    pub remedies: Vec<String>,
    /// Fifteen column labels.
    pub outcomes: Vec<String>,
    pub review: Vec<String>,
    /// A page number between the header and the figures of the review table.
    pub review_page: Option<String>,
}

/// A whole report.
#[derive(Clone, Debug)]
pub struct Report {
    pub title: Vec<Paragraph>,
    pub preface: Vec<Paragraph>,
    pub sections: Vec<Section>,
    /// The contact, where it stands at the very end.
    pub closing: Option<Paragraph>,
    pub figures: Figures,
    pub tables: Tables,
    /// The cells whose figure, or a sum with it, is said in the prose.
    pub claims: Vec<Tag>,
}

impl Report {
    /// Whether a figure, or a sum with it, is said in the prose.
    pub fn is_claimed(&self, cell: Tag) -> bool {
        self.claims.contains(&cell)
    }
}

impl Tables {
    /// Writes the figures into the form.
    pub fn new(figures: &Figures) -> Tables {
        Tables {
            blocks: blocks(figures),
            note: form::NOTE.to_owned(),
            applicants: owned(&form::APPLICANTS),
            results: form::RESULTS.to_owned(),
            groups: owned(&form::GROUPS),
            applications: form::APPLICATION_ROWS
                .iter()
                .zip(&figures.applications)
                .enumerate()
                .map(|(id, (&(level, label), row))| Row {
                    id,
                    level,
                    label: label.to_owned(),
                    cells: row.iter().map(u64::to_string).collect(),
                })
                .collect(),
            remedies: owned(&form::REMEDIES),
            outcomes: owned(&form::OUTCOMES.repeat(3)),
            review: figures.review.iter().map(u64::to_string).collect(),
            review_page: None,
        }
    }

    /// The text of a cell; `None` where the row is not there.
    pub fn cell_mut(&mut self, table: Table, row: usize, column: usize) -> Option<&mut String> {
        if table == Table::Review {
            return self.review.get_mut(column);
        }
        let row = self.rows_mut(table).find(|each| each.id == row)?;
        row.cells.get_mut(column)
    }

    /// All rows of the disclosure or the applications table.
    pub fn rows_mut(&mut self, table: Table) -> Box<dyn Iterator<Item = &mut Row> + '_> {
        match table {
            Table::Disclosure => Box::new(self.blocks.iter_mut().flat_map(|b| &mut b.rows)),
            _ => Box::new(self.applications.iter_mut()),
        }
    }

    /// Every cell of a table: row, column, text.
    pub fn cells(&self, table: Table) -> Vec<(usize, usize, &str)> {
        match table {
            Table::Disclosure => {
                let rows = self.blocks.iter().flat_map(|block| &block.rows);
                rows.flat_map(row_cells).collect()
            }
            Table::Applications => self.applications.iter().flat_map(row_cells).collect(),
            Table::Review => {
                let cells = self.review.iter().enumerate();
                cells.map(|(c, text)| (0, c, &**text)).collect()
            }
        }
    }
}

fn row_cells(row: &Row) -> impl Iterator<Item = (usize, usize, &str)> {
    let cells = row.cells.iter().enumerate();
    cells.map(|(column, text)| (row.id, column, &**text))
}

/// Strings of a list of labels.
fn owned(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|&label| label.to_owned()).collect()
}

fn blocks(figures: &Figures) -> Vec<Block> {
    let fee = match figures.fee_tenths {
        tenths if tenths % 10 == 0 => (tenths / 10).to_string(),
        tenths => format!("{}.{}", tenths / 10, tenths % 10),
    };
    let plain = figures.disclosure.iter().map(u64::to_string);
    let mut texts = plain.chain([fee]);
    let mut id = 0;
    let mut block = |&(label, columns, rows): &form::BlockForm| Block {
        label: label.to_owned(),
        columns: owned(columns),
        rows: rows
            .iter()
            .map(|&label| {
                id += 1;
                Row {
                    id: id - 1,
                    level: Level::Top,
                    label: label.to_owned(),
                    cells: texts.by_ref().take(columns.len() - 1).collect(),
                }
            })
            .collect(),
    };
    form::BLOCKS.iter().map(&mut block).collect()
}

/// The index, among all column labels of the disclosure table, of the first of
/// a block.
pub fn first_column(block: usize) -> usize {
    let before = form::BLOCKS.iter().take(block);
    before.map(|(_, columns, _)| columns.len()).sum()
}
