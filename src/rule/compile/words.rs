//! What every rule has: its id, its editions, its examples and its words.

use super::super::Words;
use super::super::file::suggestion;
use super::super::kind::{self, Vocabulary};
use super::super::nearest::nearest;
use super::super::raw::{RawRule, RawWords};
use super::super::template::Template;
use super::Compiler;

impl Compiler<'_> {
    pub(super) fn check_common(&mut self, raw: &RawRule) {
        let slug =
            |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !raw.id.split_once('/').is_some_and(|(topic, name)| slug(topic) && slug(name)) {
            self.error(&["id"], format!("规则号应为 `主题/名称` 的小写英文：`{}`", raw.id), None);
        }
        for edition in raw.editions.iter().filter(|e| !self.forms.iter().any(|f| f.edition == **e)) {
            let known: Vec<&str> = self.forms.iter().map(|f| f.edition.as_str()).collect();
            self.error(&["editions"], format!("没有这个版本的格式：`{edition}`"), suggestion(edition, &known));
        }
        if raw.examples.fail.is_empty() {
            self.error(&["examples", "fail"], "规则至少要有一个会报出问题的例子", None);
        }
        if raw.examples.pass.is_empty() {
            self.error(&["examples", "pass"], "规则至少要有一个不报问题的例子", None);
        }
        let Some(vocabulary) = kind::vocabulary(&raw.kind).filter(|_| self.strict) else { return };
        self.check_words(&[], &raw.message, raw.help.as_deref(), &raw.cases, vocabulary);
        if let Some(en) = &raw.en {
            self.check_words(&["en"], &en.message, en.help.as_deref(), &en.cases, vocabulary);
        }
    }

    fn check_words(
        &mut self,
        prefix: &[&str],
        message: &str,
        help: Option<&str>,
        cases: &std::collections::BTreeMap<String, RawWords>,
        vocabulary: Vocabulary,
    ) {
        self.check_names(&[prefix, &["message"]].concat(), message, vocabulary);
        self.check_names(&[prefix, &["help"]].concat(), help.unwrap_or_default(), vocabulary);
        for (case, words) in cases {
            let keys = [prefix, &["cases", case]].concat();
            if !vocabulary.cases.contains(&case.as_str()) {
                self.error(&keys, format!("这种规则没有 `{case}` 这一情形"), suggestion(case, vocabulary.cases));
            }
            self.check_names(&[&keys[..], &["message"]].concat(), &words.message, vocabulary);
            self.check_names(&[&keys[..], &["help"]].concat(), words.help.as_deref().unwrap_or_default(), vocabulary);
        }
    }

    fn check_names(&mut self, keys: &[&str], template: &str, vocabulary: Vocabulary) {
        let template = Template::new(template);
        for name in template.names().filter(|name| !vocabulary.names.contains(name)) {
            let near = nearest(name, vocabulary.names.iter().copied());
            let help = near.map_or_else(
                || format!("可用的有：{}", vocabulary.names.join("、")),
                |near| format!("是不是 `{{{near}}}`？"),
            );
            self.error(keys, format!("这种规则的文字里不能用 `{{{name}}}`"), Some(help));
        }
    }
}

/// The templates of a rule in one language.
pub(super) fn words(
    message: String,
    help: Option<String>,
    cases: std::collections::BTreeMap<String, RawWords>,
) -> Words {
    let case = |(name, words): (String, RawWords)| (name, Template::new(words.message), words.help.map(Template::new));
    Words {
        message: Template::new(message),
        help: help.map(Template::new),
        cases: cases.into_iter().map(case).collect(),
    }
}
