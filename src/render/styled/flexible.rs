//! The properties of flex rows and their children.

use super::property::{Applied, points, set};
use super::style::{Justify, Style, VerticalAlign};
use super::value::{self, Length, Units};

/// Sets what `name: value` asks for.
pub(in crate::render) fn apply(style: &mut Style, name: &str, value: &str, units: Units) -> Applied {
    let word = value.to_ascii_lowercase();
    let words = value::words(&word);
    let number = |word: &str| word.parse::<f32>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    let flex = &mut style.flex;
    let done = match name {
        "flex" => match *words.as_slice() {
            ["none" | "initial"] => set(&mut flex.grow, 0.0),
            ["auto"] => set(&mut flex.grow, 1.0),
            [grow] | [grow, _] | [grow, _, "0" | "0%"] => number(grow).map(|grow| {
                (flex.grow, flex.basis) = (grow, Length::ZERO);
            }),
            [grow, _, basis] => number(grow).zip(value::length(basis, units)).map(|(grow, basis)| {
                (flex.grow, flex.basis) = (grow, basis);
            }),
            _ => None,
        },
        "flex-grow" => number(&word).map(|grow| flex.grow = grow),
        "flex-basis" => value::length(value, units).map(|basis| flex.basis = basis),
        // Nothing is ever let out of its box, so children shrink whatever they say.
        "flex-shrink" => number(&word).map(|_| ()),
        "flex-direction" => (word == "row").then_some(()),
        "flex-wrap" => matches!(&*word, "wrap" | "nowrap").then(|| flex.wraps = word == "wrap"),
        "gap" => match *words.as_slice() {
            [both] => points(both, units).map(|both| (flex.row_gap, flex.column_gap) = (both, both)),
            [row, column] => points(row, units).zip(points(column, units)).map(|(row, column)| {
                (flex.row_gap, flex.column_gap) = (row, column);
            }),
            _ => None,
        },
        "column-gap" => points(value, units).map(|gap| flex.column_gap = gap),
        "row-gap" => points(value, units).map(|gap| flex.row_gap = gap),
        "justify-content" => justify(&word).map(|justify| flex.justify = justify),
        "align-items" => align(&word).map(|align| flex.align = align),
        _ => return None,
    };
    Some(done)
}

fn justify(word: &str) -> Option<Justify> {
    Some(match word {
        "start" | "flex-start" | "normal" => Justify::End,
        "end" | "flex-end" => Justify::Start,
        "center" => Justify::Around,
        "space-between" => Justify::Between,
        _ => return None,
    })
}

fn align(word: &str) -> Option<VerticalAlign> {
    Some(match word {
        "start" | "flex-start" | "stretch" | "normal" => VerticalAlign::Top,
        "center" => VerticalAlign::Middle,
        "end" | "flex-end" => VerticalAlign::Bottom,
        _ => return None,
    })
}
