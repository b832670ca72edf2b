//! Mistakes in packs: each is told at its place, with the nearest name.

use crate::common;

use gouji::rule::{PackError, from_folder};

/// A pack of one rule file beside the national form in both its editions.
fn errors(rule: &str) -> Vec<PackError> {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file is written");
    for name in ["forms/2021.yaml", "forms/2019.yaml", "examples/report.txt"] {
        let text = std::fs::read_to_string(common::file("rules/national").join(name)).expect("the national pack");
        write(name.rsplit('/').next().unwrap_or(name), &text);
    }
    write(
        "pack.yaml",
        "name: t\ntitle: t\nversion: \"1\"\nforms: [2021.yaml, 2019.yaml]\nrules: [rules.yaml]\nexample: report.txt\n",
    );
    write("rules.yaml", rule);
    from_folder(folder.path()).err().unwrap_or_default()
}

const GOOD: &str = "\
- id: a/b
  kind: equation
  severity: error
  title: t
  why: w
  source: practice
  table: applications
  each: column
  left: 本年新收 + 上年结转
  right: 总计 + 结转下年度
  blank: zero
  message: \"{column}\"
  examples:
    pass: [{}]
    fail: [{ replace: { a: b } }]
";

/// A rule that wants one of some expressions.
fn required(any: &str) -> String {
    format!(
        "\
- id: a/b
  kind: required-text
  severity: error
  title: t
  why: w
  source: practice
  within: [preface]
  any: [{any}]
  message: m
  examples:
    pass: [{{}}]
    fail: [{{ replace: {{ a: b }} }}]
"
    )
}

#[test]
fn a_good_rule_is_accepted() {
    assert!(errors(GOOD).is_empty(), "{}", gouji::rule::render_errors(&errors(GOOD)));
}

/// What is changed, the line and column (from 1) that must be blamed, and words that must be said.
const MISTAKES: &[(&str, &str, (usize, usize), &str)] = &[
    ("severity: error", "sevrity: error", (3, 3), "severity"),
    ("severity: error", "severity: eror", (3, 13), "error"),
    ("kind: equation", "kind: equatoin", (2, 9), "equation"),
    ("id: a/b", "id: A b", (1, 7), "主题/名称"),
    ("table: applications", "table: aplications", (7, 10), "applications"),
    ("each: column", "each: colunm", (8, 9), "column"),
    ("本年新收 + 上年结转", "本年新收 + 上年接转", (9, 16), "上年结转"),
    ("本年新收 + 上年结转", "本年新收 + sum(不予公幵)", (9, 20), "不予公开"),
    ("本年新收 + 上年结转", "本年新收 +", (9, 14), "不完整"),
    ("本年新收 + 上年结转", "(本年新收 + 上年结转", (9, 20), ")"),
    ("本年新收 + 上年结转", "本年新收 上年结转", (9, 14), "上年结转"),
    ("本年新收 + 上年结转", "本年新收 + 1.2.3", (9, 16), "1.2.3"),
    ("blank: zero", "blank: zero\n  at: 总记", (12, 7), "总记"),
    ("{column}", "{colum}", (12, 12), "{column}"),
    ("fail: [{ replace: { a: b } }]", "fail: []", (15, 11), "例子"),
    ("fail: [{ replace: { a: b } }]", "fail: [{}]", (15, 12), "什么也没有改"),
    ("fail: [{ replace: { a: b } }]", "fial: [{}]", (15, 5), "fail"),
    ("  blank: zero\n", "", (1, 3), "blank"),
    ("title: t", "title: [t]", (4, 10), "类型"),
    ("title: t", "title: \"t", (4, 10), "YAML"),
];

#[test]
fn every_mistake_is_told_at_its_place() {
    for (from, to, (line, column), words) in MISTAKES {
        assert!(GOOD.contains(from), "{from}");
        let errors = errors(&GOOD.replacen(from, to, 1));
        let shown = gouji::rule::render_errors(&errors);
        let first = errors.first().unwrap_or_else(|| panic!("{to}: no error"));
        assert!(shown.contains(words), "{to}: {shown}");
        if !words.contains("YAML") {
            assert_eq!(first.position(), (*line, *column), "{to}: {shown}");
        }
    }
}

#[test]
fn a_mistake_is_told_once_however_many_editions_and_expressions_it_spoils() {
    let unknown_row = GOOD.replace("上年结转", "上年接转");
    let wrong_expression = required("'电话', '(邮编'");
    for rule in [unknown_row, wrong_expression] {
        assert_eq!(errors(&rule).len(), 1, "{}", gouji::rule::render_errors(&errors(&rule)));
    }
}

/// Reports are looked at in half width: an expression in full width would never be found.
#[test]
fn an_expression_that_no_report_can_hold_is_refused() {
    let rule = required("'电话：'");
    let found = errors(&rule);
    assert_eq!(found.iter().map(|error| error.position()).collect::<Vec<_>>(), [(8, 9)]);
    assert!(found[0].help.as_deref().is_some_and(|help| help.contains("`:`")), "{:?}", found[0].help);
    assert!(errors(&rule.replace('：', ":")).is_empty());
}

#[test]
fn all_mistakes_are_told_at_once() {
    let two = format!(
        "{}{}",
        GOOD.replace("table: applications", "table: x"),
        GOOD.replace("a/b", "c/d").replace("{column}", "{x}")
    );
    assert_eq!(errors(&two).len(), 2, "{}", gouji::rule::render_errors(&errors(&two)));
}

#[test]
fn an_id_stands_once() {
    let errors = errors(&format!("{GOOD}{GOOD}"));
    assert!(gouji::rule::render_errors(&errors).contains("规则号重复"));
}
