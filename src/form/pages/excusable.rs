//! What can be excused as a whole: each resolution that is answered, and each of its paragraphs that ask something.

use serde::Serialize;

use super::super::site::Site;
use super::field::Choice;
use crate::model::{Recommendation, Responses};

/// A resolution with what of it can be excused.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Excusable {
    pub(super) label: String,
    pub(super) options: Vec<Choice>,
}

/// What can be excused of the resolutions that are answered, in their order.
pub(super) fn excusable(site: &Site, responses: &Responses) -> Vec<Excusable> {
    let said = |key: &str, with: &[(&'static str, String)]| {
        site.templates.words().say(key, &with.iter().cloned().collect()).unwrap_or_default()
    };
    let choice = |value: String, label: String| Choice {
        value,
        label,
        meaning: String::new(),
        lang: String::new(),
        chosen: false,
    };
    let instruments = responses.instruments.iter().filter_map(|id| site.rules.instrument(id));
    let of = |instrument: &crate::model::Instrument| {
        let (id, title) = (&instrument.id, instrument.short_title.text("en").to_owned());
        let whole = choice(id.clone(), said("exclusion.whole", &[("title", title.clone())]));
        let paragraph = |asked: &Recommendation| {
            let with = [("reference", asked.reference.clone()), ("words", beginning(&asked.text))];
            choice(format!("{id}/{}", asked.reference), said("exclusion.paragraph", &with))
        };
        let asking = instrument.recommendations.iter().filter(|recommendation| !recommendation.items.is_empty());
        Excusable { label: title, options: std::iter::once(whole).chain(asking.map(paragraph)).collect() }
    };
    instruments.map(of).collect()
}

/// The first words of a text.
fn beginning(text: &str) -> String {
    const WORDS: usize = 9;
    let words: Vec<&str> = text.split_whitespace().take(WORDS + 1).collect();
    match words.get(..WORDS) {
        Some(first) if words.len() > WORDS => format!("{}…", first.join(" ")),
        _ => words.join(" "),
    }
}
