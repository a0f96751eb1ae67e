//! Rules as JSON, with the keys of rules files; what a file may leave out is there as it is used.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::ends::{Named, words};
use super::list::Counts;
use crate::model::{Deadline, Instrument, Item, Level, LinkEnd, Recommendation, Rules, Scale};

/// One instrument with what is counted of it.
pub(super) fn summary(instrument: &Instrument) -> Value {
    let counts = Counts::of(instrument);
    let mut head = head(instrument);
    head["paragraphs"] = json!(counts.paragraphs);
    head["actionable"] = json!(counts.asking);
    head["items"] = json!({
        "institution": counts.institution,
        "country": counts.country,
        "bodies": counts.bodies,
        "core": counts.core,
    });
    head["deadlines"] = json!({ "date": counts.dates, "event": counts.events, "every": counts.recurring });
    head
}

fn head(instrument: &Instrument) -> Value {
    json!({
        "id": instrument.id,
        "version": instrument.version,
        "title": instrument.title,
        "short-title": instrument.short_title,
        "body": instrument.body,
        "symbol": instrument.symbol,
        "date": instrument.date,
        "status": instrument.status,
        "language": instrument.language,
        "refs": instrument.refs,
        "source": instrument.source,
        "file": { "name": instrument.provenance.file, "sha256": instrument.provenance.sha256 },
    })
}

/// What is named, with everything that belongs to it.
pub(super) fn whole(named: &Named, instrument: &Instrument, rules: &Rules) -> Value {
    let shown: Vec<&Recommendation> = instrument.recommendations.iter().filter(|one| named.takes(one)).collect();
    let items = |one: &Recommendation| -> Vec<Item> {
        let wanted = |item: &&Item| named.item.as_deref().is_none_or(|name| name == item.id.name());
        one.items.iter().filter(wanted).cloned().collect()
    };
    let chapeaux: Vec<Value> = instrument
        .chapeaux
        .iter()
        .filter(|chapeau| shown.iter().any(|one| one.chapeau.as_ref() == Some(&chapeau.reference)))
        .map(|chapeau| {
            json!({
                "ref": chapeau.reference,
                "text": chapeau.text,
                "operative": chapeau.operative,
                "addressees": chapeau.addressees,
            })
        })
        .collect();
    let used: BTreeSet<String> = shown.iter().flat_map(|one| items(one)).map(|item| item.scale).collect();
    json!({
        "instrument": head(instrument),
        "chapeaux": chapeaux,
        "recommendations":
            shown.iter().map(|one| recommendation(one, &items(one), instrument, rules)).collect::<Value>(),
        "scales": rules.scales.iter().filter(|scale| used.contains(&scale.id)).map(scale).collect::<Value>(),
    })
}

fn recommendation(one: &Recommendation, items: &[Item], instrument: &Instrument, rules: &Rules) -> Value {
    let here = |end: &LinkEnd| end.is_at(&instrument.id, &one.reference) && end.item.is_none();
    json!({
        "ref": one.reference,
        "chapeau": one.chapeau,
        "operative": one.operative,
        "asks": one.asks,
        "act": one.act,
        "text": one.text,
        "translations": one.translations,
        "addressees": one.addressees,
        "actionable": one.actionable,
        "deadline": one.deadline.as_ref().map(deadline),
        "themes": one.themes,
        "note": one.note,
        "weight": one.weight,
        "links": links(here, rules),
        "items": items.iter().map(|one| item(one, rules)).collect::<Value>(),
    })
}

fn item(item: &Item, rules: &Rules) -> Value {
    let here = |end: &LinkEnd| end.item.is_some() && end.covers(&item.id);
    json!({
        "id": item.id,
        "about": item.about,
        "ask": item.ask,
        "indicator": item.indicator,
        "origin": item.origin,
        "scale": item.scale,
        "core": item.core,
        "evidence": item.evidence,
        "guidance": item.guidance,
        "weight": item.weight,
        "not-applicable": item.may_be_not_applicable,
        "recent-evidence": item.recent_evidence,
        "withdrawn": item.withdrawn,
        "was": item.was,
        "links": links(here, rules),
    })
}

fn scale(scale: &Scale) -> Value {
    let level = |level: &Level| {
        json!({
            "id": level.id,
            "label": level.label,
            "meaning": level.meaning,
            "value": level.value,
            "refused": level.refused,
            "maps-to": level.maps_to,
        })
    };
    json!({
        "id": scale.id,
        "name": scale.name,
        "fits": scale.fits,
        "source": scale.source,
        "measure": scale.measure,
        "maps-to": scale.maps_to,
        "loss": scale.loss,
        "levels": scale.levels.iter().map(level).collect::<Value>(),
    })
}

/// As in a rules file: a day, or `{ "event": … }` or `{ "every": … }`.
fn deadline(deadline: &Deadline) -> Value {
    match deadline {
        Deadline::Date(day) => json!(day),
        Deadline::Event(event) => json!({ "event": event }),
        Deadline::Every(every) => json!({ "every": every }),
    }
}

/// The links from what `here` accepts, each as seen from there.
pub(super) fn links(here: impl Fn(&LinkEnd) -> bool, rules: &Rules) -> Value {
    let links = rules.links_from(here).map(|(relation, from, to, link)| {
        json!({
            "from": from,
            "relation": relation,
            "to": to,
            "to-text": words(to, rules),
            "reason": link.reason,
        })
    });
    links.collect()
}
