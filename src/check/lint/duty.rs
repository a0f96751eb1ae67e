//! What a paragraph asks, and whether its items and the instrument are marked as they should be.

use chrono::NaiveDate;

use super::text::DOTS;
use super::{Asked, Look, addressees};
use crate::load::written::{Instrument, Recommendation};
use crate::model::{Addressee, Group, Indicator, Origin, Status};
use crate::problem::{Fact, Unfit};

/// The date that a skeleton has in place of the day of adoption.
const NO_DATE: Option<NaiveDate> = NaiveDate::from_ymd_opt(1900, 1, 1);

pub(super) fn instrument(instrument: &Instrument, look: &Look<'_>) {
    let language = &instrument.language;
    let (title, short) = (instrument.title.text(language), instrument.short_title.text(language));
    let filled = [("title", title), ("short-title", short), ("body", &instrument.body), ("source", &instrument.source)];
    // A short title that is left out is the title.
    for (key, value) in filled.into_iter().filter(|(key, _)| *key != "short-title" || title != short) {
        if value.trim() == DOTS {
            look.note(Fact::NotFilledIn { key }, &instrument.spot);
        }
    }
    if Some(instrument.date.value) == NO_DATE {
        look.note(Fact::NotFilledIn { key: "date" }, &instrument.date.spot);
    }
    if let Some(hint) = draft(&instrument.symbol, &[title, short], &instrument.source)
        && instrument.status.value == Status::Adopted
    {
        look.note(Fact::DraftUnmarked(hint.to_owned()), &instrument.status.spot);
    }
}

/// What gives a draft away.
fn draft<'a>(symbol: &'a str, titles: &[&'a str], source: &'a str) -> Option<&'a str> {
    // The L documents of the United Nations are drafts; what is adopted gets another symbol.
    if symbol.contains("/L.") {
        return Some(symbol);
    }
    if let Some(title) = titles.iter().find(|title| calls_itself_draft(title)) {
        return Some(title);
    }
    let lower = source.to_lowercase();
    let from_draft = ["draft resolution", "draft decision", "draft text"].iter().any(|draft| lower.contains(draft));
    (from_draft && !lower.contains("adopt")).then_some(source)
}

/// What a text that is itself adopted may be about: "draft articles on the responsibility of States".
const DRAFTED: [&str; 8] =
    ["articles", "convention", "covenant", "protocol", "principles", "conclusions", "guidelines", "treaty"];

fn calls_itself_draft(title: &str) -> bool {
    let title = title.to_lowercase();
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let about = |next: Option<&&str>| next.is_some_and(|next| DRAFTED.contains(next));
    words.iter().enumerate().any(|(at, word)| *word == "draft" && !about(words.get(at + 1)))
}

pub(super) fn recommendation(instrument: &Instrument, recommendation: &Recommendation, look: &Look<'_>) {
    let reference = || recommendation.reference.value.clone();
    let spot = &recommendation.reference.spot;
    // A paragraph without its text is told as such; the rest follows from it.
    if recommendation.text.value.trim() == DOTS {
        return;
    }
    if recommendation.operative.value.trim() == DOTS {
        look.note(Fact::NotFilledIn { key: "operative" }, &recommendation.operative.spot);
    }
    if recommendation.act.trim() == DOTS {
        look.note(Fact::NotFilledIn { key: "act" }, spot);
    }
    if recommendation.themes.is_empty() {
        look.note(Fact::ThemesMissing(reference()), spot);
    }
    if !recommendation.actionable {
        if recommendation.note.trim().is_empty() {
            look.note(Fact::NoteMissing(reference()), spot);
        }
        return;
    }
    let groups = addressees(recommendation, instrument).iter().filter_map(|one| one.value.parse::<Addressee>().ok());
    let in_headline = groups.map(Addressee::group).any(|group| group != Group::Bodies);
    let mut asked = recommendation.items.iter().filter(|item| item.withdrawn.is_none()).peekable();
    if look.whole && in_headline && asked.peek().is_some() && !asked.any(|item| item.core) {
        look.note(Fact::CoreMissing(reference()), spot);
    }
}

pub(super) fn item(asked: &Asked<'_>, look: &Look<'_>) {
    if asked.item.withdrawn.is_some() {
        return;
    }
    let written = asked.item.scale.as_ref().or(asked.instrument.scale.as_ref());
    let Some(scale) = written else { return };
    let Some(why) = unfit(asked, &scale.value, look) else { return };
    let spot = asked.item.scale.as_ref().map_or(&asked.item.name.spot, |scale| &scale.spot);
    let fact = Fact::ScaleUnfit { item: asked.item.name.value.clone(), scale: scale.value.clone(), why };
    look.note(fact, spot);
}

const CONTINUING: [&str; 4] = ["continue", "promote", "expand", "strengthen"];

fn unfit(asked: &Asked<'_>, scale: &str, look: &Look<'_>) -> Option<Unfit> {
    let compares = look.rules.scales.iter().any(|known| known.id.value == scale && known.measure);
    if compares && asked.item.indicator != Indicator::Outcome {
        return Some(Unfit::Outcome);
    }
    if scale == "completion" && asked.item.indicator == Indicator::Outcome {
        return Some(Unfit::Act);
    }
    if !asked.instrument.language.starts_with("en") {
        return None;
    }
    let one = asked.recommendation;
    let verbs = [one.act.as_str(), &one.asks, &one.operative.value];
    // What an institution does about an abstention of the State may well be an act.
    let own_work = asked.item.about == Some(Group::Institution) && asked.item.origin == Origin::Derived;
    if matches!(scale, "completion" | "ongoing") && verbs.iter().any(|verb| refrains(verb)) && !own_work {
        return Some(Unfit::Restraint);
    }
    let goes_on = one.act.split([' ', ',']).next().is_some_and(|verb| CONTINUING.contains(&verb));
    (scale == "completion" && goes_on && asked.item.origin == Origin::Stated).then_some(Unfit::Continuing)
}

fn refrains(verb: &str) -> bool {
    let verb = verb.trim().to_lowercase();
    let first = verb.split([' ', ',']).next().unwrap_or_default();
    matches!(first, "refrain" | "cease" | "abstain" | "desist") || verb.starts_with("not ")
}
