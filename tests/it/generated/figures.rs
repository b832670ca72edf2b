//! Balanced figures: tables on which every equation of the form holds.

use fastrand::Rng;

use crate::generated::form::{self, Table};

/// Figures of the applications table, by row and column; the last column is 总计.
pub type Applications = [[u64; 7]; 25];
/// Figures of the review table: three groups of five, the last of each 总计.
pub type Review = [u64; 15];

/// The figures of a whole report.
#[derive(Clone, Debug)]
pub struct Figures {
    /// 规章 (3), 行政规范性文件 (3), 行政许可, 行政处罚, 行政强制; fees stand apart.
    pub disclosure: [u64; 9],
    /// 行政事业性收费, in tenths of 万元.
    pub fee_tenths: u64,
    /// Section 三.
    pub applications: Applications,
    /// Section 四.
    pub review: Review,
}

/// An equation which does not hold: the rule which must say so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// The rule id.
    pub rule: &'static str,
    /// The column (equations down a column), the row (across a row) or 0.
    pub subject: usize,
}

/// How large the figures of a report are.
#[derive(Clone, Copy)]
enum Scale {
    Nothing,
    Handful,
    Hundreds,
    Thousands,
}

impl Scale {
    fn draw(rng: &mut Rng) -> Scale {
        match rng.u8(0..10) {
            0..2 => Scale::Nothing,
            2..5 => Scale::Handful,
            5..8 => Scale::Hundreds,
            _ => Scale::Thousands,
        }
    }

    /// One figure; most cells of a small report are zero.
    fn figure(self, rng: &mut Rng) -> u64 {
        let (filled, most) = match self {
            Scale::Nothing => (0, 0),
            Scale::Handful => (15, 9),
            Scale::Hundreds => (45, 140),
            Scale::Thousands => (80, 2600),
        };
        if rng.u8(0..100) < filled { rng.u64(1..=most) } else { 0 }
    }
}

impl Figures {
    /// Draws balanced tables, from all zero to thousands.
    pub fn draw(rng: &mut Rng) -> Figures {
        let scale = Scale::draw(rng);
        let mut disclosure = [0; 9];
        for figure in &mut disclosure {
            *figure = scale.figure(rng);
        }
        disclosure[2] = disclosure[2].max(disclosure[0]);
        disclosure[5] = disclosure[5].max(disclosure[3]);
        Figures {
            disclosure,
            fee_tenths: scale.figure(rng) * rng.u64(1..40),
            applications: applications(scale, rng),
            review: review(scale, rng),
        }
    }
}

/// Draws the results of each applicant column, then what was received so that
/// the column closes, then the totals.
fn applications(scale: Scale, rng: &mut Rng) -> Applications {
    let columns: [[u64; 25]; 6] = std::array::from_fn(|column| {
        let sparse = column > 0 && rng.bool();
        applicant_column(scale, sparse, rng)
    });
    std::array::from_fn(|row| {
        let mut figures = [0; 7];
        for (figure, column) in figures.iter_mut().zip(&columns) {
            *figure = column[row];
        }
        figures[6] = figures.iter().sum();
        figures
    })
}

/// The 25 figures of one kind of applicant.
fn applicant_column(scale: Scale, sparse: bool, rng: &mut Rng) -> [u64; 25] {
    let mut column = [0; 25];
    for figure in &mut column[form::PARTS] {
        *figure = scale.figure(rng) / if sparse { 20 } else { 1 };
    }
    let handled: u64 = column[form::PARTS].iter().sum();
    let left = scale.figure(rng);
    let carried = scale.figure(rng).min(handled + left);
    column[form::HANDLED] = handled;
    column[form::LEFT] = left;
    column[form::CARRIED] = carried;
    column[form::RECEIVED] = handled + left - carried;
    column
}

fn review(scale: Scale, rng: &mut Rng) -> Review {
    let mut table = [0; 15];
    for group in table.chunks_mut(5) {
        for figure in &mut group[..4] {
            *figure = scale.figure(rng) / 3;
        }
        group[4] = group[..4].iter().sum();
    }
    table
}

/// Every equation of the applications and review tables that does not hold.
pub fn broken(applications: &Applications, review: &Review) -> Vec<Broken> {
    let mut found = Vec::new();
    let mut hold = |rule, subject, left: u64, right: u64| {
        if left != right {
            found.push(Broken { rule, subject });
        }
    };
    (0..7).for_each(|column| {
        let at = |row: usize| applications[row][column];
        hold(
            "balance/received-handled",
            column,
            at(form::RECEIVED) + at(form::CARRIED),
            at(form::HANDLED) + at(form::LEFT),
        );
        let parts = form::PARTS.map(at).sum();
        hold("balance/handled-total", column, at(form::HANDLED), parts);
    });
    for (number, row) in applications.iter().enumerate() {
        let parts = row[..6].iter().sum();
        hold("balance/applicant-total", number, row[6], parts);
    }
    let rules = ["balance/review-total", "balance/direct-suit-total", "balance/suit-after-review-total"];
    for (rule, group) in rules.into_iter().zip(review.chunks(5)) {
        hold(rule, 0, group[4], group[..4].iter().sum());
    }
    found
}

/// The equations broken once the figure of one cell is another.
pub fn broken_by(figures: &Figures, table: Table, row: usize, column: usize, value: u64) -> Vec<Broken> {
    let mut changed = figures.clone();
    match table {
        Table::Disclosure => {}
        Table::Applications => changed.applications[row][column] = value,
        Table::Review => changed.review[column] = value,
    }
    broken(&changed.applications, &changed.review)
}
