//! Reading a TOML table field by field.
//!
//! A [`Fields`] hands out each key once in its kind, notes a problem where the kind is wrong or a required key is
//! missing, and at the end notes every key that nobody asked for. Unlike a `serde` derive it doesn't stop at the first
//! fault of a table, so that one run shows all of them.

use std::cell::RefCell;
use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::files;
use super::values::{day, kind};
use crate::problem::{Fact, Kind, Missing, Problems, nearest};
use crate::source::{At, FileNumber, Spot};

/// The file being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) file: FileNumber,
    pub(super) text: &'a str,
    pub(super) problems: &'a Problems,
    /// Whether no text in it can hold a control character: there is none, and no escape that could make one.
    plain: bool,
}

impl<'a> Reading<'a> {
    /// Begins to read the file with this number and text.
    pub(super) fn new(file: FileNumber, text: &'a str, problems: &'a Problems) -> Self {
        Self { file, text, problems, plain: !text.contains('\\') && !files::has_forbidden(text) }
    }
}

/// A table being read.
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    /// What stands between the brackets of its header, e.g. `assessment`; empty for the file itself.
    header: String,
    /// How the table is called in problems, e.g. "the table `[institution]`".
    name: String,
    spot: Spot,
    pub(super) reading: Reading<'a>,
    asked: RefCell<Vec<&'static str>>,
    /// Missing and empty keys with the place where that is told: held back until it is known that none is misspelt.
    lacking: RefCell<Vec<(String, Spot, bool)>>,
    /// Keys of the table above it: if one of them is found here, it slipped down.
    above: &'static [&'static str],
}

impl<'a> Fields<'a> {
    /// Begins to read `table`, which stands at `range`. `header` is what stands between the brackets of its header.
    pub(super) fn new(
        table: &'a DeTable<'a>,
        header: impl Into<String>,
        name: impl Into<String>,
        range: Range<usize>,
        reading: Reading<'a>,
    ) -> Self {
        Self {
            table,
            header: header.into(),
            name: name.into(),
            spot: Spot::new(reading.file, range),
            reading,
            asked: RefCell::default(),
            lacking: RefCell::default(),
            above: &[],
        }
    }

