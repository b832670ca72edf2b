//! Measures the linter on generated reports: balanced by arithmetic, laid out
//! as reports come in real life, clean or with one known defect.
//!
//! The generator knows the form from its own list of labels and judges the
//! built binary only, through its JSON. `GOUJI_GENERATED` sets how many cases
//! with a defect each layout gets, `GOUJI_SEED` the seed. The files of misses
//! are left in the target folder, under `tmp/generated/`.

mod canvas;
mod cases;
mod cells;
mod defects;
mod defects_labels;
mod defects_prose;
mod defects_tables;
mod dress;
mod encode;
mod expect;
pub(crate) mod figures;
pub(crate) mod form;
mod grid;
mod layouts;
mod linter;
mod model;
mod narrative;
mod pdf;
mod pdf_header;
mod prose;
mod score;
mod selftest;
mod sheet;

use layouts::Layout;
use score::Score;

/// Cases with a defect in each layout, unless said otherwise.
const COUNT: u64 = 600;
/// The seed, unless said otherwise.
const SEED: u64 = 20_210_926;

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.trim().parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => otherwise,
    }
}

/// Generates the cases of a layout, checks them in one call, prints the score
/// and holds it to the floors.
fn measure(layout: Layout) {
    let seed = setting("GOUJI_SEED", SEED);
    let count = usize::try_from(setting("GOUJI_GENERATED", COUNT)).expect("a sane count");
    let folder = tempfile::tempdir().expect("a folder for the cases");
    let cases = cases::cases(layout, count, seed);
    for case in &cases {
        std::fs::write(folder.path().join(&case.file), &case.bytes).expect("a case is written");
    }
    let outcomes = linter::check(folder.path());
    let mut score = Score::new(layout);
    for case in &cases {
        score.count(case, outcomes.get(&case.file));
    }
    let head = "                      cases   found   exact  extra";
    println!("{} (seed {seed})\n{head}\n{score}", layout.name());
    println!("{}", score.misses());
    let complaints = score.complaints();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn tabs() {
    measure(Layout::Tabs);
}

#[test]
fn cell_per_line() {
    measure(Layout::CellPerLine);
}

#[test]
fn scanned() {
    measure(Layout::Scanned);
}

#[test]
fn markdown() {
    measure(Layout::Markdown);
}

#[test]
fn web() {
    measure(Layout::Web);
}

#[test]
fn pdf_text() {
    measure(Layout::Pdf);
}
