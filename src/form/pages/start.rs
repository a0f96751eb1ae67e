//! The first page: how far the answers are, and what is open. Where there are no answers yet, how to begin.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::super::Place;
use super::super::parts::Part;
use super::super::site::Site;
use super::frame::{Frame, Outcome, Said};
use super::item::text;
use super::paragraph::address;
use super::{Trouble, begin};
use crate::assess::Assessment;
use crate::problem::Problem;
use crate::report::Text;
use crate::source::{Sources, in_address};

/// Most problems that are listed.
pub(super) const LISTED: usize = 100;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View {
    frame: Frame,
    instruments: Vec<Progress>,
    people: Vec<Progress>,
    problems: Vec<Linked>,
    /// How many more there are than are listed.
    more: usize,
    first_open: Option<String>,
    /// Answers of the last period that nobody has confirmed.
    to_confirm: usize,
    /// Whether any question is answered.
    begun: bool,
}

/// How many of somebody's questions, or of a resolution's, have an answer.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Progress {
    /// Id of the resolution; the person's name, which may be empty.
    id: String,
    /// The same as a part of an address.
    address: String,
    name: Option<Text>,
    answered: usize,
    all: usize,
    /// In hundredths, for the bar.
    done: usize,
}

/// A problem with the page on which it can be mended.
#[derive(Serialize)]
pub(super) struct Linked {
    said: Said,
    /// The page on which it can be mended; empty if that takes a text editor.
    address: String,
    /// The resolution and the paragraph that it is about; otherwise the page, or the file with the line.
    title: Option<Text>,
    reference: String,
    page: &'static str,
    file: String,
    line: usize,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    saved: Option<String>,
}

pub(super) async fn show(State(site): State<Arc<Site>>, Query(asked): Query<Asked>) -> Result<Response, Response> {
    match site.place() {
        Place::There(_) => {}
        Place::New(path) => return Ok(begin::page(&site, &path, StatusCode::OK, None)),
        Place::OneOf(folder) => return Ok(begin::choice(&site, &folder)),
    }
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    let Some(responses) = case.sound() else {
        let view = View {
            frame: Frame::of(&site, "start", &case),
            instruments: Vec::new(),
            people: Vec::new(),
            problems: linked(&site, case.parted(), &case.sources),
            more: case.problems.len().saturating_sub(LISTED),
            first_open: None,
            to_confirm: 0,
            begun: false,
        };
        return Ok(site.page(StatusCode::OK, "unsound", &view));
    };
    let assessment = case.assessed(&site.rules, responses);
    let mut frame = Frame::assessed(&site, "start", &case, &assessment);
    frame.outcome = asked.saved.map(|_| Outcome::saved());
    let open = assessment.items.iter().find(|item| item.is_applicable() && !item.is_answered());
    let view = View {
        frame,
        instruments: by_instrument(&assessment),
        people: by_person(&assessment),
        problems: linked(&site, case.parted(), &case.sources),
        more: case.problems.len().saturating_sub(LISTED),
        to_confirm: assessment.items.iter().filter(|item| item.carried().is_some()).count(),
        begun: assessment.items.iter().any(|item| item.is_answered() || item.carried().is_some()),
        first_open: open.map(address),
    };
    Ok(site.page(StatusCode::OK, "start", &view))
}

fn by_instrument(assessment: &Assessment<'_>) -> Vec<Progress> {
    let of = |id: &str| {
        let own = assessment.items.iter().filter(|item| item.instrument.id == id && item.is_applicable());
        own.fold((0, 0), |(answered, all), item| (answered + usize::from(item.is_answered()), all + 1))
    };
    let progress = |instrument: &&crate::model::Instrument| {
        let (answered, all) = of(&instrument.id);
        Progress::of(instrument.id.clone(), Some(text(&instrument.short_title)), answered, all)
    };
    assessment.instruments.iter().map(progress).collect()
}

fn by_person(assessment: &Assessment<'_>) -> Vec<Progress> {
    let mut people: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for item in assessment.items.iter().filter(|item| item.is_applicable()) {
        let who = item.response.map_or("", |response| response.assigned_to.trim());
        let (answered, all) = people.entry(who).or_default();
        *answered += usize::from(item.is_answered());
        *all += 1;
    }
    people.into_iter().map(|(who, (answered, all))| Progress::of(who.to_owned(), None, answered, all)).collect()
}

/// The first problems, errors before warnings.
pub(super) fn linked<'p>(
    site: &Site,
    parted: impl Iterator<Item = (&'p Problem, &'p Part)>,
    sources: &Sources,
) -> Vec<Linked> {
    let mut sorted: Vec<(&Problem, &Part)> = parted.collect();
    sorted.sort_by_key(|(problem, _)| problem.severity());
    let linked = |(problem, part): &(&Problem, &Part)| {
        let source = sources.get(problem.at.file);
        let (line, _) = source.line_and_column(problem.at.start);
        let instrument = part.item.as_ref().and_then(|id| site.rules.instrument(id.instrument()));
        Linked {
            said: Said::of(problem, site.templates.words()),
            address: part.address(),
            title: instrument.map(|instrument| text(&instrument.short_title)),
            reference: part.item.as_ref().map(|id| id.reference().to_owned()).unwrap_or_default(),
            page: part.page(),
            file: source.file_name().to_owned(),
            line,
        }
    };
    sorted.iter().take(LISTED).map(linked).collect()
}

impl Progress {
    pub(super) fn of(id: String, name: Option<Text>, answered: usize, all: usize) -> Self {
        Self {
            address: in_address(&id),
            id,
            name,
            answered,
            all,
            done: (answered * 100).checked_div(all).unwrap_or_default(),
        }
    }
}
