//! Rules: ids, references, addressees, themes, groups, weights. Overlays, scales and links have files of their own.

use std::collections::{BTreeMap, BTreeSet};

use strum::VariantNames;

use super::scales::scales;
use super::{KEBAB, is_kebab, is_reference, links, overlay};
use crate::load::written;
use crate::model::{
    Addressee, Chapeau, Deadline, Group, Instrument, Item, ItemId, Recommendation, Rules, Scale, Theme,
};
use crate::problem::{Fact, Problems, Unknown};
use crate::source::{At, Spot};

/// Makes rules sound. What has an error is left out; the instruments come out in order of their ids.
pub fn rules(mut written: written::Rules, problems: &Problems) -> Rules {
    let overlays = overlay::apply(&mut written, problems);
    let scales = scales(written.scales, problems);
    let themes = themes(written.themes, problems);
    let mut seen = Seen::default();
    let known = Known { scales: &scales, themes: &themes, problems };
    let mut instruments: Vec<Instrument> =
        written.instruments.into_iter().filter_map(|instrument| known.instrument(instrument, &mut seen)).collect();
    instruments.sort_by(|a, b| a.id.cmp(&b.id));
    let mut rules = Rules { instruments, scales, themes, links: Vec::new(), overlays, others: written.others };
    rules.links = links::links(written.links, written.replaced, &rules, problems);
    rules
}

/// Ids that have been used, with their places.
#[derive(Default)]
pub(super) struct Seen(BTreeMap<String, Spot>);

impl Seen {
    /// Whether `id` is new; if not, notes that it is used twice.
    pub(super) fn is_new(&mut self, id: &At<String>, fact: impl FnOnce(String) -> Fact, problems: &Problems) -> bool {
        match self.0.get(&id.value) {
            Some(first) => {
                problems.add_related(fact(id.value.clone()), &id.spot, first);
                false
            }
            None => {
                self.0.insert(id.value.clone(), id.spot.clone());
                true
            }
        }
    }
}

pub(super) fn duplicate_id(id: String) -> Fact {
    Fact::DuplicateId { id }
}

pub(super) fn well_formed(id: &At<String>, problems: &Problems) -> bool {
    let good = is_kebab(&id.value);
    if !good {
        problems.add(Fact::BadId { given: id.value.clone(), form: KEBAB }, &id.spot);
    }
    good
}

/// The number, if it lies from `least` to `most`; otherwise `least`, with the problem noted.
pub(super) fn within(number: &At<i64>, key: &str, least: i64, most: i64, problems: &Problems) -> i64 {
    if (least..=most).contains(&number.value) {
        return number.value;
    }
    problems.add(Fact::WeightOutOfRange { key: key.into(), given: number.value, least, most }, &number.spot);
    least
}

fn weight(number: Option<&At<i64>>, problems: &Problems) -> u32 {
    number.map_or(1, |number| u32::try_from(within(number, "weight", 1, 100, problems)).unwrap_or(1))
}

fn themes(written: Vec<written::Theme>, problems: &Problems) -> Vec<Theme> {
    let mut seen = Seen::default();
    written
        .into_iter()
        .filter(|theme| well_formed(&theme.id, problems) & seen.is_new(&theme.id, duplicate_id, problems))
        .map(|theme| Theme { id: theme.id.value, name: theme.name, about: theme.about })
        .collect()
}

/// What an instrument may refer to.
struct Known<'a> {
    scales: &'a [Scale],
    themes: &'a [Theme],
    problems: &'a Problems,
}

