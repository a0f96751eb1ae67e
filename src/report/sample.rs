//! The sample that an auditor looks at, as the checklist tells of it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Text, text};
use crate::assess::{self, Assessment};
use crate::model::{Drawn, ItemId};

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
pub(super) fn draw(sample: Drawn, assessment: &Assessment<'_>, language: &str) -> (SampleView, BTreeSet<ItemId>) {
    let strata = assess::draw(sample, assessment);
    let view = SampleView {
        size: strata.iter().map(|stratum| stratum.drawn.len()).sum(),
        of: strata.iter().map(|stratum| stratum.of).sum(),
        seed: sample.seed,
        strata: strata
            .iter()
            .map(|stratum| Stratum {
                name: text(&stratum.instrument.short_title, language),
                size: stratum.drawn.len(),
                of: stratum.of,
            })
            .collect(),
    };
    (view, assess::drawn(&strata))
}
