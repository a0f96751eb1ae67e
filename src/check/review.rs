//! An auditor's review, held against the rules and the answers that it is about; its findings are checked in
//! `findings`.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use crate::canonical;
use crate::load::written::review as written;
use crate::model::{Drawn, Finding, ItemId, Responses, Review, Rules, Verdict};
use crate::problem::{Fact, Missing, Problems};
use crate::source::{At, Spot};

/// Makes a review sound. `responses` are all that the institution wrote, with every evidence file hashed, and `draw` gives
/// the items that a sample has among them.
///
/// A redacted review is taken at its word on what was changed since: what would bind it is gone with what it was made of.
///
/// A finding with an error is left out; `None` if it is not said who reviewed what.
pub fn review(
    written: written::Review,
    rules: &Rules,
    responses: &Responses,
    draw: impl FnOnce(Drawn) -> BTreeSet<ItemId>,
    problems: &Problems,
) -> Option<Review> {
    let sample = written.sample.and_then(|sample| drawing(&sample, problems));
    let findings = Findings { rules, responses, redacted: written.redacted, problems }.check(written.findings);
    let reviewer = written.review?;
    independent(&reviewer, responses, problems);
    let recorded = reviewer.responses_sha256;
    bound(&recorded, ("responses-sha256", "`[review]`"), &reviewer.spot, written.redacted, problems);
    let responses_changed = only_redacted(reviewer.responses_changed, "responses-changed", written.redacted, problems);
    let now = || canonical::hash(&canonical::responses(responses));
    let other = recorded.as_ref().map(|recorded| (recorded, now())).filter(|(recorded, now)| recorded.value != *now);
    let responses_changed = responses_changed || other.is_some();
    if let Some((recorded, now)) = other {
        let answers = findings.values().filter(|(finding, _)| finding.changed && is_examined(finding)).count();
        problems.add(Fact::ReviewedResponsesChanged { answers, now }, &recorded.spot);
    } else if written.redacted {
        // Its sample was held against answers of which some are left out here.
    } else if let Some((sample, spot)) = &sample {
        // Of other answers, other items would be drawn.
        examined(&draw(*sample), &findings, spot, problems);
    }
    let assessment = responses.particulars.date;
    if let Some(date) = reviewer.date.as_ref().filter(|date| date.value < assessment) {
        problems.add(Fact::ReviewBeforeAssessment { date: date.value, assessment }, &date.spot);
    }
    Some(Review {
        reviewer: reviewer.reviewer.value.trim().to_owned(),
        body: reviewer.body,
        independence: reviewer.independence.map(|text| text.value).unwrap_or_default(),
        scope: reviewer.scope,
        date: reviewer.date.map(|date| date.value),
        language: reviewer.language,
        responses_sha256: recorded.map(|hash| hash.value).unwrap_or_default(),
        responses_changed,
        sample: sample.map(|(sample, _)| sample),
        findings: findings.into_iter().map(|(id, (finding, _))| (id, finding)).collect(),
        provenance: written.provenance,
    })
}

/// Notes that what binds a review is missing, which only a redacted one does without.
pub(super) fn bound(
    hash: &Option<At<String>>,
    (key, table): (&str, &str),
    spot: &Spot,
    redacted: bool,
    problems: &Problems,
) {
    if hash.is_none() && !redacted {
        let missing = Missing { key: key.into(), table: table.into(), empty: false, braces: false };
        problems.add(Fact::MissingKey(missing), spot);
    }
}

/// What a redacted review says of a later change; in another, it is a problem that it is said.
pub(super) fn only_redacted(said: Option<At<bool>>, key: &'static str, redacted: bool, problems: &Problems) -> bool {
    let Some(said) = said else { return false };
    if !redacted {
        problems.add(Fact::OnlyInRedacted { key }, &said.spot);
    }
    redacted && said.value
}

fn is_examined(finding: &Finding) -> bool {
    finding.verdict != Verdict::NotExamined
}

/// How the items were drawn, if a sample can be drawn so.
fn drawing(written: &written::Drawing, problems: &Problems) -> Option<(Drawn, Spot)> {
    let within = |key: &str, number: &At<i64>, least: i64, most: i64| {
        let fits = (least..=most).contains(&number.value);
        if !fits {
            let fact = Fact::WeightOutOfRange { key: key.into(), given: number.value, least, most };
            problems.add(fact, &number.spot);
        }
        fits
    };
    let fit = [within("size", &written.size, 1, 1_000_000), within("seed", &written.seed, 0, i64::MAX)];
    let (size, seed) = (usize::try_from(written.size.value).ok()?, u64::try_from(written.seed.value).ok()?);
    fit.iter().all(|fits| *fits).then(|| (Drawn { size, seed }, written.spot.clone()))
}

/// Notes what stands against the reviewer's independence.
fn independent(reviewer: &written::Reviewer, responses: &Responses, problems: &Problems) {
    let is_said = reviewer.independence.as_ref().is_some_and(|text| !text.value.trim().is_empty());
    if !is_said {
        let spot = reviewer.independence.as_ref().map_or(&reviewer.spot, |text| &text.spot);
        problems.add(Fact::IndependenceMissing, spot);
    }
    let name = reviewer.reviewer.value.trim();
    let particulars = &responses.particulars;
    for (other, role) in [(&particulars.prepared_by, "prepared"), (&particulars.validated_by, "validated")] {
        // A merged review names several.
        let mut names = name.split(';').map(str::trim);
        if let Some(name) = names.find(|name| name.to_lowercase() == other.trim().to_lowercase()) {
            let fact = Fact::ReviewerNotIndependent { name: name.to_owned(), role };
            problems.add(fact, &reviewer.reviewer.spot);
            break;
        }
    }
}

/// Holds what was examined against what was drawn.
fn examined(
    drawn: &BTreeSet<ItemId>,
    findings: &BTreeMap<ItemId, (Finding, Spot)>,
    sample: &Spot,
    problems: &Problems,
) {
    let examined = || findings.iter().filter(|(_, (finding, _))| is_examined(finding));
    for (item, (_, spot)) in examined().filter(|(item, _)| !drawn.contains(*item)) {
        problems.add_for(item, Fact::OutsideSample { item: item.clone() }, spot);
    }
    let done: BTreeSet<&ItemId> = examined().map(|(item, _)| item).collect();
    let mut open = drawn.iter().filter(|item| !done.contains(item));
    if let Some(first) = open.next() {
        let fact = Fact::SampleNotExamined { open: open.count() + 1, of: drawn.len(), first: first.clone() };
        problems.add(fact, sample);
    }
}
