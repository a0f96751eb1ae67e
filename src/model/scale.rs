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
    /// What shows an answer on this scale should be from the period, as of a duty that is to be done again and again.
    pub recent_evidence: bool,
    /// The scale whose levels stand behind those of this one, so that it may be chosen in its place.
    pub maps_to: Option<String>,
    /// What the mapping can't carry over, in one sentence; may be empty.
    pub loss: Option<Wording>,
    /// The levels. On a scale of its own exactly one has the value 100, or none has a value.
    pub levels: Vec<Level>,
}

impl Scale {
    /// The level with this id.
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.id == id)
    }

    /// Whether an item of the scale `other` can be answered on this one.
    pub fn fits_in_place_of(&self, other: &str) -> bool {
        self.id == other || self.maps_to.as_deref() == Some(other)
    }

    /// The highest level; `None` on a scale without values.
    pub fn top(&self) -> Option<&Level> {
        self.levels.iter().find(|level| level.top)
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
    /// Whether it says that a duty to refrain was broken, more or less: what is done in part elsewhere is no half success
    /// here.
    pub breach: bool,
    /// Whether this is the scale's highest level: the item is met as far as the scale can say so.
    pub top: bool,
    /// Which level of the mapped scale stands behind it, if one does.
    pub maps_to: Option<String>,
}
