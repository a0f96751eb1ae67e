//! A plan of action and milestones: the items for which the institution announced next steps, each with a risk (that the
//! recommendation stays unmet), its deadline, and the steps with their days and owners.

use std::collections::BTreeMap;

use serde::Serialize;

use super::office::{Office, Origin};
use super::shared::{Metadata, Property, Role, VERSION, file, moment, title, uuid};
use crate::assess::{Assessment, ItemResult};
use crate::load::oscal::escaped;
use crate::model::{Action, ActionStatus, Deadline};
use crate::render::{Failure, Words};

/// The name of the file.
pub(super) const NAME: &str = "plan-of-action-and-milestones.json";

/// The file; `None` if there are no next steps.
pub(super) fn poam(assessment: &Assessment<'_>, words: &Words) -> Result<Option<Vec<u8>>, Failure> {
    let planned: Vec<&ItemResult<'_>> = assessment.items.iter().filter(|item| !actions(item).is_empty()).collect();
    if planned.is_empty() {
        return Ok(None);
    }
    let office = Office::of(assessment, words)?;
    let with = BTreeMap::from([("institution", office.name.clone()), ("date", words.day(office.date)?)]);
    let heading = title(&words.say("oscal.poam", &with)?, "—");
    Ok(Some(file("plan-of-action-and-milestones", |uuid| Plan {
        uuid,
        metadata: Metadata {
            title: heading.clone(),
            last_modified: moment(office.date),
            version: office.date.to_string(),
            oscal_version: VERSION,
            props: Vec::new(),
            links: Vec::new(),
            roles: owners(&planned),
            parties: vec![office.party()],
            remarks: None,
        },
        system_id: SystemId { identifier_type: "http://ietf.org/rfc/rfc4122", id: office.own_uuid() },
        risks: planned.iter().map(|item| Risk::of(item, &office)).collect(),
        poam_items: planned.iter().map(|item| Item::of(item, &office)).collect(),
    })))
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Plan {
    uuid: String,
    metadata: Metadata,
    system_id: SystemId,
    risks: Vec<Risk>,
    poam_items: Vec<Item>,
}

/// Whose plan it is.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct SystemId {
    identifier_type: &'static str,
    id: String,
}

/// That an item stays unmet.
#[derive(Serialize)]
struct Risk {
    uuid: String,
    title: String,
    description: String,
    statement: String,
    props: Vec<Property>,
    status: &'static str,
    origins: Vec<Origin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<String>,
    remediations: Vec<Remediation>,
}

/// A next step.
#[derive(Serialize)]
struct Remediation {
    uuid: String,
    lifecycle: &'static str,
    title: String,
    description: String,
    props: Vec<Property>,
    tasks: Vec<Task>,
}

/// Its day and owner.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Task {
    uuid: String,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    timing: Timing,
    responsible_roles: Vec<RoleId>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Timing {
    on_date: Day,
}

#[derive(Serialize)]
struct Day {
    date: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct RoleId {
    role_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item {
    uuid: String,
    title: String,
    description: String,
    props: Vec<Property>,
    related_risks: Vec<RelatedRisk>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct RelatedRisk {
    risk_uuid: String,
}

fn actions<'a>(result: &ItemResult<'a>) -> &'a [Action] {
    result.response.map(|response| response.actions.as_slice()).unwrap_or_default()
}

/// A role for each owner, in order of the first step that names it.
fn owners(planned: &[&ItemResult<'_>]) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for action in planned.iter().flat_map(|item| actions(item)) {
        let id = owner(&action.responsible);
        if !roles.iter().any(|role| role.id == id) {
            roles.push(Role { id, title: title(&action.responsible, "—") });
        }
    }
    roles
}

/// A token that is always the same for the same owner.
fn owner(responsible: &str) -> String {
    format!("owner-{}", uuid("owner", &[responsible]))
}

impl Risk {
    fn of(result: &ItemResult<'_>, office: &Office<'_>) -> Self {
        let actions = actions(result);
        let level = result
            .level()
            .map(|level| format!("{}: {}", level.label.text(office.language), level.meaning.text(office.language)));
        let response = result.response;
        let obstacle = response.map(|response| response.obstacle.trim()).unwrap_or_default();
        let mut props = about(result);
        props.extend(result.level().map(|level| Property::ours("level", &level.id)));
        props.extend(Property::unless_empty("obstacle", obstacle));
        Self {
            uuid: office.uuid("risk", result),
            title: office.question(result),
            description: escaped(level.as_deref().unwrap_or_else(|| result.item.ask.text(office.language))),
            statement: escaped(&result.recommendation.text),
            props,
            status: match () {
                () if result.is_top() => "closed",
                () if actions
                    .iter()
                    .any(|action| matches!(action.status, ActionStatus::Started | ActionStatus::Done)) =>
                {
                    "remediating"
                }
                () => "open",
            },
            origins: vec![office.origin()],
            deadline: match result.recommendation.deadline {
                Some(Deadline::Date(day)) => Some(moment(day)),
                _ => None,
            },
            remediations: actions
                .iter()
                .enumerate()
                .map(|(number, action)| Remediation::of(action, &(number + 1).to_string(), result, office))
                .collect(),
        }
    }
}

impl Remediation {
    fn of(action: &Action, number: &str, result: &ItemResult<'_>, office: &Office<'_>) -> Self {
        let mut props =
            vec![Property::ours("status", &action.status.to_string()), Property::ours("due", &action.due.to_string())];
        props.extend(Property::unless_empty("responsible", &action.responsible));
        props.extend(Property::unless_empty("cost", &action.cost));
        Self {
            uuid: office.numbered("action", result, number),
            lifecycle: match action.status {
                ActionStatus::Open | ActionStatus::Started => "planned",
                ActionStatus::Done => "completed",
                ActionStatus::Dropped => "dropped",
            },
            title: title(&action.what, "—"),
            description: escaped(&action.what),
            props,
            tasks: vec![Task {
                uuid: office.numbered("milestone", result, number),
                kind: "milestone",
                title: title(&action.what, "—"),
                timing: Timing { on_date: Day { date: moment(action.due) } },
                responsible_roles: vec![RoleId { role_id: owner(&action.responsible) }],
            }],
        }
    }
}

impl Item {
    fn of(result: &ItemResult<'_>, office: &Office<'_>) -> Self {
        let narrative = result.response.map(|response| response.narrative.trim()).unwrap_or_default();
        let words = if narrative.is_empty() { result.item.ask.text(office.language) } else { narrative };
        Self {
            uuid: office.uuid("poam-item", result),
            title: office.question(result),
            description: escaped(words),
            props: about(result),
            related_risks: vec![RelatedRisk { risk_uuid: office.uuid("risk", result) }],
        }
    }
}

/// Which item it is about.
fn about(result: &ItemResult<'_>) -> Vec<Property> {
    vec![
        Property::ours("id", result.item.id.as_str()),
        Property::ours("control-id", &result.item.id.token()),
        Property::ours("group", &result.group().to_string()),
    ]
}
