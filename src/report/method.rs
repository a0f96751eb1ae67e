//! What the reader needs to judge the figures: the scales in use, and what was changed in the rules.

use serde::Serialize;

use super::{Text, text};
use crate::assess::Assessment;
use crate::model::{ChangeKind, Item, Scale};

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
    /// Name of the scale that it stands in for.
    pub maps_to: Option<Text>,
    /// What the mapping can't carry over.
    pub loss: Option<Text>,
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

/// A change that the institution made in the rules.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChangeView {
    /// Name of the overlay.
    pub overlay: String,
    /// What was changed.
    pub what: String,
    /// `weight`, `dropped`, `added` or `translated`.
    pub kind: &'static str,
    /// The weight in the rules and the one in use.
    pub weight: Option<[u32; 2]>,
    /// The language of a translation; may be empty.
    pub language: String,
    /// Why; may be empty.
    pub reason: String,
}

/// The changes that concern the instruments that were scored.
pub(super) fn changes(assessment: &Assessment<'_>) -> Vec<ChangeView> {
    let concerns = |what: &str| {
        let id = what.split('/').next().unwrap_or_default();
        assessment.instruments.iter().any(|instrument| instrument.id == id)
    };
    let overlays = assessment.rules.overlays.iter();
    overlays
        .flat_map(|overlay| overlay.changes.iter().map(move |change| (overlay, change)))
        .filter(|(_, change)| concerns(&change.what))
        .map(|(overlay, change)| {
            let (kind, weight, language) = match &change.kind {
                ChangeKind::Weight { from, to } => ("weight", Some([*from, *to]), ""),
                ChangeKind::Dropped => ("dropped", None, ""),
                ChangeKind::Added => ("added", None, ""),
                ChangeKind::Translated { language } => ("translated", None, language.as_str()),
            };
            ChangeView {
                overlay: overlay.name.clone(),
                what: change.what.clone(),
                kind,
                weight,
                language: language.to_owned(),
                reason: change.reason.clone(),
            }
        })
        .collect()
}

/// Whether an institution added `item` to the rules.
pub(super) fn is_added(assessment: &Assessment<'_>, item: &Item) -> bool {
    let mut changes = assessment.rules.overlays.iter().flat_map(|overlay| &overlay.changes);
    changes.any(|change| change.kind == ChangeKind::Added && change.what == item.id.as_str())
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
            maps_to: scale
                .maps_to
                .as_ref()
                .and_then(|behind| assessment.rules.scale(behind))
                .map(|behind| text(&behind.name, language)),
            loss: scale.loss.as_ref().map(|loss| text(loss, language)),
            levels: levels(scale, language),
        })
        .collect()
}

/// The levels of a scale, in order.
pub(super) fn levels(scale: &Scale, language: &str) -> Vec<LevelView> {
    let levels = scale.levels.iter();
    levels
        .map(|level| LevelView {
            label: text(&level.label, language),
            meaning: text(&level.meaning, language),
            value: level.value,
            refused: level.refused,
        })
        .collect()
}
