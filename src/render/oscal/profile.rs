//! A profile: which questions of the catalogs were asked. Results refer to it, since there is no assessment plan.

use serde::Serialize;

use super::catalog;
use super::shared::{Metadata, VERSION, file, moment, title};
use crate::assess::Assessment;
use crate::render::{Failure, Words};

/// The name of the file.
pub(super) const NAME: &str = "profile.json";

/// The file.
pub(super) fn profile(assessment: &Assessment<'_>, words: &Words) -> Result<Vec<u8>, Failure> {
    let heading = title(&words.plain("oscal.profile")?, "—");
    let date = assessment.responses.particulars.date;
    Ok(file("profile", |uuid| Profile {
        uuid,
        metadata: Metadata {
            title: heading.clone(),
            last_modified: moment(date),
            version: date.to_string(),
            oscal_version: VERSION,
            props: Vec::new(),
            links: Vec::new(),
            roles: Vec::new(),
            parties: Vec::new(),
            remarks: None,
        },
        imports: imports(assessment),
        merge: Merge { as_is: true },
    }))
}

#[derive(Serialize)]
struct Profile {
    uuid: String,
    metadata: Metadata,
    imports: Vec<Import>,
    merge: Merge,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Import {
    href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    include_all: Option<All>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    include_controls: Vec<Controls>,
}

#[derive(Serialize)]
struct All {}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Controls {
    with_ids: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Merge {
    as_is: bool,
}

/// The questions asked of each instrument. OSCAL knows no empty choice, so an instrument of which nothing is asked is taken
/// whole.
fn imports(assessment: &Assessment<'_>) -> Vec<Import> {
    let instruments = assessment.instruments.iter();
    instruments
        .map(|instrument| {
            let asked = assessment.items.iter().filter(|item| item.instrument.id == instrument.id);
            let with_ids: Vec<String> = asked.map(|item| item.item.id.token()).collect();
            Import {
                href: catalog::name(&instrument.id),
                include_all: with_ids.is_empty().then_some(All {}),
                include_controls: if with_ids.is_empty() { Vec::new() } else { vec![Controls { with_ids }] },
            }
        })
        .collect()
}
