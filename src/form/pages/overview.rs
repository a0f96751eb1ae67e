//! Every question in one list, to be searched and filtered.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::site::{Site, named};
use super::frame::Frame;
use super::item::{standing, text};
use super::{Trouble, to};
use crate::assess::{Assessment, ItemResult};
use crate::model::{Deadline, ItemId};
use crate::report::Text;

/// What is looked for; nothing is everything.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Asked {
    /// Words.
    q: String,
    status: String,
    instrument: String,
    person: String,
    theme: String,
    deadline: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    frame: Frame,
    asked: &'a Asked,
    /// What each list offers, with what was chosen.
    statuses: Vec<Offer>,
    instruments: Vec<Offer>,
    people: Vec<Offer>,
    themes: Vec<Offer>,
    deadlines: Vec<Offer>,
    paragraphs: Vec<Paragraph<'a, Row>>,
    found: usize,
    all: usize,
}

/// One of the values of a list.
#[derive(Serialize)]
pub(super) struct Offer {
    value: String,
    /// Its name; empty where the value is the key of a word.
    name: String,
    chosen: bool,
}

/// A paragraph with rows on its questions.
#[derive(Serialize)]
pub(super) struct Paragraph<'a, R> {
    page: String,
    title: Text,
    reference: &'a str,
    deadline: Option<&'a Deadline>,
    items: Vec<R>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Row {
    anchor: String,
    ask: Text,
    standing: &'static str,
    level: Option<Text>,
    person: String,
    problems: usize,
}

const STATUSES: [&str; 6] = ["open", "unanswered", "to-confirm", "answered", "not-applicable", "problems"];
const DEADLINES: [&str; 3] = ["any", "past", "coming"];

pub(super) async fn show(State(site): State<Arc<Site>>, Query(asked): Query<Asked>) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    let responses = case.sound().ok_or_else(|| to("/"))?;
    let assessment = case.assessed(&site.rules, responses);
    let faulty: Vec<&ItemId> = case.parted().filter_map(|(_, part)| part.item.as_ref()).collect();
    let problems = |id: &ItemId| faulty.iter().filter(|faulty| **faulty == id).count();
    let wanted =
        assessment.items.iter().filter(|item| asked.wants(item, problems(&item.item.id) > 0, assessment.today));
    let row = |item: &'_ ItemResult<'_>| Row {
        anchor: item.item.id.name().to_owned(),
        ask: text(&item.item.ask),
        standing: standing(item),
        level: item.level().map(|level| text(&level.label)),
        person: person(item).to_owned(),
        problems: problems(&item.item.id),
    };
    let rows: Vec<(&ItemResult<'_>, Row)> = wanted.map(|item| (item, row(item))).collect();
    let view = View {
        frame: Frame::assessed(&site, "overview", &case, &assessment),
        statuses: STATUSES.map(|status| Offer::of(status, "", &asked.status)).into(),
        deadlines: DEADLINES.map(|deadline| Offer::of(deadline, "", &asked.deadline)).into(),
        instruments: instruments(&assessment, &asked.instrument),
        people: people(&assessment, &asked),
        themes: site
            .rules
            .themes
            .iter()
            .map(|theme| Offer::of(&theme.id, theme.name.text("en"), &asked.theme))
            .collect(),
        asked: &asked,
        found: rows.len(),
        all: assessment.items.len(),
        paragraphs: by_paragraph(rows),
    };
    Ok(site.page(StatusCode::OK, "overview", &view))
}

impl Asked {
    fn wants(&self, item: &ItemResult<'_>, has_problems: bool, today: NaiveDate) -> bool {
        let is = |asked: &str, found: &str| asked.is_empty() || asked == found;
        let standing = standing(item);
        let status = match self.status.as_str() {
            "open" => item.is_applicable() && !item.is_answered(),
            "problems" => has_problems,
            status => is(status, standing),
        };
        let deadline = match (self.deadline.as_str(), &item.recommendation.deadline) {
            ("", _) | ("any", Some(_)) => true,
            ("past", Some(Deadline::Date(day))) => *day < today,
            ("coming", Some(Deadline::Date(day))) => *day >= today,
            _ => false,
        };
        let themes = &item.recommendation.themes;
        status
            && deadline
            && is(&self.instrument, &item.instrument.id)
            && (self.person.is_empty() || self.person == person(item))
            && (self.theme.is_empty() || themes.contains(&self.theme))
            && has_words(item, &self.q)
    }
}

/// Rows on questions, in their order, below their paragraphs.
pub(super) fn by_paragraph<'a, R>(rows: Vec<(&'a ItemResult<'a>, R)>) -> Vec<Paragraph<'a, R>> {
    let mut paragraphs: Vec<Paragraph<'a, R>> = Vec::new();
    for (item, row) in rows {
        let own = named(&item.instrument.id, &item.recommendation.reference);
        match paragraphs.last_mut().filter(|last| last.page == own) {
            Some(last) => last.items.push(row),
            None => paragraphs.push(Paragraph {
                page: own,
                title: text(&item.instrument.short_title),
                reference: &item.recommendation.reference,
                deadline: item.recommendation.deadline.as_ref(),
                items: vec![row],
            }),
        }
    }
    paragraphs
}

/// Whether each of the words stands somewhere in question, paragraph or answer.
pub(super) fn has_words(item: &ItemResult<'_>, words: &str) -> bool {
    if words.trim().is_empty() {
        return true;
    }
    let response = item.response;
    let text = [
        item.item.id.as_str(),
        item.item.ask.text("en"),
        &item.recommendation.text,
        response.map_or("", |response| &response.narrative),
        response.map_or("", |response| &response.internal_note),
    ];
    let text = text.join("\n").to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

impl Offer {
    /// With the value that was asked for chosen.
    pub(super) fn of(value: &str, name: &str, asked: &str) -> Self {
        Self { value: value.to_owned(), name: name.to_owned(), chosen: value == asked }
    }
}

fn person<'a>(item: &ItemResult<'a>) -> &'a str {
    item.response.map_or("", |response| response.assigned_to.trim())
}

/// The resolutions, of which one may be asked for.
pub(super) fn instruments(assessment: &Assessment<'_>, asked: &str) -> Vec<Offer> {
    let offer =
        |instrument: &&crate::model::Instrument| Offer::of(&instrument.id, instrument.short_title.text("en"), asked);
    assessment.instruments.iter().map(offer).collect()
}

fn people(assessment: &Assessment<'_>, asked: &Asked) -> Vec<Offer> {
    let people: BTreeSet<&str> = assessment.items.iter().map(person).filter(|who| !who.is_empty()).collect();
    people.into_iter().map(|who| Offer::of(who, who, &asked.person)).collect()
}
