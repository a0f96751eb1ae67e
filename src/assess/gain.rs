//! Gain: what would change if one item stood at its top level and everything else stayed as it is.

use super::{Figures, ItemResult, Ratio, ratio};

/// What an item would add to its group's headline if it stood at its top level. A difference of ratios: 0..=1, shown
/// in percentage points. Gains in the lower bound add up; gains in the implementation needn't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gain {
    /// Change of the implementation, with t as the value of the top level, mostly 1. For a valued item
    /// `s·(t − v) / Σ s (valued)`; for one without a value `(Σ s·v + s·t) / (Σ s + s) − Σ s·v / Σ s`, sums over the
    /// valued. `None` if nothing is valued yet.
    pub implementation: Option<Ratio>,
    /// Change of the lower bound: `s·(t − v) / Σ s (applicable)`, with v = 0 for an item without a value.
    pub lower: Ratio,
    /// Whether the item has no value yet: unanswered or unvalued. To answer it may be all that is needed, so such
    /// items are listed apart.
    pub without_value: bool,
}

impl Gain {
    /// The gain of `item` in this headline; `None` if it stands at its top level, is not
    /// applicable, or is answered on a scale without values.
    pub(super) fn of(item: &ItemResult, headline: &Figures) -> Option<Self> {
        if item.is_top() || !item.is_applicable() {
            return None;
        }
        let value = item.value();
        let top = ratio::fraction(item.scale.top()?.value?.into(), 100)?;
        let missing = &item.share * (top - value.clone().unwrap_or_else(|| ratio::whole(0)));
        let sums = &headline.sums;
        let valued = if value.is_some() { sums.valued.clone() } else { &sums.valued + &item.share };
        let then = ratio::divide(&(&sums.achieved + &missing), &valued);
        Some(Self {
            implementation: headline.implementation.as_ref().zip(then).map(|(now, then)| then - now),
            lower: ratio::divide(&missing, &sums.applicable)?,
            without_value: value.is_none(),
        })
    }
}
