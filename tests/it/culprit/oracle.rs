//! Which cells, set right, balance the table again: by trying all of them.
//!
//! Slow and plain on purpose, and knowing the equations from the form only:
//! what it says is what the linter is held against.

use crate::generated::form::{CARRIED, HANDLED, LEFT, PARTS, RECEIVED};

/// Columns of the applications table; the last is 总计.
pub const COLUMNS: usize = 7;
/// Rows of the applications table.
pub const ROWS: usize = 25;

/// A row and a column.
pub type Place = (usize, usize);

/// The table as it reads: `None` where a cell holds no number.
pub type Cells = [[Option<i64>; COLUMNS]; ROWS];

/// A cell and the value that it should have.
pub type Repair = (Place, i64);

/// What the sums of a table leave over, by equation; `None` where one cannot be worked out.
type Rest = [Option<i64>; COLUMNS * 2 + ROWS];

/// The rule of an equation.
fn rule(equation: usize) -> &'static str {
    match equation {
        0..COLUMNS => "balance/received-handled",
        COLUMNS..14 => "balance/handled-total",
        _ => "balance/applicant-total",
    }
}

/// The equations a cell stands in, and on which side.
fn equations((row, column): Place) -> Vec<(usize, i64)> {
    let mut equations = vec![(2 * COLUMNS + row, if column == COLUMNS - 1 { 1 } else { -1 })];
    match row {
        RECEIVED | CARRIED => equations.push((column, 1)),
        LEFT => equations.push((column, -1)),
        HANDLED => equations.extend([(column, -1), (COLUMNS + column, 1)]),
        row if PARTS.contains(&row) => equations.push((COLUMNS + column, -1)),
        _ => {}
    }
    equations
}

/// Every cell, row by row.
fn places() -> impl Iterator<Item = Place> {
    (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)))
}

fn rest(cells: &Cells) -> Rest {
    let mut rest = [Some(0); COLUMNS * 2 + ROWS];
    for (row, column) in places() {
        for (equation, side) in equations((row, column)) {
            rest[equation] = rest[equation].zip(cells[row][column]).map(|(sum, value)| sum + side * value);
        }
    }
    rest
}

/// The rules of the equations that do not hold.
pub fn broken(cells: &Cells) -> Vec<&'static str> {
    let rest = rest(cells).into_iter().enumerate();
    rest.filter(|(_, rest)| rest.is_some_and(|rest| rest != 0)).map(|(equation, _)| rule(equation)).collect()
}

/// The change of a cell that closes an equation the other cell has no part in.
fn change(rest: &Rest, place: Place, other: Option<Place>) -> Option<i64> {
    let others = other.map(equations).unwrap_or_default();
    let own = equations(place).into_iter().filter(|(equation, _)| others.iter().all(|(o, _)| o != equation));
    own.filter_map(|(equation, side)| Some(-rest[equation]? * side)).next()
}

/// Sets cells to what balances them; nothing where that is no count, no change, or does not balance all.
fn repaired(cells: &Cells, rest: &Rest, changes: &[(Place, Option<i64>)]) -> Option<Vec<Repair>> {
    let mut rest = *rest;
    let mut repairs = Vec::new();
    for &(place, change) in changes {
        let (change, actual) = (change.filter(|&change| change != 0)?, cells[place.0][place.1]?);
        if actual + change < 0 {
            return None;
        }
        for (equation, side) in equations(place) {
            rest[equation] = rest[equation].map(|rest| rest + side * change);
        }
        repairs.push((place, actual + change));
    }
    rest.iter().all(|rest| rest.is_none_or(|rest| rest == 0)).then_some(repairs)
}

/// All repairs of the fewest cells, of one or of two; none where two do not suffice.
pub fn smallest_repairs(cells: &Cells) -> Vec<Vec<Repair>> {
    let rest = rest(cells);
    let Some(first) = rest.iter().position(|rest| rest.is_some_and(|rest| rest != 0)) else { return Vec::new() };
    let one = |place| repaired(cells, &rest, &[(place, change(&rest, place, None))]);
    let ones: Vec<_> = places().filter_map(one).collect();
    if !ones.is_empty() {
        return ones;
    }
    // Every repair has a cell in the first broken equation.
    let touches = |&place: &Place| equations(place).iter().any(|&(equation, _)| equation == first);
    let mut twos = Vec::new();
    for a in places().filter(touches) {
        for b in places().filter(|&b| b != a && !(touches(&b) && b < a)) {
            let changes = [(a, change(&rest, a, Some(b))), (b, change(&rest, b, Some(a)))];
            twos.extend(repaired(cells, &rest, &changes));
        }
    }
    twos
}
