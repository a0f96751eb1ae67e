//! Reading a TOML table field by field.
//!
//! A [`Fields`] hands out each key once in its kind, notes a problem where the kind is wrong or a required key is
//! missing, and at the end notes every key that nobody asked for. Unlike a `serde` derive it doesn't stop at the first
//! fault of a table, so that one run shows all of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;

use chrono::NaiveDate;
use strum::VariantNames;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::files;
use crate::model::{Deadline, Wording};
use crate::problem::{Fact, Kind, Problems, nearest};
use crate::source::{At, FileNumber, Spot};

/// A table being read.
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    /// How the table is called in problems, e.g. "the table `[institution]`".
    name: String,
    spot: Spot,
    file: FileNumber,
    problems: &'a Problems,
    asked: RefCell<Vec<&'static str>>,
    /// Keys of the table above it: if one of them is found here, it slipped down.
    above: &'static [&'static str],
}

impl<'a> Fields<'a> {
    /// Begins to read `table`, which stands at `range` of `file`.
    pub(super) fn new(
        table: &'a DeTable<'a>,
        name: impl Into<String>,
        range: Range<usize>,
        file: FileNumber,
        problems: &'a Problems,
    ) -> Self {
        let spot = Spot::new(file, range);
        Self { table, name: name.into(), spot, file, problems, asked: RefCell::default(), above: &[] }
    }

