//! Rules about the text: what must stand there, how it is written, and what it claims.

use super::super::file::suggestion;
use super::super::kind::{
    ConsistentParams, CountParams, PartsParams, PatternParams, PrivateNumberParams, RequiredTextParams, ScriptParams,
    ShareParams, SubstitutionParams,
};
use super::super::script::Script;
use super::super::template::Template;
use super::super::{Consistent, Count, Parts, Pattern, PrivateNumber, RequiredText, Share, Substitution};
use super::Compiler;
use crate::document::normalise;

impl Compiler<'_> {
    pub(super) fn required_text(&mut self, params: RequiredTextParams) -> Option<RequiredText> {
        let within = self.passages(&["within"], &params.within);
        let any = self.one_of("any", &params.any);
        Some(RequiredText { within: within?, any: any? })
    }

    pub(super) fn pattern(&mut self, params: PatternParams) -> Option<Pattern> {
        let within = self.passages(&["within"], &params.within);
        let find = self.regex(&["find"], params.find);
        if self.strict {
            self.captures.extend(find.get().capture_names().flatten().map(str::to_owned));
        }
        let valid = params.valid.map(|valid| self.regex(&["valid"], valid));
        let replace = params.replace.map(Template::new);
        if let (true, Some(template)) = (self.strict, &replace) {
            let known: Vec<&str> = find.get().capture_names().flatten().collect();
            for name in template.names().filter(|name| !known.contains(name)) {
                self.error(&["replace"], format!("`find` 里没有名为 `{name}` 的捕获组"), suggestion(name, &known));
            }
        }
        Some(Pattern { within: within?, find, valid, replace })
    }

    pub(super) fn parts(&mut self, params: PartsParams) -> Option<Parts> {
        let within = self.prose(&params.within);
        let opens = self.one_of("opens", &params.opens);
        let ends = self.any_of(&["ends"], &params.ends);
        let partial = self.any_of(&["partial"], &params.partial);
        let whole = self.any_of(&["whole"], &params.whole);
        Some(Parts { within: within?, opens: opens?, ends, partial, whole })
    }

    pub(super) fn share(&mut self, params: ShareParams) -> Option<Share> {
        let within = self.prose(&params.within);
        let says = self.regex(&["says"], params.says);
        if self.strict && !says.get().capture_names().flatten().any(|name| name == "share") {
            self.error(&["says"], "表达式里要有名为 `share` 的捕获组", None);
        }
        let opens = self.one_of("opens", &params.opens);
        let unless = self.any_of(&["unless"], &params.unless);
        Some(Share { within: within?, says, opens: opens?, unless })
    }

    pub(super) fn private_number(&mut self, params: PrivateNumberParams) -> Option<PrivateNumber> {
        let allowed = self.passages(&["allowed", "within"], &params.allowed.within)?;
        let near = self.any_of(&["allowed", "near"], &params.allowed.near);
        Some(PrivateNumber { number: params.number, allowed, near })
    }

    pub(super) fn substitution(&mut self, params: SubstitutionParams) -> Option<Substitution> {
        let within = self.passages(&["within"], &params.within);
        if params.words.is_empty() {
            self.error(&["words"], "`words` 至少要有一个词", None);
        }
        for (wrong, right) in &params.words {
            let plain = normalise(wrong);
            if plain.trim().is_empty() {
                self.error_at_key(&["words", wrong], "错的词是空的", None);
            } else if plain == normalise(right) {
                let message = format!("`{wrong}` 和 `{right}` 没有分别：全角半角和空格，检查时不分");
                self.error(&["words", wrong], message, None);
            }
        }
        let mut words: Vec<(String, String)> =
            params.words.into_iter().map(|(wrong, right)| (normalise(&wrong), right)).collect();
        // Of two wrong words that begin alike the longer one is meant.
        words.sort_by_key(|(wrong, _)| std::cmp::Reverse(wrong.len()));
        let any: Vec<String> = words.iter().map(|(wrong, _)| regex::escape(wrong)).collect();
        let unless = self.any_of(&["unless"], &params.unless);
        Some(Substitution { within: within?, find: self.shared(any.join("|")), words, unless })
    }

    pub(super) fn count(&mut self, params: CountParams) -> Option<Count> {
        let within = self.passages(&["within"], &params.within);
        let find = self.regex(&["find"], params.find);
        let (least, most) = (params.at_least.unwrap_or(0), params.at_most.unwrap_or(usize::MAX));
        if params.at_least.is_none() && params.at_most.is_none() {
            self.error(&[], "要写明 `at-least` 或 `at-most`", None);
        } else if least > most {
            self.error(&["at-least"], "`at-least` 大于 `at-most`", None);
        }
        Some(Count { within: within?, find, least, most })
    }

    pub(super) fn consistent(&mut self, params: ConsistentParams) -> Option<Consistent> {
        if params.places.is_empty() {
            self.error(&["places"], "`places` 至少要有一处", None);
        }
        let mut places = Vec::new();
        for (index, place) in params.places.into_iter().enumerate() {
            let at = index.to_string();
            let within = self.passages(&["places", &at, "within"], &place.within)?;
            places.push((within, self.regex(&["places", &at, "find"], place.find)));
        }
        let ignore = self.any_of(&["ignore"], &params.ignore);
        Some(Consistent { places, ignore })
    }

    pub(super) fn script(&mut self, params: ScriptParams) -> Option<Script> {
        match Script::compile(&params.script) {
            Ok(script) => Some(script),
            Err(error) => {
                self.error_in_block(&["script"], error.line, error.message);
                None
            }
        }
    }
}
