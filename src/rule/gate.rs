//! A quick look before a slow one: the words one of which must stand where any of several regular
//! expressions matches. Most rules find nothing in most reports, and neither compile nor run then.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex_syntax::hir::literal::Extractor;

/// Most words that an expression may begin with; with more the look would not be quick.
const MOST_WORDS: usize = 96;
/// Most bytes of such a word.
const LONGEST: usize = 9;

/// The words with which the matches of a regular expression begin; none where they may begin with
/// anything.
pub(super) fn first_words(pattern: &str) -> Option<Vec<String>> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut words = Extractor::new()
        .limit_class(1)
        .limit_repeat(1)
        .limit_literal_len(LONGEST)
        .limit_total(MOST_WORDS)
        .extract(&hir);
    words.optimize_for_prefix_by_preference();
    let literals = words.literals()?;
    let texts = literals.iter().map(|literal| std::str::from_utf8(literal.as_bytes()).ok().map(str::to_owned));
    texts.collect::<Option<Vec<String>>>().filter(|words| !words.is_empty() && words.iter().all(|w| !w.is_empty()))
}

/// Finds where one of several words stands.
#[derive(Debug, Default)]
pub struct Gate {
    patterns: Vec<String>,
    built: OnceLock<Built>,
}

/// The words of each expression, and all of them together; none where one is without.
#[derive(Debug, Default)]
struct Built {
    words: Vec<Option<Vec<String>>>,
    any: Option<AhoCorasick>,
}

impl Gate {
    /// A gate for expressions; nothing is built yet.
    pub(super) fn new(patterns: Vec<String>) -> Self {
        Self { patterns, built: OnceLock::new() }
    }

    fn built(&self) -> &Built {
        self.built.get_or_init(|| {
            let words: Vec<Option<Vec<String>>> = self.patterns.iter().map(|p| first_words(p)).collect();
            let all: Option<Vec<&String>> =
                words.iter().try_fold(Vec::new(), |all, words| Some([all, words.as_ref()?.iter().collect()].concat()));
            let any = all.and_then(|all| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(all).ok());
            Built { words, any }
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
        words.is_none_or(|words| {
            words.iter().any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_of_an_expression_are_known() {
        let words = first_words("(?:结果)?(?:予以)?维持(?:的|共)*[0-9]+件").unwrap();
        assert!(
            ["结果维持1件", "予以维持共3件", "维持2件"].iter().all(|t| words.iter().any(|w| t.starts_with(w.as_str())))
        );
        assert_eq!(first_words("[0-9]+件"), None);
    }

    #[test]
    fn a_text_without_the_words_does_not_pass() {
        let gate = Gate::new(vec!["受理[0-9]+".into(), "办结[0-9]+".into()]);
        assert_eq!(gate.places("共办结3件").unwrap().collect::<Vec<_>>(), [3]);
        assert!(gate.may_match(1, "共办结3件") && !gate.may_match(0, "共办结3件"));
    }
}
