//! The page of a recommendation: its text, and its questions with their answers, saved together.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::super::answer::{self, Faults, changed};
use super::super::posted::Posted;
use super::super::save;
use super::super::site::{Case, Site, named};
use super::super::uploads::Kept;
use super::field::Filling;
use super::frame::{Frame, Outcome};
use super::item::{ItemPart, text, written};
use super::{Trouble, to};
use crate::assess::Assessment;
use crate::model::{Deadline, Instrument, Item, ItemId, Numbering, Recommendation, Responses, Status, Translation};
use crate::report::Text;
use crate::table::Table as Kind;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    frame: Frame,
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
    /// Whether there is more than one.
    several: bool,
    items: Vec<ItemPart>,
    previous: Option<String>,
    next: Option<String>,
    next_open: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    saved: Option<String>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    let outcome = asked.saved.map(|_| Outcome::saved());
    Ok(page(&site, &case, &name, StatusCode::OK, outcome, |_| Filling::of_file(&site)))
}

pub(super) async fn save(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    mut posted: Posted,
) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    let (_, recommendation) = site.recommendation(&name).ok_or_else(|| Trouble::NotFound.page(&site))?;
    let files = std::mem::take(&mut posted.files);
    let posted = &posted;
    let none = BTreeSet::new();
    let again = |status, outcome, faults: &Faults, conflicts: &BTreeSet<&ItemId>| {
        let filling =
            |item: &ItemId| Filling { site: &site, posted: Some(posted), faults, conflict: conflicts.contains(item) };
        page(&site, &case, &name, status, Some(outcome), filling)
    };

    let mut conflicts = BTreeSet::new();
    let mut faults = Faults::new();
    let mut touched: Vec<(&Item, String, Table)> = Vec::new();
    for item in &recommendation.items {
        let (before, table) = (format!("{}.", item.id.name()), written(&case, &item.id));
        let Some(seen) = posted.get(&format!("{before}revision")) else { continue };
        // What it will be called is known once it is kept.
        let document = files.get(&upload_of(&before)).map(|_| ("?", ""));
        let typed = changed(&table, posted, &before, document);
        // What nobody touched on this page stays as it is by now, whoever changed it.
        if typed.as_ref().is_ok_and(|typed| *typed == table)
            || (document.is_none()
                && !adds_or_removes(posted, &before)
                && answer::posted_revision(posted, &before, &table, Kind::Answers) == seen)
        {
            continue;
        }
        if answer::revision(&table, Kind::Answers) != seen {
            conflicts.insert(&item.id);
        } else if let Err(wrong) = typed {
            faults.extend(wrong);
        } else {
            touched.push((item, before, table));
        }
    }
    if !conflicts.is_empty() {
        return Ok(again(StatusCode::CONFLICT, Outcome::conflict(), &faults, &conflicts));
    }
    if !faults.is_empty() {
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, Outcome::faulty(&faults), &faults, &none));
    }

    let mut kept: std::collections::BTreeMap<String, Kept> = std::collections::BTreeMap::new();
    for (name, upload) in files {
        kept.insert(name, upload.keep().map_err(|trouble| trouble.page(&site))?);
    }
    let mut said = case.said.clone();
    for (item, before, table) in &touched {
        let document = kept.get(&upload_of(before)).map(|kept| (kept.path.as_str(), kept.sha256.as_str()));
        if let Ok(answer) = changed(table, posted, before, document) {
            put(&mut said, &item.id, answer);
        }
    }
    match save::save(&site, &case, &said) {
        Ok(_) if kept.is_empty() => {}
        // New evidence is there that was missed when the file was read.
        Ok(_) => site.forget(),
        Err(not) => {
            return Ok(again(StatusCode::INTERNAL_SERVER_ERROR, Outcome::not_saved(not), &faults, &none));
        }
    }
    let anchor = match (posted.get("here"), touched.as_slice()) {
        (Some(here), _) if recommendation.items.iter().any(|item| item.id.name() == here) => format!("#{here}"),
        (_, [(item, ..)]) => format!("#{}", item.id.name()),
        _ => String::new(),
    };
    let next = posted.get("then").filter(|then| *then == "next-open").and_then(|_| next_open(&site, &name));
    Ok(match next {
        Some(next) => to(&format!("/paragraph/{next}?saved=1")),
        None => to(&format!("/paragraph/{name}?saved=1{anchor}")),
    })
}

