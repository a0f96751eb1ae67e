//! What the terminal and the document say alike of a comparison.

use std::collections::BTreeMap;

use super::Failure;
use super::words::Words;
use crate::report::{Changed, GroupSince, Kind, LevelShown, Pair, Text};

/// How the figures and the items of a group changed, in sentences.
pub(super) fn sentences(group: &GroupSince, words: &Words) -> Result<Vec<String>, Failure> {
    let pair = |pair: &Pair, key: &str| {
        let with = BTreeMap::from([
            ("count", group.common.to_string()),
            ("then", words.percent(pair.then.implementation)?),
            ("now", words.percent(pair.now.implementation)?),
            ("change", words.points(pair.change)?),
        ]);
        words.say(key, &with)
    };
    let mut said = match &group.in_both {
        Some(both) => vec![pair(both, "compare.in-both")?, pair(&group.headline, "since.sentence-all")?],
        None if group.headline.change.is_some() => vec![pair(&group.headline, "compare.all")?],
        None => vec![words.plain("compare.none")?],
    };
    let evidence = [&group.evidence].into_iter().filter(|kind| kind.count > 0);
    let counted = group.counts.iter().chain(evidence).map(|kind| {
        let with = BTreeMap::from([("count", kind.count.to_string())]);
        words.say(&format!("since.{}", kind.kind), &with)
    });
    said.push(counted.collect::<Result<Vec<_>, _>>()?.join(" "));
    Ok(said)
}

/// What is listed of a group: the items by the way that they changed.
pub(super) fn listed(group: &GroupSince) -> impl Iterator<Item = &Kind> {
    group.changed.iter().chain([&group.evidence]).filter(|kind| !kind.items.is_empty())
}

/// What was answered to an item then and now: "Partly in place → Fully in place"; one of the two if it was asked once.
pub(super) fn levels(item: &Changed, words: &Words) -> Result<String, Failure> {
    let level = |shown: &LevelShown| match &shown.level {
        Some(level) => Ok(level.text.clone()),
        None if shown.sign == "excused" => words.plain("themes.not-applicable"),
        None => words.plain("themes.unanswered"),
    };
    let shown = [&item.then, &item.now].into_iter().flatten().map(level);
    let shown = shown.collect::<Result<Vec<_>, _>>()?;
    Ok(if shown.windows(2).all(|pair| pair[0] != pair[1]) { shown.join(" → ") } else { shown[0].clone() })
}

/// Titles in a row.
pub(super) fn titles(titles: &[Text]) -> String {
    titles.iter().map(|title| title.text.as_str()).collect::<Vec<_>>().join(", ")
}
