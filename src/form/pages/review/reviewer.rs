//! Who reviews, for whom, and what.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::super::super::entry::Faults;
use super::super::super::fields::{self, Fault, at, shown};
use super::super::super::finding::mark;
use super::super::super::posted::Posted;
use super::super::super::reviewing::Reviewing;
use super::super::super::save;
use super::super::super::site::Site;
use super::super::field::{Field, Filling, Labels};
use super::super::frame::{Frame, Outcome, Said};
use super::super::{Trouble, to};
use super::looked;
use crate::canonical;
use crate::model::Drawn;
use crate::problem::Code;
use crate::table::{Column, Holds};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View {
    frame: Frame,
    revision: String,
    /// Whether the page from which this was posted shows what stands here.
    shown: bool,
    fields: Vec<Field>,
    /// Whether somebody is named as the reviewer.
    named: bool,
    sample: Option<Drawn>,
    /// Whether the answers are not those any more that the review was begun with.
    changed: bool,
    /// SHA-256 of the answers that the page knows.
    answers: String,
    /// What `check` says of it.
    problems: Vec<Said>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    saved: Option<String>,
}

const COLUMNS: [Column; 6] = [
    column("reviewer", Holds::Text, true),
    column("body", Holds::Text, false),
    column("independence", Holds::Text, false),
    column("scope", Holds::Text, false),
    column("date", Holds::Day, false),
    column("language", Holds::Plain, false),
];

const fn column(key: &'static str, holds: Holds, needed: bool) -> Column {
    Column { key, holds, needed, later: false, width: 0 }
}

pub(super) async fn show(State(site): State<Arc<Site>>, Query(asked): Query<Asked>) -> Result<Response, Response> {
    let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
    let outcome = asked.saved.map(|_| Outcome::saved());
    Ok(page(&reviewing, StatusCode::OK, outcome, Filling::of_file(&site), false))
}

pub(super) async fn save(State(site): State<Arc<Site>>, posted: Posted) -> Result<Response, Response> {
    let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
    let responses = reviewing.case.sound().filter(|_| reviewing.is_readable());
    let responses = responses.ok_or_else(|| Trouble::Unsound.page(&site))?;
    let (old, mut faults) = (reviewer(&reviewing.said), Faults::new());
    let mut new = old.clone();
    for column in &COLUMNS {
        let Some(typed) = posted.get(column.key) else { continue };
        if let Err(fault) = fields::put(&mut new, column, typed) {
            faults.push((column.key.to_owned(), fault));
        } else if fields::lacks(&new, column) {
            faults.push((column.key.to_owned(), Fault::Needed));
        }
    }
    let again = |status, outcome, conflict| {
        page(
            &reviewing,
            status,
            Some(outcome),
            Filling { site: &site, posted: Some(&posted), faults: &faults },
            conflict,
        )
    };
    if new != old && posted.plain("known") != revision(&old) {
        return Ok(again(StatusCode::CONFLICT, Outcome::conflict(), true));
    }
    if !faults.is_empty() {
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, Outcome::faulty(), false));
    }
    if posted.is_ticked("again") {
        let now = canonical::hash(&canonical::responses(responses));
        if posted.plain("answers.known") != now {
            return Ok(again(StatusCode::CONFLICT, Outcome::overtaken(), false));
        }
        new.insert("responses-sha256".into(), now.into());
    }
    let mut said = reviewing.said.clone();
    said.insert("review".into(), Value::Table(new));
    match save::save_review(&site, &reviewing, &said) {
        Ok(_) if posted.get("then") == Some("stay") => {
            let filling = Filling { site: &site, posted: Some(&posted), faults: &faults };
            let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
            Ok(page(&reviewing, StatusCode::OK, None, filling, false))
        }
        Ok(_) => Ok(to("/reviewer?saved=1")),
        Err(not) => Ok(again(StatusCode::INTERNAL_SERVER_ERROR, Outcome::not_saved(not), false)),
    }
}

fn reviewer(said: &Table) -> Table {
    said.get("review").and_then(Value::as_table).cloned().unwrap_or_default()
}

fn revision(reviewer: &Table) -> String {
    let shown: Vec<String> = COLUMNS.iter().map(|column| shown(at(reviewer, column), column)).collect();
    mark(shown.iter().map(String::as_str))
}

fn page(
    reviewing: &Reviewing,
    status: StatusCode,
    outcome: Option<Outcome>,
    filling: Filling<'_>,
    conflict: bool,
) -> Response {
    let Some(responses) = reviewing.case.sound().filter(|_| reviewing.is_readable()) else { return to("/") };
    let (site, there) = (filling.site, reviewer(&reviewing.said));
    let assessment = reviewing.case.assessed(&site.rules, responses);
    let review = reviewing.sound().map(|(_, review)| review);
    // What nobody touched on a page gives way to what stands in the file by now.
    let posted = filling.posted.filter(|posted| {
        let typed = mark(COLUMNS.iter().map(|column| posted.get(column.key).unwrap_or_default()));
        typed == revision(&there) || typed != posted.plain("known")
    });
    let field = |column: &'static Column| {
        let there = shown(at(&there, column), column);
        let typed = posted.and_then(|posted| posted.get(column.key));
        let theirs = typed.filter(|typed| conflict && *typed != there).map(|_| there.clone());
        let value = typed.map_or(there, str::to_owned);
        filling.shaped(Labels::OfReviewer, column, column.key.to_owned(), value, theirs)
    };
    let mut fields: Vec<Field> = COLUMNS.iter().map(field).collect();
    let mut problems = Vec::new();
    for problem in reviewing.problems.iter().filter(|problem| problem.item.is_none()) {
        let key = match problem.code() {
            Code::IndependenceMissing => "independence",
            Code::ReviewerNotIndependent => "reviewer",
            Code::ReviewBeforeAssessment => "date",
            _ => "",
        };
        match fields.iter_mut().find(|field| field.key == key) {
            Some(field) => field.problems.push(Said::of(problem, site.templates.words())),
            None => problems.push(Said::of(problem, site.templates.words())),
        }
    }
    let pointed = fields.iter().filter_map(Field::pointed).collect();
    let outcome = outcome.map(|outcome| outcome.pointing_to(pointed));
    let assessed = review.map(|review| (&assessment, review));
    let view = View {
        frame: Frame { outcome, ..looked::frame(site, "reviewer", reviewing, assessed) },
        revision: revision(&there),
        shown: filling.posted.is_none() || posted.is_some(),
        fields,
        named: review.is_some(),
        sample: review.and_then(|review| review.sample),
        changed: review.is_some_and(|review| review.responses_changed),
        answers: canonical::hash(&canonical::responses(responses)),
        problems,
    };
    site.page(status, "review-reviewer", &view)
}
