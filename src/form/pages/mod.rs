//! The pages, one file each: from the responses as they are to a typed view that a template of the same name shows.

mod begin;
mod block;
mod excusable;
mod field;
mod frame;
mod item;
mod lists;
mod overview;
mod paragraph;
mod particulars;
mod printed;
mod recommendation;
mod review;
mod start;
mod trouble;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use super::Place;
use super::gate::gate;
use super::posted::Posted;
use super::site::{Case, Site};
use crate::render;
use crate::report::{Audience, DraftNote, Wanted, report};

pub(super) use trouble::Trouble;

/// The addresses of the form. Nothing else is answered, and no file is ever handed out.
pub(super) fn routes(site: Arc<Site>) -> Router {
    let own = if site.review.is_some() { review::routes() } else { filling() };
    own.route("/choose", post(begin::choose))
        .route("/stop", post(stop))
        .route("/form.css", get(stylesheet))
        .route("/form.js", get(script))
        .route("/icon.svg", get(icon))
        .fallback(async |State(site): State<Arc<Site>>| Trouble::NotFound.page(&site))
        // `Posted` counts what it reads.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Arc::clone(&site), gate))
        .with_state(site)
}

/// The addresses for filling in.
fn filling() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(start::show))
        .route("/overview", get(overview::show))
        .route("/paragraph/{named}", get(recommendation::show).post(recommendation::save))
        .route("/particulars", get(particulars::show).post(particulars::save))
        .route("/requests", get(lists::show_requests).post(lists::save_requests))
        .route("/exclusions", get(lists::show_exclusions).post(lists::save_exclusions))
        .route("/print", get(printed::show))
        .route("/preview", get(preview))
        .route("/begin", post(begin::begin))
}

/// Sends the browser on to another page.
pub(super) fn to(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response()
}

/// The self-assessment as it would be now.
async fn preview(State(site): State<Arc<Site>>) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    let responses = case.sound().ok_or_else(|| to("/"))?;
    let assessment = case.assessed(&site.rules, responses);
    let earlier = site.baseline.as_ref().map(|earlier| case.assessed(&site.rules, earlier));
    let wanted =
        Wanted { earlier: earlier.iter().collect(), ..Wanted::of(&assessment, Audience::SelfAssessment, "en") };
    Ok(previewed(&site, &case, wanted))
}

/// A report as a page; answers that have errors are left out, as in a draft.
fn previewed(site: &Site, case: &Case, wanted: Wanted<'_>) -> Response {
    let wanted = Wanted { draft_notes: DraftNote::of(&case.problems, &case.sources), ..wanted };
    let made = site
        .reports()
        .and_then(|templates| Ok((render::html(report(wanted), templates, false)?, templates.script_hash())));
    let (page, hash) = match made {
        Ok(made) => made,
        Err(failure) => return Trouble::Template(failure.to_string()).page(site),
    };
    // A report has its stylesheet and its one script inside.
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{hash}'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    );
    let mut answer = Html(page).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    answer
}

/// The last page. Nobody answers any more when the browser would ask for its stylesheet, so that is inside.
async fn stop(State(site): State<Arc<Site>>, _: Posted) -> Response {
    const POLICY: HeaderValue = HeaderValue::from_static(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
    );
    site.stop.notify_one();
    let view = serde_json::json!({ "css": site.templates.css(), "command": again(&site) });
    let mut answer = site.page(StatusCode::OK, "stopped", &view);
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
    answer
}

/// The command that opens the same again.
fn again(site: &Site) -> String {
    let quoted = |path: &Path| {
        let path = path.display().to_string();
        if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path }
    };
    let (Place::There(path) | Place::New(path) | Place::OneOf(path)) = site.place();
    let review = site.review.as_deref().map(|review| format!(" --review {}", quoted(review)));
    format!("rapporteur fill {}{}", quoted(&path), review.unwrap_or_default())
}

async fn stylesheet(State(site): State<Arc<Site>>) -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], site.templates.css().to_owned()).into_response()
}

async fn script(State(site): State<Arc<Site>>) -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], site.templates.script().to_owned()).into_response()
}

async fn icon() -> Response {
    ([(CONTENT_TYPE, "image/svg+xml")], include_str!("../../../templates/form/icon.svg")).into_response()
}
