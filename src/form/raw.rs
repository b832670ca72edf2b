//! A form as its YAML file writes it.

use serde::Deserialize;

/// A form file.
#[derive(Debug, Deserialize)]
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

/// First and last statistics year, both inclusive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawYears {
    /// First year.
    pub from: u16,
    /// Last year; open where it is left out.
    #[serde(default)]
    pub to: Option<u16>,
}

/// The title.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTitle {
    /// Regular expressions with the captures `issuer` and `year`, tried in order.
    pub patterns: Vec<String>,
}

/// The statistics period: expressions with the captures `y1 m1 d1 y2 m2 d2`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPeriod {
    /// Tried in the preface.
    pub preface: Vec<String>,
    /// Tried in the whole text when the preface has none.
    #[serde(default)]
    pub anywhere: Vec<String>,
}

/// A section.
#[derive(Debug, Deserialize)]
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
#[derive(Debug, Deserialize)]
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
#[derive(Debug, Deserialize)]
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
#[derive(Debug, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
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
}

/// What a cell may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberKind {
    /// A non-negative whole number.
    #[default]
    Whole,
    /// A non-negative number with decimals.
    Decimal,
}
