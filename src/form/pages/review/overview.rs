//! Every question of a review in one list, to be searched and filtered.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::super::super::finding::Said;
use super::super::super::reviewing::{Reviewing, Standing};
use super::super::super::site::Site;
use super::super::frame::Frame;
use super::super::item::text;
use super::super::overview::{Offer, Paragraph, by_paragraph, has_words, instruments};
use super::super::{Trouble, to};
use super::looked;
use crate::assess::ItemResult;
use crate::report::{Text, verdict_word};

/// What is looked for; nothing is everything.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Asked {
    /// Words.
    q: String,
    status: String,
    instrument: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    frame: Frame,
    asked: &'a Asked,
    statuses: Vec<Offer>,
    instruments: Vec<Offer>,
    paragraphs: Vec<Paragraph<'a, Row>>,
    found: usize,
    all: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Row {
    anchor: String,
    ask: Text,
    /// The institution's level; `None` where there is none.
    level: Option<Text>,
    /// Key of the word for its standing.
    answered: &'static str,
    standing: Standing,
    /// Key of the verdict's word.
    verdict: &'static str,
    problems: usize,
}

const STATUSES: [&str; 7] = ["open", "not-examined", "changed", "faulty", "agree", "differ", "problems"];

pub(super) async fn show(State(site): State<Arc<Site>>, Query(asked): Query<Asked>) -> Result<Response, Response> {
    let reviewing = site.reviewing().map_err(|failure| Trouble::from(failure).page(&site))?;
    let (responses, review) = reviewing.sound().ok_or_else(|| to("/"))?;
    let assessment = reviewing.case.assessed(&site.rules, responses);
    let all: Vec<(&ItemResult<'_>, Standing)> = looked::asked(&reviewing, &assessment).collect();
    let rows = all.iter().map(|(item, standing)| (*item, row(item, *standing, &reviewing)));
    let rows: Vec<(&ItemResult<'_>, Row)> = rows.filter(|(item, row)| asked.wants(item, row)).collect();
    let view = View {
        frame: looked::frame(&site, "overview", &reviewing, Some((&assessment, review))),
        statuses: STATUSES.map(|status| Offer::of(status, "", &asked.status)).into(),
        instruments: instruments(&assessment, &asked.instrument),
        asked: &asked,
        found: rows.len(),
        all: all.len(),
        paragraphs: by_paragraph(rows),
    };
    Ok(site.page(StatusCode::OK, "review-overview", &view))
}

fn row(item: &ItemResult<'_>, standing: Standing, reviewing: &Reviewing) -> Row {
    let id = &item.item.id;
    let verdict = reviewing.written(id).map(|finding| Said::of_file(finding, &[]).verdict).unwrap_or_default();
    Row {
        anchor: id.name().to_owned(),
        ask: text(&item.item.ask),
        level: item.level().map(|level| text(&level.label)),
        answered: super::super::item::standing(item),
        standing,
        verdict: verdict_word(verdict.parse().unwrap_or_default()),
        problems: reviewing.problems.iter().filter(|problem| problem.item.as_ref() == Some(id)).count(),
    }
}

impl Asked {
    fn wants(&self, item: &ItemResult<'_>, row: &Row) -> bool {
        let status = match self.status.as_str() {
            "" => true,
            "open" => row.standing.is_open(),
            "not-examined" => row.standing == Standing::NotExamined,
            "changed" => row.standing == Standing::Changed,
            "faulty" => row.standing == Standing::Faulty,
            "agree" => row.standing == Standing::Agree,
            "differ" => row.standing == Standing::Differ,
            "problems" => row.problems > 0,
            _ => false,
        };
        status && (self.instrument.is_empty() || self.instrument == item.instrument.id) && has_words(item, &self.q)
    }
}
