//! The evidence register: every document once, with its date, its hash and where it is cited.

use serde::Serialize;

use super::items::{EvidenceView, evidence};
use super::lists::{Place, place};
use crate::assess::Assessment;
use crate::model::Evidence;

/// A document.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Registered {
    /// Its number in the register, from 1.
    pub number: usize,
    /// The document, as it is cited first.
    pub document: EvidenceView,
    /// Where it is cited.
    pub places: Vec<Place>,
}

/// Every document that the answers cite, in the order in which they do. One that is cited with the same file or address,
/// title and date is the same.
pub(super) fn register(assessment: &Assessment<'_>, language: &str) -> Vec<Registered> {
    let mut found: Vec<(&Evidence, Registered)> = Vec::new();
    for item in &assessment.items {
        let cited = item.response.map(|response| response.evidence.as_slice()).unwrap_or_default();
        // What is redacted has no title, and no place in a register.
        for one in cited.iter().filter(|one| !one.title.is_empty()) {
            let place = place(&item.item.id, assessment, language);
            match found.iter_mut().find(|(other, _)| is_same(one, other)) {
                Some((_, registered)) if registered.places.last() == Some(&place) => {}
                Some((_, registered)) => registered.places.push(place),
                None => found
                    .push((one, Registered { number: found.len() + 1, document: evidence(one), places: vec![place] })),
            }
        }
    }
    found.into_iter().map(|(_, registered)| registered).collect()
}

fn is_same(one: &Evidence, other: &Evidence) -> bool {
    let told = |evidence: &Evidence| {
        let evidence = evidence.clone();
        (evidence.file, evidence.url, evidence.title, evidence.date, evidence.sha256)
    };
    told(one) == told(other)
}
