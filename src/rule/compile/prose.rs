//! Rules about the text: what must stand there, how it is written, and what it claims.

use super::super::file::suggestion;
use super::super::kind::{PartsParams, PatternParams, PrivateNumberParams, RequiredTextParams, ShareParams};
use super::super::template::Template;
use super::super::{Parts, Pattern, PrivateNumber, RequiredText, Share};
use super::Compiler;

impl Compiler<'_> {
    pub(super) fn required_text(&mut self, params: RequiredTextParams) -> Option<RequiredText> {
        let within = self.passages(&params.within)?;
        Some(RequiredText { within, any: self.one_of("any", &params.any)? })
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

    pub(super) fn parts(&mut self, params: PartsParams) -> Option<Parts> {
        let within = self.passages(&params.within)?;
        let opens = self.one_of("opens", &params.opens);
        let ends = self.any_of(&["ends"], &params.ends);
        let partial = self.any_of(&["partial"], &params.partial);
        let whole = self.any_of(&["whole"], &params.whole);
        Some(Parts { within, opens: opens?, ends, partial, whole })
    }

    pub(super) fn share(&mut self, params: ShareParams) -> Option<Share> {
        let within = self.passages(&params.within)?;
        let says = self.regex(&["says"], params.says);
        if self.strict && !says.get().capture_names().flatten().any(|name| name == "share") {
            self.error(&["says"], "表达式里要有名为 `share` 的捕获组", None);
        }
        let opens = self.one_of("opens", &params.opens);
        let unless = self.any_of(&["unless"], &params.unless);
        Some(Share { within, says, opens: opens?, unless })
    }

    pub(super) fn private_number(&mut self, params: PrivateNumberParams) -> Option<PrivateNumber> {
        let allowed = self.passages(&params.allowed.within)?;
        let near = self.any_of(&["allowed", "near"], &params.allowed.near);
        Some(PrivateNumber { number: params.number, allowed, near })
    }
}
