//! Links: both ends must exist, and a pair is linked once.

use std::collections::BTreeMap;

use super::like::{id_like, paragraph_like};
use crate::load::written;
use crate::model::{Link, LinkEnd, Rules};
use crate::problem::{Fact, Problems};
use crate::source::{At, Spot};

/// The links whose two ends exist. Those that are built in may lead to what an instrument of the user's own, in place of
/// one of ours, doesn't have: they are passed over.
pub(super) fn links(written: Vec<written::Link>, replaced: bool, rules: &Rules, problems: &Problems) -> Vec<Link> {
    let mut seen: BTreeMap<(LinkEnd, LinkEnd), Spot> = BTreeMap::new();
    let mut links = Vec::new();
    let leads_nowhere = |end: &At<String>| LinkEnd::parse(&end.value).is_none_or(|end| !rules.has(&end));
    for link in written {
        if replaced && link.built_in && (leads_nowhere(&link.from) || leads_nowhere(&link.to)) {
            continue;
        }
        let spot = link.from.spot.clone();
        let (Some(from), Some(to)) = (end(&link.from, rules, problems), end(&link.to, rules, problems)) else {
            continue;
        };
        let pair = if from < to { (from.clone(), to.clone()) } else { (to.clone(), from.clone()) };
        if let Some(first) = seen.get(&pair) {
            let what = format!("the link between `{from}` and `{to}`");
            problems.add_related(Fact::GivenTwice { what }, &spot, first);
            continue;
        }
        seen.insert(pair, spot);
        links.push(Link { from, to, relation: link.relation, reason: link.reason });
    }
    links
}

/// An end that exists; one that doesn't is a problem.
fn end(written: &At<String>, rules: &Rules, problems: &Problems) -> Option<LinkEnd> {
    let end = LinkEnd::parse(&written.value);
    if let Some(end) = end.as_ref().filter(|end| rules.has(end)) {
        return Some(end.clone());
    }
    let nearest = match end {
        Some(LinkEnd { item: Some(_), .. }) => id_like(&written.value, rules),
        _ => paragraph_like(&written.value, rules),
    };
    problems.add(Fact::UnknownLinkEnd { given: written.value.clone(), nearest }, &written.spot);
    None
}
