//! Lists that belong to no answer: what parliament is asked to do, and what is excused as a whole.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::super::answer::put;
use super::super::blocks::Blocks;
use super::super::entry::Faults;
use super::super::posted::Posted;
use super::super::save;
use super::super::site::{Case, Site};
use super::block::Block;
use super::excusable::excusable;
use super::field::Filling;
use super::frame::{Frame, Outcome};
use super::{Trouble, to};
use crate::table::Table as Kind;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View {
    frame: Frame,
    /// `requests` or `exclusions`.
    list: &'static str,
    blocks: Vec<Block>,
    new: Block,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    saved: Option<String>,
}

pub(super) async fn show_requests(site: State<Arc<Site>>, asked: Query<Asked>) -> Result<Response, Response> {
    show(Kind::Requests, &site, &asked).await
}

pub(super) async fn save_requests(site: State<Arc<Site>>, posted: Posted) -> Result<Response, Response> {
    save(Kind::Requests, &site, &posted).await
}

pub(super) async fn show_exclusions(site: State<Arc<Site>>, asked: Query<Asked>) -> Result<Response, Response> {
    show(Kind::Exclusions, &site, &asked).await
}

pub(super) async fn save_exclusions(site: State<Arc<Site>>, posted: Posted) -> Result<Response, Response> {
    save(Kind::Exclusions, &site, &posted).await
}

async fn show(kind: Kind, site: &Arc<Site>, asked: &Asked) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(site))?;
    let outcome = asked.saved.as_ref().map(|_| Outcome::saved());
    Ok(page(kind, &case, StatusCode::OK, outcome, Filling::of_file(site)))
}

async fn save(kind: Kind, site: &Arc<Site>, posted: &Posted) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(site))?;
    case.sound().ok_or_else(|| Trouble::Unsound.page(site))?;
    let list = list(kind, &case, Some(posted));
    let mut faults = Faults::new();
    let filled = list.filled(None, &mut faults);
    let again = |status, outcome, faults: &Faults| {
        page(kind, &case, status, Some(outcome), Filling { site, posted: Some(posted), faults })
    };
    if list.clashes() {
        return Ok(again(StatusCode::CONFLICT, Outcome::conflict(), &Faults::new()));
    }
    if !faults.is_empty() {
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, Outcome::faulty(), &faults));
    }
    let mut said = case.said.clone();
    put(&mut said, kind, filled.blocks);
    match save::save(site, &case, &said) {
        Ok(_) => Ok(to(&format!("/{}?saved=1", kind.name()))),
        Err(not) => Ok(again(StatusCode::INTERNAL_SERVER_ERROR, Outcome::not_saved(not), &faults)),
    }
}

fn list<'p>(kind: Kind, case: &Case, posted: Option<&'p Posted>) -> Blocks<'p> {
    Blocks::of(&case.said, posted, format!("{}.", kind.name()), kind)
}

fn page(kind: Kind, case: &Case, status: StatusCode, outcome: Option<Outcome>, filling: Filling<'_>) -> Response {
    let Some(responses) = case.sound() else { return to("/") };
    let (name, list) = (kind.name(), list(kind, case, filling.posted));
    let (mut blocks, mut new) = (filling.blocks(&list, case, None), filling.new_block(&list));
    if kind == Kind::Exclusions {
        let offered = excusable(filling.site, responses);
        blocks.iter_mut().chain([&mut new]).for_each(|block| block.offer("what", &offered));
    }
    let pointed = blocks.iter().chain([&new]).flat_map(Block::pointed).collect();
    let outcome = outcome.map(|outcome| outcome.pointing_to(pointed));
    let frame = Frame { outcome, ..Frame::of(filling.site, name, case) };
    let view = View { frame, list: name, blocks, new };
    filling.site.page(status, "list", &view)
}
