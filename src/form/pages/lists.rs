//! Lists that belong to no answer: what parliament is asked to do, and what is excused as a whole.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::super::answer::{self, Faults, all_shown, blocks, revision_of};
use super::super::posted::Posted;
use super::super::save;
use super::super::site::{Case, Site};
use super::field::{Block, Filling};
use super::frame::{Frame, Outcome, Said};
use super::{Trouble, to};
use crate::table::Table as Kind;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View {
    frame: Frame,
    /// `requests` or `exclusions`.
    list: &'static str,
    revision: String,
    blocks: Vec<Block>,
    new: Block,
    /// What `check` says of the list.
    problems: Vec<Said>,
    conflict: bool,
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
    case.sound().ok_or_else(|| to("/"))?;
    let (mut kept, mut faults) = (Vec::new(), Faults::new());
    let there = blocks(&case.said, kind);
    let numbers = (0..there.len()).map(|number| number.to_string()).chain(["new".to_owned()]);
    for (number, name) in numbers.enumerate() {
        let before = format!("{}.{name}.", kind.name());
        let mut block = there.get(number).cloned().unwrap_or_default();
        answer::fill(&mut block, kind, posted, &before, &mut faults);
        let is_new = name == "new";
        if posted.is_ticked(&format!("{before}remove")) || (is_new && block.is_empty()) {
            continue;
        }
        answer::needed(&block, kind, &before, &mut faults);
        kept.push(block);
    }
    let again = |status, outcome, conflict| {
        page(kind, &case, status, Some(outcome), Filling { site, posted: Some(posted), faults: &faults, conflict })
    };
    let seen = posted.get("revision").unwrap_or_default();
    if kept != there && revision(&there, kind) != seen {
        return Ok(again(StatusCode::CONFLICT, Outcome::conflict(), true));
    }
    if !faults.is_empty() {
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, Outcome::faulty(&faults), false));
    }
    let mut said = case.said.clone();
    if let Some(list) = kind.list() {
        match kept.is_empty() {
            true => _ = said.remove(list),
            false => _ = said.insert(list.into(), Value::Array(kept.into_iter().map(Value::Table).collect())),
        }
    }
    match save::save(site, &case, &said) {
        Ok(_) => Ok(to(&format!("/{}?saved=1", kind.name()))),
        Err(not) => Ok(again(StatusCode::INTERNAL_SERVER_ERROR, Outcome::not_saved(not), false)),
    }
}

fn revision(blocks: &[Table], kind: Kind) -> String {
    let shown: Vec<(String, String)> = blocks.iter().flat_map(|block| all_shown(block, kind)).collect();
    revision_of(shown.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

fn page(kind: Kind, case: &Case, status: StatusCode, outcome: Option<Outcome>, filling: Filling<'_>) -> Response {
    if case.sound().is_none() {
        return to("/");
    }
    let there = blocks(&case.said, kind);
    let numbered = there.iter().enumerate();
    let list = kind.name();
    let view = View {
        frame: Frame { outcome, ..Frame::of(filling.site, list, case) },
        list,
        revision: revision(&there, kind),
        blocks: numbered.map(|(number, block)| filling.block(kind, block, format!("{list}.{number}."))).collect(),
        new: filling.new_block(kind, format!("{list}.new.")),
        problems: problems(kind, case),
        conflict: filling.conflict,
    };
    filling.site.page(status, "list", &view)
}

/// What `check` says of blocks of the list: problems that stand below one of its headers.
fn problems(kind: Kind, case: &Case) -> Vec<Said> {
    let header = format!("[[{}]]", kind.list().unwrap_or_default());
    let own = case.problems.iter().filter(|problem| {
        let text = &case.sources.get(problem.at.file).text;
        let end = text[problem.at.start.min(text.len())..].find('\n').map_or(text.len(), |at| problem.at.start + at);
        let headers = text[..end].lines().rev().find(|line| line.starts_with('['));
        problem.item.is_none() && headers.is_some_and(|line| line.starts_with(&header))
    });
    own.map(Said::of).collect()
}
