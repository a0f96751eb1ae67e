//! The page of a recommendation: its text, and its questions with their answers, saved together.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use toml::{Table, Value};

use super::super::answer::Answered;
use super::super::entry::{Faults, KNOWN};
use super::super::posted::{Posted, unkept};
use super::super::save::{self, NotSaved};
use super::super::site::{Case, Site};
use super::super::uploads::{Kept, Upload};
use super::field::Filling;
use super::frame::{Frame, Outcome};
use super::item::{ItemPart, written};
use super::paragraph::{Asked, Beside, Questions, Quoted, saved};
use super::{Trouble, to};
use crate::assess::{Assessment, ItemResult};
use crate::model::{Item, ItemId, Responses};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    frame: Frame,
    #[serde(flatten)]
    quoted: Quoted<'a>,
    #[serde(flatten)]
    questions: Questions<ItemPart>,
    #[serde(flatten)]
    beside: Beside,
    /// Most that an evidence file may have, in bytes, and in megabytes.
    largest: u64,
    #[serde(rename = "largest-in-mb")]
    largest_in_mb: u64,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    Ok(page(Filling::of_file(&site), &case, &name, StatusCode::OK, asked.saved.map(Outcome::saved_of)))
}

pub(super) async fn save(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    mut posted: Posted,
) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    let responses = case.sound().ok_or_else(|| Trouble::Unsound.page(&site))?;
    let found = site.recommendation(&name).filter(|(instrument, _)| responses.instruments.contains(&instrument.id));
    let (_, recommendation) = found.ok_or_else(|| Trouble::NotFound.page(&site))?;
    let files = std::mem::take(&mut posted.files);
    let confirmed = posted.get("confirm").map(str::to_owned);
    let confirmed = confirmed.filter(|name| recommendation.items.iter().any(|item| item.id.name() == name));
    if let Some(name) = &confirmed {
        posted.set(format!("{name}.state"), "ready".into());
    }
    let again = |status, outcome: Outcome, faults: &Faults| {
        let filling = Filling { site: &site, posted: Some(&posted), faults };
        page(filling, &case, &name, status, Some(outcome.choosing_again(posted.all_chosen())))
    };
    let failed = |not| again(StatusCode::INTERNAL_SERVER_ERROR, Outcome::not_saved(not), &Faults::new());
    if let Some(why) = posted.unkept.clone() {
        return Ok(failed(NotSaved::Unwritable(why)));
    }
    let shown = recommendation.items.iter().filter(|item| posted.get(&format!("{}.{KNOWN}", item.id.name())).is_some());
    let answers: Vec<(&Item, Answered<'_>)> =
        shown.map(|item| (item, answered(&case, &item.id, Some(&posted)))).collect();
    if answers.iter().any(|(_, answered)| answered.clashes()) {
        return Ok(again(StatusCode::CONFLICT, Outcome::conflict(), &Faults::new()));
    }
    // What nobody touched on this page stays as it is by now, whoever changed it.
    let has_file = |answered: &Answered<'_>| files.contains_key(&answered.upload());
    let touched: Vec<&(&Item, Answered<'_>)> =
        answers.iter().filter(|(_, answered)| answered.is_touched() || has_file(answered)).collect();
    // What a file will be called is known once it is kept.
    let to_come = Kept::to_come();
    let tried = touched.iter().map(|(_, answered)| answered.changed(has_file(answered).then_some(&to_come)));
    let faults: Faults = tried.filter_map(Result::err).flatten().collect();
    if !faults.is_empty() {
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, Outcome::faulty(), &faults));
    }

    // A file that no answer cites yet does less harm than an answer that cites a file which isn't there. So files are kept
    // before the answers are saved, and taken away again where these can't be.
    let kept = match keep(files) {
        Ok(kept) => kept,
        Err((kept, why)) => {
            take_back(&site, kept);
            return Ok(failed(NotSaved::Unwritable(why)));
        }
    };
    let (mut said, mut known) = (case.said.clone(), Vec::new());
    for (item, answered) in &touched {
        if let Ok(changed) = answered.changed(kept.get(&answered.upload())) {
            put(&mut said, &item.id, changed.table);
            known.extend(changed.known);
        }
    }
    match save::save(&site, &case, &said) {
        Ok(_) if kept.is_empty() => {}
        // New evidence is there that was missed when the file was read.
        Ok(_) => site.forget(),
        Err(not) => {
            take_back(&site, kept);
            return Ok(failed(not));
        }
    }
    if posted.get("then") == Some("stay") {
        known.into_iter().for_each(|(name, marks)| posted.set(name, marks));
        let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
        let filling = Filling { posted: Some(&posted), ..Filling::of_file(&site) };
        return Ok(page(filling, &case, &name, StatusCode::OK, None));
    }
    if posted.get("then") == Some("next-open")
        && let Some(next) = next_open(&site, &name)
    {
        return Ok(to(&next));
    }
    let touched: Vec<&ItemId> = touched.iter().map(|(item, _)| &item.id).collect();
    Ok(to(&saved(&name, confirmed.as_deref().or(posted.get("here")), recommendation, &touched)))
}

