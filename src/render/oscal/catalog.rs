//! A catalog: an instrument with everything that its rules file holds, so that it can be made of it again. Openings are
//! groups, recommendations are controls, and the questions are controls within them.

use serde::Serialize;

use super::shared::{
    BackMatter, Link, Metadata, Part, Property, Resource, Rlink, VERSION, file, line, moment, title, uuid,
};
use crate::load::oscal::escaped;
use crate::model::{Chapeau, Deadline, Instrument, Item, Recommendation, Rules, Scale, Status, Theme, Wording, token};
use crate::render::{Failure, Words};

/// The name of the catalog's file.
pub(super) fn name(instrument: &str) -> String {
    format!("catalog-{instrument}.json")
}

/// The id of the part of an item's control that findings are about.
pub(super) fn objective(item: &Item) -> String {
    format!("{}__objective", item.id.token())
}

/// The file.
pub(super) fn catalog(instrument: &Instrument, rules: &Rules, words: &Words) -> Result<Vec<u8>, Failure> {
    let draft = match instrument.status {
        Status::Draft => Some(words.plain("oscal.draft")?),
        Status::Adopted => None,
    };
    Ok(file("catalog", |uuid| Catalog {
        uuid,
        metadata: metadata(instrument, rules, draft.clone()),
        params: scales(instrument, rules).map(Parameter::of).collect(),
        controls: controls(instrument, None),
        groups: instrument
            .chapeaux
            .iter()
            .enumerate()
            .map(|(number, chapeau)| Control::of_chapeau(chapeau, number, instrument))
            .collect(),
        back_matter: BackMatter::of(vec![source(instrument)]),
    }))
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Catalog {
    uuid: String,
    metadata: Metadata,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    params: Vec<Parameter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    controls: Vec<Control>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<Control>,
    #[serde(skip_serializing_if = "Option::is_none")]
    back_matter: Option<BackMatter>,
}

/// A control, or a group of controls, which has the same fields.
#[derive(Serialize)]
struct Control {
    id: String,
    class: &'static str,
    title: String,
    props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    controls: Vec<Control>,
}

/// A scale.
#[derive(Serialize)]
struct Parameter {
    id: String,
    class: &'static str,
    props: Vec<Property>,
    label: String,
    usage: String,
    select: Selection,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Selection {
    how_many: &'static str,
    choice: Vec<String>,
}

fn metadata(instrument: &Instrument, rules: &Rules, draft: Option<String>) -> Metadata {
    let mut props = vec![
        Property::ours("format", "1"),
        Property::ours("id", &instrument.id),
        Property::ours("status", &instrument.status.to_string()),
        Property::ours("date", &instrument.date.to_string()),
        Property::ours("language", &instrument.language),
        Property::ours("refs", &instrument.refs.to_string()),
        Property::ours("body", &instrument.body),
    ];
    props.extend(Property::unless_empty("symbol", &instrument.symbol));
    props.extend(Property::unless_empty("source", &instrument.source));
    props.extend(Property::wording("title", &instrument.title));
    props.extend(Property::wording("short-title", &instrument.short_title));
    props.extend(rules.overlays.iter().map(|overlay| Property::ours("overlay", &overlay.name)));
    props.extend(themes(instrument, rules).flat_map(theme));
    Metadata {
        title: title(instrument.title.text(&instrument.language), &instrument.id),
        last_modified: moment(instrument.date),
        version: line(&instrument.version, "—"),
        oscal_version: VERSION,
        props,
        links: vec![Link { href: format!("#{}", source(instrument).uuid), rel: "reference" }],
        roles: Vec::new(),
        parties: Vec::new(),
        remarks: draft.map(|words| escaped(&words)),
    }
}

/// The rules file, and which text that was made of.
fn source(instrument: &Instrument) -> Resource {
    let file = &instrument.provenance;
    Resource {
        uuid: uuid("rules", &[&instrument.id]),
        title: title(&file.file, &instrument.id),
        description: (!instrument.source.is_empty()).then(|| escaped(&instrument.source)),
        props: Vec::new(),
        rlinks: vec![Rlink::hashed(&file.file, &file.sha256)],
    }
}

/// The themes of an instrument, in the order of the rules.
fn themes<'r>(instrument: &Instrument, rules: &'r Rules) -> impl Iterator<Item = &'r Theme> {
    let named = |theme: &&Theme| instrument.recommendations.iter().any(|one| one.themes.contains(&theme.id));
    rules.themes.iter().filter(named)
}

