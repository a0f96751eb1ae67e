//! The institution as a party, and what is known of it and its answers.

use chrono::NaiveDate;
use serde::Serialize;

use super::shared::{Address, Party, Property, line, title, uuid};
use crate::assess::{Assessment, ItemResult};
use crate::model::Institution;
use crate::render::{Failure, Words};

/// Who answers, when, in which language.
pub(super) struct Office<'a> {
    institution: &'a Institution,
    pub(super) name: String,
    pub(super) date: NaiveDate,
    day: String,
    pub(super) language: &'a str,
}

/// Who said so.
#[derive(Serialize)]
pub(super) struct Origin {
    actors: Vec<Actor>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Actor {
    #[serde(rename = "type")]
    kind: &'static str,
    actor_uuid: String,
}

impl<'a> Office<'a> {
    pub(super) fn of(assessment: &Assessment<'a>, words: &Words) -> Result<Self, Failure> {
        let responses = assessment.responses;
        let particulars = &responses.particulars;
        Ok(Self {
            institution: &responses.institution,
            name: line(&responses.institution.name, &words.plain("page.unnamed")?),
            date: particulars.date,
            day: particulars.date.to_string(),
            language: &particulars.language,
        })
    }

    /// What tells these answers from all others.
    pub(super) fn known_by(&self) -> [&str; 3] {
        [&self.institution.country, &self.institution.name, &self.day]
    }

    /// The UUID of something about an item in these answers.
    pub(super) fn uuid(&self, kind: &str, result: &ItemResult<'_>) -> String {
        self.numbered(kind, result, "")
    }

    /// The UUID of one of several things about an item.
    pub(super) fn numbered(&self, kind: &str, result: &ItemResult<'_>, number: &str) -> String {
        let mut known_by = self.known_by().to_vec();
        known_by.push(result.item.id.as_str());
        known_by.extend((!number.is_empty()).then_some(number));
        uuid(kind, &known_by)
    }

    /// The institution's own UUID, the same in every period.
    pub(super) fn own_uuid(&self) -> String {
        uuid("institution", &[&self.institution.country, &self.institution.name])
    }

    pub(super) fn origin(&self) -> Origin {
        Origin { actors: vec![Actor { kind: "party", actor_uuid: self.own_uuid() }] }
    }

    pub(super) fn party(&self) -> Party {
        let institution = self.institution;
        let lines = institution.address.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        let props = [
            ("country", &institution.country),
            ("kind", &institution.kind),
            ("accreditation", &institution.accreditation),
        ];
        Party {
            uuid: self.own_uuid(),
            kind: "organization",
            name: self.name.clone(),
            props: props.into_iter().filter_map(|(name, text)| Property::unless_empty(name, text)).collect(),
            addresses: if lines.is_empty() {
                Vec::new()
            } else {
                vec![Address { addr_lines: lines, country: institution.country.clone() }]
            },
        }
    }

    /// The question as a title.
    pub(super) fn question(&self, result: &ItemResult<'_>) -> String {
        title(result.item.ask.text(self.language), result.item.id.as_str())
    }
}
