//! Rules: instruments with their recommendations and the checklist items under them.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantNames};

use super::{ItemId, Link, LinkEnd, Overlay, Relation, Scale, ScaleChoice, Wording};

/// All rules in use, checked.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The instruments, in order of their ids.
    pub instruments: Vec<Instrument>,
    /// The scales that items are answered on.
    pub scales: Vec<Scale>,
    /// The themes that recommendations belong to.
    pub themes: Vec<Theme>,
    /// The crosswalk: where recommendations and items ask for the same or overlap.
    pub links: Vec<Link>,
    /// What an institution changed; already in all the others.
    pub overlays: Vec<Overlay>,
    /// The files of links, scales and themes.
    pub others: Vec<Provenance>,
}

impl Rules {
    /// The instrument with this id.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.id == id)
    }

    /// The ids of all instruments.
    pub fn instrument_ids(&self) -> impl Iterator<Item = &str> {
        self.instruments.iter().map(|instrument| instrument.id.as_str())
    }

    /// The ids of all themes.
    pub fn theme_ids(&self) -> impl Iterator<Item = &str> {
        self.themes.iter().map(|theme| theme.id.as_str())
    }

    /// The scale with this id.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    /// The scale that `item` is answered on: the one chosen in the answer itself, for its instrument or for everything,
    /// if it maps to the item's own; else the item's own.
    pub fn scale_of(&self, item: &Item, own: Option<&str>, choice: &ScaleChoice) -> Option<&Scale> {
        let chosen = [own, choice.instruments.get(item.id.instrument()).map(String::as_str), choice.all.as_deref()];
        let mut fitting = chosen.into_iter().flatten().filter_map(|id| self.scale(id));
        fitting.find(|scale| scale.fits_in_place_of(&item.scale)).or_else(|| self.scale(&item.scale))
    }

    /// The item with this id, with its recommendation and instrument.
    pub fn item(&self, id: &ItemId) -> Option<(&Instrument, &Recommendation, &Item)> {
        let instrument = self.instrument(id.instrument())?;
        let recommendation = instrument.recommendation(id.reference())?;
        recommendation.items.iter().find(|item| item.id == *id).map(|item| (instrument, recommendation, item))
    }

    /// The links that lead from what `here` accepts to elsewhere, in the order of the crosswalk: how the near end
    /// relates to the far one, the near end, the far end and the link. A link whose two ends are both here leads both
    /// ways.
    pub fn links_from<'a>(
        &'a self,
        here: impl Fn(&LinkEnd) -> bool + 'a,
    ) -> impl Iterator<Item = (Relation, &'a LinkEnd, &'a LinkEnd, &'a Link)> {
        self.links.iter().flat_map(move |link| {
            let there = here(&link.from).then_some((link.relation, &link.from, &link.to, link));
            let back = here(&link.to).then_some((link.relation.reversed(), &link.to, &link.from, link));
            there.into_iter().chain(back)
        })
    }

    /// Whether `end` names something that exists: a recommendation, or an item under one.
    pub fn has(&self, end: &LinkEnd) -> bool {
        let recommendation = self.instrument(&end.instrument).and_then(|found| found.recommendation(&end.reference));
        recommendation.is_some_and(|found| {
            end.item.as_deref().is_none_or(|name| found.items.iter().any(|item| item.id.name() == name))
        })
    }
}

/// A theme: a subject that runs through several resolutions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// Kebab-case id.
    pub id: String,
    /// What reports call it.
    pub name: Wording,
    /// What belongs to it, in one sentence.
    pub about: Wording,
}

/// One resolution or declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Kebab-case id.
    pub id: String,
    /// Version of the rules file (not of the resolution).
    pub version: String,
    /// Full title.
    pub title: Wording,
    /// Short title for tables.
    pub short_title: Wording,
    /// Issuing body.
    pub body: String,
    /// Document symbol; empty where there is none.
    pub symbol: String,
    /// Date of the text.
    pub date: NaiveDate,
    /// Draft or adopted.
    pub status: Status,
    /// Language of the verbatim text (BCP 47).
    pub language: String,
    /// Whether the references stand in the text or are ours.
    pub refs: Numbering,
    /// Which text this was taken from; may be empty.
    pub source: String,
    /// Openings on which recommendations depend, in the order of the text.
    pub chapeaux: Vec<Chapeau>,
    /// Every operative paragraph, in the order of the text.
    pub recommendations: Vec<Recommendation>,
    /// The rules file behind it.
    pub provenance: Provenance,
}

impl Instrument {
    /// The recommendation with this reference.
    pub fn recommendation(&self, reference: &str) -> Option<&Recommendation> {
        self.recommendations.iter().find(|recommendation| recommendation.reference == reference)
    }

    /// The chapeau on which `recommendation` depends.
    pub fn chapeau(&self, recommendation: &Recommendation) -> Option<&Chapeau> {
        let wanted = recommendation.chapeau.as_deref()?;
        self.chapeaux.iter().find(|chapeau| chapeau.reference == wanted)
    }

    /// All items, in the order of the text.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.recommendations.iter().flat_map(|recommendation| &recommendation.items)
    }
}

/// Where a rules file came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// File name, without folders.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// The opening of a paragraph or section on which others depend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapeau {
    /// Reference of the opening.
    pub reference: String,
    /// Verbatim text.
    pub text: String,
    /// Verb that carries the force.
    pub operative: String,
    /// Who is asked; empty where nobody is.
    pub addressees: Vec<Addressee>,
}

