//! What every rule has: its id, its editions, its examples and its words.

use super::super::file::suggestion;
use super::super::kind::{self, KindInfo};
use super::super::model::Words;
use super::super::nearest::nearest;
use super::super::raw::{RawExample, RawRule, RawWords};
use super::super::template::Template;
use super::Compiler;

/// What an example may say.
const EMPTY_EXAMPLE: &str = "用 `replace` 写明改动，或用 `text` 加一段文字，或用 `file` 指一份报告";

impl Compiler<'_> {
    pub(super) fn check_common(&mut self, raw: &RawRule, kind_is_right: bool) {
        let slug =
            |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !raw.id.split_once('/').is_some_and(|(topic, name)| slug(topic) && slug(name)) {
            self.error(&["id"], format!("规则号应为 `主题/名称` 的小写英文：`{}`", raw.id), None);
        }
        let unknown = |(_, edition): &(usize, &String)| !self.forms.iter().any(|form| form.edition == **edition);
        let unknown: Vec<(usize, &String)> = raw.editions.iter().enumerate().filter(unknown).collect();
        for (index, edition) in unknown {
            let known: Vec<&str> = self.forms.iter().map(|f| f.edition.as_str()).collect();
            self.form_error(
                &["editions", &index.to_string()],
                format!("没有这个版本的格式：`{edition}`"),
                suggestion(edition, &known),
            );
        }
        for (index, example) in raw.examples.fail.iter().enumerate() {
            if example.is_empty() {
                let keys = ["examples", "fail", &index.to_string()];
                self.error(&keys, "这个例子什么也没有改，不会报出问题", Some(EMPTY_EXAMPLE.into()));
            }
        }
        for (list, examples) in [("pass", &raw.examples.pass), ("fail", &raw.examples.fail)] {
            for (index, example) in examples.iter().enumerate() {
                self.check_example(&["examples", list, &index.to_string()], example);
            }
        }
        if raw.examples.fail.is_empty() {
            self.error(&["examples", "fail"], "规则至少要有一个会报出问题的例子", None);
        }
        if raw.examples.pass.is_empty() {
            self.error(&["examples", "pass"], "规则至少要有一个不报问题的例子", None);
        }
        let Some(kind) = kind::find(&raw.kind).filter(|_| self.strict) else { return };
        // The names that a pattern captures are not known where the pattern is wrong.
        if !kind_is_right && kind.name == "pattern" {
            return;
        }
        self.check_words(&[], &raw.message, raw.help.as_deref(), &raw.cases, kind);
        if let Some(en) = &raw.en {
            self.check_words(&["en"], &en.message, en.help.as_deref(), &en.cases, kind);
        }
    }

    fn check_example(&mut self, keys: &[&str], example: &RawExample) {
        if example.passage.is_some() && example.text.is_none() {
            let keys = [keys, &["in"]].concat();
            self.error(&keys, "`in` 说的是 `text` 加在哪里，这里没有 `text`", None);
        }
        if let Some(name) = example.passage.as_ref().filter(|name| super::passage(name, self.forms).is_none()) {
            let known = super::passage_names(self.forms);
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let keys = [keys, &["in"]].concat();
            self.form_error(&keys, format!("没有这个位置：`{name}`"), suggestion(name, &known));
        }
        if example.file.is_some() && (example.text.is_some() || !example.replace.is_empty()) {
            let keys = [keys, &["file"]].concat();
            self.error(&keys, "写了 `file` 就不能再写 `replace` 或 `text`", None);
        }
    }

    fn check_words(
        &mut self,
        prefix: &[&str],
        message: &str,
        help: Option<&str>,
        cases: &std::collections::BTreeMap<String, RawWords>,
        kind: &KindInfo,
    ) {
        self.check_names(&[prefix, &["message"]].concat(), message, kind);
        self.check_names(&[prefix, &["help"]].concat(), help.unwrap_or_default(), kind);
        for (case, words) in cases {
            let keys = [prefix, &["cases", case]].concat();
            if !kind.cases.contains(&case.as_str()) {
                self.error_at_key(&keys, format!("这种规则没有 `{case}` 这一情形"), suggestion(case, kind.cases));
            }
            self.check_names(&[&keys[..], &["message"]].concat(), &words.message, kind);
            self.check_names(&[&keys[..], &["help"]].concat(), words.help.as_deref().unwrap_or_default(), kind);
        }
    }

    fn check_names(&mut self, keys: &[&str], template: &str, kind: &KindInfo) {
        // What a script says is known to nobody else.
        if kind.name == "script" {
            return;
        }
        let template = Template::new(template);
        let mut known: Vec<String> = kind.names.iter().map(|&name| name.to_owned()).collect();
        known.extend(self.captures.iter().filter(|name| !kind.names.contains(&name.as_str())).cloned());
        for name in template.names().filter(|name| !known.iter().any(|known| known == name)) {
            let near = nearest(name, known.iter().map(String::as_str));
            let help =
                near.map_or_else(|| format!("可用的有：{}", known.join("、")), |near| format!("是不是 `{{{near}}}`？"));
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
