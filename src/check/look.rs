//! The look of reports: which colours and fonts a theme gives, and whether its text can be read.

use crate::load::written::{self, Named};
use crate::model::{Colour, Font, Look, Picture, Variable};
use crate::problem::{Beside, Contrast, Fact, Problems, Unusable, nearest};
use crate::source::{At, Spot};

/// Least contrast of text, by level AA of WCAG 2.
const LEAST: f64 = 4.5;

/// The colour that blocks of the page stand on, as the stylesheet calls it.
const WASH: &str = "wash";

/// What a theme is held against.
#[derive(Debug)]
pub struct Known {
    /// The colours that the stylesheet names.
    pub variables: Vec<Variable>,
    /// The families of which there are fonts without the theme.
    pub families: Vec<String>,
}

/// Checks a theme.
pub fn look(written: written::Look, known: &Known, problems: &Problems) -> Look {
    let colours = colours(written.colours, &known.variables, problems);
    contrasts(&colours, &known.variables, problems);
    let before = problems.errors();
    let fonts: Vec<Font> = written.fonts.into_iter().filter_map(|(found, path)| font(found, path, problems)).collect();
    if let Some(family) = &written.family {
        let given: Vec<String> = fonts.iter().flat_map(|font| font.families.clone()).collect();
        let there = given.contains(&family.value) || known.families.contains(&family.value);
        // A file that can't be used may be the one.
        if !there && problems.errors() == before {
            problems.add(Fact::FontMissing { family: family.value.clone(), given }, &family.spot);
        }
    }
    Look {
        logo: written.logo.and_then(|(found, path)| logo(found, path, Beside::Theme, problems)),
        colours: colours.into_iter().map(|(name, colour)| (name, colour.value)).collect(),
        family: written.family.map(|family| family.value),
        fonts,
    }
}

/// A logo, if it can be shown.
pub(super) fn logo(found: Named<Picture>, path: At<String>, beside: Beside, problems: &Problems) -> Option<Picture> {
    usable(found, path, beside, problems, Fact::LogoUnusable)
}

fn font(found: Named<Font>, path: At<String>, problems: &Problems) -> Option<Font> {
    usable(found, path, Beside::Theme, problems, Fact::FontUnusable)
}

/// What was found, unless it can't be used: `unusable` says that.
fn usable<T>(
    found: Named<T>,
    path: At<String>,
    beside: Beside,
    problems: &Problems,
    unusable: fn(Unusable) -> Fact,
) -> Option<T> {
    let At { value: path, spot } = path;
    let fact = match found {
        Named::Usable(found) => return Some(found),
        Named::Unusable(why) => unusable(Unusable { path, why, beside }),
        Named::Unsafe(why) => Fact::UnsafePath(Unusable { path, why, beside }),
        Named::Backslash => Fact::BackslashPath { path },
    };
    problems.add(fact, &spot);
    None
}

/// The colours that can be used, with the places of their values.
fn colours(
    written: Vec<(At<String>, At<String>)>,
    variables: &[Variable],
    problems: &Problems,
) -> Vec<(String, At<Colour>)> {
    let mut colours = Vec::new();
    for (name, value) in written {
        let known = variables.iter().any(|variable| variable.name == name.value);
        if !known {
            let names = || variables.iter().map(|variable| variable.name.as_str());
            let fact = Fact::UnknownKey {
                nearest: nearest(&name.value, names()).map(str::to_owned),
                known: names().map(str::to_owned).collect(),
                key: name.value.clone(),
                table: "the table `[colours]`".into(),
            };
            problems.add(fact, &name.spot);
        }
        match Colour::of(&value.value) {
            Some(colour) if known => colours.push((name.value, At { value: colour, spot: value.spot })),
            Some(_) => {}
            None => problems.add(Fact::BadColour { given: value.value }, &value.spot),
        }
    }
    colours
}

/// Notes the text colours that are hard to read on white or on the wash, where the theme chose either of the two.
fn contrasts(colours: &[(String, At<Colour>)], variables: &[Variable], problems: &Problems) {
    let chosen = |name: &str| colours.iter().find(|(known, _)| known == name).map(|(_, colour)| colour);
    let wash = variables.iter().find(|variable| variable.name == WASH).map(|variable| {
        let chosen = chosen(WASH);
        (WASH, chosen.map_or(variable.colour, |chosen| chosen.value), chosen.map(|chosen| &chosen.spot))
    });
    let grounds: Vec<(&str, Colour, Option<&Spot>)> =
        [Some(("white", Colour::WHITE, None)), wash].into_iter().flatten().collect();
    for text in variables.iter().filter(|variable| variable.text) {
        let own = chosen(&text.name);
        let colour = own.map_or(text.colour, |own| own.value);
        let worst = grounds
            .iter()
            .filter_map(|(ground, behind, at)| {
                Some((colour.contrast(*behind), ground, own.map(|own| &own.spot).or(*at)?))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((contrast, ground, at)) = worst.filter(|(contrast, ..)| *contrast < LEAST) {
            let fact = Fact::LowContrast(Contrast {
                text: text.name.clone(),
                colour: colour.to_string(),
                ground: (*ground).to_owned(),
                tenths: tenths(contrast),
            });
            problems.add(fact, at);
        }
    }
}

/// A contrast in tenths, rounded down, so that one that fails never looks as if it did not.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a contrast is between 1 and 21")]
fn tenths(contrast: f64) -> u32 {
    (contrast * 10.0).floor() as u32
}
