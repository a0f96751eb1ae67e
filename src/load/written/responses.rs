//! Responses as written.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::model::{Action, Basis, EvidenceState, Measure, Picture, Profile, Provenance, Readiness, ReasonCode};
use crate::source::{At, FileNumber, Spot};

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
    /// Whether one of the files says that what is for colleagues only was taken out of it.
    pub redacted: bool,
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
    /// The files that lie where evidence lies, by their paths in the folder of the responses, in order.
    pub lying: Vec<String>,
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
    /// Logo: what was found, and its path.
    pub logo: Option<(Named<Picture>, At<String>)>,
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
    /// Recorded size in bytes.
    pub size: Option<u64>,
    /// Recorded media type.
    pub media_type: String,
    /// Confidential.
    pub confidential: bool,
    /// What was found.
    pub found: Found,
    /// Where the file itself says what was found, as a redacted file does.
    pub told: Option<Spot>,
    /// Whether nothing but that is left of it.
    pub withheld: bool,
    /// Where the file really lies, if there is one that may be looked at.
    pub real: Option<PathBuf>,
    /// Hash of the file that is there; empty if it was not read.
    pub sha256_found: String,
    /// Size of the file that is there; 0 if it was not read.
    pub size_found: u64,
}

/// What was found where an evidence entry points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The path may be looked at; this is its state.
    State(EvidenceState),
    /// The path leaves the folder or is no file; it was not looked at. Why, to be followed by the folder.
    Unsafe(&'static str),
    /// The path is written with `\`.
    Backslash,
}

/// What was found where a logo or font should be.
#[derive(Debug)]
pub enum Named<T> {
    /// What was looked for.
    Usable(T),
    /// The file can't be used: why, after its name.
    Unusable(&'static str),
    /// The path leaves the folder or is no file; it was not looked at. Why, to be followed by the folder.
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
    /// When it was met.
    pub met_on: Option<NaiveDate>,
}
