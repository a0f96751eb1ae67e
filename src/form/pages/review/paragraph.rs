//! The page of a recommendation in a review: its text, and its questions with answers and findings side by side.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use toml::Table;

use super::super::super::finding::Said;
use super::super::super::posted::Posted;
use super::super::super::reviewing::{Reviewing, answer_sha256};
use super::super::super::save::{self, NotSaved};
use super::super::super::site::Site;
use super::super::frame::{Frame, Outcome};
use super::super::paragraph::{Asked, Beside, Questions, Quoted, saved};
use super::super::{Trouble, to};
use super::looked;
use super::part::{Filling, Part, documents_of};
use crate::assess::{Assessment, ItemResult};
use crate::model::{Item, ItemId, Responses};
use crate::report::{ItemView, answers};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    frame: Frame,
    #[serde(flatten)]
    quoted: Quoted<'a>,
    #[serde(flatten)]
    questions: Questions<Part>,
    #[serde(flatten)]
    beside: Beside,
}

/// Why findings can't be saved as they are: those that somebody else wrote meanwhile, and those whose answers were
/// changed.
#[derive(Default)]
struct Overtaken<'a> {
    conflicts: BTreeSet<&'a ItemId>,
    answers: BTreeSet<&'a ItemId>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Response> {
    let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
    let outcome = asked.saved.map(Outcome::saved_of);
    Ok(page(&site, &reviewing, &name, StatusCode::OK, outcome, None, &Overtaken::default()))
}

pub(super) async fn save(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    posted: Posted,
) -> Result<Response, Response> {
    let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
    let (_, recommendation) = site.recommendation(&name).ok_or_else(|| Trouble::NotFound.page(&site))?;
    let (responses, _) = reviewing.sound().ok_or_else(|| Trouble::Unsound.page(&site))?;
    let again = |status, outcome, overtaken: &Overtaken<'_>| {
        page(&site, &reviewing, &name, status, Some(outcome), Some(&posted), overtaken)
    };

    let mut overtaken = Overtaken::default();
    let mut touched: Vec<(&ItemId, Table)> = Vec::new();
    let mut unclear: Vec<String> = Vec::new();
    for item in &recommendation.items {
        match typed(item, &posted, &reviewing, responses) {
            Typed::Nothing => {}
            Typed::Finding(finding) => touched.push((&item.id, finding)),
            Typed::Conflict => _ = overtaken.conflicts.insert(&item.id),
            Typed::OfAnother => _ = overtaken.answers.insert(&item.id),
            Typed::Unclear => unclear.push(item.id.to_string()),
        }
    }
    if let Some(id) = unclear.first() {
        let why = format!("the finding on `{id}` holds what no page can show; mend it with a text editor");
        let outcome = Outcome::not_saved(NotSaved::Refused(why));
        return Ok(again(StatusCode::INTERNAL_SERVER_ERROR, outcome, &overtaken));
    }
    if !overtaken.conflicts.is_empty() {
        return Ok(again(StatusCode::CONFLICT, Outcome::conflict(), &overtaken));
    }
    if !overtaken.answers.is_empty() {
        return Ok(again(StatusCode::CONFLICT, Outcome::overtaken(), &overtaken));
    }
    let items: Vec<&ItemId> = touched.iter().map(|(id, _)| *id).collect();
    if let Err(not) = save::save_review(&site, &reviewing, &reviewing.with(touched)) {
        return Ok(again(StatusCode::INTERNAL_SERVER_ERROR, Outcome::not_saved(not), &overtaken));
    }
    if posted.get("then") == Some("stay") {
        let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
        return Ok(page(&site, &reviewing, &name, StatusCode::OK, None, Some(&posted), &Overtaken::default()));
    }
    if posted.get("then") == Some("next-open")
        && let Some(next) = next_open(&site, &name)
    {
        return Ok(to(&next));
    }
    Ok(to(&saved(&name, posted.get("here"), recommendation, &items)))
}

/// What a page says of one finding.
enum Typed {
    /// Nothing that is not in the file.
    Nothing,
    /// The finding as it is to be.
    Finding(Table),
    /// Somebody else wrote something else meanwhile.
    Conflict,
    /// It is about an answer that is not the one that is there now.
    OfAnother,
    /// The file says something of it that no page can show.
    Unclear,
}

