//! A page for a rule, in Markdown: for `gouji explain` and for the documentation.

use std::fmt::Write;

use serde_yaml::{Mapping, Value};

use crate::rule::kind::{self, KINDS};
use crate::rule::{COMMON_KEYS, RawExample, Rule, RuleBook, Ruleset};

/// Lines of a parameter that are shown; a longer one is named only.
const MOST_LINES: usize = 12;
/// Characters of a line of a parameter.
const LONGEST_LINE: usize = 160;
/// Examples of each sort that are shown.
const MOST_EXAMPLES: usize = 3;

/// The page of a rule; `keys` are its keys as they are written.
#[must_use]
pub fn rule(rule: &Rule, keys: &Mapping) -> String {
    let mut page = String::new();
    let level = rule.severity.title();
    let about = kind::find(&rule.kind_name).map_or("", |kind| kind.about);
    let english = rule.title.en.as_ref().map(|title| format!("{title}\n\n")).unwrap_or_default();
    let _ = write!(
        page,
        "# {}\n\n{}\n\n{english}- 级别：{level}（`{}`）\n- 种类：`{}`，{about}\n- 规则包：{}（`{}`）\n",
        rule.id,
        rule.title.zh,
        rule.severity.name(),
        rule.kind_name,
        rule.pack.title,
        rule.pack.name,
    );
    if !rule.editions.is_empty() {
        let _ = writeln!(page, "- 适用的格式版本：{}", rule.editions.join("、"));
    }
    let source = rule.source.replace("{notice}", "当年适用的格式");
    let source = if source == "practice" { "各地的通行做法（`practice`）".to_owned() } else { source };
    let _ = write!(page, "\n## 为什么\n\n{}\n\n## 依据\n\n{source}\n\n## 例子\n", rule.why);
    examples(&mut page, "错", &rule.examples.fail, true);
    examples(&mut page, "对", &rule.examples.pass, false);
    parameters(&mut page, rule, keys);
    let _ = write!(
        page,
        "\n## 关闭或改级别\n\n在 `gouji.yaml` 里：\n\n```yaml\nrules:\n  {}: off  # 或 error、warning、hint\n```\n\n\
         只忽略一处：在报告里它的前一行写 `<!-- gouji: ignore {} 理由 -->`。\n",
        rule.id, rule.id
    );
    page
}

fn examples(page: &mut String, sort: &str, examples: &[RawExample], fails: bool) {
    for example in examples.iter().filter(|example| !example.is_empty()).take(MOST_EXAMPLES) {
        let _ = write!(page, "\n{sort}：\n\n```text\n");
        for (from, to) in &example.replace {
            let (wrong, right) = (shown(to), shown(from));
            let _ = match (fails, wrong.is_empty()) {
                (true, true) => writeln!(page, "（缺）{right}"),
                (true, false) => writeln!(page, "{wrong}\n应为：{right}"),
                (false, _) => writeln!(page, "{wrong}"),
            };
        }
        if let Some(text) = &example.text {
            let _ = writeln!(page, "{}", text.trim_end());
        }
        if let Some(file) = &example.file {
            let _ = writeln!(page, "（整份报告：{file}）");
        }
        page.push_str("```\n");
    }
}

/// Cells are parted by bars, which are seen, in place of tabs, which are not.
fn shown(text: &str) -> String {
    let line = |line: &str| line.split('\t').map(str::trim).filter(|c| !c.is_empty()).collect::<Vec<_>>().join(" | ");
    text.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What belongs to the kind.
fn parameters(page: &mut String, rule: &Rule, keys: &Mapping) {
    let named = keys.iter().filter_map(|(key, value)| Some((key.as_str()?, value)));
    let own: Vec<(&str, &Value)> = named.filter(|(key, _)| !COMMON_KEYS.contains(key)).collect();
    if own.is_empty() {
        return;
    }
    page.push_str("\n## 参数\n\n");
    for (key, value) in own {
        let text = serde_yaml::to_string(value).unwrap_or_default();
        let text = text.trim_end();
        if text.lines().count() > MOST_LINES || text.lines().any(|line| line.chars().count() > LONGEST_LINE) {
            let _ = writeln!(page, "- `{key}`：见 `{}`", rule.written.file.name);
        } else if text.contains('\n') || text.contains('`') {
            let _ = write!(page, "- `{key}`：\n\n  ```yaml\n{}\n  ```\n", textwrap::indent(text, "  "));
        } else {
            let _ = writeln!(page, "- `{key}`：`{text}`");
        }
    }
}

/// The pages of packs and their index, by file name. A rule has its page with the pack that has it.
#[must_use]
pub fn all(books: &[(RuleBook, Ruleset)]) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    let mut index = "# 规则\n\n由 `gouji rules docs` 从规则包生成，请勿手改。\n".to_owned();
    for (book, ruleset) in books {
        let Some(pack) = ruleset.pack() else { continue };
        let _ =
            write!(index, "\n## {}（`{}`）\n\n| 规则 | 级别 | 内容 |\n| --- | --- | --- |\n", pack.title, pack.name);
        for one in ruleset.rules.iter().filter(|rule| rule.pack.name == pack.name) {
            let _ = writeln!(index, "| [`{}`]({}.md) | {} | {} |", one.id, one.id, one.severity.name(), one.title.zh);
            pages.push((format!("{}.md", one.id), rule(one, &book.keys(&one.id, &[]).unwrap_or_default())));
        }
    }
    kinds(&mut index);
    places(&mut index, books);
    pages.push(("README.md".into(), index));
    pages
}

/// The kinds, for whoever writes a rule.
fn kinds(index: &mut String) {
    index
        .push_str("\n## 规则的种类\n\n| `kind` | 检查什么 | 文字里可用的名称 | `cases` |\n| --- | --- | --- | --- |\n");
    let code = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
    for kind in KINDS {
        let _ = writeln!(index, "| `{}` | {} | {} | {} |", kind.name, kind.about, code(kind.names), code(kind.cases));
    }
}

/// What the form calls its parts, for whoever writes a rule.
fn places(index: &mut String, books: &[(RuleBook, Ruleset)]) {
    let Some(form) = books.iter().flat_map(|(_, ruleset)| ruleset.forms.iter()).max_by_key(|form| form.years.0) else {
        return;
    };
    let _ = write!(index, "\n## 各部分和表格的名称（{} 版）\n\n", form.edition);
    index.push_str(
        "规则里的位置（`within`）：`document` 全文、`title` 标题、`preface` 开头、`ending` 最后一部分，以及：\n\n",
    );
    for section in &form.sections {
        let _ = writeln!(index, "- `{}`：{}", section.key, section.heading());
    }
    for table in &form.tables {
        let _ = write!(index, "\n### `{}` {}（位置写 `table:{}`）\n\n", table.key, table.name, table.key);
        let blocks: Vec<String> = table.blocks.iter().map(|block| format!("`{}`", block.key)).collect();
        let _ = writeln!(index, "- 段（`blocks`）：{}", blocks.join("、"));
        for row in 0..table.rows.len() {
            let _ = writeln!(index, "- 行 `{}`：{}", table.row_key(row), table.rows[row].name);
        }
        for column in 0..table.columns.len() {
            let _ = writeln!(index, "- 列 `{}`：{}", table.column_key(column), table.columns[column].name);
        }
    }
}
