//! Overlays: what an institution changed in the rules for its own use. Every change is told in its reports.

use serde::Serialize;

use super::Provenance;

/// A file of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// What it is called.
    pub name: String,
    /// The changes, in the order of the file.
    pub changes: Vec<Change>,
    /// The file behind it.
    pub provenance: Provenance,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was changed: an instrument, recommendation or item.
    pub what: String,
    /// How.
    pub kind: ChangeKind,
    /// Why, in the institution's words; empty for translations.
    pub reason: String,
}

/// How something was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It has another weight.
    Weight {
        /// The weight in the rules.
        from: u32,
        /// The weight in use.
        to: u32,
    },
    /// It is not asked.
    Dropped,
    /// It is asked besides.
    Added,
    /// It is given in another language too.
    Translated {
        /// The language.
        language: String,
    },
}
