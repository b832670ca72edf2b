//! `--format graphical`: findings for a person, with the line, as a compiler shows them.

use std::fmt::{self, Display, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::excerpt::{Excerpt, Label, printable};
use crate::check::{Finding, Related, Suspect};
use crate::lang::Lang;
use crate::linter::{Checked, Status};
use crate::rule::{Ruleset, Severity};
use crate::source::Span;

/// Columns that line numbers and frames take.
const GUTTER: usize = 10;
/// Places on other lines that are shown; the rest is counted.
const MOST_PLACES: usize = 6;

/// How findings are shown.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether colours may be used.
    pub color: bool,
    /// The language.
    pub lang: Lang,
}

/// Everything that was found in a file; nothing where nothing was.
#[must_use]
pub fn file(path: &str, checked: &Checked, ruleset: &Ruleset, style: Style) -> String {
    let mut out = String::new();
    if let Some(reason) = &checked.reason {
        out.push_str(&notice(path, checked.status, reason, style));
    }
    let private: Vec<Span> = checked.findings.iter().filter(|f| f.private).map(|f| f.span).collect();
    for finding in &checked.findings {
        out.push_str(&show(checked, finding, &private, ruleset, style));
        out.push('\n');
    }
    out
}

/// A line about a file that was not, or not wholly, checked.
#[must_use]
pub fn notice(path: &str, status: Status, reason: &str, style: Style) -> String {
    let what = match status {
        Status::Unreadable => style.lang.pick("没有检查", "not checked"),
        Status::NotAReport => style.lang.pick("不是年度报告", "not a report"),
        Status::Checked => style.lang.pick("注意", "note"),
    };
    let code = if status == Status::Unreadable { "31" } else { "33" };
    let colon = style.lang.pick("：", ": ");
    format!("{} {}{colon}{}\n\n", paint(what, code, style), printable(path), printable(reason))
}

/// What a run came to.
#[derive(Debug, Clone, Copy)]
pub struct Totals {
    /// Files.
    pub files: usize,
    /// Those that were not, or not wholly, checked.
    pub unread: usize,
    /// Findings that were passed over.
    pub ignored: usize,
    /// Errors, warnings, hints.
    pub counts: [usize; 3],
}

/// The last line of a run.
#[must_use]
pub fn summary(totals: Totals, style: Style) -> String {
    let Totals { files, unread, ignored, counts } = totals;
    let [errors, warnings, hints] = counts;
    let mut text = style.lang.pick(
        format!("检查了 {files} 个文件：{errors} 个错误，{warnings} 个警告"),
        format!("{files} files: {errors} errors, {warnings} warnings"),
    );
    if hints > 0 {
        text.push_str(&style.lang.pick(format!("，{hints} 个提示"), format!(", {hints} hints")));
    }
    if ignored > 0 {
        text.push_str(
            &style.lang.pick(format!("；另有 {ignored} 个按要求忽略"), format!("; {ignored} more ignored as asked")),
        );
    }
    if unread > 0 {
        text.push_str(&style.lang.pick(
            format!("；其中 {unread} 个没有检查或检查得不完整"),
            format!("; {unread} of them not, or not wholly, checked"),
        ));
    }
    text.push_str(style.lang.pick("。\n", "\n"));
    let code = match counts {
        [0, 0, _] if unread == 0 => "32",
        [0, ..] if unread == 0 => "33",
        _ => "31",
    };
    paint(&text, code, style)
}

