//! Three readers get the same figures: every figure is read out of the three reports and the data, and held together.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::{repository, run};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

/// What a report says: for each scope and name, every value that it gives.
type Said = BTreeMap<(String, String), BTreeSet<String>>;

const READERS: [&str; 3] = ["self-assessment", "parliament", "auditor"];

fn read(folder: &Path, reader: &str) -> Html {
    Html::parse_document(&fs::read_to_string(folder.join(format!("{reader}.html"))).unwrap())
}

/// The figures that stand in the page, each also among the words of the element that gives it.
fn said(page: &Html) -> Said {
    let mut said = Said::new();
    for element in page.select(&Selector::parse("[data-figures]").unwrap()) {
        let scope = element.attr("data-scope").unwrap();
        let figures: BTreeMap<&str, &str> =
            element.attr("data-figures").unwrap().split(';').map(|pair| pair.split_once('=').unwrap()).collect();
        shown(&element, &figures);
        for (name, value) in figures {
            said.entry((scope.to_owned(), name.to_owned())).or_default().insert(value.to_owned());
        }
    }
    said
}

/// Asserts that what the reader sees is what the element's data say.
fn shown(element: &ElementRef<'_>, figures: &BTreeMap<&str, &str>) {
    let text = |element: &ElementRef<'_>| element.text().collect::<Vec<_>>().join(" ");
    let words = text(element);
    let has = |name: &str| {
        let value = figures[name];
        let number = |c: char| c.is_ascii_digit() || matches!(c, '<' | '>');
        let alone = |at: usize| {
            !words[..at].ends_with(number) && !words[at + value.len()..].starts_with(|c: char| c.is_ascii_digit())
        };
        assert!(words.match_indices(value).any(|(at, _)| alone(at)), "{name} = {value} is not in: {words}");
    };
    match element.value().name() {
        // The headline.
        "div" => ["implementation", "lower", "upper", "coverage", "valued", "applicable", "fully-met"]
            .into_iter()
            .for_each(has),
        // Findings: one is a word.
        // What changed: one is a word, and none is not said.
        "p" if figures.contains_key("common") => {
            assert!(figures.iter().all(|(name, value)| *value != "0" || *name == "evidence"), "{figures:?}");
            let said = |name: &&str| figures[name] != "1" && !(*name == "evidence" && figures[name] == "0");
            figures.keys().copied().filter(|name| *name != "common").filter(said).for_each(has);
        }
        "p" => {
            let tallies =
                ["applicable", "partly", "breached", "nothing", "refused", "unknown", "unanswered", "not-applicable"];
            tallies.into_iter().filter(|name| !["0", "1"].contains(&figures[name])).for_each(has);
        }
        "tr" => {
            let cells: Vec<String> = element.select(&Selector::parse("td").unwrap()).map(|cell| text(&cell)).collect();
            if cells.len() == 10 {
                let names = [
                    "full",
                    "largely",
                    "partly",
                    "breached",
                    "nothing",
                    "refused",
                    "unknown",
                    "unanswered",
                    "not-applicable",
                ];
                assert_eq!(cells[1..], names.map(|name| figures[name].to_owned()));
                has("asked");
            } else {
                ["implementation", "valued", "coverage", "fully-met", "applicable"].into_iter().for_each(has);
            }
        }
        "td" => ["implementation", "applicable"].into_iter().for_each(has),
        other => panic!("figures in <{other}> are not looked at"),
    }
}

/// The figures of the data by their names in the reports.
fn data(folder: &Path) -> Said {
    let score = run(folder, &["score", "reports/responses.toml", "--format", "json"]).ends_with(0).stdout;
    let score: Value = serde_json::from_str(&score).unwrap();
    let mut found = Said::new();
    for group in ["institution", "country"] {
        let scopes = &score["groups"][group];
        let mut all = vec![(group.to_owned(), scopes)];
        for by in ["instruments", "themes", "indicators"] {
            all.extend(scopes[by].as_object().unwrap().iter().map(|(id, part)| (format!("{group}/{id}"), part)));
        }
        for (scope, part) in all {
            let percent = |value: &Value| value["percent"].as_str().unwrap_or("—").to_owned();
            let mut add = |name: &str, value: String| {
                found.entry((scope.clone(), name.to_owned())).or_default().insert(value);
            };
            add("implementation", percent(&part["implementation"]));
            add("coverage", percent(&part["coverage"]));
            for (name, bound) in [("lower", "lower"), ("upper", "upper")] {
                let value = &part["bounds"][bound];
                add(name, value["percent"].as_str().unwrap_or_default().to_owned());
            }
            for (name, key) in [
                ("asked", "asked"),
                ("applicable", "applicable"),
                ("valued", "valued"),
                ("fully-met", "fully-met"),
                ("full", "fully-met"),
                ("unknown", "unvalued"),
                ("unanswered", "unanswered"),
                ("refused", "refused"),
                ("not-applicable", "not-applicable"),
            ] {
                add(name, part["counts"][key].to_string());
            }
        }
    }
    found
}

