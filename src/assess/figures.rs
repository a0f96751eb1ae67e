//! Figures of a scope: sums over the shares of any set of items of one group.
//!
//! How much is answered (coverage) is kept apart from how much is done (implementation), and every ratio comes with
//! the counts of items behind it. The formulas stand at the fields.

use schemars::JsonSchema;
use serde::Serialize;

use super::{EvidenceFigures, Excuse, ItemResult, Ratio, Standing, Tally, ratio};

/// What can be said about a set of items of one group. `s` is an item's share, `v` its value; Σ runs over the items in
/// brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// How many items there are of each kind.
    pub counts: Counts,
    /// How many items stand how far.
    pub tally: Tally,
    /// The sums behind the ratios.
    pub sums: Sums,
    /// How much is answered: `Σ s (answered) / Σ s (applicable)`, 0..=1. Counts: answered, of applicable items.
    pub coverage: Part,
    /// How much is done, of what was valued: `Σ s·v (valued) / Σ s (valued)`, 0..=1. Undefined, and neither zero nor
    /// all, if nothing is valued. It rests on `counts.valued` items.
    pub implementation: Option<Ratio>,
    /// Between which values the implementation of all applicable items lies, whatever the items without a value turn
    /// out to be: `lower = Σ s·v (valued) / Σ s (applicable)`, `upper = lower + Σ s (without value) / Σ s
    /// (applicable)`. `None` if nothing is applicable. They depend on `counts.without_value()` items.
    pub bounds: Option<Bounds>,
    /// The same bounds if every not-applicable item were unanswered, with [`ItemResult::share_of_all`] as shares.
    /// `None` if there are no items.
    pub bounds_not_applicable: Option<Bounds>,
    /// How much is waved away: `Σ s' (not applicable) / Σ s' (all)`, where s' is [`ItemResult::share_of_all`], 0..=1.
    /// Counts: not-applicable, of all items.
    pub not_applicable: Part,
    /// How much of what is said to be done carries evidence.
    pub evidence: EvidenceFigures,
}

/// How many items there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// All that are asked: `applicable + not_applicable`.
    pub asked: usize,
    /// Those that concern the institution: `answered + unanswered`.
    pub applicable: usize,
    /// Answered on a level: `valued + unvalued`.
    pub answered: usize,
    /// Answered on a level with a value.
    pub valued: usize,
    /// Answered on a level without value.
    pub unvalued: usize,
    /// Without an answer.
    pub unanswered: usize,
    /// Not applicable, by the item or by an exclusion.
    pub not_applicable: usize,
    /// Of the not applicable: by an exclusion.
    pub excluded: usize,
    /// Of the valued: at the top level.
    pub fully_met: usize,
    /// Of the answered: refused.
    pub refused: usize,
}

/// Sums of shares, in weights of recommendations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// `Σ s (applicable)`.
    pub applicable: Ratio,
    /// `Σ s (answered)`.
    pub answered: Ratio,
    /// `Σ s (valued)`.
    pub valued: Ratio,
    /// `Σ s·v (valued)`.
    pub achieved: Ratio,
}

/// A part of a set of items: how much rests on it, and how many items it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Sum of the part's shares by the sum of all shares, 0..=1; `None` if there is nothing to divide by.
    pub ratio: Option<Ratio>,
    /// How many items the part has.
    pub items: usize,
    /// How many items there are.
    pub of: usize,
}

/// Between which values a figure lies; never to be read as a margin of error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// If every item without a value turned out to be worth nothing, 0..=1.
    pub lower: Ratio,
    /// If every item without a value turned out to be fully met, 0..=1.
    pub upper: Ratio,
}

