//! Three ratings side by side, over the items that were examined.

use crate::model::Instrument;

use super::super::{Ratio, ratio};
use super::Found;

/// What each side says of the same examined items. A rating goes over those of them that have a value on its side, so
/// the three may rest on different numbers of items; [`Ratings::both`] compares the same ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratings<'a> {
    /// The instrument whose items they are; `None` for all.
    pub instrument: Option<&'a Instrument>,
    /// How many items were examined and count.
    pub examined: usize,
    /// The institution's rating of itself.
    pub own: Rating,
    /// The auditor's rating.
    pub auditor: Rating,
    /// What evidence supports.
    pub supported: Rating,
    /// Self-rating and auditor's rating of the items that have a value on both sides.
    pub both: [Rating; 2],
}

/// The implementation of some items as one side sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// `Σ s·v / Σ s` over the items with a value, 0..=1, with [`Found::share`] as s; `None` if there is none.
    pub implementation: Option<Ratio>,
    /// How many items it rests on.
    pub items: usize,
}

impl<'a> Ratings<'a> {
    /// The ratings of findings that count.
    pub(super) fn of(instrument: Option<&'a Instrument>, counted: &[&Found<'a>]) -> Self {
        let both = |found: &&Found<'_>| found.own.is_some() && found.auditor.is_some();
        let both: Vec<&Found<'_>> = counted.iter().copied().filter(both).collect();
        Self {
            instrument,
            examined: counted.len(),
            own: Rating::of(counted, |found| found.own),
            auditor: Rating::of(counted, |found| found.auditor),
            supported: Rating::of(counted, |found| found.supported),
            both: [Rating::of(&both, |found| found.own), Rating::of(&both, |found| found.auditor)],
        }
    }
}

impl Rating {
    fn of(counted: &[&Found<'_>], value: impl Fn(&Found<'_>) -> Option<u8>) -> Self {
        let valued: Vec<(&Ratio, u64)> =
            counted.iter().filter_map(|found| Some((&found.share, value(found)?.into()))).collect();
        let achieved = ratio::sum(valued.iter().copied()) / ratio::whole(100);
        let all = ratio::sum(valued.iter().map(|(share, _)| (*share, 1)));
        Self { implementation: ratio::divide(&achieved, &all), items: valued.len() }
    }
}

/// The ratings of each instrument of which an item counts, in order.
pub(super) fn by_instrument<'a>(counted: &[&Found<'a>]) -> Vec<Ratings<'a>> {
    let same = |one: &&Found<'a>, next: &&Found<'a>| std::ptr::eq(one.result.instrument, next.result.instrument);
    counted.chunk_by(same).map(|items| Ratings::of(Some(items[0].result.instrument), items)).collect()
}
