//! From a raw form to a [`Form`]: keys made unique, tables flattened, labels normalised.

use super::label_key;
use super::model::{Aspect, Axis, Block, Column, Form, Group, Label, LabelId, Lookup, Role, Row, Section, Table};
use super::raw::{RawBlock, RawForm, RawLine, RawSection, RawTable};
use crate::document::normalise;
use crate::lazy::LazyRegex;

/// A mistake in a form, with the keys and indices that lead to it in the YAML.
#[derive(Debug, PartialEq, Eq)]
pub struct FormError {
    /// Path in the YAML file, for example `["tables", "1", "blocks", "0", "rows"]`.
    pub path: Vec<String>,
    /// What is wrong.
    pub message: String,
}

/// Compiles a form.
///
/// # Errors
/// Every mistake found, each with its path.
pub fn compile(raw: RawForm) -> Result<Form, Vec<FormError>> {
    let mut errors = Vec::new();
    let tables: Vec<Table> = raw.tables.into_iter().map(table).collect();
    for (index, table) in tables.iter().enumerate() {
        check_table(index, table, &mut errors);
    }
    let sections: Vec<Section> =
        raw.sections.into_iter().enumerate().map(|(index, raw)| section(index, raw, &tables, &mut errors)).collect();
    let form = Form {
        id: raw.id,
        name: raw.name,
        edition: raw.edition,
        years: (raw.years.from, raw.years.to.unwrap_or(u16::MAX)),
        notice: raw.notice,
        titles: raw.title.patterns.into_iter().map(LazyRegex::new).collect(),
        period_in_preface: raw.period.preface.into_iter().map(LazyRegex::new).collect(),
        period_anywhere: raw.period.anywhere.into_iter().map(LazyRegex::new).collect(),
        sections,
        tables,
    };
    if errors.is_empty() { Ok(form) } else { Err(errors) }
}

fn error(errors: &mut Vec<FormError>, path: &[&str], message: String) {
    errors.push(FormError { path: path.iter().map(|&p| p.to_owned()).collect(), message });
}

fn section(index: usize, raw: RawSection, tables: &[Table], errors: &mut Vec<FormError>) -> Section {
    let table = raw.table.as_deref().and_then(|key| {
        let found = tables.iter().position(|t| t.key == key);
        if found.is_none() {
            error(errors, &["sections", &index.to_string(), "table"], format!("没有这张表：`{key}`"));
        }
        found
    });
    let aspects = raw.aspects.into_iter().map(|a| Aspect {
        key: a.key,
        name: a.name,
        any: LazyRegex::new(a.any.iter().map(|p| format!("(?:{p})")).collect::<Vec<_>>().join("|")),
    });
    Section {
        titles: std::iter::once(&raw.title).chain(&raw.accept).map(|t| normalise(t)).collect(),
        key: raw.key,
        number: raw.number,
        title: raw.title,
        aspects: aspects.collect(),
        table,
    }
}

fn check_table(index: usize, table: &Table, errors: &mut Vec<FormError>) {
    let path = ["tables", &index.to_string(), "blocks"];
    for (number, block) in table.blocks.iter().enumerate() {
        let unlabelled = table.rows[block.rows.clone()].iter().filter(|r| r.label.is_none()).count();
        if unlabelled > 0 && block.rows.len() > 1 {
            let message = format!("第 {} 段有几行，每一行都要有 `label`", number + 1);
            error(errors, &path, message);
        }
        if block.rows.is_empty() || block.columns.is_empty() {
            error(errors, &path, format!("第 {} 段要有行和列", number + 1));
        }
    }
}

fn table(raw: RawTable) -> Table {
    let mut flat = Flattening::default();
    if let Some(note) = raw.note {
        flat.label(&note, &[], &[], Role::Note);
    }
    for block in raw.blocks {
        flat.block(block);
    }
    let lookup = Lookup::new(&flat.labels);
    Table {
        key: raw.key,
        name: raw.name,
        labels: flat.labels,
        blocks: flat.blocks,
        rows: flat.rows,
        columns: flat.columns,
        groups: flat.groups,
        lookup,
    }
}

