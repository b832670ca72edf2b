//! Measures whether the linter names the cell that is wrong.
//!
//! Tables balanced by arithmetic, one or two of their cells miswritten as
//! people miswrite; the label says which. A solver that tries every repair
//! (`culprit/oracle.rs`) says where more than one would do: there, nobody may
//! be named as the certain one. Judges the built binary only, through its
//! JSON. `GOUJI_GENERATED` sets how many tables with one wrong cell there are,
//! `GOUJI_SEED` the seed.

mod case;
mod oracle;
mod run;
mod sheet;

use std::slice::from_ref;

use crate::generated::figures::Figures;
use crate::generated::form;
use case::{Case, Score, Told, draw_place, tell};
use fastrand::Rng;
use oracle::{COLUMNS, Place, ROWS, smallest_repairs};

/// Tables with one wrong cell, unless said otherwise.
const COUNT: u64 = 1000;
/// The seed, unless said otherwise.
const SEED: u64 = 20_190_408;
/// Of a hundred culprits which arithmetic makes certain, so many must be named.
const NAMED: f64 = 97.0;

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.trim().parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => otherwise,
    }
}

/// Draws as many cases as asked for, or a part of them; `draw` may find a table unfit.
fn cases(part: u64, salt: u64, draw: impl Fn(&mut Rng) -> Option<Case>) -> Vec<Case> {
    let mut rng = Rng::with_seed(setting("GOUJI_SEED", SEED) ^ (salt << 40));
    let count = usize::try_from(setting("GOUJI_GENERATED", COUNT) / part).expect("a sane count").max(1);
    std::iter::from_fn(|| Some(draw(&mut rng))).flatten().take(count).collect()
}

/// A figure as people get it wrong; `None` where it would stay the same or fall below zero.
fn miswritten(figure: u64, rng: &mut Rng) -> Option<u64> {
    let mut digits = figure.to_string().into_bytes();
    let (place, other) = (rng.usize(0..digits.len()), rng.usize(0..digits.len()));
    let wrong = match rng.u8(0..8) {
        0 => figure + 1,
        1 => figure.checked_sub(1)?,
        2 => figure + 10,
        3 => figure.checked_sub(10)?,
        4 => 0,
        kind => {
            match kind {
                5 => digits.swap(place, other),
                6 => drop(digits.remove(place)),
                _ => digits.insert(place, digits[place]),
            }
            String::from_utf8(digits).ok()?.parse().ok()?
        }
    };
    (wrong != figure).then_some(wrong)
}

/// Gets one cell wrong.
fn miswrite(case: &mut Case, place: Place, rng: &mut Rng) -> Option<u64> {
    let right = case.right(place);
    let wrong = miswritten(right, rng)?;
    case.miswrite(place, wrong);
    Some(wrong.abs_diff(right))
}

fn one_wrong(rng: &mut Rng) -> Option<Case> {
    let mut case = Case::new(Figures::draw(rng));
    miswrite(&mut case, draw_place(rng), rng)?;
    Some(case)
}

#[test]
fn one_wrong_cell_is_named_with_its_right_value() {
    let cases = cases(1, 1, one_wrong);
    Score::of("one wrong cell", &tell(&cases)).accuses_nobody_falsely().names_at_least(NAMED);
}

/// In different rows and columns, and by different amounts: no other two cells would do.
fn two_apart(rng: &mut Rng) -> Option<Case> {
    let mut case = Case::new(Figures::draw(rng));
    let (one, other) = (draw_place(rng), draw_place(rng));
    if one.0 == other.0 || one.1 == other.1 {
        return None;
    }
    let differs = miswrite(&mut case, one, rng)? != miswrite(&mut case, other, rng)?;
    differs.then_some(case)
}

#[test]
fn two_wrong_cells_apart_are_two_findings() {
    let cases = cases(4, 2, two_apart);
    assert!(cases.iter().all(Case::is_certain), "the solver knows of another repair");
    Score::of("two wrong cells apart", &tell(&cases)).accuses_nobody_falsely().names_at_least(NAMED);
}

/// Two in one row or in one column.
fn two_in_line(rng: &mut Rng) -> Option<Case> {
    let mut case = Case::new(Figures::draw(rng));
    let (one, mut other) = (draw_place(rng), draw_place(rng));
    if rng.bool() {
        other.0 = one.0;
    } else {
        other.1 = one.1;
    }
    if one == other {
        return None;
    }
    miswrite(&mut case, one, rng)?;
    miswrite(&mut case, other, rng)?;
    Some(case)
}

