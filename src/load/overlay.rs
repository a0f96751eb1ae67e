//! Overlay files: what an institution changes in the rules for its own use.

use super::fields::Fields;
use super::rules::{item, text};
use super::written::{Add, Drop, NewWeight, Overlay, Translated};
use crate::model::Provenance;

/// Reads the changes of the file `top`, whose table `[overlay]` is `head`.
pub(super) fn overlay(top: &Fields<'_>, head: Fields<'_>, provenance: Provenance) -> Option<Overlay> {
    let name = head.required_text("name");
    head.finish();
    let weights = top.tables("weight").into_iter().filter_map(weight).collect();
    let drops = top.tables("drop").into_iter().filter_map(drop).collect();
    let adds = top.tables("add").into_iter().filter_map(add).collect();
    let translations = top.tables("translate").into_iter().filter_map(translated).collect();
    Some(Overlay { name: name?.value, weights, drops, adds, translations, provenance })
}

fn weight(fields: Fields<'_>) -> Option<NewWeight> {
    let what = fields.required_plain("what");
    let weight = fields.number("weight");
    if !fields.has("weight") {
        fields.missing("weight");
    }
    let reason = fields.required_text("reason");
    fields.finish();
    Some(NewWeight { what: what?, weight: weight?, reason: reason?.value })
}

fn drop(fields: Fields<'_>) -> Option<Drop> {
    let (what, reason) = (fields.required_plain("what"), fields.required_text("reason"));
    fields.finish();
    Some(Drop { what: what?, reason: reason?.value })
}

fn add(fields: Fields<'_>) -> Option<Add> {
    let (to, reason) = (fields.required_plain("to"), fields.required_text("reason"));
    let item = item(fields, "en");
    Some(Add { to: to?, item: item?, reason: reason?.value })
}

fn translated(fields: Fields<'_>) -> Option<Translated> {
    let what = fields.required_plain("what");
    let language = fields.required_plain("language");
    let given = |key| Some(text(&fields, key)).filter(|text| !text.trim().is_empty());
    let (title, verbatim, ask, guidance) = (given("title"), given("text"), given("ask"), given("guidance"));
    let translation = fields.word("translation").map(|kind| kind.value).unwrap_or_default();
    fields.finish();
    Some(Translated { what: what?, language: language?, title, text: verbatim, translation, ask, guidance })
}
