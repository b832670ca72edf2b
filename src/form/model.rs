//! A form, compiled: sections, and tables flattened into labels, rows, columns and groups.

use std::ops::Range;

use rustc_hash::FxHashMap;

pub use super::raw::NumberKind;
use crate::lazy::LazyRegex;

/// A prescribed form in one edition.
#[derive(Debug)]
pub struct Form {
    /// Name for machines, the same in every edition.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The edition.
    pub edition: String,
    /// First and last statistics year, both inclusive.
    pub years: (u16, u16),
    /// The notice that prescribes it.
    pub notice: String,
    /// Recognise the title, tried in order; captures `issuer`, `year`.
    pub titles: Vec<LazyRegex>,
    /// Recognise the statistics period in the preface.
    pub period_in_preface: Vec<LazyRegex>,
    /// Recognise the statistics period anywhere.
    pub period_anywhere: Vec<LazyRegex>,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// The tables.
    pub tables: Vec<Table>,
}

/// A section of a form.
#[derive(Debug)]
pub struct Section {
    /// Name for rules.
    pub key: String,
    /// Numeral, `一`.
    pub number: String,
    /// Title as prescribed, without the numeral.
    pub title: String,
    /// Normalised titles that are no defect, the prescribed one first.
    pub titles: Vec<String>,
    /// What its text must cover.
    pub aspects: Vec<Aspect>,
    /// The table it holds, an index into [`Form::tables`].
    pub table: Option<usize>,
}

impl Section {
    /// Numeral and title as the form prints them.
    #[must_use]
    pub fn heading(&self) -> String {
        format!("{}、{}", self.number, self.title)
    }
}

/// What a section must cover.
#[derive(Debug)]
pub struct Aspect {
    /// Name for machines.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// One of these shows that it is covered.
    pub any: LazyRegex,
}

/// A table of a form.
#[derive(Debug)]
pub struct Table {
    /// Name for rules.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// Every label, in reading order: note, then for each block its label, corner, columns, rows.
    pub labels: Vec<Label>,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// Every row that holds figures.
    pub rows: Vec<Row>,
    /// Every column that holds figures, by block.
    pub columns: Vec<Column>,
    /// Groups of rows or of columns.
    pub groups: Vec<Group>,
    /// From a normalised label to the labels it may be.
    pub(crate) lookup: Lookup,
}

/// Index into [`Table::labels`].
pub type LabelId = usize;

/// A label as the form prints it.
#[derive(Debug)]
pub struct Label {
    /// As printed.
    pub text: String,
    /// Normalised for comparison, see [`label_key`](super::label_key).
    pub key: String,
    /// Other normalised labels that are no defect.
    pub accept: Vec<String>,
    /// Normalised labels by which it is recognised, but which are a defect.
    pub misnomers: Vec<String>,
    /// What it is the label of.
    pub role: Role,
    /// The pack that added it to a form of another.
    pub added_by: Option<String>,
}

/// What a label is the label of; the numbers are indices into the table's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The note in the corner.
    Note,
    /// A block.
    Block(usize),
    /// The label over a block's row labels.
    Corner(usize),
    /// A column.
    Column(usize),
    /// A group of columns.
    ColumnGroup(usize),
    /// A row.
    Row(usize),
    /// A group of rows.
    RowGroup(usize),
}

/// A block of a table.
#[derive(Debug)]
pub struct Block {
    /// Name for rules.
    pub key: String,
    /// The line above the block.
    pub label: Option<LabelId>,
    /// Its rows.
    pub rows: Range<usize>,
    /// Its columns.
    pub columns: Range<usize>,
}

/// A row that holds figures.
#[derive(Debug)]
pub struct Row {
    /// Name for rules.
    pub key: String,
    /// Short name for rules and messages.
    pub name: String,
    /// Its label; none where a block has one row only.
    pub label: Option<LabelId>,
    /// The innermost group it belongs to.
    pub group: Option<usize>,
    /// The block it belongs to.
    pub block: usize,
}

/// A column that holds figures.
#[derive(Debug)]
pub struct Column {
    /// Name for rules.
    pub key: String,
    /// Short name for rules and messages.
    pub name: String,
    /// Its label.
    pub label: LabelId,
    /// The innermost group it belongs to.
    pub group: Option<usize>,
    /// What its cells hold.
    pub number: NumberKind,
}

/// Rows or columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Rows.
    Row,
    /// Columns.
    Column,
}

