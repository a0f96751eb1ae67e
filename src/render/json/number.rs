//! The shape of numbers in the document: as shown, as a number, and exactly, so that nobody has to parse "48 %" or to
//! trust a rounded number.

use num_traits::ToPrimitive;
use schemars::JsonSchema;
use serde::Serialize;

use crate::assess::{Change, Percent, Ratio};

/// A ratio of 0..=1.
#[derive(Serialize, JsonSchema)]
pub(super) struct Exact {
    #[schemars(regex(pattern = r"^[<>]?\d+\u00a0%$"))]
    percent: String,
    #[serde(flatten)]
    number: Weight,
}

/// The difference of two ratios, -1..=1.
#[derive(Serialize, JsonSchema)]
pub(super) struct Difference {
    #[schemars(regex(pattern = r"^[+\u2212]?<?\d+$"))]
    points: String,
    #[serde(flatten)]
    number: Weight,
}

/// An exact number that is no part of a whole, such as a sum of weights.
#[derive(Serialize, JsonSchema)]
pub(super) struct Weight {
    value: f64,
    #[schemars(regex(pattern = r"^-?\d+(/\d+)?$"))]
    exact: String,
}

impl Exact {
    pub(super) fn of(ratio: &Ratio) -> Self {
        Self { percent: Percent::of(ratio).to_string(), number: Weight::of(ratio) }
    }
}

impl Difference {
    pub(super) fn of(difference: &Ratio) -> Self {
        let change = Change::of(difference);
        let points = format!("{}{}{}", change.sign, change.size.qualifier, change.size.whole);
        Self { points, number: Weight::of(difference) }
    }
}

impl Weight {
    pub(super) fn of(ratio: &Ratio) -> Self {
        Self { value: rounded(ratio), exact: ratio.to_string() }
    }
}

/// Rounded to six decimals, half away from zero.
fn rounded(ratio: &Ratio) -> f64 {
    const MILLION: u32 = 1_000_000;
    let millionths = (ratio * Ratio::from_integer(MILLION.into())).round().to_integer();
    millionths.to_f64().unwrap_or_default() / f64::from(MILLION)
}
