//! The part of the document that is made for every scope: the same keys, whatever the figures are about.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use crate::assess::{self, Counts, GroupResult, ModelFigure};

use super::number::{Exact, Weight};

/// A group: its headline, and the same figures for parts of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Scopes {
    #[serde(flatten)]
    headline: Figures,
    instruments: Keyed<Figures>,
    themes: Keyed<Figures>,
    indicators: Keyed<Figures>,
    addressees: Keyed<Figures>,
    bases: Keyed<Figures>,
}

/// The figures of one scope.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Figures {
    coverage: Option<Exact>,
    implementation: Option<Exact>,
    bounds: Option<Bounds>,
    bounds_not_applicable: Option<Bounds>,
    not_applicable_share: Option<Exact>,
    evidence: Evidence,
    counts: Counts,
    sums: Sums,
}

/// The figure of one scoring model.
#[derive(Serialize, JsonSchema)]
pub(super) struct Model {
    implementation: Option<Exact>,
    counted: assess::Counted,
    of: usize,
}

/// An object whose keys are ids, in their order.
pub(super) struct Keyed<T>(pub(super) Vec<(String, T)>);

/// Between which values a figure lies.
#[derive(Serialize, JsonSchema)]
struct Bounds {
    lower: Exact,
    upper: Exact,
}

/// How much carries evidence, and of which kind.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Evidence {
    carried: Part,
    sealed: Part,
    present: Part,
    link_only: Part,
}

/// A part of the items: its ratio, how many it is, of how many.
#[derive(Serialize, JsonSchema)]
struct Part {
    ratio: Option<Exact>,
    items: usize,
    of: usize,
}

/// The sums behind the ratios.
#[derive(Serialize, JsonSchema)]
struct Sums {
    applicable: Weight,
    answered: Weight,
    valued: Weight,
    achieved: Weight,
}

impl Scopes {
    pub(super) fn of(group: &GroupResult) -> Self {
        Self {
            headline: Figures::of(&group.headline),
            instruments: scopes(&group.instruments, |instrument| instrument.id.clone()),
            themes: scopes(&group.themes, |theme| theme.id.clone()),
            indicators: scopes(&group.indicators, ToString::to_string),
            addressees: scopes(&group.addressees, ToString::to_string),
            bases: scopes(&group.bases, |basis| {
                basis.map_or_else(|| "not-stated".to_owned(), |basis| basis.to_string())
            }),
        }
    }
}

/// The figures of models by their names.
pub(super) fn models(figures: &[ModelFigure]) -> Keyed<Model> {
    Keyed(figures.iter().map(|figure| (figure.model.to_string(), Model::of(figure))).collect())
}

impl Model {
    fn of(figure: &ModelFigure) -> Self {
        Self { implementation: figure.implementation.as_ref().map(Exact::of), counted: figure.counted, of: figure.of }
    }
}

impl<T: JsonSchema> JsonSchema for Keyed<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Keyed_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, T>::json_schema(generator)
    }
}

impl<T: Serialize> Serialize for Keyed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, value)| (id, value)))
    }
}

/// Figures by the id of what they are about.
pub(super) fn scopes<T>(figures: &[(T, assess::Figures)], id: impl Fn(&T) -> String) -> Keyed<Figures> {
    Keyed(figures.iter().map(|(about, figures)| (id(about), Figures::of(figures))).collect())
}

impl Figures {
    pub(super) fn of(figures: &assess::Figures) -> Self {
        Self {
            coverage: figures.coverage.ratio.as_ref().map(Exact::of),
            implementation: figures.implementation.as_ref().map(Exact::of),
            bounds: figures.bounds.as_ref().map(Bounds::of),
            bounds_not_applicable: figures.bounds_not_applicable.as_ref().map(Bounds::of),
            not_applicable_share: figures.not_applicable.ratio.as_ref().map(Exact::of),
            evidence: Evidence::of(&figures.evidence),
            counts: figures.counts,
            sums: Sums::of(&figures.sums),
        }
    }
}

impl Bounds {
    fn of(bounds: &assess::Bounds) -> Self {
        Self { lower: Exact::of(&bounds.lower), upper: Exact::of(&bounds.upper) }
    }
}

impl Evidence {
    fn of(evidence: &assess::EvidenceFigures) -> Self {
        Self {
            carried: Part::of(&evidence.carried),
            sealed: Part::of(&evidence.sealed),
            present: Part::of(&evidence.present),
            link_only: Part::of(&evidence.link_only),
        }
    }
}

impl Part {
    fn of(part: &assess::Part) -> Self {
        Self { ratio: part.ratio.as_ref().map(Exact::of), items: part.items, of: part.of }
    }
}

impl Sums {
    fn of(sums: &assess::Sums) -> Self {
        Self {
            applicable: Weight::of(&sums.applicable),
            answered: Weight::of(&sums.answered),
            valued: Weight::of(&sums.valued),
            achieved: Weight::of(&sums.achieved),
        }
    }
}
