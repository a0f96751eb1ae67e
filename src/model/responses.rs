//! Responses: what an institution answered, with its evidence and next steps.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantNames};

use super::{Group, ItemId, Picture, Profile, Provenance};

/// Everything an institution wrote, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Responses {
    /// Ids of the instruments that are answered, in the order the institution gave them.
    pub instruments: Vec<String>,
    /// Which items are asked.
    pub profile: Profile,
    /// What the figures and reports are cut to.
    #[serde(skip)]
    pub scope: Scope,
    /// Which published scales stand in for ours.
    pub scales: ScaleChoice,
    /// Who answers.
    pub institution: Institution,
    /// When, for which period, by whom.
    pub particulars: Particulars,
    /// Instruments and recommendations excused as a whole.
    pub exclusions: Vec<Exclusion>,
    /// The answers.
    pub responses: BTreeMap<ItemId, Response>,
    /// What parliament is asked to do.
    pub requests: Vec<Request>,
    /// Whether what is for colleagues only was taken out.
    pub redacted: bool,
    /// The files read.
    #[serde(skip)]
    pub provenance: Vec<Provenance>,
}

impl Responses {
    /// No answers at all to these instruments, for a form that somebody fills in by hand; `date` stands for a day that
    /// nobody gave.
    pub fn empty(instruments: &[String], profile: Profile, date: NaiveDate) -> Self {
        Self {
            instruments: instruments.to_vec(),
            profile,
            scope: Scope::default(),
            scales: ScaleChoice::default(),
            institution: Institution::default(),
            particulars: Particulars {
                period: Period { from: date, to: date },
                date,
                prepared_by: String::new(),
                validated_by: String::new(),
                language: "en".into(),
                transmittal: String::new(),
                summary: String::new(),
            },
            exclusions: Vec::new(),
            responses: BTreeMap::new(),
            requests: Vec::new(),
            redacted: false,
            provenance: Vec::new(),
        }
    }

    /// What excuses a recommendation as a whole: the exclusion of itself, else of its instrument.
    pub fn exclusion(&self, instrument: &str, reference: &str) -> Option<&Exclusion> {
        let of = |reference: Option<&str>| {
            let mut all = self.exclusions.iter();
            all.find(|exclusion| exclusion.instrument == instrument && exclusion.reference.as_deref() == reference)
        };
        of(Some(reference)).or_else(|| of(None))
    }
}

/// Whether these are the answers of one institution, by its name: figures of different ones can't be compared.
pub fn of_one_institution<'r>(all: impl IntoIterator<Item = &'r Responses>) -> bool {
    let mut names = all.into_iter().map(|one| one.institution.name.as_str());
    let first = names.next();
    names.all(|name| Some(name) == first)
}

/// What somebody wants to see of an assessment; an empty list means everything. Shares don't change by it: a
/// recommendation belongs to a scope with all of its items of a group, or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Ids of instruments.
    pub instruments: Vec<String>,
    /// Whom the items are about.
    pub groups: Vec<Group>,
    /// Ids of themes.
    pub themes: Vec<String>,
}

impl Scope {
    /// Whether everything is wanted.
    pub fn is_whole(&self) -> bool {
        self.instruments.is_empty() && self.groups.is_empty() && self.themes.is_empty()
    }

    /// Whether paragraphs of these themes are wanted.
    pub fn has_themes(&self, themes: &[String]) -> bool {
        self.themes.is_empty() || themes.iter().any(|theme| self.themes.contains(theme))
    }

    /// Whether items of this group are wanted.
    pub fn has_group(&self, group: Group) -> bool {
        self.groups.is_empty() || self.groups.contains(&group)
    }
}

/// Which scales an institution chose in place of those of the rules. A choice holds for the items whose own scale the
/// chosen one maps to; the others keep theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ScaleChoice {
    /// For the whole assessment.
    pub all: Option<String>,
    /// For an instrument, by its id; goes before the choice for all.
    pub instruments: BTreeMap<String, String>,
}

