//! Assessment results: an observation for every answer, a finding for every answer that has a value, and the figures.
//!
//! A question without an answer has neither: nothing was found of it. It is among the excluded controls.

use serde::Serialize;

use super::evidence::{self, RelevantEvidence};
use super::figures;
use super::office::{Office, Origin};
use super::shared::{BackMatter, Metadata, Property, Resource, Rlink, VERSION, file, line, moment, title, uuid};
use super::{catalog, profile};
use crate::assess::{Assessment, Excuse, ItemResult, Standing};
use crate::load::oscal::escaped;
use crate::render::{Failure, Words};

/// The name of the file.
pub(super) const NAME: &str = "assessment-results.json";

/// The file.
pub(super) fn results(assessment: &Assessment<'_>, words: &Words) -> Result<Vec<u8>, Failure> {
    let office = Office::of(assessment, words)?;
    let particulars = &assessment.responses.particulars;
    let said = Said::of(assessment, &office, words)?;
    let answered: Vec<&ItemResult<'_>> =
        assessment.items.iter().filter(|item| !matches!(item.standing, Standing::Unanswered)).collect();
    let plan = uuid("assessment-plan", &office.known_by());
    let confidential = words.plain("oscal.confidential")?;
    Ok(file("assessment-results", |uuid| Results {
        uuid,
        metadata: Metadata {
            title: said.title.clone(),
            last_modified: moment(particulars.date),
            version: particulars.date.to_string(),
            oscal_version: VERSION,
            props: Vec::new(),
            links: Vec::new(),
            roles: Vec::new(),
            parties: vec![office.party()],
            remarks: None,
        },
        import_ap: Import { href: format!("#{plan}") },
        results: vec![Outcome {
            uuid: super::shared::uuid("result", &office.known_by()),
            title: said.title.clone(),
            description: said.about.clone(),
            start: moment(particulars.period.from),
            end: moment(particulars.period.to),
            props: figures::props(assessment),
            reviewed_controls: reviewed(assessment, &said),
            observations: answered.iter().map(|item| Observation::of(item, &office, &confidential)).collect(),
            findings: answered.iter().filter_map(|item| Finding::of(item, &office)).collect(),
            remarks: said.unanswered.clone(),
        }],
        back_matter: BackMatter::of(resources(assessment, &office, &said, plan.clone())),
    }))
}

