//! The smallest repair of equations that do not hold: which cell, set to which value, explains them.
//!
//! A wrong cell breaks every equation it belongs to, all by the same amount. So a cell *explains*
//! equations if it belongs to no other, and one change of it makes all of them hold. The broken
//! equations are covered by as few such cells as possible; a cell that is in every smallest cover is
//! the cause, one of several is not.

use rust_decimal::Decimal;

/// A cell, as the caller counts them.
pub(super) type CellId = usize;

/// An equation over cells.
#[derive(Debug, Clone)]
pub(super) struct Balance {
    /// Its cells, and by how much the difference grows with each; none where that is not constant.
    pub terms: Vec<(CellId, Option<Decimal>)>,
    /// Left side less right side: zero where it holds.
    pub difference: Decimal,
}

/// A change of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    /// The cell.
    pub cell: CellId,
    /// What is added to its value.
    pub delta: Decimal,
}

/// Broken equations with one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cause {
    /// The equations, by index.
    pub equations: Vec<usize>,
    /// What would repair them: one change; several of which one would do; none if nothing is known.
    pub changes: Vec<Change>,
}

/// Most alternatives that are worth naming.
const MOST_ALTERNATIVES: usize = 3;
/// Steps after which the search for a cover is given up.
const MOST_STEPS: usize = 20_000;

/// The equations of a report, while causes are sought.
pub(super) struct Search<'a, F> {
    balances: Vec<Balance>,
    /// The equations of each cell.
    of_cell: Vec<Vec<usize>>,
    /// Whether a cell may be changed so.
    allowed: F,
    blanks: &'a [CellId],
}

impl<'a, F: Fn(Change) -> bool> Search<'a, F> {
    /// `blanks` are the cells that are empty and were counted as zero.
    pub(super) fn new(balances: Vec<Balance>, cells: usize, blanks: &'a [CellId], allowed: F) -> Self {
        let mut of_cell = vec![Vec::new(); cells];
        for (index, balance) in balances.iter().enumerate() {
            for &(cell, _) in &balance.terms {
                of_cell[cell].push(index);
            }
        }
        Self { balances, of_cell, allowed, blanks }
    }

    /// The causes of all broken equations; each of these is in exactly one.
    pub(super) fn causes(mut self) -> Vec<Cause> {
        let mut causes = self.fill();
        let broken = self.broken();
        if broken.is_empty() {
            return causes;
        }
        let candidates = self.candidates(&broken);
        let covers = Covers::find(&broken, &candidates);
        if covers.is_empty() {
            causes.extend(self.peel(&candidates));
            causes.extend(self.pair());
        } else {
            causes.extend(named(&broken, &candidates, &covers));
        }
        let told: Vec<usize> = causes.iter().flat_map(|cause| cause.equations.clone()).collect();
        let untold = broken.into_iter().filter(|equation| !told.contains(equation));
        causes.extend(untold.map(|equation| Cause { equations: vec![equation], changes: Vec::new() }));
        causes
    }

    fn broken(&self) -> Vec<usize> {
        (0..self.balances.len()).filter(|&index| !self.balances[index].difference.is_zero()).collect()
    }

    /// Equations that fail only because a cell is empty: the figure that they ask for is filled in.
    fn fill(&mut self) -> Vec<Cause> {
        let original: Vec<usize> = self.broken();
        let mut filled: Vec<Change> = Vec::new();
        while let Some(change) = original.iter().find_map(|&equation| self.only_blank(equation, &filled)) {
            self.apply(change);
            filled.push(change);
        }
        // What leaves an equation broken was no explanation.
        while let Some(at) = filled.iter().position(|change| !self.holds_all(change.cell)) {
            let Change { cell, delta } = filled.remove(at);
            self.apply(Change { cell, delta: -delta });
        }
        self.one_by_one(&filled, &original)
    }

    /// A cause for each change, with those of some equations that no change before it is the cause of.
    fn one_by_one(&self, changes: &[Change], equations: &[usize]) -> Vec<Cause> {
        let mut told: Vec<usize> = Vec::new();
        let cause = |change: &Change| {
            let own = self.of_cell[change.cell].iter().copied();
            let equations: Vec<usize> = own.filter(|e| equations.contains(e) && !told.contains(e)).collect();
            told.extend(&equations);
            Cause { equations, changes: vec![*change] }
        };
        changes.iter().map(cause).collect()
    }

