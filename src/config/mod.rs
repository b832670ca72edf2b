//! `gouji.yaml`: the rules of a project, found upwards from each file.

mod baseline;
mod globs;
mod ignores;
mod load;
mod projects;
mod raw;

pub use baseline::{Baseline, BaselineError, Known};
pub use globs::Globs;
pub use ignores::Ignore;
pub use load::{Options, Project, packs_on_disk};
pub use projects::Projects;
pub use raw::RawConfig;

use schemars::{JsonSchema, Schema, SchemaGenerator};

/// The name of the file.
pub const CONFIG: &str = "gouji.yaml";

/// The schema of the file.
#[must_use]
pub fn schema(generator: &mut SchemaGenerator) -> Schema {
    RawConfig::json_schema(generator)
}
