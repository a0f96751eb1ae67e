//! Rules as written.

use chrono::NaiveDate;
use schemars::JsonSchema;
use strum::{EnumString, VariantNames};

use crate::model::{Deadline, Group, Indicator, Numbering, Origin, Provenance, Relation, Status, Translation, Wording};
use crate::source::{At, Spot};

/// All rules files as written.
#[derive(Debug, Default)]
pub struct Rules {
    /// Instruments, one a file.
    pub instruments: Vec<Instrument>,
    /// Scales of all files.
    pub scales: Vec<Scale>,
    /// Themes of all files.
    pub themes: Vec<Theme>,
    /// Links of all files.
    pub links: Vec<Link>,
    /// Overlays, one a file.
    pub overlays: Vec<Overlay>,
    /// The files of links, scales and themes.
    pub others: Vec<Provenance>,
    /// Whether a file of the user's stands in place of one that is built in.
    pub replaced: bool,
}

impl Rules {
    /// Adds the rules of another file.
    pub(in crate::load) fn append(&mut self, mut other: Self) {
        self.instruments.append(&mut other.instruments);
        self.scales.append(&mut other.scales);
        self.themes.append(&mut other.themes);
        self.links.append(&mut other.links);
        self.overlays.append(&mut other.overlays);
        self.others.append(&mut other.others);
    }
}

/// A rules file as written.
#[derive(Debug)]
pub struct Instrument {
    /// Place of `[instrument]`.
    pub spot: Spot,
    /// Id.
    pub id: At<String>,
    /// Version of the file.
    pub version: String,
    /// Full title.
    pub title: Wording,
    /// Short title.
    pub short_title: Wording,
    /// Issuing body.
    pub body: String,
    /// Symbol; may be empty.
    pub symbol: String,
    /// Date of the text.
    pub date: At<NaiveDate>,
    /// Draft or adopted.
    pub status: At<Status>,
    /// Language of the verbatim text.
    pub language: String,
    /// Who numbered.
    pub refs: Numbering,
    /// Which text it was taken from.
    pub source: String,
    /// Scale of items that name none.
    pub scale: Option<At<String>>,
    /// Openings.
    pub chapeaux: Vec<Chapeau>,
    /// Paragraphs.
    pub recommendations: Vec<Recommendation>,
    /// The file.
    pub provenance: Provenance,
}

/// A chapeau as written.
#[derive(Debug)]
pub struct Chapeau {
    /// Reference.
    pub reference: At<String>,
    /// Verbatim text.
    pub text: At<String>,
    /// Verb that carries the force.
    pub operative: String,
    /// Who is asked.
    pub addressees: Vec<At<String>>,
}

/// A recommendation as written.
#[derive(Debug)]
pub struct Recommendation {
    /// Reference.
    pub reference: At<String>,
    /// Reference of its chapeau.
    pub chapeau: Option<At<String>>,
    /// Verb that carries the force.
    pub operative: At<String>,
    /// Asking verb.
    pub asks: String,
    /// Act.
    pub act: String,
    /// Verbatim text.
    pub text: At<String>,
    /// Who is asked, if it says so itself.
    pub addressees: Option<Vec<At<String>>>,
    /// Whether it asks anybody to act.
    pub actionable: bool,
    /// By when.
    pub deadline: Option<At<Deadline>>,
    /// Theme ids.
    pub themes: Vec<At<String>>,
    /// Editor's note.
    pub note: String,
    /// The text in other languages.
    pub translations: Vec<Translation>,
    /// Weight.
    pub weight: Option<At<i64>>,
    /// Questions.
    pub items: Vec<Item>,
    /// Whether it has questions, well formed or not.
    pub has_items: bool,
}

