//! What a user names on the command line: an instrument, a recommendation or an item.

use super::super::exit::Failure;
use crate::model::{Instrument, LinkEnd, Recommendation, Relation, Rules, Wording};
use crate::problem::nearest;

/// Something named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) instrument: String,
    pub(super) reference: Option<String>,
    pub(super) item: Option<String>,
}

impl Named {
    /// The instrument of `what`, which may not exist.
    pub(super) fn instrument_of(what: &str) -> String {
        what.split('/').next().unwrap_or(what).to_owned()
    }

    /// Finds `what`: `eoa-2024`, `eoa-2024/2.11` or `eoa-2024/2.11/practices-submitted`.
    pub(super) fn find(what: &str, rules: &Rules) -> Result<Self, Failure> {
        let id = Self::instrument_of(what);
        let Some(instrument) = rules.instrument(&id) else {
            return Err(Failure::Usage(format!("there are no rules for `{id}`")));
        };
        let Some(end) = LinkEnd::parse(what) else {
            if what.contains('/') {
                let message = format!("`{what}` is not an instrument, recommendation or item, such as `{id}/2.1`");
                return Err(Failure::Usage(message));
            }
            return Ok(Self { instrument: id, reference: None, item: None });
        };
        let Some(recommendation) = instrument.recommendation(&end.reference) else {
            let known = instrument.recommendations.iter().map(|one| one.reference.as_str());
            return Err(unknown(&id, "recommendation", &end.reference, nearest(&end.reference, known)));
        };
        if let Some(name) = &end.item
            && !recommendation.items.iter().any(|item| item.id.name() == name)
        {
            let known = recommendation.items.iter().map(|item| item.id.name());
            return Err(unknown(&format!("{id}/{}", end.reference), "item", name, nearest(name, known)));
        }
        Ok(Self { instrument: id, reference: Some(end.reference), item: end.item })
    }

    /// Whether `recommendation`, of the right instrument, is meant or contains what is meant.
    pub(super) fn takes(&self, recommendation: &Recommendation) -> bool {
        self.reference.as_ref().is_none_or(|reference| *reference == recommendation.reference)
    }

    /// Whether `end` is meant, or is part of it. With `whole` a link of the recommendation also counts for its item.
    pub(super) fn covers(&self, end: &LinkEnd, whole: bool) -> bool {
        self.instrument == end.instrument
            && self.reference.as_ref().is_none_or(|reference| *reference == end.reference)
            && self.item.as_ref().is_none_or(|item| end.item.as_ref().map_or(whole, |other| other == item))
    }
}

fn unknown(whole: &str, kind: &str, given: &str, like: Option<&str>) -> Failure {
    let hint = like.map(|like| format!("; did you mean `{like}`?")).unwrap_or_default();
    Failure::Usage(format!("`{whole}` has no {kind} `{given}`{hint}"))
}

/// How one end of a link relates to the other, in words.
pub(super) fn related(how: Relation, other: &LinkEnd) -> String {
    match how {
        Relation::Equal => format!("asks the same as {other}"),
        Relation::Subset => format!("asks a part of what {other} asks"),
        Relation::Superset => format!("asks all that {other} asks, and more"),
        Relation::Intersects => format!("overlaps with {other}"),
    }
}

/// The text at an end: the question of an item, or the words of a paragraph.
pub(super) fn words<'r>(end: &LinkEnd, rules: &'r Rules) -> &'r str {
    let found = rules.instrument(&end.instrument).and_then(|instrument| instrument.recommendation(&end.reference));
    let Some(recommendation) = found else { return "" };
    let item = end.item.as_ref().and_then(|name| recommendation.items.iter().find(|item| item.id.name() == name));
    item.map_or(recommendation.text.as_str(), |item| english(&item.ask))
}

/// The first words of a text, with dots if there are more.
pub(super) fn first_words(text: &str, most: usize) -> String {
    let mut words = text.split_whitespace();
    let mut first = words.by_ref().take(most).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        first = format!("{} …", first.trim_end_matches([',', ';', ':']));
    }
    first
}

pub(super) fn english(wording: &Wording) -> &str {
    wording.text("en")
}

/// Whether a draft is marked: it is never called adopted.
pub(super) fn status(instrument: &Instrument) -> &'static str {
    match instrument.status {
        crate::model::Status::Draft => "DRAFT",
        crate::model::Status::Adopted => "adopted",
    }
}