#[test]
fn a_figure_is_the_same_for_every_reader_and_in_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().to_str().unwrap();
    let base = ["report", "reports/responses.toml", "--baseline", "reports/2024/responses.toml", "--format", "html"];
    let with = ["--audience", "self-assessment,parliament,auditor", "-o", output];
    run(repository(), &[&base[..], &with].concat()).ends_with(0);
    let data = data(repository());
    let mut all = Said::new();
    for reader in READERS {
        let said = said(&read(folder.path(), reader));
        let headline = ("institution".to_owned(), "implementation".to_owned());
        assert!(said.contains_key(&headline), "the {reader} report has no headline");
        for (place, values) in said {
            all.entry(place).or_default().extend(values);
        }
    }
    assert!(all.len() > 1_000, "only {} figures were found", all.len());
    let mut held = 0;
    for ((scope, name), values) in &all {
        assert_eq!(values.len(), 1, "{name} of {scope} differs between readers: {values:?}");
        if let Some(given) = data.get(&(scope.clone(), name.clone())) {
            held += 1;
            assert_eq!(values, given, "{name} of {scope} differs between the reports and the data");
        }
    }
    assert!(held > 800, "only {held} figures were held against the data");
}

#[test]
fn every_item_is_in_every_report() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().to_str().unwrap();
    let base = ["report", "reports/2024/responses.toml", "--format", "html", "-o", output];
    run(repository(), &[&base[..], &["--audience", "self-assessment,parliament,auditor"]].concat()).ends_with(0);
    let ids = |reader: &str| -> BTreeSet<String> {
        let page = read(folder.path(), reader);
        let items = Selector::parse("article[data-item], tr[id][data-item]").unwrap();
        page.select(&items).map(|item| item.attr("data-item").unwrap().to_owned()).collect()
    };
    let own = ids("self-assessment");
    assert_eq!(own.len(), 96);
    assert_eq!(ids("parliament"), own);
    assert_eq!(ids("auditor"), own);
}

#[test]
fn a_sample_can_be_drawn_again_and_another_seed_draws_another() {
    let draw = |seed: &str| {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().to_str().unwrap();
        let base = ["report", "reports/2024/responses.toml", "--format", "html", "-o", output, "--audience", "auditor"];
        run(repository(), &[&base[..], &["--sample", "12", "--seed", seed]].concat()).ends_with(0);
        let page = read(folder.path(), "auditor");
        let items = Selector::parse("article[data-item]").unwrap();
        page.select(&items).map(|item| item.attr("data-item").unwrap().to_owned()).collect::<Vec<_>>()
    };
    let drawn = draw("7");
    assert_eq!(drawn.len(), 12);
    assert_eq!(draw("7"), drawn);
    assert_ne!(draw("8"), drawn);
    for instrument in ["eoa-2024/", "conf-2023/", "hrc-57-29/"] {
        assert!(drawn.iter().any(|id| id.starts_with(instrument)), "nothing of {instrument}");
    }
}

#[test]
fn several_earlier_periods_are_shown_by_year_with_their_own_figures() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let old = fs::read_to_string(repository().join("reports/2024/responses.toml")).unwrap();
    let older = old.replace("2024-01-01, to = 2024-12-31", "2023-01-01, to = 2023-12-31");
    fs::write(at("2023.toml"), older.replacen("\ndate = 2025-01-31", "\ndate = 2024-01-31", 1)).unwrap();
    // In any order: their days tell which is older.
    let baselines = format!("reports/2024/responses.toml,{}", at("2023.toml"));
    let base = ["report", "reports/responses.toml", "--format", "html", "-o", &at("out"), "--baseline", &baselines];
    run(repository(), &[&base[..], &["--audience", "self-assessment,parliament"]].concat()).ends_with(0);
    let percent = |file: &str| {
        let score = run(repository(), &["score", file, "--format", "json", "--problems", "plain"]).ends_with(0).stdout;
        let score: Value = serde_json::from_str(&score).unwrap();
        score["groups"]["institution"]["implementation"]["percent"].as_str().unwrap().to_owned()
    };
    let wanted = [&at("2023.toml"), "reports/2024/responses.toml", "reports/responses.toml"].map(percent);
    for reader in ["self-assessment", "parliament"] {
        let page = read(&folder.path().join("out"), reader);
        let texts = |what: &str| -> Vec<String> {
            let what = Selector::parse(what).unwrap();
            page.select(&what).map(|one| one.text().collect()).collect()
        };
        assert_eq!(texts("table.trend th[scope=col]")[1..4], ["2023", "2024", "2025"], "{reader}");
        assert_eq!(texts("table.trend tr.sum strong")[..3], wanted, "{reader}");
    }
}
