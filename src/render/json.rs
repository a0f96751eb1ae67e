//! JSON: an assessment as data, for other programs. `json.md` beside this file documents every field.
//!
//! Typed mirrors of the assessment, in the order in which they are written; `figures` holds those that are made for
//! every scope, `number` the shape of numbers. What is for colleagues only is not written: notes, who is to answer and
//! who answered, contacts, confidential actions, and of evidence everything but its number and strength.

mod compared;
mod figures;
mod number;
mod review;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use strum::VariantNames;

use crate::assess::{
    self, ActionResult, Assessment, Counts, DeadlineResult, DeadlineState, Excuse, ItemResult, Reviewed, Standing,
    Strength,
};
use crate::model::{
    self, ActionStatus, Deadline, Group, Indicator, Origin, Period, Profile, Provenance, ReasonCode, Status,
};

use crate::report::{for_outsiders, redacted_review};

pub(super) use compared::Document as Compared;
pub use compared::comparison;

use figures::{Keyed, Model, Scopes, models};
use number::{Difference, Exact, Weight};

/// The assessment as JSON, format 1. The same assessment always gives the same value.
pub fn assessment(assessment: &Assessment) -> Value {
    reviewed(assessment, None)
}

/// The same with what an auditor found, if there is a review.
pub fn reviewed(assessment: &Assessment, review: Option<&model::Review>) -> Value {
    // Data travel further than the report they belong to.
    let review = review.map(|review| redacted_review(review, assessment.responses));
    for_outsiders(assessment, |open| {
        let found = review.as_ref().map(|review| assess::reviewed(open, review));
        // Only a map whose keys aren't texts could fail, and there is none.
        serde_json::to_value(Document::of(open, found.as_ref())).unwrap_or_default()
    })
}

/// The whole document.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document<'a> {
    #[schemars(extend("const" = 1))]
    format: u8,
    tool: Tool,
    date: NaiveDate,
    today: NaiveDate,
    institution: Institution<'a>,
    period: Period,
    profile: Profile,
    scope: Cut<'a>,
    instruments: Vec<Instrument<'a>>,
    overlays: Vec<Changed<'a>>,
    responses: &'a [Provenance],
    groups: Groups<Scopes>,
    bodies: Counts,
    models: Groups<Keyed<Model>>,
    items: Vec<Item<'a>>,
    deadlines: Vec<DeadlineEntry<'a>>,
    actions: Vec<Action<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<review::Review<'a>>,
}

/// What made the document.
#[derive(Serialize, JsonSchema)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Who answers.
#[derive(Serialize, JsonSchema)]
struct Institution<'a> {
    name: &'a str,
    country: &'a str,
    kind: &'a str,
    accreditation: &'a str,
}

/// An instrument that was scored.
#[derive(Serialize, JsonSchema)]
struct Instrument<'a> {
    id: &'a str,
    version: &'a str,
    status: Status,
    sha256: &'a str,
}

/// What the document is cut to; empty lists mean everything.
#[derive(Serialize, JsonSchema)]
struct Cut<'a> {
    instruments: &'a [String],
    groups: &'a [Group],
    themes: &'a [String],
}

/// A file with which an institution changed the rules.
#[derive(Serialize, JsonSchema)]
struct Changed<'a> {
    name: &'a str,
    changes: usize,
    sha256: &'a str,
}

/// One entry for each group with a headline.
#[derive(Serialize, JsonSchema)]
struct Groups<T> {
    institution: T,
    country: T,
}

/// One item with its answer.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: &'a str,
    instrument: &'a str,
    #[serde(rename = "ref")]
    reference: &'a str,
    question: &'a str,
    group: Group,
    indicator: Indicator,
    origin: Origin,
    core: bool,
    scale: &'a str,
    level: Option<&'a str>,
    #[schemars(extend("enum" = STANDINGS))]
    standing: &'static str,
    not_applicable: Option<Excused<'a>>,
    value: Option<Exact>,
    fully_met: bool,
    refused: bool,
    share: Weight,
    share_of_all: Weight,
    evidence: usize,
    strongest_evidence: Option<Strength>,
    gain: Option<Gain>,
}

/// Why an item is not applicable.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Excused<'a> {
    #[schemars(extend("enum" = ["item", "exclusion"]))]
    by: &'static str,
    reason_code: Option<ReasonCode>,
    reason: &'a str,
}

/// What an item would add.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Gain {
    implementation: Option<Difference>,
    lower_bound: Difference,
    without_value: bool,
}

/// How a recommendation stands against its deadline.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct DeadlineEntry<'a> {
    instrument: &'a str,
    #[serde(rename = "ref")]
    reference: &'a str,
    group: Group,
    deadline: &'a Deadline,
    #[schemars(extend("enum" = DeadlineState::VARIANTS))]
    state: String,
    days: Option<i64>,
    met: bool,
    done_on: Option<NaiveDate>,
    counts: Counts,
}

/// A next step.
#[derive(Serialize, JsonSchema)]
struct Action<'a> {
    item: &'a str,
    what: &'a str,
    responsible: &'a str,
    due: NaiveDate,
    status: ActionStatus,
    overdue: bool,
}

