//! Scales: levels, values, and which scale stands behind another.

use super::rules::{Seen, duplicate_id, well_formed, within};
use crate::load::written;
use crate::model::{Level, Rules, Scale, ScaleChoice};
use crate::problem::{Fact, Problems, Unknown};
use crate::source::{At, Spot};

/// What a level may map to besides the levels of a scale: it then is no answer, or says that the item doesn't apply.
pub(super) const NO_LEVELS: [&str; 2] = ["unanswered", "not-applicable"];

/// Makes scales sound. A level of a mapped scale gets the value of the level behind it.
pub(super) fn scales(written: Vec<written::Scale>, problems: &Problems) -> Vec<Scale> {
    let mut seen = Seen::default();
    let mut mapped: Vec<(At<String>, Vec<Option<Spot>>)> = Vec::new();
    let mut scales: Vec<Scale> = Vec::new();
    for scale in written {
        let good = well_formed(&scale.id, problems);
        if !seen.is_new(&scale.id, duplicate_id, problems) || !good {
            continue;
        }
        let whole = scale.whole;
        let spot = scale.id.spot.clone();
        let spots = scale.levels.iter().map(|level| level.maps_to.as_ref().map(|to| to.spot.clone())).collect();
        let written_levels = scale.levels.len();
        let levels = levels(scale.levels, problems);
        if scale.maps_to.is_none() && whole && levels.len() == written_levels {
            let tops = levels.iter().filter(|level| level.value == Some(100)).count();
            if tops != 1 && (tops > 1 || levels.iter().any(|level| level.value.is_some())) {
                problems.add(Fact::BadScale { scale: scale.id.value.clone(), tops }, &spot);
            }
        }
        mapped.extend(scale.maps_to.clone().map(|to| (At { value: scale.id.value.clone(), spot: to.spot }, spots)));
        scales.push(Scale {
            id: scale.id.value,
            name: scale.name,
            fits: scale.fits,
            source: scale.source,
            measure: scale.measure,
            recent_evidence: scale.recent_evidence,
            maps_to: scale.maps_to.map(|to| to.value),
            loss: scale.loss,
            levels,
        });
    }
    for (id, spots) in mapped {
        map(&id, &spots, &mut scales, problems);
    }
    for scale in &mut scales {
        let highest = scale.levels.iter().filter_map(|level| level.value).max().filter(|value| *value > 0);
        for level in &mut scale.levels {
            level.top = level.value.is_some() && level.value == highest;
        }
    }
    scales
}

/// The scales that an institution chose for everything and for single instruments. Each must map to another scale, or
/// it could stand in for none.
pub(super) fn choice(
    all: Option<&At<String>>,
    table: Option<&written::ScaleTable>,
    rules: &Rules,
    problems: &Problems,
) -> ScaleChoice {
    let mapped = |scale: &At<String>| chosen(scale, None, rules, problems).map(|scale| scale.id.clone());
    let mut choice = ScaleChoice { all: all.and_then(mapped), ..ScaleChoice::default() };
    for (instrument, scale) in table.into_iter().flat_map(|table| &table.chosen) {
        if rules.instrument(&instrument.value).is_none() {
            let unknown = Unknown::among(&instrument.value, rules.instrument_ids());
            problems.add(Fact::UnknownInstrument(unknown), &instrument.spot);
        } else if let Some(scale) = mapped(scale) {
            choice.instruments.insert(instrument.value.clone(), scale);
        }
    }
    choice
}

/// The scale that was chosen in place of the scale `own`, or of any. `None`, with the problem noted, if there is no
/// such scale or it can't stand there.
pub(super) fn chosen<'r>(
    wanted: &At<String>,
    own: Option<&str>,
    rules: &'r Rules,
    problems: &Problems,
) -> Option<&'r Scale> {
    let fits = |scale: &Scale| own.map_or(scale.maps_to.is_some(), |own| scale.fits_in_place_of(own));
    let scale = rules.scale(&wanted.value);
    if let Some(scale) = scale.filter(|scale| fits(scale)) {
        return Some(scale);
    }
    let known: Vec<String> = rules.scales.iter().filter(|scale| fits(scale)).map(|scale| scale.id.clone()).collect();
    let given = wanted.value.clone();
    let fact = match scale {
        Some(_) => Fact::ScaleNotMapped { given, own: own.map(str::to_owned), known },
        None => Fact::UnknownScale(Unknown::among(given, known)),
    };
    problems.add(fact, &wanted.spot);
    None
}

fn levels(written: Vec<written::Level>, problems: &Problems) -> Vec<Level> {
    let mut names = Seen::default();
    written
        .into_iter()
        .filter(|level| well_formed(&level.id, problems) & names.is_new(&level.id, duplicate_id, problems))
        .map(|level| Level {
            value: level.value.and_then(|value| u8::try_from(within(&value, "value", 0, 100, problems)).ok()),
            id: level.id.value,
            label: level.label,
            meaning: level.meaning,
            refused: level.refused,
            breach: level.breach,
            top: false,
            maps_to: level.maps_to.map(|to| to.value),
        })
        .collect()
}

/// Gives the levels of the scale `id` the values of those behind them.
fn map(id: &At<String>, spots: &[Option<Spot>], scales: &mut [Scale], problems: &Problems) {
    let Some(own) = scales.iter().position(|scale| scale.id == id.value) else { return };
    let wanted = scales[own].maps_to.clone().unwrap_or_default();
    let base = scales.iter().find(|scale| scale.id == wanted).cloned();
    let Some(base) = base.filter(|base| base.maps_to.is_none()) else {
        let known = scales.iter().filter(|scale| scale.maps_to.is_none()).map(|scale| scale.id.as_str());
        problems.add(Fact::UnknownScale(Unknown::among(wanted, known)), &id.spot);
        return;
    };
    for (level, spot) in scales[own].levels.iter_mut().zip(spots) {
        let Some(to) = &level.maps_to else { continue };
        match base.level(to) {
            Some(behind) => (level.value, level.refused, level.breach) = (behind.value, behind.refused, behind.breach),
            None if NO_LEVELS.contains(&to.as_str()) => {}
            None => {
                let known = base.levels.iter().map(|level| level.id.as_str()).chain(NO_LEVELS);
                let spot = spot.as_ref().unwrap_or(&id.spot);
                problems.add(Fact::UnknownLevel(Unknown::among(to, known)), spot);
            }
        }
    }
}
