//! Rules about the text: what must stand there, how it is written, and what it claims.

use super::super::file::suggestion;
use super::super::kind::{PartsParams, PatternParams, PrivateNumberParams, RequiredTextParams, ShareParams};
use super::super::template::Template;
use super::super::{Parts, Pattern, PrivateNumber, RequiredText, Share};
use std::sync::Arc;

use super::Compiler;
use crate::lazy::LazyRegex;

impl Compiler<'_> {
    pub(super) fn required_text(&mut self, params: RequiredTextParams) -> Option<RequiredText> {
        let within = self.passages(&params.within)?;
        let any = self.any_of("any", &params.any);
        if any.is_none() {
            self.error(&["any"], "`any` 至少要有一个表达式", None);
        }
        Some(RequiredText { within, any: any? })
    }

    pub(super) fn pattern(&mut self, params: PatternParams) -> Option<Pattern> {
        let within = self.passages(&params.within)?;
        let find = self.regex(&["find"], params.find);
        let valid = params.valid.map(|valid| self.regex(&["valid"], valid));
        let replace = params.replace.map(Template::new);
        if let (true, Some(template)) = (self.strict, &replace) {
            let known: Vec<&str> = find.get().capture_names().flatten().collect();
            for name in template.names().filter(|name| !known.contains(name)) {
                self.error(&["replace"], format!("`find` 里没有名为 `{name}` 的捕获组"), suggestion(name, &known));
            }
        }
        Some(Pattern { within, find, valid, replace })
    }

    /// One expression out of several, none of which may be wrong; none where there are none.
    pub(super) fn any_of(&mut self, key: &str, patterns: &[String]) -> Option<Arc<LazyRegex>> {
        for (index, pattern) in patterns.iter().enumerate() {
            self.regex(&[key, &index.to_string()], pattern.clone());
        }
        match patterns {
            [] => None,
            [only] => Some(self.regex(&[key], only.clone())),
            several => {
                let any = several.iter().map(|p| format!("(?:{p})")).collect::<Vec<_>>().join("|");
                Some(self.regex(&[key], any))
            }
        }
    }

    pub(super) fn parts(&mut self, params: PartsParams) -> Option<Parts> {
        let within = self.passages(&params.within)?;
        let opens = self.any_of("opens", &params.opens);
        if opens.is_none() {
            self.error(&["opens"], "`opens` 至少要有一个表达式", None);
        }
        let ends = self.any_of("ends", &params.ends);
        let partial = self.any_of("partial", &params.partial);
        let whole = self.any_of("whole", &params.whole);
        Some(Parts { within, opens: opens?, ends, partial, whole })
    }

    pub(super) fn share(&mut self, params: ShareParams) -> Option<Share> {
        let within = self.passages(&params.within)?;
        let says = self.regex(&["says"], params.says);
        if self.strict && !says.get().capture_names().flatten().any(|name| name == "share") {
            self.error(&["says"], "表达式里要有名为 `share` 的捕获组", None);
        }
        let opens = self.any_of("opens", &params.opens);
        if opens.is_none() {
            self.error(&["opens"], "`opens` 至少要有一个表达式", None);
        }
        let unless = self.any_of("unless", &params.unless);
        Some(Share { within, says, opens: opens?, unless })
    }

    pub(super) fn private_number(&mut self, params: PrivateNumberParams) -> Option<PrivateNumber> {
        let allowed = self.passages(&params.allowed.within)?;
        let near = self.any_of("allowed", &params.allowed.near);
        Some(PrivateNumber { number: params.number, allowed, near })
    }
}
