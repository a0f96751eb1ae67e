//! Who answers, for when.

use super::look::logo;
use crate::load::written;
use crate::model::{Institution, Particulars, Period};
use crate::problem::{Beside, Fact, Problems};

/// The institution; its country must be a two-letter code or still be empty.
pub(super) fn institution(written: written::Institution, problems: &Problems) -> Option<Institution> {
    for (key, field) in [("name", &written.name), ("country", &written.country)] {
        if field.value.trim().is_empty() {
            problems.add(Fact::InstitutionIncomplete { key }, &field.spot);
        }
    }
    let country = &written.country;
    let code = country.value.len() == 2 && country.value.chars().all(|c| c.is_ascii_uppercase());
    if !code && !country.value.trim().is_empty() {
        problems.add(Fact::BadCountry { given: country.value.clone() }, &country.spot);
        return None;
    }
    Some(Institution {
        name: written.name.value,
        country: written.country.value,
        kind: written.kind,
        accreditation: written.accreditation,
        address: written.address,
        contact: written.contact,
        logo: written.logo.and_then(|(found, path)| logo(found, path, Beside::Responses, problems)),
    })
}

/// The particulars; `None` without a period and a date.
pub(super) fn particulars(written: written::Particulars, problems: &Problems) -> Option<Particulars> {
    let (from, to) = written.period?;
    if to.value < from.value {
        problems.add(Fact::PeriodReversed { from: from.value, to: to.value }, &to.spot);
    }
    let date = written.date?;
    if let Some(validator) = &written.validated_by {
        let same = validator.value.trim().to_lowercase() == written.prepared_by.trim().to_lowercase();
        if same && !validator.value.trim().is_empty() {
            problems.add(Fact::SelfValidated { name: validator.value.clone() }, &validator.spot);
        }
    }
    Some(Particulars {
        period: Period { from: from.value, to: to.value },
        date: date.value,
        prepared_by: written.prepared_by,
        validated_by: written.validated_by.map(|name| name.value).unwrap_or_default(),
        language: written.language,
        transmittal: written.transmittal,
        summary: written.summary,
    })
}
