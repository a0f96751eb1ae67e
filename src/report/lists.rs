//! Lists across instruments: gaps, deadlines, next steps, what doesn't apply, what asks nothing.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::Serialize;

use super::items::sign;
use super::{Text, text};
use crate::assess::{ActionResult, Assessment, Change, DeadlineResult, ItemResult};
use crate::model::{ActionStatus, Deadline, Group, Item, ItemId};

/// Where an item stands: short title of its instrument, reference, and an anchor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Place {
    /// Short title of the instrument.
    pub instrument: Text,
    /// Reference of the recommendation.
    pub reference: String,
    /// Anchor of the item.
    pub anchor: String,
}

/// An item that is not fully met.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Gap {
    /// Where.
    pub place: Place,
    /// Whom it is about.
    pub group: Group,
    /// The question.
    pub ask: Text,
    /// Label of the level; `None` if unanswered.
    pub level: Option<Text>,
    /// Whether an answer of the last period is to be confirmed.
    pub to_confirm: bool,
    /// Which sign stands beside it.
    pub sign: &'static str,
    /// What closing it would add to the implementation; `None` while nothing is valued.
    pub implementation: Option<Change>,
    /// What closing it would add to the lower bound.
    pub lower: Change,
    /// Whether it has no value yet.
    pub without_value: bool,
    /// By when.
    pub deadline: Option<NaiveDate>,
    /// Who is responsible: of the first pending action, or who is to answer; may be empty.
    pub responsible: String,
}

/// The gaps of one group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GapsOf {
    /// Whom they are about.
    pub group: Group,
    /// The gaps, the largest gain first.
    pub rows: Vec<Gap>,
}

/// Something that stands in the way.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Obstacle {
    /// Where.
    pub place: Place,
    /// The question.
    pub ask: Text,
    /// Label of the level; `None` if unanswered.
    pub level: Option<Text>,
    /// Which sign stands beside it.
    pub sign: &'static str,
    /// What stands in the way; empty for what was refused without one.
    pub obstacle: String,
    /// What was done; may be empty.
    pub narrative: String,
}

/// What stands in the way in one group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ObstaclesOf {
    /// Whom it is about.
    pub group: Group,
    /// In the order of the texts.
    pub rows: Vec<Obstacle>,
}

/// How a recommendation stands against its deadline.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DeadlineView {
    /// Its number in its table, from 1.
    pub number: usize,
    /// Where; the anchor is of its first item.
    pub place: Place,
    /// Whom it is about.
    pub group: Group,
    /// Short name of what is asked: the act, or the verb.
    pub text: String,
    /// Language of the text.
    pub lang: String,
    /// By when.
    pub deadline: Deadline,
    /// Key of the word for its state.
    pub state: String,
    /// Which sign stands beside it: `met`, `late`, `overdue`, `coming`, `unknown` or `none`.
    pub sign: &'static str,
    /// Days early, late or left.
    pub days: Option<i64>,
    /// When it was met.
    pub done_on: Option<NaiveDate>,
}

/// A next step.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ActionView {
    /// Where.
    pub place: Place,
    /// What.
    pub what: String,
    /// Who.
    pub responsible: String,
    /// By when.
    pub due: NaiveDate,
    /// How far.
    pub status: ActionStatus,
    /// Cost; may be empty.
    pub cost: String,
    /// Whether its day is past.
    pub overdue: bool,
    /// Confidential.
    pub confidential: bool,
}

/// A paragraph that asks nobody to act.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Silent {
    /// Short title of the instrument.
    pub instrument: Text,
    /// Reference.
    pub reference: String,
    /// Verbatim text of the chapeau, if it depends on one.
    pub chapeau: Option<String>,
    /// Verbatim text.
    pub text: String,
    /// Language of both.
    pub lang: String,
    /// Editor's note; may be empty.
    pub note: String,
}

