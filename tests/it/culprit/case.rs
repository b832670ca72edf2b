//! A report with wrong cells, and whether the linter named them.

use std::collections::BTreeMap;

use fastrand::Rng;

use crate::culprit::oracle::{COLUMNS, Cells, Place, ROWS, Repair, broken, smallest_repairs};
use crate::culprit::run::{Finding, Suspect, check};
use crate::culprit::sheet::{Sheet, Texts};
use crate::generated::figures::Figures;
use crate::generated::form::{APPLICANTS, APPLICATION_ROWS, GROUPS, Level};

/// The table as it should be, what stands in it instead, and where.
pub struct Case {
    figures: Figures,
    texts: Texts,
    /// The wrong cells, each with the right value.
    pub wrong: Vec<Repair>,
    /// What the wrong cell of the review table reads, and what it should.
    pub wrong_review: Option<(u64, u64)>,
}

/// What the linter said of a case.
pub struct Told<'a> {
    pub case: &'a Case,
    pub sheet: Sheet,
    pub findings: Vec<Finding>,
}

impl Case {
    pub fn new(figures: Figures) -> Case {
        let texts = figures.applications.map(|row| row.map(|figure| figure.to_string()));
        Case { figures, texts, wrong: Vec::new(), wrong_review: None }
    }

    /// The figure that should stand in a cell.
    pub fn right(&self, (row, column): Place) -> u64 {
        self.figures.applications[row][column]
    }

    /// Writes a wrong figure.
    pub fn miswrite(&mut self, place: Place, figure: u64) {
        let right = i64::try_from(self.right(place)).expect("a figure of a report");
        self.texts[place.0][place.1] = figure.to_string();
        self.wrong.push((place, right));
    }

    /// Writes what is no figure, or nothing.
    pub fn spoil(&mut self, place: Place, text: &str) {
        text.clone_into(&mut self.texts[place.0][place.1]);
    }

    /// Leaves a cell empty; that is wrong unless it should be zero.
    pub fn leave_empty(&mut self, place: Place) {
        let right = self.right(place);
        if right != 0 {
            self.miswrite(place, 0);
        }
        self.spoil(place, "");
    }

    /// Another figure in the review table.
    pub fn miswrite_review(&mut self, column: usize, figure: u64) {
        self.wrong_review = Some((figure, self.figures.review[column]));
        self.figures.review[column] = figure;
    }

    pub fn review(&self, column: usize) -> u64 {
        self.figures.review[column]
    }

    /// The table as it reads; an empty cell is zero.
    pub fn cells(&self) -> Cells {
        let value = |text: &String| if text.is_empty() { Some(0) } else { text.parse().ok() };
        std::array::from_fn(|row| std::array::from_fn(|column| value(&self.texts[row][column])))
    }

    /// Whether the wrong cells are the only smallest repair there is.
    pub fn is_certain(&self) -> bool {
        let mut wrong = self.wrong.clone();
        wrong.sort_unstable();
        let mut repairs = smallest_repairs(&self.cells());
        repairs.iter_mut().for_each(|repair| repair.sort_unstable());
        repairs == [wrong]
    }

    /// Whether there are several smallest repairs without a cell in common.
    pub fn is_open(&self) -> bool {
        let repairs = smallest_repairs(&self.cells());
        let everywhere = |repair: &Repair| repairs.iter().all(|other| other.contains(repair));
        repairs.len() > 1 && !repairs[0].iter().any(everywhere)
    }
}

/// Draws a cell of the table.
pub fn draw_place(rng: &mut Rng) -> Place {
    (rng.usize(0..ROWS), rng.usize(0..COLUMNS))
}

/// Checks the cases, all in one run.
pub fn tell(cases: &[Case]) -> Vec<Told<'_>> {
    let folder = tempfile::tempdir().expect("a folder for the cases");
    let sheets: Vec<Sheet> = cases.iter().map(|case| Sheet::new(&case.texts, &case.figures.review)).collect();
    for (number, sheet) in sheets.iter().enumerate() {
        std::fs::write(folder.path().join(file(number)), &sheet.text).expect("a case is written");
    }
    let mut found = check(folder.path());
    assert_eq!(found.len(), cases.len());
    let told = cases.iter().zip(sheets).enumerate();
    told.map(|(number, (case, sheet))| Told { case, sheet, findings: found.remove(&file(number)).expect("a file") })
        .collect()
}

fn file(number: usize) -> String {
    format!("{number:05}.txt")
}

