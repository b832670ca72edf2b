//! Reads what a run was given.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::files::{Input, STDIN};
use crate::lang::Lang;
use crate::source::{Source, read, read_file};

/// Reads a file, a member of a zip, or standard input.
///
/// # Errors
/// Why it cannot be read, for people.
pub fn read_input(input: &Input, lang: Lang) -> Result<Source, String> {
    if let Some(problem) = &input.problem {
        return Err(problem.clone());
    }
    let source = guarded(lang, || match &input.member {
        Some((archive, member)) => archive.read(*member, &input.name),
        None if input.name == STDIN => read(std::io::stdin().lock(), 0, STDIN),
        None => read_file(&input.path, &input.name),
    })?;
    source.map_err(|error| error.describe(lang))
}

/// Does something with a file. A defect of gouji in one file must not cost the others their result.
///
/// # Errors
/// There was one.
pub fn guarded<T>(lang: Lang, does: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(does))
        .map_err(|_| lang.pick("gouji 内部出错，请报告这个问题", "gouji failed; please report this").to_owned())
}
