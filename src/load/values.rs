//! Values that are more than one kind: wordings, deadlines, days.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::de::DeValue;

use super::fields::Fields;
use crate::model::{Deadline, Wording};
use crate::problem::Kind;
use crate::source::{At, Spot};

impl<'a> Fields<'a> {
    /// A text in `language`, or a table of texts by language.
    pub(super) fn wording(&self, key: &'static str, language: &str) -> Option<At<Wording>> {
        let (value, spot) = self.value(key)?;
        self.one_wording(key, value, spot, language)
    }

    /// A wording that must be there.
    pub(super) fn required_wording(&self, key: &'static str, language: &str) -> Option<At<Wording>> {
        if !self.has(key) {
            self.missing(key);
        }
        self.wording(key, language)
    }

    /// A list of wordings.
    pub(super) fn wordings(&self, key: &'static str, language: &str) -> Vec<Wording> {
        let Some((value, spot)) = self.value(key) else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.wrong::<()>(key, Kind::Texts, value, &spot);
            return Vec::new();
        };
        list.iter()
            .filter_map(|entry| {
                let at = Spot::new(self.reading.file, entry.span());
                self.one_wording(key, entry.get_ref(), at, language).map(|wording| wording.value)
            })
            .collect()
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
                        let at = Spot::new(self.reading.file, text.span());
                        let words = text.get_ref().as_str().map(|words| self.clean(words, &at));
                        words.map(|words| (tag.get_ref().to_string(), words))
                    })
                    .collect();
                if texts.len() < table.len() {
                    return self.wrong(key, Kind::Wording, value, &spot);
                }
                match Wording::by_language(texts) {
                    Some(value) => Some(At { value, spot }),
                    None => self.wrong(key, Kind::Wording, value, &spot),
                }
            }
            other => self.wrong(key, Kind::Wording, other, &spot),
        }
    }

    /// A deadline's value: a day, or a table with `event` or `every`.
    pub(super) fn deadline(&self, key: &'static str) -> Option<At<Deadline>> {
        let (value, spot) = self.value(key)?;
        if let Some(day) = day(value) {
            return Some(At { value: Deadline::Date(day), spot });
        }
        let DeValue::Table(table) = value else { return self.wrong(key, Kind::Deadline, value, &spot) };
        let inner = Fields::new(table, key, "the deadline", spot.range(), self.reading);
        let event = inner.text("event");
        let every = inner.text("every");
        inner.finish();
        match (event, every) {
            (Some(event), None) => Some(At { value: Deadline::Event(event.value), spot }),
            (None, Some(every)) => Some(At { value: Deadline::Every(every.value), spot }),
            _ => self.wrong(key, Kind::Deadline, value, &spot),
        }
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