/// The institution that answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Institution {
    /// Name.
    pub name: String,
    /// ISO 3166-1 alpha-2 code; XA–XZ in examples.
    pub country: String,
    /// Kind, e.g. "ombudsman"; may be empty.
    pub kind: String,
    /// Accreditation, in the institution's own words; may be empty.
    pub accreditation: String,
    /// Address; may be empty.
    pub address: String,
    /// Contact; may be empty. Never in a report to parliament.
    pub contact: String,
    /// Its logo.
    #[serde(skip)]
    pub logo: Option<Picture>,
}

/// The particulars of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Particulars {
    /// The time that the answers describe.
    pub period: Period,
    /// The day on which the answers are true.
    pub date: NaiveDate,
    /// Who wrote the answers; may be empty.
    pub prepared_by: String,
    /// Who, other than the writer, confirmed them; may be empty.
    pub validated_by: String,
    /// Language of the answers (BCP 47).
    pub language: String,
    /// Letter of transmittal; may be empty.
    pub transmittal: String,
    /// Summary in the institution's own words; may be empty.
    pub summary: String,
}

/// First and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Excuses an instrument or a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Exclusion {
    /// Instrument id.
    pub instrument: String,
    /// Reference of the recommendation; `None` excuses the whole instrument.
    pub reference: Option<String>,
    /// Why, as a code.
    pub reason_code: Option<ReasonCode>,
    /// Why, in words; may be empty.
    pub reason: String,
}

/// The answer to one item with all that belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Response {
    /// What was answered.
    pub answer: Answer,
    /// What was answered in the last period, if it is still to be confirmed: until then `answer` is none. What it was is
    /// never in a report to parliament, where `Answer::Unanswered` stands here.
    pub carried: Option<Answer>,
    /// The scale on which it was answered, where it is not the one that holds for the item otherwise.
    pub scale: Option<String>,
    /// What was done, in words; may be empty.
    pub narrative: String,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// What the answer rests on (country items).
    pub basis: Option<Basis>,
    /// What the State says; may be empty.
    pub state_comment: String,
    /// A figure (outcome items).
    pub measure: Option<Measure>,
    /// What stands in the way; may be empty.
    pub obstacle: String,
    /// Who is to answer; may be empty. Never in a report to parliament.
    pub assigned_to: String,
    /// Who answered; may be empty. Never in a report to parliament.
    pub answered_by: String,
    /// Whether the answer is finished.
    pub state: Option<Readiness>,
    /// Note for colleagues; may be empty. Never in a report to parliament.
    pub internal_note: String,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// Next steps.
    pub actions: Vec<Action>,
}

impl Response {
    /// A response that says nothing, but for the scale on which it is to be answered.
    pub fn unanswered(scale: Option<String>) -> Self {
        Self {
            answer: Answer::Unanswered,
            carried: None,
            scale,
            narrative: String::new(),
            done_on: None,
            basis: None,
            state_comment: String::new(),
            measure: None,
            obstacle: String::new(),
            assigned_to: String::new(),
            answered_by: String::new(),
            state: None,
            internal_note: String::new(),
            evidence: Vec::new(),
            actions: Vec::new(),
        }
    }
}

/// What was answered to an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Nothing yet.
    #[default]
    Unanswered,
    /// The item does not concern the institution.
    #[serde(rename_all = "kebab-case")]
    NotApplicable {
        /// Why, as a code.
        reason_code: Option<ReasonCode>,
        /// Why, in words; may be empty.
        reason: String,
    },
    /// A level of the item's scale, by its id.
    Level(String),
}

