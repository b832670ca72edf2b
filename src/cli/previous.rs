//! `gouji check --previous`: the reports of the year before.

use std::path::PathBuf;

use super::files::{Files, Input};
use super::input::{self, with_linters};
use crate::check::{Archive, Previous};
use crate::config::Projects;
use crate::lang::Lang;
use crate::linter::{Comparison, Linter, Status};
use crate::source::Source;

/// Notes of one kind that are shown; the rest is counted.
const SHOWN: usize = 20;

/// What was made of the reports of the year before.
pub struct Prepared {
    /// Those that can be compared with.
    pub archive: Archive,
    /// What a person must know of the others.
    pub notes: Vec<String>,
    /// Whether one could not be read.
    pub incomplete: bool,
}

/// Reads the reports of the year before.
pub fn prepare(projects: &Projects, files: &Files, paths: &[PathBuf], lang: Lang) -> Prepared {
    let files = &files.files;
    let one = |input, linter: &&Linter, source| read_one(linter, input, source, lang);
    let read: Vec<Result<(Previous, Option<String>), Failed>> = input::each(&with_linters(files, projects), lang, one);
    let mut prepared = Prepared { archive: Archive::default(), notes: Vec::new(), incomplete: false };
    if files.is_empty() {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        let text = lang.pick("注意：--previous 里没有找到报告：", "note: no report for --previous in: ");
        prepared.notes.push(format!("{text}{}", paths.join(" ")));
    }
    let mut notes = Vec::new();
    for result in read {
        match result {
            Ok((previous, damage)) => {
                prepared.archive.add(previous);
                prepared.incomplete |= damage.is_some();
                notes.extend(damage);
            }
            Err(failed) => {
                prepared.incomplete |= failed.unreadable;
                notes.push(failed.note);
            }
        }
    }
    prepared.notes.extend(limited(notes, lang));
    prepared
}

/// A report that cannot be compared with.
struct Failed {
    note: String,
    unreadable: bool,
}

/// A report, with a note where not all of it could be decoded.
fn read_one(
    linter: &Linter,
    input: &Input,
    source: Result<Source, String>,
    lang: Lang,
) -> Result<(Previous, Option<String>), Failed> {
    let failed = |reason: &str, unreadable: bool| Failed {
        note: lang.pick(
            format!("注意：上一年度的报告 {} 不能用来对照：{reason}", input.name),
            format!("note: last year's report {} cannot be compared with: {reason}", input.name),
        ),
        unreadable,
    };
    let source = source.map_err(|reason| failed(&reason, true))?;
    let damage = source.unread(lang).map(|unread| {
        lang.pick(
            format!("注意：上一年度的报告 {} 可能对照得不完整：{unread}", input.name),
            format!("note: last year's report {} was not wholly read: {unread}", input.name),
        )
    });
    let previous = linter.previous(source).map_err(|unusable| {
        failed(unusable.reason.as_deref().unwrap_or_default(), unusable.status == Status::Unreadable)
    })?;
    Ok((previous, damage))
}

/// A note for each report that could not be compared.
pub fn unpaired<'c>(comparisons: impl Iterator<Item = (&'c str, Option<&'c Comparison>)>, lang: Lang) -> Vec<String> {
    let note = |(path, comparison): (&str, Option<&Comparison>)| match comparison? {
        Comparison::With(_) => None,
        Comparison::NoIssuer => Some(lang.pick(
            format!("注意：{path} 没有与上一年度核对：标题里没有机关名称"),
            format!("note: {path} was not compared: its title names no issuer"),
        )),
        Comparison::Missing { issuer, year } => Some(lang.pick(
            format!("注意：{path} 没有与上一年度核对：--previous 里没有“{issuer}”{year} 年度的报告"),
            format!("note: {path} was not compared: --previous has no report of “{issuer}” for {year}"),
        )),
        Comparison::Several(a, b) => Some(lang.pick(
            format!("注意：{path} 没有与上一年度核对：上一年度的报告不止一份：{a}、{b}"),
            format!("note: {path} was not compared: there are several reports of the year before: {a}, {b}"),
        )),
    };
    limited(comparisons.filter_map(note).collect(), lang)
}

fn limited(mut notes: Vec<String>, lang: Lang) -> Vec<String> {
    let more = notes.len().saturating_sub(SHOWN);
    if more > 0 {
        notes.truncate(SHOWN);
        notes.push(lang.pick(format!("注意：另有 {more} 份也是如此"), format!("note: the same holds for {more} more")));
    }
    notes
}
