//! What a script sees of a report: sections, tables, cells and facts, each with its place, and nothing
//! that could reach beyond.

use std::cell::Cell as StdCell;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use regex::{Regex, RegexBuilder};
use rhai::{Array, Dynamic, Engine, EvalAltResult, Map, Position};
use rust_decimal::Decimal;

use crate::document::Document;
use crate::form::{Axis, CellState, Form, Report, parse_number};
use crate::rule::{LONGEST_TEXT, limited, resolve_line};
use crate::source::Span;

/// Time of one script over one report; its steps are limited as well, and mostly end it before.
const LONGEST_RUN: Duration = Duration::from_millis(400);
/// Bytes that a regular expression of a script may take.
const LARGEST_REGEX: usize = 1 << 18;
/// Findings of one script in one report.
const MOST_FINDINGS: usize = 1000;

type Failed = Box<EvalAltResult>;

/// A place in the report. A script cannot make one, only use those that it was given.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Span(Span),
    /// In the normalised text.
    Text(Range<usize>),
}

impl Place {
    pub(super) fn span(&self, document: &Document) -> Span {
        match self {
            Self::Span(span) => *span,
            Self::Text(range) => document.span(range.clone()),
        }
    }
}

/// What a script found.
#[derive(Debug)]
pub(super) struct Found {
    pub place: Place,
    pub values: Map,
}

/// The report for a script.
#[derive(Debug, Clone)]
pub(super) struct ScriptReport(Arc<Snapshot>);

#[derive(Debug)]
struct Snapshot {
    text: Arc<str>,
    beginning: Place,
    year: Option<u16>,
    edition: String,
    issuer: String,
    title: Option<Range<usize>>,
    preface: Range<usize>,
    sections: Vec<(String, Option<Range<usize>>)>,
    tables: Vec<(String, Option<Table>)>,
    found: Mutex<Vec<Found>>,
}

/// A stretch of text, normalised: half width, one kind of bracket, quote and dash.
#[derive(Debug, Clone)]
struct Text {
    whole: Arc<str>,
    range: Range<usize>,
    groups: Arc<Vec<(String, Range<usize>)>>,
}

#[derive(Debug, Clone)]
struct Table {
    forms: Arc<Vec<Form>>,
    /// Indices of the form and of the table in it.
    index: (usize, usize),
    place: Place,
    cells: Arc<Vec<Cell>>,
}

#[derive(Debug, Clone)]
struct Cell {
    row: usize,
    column: usize,
    state: &'static str,
    value: Option<Decimal>,
    place: Place,
}

impl ScriptReport {
    pub(super) fn of(report: &Report<'_>, forms: &Arc<Vec<Form>>) -> Self {
        let document = report.document;
        let sections = report.form.sections.iter().zip(&report.sections);
        Self(Arc::new(Snapshot {
            text: document.normal().text().into(),
            beginning: Place::Span(report.beginning()),
            year: report.year,
            edition: report.form.edition.clone(),
            issuer: report.title.as_ref().map(|title| title.issuer.clone()).unwrap_or_default(),
            title: report.title.as_ref().map(|title| document.normal_of(title.lines.clone())),
            preface: report.preface.clone(),
            sections: sections.map(|(s, f)| (s.key.clone(), f.heading.as_ref().map(|_| f.body.clone()))).collect(),
            tables: (0..report.tables.len()).map(|index| table(report, index, forms)).collect(),
            found: Mutex::default(),
        }))
    }