    /// Says which keys belong to the table above this one.
    pub(super) fn below(mut self, above: &'static [&'static str]) -> Self {
        self.above = above;
        self
    }

    /// The table's own place.
    pub(super) fn spot(&self) -> &Spot {
        &self.spot
    }

    /// A text; control characters in it are problems.
    pub(super) fn text(&self, key: &'static str) -> Option<At<String>> {
        let (value, spot) = self.value(key)?;
        match value {
            DeValue::String(text) => Some(At { value: self.clean(text, &spot), spot }),
            other => self.wrong(key, Kind::Text, other, &spot),
        }
    }

    /// A text that must be there and not be empty.
    pub(super) fn required_text(&self, key: &'static str) -> Option<At<String>> {
        if !self.table.contains_key(key) {
            self.ask(key);
            self.missing(key);
            return None;
        }
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.problems.add(Fact::MissingKey { key: key.into(), table: self.name.clone() }, &text.spot);
            return None;
        }
        Some(text)
    }

    /// A word that names one of `T`'s variants.
    pub(super) fn word<T: FromStr + VariantNames>(&self, key: &'static str) -> Option<At<T>> {
        let text = self.text(key)?;
        if text.value.is_empty() {
            return None;
        }
        match T::from_str(&text.value) {
            Ok(value) => Some(At { value, spot: text.spot }),
            Err(_) => {
                let known: Vec<String> = T::VARIANTS.iter().map(|name| (*name).to_owned()).collect();
                let nearest = nearest(&text.value, T::VARIANTS.iter().copied()).map(str::to_owned);
                let fact = Fact::UnknownValue { key: key.into(), given: text.value, nearest, known };
                self.problems.add(fact, &text.spot);
                None
            }
        }
    }

    /// A day.
    pub(super) fn date(&self, key: &'static str) -> Option<At<NaiveDate>> {
        let (value, spot) = self.value(key)?;
        match day(value) {
            Some(day) => Some(At { value: day, spot }),
            None => self.wrong(key, Kind::Date, value, &spot),
        }
    }

    /// A day that must be there.
    pub(super) fn required_date(&self, key: &'static str) -> Option<At<NaiveDate>> {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.date(key)
    }

    /// A whole number.
    pub(super) fn number(&self, key: &'static str) -> Option<At<i64>> {
        let (value, spot) = self.value(key)?;
        let number = value
            .as_integer()
            .and_then(|number| i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok());
        match number {
            Some(value) => Some(At { value, spot }),
            None => self.wrong(key, Kind::Number, value, &spot),
        }
    }

    /// A number or a text, as written.
    pub(super) fn as_written(&self, key: &'static str) -> Option<At<String>> {
        let (value, spot) = self.value(key)?;
        match value {
            DeValue::String(text) => Some(At { value: self.clean(text, &spot), spot }),
            DeValue::Integer(number) => Some(At { value: number.as_str().to_owned(), spot }),
            DeValue::Float(number) => Some(At { value: number.as_str().to_owned(), spot }),
            other => self.wrong(key, Kind::Number, other, &spot),
        }
    }

    /// `true` or `false`.
    pub(super) fn yes_no(&self, key: &'static str) -> Option<At<bool>> {
        let (value, spot) = self.value(key)?;
        match value.as_bool() {
            Some(value) => Some(At { value, spot }),
            None => self.wrong(key, Kind::YesNo, value, &spot),
        }
    }

    /// A list of texts; `None` if the key is not there.
    pub(super) fn texts(&self, key: &'static str) -> Option<At<Vec<At<String>>>> {
        let (value, spot) = self.value(key)?;
        let Some(list) = value.as_array() else {
            return self.wrong(key, Kind::Texts, value, &spot);
        };
        let mut texts = Vec::new();
        for entry in list {
            let at = Spot::new(self.file, entry.span());
            match entry.get_ref() {
                DeValue::String(text) => texts.push(At { value: self.clean(text, &at), spot: at }),
                other => {
                    self.problems.add(Fact::WrongType { key: key.into(), wanted: Kind::Text, found: kind(other) }, &at);
                }
            }
        }
        Some(At { value: texts, spot })
    }

    /// A text in `language`, or a table of texts by language.
    pub(super) fn wording(&self, key: &'static str, language: &str) -> Option<At<Wording>> {
        let (value, spot) = self.value(key)?;
        self.one_wording(key, value, spot, language)
    }

    /// A wording that must be there.
    pub(super) fn required_wording(&self, key: &'static str, language: &str) -> Option<At<Wording>> {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.wording(key, language)
    }

    /// A list of wordings.
    pub(super) fn wordings(&self, key: &'static str, language: &str) -> Vec<Wording> {
        let Some((value, spot)) = self.value(key) else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.problems.add(Fact::WrongType { key: key.into(), wanted: Kind::Texts, found: kind(value) }, &spot);
            return Vec::new();
        };
        list.iter()
            .filter_map(|entry| {
                let at = Spot::new(self.file, entry.span());
                self.one_wording(key, entry.get_ref(), at, language).map(|wording| wording.value)
            })
            .collect()
    }

    /// A table.
    pub(super) fn table(&self, key: &'static str) -> Option<Fields<'a>> {
        let (value, spot) = self.value(key)?;
        match value {
            DeValue::Table(table) => {
                Some(Fields::new(table, format!("the table `[{key}]`"), spot.range(), self.file, self.problems))
            }
            other => self.wrong(key, Kind::Table, other, &spot),
        }
    }

    /// A table that must be there.
    pub(super) fn required_table(&self, key: &'static str) -> Option<Fields<'a>> {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.table(key)
    }

    /// A list of tables.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Fields<'a>> {
        let Some((value, spot)) = self.value(key) else { return Vec::new() };
        let wrong = |value: &DeValue<'_>, spot: &Spot| {
            self.problems.add(Fact::WrongType { key: key.into(), wanted: Kind::Tables, found: kind(value) }, spot);
        };
        let DeValue::Array(list) = value else {
            wrong(value, &spot);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for entry in list {
            match entry.get_ref() {
                DeValue::Table(table) => {
                    let name = format!("`[[{key}]]`");
                    tables.push(Fields::new(table, name, entry.span(), self.file, self.problems));
                }
                other => wrong(other, &Spot::new(self.file, entry.span())),
            }
        }
        tables
    }

    /// Every entry of this table, each of which must be a table itself, with its key.
    pub(super) fn entries(&self) -> Vec<(At<String>, Fields<'a>)> {
        let mut entries = Vec::new();
        for (key, value) in self.table {
            let at = Spot::new(self.file, key.span());
            match value.get_ref() {
                DeValue::Table(table) => {
                    let name = "the answer".to_owned();
                    let fields = Fields::new(table, name, key.span(), self.file, self.problems);
                    entries.push((At { value: key.get_ref().to_string(), spot: at }, fields));
                }
                other => {
                    let fact =
                        Fact::WrongType { key: key.get_ref().to_string(), wanted: Kind::Table, found: kind(other) };
                    self.problems.add(fact, &at);
                }
            }
        }
        entries
    }

    /// Whether the key is there, asked for or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Marks keys as known that are read elsewhere.
    pub(super) fn know(&self, keys: &[&'static str]) {
        self.asked.borrow_mut().extend(keys);
    }

    /// Notes that a key is missing; `key` may name several, joined by "or".
    pub(super) fn missing(&self, key: &str) {
        self.problems.add(Fact::MissingKey { key: key.into(), table: self.name.clone() }, &self.spot);
    }

    /// Ends the reading: every key that nobody asked for is a problem.
    pub(super) fn finish(self) {
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if asked.contains(&name) {
                continue;
            }
            let at = Spot::new(self.file, key.span());
            if self.above.contains(&name) {
                let fact = Fact::MisplacedKey { key: name.into(), table: self.name.trim_matches('`').into() };
                self.problems.add_related(fact, &at, &self.spot);
                continue;
            }
            let known: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
            let nearest = nearest(name, asked.iter().copied()).map(str::to_owned);
            self.problems.add(Fact::UnknownKey { key: name.into(), table: self.name.clone(), nearest, known }, &at);
        }
    }

    fn ask(&self, key: &'static str) {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
    }

    fn value(&self, key: &'static str) -> Option<(&'a DeValue<'a>, Spot)> {
        self.ask(key);
        let value: &Spanned<DeValue<'a>> = self.table.get(key)?;
        Some((value.get_ref(), Spot::new(self.file, value.span())))
    }

    fn wrong<T>(&self, key: &'static str, wanted: Kind, value: &DeValue<'_>, spot: &Spot) -> Option<T> {
        self.problems.add(Fact::WrongType { key: key.into(), wanted, found: kind(value) }, spot);
        None
    }

    fn one_wording(
        &self,
        key: &'static str,
        value: &'a DeValue<'a>,
        spot: Spot,
        language: &str,
    ) -> Option<At<Wording>> {
        match value {
            DeValue::String(text) => Some(At { value: Wording::new(language, self.clean(text, &spot)), spot }),
            DeValue::Table(table) => {
                let texts: BTreeMap<String, String> = table
                    .iter()
                    .filter_map(|(tag, text)| {
                        let at = Spot::new(self.file, text.span());
                        let words = text.get_ref().as_str().map(|words| self.clean(words, &at));
                        words.map(|words| (tag.get_ref().to_string(), words))
                    })
                    .collect();
                if texts.len() < table.len() {
                    return self.wrong(key, Kind::Wording, value, &spot);
                }
                Wording::by_language(texts).map(|value| At { value, spot })
            }
            other => self.wrong(key, Kind::Wording, other, &spot),
        }
    }

    /// The text without control characters that came in through an escape such as `\u0007`, which are problems; those
    /// that stand in the file itself were noted when it was read.
    fn clean(&self, text: &(impl AsRef<str> + ?Sized), spot: &Spot) -> String {
        let text = text.as_ref();
        if let Some(character) = text.chars().find(|character| files::is_forbidden(*character)) {
            self.problems.add(Fact::ControlCharacter { character }, spot);
        }
        text.chars().filter(|character| !files::is_forbidden(*character)).collect()
    }
}

