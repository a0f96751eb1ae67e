//! References: openings are there and used, numbers and letters go on without a gap, in the order of the text.

use std::collections::{BTreeMap, BTreeSet};

use super::{Look, reference};
use crate::load::written::{Instrument, Recommendation};
use crate::model::normalised_reference;
use crate::problem::Fact;
use crate::source::Spot;

pub(super) fn check(instrument: &Instrument, look: &Look<'_>) {
    openings(instrument, look);
    numbers(instrument, look);
}

fn openings(instrument: &Instrument, look: &Look<'_>) {
    let named: BTreeSet<&str> =
        instrument.recommendations.iter().filter_map(|one| one.chapeau.as_ref()).map(|at| at.value.as_str()).collect();
    for chapeau in instrument.chapeaux.iter().filter(|chapeau| !named.contains(chapeau.reference.value.as_str())) {
        look.note(Fact::ChapeauUnused(chapeau.reference.value.clone()), &chapeau.reference.spot);
    }
    let paragraphs: BTreeSet<String> = instrument.recommendations.iter().map(reference).collect();
    for recommendation in instrument.recommendations.iter().filter(|one| one.chapeau.is_none()) {
        let own = reference(recommendation);
        let Some(opening) = own.strip_suffix(')').and_then(|own| own.rsplit_once('(')).map(|(opening, _)| opening)
        else {
            continue;
        };
        let spot = &recommendation.reference.spot;
        let chapeau = instrument.chapeaux.iter().find(|chapeau| chapeau.reference.value == opening);
        if let Some(chapeau) = chapeau {
            let fact = Fact::ChapeauUnnamed { reference: own.clone(), chapeau: opening.to_owned() };
            look.problems.add_related(fact, spot, &chapeau.reference.spot);
        } else if !paragraphs.contains(opening) {
            look.note(Fact::OpeningMissing { reference: own.clone(), opening: opening.to_owned() }, spot);
        }
    }
}

/// One number or letter below another, where it first occurs.
struct Child<'a> {
    /// The reference up to here.
    full: String,
    value: u32,
    spot: &'a Spot,
}

fn numbers(instrument: &Instrument, look: &Look<'_>) {
    let mut known: BTreeSet<String> =
        instrument.chapeaux.iter().map(|chapeau| normalised_reference(&chapeau.reference.value)).collect();
    known.extend(instrument.recommendations.iter().map(reference));
    let marks = marks(&instrument.recommendations);
    // What stands above a paragraph that has been seen: it must not follow.
    let mut above: BTreeMap<String, (String, &Spot)> = BTreeMap::new();
    let mut levels: BTreeMap<String, (Marks, Vec<Child<'_>>)> = BTreeMap::new();
    for recommendation in &instrument.recommendations {
        let whole = reference(recommendation);
        let spot = &recommendation.reference.spot;
        if let Some((after, related)) = above.get(&whole) {
            let fact = Fact::OutOfOrder { reference: whole.clone(), after: after.clone() };
            look.problems.add_related(fact, spot, related);
        }
        for (parent, own) in steps(&whole) {
            above.entry(parent.clone()).or_insert((whole.clone(), spot));
            let marks = marks.get(&parent).copied().unwrap_or(Marks::Numbers);
            let Some(value) = marks.value(&own) else { continue };
            let full = format!("{parent}{own}");
            let (_, children) = levels.entry(parent).or_insert_with(|| (marks, Vec::new()));
            if children.last().is_none_or(|last| last.full != full) {
                children.push(Child { full, value, spot });
            }
        }
    }
    for (parent, (marks, children)) in &levels {
        let here: BTreeSet<&str> = children.iter().map(|child| child.full.as_str()).collect();
        let mut last = 0;
        for (index, child) in children.iter().enumerate() {
            if child.value < last {
                let before = &children[index - 1];
                let fact = Fact::OutOfOrder { reference: child.full.clone(), after: before.full.clone() };
                look.problems.add_related(fact, child.spot, before.spot);
                continue;
            }
            let names =
                (last.saturating_add(1)..child.value).map(|value| format!("{parent}{}", marks.name(value, parent)));
            // What stands elsewhere is out of order, not missing; and nobody reads a list of hundreds.
            let there = |name: &String| known.contains(name) || here.contains(name.as_str());
            let missing: Vec<String> = names.take(100).filter(|name| !there(name)).collect();
            if let (Some(first), Some(end)) = (missing.first(), missing.last()) {
                let (first, end) = (first.clone(), end.clone());
                look.note(Fact::NumberingGap { reference: child.full.clone(), first, last: end }, child.spot);
            }
            last = child.value;
        }
    }
}

/// A reference as steps from above: `2.11(a)` is `2`, `.11` below `2`, and `(a)` below `2.11`.
fn steps(reference: &str) -> Vec<(String, String)> {
    let mut cuts: Vec<usize> = reference.match_indices(['.', '(']).map(|(at, _)| at).collect();
    cuts.push(reference.len());
    let mut from = 0;
    let mut steps = Vec::new();
    for cut in cuts {
        steps.push((reference[..from].to_owned(), reference[from..cut].to_owned()));
        from = cut;
    }
    steps
}

/// How the children of a number are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    Numbers,
    Letters,
    Roman,
}

