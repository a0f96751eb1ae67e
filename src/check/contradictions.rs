//! Contradictions: two items that a link calls equal, answered differently.

use std::collections::BTreeMap;

use super::answers::{Answers, NOT_APPLICABLE};
use crate::model::{Answer, ItemId, LinkEnd, Relation, Response};
use crate::problem::{Fact, Problem};
use crate::source::Spot;

/// Notes every pair of equal items with different answers, at the later of the two levels. Items that are not answered
/// contradict nothing.
pub(super) fn note(all: &Answers<'_>, sound: &BTreeMap<ItemId, Response>, levels: &BTreeMap<ItemId, Spot>) {
    let item = |end: &LinkEnd| end.item.as_deref().map(|name| ItemId::new(&end.instrument, &end.reference, name));
    for link in all.rules.links.iter().filter(|link| link.relation == Relation::Equal) {
        let (Some(one), Some(other)) = (item(&link.from), item(&link.to)) else { continue };
        let (Some(first), Some(second)) = (answer(all, sound, &one), answer(all, sound, &other)) else { continue };
        // On the same scale every difference counts, on different ones only a difference in worth.
        let differ =
            if first.scale == second.scale { first.level != second.level } else { first.worth != second.worth };
        let (Some(here), Some(there)) = (levels.get(&one), levels.get(&other)) else { continue };
        if !differ {
            continue;
        }
        let swap = (here.file, here.start) < (there.file, there.start);
        let ((item, mine, at), (other, theirs, related)) = if swap {
            ((other, second, there), (one, first, here))
        } else {
            ((one, first, here), (other, second, there))
        };
        let (level, other_level) = (mine.level.to_owned(), theirs.level.to_owned());
        let fact = Fact::AnswersContradict { item: item.clone(), level, other, other_level };
        all.problems.push(Problem { fact, at: at.clone(), related: Some(related.clone()), item: Some(item) });
    }
}

/// What was answered, for comparison.
struct Given<'a> {
    level: &'a str,
    worth: Option<u8>,
    scale: Option<&'a str>,
}

fn answer<'a>(all: &'a Answers<'_>, sound: &'a BTreeMap<ItemId, Response>, id: &ItemId) -> Option<Given<'a>> {
    let response = sound.get(id)?;
    match &response.answer {
        Answer::Unanswered => None,
        Answer::NotApplicable { .. } => Some(Given { level: NOT_APPLICABLE, worth: None, scale: None }),
        Answer::Level(level) => {
            let (_, _, item) = all.rules.item(id)?;
            let scale = all.rules.scale_of(item, response.scale.as_deref(), all.scales)?;
            let worth = scale.level(level)?.value;
            Some(Given { level, worth, scale: Some(&scale.id) })
        }
    }
}