    fn only_blank(&self, equation: usize, filled: &[Change]) -> Option<Change> {
        let balance = &self.balances[equation];
        if balance.difference.is_zero() {
            return None;
        }
        let open = |cell: &CellId| self.blanks.contains(cell) && !filled.iter().any(|change| change.cell == *cell);
        let mut blanks = balance.terms.iter().map(|&(cell, _)| cell).filter(open);
        let (first, None) = (blanks.next()?, blanks.next()) else { return None };
        self.change(equation, first).filter(|&change| (self.allowed)(change))
    }

    fn holds_all(&self, cell: CellId) -> bool {
        self.of_cell[cell].iter().all(|&equation| self.balances[equation].difference.is_zero())
    }

    fn apply(&mut self, change: Change) {
        for &equation in &self.of_cell[change.cell] {
            let balance = &mut self.balances[equation];
            let factor = balance.terms.iter().find(|(cell, _)| *cell == change.cell).and_then(|(_, factor)| *factor);
            balance.difference += factor.unwrap_or_default() * change.delta;
        }
    }

    /// The change of a cell that makes an equation hold.
    fn change(&self, equation: usize, cell: CellId) -> Option<Change> {
        let balance = &self.balances[equation];
        let (_, factor) = balance.terms.iter().find(|(known, _)| *known == cell)?;
        let delta = (-balance.difference).checked_div((*factor)?)?;
        Some(Change { cell, delta })
    }

    /// The one change of a cell that makes all its equations hold, all of which are broken.
    fn explanation(&self, cell: CellId) -> Option<Change> {
        let own = &self.of_cell[cell];
        let change = self.change(*own.first()?, cell)?;
        let same = own.iter().all(|&equation| {
            !self.balances[equation].difference.is_zero() && self.change(equation, cell) == Some(change)
        });
        (same && !change.delta.is_zero() && (self.allowed)(change)).then_some(change)
    }

    /// Every cell that explains the equations it belongs to.
    fn candidates(&self, broken: &[usize]) -> Vec<Candidate> {
        let mut cells: Vec<CellId> = broken.iter().flat_map(|&e| self.balances[e].terms.iter().map(|t| t.0)).collect();
        cells.sort_unstable();
        cells.dedup();
        let candidate =
            |cell| Some(Candidate { change: self.explanation(cell)?, equations: self.of_cell[cell].clone() });
        cells.into_iter().filter_map(candidate).collect()
    }

    /// Where not everything can be explained: cells that explain several equations which no other
    /// cell explains.
    fn peel(&mut self, candidates: &[Candidate]) -> Vec<Cause> {
        let alone = |candidate: &&Candidate| {
            let rival = |other: &Candidate| {
                other.change.cell != candidate.change.cell
                    && other.equations.iter().any(|equation| candidate.equations.contains(equation))
            };
            candidate.equations.len() > 1 && !candidates.iter().any(rival)
        };
        let causes: Vec<Cause> = candidates.iter().filter(alone).map(Candidate::cause).collect();
        for cause in &causes {
            cause.changes.iter().for_each(|&change| self.apply(change));
        }
        causes
    }

    /// Two cells that share an equation, such as two wrong figures in one row.
    fn pair(&mut self) -> Vec<Cause> {
        let broken = self.broken();
        let Some(&first) = broken.first() else { return Vec::new() };
        let mut pairs: Vec<[Change; 2]> = Vec::new();
        let cells: Vec<CellId> = self.balances[first].terms.iter().map(|&(cell, _)| cell).collect();
        for cell in cells {
            let mut changes: Vec<Change> = self.of_cell[cell].iter().filter_map(|&e| self.change(e, cell)).collect();
            changes.dedup();
            changes.retain(|change| !change.delta.is_zero() && (self.allowed)(*change));
            for change in changes {
                self.apply(change);
                pairs.extend(self.rest(cell).into_iter().map(|other| [change, other]));
                self.apply(Change { cell, delta: -change.delta });
            }
        }
        pairs.iter_mut().for_each(|pair| pair.sort_by_key(|change| change.cell));
        pairs.sort_by_key(|pair| (pair[0].cell, pair[1].cell));
        pairs.dedup();
        let [pair] = pairs.as_slice() else { return Vec::new() };
        self.one_by_one(pair, &broken)
    }

