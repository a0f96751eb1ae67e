//! Ids that last: none is used again, and what is withdrawn says when and why and is linked to no more.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Look;
use crate::model::{ItemId, LinkEnd};
use crate::problem::Fact;
use crate::source::Spot;

pub(super) fn check(look: &Look<'_>) {
    let asked = look.asked();
    let mut used: BTreeMap<String, &Spot> = asked.iter().map(|one| (one.id.clone(), &one.item.name.spot)).collect();
    for one in &asked {
        for old in &one.item.was {
            let id = ItemId::parse(&old.value).map_or_else(|| old.value.clone(), |id| id.to_string());
            match used.get(&id) {
                Some(first) => look.problems.add_related(Fact::IdReused { id }, &old.spot, first),
                None => _ = used.insert(id, &old.spot),
            }
        }
        if let Some(why) = &one.item.withdrawn
            && !explained(why)
        {
            let item = one.item.name.value.clone();
            look.note(Fact::WithdrawnUnexplained { item }, &one.item.name.spot);
        }
    }
    let withdrawn: BTreeSet<&str> =
        asked.iter().filter(|one| one.item.withdrawn.is_some()).map(|one| one.id.as_str()).collect();
    for link in &look.rules.links {
        let ends = [&link.from, &link.to];
        for end in ends {
            let id = LinkEnd::parse(&end.value).map_or_else(|| end.value.clone(), |end| end.to_string());
            if withdrawn.contains(id.as_str()) {
                look.note(Fact::LinkToWithdrawn(id), &end.spot);
            }
        }
        if let [Some(from), Some(to)] = ends.map(|end| LinkEnd::parse(&end.value))
            && from.is_at(&to.instrument, &to.reference)
            && (from.item == to.item || from.item.is_none() || to.item.is_none())
        {
            look.note(Fact::LinkToItself(from.to_string()), &link.to.spot);
        }
    }
}

/// Whether it begins with a day, and a reason follows.
fn explained(why: &str) -> bool {
    let day = why.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    day.is_some() && why[10..].chars().any(char::is_alphabetic)
}
