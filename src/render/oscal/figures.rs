//! Figures as properties: exact, and as reports show them. The class is the group, since no figure crosses groups; the
//! property group is the instrument, where it is of one.

use super::shared::Property;
use crate::assess::{Assessment, Figures, GroupResult, Percent, Ratio};
use crate::model::{Group, token};

/// The headlines of the two groups, and the same by instrument.
pub(super) fn props(assessment: &Assessment<'_>) -> Vec<Property> {
    let [institution, country] = assessment.groups();
    [(Group::Institution, institution), (Group::Country, country)]
        .into_iter()
        .flat_map(|(group, result)| of_group(group, result))
        .collect()
}

fn of_group(group: Group, result: &GroupResult<'_>) -> Vec<Property> {
    let mut props: Vec<Property> = of(&result.headline);
    for (instrument, figures) in &result.instruments {
        props.extend(of(figures).into_iter().map(|property| property.group(token(&instrument.id))));
    }
    props.into_iter().map(|property| property.class(group.to_string())).collect()
}

fn of(figures: &Figures) -> Vec<Property> {
    let counts = &figures.counts;
    let numbers = [
        ("items-asked", counts.asked),
        ("items-applicable", counts.applicable),
        ("items-answered", counts.answered),
        ("items-valued", counts.valued),
        ("items-unanswered", counts.unanswered),
        ("items-not-applicable", counts.not_applicable),
        ("items-fully-met", counts.fully_met),
        ("items-refused", counts.refused),
    ];
    if counts.asked == 0 {
        return Vec::new();
    }
    let bounds = figures.bounds.as_ref();
    let ratios = [
        ("coverage", "coverage-shown", figures.coverage.ratio.as_ref()),
        ("implementation", "implementation-shown", figures.implementation.as_ref()),
        ("lower-bound", "lower-bound-shown", bounds.map(|bounds| &bounds.lower)),
        ("upper-bound", "upper-bound-shown", bounds.map(|bounds| &bounds.upper)),
    ];
    let counted = numbers.into_iter().map(|(name, number)| Property::ours(name, &number.to_string()));
    let shown = |(exact, shown, ratio): (_, _, Option<&Ratio>)| {
        let ratio = ratio?;
        Some([Property::ours(exact, &ratio.to_string()), Property::ours(shown, &Percent::of(ratio).to_string())])
    };
    counted.chain(ratios.into_iter().filter_map(shown).flatten()).collect()
}
