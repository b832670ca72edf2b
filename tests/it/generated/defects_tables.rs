//! Defects of figures and rows, and what falls into a table by accident.

use fastrand::Rng;

use crate::generated::expect::{Excuse, Expectation, Wanted};
use crate::generated::figures::broken_by;
use crate::generated::form::{self, Level, Table};
use crate::generated::layouts::{Layout, page_number};
use crate::generated::model::{Report, Row, Tag, first_column};

const TABLES: [Table; 3] = [Table::Disclosure, Table::Applications, Table::Review];

/// Draws a cell of a table which `fit` finds fit.
fn draw_cell(
    report: &Report,
    table: Table,
    fit: impl Fn(&str) -> bool,
    rng: &mut Rng,
) -> Option<(usize, usize, String)> {
    let mut cells = report.tables.cells(table);
    cells.retain(|(_, _, text)| fit(text));
    let (row, column, text) = rng.choice(&cells)?;
    Some((*row, *column, (*text).to_owned()))
}

/// One figure under an equation is another.
pub fn change_figure(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let table = match rng.u8(0..4) {
        0 => Table::Review,
        _ => Table::Applications,
    };
    let swap = rng.u8(0..3) == 0;
    let (row, column, text) = draw_cell(report, table, |text| !swap || text.len() > 1, rng)?;
    let value: u64 = if swap {
        let mut digits: Vec<char> = text.chars().collect();
        let place = rng.usize(1..digits.len());
        digits.swap(place - 1, place);
        String::from_iter(digits).parse().ok()?
    } else {
        text.parse::<u64>().ok()? + rng.u64(1..10)
    };
    if value.to_string() == text || value.to_string().len() < text.len() {
        return None;
    }
    *report.tables.cell_mut(table, row, column)? = value.to_string();
    let broken = broken_by(&report.figures, table, row, column, value);
    let cell = Tag::Cell(table, row, column);
    let rules = broken.into_iter().map(|broken| broken.rule).collect();
    // A cell of the review table stands in one equation: its other cells might as well be wrong.
    let wanted = if table == Table::Review { Wanted::Set(rules) } else { Wanted::Culprit(rules) };
    let expected = Expectation { wanted, ..Expectation::nothing(&[cell]) };
    let claims: &[&str] = if report.is_claimed(cell) { &["claim/"] } else { &[] };
    Some(expected.excusing(claims))
}

/// A cell holds something that is no count.
pub fn spoil_cell(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let table = TABLES[rng.usize(0..3)];
    let spoilt = ["钊 0", "O", "—", "1.5", "-2"][rng.usize(0..5)];
    let (row, column, _) = draw_cell(report, table, |_| true, rng)?;
    if table == Table::Disclosure && row == form::FEE_ROW && spoilt == "1.5" {
        return None;
    }
    *report.tables.cell_mut(table, row, column)? = spoilt.to_owned();
    let at = [Tag::Cell(table, row, column)];
    Some(Expectation::rule("table/cell-value", &at))
}

/// The tags on which an emptied cell may be reported.
fn emptied(table: Table, row: usize, column: usize, layout: Layout) -> Vec<Tag> {
    let mut at = vec![Tag::Cell(table, row, column)];
    if layout.hides_empty_cells() {
        at.push(Tag::Row(table, row));
        at.extend((0..15).map(|column| Tag::Cell(table, row, column)));
    }
    at
}

/// A cell which was zero is empty.
pub fn empty_cell(report: &mut Report, layout: Layout, rng: &mut Rng) -> Option<Expectation> {
    let table = TABLES[rng.usize(0..3)];
    let (row, column, _) = draw_cell(report, table, |text| text == "0", rng)?;
    report.tables.cell_mut(table, row, column)?.clear();
    let at = emptied(table, row, column, layout);
    Some(Expectation::rule("table/cell-blank", &at))
}

/// Several cells of a table, all of which were zero, are empty.
pub fn empty_cells(report: &mut Report, layout: Layout, rng: &mut Rng) -> Option<Expectation> {
    let table = TABLES[rng.usize(0..3)];
    let mut cells: Vec<(usize, usize)> = report
        .tables
        .cells(table)
        .into_iter()
        .filter(|(_, _, text)| *text == "0")
        .map(|(row, column, _)| (row, column))
        .collect();
    rng.shuffle(&mut cells);
    let count = rng.usize(5..=20);
    let mut of_row = [0; 25];
    let mut at = Vec::new();
    let mut done = 0;
    for (row, column) in cells {
        // Leave most figures of a row: it must stay a row.
        let most = if table == Table::Review { 7 } else { 3 };
        if done < count && of_row[row] < most {
            of_row[row] += 1;
            done += 1;
            report.tables.cell_mut(table, row, column)?.clear();
            at.extend(emptied(table, row, column, layout));
        }
    }
    let expected = Expectation { wanted: Wanted::Once("table/cell-blank"), ..Expectation::nothing(&at) };
    (done >= 5).then_some(expected)
}

