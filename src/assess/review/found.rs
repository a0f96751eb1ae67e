//! A finding with its item: what it says each side rates, and whether it counts.

use schemars::JsonSchema;
use serde::Serialize;
use strum::Display;

use crate::model::{Finding, Group, Level, Review, Verdict};

use super::super::{Assessment, Excuse, ItemResult, Ratio, Standing, ratio};

/// What was found of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// The item with its answer.
    pub result: &'a ItemResult<'a>,
    /// The finding.
    pub finding: &'a Finding,
    /// Why it is in no figure; `None` if it counts.
    pub aside: Option<Aside>,
    /// The auditor's own level, if there is one on the scale of the item.
    pub level: Option<&'a Level>,
    /// The self-rating, 0–100: the value of the institution's level.
    pub own: Option<u8>,
    /// The auditor's rating, 0–100: the institution's value where the auditor agrees, else that of the auditor's own
    /// level. `None` where there is no level, or one without value.
    pub auditor: Option<u8>,
    /// What evidence supports, 0–100: the auditor's rating; nothing (0) of a self-rating for which evidence is insufficient
    /// or which it contradicts, where the auditor gave no level.
    pub supported: Option<u8>,
    /// How much rests on it: the item's share, where an item that the auditor found to apply counts as applicable:
    /// `W · a / Σ a`, with the sum over the items of its recommendation and group that apply or were found to.
    pub share: Ratio,
    /// By how much it alone would move the group's self-rated implementation if what evidence supports took the place of
    /// the self-rating: `s · (v' − v) / Σ s (valued)`, -1..=1. `None` if one of the two has no value.
    pub change: Option<Ratio>,
}

/// Why a finding is in no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Aside {
    /// There is no verdict.
    NotExamined,
    /// The answer is not the one that was reviewed any more.
    Changed,
    /// The item has no answer, or one that is still to be confirmed.
    Unanswered,
    /// The item is excluded together with its recommendation or instrument.
    Excluded,
    /// The item is about secretariats and international bodies, which are in no figure.
    Bodies,
}

impl Found<'_> {
    /// Whether the auditor says something else than the institution.
    pub fn differs(&self) -> bool {
        !matches!(self.finding.verdict, Verdict::Agree | Verdict::NotExamined)
    }
}

/// The findings on items that are asked, in the order of the items.
pub(super) fn join<'a>(assessment: &'a Assessment<'_>, review: &'a Review) -> Vec<Found<'a>> {
    let findings = assessment.items.iter().filter_map(|result| Some((result, review.findings.get(&result.item.id)?)));
    findings.map(|(result, finding)| found(result, finding, assessment, review)).collect()
}

fn found<'a>(
    result: &'a ItemResult<'a>,
    finding: &'a Finding,
    assessment: &'a Assessment<'_>,
    review: &'a Review,
) -> Found<'a> {
    let level = finding.level.as_deref().and_then(|id| result.scale.level(id));
    let own = match result.standing {
        Standing::Valued { value, .. } => Some(value),
        _ => None,
    };
    let auditor = match finding.verdict {
        Verdict::Agree => own,
        Verdict::NotExamined => None,
        _ => level.and_then(|level| level.value),
    };
    let supported = match finding.verdict {
        // What nobody claimed needs no support.
        Verdict::InsufficientEvidence | Verdict::EvidenceContradicts => auditor.or(own.map(|_| 0)),
        _ => auditor,
    };
    let share = share(result, assessment, review);
    let valued = match result.group() {
        Group::Institution => Some(&assessment.institution.headline.sums.valued),
        Group::Country => Some(&assessment.country.headline.sums.valued),
        Group::Bodies => None,
    };
    let change = own.zip(supported).zip(valued).and_then(|((own, supported), valued)| {
        let difference = Ratio::new((i32::from(supported) - i32::from(own)).into(), 100.into());
        ratio::divide(&(&share * difference), valued)
    });
    Found { result, finding, aside: aside(result, finding), level, own, auditor, supported, share, change }
}

fn aside(result: &ItemResult<'_>, finding: &Finding) -> Option<Aside> {
    match result.standing {
        _ if finding.verdict == Verdict::NotExamined => Some(Aside::NotExamined),
        _ if finding.changed => Some(Aside::Changed),
        Standing::NotApplicable(Excuse::Exclusion(_)) => Some(Aside::Excluded),
        Standing::Unanswered => Some(Aside::Unanswered),
        _ if result.group() == Group::Bodies => Some(Aside::Bodies),
        _ => None,
    }
}

/// Whether the auditor found that an item applies, which the institution says does not.
fn is_rejected(result: &ItemResult<'_>, review: &Review) -> bool {
    let excused = matches!(result.standing, Standing::NotApplicable(Excuse::Item { .. }));
    let finding = review.findings.get(&result.item.id);
    let rejected = |finding: &Finding| finding.verdict == Verdict::NotApplicableRejected && !finding.changed;
    excused && finding.is_some_and(rejected)
}

/// See [`Found::share`].
fn share(result: &ItemResult<'_>, assessment: &Assessment<'_>, review: &Review) -> Ratio {
    let beside = || {
        let same = |other: &&ItemResult<'_>| {
            std::ptr::eq(other.recommendation, result.recommendation) && other.group() == result.group()
        };
        assessment.items.iter().filter(same)
    };
    if !beside().any(|other| is_rejected(other, review)) {
        return result.share.clone();
    }
    let counts = |other: &ItemResult<'_>| other.is_applicable() || is_rejected(other, review);
    let weight = |other: &ItemResult<'_>| u64::from(other.item.weight);
    let all = beside().filter(|other| counts(other)).map(weight).sum();
    let own = if counts(result) { weight(result) } else { 0 };
    ratio::fraction(u64::from(result.recommendation.weight) * own, all).unwrap_or_else(|| ratio::whole(0))
}
