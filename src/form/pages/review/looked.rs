//! How far a review is, as it stands on every page of it.

use serde::Serialize;

use super::super::super::reviewing::{Reviewing, Standing};
use super::super::super::site::Site;
use super::super::frame::Frame;
use crate::assess::{Assessment, ItemResult, Percent, Rating, reviewed};
use crate::model::{Group, Review};

/// How far a review is.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::form::pages) struct Looked {
    /// Who reviews; may be empty.
    reviewer: String,
    /// How many items have a verdict.
    examined: usize,
    /// How many are to be looked at.
    all: usize,
    /// In hundredths, for the bar.
    done: usize,
    /// The groups of which an item counts.
    groups: Vec<Rated>,
}

/// The three ratings of one group, of the items that were looked at.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Rated {
    group: Group,
    own: Option<Percent>,
    auditor: Option<Percent>,
    supported: Option<Percent>,
}

/// What stands on every page of a review; without the figures where nobody is named as the reviewer.
pub(super) fn frame(
    site: &Site,
    here: &'static str,
    reviewing: &Reviewing,
    assessed: Option<(&Assessment<'_>, &Review)>,
) -> Frame {
    let looked = assessed.map(|(assessment, review)| looked(reviewing, assessment, review)).unwrap_or_default();
    Frame::of_review(site, here, reviewing, looked)
}

/// The items that the review is to look at, in order, with where each finding stands.
pub(super) fn asked<'a>(
    reviewing: &Reviewing,
    assessment: &'a Assessment<'a>,
) -> impl Iterator<Item = (&'a ItemResult<'a>, Standing)> {
    let asked = assessment.items.iter().filter(|item| reviewing.asks(&item.item.id));
    asked.map(|item| (item, reviewing.standing(&item.item.id)))
}

fn looked(reviewing: &Reviewing, assessment: &Assessment<'_>, review: &Review) -> Looked {
    let standings: Vec<Standing> = asked(reviewing, assessment).map(|(_, standing)| standing).collect();
    let (examined, all) = (standings.iter().filter(|standing| !standing.is_open()).count(), standings.len());
    let reviewed = reviewed(assessment, review);
    let percent = |rating: &Rating| rating.implementation.as_ref().map(Percent::of);
    let groups = reviewed.groups().into_iter().filter(|group| group.ratings.examined > 0);
    let rated = groups.map(|group| Rated {
        group: group.group,
        own: percent(&group.ratings.own),
        auditor: percent(&group.ratings.auditor),
        supported: percent(&group.ratings.supported),
    });
    let reviewer = review.reviewer.clone();
    Looked {
        reviewer,
        examined,
        all,
        done: (examined * 100).checked_div(all).unwrap_or_default(),
        groups: rated.collect(),
    }
}
