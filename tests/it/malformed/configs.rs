//! Mistakes in `gouji.yaml`, alone and together with the packs it names.

use super::{One, RULE, Several};

pub const CONFIGS: &[One] = &[
    ("unknown key", "▸exlude: []\n", &["`exclude`"]),
    // Some editors begin every file with a mark that nobody sees.
    ("unknown key behind a byte order mark", "▸\u{feff}exlude: []\nrules: {}\n", &["`exclude`"]),
    ("not YAML", "# 青禾镇的设置\nexclude: 草稿▸: 旧稿\n", &["YAML"]),
    ("a rule twice", "rules:\n  contact/phone: off\n  contact/email: off\n  ▸contact/phone: hint\n", &["重复"]),
    ("a list", "▸- national\n", &["类型"]),
    ("a list of rules", "rules: ▸[contact/phone]\n", &["类型"]),
    ("a text for a list", "exclude: ▸drafts/\n", &["类型"]),
    ("a later gouji", "requires: ▸\">=99.1\"\nshapes: []\n", &["99.1"]),
    ("no version", "requires: ▸soon\n", &[">=0.1"]),
    ("unknown pack", "extends: ▸nigxia\n", &["`ningxia`"]),
    ("unknown pack in a list", "extends: [▸nigxia]\n", &["`ningxia`"]),
    ("no folder of that name", "extends: [national, ▸./nowhere]\n", &["pack.yaml"]),
    ("unknown rule", "rules: { ▸contact/phnoe: off }\n", &["`contact/phone`"]),
    ("unknown topic", "rules: { ▸contct/*: off }\n", &["`contact/*`"]),
    ("wrong severity", "rules: { contact/phone: ▸warnign }\n", &["`warning`"]),
    ("off without a reason", "rules: { contact/phone: { off: ▸' ' } }\n", &["原因"]),
    ("a key with two letters swapped", "rules: { contact/phone: { ▸vaild: x } }\n", &["`valid`"]),
    ("override without files", "overrides:\n  - ▸rules: { contact/phone: off }\n", &["`files`"]),
    ("override of no files", "overrides:\n  - { files: ▸[], rules: { contact/phone: off } }\n", &["文件"]),
    ("override without rules", "overrides:\n  - ▸files: [report.txt]\n", &["`rules`"]),
    (
        "override of an unknown rule",
        "overrides:\n  - { files: [report.txt], rules: { ▸contact/phnoe: off } }\n",
        &["`contact/phone`"],
    ),
    (
        "wrong glob of an override",
        "overrides:\n  - { files: [▸'{a,b'], rules: { contact/phone: off } }\n",
        &["文件模式"],
    ),
    ("wrong glob to exclude", "exclude: [drafts/, ▸'[a']\n", &["文件模式"]),
    ("ignore without a reason", "ignore:\n  - ▸rule: contact/phone\n", &["`reason`"]),
    ("ignore with an empty reason", "ignore: [{ rule: contact/phone, reason: ▸'' }]\n", &["原因"]),
    ("ignore of an unknown rule", "ignore: [{ rule: ▸contact/phnoe, reason: r }]\n", &["`contact/phone`"]),
    ("ignore of an unknown topic", "ignore: [{ rule: ▸contct/*, reason: r }]\n", &["`contact/*`"]),
    ("ignore of an unknown section", "ignore: [{ rule: fee/undisclosed, section: ▸othr, reason: r }]\n", &["`other`"]),
    (
        "ignore of an unknown table",
        "ignore: [{ rule: table/*, table: ▸aplications, reason: r }]\n",
        &["`applications`"],
    ),
    (
        "ignore of an unknown row",
        "ignore: [{ rule: table/*, table: applications, row: ▸本年新受, reason: r }]\n",
        &["`本年新收`"],
    ),
    (
        "ignore of an unknown column",
        "ignore: [{ rule: table/*, table: applications, column: ▸自燃人, reason: r }]\n",
        &["`自然人`"],
    ),
    ("wrong glob of an ignore", "ignore: [{ rule: table/*, files: [▸'[a'], reason: r }]\n", &["文件模式"]),
    ("no baseline", "baseline: ▸known.json\n", &["gouji baseline write"]),
];

const SCRIPT: &str = rule!("id: t/script\n  kind: script\n  script: 'report.found(report.at, #{})'");

pub const PROJECTS: &[Several] = &[
    ("a baseline that is none", &[("gouji.yaml", "baseline: ▸known.json\n"), ("known.json", "[]")], &["基线"]),
    (
        "a script that nobody allowed",
        &[
            ("gouji.yaml", "extends: ./city\n"),
            ("city/pack.yaml", "▸name: city\ntitle: c\nversion: \"1\"\nextends: national\nrules: [rules.yaml]\n"),
            ("city/rules.yaml", SCRIPT),
        ],
        &["allow-scripts"],
    ),
    // Whoever changes the script of another brings a script.
    (
        "a script that nobody allowed, in the settings of another pack's",
        &[
            ("gouji.yaml", "extends: ./city\nallow-scripts: ./base\n"),
            ("base/pack.yaml", "name: base\ntitle: b\nversion: \"1\"\nextends: national\nrules: [rules.yaml]\n"),
            ("base/rules.yaml", SCRIPT),
            (
                "city/pack.yaml",
                concat!(
                    "▸name: city\ntitle: c\nversion: \"1\"\nextends: ../base\n",
                    "settings: { t/script: { script: 'report.found(report.at, #{ a: 1 })' } }\n"
                ),
            ),
        ],
        &["allow-scripts"],
    ),
    // Each goes with the rule, but not with the other.
    (
        "rules and an override that do not go together",
        &[
            (
                "gouji.yaml",
                concat!(
                    "extends: ./city\nrules: { t/places: { at-least: ▸5 } }\n",
                    "overrides:\n  - { files: [report.txt], rules: { t/places: { at-most: 3 } } }\n"
                ),
            ),
            ("city/pack.yaml", pack!("rules: [rules.yaml]\n")),
            ("city/rules.yaml", RULE),
        ],
        &["at-least"],
    ),
];

pub const SEVERAL: &[Several] = &[
    ("two keys", &[("gouji.yaml", "▸exlude: []\n▸ignores: []\n")], &["`exclude`", "`ignore`"]),
    (
        "rules, globs, ignores and the baseline",
        &[(
            "gouji.yaml",
            concat!(
                "rules: { ▸contact/phnoe: off }\nexclude: [▸'[a']\n",
                "ignore: [{ rule: contact/phone, table: ▸aplications, reason: r }]\nbaseline: ▸known.json\n"
            ),
        )],
        &["`contact/phone`", "文件模式", "`applications`", "基线"],
    ),
    (
        "two overrides",
        &[(
            "gouji.yaml",
            concat!(
                "overrides:\n  - { files: [report.txt], rules: { ▸contact/phnoe: off } }\n",
                "  - { files: [report.txt], rules: { contact/email: { ▸vallid: x } } }\n"
            ),
        )],
        &["`contact/phone`", "`valid`"],
    ),
    (
        "the configuration and its pack",
        &[("gouji.yaml", "extends: ./city\nexclude: [▸'[a']\n"), ("city/pack.yaml", pack!("rules: [▸rules.yaml]\n"))],
        &["文件模式", "没有这个文件"],
    ),
];
