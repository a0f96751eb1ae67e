//! What evidence would support if all that the institution rated had been examined, estimated from the sample.
//!
//! A stratified difference estimator (Cochran, Sampling Techniques, 3rd ed. 1977, chapters 5 and 7: a regression estimate
//! whose coefficient is fixed as 1, section 7.2). The self-rating is known of every item, so only the difference that the
//! auditor finds has to be extended. Of item i with the share s, the self-rating v and what evidence supports v', it is
//! `d = s · (v − v')`, and over the strata h, each with N items of which n were examined:
//!
//! - estimate: `(Σ s·v − Σ_h N · mean d) / Σ s`, both sums over all items that the institution rated,
//! - variance: `Σ_h N · (N − n) · var d / n / (Σ s)²`, where var d divides by n − 1 (5.3; `N − n` is the correction for
//!   a finite population), which is nothing where all were examined,
//! - degrees of freedom: Satterthwaite's (5.4), rounded down.
//!
//! A stratum is what one instrument asks of one group: drawing goes by instruments, and within one every item is as
//! likely as any other, so those of a group are a random part of its own. Items that were drawn and not examined are
//! taken to be like the others. What evidence supports is estimated rather than the auditor's rating, because it has a
//! value wherever there is a verdict.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use schemars::JsonSchema;
use serde::Serialize;
use strum::Display;

use crate::model::{Group, ItemId};

use super::super::{Assessment, ItemResult, Ratio, Standing, ratio};
use super::Found;

/// An estimate from a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// The self-rating of all items that the institution rated, 0..=1, which the estimate corrects.
    pub own: Ratio,
    /// The estimate, 0..=1.
    pub supported: Ratio,
    /// Where the figure for all lies, as far as the drawing of the sample goes.
    pub interval: Result<Interval, NoInterval>,
    /// Items that the institution rated.
    pub of: usize,
    /// Of them: drawn.
    pub drawn: usize,
    /// Of them: drawn, examined, and with something that evidence supports.
    pub examined: usize,
    /// How many resolutions had too few examined items to stand alone, and were taken together.
    pub joined: usize,
}

/// A sampling interval: in 95 of 100 samples so drawn, such an interval holds the figure that would be found if all were
/// examined. It says nothing of items that nobody rated; the bounds do that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// Lower end, 0..=1; not below what the examined items alone give.
    pub lower: Ratio,
    /// Upper end, 0..=1; not above what there would be if all others were fully supported.
    pub upper: Ratio,
}

/// Why there is no estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum NoEstimate {
    /// The review names no sample.
    NoSample,
    /// The assessment is cut to a part, of which another sample would have been drawn.
    Cut,
    /// No item that was drawn and examined has a value on both sides.
    NothingExamined,
}

/// Why there is no interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum NoInterval {
    /// Fewer than two items were examined, so nothing tells how much they vary.
    TooFew,
    /// All examined items differ by the same, so nothing tells how much the others vary.
    AllAlike,
}

/// The items of a stratum: how many there are, and the differences of those that were examined.
#[derive(Debug, Default)]
struct Stratum {
    of: usize,
    differences: Vec<Ratio>,
}

/// The estimate for a group, from those of `counted` that were `drawn`.
pub(super) fn estimate(
    assessment: &Assessment<'_>,
    group: Group,
    drawn: Option<&BTreeSet<ItemId>>,
    counted: &[&Found<'_>],
) -> Result<Estimate, NoEstimate> {
    let drawn = drawn.ok_or(NoEstimate::NoSample)?;
    if !assessment.responses.scope.is_whole() {
        return Err(NoEstimate::Cut);
    }
    let rated: Vec<&ItemResult<'_>> = assessment.items_of(group).filter(|result| result.is_valued()).collect();
    let is_drawn = |result: &ItemResult<'_>| drawn.contains(&result.item.id);
    let examined = |result: &ItemResult<'_>| {
        let found = counted.iter().find(|found| std::ptr::eq(found.result.item, result.item));
        found.filter(|_| is_drawn(result)).and_then(|found| found.supported)
    };
    let strata = rated.chunk_by(|one, next| std::ptr::eq(one.instrument, next.instrument)).map(|items| Stratum {
        of: items.len(),
        differences: items.iter().filter_map(|result| difference(result, examined(result)?)).collect(),
    });
    let (strata, joined) = joined(strata.collect());
    let examined_count = strata.iter().map(|stratum| stratum.differences.len()).sum();
    if strata.iter().any(|stratum| stratum.differences.is_empty()) || examined_count == 0 {
        return Err(NoEstimate::NothingExamined);
    }

    let all = ratio::sum(rated.iter().map(|result| (&result.share, 1)));
    let own = ratio::sum(rated.iter().map(|result| (&result.share, value(result)))) / ratio::whole(100);
    // What the examined items give is certain; the others are supported by something between nothing and everything.
    let known = rated.iter().filter_map(|result| Some((&result.share, u64::from(examined(result)?))));
    let known = ratio::sum(known) / ratio::whole(100);
    let open = ratio::sum(rated.iter().filter(|result| examined(result).is_none()).map(|result| (&result.share, 1)));
    let possible = |figure: Ratio| {
        let figure = figure.max(known.clone()).min(&known + &open);
        ratio::divide(&figure, &all).unwrap_or_else(|| ratio::whole(0))
    };
    let correction: Ratio = strata.iter().map(|stratum| whole(stratum.of) * stratum.mean()).sum();
    let interval = half_width(&strata).map(|half| Interval {
        lower: possible(&own - &correction - &half),
        upper: possible(&own - &correction + &half),
    });
    Ok(Estimate {
        supported: possible(&own - &correction),
        interval,
        own: ratio::divide(&own, &all).unwrap_or_else(|| ratio::whole(0)),
        of: rated.len(),
        drawn: rated.iter().filter(|result| is_drawn(result)).count(),
        examined: examined_count,
        joined,
    })
}

