//! Text of ours in one or several languages.

use std::collections::BTreeMap;

use serde::Serialize;

/// A title, question or label: one text per language tag. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Wording(BTreeMap<String, String>);

impl Wording {
    /// A text in one language.
    pub fn new(language: &str, text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(language.to_owned(), text.into())]))
    }

    /// Texts by language tag; `None` if there are none.
    pub fn by_language(texts: BTreeMap<String, String>) -> Option<Self> {
        (!texts.is_empty()).then_some(Self(texts))
    }

    /// Adds or replaces the text in `language`.
    pub fn add(&mut self, language: &str, text: String) {
        self.0.insert(language.to_owned(), text);
    }

    /// All texts with their language tags, in order of these.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
    }

    /// The text in `language`, else in English, else in the first language there is, with the tag of what was found.
    pub fn in_language(&self, language: &str) -> (&str, &str) {
        let found =
            self.0.get_key_value(language).or_else(|| self.0.get_key_value("en")).or_else(|| self.0.iter().next());
        found.map_or(("en", ""), |(tag, text)| (tag.as_str(), text.as_str()))
    }

    /// The text of [`Wording::in_language`] without its tag.
    pub fn text(&self, language: &str) -> &str {
        self.in_language(language).1
    }
}