fn paint(text: &str, code: &str, style: Style) -> String {
    if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

fn show(checked: &Checked, finding: &Finding, private: &[Span], ruleset: &Ruleset, style: Style) -> String {
    let (labels, hidden) = labels(checked, finding, style.lang);
    let excerpt =
        Excerpt::new(&checked.source, &labels, private, style.width.saturating_sub(GUTTER).max(20), style.lang);
    let shown = Shown { finding, labels: &labels, excerpt: &excerpt, message: printable(&finding.message) };
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(style.width).without_cause_chain();
    let mut out = String::new();
    // Writing to a string does not fail; a snippet that cannot be drawn must not hide the finding.
    if handler.render_report(&mut out, &shown).is_err() {
        let _ = writeln!(out, "{}: {}", finding.rule, shown.message);
    }
    footer(&mut out, checked, finding, ruleset, hidden, style);
    out
}

/// The advice and the clause, below the snippet.
fn footer(out: &mut String, checked: &Checked, finding: &Finding, ruleset: &Ruleset, hidden: usize, style: Style) {
    let mut line = |name: &str, text: &str| {
        let options = textwrap::Options::new(style.width.saturating_sub(2)).subsequent_indent("        ");
        let colon = style.lang.pick("：", ": ");
        let line = format!("  {}{colon}{}", paint(name, "36", style), printable(text));
        let _ = writeln!(out, "{}", textwrap::fill(&line, options));
    };
    if let Some(help) = &finding.help {
        line(style.lang.pick("建议", "help"), help);
    }
    if let Some(source) = &finding.source {
        line(style.lang.pick("依据", "source"), source);
    }
    let rule = ruleset.rules.iter().find(|rule| rule.id == finding.rule && finding.source.is_none());
    if let Some(rule) = rule.filter(|rule| rule.source != "practice") {
        let form = ruleset.forms.iter().find(|form| Some(&form.edition) == checked.edition.as_ref());
        let notice = form.map_or("", |form| form.notice.as_str());
        line(style.lang.pick("依据", "source"), &rule.source.replace("{notice}", notice));
    }
    for related in &finding.related {
        if let Some(elsewhere) = &related.elsewhere {
            let place = elsewhere.location.start;
            let text = format!("{}:{}:{}  {}", elsewhere.path, place.line, place.column, related.message);
            line(style.lang.pick("对照", "compare"), &text);
        }
    }
    if hidden > 0 {
        let text = style.lang.pick(format!("有关的还有 {hidden} 处"), format!("{hidden} more places belong to this"));
        line(style.lang.pick("另外", "note"), &text);
    }
}

/// The place of the finding, and those that belong to it as far as they fit.
fn labels(checked: &Checked, finding: &Finding, lang: Lang) -> (Vec<Label>, usize) {
    let line = |label: &Label| checked.source.line_of(label.span.start);
    let several = finding.suspects.len() > 1;
    let (own, others): (Vec<&Suspect>, Vec<&Suspect>) = finding.suspects.iter().partition(|s| s.span == finding.span);
    let mut labels =
        vec![Label { span: finding.span, text: own.first().map(|suspect| suspicion(suspect, several, lang)) }];
    let own_line = line(&labels[0]);
    let mut other_lines: Vec<usize> = Vec::new();
    let mut hidden = 0;
    let suspected = others.iter().map(|suspect| (suspect.span, suspicion(suspect, several, lang)));
    let plain = |related: &&Related| {
        !related.minor && related.elsewhere.is_none() && !finding.suspects.iter().any(|s| s.span == related.span)
    };
    let related = finding.related.iter().filter(plain).map(|related| (related.span, printable(&related.message)));
    for (span, text) in suspected.chain(related) {
        let label = Label { span, text: Some(text) };
        let at = line(&label);
        let known = at == own_line || other_lines.contains(&at);
        if known || other_lines.len() < MOST_PLACES {
            if !known {
                other_lines.push(at);
            }
            labels.push(label);
        } else {
            hidden += 1;
        }
    }
    (labels, hidden)
}

/// What is said of a cell that would explain a finding; of one of several, with less certainty.
fn suspicion(suspect: &Suspect, several: bool, lang: Lang) -> String {
    let Suspect { row, column, actual, expected, .. } = suspect;
    let text = match (actual.is_empty(), several) {
        (true, _) => {
            lang.pick(format!("{row}／{column} 空着，应为 {expected}"), format!("{row}/{column} should be {expected}"))
        }
        (false, false) => lang.pick(
            format!("最可能是 {row}／{column}：{actual} 应为 {expected}"),
            format!("most likely {row}/{column}: {actual} should be {expected}"),
        ),
        (false, true) => lang.pick(
            format!("可能是 {row}／{column}：{actual} 应为 {expected}"),
            format!("perhaps {row}/{column}: {actual} should be {expected}"),
        ),
    };
    printable(&text)
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Shown<'f> {
    finding: &'f Finding,
    labels: &'f [Label],
    excerpt: &'f Excerpt,
    message: String,
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(&self.finding.rule))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Hint => miette::Severity::Advice,
        })
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let spans = self.labels.iter().zip(&self.excerpt.labels).enumerate().map(|(index, (label, range))| {
            let span = (range.start, range.len());
            if index == 0 {
                LabeledSpan::new_primary_with_span(label.text.clone(), span)
            } else {
                LabeledSpan::new_with_span(label.text.clone(), span)
            }
        });
        Some(Box::new(spans))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt)
    }
}
