//! The tables of a report in text as people draw them: empty cells belong to those beside or above.

/// A part of a report.
#[derive(Debug)]
pub enum Part<'r> {
    /// A line outside tables; the first is the title.
    Line(&'r str),
    /// Lines with tabs that follow each other.
    Table(Table<'r>),
}

/// A table with merged cells.
#[derive(Debug)]
pub struct Table<'r> {
    rows: Vec<Vec<&'r str>>,
    /// For each place the first cell that covers it.
    owner: Vec<Vec<(usize, usize)>>,
}

/// A cell.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'r> {
    /// What it says.
    pub text: &'r str,
    /// Its first row and column, from 0.
    pub at: (usize, usize),
    /// How many columns and rows it covers.
    pub covers: (usize, usize),
}

/// The parts of a report; blank lines only part tables.
pub fn parts(report: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for line in report.lines().chain([""]) {
        if line.contains('\t') {
            rows.push(line.split('\t').map(str::trim).collect());
            continue;
        }
        if !rows.is_empty() {
            parts.push(Part::Table(Table::of(std::mem::take(&mut rows))));
        }
        if !line.trim().is_empty() {
            parts.push(Part::Line(line));
        }
    }
    parts
}

impl<'r> Table<'r> {
    /// An empty cell belongs to the label beside it, or to what reaches down from above; one beside a
    /// figure is empty.
    fn of(mut rows: Vec<Vec<&'r str>>) -> Self {
        let is_used = |row: &Vec<&str>| row.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
        let width = rows.iter().map(is_used).max().unwrap_or(0);
        rows.iter_mut().for_each(|row| row.resize(width, ""));
        let is_figure = |row: usize, column: usize| rows[row][column].parse::<f64>().is_ok();
        let mut owner = vec![vec![(0, 0); width]; rows.len()];
        for row in 0..rows.len() {
            for column in 0..width {
                let left = column.checked_sub(1).map(|left| owner[row][left]).filter(|left| left.0 == row);
                let above = row.checked_sub(1).map(|above| owner[above][column]);
                let heads = above.filter(|above| above.1 == column && (0..width).all(|column| !is_figure(row, column)));
                owner[row][column] = match (left, above) {
                    _ if !rows[row][column].is_empty() => (row, column),
                    (Some(left), _) if is_figure(left.0, left.1) || rows[left.0][left.1].is_empty() => (row, column),
                    (Some(_), _) if heads.is_some_and(|head| !rows[head.0][head.1].is_empty() && head.0 > 0) => {
                        heads.unwrap_or_default()
                    }
                    (Some(left), _) => left,
                    (None, Some(above)) => above,
                    (None, None) => (row, column),
                };
            }
        }
        Self { rows, owner }
    }

    /// How many rows.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// How many columns.
    pub fn width(&self) -> usize {
        self.owner[0].len()
    }

    /// The cells of a row as they lie beside each other, those that reach down from above with it.
    pub fn row(&self, row: usize) -> Vec<Cell<'r>> {
        let mut cells: Vec<Cell<'r>> = Vec::new();
        for column in 0..self.width() {
            let at = self.owner[row][column];
            if cells.last().is_some_and(|last| last.at == at) {
                continue;
            }
            let columns = (at.1..self.width()).take_while(|&to| self.owner[at.0][to] == at).count();
            let rows = (at.0..self.height()).take_while(|&to| self.owner[to][at.1] == at).count();
            cells.push(Cell { text: self.rows[at.0][at.1], at, covers: (columns, rows) });
        }
        cells
    }
}
