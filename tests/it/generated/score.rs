//! Recall, exact lines and false alarms, by layout and kind of defect.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use crate::generated::cases::Case;
use crate::generated::expect::Verdict;
use crate::generated::layouts::Layout;
use crate::generated::linter::Outcome;

/// What every layout must reach, in cases of a hundred.
pub const RECALL: f64 = 98.0;
pub const EXACT: f64 = 98.0;
/// Cases with findings neither expected nor explained, at most.
pub const EXTRA: f64 = 2.0;
/// How many misses are shown, and how many of one kind.
const SHOWN: usize = 20;
const SHOWN_OF_A_KIND: usize = 3;

/// How many cases went how.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    cases: usize,
    found: usize,
    exact: usize,
    extra: usize,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.cases += other.cases;
        self.found += other.found;
        self.exact += other.exact;
        self.extra += other.extra;
    }

    fn percent(self, of: usize) -> f64 {
        100.0 * of as f64 / self.cases.max(1) as f64
    }
}

/// The score of one layout.
pub struct Score {
    layout: Layout,
    kinds: BTreeMap<String, Count>,
    clean: Count,
    misses: Vec<String>,
    missed: usize,
    shown: BTreeMap<String, usize>,
    folder: PathBuf,
}

impl Score {
    /// An empty score; files of misses go to a folder of the layout.
    pub fn new(layout: Layout) -> Score {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("generated").join(layout.name());
        // Files of an earlier run would mislead.
        let _ = std::fs::remove_dir_all(&folder);
        Score {
            layout,
            kinds: BTreeMap::new(),
            clean: Count::default(),
            misses: Vec::new(),
            missed: 0,
            shown: BTreeMap::new(),
            folder,
        }
    }

    /// Judges a case and counts it.
    pub fn count(&mut self, case: &Case, outcome: Option<&Outcome>) {
        let unheard = Outcome::default();
        let outcome = outcome.unwrap_or(&unheard);
        let mut verdict = case.expected.judge(&outcome.findings);
        if !outcome.checked {
            (verdict.found, verdict.exact) = (false, false);
        }
        let count = Count {
            cases: 1,
            found: usize::from(verdict.found),
            exact: usize::from(verdict.exact),
            extra: usize::from(!verdict.extra.is_empty()),
        };
        match case.defect {
            Some(_) => self.kinds.entry(case.kind()).or_default().add(count),
            None => self.clean.add(count),
        }
        if !verdict.exact || !verdict.extra.is_empty() {
            self.note(case, outcome, &verdict);
        }
    }

    /// Keeps the file of a miss, and the words for the first of them.
    fn note(&mut self, case: &Case, outcome: &Outcome, verdict: &Verdict) {
        self.missed += 1;
        std::fs::create_dir_all(&self.folder).expect("a folder for misses");
        let path = self.folder.join(&case.file);
        std::fs::write(&path, &case.bytes).expect("the file of a miss");
        let of_kind = self.shown.entry(case.kind()).or_default();
        *of_kind += 1;
        if self.misses.len() >= SHOWN || *of_kind > SHOWN_OF_A_KIND {
            return;
        }
        let what = match (verdict.found, verdict.exact) {
            _ if !outcome.checked => "not checked",
            (false, _) => "missed",
            (true, false) => "wrong line",
            (true, true) => "extra findings",
        };
        let lines: Vec<String> = case.expected.lines.iter().map(usize::to_string).collect();
        let mut text = format!(
            "{what}: {} / {} ({:?})\n  wanted {:?} at {}\n  file   {}\n",
            self.layout.name(),
            case.kind(),
            case.encoding,
            case.expected.wanted,
            brief(&lines),
            path.display(),
        );
        for finding in outcome.findings.iter().take(6) {
            let related = &finding.related;
            text += &format!("  got    {}:{} {}", finding.rule, finding.line, finding.message);
            text += &match related.len() {
                0 => "\n".to_owned(),
                1..8 => format!(" (related {related:?})\n"),
                many => format!(" ({many} related)\n"),
            };
        }
        if outcome.findings.len() > 6 {
            text += &format!("  got    {} more\n", outcome.findings.len() - 6);
        }
        self.misses.push(text);
    }

    /// All defects taken together.
    fn total(&self) -> Count {
        let mut total = Count::default();
        self.kinds.values().for_each(|count| total.add(*count));
        total
    }

    /// Holds the score to its floors; the complaints.
    pub fn complaints(&self) -> Vec<String> {
        let total = self.total();
        let mut complaints = Vec::new();
        let mut hold = |ok: bool, what: String| {
            if !ok {
                complaints.push(format!("{}: {what}", self.layout.name()));
            }
        };
        let recall = total.percent(total.found);
        hold(recall >= RECALL, format!("recall {recall:.1} < {RECALL}"));
        let exact = total.percent(total.exact);
        hold(exact >= EXACT, format!("exact lines {exact:.1} < {EXACT}"));
        let extra = total.percent(total.extra);
        hold(extra <= EXTRA, format!("extra {extra:.1} > {EXTRA}"));
        let alarms = self.clean.cases - self.clean.exact;
        hold(alarms == 0, format!("{alarms} clean reports with findings"));
        complaints
    }

    /// The first misses, in words.
    pub fn misses(&self) -> String {
        let rest = self.missed.saturating_sub(self.misses.len());
        let more = match rest {
            0 => String::new(),
            rest => format!("and {rest} more, see {}\n", self.folder.display()),
        };
        self.misses.join("\n") + more.as_str()
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = |name: &str, count: Count| {
            writeln!(
                f,
                "{name:<20} {:>6} {:>7.1} {:>7.1} {:>6}",
                count.cases,
                count.percent(count.found),
                count.percent(count.exact),
                count.extra
            )
        };
        row("clean", self.clean)?;
        for (kind, count) in &self.kinds {
            row(kind, *count)?;
        }
        row("all defects", self.total())
    }
}

/// A list of line numbers, cut where it is long.
fn brief(lines: &[String]) -> String {
    match lines {
        [] => "no line".to_owned(),
        [.., last] if lines.len() > 8 => format!("lines {} .. {last}", lines[..6].join(", ")),
        _ => format!("line {}", lines.join(", ")),
    }
}
