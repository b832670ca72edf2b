//! From a [`Report`] and a [`Ruleset`] to findings. One file for each kind of rule.

mod aspect;
mod balance;
mod cell;
mod claim;
mod column;
mod consistent;
mod context;
mod count;
mod crossing;
mod equation;
mod finding;
mod form_place;
mod ignore_comment;
mod note;
mod parts;
mod pattern;
mod period;
mod previous;
mod private_number;
mod prose;
mod repair;
mod required_text;
mod row;
mod script;
mod scripting;
mod section;
mod share;
mod substitution;
mod table;
mod title;
mod words;

pub use finding::{Elsewhere, Finding, Fix, FormPlace, Related, Suspect};
pub use previous::{Archive, Pairing, Previous, PreviousCell, issuer_key};

use std::cell::OnceCell;

use crate::form::Report;
use crate::lang::Lang;
use crate::rule::{Equation, Kind, Ruleset};
use context::Context;

/// What was found in a report, in the order of the places, then of the rules.
#[derive(Debug, Default)]
pub struct Findings {
    /// What is to be told.
    pub told: Vec<Finding>,
    /// What comments in the report ask to pass over.
    pub ignored: Vec<Finding>,
}

/// Checks a report by every rule that applies to its edition. `previous` is the report of the year
/// before, where it is known.
#[must_use]
pub fn check(report: &Report<'_>, ruleset: &Ruleset, previous: Option<&Previous>, lang: Lang) -> Findings {
    let mut findings = Vec::new();
    let mut sheets = Vec::new();
    let prose = OnceCell::new();
    for rule in ruleset.rules.iter().filter(|rule| rule.applies_to(&report.form.edition)) {
        let context = &mut Context::new(report, rule, ruleset, lang, &prose, &mut findings);
        match &rule.kind {
            Kind::Section(expect) => section::check(context, *expect),
            Kind::Aspect => aspect::check(context),
            Kind::Table(expect) => table::check(context, *expect),
            Kind::Row(expect) => row::check(context, *expect),
            Kind::Column => column::check(context),
            Kind::Note => note::check(context),
            Kind::Cell(expect) => cell::check(context, *expect),
            Kind::Equation(equations) => {
                let laid = |(form, equation): &&(usize, Equation)| context.is_laid_on(*form, equation.table);
                let own = equations.iter().filter(laid).map(|(_, equation)| equation);
                equation::evaluate(report, previous, rule, own, &mut sheets);
            }
            Kind::Title => title::check(context),
            Kind::Period(expect) => period::check(context, *expect),
            Kind::RequiredText(required) => required_text::check(context, required),
            Kind::Pattern(pattern) => pattern::check(context, pattern),
            Kind::Claim(claims) => claim::check(context, claims),
            Kind::Parts(parts) => parts::check(context, parts),
            Kind::Share(share) => share::check(context, share),
            Kind::PrivateNumber(number) => private_number::check(context, number),
            Kind::Substitution(substitution) => substitution::check(context, substitution),
            Kind::Count(count) => count::check(context, count),
            Kind::Consistent(consistent) => consistent::check(context, consistent),
            Kind::Script(script) => script::check(context, script),
            // What the comments pass over is known when everything has been found.
            Kind::IgnoreComment => {}
        }
    }
    if let Some(sheet) = sheets.first() {
        let context = &mut Context::new(report, sheet.rule, ruleset, lang, &prose, &mut findings);
        balance::tell(context, &sheets);
    }
    private_number::conceal(report, &mut findings);
    for finding in &mut findings {
        // What is missing says itself where it belongs; its section is that of its place.
        let place = form_place::of(report, finding.span);
        finding.place = match finding.place.table {
            None => place,
            Some(_) => FormPlace { section: place.section, ..std::mem::take(&mut finding.place) },
        };
    }
    let (mut told, mut ignored) = ignore_comment::apply(report, ruleset, lang, &prose, findings);
    for list in [&mut told, &mut ignored] {
        list.sort_by(|a, b| (a.span, &a.rule, &a.message).cmp(&(b.span, &b.rule, &b.message)));
    }
    Findings { told, ignored }
}