    /// The cells other than `first` each of which explains everything that is still broken.
    fn rest(&self, first: CellId) -> Vec<Change> {
        let broken = self.broken();
        let Some(&equation) = broken.first() else { return Vec::new() };
        let others = self.balances[equation].terms.iter().map(|&(cell, _)| cell).filter(|&cell| cell != first);
        let all = |change: &Change| broken.iter().all(|e| self.of_cell[change.cell].contains(e));
        others.filter_map(|cell| self.explanation(cell)).filter(all).collect()
    }
}

/// A cell that explains all its equations.
struct Candidate {
    change: Change,
    equations: Vec<usize>,
}

impl Candidate {
    fn cause(&self) -> Cause {
        Cause { equations: self.equations.clone(), changes: vec![self.change] }
    }
}

/// Sets of candidates that explain each broken equation exactly once, as small as possible.
struct Covers<'c> {
    candidates: &'c [Candidate],
    smallest: Vec<Vec<usize>>,
    steps: usize,
}

impl<'c> Covers<'c> {
    fn find(broken: &[usize], candidates: &'c [Candidate]) -> Vec<Vec<usize>> {
        let mut covers = Self { candidates, smallest: Vec::new(), steps: 0 };
        covers.extend(broken.to_vec(), &mut Vec::new());
        if covers.steps > MOST_STEPS { Vec::new() } else { covers.smallest }
    }

    fn extend(&mut self, open: Vec<usize>, chosen: &mut Vec<usize>) {
        self.steps += 1;
        let best = self.smallest.first().map_or(usize::MAX, Vec::len);
        if self.steps > MOST_STEPS || chosen.len() > best || (chosen.len() == best && !open.is_empty()) {
            return;
        }
        let fitting = |equation: usize| {
            let fits = |c: &Candidate| c.equations.contains(&equation) && c.equations.iter().all(|e| open.contains(e));
            (0..self.candidates.len()).filter(|&index| fits(&self.candidates[index])).collect::<Vec<usize>>()
        };
        let Some(fewest) = open.iter().map(|&equation| fitting(equation)).min_by_key(Vec::len) else {
            if chosen.len() < best {
                self.smallest.clear();
            }
            self.smallest.push(chosen.clone());
            return;
        };
        for index in fewest {
            let taken = &self.candidates[index].equations;
            let rest = open.iter().copied().filter(|equation| !taken.contains(equation)).collect();
            chosen.push(index);
            self.extend(rest, chosen);
            chosen.pop();
        }
    }
}