/// A law, decision, report, statistic, letter or page that shows something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Evidence {
    /// Title.
    pub title: String,
    /// Kind of document, in the institution's words.
    pub kind: String,
    /// Path inside the responses' folder, with `/`; may be empty.
    pub file: String,
    /// Address on the web; may be empty. Never followed.
    pub url: String,
    /// Date of the document.
    pub date: Option<NaiveDate>,
    /// Pages; may be empty.
    pub pages: String,
    /// Description; may be empty.
    pub description: String,
    /// SHA-256 recorded when the file was sealed; may be empty.
    pub sha256: String,
    /// Size in bytes recorded when the file was sealed.
    #[serde(skip)]
    pub size: Option<u64>,
    /// Media type recorded when the file was sealed; may be empty.
    #[serde(skip)]
    pub media_type: String,
    /// SHA-256 of the file that is there, in lower case; empty if it was not read.
    #[serde(skip)]
    pub sha256_found: String,
    /// Size in bytes of the file that is there; 0 if it was not read.
    #[serde(skip)]
    pub size_found: u64,
    /// Kept out of reports to parliament, whole.
    pub confidential: bool,
    /// What was found on disk.
    #[serde(skip)]
    pub found: EvidenceState,
}

/// What was found where an evidence entry points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, VariantNames, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum EvidenceState {
    /// A web address only; the tool does not look at the web.
    LinkOnly,
    /// The file is there; no hash was recorded.
    Present,
    /// The file is there and its SHA-256 is the recorded one.
    Sealed,
    /// The file is there, but its SHA-256 is not the recorded one.
    Changed,
    /// There is no such file.
    Missing,
}

impl EvidenceState {
    /// Whether there is something to look at: a link, or a file that is there and is the one recorded.
    pub fn counts(self) -> bool {
        matches!(self, Self::LinkOnly | Self::Present | Self::Sealed)
    }
}

/// A next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Action {
    /// What will be done.
    pub what: String,
    /// Who will do it.
    pub responsible: String,
    /// By when.
    pub due: NaiveDate,
    /// How far it is.
    pub status: ActionStatus,
    /// Cost, in words; may be empty.
    pub cost: String,
    /// Kept out of reports to parliament.
    pub confidential: bool,
}

/// What parliament is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Request {
    /// Id, unique in the file.
    pub id: String,
    /// What is asked.
    pub what: String,
    /// Who should do it; may be empty.
    pub owner: String,
    /// By when.
    pub due: Option<NaiveDate>,
    /// The items it would serve.
    pub serves: Vec<ItemId>,
    /// How far it is, in the institution's words; may be empty.
    pub status: String,
    /// Id of the earlier request that it follows; may be empty.
    pub follows: String,
    /// When parliament did what was asked; such a request is only followed up.
    pub met_on: Option<NaiveDate>,
}

/// A figure that shows what people enjoy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// The value, as written.
    pub value: String,
    /// Unit.
    pub unit: String,
    /// Year.
    pub year: Option<i64>,
    /// Who published it.
    pub source: String,
}

/// Why something does not concern the institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, EnumString, VariantNames, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ReasonCode {
    /// The institution is not a member of the body that speaks.
    NotAMember,
    /// The law gives the institution no power in the matter.
    OutsideMandate,
    /// The event is over.
    EventPast,
    /// It can't be done in this country.
    NotPossibleHere,
    /// Another reason, given in words.
    Other,
}

/// What an answer about the country rests on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, EnumString, VariantNames, Display, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Basis {
    /// The institution saw it itself.
    OwnMonitoring,
    /// The State says so.
    StateClaim,
    /// Others say so.
    ThirdParty,
    /// Several of these.
    Mixed,
}

/// Whether an answer is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, EnumString, VariantNames, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Readiness {
    /// Still being written.
    Draft,
    /// Finished.
    Ready,
    /// Carried over from the last period, to be confirmed.
    Carried,
}

/// How far an action is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, EnumString, VariantNames, Display, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ActionStatus {
    /// Not begun.
    #[default]
    Open,
    /// Begun.
    Started,
    /// Finished.
    Done,
    /// Given up.
    Dropped,
}

impl ActionStatus {
    /// Whether something remains to be done.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Open | Self::Started)
    }
}
