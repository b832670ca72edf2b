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
mod model;
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
pub use model::{
    Claim, Claims, Consistent, Count, Equation, Kind, Parts, Passage, Pattern, PrivateNumber, RequiredText, Rule,
    Share, Substitution, Target, Text,
};
pub use pack::{BUILT_IN, BuiltIn, PackRef, Wanted, check_requires, describe, pack_title};
pub use raw::{COMMON_KEYS, Names, RawExample, RawExamples, Severity};
pub use script::{LONGEST_TEXT, MOST_STEPS, Script, limited};
pub use setting::{Layer, Setting, SettingSchema, from_argument};
pub use template::Template;

use std::path::PathBuf;
use std::sync::Arc;

use crate::form::Form;

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
