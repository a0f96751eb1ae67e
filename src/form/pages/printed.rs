//! All answers on one page, to be printed or read from beginning to end.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

use super::super::site::Site;
use super::frame::Frame;
use super::{Trouble, to};
use crate::report::{Audience, InstrumentView, Wanted, report};

#[derive(Serialize)]
struct View {
    frame: Frame,
    /// The day on which the answers are true.
    date: NaiveDate,
    instruments: Vec<InstrumentView>,
}

pub(super) async fn show(State(site): State<Arc<Site>>) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    let responses = case.sound().ok_or_else(|| to("/"))?;
    let assessment = case.assessed(&site.rules, responses);
    let report = report(Wanted::of(&assessment, Audience::SelfAssessment, "en"));
    let frame = Frame::assessed(&site, "print", &case, &assessment);
    let view = View { frame, date: report.date, instruments: report.instruments };
    Ok(site.page(StatusCode::OK, "print", &view))
}
