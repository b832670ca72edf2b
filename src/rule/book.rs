//! All the rules of some packs, and the rulesets that projects make of them.

use std::path::Path;
use std::sync::Arc;

use super::compile::{Expressions, compile_rule};
use super::draft::Draft;
use super::error::PackError;
use super::file::RuleFile;
use super::pack::{Library, PackRef, Wanted};
use super::setting::Layer;
use super::{Pack, Rule, Ruleset, SwitchedOff};
use crate::form::Form;

/// The rules of packs, as their settings made them.
#[derive(Debug)]
pub struct RuleBook {
    packs: Vec<Arc<Pack>>,
    forms: Arc<Vec<Form>>,
    drafts: Vec<Draft>,
    /// One for each draft; none where it is switched off.
    rules: Vec<Option<Arc<Rule>>>,
}

impl RuleBook {
    /// The packs, and those they build on. Of packs from disk every mistake is told at once; `strict`
    /// compiles of the built-in ones, too, what a run compiles on first use.
    ///
    /// # Errors
    /// Every mistake in them, at its place.
    pub fn load(wanted: &[Wanted], strict: bool) -> Result<Self, Vec<PackError>> {
        let (library, mut errors) = Library::load(wanted, strict);
        // Of a form that is wrong it was said where; rules must not be blamed for what they name of it.
        let mut in_forms = Vec::new();
        let forms = Arc::new(library.forms.compile(&mut in_forms));
        let forms_are_known = !library.forms_are_wrong && in_forms.is_empty();
        if !library.forms_are_wrong {
            errors.append(&mut in_forms);
        }
        let mut expressions = Expressions::default();
        let mut compile = |draft: &Draft| {
            let from_disk = library.packs.get(draft.pack).is_some_and(|pack| pack.folder.is_some());
            let strict = strict || from_disk || !draft.is_original();
            let forms = (forms.as_slice(), forms_are_known);
            compile_rule(draft, &library.packs, forms, strict, &mut expressions, &mut errors)
        };
        let rules = library.drafts.iter().map(|draft| compile(draft).map(Arc::new)).collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self { packs: library.packs, forms, drafts: library.drafts, rules })
    }

    /// One pack by its name or its folder, as from the command line.
    ///
    /// # Errors
    /// Every mistake in it, at its place.
    pub fn of(pack: PackRef, strict: bool) -> Result<Self, Vec<PackError>> {
        let text = match &pack {
            PackRef::Name(name) => name.clone(),
            PackRef::Folder(folder) => folder.display().to_string(),
        };
        Self::load(&[Wanted { pack, file: RuleFile::new("--rules", text), path: Vec::new() }], strict)
    }

    /// The packs, each after those it builds on.
    #[must_use]
    pub fn packs(&self) -> &[Arc<Pack>] {
        &self.packs
    }

    /// The rules with further changes, the later layers winning. Rules that no layer changes are shared
    /// between all the rulesets of the book.
    ///
    /// # Errors
    /// Every mistake in the layers, at its place.
    pub fn ruleset(&self, layers: &[&Layer]) -> Result<Ruleset, Vec<PackError>> {
        let mut errors = Vec::new();
        if layers.iter().all(|layer| layer.is_empty()) {
            return Ok(self.assemble(&self.drafts, self.rules.clone()));
        }
        let mut drafts = self.drafts.clone();
        for layer in layers {
            layer.apply(&mut drafts, &mut errors);
        }
        let mut expressions = Expressions::default();
        let mut rules = Vec::with_capacity(drafts.len());
        for ((draft, original), known) in drafts.iter().zip(&self.drafts).zip(&self.rules) {
            if draft.changed.len() == original.changed.len() {
                rules.push(known.clone());
                continue;
            }
            let rule = compile_rule(draft, &self.packs, (&self.forms, true), true, &mut expressions, &mut errors);
            rules.push(rule.map(Arc::new));
        }
        if errors.is_empty() { Ok(self.assemble(&drafts, rules)) } else { Err(errors) }
    }

    /// The keys of a rule as the packs and further changes leave them.
    #[must_use]
    pub fn keys(&self, id: &str, layers: &[&Layer]) -> Option<serde_yaml::Mapping> {
        let mut drafts: Vec<Draft> = self.drafts.clone();
        let mut errors = Vec::new();
        layers.iter().for_each(|layer| layer.apply(&mut drafts, &mut errors));
        drafts.into_iter().find(|draft| draft.id == id)?.value.as_mapping().cloned()
    }

    fn assemble(&self, drafts: &[Draft], rules: Vec<Option<Arc<Rule>>>) -> Ruleset {
        let off = drafts.iter().zip(&rules).filter_map(|(draft, rule)| {
            let off = draft.off.clone()?;
            Some(SwitchedOff { rule: Arc::clone(rule.as_ref()?), by: off.by, reason: off.reason })
        });
        let off: Vec<SwitchedOff> = off.collect();
        let on = drafts.iter().zip(rules).filter(|(draft, _)| draft.off.is_none());
        Ruleset {
            packs: self.packs.clone(),
            forms: Arc::clone(&self.forms),
            rules: on.filter_map(|(_, rule)| rule).collect(),
            off,
        }
    }
}

fn by_name(name: &str, strict: bool) -> Result<Ruleset, Vec<PackError>> {
    RuleBook::of(PackRef::Name(name.to_owned()), strict)?.ruleset(&[])
}

/// The national rules, which are compiled into the binary.
///
/// # Errors
/// None, as long as the tests pass.
pub fn built_in() -> Result<Ruleset, Vec<PackError>> {
    by_name(NATIONAL, false)
}

/// The same, with everything compiled that a run compiles on first use.
///
/// # Errors
/// Every mistake in the pack.
pub fn built_in_checked() -> Result<Ruleset, Vec<PackError>> {
    by_name(NATIONAL, true)
}

/// A pack from a folder that holds `pack.yaml`.
///
/// # Errors
/// Every mistake in the pack, at its place.
pub fn from_folder(folder: &Path) -> Result<Ruleset, Vec<PackError>> {
    RuleBook::of(PackRef::Folder(folder.to_owned()), true)?.ruleset(&[])
}

/// The pack that is used where nothing else is said.
pub const NATIONAL: &str = "national";