    /// Begins to read a whole file.
    pub(super) fn top(table: &'a DeTable<'a>, reading: Reading<'a>) -> Self {
        Self::new(table, "", "the file", 0..0, reading)
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
            self.empty(key, &text.spot);
            return None;
        }
        Some(text)
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
            // A list of millions of faulty entries says nothing new.
            if self.reading.problems.are_many() {
                break;
            }
            let at = Spot::new(self.reading.file, entry.span());
            match entry.get_ref() {
                DeValue::String(text) => texts.push(At { value: self.clean(text, &at), spot: at }),
                other => _ = self.wrong::<()>(key, Kind::Texts, other, &at),
            }
        }
        Some(At { value: texts, spot })
    }

    /// A table, below a header of its own or between braces.
    pub(super) fn table(&self, key: &'static str) -> Option<Fields<'a>> {
        let (value, spot) = self.value(key)?;
        let DeValue::Table(table) = value else { return self.wrong(key, Kind::Table, value, &spot) };
        let header = self.header_of(key);
        let name = match self.reading.text.get(spot.start..) {
            Some(text) if text.starts_with('{') => format!("`{key}`"),
            _ => format!("the table `[{header}]`"),
        };
        Some(Fields::new(table, header, name, spot.range(), self.reading))
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
        let DeValue::Array(list) = value else {
            self.wrong::<()>(key, Kind::Tables, value, &spot);
            return Vec::new();
        };
        let header = self.header_of(key);
        let name = if self.header.is_empty() { format!("`[[{key}]]`") } else { format!("`[[….{key}]]`") };
        let mut tables = Vec::new();
        for entry in list {
            match entry.get_ref() {
                DeValue::Table(table) => {
                    tables.push(Fields::new(table, header.as_str(), name.as_str(), entry.span(), self.reading));
                }
                other => _ = self.wrong::<()>(key, Kind::Tables, other, &Spot::new(self.reading.file, entry.span())),
            }
        }
        tables
    }

    /// Every entry of this table, each of which must be a table itself and is `called` so in problems, with its key, in
    /// the order of their places.
    pub(super) fn entries(&self, called: &str) -> Vec<(At<String>, Fields<'a>)> {
        let mut entries = Vec::new();
        for (key, value) in self.table {
            let (name, spot) = (key.get_ref().to_string(), Spot::new(self.reading.file, key.span()));
            match value.get_ref() {
                DeValue::Table(table) => {
                    let header = format!("{}.\"{name}\"", self.header);
                    let fields = Fields::new(table, header, called, key.span(), self.reading);
                    entries.push((At { value: name, spot }, fields));
                }
                other => {
                    let (table, found) = (self.header.clone(), kind(other));
                    let fact = Fact::WrongType { key: name, table, wanted: Kind::Table, found };
                    self.reading.problems.add(fact, &spot);
                }
            }
        }
        entries.sort_by_key(|(key, _)| key.spot.start);
        entries
    }

    /// Every entry of this table, each of which must be a text, with its key, in the order of their places.
    pub(super) fn plain_entries(&self) -> Vec<(At<String>, At<String>)> {
        let mut entries = Vec::new();
        for (key, value) in self.table {
            let name = At { value: key.get_ref().to_string(), spot: Spot::new(self.reading.file, key.span()) };
            let spot = Spot::new(self.reading.file, value.span());
            match value.get_ref() {
                DeValue::String(text) => entries.push((name, At { value: self.clean(text, &spot), spot })),
                other => {
                    let (table, found) = (self.header.clone(), kind(other));
                    let fact = Fact::WrongType { key: name.value, table, wanted: Kind::Text, found };
                    self.reading.problems.add(fact, &spot);
                }
            }
        }
        entries.sort_by_key(|(key, _)| key.spot.start);
        entries
    }

    /// Where the table itself, its sub-tables and the entries of its lists of tables begin.
    pub(super) fn beginnings(&self) -> Vec<usize> {
        let mut beginnings = vec![self.spot.start];
        for value in self.table.values() {
            match value.get_ref() {
                DeValue::Table(_) => beginnings.push(value.span().start),
                DeValue::Array(list) => beginnings.extend(list.iter().map(|entry| entry.span().start)),
                _ => {}
            }
        }
        beginnings
    }

    /// Whether the key is there, asked for or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Marks keys as known that are read elsewhere.
    pub(super) fn know(&self, keys: &[&'static str]) {
        self.asked.borrow_mut().extend(keys);
    }

    /// Notes that a key is missing.
    pub(super) fn missing(&self, key: &str) {
        self.lacking.borrow_mut().push((key.to_owned(), self.spot.clone(), false));
    }

    /// Notes that a key is there, but empty.
    pub(super) fn empty(&self, key: &str, at: &Spot) {
        self.lacking.borrow_mut().push((key.to_owned(), at.clone(), true));
    }

    /// Ends the reading: every key that nobody asked for is a problem, and so is every key that is missing, unless one
    /// of the former seems to be it. Gives the known keys that the unknown ones seem to be.
    pub(super) fn finish(self) -> Vec<String> {
        let asked = self.asked.borrow();
        let mut meant: Vec<String> = Vec::new();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if asked.contains(&name) {
                continue;
            }
            let at = Spot::new(self.reading.file, key.span());
            if self.above.contains(&name) {
                let fact = Fact::MisplacedKey { key: name.into(), table: self.header.clone() };
                self.reading.problems.add_related(fact, &at, &self.spot);
                continue;
            }
            if self.reading.problems.are_many() {
                let fact =
                    Fact::UnknownKey { key: name.into(), table: self.name.clone(), nearest: None, known: Vec::new() };
                self.reading.problems.add(fact, &at);
                continue;
            }
            let known: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
            let nearest = nearest(name, asked.iter().copied()).map(str::to_owned);
            meant.extend(nearest.clone());
            let fact = Fact::UnknownKey { key: name.into(), table: self.name.clone(), nearest, known };
            self.reading.problems.add(fact, &at);
        }
        let braces = self.name.starts_with('`') && !self.name.starts_with("`[");
        for (key, at, empty) in self.lacking.take() {
            if !meant.contains(&key) {
                let fact = Fact::MissingKey(Missing { key, table: self.name.clone(), empty, braces });
                self.reading.problems.add(fact, &at);
            }
        }
        meant
    }

    fn header_of(&self, key: &str) -> String {
        if self.header.is_empty() { key.to_owned() } else { format!("{}.{key}", self.header) }
    }

    fn ask(&self, key: &'static str) {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
    }

    pub(super) fn value(&self, key: &'static str) -> Option<(&'a DeValue<'a>, Spot)> {
        self.ask(key);
        let value: &Spanned<DeValue<'a>> = self.table.get(key)?;
        Some((value.get_ref(), Spot::new(self.reading.file, value.span())))
    }

    pub(super) fn wrong<T>(&self, key: &'static str, wanted: Kind, value: &DeValue<'_>, spot: &Spot) -> Option<T> {
        let fact = Fact::WrongType { key: key.into(), table: self.header.clone(), wanted, found: kind(value) };
        self.reading.problems.add(fact, spot);
        None
    }

    /// The text without control characters that came in through an escape such as `\u0007`, which are problems; those
    /// that stand in the file itself were noted when it was read.
    pub(super) fn clean(&self, text: &(impl AsRef<str> + ?Sized), spot: &Spot) -> String {
        let text = text.as_ref();
        if self.reading.plain || !files::has_forbidden(text) {
            return text.to_owned();
        }
        if let Some(character) = text.chars().find(|character| files::is_forbidden(*character)) {
            self.reading.problems.add(Fact::ControlCharacter { character }, spot);
        }
        text.chars().filter(|character| !files::is_forbidden(*character)).collect()
    }
}
