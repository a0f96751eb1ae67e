//! How an exact ratio is shown: the one place where figures are rounded.

use std::fmt;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use serde::{Deserialize, Serialize};
use strum::Display;

use super::Ratio;

/// Parts of a whole, as readers see them: a whole number of percent.
///
/// Rounded half up. 0 % and 100 % stand only for exactly none and exactly all; what would round to them is "less than
/// 1 %" and "more than 99 %".
///
/// ```
/// use rapporteur::assess::{Percent, Ratio};
/// let shown = |part: i64, all: i64| Percent::of(&Ratio::new(part.into(), all.into())).to_string();
/// assert_eq!(shown(1, 8), "13\u{a0}%");
/// assert_eq!(shown(999, 1000), ">99\u{a0}%");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Percent {
    /// Whether the number is the rounded value, or a limit that the value doesn't reach.
    pub qualifier: Qualifier,
    /// Whole percent, 0–100.
    pub whole: u16,
    /// Tenths of a percent, 0–1000, for the width of bars; 0 and 1000 only if exact.
    pub permille: u16,
}

/// What stands before a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display)]
#[serde(rename_all = "kebab-case")]
pub enum Qualifier {
    /// Nothing: the number is the value, rounded.
    #[strum(serialize = "")]
    Plain,
    /// The value is less than the number, and more than zero.
    #[strum(serialize = "<")]
    LessThan,
    /// The value is more than the number, and less than all.
    #[strum(serialize = ">")]
    MoreThan,
}

/// The difference of two [`Percent`], in percentage points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// Up, down, or neither.
    pub sign: Sign,
    /// How much, in percentage points.
    pub size: Percent,
}

/// Direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// Down; shown as a true minus sign (U+2212).
    #[strum(serialize = "\u{2212}")]
    Minus,
    /// Exactly no change.
    #[strum(serialize = "")]
    None,
    /// Up.
    #[strum(serialize = "+")]
    Plus,
}

impl Percent {
    /// Shows a ratio of 0..=1; what lies outside is shown as the nearer end.
    pub fn of(ratio: &Ratio) -> Self {
        let inside = ratio.is_positive() && ratio.numer() < ratio.denom();
        let qualifier = match steps(ratio, 100) {
            0 if inside => Qualifier::LessThan,
            100 if inside => Qualifier::MoreThan,
            _ => Qualifier::Plain,
        };
        let shown = |all| if inside { steps(ratio, all).clamp(1, all - 1) } else { steps(ratio, all) };
        Self { qualifier, whole: shown(100), permille: shown(1000) }
    }
}

impl fmt::Display for Percent {
    /// `48 %`, `<1 %`, `>99 %`, with a no-break space.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}\u{a0}%", self.qualifier, self.whole)
    }
}

impl Change {
    /// Shows a ratio of -1..=1; what lies outside is shown as the nearer end. The size is rounded as a [`Percent`].
    pub fn of(ratio: &Ratio) -> Self {
        let sign = match ratio {
            ratio if ratio.is_zero() => Sign::None,
            ratio if ratio.is_negative() => Sign::Minus,
            _ => Sign::Plus,
        };
        Self { sign, size: Percent::of(&ratio.abs()) }
    }
}

impl fmt::Display for Change {
    /// `+3 %`, `−3 %`, `+<1 %`, `0 %`, with a no-break space.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.sign, self.size)
    }
}

/// The nearest of `0..=all` steps, half up.
fn steps(ratio: &Ratio, all: u16) -> u16 {
    if ratio.is_negative() {
        return 0;
    }
    // n/d · all + 1/2 = (2·n·all + d) / 2d, which whole numbers bring to the next lower one by themselves.
    let step: BigInt = (ratio.numer() * (2 * u32::from(all)) + ratio.denom()) / (ratio.denom() * 2u32);
    step.to_u16().map_or(all, |step| step.min(all))
}
