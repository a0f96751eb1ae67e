//! Lines of a TOML file: a key and what stands behind it.

use std::fmt::{Display, Write as _};

use toml::Value;

/// A text, unless it is empty.
pub(super) fn unless_empty(text: &mut String, name: &str, words: &str) {
    if !words.is_empty() {
        key(text, name, words);
    }
}

/// A list of texts.
pub(super) fn list<T: Display>(text: &mut String, name: &str, entries: &[T]) {
    let quoted: Vec<String> = entries.iter().map(|entry| quoted(&entry.to_string())).collect();
    bare(text, name, format!("[{}]", quoted.join(", ")));
}

/// A text.
pub(super) fn key(text: &mut String, name: &str, words: &str) {
    bare(text, name, quoted(words));
}

/// What needs no quotation marks.
pub(super) fn bare(text: &mut String, name: &str, value: impl Display) {
    // Writing to a text can't fail.
    let _ = writeln!(text, "{name} = {value}");
}

/// A text between quotation marks.
pub(super) fn quoted(words: &str) -> String {
    Value::from(words).to_string()
}