fn theme(theme: &Theme) -> Vec<Property> {
    let texts = |name, wording| Property::wording(name, wording);
    let props = [
        vec![Property::ours("theme", &theme.id)],
        texts("theme-name", &theme.name),
        texts("theme-about", &theme.about),
    ];
    props.into_iter().flatten().map(|property| property.group(token(&theme.id))).collect()
}

/// The scales that items are answered on, and those behind them, in the order of the rules.
fn scales<'r>(instrument: &Instrument, rules: &'r Rules) -> impl Iterator<Item = &'r Scale> {
    let used: Vec<&Scale> =
        rules.scales.iter().filter(|scale| instrument.items().any(|item| item.scale == scale.id)).collect();
    let behind = |scale: &Scale| used.iter().any(|used| used.maps_to.as_deref() == Some(scale.id.as_str()));
    let wanted: Vec<&str> = rules
        .scales
        .iter()
        .filter(|scale| used.contains(scale) || behind(scale))
        .map(|scale| scale.id.as_str())
        .collect();
    rules.scales.iter().filter(move |scale| wanted.contains(&scale.id.as_str()))
}

/// The controls of the recommendations that depend on this opening, or on none.
fn controls(instrument: &Instrument, chapeau: Option<&str>) -> Vec<Control> {
    let numbered = instrument.recommendations.iter().enumerate();
    numbered
        .filter(|(_, recommendation)| recommendation.chapeau.as_deref() == chapeau)
        .map(|(number, recommendation)| Control::of_recommendation(recommendation, number, instrument))
        .collect()
}

impl Control {
    fn of_chapeau(chapeau: &Chapeau, number: usize, instrument: &Instrument) -> Self {
        let mut props = named(&format!("{}/{}", instrument.id, chapeau.reference), &chapeau.reference, number);
        props.push(Property::ours("operative", &chapeau.operative));
        props.extend(chapeau.addressees.iter().map(|one| Property::ours("addressee", &one.to_string())));
        Self {
            id: format!("{}__chapeau", token(&format!("{}/{}", instrument.id, chapeau.reference))),
            class: "chapeau",
            title: heading(&chapeau.reference, &chapeau.text),
            props,
            parts: vec![Part::oscal("overview", &chapeau.text).classed(&instrument.language)],
            controls: controls(instrument, Some(&chapeau.reference)),
        }
    }

    fn of_recommendation(one: &Recommendation, number: usize, instrument: &Instrument) -> Self {
        let id = format!("{}/{}", instrument.id, one.reference);
        let mut props = named(&id, &one.reference, number);
        props.push(Property::ours("operative", &one.operative));
        props.extend(Property::unless_empty("asks", &one.asks));
        props.extend(Property::unless_empty("act", &one.act));
        props.extend(one.addressees.iter().map(|one| Property::ours("addressee", &one.to_string())));
        props.push(Property::ours("actionable", yes_no(one.actionable)));
        props.extend(one.deadline.as_ref().map(deadline));
        props.extend(one.themes.iter().map(|theme| Property::ours("theme", theme)));
        props.push(Property::ours("weight", &one.weight.to_string()));
        let token = token(&id);
        let mut parts = vec![Part {
            id: Some(format!("{token}__statement")),
            ..Part::oscal("statement", &one.text).classed(&instrument.language)
        }];
        parts.extend(one.translations.iter().map(|other| Part {
            props: vec![Property::ours("official", yes_no(other.official))],
            ..Part::ours("translation", &other.text).classed(&other.language)
        }));
        parts.extend((!one.note.is_empty()).then(|| Part::ours("note", &one.note)));
        let items = one.items.iter().enumerate();
        Self {
            id: token,
            class: "recommendation",
            title: heading(&one.reference, &one.text),
            props,
            parts,
            controls: items.map(|(number, item)| Self::of_item(item, number, &instrument.language)).collect(),
        }
    }