/// A candidate in every cover is the cause; a few with the same equations are alternatives.
fn named(broken: &[usize], candidates: &[Candidate], covers: &[Vec<usize>]) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    for &equation in broken {
        if causes.iter().any(|cause| cause.equations.contains(&equation)) {
            continue;
        }
        let explains = |index: &&usize| candidates[**index].equations.contains(&equation);
        let mut able: Vec<usize> = covers.iter().filter_map(|cover| cover.iter().find(explains).copied()).collect();
        able.sort_unstable();
        able.dedup();
        let Some(first) = able.first().map(|&index| &candidates[index]) else { continue };
        let alike = able.iter().all(|&index| candidates[index].equations == first.equations);
        if alike && able.len() <= MOST_ALTERNATIVES {
            let changes = able.iter().map(|&index| candidates[index].change).collect();
            causes.push(Cause { equations: first.equations.clone(), changes });
        }
    }
    causes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of `rows` × `columns` cells of which the last of each row and column is its total;
    /// the values are those given.
    fn table(values: &[&[i64]]) -> (Vec<Balance>, usize) {
        let (rows, columns) = (values.len(), values[0].len());
        let sum = |cells: Vec<(usize, usize)>| {
            let last = cells.len() - 1;
            let factor = |index: usize| Decimal::from(if index == last { 1 } else { -1 });
            let difference = cells.iter().enumerate().map(|(i, &(r, c))| factor(i) * Decimal::from(values[r][c])).sum();
            let terms = cells.iter().enumerate().map(|(i, &(r, c))| (r * columns + c, Some(factor(i)))).collect();
            Balance { terms, difference }
        };
        let by_row = (0..rows).map(|r| sum((0..columns).map(|c| (r, c)).collect()));
        let by_column = (0..columns).map(|c| sum((0..rows).map(|r| (r, c)).collect()));
        (by_row.chain(by_column).collect(), rows * columns)
    }

    fn causes(values: &[&[i64]]) -> Vec<Cause> {
        let (balances, cells) = table(values);
        Search::new(balances, cells, &[], |_| true).causes()
    }

    fn change(cell: CellId, delta: i64) -> Change {
        Change { cell, delta: delta.into() }
    }

    #[test]
    fn one_wrong_cell_is_the_cause_of_its_row_and_column() {
        let found = causes(&[&[1, 2, 3], &[4, 9, 9], &[5, 7, 12]]);
        assert_eq!(found, [Cause { equations: vec![1, 4], changes: vec![change(4, -4)] }]);
    }

    #[test]
    fn two_wrong_cells_are_two_causes() {
        let found = causes(&[&[1, 2, 4], &[4, 9, 9], &[5, 7, 12]]);
        let changes: Vec<_> = found.iter().map(|cause| cause.changes.clone()).collect();
        assert_eq!(changes, [[change(2, -1)], [change(4, -4)]]);
    }

    #[test]
    fn two_wrong_cells_in_one_row_are_both_named() {
        let found = causes(&[&[1, 2, 3], &[6, 8, 9], &[5, 7, 12]]);
        let changes: Vec<_> = found.iter().map(|cause| cause.changes.clone()).collect();
        assert_eq!(changes, [[change(3, -2)], [change(4, -3)]]);
    }

    #[test]
    fn of_mirrored_pairs_none_is_named() {
        let found = causes(&[&[2, 2, 3], &[4, 6, 9], &[5, 7, 12]]);
        assert_eq!(found.len(), 4);
        assert!(found.iter().all(|cause| cause.changes.is_empty() && cause.equations.len() == 1), "{found:?}");
    }

    #[test]
    fn a_sum_alone_does_not_tell_which_of_many_is_wrong() {
        let terms = vec![(0, Some(1.into())), (1, Some((-1).into())), (2, Some((-1).into())), (3, Some((-1).into()))];
        let balance = Balance { terms, difference: 2.into() };
        let found = Search::new(vec![balance], 4, &[], |_| true).causes();
        assert_eq!(found, [Cause { equations: vec![0], changes: Vec::new() }]);
    }

    #[test]
    fn of_two_alternatives_both_are_named() {
        let balance = Balance { terms: vec![(0, Some(1.into())), (1, Some((-1).into()))], difference: 2.into() };
        let found = Search::new(vec![balance], 2, &[], |_| true).causes();
        assert_eq!(found, [Cause { equations: vec![0], changes: vec![change(0, -2), change(1, 2)] }]);
    }

    #[test]
    fn an_empty_total_takes_the_value_that_its_equations_ask_for() {
        let (balances, cells) = table(&[&[1, 2, 0], &[4, 5, 0], &[5, 7, 12]]);
        let found = Search::new(balances, cells, &[2, 5], |_| true).causes();
        assert_eq!(found.iter().flat_map(|c| c.changes.clone()).collect::<Vec<_>>(), [change(2, 3), change(5, 9)]);
    }

    #[test]
    fn a_repair_that_is_not_allowed_is_no_repair() {
        let (balances, cells) = table(&[&[1, 2, 3], &[4, 9, 9], &[5, 7, 12]]);
        let found = Search::new(balances, cells, &[], |change| change.cell != 4).causes();
        assert!(found.iter().all(|cause| cause.changes.is_empty()), "{found:?}");
    }
}
