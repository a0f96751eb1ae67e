//! Identifiers: the full id of an item, and the one reversible mapping from ids to tokens.

use std::fmt;

use serde::Serialize;

/// The full id of an item: instrument, reference and the item's own name, joined by `/`,
/// e.g. `eoa-2024/2.11/practices-submitted`. Ids are never reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ItemId(String);

impl ItemId {
    /// Joins the three parts of an id.
    pub fn new(instrument: &str, reference: &str, name: &str) -> Self {
        Self(format!("{instrument}/{reference}/{name}"))
    }

    /// Reads an id as a user wrote it; the reference may be written `9k` for `9(k)`.
    /// `None` unless it has three parts, none of them empty.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (instrument, reference, name) = (parts.next()?, parts.next()?, parts.next()?);
        let whole = parts.next().is_none() && [instrument, reference, name].iter().all(|part| !part.is_empty());
        whole.then(|| Self::new(instrument, &normalised_reference(reference), name))
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instrument's id: the part before the first `/`.
    pub fn instrument(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The recommendation's reference: the middle part.
    pub fn reference(&self) -> &str {
        self.0.split('/').nth(1).unwrap_or_default()
    }

    /// The item's own name: the last part.
    pub fn name(&self) -> &str {
        self.0.split('/').nth(2).unwrap_or_default()
    }

    /// The id as a token for anchors, file names and other formats: letters, digits, `.`, `-` and `_` only.
    ///
    /// `/` becomes `_`, and a letter in brackets becomes `.letter` (`9(k)` → `9.k`). The way back is unique, because
    /// names hold no `_`, and what follows a `.` in a reference is a number unless it was in brackets.
    pub fn token(&self) -> String {
        self.0.replace('/', "_").replace('(', ".").replace(')', "")
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A reference in its written form: `9k` becomes `9(k)`; anything else stays as it is.
pub fn normalised_reference(text: &str) -> String {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, letters) = text.split_at(digits);
    let short = !number.is_empty() && !letters.is_empty() && letters.chars().all(|c| c.is_ascii_lowercase());
    if short { format!("{number}({letters})") } else { text.to_owned() }
}

/// The short form of a reference, `9k` for `9(k)`, if it has one.
pub fn short_reference(reference: &str) -> Option<String> {
    let short = reference.replace(['(', ')'], "");
    (short != reference && normalised_reference(&short) == reference).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_may_be_written_short() {
        assert_eq!(normalised_reference("9k"), "9(k)");
        assert_eq!(normalised_reference("9(k)"), "9(k)");
        assert_eq!(normalised_reference("2.11"), "2.11");
        assert_eq!(normalised_reference("chapeau"), "chapeau");
        assert_eq!(short_reference("9(k)").as_deref(), Some("9k"));
        for whole in ["2.11", "chapeau", "9(a)(i)"] {
            assert_eq!(short_reference(whole), None, "{whole}");
        }
    }

    #[test]
    fn ids_have_three_parts() {
        let id = ItemId::parse("x/9k/law").unwrap();
        assert_eq!((id.instrument(), id.reference(), id.as_str()), ("x", "9(k)", "x/9(k)/law"));
        assert_eq!(id.token(), "x_9.k_law");
        for bad in ["", "x", "x/9", "x//law", "x/9/law/more"] {
            assert_eq!(ItemId::parse(bad), None, "{bad}");
        }
    }
}
