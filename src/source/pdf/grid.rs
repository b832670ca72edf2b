//! Tables from ruling lines: which lines belong together, where their columns and rows are, and which
//! of the cells are merged because no line parts them.

use super::page::Ruling;

/// How far apart lines are that are meant to be one, or to touch, in points.
const TOLERANCE: f64 = 2.5;
/// How wide a column or row is at least, in points; what is narrower is a double line.
const NARROWEST: f64 = 5.0;
/// How long a line is at least, in points, that parts cells.
const SHORTEST: f64 = 6.0;
/// Part of a side of a cell that a line has to cover to part it from its neighbour.
const COVERED: f64 = 0.6;
/// Lines of a page beyond which they are no tables.
const MOST_LINES: usize = 1500;
/// Rows times columns of a table.
const MOST_CELLS: usize = 20_000;

/// A table.
#[derive(Debug, Default)]
pub struct Grid {
    /// Where the columns begin and the last ends.
    pub xs: Vec<f64>,
    /// Where the rows begin and the last ends.
    pub ys: Vec<f64>,
    /// For each row and column, the first cell, by rows, of those that are one.
    owners: Vec<usize>,
}

impl Grid {
    /// How many columns.
    pub fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// The cell, counted by rows, in which that at a row and column is merged; itself if it is not.
    pub fn owner(&self, row: usize, column: usize) -> usize {
        self.owners[row * self.columns() + column]
    }

    /// The merged cell that a point is in.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let place = |at: f64, edges: &[f64]| {
            let inside = *edges.first()? - TOLERANCE <= at && at <= *edges.last()? + TOLERANCE;
            inside.then(|| edges.partition_point(|edge| *edge <= at).clamp(1, edges.len() - 1) - 1)
        };
        Some(self.owner(place(y, &self.ys)?, place(x, &self.xs)?))
    }

    /// Left and right end of a merged cell.
    pub fn sides(&self, cell: usize) -> (f64, f64) {
        let (row, first) = (cell / self.columns(), cell % self.columns());
        let last =
            (first..self.columns()).take_while(|&column| self.owner(row, column) == cell).last().unwrap_or(first);
        (self.xs[first], self.xs[last + 1])
    }

    /// Whether another table, on the next page, goes on this one: it is as wide.
    pub fn goes_on_in(&self, next: &Self) -> bool {
        let near = |a: Option<&f64>, b: Option<&f64>| a.zip(b).is_some_and(|(a, b)| (a - b).abs() < 2.0 * TOLERANCE);
        near(self.xs.first(), next.xs.first()) && near(self.xs.last(), next.xs.last())
    }
}

/// The tables that the lines of a page make, from top to bottom.
pub fn grids(rulings: &[Ruling]) -> Vec<Grid> {
    let lines = joined(rulings);
    if lines.len() > MOST_LINES {
        return Vec::new();
    }
    let mut grids: Vec<Grid> = connected(&lines).iter().filter_map(|lines| grid(lines)).collect();
    grids.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]));
    grids
}

/// Lines made of the pieces that follow or cover each other.
fn joined(rulings: &[Ruling]) -> Vec<Ruling> {
    let mut joined: Vec<Ruling> = Vec::new();
    for horizontal in [true, false] {
        let mut pieces: Vec<Ruling> = rulings.iter().copied().filter(|r| r.horizontal == horizontal).collect();
        pieces.sort_by(|a, b| a.at.total_cmp(&b.at));
        // Of lines close to each other, all are where the first is.
        let mut at = f64::MIN;
        for piece in &mut pieces {
            if piece.at - at > TOLERANCE {
                at = piece.at;
            }
            piece.at = at;
        }
        pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
        for piece in pieces {
            let follows = |last: &&mut Ruling| {
                last.horizontal == horizontal && last.at == piece.at && piece.from - last.to < TOLERANCE
            };
            match joined.last_mut().filter(follows) {
                Some(last) => last.to = last.to.max(piece.to),
                None => joined.push(piece),
            }
        }
    }
    joined.retain(|line| line.to - line.from >= SHORTEST);
    joined
}

/// Lines that touch each other, by tables.
fn connected(lines: &[Ruling]) -> Vec<Vec<Ruling>> {
    let mut sets = Sets::new(lines.len());
    for (a, first) in lines.iter().enumerate().filter(|(_, line)| line.horizontal) {
        for (b, second) in lines.iter().enumerate().filter(|(_, line)| !line.horizontal) {
            let crosses =
                |line: &Ruling, other: &Ruling| line.from - TOLERANCE <= other.at && other.at <= line.to + TOLERANCE;
            if crosses(first, second) && crosses(second, first) {
                sets.join(a, b);
            }
        }
    }
    let mut tables: Vec<(usize, Vec<Ruling>)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let set = sets.of(index);
        match tables.iter_mut().find(|(known, _)| *known == set) {
            Some((_, table)) => table.push(*line),
            None => tables.push((set, vec![*line])),
        }
    }
    tables.into_iter().map(|(_, lines)| lines).collect()
}

fn grid(lines: &[Ruling]) -> Option<Grid> {
    let of = |horizontal: bool| lines.iter().filter(move |line| line.horizontal == horizontal);
    // A table may be open at its sides.
    let edges = |horizontal: bool| {
        let places = of(horizontal).map(|line| line.at);
        let ends = of(!horizontal).flat_map(|line| [line.from, line.to]);
        let outer = [ends.clone().fold(f64::MAX, f64::min), ends.fold(f64::MIN, f64::max)];
        distinct(places.chain(outer).filter(|at| at.abs() < f64::MAX).collect())
    };
    let (xs, ys) = (edges(false), edges(true));
    let has_both = of(true).next().is_some() && of(false).next().is_some();
    let (columns, rows) = (xs.len().saturating_sub(1), ys.len().saturating_sub(1));
    if !has_both || columns * rows < 2 || columns * rows > MOST_CELLS {
        return None;
    }
    let parts = |horizontal: bool, at: f64, from: f64, to: f64| {
        let covers = |line: &Ruling| (line.to.min(to) - line.from.max(from)).max(0.0);
        let covered: f64 = of(horizontal).filter(|line| (line.at - at).abs() <= NARROWEST).map(covers).sum();
        covered >= COVERED * (to - from)
    };
    let mut sets = Sets::new(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let cell = row * columns + column;
            if column + 1 < columns && !parts(false, xs[column + 1], ys[row], ys[row + 1]) {
                sets.join(cell, cell + 1);
            }
            if row + 1 < rows && !parts(true, ys[row + 1], xs[column], xs[column + 1]) {
                sets.join(cell, cell + columns);
            }
        }
    }
    let owners: Vec<usize> = (0..rows * columns).map(|cell| sets.of(cell)).collect();
    // All in one: a frame.
    owners.iter().any(|owner| *owner != 0).then_some(Grid { xs, ys, owners })
}

/// Places in order, those that are meant to be one once.
fn distinct(mut places: Vec<f64>) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, kept| *next - *kept <= NARROWEST);
    places
}

/// Sets of numbers that are joined step by step; each is known by its smallest.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn of(&mut self, member: usize) -> usize {
        let mut root = member;
        while self.0[root] != root {
            root = self.0[root];
        }
        self.0[member] = root;
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        let (small, large) = (a.min(b), a.max(b));
        self.0[large] = small;
    }
}