/// Draws a row of the disclosure (block, place) or applications table.
fn draw_row(report: &Report, rng: &mut Rng) -> (Option<usize>, usize) {
    if rng.u8(0..4) == 0 {
        let block = rng.usize(0..report.tables.blocks.len());
        let rows = &report.tables.blocks[block].rows;
        (Some(block), rng.usize(0..rows.len()))
    } else {
        (None, rng.usize(0..report.tables.applications.len()))
    }
}

fn rows_of(report: &mut Report, block: Option<usize>) -> &mut Vec<Row> {
    match block {
        Some(block) => &mut report.tables.blocks[block].rows,
        None => &mut report.tables.applications,
    }
}

fn table_of(block: Option<usize>) -> Table {
    match block {
        Some(_) => Table::Disclosure,
        None => Table::Applications,
    }
}

/// A row is lost, label and figures.
pub fn lose_row(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let (block, place) = draw_row(report, rng);
    let table = table_of(block);
    let row = rows_of(report, block).remove(place);
    let mut at = vec![Tag::Row(table, row.id + 1)];
    if row.id > 0 {
        at.push(Tag::Row(table, row.id - 1));
    }
    match (block, row.level) {
        (Some(block), _) => {
            at.extend([Tag::Block(block), Tag::Block(block + 1)]);
            let columns = first_column(block)..first_column(block + 1);
            at.extend(columns.map(|column| Tag::Column(table, column)));
        }
        (None, Level::Leaf(group)) => at.extend([Tag::Group(group), Tag::Group(group + 1)]),
        (None, Level::Result) => at.extend([Tag::Results, Tag::Group(0)]),
        (None, _) => {
            at.extend([Tag::Results, Tag::Note]);
            at.extend((0..9).map(|column| Tag::Column(table, column)));
        }
    }
    Some(Expectation::rule("table/row-missing", &at))
}

/// A row stands there twice.
pub fn double_row(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let (block, place) = draw_row(report, rng);
    let rows = rows_of(report, block);
    let row = rows[place].clone();
    let at = [Tag::Row(table_of(block), row.id)];
    rows.insert(place, row);
    Some(Expectation::rule("table/row-duplicate", &at))
}

/// Two rows of a group have changed places, figures and all.
pub fn swap_rows(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let rows = &mut report.tables.applications;
    let place = rng.usize(1..rows.len());
    let level = rows[place].level;
    if !matches!(level, Level::Leaf(_)) || rows[place - 1].level != level {
        return None;
    }
    rows.swap(place - 1, place);
    let at = [place - 1, place].map(|id| Tag::Row(Table::Applications, id));
    Some(Expectation::rule("table/row-label", &at))
}

/// Puts a row that is none of the form's somewhere into a table.
fn drop_row(report: &mut Report, block: Option<usize>, row: Row, rng: &mut Rng) {
    let rows = rows_of(report, block);
    let place = rng.usize(1..=rows.len());
    rows.insert(place.min(rows.len()), row);
}

/// Words a scanner makes out of a stamp or a torn heading.
const JUNK: [&str; 5] = ["一、工列公开政府间心门700", "扫描全能王", "印章处", "/士田 田甘仙", "_ 亻义 丶"];

/// A page number stands in a table.
pub fn drop_page_number(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let text = page_number(rng.usize(2..9), rng);
    if rng.u8(0..5) == 0 {
        report.tables.review_page = Some(text);
    } else {
        let block = [None, None, Some(0), Some(2)][rng.usize(0..4)];
        drop_row(report, block, stray(Level::PageNumber, text, Vec::new()), rng);
    }
    Some(Expectation::nothing(&[Tag::Junk]))
}

/// A row of no sense stands in a table, with figures or without.
pub fn drop_junk(report: &mut Report, figures: bool, rng: &mut Rng) -> Option<Expectation> {
    let text = JUNK[rng.usize(0..JUNK.len())].to_owned();
    let cells = (0..7).map(|_| rng.u32(0..9).to_string());
    if figures {
        let row = stray(Level::Junk, text, cells.collect());
        drop_row(report, None, row, rng);
        let mut expected = Expectation::nothing(&[Tag::Junk]);
        expected.excuses.push(Excuse { rule: "", at: vec![Tag::Junk] });
        return Some(expected);
    }
    let block = [None, None, Some(0), Some(2)][rng.usize(0..4)];
    drop_row(report, block, stray(Level::Junk, text, Vec::new()), rng);
    Some(Expectation::nothing(&[Tag::Junk]))
}

fn stray(level: Level, label: String, cells: Vec<String>) -> Row {
    Row { id: usize::MAX, level, label, cells }
}
