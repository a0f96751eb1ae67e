//! Beginning a review: who reviews, and which questions.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::super::super::parts::Part;
use super::super::super::posted::Posted;
use super::super::super::site::Site;
use super::super::start::{LISTED, Linked, linked};
use super::super::{Trouble, to};
use crate::assess::{draw, drawn};
use crate::model::Drawn;
use crate::problem::{Problem, Severity};
use crate::render::{BlankReview, blank_review};
use crate::whole;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    word: String,
    institution: String,
    file: String,
    reviewer: &'a str,
    body: &'a str,
    /// Whether a sample is to be drawn.
    drawn: bool,
    size: &'a str,
    seed: &'a str,
    /// How many questions can be looked at.
    all: usize,
    /// What is missing or wrong, by the keys of its words; and whether each field is.
    faults: Vec<&'static str>,
    wrong: Wrong,
    /// Errors of the answers, which have to be mended before a review can begin.
    problems: Vec<Linked>,
    more: usize,
}

#[derive(Serialize)]
struct Wrong {
    reviewer: bool,
    size: bool,
    seed: bool,
}

/// What a new review asks; with what was typed, and what is wrong with it.
pub(super) fn page(site: &Site, status: StatusCode, typed: Option<(&Posted, Vec<&'static str>)>) -> Response {
    let case = match site.case() {
        Ok(case) => case,
        Err(failure) => return Trouble::from(failure).page(site),
    };
    let errors: Vec<(&Problem, &Part)> = case.parted().filter(|(problem, _)| is_error(problem)).collect();
    let all = case.sound().map_or(0, |responses| {
        let assessment = case.assessed(&site.rules, responses);
        drawn(&draw(Drawn { size: usize::MAX, seed: 0 }, &assessment)).len()
    });
    let typed = typed.as_ref();
    let faults = typed.map(|(_, faults)| faults.clone()).unwrap_or_default();
    let is_wrong = |what: &str| faults.contains(&what);
    let plain = |name: &str, otherwise: &'static str| typed.map_or(otherwise, |(posted, _)| posted.plain(name));
    let view = View {
        word: site.secret.of_forms(),
        institution: case.responses.as_ref().map(|responses| responses.institution.name.clone()).unwrap_or_default(),
        file: site.review.as_ref().map(|file| file.display().to_string()).unwrap_or_default(),
        reviewer: plain("reviewer", ""),
        body: plain("body", ""),
        drawn: plain("which", "all") == "sample",
        size: plain("size", ""),
        seed: plain("seed", ""),
        all,
        wrong: Wrong { reviewer: is_wrong("reviewer"), size: is_wrong("size"), seed: is_wrong("seed") },
        faults,
        more: errors.len().saturating_sub(LISTED),
        problems: linked(site, errors.into_iter(), &case.sources),
    };
    site.page(status, "review-begin", &view)
}

/// Makes the new file, as `review init` does.
pub(super) async fn begin(State(site): State<Arc<Site>>, posted: Posted) -> Result<Response, Response> {
    let Some(file) = site.review.clone().filter(|file| !file.exists()) else { return Ok(to("/")) };
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    let responses = case.sound().filter(|_| !case.problems.iter().any(is_error)).ok_or_else(|| to("/"))?;
    let (mut faults, mut sample) = (Vec::new(), None);
    faults.extend(posted.plain("reviewer").is_empty().then_some("reviewer"));
    if posted.plain("which") == "sample" {
        let size = posted.plain("size").parse().ok().filter(|size| (1..=1_000_000).contains(size));
        let seed = posted.plain("seed").parse().ok().filter(|seed| i64::try_from(*seed).is_ok());
        faults.extend(size.is_none().then_some("size"));
        faults.extend(seed.is_none().then_some("seed"));
        sample = size.zip(seed).map(|(size, seed)| Drawn { size, seed });
    }
    if !faults.is_empty() {
        return Ok(page(&site, StatusCode::UNPROCESSABLE_ENTITY, Some((&posted, faults))));
    }
    let assessment = case.assessed(&site.rules, responses);
    let text = blank_review(&BlankReview {
        reviewer: posted.plain("reviewer"),
        body: posted.plain("body"),
        ..BlankReview::of(&assessment, sample)
    });
    // Somebody else may have begun it since: then that one is gone on with.
    whole::create(&file, text.as_bytes())
        .map_err(|unwritable| Trouble::Unwritable(unwritable.to_string()).page(&site))?;
    Ok(to("/?saved=1"))
}

fn is_error(problem: &Problem) -> bool {
    problem.severity() == Severity::Error
}
