//! Evidence: as what an observation rests on, and in the back matter with its seal.

use serde::Serialize;

use super::office::Office;
use super::shared::{Property, Resource, Rlink, address, title};
use crate::assess::{Assessment, ItemResult};
use crate::load::oscal::escaped;
use crate::model::Evidence;

/// What an observation rests on.
#[derive(Serialize)]
pub(super) struct RelevantEvidence {
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    description: String,
    props: Vec<Property>,
}

impl RelevantEvidence {
    /// The evidence with this number of an item; `confidential` are the words for what may not be named.
    pub(super) fn of(
        evidence: &Evidence,
        number: usize,
        result: &ItemResult<'_>,
        office: &Office<'_>,
        confidential: &str,
    ) -> Self {
        let named = !evidence.title.is_empty();
        let mut props = vec![Property::ours("found", &word(evidence))];
        props.extend(evidence.confidential.then(|| Property::ours("confidential", "true")));
        props.extend(Property::unless_empty("kind", &evidence.kind));
        props.extend(evidence.date.map(|day| Property::ours("date", &day.to_string())));
        props.extend(Property::unless_empty("pages", &evidence.pages));
        Self {
            href: is_cited(evidence).then(|| format!("#{}", resource(number, result, office))),
            description: escaped(if named { &evidence.title } else { confidential }),
            props,
        }
    }
}

/// A resource for each piece of evidence that has a file or an address.
pub(super) fn resources(assessment: &Assessment<'_>, office: &Office<'_>) -> Vec<Resource> {
    let mut resources = Vec::new();
    for result in &assessment.items {
        let cited = result.response.map(|response| response.evidence.as_slice()).unwrap_or_default();
        for (number, evidence) in cited.iter().enumerate().filter(|(_, evidence)| is_cited(evidence)) {
            let file = (!evidence.file.is_empty()).then(|| Rlink::hashed(&evidence.file, &evidence.sha256));
            let web = (!evidence.url.is_empty()).then(|| Rlink { href: address(&evidence.url), hashes: Vec::new() });
            resources.push(Resource {
                uuid: resource(number, result, office),
                title: title(&evidence.title, result.item.id.as_str()),
                description: (!evidence.description.is_empty()).then(|| escaped(&evidence.description)),
                props: vec![Property::ours("id", result.item.id.as_str())],
                rlinks: file.into_iter().chain(web).collect(),
            });
        }
    }
    resources
}

fn is_cited(evidence: &Evidence) -> bool {
    !evidence.file.is_empty() || !evidence.url.is_empty()
}

fn resource(number: usize, result: &ItemResult<'_>, office: &Office<'_>) -> String {
    office.numbered("evidence", result, &(number + 1).to_string())
}

/// What was found where it points, as data name it.
fn word(evidence: &Evidence) -> String {
    serde_json::to_value(evidence.found).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
