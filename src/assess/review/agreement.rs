//! How far the institution and the auditor agree.

use std::collections::BTreeMap;

use crate::model::Verdict;

use super::super::{Ratio, ratio};
use super::Found;

/// The least number of pairs of which a kappa is given: with fewer it says more of chance than of raters.
pub const PAIRS_NEEDED: usize = 20;

/// The bands of the agreement table: the least value of each. The last is the highest level alone, and 75 is where
/// "largely done" begins.
pub const BANDS: [u8; 5] = [0, 1, 50, 75, 100];

/// The agreement on the examined items of one group that count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// How many there are of each verdict, without those that are none.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// How many were examined.
    pub examined: usize,
    /// Part of the examined items on which the auditor agrees, 0..=1; `None` if there are none.
    pub agreed: Option<Ratio>,
    /// Items with a value on both sides.
    pub pairs: usize,
    /// How many pairs stand in which of the [`BANDS`]: by the self-rating (rows), then by the auditor's rating.
    pub table: [[usize; 5]; 5],
    /// Cohen's weighted kappa of the pairs.
    pub kappa: Kappa,
}

/// Cohen's weighted kappa (Psychological Bulletin 70 (1968), 213–220).
///
/// The weight of a disagreement is the difference of the two values ("linear"), because that is what it moves in the
/// figures: between 0 and 100 twice as much as between 0 and 50. Quadratic weights would make it four times as much, and
/// few large disagreements would hide many small ones. It is one less the disagreement that there is, by the one that
/// chance would give to raters who rate as often on each level: `κ = 1 − n · Σ_k |x_k − y_k| / Σ_i Σ_j |x_i − y_j|`,
/// where `x` is the self-rating and `y` the auditor's of the n pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kappa {
    /// The figure, 1 for agreement throughout, 0 for as much as chance gives, less than 0 for still less.
    Of(Ratio),
    /// There are fewer pairs than [`PAIRS_NEEDED`].
    TooFew,
    /// Every rating of both sides is the same: chance alone gives agreement throughout.
    Undefined,
}

impl Agreement {
    /// The agreement of findings that count.
    pub(super) fn of(counted: &[&Found<'_>]) -> Self {
        let mut verdicts = BTreeMap::new();
        for found in counted {
            *verdicts.entry(found.finding.verdict).or_insert(0) += 1;
        }
        let pairs: Vec<(u8, u8)> = counted.iter().filter_map(|found| found.own.zip(found.auditor)).collect();
        let mut table = [[0; 5]; 5];
        for (own, auditor) in &pairs {
            table[band(*own)][band(*auditor)] += 1;
        }
        let agreed = verdicts.get(&Verdict::Agree).copied().unwrap_or_default();
        Self {
            agreed: ratio::fraction(agreed as u64, counted.len() as u64),
            examined: counted.len(),
            verdicts,
            pairs: pairs.len(),
            table,
            kappa: Kappa::of(&pairs),
        }
    }
}

impl Kappa {
    /// The kappa of pairs of values.
    pub fn of(pairs: &[(u8, u8)]) -> Self {
        if pairs.len() < PAIRS_NEEDED {
            return Self::TooFew;
        }
        let apart = |x: u8, y: u8| u64::from(x.abs_diff(y));
        let there: u64 = pairs.iter().map(|&(x, y)| apart(x, y)).sum();
        let by_chance: u64 = pairs.iter().flat_map(|&(x, _)| pairs.iter().map(move |&(_, y)| apart(x, y))).sum();
        ratio::fraction(there * pairs.len() as u64, by_chance)
            .map_or(Self::Undefined, |part| Self::Of(ratio::whole(1) - part))
    }
}

/// In which of the [`BANDS`] a value lies.
fn band(value: u8) -> usize {
    BANDS.iter().rposition(|least| value >= *least).unwrap_or_default()
}
