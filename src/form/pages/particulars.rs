//! Who answers, for which time, and what is said of the whole.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::super::entry::{Entry, Faults, KNOWN, known};
use super::super::posted::Posted;
use super::super::save;
use super::super::site::{Case, Site};
use super::block::Marks;
use super::field::{Field, Filling};
use super::frame::{Frame, Outcome, Said};
use super::{Trouble, to};
use crate::table::Table as Kind;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View {
    frame: Frame,
    marks: Marks,
    institution: Vec<Field>,
    assessment: Vec<Field>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    saved: Option<String>,
}

pub(super) async fn show(State(site): State<Arc<Site>>, Query(asked): Query<Asked>) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    let outcome = asked.saved.map(|_| Outcome::saved());
    Ok(page(&case, StatusCode::OK, outcome, Filling::of_file(&site)))
}

pub(super) async fn save(State(site): State<Arc<Site>>, mut posted: Posted) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    case.sound().ok_or_else(|| Trouble::Unsound.page(&site))?;
    let entry = entry(&case, Some(&posted));
    let mut faults = Faults::new();
    let said = entry.filled(Kind::Particulars, "", None, &mut faults);
    let again = |status, outcome, faults: &Faults| {
        page(&case, status, Some(outcome), Filling { site: &site, posted: Some(&posted), faults })
    };
    if entry.clash {
        return Ok(again(StatusCode::CONFLICT, Outcome::conflict(), &Faults::new()));
    }
    if !faults.is_empty() {
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, Outcome::faulty(), &faults));
    }
    if let Err(not) = save::save(&site, &case, &said) {
        return Ok(again(StatusCode::INTERNAL_SERVER_ERROR, Outcome::not_saved(not), &faults));
    }
    if posted.get("then") != Some("stay") {
        return Ok(to("/particulars?saved=1"));
    }
    if entry.typed.is_some() {
        posted.set(KNOWN.to_owned(), known(&said, Kind::Particulars));
    }
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    Ok(page(&case, StatusCode::OK, None, Filling { posted: Some(&posted), ..Filling::of_file(&site) }))
}

fn entry<'p>(case: &Case, posted: Option<&'p Posted>) -> Entry<'p> {
    Entry::of(case.said.clone(), posted, "", Kind::Particulars)
}

fn page(case: &Case, status: StatusCode, outcome: Option<Outcome>, filling: Filling<'_>) -> Response {
    if case.sound().is_none() {
        return to("/");
    }
    let entry = entry(case, filling.posted);
    let mut all = filling.fields(Kind::Particulars, &entry, "");
    for (problem, part) in case.parted().filter(|(_, part)| part.item.is_none() && part.block.is_none()) {
        if let Some(field) = all.iter_mut().find(|field| field.key == part.key) {
            field.problems.push(Said::of(problem, filling.site.templates.words()));
        }
    }
    let pointed = all.iter().filter_map(Field::pointed).collect();
    let outcome = outcome.map(|outcome| outcome.pointing_to(pointed));
    let (institution, assessment) = all.into_iter().partition(|field| field.key.starts_with("institution."));
    let view = View {
        frame: Frame { outcome, ..Frame::of(filling.site, "particulars", case) },
        marks: Marks::of(&entry, Kind::Particulars),
        institution,
        assessment,
    };
    filling.site.page(status, "particulars", &view)
}