fn typed(item: &Item, posted: &Posted, reviewing: &Reviewing, responses: &Responses) -> Typed {
    let (id, before) = (&item.id, format!("{}.", item.id.name()));
    let documents = documents_of(responses.responses.get(id));
    let Some(said) = Said::of_posted(posted, &before, &documents) else { return Typed::Nothing };
    let there = reviewing.written(id);
    let old = Said::of_file(there.unwrap_or(&Table::new()), &documents);
    let is_seen = |name: &str, now: &str| posted.plain(&format!("{before}{name}")) == now;
    let now = answer_sha256(responses, id);
    // Where there is no answer any more, nothing can be held against it.
    let again = posted.is_ticked(&format!("{before}again")) && !now.is_empty();
    // What nobody touched on this page stays as it is by now, whoever changed it.
    if !again && (said == old || is_seen("known", &said.revision())) {
        return Typed::Nothing;
    }
    if !is_seen("known", &old.revision()) {
        return Typed::Conflict;
    }
    let is_first = old.verdict.is_empty() && !said.verdict.is_empty();
    if !is_seen("answer.known", &now) || (now.is_empty() && is_first) {
        return Typed::OfAnother;
    }
    if there.is_some_and(|finding| !Said::is_shown_whole(finding)) {
        return Typed::Unclear;
    }
    let mut finding = there.cloned().unwrap_or_default();
    said.put(&mut finding, &documents);
    // Whoever gives the first verdict has the answer before them as it is now.
    if again || is_first || (!now.is_empty() && !finding.contains_key("answer-sha256")) {
        finding.insert("answer-sha256".into(), now.into());
    }
    Typed::Finding(finding)
}

/// The next question to look at, as the file stands now.
fn next_open(site: &Site, name: &str) -> Option<String> {
    let reviewing = site.reviewing().ok()?;
    let assessment = reviewing.case.assessed(&site.rules, reviewing.sound()?.0);
    Beside::of(name, all(&reviewing, &assessment)).on_to_next_open()
}

/// All items of the review, each with whether there is something to do.
fn all<'a>(reviewing: &Reviewing, assessment: &'a Assessment<'a>) -> impl Iterator<Item = (&'a ItemResult<'a>, bool)> {
    looked::asked(reviewing, assessment).map(|(item, standing)| (item, standing.is_open()))
}

fn page(
    site: &Site,
    reviewing: &Reviewing,
    name: &str,
    status: StatusCode,
    outcome: Option<Outcome>,
    posted: Option<&Posted>,
    overtaken: &Overtaken<'_>,
) -> Response {
    let Some((responses, review)) = reviewing.sound() else { return to("/") };
    let Some((instrument, recommendation)) = site.recommendation(name) else { return Trouble::NotFound.page(site) };
    let assessment = reviewing.case.assessed(&site.rules, responses);
    let own: BTreeSet<ItemId> = recommendation.items.iter().map(|item| item.id.clone()).collect();
    let views = answers(&assessment, &own, None, "en").into_iter();
    let views = views.flat_map(|instrument| instrument.recommendations).flat_map(|paragraph| paragraph.items);
    let results = assessment.items.iter().filter(|result| own.contains(&result.item.id));
    let filling = Filling { site, reviewing, assessment: &assessment, posted };
    let part = |(result, view): (&ItemResult<'_>, ItemView)| {
        let id = &result.item.id;
        Part::of(result, view, (overtaken.conflicts.contains(id), overtaken.answers.contains(id)), filling)
    };
    let questions = Questions::of(results.zip(views).map(part).collect());
    let Some(mut questions) = questions else { return Trouble::NotFound.page(site) };
    let outcome = outcome.and_then(|outcome| questions.told(outcome));
    let view = View {
        frame: Frame { outcome, ..looked::frame(site, "overview", reviewing, Some((&assessment, review))) },
        quoted: Quoted::of(name, instrument, recommendation),
        questions,
        beside: Beside::of(name, all(reviewing, &assessment)),
    };
    site.page(status, "review-paragraph", &view)
}