#[derive(Default)]
struct Flattening {
    labels: Vec<Label>,
    blocks: Vec<Block>,
    rows: Vec<Row>,
    columns: Vec<Column>,
    groups: Vec<Group>,
}

impl Flattening {
    fn label(&mut self, text: &str, accept: &[String], misnomers: &[String], role: Role) -> LabelId {
        self.label_of(text, accept, misnomers, role, None)
    }

    fn line_label(&mut self, text: &str, raw: &RawLine, role: Role) -> LabelId {
        self.label_of(text, &raw.accept, &raw.misnomers, role, raw.added_by.clone())
    }

    fn label_of(
        &mut self,
        text: &str,
        accept: &[String],
        misnomers: &[String],
        role: Role,
        added_by: Option<String>,
    ) -> LabelId {
        self.labels.push(Label {
            text: text.to_owned(),
            key: label_key(text).into_owned(),
            accept: accept.iter().map(|t| label_key(t).into_owned()).collect(),
            misnomers: misnomers.iter().map(|t| label_key(t).into_owned()).collect(),
            role,
            added_by,
        });
        self.labels.len() - 1
    }

    fn block(&mut self, raw: RawBlock) {
        let number = self.blocks.len();
        let label = raw.label.map(|text| self.label(&text, &[], &[], Role::Block(number)));
        if let Some(corner) = raw.corner {
            self.label(&corner, &[], &[], Role::Corner(number));
        }
        let (first_column, first_row) = (self.columns.len(), self.rows.len());
        for line in raw.columns {
            self.column(line, None);
        }
        for line in raw.rows {
            self.row(line, None, number);
        }
        self.blocks.push(Block {
            key: raw.key,
            label,
            rows: first_row..self.rows.len(),
            columns: first_column..self.columns.len(),
        });
    }

    fn row(&mut self, raw: RawLine, group: Option<usize>, block: usize) {
        let name = short_name(raw.name.as_deref(), raw.label.as_deref(), &raw.key);
        if raw.rows.is_empty() {
            let row = self.rows.len();
            let label = raw.label.as_ref().map(|text| self.line_label(text, &raw, Role::Row(row)));
            self.rows.push(Row { key: raw.key, name, label, group, block });
            return;
        }
        let id = self.open_group(&raw, name, Axis::Row, group, self.rows.len());
        for line in raw.rows {
            self.row(line, Some(id), block);
        }
        self.groups[id].members.end = self.rows.len();
    }

    fn column(&mut self, raw: RawLine, group: Option<usize>) {
        let name = short_name(raw.name.as_deref(), raw.label.as_deref(), &raw.key);
        if raw.columns.is_empty() {
            let column = self.columns.len();
            let text = raw.label.as_deref().unwrap_or(&name);
            let label = self.line_label(text, &raw, Role::Column(column));
            self.columns.push(Column { key: raw.key, name, label, group, number: raw.number });
            return;
        }
        let id = self.open_group(&raw, name, Axis::Column, group, self.columns.len());
        for line in raw.columns {
            self.column(line, Some(id));
        }
        self.groups[id].members.end = self.columns.len();
    }

    fn open_group(&mut self, raw: &RawLine, name: String, axis: Axis, parent: Option<usize>, at: usize) -> usize {
        let id = self.groups.len();
        let role = match axis {
            Axis::Row => Role::RowGroup(id),
            Axis::Column => Role::ColumnGroup(id),
        };
        let label = self.line_label(raw.label.as_deref().unwrap_or(&name), raw, role);
        self.groups.push(Group { key: raw.key.clone(), name, label, axis, parent, members: at..at });
        id
    }
}

/// The given name, or the label without its numbering: `（三）不予公开` is `不予公开`.
pub(super) fn short_name(name: Option<&str>, label: Option<&str>, key: &str) -> String {
    if let Some(name) = name {
        return name.to_owned();
    }
    let label = label.unwrap_or(key);
    let rest = label.trim_start_matches(|c: char| "（）一二三四五六七八九十、.".contains(c) || c.is_ascii_digit());
    if label.starts_with(['（', '1', '2', '3', '4', '5', '6', '7', '8', '9']) || label.chars().nth(1) == Some('、') {
        rest.to_owned()
    } else {
        label.to_owned()
    }
}
