//! Values that are single words or ids.

use std::str::FromStr;

use strum::VariantNames;

use super::fields::Fields;
use crate::problem::{Fact, Unknown, without_spaces};
use crate::source::At;

impl Fields<'_> {
    /// A text that is a single word or id. A space before or after it is a problem, and left out.
    pub(super) fn plain(&self, key: &'static str) -> Option<At<String>> {
        self.text(key).map(|text| self.without_spaces(text))
    }

    /// A single word or id that must be there and not be empty.
    pub(super) fn required_plain(&self, key: &'static str) -> Option<At<String>> {
        self.required_text(key).map(|text| self.without_spaces(text))
    }

    /// The text without spaces around it, which are a problem.
    pub(super) fn without_spaces(&self, text: At<String>) -> At<String> {
        let bare = without_spaces(&text.value);
        if bare.is_empty() || bare.len() == text.value.len() {
            return text;
        }
        let bare = bare.to_owned();
        self.reading.problems.add(Fact::StraySpace { given: text.value }, &text.spot);
        At { value: bare, spot: text.spot }
    }

    /// A word that names one of `T`'s variants.
    pub(super) fn word<T: FromStr + VariantNames>(&self, key: &'static str) -> Option<At<T>> {
        self.plain(key).and_then(|text| self.known(key, text))
    }

    /// A list of words that name variants of `T`, each once.
    pub(super) fn words<T: FromStr + VariantNames + PartialEq>(&self, key: &'static str) -> Vec<T> {
        let list = self.plains(key).map(|list| list.value).unwrap_or_default();
        let mut words: Vec<T> = Vec::new();
        for word in list.into_iter().filter_map(|text| self.known(key, text)) {
            if !words.contains(&word.value) {
                words.push(word.value);
            }
        }
        words
    }

    /// The variant that a word names, unless the word is empty.
    fn known<T: FromStr + VariantNames>(&self, key: &'static str, text: At<String>) -> Option<At<T>> {
        if text.value.is_empty() {
            return None;
        }
        match T::from_str(&text.value) {
            Ok(value) => Some(At { value, spot: text.spot }),
            Err(_) => {
                let unknown = Unknown::among(text.value, T::VARIANTS.iter().copied());
                self.reading.problems.add(Fact::UnknownValue { key: key.into(), unknown }, &text.spot);
                None
            }
        }
    }

    /// A word that must be there and not be empty.
    pub(super) fn required_word<T: FromStr + VariantNames>(&self, key: &'static str) -> Option<At<T>> {
        self.required_text(key).and_then(|_| self.word(key))
    }

    /// A list of words or ids.
    pub(super) fn plains(&self, key: &'static str) -> Option<At<Vec<At<String>>>> {
        let bare = |list: Vec<At<String>>| list.into_iter().map(|text| self.without_spaces(text)).collect();
        self.texts(key).map(|list| list.map(bare))
    }
}