impl Known<'_> {
    fn instrument(&self, written: written::Instrument, seen: &mut Seen) -> Option<Instrument> {
        let good = well_formed(&written.id, self.problems);
        if !seen.is_new(&written.id, duplicate_id, self.problems) || !good {
            return None;
        }
        let default_scale = written.scale.as_ref().and_then(|scale| self.scale(scale));
        let mut references = Seen::default();
        let asked: BTreeMap<String, usize> =
            written.chapeaux.iter().map(|c| (c.reference.value.clone(), c.addressees.len())).collect();
        let chapeaux: Vec<Chapeau> =
            written.chapeaux.into_iter().filter_map(|chapeau| self.chapeau(chapeau, &mut references)).collect();
        let context =
            Context { id: &written.id.value, date: written.date.value, chapeaux: &chapeaux, asked, default_scale };
        let mut references = Seen::default();
        let recommendations = written
            .recommendations
            .into_iter()
            .filter_map(|recommendation| self.recommendation(recommendation, &context, &mut references))
            .collect();
        Some(Instrument {
            recommendations,
            chapeaux,
            id: written.id.value,
            version: written.version,
            title: written.title,
            short_title: written.short_title,
            body: written.body,
            symbol: written.symbol,
            date: written.date.value,
            status: written.status.value,
            language: written.language,
            refs: written.refs,
            source: written.source,
            provenance: written.provenance,
        })
    }

    fn chapeau(&self, written: written::Chapeau, references: &mut Seen) -> Option<Chapeau> {
        self.reference(&written.reference, references).then(|| Chapeau {
            addressees: self.addressees(&written.addressees),
            reference: written.reference.value,
            text: written.text.value,
            operative: written.operative,
        })
    }

    fn reference(&self, reference: &At<String>, references: &mut Seen) -> bool {
        let good = is_reference(&reference.value);
        if !good {
            let form = "in the text, e.g. `2.11` or `9(k)`";
            self.problems.add(Fact::BadId { given: reference.value.clone(), form }, &reference.spot);
        }
        references.is_new(reference, |reference| Fact::DuplicateRef { reference }, self.problems) && good
    }

    fn recommendation(
        &self,
        written: written::Recommendation,
        context: &Context<'_>,
        references: &mut Seen,
    ) -> Option<Recommendation> {
        if !self.reference(&written.reference, references) {
            return None;
        }
        let chapeau = written.chapeau.as_ref().and_then(|wanted| self.find_chapeau(wanted, context.chapeaux));
        let addressees = match &written.addressees {
            Some(own) => self.addressees(own),
            None => chapeau.map(|chapeau| chapeau.addressees.clone()).unwrap_or_default(),
        };
        let reference = &written.reference;
        if written.actionable && !written.has_items {
            self.problems.add(Fact::ItemMissing { reference: reference.value.clone() }, &reference.spot);
        }
        if let (false, Some(item)) = (written.actionable, written.items.first()) {
            self.problems.add(Fact::ItemUnasked { reference: reference.value.clone() }, &item.name.spot);
        }
        if let Some(At { value: Deadline::Date(deadline), spot }) = &written.deadline
            && *deadline < context.date
        {
            let fact = Fact::DeadlineBeforeInstrument { deadline: *deadline, date: context.date };
            self.problems.add(fact, spot);
        }
        // An unknown addressee or chapeau is told already; whom the items are about can't be judged without it.
        let asked = match (&written.addressees, &written.chapeau) {
            (Some(own), _) => Some(own.len()),
            (None, Some(chapeau)) => context.asked.get(&chapeau.value).copied(),
            (None, None) => Some(0),
        };
        let addressed = Addressed {
            groups: addressees.iter().map(|addressee| addressee.group()).collect(),
            whole: asked == Some(addressees.len()),
        };
        let mut names = Seen::default();
        let items = written
            .items
            .into_iter()
            .filter_map(|item| self.item(item, &reference.value, context, &addressed, &mut names))
            .collect();
        Some(Recommendation {
            chapeau: chapeau.map(|chapeau| chapeau.reference.clone()),
            themes: written.themes.iter().filter_map(|theme| self.theme(theme)).collect(),
            weight: weight(written.weight.as_ref(), self.problems),
            deadline: written.deadline.map(|deadline| deadline.value),
            reference: written.reference.value,
            operative: written.operative.value,
            asks: written.asks,
            act: written.act,
            text: written.text.value,
            translations: written.translations,
            addressees,
            actionable: written.actionable,
            note: written.note,
            items,
        })
    }

    fn item(
        &self,
        written: written::Item,
        reference: &str,
        context: &Context<'_>,
        addressed: &Addressed,
        names: &mut Seen,
    ) -> Option<Item> {
        let good = well_formed(&written.name, self.problems);
        if !names.is_new(&written.name, duplicate_id, self.problems) || !good {
            return None;
        }
        let only = addressed.groups.iter().next().filter(|_| addressed.groups.len() == 1).copied();
        let about = written.about.or(only);
        if about.is_none() && addressed.whole {
            let fact = Fact::GroupMissing { item: written.name.value.clone(), addressed: !addressed.groups.is_empty() };
            self.problems.add(fact, &written.name.spot);
        }
        let scale = match &written.scale {
            Some(scale) => self.scale(scale),
            None => context.default_scale.clone().or_else(|| self.scales.first().map(|scale| scale.id.clone())),
        };
        Some(Item {
            id: ItemId::new(context.id, reference, &written.name.value),
            weight: weight(written.weight.as_ref(), self.problems),
            was: written.was.iter().filter_map(|id| self.earlier_id(id)).collect(),
            about: about?,
            scale: scale?,
            ask: written.ask.value,
            indicator: written.indicator,
            origin: written.origin,
            core: written.core,
            evidence: written.evidence,
            guidance: written.guidance,
            may_be_not_applicable: written.may_be_not_applicable,
            recent_evidence: written.recent_evidence,
            withdrawn: written.withdrawn,
        })
    }

    fn earlier_id(&self, id: &At<String>) -> Option<ItemId> {
        let parsed = ItemId::parse(&id.value);
        if parsed.is_none() {
            let form = "instrument, reference and name, e.g. `eoa-2024/2.11/practices-submitted`";
            self.problems.add(Fact::BadId { given: id.value.clone(), form }, &id.spot);
        }
        parsed
    }

    fn find_chapeau<'c>(&self, wanted: &At<String>, chapeaux: &'c [Chapeau]) -> Option<&'c Chapeau> {
        let found = chapeaux.iter().find(|chapeau| chapeau.reference == wanted.value);
        if found.is_none() {
            let known = chapeaux.iter().map(|chapeau| chapeau.reference.as_str());
            self.problems.add(Fact::UnknownChapeau(Unknown::among(&wanted.value, known)), &wanted.spot);
        }
        found
    }

    fn addressees(&self, written: &[At<String>]) -> Vec<Addressee> {
        written
            .iter()
            .filter_map(|name| {
                let parsed = name.value.parse().ok();
                if parsed.is_none() {
                    let unknown = Unknown::among(&name.value, Addressee::VARIANTS.iter().copied());
                    self.problems.add(Fact::UnknownAddressee(unknown), &name.spot);
                }
                parsed
            })
            .collect()
    }

    fn scale(&self, wanted: &At<String>) -> Option<String> {
        if self.scales.iter().any(|scale| scale.id == wanted.value) {
            return Some(wanted.value.clone());
        }
        let known = self.scales.iter().map(|scale| scale.id.as_str());
        self.problems.add(Fact::UnknownScale(Unknown::among(&wanted.value, known)), &wanted.spot);
        None
    }

    fn theme(&self, wanted: &At<String>) -> Option<String> {
        if self.themes.iter().any(|theme| theme.id == wanted.value) {
            return Some(wanted.value.clone());
        }
        let known = self.themes.iter().map(|theme| theme.id.as_str());
        self.problems.add(Fact::UnknownTheme(Unknown::among(&wanted.value, known)), &wanted.spot);
        None
    }
}

/// The instrument around a recommendation.
struct Context<'a> {
    id: &'a str,
    date: chrono::NaiveDate,
    chapeaux: &'a [Chapeau],
    /// How many addressees each chapeau has as written, known ones or not.
    asked: BTreeMap<String, usize>,
    default_scale: Option<String>,
}

/// Whom a recommendation addresses.
struct Addressed {
    groups: BTreeSet<Group>,
    /// Whether all addressees are known.
    whole: bool,
}
