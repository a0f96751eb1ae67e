//! Reading values with their places: properties of ours by name, texts by language.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::NaiveDate;
use strum::VariantNames;

use super::json::{Part, Property, Text};
use super::unescaped;
use crate::load::files;
use crate::model::Wording;
use crate::problem::{CatalogFault, Fact, Problems, Unknown};
use crate::source::{At, FileNumber, Source, Spot};

/// The file being read.
pub(super) struct Reading<'p> {
    pub(super) file: FileNumber,
    pub(super) source: &'p Source,
    pub(super) problems: &'p Problems,
}

impl Reading<'_> {
    /// A text with its place. Control characters, which JSON can hide behind an escape, are problems.
    pub(super) fn at(&self, text: &Text<'_>) -> At<String> {
        let spot = self.spot(text);
        if let Some(character) = text.text.chars().find(|character| files::is_forbidden(*character)) {
            self.problems.add(Fact::ControlCharacter { character }, &spot);
        }
        At { value: text.text.chars().filter(|character| !files::is_forbidden(*character)).collect(), spot }
    }

    /// Prose as text.
    pub(super) fn prose(&self, text: &Text<'_>) -> At<String> {
        self.at(text).map(|prose| unescaped(&prose))
    }

    /// What a property says: its value, unless its remarks hold what a value can't.
    pub(super) fn said(&self, property: &Property<'_>) -> At<String> {
        property.remarks.as_ref().map_or_else(|| self.at(&property.value), |remarks| self.prose(remarks))
    }

    /// The property of ours with this name.
    pub(super) fn property(&self, props: &[Property<'_>], name: &str) -> Option<At<String>> {
        props.iter().find(|property| property.is(name)).map(|property| self.said(property))
    }

    /// All properties of ours with this name.
    pub(super) fn properties(&self, props: &[Property<'_>], name: &str) -> Vec<At<String>> {
        props.iter().filter(|property| property.is(name)).map(|property| self.said(property)).collect()
    }

    /// What a property says, or nothing.
    pub(super) fn text(&self, props: &[Property<'_>], name: &str) -> String {
        self.property(props, name).map(|text| text.value).unwrap_or_default()
    }

    /// A property that `of` must have.
    pub(super) fn required(&self, props: &[Property<'_>], name: &'static str, of: &Text<'_>) -> Option<At<String>> {
        let found = self.property(props, name);
        if found.is_none() {
            let fault = CatalogFault::Missing { what: name, of: of.text.clone() };
            self.problems.add(Fact::BadCatalog(fault), &self.spot(of));
        }
        found
    }

    /// A word of a known set; a property that is missing is told if `of` must have it.
    pub(super) fn word<T: FromStr + VariantNames>(
        &self,
        props: &[Property<'_>],
        name: &'static str,
        of: Option<&Text<'_>>,
    ) -> Option<At<T>> {
        let text = match of {
            Some(of) => self.required(props, name, of)?,
            None => self.property(props, name)?,
        };
        let Ok(value) = text.value.parse() else {
            let unknown = Unknown::among(text.value, T::VARIANTS.iter().copied());
            self.problems.add(Fact::UnknownValue { key: name.into(), unknown }, &text.spot);
            return None;
        };
        Some(At { value, spot: text.spot })
    }

    /// Whether a property says `true`; `otherwise` if it isn't there.
    pub(super) fn yes_no(&self, props: &[Property<'_>], name: &'static str, otherwise: bool) -> bool {
        let Some(text) = self.property(props, name) else { return otherwise };
        text.value.parse().unwrap_or_else(|_| {
            let unknown = Unknown::among(text.value, ["true", "false"]);
            self.problems.add(Fact::UnknownValue { key: name.into(), unknown }, &text.spot);
            otherwise
        })
    }

    /// A whole number.
    pub(super) fn number(&self, props: &[Property<'_>], name: &'static str) -> Option<At<i64>> {
        self.parsed(self.property(props, name)?, |given| CatalogFault::NotANumber { given })
    }

    /// A day.
    pub(super) fn day(&self, text: At<String>) -> Option<At<NaiveDate>> {
        self.parsed(text, |given| CatalogFault::NotADay { given })
    }

    fn parsed<T: FromStr>(&self, text: At<String>, fault: impl FnOnce(String) -> CatalogFault) -> Option<At<T>> {
        match text.value.parse() {
            Ok(value) => Some(At { value, spot: text.spot }),
            Err(_) => {
                self.problems.add(Fact::BadCatalog(fault(text.value)), &text.spot);
                None
            }
        }
    }

    /// The texts by language of the properties that are `wanted`.
    pub(super) fn wording<'t>(
        &self,
        props: &[Property<'t>],
        wanted: impl Fn(&Property<'t>) -> bool,
    ) -> Option<At<Wording>> {
        let found: Vec<&Property<'_>> = props.iter().filter(|property| wanted(property)).collect();
        let spot = self.spot(&found.first()?.value);
        let tag = |property: &Property<'_>| property.class.as_ref().map_or_else(|| "en".into(), |tag| tag.text.clone());
        let texts = found.iter().map(|property| (tag(property), self.said(property).value)).collect();
        Wording::by_language(texts).map(|value| At { value, spot })
    }

    /// The prose of a part, and of its translations.
    pub(super) fn prose_by_language(&self, part: &Part<'_>, language: &str) -> Option<At<Wording>> {
        let prose = self.prose(part.prose.as_ref()?);
        let tag = |part: &Part<'_>| part.class.as_ref().map_or_else(|| language.to_owned(), |tag| tag.text.clone());
        let mut texts = BTreeMap::from([(tag(part), prose.value)]);
        for other in part.parts.iter().filter(|other| other.name.text == "translation") {
            texts.extend(other.prose.as_ref().map(|prose| (tag(other), self.prose(prose).value)));
        }
        Wording::by_language(texts).map(|value| At { value, spot: prose.spot })
    }

    /// Where a text stands.
    pub(super) fn spot(&self, text: &Text<'_>) -> Spot {
        // INVARIANT: the text is a slice of the file, so it begins at or after it.
        let start = (text.raw.as_ptr() as usize).saturating_sub(self.source.text.as_ptr() as usize);
        Spot::new(self.file, start..start + text.raw.len())
    }
}

/// The part with this name.
pub(super) fn part<'c, 'a>(parts: &'c [Part<'a>], name: &str) -> Option<&'c Part<'a>> {
    parts.iter().find(|part| part.name.text == name)
}
