//! Schemas of data that the program writes.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::render::checked::Checked;
use crate::render::json::{Compared, Document};

/// The schema of `score --format json`, which `json.md` describes field by field.
pub fn score() -> Value {
    of::<Document<'_>>("Assessment")
}

/// The schema of `compare --format json`.
pub fn compare() -> Value {
    of::<Compared<'_>>("Comparison")
}

/// The schema of `check --format json`.
pub fn check() -> Value {
    of::<Checked<'_>>("Problems")
}

/// The schema of data with this title.
pub fn of<T: JsonSchema>(title: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(Closed);
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    schema["title"] = json!(title);
    schema
}

/// Says that an object has no fields but those that are named: who reads the data can rely on it.
#[derive(Debug, Clone)]
struct Closed;

impl Transform for Closed {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".into(), json!(false));
        }
    }
}
