//! Responses: instruments, exclusions, requests; particulars and answers are checked in their own files.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::answers::{Answers, Listed};
use super::like::{id_like, instrument_of, paragraph_like};
use super::{evidence, particulars, scales};
use crate::load::written::{self, Form};
use crate::model::{Exclusion, ItemId, Request, Responses, Rules, Scope, normalised_reference};
use crate::problem::{Fact, Problems, Unknown};
use crate::source::{At, Spot};

/// Makes responses sound. `today` is the day that open actions are held against; without it, the assessment's date.
///
/// `None` if what no report can do without is missing: the instruments, the institution or the particulars.
pub fn responses(
    written: written::Responses,
    rules: &Rules,
    today: Option<NaiveDate>,
    problems: &Problems,
) -> Option<Responses> {
    let misnamed = evidence::note(&written, problems);
    let for_all = written.particulars.as_ref().and_then(|table| table.scale.as_ref());
    let scales = scales::choice(for_all, written.scales.as_ref(), rules, problems);
    let listed = instruments(written.instruments.as_ref().map(|list| list.value.as_slice()), rules, problems);
    let institution = written.institution.and_then(|table| particulars::institution(table, problems));
    let particulars = written.particulars.and_then(|table| particulars::particulars(table, problems));
    let exclusions: Vec<(Exclusion, Spot)> =
        written.exclusions.into_iter().filter_map(|exclusion| check_exclusion(exclusion, rules, problems)).collect();
    let date = particulars.as_ref().map(|particulars| particulars.date);
    let answers = Answers {
        rules,
        listed: &listed,
        scales: &scales,
        exclusions: &exclusions,
        assessment: date,
        period: particulars.as_ref().map(|particulars| particulars.period.from),
        misnamed: &misnamed,
        today: today.or(date),
        redacted: written.redacted,
        problems,
    };
    let responses = answers.check(written.responses);
    let requests = requests(written.requests, rules, problems);
    Some(Responses {
        instruments: (!listed.known.is_empty()).then_some(listed.known)?,
        profile: written.profile.map(|profile| profile.value).unwrap_or_default(),
        scope: Scope::default(),
        scales,
        institution: institution?,
        particulars: particulars?,
        exclusions: exclusions.into_iter().map(|(exclusion, _)| exclusion).collect(),
        responses,
        requests,
        redacted: written.redacted,
        provenance: written.provenance,
    })
}

/// The ids of the listed instruments, each once.
fn instruments(written: Option<&[At<String>]>, rules: &Rules, problems: &Problems) -> Listed {
    let mut ids: Vec<String> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    let mut seen: BTreeMap<&str, &Spot> = BTreeMap::new();
    for entry in written.unwrap_or_default() {
        let (id, recorded) = match entry.value.split_once('@') {
            Some((id, version)) => (id, Some(version)),
            None => (entry.value.as_str(), None),
        };
        if let Some(first) = seen.get(id) {
            let fact = Fact::GivenTwice { what: format!("the instrument `{id}`") };
            problems.add_related(fact, &entry.spot, first);
            continue;
        }
        seen.insert(id, &entry.spot);
        let Some(instrument) = rules.instrument(id) else {
            problems.add(Fact::UnknownInstrument(Unknown::among(id, rules.instrument_ids())), &entry.spot);
            unknown.push(id.to_owned());
            continue;
        };
        if let Some(recorded) = recorded.filter(|recorded| *recorded != instrument.version) {
            let (instrument, ours) = (id.to_owned(), instrument.version.clone());
            let fact = Fact::RulesVersionDiffers { instrument, recorded: recorded.to_owned(), ours };
            problems.add(fact, &entry.spot);
        }
        ids.push(id.to_owned());
    }
    Listed { whole: written.is_some() && unknown.is_empty(), known: ids, unknown }
}

fn check_exclusion(written: written::Exclusion, rules: &Rules, problems: &Problems) -> Option<(Exclusion, Spot)> {
    let (instrument, reference) = match written.what.value.split_once('/') {
        Some((instrument, reference)) => (instrument, Some(normalised_reference(reference))),
        None => (written.what.value.as_str(), None),
    };
    let known = rules.instrument(instrument).is_some_and(|instrument| {
        reference.as_deref().is_none_or(|reference| instrument.recommendation(reference).is_some())
    });
    if !known {
        let (given, spot) = (written.what.value, written.what.spot);
        let nearest = if problems.are_many() { None } else { paragraph_like(&given, rules) };
        let instrument = instrument_of(&given, rules);
        problems.add(Fact::UnknownItem { given, nearest, instrument, what: "instrument or paragraph" }, &spot);
        return None;
    }
    for (key, lacks) in [("reason-code", written.reason_code.is_none()), ("reason", written.reason.trim().is_empty())] {
        if lacks && written.form == Form::Sound {
            let excluded = Some(written.what.value.clone());
            problems.add(Fact::ReasonMissing { key, excluded }, &written.what.spot);
        }
    }
    let exclusion = Exclusion {
        instrument: instrument.to_owned(),
        reference,
        reason_code: written.reason_code,
        reason: written.reason,
    };
    Some((exclusion, written.spot))
}

fn requests(written: Vec<written::Request>, rules: &Rules, problems: &Problems) -> Vec<Request> {
    let mut seen: BTreeMap<String, Spot> = BTreeMap::new();
    let mut requests = Vec::new();
    for request in written {
        if let Some(first) = seen.get(&request.id.value) {
            problems.add_related(Fact::DuplicateId { id: request.id.value }, &request.id.spot, first);
            continue;
        }
        seen.insert(request.id.value.clone(), request.id.spot.clone());
        let serves = request.serves.iter().filter_map(|id| served(id, rules, problems)).collect();
        requests.push(Request {
            id: request.id.value,
            what: request.what,
            owner: request.owner,
            due: request.due,
            serves,
            status: request.status,
            follows: request.follows,
            met_on: request.met_on,
        });
    }
    requests
}

fn served(id: &At<String>, rules: &Rules, problems: &Problems) -> Option<ItemId> {
    let known = ItemId::parse(&id.value).filter(|id| rules.item(id).is_some());
    if known.is_none() {
        let nearest = if problems.are_many() { None } else { id_like(&id.value, rules) };
        let instrument = instrument_of(&id.value, rules);
        problems.add(Fact::UnknownItem { given: id.value.clone(), nearest, instrument, what: "item" }, &id.spot);
    }
    known
}