/// The marks below each number; letters are roman numerals if they begin with i, and go on with ii if they go on.
fn marks(recommendations: &[Recommendation]) -> BTreeMap<String, Marks> {
    let mut below: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (parent, own) in recommendations.iter().flat_map(|one| steps(&reference(one))) {
        let children = below.entry(parent).or_default();
        if !children.contains(&own) {
            children.push(own);
        }
    }
    below
        .into_iter()
        .map(|(parent, own)| {
            let roman = own.first().is_some_and(|own| own == "(i)") && own.get(1).is_none_or(|own| own == "(ii)");
            let bracket = own.first().is_some_and(|own| own.starts_with('('));
            let marks = match (bracket, roman) {
                (false, _) => Marks::Numbers,
                (true, false) => Marks::Letters,
                (true, true) => Marks::Roman,
            };
            (parent, marks)
        })
        .collect()
}

const ROMAN: [(&str, u32); 9] =
    [("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("iii", 3), ("ii", 2), ("i", 1)];

impl Marks {
    /// Which place `own` has, from 1; `None` if it is a word or a number between two others.
    fn value(self, own: &str) -> Option<u32> {
        let inner = own.trim_matches(['(', ')', '.']);
        match self {
            Self::Numbers => inner.parse().ok(),
            Self::Roman => (1..90).find(|value| roman(*value) == inner),
            Self::Letters => (1..=52).find(|value| letters(*value) == inner).or_else(|| {
                let mut after_z = inner.strip_prefix('a')?.chars();
                let second = after_z.next().filter(|_| after_z.next().is_none())?;
                Some(u32::from(second).checked_sub(u32::from('a'))? + 27)
            }),
        }
    }

    /// How the mark of a place is written.
    fn name(self, value: u32, parent: &str) -> String {
        match self {
            Self::Numbers if parent.is_empty() => value.to_string(),
            Self::Numbers => format!(".{value}"),
            Self::Roman => format!("({})", roman(value)),
            Self::Letters => format!("({})", letters(value)),
        }
    }
}

/// `a` to `z`, then `aa`, `bb` and so on.
fn letters(value: u32) -> String {
    let letter = char::from_u32(u32::from('a') + (value - 1) % 26).unwrap_or('a');
    letter.to_string().repeat(1 + ((value - 1) / 26) as usize)
}

fn roman(value: u32) -> String {
    let mut rest = value;
    let mut text = String::new();
    for (mark, worth) in ROMAN {
        while rest >= worth {
            text.push_str(mark);
            rest -= worth;
        }
    }
    text
}