    /// What was found so far.
    pub(super) fn take(&self) -> Vec<Found> {
        std::mem::take(&mut *self.0.found.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn stretch(&self, range: Range<usize>) -> Text {
        Text { whole: Arc::clone(&self.0.text), range, groups: Arc::default() }
    }

    fn section(&self, key: &str) -> Result<Dynamic, Failed> {
        let known = self.0.sections.iter().find(|(known, _)| known == key);
        let (_, range) = known.ok_or_else(|| failed(format!("没有这个部分：`{key}`")))?;
        Ok(range.clone().map_or(Dynamic::UNIT, |range| Dynamic::from(self.stretch(range))))
    }

    fn table(&self, key: &str) -> Result<Dynamic, Failed> {
        let known = self.0.tables.iter().find(|(known, _)| known == key);
        let (_, table) = known.ok_or_else(|| failed(format!("没有这张表：`{key}`")))?;
        Ok(table.clone().map_or(Dynamic::UNIT, Dynamic::from))
    }

    fn found(&self, place: Place, values: Map) -> Result<(), Failed> {
        let mut found = self.0.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.len() >= MOST_FINDINGS {
            return Err(failed(format!("报出的问题超过 {MOST_FINDINGS} 个")));
        }
        found.push(Found { place, values });
        Ok(())
    }
}

/// A table of the report; none where it is missing.
fn table(report: &Report<'_>, index: usize, forms: &Arc<Vec<Form>>) -> (String, Option<Table>) {
    let name = report.form.tables.get(index).map_or_else(String::new, |table| table.key.clone());
    let laid = || {
        let (table, found) = report.table(index)?;
        let form = forms.iter().position(|form| report.is_laid_on(form, index))?;
        let mut cells = Vec::new();
        for (row, line) in found.rows.iter().enumerate() {
            for (cell, column) in line.cells.iter().zip(table.columns_of(row)) {
                let (state, value) = match &cell.state {
                    CellState::Number(number) => ("number", Some(*number)),
                    CellState::Blank => ("blank", None),
                    CellState::Unparsable(_) => ("unparsable", None),
                    CellState::Absent => ("absent", None),
                };
                let span = if cell.span.is_empty() { line.span } else { cell.span };
                let span = if span.is_empty() { found.span } else { span };
                cells.push(Cell { row, column, state, value, place: Place::Span(span) });
            }
        }
        let forms = Arc::clone(forms);
        Some(Table { forms, index: (form, index), place: Place::Span(found.span), cells: Arc::new(cells) })
    };
    (name, laid())
}

impl Table {
    fn form(&self) -> &crate::form::Table {
        &self.forms[self.index.0].tables[self.index.1]
    }

    fn line(&self, axis: Axis, name: &str) -> Result<usize, Failed> {
        match resolve_line(self.form(), axis, name).as_slice() {
            [line] => Ok(*line),
            [] => Err(failed(format!("表「{}」里没有 `{name}`", self.form().name))),
            _ => Err(failed(format!("表「{}」里有不止一处 `{name}`，请写上它所在的组", self.form().name))),
        }
    }

    fn cell(&self, row: &str, column: &str) -> Result<Cell, Failed> {
        let row = self.line(Axis::Row, row)?;
        // Each block has columns of its own; the row says whose are meant.
        let own = self.form().columns_of(row);
        let mut columns = resolve_line(self.form(), Axis::Column, column);
        columns.retain(|column| own.contains(column));
        let [column] = columns.as_slice() else {
            let count = if columns.is_empty() { "没有" } else { "有不止一列" };
            return Err(failed(format!("表「{}」的这一行{count} `{column}`", self.form().name)));
        };
        let found = self.cells.iter().find(|cell| (cell.row, cell.column) == (row, *column));
        found.cloned().ok_or_else(|| failed("这一行没有这一列".into()))
    }

    /// The cells of a row, or of a column.
    fn cells(&self, axis: Axis, name: &str) -> Result<Array, Failed> {
        let line = self.line(axis, name)?;
        let of = |cell: &&Cell| line == if axis == Axis::Row { cell.row } else { cell.column };
        Ok(self.cells.iter().filter(of).cloned().map(Dynamic::from).collect())
    }
}

impl Text {
    fn as_str(&self) -> &str {
        self.whole.get(self.range.clone()).unwrap_or_default()
    }

    fn place(&self) -> Place {
        Place::Text(self.range.clone())
    }

    fn part(&self, range: Range<usize>) -> Self {
        let range = self.range.start + range.start..self.range.start + range.end;
        Self { whole: Arc::clone(&self.whole), range, groups: Arc::default() }
    }

    fn find(&self, pattern: &str) -> Result<Array, Failed> {
        let regex = expression(pattern)?;
        self.check_length()?;
        let mut found = Array::new();
        for captures in regex.captures_iter(self.as_str()) {
            let Some(whole) = captures.get(0) else { continue };
            let named = regex.capture_names().flatten().filter_map(|name| Some((name, captures.name(name)?)));
            let range = |range: Range<usize>| self.range.start + range.start..self.range.start + range.end;
            let groups = named.map(|(name, group)| (name.to_owned(), range(group.range()))).collect();
            found.push(Dynamic::from(Self { groups: Arc::new(groups), ..self.part(whole.range()) }));
            if is_late() {
                return Err(Box::new(EvalAltResult::ErrorTerminated(Dynamic::UNIT, Position::NONE)));
            }
            if found.len() > MOST_FINDINGS {
                return Err(failed(format!("`{pattern}` 找到的超过 {MOST_FINDINGS} 处")));
            }
        }
        Ok(found)
    }

    fn group(&self, name: &str) -> Dynamic {
        let group = self.groups.iter().find(|(known, _)| known == name);
        group.map_or(Dynamic::UNIT, |(_, range)| {
            Dynamic::from(Self { whole: Arc::clone(&self.whole), range: range.clone(), groups: Arc::default() })
        })
    }

    fn has(&self, pattern: &str) -> Result<bool, Failed> {
        let regex = expression(pattern)?;
        self.check_length()?;
        Ok(regex.is_match(self.as_str()))
    }

    fn text(&self) -> Result<String, Failed> {
        self.check_length()?;
        Ok(self.as_str().to_owned())
    }

    /// Nothing can stop a search once it has begun: what is searched must not be too long for it.
    fn check_length(&self) -> Result<(), Failed> {
        if self.range.len() > LONGEST_TEXT {
            Err(failed("文字太长，请只看其中一部分".into()))
        } else {
            Ok(())
        }
    }
}

fn expression(pattern: &str) -> Result<Regex, Failed> {
    let built = RegexBuilder::new(pattern).size_limit(LARGEST_REGEX).dfa_size_limit(LARGEST_REGEX).build();
    built.map_err(|error| failed(format!("正则表达式有误：{}", error.to_string().lines().last().unwrap_or_default())))
}

fn failed(message: String) -> Failed {
    Box::new(EvalAltResult::ErrorRuntime(message.into(), Position::NONE))
}

/// What is shown of a text or a cell that a script gives to a message.
pub(super) fn shown(value: &Dynamic) -> Option<String> {
    if let Some(text) = value.read_lock::<Text>() {
        return Some(text.as_str().to_owned());
    }
    let cell = value.read_lock::<Cell>()?;
    Some(cell.value.map_or_else(String::new, |number| number.normalize().to_string()))
}

/// A whole number where it is one, so that scripts can count with it.
fn number(value: Option<Decimal>) -> Dynamic {
    let Some(value) = value else { return Dynamic::UNIT };
    let whole = value.is_integer().then(|| i64::try_from(value).ok()).flatten();
    whole.map_or_else(|| Dynamic::from_decimal(value), Dynamic::from_int)
}

thread_local! {
    static DEADLINE: StdCell<Option<Instant>> = const { StdCell::new(None) };
}

/// From now on the script of this thread has its time.
pub(super) fn start_clock() {
    DEADLINE.set(Some(Instant::now() + LONGEST_RUN));
}

fn is_late() -> bool {
    DEADLINE.get().is_some_and(|deadline| Instant::now() > deadline)
}

/// The engine that all scripts run in.
pub(super) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let mut engine = limited(Engine::new());
        // Output belongs to gouji, and a program may read it.
        engine.on_print(|_| {}).on_debug(|_, _, _| {});
        engine.on_progress(|_| is_late().then_some(Dynamic::UNIT));
        // It could be called by its name in a string, where the reader does not see it.
        engine.register_fn("sleep", |_: i64| Err::<(), Failed>(failed("不能用 `sleep`".into())));
        offer_report(&mut engine);
        offer_text(&mut engine);
        offer_table(&mut engine);
        engine
    })
}

