//! The sample that an auditor looks at: stratified by instrument, drawn by a rule that anybody can repeat.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::{Text, text};
use crate::assess::{Assessment, ItemResult, Standing};
use crate::model::{Group, ItemId};
use crate::source::sha256;

/// How many items to draw, and the number that decides which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// How many; all if there are not so many.
    pub size: usize,
    /// Decides which: the same seed draws the same items from the same answers.
    pub seed: u64,
}

/// What was drawn.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SampleView {
    /// How many items were drawn.
    pub size: usize,
    /// From how many: the items of the institution and the country that have an answer, or don't apply.
    pub of: usize,
    /// The seed.
    pub seed: u64,
    /// By instrument, those that have something to draw from.
    pub strata: Vec<Stratum>,
}

/// The items of one instrument.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Stratum {
    /// Short title.
    pub name: Text,
    /// How many were drawn.
    pub size: usize,
    /// From how many.
    pub of: usize,
}

/// Draws: what was drawn, and the ids of its items.
///
/// Instruments have their parts by the numbers of their items, the largest remainders going first; one that would have
/// nothing gets an item of the largest part, if the sample is large enough for all. Within an instrument those items are
/// drawn whose ids, put after the seed and a colon, have the smallest SHA-256.
pub(super) fn draw(sample: Sample, assessment: &Assessment<'_>, language: &str) -> (SampleView, BTreeSet<ItemId>) {
    let strata: Vec<Vec<&ItemResult<'_>>> = assessment
        .instruments
        .iter()
        .map(|instrument| {
            let items = assessment.items.iter().filter(|item| item.instrument.id == instrument.id);
            items.filter(|item| can_be_drawn(item)).collect::<Vec<_>>()
        })
        .filter(|items| !items.is_empty())
        .collect();
    let sizes = sizes(sample.size, &strata.iter().map(Vec::len).collect::<Vec<_>>());
    let mut drawn = BTreeSet::new();
    for (items, size) in strata.iter().zip(&sizes) {
        let mut ids: Vec<&ItemId> = items.iter().map(|item| &item.item.id).collect();
        ids.sort_by_cached_key(|id| sha256(format!("{}:{id}", sample.seed).as_bytes()));
        drawn.extend(ids.into_iter().take(*size).cloned());
    }
    let view = SampleView {
        size: sizes.iter().sum(),
        of: strata.iter().map(Vec::len).sum(),
        seed: sample.seed,
        strata: strata
            .iter()
            .zip(&sizes)
            .map(|(items, size)| Stratum {
                name: text(&items[0].instrument.short_title, language),
                size: *size,
                of: items.len(),
            })
            .collect(),
    };
    (view, drawn)
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
