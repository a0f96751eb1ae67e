//! Identifiers: the full id of an item, and the one reversible mapping from ids to tokens, which serves anchors, file names
//! and OSCAL.

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

    /// The id as a token for anchors, file names and other formats; see [`token`].
    pub fn token(&self) -> String {
        token(&self.0)
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

/// An id (of an instrument, recommendation or item) as a token: letters, digits, `.`, `-` and `_` only, not beginning with
/// a digit. [`from_token`] is the way back.
///
/// `/` becomes `_`, and letters in brackets become `.letters` (`9(k)` → `9.k`). Letters that stand after a dot already
/// get a second one (`9.k` → `9..k`). Before a digit at the beginning stands `_`. No part of an id holds `_`, or two dots
/// in a row.
pub fn token(id: &str) -> String {
    let mut token = String::with_capacity(id.len() + 1);
    if id.starts_with(|first: char| first.is_ascii_digit()) {
        token.push('_');
    }
    for (number, part) in id.split('/').enumerate() {
        if number > 0 {
            token.push('_');
        }
        let (plain, brackets) = part.split_at(part.find('(').unwrap_or(part.len()));
        for (number, piece) in plain.split('.').enumerate() {
            token.push_str(match number {
                0 => "",
                _ if is_letters(piece) => "..",
                _ => ".",
            });
            token.push_str(piece);
        }
        token.push_str(&brackets.replace('(', ".").replace(')', ""));
    }
    token
}

/// The id that [`token`] made this of.
pub fn from_token(token: &str) -> String {
    let parts = token.strip_prefix('_').unwrap_or(token).split('_');
    let back = parts.map(|part| {
        let mut id = String::new();
        let mut pieces = part.split('.');
        id.push_str(pieces.next().unwrap_or_default());
        while let Some(piece) = pieces.next() {
            match piece {
                "" => id.extend([".", pieces.next().unwrap_or_default()]),
                letters if is_letters(letters) => id.extend(["(", letters, ")"]),
                plain => id.extend([".", plain]),
            }
        }
        id
    });
    back.collect::<Vec<_>>().join("/")
}

/// Whether `piece` is what may stand in brackets.
fn is_letters(piece: &str) -> bool {
    !piece.is_empty() && piece.chars().all(|c| c.is_ascii_lowercase())
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
        for (id, wanted) in [
            ("eoa-2024", "eoa-2024"),
            ("57-29/2.11", "_57-29_2.11"),
            ("x/9(a)(ii)/law", "x_9.a.ii_law"),
            ("x/9.a(b)", "x_9..a.b"),
            ("x/3-bis.2/law", "x_3-bis.2_law"),
            ("x/chapeau/9", "x_chapeau_9"),
        ] {
            assert_eq!((token(id).as_str(), from_token(wanted).as_str()), (wanted, id));
        }
        for bad in ["", "x", "x/9", "x//law", "x/9/law/more"] {
            assert_eq!(ItemId::parse(bad), None, "{bad}");
        }
    }
}