#[test]
fn of_two_wrong_cells_in_line_no_third_is_accused() {
    let (certain, open): (Vec<Case>, Vec<Case>) = cases(4, 3, two_in_line).into_iter().partition(Case::is_certain);
    for (what, cases) in [("two in line, the only repair", certain), ("two in line, one repair of several", open)] {
        let told = tell(&cases);
        assert!(told.iter().all(|told| told.unbalanced().next().is_some()), "{what}: silence");
        Score::of(what, &told).accuses_nobody_falsely();
    }
}

/// In different rows and columns by the same amount, so that the other two corners would do as well.
fn two_mirrored(rng: &mut Rng) -> Option<Case> {
    let mut case = Case::new(Figures::draw(rng));
    let (one, other) = (draw_place(rng), draw_place(rng));
    let by = rng.u64(1..10);
    if one.0 == other.0 || one.1 == other.1 {
        return None;
    }
    case.miswrite(one, case.right(one) + by);
    let right = case.right(other);
    case.miswrite(other, if rng.bool() { right + by } else { right.checked_sub(by)? });
    case.is_open().then_some(case)
}

#[test]
fn where_two_repairs_are_equally_small_nobody_is_certain() {
    let cases = cases(10, 4, two_mirrored);
    for told in tell(&cases) {
        assert!(told.unbalanced().next().is_some(), "silence on {:?}", told.case.wrong);
        let certain: Vec<_> = told.unbalanced().filter(|finding| finding.suspects.len() == 1).collect();
        assert!(certain.is_empty(), "{:?} is one repair of several, but {certain:?}", told.case.wrong);
    }
}

/// A wrong cell, and in its row or column another that says nothing: what it says, and where.
fn beside(text: &str, rng: &mut Rng) -> Option<(Case, Place)> {
    let mut case = one_wrong(rng)?;
    let (mut place, (wrong, _)) = (draw_place(rng), case.wrong[0]);
    if rng.bool() {
        place.0 = wrong.0;
    } else {
        place.1 = wrong.1;
    }
    // An empty cell that should not be empty would be a second culprit.
    if place == wrong || (text.is_empty() && case.right(place) != 0) {
        return None;
    }
    case.spoil(place, text);
    Some((case, place))
}

/// Both are told, each once: the wrong figure as the culprit, the other cell by a rule of its own.
fn is_told_beside(text: &str, rule: &str, salt: u64) {
    let drawn = std::cell::RefCell::new(Vec::new());
    let cases = cases(4, salt, |rng| {
        let (case, place) = beside(text, rng)?;
        drawn.borrow_mut().push(place);
        Some(case)
    });
    assert!(cases.iter().all(Case::is_certain), "the solver knows of another repair");
    let told = tell(&cases);
    for (told, place) in told.iter().zip(drawn.into_inner()) {
        let line = told.sheet.line(told.sheet.cell(place).start);
        let of_cell: Vec<_> = told.findings.iter().filter(|finding| finding.rule == rule).collect();
        assert!(matches!(of_cell[..], [finding] if finding.line == line), "{place:?}: {of_cell:?}");
    }
    Score::of(&format!("beside “{text}”"), &told).accuses_nobody_falsely().names_at_least(NAMED);
}

#[test]
fn a_wrong_cell_is_named_beside_one_that_cannot_be_read() {
    is_told_beside("钊 0", "table/cell-value", 5);
}

#[test]
fn a_wrong_cell_is_named_beside_an_empty_one() {
    is_told_beside("", "table/cell-blank", 6);
}

#[test]
fn an_empty_cell_is_no_cascade() {
    let cases = cases(4, 7, |rng| {
        let mut case = Case::new(Figures::draw(rng));
        case.leave_empty(draw_place(rng));
        Some(case)
    });
    for told in tell(&cases) {
        let (blank, others): (Vec<_>, Vec<_>) = told.findings.iter().partition(|f| f.rule == "table/cell-blank");
        assert_eq!(blank.len(), 1, "{:?}", told.findings);
        // Whether the sums are told besides or not: never each of them.
        assert!(others.len() <= usize::from(!told.case.wrong.is_empty()), "{others:?}");
        assert!(told.false_accusations().is_empty(), "{others:?}");
    }
}

