//! Mistakes in `pack.yaml`: what a pack says of itself, and the settings of rules it inherits.

use super::{RULE, Several};

pub const MANIFESTS: &[Several] = &[
    ("unknown key", &[("pack/pack.yaml", pack!("▸rule: []\n"))], &["`rules`"]),
    ("no name", &[("pack/pack.yaml", "▸title: 试用\nversion: \"1\"\nextends: national\n")], &["`name`"]),
    // YAML makes a number of it, which nobody sees who does not know YAML.
    ("version without quotes", &[("pack/pack.yaml", "name: t\ntitle: t\nversion: ▸1\nextends: national\n")], &["引号"]),
    ("nothing in it", &[("pack/pack.yaml", "▸# 试用\n")], &["`name`"]),
    // Two colons in a line, behind letters of several bytes.
    ("not YAML", &[("pack/pack.yaml", "name: t\ntitle: 试用▸: 青禾镇\nversion: \"1\"\n")], &["YAML"]),
    ("unknown base", &[("pack/pack.yaml", named!("extends: ▸natoinal\n"))], &["`national`"]),
    ("unknown base in a list", &[("pack/pack.yaml", named!("extends:\n  - ▸natoinal\n"))], &["`national`"]),
    ("no folder of that name", &[("pack/pack.yaml", named!("extends: ▸./nowhere\n"))], &["pack.yaml"]),
    (
        "two packs that build on each other",
        &[
            ("pack/pack.yaml", named!("extends: ./city\n")),
            ("pack/city/pack.yaml", "name: c\ntitle: c\nversion: \"1\"\nextends: ▸../\n"),
        ],
        &["圈"],
    ),
    ("nothing to build on", &[("pack/pack.yaml", "▸name: t\ntitle: 试用\nversion: \"1\"\n")], &["extends: national"]),
    // What only a later gouji knows is no mistake: the version is.
    ("a later gouji", &[("pack/pack.yaml", pack!("requires: ▸\">=99.1\"\nshapes: []\n"))], &["99.1"]),
    ("no version", &[("pack/pack.yaml", pack!("requires: ▸soon\n"))], &[">=0.1"]),
    ("no such rule file", &[("pack/pack.yaml", pack!("rules: [▸nowhere.yaml]\n"))], &["没有这个文件"]),
    ("no such form file", &[("pack/pack.yaml", pack!("forms: [▸nowhere.yaml]\n"))], &["没有这个文件"]),
    ("no such example", &[("pack/pack.yaml", pack!("example: ▸nowhere.txt\n"))], &["没有这个文件"]),
    (
        "a change to what the example report does not say",
        &[("pack/pack.yaml", pack!("example-changes:\n  ▸谁也没有写过这一句。: 改成这一句。\n"))],
        &["例子报告"],
    ),
    (
        "a rule that is inherited",
        &[
            ("pack/pack.yaml", pack!("rules: [rules.yaml]\n")),
            (
                "pack/rules.yaml",
                rule!("id: ▸contact/phone\n  kind: count\n  within: [document]\n  find: 稻香路\n  at-least: 1"),
            ),
        ],
        &["`settings`"],
    ),
    (
        "rules that are no list",
        &[("pack/pack.yaml", pack!("rules: [rules.yaml]\n")), ("pack/rules.yaml", "▸id: t/rule\nkind: count\n")],
        &["类型"],
    ),
    (
        "a rule that is no mapping",
        &[("pack/pack.yaml", pack!("rules: [rules.yaml]\n")), ("pack/rules.yaml", "- ▸id t/rule\n")],
        &["类型"],
    ),
];

