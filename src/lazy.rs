//! Regular expressions that are compiled when they are first needed: a run over one report should
//! not pay for rules that never look at it.

use std::sync::{Arc, OnceLock};

use regex::Regex;

/// A regular expression, validated on demand and compiled on first use.
#[derive(Debug)]
pub struct LazyRegex {
    pattern: String,
    compiled: OnceLock<Regex>,
}

impl LazyRegex {
    /// Keeps the pattern; nothing is compiled yet.
    #[must_use]
    pub fn new(pattern: impl Into<String>) -> Self {
        Self { pattern: pattern.into(), compiled: OnceLock::new() }
    }

    /// The pattern as written.
    #[must_use]
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Compiles now, for the packs that come from disk and for tests.
    ///
    /// # Errors
    /// The error of the regular expression.
    pub fn validate(&self) -> Result<&Regex, Box<regex::Error>> {
        if let Some(regex) = self.compiled.get() {
            return Ok(regex);
        }
        let regex = Regex::new(&self.pattern)?;
        Ok(self.compiled.get_or_init(|| regex))
    }

    /// What is wrong with it, for people; an expression that is satisfied with nothing is wrong, too.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        match self.validate() {
            Ok(regex) if regex.is_match("") => Some("这个表达式连空的文字也符合，等于什么也没有写".into()),
            Ok(_) => None,
            Err(error) => {
                let message = error.to_string();
                let last = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
                Some(format!("正则表达式有误：{last}"))
            }
        }
    }

    /// Whether it is found in a text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        self.get().is_match(text)
    }

    /// The compiled expression. A pattern that was never validated and is wrong matches nothing;
    /// packs are validated before they are used, so that this does not happen.
    #[must_use]
    pub fn get(&self) -> &Regex {
        self.compiled.get_or_init(|| Regex::new(&self.pattern).unwrap_or_else(|_| never()))
    }
}

/// Whether an expression that may have been left out is found in a text.
pub fn is_in(regex: Option<&Arc<LazyRegex>>, text: &str) -> bool {
    regex.is_some_and(|regex| regex.is_in(text))
}

#[expect(clippy::expect_used, reason = "a constant pattern that the test below compiles")]
fn never() -> Regex {
    Regex::new(r"[^\s\S]").expect("a constant pattern")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_pattern_is_told_and_matches_nothing() {
        let lazy = LazyRegex::new("(");
        assert!(lazy.validate().is_err());
        assert!(!lazy.get().is_match("("));
    }
}
