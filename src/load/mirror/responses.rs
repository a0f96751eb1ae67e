//! A responses file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::{Day, Figure, Filled, Format, WordOrEmpty};
use crate::model::{ActionStatus, Basis, EvidenceState, Profile, Readiness, ReasonCode};

/// The answers of an institution, or a part of them: of a folder of files, each may leave to the others what it
/// doesn't hold.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "Responses")]
pub struct Responses {
    /// The format of the file: 1.
    pub format: Format,
    /// The instruments that are answered, by id, each with the version of its rules: `["eoa-2024@1.0.0"]`.
    #[serde(default, deserialize_with = "at_least_one")]
    #[schemars(length(min = 1))]
    pub instruments: Option<Vec<Filled>>,
    /// `true` in a file that the program made for outsiders: what is for colleagues only was taken out.
    pub redacted: Option<bool>,
    /// Which questions are asked. Without it, all.
    pub profile: Option<WordOrEmpty<Profile>>,
    /// Published scales that stand in for ours, by instrument: `hrc-57-29 = "ccpr-follow-up"`.
    pub scales: Option<BTreeMap<String, String>>,
    /// Who answers.
    pub institution: Option<Institution>,
    /// What the answers describe, when, and who wrote them.
    pub assessment: Option<Assessment>,
    /// What is excused as a whole, instrument or paragraph, with the reason.
    pub exclude: Option<Vec<Exclusion>>,
    /// The answers, by the id of their question.
    pub response: Option<BTreeMap<String, Answer>>,
    /// What you ask of parliament.
    pub request: Option<Vec<Request>>,
}

/// Who answers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Institution {
    /// The name of the institution.
    pub name: String,
    /// The country: two capital letters (ISO 3166-1). XA to XZ are free for examples.
    #[schemars(regex(pattern = r"^([A-Z]{2}|\s*)$"))]
    pub country: String,
    /// What kind of institution it is, such as "ombudsman institution".
    pub kind: Option<String>,
    /// How it is accredited, in your own words.
    pub accreditation: Option<String>,
    /// The address, as it stands on letters.
    pub address: Option<String>,
    /// Whom to ask. Never in what parliament gets.
    pub contact: Option<String>,
    /// A picture (.png or .svg) in the folder of this file, such as "logo.svg".
    pub logo: Option<String>,
}

/// What the answers describe, when, and who wrote them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Assessment {
    /// The time that the answers describe: `{ from = 2025-01-01, to = 2025-12-31 }`.
    pub period: Period,
    /// The day on which the answers are true.
    pub date: Day,
    /// Who wrote the answers.
    pub prepared_by: Option<String>,
    /// Who confirmed them: somebody else.
    pub validated_by: Option<String>,
    /// The language of the answers, such as "en".
    pub language: Option<String>,
    /// The letter that goes to parliament with its report.
    pub transmittal: Option<String>,
    /// A summary in your own words; it stands at the beginning of the report.
    pub summary: Option<String>,
    /// A published scale that stands in for ours wherever it maps to the question's own.
    pub scale: Option<String>,
}

/// The first and the last day.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// An instrument or a paragraph that does not concern you, with the reason.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exclusion {
    /// The instrument, or instrument and paragraph: "eoa-2024/2.10".
    pub what: Filled,
    /// Why it does not concern you, as a code.
    pub reason_code: Option<WordOrEmpty<ReasonCode>>,
    /// Why, in a sentence.
    pub reason: Option<String>,
}

/// The answer to one question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Answer {
    /// How far it is, on the scale of the question. Empty: no answer yet.
    pub level: Option<String>,
    /// What was done, in a few sentences.
    pub narrative: Option<String>,
    /// The day on which it was done.
    pub done_on: Option<Day>,
    /// A published scale on which this one answer is given, in place of the question's own.
    pub scale: Option<String>,
    /// Why it does not concern you, as a code; with `level = "not-applicable"`.
    pub reason_code: Option<WordOrEmpty<ReasonCode>>,
    /// Why it does not concern you, in a sentence.
    pub reason: Option<String>,
    /// What an answer about the country rests on.
    pub basis: Option<WordOrEmpty<Basis>>,
    /// What the State says to it.
    pub state_comment: Option<String>,
    /// A figure that shows it: `{ value = 62, unit = "%", year = 2025, source = "…" }`.
    pub measure: Option<Measure>,
    /// What stands in the way.
    pub obstacle: Option<String>,
    /// Who is to answer. Never in what parliament gets.
    pub assigned_to: Option<String>,
    /// Who answered. Never in what parliament gets.
    pub answered_by: Option<String>,
    /// Whether the answer is finished.
    pub state: Option<WordOrEmpty<Readiness>>,
    /// A note for colleagues. Never in what parliament gets.
    pub internal_note: Option<String>,
    /// Documents that show it.
    #[serde(default, deserialize_with = "to_be_found")]
    pub evidence: Option<Vec<Evidence>>,
    /// Next steps.
    pub action: Option<Vec<Action>>,
}

