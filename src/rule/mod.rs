//! Packs of YAML: forms and rules, read, validated and compiled, every mistake at its place in the
//! file.

mod book;
mod compile;
mod draft;
mod equation;
mod error;
pub mod example;
mod file;
mod gate;
pub mod kind;
mod nearest;
mod pack;
mod raw;
pub mod schema;
mod script;
mod setting;
mod template;

pub use book::{NATIONAL, RuleBook, built_in, built_in_checked, from_folder};
pub use draft::Written;
pub use equation::{Expression, Operand, Operator, resolve_line};
pub use error::{PackError, render as render_errors, render_warnings};
pub use file::{RuleFile, suggestion};
pub use gate::Gate;
pub use kind::{Blank, CellExpect, Each, NumberClass, PeriodExpect, RowExpect, SectionExpect, TableExpect};
pub use pack::{BUILT_IN, BuiltIn, PackRef, Wanted, check_requires};
pub use raw::{COMMON_KEYS, Names, RawExample, RawExamples, Severity};
pub use script::{LONGEST_TEXT, MOST_STEPS, Script, limited};
pub use setting::{Layer, Setting, SettingSchema, from_argument};
pub use template::Template;

use std::path::PathBuf;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::form::Form;
use crate::lang::Lang;
use crate::lazy::LazyRegex;

/// Everything a run checks by.
#[derive(Debug, Clone)]
pub struct Ruleset {
    /// The packs it came from, each after those it builds on; never none.
    pub packs: Vec<Arc<Pack>>,
    /// The editions of the form.
    pub forms: Arc<Vec<Form>>,
    /// The rules, in the order of their packs and files.
    pub rules: Vec<Arc<Rule>>,
    /// The rules that are not checked.
    pub off: Vec<SwitchedOff>,
}

impl Ruleset {
    /// The pack that builds on the others; none in an empty ruleset.
    #[must_use]
    pub fn pack(&self) -> Option<&Arc<Pack>> {
        self.packs.last()
    }

    /// A rule by its id, also one that is switched off.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.iter().chain(self.off.iter().map(|off| &off.rule)).find(|rule| rule.id == id)
    }

    /// The ids of all the rules, also of those that are switched off.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().chain(self.off.iter().map(|off| &off.rule)).map(|rule| rule.id.as_str())
    }

    /// The nearest id to one that does not exist.
    #[must_use]
    pub fn nearest_id(&self, id: &str) -> Option<&str> {
        nearest::nearest(id, self.ids())
    }
}

/// A rule that is not checked.
#[derive(Debug, Clone)]
pub struct SwitchedOff {
    /// The rule.
    pub rule: Arc<Rule>,
    /// Who says so.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

/// What a pack says of itself.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Name for machines.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Version.
    pub version: String,
    /// The versions of gouji it can be used with.
    pub requires: Option<String>,
    /// Where it is on disk; none for one that is compiled in.
    pub folder: Option<PathBuf>,
    /// Its `pack.yaml`.
    pub manifest: Arc<RuleFile>,
    /// What it builds on, as it says.
    pub extends: Vec<String>,
    /// The report to which examples state their changes.
    pub example: String,
    /// The same issuer's report of the year before.
    pub previous: Option<String>,
    /// Whether it has rules that are scripts.
    pub scripts: bool,
}

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
    words: Words,
    english: Option<Words>,
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
struct Words {
    message: Template,
    help: Option<Template>,
    cases: Vec<(String, Template, Option<Template>)>,
}

/// What a rule checks, one variant for each of [`kind::KINDS`].
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
