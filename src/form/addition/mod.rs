//! What a pack adds to a form of another pack: accepted variants, sections, aspects, tables, rows and
//! columns. It follows the form by keys; what has a key that the form knows is added to, anything else
//! is new and says so by having a title or a label.

mod apply;

use schemars::JsonSchema;
use serde::Deserialize;

use super::raw::NumberKind;

/// A form file that adds to the forms of the packs before it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawAddition {
    /// The editions that are added to.
    pub adds_to: Vec<String>,
    /// Sections, new ones or with more variants and aspects.
    #[serde(default)]
    pub sections: Vec<SectionAddition>,
    /// Tables, new ones or with more rows and columns.
    #[serde(default)]
    pub tables: Vec<TableAddition>,
}

/// A section.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionAddition {
    /// Its key.
    pub key: String,
    /// For a new section: the numeral before its title.
    #[serde(default)]
    pub number: Option<String>,
    /// For a new section: its title.
    #[serde(default)]
    pub title: Option<String>,
    /// For a new section: the key of the one it follows; the last one where left out.
    #[serde(default)]
    pub after: Option<String>,
    /// For a new section: the key of the table it holds.
    #[serde(default)]
    pub table: Option<String>,
    /// Other titles that are no defect.
    #[serde(default)]
    pub accept: Vec<String>,
    /// Aspects that its text must cover, new ones or with more expressions.
    #[serde(default)]
    pub aspects: Vec<AspectAddition>,
}

/// An aspect.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AspectAddition {
    /// Its key.
    pub key: String,
    /// For a new aspect: its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Expressions one of which shows that it is covered.
    pub any: Vec<String>,
}

/// A table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableAddition {
    /// Its key.
    pub key: String,
    /// For a new table: its name.
    #[serde(default)]
    pub name: Option<String>,
    /// For a new table: the note in its corner.
    #[serde(default)]
    pub note: Option<String>,
    /// Its blocks.
    pub blocks: Vec<BlockAddition>,
}

/// A block of a table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockAddition {
    /// Its key.
    pub key: String,
    /// For a new block: the line above it.
    #[serde(default)]
    pub label: Option<String>,
    /// For a new block: the label over its row labels.
    #[serde(default)]
    pub corner: Option<String>,
    /// Columns.
    #[serde(default)]
    pub columns: Vec<LineAddition>,
    /// Rows.
    #[serde(default)]
    pub rows: Vec<LineAddition>,
}

/// A row, a column, or a group of them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineAddition {
    /// Its key.
    pub key: String,
    /// For a new one: what stands in the form.
    #[serde(default)]
    pub label: Option<String>,
    /// For a new one: its short name for rules and messages.
    #[serde(default)]
    pub name: Option<String>,
    /// For a new one: the key of the one it follows; the last one of its block or group where left out.
    #[serde(default)]
    pub after: Option<String>,
    /// Other labels that are no defect.
    #[serde(default)]
    pub accept: Vec<String>,
    /// Labels by which it is recognised, but which are a defect.
    #[serde(default)]
    pub misnomers: Vec<String>,
    /// For a new column: what its cells hold.
    #[serde(default)]
    pub number: Option<NumberKind>,
    /// The rows of a group of rows.
    #[serde(default)]
    pub rows: Vec<LineAddition>,
    /// The columns of a group of columns.
    #[serde(default)]
    pub columns: Vec<LineAddition>,
}
