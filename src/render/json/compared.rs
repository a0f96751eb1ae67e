//! JSON of a comparison.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use strum::VariantNames;

use super::figures::{Figures, Keyed, scopes};
use super::number::{Difference, Exact};
use super::{Groups, Institution, STANDINGS, Tool, standing};
use crate::assess::{Assessment, Comparison, GroupChange, GroupResult, ItemChange, ItemChangeKind, ItemResult};
use crate::model::{Group, Period, Provenance, of_one_institution};
use crate::report::all_for_outsiders;

/// The comparison of `assessments`, the oldest first, as JSON, format 1; what is for colleagues only is left out.
pub fn comparison(assessments: &[&Assessment<'_>]) -> Value {
    // As with an assessment: only a map whose keys aren't texts could fail.
    all_for_outsiders(assessments, |open| serde_json::to_value(Document::of(open)).unwrap_or_default())
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(in crate::render) struct Document<'a> {
    #[schemars(extend("const" = 1))]
    format: u8,
    tool: Tool,
    one_institution: bool,
    periods: Vec<PeriodEntry<'a>>,
    steps: Vec<Step<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct PeriodEntry<'a> {
    institution: Institution<'a>,
    period: Period,
    date: NaiveDate,
    responses: &'a [Provenance],
    groups: Groups<Scope>,
}

#[derive(Serialize, JsonSchema)]
struct Scope {
    #[serde(flatten)]
    headline: Figures,
    instruments: Keyed<Figures>,
}

/// What changed from one period to the next.
#[derive(Serialize, JsonSchema)]
struct Step<'a> {
    then: NaiveDate,
    now: NaiveDate,
    groups: Groups<Changed>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Changed {
    implementation: Option<Difference>,
    common: usize,
    in_both: Option<InBoth>,
    counts: Keyed<usize>,
}

#[derive(Serialize, JsonSchema)]
struct InBoth {
    then: Figures,
    now: Figures,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: &'a str,
    group: Group,
    #[schemars(extend("enum" = ItemChangeKind::VARIANTS))]
    change: String,
    other_evidence: bool,
    then: Option<Stood<'a>>,
    now: Option<Stood<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Stood<'a> {
    #[schemars(extend("enum" = STANDINGS))]
    standing: &'static str,
    level: Option<&'a str>,
    value: Option<Exact>,
}

impl<'a> Document<'a> {
    fn of(assessments: &[&'a Assessment<'a>]) -> Self {
        Self {
            format: 1,
            tool: Tool::new(),
            one_institution: of_one_institution(assessments.iter().map(|one| one.responses)),
            periods: assessments.iter().map(|one| PeriodEntry::of(one)).collect(),
            steps: assessments.windows(2).map(|pair| Step::of(&Comparison::of(pair[0], pair[1]))).collect(),
        }
    }
}

impl<'a> PeriodEntry<'a> {
    fn of(assessment: &'a Assessment<'a>) -> Self {
        let responses = assessment.responses;
        Self {
            institution: Institution::of(&responses.institution),
            period: responses.particulars.period,
            date: responses.particulars.date,
            responses: &responses.provenance,
            groups: Groups { institution: Scope::of(&assessment.institution), country: Scope::of(&assessment.country) },
        }
    }
}

impl Scope {
    fn of(group: &GroupResult<'_>) -> Self {
        Self {
            headline: Figures::of(&group.headline),
            instruments: scopes(&group.instruments, |instrument| instrument.id.clone()),
        }
    }
}

impl<'a> Step<'a> {
    fn of(comparison: &Comparison<'a>) -> Self {
        let [institution, country] = &comparison.groups;
        Self {
            then: comparison.then.responses.particulars.date,
            now: comparison.now.responses.particulars.date,
            groups: Groups { institution: Changed::of(institution), country: Changed::of(country) },
            items: comparison.items.iter().filter_map(Item::of).collect(),
        }
    }
}

impl Changed {
    fn of(change: &GroupChange) -> Self {
        let in_both = change.in_both.as_ref();
        Self {
            implementation: change.implementation.as_ref().map(Difference::of),
            common: change.common,
            in_both: in_both.map(|(then, now)| InBoth { then: Figures::of(then), now: Figures::of(now) }),
            counts: Keyed(change.counts.iter().map(|(kind, count)| (kind.to_string(), *count)).collect()),
        }
    }
}

impl<'a> Item<'a> {
    fn of(change: &ItemChange<'a>) -> Option<Self> {
        Some(Self {
            id: change.now.or(change.then)?.item.id.as_str(),
            group: change.group()?,
            change: change.kind.to_string(),
            other_evidence: change.evidence,
            then: change.then.map(Stood::of),
            now: change.now.map(Stood::of),
        })
    }
}

impl<'a> Stood<'a> {
    fn of(result: &'a ItemResult<'a>) -> Self {
        Self {
            standing: standing(result),
            level: result.level().map(|level| level.id.as_str()),
            value: result.value().as_ref().map(Exact::of),
        }
    }
}