/// A figure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Measure {
    /// The figure, as a number or as it is written.
    pub value: Figure,
    /// What it counts, such as "%" or "complaints".
    pub unit: Option<String>,
    /// The year that it is about.
    pub year: Option<i64>,
    /// Who published it.
    pub source: Option<String>,
}

/// A document that shows what was done. It has a `file`, a `url` or both.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
// An editor names what is missing of an `else`; of several wholes it would only say that none fits.
#[schemars(extend(
    "if" = { "required": ["confidential", "found"] },
    "then" = true,
    "else" = { "required": ["title", "kind"], "anyOf": [{ "required": ["file"] }, { "required": ["url"] }] }
))]
pub struct Evidence {
    /// What the document is called.
    pub title: Option<Filled>,
    /// What kind of document it is, such as "law", "report" or "letter".
    pub kind: Option<Filled>,
    /// Where it lies, in the folder of this file, written with `/`: "evidence/letter-377.pdf".
    pub file: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// The date of the document.
    pub date: Option<Day>,
    /// Which pages show it, such as "12-14".
    pub pages: Option<String>,
    /// What it shows.
    pub description: Option<String>,
    /// The SHA-256 of the file, by which a change is noticed.
    pub sha256: Option<String>,
    /// The size of the file in bytes. `rapporteur seal` records it, with the SHA-256 and the media type.
    pub size: Option<i64>,
    /// What kind of file it is, such as "application/pdf".
    pub media_type: Option<String>,
    /// `true` keeps it out of what parliament gets: title, path and all.
    pub confidential: Option<bool>,
    /// What was found where it lies. Only in a redacted file, which has it from the file that it was made of.
    pub found: Option<WordOrEmpty<EvidenceState>>,
    /// The SHA-256 of what was found. Only in a redacted file.
    pub found_sha256: Option<String>,
}

/// A next step.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Action {
    /// What will be done.
    pub what: Filled,
    /// Who will do it.
    pub responsible: Filled,
    /// By when.
    pub due: Day,
    /// How far it is.
    pub status: Option<WordOrEmpty<ActionStatus>>,
    /// What it costs, in words.
    pub cost: Option<String>,
    /// `true` keeps it out of what parliament gets.
    pub confidential: Option<bool>,
}

/// What you ask of parliament.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Request {
    /// A short name that no other request of yours has, such as "2026-1".
    pub id: Filled,
    /// What you ask.
    pub what: Filled,
    /// Who could act, such as a committee.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Day>,
    /// The questions, by id, that would be better answered then.
    pub serves: Option<Vec<String>>,
    /// How far it is, in your own words.
    pub status: Option<String>,
    /// The id of the earlier request that this one repeats.
    pub follows: Option<String>,
    /// The day on which parliament did what was asked.
    pub met_on: Option<Day>,
}

/// A list that is not empty.
fn at_least_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Filled>>, D::Error> {
    let list = Vec::<Filled>::deserialize(deserializer)?;
    if list.is_empty() { Err(D::Error::custom("an empty list")) } else { Ok(Some(list)) }
}

/// Evidence that names a file or an address.
fn to_be_found<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Evidence>>, D::Error> {
    let list = Vec::<Evidence>::deserialize(deserializer)?;
    let named = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let withheld = |evidence: &Evidence| {
        evidence.confidential == Some(true) && evidence.found.as_ref().is_some_and(|found| found.0.is_some())
    };
    for evidence in list.iter().filter(|evidence| !withheld(evidence)) {
        if evidence.title.is_none() || evidence.kind.is_none() {
            return Err(D::Error::custom("no `title` or no `kind`"));
        }
        if !named(&evidence.file) && !named(&evidence.url) {
            return Err(D::Error::custom("neither a `file` nor a `url`"));
        }
    }
    Ok(Some(list))
}