/// One operative paragraph or lettered sub-paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// Reference: as in the text, or ours (see [`Numbering`]).
    pub reference: String,
    /// Reference of the chapeau it depends on.
    pub chapeau: Option<String>,
    /// The verb that carries the force, its own or the chapeau's.
    pub operative: String,
    /// The asking verb, where a paragraph has several; may be empty.
    pub asks: String,
    /// What is asked, as a verb; may be empty.
    pub act: String,
    /// Verbatim text.
    pub text: String,
    /// Who is asked, its own or the chapeau's.
    pub addressees: Vec<Addressee>,
    /// Whether it asks anybody to act.
    pub actionable: bool,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Ids of themes.
    pub themes: Vec<String>,
    /// Editor's note; may be empty.
    pub note: String,
    /// The text in other languages.
    pub translations: Vec<Translation>,
    /// Weight, 1–100.
    pub weight: u32,
    /// The questions under it.
    pub items: Vec<Item>,
}

/// A verbatim text in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Translation {
    /// Language (BCP 47).
    pub language: String,
    /// The text.
    pub text: String,
    /// Whether the body itself published it.
    pub official: bool,
}

/// One checklist question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Full id.
    pub id: ItemId,
    /// Whom it is about.
    pub about: Group,
    /// The question.
    pub ask: Wording,
    /// OHCHR indicator kind.
    pub indicator: Indicator,
    /// Whether the text says it or the editor derived it.
    pub origin: Origin,
    /// Id of the scale it is answered on.
    pub scale: String,
    /// Belongs to the core profile.
    pub core: bool,
    /// Kinds of document that would show it.
    pub evidence: Vec<Wording>,
    /// What counts and what doesn't.
    pub guidance: Option<Wording>,
    /// Weight within its recommendation, 1–100.
    pub weight: u32,
    /// Whether "not applicable" may be answered.
    pub may_be_not_applicable: bool,
    /// Whether what shows the answer should be from the period; without it, as its scale says.
    pub recent_evidence: Option<bool>,
    /// When and why it was withdrawn; a withdrawn item is neither asked nor scored.
    pub withdrawn: Option<String>,
    /// Earlier ids of the same item.
    pub was: Vec<ItemId>,
}

/// By when a recommendation is to be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Deadline {
    /// On or before a day.
    Date(NaiveDate),
    /// At an event named by the text.
    Event(String),
    /// Again and again, in the text's words.
    Every(String),
}

/// Draft or adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, EnumString, VariantNames, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    /// A text that was not, or not yet, adopted in this form.
    Draft,
    /// Adopted by its body.
    Adopted,
}

/// Who numbered the paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, EnumString, VariantNames, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Numbering {
    /// The numbers stand in the text.
    Text,
    /// The editors of the rules file numbered the paragraphs.
    Editor,
}

/// Who is asked by a recommendation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, EnumString, VariantNames, Display, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Addressee {
    /// National human rights institutions.
    Nhri,
    /// States, their governments and authorities.
    State,
    /// Parliaments.
    Parliament,
    /// Companies.
    Business,
    /// A secretariat.
    Secretariat,
    /// The Office of the United Nations High Commissioner for Human Rights.
    Ohchr,
    /// Special procedures of the Human Rights Council.
    SpecialProcedures,
    /// The Human Rights Council.
    Council,
    /// The General Assembly.
    Assembly,
    /// Civil society.
    CivilSociety,
    /// Others whom the text names.
    OtherStakeholders,
    /// Nobody is named.
    Unspecified,
}

impl Addressee {
    /// The group of items that a duty of this addressee belongs to.
    pub fn group(self) -> Group {
        match self {
            Self::Nhri => Group::Institution,
            Self::Secretariat | Self::Ohchr | Self::SpecialProcedures | Self::Council | Self::Assembly => Group::Bodies,
            Self::State
            | Self::Parliament
            | Self::Business
            | Self::CivilSociety
            | Self::OtherStakeholders
            | Self::Unspecified => Group::Country,
        }
    }
}

/// Whom an item is about. No figure crosses groups.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, EnumString, VariantNames, Display, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Group {
    /// What the institution did itself.
    Institution,
    /// What State, parliament, business and others in the country did.
    Country,
    /// What secretariats and international bodies did; in no headline.
    Bodies,
}

/// OHCHR's kinds of indicator (Human Rights Indicators, HR/PUB/12/5).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, EnumString, VariantNames, Display, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Indicator {
    /// Is it in place (law, mandate, policy, body)?
    Structure,
    /// Is it being done (training, budget, cases, reports)?
    Process,
    /// Do people enjoy it?
    Outcome,
}

/// Where a question comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, EnumString, VariantNames, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Origin {
    /// The text says it.
    Stated,
    /// The editor made a general duty concrete.
    Derived,
}

/// Which items are asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, EnumString, VariantNames, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Profile {
    /// Every item.
    #[default]
    All,
    /// Only the items marked `core`.
    Core,
}

impl Profile {
    /// Whether the profile asks `item`.
    pub fn asks(self, item: &Item) -> bool {
        item.withdrawn.is_none() && (self == Self::All || item.core)
    }
}