/// A group of rows or columns.
#[derive(Debug)]
pub struct Group {
    /// Name for rules.
    pub key: String,
    /// Short name for rules and messages.
    pub name: String,
    /// Its label.
    pub label: LabelId,
    /// What it is a group of.
    pub axis: Axis,
    /// The group it belongs to.
    pub parent: Option<usize>,
    /// The rows or columns in it, those of inner groups included.
    pub members: Range<usize>,
}

impl Table {
    /// A label.
    #[must_use]
    pub fn label(&self, id: LabelId) -> &Label {
        &self.labels[id]
    }

    /// How many columns a row has.
    #[must_use]
    pub fn width(&self, row: usize) -> usize {
        self.columns_of(row).len()
    }

    /// The columns of a row.
    #[must_use]
    pub fn columns_of(&self, row: usize) -> Range<usize> {
        self.blocks[self.rows[row].block].columns.clone()
    }

    /// The key of a row with that of its group in front, as equations write it.
    #[must_use]
    pub fn row_key(&self, row: usize) -> String {
        self.with_group(self.rows[row].group, &self.rows[row].key)
    }

    /// The key of a column with that of its group in front.
    #[must_use]
    pub fn column_key(&self, column: usize) -> String {
        self.with_group(self.columns[column].group, &self.columns[column].key)
    }

    fn with_group(&self, group: Option<usize>, key: &str) -> String {
        group.map_or_else(|| key.to_owned(), |group| format!("{}.{key}", self.groups[group].key))
    }

    /// The name of a row with the names of its numbered group in front: `不予公开 1.属于国家秘密`.
    #[must_use]
    pub fn row_title(&self, row: usize) -> String {
        let line = &self.rows[row];
        match line.group.map(|g| &self.groups[g]) {
            Some(group) if group.parent.is_some() => format!("{}·{}", group.name, line.name),
            _ => line.name.clone(),
        }
    }

    /// The name of a column; where the name recurs in the table, with its group in front.
    #[must_use]
    pub fn column_title(&self, column: usize) -> String {
        let line = &self.columns[column];
        let recurs = self.columns.iter().filter(|c| c.name == line.name).count() > 1;
        match line.group.map(|g| &self.groups[g]) {
            Some(group) if recurs => format!("{}·{}", group.name, line.name),
            _ => line.name.clone(),
        }
    }
}

/// Finds labels by their normalised text.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    exact: FxHashMap<String, Entry>,
    sorted: Vec<String>,
}

/// The labels that read alike.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// The labels.
    pub ids: Vec<LabelId>,
    /// Whether some longer label begins like them.
    pub goes_on: bool,
}

impl Lookup {
    /// Indexes every label with its variants and misnomers.
    pub(crate) fn new(labels: &[Label]) -> Self {
        let mut exact: FxHashMap<String, Entry> = FxHashMap::default();
        for (id, label) in labels.iter().enumerate() {
            for key in std::iter::once(&label.key).chain(&label.accept).chain(&label.misnomers) {
                exact.entry(key.clone()).or_default().ids.push(id);
            }
        }
        let mut sorted: Vec<String> = exact.keys().cloned().collect();
        sorted.sort_unstable();
        let mut lookup = Self { exact, sorted };
        let goes_on: Vec<String> = lookup.sorted.iter().filter(|key| lookup.is_proper_prefix(key)).cloned().collect();
        for key in goes_on {
            lookup.exact.entry(key).or_default().goes_on = true;
        }
        lookup
    }

    /// The labels whose text this is.
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.exact.get(key)
    }

    /// Whether some longer label begins like this.
    pub(crate) fn is_proper_prefix(&self, key: &str) -> bool {
        let at = self.sorted.partition_point(|label| label.as_str() <= key);
        self.sorted.get(at).is_some_and(|label| label.starts_with(key))
    }
}

impl Form {
    /// Every regular expression of the form with its path in the YAML.
    pub(crate) fn patterns(&self) -> Vec<(Vec<String>, &LazyRegex)> {
        let path = |segments: &[&str]| segments.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let mut patterns = Vec::new();
        for (key, name, list) in [
            ("title", "patterns", &self.titles),
            ("period", "preface", &self.period_in_preface),
            ("period", "anywhere", &self.period_anywhere),
        ] {
            patterns.extend(list.iter().enumerate().map(|(i, regex)| (path(&[key, name, &i.to_string()]), regex)));
        }
        for (s, section) in self.sections.iter().enumerate() {
            let aspects = section.aspects.iter().enumerate();
            let at = |a: usize| path(&["sections", &s.to_string(), "aspects", &a.to_string(), "any"]);
            patterns.extend(aspects.map(|(a, aspect)| (at(a), &aspect.any)));
        }
        patterns
    }
}
