//! What goes with a report, held against its manifest.

use serde_json::Value;

use super::claim::Claim;
use super::file::{File, Kind, MANIFEST};
use super::manifest::{Entry, Manifest};
use super::pdf::Attached;
use crate::load::embedded_rules;
use crate::source::sha256;

/// The manifest among the files of a PDF; `None` if there is none.
///
/// # Errors
/// If it can't be read: why.
pub fn manifest_among(attached: &[Attached]) -> Result<Option<Manifest>, String> {
    let Some(file) = attached.iter().find(|file| file.name == MANIFEST) else { return Ok(None) };
    if file.bytes.len() > Manifest::LARGEST {
        return Err("its manifest is too large".into());
    }
    let text = std::str::from_utf8(&file.bytes).map_err(|_| "its manifest is no text")?;
    Manifest::read(text).map(Some).map_err(|why| format!("its manifest is damaged: {why}"))
}

/// Whether each file is the one that the manifest names, and no other is there.
pub fn held(manifest: &Manifest, attached: &[Attached]) -> Vec<Claim> {
    let mut claims: Vec<Claim> = manifest.files.iter().map(|entry| one(entry, attached)).collect();
    let named = |name: &str| name == MANIFEST || manifest.files.iter().any(|entry| entry.name == name);
    for (number, file) in attached.iter().enumerate() {
        let again = attached[..number].iter().any(|other| other.name == file.name);
        if again || !named(&file.name) {
            let what = format!("`{}` belongs to the report", file.name);
            claims.push(Claim::fails(what, "the manifest doesn't name it: somebody put it in later"));
        }
    }
    claims
}

fn one(entry: &Entry, attached: &[Attached]) -> Claim {
    let what = format!("`{}` is the file that the manifest names", entry.name);
    let Some(file) = attached.iter().find(|file| file.name == entry.name) else {
        return Claim::fails(what, "it is not there: somebody took it out");
    };
    if file.bytes.len() as u64 != entry.size {
        return Claim::fails(what, format!("it has {} bytes instead of {}", file.bytes.len(), entry.size));
    }
    match sha256(&file.bytes) == entry.sha256 {
        true => Claim::holds(what),
        false => Claim::fails(what, "its SHA-256 is another one: somebody changed it"),
    }
}

/// Whether the rules that go with a report are those of this program.
pub fn rules(manifest: &Manifest) -> Vec<Claim> {
    let built_in = embedded_rules();
    let is_ours = |entry: &&Entry| {
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        built_in.iter().any(|file| name(&file.name) == name(&entry.path) && sha256(&file.bytes) == entry.sha256)
    };
    let (ours, others): (Vec<&Entry>, Vec<&Entry>) =
        manifest.files.iter().filter(|entry| matches!(entry.kind, Kind::Rules | Kind::OwnRules)).partition(is_ours);
    let mut claims = Vec::new();
    match ours.len() {
        0 => {}
        1 => claims.push(Claim::holds("the rules file is the one of this program")),
        count => claims.push(Claim::holds(format!("the {count} rules files are those of this program"))),
    }
    for entry in others {
        let what = format!("the rules file `{}` is the one of this program", entry.name);
        let why = match entry.kind {
            Kind::OwnRules => "it is the institution's own: read what it changes".to_owned(),
            _ => format!(
                "it is not the one of version {}: compare it with that of the version it names",
                env!("CARGO_PKG_VERSION")
            ),
        };
        claims.push(Claim::open(what, why));
    }
    claims
}

/// What differs first between figures that were made again and those that go with the report, as a place in the data.
pub fn figures_differ(made: &[u8], there: &[u8]) -> Option<String> {
    if made == there {
        return None;
    }
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok();
    let place = read(made).zip(read(there)).and_then(|(made, there)| differing(&made, &there, ""));
    Some(place.unwrap_or_else(|| "the way it is written".into()))
}

fn differing(made: &Value, there: &Value, at: &str) -> Option<String> {
    let below = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    match (made, there) {
        (Value::Object(made), Value::Object(there)) => {
            let missing = |name: &&String| !made.contains_key(*name) || !there.contains_key(*name);
            let inside = |name: &String| {
                made.get(name).zip(there.get(name)).and_then(|(made, there)| differing(made, there, &below(name)))
            };
            let unknown = made.keys().chain(there.keys()).find(missing).map(|name| format!("`{}`", below(name)));
            made.keys().find_map(inside).or(unknown)
        }
        (Value::Array(made), Value::Array(there)) => {
            let pairs = made.iter().zip(there).enumerate();
            let inside =
                { pairs }.find_map(|(at, (made, there))| differing(made, there, &below(&(at + 1).to_string())));
            inside.or_else(|| (made.len() != there.len()).then(|| format!("the length of `{at}`")))
        }
        _ => (made != there).then(|| format!("`{at}`: {made} is computed, {there} stands there")),
    }
}

/// The first of the files that are made again which is not the one that goes with the report.
pub fn first_other<'f>(made: &'f [File], manifest: &Manifest) -> Option<&'f File> {
    let same = |file: &&File| {
        manifest.files.iter().any(|entry| entry.path == file.path && entry.sha256 == sha256(&file.bytes))
    };
    made.iter().find(|file| !same(file))
}
