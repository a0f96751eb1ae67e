//! OSCAL: a catalog gives back the rules that it was made of.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support;

use std::fs;
use std::path::Path;

use rapporteur::model::{Instrument, Provenance, Rules};
use rapporteur::problem::{Problems, Style, show};
use rapporteur::source::Sources;
use rapporteur::{check, load};
use support::{folder_with, run};

/// Rules, which have no problem of any severity.
fn rules(folder: Option<&Path>) -> Rules {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let rules = check::rules(load::rules(folder, &mut sources, &problems).unwrap(), &problems);
    let shown: String = problems.into_sorted().iter().map(|problem| show(problem, &sources, Style::Plain)).collect();
    assert_eq!(shown, "");
    rules
}

fn without_provenance(instrument: &Instrument) -> Instrument {
    Instrument { provenance: Provenance { file: String::new(), sha256: String::new() }, ..instrument.clone() }
}

#[test]
fn the_catalog_of_every_shipped_instrument_gives_the_same_rules() {
    let shipped = rules(None);
    let ids: Vec<&str> = shipped.instrument_ids().collect();
    let folder = folder_with(&[]);
    run(folder.path(), &["init", "--instrument", &ids.join(","), "--year", "2025", "-o", "responses.toml"])
        .ends_with(0);
    let text = fs::read_to_string(folder.path().join("responses.toml")).unwrap();
    let text = text.replacen("name = \"\"", "name = \"Office\"", 1).replacen("country = \"\"", "country = \"XA\"", 1);
    fs::write(folder.path().join("responses.toml"), text).unwrap();
    run(folder.path(), &["export", "responses.toml", "--to", "oscal", "-o", "oscal"]).ends_with(0);
    fs::create_dir(folder.path().join("rules")).unwrap();
    for id in &ids {
        let (catalog, file) = (format!("oscal/catalog-{id}.json"), format!("rules/{id}.toml"));
        run(folder.path(), &["import", &catalog, "-o", &file]).ends_with(0);
    }
    let again = rules(Some(&folder.path().join("rules")));
    for instrument in &shipped.instruments {
        let back = again.instrument(&instrument.id).unwrap();
        assert_eq!(without_provenance(back), without_provenance(instrument));
    }
    assert_eq!((again.scales, again.themes, again.links), (shipped.scales, shipped.themes, shipped.links));
    let checked = run(folder.path(), &["rules", "check", "rules", "--strict"]).ends_with(0);
    assert!(checked.stderr.starts_with("no problems; 5 instruments"), "{}", checked.stderr);
}