/// Sentences of the file.
struct Said {
    title: String,
    about: String,
    reviewed: String,
    unanswered: Option<String>,
    plan: (String, String),
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Results {
    uuid: String,
    metadata: Metadata,
    import_ap: Import,
    results: Vec<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    back_matter: Option<BackMatter>,
}

#[derive(Serialize)]
struct Import {
    href: String,
}

/// The result of the period.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Outcome {
    uuid: String,
    title: String,
    description: String,
    start: String,
    end: String,
    props: Vec<Property>,
    reviewed_controls: Reviewed,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    observations: Vec<Observation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Reviewed {
    control_selections: Vec<Selection>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Selection {
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    include_all: Option<All>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    include_controls: Vec<ControlId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exclude_controls: Vec<ControlId>,
}

#[derive(Serialize)]
struct All {}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ControlId {
    control_id: String,
}

/// What was answered to an item.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Observation {
    uuid: String,
    title: String,
    description: String,
    props: Vec<Property>,
    methods: Vec<&'static str>,
    types: Vec<&'static str>,
    origins: Vec<Origin>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relevant_evidence: Vec<RelevantEvidence>,
    collected: String,
}

/// Whether an item is met.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Finding {
    uuid: String,
    title: String,
    description: String,
    props: Vec<Property>,
    origins: Vec<Origin>,
    target: Target,
    related_observations: Vec<Related>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Target {
    #[serde(rename = "type")]
    kind: &'static str,
    target_id: String,
    status: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    implementation_status: Option<Implementation>,
}

#[derive(Serialize)]
struct State {
    state: &'static str,
    reason: &'static str,
}

#[derive(Serialize)]
struct Implementation {
    state: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Related {
    observation_uuid: String,
}

impl Said {
    fn of(assessment: &Assessment<'_>, office: &Office<'_>, words: &Words) -> Result<Self, Failure> {
        let period = assessment.responses.particulars.period;
        let with = std::collections::BTreeMap::from([
            ("institution", office.name.clone()),
            ("from", period.from.to_string()),
            ("to", period.to.to_string()),
        ]);
        let open = assessment.items.iter().filter(|item| matches!(item.standing, Standing::Unanswered)).count();
        let counted = std::collections::BTreeMap::from([("count", open.to_string())]);
        let nothing = assessment.items.is_empty();
        Ok(Self {
            title: title(&words.say("oscal.results", &with)?, "—"),
            about: escaped(&words.plain("oscal.results-about")?),
            reviewed: escaped(&words.plain(if nothing { "oscal.nothing-asked" } else { "oscal.reviewed" })?),
            unanswered: match open {
                0 => None,
                _ => Some(escaped(&words.say("oscal.unanswered", &counted)?)),
            },
            plan: (
                title(&words.plain("oscal.plan-of-assessment")?, "—"),
                escaped(&words.plain("oscal.plan-of-assessment-about")?),
            ),
        })
    }
}

/// All that was asked, less what has no answer.
fn reviewed(assessment: &Assessment<'_>, said: &Said) -> Reviewed {
    let ids = |wanted: &dyn Fn(&ItemResult<'_>) -> bool| -> Vec<ControlId> {
        let items = assessment.items.iter().filter(|item| wanted(item));
        items.map(|item| ControlId { control_id: item.item.id.token() }).collect()
    };
    Reviewed {
        control_selections: vec![Selection {
            description: said.reviewed.clone(),
            include_all: assessment.items.is_empty().then_some(All {}),
            include_controls: ids(&|_| true),
            exclude_controls: ids(&|item| matches!(item.standing, Standing::Unanswered)),
        }],
    }
}

fn resources(assessment: &Assessment<'_>, office: &Office<'_>, said: &Said, plan: String) -> Vec<Resource> {
    let mut resources = vec![Resource {
        uuid: plan,
        title: said.plan.0.clone(),
        description: Some(said.plan.1.clone()),
        props: Vec::new(),
        rlinks: vec![Rlink::hashed(profile::NAME, "")],
    }];
    resources.extend(evidence::resources(assessment, office));
    resources
}

impl Observation {
    fn of(result: &ItemResult<'_>, office: &Office<'_>, confidential: &str) -> Self {
        let response = result.response;
        let cited = response.map(|response| response.evidence.as_slice()).unwrap_or_default();
        let examined = cited.iter().any(|evidence| evidence.found.counts());
        Self {
            uuid: observation(result, office),
            title: office.question(result),
            description: description(result, office),
            props: answer(result),
            // What an answer without evidence rests on isn't told: OSCAL has UNKNOWN for what was written in another form.
            methods: vec![if examined { "EXAMINE" } else { "UNKNOWN" }],
            types: vec!["control-objective"],
            origins: vec![office.origin()],
            relevant_evidence: cited
                .iter()
                .enumerate()
                .map(|(number, one)| RelevantEvidence::of(one, number, result, office, confidential))
                .collect(),
            collected: moment(office.date),
        }
    }
}

impl Finding {
    /// `None` if the answer has no value: it is then neither met nor not met.
    fn of(result: &ItemResult<'_>, office: &Office<'_>) -> Option<Self> {
        let Standing::Valued { level, value } = result.standing else { return None };
        let (state, reason) = match value {
            _ if result.is_top() => ("satisfied", "pass"),
            0 => ("not-satisfied", "fail"),
            _ => ("not-satisfied", "other"),
        };
        // Half of a duty to refrain is no half success.
        let implementation = match value {
            _ if result.is_top() => Some("implemented"),
            1.. if !level.breach => Some("partial"),
            _ => None,
        };
        Some(Self {
            uuid: office.uuid("finding", result),
            title: office.question(result),
            description: escaped(&format!(
                "{}: {}",
                level.label.text(office.language),
                level.meaning.text(office.language)
            )),
            props: rating(result),
            origins: vec![office.origin()],
            target: Target {
                kind: "objective-id",
                target_id: catalog::objective(result.item),
                status: State { state, reason },
                implementation_status: implementation.map(|state| Implementation { state }),
            },
            related_observations: vec![Related { observation_uuid: observation(result, office) }],
        })
    }
}

fn observation(result: &ItemResult<'_>, office: &Office<'_>) -> String {
    office.uuid("observation", result)
}

/// The institution's own words, else those of the level or of why it doesn't apply.
fn description(result: &ItemResult<'_>, office: &Office<'_>) -> String {
    let narrative = result.response.map(|response| response.narrative.trim()).unwrap_or_default();
    let reason = match result.standing {
        Standing::NotApplicable(Excuse::Item { reason, .. }) => reason,
        Standing::NotApplicable(Excuse::Exclusion(exclusion)) => &exclusion.reason,
        _ => "",
    };
    let level = result.level().map(|level| level.meaning.text(office.language)).unwrap_or_default();
    let words = [narrative, reason, level].into_iter().find(|words| !words.is_empty());
    escaped(words.unwrap_or(result.item.id.as_str()))
}

/// What was answered, beyond its words.
fn answer(result: &ItemResult<'_>) -> Vec<Property> {
    let mut props = rating(result);
    if let Standing::NotApplicable(excuse) = result.standing {
        let (by, code) = match excuse {
            Excuse::Item { reason_code, .. } => ("item", reason_code),
            Excuse::Exclusion(exclusion) => ("exclusion", exclusion.reason_code),
        };
        props.push(Property::ours("not-applicable-by", by));
        props.extend(code.map(|code| Property::ours("reason-code", &code.to_string())));
    }
    let Some(response) = result.response else { return props };
    props.extend(response.done_on.map(|day| Property::ours("done-on", &day.to_string())));
    props.extend(response.basis.map(|basis| Property::ours("basis", &basis.to_string())));
    props.extend(Property::unless_empty("state-comment", response.state_comment.trim()));
    props.extend(Property::unless_empty("obstacle", response.obstacle.trim()));
    if let Some(measure) = &response.measure {
        props.push(Property::ours("measure", &measure.value));
        props.extend(Property::unless_empty("measure-unit", &measure.unit));
        props.extend(measure.year.map(|year| Property::ours("measure-year", &year.to_string())));
        props.extend(Property::unless_empty("measure-source", &measure.source));
    }
    props
}

/// Where the item stands, and what it is worth.
fn rating(result: &ItemResult<'_>) -> Vec<Property> {
    let standing = match result.standing {
        Standing::Unanswered => "unanswered",
        Standing::NotApplicable(_) => "not-applicable",
        Standing::Unvalued(_) => "unvalued",
        Standing::Valued { .. } => "valued",
    };
    let mut props = vec![
        Property::ours("id", result.item.id.as_str()),
        Property::ours("group", &result.group().to_string()),
        Property::ours("standing", standing),
        Property::ours("scale", &result.scale.id),
    ];
    props.extend(result.level().map(|level| Property::ours("level", &level.id)));
    props.extend(result.value().map(|value| Property::ours("value", &value.to_string())));
    props.extend(result.is_refused().then(|| Property::ours("refused", "true")));
    props.push(Property::ours("share", &result.share.to_string()));
    props.extend(
        result.evidence.map(|strength| Property::ours("strongest-evidence", &line(&strength.to_string(), "—"))),
    );
    props
}
