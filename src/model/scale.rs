//! Scales: what an item is answered on.

use serde::Serialize;

use super::Wording;

/// A scale: its levels in the order in which they are offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scale {
    /// Kebab-case id.
    pub id: String,
    /// What the scale is called.
    pub name: Wording,
    /// Which kind of duty it fits, in one sentence.
    pub fits: Wording,
    /// Who made the scale: our own convention, or the publication it comes from.
    pub source: String,
    /// An answer on this scale wants a measure (value, unit, year, source).
    pub measure: bool,
    /// The levels; exactly one has the value 100.
    pub levels: Vec<Level>,
}

impl Scale {
    /// The level with this id.
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.id == id)
    }

    /// The level that means "fully met" (value 100).
    pub fn top(&self) -> Option<&Level> {
        self.levels.iter().find(|level| level.is_top())
    }
}

/// One step of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    /// Kebab-case id, unique within the scale.
    pub id: String,
    /// What reports call it.
    pub label: Wording,
    /// One sentence that lets a person choose.
    pub meaning: Wording,
    /// Worth, 0–100; none for "we looked and found nothing".
    pub value: Option<u8>,
    /// It was decided, or declared, not to do this: worth nothing, and counted apart.
    pub refused: bool,
}

impl Level {
    /// Whether this is the scale's highest level.
    pub fn is_top(&self) -> bool {
        self.value == Some(100)
    }
}
