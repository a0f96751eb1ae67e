//! A rules file of an instrument, with the keys of `rules/README.md` in their order.

use super::lines::{bare, key, list, quoted, unless_empty};
use crate::model::{Chapeau, Deadline, Instrument, Item, Recommendation, Scale, Theme, Wording};

/// The text of a rules file that holds `instrument`, and the scales and themes that stand nowhere else.
pub fn rules(instrument: &Instrument, scales: &[&Scale], themes: &[&Theme]) -> String {
    let mut text = String::from("format = 1\n");
    head(&mut text, instrument);
    // An opening stands before the first paragraph that depends on it.
    let mut waiting: Vec<&Chapeau> = instrument.chapeaux.iter().collect();
    for recommendation in &instrument.recommendations {
        let wanted = |one: &&Chapeau| recommendation.chapeau.as_deref() == Some(one.reference.as_str());
        if let Some(last) = waiting.iter().position(wanted) {
            waiting.drain(..=last).for_each(|one| chapeau(&mut text, one));
        }
        paragraph(&mut text, recommendation, instrument);
    }
    waiting.into_iter().for_each(|one| chapeau(&mut text, one));
    scales.iter().for_each(|one| scale(&mut text, one));
    themes.iter().for_each(|one| theme(&mut text, one));
    translations(&mut text, instrument);
    text
}

fn head(text: &mut String, instrument: &Instrument) {
    text.push_str("\n[instrument]\n");
    let language = instrument.language.as_str();
    key(text, "id", &instrument.id);
    key(text, "version", &instrument.version);
    wording(text, "title", &instrument.title, language);
    wording(text, "short-title", &instrument.short_title, language);
    key(text, "body", &instrument.body);
    key(text, "symbol", &instrument.symbol);
    bare(text, "date", instrument.date);
    key(text, "status", &instrument.status.to_string());
    key(text, "language", language);
    key(text, "refs", &instrument.refs.to_string());
    unless_empty(text, "source", &instrument.source);
}

fn chapeau(text: &mut String, chapeau: &Chapeau) {
    text.push_str("\n[[chapeau]]\n");
    key(text, "ref", &chapeau.reference);
    key(text, "text", &chapeau.text);
    key(text, "operative", &chapeau.operative);
    list(text, "addressees", &chapeau.addressees);
}

fn paragraph(text: &mut String, one: &Recommendation, instrument: &Instrument) {
    text.push_str("\n[[recommendation]]\n");
    key(text, "ref", &one.reference);
    one.chapeau.iter().for_each(|reference| key(text, "chapeau", reference));
    key(text, "operative", &one.operative);
    unless_empty(text, "asks", &one.asks);
    unless_empty(text, "act", &one.act);
    key(text, "text", &one.text);
    if instrument.chapeau(one).is_none_or(|chapeau| chapeau.addressees != one.addressees) {
        list(text, "addressees", &one.addressees);
    }
    if !one.actionable {
        bare(text, "actionable", false);
    }
    match &one.deadline {
        Some(Deadline::Date(day)) => bare(text, "deadline", day),
        Some(Deadline::Event(event)) => bare(text, "deadline", format!("{{ event = {} }}", quoted(event))),
        Some(Deadline::Every(every)) => bare(text, "deadline", format!("{{ every = {} }}", quoted(every))),
        None => {}
    }
    list(text, "themes", &one.themes);
    unless_empty(text, "note", &one.note);
    weight(text, one.weight);
    one.items.iter().for_each(|one| item(text, one, &instrument.language));
}

fn item(text: &mut String, item: &Item, language: &str) {
    text.push_str("\n[[recommendation.item]]\n");
    key(text, "id", item.id.name());
    key(text, "about", &item.about.to_string());
    wording(text, "ask", &item.ask, language);
    key(text, "indicator", &item.indicator.to_string());
    key(text, "origin", &item.origin.to_string());
    key(text, "scale", &item.scale);
    if item.core {
        bare(text, "core", true);
    }
    if !item.evidence.is_empty() {
        let kinds: Vec<String> = item.evidence.iter().map(|kind| value(kind, language)).collect();
        bare(text, "evidence", format!("[{}]", kinds.join(", ")));
    }
    item.guidance.iter().for_each(|guidance| wording(text, "guidance", guidance, language));
    weight(text, item.weight);
    if !item.may_be_not_applicable {
        bare(text, "not-applicable", false);
    }
    item.recent_evidence.iter().for_each(|says| bare(text, "recent-evidence", says));
    item.withdrawn.iter().for_each(|why| key(text, "withdrawn", why));
    if !item.was.is_empty() {
        list(text, "was", &item.was);
    }
}

fn scale(text: &mut String, scale: &Scale) {
    text.push_str("\n[[scale]]\n");
    key(text, "id", &scale.id);
    wording(text, "name", &scale.name, "en");
    wording(text, "fits", &scale.fits, "en");
    unless_empty(text, "source", &scale.source);
    if scale.measure {
        bare(text, "measure", true);
    }
    if scale.recent_evidence {
        bare(text, "recent-evidence", true);
    }
    scale.maps_to.iter().for_each(|to| key(text, "maps-to", to));
    scale.loss.iter().for_each(|loss| wording(text, "loss", loss, "en"));
    for level in &scale.levels {
        text.push_str("\n[[scale.level]]\n");
        key(text, "id", &level.id);
        wording(text, "label", &level.label, "en");
        wording(text, "meaning", &level.meaning, "en");
        // A mapped level takes its worth from the one behind it.
        let own = scale.maps_to.is_none();
        level.value.iter().filter(|_| own).for_each(|value| bare(text, "value", value));
        for (name, _) in [("refused", level.refused), ("breach", level.breach)].iter().filter(|(_, says)| own && *says)
        {
            bare(text, name, true);
        }
        level.maps_to.iter().for_each(|to| key(text, "maps-to", to));
    }
}

fn theme(text: &mut String, theme: &Theme) {
    text.push_str("\n[[theme]]\n");
    key(text, "id", &theme.id);
    wording(text, "name", &theme.name, "en");
    wording(text, "about", &theme.about, "en");
}

/// Translations of verbatim texts stand in an overlay, which may be in the same file.
fn translations(text: &mut String, instrument: &Instrument) {
    let translated = instrument.recommendations.iter().filter(|one| !one.translations.is_empty());
    for (number, one) in translated.enumerate() {
        if number == 0 {
            text.push_str("\n[overlay]\n");
            key(text, "name", instrument.short_title.text(&instrument.language));
        }
        for other in &one.translations {
            text.push_str("\n[[translate]]\n");
            key(text, "what", &format!("{}/{}", instrument.id, one.reference));
            key(text, "language", &other.language);
            key(text, "text", &other.text);
            key(text, "translation", if other.official { "official" } else { "unofficial" });
        }
    }
}

fn weight(text: &mut String, weight: u32) {
    if weight != 1 {
        bare(text, "weight", weight);
    }
}

fn wording(text: &mut String, name: &str, wording: &Wording, language: &str) {
    bare(text, name, value(wording, language));
}

/// A text where there is one in the file's language alone, else a table.
fn value(wording: &Wording, language: &str) -> String {
    let texts: Vec<(&str, &str)> = wording.texts().collect();
    match texts.as_slice() {
        [(tag, text)] if *tag == language => quoted(text),
        _ => {
            let bare = |tag: &str| !tag.is_empty() && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            let key = |tag: &str| if bare(tag) { tag.to_owned() } else { quoted(tag) };
            let entry = |(tag, text): &(&str, &str)| format!("{} = {}", key(tag), quoted(text));
            format!("{{ {} }}", texts.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}
