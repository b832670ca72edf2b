//! Measures the linter on generated reports: balanced by arithmetic, laid out
//! as reports come in real life, clean or with one known defect.
//!
//! The generator knows the form from its own list of labels and judges the
//! built binary only, through its JSON. `GOUJI_GENERATED` sets how many cases
//! with a defect each layout gets, `GOUJI_SEED` the seed. The files of misses
//! are left in the target folder, under `tmp/generated/`.

#[path = "generated/canvas.rs"]
mod canvas;
#[path = "generated/cases.rs"]
mod cases;
#[path = "generated/cells.rs"]
mod cells;
#[path = "generated/defects.rs"]
mod defects;
#[path = "generated/defects_labels.rs"]
mod defects_labels;
#[path = "generated/defects_prose.rs"]
mod defects_prose;
#[path = "generated/defects_tables.rs"]
mod defects_tables;
#[path = "generated/dress.rs"]
mod dress;
#[path = "generated/encode.rs"]
mod encode;
#[path = "generated/expect.rs"]
mod expect;
#[path = "generated/figures.rs"]
mod figures;
#[path = "generated/form.rs"]
mod form;
#[path = "generated/grid.rs"]
mod grid;
#[path = "generated/layouts.rs"]
mod layouts;
#[path = "generated/linter.rs"]
mod linter;
#[path = "generated/model.rs"]
mod model;
#[path = "generated/narrative.rs"]
mod narrative;
#[path = "generated/pdf.rs"]
mod pdf;
#[path = "generated/pdf_header.rs"]
mod pdf_header;
#[path = "generated/prose.rs"]
mod prose;
#[path = "generated/score.rs"]
mod score;
#[path = "generated/selftest.rs"]
mod selftest;
#[path = "generated/sheet.rs"]
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