/// Gaps of the institution and the country, the largest gain first; alike, in the order of the texts.
pub(super) fn gaps(assessment: &Assessment<'_>, language: &str) -> Vec<Gap> {
    let mut open: Vec<&ItemResult<'_>> = assessment.items.iter().filter(|item| item.gain.is_some()).collect();
    open.sort_by_key(|item| {
        let gain = item.gain.as_ref();
        (item.group(), Reverse(gain.map(|gain| (gain.implementation.clone(), gain.lower.clone()))))
    });
    open.into_iter().filter_map(|item| gap(item, assessment, language)).collect()
}

/// Those with a value or those without, by group; groups that have none are left out.
pub(super) fn by_group(gaps: &[Gap], without_value: bool) -> Vec<GapsOf> {
    let wanted: Vec<&Gap> = gaps.iter().filter(|gap| gap.without_value == without_value).collect();
    let groups = wanted.chunk_by(|one, next| one.group == next.group);
    groups.map(|rows| GapsOf { group: rows[0].group, rows: rows.iter().copied().cloned().collect() }).collect()
}

fn gap(item: &ItemResult<'_>, assessment: &Assessment<'_>, language: &str) -> Option<Gap> {
    let gain = item.gain.as_ref()?;
    let next =
        assessment.actions.iter().find(|next| std::ptr::eq(next.item, item.item) && next.action.status.is_pending());
    let assigned = item.response.map(|response| response.assigned_to.clone()).unwrap_or_default();
    Some(Gap {
        place: place(&item.item.id, assessment, language),
        group: item.group(),
        ask: text(&item.item.ask, language),
        level: item.level().map(|level| text(&level.label, language)),
        to_confirm: item.carried().is_some(),
        sign: sign(item),
        implementation: gain.implementation.as_ref().map(Change::of),
        lower: Change::of(&gain.lower),
        without_value: gain.without_value,
        deadline: day(item.recommendation.deadline.as_ref()),
        responsible: next.map_or(assigned, |next| next.action.responsible.clone()),
    })
}

/// What stands in the way of items that are neither fully met nor refused, by group; groups without are left out.
pub(super) fn obstacles(assessment: &Assessment<'_>, language: &str) -> Vec<ObstaclesOf> {
    by_group_of(assessment, language, |item| {
        !item.is_top()
            && !item.is_refused()
            && item.carried().is_none()
            && item.response.is_some_and(|response| !response.obstacle.trim().is_empty())
    })
}

/// What was refused, by group; groups without are left out.
pub(super) fn refused(assessment: &Assessment<'_>, language: &str) -> Vec<ObstaclesOf> {
    by_group_of(assessment, language, |item| item.is_refused())
}

