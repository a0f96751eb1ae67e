//! The scopes of a group: the headline and the sets of items for which figures are made beside it.

use std::collections::BTreeSet;

use crate::model::{Addressee, Basis, Group, Indicator, Instrument, Rules, Theme};

use super::models::{self, ModelFigure};
use super::{Figures, ItemResult};

/// Everything that is said about one group. Each scope sums the same shares as the headline.
///
/// Instruments, indicators and bases partition their items. Themes and addressees overlap, so their figures don't add
/// up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupResult<'a> {
    /// Whom it is about.
    pub group: Group,
    /// All items of the group.
    pub headline: Figures,
    /// By instrument, all that were scored, in the order of the responses.
    pub instruments: Vec<(&'a Instrument, Figures)>,
    /// By theme, those that have items, in the order of the rules.
    pub themes: Vec<(&'a Theme, Figures)>,
    /// By kind of indicator, always all three: structure (is it in place?), process (is it being done?), outcome (do
    /// people enjoy it?). After OHCHR, Human Rights Indicators, HR/PUB/12/5.
    pub indicators: [(Indicator, Figures); 3],
    /// By who is asked, those that have items.
    pub addressees: Vec<(Addressee, Figures)>,
    /// Answered items by what the answer rests on, those that have items; last, as `None`, the answers that don't say.
    pub bases: Vec<(Option<Basis>, Figures)>,
    /// The same answers, scored by each model.
    pub models: [ModelFigure; 5],
}

impl<'a> GroupResult<'a> {
    /// The figures of `group` over all `items`, of which it takes its own.
    pub(super) fn of(group: Group, items: &[ItemResult<'a>], instruments: &[&'a Instrument], rules: &'a Rules) -> Self {
        let items: Vec<&ItemResult> = items.iter().filter(|item| item.group() == group).collect();
        let headline = Figures::of(&items);
        let instruments: Vec<(&Instrument, Figures)> = instruments
            .iter()
            .map(|&instrument| (instrument, scope(&items, |item| item.instrument.id == instrument.id)))
            .collect();
        Self {
            group,
            themes: rules
                .themes
                .iter()
                .filter(|theme| items.iter().any(|item| item.recommendation.themes.contains(&theme.id)))
                .map(|theme| (theme, scope(&items, |item| item.recommendation.themes.contains(&theme.id))))
                .collect(),
            indicators: [Indicator::Structure, Indicator::Process, Indicator::Outcome]
                .map(|indicator| (indicator, scope(&items, |item| item.item.indicator == indicator))),
            addressees: addressees(&items)
                .into_iter()
                .map(|addressee| (addressee, scope(&items, |item| item.recommendation.addressees.contains(&addressee))))
                .collect(),
            bases: bases(&items)
                .into_iter()
                .map(|basis| (basis, scope(&items, |item| item.is_answered() && basis_of(item) == basis)))
                .collect(),
            models: models::figures(&items, &headline, &instruments),
            headline,
            instruments,
        }
    }
}

/// The figures of the items that are `wanted`.
fn scope(items: &[&ItemResult], wanted: impl Fn(&ItemResult) -> bool) -> Figures {
    let wanted: Vec<&ItemResult> = items.iter().copied().filter(|item| wanted(item)).collect();
    Figures::of(&wanted)
}

/// Everybody who is asked by the recommendations of `items`, in the order of the model.
fn addressees(items: &[&ItemResult]) -> BTreeSet<Addressee> {
    items.iter().flat_map(|item| &item.recommendation.addressees).copied().collect()
}

/// What the answers rest on, in the order of the model; `None`, if there is an answer that doesn't say, comes last.
fn bases(items: &[&ItemResult]) -> Vec<Option<Basis>> {
    let found: BTreeSet<Option<Basis>> =
        items.iter().filter(|item| item.is_answered()).map(|item| basis_of(item)).collect();
    let silent = found.contains(&None).then_some(None);
    found.into_iter().filter(Option::is_some).chain(silent).collect()
}

/// What an answer rests on.
fn basis_of(item: &ItemResult) -> Option<Basis> {
    item.response.and_then(|response| response.basis)
}
