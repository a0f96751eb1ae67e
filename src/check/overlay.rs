//! Overlays: an institution's own changes, made to the rules as written, so that what comes out is checked like any
//! other rules.

use super::like::written_like;
use crate::load::written::{self, Add, Drop, NewWeight, Translated, TranslationKind};
use crate::model::{Change, ChangeKind, LinkEnd, Overlay, Translation, Wording};
use crate::problem::{Fact, Missing, Problems};
use crate::source::At;

/// Makes all changes; gives them for the reports.
pub(super) fn apply(rules: &mut written::Rules, problems: &Problems) -> Vec<Overlay> {
    let overlays = std::mem::take(&mut rules.overlays);
    overlays
        .into_iter()
        .map(|overlay| {
            let name = overlay.name;
            let mut changes = Vec::new();
            changes.extend(overlay.weights.into_iter().filter_map(|change| weight(change, rules, problems)));
            changes.extend(overlay.drops.into_iter().filter_map(|change| drop(change, &name, rules, problems)));
            changes.extend(overlay.adds.into_iter().filter_map(|change| add(change, rules, problems)));
            changes.extend(overlay.translations.into_iter().filter_map(|change| translate(change, rules, problems)));
            Overlay { name, changes, provenance: overlay.provenance }
        })
        .collect()
}

fn weight(change: NewWeight, rules: &mut written::Rules, problems: &Problems) -> Option<Change> {
    let slot = match find(&change.what, rules) {
        Some(Found::Recommendation(recommendation)) => &mut recommendation.weight,
        Some(Found::Item(item)) => &mut item.weight,
        _ => return unknown(&change.what, ("recommendation or item", &[2, 3]), rules, problems),
    };
    let (from, to) = (slot.as_ref().map_or(1, |weight| weight.value), change.weight.value);
    *slot = Some(change.weight);
    let number = |weight: i64| u32::try_from(weight).unwrap_or_default();
    let kind = ChangeKind::Weight { from: number(from), to: number(to) };
    Some(Change { what: change.what.value, kind, reason: change.reason })
}

fn drop(change: Drop, overlay: &str, rules: &mut written::Rules, problems: &Problems) -> Option<Change> {
    let Some(Found::Item(item)) = find(&change.what, rules) else {
        return unknown(&change.what, ("item", &[3]), rules, problems);
    };
    item.withdrawn = Some(format!("dropped by \u{201c}{overlay}\u{201d}: {}", change.reason));
    Some(Change { what: change.what.value, kind: ChangeKind::Dropped, reason: change.reason })
}

fn add(change: Add, rules: &mut written::Rules, problems: &Problems) -> Option<Change> {
    let Some(Found::Recommendation(recommendation)) = find(&change.to, rules) else {
        return unknown(&change.to, ("recommendation", &[2]), rules, problems);
    };
    let what = format!("{}/{}", change.to.value, change.item.name.value);
    recommendation.items.push(change.item);
    recommendation.has_items = true;
    Some(Change { what, kind: ChangeKind::Added, reason: change.reason })
}

fn translate(change: Translated, rules: &mut written::Rules, problems: &Problems) -> Option<Change> {
    let Translated { what, language, title, text, translation, ask, guidance } = change;
    if !is_language(&language.value) {
        let form = "a language, e.g. `ru` or `kk`";
        problems.add(Fact::BadId { given: language.value, form }, &language.spot);
        return None;
    }
    let language = language.value;
    let given = [("title", title.is_some()), ("text", text.is_some()), ("ask", ask.is_some())];
    let given = [&given[..], &[("guidance", guidance.is_some())]].concat();
    let wanted: &[&str] = match find(&what, rules) {
        Some(Found::Instrument(instrument)) => {
            title.into_iter().for_each(|title| instrument.title.add(&language, title));
            &["title"]
        }
        Some(Found::Recommendation(recommendation)) => {
            let official = translation == TranslationKind::Official;
            let translations = text.map(|text| Translation { language: language.clone(), text, official });
            recommendation.translations.extend(translations);
            &["text"]
        }
        Some(Found::Item(item)) => {
            ask.into_iter().for_each(|ask| item.ask.value.add(&language, ask));
            match (&mut item.guidance, guidance) {
                (Some(known), Some(words)) => known.add(&language, words),
                (none, Some(words)) => *none = Some(Wording::new(&language, words)),
                (_, None) => {}
            }
            &["ask", "guidance"]
        }
        None => return unknown(&what, ("instrument, recommendation or item", &[1, 2, 3]), rules, problems),
    };
    let table = format!("the translation of `{}`", what.value);
    for (key, _) in given.iter().filter(|(key, given)| *given && !wanted.contains(key)) {
        let known = wanted.iter().map(|key| (*key).to_owned()).collect();
        problems.add(Fact::UnknownKey { key: (*key).into(), table: table.clone(), nearest: None, known }, &what.spot);
    }
    if !given.iter().any(|(key, given)| *given && wanted.contains(key)) {
        let key = wanted.join(" or ");
        problems.add(Fact::MissingKey(Missing { key, table, empty: false, braces: false }), &what.spot);
        return None;
    }
    Some(Change { what: what.value, kind: ChangeKind::Translated { language }, reason: String::new() })
}

/// Whether `tag` begins with two or three small letters, as the tags of languages do (BCP 47).
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let main = parts.next().unwrap_or_default();
    let letters = (2..=3).contains(&main.len()) && main.chars().all(|c| c.is_ascii_lowercase());
    letters && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// What a change is about.
enum Found<'a> {
    Instrument(&'a mut written::Instrument),
    Recommendation(&'a mut written::Recommendation),
    Item(&'a mut written::Item),
}

fn find<'a>(what: &At<String>, rules: &'a mut written::Rules) -> Option<Found<'a>> {
    let end = LinkEnd::parse(&what.value);
    let id = end.as_ref().map_or(what.value.as_str(), |end| &end.instrument);
    let instrument = rules.instruments.iter_mut().find(|instrument| instrument.id.value == id)?;
    let Some(end) = end else { return Some(Found::Instrument(instrument)) };
    let mut recommendations = instrument.recommendations.iter_mut();
    let recommendation = recommendations.find(|found| found.reference.value == end.reference)?;
    match end.item {
        None => Some(Found::Recommendation(recommendation)),
        Some(name) => recommendation.items.iter_mut().find(|item| item.name.value == name).map(Found::Item),
    }
}

/// Notes that there is nothing of that kind and name; a kind goes with the numbers of parts that its names have.
fn unknown(
    what: &At<String>,
    (kind, parts): (&'static str, &[usize]),
    rules: &written::Rules,
    problems: &Problems,
) -> Option<Change> {
    let instrument = what.value.split('/').next().map(str::to_owned);
    let instrument = instrument.filter(|id| rules.instruments.iter().any(|known| known.id.value == *id));
    let nearest = written_like(&what.value, parts, rules);
    problems.add(Fact::UnknownItem { given: what.value.clone(), nearest, instrument, what: kind }, &what.spot);
    None
}
