//! The parameters of each kind as the YAML writes them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// `section`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionParams {
    /// What is expected of each section.
    pub expect: SectionExpect,
}

/// What is expected of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SectionExpect {
    /// It is there.
    Present,
    /// It stands where the form has it.
    Order,
    /// Its heading reads as the form's.
    Title,
    /// Something stands under its heading.
    Content,
}

/// `row`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowParams {
    /// What is expected of each row.
    pub expect: RowExpect,
}

/// What is expected of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RowExpect {
    /// It is there.
    Present,
    /// It is there once.
    Unique,
    /// Its label reads as the form's and stands where the form has it.
    Label,
}

/// `cell`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CellParams {
    /// What is expected of each cell.
    pub expect: CellExpect,
}

/// What is expected of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CellExpect {
    /// A number that the form allows there.
    Value,
    /// Not empty.
    Filled,
}

/// `period`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodParams {
    /// What is expected of the period.
    pub expect: PeriodExpect,
}

/// What is expected of the statistics period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodExpect {
    /// It is stated.
    Present,
    /// It runs from 1 January to 31 December.
    FullYear,
    /// Its years are the statistics year.
    Year,
}

/// `table`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableParams {
    /// What is expected of each table.
    pub expect: TableExpect,
}

/// What is expected of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TableExpect {
    /// It is there.
    Present,
    /// It is laid out as the edition of the report's year has it.
    Edition,
}

/// Kinds without parameters: `aspect`, `column`, `note`, `title`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoParams {}

/// `equation`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EquationParams {
    /// Key of the table.
    pub table: String,
    /// For each of what the equation must hold.
    pub each: Each,
    /// Left side.
    pub left: String,
    /// Right side.
    pub right: String,
    /// The row or column whose cell is shown; the first of the left side where left out.
    #[serde(default)]
    pub at: Option<String>,
    /// What an empty cell counts as.
    pub blank: Blank,
}

/// For each of what an equation must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Each {
    /// Each column; the names are rows.
    Column,
    /// Each row; the names are columns.
    Row,
}

/// What an empty cell counts as in an equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Blank {
    /// Zero, which the message says.
    Zero,
    /// Nothing: the equation is not checked.
    Block,
}

/// `required-text`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequiredTextParams {
    /// Passages: `document`, `title`, `preface`, `ending`, the key of a section, or `table:` and the key of
    /// a table.
    pub within: Vec<String>,
    /// Expressions one of which must match in one of the passages.
    pub any: Vec<String>,
}

/// `pattern`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatternParams {
    /// Passages: `document`, `title`, `preface`, `ending`, the key of a section, or `table:` and the key of
    /// a table.
    pub within: Vec<String>,
    /// What is looked at; the capture `value`, or the whole, is the place of the finding.
    pub find: String,
    /// The value must match this; where left out, whatever is found is a finding.
    #[serde(default)]
    pub valid: Option<String>,
    /// What the value should be, as a template of the captures.
    #[serde(default)]
    pub replace: Option<String>,
}

/// `claim`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimParams {
    /// Passages: `document`, `title`, `preface`, `ending`, the key of a section, or `table:` and the key of
    /// a table.
    pub within: Vec<String>,
    /// Words by which a report speaks of its issuer: what stands before them may be about others.
    #[serde(default)]
    pub own: Option<String>,
    /// Expressions of which what stands between the beginning of the clause and the claim must wholly
    /// consist: any other word may say that only a part is meant, or another thing.
    #[serde(default)]
    pub lead: Vec<String>,
    /// Words that tell of others than the issuer: they cancel the claims of their own clause and of
    /// those that follow it, up to a semicolon.
    #[serde(default)]
    pub others: Vec<String>,
    /// Expressions that cancel every claim in whose clause they are found.
    #[serde(default)]
    pub unless: Vec<String>,
    /// The claims, the more special ones first: a number belongs to the first that matches it.
    pub claims: Vec<RawClaim>,
}

