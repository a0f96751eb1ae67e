//! Values that need more words than a type of Rust: a day, a word out of several, a text in several languages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::NaiveDate;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use toml::value::Datetime;

/// The format of the file.
#[derive(Debug)]
pub struct Format;

/// A text that says something.
#[derive(Debug)]
pub struct Filled(pub String);

/// One of the words that `T` knows.
#[derive(Debug)]
pub struct Word<T>(pub T);

/// One of the words that `T` knows, or an empty text, which says nothing.
#[derive(Debug)]
pub struct WordOrEmpty<T>(pub Option<T>);

/// A day without a time.
#[derive(Debug)]
pub struct Day(pub NaiveDate);

/// A figure, or what stands in the place of one.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Figure {
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Fraction(f64),
    /// As written.
    Text(String),
}

/// A text, or the same text by language.
#[derive(Debug, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Wording {
    /// In the language of the file.
    Text(String),
    /// By language, such as `{ en = "…", ru = "…" }`.
    #[schemars(extend("minProperties" = 1))]
    ByLanguage(BTreeMap<String, String>),
}

/// By when something is to be done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Deadline {
    /// On or before a day.
    Date(Day),
    /// At an event.
    Event(Event),
    /// Again and again.
    Every(Every),
}

/// An event that the text names.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Event {
    /// The event, such as "sixty-third session".
    pub event: String,
}

/// A rhythm that the text names.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Every {
    /// What passes between one time and the next, such as "year".
    pub every: String,
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Figure::deserialize(deserializer)? {
            Figure::Whole(1) => Ok(Self),
            Figure::Text(text) if text == "1" => Ok(Self),
            other => Err(Error::custom(format!("{other:?} is no format"))),
        }
    }
}

impl<'de> Deserialize<'de> for Filled {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.trim().is_empty() { Err(Error::custom("nothing in it")) } else { Ok(Self(text)) }
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.trim().parse().map(Self).map_err(|_| Error::custom(format!("`{text}` is not known")))
    }
}

impl<'de, T: FromStr> Deserialize<'de> for WordOrEmpty<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(Self(None));
        }
        text.trim().parse().map(|word| Self(Some(word))).map_err(|_| Error::custom(format!("`{text}` is not known")))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Datetime::deserialize(deserializer)?;
        let date = written.date.filter(|_| written.time.is_none() && written.offset.is_none());
        let day = date.and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()));
        day.map(Self).ok_or_else(|| Error::custom(format!("{written} is no day")))
    }
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Looked at as TOML, because `serde` takes a day for a text or a table.
        let written = toml::Value::deserialize(deserializer)?;
        let texts = match &written {
            toml::Value::String(text) => return Ok(Self::Text(text.clone())),
            toml::Value::Table(table) if !table.is_empty() => table
                .iter()
                .map(|(language, text)| Some((language.clone(), text.as_str()?.to_owned())))
                .collect::<Option<BTreeMap<String, String>>>(),
            _ => None,
        };
        texts.map(Self::ByLanguage).ok_or_else(|| D::Error::custom(format!("{written} is no text")))
    }
}

impl JsonSchema for Figure {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Figure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["number", "string"] })
    }
}

impl JsonSchema for Format {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Format".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": [1, "1"], "default": 1 })
    }
}

impl JsonSchema for Filled {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Filled".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"\S" })
    }
}

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        NaiveDate::json_schema(generator)
    }
}

impl<T: JsonSchema> JsonSchema for Word<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Word_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        choice(words::<T>(generator))
    }
}

impl<T: JsonSchema> JsonSchema for WordOrEmpty<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("WordOrEmpty_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let nothing = (json!(""), "Nothing said yet.".to_owned());
        choice([nothing].into_iter().chain(words::<T>(generator)))
    }
}

/// A choice of values, each with what it means, in the form that Taplo and the editors built on it show: it knows no
/// remarks on the parts of a `oneOf`.
pub fn choice(values: impl IntoIterator<Item = (Value, String)>) -> Schema {
    let (values, meanings): (Vec<Value>, Vec<String>) = values.into_iter().unzip();
    json_schema!({ "enum": values, "x-taplo": { "docs": { "enumValues": meanings } } })
}

/// The words that `T` knows, each with the remark on it.
fn words<T: JsonSchema>(generator: &mut SchemaGenerator) -> Vec<(Value, String)> {
    let schema = T::json_schema(generator);
    let alternatives = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let word = |alternative: &Value| {
        let meaning = alternative.get("description").and_then(Value::as_str).unwrap_or_default();
        alternative.get("const").map(|word| (word.clone(), meaning.to_owned()))
    };
    alternatives.filter_map(word).collect()
}
