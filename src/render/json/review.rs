//! The part of the document on an auditor's review, which is there only where one was given.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::Groups;
use super::figures::Keyed;
use super::number::{Difference, Exact, Weight};
use crate::assess::{self, Agreement, Aside, GroupReview, Kappa, Ratings, Reviewed};
use crate::model::{Method, Provenance, Verdict};

/// A review and what it makes of the figures.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Review<'a> {
    reviewer: &'a str,
    body: &'a str,
    independence: &'a str,
    scope: &'a str,
    date: Option<NaiveDate>,
    file: &'a Provenance,
    responses_sha256: &'a str,
    responses_changed: bool,
    sample: Option<Sample>,
    groups: Groups<Group>,
    findings: Vec<Finding<'a>>,
}

/// How the items were drawn.
#[derive(Serialize, JsonSchema)]
struct Sample {
    size: usize,
    seed: u64,
}

/// What a review makes of one group.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Group {
    #[serde(flatten)]
    ratings: Three,
    instruments: Keyed<Three>,
    agreement: Agreed,
    estimate: Option<Estimate>,
    #[schemars(extend("enum" = [json!(null), json!("no-sample"), json!("cut"), json!("nothing-examined")]))]
    no_estimate: Option<String>,
}

/// Three ratings of the same examined items.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Three {
    examined: usize,
    self_rating: Rating,
    auditor: Rating,
    supported: Rating,
}

/// One of the three.
#[derive(Serialize, JsonSchema)]
struct Rating {
    implementation: Option<Exact>,
    items: usize,
}

/// How far both sides agree.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Agreed {
    verdicts: BTreeMap<String, usize>,
    ratio: Option<Exact>,
    pairs: usize,
    self_rating_of_pairs: Option<Exact>,
    auditor_of_pairs: Option<Exact>,
    weighted_kappa: Option<Weight>,
    #[schemars(extend("enum" = [json!(null), json!("too-few"), json!("undefined")]))]
    no_kappa: Option<&'static str>,
    bands: [u8; 5],
    table: [[usize; 5]; 5],
}

/// What evidence would support if all had been examined.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Estimate {
    self_rating: Exact,
    supported: Exact,
    sampling_interval: Option<Interval>,
    #[schemars(extend("enum" = [json!(null), json!("too-few"), json!("all-alike")]))]
    no_interval: Option<String>,
    of: usize,
    drawn: usize,
    examined: usize,
    joined: usize,
}

/// The ends of a sampling interval.
#[derive(Serialize, JsonSchema)]
struct Interval {
    lower: Exact,
    upper: Exact,
}

/// What was found of an item.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Finding<'a> {
    item: &'a str,
    verdict: Verdict,
    level: Option<&'a str>,
    value: Option<u8>,
    supported: Option<u8>,
    methods: &'a [Method],
    note: &'a str,
    looked_at: &'a [String],
    change: Option<Difference>,
    aside: Option<Aside>,
}

impl<'a> Review<'a> {
    pub(super) fn of(reviewed: &Reviewed<'a>) -> Self {
        let review = reviewed.review;
        Self {
            reviewer: &review.reviewer,
            body: &review.body,
            independence: &review.independence,
            scope: &review.scope,
            date: review.date,
            file: &review.provenance,
            responses_sha256: &review.responses_sha256,
            responses_changed: review.responses_changed,
            sample: review.sample.map(|sample| Sample { size: sample.size, seed: sample.seed }),
            groups: Groups { institution: Group::of(&reviewed.institution), country: Group::of(&reviewed.country) },
            findings: reviewed.found.iter().map(Finding::of).collect(),
        }
    }
}

impl Group {
    fn of(group: &GroupReview<'_>) -> Self {
        let by_instrument = group.instruments.iter().map(|ratings| {
            let id = ratings.instrument.map(|instrument| instrument.id.clone()).unwrap_or_default();
            (id, Three::of(ratings))
        });
        Self {
            ratings: Three::of(&group.ratings),
            instruments: Keyed(by_instrument.collect()),
            agreement: Agreed::of(&group.agreement, &group.ratings),
            estimate: group.estimate.as_ref().ok().map(Estimate::of),
            no_estimate: group.estimate.as_ref().err().map(ToString::to_string),
        }
    }
}

impl Three {
    fn of(ratings: &Ratings<'_>) -> Self {
        Self {
            examined: ratings.examined,
            self_rating: Rating::of(&ratings.own),
            auditor: Rating::of(&ratings.auditor),
            supported: Rating::of(&ratings.supported),
        }
    }
}

impl Rating {
    fn of(rating: &assess::Rating) -> Self {
        Self { implementation: rating.implementation.as_ref().map(Exact::of), items: rating.items }
    }
}

impl Agreed {
    fn of(agreement: &Agreement, ratings: &Ratings<'_>) -> Self {
        let [own, auditor] = ratings.both.each_ref().map(|rating| rating.implementation.as_ref().map(Exact::of));
        let (weighted_kappa, no_kappa) = match &agreement.kappa {
            Kappa::Of(kappa) => (Some(Weight::of(kappa)), None),
            Kappa::TooFew => (None, Some("too-few")),
            Kappa::Undefined => (None, Some("undefined")),
        };
        Self {
            verdicts: agreement.verdicts.iter().map(|(verdict, count)| (verdict.to_string(), *count)).collect(),
            ratio: agreement.agreed.as_ref().map(Exact::of),
            pairs: agreement.pairs,
            self_rating_of_pairs: own,
            auditor_of_pairs: auditor,
            weighted_kappa,
            no_kappa,
            bands: assess::BANDS,
            table: agreement.table,
        }
    }
}

impl Estimate {
    fn of(estimate: &assess::Estimate) -> Self {
        let interval = estimate.interval.as_ref();
        Self {
            self_rating: Exact::of(&estimate.own),
            supported: Exact::of(&estimate.supported),
            sampling_interval: interval
                .ok()
                .map(|interval| Interval { lower: Exact::of(&interval.lower), upper: Exact::of(&interval.upper) }),
            no_interval: interval.err().map(ToString::to_string),
            of: estimate.of,
            drawn: estimate.drawn,
            examined: estimate.examined,
            joined: estimate.joined,
        }
    }
}

impl<'a> Finding<'a> {
    fn of(found: &assess::Found<'a>) -> Self {
        let finding = found.finding;
        Self {
            item: found.result.item.id.as_str(),
            verdict: finding.verdict,
            level: found.level.map(|level| level.id.as_str()),
            value: found.auditor,
            supported: found.supported,
            methods: &finding.methods,
            note: &finding.note,
            looked_at: &finding.looked_at,
            change: found.change.as_ref().map(Difference::of),
            aside: found.aside,
        }
    }
}
