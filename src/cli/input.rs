//! Reads what a run was given.

use super::files::{Input, STDIN};
use crate::lang::Lang;
use crate::source::{Source, read, read_file};

/// Reads a file, or standard input.
///
/// # Errors
/// Why it cannot be read, for people.
pub fn read_input(input: &Input, lang: Lang) -> Result<Source, String> {
    if let Some(problem) = &input.problem {
        return Err(problem.clone());
    }
    let source =
        if input.name == STDIN { read(std::io::stdin().lock(), 0, STDIN) } else { read_file(&input.path, &input.name) };
    source.map_err(|error| error.describe(lang))
}
