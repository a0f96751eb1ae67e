//! What `check` found, as data.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::assess::Suggestion;
use crate::model::{Item, Relation};
use crate::problem::{Entry, Problem};
use crate::source::Sources;

/// The problems as a JSON array; where suggestions were asked for, an object with `problems` and, for items without an
/// answer, `suggestions`.
pub fn checked(problems: &[Problem], sources: &Sources, offers: Option<&[(&Item, Vec<Suggestion<'_>>)]>) -> Value {
    let problems = Entry::all(problems, sources);
    let checked = match offers {
        None => Checked::Problems(problems),
        Some(offers) => Checked::Offered { problems, suggestions: offers.iter().map(Offered::of).collect() },
    };
    serde_json::to_value(checked).unwrap_or_default()
}

/// What `check` gives.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Checked<'a> {
    /// The problems, in the order of their places.
    Problems(Vec<Entry<'a>>),
    /// The same, and linked answers for items without one.
    Offered { problems: Vec<Entry<'a>>, suggestions: Vec<Offered<'a>> },
}

/// An item without an answer, with what may serve as a starting point.
#[derive(Serialize, JsonSchema)]
pub(super) struct Offered<'a> {
    item: &'a str,
    suggestions: Vec<Offer<'a>>,
}

/// What was answered to a linked item; without a relation, to the same one before.
#[derive(Serialize, JsonSchema)]
struct Offer<'a> {
    from: &'a str,
    relation: Option<Relation>,
    level: &'a str,
    narrative: &'a str,
}

impl<'a> Offered<'a> {
    fn of((item, found): &'a (&Item, Vec<Suggestion<'_>>)) -> Self {
        Self { item: item.id.as_str(), suggestions: found.iter().map(Offer::of).collect() }
    }
}

impl<'a> Offer<'a> {
    fn of(found: &'a Suggestion<'_>) -> Self {
        Self {
            from: found.item.id.as_str(),
            relation: found.relation,
            level: &found.level.id,
            narrative: &found.response.narrative,
        }
    }
}
