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
    /// The items asked in both that have other evidence; a report only counts them.
    pub evidence: Kind,
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
    /// Key of a word: `improved`, `worsened` and so on, or `evidence`.
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
    /// Full id.
    pub id: String,
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

/// Which items that changed are listed one by one; the others are only counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Those whose answer changed: more would be too many for a page that is read from top to bottom.
    Answers,
    /// Those too whose evidence changed, and those of a resolution that both answer that only one of the two asks.
    All,
}

/// Compares `earlier` with `assessment`.
pub(super) fn since(earlier: &Assessment<'_>, assessment: &Assessment<'_>, listed: Listed, language: &str) -> Since {
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
        groups: comparison
            .groups
            .iter()
            .filter_map(|group| group_since(group, &comparison, listed, language))
            .collect(),
    }
}

fn group_since(
    change: &GroupChange,
    comparison: &Comparison<'_>,
    listed: Listed,
    language: &str,
) -> Option<GroupSince> {
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
    let shown = |item: &&&ItemChange<'_>| changed(item, comparison.now, language);
    let taken = || change.counts.iter().filter(|(_, count)| *count > 0);
    let counted = |&(kind, count): &(ItemChangeKind, usize)| Kind { kind: kind.to_string(), count, items: Vec::new() };
    let whole = |&(kind, count): &(ItemChangeKind, usize)| {
        let of_kind = items.iter().filter(|item| item.kind == kind && comparison.is_of_both(item));
        Kind { kind: kind.to_string(), count, items: of_kind.filter_map(|item| shown(&item)).collect() }
    };
    let other_evidence: Vec<_> = items.iter().filter(|item| item.evidence).collect();
    Some(GroupSince {
        group: change.group,
        headline: pair(String::new(), unnamed(), &then, &now),
        in_both: change.in_both.as_ref().map(|(then, now)| pair(String::new(), unnamed(), then, now)),
        common: change.common,
        instruments: instruments(change.group, comparison, language),
        counts: taken().map(counted).collect(),
        changed: taken().filter(|(kind, _)| is_listed(*kind, listed)).map(whole).collect(),
        evidence: Kind {
            kind: "evidence".into(),
            count: other_evidence.len(),
            items: match listed {
                Listed::Answers => Vec::new(),
                Listed::All => other_evidence.iter().filter_map(shown).collect(),
            },
        },
    })
}

/// Whether items that changed so are listed one by one: those that stand where they stood are too many to say anything.
fn is_listed(kind: ItemChangeKind, listed: Listed) -> bool {
    match kind {
        ItemChangeKind::Same => false,
        ItemChangeKind::NewlyAsked | ItemChangeKind::NoLongerAsked => listed == Listed::All,
        _ => true,
    }
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
        id: item.item.id.to_string(),
        place: place(&item.item.id, now, language),
        asked: change.now.is_some(),
        ask: text(&item.item.ask, language),
        then: change.then.map(|item| LevelShown::of(item, language)),
        now: change.now.map(|item| LevelShown::of(item, language)),
    })
}
