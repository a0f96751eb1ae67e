//! One question with its answer, as part of the page of its recommendation.

use serde::Serialize;
use toml::{Table, Value};

use super::super::answer::{self, LISTS, blocks};
use super::super::site::Case;
use super::field::{Block, Field, Filling};
use super::frame::Said;
use crate::assess::{ItemResult, Standing, suggestions};
use crate::model::{Answer, Group, Indicator, Item, ItemId, Origin, Responses, Rules, Wording};
use crate::problem::Code;
use crate::report::Text;
use crate::table::Table as Kind;

/// A question with its answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ItemPart {
    id: String,
    /// What the names of its fields begin with, with a dot.
    before: String,
    anchor: String,
    ask: Text,
    guidance: Option<Text>,
    wanted: Vec<Text>,
    group: Group,
    indicator: Indicator,
    origin: Origin,
    /// `unanswered`, `to-confirm`, `not-applicable` or `answered`.
    standing: &'static str,
    /// Whether its paragraph or resolution is excused as a whole.
    excused: bool,
    revision: String,
    level: Field,
    /// What most answers have.
    main: Vec<Field>,
    /// Why it doesn't apply.
    reason: Vec<Field>,
    /// Whether the fields of the reason stand open.
    reason_open: bool,
    /// A figure, on scales that want one.
    measure: Vec<Field>,
    /// What only some answers need.
    more: Vec<Field>,
    more_open: bool,
    evidence: Vec<Block>,
    new_evidence: Block,
    evidence_problems: Vec<Said>,
    actions: Vec<Block>,
    new_action: Block,
    action_problems: Vec<Said>,
    /// What `check` says that belongs to no field.
    problems: Vec<Said>,
    /// The answer of the last period.
    before_this: Option<Earlier>,
    /// What was answered to linked questions.
    linked: Vec<Earlier>,
    conflict: bool,
}

/// An answer from elsewhere.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Earlier {
    /// How the linked question relates to this one; empty for the answer of the last period.
    relation: String,
    id: String,
    /// The page of the linked question; empty if it is on none.
    address: String,
    level: Option<Text>,
    narrative: String,
}

/// The keys that stand in a group of their own, in the order of the page.
const REASON: [&str; 2] = ["reason-code", "reason"];
const MEASURE: [&str; 4] = ["measure.value", "measure.unit", "measure.year", "measure.source"];
const MORE: [&str; 4] = ["assigned-to", "answered-by", "state", "internal-note"];

impl ItemPart {
    pub(super) fn of(result: &ItemResult<'_>, case: &Case, others: &Responses, filling: Filling<'_>) -> Option<Self> {
        let rules = &filling.site.rules;
        let (item, before) = (result.item, format!("{}.", result.item.id.name()));
        let table = written(case, &item.id);
        let mut level = filling.level(item, result.scale, &table, &before)?;
        let wanted = |keys: &[&str]| -> Vec<Field> {
            let columns = keys.iter().filter_map(|key| Kind::Answers.column(key));
            columns.map(|column| filling.field(Kind::Answers, column, &table, &before)).collect()
        };
        let mut keys = vec!["narrative", "done-on"];
        if item.about != Group::Institution || table.contains_key("basis") {
            keys.extend(["basis", "state-comment"]);
        }
        keys.push("obstacle");
        let (mut main, mut reason, mut more) = (wanted(&keys), wanted(&REASON), wanted(&MORE));
        let has_measure = result.scale.measure || table.contains_key("measure");
        let mut measure = if has_measure { wanted(&MEASURE) } else { Vec::new() };
        let [(evidence, new_evidence), (actions, new_action)] = LISTS.map(|kind| {
            let before = format!("{before}{}.", kind.name());
            let there = blocks(&table, kind).into_iter().enumerate();
            let there = there.map(|(number, block)| filling.block(kind, &block, format!("{before}{number}.")));
            (there.collect::<Vec<_>>(), filling.new_block(kind, format!("{before}new.")))
        });
        let (mut problems, mut evidence_problems, mut action_problems) = (vec![], vec![], vec![]);
        for problem in case.problems.iter().filter(|problem| problem.item.as_ref() == Some(&item.id)) {
            let said = Said::of(problem);
            let key = key_of(problem.code());
            let mut fields = [&mut main, &mut reason, &mut more, &mut measure].into_iter().flatten();
            match fields.find(|field| field.key == key) {
                Some(field) => field.problems.push(said),
                None => match key {
                    "level" => level.problems.push(said),
                    "evidence" => evidence_problems.push(said),
                    "actions" => action_problems.push(said),
                    _ => problems.push(said),
                },
            }
        }
        Some(Self {
            id: item.id.to_string(),
            anchor: item.id.name().to_owned(),
            ask: text(&item.ask),
            guidance: item.guidance.as_ref().map(text),
            wanted: item.evidence.iter().map(text).collect(),
            group: item.about,
            indicator: item.indicator,
            origin: item.origin,
            standing: standing(result),
            excused: matches!(result.standing, Standing::NotApplicable(crate::assess::Excuse::Exclusion(_))),
            revision: answer::revision(&table, Kind::Answers),
            reason_open: reason.iter().any(Field::wants_to_be_seen)
                || matches!(result.standing, Standing::NotApplicable(_)),
            more_open: more.iter().any(Field::wants_to_be_seen),
            level,
            main,
            reason,
            measure,
            more,
            evidence,
            new_evidence,
            evidence_problems,
            actions,
            new_action,
            action_problems,
            problems,
            before_this: filling.site.baseline.as_ref().and_then(|baseline| earlier(item, rules, baseline)),
            linked: linked(item, rules, others),
            conflict: filling.conflict,
            before,
        })
    }
}

