//! Suggestions: what was answered to a linked question, offered for one that has no answer yet. A person confirms it or
//! not; nothing is ever filled in.

use super::{Standing, item};
use crate::model::{Answer, Item, Level, LinkEnd, Relation, Response, Responses, Rules};

/// Most answers that are offered for one item.
const MOST: usize = 3;

/// An answer that may serve as a starting point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion<'a> {
    /// How what the asked item asks relates to what the answered one asks; `None` if it is the same item.
    pub relation: Option<Relation>,
    /// The item that was answered.
    pub item: &'a Item,
    /// The level it was answered on.
    pub level: &'a Level,
    /// The answer.
    pub response: &'a Response,
}

/// The items that are asked, apply and have no answer, and to which a linked answer of the same responses may be a
/// starting point, in the order of the texts.
pub fn offers<'a>(rules: &'a Rules, responses: &'a Responses) -> Vec<(&'a Item, Vec<Suggestion<'a>>)> {
    let items = item::join(rules, responses, &super::instruments(rules, responses));
    let open = items.iter().filter(|result| result.standing == Standing::Unanswered).map(|result| result.item);
    open.map(|item| (item, suggestions(item, rules, responses))).filter(|(_, found)| !found.is_empty()).collect()
}

/// What `responses` answered to `item` itself, else to linked items: first those that a link names, then those of the
/// same group and kind under linked recommendations; nearer relations before looser ones.
pub fn suggestions<'a>(item: &Item, rules: &'a Rules, responses: &'a Responses) -> Vec<Suggestion<'a>> {
    let same = rules.item(&item.id).map(|(_, _, found)| found);
    if let Some(found) = same.and_then(|found| answered(None, found, rules, responses)) {
        return vec![found];
    }
    let own: LinkEnd = LinkEnd::of(&item.id);
    let paragraph = LinkEnd { item: None, ..own.clone() };
    let mut found: Vec<Suggestion<'a>> = Vec::new();
    for end in [own, paragraph] {
        let mut links: Vec<(Relation, &LinkEnd)> =
            rules.links_from(move |near| *near == end).map(|(relation, _, far, _)| (relation, far)).collect();
        links.sort_by_key(|(relation, _)| *relation);
        for (relation, far) in links {
            for other in items_at(far, rules).filter(|other| alike(other, item, far)) {
                if !found.iter().any(|known| known.item.id == other.id) {
                    found.extend(answered(Some(relation), other, rules, responses));
                }
            }
        }
    }
    found.truncate(MOST);
    found
}

/// Whether an answer to `other`, an item at the far end of a link, says something about `item`.
fn alike(other: &Item, item: &Item, far: &LinkEnd) -> bool {
    far.item.is_some() || (other.about == item.about && other.indicator == item.indicator)
}

fn items_at<'a>(end: &'a LinkEnd, rules: &'a Rules) -> impl Iterator<Item = &'a Item> {
    let recommendation =
        rules.instrument(&end.instrument).and_then(|instrument| instrument.recommendation(&end.reference));
    recommendation.into_iter().flat_map(|found| &found.items).filter(|item| end.covers(&item.id))
}

fn answered<'a>(
    relation: Option<Relation>,
    item: &'a Item,
    rules: &'a Rules,
    responses: &'a Responses,
) -> Option<Suggestion<'a>> {
    let response = responses.responses.get(&item.id)?;
    let Answer::Level(level) = &response.answer else { return None };
    let level = rules.scale_of(item, response.scale.as_deref(), &responses.scales)?.level(level)?;
    Some(Suggestion { relation, item, level, response })
}
