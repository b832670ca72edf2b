//! Cases: reports, clean or with one defect, as files.

use fastrand::Rng;

use crate::generated::defects::Defect;
use crate::generated::encode::Encoding;
use crate::generated::expect::{Expectation, Resolved};
use crate::generated::figures::Figures;
use crate::generated::layouts::{Layout, lay_out};
use crate::generated::prose::{Facts, compose};

/// A report as a file, and what the linter must say of it.
pub struct Case {
    /// `None` for a clean report.
    pub defect: Option<Defect>,
    pub encoding: Encoding,
    /// The name of the file: number, kind of defect, extension.
    pub file: String,
    pub bytes: Vec<u8>,
    pub expected: Resolved,
}

impl Case {
    /// The kind of defect, for the score table.
    pub fn kind(&self) -> String {
        self.defect.map_or("clean".to_owned(), Defect::name)
    }
}

/// The cases of a layout: one clean report to ten with a defect, every kind
/// of defect in turn.
pub fn cases(layout: Layout, count: usize, seed: u64) -> Vec<Case> {
    let mut rng = Rng::with_seed(seed ^ ((layout as u64 + 1) << 40));
    let clean = (count / 10).max(Encoding::ALL.len() * 2);
    let mut cases = Vec::with_capacity(clean + count);
    for index in 0..clean {
        let encoding = Encoding::ALL[index % Encoding::ALL.len()];
        cases.push(clean_case(layout, index, encoding, &mut rng));
    }
    for index in 0..count {
        let defect = Defect::ALL[index % Defect::ALL.len()];
        cases.push(defect_case(layout, clean + index, defect, &mut rng));
    }
    cases
}

fn clean_case(layout: Layout, index: usize, encoding: Encoding, rng: &mut Rng) -> Case {
    let figures = Figures::draw(rng);
    let facts = Facts::draw(rng);
    let report = compose(&facts, &figures, rng);
    let sheet = lay_out(report, layout, rng);
    let crlf = (index / Encoding::ALL.len()) % 2 == 1;
    Case {
        defect: None,
        encoding,
        file: format!("{index:04}-clean.{}", layout.extension()),
        bytes: encoding.bytes(&line_ends(sheet.text(), crlf)),
        expected: Expectation::nothing(&[]).resolve(&sheet),
    }
}

/// Draws reports until one offers a place for the defect.
fn defect_case(layout: Layout, index: usize, defect: Defect, rng: &mut Rng) -> Case {
    loop {
        let figures = Figures::draw(rng);
        let mut facts = Facts::draw(rng);
        let misstated = defect.misstate(&mut facts, rng);
        let mut report = compose(&facts, &figures, rng);
        let Some(expected) = misstated.or_else(|| defect.damage(&mut report, layout, rng)) else {
            continue;
        };
        let sheet = lay_out(report, layout, rng);
        let encoding = Encoding::draw(rng);
        return Case {
            defect: Some(defect),
            encoding,
            file: format!("{index:04}-{}.{}", defect.name(), layout.extension()),
            bytes: encoding.bytes(&line_ends(sheet.text(), rng.u8(0..3) == 0)),
            expected: expected.resolve(&sheet),
        };
    }
}

fn line_ends(text: String, crlf: bool) -> String {
    if crlf { text.replace('\n', "\r\n") } else { text }
}