impl Figures {
    /// The figures of `items`, which belong to one group.
    pub(super) fn of(items: &[&ItemResult]) -> Self {
        let applicable: Vec<&ItemResult> = items.iter().copied().filter(|item| item.is_applicable()).collect();
        let sums = Sums::of(&applicable);
        let of_all = total(items, share_of_all, |_| true);
        Self {
            counts: Counts::of(items.iter().copied()),
            tally: Tally::of(items.iter().copied()),
            coverage: Part {
                ratio: ratio::divide(&sums.answered, &sums.applicable),
                items: applicable.iter().filter(|item| item.is_answered()).count(),
                of: applicable.len(),
            },
            implementation: ratio::divide(&sums.achieved, &sums.valued),
            bounds: Bounds::of(&sums.achieved, &sums.valued, &sums.applicable),
            bounds_not_applicable: Bounds::of(
                &achieved(items, share_of_all),
                &total(items, share_of_all, |item| item.is_valued()),
                &of_all,
            ),
            not_applicable: Part {
                ratio: ratio::divide(&total(items, share_of_all, |item| !item.is_applicable()), &of_all),
                items: items.len() - applicable.len(),
                of: items.len(),
            },
            evidence: EvidenceFigures::of(items),
            sums,
        }
    }
}

impl Counts {
    /// Counts `items`.
    pub(super) fn of<'i, 'a: 'i>(items: impl Iterator<Item = &'i ItemResult<'a>>) -> Self {
        let mut counts = Self::default();
        for item in items {
            match item.standing {
                Standing::Unanswered => counts.unanswered += 1,
                Standing::NotApplicable(excuse) => {
                    counts.not_applicable += 1;
                    counts.excluded += usize::from(matches!(excuse, Excuse::Exclusion(_)));
                }
                Standing::Unvalued(_) => counts.unvalued += 1,
                Standing::Valued { .. } => counts.valued += 1,
            }
            counts.fully_met += usize::from(item.is_top());
            counts.refused += usize::from(item.is_refused());
        }
        counts.answered = counts.valued + counts.unvalued;
        counts.applicable = counts.answered + counts.unanswered;
        counts.asked = counts.applicable + counts.not_applicable;
        counts
    }

    /// Applicable items on which the bounds depend: `unanswered + unvalued`.
    pub fn without_value(&self) -> usize {
        self.unanswered + self.unvalued
    }
}

impl Sums {
    /// The sums of applicable items.
    fn of(applicable: &[&ItemResult]) -> Self {
        Self {
            applicable: total(applicable, share, |_| true),
            answered: total(applicable, share, |item| item.is_answered()),
            valued: total(applicable, share, |item| item.is_valued()),
            achieved: achieved(applicable, share),
        }
    }
}

impl Part {
    /// The items of `all` that are `wanted`, by their shares, which add up to `sum`.
    pub(super) fn of(all: &[&ItemResult], sum: &Ratio, wanted: impl Fn(&ItemResult) -> bool) -> Self {
        Self {
            items: all.iter().filter(|item| wanted(item)).count(),
            of: all.len(),
            ratio: ratio::divide(&total(all, share, wanted), sum),
        }
    }
}

impl Bounds {
    /// The bounds of items that achieve so much, of which so much is valued, of so much in all; an item without a value
    /// counts as nothing, or as fully met.
    fn of(achieved: &Ratio, valued: &Ratio, all: &Ratio) -> Option<Self> {
        let lower = ratio::divide(achieved, all)?;
        let open = ratio::divide(&(all - valued), all)?;
        Some(Self { upper: &lower + open, lower })
    }
}

/// Which of an item's shares is summed.
type Share = for<'i> fn(&'i ItemResult<'_>) -> &'i Ratio;

/// The share among applicable items.
fn share<'i>(item: &'i ItemResult) -> &'i Ratio {
    &item.share
}

/// The share among all items.
fn share_of_all<'i>(item: &'i ItemResult) -> &'i Ratio {
    &item.share_of_all
}

/// `Σ s (wanted)`.
fn total(items: &[&ItemResult], share: Share, wanted: impl Fn(&ItemResult) -> bool) -> Ratio {
    ratio::sum(items.iter().filter(|item| wanted(item)).map(|item| (share(item), 1)))
}

/// `Σ s·v (valued)`.
fn achieved(items: &[&ItemResult], share: Share) -> Ratio {
    let hundredths = items.iter().filter_map(|item| match item.standing {
        Standing::Valued { value, .. } => Some((share(item), u64::from(value))),
        _ => None,
    });
    ratio::sum(hundredths) / ratio::whole(100)
}