/// The day a value names, if it is a date without a time.
pub(super) fn day(value: &DeValue<'_>) -> Option<NaiveDate> {
    let written = value.as_datetime()?;
    let date = written.date.filter(|_| written.time.is_none() && written.offset.is_none())?;
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

/// What kind of value this is.
pub(super) fn kind(value: &DeValue<'_>) -> Kind {
    match value {
        DeValue::String(_) => Kind::Text,
        DeValue::Integer(_) => Kind::Number,
        DeValue::Float(_) => Kind::Fraction,
        DeValue::Boolean(_) => Kind::YesNo,
        DeValue::Datetime(written) if written.date.is_some() && written.time.is_none() => Kind::Date,
        DeValue::Datetime(_) => Kind::Time,
        DeValue::Array(list) if !list.is_empty() && list.iter().all(|entry| entry.get_ref().is_table()) => Kind::Tables,
        DeValue::Array(_) => Kind::List,
        DeValue::Table(_) => Kind::Table,
    }
}

/// A deadline's value: a day, or a table with `event` or `every`.
pub(super) fn deadline(fields: &Fields<'_>, key: &'static str) -> Option<At<Deadline>> {
    let (value, spot) = fields.value(key)?;
    if let Some(day) = day(value) {
        return Some(At { value: Deadline::Date(day), spot });
    }
    let DeValue::Table(table) = value else { return fields.wrong(key, Kind::Deadline, value, &spot) };
    let inner = Fields::new(table, "the deadline", spot.range(), fields.file, fields.problems);
    let event = inner.text("event");
    let every = inner.text("every");
    inner.finish();
    match (event, every) {
        (Some(event), None) => Some(At { value: Deadline::Event(event.value), spot }),
        (None, Some(every)) => Some(At { value: Deadline::Every(every.value), spot }),
        _ => fields.wrong(key, Kind::Deadline, value, &spot),
    }
}
