//! All findings on one page, to be printed or read from beginning to end.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::super::super::site::Site;
use super::super::frame::Frame;
use super::super::{Trouble, to};
use super::looked;
use crate::assess::reviewed;
use crate::model::ItemId;
use crate::report::{InstrumentView, answers};

#[derive(Serialize)]
struct View {
    frame: Frame,
    instruments: Vec<InstrumentView>,
}

pub(super) async fn show(State(site): State<Arc<Site>>) -> Result<Response, Response> {
    let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
    let (responses, review) = reviewing.sound().ok_or_else(|| to("/"))?;
    let assessment = reviewing.case.assessed(&site.rules, responses);
    let asked: BTreeSet<ItemId> =
        looked::asked(&reviewing, &assessment).map(|(item, _)| item.item.id.clone()).collect();
    let view = View {
        frame: looked::frame(&site, "print", &reviewing, Some((&assessment, review))),
        instruments: answers(&assessment, &asked, Some(&reviewed(&assessment, review)), "en"),
    };
    Ok(site.page(StatusCode::OK, "review-print", &view))
}