/// An item as written.
#[derive(Debug)]
pub struct Item {
    /// The item's own name (last part of its id).
    pub name: At<String>,
    /// Whom it is about, if it says so itself.
    pub about: Option<Group>,
    /// Question.
    pub ask: At<Wording>,
    /// Indicator kind.
    pub indicator: Indicator,
    /// Origin.
    pub origin: Origin,
    /// Scale, if it says so itself.
    pub scale: Option<At<String>>,
    /// Core profile.
    pub core: bool,
    /// Kinds of document that would show it.
    pub evidence: Vec<Wording>,
    /// What counts.
    pub guidance: Option<Wording>,
    /// Weight.
    pub weight: Option<At<i64>>,
    /// Whether "not applicable" may be answered.
    pub may_be_not_applicable: bool,
    /// Whether it wants proof from the period, if it differs from its scale.
    pub recent_evidence: Option<bool>,
    /// When and why withdrawn.
    pub withdrawn: Option<String>,
    /// Earlier ids.
    pub was: Vec<At<String>>,
}

/// A scale as written.
#[derive(Debug)]
pub struct Scale {
    /// Id.
    pub id: At<String>,
    /// Name.
    pub name: Wording,
    /// Kind of duty.
    pub fits: Wording,
    /// Who made it.
    pub source: String,
    /// Wants a measure.
    pub measure: bool,
    /// Wants proof from the period.
    pub recent_evidence: bool,
    /// The scale it maps to.
    pub maps_to: Option<At<String>>,
    /// What the mapping can't carry over.
    pub loss: Option<Wording>,
    /// Levels.
    pub levels: Vec<Level>,
    /// Whether all levels are well formed.
    pub whole: bool,
}

/// A level as written.
#[derive(Debug)]
pub struct Level {
    /// Id.
    pub id: At<String>,
    /// Label.
    pub label: Wording,
    /// Meaning.
    pub meaning: Wording,
    /// Worth.
    pub value: Option<At<i64>>,
    /// Refusal.
    pub refused: bool,
    /// Whether it says that a duty to refrain was broken.
    pub breach: bool,
    /// The level it maps to.
    pub maps_to: Option<At<String>>,
}

/// A link as written.
#[derive(Debug)]
pub struct Link {
    /// One end.
    pub from: At<String>,
    /// The other.
    pub to: At<String>,
    /// How they relate.
    pub relation: Relation,
    /// Why.
    pub reason: Wording,
    /// Whether it stands in a file that is built in.
    pub built_in: bool,
}

/// A file of changes as written.
#[derive(Debug)]
pub struct Overlay {
    /// Its name.
    pub name: String,
    /// Changed weights.
    pub weights: Vec<NewWeight>,
    /// Items that are not asked.
    pub drops: Vec<Drop>,
    /// Items that are asked besides.
    pub adds: Vec<Add>,
    /// Translations.
    pub translations: Vec<Translated>,
    /// The file.
    pub provenance: Provenance,
}

/// A changed weight as written.
#[derive(Debug)]
pub struct NewWeight {
    /// Recommendation or item.
    pub what: At<String>,
    /// The weight.
    pub weight: At<i64>,
    /// Why.
    pub reason: String,
}

/// An item that is not asked, as written.
#[derive(Debug)]
pub struct Drop {
    /// The item.
    pub what: At<String>,
    /// Why.
    pub reason: String,
}

/// An added item as written.
#[derive(Debug)]
pub struct Add {
    /// The recommendation.
    pub to: At<String>,
    /// The item.
    pub item: Item,
    /// Why.
    pub reason: String,
}

/// A translation as written.
#[derive(Debug)]
pub struct Translated {
    /// Instrument, recommendation or item.
    pub what: At<String>,
    /// Language.
    pub language: At<String>,
    /// The title of an instrument.
    pub title: Option<String>,
    /// The verbatim text of a recommendation.
    pub text: Option<String>,
    /// Who translated that text.
    pub translation: TranslationKind,
    /// The question of an item.
    pub ask: Option<String>,
    /// The guidance of an item.
    pub guidance: Option<String>,
}

/// Who translated a verbatim text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, EnumString, VariantNames, JsonSchema)]
#[strum(serialize_all = "kebab-case")]
#[schemars(rename_all = "kebab-case")]
pub enum TranslationKind {
    /// The body itself.
    Official,
    /// Somebody else.
    #[default]
    Unofficial,
}

/// A theme as written.
#[derive(Debug)]
pub struct Theme {
    /// Id.
    pub id: At<String>,
    /// Name.
    pub name: Wording,
    /// What belongs to it.
    pub about: Wording,
}