fn offer_report(engine: &mut Engine) {
    engine
        .register_type_with_name::<Place>("Place")
        .register_type_with_name::<ScriptReport>("Report")
        .register_get("year", |r: &mut ScriptReport| number(r.0.year.map(Decimal::from)))
        .register_get("edition", |r: &mut ScriptReport| r.0.edition.clone())
        .register_get("issuer", |r: &mut ScriptReport| r.0.issuer.clone())
        .register_get("at", |r: &mut ScriptReport| r.0.beginning.clone())
        .register_get("text", |r: &mut ScriptReport| r.stretch(0..r.0.text.len()))
        .register_get("preface", |r: &mut ScriptReport| r.stretch(r.0.preface.clone()))
        .register_get("title", |r: &mut ScriptReport| {
            r.0.title.clone().map_or(Dynamic::UNIT, |range| Dynamic::from(r.stretch(range)))
        })
        .register_fn("section", |r: &mut ScriptReport, key: &str| r.section(key))
        .register_fn("table", |r: &mut ScriptReport, key: &str| r.table(key))
        .register_fn("found", |r: &mut ScriptReport, place: Place| r.found(place, Map::new()))
        .register_fn("found", |r: &mut ScriptReport, place: Place, values: Map| r.found(place, values))
        .register_fn("found", |r: &mut ScriptReport, text: Text, values: Map| r.found(text.place(), values))
        .register_fn("found", |r: &mut ScriptReport, text: Text| r.found(text.place(), Map::new()))
        .register_fn("found", |r: &mut ScriptReport, cell: Cell, values: Map| r.found(cell.place, values))
        .register_fn("found", |r: &mut ScriptReport, cell: Cell| r.found(cell.place, Map::new()));
}