    fn of_item(item: &Item, number: usize, language: &str) -> Self {
        let mut props = named(item.id.as_str(), item.id.name(), number);
        props.extend(
            item.withdrawn
                .iter()
                .flat_map(|why| [Property::oscal("status", "withdrawn"), Property::ours("withdrawn", why)]),
        );
        props.extend([
            Property::ours("about", &item.about.to_string()),
            Property::ours("indicator", &item.indicator.to_string()),
            Property::ours("origin", &item.origin.to_string()),
            Property::ours("scale", &item.scale),
            Property::ours("core", yes_no(item.core)),
            Property::ours("weight", &item.weight.to_string()),
            Property::ours("not-applicable", yes_no(item.may_be_not_applicable)),
        ]);
        props.extend(item.recent_evidence.map(|says| Property::ours("recent-evidence", yes_no(says))));
        props.extend(item.was.iter().map(|id| Property::ours("was", id.as_str())));
        let mut parts =
            vec![Part { id: Some(objective(item)), ..Part::wording("assessment-objective", &item.ask, language) }];
        parts.extend(item.guidance.iter().map(|guidance| Part::wording("guidance", guidance, language)));
        let objects = |kind: &Wording| Part::wording("assessment-objects", kind, language);
        parts.extend((!item.evidence.is_empty()).then(|| Part {
            name: "assessment-method",
            props: vec![Property::method("EXAMINE")],
            parts: item.evidence.iter().map(objects).collect(),
            ..Part::default()
        }));
        Self {
            id: item.id.token(),
            class: "item",
            title: title(item.ask.text(language), item.id.name()),
            props,
            parts,
            controls: Vec::new(),
        }
    }
}

impl Parameter {
    fn of(scale: &Scale) -> Self {
        let mut props = Property::wording("name", &scale.name);
        props.extend(Property::wording("fits", &scale.fits));
        props.extend(Property::unless_empty("source", &scale.source));
        props.push(Property::ours("measure", yes_no(scale.measure)));
        props.extend(scale.recent_evidence.then(|| Property::ours("recent-evidence", "true")));
        props.extend(scale.maps_to.iter().map(|to| Property::ours("maps-to", to)));
        props.extend(scale.loss.iter().flat_map(|loss| Property::wording("loss", loss)));
        for level in &scale.levels {
            let mut of_level = vec![Property::ours("level", &level.id)];
            // A mapped level takes its worth from the one behind it.
            let own = scale.maps_to.is_none();
            of_level.extend(level.value.filter(|_| own).map(|value| Property::ours("level-value", &value.to_string())));
            of_level.extend((own && level.refused).then(|| Property::ours("level-refused", "true")));
            of_level.extend((own && level.breach).then(|| Property::ours("level-breach", "true")));
            of_level.extend(level.maps_to.iter().map(|to| Property::ours("level-maps-to", to)));
            of_level.extend(Property::wording("level-label", &level.label));
            of_level.extend(Property::wording("level-meaning", &level.meaning));
            props.extend(of_level.into_iter().map(|property| property.group(token(&level.id))));
        }
        Self {
            id: token(&scale.id),
            class: "scale",
            props,
            label: title(scale.name.text("en"), &scale.id),
            usage: escaped(scale.fits.text("en")),
            select: Selection {
                how_many: "one",
                choice: scale.levels.iter().map(|level| title(level.label.text("en"), &level.id)).collect(),
            },
        }
    }
}

/// What a thing is called in a rules file and in its text, and where it stands there.
fn named(id: &str, label: &str, number: usize) -> Vec<Property> {
    vec![
        Property::oscal("label", label),
        Property::oscal("sort-id", format!("{:04}", number + 1)),
        Property::ours("id", id),
    ]
}

fn deadline(deadline: &Deadline) -> Property {
    match deadline {
        Deadline::Date(day) => Property::ours("deadline", &day.to_string()).class("date"),
        Deadline::Event(event) => Property::ours("deadline", event).class("event"),
        Deadline::Every(every) => Property::ours("deadline", every).class("every"),
    }
}

/// The number of a paragraph with its first words.
fn heading(reference: &str, text: &str) -> String {
    const WORDS: usize = 12;
    let words: Vec<&str> = text.split_whitespace().collect();
    let more = if words.len() > WORDS { " …" } else { "" };
    escaped(&format!("{reference} {}{more}", words.iter().take(WORDS).copied().collect::<Vec<_>>().join(" ")))
}

fn yes_no(answer: bool) -> &'static str {
    if answer { "true" } else { "false" }
}
