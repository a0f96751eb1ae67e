//! One question with its answer, as part of the page of its recommendation.

use serde::Serialize;
use toml::{Table, Value};

use super::super::answer::Answered;
use super::super::site::Case;
use super::block::{Block, Marks};
use super::field::{Field, Filling};
use super::frame::{Pointed, Said};
use super::paragraph::{OnPage, Question};
use crate::assess::{ItemResult, Standing, suggestions};
use crate::model::{Answer, Group, Indicator, Item, ItemId, Origin, Responses, Rules, Wording};
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
    #[serde(flatten)]
    place: OnPage,
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
    marks: Marks,
    level: Field,
    /// What most answers have.
    main: Vec<Field>,
    /// Why it doesn't apply; nothing where that can't be and isn't said.
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
pub(super) struct Earlier {
    /// How the linked question relates to this one; empty for the answer of the last period.
    relation: String,
    /// The resolution and paragraph of the linked question, and its page.
    title: Option<Text>,
    reference: String,
    address: String,
    level: Option<Text>,
    narrative: String,
}

impl Question for ItemPart {
    fn anchor(&self) -> &str {
        &self.anchor
    }

    fn place(&mut self) -> &mut OnPage {
        &mut self.place
    }
}

/// The keys that stand in a group of their own, in the order of the page.
const REASON: [&str; 2] = ["reason-code", "reason"];
const MEASURE: [&str; 4] = ["measure.value", "measure.unit", "measure.year", "measure.source"];
const MORE: [&str; 4] = ["assigned-to", "answered-by", "state", "internal-note"];

impl ItemPart {
    pub(super) fn of(
        result: &ItemResult<'_>,
        answered: &Answered<'_>,
        case: &Case,
        others: &Responses,
        filling: Filling<'_>,
    ) -> Option<Self> {
        let (rules, item) = (&filling.site.rules, result.item);
        let (own, before) = (&answered.own, answered.before.clone());
        let says = |key: &str| own.there.as_ref().is_some_and(|table| table.contains_key(key));
        let mut level = filling.level(item, result.scale, own, &before)?;
        let wanted = |keys: &[&str]| -> Vec<Field> {
            let columns = keys.iter().filter_map(|key| Kind::Answers.column(key));
            columns.map(|column| filling.field(Kind::Answers, column, own, &before)).collect()
        };
        let mut keys = vec!["narrative", "done-on"];
        if item.about != Group::Institution || says("basis") || says("state-comment") {
            keys.extend(["basis", "state-comment"]);
        }
        keys.push("obstacle");
        let (mut main, mut reason, mut more) = (wanted(&keys), wanted(&REASON), wanted(&MORE));
        let has_measure = result.scale.measure || says("measure");
        let mut measure = if has_measure { wanted(&MEASURE) } else { Vec::new() };
        let [(evidence, mut new_evidence), (actions, new_action)] = answered.lists.each_ref().map(|list| {
            let blocks = filling.blocks(list, case, Some(&item.id));
            (blocks, filling.new_block(list))
        });
        new_evidence.chosen = filling.chosen(&answered.upload());
        new_evidence.open |= new_evidence.chosen.is_some();
        let (mut problems, mut evidence_problems) = (vec![], vec![]);
        let own_problems =
            case.parted().filter(|(_, part)| part.item.as_ref() == Some(&item.id) && part.block.is_none());
        for (problem, part) in own_problems {
            let said = Said::of(problem, filling.site.templates.words());
            let mut fields = [&mut main, &mut reason, &mut more, &mut measure].into_iter().flatten();
            match fields.find(|field| field.key == part.key) {
                Some(field) => field.problems.push(said),
                None => match part.key.as_str() {
                    "level" => level.problems.push(said),
                    "evidence" => evidence_problems.push(said),
                    _ => problems.push(said),
                },
            }
        }
        let reason_open = level.value == "not-applicable" || reason.iter().any(Field::wants_to_be_seen);
        if !item.may_be_not_applicable && !reason_open {
            reason.clear();
        }
        Some(Self {
            id: item.id.to_string(),
            anchor: item.id.name().to_owned(),
            place: OnPage::default(),
            ask: text(&item.ask),
            guidance: item.guidance.as_ref().map(text),
            wanted: item.evidence.iter().map(text).collect(),
            group: item.about,
            indicator: item.indicator,
            origin: item.origin,
            standing: standing(result),
            excused: matches!(result.standing, Standing::NotApplicable(crate::assess::Excuse::Exclusion(_))),
            marks: Marks::of(own, Kind::Answers),
            reason_open,
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
            problems,
            before_this: filling.site.baseline.as_ref().and_then(|baseline| earlier(item, rules, baseline)),
            linked: linked(item, rules, others),
            conflict: answered.clashes(),
            before,
        })
    }
}

impl ItemPart {
    /// What leads to the fields that are to be mended or decided.
    pub(super) fn pointed(&self) -> Vec<Pointed> {
        let own = [&self.reason, &self.main, &self.measure, &self.more].into_iter().flatten();
        let fields = std::iter::once(&self.level).chain(own).filter_map(Field::pointed);
        let blocks = self.evidence.iter().chain([&self.new_evidence]).chain(&self.actions).chain([&self.new_action]);
        let all = fields.chain(blocks.flat_map(Block::pointed));
        all.map(|pointed| Pointed { question: self.place.number, ..pointed }).collect()
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

/// The answer of an earlier period.
pub(super) fn earlier(item: &Item, rules: &Rules, baseline: &Responses) -> Option<Earlier> {
    let response = baseline.responses.get(&item.id)?;
    let level = match &response.answer {
        Answer::Level(id) => {
            rules.scale_of(item, response.scale.as_deref(), &baseline.scales)?.level(id).map(|level| text(&level.label))
        }
        Answer::Unanswered | Answer::NotApplicable { .. } => None,
    };
    Some(Earlier {
        relation: String::new(),
        title: None,
        reference: String::new(),
        address: String::new(),
        level,
        narrative: response.narrative.clone(),
    })
}

/// `others` are the answers without those of this paragraph: an answered item is its own best suggestion.
fn linked(item: &Item, rules: &Rules, others: &Responses) -> Vec<Earlier> {
    suggestions(item, rules, others).iter().map(|found| view(found, rules)).collect()
}

fn view(found: &crate::assess::Suggestion<'_>, rules: &Rules) -> Earlier {
    let id = &found.item.id;
    Earlier {
        relation: found.relation.map(|relation| relation.to_string()).unwrap_or_default(),
        title: rules.instrument(id.instrument()).map(|instrument| text(&instrument.short_title)),
        reference: id.reference().to_owned(),
        address: super::super::site::named(id.instrument(), id.reference()) + "#" + id.name(),
        level: Some(text(&found.level.label)),
        narrative: found.response.narrative.clone(),
    }
}
