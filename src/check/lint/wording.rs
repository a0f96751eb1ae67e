//! The same question twice: a link must say that both ask for the same, or the wording where they differ.

use std::collections::{BTreeMap, BTreeSet};

use super::text::DOTS;
use super::{Asked, Look};
use crate::model::{LinkEnd, Relation};
use crate::problem::Fact;

/// With how many earlier items of the same wording one is compared.
const COMPARED: usize = 50;

pub(super) fn check(look: &Look<'_>) {
    let equal: BTreeSet<(String, String)> = look
        .rules
        .links
        .iter()
        .filter(|link| link.relation == Relation::Equal)
        .filter_map(|link| Some((LinkEnd::parse(&link.from.value)?, LinkEnd::parse(&link.to.value)?)))
        .flat_map(|(from, to)| [(from.to_string(), to.to_string()), (to.to_string(), from.to_string())])
        .collect();
    let asked = look.asked();
    let mut seen: BTreeMap<String, Vec<&Asked<'_>>> = BTreeMap::new();
    for one in asked.iter().filter(|one| one.item.withdrawn.is_none()) {
        let folded = one.ask().value.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        if folded.contains(DOTS) {
            continue;
        }
        let before = seen.entry(folded).or_default();
        let is_joined = |other: &&Asked<'_>| {
            let pairs = [(&other.id, &one.id)].map(|(a, b)| (a.clone(), b.clone()));
            let paragraphs = (paragraph(&other.id), paragraph(&one.id));
            pairs.iter().chain([&paragraphs]).any(|pair| equal.contains(pair))
        };
        if let Some(first) = before.first().filter(|_| !before.iter().take(COMPARED).any(is_joined)) {
            let fact = Fact::WordingRepeated { item: one.id.clone(), other: first.id.clone() };
            look.problems.add_related(fact, &one.item.ask.spot, &first.item.ask.spot);
        }
        before.push(one);
    }
}

/// The id of the recommendation of an item.
fn paragraph(id: &str) -> String {
    id.rsplit_once('/').map_or_else(String::new, |(paragraph, _)| paragraph.to_owned())
}
