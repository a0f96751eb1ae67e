//! Values as a user wrote them: right in form, not yet in meaning. What `check` may have to point at keeps its place.

use chrono::NaiveDate;
use strum::{EnumString, VariantNames};

use crate::model::{
    Action, Basis, Deadline, EvidenceState, Group, Indicator, Measure, Numbering, Origin, Profile, Provenance,
    Readiness, ReasonCode, Relation, Status, Translation, Wording,
};
use crate::source::{At, FileNumber, Spot};

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
    pub(super) fn append(&mut self, mut other: Self) {
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, EnumString, VariantNames)]
#[strum(serialize_all = "kebab-case")]
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

/// The responses as written, of one file or of a folder's files together.
#[derive(Debug, Default)]
pub struct Responses {
    /// The files read.
    pub files: Vec<FileNumber>,
    /// What each file is, for provenance.
    pub provenance: Vec<Provenance>,
    /// Instruments, each with the version it was answered for, if given; `None` if no file has the list, or it is
    /// faulty.
    pub instruments: Option<At<Vec<At<String>>>>,
    /// Profile.
    pub profile: Option<At<Profile>>,
    /// The scales chosen for instruments.
    pub scales: Option<ScaleTable>,
    /// The institution; `None` if no file has it.
    pub institution: Option<Institution>,
    /// The particulars; `None` if no file has them.
    pub particulars: Option<Particulars>,
    /// Exclusions.
    pub exclusions: Vec<Exclusion>,
    /// Answers, in the order of files and lines.
    pub responses: Vec<Response>,
    /// Requests to parliament.
    pub requests: Vec<Request>,
}

/// The institution as written.
#[derive(Debug)]
pub struct Institution {
    /// Place of the table.
    pub spot: Spot,
    /// Name.
    pub name: At<String>,
    /// Country code.
    pub country: At<String>,
    /// Kind.
    pub kind: String,
    /// Accreditation.
    pub accreditation: String,
    /// Address.
    pub address: String,
    /// Contact.
    pub contact: String,
}

/// The particulars as written.
#[derive(Debug)]
pub struct Particulars {
    /// Place of the table.
    pub spot: Spot,
    /// First and last day.
    pub period: Option<(At<NaiveDate>, At<NaiveDate>)>,
    /// The day the answers describe.
    pub date: Option<At<NaiveDate>>,
    /// Who prepared.
    pub prepared_by: String,
    /// Who validated.
    pub validated_by: Option<At<String>>,
    /// Language.
    pub language: String,
    /// Letter of transmittal.
    pub transmittal: String,
    /// Own summary.
    pub summary: String,
    /// The scale chosen for the whole assessment.
    pub scale: Option<At<String>>,
}

/// The table of scales chosen for instruments, as written.
#[derive(Debug)]
pub struct ScaleTable {
    /// Place of the table.
    pub spot: Spot,
    /// Instrument and scale.
    pub chosen: Vec<(At<String>, At<String>)>,
}

/// An exclusion as written.
#[derive(Debug)]
pub struct Exclusion {
    /// Place of the table.
    pub spot: Spot,
    /// Instrument, or instrument and reference joined by `/`.
    pub what: At<String>,
    /// Reason as a code.
    pub reason_code: Option<ReasonCode>,
    /// Reason in words.
    pub reason: String,
    /// Whether its block is well formed.
    pub form: Form,
}

/// An answer as written.
#[derive(Debug)]
pub struct Response {
    /// Item id as written; its place is the answer's header.
    pub item: At<String>,
    /// Whether its block is well formed.
    pub form: Form,
    /// The scale on which it is answered, if it says so itself.
    pub scale: Option<At<String>>,
    /// Level; empty or missing is unanswered.
    pub level: Option<At<String>>,
    /// Reason code of "not applicable".
    pub reason_code: Option<ReasonCode>,
    /// Reason of "not applicable".
    pub reason: String,
    /// Narrative.
    pub narrative: String,
    /// Day on which it was done.
    pub done_on: Option<At<NaiveDate>>,
    /// Basis.
    pub basis: Option<Basis>,
    /// What the State says.
    pub state_comment: String,
    /// Figure.
    pub measure: Option<Measure>,
    /// Obstacle.
    pub obstacle: String,
    /// Who is to answer.
    pub assigned_to: String,
    /// Who answered.
    pub answered_by: String,
    /// Whether finished.
    pub state: Option<Readiness>,
    /// Note for colleagues.
    pub internal_note: String,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Next steps, each with its place.
    pub actions: Vec<At<Action>>,
}

/// How well a block is formed. What has an error of form counts as unanswered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// All of it was read.
    Sound,
    /// A key or value has an error: what seems to be missing may stand there.
    Faulty,
    /// It has a syntax error: nothing can be said of it.
    Broken,
}

/// Evidence as written, with what was found on disk.
#[derive(Debug)]
pub struct Evidence {
    /// Place of the block.
    pub spot: Spot,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Path.
    pub file: Option<At<String>>,
    /// Web address.
    pub url: String,
    /// Date.
    pub date: Option<At<NaiveDate>>,
    /// Pages.
    pub pages: String,
    /// Description.
    pub description: String,
    /// Recorded hash.
    pub sha256: String,
    /// Confidential.
    pub confidential: bool,
    /// What was found.
    pub found: Found,
}

/// What was found where an evidence entry points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The path may be looked at; this is its state.
    State(EvidenceState),
    /// The path leaves the folder or is no file; it was not looked at.
    Unsafe(&'static str),
    /// The path is written with `\`.
    Backslash,
}

/// A request to parliament as written.
#[derive(Debug)]
pub struct Request {
    /// Id.
    pub id: At<String>,
    /// What is asked.
    pub what: String,
    /// Owner.
    pub owner: String,
    /// Due.
    pub due: Option<NaiveDate>,
    /// Items served.
    pub serves: Vec<At<String>>,
    /// Status.
    pub status: String,
    /// Earlier request.
    pub follows: String,
}
