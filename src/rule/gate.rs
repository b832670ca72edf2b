//! A quick look before a slow one: the words one of which must stand where any of several regular
//! expressions matches. Most rules find nothing in most reports, and neither compile nor run then.

use std::sync::{Arc, OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem::Finder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};

use crate::lazy::LazyRegex;

/// Most words that an expression may begin with; with more the look would not be quick.
const MOST_WORDS: usize = 96;
/// Most bytes of such a word.
const LONGEST: usize = 9;
/// Bytes below which a word stands too often to tell anything: one Chinese character.
const SHORT: usize = 6;

/// Words one of which stands in every match of a regular expression: those it begins with, or, where
/// these are short, others that it holds. None where neither can be told.
pub(super) fn words_of(pattern: &str) -> Option<Vec<String>> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let first = first_words(&hir);
    if first.as_ref().is_some_and(|words| shortest(words) >= SHORT) {
        return first;
    }
    held_words(&hir).filter(|words| shortest(words) >= SHORT).or(first)
}

/// The words with which the matches begin; none where they may begin with anything.
fn first_words(hir: &Hir) -> Option<Vec<String>> {
    let extractor = &mut Extractor::new();
    let extractor = extractor.limit_class(1).limit_repeat(1).limit_literal_len(LONGEST).limit_total(MOST_WORDS);
    let mut words = extractor.extract(hir);
    words.optimize_for_prefix_by_preference();
    let literals = words.literals()?;
    let texts = literals.iter().map(|literal| std::str::from_utf8(literal.as_bytes()).ok().map(str::to_owned));
    texts.collect::<Option<Vec<String>>>().filter(|words| !words.is_empty() && words.iter().all(|w| !w.is_empty()))
}

/// Words one of which stands somewhere in every match.
fn held_words(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_owned()]),
        HirKind::Capture(capture) => held_words(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => held_words(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(held_words).max_by_key(|words| shortest(words)),
        HirKind::Alternation(branches) => {
            let words: Option<Vec<Vec<String>>> = branches.iter().map(held_words).collect();
            words.map(|words| words.concat()).filter(|words| words.len() <= MOST_WORDS)
        }
        _ => None,
    }
}

fn shortest(words: &[String]) -> usize {
    words.iter().map(String::len).min().unwrap_or(0)
}

/// Finds where one of several words stands.
#[derive(Debug, Default)]
pub struct Gate {
    expressions: Vec<Arc<LazyRegex>>,
    built: OnceLock<Built>,
}

/// The words of each expression, and all of them together; none where one is without.
#[derive(Debug, Default)]
struct Built {
    words: Vec<Option<Vec<Finder<'static>>>>,
    any: Option<AhoCorasick>,
}

impl Gate {
    /// A gate for expressions; nothing is built yet.
    pub(super) fn new(expressions: Vec<Arc<LazyRegex>>) -> Self {
        Self { expressions, built: OnceLock::new() }
    }

    fn built(&self) -> &Built {
        self.built.get_or_init(|| {
            let words: Vec<Option<Vec<String>>> = self.expressions.iter().map(|e| words_of(e.pattern())).collect();
            let all: Option<Vec<&String>> =
                words.iter().try_fold(Vec::new(), |all, words| Some([all, words.as_ref()?.iter().collect()].concat()));
            let any = all.and_then(|all| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(all).ok());
            let finder = |word: &String| Finder::new(word).into_owned();
            Built { words: words.iter().map(|w| w.as_ref().map(|w| w.iter().map(finder).collect())).collect(), any }
        })
    }

    /// The places in a text where one of the expressions may match; none if that cannot be told.
    pub(crate) fn places<'t>(&'t self, text: &'t str) -> Option<impl Iterator<Item = usize> + 't> {
        let any = self.built().any.as_ref()?;
        Some(any.find_iter(text).map(|found| found.start()))
    }

    /// Whether the expression with this index may match in a text.
    pub(crate) fn may_match(&self, index: usize, text: &str) -> bool {
        let words = self.built().words.get(index).and_then(Option::as_ref);
        words.is_none_or(|words| words.iter().any(|word| word.find(text.as_bytes()).is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_of_an_expression_are_known() {
        let words = words_of("(?:结果)?(?:予以)?维持(?:的|共)*[0-9]+件").unwrap();
        assert!(
            ["结果维持1件", "予以维持共3件", "维持2件"].iter().all(|t| words.iter().any(|w| t.starts_with(w.as_str())))
        );
        assert_eq!(words_of("[0-9]+件?"), None);
    }

    #[test]
    fn of_short_words_the_one_that_is_always_there_counts() {
        assert_eq!(words_of("(?:未|无)(?:发生|因)*(?<at>复议)(?:案件)?"), Some(vec!["复议".to_owned()]));
        assert_eq!(words_of("(?:另有|,)[0-9]+件(?:结转|顺延)"), Some(vec!["结转".to_owned(), "顺延".to_owned()]));
    }

    #[test]
    fn a_text_without_the_words_does_not_pass() {
        let gate = Gate::new(["受理[0-9]+", "办结[0-9]+"].map(|p| Arc::new(LazyRegex::new(p))).to_vec());
        assert_eq!(gate.places("共办结3件").unwrap().collect::<Vec<_>>(), [3]);
        assert!(gate.may_match(1, "共办结3件") && !gate.may_match(0, "共办结3件"));
    }
}
