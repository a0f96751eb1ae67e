//! What a mistyped item or paragraph may have meant.

use crate::load::written;
use crate::model::{Item, Rules, normalised_reference};
use crate::problem::nearest;

/// The known item id most like `given`: the one of the same name, else one of the same recommendation, else one of the
/// same instrument with a similar name.
pub(super) fn id_like(given: &str, rules: &Rules) -> Option<String> {
    let parts: Vec<&str> = given.split('/').collect();
    let name = parts.last().copied().unwrap_or_default();
    let same: Vec<&Item> = items(rules, None).filter(|item| item.id.name() == name).collect();
    if let [only] = same.as_slice() {
        return Some(only.id.to_string());
    }
    let instrument = instrument_of(given, rules);
    let reference = normalised_reference(parts.get(1).copied().unwrap_or_default());
    let known = instrument.as_deref().and_then(|id| rules.instrument(id));
    if let Some(recommendation) = known.and_then(|instrument| instrument.recommendation(&reference)) {
        if let [only] = recommendation.items.as_slice() {
            return Some(only.id.to_string());
        }
        let like = nearest(name, recommendation.items.iter().map(|item| item.id.name()))?;
        return recommendation.items.iter().find(|item| item.id.name() == like).map(|item| item.id.to_string());
    }
    let like = nearest(name, items(rules, instrument.as_deref()).map(|item| item.id.name()))?;
    items(rules, instrument.as_deref()).find(|item| item.id.name() == like).map(|item| item.id.to_string())
}

/// The items of one instrument, or of all.
fn items<'a>(rules: &'a Rules, instrument: Option<&str>) -> impl Iterator<Item = &'a Item> {
    let asked = move |id: &str| instrument.is_none_or(|wanted| wanted == id);
    let instruments: Vec<_> = rules.instruments.iter().filter(|instrument| asked(&instrument.id)).collect();
    instruments.into_iter().flat_map(|instrument| instrument.items())
}

/// The instrument of an id, if it is known.
pub(super) fn instrument_of(given: &str, rules: &Rules) -> Option<String> {
    given.split('/').next().and_then(|id| rules.instrument(id)).map(|instrument| instrument.id.clone())
}

/// The instrument or paragraph most like `given`: a paragraph of the same instrument, if that is known.
pub(super) fn paragraph_like(given: &str, rules: &Rules) -> Option<String> {
    match (given.split_once('/'), instrument_of(given, rules)) {
        (Some((_, reference)), Some(id)) => {
            let known = &rules.instrument(&id)?.recommendations;
            let like = nearest(reference, known.iter().map(|recommendation| recommendation.reference.as_str()))?;
            Some(format!("{id}/{like}"))
        }
        (parts, _) => {
            let (id, rest) = parts.map_or((given, None), |(id, reference)| (id, Some(reference)));
            let like = nearest(id, rules.instruments.iter().map(|instrument| instrument.id.as_str()))?;
            Some(rest.map_or_else(|| like.to_owned(), |reference| format!("{like}/{reference}")))
        }
    }
}

/// What is most like `given` in rules as written, among names of so many parts: one for an instrument, two for a
/// paragraph, three for an item.
pub(super) fn written_like(given: &str, parts: &[usize], rules: &written::Rules) -> Option<String> {
    let ids = rules.instruments.iter().flat_map(|instrument| {
        let id = &instrument.id.value;
        let paragraphs = instrument.recommendations.iter().flat_map(move |paragraph| {
            let reference = format!("{id}/{}", paragraph.reference.value);
            let items = paragraph.items.iter().map(|item| format!("{reference}/{}", item.name.value));
            let items: Vec<String> = items.collect();
            std::iter::once(reference).chain(items)
        });
        std::iter::once(id.clone()).chain(paragraphs)
    });
    let ids: Vec<String> = ids.filter(|id| parts.contains(&id.split('/').count())).collect();
    nearest(given, ids.iter().map(String::as_str)).map(str::to_owned)
}