impl Tool {
    fn new() -> Self {
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") }
    }
}

impl<'a> Institution<'a> {
    fn of(institution: &'a crate::model::Institution) -> Self {
        Self {
            name: &institution.name,
            country: &institution.country,
            kind: &institution.kind,
            accreditation: &institution.accreditation,
        }
    }
}

impl<'a> Document<'a> {
    fn of(assessment: &'a Assessment<'a>, reviewed: Option<&Reviewed<'a>>) -> Self {
        let responses = assessment.responses;
        let language = &responses.particulars.language;
        Self {
            format: 1,
            tool: Tool::new(),
            date: responses.particulars.date,
            today: assessment.today,
            institution: Institution::of(&responses.institution),
            period: responses.particulars.period,
            profile: responses.profile,
            scope: Cut {
                instruments: &responses.scope.instruments,
                groups: &responses.scope.groups,
                themes: &responses.scope.themes,
            },
            instruments: assessment.instruments.iter().copied().map(Instrument::of).collect(),
            overlays: overlays(assessment),
            responses: &responses.provenance,
            groups: Groups {
                institution: Scopes::of(&assessment.institution),
                country: Scopes::of(&assessment.country),
            },
            bodies: assessment.bodies,
            models: Groups {
                institution: models(&assessment.institution.models),
                country: models(&assessment.country.models),
            },
            items: assessment.items.iter().map(|item| Item::of(item, language)).collect(),
            deadlines: assessment.deadlines.iter().map(DeadlineEntry::of).collect(),
            actions: assessment.actions.iter().map(Action::of).collect(),
            review: reviewed.map(review::Review::of),
        }
    }
}

/// What [`standing`] gives.
const STANDINGS: [&str; 4] = ["unanswered", "not-applicable", "unvalued", "valued"];

/// The name of what an answer amounts to.
fn standing(result: &ItemResult<'_>) -> &'static str {
    match result.standing {
        Standing::Unanswered => "unanswered",
        Standing::NotApplicable(_) => "not-applicable",
        Standing::Unvalued(_) => "unvalued",
        Standing::Valued { .. } => "valued",
    }
}

fn overlays<'a>(assessment: &Assessment<'a>) -> Vec<Changed<'a>> {
    let overlays = assessment.rules.overlays.iter();
    let changed = overlays.map(|overlay| Changed {
        name: &overlay.name,
        changes: overlay.changes.len(),
        sha256: &overlay.provenance.sha256,
    });
    changed.collect()
}

impl<'a> Instrument<'a> {
    fn of(instrument: &'a crate::model::Instrument) -> Self {
        Self {
            id: &instrument.id,
            version: &instrument.version,
            status: instrument.status,
            sha256: &instrument.provenance.sha256,
        }
    }
}

impl<'a> Item<'a> {
    fn of(result: &ItemResult<'a>, language: &str) -> Self {
        let item = result.item;
        Self {
            id: item.id.as_str(),
            instrument: &result.instrument.id,
            reference: &result.recommendation.reference,
            question: item.ask.text(language),
            group: result.group(),
            indicator: item.indicator,
            origin: item.origin,
            core: item.core,
            scale: &result.scale.id,
            level: result.level().map(|level| level.id.as_str()),
            standing: standing(result),
            not_applicable: match result.standing {
                Standing::NotApplicable(excuse) => Some(Excused::of(excuse)),
                _ => None,
            },
            value: result.value().as_ref().map(Exact::of),
            fully_met: result.is_top(),
            refused: result.is_refused(),
            share: Weight::of(&result.share),
            share_of_all: Weight::of(&result.share_of_all),
            evidence: result
                .response
                .map_or(0, |response| response.evidence.iter().filter(|evidence| evidence.found.counts()).count()),
            strongest_evidence: result.evidence,
            gain: result.gain.as_ref().map(Gain::of),
        }
    }
}

impl<'a> Excused<'a> {
    fn of(excuse: Excuse<'a>) -> Self {
        match excuse {
            Excuse::Item { reason_code, reason } => Self { by: "item", reason_code, reason },
            Excuse::Exclusion(exclusion) => {
                Self { by: "exclusion", reason_code: exclusion.reason_code, reason: &exclusion.reason }
            }
        }
    }
}

impl Gain {
    fn of(gain: &assess::Gain) -> Self {
        Self {
            implementation: gain.implementation.as_ref().map(Difference::of),
            lower_bound: Difference::of(&gain.lower),
            without_value: gain.without_value,
        }
    }
}

impl<'a> DeadlineEntry<'a> {
    fn of(result: &DeadlineResult<'a>) -> Self {
        Self {
            instrument: &result.instrument.id,
            reference: &result.recommendation.reference,
            group: result.group,
            deadline: result.deadline,
            state: result.state.to_string(),
            days: result.state.days(),
            met: result.is_met(),
            done_on: result.done_on,
            counts: result.counts,
        }
    }
}

impl<'a> Action<'a> {
    fn of(result: &ActionResult<'a>) -> Self {
        Self {
            item: result.item.id.as_str(),
            what: &result.action.what,
            responsible: &result.action.responsible,
            due: result.action.due,
            status: result.action.status,
            overdue: result.overdue,
        }
    }
}
