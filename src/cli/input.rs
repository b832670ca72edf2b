//! Reads what a run was given.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::files::{Input, STDIN};
use crate::config::Projects;
use crate::lang::Lang;
use crate::linter::Linter;
use crate::source::{ReadError, Source, bytes_of_file, from_bytes, is_for_office, read, to_docx_together};

/// Files that are converted together.
const TOGETHER: usize = 16;
/// Bytes of a file that is converted together with others; a report has fewer.
const SMALL: usize = 4 * 1024 * 1024;

/// The files that are not excluded, each with the linter that governs it.
pub fn with_linters<'f>(files: &'f [Input], projects: &'f Projects) -> Vec<(&'f Input, &'f Linter)> {
    files.iter().enumerate().filter_map(|(file, input)| Some((input, projects.linter(file)?))).collect()
}

/// Reads files, members of zips and standard input in parallel, does something with each and what
/// belongs to it as soon as it is read, and gives what comes of them in their order.
pub fn each<'i, W: Sync, T: Send>(
    files: &[(&'i Input, W)],
    lang: Lang,
    then: impl Fn(&'i Input, &W, Result<Source, String>) -> T + Sync,
) -> Vec<T> {
    let (office, others): (Vec<usize>, Vec<usize>) =
        (0..files.len()).partition(|&index| is_for_office(&files[index].0.path));
    let together = office.len().div_ceil(rayon::current_num_threads()).clamp(1, TOGETHER);
    // What takes longest begins first.
    let lots: Vec<&[usize]> = office.chunks(together).chain(others.chunks(1)).collect();
    let one = |lot: &&[usize]| -> Vec<(usize, T)> {
        let mut held = read_together(lot.iter().map(|&index| files[index].0), lang).into_iter();
        let read = |&index: &usize| {
            let (input, with) = &files[index];
            let source = match held.next().flatten() {
                Some(bytes) => from(lang, || from_bytes(bytes, &input.name)),
                None => read_input(input, lang),
            };
            (index, then(input, with, source))
        };
        lot.iter().map(read).collect()
    };
    let mut done: Vec<(usize, T)> = lots.par_iter().flat_map_iter(one).collect();
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What several files hold, in Word's format where they are for an office program; none of those that
/// hold nothing, or too much to be held beside others.
fn read_together<'i>(inputs: impl ExactSizeIterator<Item = &'i Input>, lang: Lang) -> Vec<Option<Vec<u8>>> {
    if inputs.len() < 2 {
        return Vec::new();
    }
    let bytes = |input: &Input| {
        let bytes = guarded(lang, || bytes_of(input).ok()).ok().flatten();
        bytes.filter(|bytes| input.problem.is_none() && bytes.len() <= SMALL)
    };
    let files: Vec<(Vec<u8>, &str)> =
        inputs.map(|input| (bytes(input).unwrap_or_default(), input.name.as_str())).collect();
    to_docx_together(files).into_iter().map(|bytes| Some(bytes).filter(|bytes| !bytes.is_empty())).collect()
}

/// Reads a file, a member of a zip, or standard input.
///
/// # Errors
/// Why it cannot be read, for people.
pub fn read_input(input: &Input, lang: Lang) -> Result<Source, String> {
    if let Some(problem) = &input.problem {
        return Err(problem.clone());
    }
    from(lang, || match input.name == STDIN {
        true => read(std::io::stdin().lock(), STDIN),
        false => from_bytes(bytes_of(input)?, &input.name),
    })
}

fn bytes_of(input: &Input) -> Result<Vec<u8>, ReadError> {
    match &input.member {
        Some((archive, member)) => archive.unpack(*member),
        None => bytes_of_file(&input.path),
    }
}

fn from(lang: Lang, read: impl FnOnce() -> Result<Source, ReadError>) -> Result<Source, String> {
    guarded(lang, read)?.map_err(|error| error.describe(lang))
}

/// Does something with a file. A defect of gouji in one file must not cost the others their result.
///
/// # Errors
/// There was one.
pub fn guarded<T>(lang: Lang, does: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(does))
        .map_err(|_| lang.pick("gouji 内部出错，请报告这个问题", "gouji failed; please report this").to_owned())
}
