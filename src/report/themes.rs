//! By theme: recommendations of different resolutions that ask for the same or overlap, side by side with what was
//! answered to them.

use std::cmp::Reverse;

use serde::Serialize;

use super::items::sign;
use super::lists::Place;
use super::{Text, lists, text};
use crate::assess::{Assessment, ItemResult};
use crate::model::{Instrument, Relation, Theme};

/// How much of a paragraph is quoted to recognise it by, in characters.
const OPENING: usize = 150;

/// A theme with the recommendations that belong to it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ThemeView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What belongs to it.
    pub about: Text,
    /// Recommendations that links join, directly or through others of the theme.
    pub linked: Vec<Vec<Standing>>,
    /// Recommendations that no link joins to another of the theme.
    pub single: Vec<Standing>,
}

/// A recommendation and how it stands.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Standing {
    /// Where; the anchor is of its first item.
    pub place: Place,
    /// How its text begins, verbatim.
    pub opening: String,
    /// Whether the text goes on.
    pub goes_on: bool,
    /// Language of the text.
    pub lang: String,
    /// What was answered, item by item.
    pub levels: Vec<LevelShown>,
    /// Links to others of the theme.
    pub links: Vec<Linked>,
}

/// What was answered to an item.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LevelShown {
    /// Anchor of the item.
    pub anchor: String,
    /// Label of the level; `None` where there is none.
    pub level: Option<Text>,
    /// Which sign stands beside it.
    pub sign: &'static str,
}

impl LevelShown {
    /// What was answered to `item`.
    pub(super) fn of(item: &ItemResult<'_>, language: &str) -> Self {
        Self {
            anchor: item.item.id.token(),
            level: item.level().map(|level| text(&level.label, language)),
            sign: sign(item),
        }
    }
}

/// Links of one kind, as one of their ends sees them.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Linked {
    /// How what is asked here relates to what is asked there.
    pub relation: Relation,
    /// The other ends.
    pub places: Vec<Place>,
}

/// The nearest relations first.
const RELATIONS: [Relation; 4] = [Relation::Equal, Relation::Subset, Relation::Superset, Relation::Intersects];

/// The items of one recommendation.
type Asked<'i, 'a> = &'i [&'i ItemResult<'a>];

/// The themes of which something is asked, in the order of the rules.
pub(super) fn themes(assessment: &Assessment<'_>, language: &str) -> Vec<ThemeView> {
    let items: Vec<&ItemResult<'_>> = assessment.items.iter().collect();
    let asked: Vec<Asked<'_, '_>> =
        items.chunk_by(|one, next| std::ptr::eq(one.recommendation, next.recommendation)).collect();
    let wanted = &assessment.responses.scope.themes;
    let themes = assessment.rules.themes.iter().filter(|theme| wanted.is_empty() || wanted.contains(&theme.id));
    themes.filter_map(|theme| view(theme, &asked, assessment, language)).collect()
}

/// The themes of an instrument's paragraphs of which something is asked, those of most paragraphs first, four at most.
pub(super) fn of_instrument(assessment: &Assessment<'_>, instrument: &Instrument, language: &str) -> Vec<Text> {
    let asked: Vec<&ItemResult<'_>> =
        assessment.items.iter().filter(|item| std::ptr::eq(item.instrument, instrument)).collect();
    let paragraphs: Vec<Asked<'_, '_>> =
        asked.chunk_by(|one, next| std::ptr::eq(one.recommendation, next.recommendation)).collect();
    let of =
        |theme: &Theme| paragraphs.iter().filter(|items| items[0].recommendation.themes.contains(&theme.id)).count();
    let mut found: Vec<(&Theme, usize)> = assessment.rules.themes.iter().map(|theme| (theme, of(theme))).collect();
    found.retain(|(_, paragraphs)| *paragraphs > 0);
    found.sort_by_key(|(_, paragraphs)| Reverse(*paragraphs));
    found.into_iter().take(4).map(|(theme, _)| text(&theme.name, language)).collect()
}