/// The name of the field of a new document.
fn upload_of(before: &str) -> String {
    format!("{before}evidence.new.upload")
}

/// Whether a block is to be added or taken out.
fn adds_or_removes(posted: &Posted, before: &str) -> bool {
    posted.below(before).any(|(name, value)| {
        (name.contains(".new.") && !name.ends_with(".status") && !value.is_empty())
            || (name.ends_with(".remove") && value == "yes")
    })
}

/// Puts an answer where it stands, under the id as it is written there.
fn put(said: &mut Table, id: &ItemId, answer: Table) {
    let answers = said.entry("response").or_insert_with(|| Value::Table(Table::new()));
    let Some(answers) = answers.as_table_mut() else { return };
    let written = answers.keys().find(|written| ItemId::parse(written).as_ref() == Some(id)).cloned();
    answers.insert(written.unwrap_or_else(|| id.to_string()), Value::Table(answer));
}

/// The next recommendation with something to do, as the file stands now.
fn next_open(site: &Site, name: &str) -> Option<String> {
    let case = site.case().ok()?;
    let assessment = case.assessed(&site.rules, case.sound()?);
    neighbours(&assessment, name).2
}

/// The recommendations before and after the one of this name, and the next with something to do.
fn neighbours(assessment: &Assessment<'_>, name: &str) -> (Option<String>, Option<String>, Option<String>) {
    let mut all: Vec<(String, bool)> = Vec::new();
    for item in &assessment.items {
        let own = named(&item.instrument.id, &item.recommendation.reference);
        let open = item.is_applicable() && !item.is_answered();
        match all.last_mut().filter(|(last, _)| *last == own) {
            Some((_, any)) => *any |= open,
            None => all.push((own, open)),
        }
    }
    let Some(at) = all.iter().position(|(own, _)| own == name) else { return (None, None, None) };
    let previous = at.checked_sub(1).map(|at| all[at].0.clone());
    let next = all.get(at + 1).map(|(own, _)| own.clone());
    let around = all[at + 1..].iter().chain(&all[..at]);
    let open = around.filter(|(_, open)| *open).map(|(own, _)| own.clone()).next();
    (previous, next, open)
}

fn page<'f>(
    site: &'f Site,
    case: &Case,
    name: &str,
    status: StatusCode,
    outcome: Option<Outcome>,
    filling: impl Fn(&ItemId) -> Filling<'f>,
) -> Response {
    let Some(responses) = case.sound() else { return to("/") };
    let Some((instrument, recommendation)) = site.recommendation(name) else { return Trouble::NotFound.page(site) };
    let assessment = case.assessed(&site.rules, responses);
    let mut others = Responses { requests: Vec::new(), ..responses.clone() };
    others.responses.retain(|id, _| !recommendation.items.iter().any(|item| item.id == *id));
    let own = assessment.items.iter().filter(|result| std::ptr::eq(result.recommendation, recommendation));
    let items: Vec<ItemPart> =
        own.filter_map(|result| ItemPart::of(result, case, &others, filling(&result.item.id))).collect();
    if items.is_empty() {
        return Trouble::NotFound.page(site);
    }
    let frame = Frame { outcome, ..Frame::assessed(site, "overview", case, &assessment) };
    let (previous, next, next_open) = neighbours(&assessment, name);
    site.page(
        status,
        "recommendation",
        &view(frame, name, instrument, recommendation, items, (previous, next, next_open)),
    )
}

fn view<'a>(
    frame: Frame,
    name: &str,
    instrument: &'a Instrument,
    recommendation: &'a Recommendation,
    items: Vec<ItemPart>,
    (previous, next, next_open): (Option<String>, Option<String>, Option<String>),
) -> View<'a> {
    View {
        frame,
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
        several: items.len() > 1,
        items,
        previous,
        next,
        next_open,
    }
}

/// In which direction a language is written.
fn direction(language: &str) -> &'static str {
    const TO_THE_LEFT: [&str; 6] = ["ar", "fa", "he", "ps", "ur", "yi"];
    if TO_THE_LEFT.contains(&language.split('-').next().unwrap_or_default()) { "rtl" } else { "ltr" }
}
