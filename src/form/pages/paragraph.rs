//! What the page of a recommendation has, whether it is filled in or reviewed: the text, its questions, and what is beside.

use serde::{Deserialize, Serialize};

use super::super::site::named;
use super::frame::Outcome;
use super::item::text;
use crate::assess::ItemResult;
use crate::model::{Deadline, Instrument, ItemId, Numbering, Recommendation, Status, Translation};
use crate::report::Text;

/// The text of a recommendation, and where it comes from.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Quoted<'a> {
    page: String,
    title: Text,
    short_title: Text,
    status: Status,
    numbering: Numbering,
    reference: &'a str,
    chapeau: Option<&'a str>,
    text: &'a str,
    lang: &'a str,
    dir: &'static str,
    translations: &'a [Translation],
    deadline: Option<&'a Deadline>,
    note: &'a str,
}

/// The questions of a recommendation.
#[derive(Serialize)]
pub(super) struct Questions<Q> {
    /// How many there are.
    count: usize,
    /// Whether there is more than one.
    several: bool,
    pub(super) items: Vec<Q>,
}

/// A question of a page.
pub(super) trait Question {
    /// Its name, which is also its place on the page.
    fn anchor(&self) -> &str;
    fn place(&mut self) -> &mut OnPage;
}

/// Where a question stands on its page.
#[derive(Debug, Default, Serialize)]
pub(super) struct OnPage {
    /// Its number, if there are several.
    pub(super) number: Option<usize>,
    /// Whether it was saved just now, by itself.
    saved: bool,
}

/// The pages of the recommendations before and after one, and the next question with something to do.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Beside {
    previous: Option<String>,
    next: Option<String>,
    /// With its place on the page.
    next_open: Option<String>,
}

/// What a page is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// What was saved just now: the name of a question, or anything else for the page.
    pub(super) saved: Option<String>,
}

/// The address to go to after a save: the page of this `name`, at the question that was saved `here` or alone.
pub(super) fn saved(name: &str, here: Option<&str>, recommendation: &Recommendation, touched: &[&ItemId]) -> String {
    let here = here.filter(|here| recommendation.items.iter().any(|item| item.id.name() == *here));
    match (here, touched) {
        (Some(own), _) => format!("/paragraph/{name}?saved={own}#{own}"),
        (None, [only]) => format!("/paragraph/{name}?saved={own}#{own}", own = only.name()),
        _ => format!("/paragraph/{name}?saved=1"),
    }
}

/// The page of an item, and its place there.
pub(super) fn address(item: &ItemResult<'_>) -> String {
    format!("{}#{}", named(&item.instrument.id, &item.recommendation.reference), item.item.id.name())
}

impl<Q: Question> Questions<Q> {
    /// Numbers the questions; `None` if there are none.
    pub(super) fn of(mut items: Vec<Q>) -> Option<Self> {
        let (count, several) = (items.len(), items.len() > 1);
        if several {
            items.iter_mut().zip(1..).for_each(|(item, number)| item.place().number = Some(number));
        }
        (count > 0).then_some(Self { count, several, items })
    }

    /// Tells of a question that was saved there; gives what is to be told of the page.
    pub(super) fn told(&mut self, outcome: Outcome) -> Option<Outcome> {
        match self.items.iter_mut().find(|item| outcome.part == item.anchor()) {
            Some(own) => own.place().saved = true,
            None => return Some(outcome),
        }
        None
    }
}

impl Beside {
    /// Beside the one of this name; `items` are all that there are to go to, each with whether there is something to do.
    pub(super) fn of<'a>(name: &str, items: impl Iterator<Item = (&'a ItemResult<'a>, bool)>) -> Self {
        // Each page with the first place on it where there is something to do.
        let mut all: Vec<(String, Option<String>)> = Vec::new();
        for (item, open) in items {
            let own = named(&item.instrument.id, &item.recommendation.reference);
            let open = open.then(|| address(item));
            match all.last_mut().filter(|(last, _)| *last == own) {
                Some((_, first)) => *first = first.take().or(open),
                None => all.push((own, open)),
            }
        }
        let Some(at) = all.iter().position(|(own, _)| own == name) else { return Self::default() };
        let mut around = all[at + 1..].iter().chain(&all[..at]);
        Self {
            previous: at.checked_sub(1).map(|at| all[at].0.clone()),
            next: all.get(at + 1).map(|(own, _)| own.clone()),
            next_open: around.find_map(|(_, open)| open.clone()),
        }
    }

    /// The address of the next question with something to do, after a save.
    pub(super) fn on_to_next_open(&self) -> Option<String> {
        let (page, anchor) = self.next_open.as_deref()?.split_once('#')?;
        Some(format!("/paragraph/{page}?saved=1#{anchor}"))
    }
}

impl<'a> Quoted<'a> {
    /// The recommendation whose page has this name.
    pub(super) fn of(name: &str, instrument: &'a Instrument, recommendation: &'a Recommendation) -> Self {
        Self {
            page: name.to_owned(),
            title: text(&instrument.title),
            short_title: text(&instrument.short_title),
            status: instrument.status,
            numbering: instrument.refs,
            reference: &recommendation.reference,
            chapeau: instrument.chapeau(recommendation).map(|chapeau| chapeau.text.as_str()),
            text: &recommendation.text,
            lang: &instrument.language,
            dir: direction(&instrument.language),
            translations: &recommendation.translations,
            deadline: recommendation.deadline.as_ref(),
            note: &recommendation.note,
        }
    }
}

/// In which direction a language is written.
fn direction(language: &str) -> &'static str {
    const TO_THE_LEFT: [&str; 6] = ["ar", "fa", "he", "ps", "ur", "yi"];
    if TO_THE_LEFT.contains(&language.split('-').next().unwrap_or_default()) { "rtl" } else { "ltr" }
}
