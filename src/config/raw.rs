//! `gouji.yaml` as it is written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::rule::{Names, SettingSchema};

/// `gouji.yaml`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RawConfig {
    /// The versions of gouji it can be used with, such as `>=0.1`.
    pub requires: Option<String>,
    /// The packs to check by: names of those that gouji brings, or folders such as `./city`, relative to
    /// this file. `national` where left out.
    pub extends: Names,
    /// Packs from disk whose scripts may run, as `extends` writes them.
    pub allow_scripts: Names,
    /// Changes to rules, by rule id or `topic/*`.
    #[schemars(with = "BTreeMap<String, SettingSchema>")]
    pub rules: serde_yaml::Mapping,
    /// Changes to rules for some files; a later entry wins.
    pub overrides: Vec<RawOverride>,
    /// Files that are not checked: globs, relative to this file.
    pub exclude: Vec<String>,
    /// Findings that are passed over.
    pub ignore: Vec<RawIgnore>,
    /// The file of findings that are known already, relative to this file; see `gouji baseline`.
    pub baseline: Option<String>,
}

/// Changes to rules for some files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOverride {
    /// Globs, relative to the configuration.
    pub files: Vec<String>,
    /// Changes to rules, by rule id or `topic/*`.
    #[schemars(with = "BTreeMap<String, SettingSchema>")]
    pub rules: serde_yaml::Mapping,
}

/// Findings that are passed over. Whatever is stated must apply.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawIgnore {
    /// Rule id or `topic/*`.
    pub rule: String,
    /// Globs, relative to the configuration; all files where left out.
    #[serde(default)]
    pub files: Vec<String>,
    /// Key of the section that the finding is in, or `title` or `preface`.
    #[serde(default)]
    pub section: Option<String>,
    /// Key of the table that the finding is in.
    #[serde(default)]
    pub table: Option<String>,
    /// Key or name of the row.
    #[serde(default)]
    pub row: Option<String>,
    /// Key or name of the column.
    #[serde(default)]
    pub column: Option<String>,
    /// Why.
    pub reason: String,
}
