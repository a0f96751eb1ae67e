//! The instrument of a catalog: groups are openings, controls recommendations, and controls within them items.

use super::json::{Catalog, Control, Property, Text};
use super::reading::{Reading, part};
use crate::load::written::{Chapeau, Instrument, Item, Recommendation};
use crate::model::{Deadline, Numbering, Provenance, Translation, from_token};
use crate::problem::{CatalogFault, Fact};
use crate::source::At;

impl Reading<'_> {
    /// The instrument; `None`, with the problem noted, if something of it is missing.
    pub(super) fn instrument(&self, catalog: &Catalog<'_>) -> Option<Instrument> {
        let head = &catalog.metadata;
        let (props, of) = (&head.props, Some(&head.title));
        let id = self.required(props, "id", &head.title);
        let title = self.wording(props, |property| property.is("title"));
        let short_title = self.wording(props, |property| property.is("short-title"));
        let body = self.required(props, "body", &head.title);
        let date = self.required(props, "date", &head.title).and_then(|date| self.day(date));
        let status = self.word(props, "status", of);
        let language = self.required(props, "language", &head.title)?.value;
        let title = title.map_or_else(|| crate::model::Wording::new(&language, head.title.text.clone()), |at| at.value);
        let (chapeaux, recommendations) = self.texts(catalog, &language);
        Some(Instrument {
            spot: self.spot(&head.title),
            id: id?,
            version: self.at(&head.version).value,
            short_title: short_title.map_or_else(|| title.clone(), |short| short.value),
            title,
            body: body?.value,
            symbol: self.text(props, "symbol"),
            date: date?,
            status: status?,
            refs: self.word(props, "refs", None).map_or(Numbering::Text, |refs| refs.value),
            source: self.text(props, "source"),
            scale: None,
            language,
            chapeaux,
            recommendations,
            provenance: Provenance { file: self.source.file_name().to_owned(), sha256: self.source.sha256.clone() },
        })
    }

    /// Openings and recommendations, each in the order of the text.
    fn texts(&self, catalog: &Catalog<'_>, language: &str) -> (Vec<Chapeau>, Vec<Recommendation>) {
        let mut groups: Vec<&Control<'_>> = catalog.groups.iter().collect();
        groups.sort_by_key(|group| place(group));
        let mut controls: Vec<(&Control<'_>, Option<At<String>>)> =
            catalog.controls.iter().map(|control| (control, None)).collect();
        for group in &groups {
            let chapeau = self.reference(&group.id);
            controls.extend(group.controls.iter().map(|control| (control, Some(chapeau.clone()))));
        }
        controls.sort_by_key(|(control, _)| place(control));
        let chapeaux = groups.into_iter().filter_map(|group| self.chapeau(group)).collect();
        let controls = controls.into_iter();
        let recommendations = controls.filter_map(|(control, chapeau)| self.recommendation(control, chapeau, language));
        (chapeaux, recommendations.collect())
    }

    fn chapeau(&self, group: &Control<'_>) -> Option<Chapeau> {
        let text = self.part_text(group, "overview");
        let operative = self.required(&group.props, "operative", &group.id);
        Some(Chapeau {
            reference: self.reference(&group.id),
            text: text?,
            operative: operative?.value,
            addressees: self.properties(&group.props, "addressee"),
        })
    }

    fn recommendation(
        &self,
        control: &Control<'_>,
        chapeau: Option<At<String>>,
        language: &str,
    ) -> Option<Recommendation> {
        let props = &control.props;
        let text = self.part_text(control, "statement");
        let operative = self.required(props, "operative", &control.id);
        let items: Vec<Item> = control.controls.iter().filter_map(|item| self.item(item, language)).collect();
        Some(Recommendation {
            reference: self.reference(&control.id),
            chapeau,
            operative: operative?,
            asks: self.text(props, "asks"),
            act: self.text(props, "act"),
            text: text?,
            addressees: Some(self.properties(props, "addressee")),
            actionable: self.yes_no(props, "actionable", true),
            deadline: props.iter().find(|property| property.is("deadline")).and_then(|one| self.deadline(one)),
            themes: self.properties(props, "theme"),
            note: part(&control.parts, "note")
                .and_then(|note| note.prose.as_ref())
                .map_or_else(String::new, |note| self.prose(note).value),
            translations: self.translations(control),
            weight: self.number(props, "weight"),
            has_items: !control.controls.is_empty(),
            items,
        })
    }

    fn item(&self, control: &Control<'_>, language: &str) -> Option<Item> {
        let props = &control.props;
        let of = Some(&control.id);
        let id = self.at(&control.id).map(|id| from_token(&id));
        let ask = part(&control.parts, "assessment-objective").and_then(|part| self.prose_by_language(part, language));
        if ask.is_none() {
            self.missing("assessment-objective", &control.id);
        }
        let about = self.word(props, "about", of);
        let indicator = self.word(props, "indicator", of);
        let origin = self.word(props, "origin", of);
        let scale = self.required(props, "scale", &control.id);
        let guidance = part(&control.parts, "guidance").and_then(|part| self.prose_by_language(part, language));
        let objects = part(&control.parts, "assessment-method").map(|method| method.parts.as_slice());
        let evidence = objects.unwrap_or_default().iter().filter_map(|part| self.prose_by_language(part, language));
        Some(Item {
            evidence: evidence.map(|kind| kind.value).collect(),
            name: id.map(|id| id.rsplit('/').next().unwrap_or_default().to_owned()),
            about: Some(about?.value),
            ask: ask?,
            indicator: indicator?.value,
            origin: origin?.value,
            scale: Some(scale?),
            core: self.yes_no(props, "core", false),
            guidance: guidance.map(|guidance| guidance.value),
            weight: self.number(props, "weight"),
            may_be_not_applicable: self.yes_no(props, "not-applicable", true),
            recent_evidence: self
                .property(props, "recent-evidence")
                .map(|_| self.yes_no(props, "recent-evidence", false)),
            withdrawn: self.property(props, "withdrawn").map(|why| why.value),
            was: self.properties(props, "was"),
        })
    }

    fn deadline(&self, property: &Property<'_>) -> Option<At<Deadline>> {
        let said = self.said(property);
        match property.class.as_ref().map(|class| class.text.as_str()) {
            Some("event") => Some(said.map(Deadline::Event)),
            Some("every") => Some(said.map(Deadline::Every)),
            _ => self.day(said).map(|day| day.map(Deadline::Date)),
        }
    }

    fn translations(&self, control: &Control<'_>) -> Vec<Translation> {
        let parts = control.parts.iter().filter(|part| part.name.text == "translation");
        let translation = |part: &super::json::Part<'_>| {
            Some(Translation {
                language: part.class.as_ref()?.text.clone(),
                text: self.prose(part.prose.as_ref()?).value,
                official: self.yes_no(&part.props, "official", false),
            })
        };
        parts.filter_map(translation).collect()
    }

    /// The prose of a part that must be there.
    fn part_text(&self, control: &Control<'_>, name: &'static str) -> Option<At<String>> {
        let found = part(&control.parts, name).and_then(|part| part.prose.as_ref());
        if found.is_none() {
            self.missing(name, &control.id);
        }
        found.map(|prose| self.prose(prose))
    }

    fn missing(&self, what: &'static str, of: &Text<'_>) {
        self.problems.add(Fact::BadCatalog(CatalogFault::Missing { what, of: of.text.clone() }), &self.spot(of));
    }

    /// The reference that a control or group has by its id.
    fn reference(&self, id: &Text<'_>) -> At<String> {
        self.at(id).map(|id| {
            let id = from_token(id.trim_end_matches("__chapeau"));
            id.split_once('/').map_or(id.as_str(), |(_, reference)| reference).to_owned()
        })
    }
}

/// By which controls and groups are put in order.
fn place<'c>(control: &'c Control<'_>) -> Option<&'c str> {
    control.props.iter().find(|property| property.name.text == "sort-id").map(|property| property.value.text.as_str())
}