/// The answer to an item as it stands in the file.
pub(super) fn written(case: &Case, id: &ItemId) -> Table {
    let answers = case.said.get("response").and_then(Value::as_table);
    // Only references can be written in two forms.
    let is_of_item = |written: &str| written.ends_with(id.name()) && ItemId::parse(written).as_ref() == Some(id);
    let found = answers.into_iter().flatten().find(|(written, _)| is_of_item(written));
    found.and_then(|(_, answer)| answer.as_table()).cloned().unwrap_or_default()
}

/// Where an answer stands, in the word of the page.
pub(super) fn standing(result: &ItemResult<'_>) -> &'static str {
    match result.standing {
        Standing::Unanswered if result.carried().is_some() => "to-confirm",
        Standing::Unanswered => "unanswered",
        Standing::NotApplicable(_) => "not-applicable",
        Standing::Unvalued(_) | Standing::Valued { .. } => "answered",
    }
}

pub(super) fn text(wording: &Wording) -> Text {
    let (lang, text) = wording.in_language("en");
    Text { text: text.to_owned(), lang: lang.to_owned() }
}

/// The field that a problem of an answer belongs to.
pub(super) fn key_of(code: Code) -> &'static str {
    match code {
        Code::UnknownLevel
        | Code::LevelOfOtherScale
        | Code::NotApplicableForbidden
        | Code::AnsweredThoughExcluded
        | Code::AnswersContradict => "level",
        Code::NarrativeMissing => "narrative",
        Code::ReasonMissing => "reason",
        Code::BasisMissing => "basis",
        Code::MeasureMissing => "measure.value",
        Code::DoneOnMissing | Code::FutureDate => "done-on",
        Code::ToBeConfirmed => "state",
        Code::EvidenceMissing
        | Code::EvidenceFileMissing
        | Code::EvidenceChanged
        | Code::EvidenceAfterAssessment
        | Code::UnsafePath
        | Code::BackslashPath => "evidence",
        Code::ActionOverdue => "actions",
        _ => "",
    }
}

fn earlier(item: &Item, rules: &Rules, baseline: &Responses) -> Option<Earlier> {
    let response = baseline.responses.get(&item.id)?;
    let level = match &response.answer {
        Answer::Level(id) => {
            rules.scale_of(item, response.scale.as_deref(), &baseline.scales)?.level(id).map(|level| text(&level.label))
        }
        Answer::Unanswered | Answer::NotApplicable { .. } => None,
    };
    let id = item.id.to_string();
    Some(Earlier { relation: String::new(), id, address: String::new(), level, narrative: response.narrative.clone() })
}

/// `others` are the answers without those of this paragraph: an answered item is its own best suggestion.
fn linked(item: &Item, rules: &Rules, others: &Responses) -> Vec<Earlier> {
    suggestions(item, rules, others).iter().map(view).collect()
}

fn view(found: &crate::assess::Suggestion<'_>) -> Earlier {
    let id = &found.item.id;
    Earlier {
        relation: found.relation.map(|relation| relation.to_string()).unwrap_or_default(),
        id: id.to_string(),
        address: super::super::site::named(id.instrument(), id.reference()) + "#" + id.name(),
        level: Some(text(&found.level.label)),
        narrative: found.response.narrative.clone(),
    }
}
