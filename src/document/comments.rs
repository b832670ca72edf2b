//! `gouji: ignore RULE 理由` in a comment of a report: what it asks for is passed over in the line or
//! block that follows.

use std::ops::Range;

use memchr::memmem;

use super::{Document, normalise};
use crate::source::Span;
use crate::topic;

/// What a comment begins with.
const MARK: &str = "gouji:";
/// What may stand before and behind a comment, as its format writes comments.
const FRAMES: [(&str, &str); 7] =
    [("<!--", "-->"), ("{#", "#}"), ("/*", "*/"), ("//", ""), ("#", ""), ("%", ""), ("", "")];

/// A comment to gouji.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands.
    pub span: Span,
    /// What it asks for.
    pub asks: Asks,
    /// The lines, from 0, that it speaks of.
    lines: Range<usize>,
}

/// What a comment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// To pass over findings of rules, and why; the reason may be missing.
    Ignore {
        /// Ids or `topic/*`.
        rules: Vec<String>,
        /// Why.
        reason: Option<String>,
    },
    /// Nothing that gouji understands.
    Unclear,
}

/// The comments of a report.
#[derive(Debug, Default)]
pub struct Comments(Vec<Comment>);

impl Comments {
    /// Finds the comments.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let source = document.source();
        if !may_hold(source.text()) {
            return Self::default();
        }
        let line = |number: usize| {
            let span = source.line_span(number);
            let asks = asks(source.slice(span))?;
            Some(Comment { span, asks, lines: lines_after(document, number) })
        };
        Self((0..source.line_count()).filter_map(line).collect())
    }

    /// The comments, in order.
    #[must_use]
    pub fn list(&self) -> &[Comment] {
        &self.0
    }

    /// The comment that passes over a finding of a rule in a line, from 0.
    #[must_use]
    pub fn covering(&self, rule: &str, line: usize) -> Option<usize> {
        self.0.iter().position(|comment| comment.lines.contains(&line) && comment.means(rule))
    }
}

impl Comment {
    fn means(&self, rule: &str) -> bool {
        let Asks::Ignore { rules, .. } = &self.asks else { return false };
        rules.iter().any(|pattern| topic::means(pattern, rule))
    }
}

/// Whether a line is a comment to gouji, and no part of the report.
pub(super) fn is_comment(line: &str) -> bool {
    may_hold(line) && asks(line).is_some()
}

/// Whether a text may hold comments at all.
pub(super) fn may_hold(text: &str) -> bool {
    memmem::find(text.as_bytes(), b"gouji").is_some()
}

fn asks(line: &str) -> Option<Asks> {
    let line = line.trim();
    let inside = FRAMES.iter().find_map(|(before, after)| line.strip_prefix(before)?.strip_suffix(after))?;
    let text = normalise(inside.trim());
    let rest = text.strip_prefix(MARK)?.trim_start();
    let Some(rest) = rest.strip_prefix("ignore").filter(|rest| rest.starts_with(' ')) else {
        return Some(Asks::Unclear);
    };
    // The reason is kept as it is written; the rules are plain letters in any case.
    let words = inside.split_whitespace().skip_while(|word| !word.ends_with("ignore")).skip(1);
    let is_rule = |word: &str| word.contains('/') && word.is_ascii();
    let mut rules = Vec::new();
    let mut reason = Vec::new();
    for word in words {
        if reason.is_empty() && word.split([',', '、', '，']).all(|word| word.is_empty() || is_rule(word)) {
            rules.extend(word.split([',', '、', '，']).filter(|word| !word.is_empty()).map(str::to_owned));
        } else {
            reason.push(word);
        }
    }
    if rules.is_empty() || rest.trim().is_empty() {
        return Some(Asks::Unclear);
    }
    let reason = reason.join(" ");
    Some(Asks::Ignore { rules, reason: (!reason.is_empty()).then_some(reason) })
}

/// The line or block behind a comment: the next line that is not blank and no comment itself, a
/// paragraph to its end, a Markdown table as a whole.
fn lines_after(document: &Document, comment: usize) -> Range<usize> {
    let source = document.source();
    let text = |line: usize| source.slice(source.line_span(line)).trim();
    let count = source.line_count();
    let skipped = |line: &usize| text(*line).is_empty() || is_comment(text(*line));
    let Some(first) = (comment + 1..count).find(|line| !skipped(line)) else { return count..count };
    let in_table = |line: usize| text(line).starts_with('|');
    let mut end = first + 1;
    while end < count && !text(end).is_empty() {
        let goes_on = if in_table(first) { in_table(end) } else { !document.ends_paragraph(end - 1) };
        if !goes_on {
            break;
        }
        end += 1;
    }
    first..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn ignore(rules: &[&str], reason: Option<&str>) -> Asks {
        let rules = rules.iter().map(|&rule| rule.to_owned()).collect();
        Asks::Ignore { rules, reason: reason.map(str::to_owned) }
    }

    #[test]
    fn comments_are_read_in_every_frame() {
        let asked = ignore(&["contact/phone"], Some("分机号 已核实"));
        for line in [
            "<!-- gouji: ignore contact/phone 分机号 已核实 -->",
            "# gouji: ignore contact/phone 分机号 已核实",
            "// gouji：ignore contact/phone 分机号 已核实",
            "  gouji: ignore contact/phone 分机号 已核实  ",
        ] {
            assert_eq!(asks(line), Some(asked.clone()), "{line}");
        }
        assert_eq!(asks("<!-- gouji: ignore a/b,c/* 理由 -->"), Some(ignore(&["a/b", "c/*"], Some("理由"))));
        assert_eq!(asks("gouji: ignore a/b"), Some(ignore(&["a/b"], None)));
        assert_eq!(asks("gouji: ignore 理由"), Some(Asks::Unclear));
        assert_eq!(asks("gouji: disable a/b"), Some(Asks::Unclear));
        assert_eq!(asks("用 gouji 检查"), None);
        assert_eq!(asks("本报告用 gouji: ignore 检查"), None);
    }

    #[test]
    fn a_comment_speaks_of_the_block_behind_it() {
        let text = "# gouji: ignore a/b 理由\n\n|甲|乙|\n|--|--|\n|1|2|\n丙。\n丁。\n";
        let document = Document::new(Source::new("t", text.into(), 0));
        let comments = Comments::of(&document);
        assert_eq!(comments.list()[0].lines, 2..5);
        assert_eq!(comments.covering("a/b", 4), Some(0));
        assert_eq!(comments.covering("a/b", 5), None);
        assert_eq!(comments.covering("a/c", 4), None);
    }
}
