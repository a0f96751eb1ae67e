//! The sample that an auditor looks at: stratified by instrument, drawn by a rule that anybody can repeat.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Assessment, ItemResult, Standing};
use crate::model::{Drawn, Group, Instrument, ItemId};
use crate::source::sha256;

/// The items of an instrument that can be drawn, and those that were.
#[derive(Debug, Clone)]
pub struct Stratum<'a> {
    /// The instrument.
    pub instrument: &'a Instrument,
    /// How many there are.
    pub of: usize,
    /// What was drawn, in the order of drawing.
    pub drawn: Vec<&'a ItemId>,
}

/// Draws a sample; only instruments that have something to draw from are there.
///
/// Instruments have their parts by the numbers of their items, the largest remainders going first; one that would have
/// nothing gets an item of the largest part, if the sample is large enough for all. Within an instrument those items are
/// drawn whose ids, put after the seed and a colon, have the smallest SHA-256.
pub fn draw<'a>(sample: Drawn, assessment: &Assessment<'a>) -> Vec<Stratum<'a>> {
    let of_instrument = |instrument: &'a Instrument| {
        let items = assessment.items.iter().filter(|item| item.instrument.id == instrument.id);
        (instrument, items.filter(|item| can_be_drawn(item)).map(|item| &item.item.id).collect::<Vec<&'a ItemId>>())
    };
    let instruments = assessment.instruments.iter().map(|instrument| of_instrument(instrument));
    let strata: Vec<_> = instruments.filter(|(_, items)| !items.is_empty()).collect();
    let sizes = sizes(sample.size, &strata.iter().map(|(_, items)| items.len()).collect::<Vec<_>>());
    let draw = |((instrument, mut ids), size): ((&'a Instrument, Vec<&'a ItemId>), usize)| {
        let of = ids.len();
        ids.sort_by_cached_key(|id| sha256(format!("{}:{id}", sample.seed).as_bytes()));
        ids.truncate(size);
        Stratum { instrument, of, drawn: ids }
    };
    strata.into_iter().zip(sizes).map(draw).collect()
}

/// The ids of all that was drawn.
pub fn drawn(strata: &[Stratum<'_>]) -> BTreeSet<ItemId> {
    strata.iter().flat_map(|stratum| &stratum.drawn).copied().cloned().collect()
}

/// An item without an answer leaves nothing to audit; what secretariats and bodies do is in no figure.
fn can_be_drawn(item: &ItemResult<'_>) -> bool {
    item.group() != Group::Bodies && !matches!(item.standing, Standing::Unanswered)
}

/// How many to draw from each of `strata`, `size` in all or as many as there are.
fn sizes(size: usize, strata: &[usize]) -> Vec<usize> {
    let all: usize = strata.iter().sum();
    let size = size.min(all);
    let part = |items: usize| (size * items / all.max(1), size * items % all.max(1));
    let mut drawn: Vec<usize> = strata.iter().map(|items| part(*items).0).collect();
    let missing = size - drawn.iter().sum::<usize>();
    let mut order: Vec<usize> = (0..strata.len()).collect();
    order.sort_by_key(|&at| Reverse(part(strata[at]).1));
    for &at in order.iter().take(missing) {
        drawn[at] += 1;
    }
    if size >= strata.len() {
        for at in 0..drawn.len() {
            if drawn[at] == 0
                && let Some(most) = (0..drawn.len()).max_by_key(|&other| (drawn[other], Reverse(other)))
            {
                drawn[most] -= 1;
                drawn[at] = 1;
            }
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sizes;

    #[test]
    fn sizes_follow_the_numbers_of_items() {
        assert_eq!(sizes(10, &[20, 20, 60]), [2, 2, 6]);
        assert_eq!(sizes(3, &[1, 1, 500]), [1, 1, 1]);
        assert_eq!(sizes(2, &[10, 10, 10]), [1, 1, 0]);
        assert_eq!(sizes(99, &[2, 3]), [2, 3]);
        assert_eq!(sizes(5, &[]), [0_usize; 0]);
    }

    proptest! {
        #[test]
        fn a_sample_has_its_size_and_takes_no_more_than_there_is(
            size in 0_usize..400, strata in proptest::collection::vec(1_usize..90, 0..8)
        ) {
            let drawn = sizes(size, &strata);
            prop_assert_eq!(drawn.iter().sum::<usize>(), size.min(strata.iter().sum()));
            prop_assert!(drawn.iter().zip(&strata).all(|(drawn, of)| drawn <= of));
            prop_assert!(size < strata.len() || drawn.iter().all(|drawn| *drawn > 0));
        }
    }
}
