//! Bookmarks: the names of places that links lead to.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Document, Link, Piece, Run};

/// The names of places that links lead to.
pub(super) struct Bookmarks {
    pub(super) names: BTreeMap<String, String>,
    /// Those that were written: a place has one name, so a second element of the same id has none.
    pub(super) written: BTreeSet<String>,
    /// How many bookmarks there are, in all parts.
    count: usize,
    /// Ids that links name but nothing has.
    pub(super) missing: Vec<String>,
}

impl Bookmarks {
    /// Names for what the links of `document` lead to.
    pub(super) fn of(document: &Document) -> Self {
        let (mut there, mut wanted) = (BTreeSet::new(), Vec::new());
        for paragraph in document.paragraphs() {
            there.extend(paragraph.anchors.iter().cloned());
            for piece in &paragraph.pieces {
                match piece {
                    Piece::Anchor(id) => _ = there.insert(id.clone()),
                    Piece::Run(Run { link: Some(Link::Id(id)), .. }) => wanted.push(id.clone()),
                    _ => {}
                }
            }
        }
        let mut bookmarks = Self { names: BTreeMap::new(), written: BTreeSet::new(), count: 0, missing: Vec::new() };
        let mut taken = BTreeSet::new();
        for id in wanted {
            if bookmarks.names.contains_key(&id) || bookmarks.missing.contains(&id) {
                continue;
            }
            if !there.contains(&id) {
                bookmarks.missing.push(id);
                continue;
            }
            let name = free_name(&id, &mut taken);
            bookmarks.names.insert(id, name);
        }
        bookmarks
    }

    /// The number of the next bookmark.
    pub(super) fn number(&mut self) -> String {
        self.count += 1;
        self.count.to_string()
    }
}

/// A name that Word takes: letters, digits and `_`, no longer than 40, whatever the case another than all `taken`.
fn free_name(id: &str, taken: &mut BTreeSet<String>) -> String {
    const LONGEST: usize = 32;
    let plain: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(LONGEST).collect();
    let plain = if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { format!("p_{plain}") };
    let mut name = plain.clone();
    let mut number = 1;
    while !taken.insert(name.to_ascii_lowercase()) {
        number += 1;
        name = format!("{plain}_{number}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_places_are_such_as_word_takes() {
        let mut taken = BTreeSet::new();
        assert_eq!(free_name("eoa-2024/2.1", &mut taken), "eoa_2024_2_1");
        assert_eq!(free_name("EOA-2024/2.1", &mut taken), "EOA_2024_2_1_2");
        assert_eq!(free_name("9", &mut taken), "p_9");
        assert!(free_name(&"x".repeat(300), &mut taken).len() <= 40);
    }
}