impl Told<'_> {
    /// The findings on the balance of the table.
    pub fn unbalanced(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.rule.starts_with("balance/"))
    }

    /// Whether each wrong cell, and nothing else, has one finding at its place which names it alone.
    pub fn names_each(&self) -> bool {
        let due = self.case.wrong.len();
        let named = |repair: &Repair| self.unbalanced().filter(|finding| self.names(finding, *repair)).count() == 1;
        self.unbalanced().count() == due && self.case.wrong.iter().all(named)
    }

    fn names(&self, finding: &Finding, (place, right): Repair) -> bool {
        let at = self.sheet.cell(place);
        let [suspect] = &finding.suspects[..] else { return false };
        finding.severity == "error"
            && broken(&self.case.cells()).contains(&&*finding.rule)
            && finding.line == self.sheet.line(at.start)
            && finding.at == at
            && self.is(suspect, (place, right))
    }

    fn is(&self, suspect: &Suspect, ((row, column), right): Repair) -> bool {
        let at = self.sheet.cell((row, column));
        suspect.at == at
            && suspect.actual == self.sheet.text[at]
            && suspect.expected == right.to_string()
            && suspect.table == "收到和处理政府信息公开申请情况表"
            && is_name_of(&suspect.row, row)
            && suspect.column == column_name(column)
    }

    /// The findings that name one cell as the certain one, and not a wrong cell with its right value.
    pub fn false_accusations(&self) -> Vec<&Suspect> {
        let certain = self.unbalanced().filter_map(|finding| match &finding.suspects[..] {
            [suspect] => Some(suspect),
            _ => None,
        });
        let is_wrong = |suspect: &&Suspect| {
            let mut wrong = self.case.wrong.iter();
            wrong.any(|(place, right)| suspect.at == self.sheet.cell(*place) && suspect.expected == right.to_string())
        };
        certain.filter(|suspect| !is_wrong(suspect)).collect()
    }
}

/// Whether a row may be called so: by its label, or without the number and with its group in front.
fn is_name_of(name: &str, row: usize) -> bool {
    let short = match row {
        0 => "本年新收",
        1 => "上年结转",
        2 => "予以公开",
        3 => "部分公开",
        23 => "总计",
        24 => "结转下年度",
        _ => APPLICATION_ROWS[row].1,
    };
    let unnumbered = short.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let in_group = |group: usize| format!("{}·{unnumbered}", GROUPS[group].split_at("（三）".len()).1);
    match APPLICATION_ROWS[row].0 {
        Level::Leaf(group) => [short, unnumbered, &in_group(group)].contains(&name),
        _ => name == short,
    }
}

fn column_name(column: usize) -> &'static str {
    [&[APPLICANTS[1]], &APPLICANTS[3..]].concat()[column]
}

/// How many of the cases went how.
pub struct Score {
    what: String,
    cases: usize,
    right: usize,
    accused: Vec<String>,
    misses: BTreeMap<Place, usize>,
}

impl Score {
    /// Judges the cases.
    pub fn of(what: &str, told: &[Told<'_>]) -> Score {
        let mut score =
            Score { what: what.to_owned(), cases: told.len(), right: 0, accused: Vec::new(), misses: BTreeMap::new() };
        for told in told {
            score.right += usize::from(told.names_each());
            if !told.names_each() {
                told.case.wrong.iter().for_each(|(place, _)| *score.misses.entry(*place).or_default() += 1);
            }
            let accused = told.false_accusations().into_iter();
            score.accused.extend(accused.map(|suspect| format!("{suspect:?} for {:?}", told.case.wrong)));
        }
        score.print();
        score
    }

    fn print(&self) {
        let Score { what, cases, right, accused, misses } = self;
        println!(
            "{what}: {right} of {cases} named rightly ({:.1} %), {} accused falsely",
            self.percent(),
            accused.len()
        );
        for (place, count) in misses.iter().take(10) {
            println!("    missed at row {}, column {}: {count}", place.0, place.1);
        }
    }

    fn percent(&self) -> f64 {
        100.0 * self.right as f64 / self.cases.max(1) as f64
    }

    /// No cell may be named for certain that is not wrong.
    pub fn accuses_nobody_falsely(self) -> Self {
        assert_eq!(self.accused, Vec::<String>::new(), "{}", self.what);
        self
    }

    /// At least so many of a hundred must be named rightly.
    pub fn names_at_least(self, percent: f64) {
        assert!(self.percent() >= percent, "{}: {:.1} % < {percent} %", self.what, self.percent());
    }
}
