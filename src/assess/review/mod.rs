//! What a review makes of the figures: three ratings side by side, how far the two sides agree, and an estimate for the
//! whole from the sample.
//!
//! In: an [`Assessment`] and a [`Review`] of its answers. Out: a [`Reviewed`]. Everything is exact; a root is drawn only
//! where an interval needs it, and rounded away from the estimate. `found` joins each finding with its item, `ratings`
//! adds up, `agreement` compares, `estimate` extends a sample.

mod agreement;
mod estimate;
mod found;
mod ratings;

use crate::model::{Group, ItemId, Review};

use super::{Assessment, draw, drawn};

pub use agreement::{Agreement, BANDS, Kappa, PAIRS_NEEDED};
pub use estimate::{Estimate, Interval, NoEstimate, NoInterval};
pub use found::{Aside, Found};
pub use ratings::{Rating, Ratings};

/// An assessment in the light of a review.
#[derive(Debug, Clone)]
pub struct Reviewed<'a> {
    /// The review.
    pub review: &'a Review,
    /// What was found of the items that are asked, in their order.
    pub found: Vec<Found<'a>>,
    /// What is made of it for the institution.
    pub institution: GroupReview<'a>,
    /// What is made of it for the country.
    pub country: GroupReview<'a>,
}

/// What a review makes of the figures of one group.
#[derive(Debug, Clone)]
pub struct GroupReview<'a> {
    /// Whom it is about.
    pub group: Group,
    /// Of all items.
    pub ratings: Ratings<'a>,
    /// By instrument, those of which an item counts, in the order of the responses.
    pub instruments: Vec<Ratings<'a>>,
    /// How far the institution and the auditor agree.
    pub agreement: Agreement,
    /// What evidence would support if all that the institution rated had been examined.
    pub estimate: Result<Estimate, NoEstimate>,
}

impl<'a> Reviewed<'a> {
    /// The two groups that have figures.
    pub fn groups(&self) -> [&GroupReview<'a>; 2] {
        [&self.institution, &self.country]
    }

    /// What was found of the item `id`, if it was.
    pub fn found(&self, id: &ItemId) -> Option<&Found<'a>> {
        self.found.iter().find(|found| found.result.item.id == *id)
    }

    /// What was found of the items of a group and counts, in order.
    pub fn counted(&self, group: Group) -> impl Iterator<Item = &Found<'a>> {
        self.found.iter().filter(move |found| found.result.group() == group && found.aside.is_none())
    }
}

/// Holds the findings of `review` against the answers; can't fail.
///
/// A finding on an item that is not asked, or lies outside the part that the assessment is cut to, is left out.
pub fn reviewed<'a>(assessment: &'a Assessment<'_>, review: &'a Review) -> Reviewed<'a> {
    let found = found::join(assessment, review);
    let sample = review.sample.map(|sample| drawn(&draw(sample, assessment)));
    let of = |group| {
        let counted: Vec<&Found<'_>> =
            found.iter().filter(|found| found.result.group() == group && found.aside.is_none()).collect();
        GroupReview {
            group,
            ratings: Ratings::of(None, &counted),
            instruments: ratings::by_instrument(&counted),
            agreement: Agreement::of(&counted),
            estimate: estimate::estimate(assessment, group, sample.as_ref(), &counted),
        }
    };
    let (institution, country) = (of(Group::Institution), of(Group::Country));
    Reviewed { review, found, institution, country }
}
