//! The words of a language: sentences with places to fill in, forms of numbers, and how days and percentages are written.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::{Failure, fault};
use crate::assess::{Change, Percent, Sign};

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
        let fault = |at: Option<usize>, why: &str| fault::of_words(name, text, at, why);
        let table =
            DeTable::parse(text).map_err(|error| fault(error.span().map(|span| span.start), error.message()))?;
        let mut words = Self { phrases: BTreeMap::new(), months: Vec::new(), name: name.to_owned() };
        words.gather("", table.get_ref()).map_err(|(at, why)| fault(Some(at), &why))?;
        if words.months.len() != 12 {
            return Err(fault(None, "`form.months` must name twelve months"));
        }
        Ok(words)
    }

    /// Takes the phrases of a table; an error is a place and what is wrong there.
    fn gather(&mut self, prefix: &str, table: &DeTable<'_>) -> Result<(), (usize, String)> {
        for (key, value) in table {
            let (at, key) = (value.span().start, key.get_ref());
            let key = if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") };
            match value.get_ref() {
                DeValue::String(text) => _ = self.phrases.insert(key, Phrase::Plain(text.to_string())),
                DeValue::Table(forms) => {
                    let form = |name| forms.get(name).and_then(|form| form.get_ref().as_str()).map(str::to_owned);
                    match (form("one"), form("other")) {
                        (Some(one), Some(other)) => _ = self.phrases.insert(key, Phrase::Counted { one, other }),
                        _ => self.gather(&key, forms)?,
                    }
                }
                DeValue::Array(months) if key == "form.months" => {
                    self.months =
                        months.iter().filter_map(|month| month.get_ref().as_str().map(str::to_owned)).collect();
                }
                _ => return Err((at, format!("`{key}` must be a text, or a table with `one` and `other`"))),
            }
        }
        Ok(())
    }

    /// Holds an institution's own words against `ours`: a report must not fail on the page that first needs a word.
    ///
    /// # Errors
    /// If words of ours are missing; the first few are named.
    pub(super) fn hold_against(&self, ours: &Self) -> Result<(), Failure> {
        const NAMED: usize = 5;
        let missing: Vec<&String> = ours.phrases.keys().filter(|key| !self.phrases.contains_key(*key)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let named: Vec<String> = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
        let more = match missing.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let why = format!("it lacks words that reports need: {}{more}; copy them from ours", named.join(", "));
        Err(Failure::Template { name: self.name.clone(), why })
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
        // A minus sign is lost on some fonts and on many who listen; a word isn't.
        self.say(if change.sign == Sign::Minus { "form.points-down" } else { "form.points" }, &with)
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
