//! The pages of a review: the institution's answers to be read, with an auditor's findings beside them.

mod begin;
mod looked;
mod overview;
mod paragraph;
mod part;
mod printed;
mod reviewer;
mod start;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};

use super::super::site::Site;
use super::{Trouble, previewed, to};
use crate::report::{Audience, Wanted};

pub(super) use looked::Looked;

/// The addresses that answer otherwise than those for filling in.
pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(start::show))
        .route("/overview", get(overview::show))
        .route("/paragraph/{named}", get(paragraph::show).post(paragraph::save))
        .route("/reviewer", get(reviewer::show).post(reviewer::save))
        .route("/print", get(printed::show))
        .route("/preview", get(preview))
        .route("/begin", post(begin::begin))
}

/// The auditor's checklist as it would be now.
async fn preview(State(site): State<Arc<Site>>) -> Result<Response, Response> {
    let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
    let (responses, review) = reviewing.sound().ok_or_else(|| to("/"))?;
    let assessment = reviewing.case.assessed(&site.rules, responses);
    let wanted = Wanted { review: Some(review), ..Wanted::of(&assessment, Audience::Auditor, "en") };
    Ok(previewed(&site, &reviewing.case, wanted))
}
