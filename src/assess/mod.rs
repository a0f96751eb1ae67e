//! Joins rules and responses and scores them.
//!
//! In: sound [`Rules`] and [`Responses`], and the day that counts as today. Out: an [`Assessment`], which the `report`
//! stage reads. The stage can't fail, reads no file and no clock, words nothing and rounds nothing: every figure is an
//! exact [`Ratio`], and [`Percent`] says how one is shown.
//!
//! An item passes through the files in this order: `item` (what was answered), `share` (how much rests on it),
//! `figures` with `evidence` (sums over any set of items), `group` (the sets for which figures are made), `models`
//! (the same answers scored in other ways), `gain`, `deadline`, `action`. `compare` holds two assessments against each
//! other, `sample` draws what an auditor looks at.

mod action;
mod compare;
mod deadline;
mod evidence;
mod figures;
mod gain;
mod group;
mod item;
mod models;
mod percent;
mod ratio;
mod review;
mod sample;
mod share;
mod suggest;
mod tally;

use chrono::NaiveDate;

use crate::model::{Group, Instrument, Responses, Rules};

pub use action::ActionResult;
pub use compare::{Comparison, GroupChange, ItemChange, ItemChangeKind};
pub use deadline::{DeadlineResult, DeadlineState};
pub use evidence::{EvidenceFigures, Strength};
pub use figures::{Bounds, Counts, Figures, Part, Sums};
pub use gain::Gain;
pub use group::GroupResult;
pub use item::{Excuse, ItemResult, Standing};
pub use models::{Counted, ModelFigure, ScoringModel};
pub use percent::{Change, Percent, Qualifier, Sign};
pub use ratio::Ratio;
pub use review::{
    Agreement, Aside, BANDS, Estimate, Found, GroupReview, Interval, Kappa, NoEstimate, NoInterval, PAIRS_NEEDED,
    Rating, Ratings, Reviewed, reviewed,
};
pub use sample::{Stratum, draw, drawn};
pub use suggest::{Suggestion, offers, suggestions};
pub use tally::{Progress, Tally};

/// Rules and responses, joined and scored at a day.
///
/// There are two headlines, the institution's and the country's, and no figure crosses from one to the other.
#[derive(Debug, Clone)]
pub struct Assessment<'a> {
    /// The rules that were applied.
    pub rules: &'a Rules,
    /// The responses that were scored.
    pub responses: &'a Responses,
    /// The day to which deadlines and actions are compared; figures don't depend on it.
    pub today: NaiveDate,
    /// The instruments scored, in the order of the responses.
    pub instruments: Vec<&'a Instrument>,
    /// Every item that is asked, in the order of the instruments and of their texts.
    pub items: Vec<ItemResult<'a>>,
    /// What the institution did itself.
    pub institution: GroupResult<'a>,
    /// What State, parliament, business and others in the country did.
    pub country: GroupResult<'a>,
    /// How many items are about secretariats and international bodies; these are in no other figure.
    pub bodies: Counts,
    /// Deadlines, those of the institution first, then the country's, then those of bodies; in each group in the order
    /// of the items. One entry for each recommendation, and group of its items, with a deadline.
    pub deadlines: Vec<DeadlineResult<'a>>,
    /// Next steps, in the order of the items.
    pub actions: Vec<ActionResult<'a>>,
}

impl<'a> Assessment<'a> {
    /// The two groups that have a headline.
    pub fn groups(&self) -> [&GroupResult<'a>; 2] {
        [&self.institution, &self.country]
    }

    /// The items of a group, in order.
    pub fn items_of(&self, group: Group) -> impl Iterator<Item = &ItemResult<'a>> {
        self.items.iter().filter(move |item| item.group() == group)
    }

    /// The figures of those items of a group that are `wanted`, with their shares in the headline.
    pub fn figures_of(&self, group: Group, wanted: impl Fn(&ItemResult<'a>) -> bool) -> Figures {
        let items: Vec<&ItemResult> = self.items_of(group).filter(|item| wanted(item)).collect();
        Figures::of(&items)
    }

    /// The deadlines of a group, in order.
    pub fn deadlines_of(&self, group: Group) -> impl Iterator<Item = &DeadlineResult<'a>> {
        self.deadlines.iter().filter(move |deadline| deadline.group == group)
    }
}

/// Joins and scores; can't fail.
///
/// The responses say which instruments and which items are asked. An instrument that the rules don't have is left out;
/// so are items of recommendations that ask nobody to act.
pub fn assess<'a>(rules: &'a Rules, responses: &'a Responses, today: NaiveDate) -> Assessment<'a> {
    let instruments = instruments(rules, responses);
    let mut items = item::join(rules, responses, &instruments);

    let institution = GroupResult::of(Group::Institution, &items, &instruments, rules);
    let country = GroupResult::of(Group::Country, &items, &instruments, rules);
    for item in &mut items {
        item.gain = match item.group() {
            Group::Institution => Gain::of(item, &institution.headline),
            Group::Country => Gain::of(item, &country.headline),
            Group::Bodies => None,
        };
    }

    Assessment {
        rules,
        responses,
        today,
        instruments,
        institution,
        country,
        bodies: Counts::of(items.iter().filter(|item| item.group() == Group::Bodies)),
        deadlines: deadline::deadlines(&items, today),
        actions: action::actions(&items, today),
        items,
    }
}

/// How many items there are of each kind, over all groups, without the figures that [`assess`] makes of them.
pub fn counts(rules: &Rules, responses: &Responses) -> Counts {
    let items = item::join(rules, responses, &instruments(rules, responses));
    Counts::of(items.iter())
}

/// The instruments that the responses name and the rules have, each once, in the order of the responses.
fn instruments<'a>(rules: &'a Rules, responses: &Responses) -> Vec<&'a Instrument> {
    let mut found: Vec<&Instrument> = Vec::new();
    for instrument in responses.instruments.iter().filter_map(|id| rules.instrument(id)) {
        if !found.iter().any(|earlier| earlier.id == instrument.id) {
            found.push(instrument);
        }
    }
    found
}
