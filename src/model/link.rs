//! Links: where resolutions ask for the same, for part of it, or for something that overlaps.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use strum::{Display, EnumString, VariantNames};

use super::{ItemId, Wording, normalised_reference};

/// A link of the crosswalk, as an editor saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What is compared.
    pub from: LinkEnd,
    /// What it is compared with.
    pub to: LinkEnd,
    /// How what `from` asks relates to what `to` asks.
    pub relation: Relation,
    /// Why, in one sentence of the editor's.
    pub reason: Wording,
}

/// One end of a link: a recommendation, or one item under it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkEnd {
    /// Instrument id.
    pub instrument: String,
    /// Reference of the recommendation.
    pub reference: String,
    /// The item's own name; `None` if the whole recommendation is meant.
    pub item: Option<String>,
}

/// How what one end of a link asks relates to what the other asks. The names are those of OSCAL's mapping model,
/// shortened.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, EnumString, VariantNames, Display, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Relation {
    /// Both ask for the same.
    Equal,
    /// The first asks for a part of what the second asks.
    Subset,
    /// The first asks for all that the second asks, and more.
    Superset,
    /// Each asks for something that the other does not, and both for something.
    Intersects,
}

impl Relation {
    /// The same relation, seen from the other end.
    pub fn reversed(self) -> Self {
        match self {
            Self::Subset => Self::Superset,
            Self::Superset => Self::Subset,
            same => same,
        }
    }
}

impl LinkEnd {
    /// Reads `instrument/reference` or `instrument/reference/item`; the reference may be written `9k` for `9(k)`.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let item = match parts.as_slice() {
            [_, _] => None,
            [_, _, item] => Some((*item).to_owned()),
            _ => return None,
        };
        let whole = parts.iter().all(|part| !part.is_empty());
        whole.then(|| Self { instrument: parts[0].to_owned(), reference: normalised_reference(parts[1]), item })
    }

    /// The end at one item.
    pub fn of(item: &ItemId) -> Self {
        Self {
            instrument: item.instrument().to_owned(),
            reference: item.reference().to_owned(),
            item: Some(item.name().to_owned()),
        }
    }

    /// Whether `item` is the item at this end, or one of the recommendation at this end.
    pub fn covers(&self, item: &ItemId) -> bool {
        self.is_at(item.instrument(), item.reference()) && self.item.as_deref().is_none_or(|name| name == item.name())
    }

    /// Whether this end is the recommendation, or an item under it.
    pub fn is_at(&self, instrument: &str, reference: &str) -> bool {
        self.instrument == instrument && self.reference == reference
    }
}

impl fmt::Display for LinkEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.instrument, self.reference)?;
        self.item.iter().try_for_each(|item| write!(f, "/{item}"))
    }
}

impl Serialize for LinkEnd {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
