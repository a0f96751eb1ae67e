//! The words of a language: sentences with places to fill in, forms of numbers, and how days and percentages are written.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use serde_json::Value;

use super::Failure;
use crate::assess::{Change, Percent};

/// All words of one language, by key, e.g. `figure.bounds`.
#[derive(Debug, Clone)]
pub struct Words {
    phrases: BTreeMap<String, Phrase>,
    months: Vec<String>,
    /// File they came from, for messages.
    name: String,
}

#[derive(Debug, Clone)]
enum Phrase {
    Plain(String),
    /// Chosen by the number `count`.
    Counted {
        one: String,
        other: String,
    },
}

impl Words {
    /// Reads a file of words.
    ///
    /// # Errors
    /// If it is no TOML, or holds something that is neither a text nor a pair `one`/`other`.
    pub fn read(name: &str, text: &str) -> Result<Self, Failure> {
        let fault = |why: String| Failure::Template { name: name.to_owned(), why };
        let table: toml::Table = toml::from_str(text).map_err(|error| fault(error.to_string()))?;
        let mut words = Self { phrases: BTreeMap::new(), months: Vec::new(), name: name.to_owned() };
        words.gather("", &table).map_err(fault)?;
        if words.months.len() != 12 {
            return Err(fault("`form.months` must name twelve months".into()));
        }
        Ok(words)
    }

    fn gather(&mut self, prefix: &str, table: &toml::Table) -> Result<(), String> {
        for (key, value) in table {
            let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                toml::Value::String(text) => _ = self.phrases.insert(key, Phrase::Plain(text.clone())),
                toml::Value::Table(forms) => match (forms.get("one"), forms.get("other")) {
                    (Some(toml::Value::String(one)), Some(toml::Value::String(other))) => {
                        let phrase = Phrase::Counted { one: one.clone(), other: other.clone() };
                        self.phrases.insert(key, phrase);
                    }
                    _ => self.gather(&key, forms)?,
                },
                toml::Value::Array(months) if key == "form.months" => {
                    self.months = months.iter().filter_map(|month| month.as_str().map(str::to_owned)).collect();
                }
                _ => return Err(format!("`{key}` must be a text, or a table with `one` and `other`")),
            }
        }
        Ok(())
    }

    /// The words of `key`, with `{name}` filled in; among forms of a number, that for `count`.
    ///
    /// # Errors
    /// If there is no such key.
    pub fn say(&self, key: &str, with: &BTreeMap<&str, String>) -> Result<String, Failure> {
        let phrase = match self.phrases.get(key) {
            Some(Phrase::Plain(text)) => text,
            Some(Phrase::Counted { one, other }) => {
                if with.get("count").is_some_and(|count| count == "1") {
                    one
                } else {
                    other
                }
            }
            None => return Err(Failure::Template { name: self.name.clone(), why: format!("it has no word `{key}`") }),
        };
        Ok(fill(phrase, with))
    }

    /// The words of `key` without anything to fill in.
    ///
    /// # Errors
    /// If there is no such key.
    pub fn plain(&self, key: &str) -> Result<String, Failure> {
        self.say(key, &BTreeMap::new())
    }

    /// A percentage as the language writes it, or the sign for none.
    ///
    /// # Errors
    /// If the form is missing.
    pub fn percent(&self, percent: Option<Percent>) -> Result<String, Failure> {
        let Some(percent) = percent else { return self.plain("form.none") };
        let with = BTreeMap::from([("qualifier", percent.qualifier.to_string()), ("whole", percent.whole.to_string())]);
        self.say("form.percent", &with)
    }

    /// A change in percentage points as the language writes it, or the sign for none.
    ///
    /// # Errors
    /// If the form is missing.
    pub fn points(&self, change: Option<Change>) -> Result<String, Failure> {
        let Some(change) = change else { return self.plain("form.none") };
        let with = BTreeMap::from([
            ("sign", change.sign.to_string()),
            ("qualifier", change.size.qualifier.to_string()),
            ("whole", change.size.whole.to_string()),
            ("count", change.size.whole.to_string()),
        ]);
        self.say("form.points", &with)
    }

    /// A change in tenths of percentage points, for changes that are mostly small.
    ///
    /// # Errors
    /// If the form is missing.
    pub fn tenths(&self, change: Option<Change>) -> Result<String, Failure> {
        let Some(change) = change else { return self.plain("form.none") };
        let permille = change.size.permille;
        let with = BTreeMap::from([
            ("sign", change.sign.to_string()),
            ("whole", (permille / 10).to_string()),
            ("tenth", (permille % 10).to_string()),
        ]);
        self.say("form.tenths", &with)
    }

    /// A day as the language writes it.
    ///
    /// # Errors
    /// If the form is missing.
    pub fn day(&self, day: NaiveDate) -> Result<String, Failure> {
        let month = self.months.get(day.month0() as usize).cloned().unwrap_or_default();
        let with = BTreeMap::from([("day", day.day().to_string()), ("month", month), ("year", day.year().to_string())]);
        self.say("form.day", &with)
    }

    /// How a value of the report is written: percentages and changes in their forms, the rest as it is.
    ///
    /// # Errors
    /// If a form is missing, or the value is a list or table without a form.
    pub(super) fn form(&self, value: &Value) -> Result<String, Failure> {
        match value {
            Value::Null => self.plain("form.none"),
            Value::String(text) => Ok(text.clone()),
            Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
            Value::Array(_) | Value::Object(_) => {
                if let Ok(percent) = Percent::deserialize(value) {
                    return self.percent(Some(percent));
                }
                let change = Change::deserialize(value);
                change.map_or_else(
                    |_| Err(Failure::Template { name: self.name.clone(), why: format!("`{value}` has no form") }),
                    |change| self.points(Some(change)),
                )
            }
        }
    }
}

/// Fills `{name}` in; what is filled in is not looked at again, so that a user's braces stay as they are.
fn fill(phrase: &str, with: &BTreeMap<&str, String>) -> String {
    let mut filled = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}') {
            Some((name, after)) if with.contains_key(name) => {
                filled.push_str(&with[name]);
                rest = after;
            }
            _ => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}