pub const SETTINGS: &[Several] = &[
    ("unknown rule", &[("pack/pack.yaml", pack!("settings: { ▸contact/phnoe: hint }\n"))], &["`contact/phone`"]),
    ("unknown topic", &[("pack/pack.yaml", pack!("settings: { ▸contct/*: hint }\n"))], &["`contact/*`"]),
    ("no rule at all", &[("pack/pack.yaml", pack!("settings: { ▸7: hint }\n"))], &["没有这条规则"]),
    ("wrong word", &[("pack/pack.yaml", pack!("settings: { contact/phone: ▸eror }\n"))], &["`error`"]),
    (
        "wrong severity",
        &[("pack/pack.yaml", pack!("settings: { contact/phone: { severity: ▸warnign } }\n"))],
        &["`warning`"],
    ),
    ("a number", &[("pack/pack.yaml", pack!("settings: { contact/phone: ▸1 }\n"))], &["`off`"]),
    ("off without a word", &[("pack/pack.yaml", pack!("settings: { contact/phone: ▸off }\n"))], &["原因"]),
    ("off without a reason", &[("pack/pack.yaml", pack!("settings: { contact/phone: { off: ▸'' } }\n"))], &["原因"]),
    ("another kind", &[("pack/pack.yaml", pack!("settings: { contact/phone: { kind: ▸count } }\n"))], &["不能改"]),
    ("another id", &[("pack/pack.yaml", pack!("settings: { contact/phone: { id: ▸contact/mobile } }\n"))], &["不能改"]),
    ("no change", &[("pack/pack.yaml", pack!("settings: { contact/phone: ▸{} }\n"))], &["改什么"]),
    (
        "a key of the kind misspelt",
        &[("pack/pack.yaml", pack!("settings: { contact/phone: { ▸vallid: x } }\n"))],
        &["`valid`"],
    ),
    (
        "a key of every rule misspelt",
        &[("pack/pack.yaml", pack!("settings: { contact/phone: { ▸mesage: x } }\n"))],
        &["`message`"],
    ),
    ("wrong expression", &[("pack/pack.yaml", pack!("settings: { contact/phone: { valid: ▸'(' } }\n"))], &["正则"]),
    ("words for a topic", &[("pack/pack.yaml", pack!("settings: { contact/*: { ▸help: h } }\n"))], &["severity"]),
    (
        "unknown name in a message",
        &[("pack/pack.yaml", pack!("settings: { contact/phone: { message: ▸'{valu}' } }\n"))],
        &["{value}"],
    ),
    // The rule itself is right: what is wrong is what was changed in it.
    (
        "a change that does not go with the rest of the rule",
        &[("pack/pack.yaml", pack!("settings:\n  citation/document-number: { find: ▸'(?<number>[0-9]+)号' }\n"))],
        &["`year`"],
    ),
    (
        "a bound that does not go with the other one",
        &[
            ("pack/pack.yaml", named!("extends: ./base\nsettings: { t/places: { at-most: ▸0 } }\n")),
            ("pack/base/pack.yaml", pack!("rules: [rules.yaml]\n")),
            ("pack/base/rules.yaml", RULE),
        ],
        &["at-least"],
    ),
];

pub const SEVERAL: &[Several] = &[
    ("two keys of pack.yaml", &[("pack/pack.yaml", pack!("▸rule: []\n▸setings: {}\n"))], &["`rules`", "`settings`"]),
    (
        "pack.yaml and a rule",
        &[
            ("pack/pack.yaml", pack!("rules: [rules.yaml]\nsettings: { ▸contact/phnoe: hint }\n")),
            ("pack/rules.yaml", rule!("id: t/rule\n  kind: ▸cont")),
        ],
        &["`contact/phone`", "`count`"],
    ),
    (
        "a form, and the rules of two files",
        &[
            ("pack/pack.yaml", pack!("forms: [form.yaml]\nrules: [a.yaml, b.yaml]\n")),
            ("pack/form.yaml", "adds-to: [\"2021\"]\nsections:\n  - { key: ▸problms, accept: [不足] }\n"),
            ("pack/a.yaml", rule!("id: t/a\n  kind: ▸cont")),
            ("pack/b.yaml", rule!("id: t/b\n  ▸kin: count")),
        ],
        &["`problems`", "`count`", "`kind`"],
    ),
    (
        "all that is missing in pack.yaml",
        &[(
            "pack/pack.yaml",
            pack!(
                "forms: [▸f.yaml]\nrules: [▸a.yaml, ▸b.yaml]\n",
                "settings: { ▸contact/phnoe: hint, contact/email: ▸eror }\n"
            ),
        )],
        &["f.yaml", "a.yaml", "b.yaml", "`contact/phone`", "`error`"],
    ),
    (
        "two changes of the example report",
        &[("pack/pack.yaml", pack!("example-changes: { ▸谁也没有写过这一句。: 一, ▸这一句也没有。: 二 }\n"))],
        &["例子报告", "例子报告"],
    ),
    // Whatever the base would have had cannot be told as missing.
    (
        "a base that is not there, and what rests on it",
        &[
            (
                "pack/pack.yaml",
                named!(
                    "extends: ▸natoinal\nforms: [form.yaml]\nsettings: { contact/phone: hint }\n",
                    "example-changes: { 稻香路: 麦香路 }\n"
                ),
            ),
            ("pack/form.yaml", "adds-to: [\"2021\"]\nsections:\n  - { key: problems, accept: [不足] }\n"),
        ],
        &["`national`"],
    ),
];