fn by_group_of(
    assessment: &Assessment<'_>,
    language: &str,
    wanted: impl Fn(&ItemResult<'_>) -> bool,
) -> Vec<ObstaclesOf> {
    let rows = |group| {
        let items = assessment.items_of(group).filter(|item| wanted(item));
        items.map(|item| obstacle(item, assessment, language)).collect::<Vec<_>>()
    };
    let groups = [Group::Institution, Group::Country].map(|group| ObstaclesOf { group, rows: rows(group) });
    groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
}

fn obstacle(item: &ItemResult<'_>, assessment: &Assessment<'_>, language: &str) -> Obstacle {
    let words = |text: Option<&String>| text.map(|text| text.trim().to_owned()).unwrap_or_default();
    Obstacle {
        place: place_of(item.item, assessment, language),
        ask: text(&item.item.ask, language),
        level: item.level().map(|level| text(&level.label, language)),
        sign: sign(item),
        obstacle: words(item.response.map(|response| &response.obstacle)),
        narrative: words(item.response.map(|response| &response.narrative)),
    }
}

/// The deadlines of bodies, then those of the institution and the country; those with a day first, by day.
pub(super) fn deadlines(assessment: &Assessment<'_>, language: &str) -> (Vec<DeadlineView>, Vec<DeadlineView>) {
    let mut deadlines: Vec<&DeadlineResult<'_>> = assessment.deadlines.iter().collect();
    deadlines.sort_by_key(|deadline| {
        let day = day(Some(deadline.deadline));
        (day.is_none(), day)
    });
    let (mut bodies, mut ours): (Vec<DeadlineView>, Vec<DeadlineView>) = deadlines
        .into_iter()
        .map(|deadline| deadline_view(deadline, assessment, language))
        .partition(|deadline| deadline.group == Group::Bodies);
    for list in [&mut bodies, &mut ours] {
        list.iter_mut().zip(1..).for_each(|(deadline, number)| deadline.number = number);
    }
    (bodies, ours)
}

fn deadline_view(deadline: &DeadlineResult<'_>, assessment: &Assessment<'_>, language: &str) -> DeadlineView {
    use crate::assess::DeadlineState as State;
    let first =
        assessment.items_of(deadline.group).find(|item| std::ptr::eq(item.recommendation, deadline.recommendation));
    let id = first.map(|item| item.item.id.clone());
    let id = id.unwrap_or_else(|| ItemId::new(&deadline.instrument.id, &deadline.recommendation.reference, ""));
    DeadlineView {
        number: 0,
        place: place(&id, assessment, language),
        group: deadline.group,
        text: deadline.recommendation.text.lines().next().unwrap_or_default().to_owned(),
        lang: deadline.instrument.language.clone(),
        deadline: deadline.deadline.clone(),
        state: deadline.state.to_string(),
        sign: match deadline.state {
            State::MetInTime { .. } | State::MetDateUnknown => "met",
            State::MetLate { .. } => "late",
            State::Overdue { .. } => "overdue",
            State::Unanswered { .. } => "unknown",
            State::NotYetDue { .. } | State::NoDate => "coming",
            State::Refused | State::NotApplicable => "none",
        },
        days: deadline.state.days(),
        done_on: deadline.done_on,
    }
}

/// All next steps, pending ones first, by day.
pub(super) fn actions(assessment: &Assessment<'_>, language: &str) -> Vec<ActionView> {
    let mut actions: Vec<&ActionResult<'_>> = assessment.actions.iter().collect();
    actions.sort_by_key(|next| (!next.action.status.is_pending(), next.action.due));
    actions.into_iter().map(|next| action(next, assessment, language)).collect()
}

/// The view of one next step.
pub(super) fn action(next: &ActionResult<'_>, assessment: &Assessment<'_>, language: &str) -> ActionView {
    ActionView {
        place: place_of(next.item, assessment, language),
        what: next.action.what.clone(),
        responsible: next.action.responsible.clone(),
        due: next.action.due,
        status: next.action.status,
        cost: next.action.cost.clone(),
        overdue: next.overdue,
        confidential: next.action.confidential,
    }
}

/// Paragraphs that ask nobody to act, in the order of the texts.
pub(super) fn silent(assessment: &Assessment<'_>) -> Vec<Silent> {
    let language = assessment.responses.particulars.language.as_str();
    let all = assessment.instruments.iter();
    all.flat_map(|instrument| instrument.recommendations.iter().map(move |paragraph| (*instrument, paragraph)))
        .filter(|(_, paragraph)| !paragraph.actionable && assessment.responses.scope.has_themes(&paragraph.themes))
        .map(|(instrument, paragraph)| Silent {
            instrument: text(&instrument.short_title, language),
            reference: paragraph.reference.clone(),
            chapeau: instrument.chapeau(paragraph).map(|chapeau| chapeau.text.clone()),
            text: paragraph.text.clone(),
            lang: instrument.language.clone(),
            note: paragraph.note.clone(),
        })
        .collect()
}

fn place_of(item: &Item, assessment: &Assessment<'_>, language: &str) -> Place {
    place(&item.id, assessment, language)
}

/// Where an item stands.
pub(super) fn place(id: &ItemId, assessment: &Assessment<'_>, language: &str) -> Place {
    let instrument = assessment.rules.instrument(id.instrument());
    let short = instrument.map(|instrument| text(&instrument.short_title, language));
    Place {
        instrument: short.unwrap_or_else(|| Text { text: id.instrument().to_owned(), lang: language.to_owned() }),
        reference: id.reference().to_owned(),
        anchor: id.token(),
    }
}

fn day(deadline: Option<&Deadline>) -> Option<NaiveDate> {
    match deadline {
        Some(Deadline::Date(day)) => Some(*day),
        _ => None,
    }
}
