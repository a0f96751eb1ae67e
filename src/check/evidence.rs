//! Evidence files as a whole: names that are one on other computers, files that nobody cites, the same file twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;

use crate::load::written::{self, Found};
use crate::load::{folded, path_of};
use crate::model::{Evidence, EvidenceState};
use crate::problem::{Clash, Fact, Problems};
use crate::source::{At, Spot};

/// Notes what is wrong with files as they lie beside each other. Gives the paths that are not there under just this name.
pub(super) fn note(written: &written::Responses, problems: &Problems) -> BTreeSet<String> {
    let all = written.responses.iter().flat_map(|response| &response.evidence);
    // A redacted file says itself what was found, and what lies beside it is none of its evidence.
    if all.clone().any(|evidence| evidence.told.is_some()) {
        return BTreeSet::new();
    }
    let mut cited: BTreeMap<String, &At<String>> = BTreeMap::new();
    for (evidence, file) in all.clone().filter_map(|evidence| Some((evidence, evidence.file.as_ref()?))) {
        if matches!(evidence.found, Found::State(_)) {
            cited.entry(path_of(&file.value)).or_insert(file);
        }
    }
    let misnamed = clashes(&cited, &written.lying, problems);
    duplicates(all, problems);
    // What an answer with an error cites may not have been read.
    if let (Some(first), 0) = (written.files.first(), problems.errors()) {
        let is_cited = |path: &&String| cited.contains_key(*path) || misnamed.values().any(|there| there == *path);
        let paths: Vec<String> = written.lying.iter().filter(|path| !is_cited(path)).cloned().collect();
        // Beside the responses lies much that is no evidence.
        let paths: Vec<String> = paths.into_iter().filter(|path| path.contains('/')).collect();
        if !paths.is_empty() {
            problems.add(Fact::EvidenceUncited { paths }, &Spot::new(*first, 0..0));
        }
    }
    misnamed.into_keys().collect()
}

/// The day of the newest document, if all that shows an answer is from before the period.
pub(super) fn newest_if_old(evidence: &[Evidence], from: NaiveDate) -> Option<NaiveDate> {
    let dates: Option<Vec<NaiveDate>> = evidence.iter().map(|evidence| evidence.date).collect();
    dates?.into_iter().max().filter(|newest| *newest < from)
}

/// Notes paths that differ from others only in capital letters or in the way accents are stored. Gives those of which
/// there is no file, with the name of the one that is there.
fn clashes(cited: &BTreeMap<String, &At<String>>, lying: &[String], problems: &Problems) -> BTreeMap<String, String> {
    let mut alike: BTreeMap<String, BTreeSet<&String>> = BTreeMap::new();
    for path in cited.keys().chain(lying) {
        alike.entry(folded(path)).or_default().insert(path);
    }
    let mut misnamed = BTreeMap::new();
    for paths in alike.into_values().filter(|paths| paths.len() > 1) {
        let (there, absent): (Vec<&String>, Vec<&String>) = paths.into_iter().partition(|path| lying.contains(path));
        if let Some(other) = there.first() {
            for path in &absent {
                let Some(file) = cited.get(*path) else { continue };
                problems.add(Fact::NameClash(clash(file, other, false)), &file.spot);
                misnamed.insert(file.value.clone(), (*other).clone());
            }
        }
        // Of several that are there, or of which none is, each but the first clashes with it.
        let rest = if there.is_empty() { absent } else { there };
        let Some(named) = rest.iter().find_map(|path| cited.get(*path)) else { continue };
        for other in rest.iter().filter(|other| ***other != path_of(&named.value)) {
            let fact = Fact::NameClash(clash(named, other, true));
            match cited.get(*other) {
                Some(second) => problems.add_related(fact, &named.spot, &second.spot),
                None => problems.add(fact, &named.spot),
            }
        }
    }
    misnamed
}

fn clash(file: &At<String>, other: &str, both: bool) -> Clash {
    let in_capitals = path_of(&file.value).to_lowercase() == other.to_lowercase();
    Clash { path: file.value.clone(), other: other.to_owned(), in_capitals, both }
}

/// Notes sealed files that are the same, byte for byte, under two names.
fn duplicates<'w>(all: impl Iterator<Item = &'w written::Evidence>, problems: &Problems) {
    let mut known: BTreeMap<&str, (&Path, &At<String>)> = BTreeMap::new();
    let mut told: BTreeSet<&Path> = BTreeSet::new();
    for evidence in all.filter(|evidence| evidence.found == Found::State(EvidenceState::Sealed)) {
        let (Some(real), Some(file)) = (&evidence.real, &evidence.file) else { continue };
        let (first, other) = known.entry(&evidence.sha256_found).or_insert((real, file));
        if first != real && told.insert(real) {
            let fact = Fact::EvidenceDuplicate { path: file.value.clone(), other: other.value.clone() };
            problems.add_related(fact, &file.spot, &other.spot);
        }
    }
}