fn value(result: &ItemResult<'_>) -> u64 {
    match result.standing {
        Standing::Valued { value, .. } => value.into(),
        _ => 0,
    }
}

/// `s · (v − v')`.
fn difference(result: &ItemResult<'_>, supported: u8) -> Option<Ratio> {
    let Standing::Valued { value, .. } = result.standing else { return None };
    Some(&result.share * Ratio::new((i32::from(value) - i32::from(supported)).into(), 100.into()))
}

/// The strata, of which those with fewer than two examined items, and not wholly examined, are taken together, and
/// with the largest other if they are too few even so (Cochran, 5A.12, collapsed strata); and how many these were.
fn joined(strata: Vec<Stratum>) -> (Vec<Stratum>, usize) {
    let is_thin = |stratum: &Stratum| stratum.differences.len() < stratum.of.min(2);
    let (thin, mut kept): (Vec<Stratum>, Vec<Stratum>) = strata.into_iter().partition(is_thin);
    let number = thin.len();
    let mut together = Stratum::default();
    for stratum in thin {
        together.add(stratum);
    }
    if number > 0 && is_thin(&together) {
        let most = (0..kept.len()).rev().max_by_key(|at| kept[*at].differences.len());
        if let Some(most) = most {
            together.add(kept.remove(most));
        }
    }
    if number > 0 {
        kept.push(together);
    }
    (kept, number)
}

impl Stratum {
    fn add(&mut self, other: Self) {
        self.of += other.of;
        self.differences.extend(other.differences);
    }

    fn mean(&self) -> Ratio {
        let sum: Ratio = self.differences.iter().sum();
        ratio::divide(&sum, &whole(self.differences.len())).unwrap_or_else(|| ratio::whole(0))
    }

    /// The part of the variance of the total: `N · (N − n) · var d / n`; `None` if nothing tells it.
    fn variance(&self) -> Option<Ratio> {
        let n = self.differences.len();
        if n == self.of {
            return Some(ratio::whole(0));
        }
        let mean = self.mean();
        let squares: Ratio = self.differences.iter().map(|one| (one - &mean) * (one - &mean)).sum();
        let var = ratio::divide(&squares, &whole(n.checked_sub(1)?))?;
        ratio::divide(&(whole(self.of * (self.of - n)) * var), &whole(n))
    }
}

/// Half the width of the interval of the total.
fn half_width(strata: &[Stratum]) -> Result<Ratio, NoInterval> {
    let parts: Option<Vec<Ratio>> = strata.iter().map(Stratum::variance).collect();
    let parts = parts.ok_or(NoInterval::TooFew)?;
    let variance: Ratio = parts.iter().sum();
    if variance.is_zero() {
        let all = strata.iter().all(|stratum| stratum.differences.len() == stratum.of);
        return if all { Ok(variance) } else { Err(NoInterval::AllAlike) };
    }
    // Satterthwaite: (Σ part)² / Σ part² / (n − 1).
    let squares = strata.iter().zip(&parts).filter(|(_, part)| !part.is_zero());
    let squares: Ratio = squares.map(|(stratum, part)| part * part / whole(stratum.differences.len() - 1)).sum();
    let freedom = (&variance * &variance / squares).to_integer().to_usize().unwrap_or(usize::MAX);
    Ok(student(freedom) * root(&variance))
}

/// The 97.5 % quantile of Student's t with this many degrees of freedom; between two rows of the table the larger.
fn student(freedom: usize) -> Ratio {
    /// From NIST/SEMATECH, Handbook of Statistical Methods, 1.3.6.7.2, in thousandths: of 1 to 30, then of these.
    const TO_30: [u32; 30] = [
        12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201, 2179, 2160, 2145, 2131, 2120, 2110, 2101,
        2093, 2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042,
    ];
    const BEYOND: [(usize, u32); 4] = [(100, 1984), (60, 2000), (50, 2009), (40, 2021)];
    let beyond = BEYOND.iter().find(|(least, _)| freedom >= *least).map(|(_, quantile)| *quantile);
    let quantile = beyond.unwrap_or(TO_30[freedom.clamp(1, 30) - 1]);
    Ratio::new(quantile.into(), 1000.into())
}

/// The square root, rounded up to a billionth.
fn root(square: &Ratio) -> Ratio {
    let billion = BigInt::from(1_000_000_000_u64);
    let scaled = (square * Ratio::from_integer(&billion * &billion)).ceil().to_integer();
    let mut root = scaled.sqrt();
    if &root * &root < scaled {
        root += 1;
    }
    Ratio::new(root, billion).abs()
}

fn whole(number: usize) -> Ratio {
    ratio::whole(number as u64)
}