/// The answer to an item, with what was posted.
fn answered<'p>(case: &Case, id: &ItemId, posted: Option<&'p Posted>) -> Answered<'p> {
    Answered::of(written(case, id), posted, format!("{}.", id.name()))
}

/// Files that were kept, by the names of their fields.
type AllKept = BTreeMap<String, Kept>;

/// Keeps all files; or gives those that were kept before one could not be, and why.
fn keep(files: BTreeMap<String, Upload>) -> Result<AllKept, (AllKept, String)> {
    let mut all = AllKept::new();
    for (name, upload) in files {
        match upload.keep() {
            Ok(kept) => _ = all.insert(name, kept),
            Err(error) => return Err((all, unkept(&error))),
        }
    }
    Ok(all)
}

/// Takes files away again, but for those that answers cite by now: of several files of answers, the first may be saved.
fn take_back(site: &Site, kept: AllKept) {
    let Ok(case) = site.case() else { return };
    kept.into_values().for_each(|kept| kept.take_back(&case.said));
}

/// Puts an answer where it stands, under the id as it is written there.
fn put(said: &mut Table, id: &ItemId, answer: Table) {
    let answers = said.entry("response").or_insert_with(|| Value::Table(Table::new()));
    let Some(answers) = answers.as_table_mut() else { return };
    let written = answers.keys().find(|written| ItemId::parse(written).as_ref() == Some(id)).cloned();
    answers.insert(written.unwrap_or_else(|| id.to_string()), Value::Table(answer));
}

/// The next question with something to do, as the file stands now.
fn next_open(site: &Site, name: &str) -> Option<String> {
    let case = site.case().ok()?;
    let assessment = case.assessed(&site.rules, case.sound()?);
    Beside::of(name, all(&assessment)).on_to_next_open()
}

/// All items that are asked, each with whether there is something to do.
fn all<'a>(assessment: &'a Assessment<'a>) -> impl Iterator<Item = (&'a ItemResult<'a>, bool)> {
    assessment.items.iter().map(|item| (item, item.is_applicable() && !item.is_answered()))
}

fn page(filling: Filling<'_>, case: &Case, name: &str, status: StatusCode, outcome: Option<Outcome>) -> Response {
    let site = filling.site;
    let Some(responses) = case.sound() else { return to("/") };
    let Some((instrument, recommendation)) = site.recommendation(name) else { return Trouble::NotFound.page(site) };
    let assessment = case.assessed(&site.rules, responses);
    let mut others = Responses { requests: Vec::new(), ..responses.clone() };
    others.responses.retain(|id, _| !recommendation.items.iter().any(|item| item.id == *id));
    let own = assessment.items.iter().filter(|result| std::ptr::eq(result.recommendation, recommendation));
    let items = own.filter_map(|result| {
        let answered = answered(case, &result.item.id, filling.posted);
        ItemPart::of(result, &answered, case, &others, filling)
    });
    let Some(mut questions) = Questions::of(items.collect()) else { return Trouble::NotFound.page(site) };
    let outcome = outcome.and_then(|outcome| questions.told(outcome));
    let pointed = || questions.items.iter().flat_map(ItemPart::pointed).collect();
    let outcome = outcome.map(|outcome| outcome.pointing_to(pointed()));
    let view = View {
        frame: Frame { outcome, ..Frame::assessed(site, "overview", case, &assessment) },
        quoted: Quoted::of(name, instrument, recommendation),
        questions,
        beside: Beside::of(name, all(&assessment)),
        largest: site.limits.upload,
        largest_in_mb: site.limits.upload / (1024 * 1024),
    };
    site.page(status, "recommendation", &view)
}