#[test]
fn in_the_review_table_only_the_wrong_cell_may_be_certain() {
    let cases = cases(4, 8, |rng| {
        let mut case = Case::new(Figures::draw(rng));
        let column = rng.usize(0..15);
        case.miswrite_review(column, miswritten(case.review(column), rng)?);
        Some(case)
    });
    for told in tell(&cases) {
        let [finding] = &told.findings[..] else { panic!("one finding is due: {:?}", told.findings) };
        assert!(
            ["balance/review-total", "balance/direct-suit-total", "balance/suit-after-review-total"]
                .contains(&&*finding.rule)
        );
        assert_eq!(finding.line, told.sheet.line(told.sheet.review.start));
        // The four outcomes cannot be less than zero, so that a total may be the only repair.
        if let [suspect] = &finding.suspects[..] {
            let named = (suspect.actual.parse().ok(), suspect.expected.parse().ok());
            let (wrong, right) = told.case.wrong_review.unwrap();
            assert_eq!(named, (Some(wrong), Some(right)), "{finding:?}");
        }
    }
}

/// The cell of a case with one wrong cell, and the only finding on it.
fn only_finding<'a>(told: &'a [Told<'a>]) -> &'a run::Finding {
    let [told] = told else { panic!("one case is due") };
    let [finding] = &told.findings[..] else { panic!("one finding is due: {:?}", told.findings) };
    finding
}

#[test]
fn the_other_broken_equations_are_related_places() {
    let mut rng = Rng::with_seed(9);
    for place in [(0, 0), (7, 2), (24, 6), (23, 1)] {
        let mut case = Case::new(Figures::draw(&mut rng));
        case.miswrite(place, case.right(place) + 3);
        let told = tell(from_ref(&case));
        let finding = only_finding(&told);
        let (row, column) = place;
        // The totals of its row and of its column, but for the cell itself.
        for total in [(row, COLUMNS - 1), (form::HANDLED, column)] {
            let at = told[0].sheet.cell(total).start;
            assert!(total == place || finding.related.contains(&at), "{place:?} without {total:?}: {finding:?}");
        }
    }
}

#[test]
fn a_total_that_is_wrong_is_told_by_the_rule_of_that_total() {
    let rule = |place: Place| {
        let mut case = Case::new(Figures::draw(&mut Rng::with_seed(10)));
        case.miswrite(place, case.right(place) + 2);
        only_finding(&tell(from_ref(&case))).rule.clone()
    };
    assert_eq!(rule((5, 6)), "balance/applicant-total");
    assert_eq!(rule((form::HANDLED, 0)), "balance/handled-total");
    assert_eq!(rule((form::RECEIVED, 0)), "balance/received-handled");
    assert_eq!(rule((9, 3)), "balance/handled-total");
}

#[test]
fn the_solver_finds_the_one_wrong_cell_wherever_it_is() {
    let mut rng = Rng::with_seed(11);
    let figures = Figures::draw(&mut rng);
    assert!(smallest_repairs(&Case::new(figures.clone()).cells()).is_empty(), "a balanced table needs no repair");
    for place in (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column))) {
        let mut case = Case::new(figures.clone());
        case.miswrite(place, case.right(place) + 4);
        assert!(case.is_certain(), "{place:?}: {:?}", smallest_repairs(&case.cells()));
    }
}

#[test]
fn the_solver_sees_both_diagonals_and_no_negative_counts() {
    let mut rng = Rng::with_seed(12);
    let corners = [(4, 0), (9, 1)];
    let large = |case: &Case| corners.iter().all(|&corner| case.right(corner) >= 5);
    let mut case = std::iter::repeat_with(|| Case::new(Figures::draw(&mut rng))).find(large).expect("large figures");
    for corner in corners {
        case.miswrite(corner, case.right(corner) - 5);
    }
    let right = |corner: Place| i64::try_from(case.right(corner)).expect("a figure");
    let others = vec![((9, 0), right((9, 0)) + 5), ((4, 1), right((4, 1)) + 5)];
    assert_eq!(smallest_repairs(&case.cells()), [case.wrong.clone(), others]);

    let mut case = Case::new(Figures { applications: [[0; 7]; 25], ..Figures::draw(&mut rng) });
    for corner in corners {
        case.miswrite(corner, 5);
    }
    assert!(case.is_certain(), "the other corners cannot fall below zero");
}
