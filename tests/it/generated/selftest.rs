//! The generator's own tests: it must not be what errs.

use std::collections::BTreeSet;

use fastrand::Rng;

use crate::generated::cases::cases;
use crate::generated::expect::{Expectation, Finding, Verdict, Wanted};
use crate::generated::figures::{Figures, broken, broken_by};
use crate::generated::form::{APPLICATION_ROWS, Table};
use crate::generated::layouts::{Layout, lay_out};
use crate::generated::model::Tag;
use crate::generated::prose::{Facts, compose};
use crate::generated::sheet::Sheet;

#[test]
fn equations_hold_on_drawn_tables() {
    let mut rng = Rng::with_seed(1);
    let mut sizes = BTreeSet::new();
    for _ in 0..500 {
        let figures = Figures::draw(&mut rng);
        assert_eq!(broken(&figures.applications, &figures.review), []);
        sizes.insert(figures.applications[0][6].to_string().len());
    }
    assert!(sizes.contains(&1) && sizes.contains(&5), "{sizes:?}");
}

#[test]
fn every_cell_stands_in_an_equation() {
    let figures = Figures::draw(&mut Rng::with_seed(2));
    let rules = |table, row, column| {
        let broken = broken_by(&figures, table, row, column, 999_999);
        broken.iter().map(|broken| broken.rule).collect::<Vec<_>>()
    };
    for row in 0..25 {
        for column in 0..7 {
            let both = rules(Table::Applications, row, column);
            let due = if row == 23 { 3 } else { 2 };
            assert_eq!(both.len(), due, "row {row}, column {column}");
        }
    }
    assert_eq!(rules(Table::Review, 0, 14), ["balance/suit-after-review-total"]);
}

#[test]
fn layouts_show_every_label_and_figure() {
    for layout in Layout::ALL {
        let mut rng = Rng::with_seed(3);
        for _ in 0..60 {
            let figures = Figures::draw(&mut rng);
            let report = compose(&Facts::draw(&mut rng), &figures, &mut rng);
            let sheet = lay_out(report, layout, &mut rng);
            let on = |tag| sheet.lines_of(&[tag]);
            for (row, _) in APPLICATION_ROWS.iter().enumerate() {
                let label = on(Tag::Row(Table::Applications, row));
                assert!(!label.is_empty(), "{layout:?}, row {row}");
                for column in 0..7 {
                    let cell = on(Tag::Cell(Table::Applications, row, column));
                    assert_eq!(cell.len(), 1, "{layout:?}, row {row}, column {column}");
                }
            }
            let columns = (0..19).all(|i| !on(Tag::Column(Table::Review, i)).is_empty());
            let groups = (0..4).all(|i| !on(Tag::Group(i)).is_empty());
            assert!(columns && groups && !on(Tag::Results).is_empty(), "{layout:?}");
        }
    }
}

#[test]
fn a_title_stands_on_its_line() {
    let mut rng = Rng::with_seed(4);
    for layout in Layout::ALL {
        let report = compose(&Facts::draw(&mut rng), &Figures::draw(&mut rng), &mut rng);
        let sheet = lay_out(report, layout, &mut rng);
        let lines = sheet.lines_of(&[Tag::Title]);
        let title: String = lines.iter().map(|&n| &*sheet.lines[n - 1].text).collect();
        assert!(title.contains("政府信息公开工作年度报告"), "{title}");
    }
}

#[test]
fn every_defect_has_its_line() {
    for layout in Layout::ALL {
        for case in cases(layout, 136, 5) {
            let nothing = case.expected.wanted == Wanted::Nothing;
            assert!(nothing || !case.expected.lines.is_empty(), "{}", case.file);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_files() {
    let files = |seed| cases(Layout::Pdf, 40, seed).into_iter().map(|case| case.bytes);
    assert!(files(6).eq(files(6)));
    assert!(!files(6).eq(files(7)));
}

#[test]
fn verdicts_tell_right_from_wrong() {
    let mut sheet = Sheet::default();
    sheet.push("标题", &[Tag::Title]);
    sheet.push("数", &[Tag::Cell(Table::Review, 0, 4)]);
    let at = |rule: &str, line, related: &[usize]| Finding {
        rule: rule.to_owned(),
        line,
        related: related.to_vec(),
        message: String::new(),
    };
    let title = Expectation::rule("title/year", &[Tag::Title]).resolve(&sheet);
    let sum = |verdict: Verdict| (verdict.found, verdict.exact, verdict.extra.len());
    assert_eq!(sum(title.judge(&[at("title/year", 1, &[])])), (true, true, 0));
    assert_eq!(sum(title.judge(&[at("title/year", 2, &[])])), (true, false, 1));
    assert_eq!(sum(title.judge(&[at("period/year", 1, &[])])), (false, false, 1));

    let mut cell = Expectation::rule("", &[Tag::Cell(Table::Review, 0, 4)]);
    cell.wanted = Wanted::Set(vec!["balance/review-total"]);
    let cell = cell.excusing(&["claim/"]).resolve(&sheet);
    let right = [at("balance/review-total", 1, &[2]), at("claim/review", 1, &[])];
    assert_eq!(sum(cell.judge(&right)), (true, true, 0));
    let twice = [at("balance/review-total", 2, &[]), at("balance/review-total", 2, &[])];
    assert_eq!(sum(cell.judge(&twice)), (false, false, 0));

    let mut culprit = Expectation::rule("", &[Tag::Cell(Table::Review, 0, 4)]);
    culprit.wanted = Wanted::Culprit(vec!["balance/handled-total", "balance/applicant-total"]);
    let culprit = culprit.resolve(&sheet);
    let both = [at("balance/handled-total", 2, &[1]), at("balance/applicant-total", 1, &[2])];
    assert_eq!(sum(culprit.judge(&both[..1])), (true, true, 0));
    assert_eq!(sum(culprit.judge(&both[1..])), (true, false, 0));
    assert_eq!(sum(culprit.judge(&both)), (false, false, 0));

    let nothing = Expectation::nothing(&[]).resolve(&sheet);
    assert_eq!(sum(nothing.judge(&[])), (true, true, 0));
    assert_eq!(sum(nothing.judge(&right)), (false, false, 2));
}
