//! The figures of reports as data: each cell by the keys of the form, as JSON or CSV.

use std::io::Write;

use serde::Serialize;

use super::json::SCHEMA;
use crate::form::{CellState, Report};
use crate::linter::{Status, status_name};
use crate::mask::masked;
use crate::source::Location;

/// A file's figures.
#[derive(Debug, Serialize)]
pub struct ExtractedFile {
    /// Its path.
    pub path: String,
    /// What became of it, as in the results of `check`.
    pub status: &'static str,
    /// Why nothing was extracted, or not everything.
    pub reason: Option<String>,
    form: Option<String>,
    edition: Option<String>,
    issuer: Option<String>,
    year: Option<u16>,
    cells: Vec<ExtractedCell>,
}

/// A cell of the form.
#[derive(Debug, Serialize)]
struct ExtractedCell {
    table: String,
    row: String,
    column: String,
    /// `number`, `blank`, `unparsable`, or `absent` where the row is missing or the figure could not be
    /// placed.
    state: &'static str,
    /// The number, as text, so that no decimal is lost.
    value: Option<String>,
    /// What stands there.
    text: String,
    location: Option<Location>,
}

impl ExtractedFile {
    /// A file of which nothing was extracted.
    #[must_use]
    pub fn without(path: &str, status: Status, reason: Option<String>) -> Self {
        Self {
            path: path.to_owned(),
            status: status_name(status),
            reason,
            form: None,
            edition: None,
            issuer: None,
            year: None,
            cells: Vec::new(),
        }
    }

    /// The figures of a report, in the order of the form; `unread` is what of it could not be read.
    #[must_use]
    pub fn of(path: &str, report: &Report<'_>, unread: Option<String>) -> Self {
        let issuer = report.title.as_ref().map(|title| title.issuer.clone()).filter(|issuer| !issuer.is_empty());
        Self {
            form: Some(report.form.id.clone()),
            edition: Some(report.form.edition.clone()),
            issuer,
            year: report.year,
            cells: (0..report.tables.len()).flat_map(|index| cells(report, index)).collect(),
            ..Self::without(path, Status::Checked, unread)
        }
    }
}

/// The cells of a table; of one that is missing, each is absent.
fn cells(report: &Report<'_>, index: usize) -> Vec<ExtractedCell> {
    let found = report.table(index);
    let Some(table) = found.map(|(table, _)| table).or_else(|| report.form.tables.get(index)) else {
        return Vec::new();
    };
    let source = report.document.source();
    let mut cells = Vec::new();
    for row in 0..table.rows.len() {
        for (position, column) in table.columns_of(row).enumerate() {
            let cell = found.and_then(|(_, found)| found.cell(row, position));
            let (state, value) = match cell.map(|cell| &cell.state) {
                Some(CellState::Number(number)) => ("number", Some(number.normalize().to_string())),
                Some(CellState::Blank) => ("blank", None),
                Some(CellState::Unparsable(_)) => ("unparsable", None),
                Some(CellState::Absent) | None => ("absent", None),
            };
            let there = cell.filter(|_| state != "absent");
            cells.push(ExtractedCell {
                table: table.key.clone(),
                row: table.row_key(row),
                column: table.column_key(column),
                state,
                value,
                text: there.map_or_else(String::new, |cell| safe(source.slice(cell.span).trim())),
                location: there.map(|cell| source.locate(cell.span)),
            });
        }
    }
    cells
}

/// What stands in a cell; of a number of so many digits that it may be somebody's, the ends.
fn safe(text: &str) -> String {
    const SHORTEST_PRIVATE: usize = 11;
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    if digits >= SHORTEST_PRIVATE { masked(text) } else { text.to_owned() }
}

#[derive(Serialize)]
struct Extracted<'f> {
    schema: u32,
    files: &'f [ExtractedFile],
}

/// One object with every file.
///
/// # Errors
/// What went wrong when writing.
pub fn json(out: &mut impl Write, files: &[ExtractedFile]) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, &Extracted { schema: SCHEMA, files })?;
    writeln!(out)
}

/// A line for each cell, with a head.
///
/// # Errors
/// What went wrong when writing.
pub fn csv(out: &mut impl Write, files: &[ExtractedFile]) -> std::io::Result<()> {
    let mut lines = csv::Writer::from_writer(out);
    lines.write_record(["path", "issuer", "year", "edition", "table", "row", "column", "state", "value", "line"])?;
    for file in files {
        let year = file.year.map(|year| year.to_string()).unwrap_or_default();
        let of_file = [&file.path, file.issuer.as_deref().unwrap_or_default(), &year];
        for cell in &file.cells {
            let line = cell.location.map(|location| location.start.line.to_string()).unwrap_or_default();
            let edition = file.edition.as_deref().unwrap_or_default();
            let value = cell.value.as_deref().unwrap_or_default();
            let of_cell = [edition, &cell.table, &cell.row, &cell.column, cell.state, value, &line];
            lines.write_record(of_file.into_iter().chain(of_cell))?;
        }
    }
    lines.flush()
}