/// What a sentence may say of the figures of a table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawClaim {
    /// Matches what is said; `{number}` stands for a number, in digits or in Chinese.
    pub says: String,
    /// The number that is claimed where the words name none.
    #[serde(default)]
    pub value: Option<u32>,
    /// Key of the table.
    pub table: String,
    /// The row whose columns `equals` names.
    #[serde(default)]
    pub row: Option<String>,
    /// The column whose rows `equals` names; may be left out where the rows have only one.
    #[serde(default)]
    pub column: Option<String>,
    /// Expressions, one of which must have the value that is claimed.
    pub equals: Vec<String>,
    /// What the sentence must be about: looked for in it up to the number's clause, or else in the
    /// title and sub-heading above it.
    #[serde(default)]
    pub about: Option<String>,
    /// What it is about rather, if that stands nearer.
    #[serde(default)]
    pub rather: Option<String>,
    /// Expressions that cancel this claim.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Form editions it applies to; all where left out.
    #[serde(default)]
    pub editions: Vec<String>,
}

/// `parts`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartsParams {
    /// Passages: `document`, `title`, `preface`, `ending`, the key of a section, or `table:` and the key of
    /// a table.
    pub within: Vec<String>,
    /// What stands between a total and its parts.
    pub opens: Vec<String>,
    /// What begins with one of these is no part any more.
    #[serde(default)]
    pub ends: Vec<String>,
    /// Words behind a list that say that it is not all.
    #[serde(default)]
    pub partial: Vec<String>,
    /// Words in a list that say that it is all.
    #[serde(default)]
    pub whole: Vec<String>,
}

/// `share`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareParams {
    /// Passages: `document`, `title`, `preface`, `ending`, the key of a section, or `table:` and the key of
    /// a table.
    pub within: Vec<String>,
    /// Matches a share; the capture `share` is the number before `%`.
    pub says: String,
    /// What stands between a whole and its parts.
    pub opens: Vec<String>,
    /// Expressions in the clause that cancel it.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// `private-number`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivateNumberParams {
    /// Which.
    pub number: NumberClass,
    /// Where it may stand.
    #[serde(default)]
    pub allowed: AllowedNumber,
}

/// Numbers that do not belong into a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NumberClass {
    /// A citizen's identity number (GB 11643): region, date of birth, sequence, check character.
    Identity,
    /// A bank card (ISO/IEC 7812): a known prefix, 16 to 19 digits, Luhn.
    BankCard,
    /// A mobile telephone.
    MobilePhone,
}

/// Where a number may stand.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowedNumber {
    /// Passages: `document`, `title`, `preface`, `ending`, the key of a section, or `table:` and the key of
    /// a table.
    #[serde(default)]
    pub within: Vec<String>,
    /// Expressions one of which its sentence must match, too.
    #[serde(default)]
    pub near: Vec<String>,
}

/// `substitution`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubstitutionParams {
    /// Passages: `document`, `title`, `preface`, `ending`, the key of a section, or `table:` and the key of
    /// a table.
    pub within: Vec<String>,
    /// Wrong words, each with the right one.
    pub words: BTreeMap<String, String>,
    /// Expressions in whose matches a wrong word is not wrong.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// `count`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CountParams {
    /// Passages: `document`, `title`, `preface`, `ending`, the key of a section, or `table:` and the key of
    /// a table.
    pub within: Vec<String>,
    /// What is counted.
    pub find: String,
    /// It must stand there so many times at least.
    #[serde(default)]
    pub at_least: Option<usize>,
    /// It may stand there so many times at most.
    #[serde(default)]
    pub at_most: Option<usize>,
}

/// `consistent`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsistentParams {
    /// Where the fact is stated: at least two places, or one expression that may match several times.
    pub places: Vec<RawFactPlace>,
    /// Expressions whose matches do not count when two values are compared.
    #[serde(default)]
    pub ignore: Vec<String>,
}

/// A place where a fact is stated.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFactPlace {
    /// Passages: `document`, `title`, `preface`, `ending`, the key of a section, or `table:` and the key of
    /// a table.
    pub within: Vec<String>,
    /// Finds the fact; the capture `value`, or the whole, is what it is.
    pub find: String,
}

/// `script`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScriptParams {
    /// The script, in the language Rhai.
    pub script: String,
}
