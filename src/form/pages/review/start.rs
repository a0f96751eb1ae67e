//! The first page of a review: how far it is, and what is open. Where there is none yet, how to begin.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::super::super::Place;
use super::super::super::reviewing::Reviewing;
use super::super::super::site::Site;
use super::super::frame::{Frame, Outcome};
use super::super::item::text;
use super::super::paragraph::address;
use super::super::start::{LISTED, Linked, Progress, linked};
use super::super::{Trouble, begin as beginning, to};
use super::{begin, looked};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View {
    frame: Frame,
    instruments: Vec<Progress>,
    problems: Vec<Linked>,
    /// How many more there are than are listed.
    more: usize,
    first_open: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    saved: Option<String>,
}

pub(super) async fn show(State(site): State<Arc<Site>>, Query(asked): Query<Asked>) -> Result<Response, Response> {
    if let Place::OneOf(folder) = site.place() {
        return Ok(beginning::choice(&site, &folder));
    }
    if site.review.as_ref().is_some_and(|file| !file.exists()) {
        return Ok(begin::page(&site, StatusCode::OK, None));
    }
    let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
    if !reviewing.is_readable() {
        return Ok(unsound(&site, &reviewing));
    }
    let (responses, review) = reviewing.sound().ok_or_else(|| to("/reviewer"))?;
    let assessment = reviewing.case.assessed(&site.rules, responses);
    let asked_items: Vec<_> = looked::asked(&reviewing, &assessment).collect();
    let open = asked_items.iter().find(|(_, standing)| standing.is_open());
    let of = |instrument: &&crate::model::Instrument| {
        let own = asked_items.iter().filter(|(item, _)| item.instrument.id == instrument.id);
        let (examined, all) =
            own.fold((0, 0), |(examined, all), (_, standing)| (examined + usize::from(!standing.is_open()), all + 1));
        (all > 0).then(|| Progress::of(instrument.id.clone(), Some(text(&instrument.short_title)), examined, all))
    };
    let mut frame = looked::frame(&site, "start", &reviewing, Some((&assessment, review)));
    frame.outcome = asked.saved.map(|_| Outcome::saved());
    let view = View {
        frame,
        instruments: assessment.instruments.iter().filter_map(of).collect(),
        problems: linked(&site, reviewing.parted(), &reviewing.sources),
        more: reviewing.problems.len().saturating_sub(LISTED),
        first_open: open.map(|(item, _)| address(item)),
    };
    Ok(site.page(StatusCode::OK, "review-start", &view))
}

/// Where a file can't be read: what is wrong with the answers, or else with the review.
fn unsound(site: &Site, reviewing: &Reviewing) -> Response {
    let (problems, count) = match (reviewing.case.sound(), &reviewing.case) {
        (None, case) => (linked(site, case.parted(), &case.sources), case.problems.len()),
        (Some(_), _) => (linked(site, reviewing.parted(), &reviewing.sources), reviewing.problems.len()),
    };
    let view = View {
        frame: looked::frame(site, "start", reviewing, None),
        instruments: Vec::new(),
        problems,
        more: count.saturating_sub(LISTED),
        first_open: None,
    };
    site.page(StatusCode::OK, "unsound", &view)
}
