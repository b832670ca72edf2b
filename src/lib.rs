//! gouji (勾稽): a linter for statutory reports.
//!
//! Data flows one way: a file's bytes become a [`source::Source`], that a [`document::Document`],
//! that is laid on a form as a [`form::Report`], which is checked by the rules of a
//! [`rule::Ruleset`], and what is found is shown by [`render`].
//!
//! ```
//! use gouji::{Linter, rule, source};
//!
//! let linter = Linter::new(rule::built_in().expect("the built-in rules are valid"));
//! let text = "一、总体情况\n二、主动公开政府信息的情况\n".to_owned();
//! let checked = linter.check(source::Source::new("report.txt", text, 0));
//! assert!(checked.findings.iter().any(|f| f.rule == "structure/section-title"));
//! ```

#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::dbg_macro,
        clippy::print_stdout
    )
)]

pub mod check;
pub mod cli;
pub mod config;
pub mod document;
pub mod form;
pub mod lang;
mod lazy;
mod linter;
mod mask;
mod numeral;
mod paths;
pub mod render;
pub mod rule;
pub mod source;
mod topic;
pub mod trial;

pub use linter::{Checked, Comparison, Linter, Status, Unusable, status_name};
