//! JSON Schemas of the files that people write, made from the types that read them.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::kind::KINDS;
use super::raw::{COMMON_KEYS, RawPack, RawRule};
use crate::form::{RawAddition, RawEdition, RawForm};

/// A kind of file that people write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FileType {
    /// pack.yaml
    Pack,
    /// A rule file.
    Rule,
    /// A form file.
    Form,
    /// gouji.yaml
    Config,
}

impl FileType {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pack, Self::Rule, Self::Form, Self::Config];

    /// The name of its schema's file.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Pack => "pack.schema.json",
            Self::Rule => "rule.schema.json",
            Self::Form => "form.schema.json",
            Self::Config => "gouji.schema.json",
        }
    }
}

/// The schema of a file whose type is known to this room; `config` is that of the others.
#[must_use]
pub fn schema(of: FileType, config: fn(&mut SchemaGenerator) -> Schema) -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let body = match of {
        FileType::Pack => root::<RawPack>(&mut generator),
        FileType::Rule => rules(&mut generator),
        FileType::Form => any_of(vec![
            generator.subschema_for::<RawForm>(),
            generator.subschema_for::<RawEdition>(),
            generator.subschema_for::<RawAddition>(),
        ]),
        FileType::Config => config(&mut generator).to_value(),
    };
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".into(), json!(of.file_name()));
    schema.extend(body.as_object().cloned().unwrap_or_default());
    schema.insert("$defs".into(), Value::Object(generator.take_definitions(true)));
    Value::Object(schema)
}

fn root<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    T::json_schema(generator).to_value()
}

fn any_of(schemas: Vec<Schema>) -> Value {
    let schemas: Vec<Value> = schemas.into_iter().map(Schema::to_value).collect();
    json!({ "anyOf": schemas })
}

/// A rule file is a list of rules; each has what every rule has, and what its kind has.
fn rules(generator: &mut SchemaGenerator) -> Value {
    let common = RawRule::json_schema(generator).to_value();
    let common_properties = common["properties"].as_object().cloned().unwrap_or_default();
    let common_required = common["required"].as_array().cloned().unwrap_or_default();
    let of_kind = |kind: &super::kind::KindInfo| {
        let own = (kind.schema)(generator).to_value();
        let own = resolve(generator, own);
        let mut properties = common_properties.clone();
        properties.extend(own["properties"].as_object().cloned().unwrap_or_default());
        properties.insert("kind".into(), json!({ "const": kind.name, "description": kind.about }));
        let mut required = common_required.clone();
        required.extend(own["required"].as_array().cloned().unwrap_or_default());
        json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
    };
    let kinds: Vec<Value> = KINDS.iter().map(of_kind).collect();
    debug_assert!(COMMON_KEYS.iter().all(|key| common_properties.contains_key(*key)));
    // The kind decides which of them it is, so that an editor tells what is wrong with that one.
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let choose = KINDS.iter().zip(kinds).map(|(kind, schema)| {
        json!({ "if": { "properties": { "kind": { "const": kind.name } }, "required": ["kind"] }, "then": schema })
    });
    let choose: Vec<Value> = choose.collect();
    json!({ "type": "array", "items": {
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "enum": names } },
        "allOf": choose
    } })
}

/// The definition that a reference means.
fn resolve(generator: &SchemaGenerator, schema: Value) -> Value {
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    match name.and_then(|name| generator.definitions().get(name)) {
        Some(definition) => definition.clone(),
        None => schema,
    }
}
