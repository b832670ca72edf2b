//! Mistakes in rules, kind by kind.

use super::One;

/// A whole rule: what the case leaves out is as in any rule.
pub fn rule(own: &str) -> String {
    let common = [
        ("severity", "hint"),
        ("title", "t"),
        ("why", "w"),
        ("source", "practice"),
        ("message", "m"),
        ("examples", "{ pass: [{}], fail: [{ text: x }] }"),
    ];
    let mut lines: Vec<String> = own.lines().map(|line| format!("  {line}")).collect();
    let is_stated = |key: &str| own.lines().any(|line| line.trim_start_matches('▸').starts_with(&format!("{key}:")));
    lines.extend(common.into_iter().filter(|(key, _)| !is_stated(key)).map(|(key, value)| format!("  {key}: {value}")));
    format!("- id: t/rule\n{}\n", lines.join("\n"))
}

/// A rule with examples of its own.
macro_rules! examples {
    ($examples:literal) => {
        concat!("kind: count\nwithin: [document]\nfind: 稻\nat-most: 9\nexamples:\n", $examples)
    };
}

/// A rule of one claim.
macro_rules! claim {
    ($claim:literal) => {
        concat!("kind: claim\nwithin: [overview]\nclaims:\n  - ", $claim)
    };
}

pub const RULES: &[One] = &[
    ("no wrong words", "kind: substitution\nwithin: [document]\nwords: ▸{}", &["至少"]),
    ("empty wrong word", "kind: substitution\nwithin: [document]\nwords: { ▸'': 账号 }", &["空"]),
    ("right word that is the wrong one", "kind: substitution\nwithin: [document]\nwords: { 账号: ▸账号 }", &["分别"]),
    // Brackets of either width are read as the same: what is right would be found, too.
    (
        "right word that reads as the wrong one",
        "kind: substitution\nwithin: [document]\nwords: { （一）: ▸(一) }",
        &["分别"],
    ),
    (
        "at least more than at most",
        "kind: count\nwithin: [document]\nfind: 稻\nat-least: ▸3\nat-most: 2",
        &["`at-most`"],
    ),
    ("less than nothing", "kind: count\nwithin: [document]\nfind: 稻\nat-least: ▸-1", &["类型"]),
    ("expression without anything", "kind: count\nwithin: [document]\nfind: ▸''\nat-most: 1", &["空"]),
    ("underscore", "kind: count\nwithin: [document]\nfind: 稻\n▸at_least: 1", &["`at-least`"]),
    ("within without a list", "kind: count\nwithin: ▸document\nfind: 稻\nat-least: 1", &["类型"]),
    // A key is told at the key, not at what stands under it.
    (
        "unknown case",
        "kind: count\nwithin: [document]\nfind: 稻\nat-most: 1\ncases:\n  ▸mny:\n    message: m",
        &["`many`"],
    ),
    ("no places", "kind: consistent\nplaces: ▸[]", &["至少"]),
    ("place without an expression", "kind: consistent\nplaces:\n  - ▸within: [title]", &["`find`"]),
    ("unknown passage of a place", "kind: consistent\nplaces: [{ within: [▸titl], find: x }]", &["`title`"]),
    ("wrong expression of a place", "kind: consistent\nplaces: [{ within: [title], find: ▸'[x' }]", &["正则"]),
    (
        "wrong expression to ignore",
        "kind: consistent\nplaces: [{ within: [title], find: x }]\nignore: [人民政府, ▸'x)']",
        &["正则"],
    ),
    (
        "replacement of an unknown group",
        "kind: pattern\nwithin: [document]\nfind: '(?<year>[0-9]{4})'\nreplace: ▸'{yeer}年'",
        &["`year`"],
    ),
    ("wrong expression for what is valid", "kind: pattern\nwithin: [document]\nfind: x\nvalid: ▸'a{2'", &["正则"]),
    // Its groups are not known: what the message says of them is no second mistake.
    (
        "wrong expression with a group",
        "kind: pattern\nwithin: [document]\nfind: ▸'(?<who>.{2}'\nmessage: '{who}'",
        &["正则"],
    ),
    (
        "unknown passage, and a group",
        "kind: pattern\nwithin: [▸prefce]\nfind: '(?<who>.{2})'\nmessage: '{who}'",
        &["`preface`"],
    ),
    (
        "unknown name in the help",
        "kind: pattern\nwithin: [document]\nfind: x\nhelp: ▸改为“{replacment}”",
        &["{replacement}"],
    ),
    ("no expression", "kind: required-text\nwithin: [preface]\nany: ▸[]", &["至少"]),
    ("no passage", "kind: required-text\nwithin: ▸[]\nany: [x]", &["至少"]),
    ("unknown passage", "kind: required-text\nwithin: [other, ▸overveiw]\nany: [x]", &["`overview`"]),
    (
        "unknown table as a passage",
        "kind: required-text\nwithin: [▸table:aplications]\nany: [x]",
        &["`table:applications`"],
    ),
    (
        "one wrong expression of several",
        "kind: required-text\nwithin: [preface]\nany:\n  - 电话\n  - ▸'*话'",
        &["正则"],
    ),
    (
        "table as a passage of the prose",
        concat!(
            "kind: claim\nwithin: [overview, ▸table:applications]\nclaims:\n",
            "  - { says: '新收{number}件', table: applications, equals: [本年新收], column: 自然人 }"
        ),
        &["正文"],
    ),
    ("no claims", "kind: claim\nwithin: [overview]\nclaims: ▸[]", &["至少"]),
    (
        "claim on an unknown table",
        claim!("{ says: '许可{number}件', table: ▸disclosrue, equals: [行政许可] }"),
        &["`disclosure`"],
    ),
    (
        "claim on an unknown row",
        claim!("{ says: '许可{number}件', table: disclosure, equals: [▸行政许克], editions: [\"2021\"] }"),
        &["`行政许可`"],
    ),
    (
        "claim on an unknown column",
        claim!("{ says: '新收{number}件', table: applications, equals: [本年新收], column: ▸自燃人 }"),
        &["`自然人`"],
    ),
    (
        "claim that names a number and has one",
        claim!("{ says: ▸'许可{number}件', value: 0, table: disclosure, equals: [行政许可], editions: [\"2021\"] }"),
        &["`value`"],
    ),
    ("share without its group", "kind: share\nwithin: [overview]\nsays: ▸'占([0-9]+)%'\nopens: [其中]", &["`share`"]),
    ("unknown private number", "kind: private-number\nnumber: ▸mobile", &["mobile-phone"]),
    ("parameter of a kind that has none", "kind: title\n▸within: [title]", &["没有这个键"]),
    (
        "script that is wrong in its second line",
        "kind: script\nscript: |\n  let a = 1;\n  ▸) + a;\n  let b = 2;",
        &["脚本"],
    ),
    ("script that does not end", "kind: script\nscript: |\n  let a = 1;\n  ▸if a > 0 {", &["脚本"]),
    ("script on one line", "kind: script\nscript: ▸'let = 1;'", &["脚本"]),
    (
        "unknown edition",
        "kind: count\nwithin: [document]\nfind: 稻\nat-least: 1\neditions: [\"2021\", ▸\"2020\"]",
        &["`2021`"],
    ),
    (
        "example with a passage and no text",
        examples!("  pass: [{ in: ▸preface }]\n  fail: [{ text: 稻 }]"),
        &["`text`"],
    ),
    ("example in an unknown passage", examples!("  pass: [{}]\n  fail: [{ text: 稻, in: ▸prefce }]"), &["`preface`"]),
    (
        "example with a file and a change",
        examples!("  pass: [{}]\n  fail: [{ file: ▸r.txt, replace: { a: b } }]"),
        &["`replace`"],
    ),
    ("unknown key of an example", examples!("  pass: [{}]\n  fail: [{ ▸relpace: { a: b } }]"), &["`replace`"]),
    ("two keys of a kind", "kind: count\nwithin: [document]\n▸fnd: 稻\n▸at-lest: 1", &["`find`", "`at-least`"]),
    (
        "passage, expression and message",
        "kind: count\nwithin: [▸documnt]\nfind: ▸'('\nat-least: 1\nmessage: ▸'{cont}'",
        &["`document`", "正则", "{count}"],
    ),
];
