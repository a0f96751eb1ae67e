//! A mapping collection: the links of the crosswalk between the instruments that are written, as OSCAL relates controls.

use serde::Serialize;

use super::catalog;
use super::shared::{Metadata, Property, VERSION, file, line, moment, title, uuid};
use crate::assess::Assessment;
use crate::load::oscal::escaped;
use crate::model::{Link, LinkEnd, Relation, token};
use crate::render::{Failure, Words};

/// The name of the file.
pub(super) const NAME: &str = "mapping-collection.json";

/// The file; `None` if no two of the instruments are linked.
pub(super) fn mapping(assessment: &Assessment<'_>, words: &Words) -> Result<Option<Vec<u8>>, Failure> {
    let known = |end: &LinkEnd| assessment.instruments.iter().any(|instrument| instrument.id == end.instrument);
    let links: Vec<&Link> = assessment.rules.links.iter().filter(|link| known(&link.from) && known(&link.to)).collect();
    if links.is_empty() {
        return Ok(None);
    }
    let (heading, about) = (words.plain("oscal.mapping")?, words.plain("oscal.mapping-about")?);
    let newest = assessment.instruments.iter().map(|instrument| instrument.date).max().unwrap_or_default();
    Ok(Some(file("mapping-collection", |uuid| Collection {
        uuid,
        metadata: Metadata {
            title: title(&heading, "—"),
            last_modified: moment(newest),
            version: versions(assessment),
            oscal_version: VERSION,
            props: assessment.rules.others.iter().map(|file| Property::ours("rules-file", &file.file)).collect(),
            links: Vec::new(),
            roles: Vec::new(),
            parties: Vec::new(),
            remarks: None,
        },
        provenance: Provenance {
            method: "human",
            matching_rationale: "semantic",
            status: "complete",
            mapping_description: escaped(&about),
        },
        mappings: mappings(&links),
    })))
}

#[derive(Serialize)]
struct Collection {
    uuid: String,
    metadata: Metadata,
    provenance: Provenance,
    mappings: Vec<Mapping>,
}

/// How the links came about.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Provenance {
    method: &'static str,
    matching_rationale: &'static str,
    status: &'static str,
    mapping_description: String,
}

/// The links from one instrument to another, or within one.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Mapping {
    uuid: String,
    source_resource: Source,
    target_resource: Source,
    maps: Vec<Map>,
}

#[derive(Serialize)]
struct Source {
    #[serde(rename = "type")]
    kind: &'static str,
    href: String,
}

#[derive(Serialize)]
struct Map {
    uuid: String,
    relationship: &'static str,
    sources: Vec<End>,
    targets: Vec<End>,
    props: Vec<Property>,
    remarks: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct End {
    #[serde(rename = "type")]
    kind: &'static str,
    id_ref: String,
    props: Vec<Property>,
}

/// The versions of all instruments, since a link holds between two of them.
fn versions(assessment: &Assessment<'_>) -> String {
    let versions = assessment.instruments.iter().map(|instrument| format!("{}@{}", instrument.id, instrument.version));
    line(&versions.collect::<Vec<_>>().join(" "), "—")
}

/// Links by the two instruments that they join, in the order of the crosswalk.
fn mappings(links: &[&Link]) -> Vec<Mapping> {
    let mut mappings: Vec<((&str, &str), Mapping)> = Vec::new();
    for link in links {
        let pair = (link.from.instrument.as_str(), link.to.instrument.as_str());
        let known = mappings.iter().position(|(of, _)| *of == pair);
        let at = known.unwrap_or_else(|| {
            mappings.push((pair, Mapping::between(pair)));
            mappings.len() - 1
        });
        mappings[at].1.maps.push(Map::of(link));
    }
    mappings.into_iter().map(|(_, mapping)| mapping).collect()
}

impl Mapping {
    fn between((from, to): (&str, &str)) -> Self {
        let source = |instrument: &str| Source { kind: "catalog", href: catalog::name(instrument) };
        Self {
            uuid: uuid("mapping", &[from, to]),
            source_resource: source(from),
            target_resource: source(to),
            maps: Vec::new(),
        }
    }
}

impl Map {
    fn of(link: &Link) -> Self {
        let end = |end: &LinkEnd| End {
            kind: "control",
            id_ref: token(&end.to_string()),
            props: vec![Property::ours("id", &end.to_string())],
        };
        Self {
            uuid: uuid("link", &[&link.from.to_string(), &link.to.to_string()]),
            relationship: match link.relation {
                Relation::Equal => "equivalent-to",
                Relation::Subset => "subset-of",
                Relation::Superset => "superset-of",
                Relation::Intersects => "intersects-with",
            },
            sources: vec![end(&link.from)],
            targets: vec![end(&link.to)],
            props: vec![Property::ours("relation", &link.relation.to_string())],
            remarks: escaped(link.reason.text("en")),
        }
    }
}
