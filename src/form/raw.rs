//! A form as its YAML file writes it.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::report::Flaw;

/// A form file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawForm {
    /// Name for machines, the same in every edition.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The edition, named by the year of its notice.
    pub edition: String,
    /// The statistics years it governs.
    pub years: RawYears,
    /// The notice that prescribes it.
    pub notice: String,
    /// How the title is recognised.
    pub title: RawTitle,
    /// How the statistics period is recognised.
    pub period: RawPeriod,
    /// The sections, in order.
    pub sections: Vec<RawSection>,
    /// The tables.
    pub tables: Vec<RawTable>,
}

/// A form file of another edition: what differs from the edition it is based on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawEdition {
    /// The edition it is based on, of a form file before it in the pack.
    pub based_on: String,
    /// The edition, named by the year of its notice.
    pub edition: String,
    /// The statistics years it governs.
    pub years: RawYears,
    /// The notice that prescribes it.
    pub notice: String,
    /// Tables that stand in place of those with the same key.
    #[serde(default)]
    pub tables: Vec<RawTable>,
    /// Single rows or columns, with all that belongs to them, that stand in place of others.
    #[serde(default)]
    pub changes: Vec<RawChange>,
}

/// A row or a column in place of another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChange {
    /// Key of the table.
    pub table: String,
    /// Key of the row or column, or of the group of them.
    pub line: String,
    /// What stands there instead.
    pub becomes: RawLine,
}

impl RawForm {
    /// The other edition.
    ///
    /// # Errors
    /// The path of the key in the edition's file that names nothing, and the name.
    pub fn edition(&self, other: RawEdition) -> Result<Self, (Vec<String>, String)> {
        let mut form = self.clone();
        (form.edition, form.years, form.notice) = (other.edition, other.years, other.notice);
        let path = |list: &str, index: usize, key: &str| vec![list.to_owned(), index.to_string(), key.to_owned()];
        for (index, table) in other.tables.into_iter().enumerate() {
            match form.tables.iter_mut().find(|known| known.key == table.key) {
                Some(place) => *place = table,
                None => return Err((path("tables", index, "key"), table.key)),
            }
        }
        for (index, change) in other.changes.into_iter().enumerate() {
            let table = form.tables.iter_mut().find(|table| table.key == change.table);
            let table = table.ok_or_else(|| (path("changes", index, "table"), change.table.clone()))?;
            let blocks = table.blocks.iter_mut();
            let line = blocks.flat_map(|b| b.rows.iter_mut().chain(&mut b.columns)).find_map(|l| l.find(&change.line));
            *line.ok_or_else(|| (path("changes", index, "line"), change.line.clone()))? = change.becomes;
        }
        Ok(form)
    }
}

impl RawForm {
    /// The keys of all tables, rows and columns.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        for table in &self.tables {
            keys.push(table.key.clone());
            let lines = table.blocks.iter().flat_map(|block| block.rows.iter().chain(&block.columns));
            lines.for_each(|line| line.add_keys(&mut keys));
        }
        keys
    }
}

impl RawBlock {
    /// Whether nothing can stand in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() || self.columns.is_empty()
    }
}

impl RawLine {
    fn add_keys(&self, keys: &mut Vec<String>) {
        keys.push(self.key.clone());
        self.rows.iter().chain(&self.columns).for_each(|line| line.add_keys(keys));
    }

    fn find(&mut self, key: &str) -> Option<&mut Self> {
        if self.key == key {
            return Some(self);
        }
        self.rows.iter_mut().chain(&mut self.columns).find_map(|line| line.find(key))
    }
}

/// First and last statistics year, both inclusive.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawYears {
    /// First year.
    pub from: u16,
    /// Last year; open where it is left out.
    #[serde(default)]
    pub to: Option<u16>,
}

/// The title.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTitle {
    /// Regular expressions with the captures `issuer` and `year`, tried in order.
    pub patterns: Vec<String>,
}

/// The statistics period: expressions with the captures `y1 m1 d1 y2 m2 d2`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPeriod {
    /// Tried in the preface.
    pub preface: Vec<String>,
    /// Tried in the whole text when the preface has none.
    #[serde(default)]
    pub anywhere: Vec<String>,
}

/// A section.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSection {
    /// Name for rules.
    pub key: String,
    /// The numeral before its title.
    pub number: String,
    /// Its title as prescribed.
    pub title: String,
    /// Other titles that are no defect.
    #[serde(default)]
    pub accept: Vec<String>,
    /// What its text must cover.
    #[serde(default)]
    pub aspects: Vec<RawAspect>,
    /// The key of the table it holds.
    #[serde(default)]
    pub table: Option<String>,
}

/// An aspect that a section must cover.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAspect {
    /// Name for machines.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// Expressions one of which shows that it is covered.
    pub any: Vec<String>,
}

/// A table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTable {
    /// Name for rules.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// The note in its corner.
    #[serde(default)]
    pub note: Option<String>,
    /// Its blocks, each with columns of its own.
    pub blocks: Vec<RawBlock>,
}

/// A block of a table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBlock {
    /// Name for rules.
    pub key: String,
    /// The line above the block.
    #[serde(default)]
    pub label: Option<String>,
    /// The label over the row labels.
    #[serde(default)]
    pub corner: Option<String>,
    /// Columns and groups of columns.
    pub columns: Vec<RawLine>,
    /// Rows and groups of rows.
    pub rows: Vec<RawLine>,
}

/// A row, a column, or a group of them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLine {
    /// Name for rules.
    pub key: String,
    /// What stands in the form; a row without a label is the only row of its block.
    #[serde(default)]
    pub label: Option<String>,
    /// Short name for rules and messages; the label without its numbering where left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Other labels that are no defect.
    #[serde(default)]
    pub accept: Vec<String>,
    /// Labels by which it is recognised, but which are a defect.
    #[serde(default)]
    pub misnomers: Vec<String>,
    /// What a cell of this column holds.
    #[serde(default)]
    pub number: NumberKind,
    /// The rows of a group of rows.
    #[serde(default)]
    pub rows: Vec<RawLine>,
    /// The columns of a group of columns.
    #[serde(default)]
    pub columns: Vec<RawLine>,
    /// The pack that added it to a form of another.
    #[serde(skip)]
    pub added_by: Option<String>,
}

/// What a cell may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum NumberKind {
    /// A non-negative whole number.
    #[default]
    Whole,
    /// A non-negative number with decimals.
    Decimal,
    /// A whole number that may be negative, such as a change against the year before.
    Signed,
}

/// What no figure of a report reaches.
const MOST: u64 = 10_000_000_000;

impl NumberKind {
    /// Whether a cell of this kind may hold a number.
    pub(crate) fn allows(self, number: Decimal) -> Result<(), Flaw> {
        if self != Self::Signed && number.is_sign_negative() && !number.is_zero() {
            return Err(Flaw::Negative);
        }
        if self != Self::Decimal && !number.is_integer() {
            return Err(Flaw::Fraction);
        }
        // No office counts in thousands of millions: it is the number of something, or two cells.
        if number.abs() >= Decimal::from(MOST) {
            return Err(Flaw::NotANumber);
        }
        Ok(())
    }
}
