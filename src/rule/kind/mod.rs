//! What a rule can check: one list of the kinds, from which the compiler, the schema, the
//! documentation and `gouji rules new` take what they need.

mod params;

use schemars::{Schema, SchemaGenerator};

pub use params::*;

/// A kind of rule.
#[derive(Debug, Clone, Copy)]
pub struct KindInfo {
    /// What `kind:` names.
    pub name: &'static str,
    /// What it checks.
    pub about: &'static str,
    /// Names for `{name}` in its templates.
    pub names: &'static [&'static str],
    /// Keys of `cases`: what may have words of its own.
    pub cases: &'static [&'static str],
    /// The schema of its parameters.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    /// Parameters, message and failing example of a new rule of this kind, as YAML; none where the
    /// form alone says what is checked, so that nobody needs a second one.
    pub skeleton: Option<&'static str>,
}

/// The kind with a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static KindInfo> {
    KINDS.iter().find(|kind| kind.name == name)
}

macro_rules! kind {
    ($name:literal, $about:literal, $params:ty, names: $names:expr, cases: $cases:expr, skeleton: $skeleton:expr) => {
        KindInfo {
            name: $name,
            about: $about,
            names: &$names,
            cases: &$cases,
            schema: |generator| generator.subschema_for::<$params>(),
            skeleton: $skeleton,
        }
    };
}

/// Every kind, in the order of the documentation.
pub const KINDS: &[KindInfo] = &[
    kind!("section", "章节：是否齐全、次序、标题、内容", SectionParams,
        names: ["section", "found", "other"], cases: ["number"], skeleton: None),
    kind!("aspect", "章节应写到的几个方面", NoParams, names: ["section", "aspect"], cases: [], skeleton: None),
    kind!("table", "表格是否存在、是否为当年的版式", TableParams,
        names: ["section", "table", "found", "edition", "due", "notice"], cases: [], skeleton: None),
    kind!("row", "表格的行：是否齐全、重复、行名", RowParams,
        names: ["table", "row", "found", "other"], cases: ["displaced", "stranger", "no-figures"], skeleton: None),
    kind!("column", "表格的列名", NoParams,
        names: ["table", "column", "found"], cases: ["missing", "swapped"], skeleton: None),
    kind!("note", "表格的勾稽关系注", NoParams, names: ["table", "note", "found"], cases: [], skeleton: None),
    kind!("cell", "单元格：是否为数、是否空白", CellParams,
        names: ["table", "row", "column", "found", "cells", "count", "width"],
        cases: ["negative", "fraction", "too-many", "too-few", "many"], skeleton: None),
    kind!("equation", "勾稽关系：两个算式应相等", EquationParams,
        names: ["row", "column", "left", "right", "left.terms", "right.terms", "difference", "blanks"],
        cases: ["blanks"], skeleton: Some(include_str!("skeletons/equation.yaml"))),
    kind!("title", "标题中的年份", NoParams, names: ["year", "found"], cases: ["missing", "no-year"], skeleton: None),
    kind!("period", "统计期限", PeriodParams, names: ["year", "found"], cases: [], skeleton: None),
    kind!("required-text", "必须写到的内容", RequiredTextParams,
        names: [], cases: [], skeleton: Some(include_str!("skeletons/required-text.yaml"))),
    kind!("pattern", "写法：找到的内容必须（或不得）符合", PatternParams,
        names: ["value", "replacement"], cases: [], skeleton: Some(include_str!("skeletons/pattern.yaml"))),
    kind!("substitution", "用词：错的词和对的词", SubstitutionParams,
        names: ["found", "replacement"], cases: [], skeleton: Some(include_str!("skeletons/substitution.yaml"))),
    kind!("count", "次数：至少、至多出现几次", CountParams,
        names: ["count", "least", "most", "found"], cases: ["many"],
        skeleton: Some(include_str!("skeletons/count.yaml"))),
    kind!("consistent", "前后一致：同一件事在几处应写得一样", ConsistentParams,
        names: ["value", "other"], cases: [], skeleton: Some(include_str!("skeletons/consistent.yaml"))),
    kind!("claim", "文表一致：正文里的数应与表里的数相等", ClaimParams,
        names: ["said", "stated", "actual", "terms", "difference"], cases: ["none"],
        skeleton: Some(include_str!("skeletons/claim.yaml"))),
    kind!("parts", "总数与分项之和", PartsParams,
        names: ["total", "sum", "terms", "unit", "difference"], cases: ["less"], skeleton: None),
    kind!("share", "占比与它的两个数", ShareParams,
        names: ["share", "part", "whole", "actual"], cases: [], skeleton: None),
    kind!("private-number", "不应公开的号码", PrivateNumberParams, names: ["masked"], cases: [], skeleton: None),
    kind!("ignore-comment", "报告里的 `gouji: ignore`：写得对不对、有没有用", NoParams,
        names: ["found", "rule", "nearest"], cases: ["unknown", "no-reason", "malformed"], skeleton: None),
    kind!("script", "脚本：别的种类说不了的", ScriptParams,
        names: [], cases: [], skeleton: Some(include_str!("skeletons/script.yaml"))),
];
