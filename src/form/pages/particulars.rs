//! Who answers, for which time, and what is said of the whole.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use toml::Table;

use super::super::answer::{Faults, revision_of};
use super::super::fields::{self, Fault, at, shown};
use super::super::posted::Posted;
use super::super::save;
use super::super::site::{Case, Site};
use super::field::{Field, Filling};
use super::frame::{Frame, Outcome, Said};
use super::{Trouble, to};
use crate::problem::Code;
use crate::table::{Column, KEYS, Table as Kind};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View {
    frame: Frame,
    revision: String,
    institution: Vec<Field>,
    assessment: Vec<Field>,
    conflict: bool,
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

pub(super) async fn save(State(site): State<Arc<Site>>, posted: Posted) -> Result<Response, Response> {
    let case = site.case().map_err(|failure| Trouble::from(failure).page(&site))?;
    case.sound().ok_or_else(|| to("/"))?;
    let (mut said, mut faults) = (case.said.clone(), Faults::new());
    for column in columns() {
        let typed = posted.get(column.key);
        let put = typed.map_or(Ok(()), |typed| fields::put(&mut said, column, typed));
        if let Err(fault) = put {
            faults.push((column.key.to_owned(), fault));
        } else if typed.is_some() && fields::lacks(&said, column) {
            faults.push((column.key.to_owned(), Fault::Needed));
        }
    }
    let again = |status, outcome, conflict| {
        page(&case, status, Some(outcome), Filling { site: &site, posted: Some(&posted), faults: &faults, conflict })
    };
    let seen = posted.get("revision").unwrap_or_default();
    if said != case.said && revision(&case.said) != seen {
        return Ok(again(StatusCode::CONFLICT, Outcome::conflict(), true));
    }
    if !faults.is_empty() {
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, Outcome::faulty(&faults), false));
    }
    match save::save(&site, &case, &said) {
        Ok(_) => Ok(to("/particulars?saved=1")),
        Err(not) => Ok(again(StatusCode::INTERNAL_SERVER_ERROR, Outcome::not_saved(not), false)),
    }
}

/// What is asked here; which resolutions and scales hold is left to the commands that can see to what follows from it.
fn columns() -> impl Iterator<Item = &'static Column> {
    const ALL: &[Column] = &KEYS;
    let asked = |column: &&Column| column.key.contains('.') && column.key != "assessment.scale";
    ALL.iter().filter(asked)
}

fn revision(said: &Table) -> String {
    let shown: Vec<(&str, String)> = columns().map(|column| (column.key, shown(at(said, column), column))).collect();
    revision_of(shown.iter().map(|(key, value)| (*key, value.as_str())))
}

fn page(case: &Case, status: StatusCode, outcome: Option<Outcome>, filling: Filling<'_>) -> Response {
    if case.sound().is_none() {
        return to("/");
    }
    let mut all: Vec<Field> =
        columns().map(|column| filling.field(Kind::Particulars, column, &case.said, "")).collect();
    for problem in &case.problems {
        let key = key_of(problem.code());
        if let Some(field) = all.iter_mut().find(|field| field.key == key) {
            field.problems.push(Said::of(problem));
        }
    }
    let (institution, assessment) = all.into_iter().partition(|field| field.key.starts_with("institution."));
    let view = View {
        frame: Frame { outcome, ..Frame::of(filling.site, "particulars", case) },
        revision: revision(&case.said),
        institution,
        assessment,
        conflict: filling.conflict,
    };
    filling.site.page(status, "particulars", &view)
}

/// The field that a problem belongs to.
fn key_of(code: Code) -> &'static str {
    match code {
        Code::InstitutionIncomplete | Code::NotFilledIn => "institution.name",
        Code::BadCountry => "institution.country",
        Code::LogoUnusable => "institution.logo",
        Code::PeriodReversed => "assessment.period.to",
        Code::SelfValidated => "assessment.validated-by",
        _ => "",
    }
}