fn view(theme: &Theme, asked: &[Asked<'_, '_>], assessment: &Assessment<'_>, language: &str) -> Option<ThemeView> {
    let of_theme: Vec<Asked<'_, '_>> =
        asked.iter().copied().filter(|items| items[0].recommendation.themes.contains(&theme.id)).collect();
    if of_theme.is_empty() {
        return None;
    }
    let joined = joined(&of_theme, assessment);
    let (mut linked, mut single) = (Vec::new(), Vec::new());
    for members in clusters(&joined) {
        let standings = members.iter().map(|&one| standing(one, &of_theme, &joined[one], assessment, language));
        if members.len() > 1 { linked.push(standings.collect()) } else { single.extend(standings) }
    }
    let (name, about) = (text(&theme.name, language), text(&theme.about, language));
    Some(ThemeView { id: theme.id.clone(), name, about, linked, single })
}

/// For each recommendation, the others that a link joins to it, each once, with the first relation the crosswalk gives.
fn joined(of_theme: &[Asked<'_, '_>], assessment: &Assessment<'_>) -> Vec<Vec<(usize, Relation)>> {
    let at = |items: Asked<'_, '_>| (items[0].instrument.id.clone(), items[0].recommendation.reference.clone());
    let places: Vec<(String, String)> = of_theme.iter().map(|items| at(items)).collect();
    let find = |end: &crate::model::LinkEnd| {
        places.iter().position(|(instrument, reference)| end.is_at(instrument, reference))
    };
    let mut joined: Vec<Vec<(usize, Relation)>> = vec![Vec::new(); places.len()];
    for link in &assessment.rules.links {
        if let (Some(from), Some(to)) = (find(&link.from), find(&link.to))
            && from != to
            && !joined[from].iter().any(|(other, _)| *other == to)
        {
            joined[from].push((to, link.relation));
            joined[to].push((from, link.relation.reversed()));
        }
    }
    joined
}

/// Splits the recommendations into those that hang together, in the order of their first members.
fn clusters(joined: &[Vec<(usize, Relation)>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; joined.len()];
    let mut clusters = Vec::new();
    for first in 0..joined.len() {
        let (mut members, mut waiting) = (Vec::new(), vec![first]);
        while let Some(one) = waiting.pop() {
            if !std::mem::replace(&mut seen[one], true) {
                members.push(one);
                waiting.extend(joined[one].iter().map(|(other, _)| *other));
            }
        }
        if !members.is_empty() {
            members.sort_unstable();
            clusters.push(members);
        }
    }
    clusters
}

fn standing(
    one: usize,
    of_theme: &[Asked<'_, '_>],
    joined: &[(usize, Relation)],
    assessment: &Assessment<'_>,
    language: &str,
) -> Standing {
    let items = of_theme[one];
    let (opening, goes_on) = opening(&items[0].recommendation.text);
    let place = |items: Asked<'_, '_>| lists::place(&items[0].item.id, assessment, language);
    Standing {
        place: place(items),
        opening,
        goes_on,
        lang: items[0].instrument.language.clone(),
        levels: items.iter().map(|item| LevelShown::of(item, language)).collect(),
        links: RELATIONS
            .into_iter()
            .map(|wanted| {
                let others = joined.iter().filter(|(_, relation)| *relation == wanted);
                Linked { relation: wanted, places: others.map(|&(other, _)| place(of_theme[other])).collect() }
            })
            .filter(|linked| !linked.places.is_empty())
            .collect(),
    }
}

/// How a text begins, cut between words, and whether it goes on.
fn opening(text: &str) -> (String, bool) {
    let Some((end, _)) = text.char_indices().nth(OPENING) else { return (text.to_owned(), false) };
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    (text[..cut].trim_end_matches([',', ';', ':', ' ']).to_owned(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_together_stands_together() {
        let equal = |other| (other, Relation::Equal);
        let joined = [vec![equal(3)], vec![], vec![equal(3)], vec![equal(0), equal(2)]];
        assert_eq!(clusters(&joined), [vec![0, 2, 3], vec![1]]);
    }

    #[test]
    fn openings_end_with_a_word() {
        assert_eq!(opening("Short."), ("Short.".to_owned(), false));
        let long = "word, ".repeat(60);
        let (opening, goes_on) = opening(&long);
        assert!(goes_on && opening.ends_with("word") && opening.chars().count() <= OPENING);
    }
}