fn offer_text(engine: &mut Engine) {
    engine
        .register_type_with_name::<Text>("Text")
        .register_get("text", |t: &mut Text| t.text())
        .register_get("at", |t: &mut Text| t.place())
        .register_get("number", |t: &mut Text| number(parse_number(t.as_str())))
        .register_fn("find", |t: &mut Text, pattern: &str| t.find(pattern))
        .register_fn("has", |t: &mut Text, pattern: &str| t.has(pattern))
        .register_fn("group", |t: &mut Text, name: &str| t.group(name))
        .register_fn("to_string", |t: &mut Text| t.text());
}

fn offer_table(engine: &mut Engine) {
    engine
        .register_type_with_name::<Table>("Table")
        .register_get("at", |t: &mut Table| t.place.clone())
        .register_get("rows", |t: &mut Table| {
            (0..t.form().rows.len()).map(|row| Dynamic::from(t.form().row_key(row))).collect::<Array>()
        })
        .register_get("columns", |t: &mut Table| {
            (0..t.form().columns.len()).map(|column| Dynamic::from(t.form().column_key(column))).collect::<Array>()
        })
        .register_fn("cell", |t: &mut Table, row: &str, column: &str| t.cell(row, column))
        .register_fn("row", |t: &mut Table, name: &str| t.cells(Axis::Row, name))
        .register_fn("column", |t: &mut Table, name: &str| t.cells(Axis::Column, name))
        .register_type_with_name::<Cell>("Cell")
        .register_get("value", |c: &mut Cell| number(c.value))
        .register_get("state", |c: &mut Cell| c.state.to_owned())
        .register_get("at", |c: &mut Cell| c.place.clone());
}
