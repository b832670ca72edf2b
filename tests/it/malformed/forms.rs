//! Mistakes in form files: what a pack adds to a form, and another edition of one.

use super::One;

/// What is added to the edition of 2021.
macro_rules! adds {
    ($($text:literal),*) => {
        concat!("adds-to: [\"2021\"]\n", $($text),*)
    };
}

/// A row that is added to the table of applications.
macro_rules! row {
    ($row:literal) => {
        adds!("tables:\n  - key: applications\n    blocks:\n      - key: all\n        rows:\n          - ", $row)
    };
}

/// A column that is added to the first block of the table of what was published.
macro_rules! column {
    ($editions:literal, $column:literal) => {
        concat!(
            "adds-to: ",
            $editions,
            "\ntables:\n  - key: disclosure\n    blocks:\n      - key: article-20-1\n        columns:\n          - ",
            $column
        )
    };
}

/// Another edition.
macro_rules! edition {
    ($($text:literal),*) => {
        concat!("based-on: \"2021\"\nedition: \"2025\"\nyears: { from: 2025 }\nnotice: n\n", $($text),*)
    };
}

pub const FORMS: &[One] = &[
    ("unknown edition", "adds-to: [\"2019\", ▸\"2022\"]\n", &["`2021`"]),
    ("no edition", "adds-to: ▸[]\n", &["版本"]),
    ("edition without quotes", "adds-to: [▸2021]\n", &["引号"]),
    ("unknown key", adds!("▸section: []\n"), &["`sections`"]),
    ("no mapping", "▸- adds-to\n", &["类型"]),
    (
        "unknown section",
        "adds-to: [\"2021\", \"2019\"]\nsections:\n  - { key: ▸problms, accept: [不足] }\n",
        &["`problems`"],
    ),
    ("new section without number", adds!("sections:\n  - ▸key: annex\n    title: 附件\n"), &["`number`"]),
    (
        "new section behind an unknown one",
        adds!("sections:\n  - { key: annex, number: 七, title: 附件, after: ▸othr }\n"),
        &["`other`"],
    ),
    ("existing section with a title", adds!("sections:\n  - { key: other, title: ▸其他 }\n"), &["已有"]),
    ("unknown table", adds!("sections:\n  - { key: other, table: ▸aplications }\n"), &["`applications`"]),
    (
        "unknown aspect",
        adds!("sections:\n  - key: overview\n    aspects: [{ key: ▸platfrom, any: [云平台] }]\n"),
        &["`platform`"],
    ),
    (
        "wrong expression",
        concat!(
            "adds-to: [\"2021\", \"2019\"]\nsections:\n",
            "  - key: overview\n    aspects: [{ key: platform, any: [云平台, ▸'(小程序'] }]\n"
        ),
        &["正则"],
    ),
    // It would be covered by anything, and never be told.
    (
        "aspect without an expression",
        adds!("sections:\n  - key: overview\n    aspects: [{ key: budget, name: 预算, any: ▸[] }]\n"),
        &["表达式"],
    ),
    (
        "unknown table to add to",
        "adds-to: [\"2021\", \"2019\"]\ntables:\n  - { key: ▸aplications, blocks: [] }\n",
        &["`applications`"],
    ),
    ("unknown block", adds!("tables:\n  - { key: applications, blocks: [{ key: ▸al }] }\n"), &["`all`"]),
    (
        "row behind an unknown one",
        row!("{ key: urgent, label: 五、加急办理数量, after: ▸carryed-in }"),
        &["`carried-in`"],
    ),
    ("existing row with a label", row!("{ key: received, label: ▸一、新收 }"), &["已有"]),
    ("new row without words", row!("{ key: urgent, label: ▸'' }"), &["空"]),
    // No report could tell the two apart.
    ("new row labelled as another", row!("{ key: again, label: ▸四、结转下年度继续办理 }"), &["`carried-out`"]),
    // The national rules mean the other one by this name; their author cannot help it.
    ("new row named as another", row!("{ key: grand, label: ▸（八）总计 }"), &["总计"]),
    // `after` is for new rows; an existing one stays where it is.
    ("existing row moved", row!("{ key: received, after: ▸carried-in }"), &["`after`"]),
    ("rows in a single row", row!("{ key: received, rows: ▸[{ key: urgent, label: 加急 }] }"), &["一组"]),
    // The editions differ: which of them is meant must be said.
    (
        "column behind one that only one edition has",
        column!(r#"["2021", "2019"]"#, "{ key: amended, label: 本年修订件数, after: ▸valid }"),
        &["2019"],
    ),
    (
        "unknown kind of number",
        column!("[\"2021\"]", "{ key: cost, label: 印刷费用, number: ▸decimel }"),
        &["`decimal`"],
    ),
    (
        "new table without rows",
        adds!(
            "tables:\n  - key: extra\n    name: 加急办理情况表\n",
            "    blocks: [▸{ key: all, corner: 事项, columns: [{ key: count, label: 件数 }] }]\n"
        ),
        &["行"],
    ),
    (
        "edition based on an unknown one",
        "based-on: ▸\"2022\"\nedition: \"2025\"\nyears: { from: 2025 }\nnotice: n\n",
        &["`2021`"],
    ),
    (
        "edition that is there already",
        "based-on: \"2021\"\nedition: ▸\"2021\"\nyears: { from: 2021 }\nnotice: n\n",
        &["`adds-to`"],
    ),
    (
        "edition with an unknown table",
        edition!("tables:\n  - { key: ▸revew, name: 复议, blocks: [] }\n"),
        &["`review`"],
    ),
    (
        "edition with an unknown row",
        edition!(
            "changes:\n",
            "  - { table: applications, line: ▸othrwise, becomes: { key: otherwise, label: 其他处理 } }\n"
        ),
        &["`otherwise`"],
    ),
    (
        "edition with a table without rows",
        edition!(
            "tables:\n  - key: review\n    name: 复议\n",
            "    blocks: [▸{ key: all, columns: [{ key: total, label: 总计 }], rows: [] }]\n"
        ),
        &["行"],
    ),
];
