//! What the reader needs to judge the figures: the scales in use.

use serde::Serialize;

use super::{Text, text};
use crate::assess::Assessment;

/// A scale that some item is answered on.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ScaleView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Kind of duty it fits.
    pub fits: Text,
    /// Who made it.
    pub source: String,
    /// Number of items answered on it.
    pub items: usize,
    /// Levels in order.
    pub levels: Vec<LevelView>,
}

/// A level of a scale.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LevelView {
    /// Label.
    pub label: Text,
    /// Meaning.
    pub meaning: Text,
    /// Worth, 0–100; `None` if it has none.
    pub value: Option<u8>,
    /// Counted apart.
    pub refused: bool,
}

/// The scales in use, in the order of the rules.
pub(super) fn scales(assessment: &Assessment<'_>, language: &str) -> Vec<ScaleView> {
    let used = |id: &str| assessment.items.iter().filter(|item| item.scale.id == id).count();
    assessment
        .rules
        .scales
        .iter()
        .map(|scale| (scale, used(&scale.id)))
        .filter(|(_, items)| *items > 0)
        .map(|(scale, items)| ScaleView {
            id: scale.id.clone(),
            name: text(&scale.name, language),
            fits: text(&scale.fits, language),
            source: scale.source.clone(),
            items,
            levels: scale
                .levels
                .iter()
                .map(|level| LevelView {
                    label: text(&level.label, language),
                    meaning: text(&level.meaning, language),
                    value: level.value,
                    refused: level.refused,
                })
                .collect(),
        })
        .collect()
}
