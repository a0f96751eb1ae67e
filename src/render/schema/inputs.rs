//! Schemas of files that people write.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::load::mirror;

/// The schema of a rules file.
pub fn rules() -> Value {
    of::<mirror::Rules>()
}

/// The schema of a responses file, whatever instruments it answers.
pub fn responses() -> Value {
    of::<mirror::Responses>()
}

/// The schema of an auditor's review.
pub fn review() -> Value {
    of::<mirror::Review>()
}

/// Without references: editors built on Taplo drop what stands beside one, such as the remark on a key.
fn of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.with_transform(Toml).into_generator().into_root_schema_for::<T>().to_value();
    schema["additionalProperties"] = nothing_else("a key that is known here");
    schema
}

/// What no value fits. It is said as it is because of where Taplo marks a fault: `false` marks the table with all that
/// is in it, which is the whole file where the table is that of the answers; this marks only what is wrong, and says that
/// what is `wanted` was expected.
pub(super) fn nothing_else(wanted: &str) -> Value {
    json!({ "const": wanted, "not": { "const": wanted } })
}

/// Makes the schema one of TOML, which has no `null`, but dates.
#[derive(Debug, Clone)]
struct Toml;

impl Transform for Toml {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        if object.get("default").is_some_and(Value::is_null) {
            object.remove("default");
        }
        if let Some(Value::Array(kinds)) = object.get_mut("type") {
            kinds.retain(|kind| kind != "null");
            if let [one] = kinds.as_slice() {
                object["type"] = one.clone();
            }
        }
        // Editors offer quotation marks where a text is wanted, and JSON has no dates; a list of types is offered nothing.
        if object.get("format").is_some_and(|format| format == "date") {
            object["type"] = json!(["string"]);
        }
        if let Some(Value::Array(values)) = object.get_mut("enum") {
            values.retain(|value| !value.is_null());
        }
        if let Some(Value::Array(alternatives)) = object.get_mut("anyOf") {
            alternatives.retain(|alternative| *alternative != json!({ "type": "null" }));
            if let [one] = alternatives.as_slice() {
                let one = one.clone();
                object.remove("anyOf");
                for (key, value) in one.as_object().into_iter().flatten() {
                    object.entry(key.clone()).or_insert_with(|| value.clone());
                }
            }
        }
    }
}
