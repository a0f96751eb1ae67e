//! What parliament is asked for, and what became of what it was asked for before.

use chrono::NaiveDate;
use serde::Serialize;

use super::lists::{Place, place};
use super::themes::LevelShown;
use crate::assess::{Assessment, ItemResult};
use crate::model::{ItemId, Request};

/// Something that parliament is asked to do.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RequestView {
    /// Id.
    pub id: String,
    /// What is asked.
    pub what: String,
    /// Who should do it; may be empty.
    pub owner: String,
    /// By when.
    pub due: Option<NaiveDate>,
    /// How far it is, in the institution's words; may be empty.
    pub status: String,
    /// The items it would serve.
    pub serves: Vec<Served>,
}

/// An item that a request would serve, and where it stands.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Served {
    /// Where.
    pub place: Place,
    /// Whether the item is asked in this assessment, so that the report has it.
    pub asked: bool,
    /// What was answered.
    pub level: Option<LevelShown>,
}

/// What became of an earlier request.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FollowUp {
    /// Id of the earlier request.
    pub id: String,
    /// What was asked then; empty if the earlier report is not at hand.
    pub what: String,
    /// Who should have done it; may be empty.
    pub owner: String,
    /// By when.
    pub due: Option<NaiveDate>,
    /// `met`, `repeated` or `dropped`: key of a word.
    pub outcome: &'static str,
    /// When it was met.
    pub met_on: Option<NaiveDate>,
    /// Id of the request that takes it up; may be empty.
    pub now: String,
    /// How far it is, in the institution's words; may be empty.
    pub status: String,
}

/// What is asked of parliament, by day; what was met is only followed up.
pub(super) fn requests(assessment: &Assessment<'_>, language: &str) -> Vec<RequestView> {
    let mut open: Vec<&Request> =
        assessment.responses.requests.iter().filter(|request| request.met_on.is_none()).collect();
    open.sort_by_key(|request| (request.due.is_none(), request.due));
    // In a report of a part, what serves none of it is left out.
    let asked = |id: &ItemId| assessment.items.iter().any(|item| item.item.id == *id);
    let whole = assessment.responses.scope.is_whole();
    open.into_iter()
        .filter(|request| whole || request.serves.iter().any(asked))
        .map(|request| RequestView {
            id: request.id.clone(),
            what: request.what.trim().to_owned(),
            owner: request.owner.clone(),
            due: request.due,
            status: request.status.clone(),
            serves: request.serves.iter().map(|id| served(id, assessment, language)).collect(),
        })
        .collect()
}

fn served(id: &ItemId, assessment: &Assessment<'_>, language: &str) -> Served {
    let item: Option<&ItemResult<'_>> = assessment.items.iter().find(|item| item.item.id == *id);
    Served {
        place: place(id, assessment, language),
        asked: item.is_some(),
        level: item.map(|item| LevelShown::of(item, language)),
    }
}

/// The requests of the `earlier` report, those that a request of today follows, and those that were met.
pub(super) fn follow_up(assessment: &Assessment<'_>, earlier: Option<&Assessment<'_>>) -> Vec<FollowUp> {
    let before: &[Request] = earlier.map(|earlier| earlier.responses.requests.as_slice()).unwrap_or_default();
    let today = &assessment.responses.requests;
    // A request that keeps its id is the same request. What was met is said, whatever else takes it up.
    let takes_up = |id: &str| {
        let all = || today.iter().filter(|request| request.follows == id || request.id == id);
        all().find(|request| request.met_on.is_some()).or_else(|| all().next())
    };
    let known = before.iter().filter(|request| request.met_on.is_none());
    let mut found: Vec<FollowUp> =
        known.map(|request| told(&request.id, Some(request), takes_up(&request.id))).collect();
    for request in today {
        let earlier = if request.follows.is_empty() { request.id.as_str() } else { &request.follows };
        let is_followed = earlier != request.id || request.met_on.is_some();
        if is_followed && !found.iter().any(|told| told.id == earlier) {
            let own = (earlier == request.id).then_some(request);
            found.push(told(earlier, own, takes_up(earlier)));
        }
    }
    found
}

fn told(id: &str, before: Option<&Request>, now: Option<&Request>) -> FollowUp {
    let met_on = now.and_then(|request| request.met_on);
    FollowUp {
        id: id.to_owned(),
        what: before.map(|request| request.what.trim().to_owned()).unwrap_or_default(),
        owner: before.map(|request| request.owner.clone()).unwrap_or_default(),
        due: before.and_then(|request| request.due),
        outcome: match (now, met_on) {
            (None, _) => "dropped",
            (Some(_), Some(_)) => "met",
            (Some(_), None) => "repeated",
        },
        met_on,
        now: now.map(|request| request.id.clone()).unwrap_or_default(),
        status: now.map(|request| request.status.clone()).unwrap_or_default(),
    }
}
