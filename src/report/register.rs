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
    /// Other titles under which it is cited.
    pub other_titles: Vec<String>,
    /// The paragraphs for which it is cited, each once; the anchors are of the first item.
    pub places: Vec<Place>,
}

/// Every document that the answers cite, in the order in which they do. The same file, or the same address without a
/// file, is the same document.
pub(super) fn register(assessment: &Assessment<'_>, language: &str) -> Vec<Registered> {
    let mut found: Vec<(&Evidence, Registered)> = Vec::new();
    for item in &assessment.items {
        let cited = item.response.map(|response| response.evidence.as_slice()).unwrap_or_default();
        // What is redacted has no title, and no place in a register.
        for one in cited.iter().filter(|one| !one.title.is_empty()) {
            let place = place(&item.item.id, assessment, language);
            match found.iter_mut().find(|(other, _)| is_same(one, other)) {
                Some((_, registered)) => registered.cite(&one.title, place),
                None => found.push((
                    one,
                    Registered {
                        number: found.len() + 1,
                        document: evidence(one),
                        other_titles: Vec::new(),
                        places: vec![place],
                    },
                )),
            }
        }
    }
    found.into_iter().map(|(_, registered)| registered).collect()
}

impl Registered {
    /// Notes that the document is cited again.
    fn cite(&mut self, title: &str, place: Place) {
        if self.document.title != title && !self.other_titles.iter().any(|other| other == title) {
            self.other_titles.push(title.to_owned());
        }
        let same = |other: &Place| other.instrument == place.instrument && other.reference == place.reference;
        if !self.places.iter().any(same) {
            self.places.push(place);
        }
    }
}

fn is_same(one: &Evidence, other: &Evidence) -> bool {
    one.confidential == other.confidential
        && match (one.file.is_empty(), other.file.is_empty()) {
            (false, false) => one.file == other.file,
            (true, true) => one.url == other.url,
            _ => false,
        }
}
