//! Rules as they are checked: every name resolved, every expression read.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Pack;
use super::draft::Written;
use super::equation::Expression;
use super::gate::Gate;
use super::kind::{Blank, CellExpect, Each, NumberClass, PeriodExpect, RowExpect, SectionExpect, TableExpect};
use super::raw::{RawExamples, Severity};
use super::script::Script;
use super::template::Template;
use crate::lang::Lang;
use crate::lazy::LazyRegex;

/// A rule, ready to be checked.
#[derive(Debug)]
pub struct Rule {
    /// `topic/slug`, stable.
    pub id: String,
    /// How bad a finding is.
    pub severity: Severity,
    /// What the rule wants, in a line.
    pub title: Text,
    /// Why.
    pub why: String,
    /// The clause it rests on, or `practice`.
    pub source: String,
    /// Form editions it applies to; all if empty.
    pub editions: Vec<String>,
    /// The name of its kind.
    pub kind_name: String,
    /// What it checks.
    pub kind: Kind,
    /// What must pass and what must fail.
    pub examples: RawExamples,
    /// Where it is written.
    pub written: Written,
    /// The pack that has it.
    pub pack: Arc<Pack>,
    /// Who changed it, in order.
    pub changed: Vec<String>,
    pub(super) words: Words,
    pub(super) english: Option<Words>,
}

impl Rule {
    /// The templates for a case (none: the common one) in a language; Chinese where there is no
    /// English.
    #[must_use]
    pub fn words(&self, case: Option<&str>, lang: Lang) -> (&Template, Option<&Template>) {
        let words = lang.pick(Some(&self.words), self.english.as_ref()).unwrap_or(&self.words);
        let special = words.cases.iter().find(|(name, ..)| Some(name.as_str()) == case);
        special.map_or((&words.message, words.help.as_ref()), |(_, message, help)| (message, help.as_ref()))
    }

    /// Whether it applies to an edition of the form.
    #[must_use]
    pub fn applies_to(&self, edition: &str) -> bool {
        self.editions.is_empty() || self.editions.iter().any(|e| e == edition)
    }
}

/// A text in Chinese, and in English where the pack has it.
#[derive(Debug)]
pub struct Text {
    /// 中文
    pub zh: String,
    /// English
    pub en: Option<String>,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(Some(&self.zh), self.en.as_ref()).unwrap_or(&self.zh)
    }
}

/// Templates of a rule in one language.
#[derive(Debug)]
pub(super) struct Words {
    pub message: Template,
    pub help: Option<Template>,
    pub cases: Vec<(String, Template, Option<Template>)>,
}

/// What a rule checks, one variant for each of [`super::kind::KINDS`].
#[derive(Debug)]
pub enum Kind {
    /// Sections.
    Section(SectionExpect),
    /// Aspects of a section.
    Aspect,
    /// Tables.
    Table(TableExpect),
    /// Rows of tables.
    Row(RowExpect),
    /// Column labels.
    Column,
    /// The note in the corner of a table.
    Note,
    /// Cells.
    Cell(CellExpect),
    /// An equation, for each form (by index) that has the table.
    Equation(Vec<(usize, Equation)>),
    /// The title.
    Title,
    /// The statistics period.
    Period(PeriodExpect),
    /// Text that must be there.
    RequiredText(RequiredText),
    /// How something is written.
    Pattern(Pattern),
    /// Numbers of the prose against the tables.
    Claim(Claims),
    /// A total and its parts.
    Parts(Parts),
    /// A share and its two numbers.
    Share(Share),
    /// Numbers that do not belong into a report.
    PrivateNumber(PrivateNumber),
    /// Wrong words.
    Substitution(Substitution),
    /// How often something stands there.
    Count(Count),
    /// One fact in several places.
    Consistent(Consistent),
    /// Comments that ask gouji to pass over something.
    IgnoreComment,
    /// What a script finds.
    Script(Script),
}

/// An equation over one table.
#[derive(Debug)]
pub struct Equation {
    /// Index of the table in the form.
    pub table: usize,
    /// For each column or each row.
    pub each: Each,
    /// Left side.
    pub left: Expression,
    /// Right side.
    pub right: Expression,
    /// The row or column whose cell is the place of the finding.
    pub at: usize,
    /// What an empty cell counts as.
    pub blank: Blank,
}

/// A stretch of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// All of it.
    Document,
    /// Before the first section, behind the title.
    Preface,
    /// The last section, behind which a contact may stand.
    Ending,
    /// The title.
    Title,
    /// A section, by key.
    Section(String),
    /// A table, by key.
    Table(String),
}

/// Text that must be there.
#[derive(Debug)]
pub struct RequiredText {
    /// In one of these.
    pub within: Vec<Passage>,
    /// Matches what must be there.
    pub any: Arc<LazyRegex>,
}

