//! Scoring models: the same answers, scored in other ways, printed side by side once, so that a reader sees how much
//! of a figure is the model's doing.
//!
//! The names of three follow the scoring models of XCCDF 1.2 (NIST IR 7275), which know only met and not met; what was
//! adapted is said at each.

use schemars::JsonSchema;
use serde::Serialize;
use strum::Display;

use crate::model::Instrument;

use super::{Figures, ItemResult, Ratio, Standing, item, ratio};

/// A way to score the answers of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ScoringModel {
    /// Ours, and the headline: a recommendation's weight is shared by its applicable items,
    /// `Σ s·v (valued) / Σ s (valued)`.
    Shared,
    /// Items by their own weight a, without sharing: `Σ a·v (valued) / Σ a (valued)`.
    ///
    /// Adapted from the XCCDF model `flat` (weights of met rules by weights of counted rules), where the weight of a
    /// group has no part either. Changed: a level counts by its value, not only as met or not.
    Flat,
    /// Every item alike: `Σ v (valued) / number of valued items`. Adapted from the XCCDF model `flat-unweighted` in
    /// the same way.
    FlatUnweighted,
    /// The mean of the instruments' implementation, every instrument alike; instruments with nothing valued have no
    /// part. After the "average of averages" of compliance tools.
    ByInstrument,
    /// The part of the recommendations that are fully met: all applicable items of the group at their top level, so
    /// that an item without an answer keeps its recommendation from being met. Every recommendation alike; those
    /// without a single valued item have no part.
    ///
    /// Adapted from the XCCDF model `absolute` (1 if all counted rules are met, else 0). Changed: asked of each
    /// recommendation, not once of everything.
    AllOrNothing,
}

/// What a model counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Counted {
    /// Valued items.
    Items,
    /// Instruments with a valued item.
    Instruments,
    /// Recommendations with a valued item.
    Recommendations,
}

/// The implementation of a group by one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFigure {
    /// The model.
    pub model: ScoringModel,
    /// Its figure, 0..=1; `None` if nothing is valued.
    pub implementation: Option<Ratio>,
    /// What it counted.
    pub counted: Counted,
    /// How many of them it rests on.
    pub of: usize,
}

/// The figures of all models, in order, for the items of one group with their headline and instruments.
pub(super) fn figures(
    items: &[&ItemResult],
    headline: &Figures,
    instruments: &[(&Instrument, Figures)],
) -> [ModelFigure; 5] {
    let by_items = |model, implementation| ModelFigure {
        model,
        implementation,
        counted: Counted::Items,
        of: headline.counts.valued,
    };
    [
        by_items(ScoringModel::Shared, headline.implementation.clone()),
        by_items(ScoringModel::Flat, mean(items, |item| item.item.weight.into())),
        by_items(ScoringModel::FlatUnweighted, mean(items, |_| 1)),
        by_instrument(instruments),
        all_or_nothing(items),
    ]
}

/// The mean value of the valued items, each with its weight.
fn mean(items: &[&ItemResult], weight: impl Fn(&ItemResult) -> u64) -> Option<Ratio> {
    let (mut achieved, mut all) = (0, 0);
    for item in items {
        if let Standing::Valued { value, .. } = item.standing {
            achieved += weight(item) * u64::from(value);
            all += weight(item) * 100;
        }
    }
    ratio::fraction(achieved, all)
}

/// The mean of the instruments' implementation, where there is one.
fn by_instrument(instruments: &[(&Instrument, Figures)]) -> ModelFigure {
    let each: Vec<&Ratio> = instruments.iter().filter_map(|(_, figures)| figures.implementation.as_ref()).collect();
    ModelFigure {
        model: ScoringModel::ByInstrument,
        implementation: ratio::divide(&each.iter().copied().sum(), &Ratio::from_integer(each.len().into())),
        counted: Counted::Instruments,
        of: each.len(),
    }
}

/// The part of the recommendations with a valued item that are fully met.
fn all_or_nothing(items: &[&ItemResult]) -> ModelFigure {
    let applicable: Vec<&ItemResult> = items.iter().copied().filter(|item| item.is_applicable()).collect();
    let valued = item::by_recommendation(&applicable).filter(|part| part.iter().any(|item| item.is_valued()));
    let (mut met, mut of) = (0, 0);
    for recommendation in valued {
        met += u64::from(recommendation.iter().all(|item| item.is_top()));
        of += 1;
    }
    ModelFigure {
        model: ScoringModel::AllOrNothing,
        implementation: ratio::fraction(met, of as u64),
        counted: Counted::Recommendations,
        of,
    }
}
