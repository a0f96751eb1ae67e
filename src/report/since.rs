//! What changed since an earlier report.

use chrono::NaiveDate;
use serde::Serialize;

use super::figures::{Figures, figures};
use super::lists::{Place, place};
use super::themes::LevelShown;
use super::{Text, text};
use crate::assess::{self, Assessment, Change, Comparison, GroupChange, ItemChange, ItemChangeKind};
use crate::model::{Group, Period, Provenance};

/// The earlier report, and what changed since.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Since {
    /// The time that the earlier answers describe.
    pub period: Period,
    /// The day on which they were true.
    pub date: NaiveDate,
    /// The files of these answers.
    pub provenance: Vec<Provenance>,
    /// Resolutions that were not answered then.
    pub new_resolutions: Vec<Text>,
    /// Resolutions that are not answered any more.
    pub gone_resolutions: Vec<Text>,
    /// What changed in each group of which something is asked, or was.
    pub groups: Vec<GroupSince>,
}

/// What changed in one group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GroupSince {
    /// Whom it is about.
    pub group: Group,
    /// The headline and, below it, the resolutions.
    pub headline: Pair,
    /// The same over the items that are asked in both; `None` if these are all, or none.
    pub in_both: Option<Pair>,
    /// How many items are asked in both.
    pub common: usize,
    /// By resolution, those that both answer.
    pub instruments: Vec<Pair>,
    /// How many items changed in which way; those that no item took are left out.
    pub counts: Vec<Kind>,
    /// The items that changed, by the way they did; those that are newly asked are only counted.
    pub changed: Vec<Kind>,
    /// How many of the items asked in both have other evidence.
    pub evidence: usize,
}

/// Figures then and now.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Pair {
    /// Id of a resolution; empty for a headline.
    pub id: String,
    /// Its name; empty for a headline.
    pub name: Text,
    /// Then.
    pub then: Figures,
    /// Now.
    pub now: Figures,
    /// Change of the implementation; `None` unless both are defined.
    pub change: Option<Change>,
}

/// A way to change, and the items that did.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Kind {
    /// Key of a word: `improved`, `worsened` and so on.
    pub kind: String,
    /// How many items.
    pub count: usize,
    /// The items; empty where they are only counted.
    pub items: Vec<Changed>,
}

/// An item that changed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Changed {
    /// Where.
    pub place: Place,
    /// Whether it is asked now, so that the report has it.
    pub asked: bool,
    /// The question.
    pub ask: Text,
    /// What was answered then.
    pub then: Option<LevelShown>,
    /// What is answered now.
    pub now: Option<LevelShown>,
}

/// Compares `earlier` with `assessment`.
pub(super) fn since(earlier: &Assessment<'_>, assessment: &Assessment<'_>, language: &str) -> Since {
    let comparison = Comparison::of(earlier, assessment);
    let particulars = &earlier.responses.particulars;
    let only = |one: &Assessment<'_>, other: &Assessment<'_>| {
        let lacks = |id: &str| !other.instruments.iter().any(|instrument| instrument.id == id);
        let titles = one.instruments.iter().filter(|instrument| lacks(&instrument.id));
        titles.map(|instrument| text(&instrument.short_title, language)).collect()
    };
    Since {
        period: particulars.period,
        date: particulars.date,
        provenance: earlier.responses.provenance.clone(),
        new_resolutions: only(assessment, earlier),
        gone_resolutions: only(earlier, assessment),
        groups: comparison.groups.iter().filter_map(|group| group_since(group, &comparison, language)).collect(),
    }
}

fn group_since(change: &GroupChange, comparison: &Comparison<'_>, language: &str) -> Option<GroupSince> {
    let of = |assessment: &'_ Assessment<'_>| {
        let groups = assessment.groups();
        groups.into_iter().find(|group| group.group == change.group).map(|group| group.headline.clone())
    };
    let (then, now) = (of(comparison.then)?, of(comparison.now)?);
    if then.counts.asked + now.counts.asked == 0 {
        return None;
    }
    let unnamed = || Text { text: String::new(), lang: language.to_owned() };
    let items: Vec<&ItemChange<'_>> =
        comparison.items.iter().filter(|item| item.group() == Some(change.group)).collect();
    let of_kind = |kind: ItemChangeKind| items.iter().filter(move |item| item.kind == kind);
    let kinds = |listed: bool| {
        let counts = change.counts.iter().filter(|(kind, count)| *count > 0 && (!listed || is_listed(*kind)));
        let kinds = counts.map(|&(kind, count)| Kind {
            kind: kind.to_string(),
            count,
            items: match listed {
                true => of_kind(kind).filter_map(|item| changed(item, comparison.now, language)).collect(),
                false => Vec::new(),
            },
        });
        kinds.collect()
    };
    Some(GroupSince {
        group: change.group,
        headline: pair(String::new(), unnamed(), &then, &now),
        in_both: change.in_both.as_ref().map(|(then, now)| pair(String::new(), unnamed(), then, now)),
        common: change.common,
        instruments: instruments(change.group, comparison, language),
        counts: kinds(false),
        changed: kinds(true),
        evidence: items.iter().filter(|item| item.evidence).count(),
    })
}

/// Whether items that changed so are listed one by one: those that stand where they stood, and those of texts that are
/// answered for the first time, are too many to say anything.
fn is_listed(kind: ItemChangeKind) -> bool {
    !matches!(kind, ItemChangeKind::Same | ItemChangeKind::NewlyAsked | ItemChangeKind::NoLongerAsked)
}

fn instruments(group: Group, comparison: &Comparison<'_>, language: &str) -> Vec<Pair> {
    let of = |assessment: &Assessment<'_>, id: &str| {
        let groups = assessment.groups();
        let found = groups.into_iter().find(|of| of.group == group)?;
        let (_, figures) = found.instruments.iter().find(|(instrument, _)| instrument.id == id)?;
        (figures.counts.asked > 0).then(|| figures.clone())
    };
    let both = comparison.now.instruments.iter().filter_map(|instrument| {
        let (then, now) = (of(comparison.then, &instrument.id)?, of(comparison.now, &instrument.id)?);
        Some(pair(instrument.id.clone(), text(&instrument.short_title, language), &then, &now))
    });
    both.collect()
}

fn pair(id: String, name: Text, then: &assess::Figures, now: &assess::Figures) -> Pair {
    let change = now.implementation.as_ref().zip(then.implementation.as_ref()).map(|(now, then)| now - then);
    Pair { id, name, then: figures(then), now: figures(now), change: change.as_ref().map(Change::of) }
}

fn changed(change: &ItemChange<'_>, now: &Assessment<'_>, language: &str) -> Option<Changed> {
    let item = change.now.or(change.then)?;
    Some(Changed {
        place: place(&item.item.id, now, language),
        asked: change.now.is_some(),
        ask: text(&item.item.ask, language),
        then: change.then.map(|item| LevelShown::of(item, language)),
        now: change.now.map(|item| LevelShown::of(item, language)),
    })
}