/// How something is written.
#[derive(Debug)]
pub struct Pattern {
    /// In each of these.
    pub within: Vec<Passage>,
    /// Finds it.
    pub find: Arc<LazyRegex>,
    /// What it must match; where there is none, it must not be there.
    pub valid: Option<Arc<LazyRegex>>,
    /// What it should be, as a template of the captures of `find`.
    pub replace: Option<Template>,
}

/// What sentences may say of the figures of tables.
#[derive(Debug)]
pub struct Claims {
    /// In each of these.
    pub within: Vec<Passage>,
    /// By these words a report speaks of its issuer.
    pub own: Option<Arc<LazyRegex>>,
    /// What may stand between the beginning of the clause and a claim.
    pub lead: Option<Arc<LazyRegex>>,
    /// Tells of others than the issuer.
    pub others: Option<Arc<LazyRegex>>,
    /// Where any of the claims may be made.
    pub gate: Gate,
    /// Cancels the claims of its clause.
    pub unless: Option<Arc<LazyRegex>>,
    /// The claims, the more special ones first.
    pub claims: Vec<Claim>,
}

impl Claims {
    /// Whether nothing stands in front of a claim but what may stand there.
    #[must_use]
    pub fn is_plain(&self, lead: &str) -> bool {
        self.lead.as_ref().is_none_or(|plain| plain.is_in(lead))
    }
}

/// What a sentence may say of the figures of a table.
#[derive(Debug)]
pub struct Claim {
    /// Matches it; the capture `number`, where there is one, is what it claims.
    pub says: Arc<LazyRegex>,
    /// What it claims where it names no number.
    pub value: Option<Decimal>,
    /// What the sentence must be about.
    pub about: Option<Arc<LazyRegex>>,
    /// What it is about rather, if that stands nearer.
    pub rather: Option<Arc<LazyRegex>>,
    /// Cancels it.
    pub unless: Option<Arc<LazyRegex>>,
    /// The cells it is about, for each form.
    pub targets: Vec<Target>,
}

/// The cells that a claim is about in one form.
#[derive(Debug)]
pub struct Target {
    /// Index of the form in the ruleset.
    pub form: usize,
    /// Index of the table in the form.
    pub table: usize,
    /// Whether `across` is a column, and the expressions name rows, or the other way round.
    pub each: Each,
    /// The column, or the row.
    pub across: usize,
    /// One of these must have the value.
    pub equals: Vec<Expression>,
}

/// A total and its parts.
#[derive(Debug)]
pub struct Parts {
    /// In each of these.
    pub within: Vec<Passage>,
    /// Stands between a total and its parts.
    pub opens: Arc<LazyRegex>,
    /// Matches what is no part any more.
    pub ends: Option<Arc<LazyRegex>>,
    /// Says that a list is not all.
    pub partial: Option<Arc<LazyRegex>>,
    /// Says that a list is all.
    pub whole: Option<Arc<LazyRegex>>,
}

/// A share and its two numbers.
#[derive(Debug)]
pub struct Share {
    /// In each of these.
    pub within: Vec<Passage>,
    /// Matches it; the capture `share` is the number.
    pub says: Arc<LazyRegex>,
    /// Stands between a whole and its parts.
    pub opens: Arc<LazyRegex>,
    /// Cancels it.
    pub unless: Option<Arc<LazyRegex>>,
}

/// A number that does not belong into a report.
#[derive(Debug)]
pub struct PrivateNumber {
    /// Which.
    pub number: NumberClass,
    /// Where it may stand.
    pub allowed: Vec<Passage>,
    /// What its sentence must match there, too.
    pub near: Option<Arc<LazyRegex>>,
}

/// Wrong words, each with the right one.
#[derive(Debug)]
pub struct Substitution {
    /// In each of these.
    pub within: Vec<Passage>,
    /// Finds any of the wrong words.
    pub find: Arc<LazyRegex>,
    /// Wrong and right, normalised.
    pub words: Vec<(String, String)>,
    /// In its matches a wrong word is not wrong.
    pub unless: Option<Arc<LazyRegex>>,
}

/// How often something may stand there.
#[derive(Debug)]
pub struct Count {
    /// In all of these together.
    pub within: Vec<Passage>,
    /// What is counted.
    pub find: Arc<LazyRegex>,
    /// At least.
    pub least: usize,
    /// At most.
    pub most: usize,
}

/// A fact that must read the same wherever it stands.
#[derive(Debug)]
pub struct Consistent {
    /// Where it stands: passages, and what finds it there.
    pub places: Vec<(Vec<Passage>, Arc<LazyRegex>)>,
    /// What does not count when two values are compared.
    pub ignore: Option<Arc<LazyRegex>>,
}
