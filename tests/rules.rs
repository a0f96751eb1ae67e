//! What must hold of all rules that are shipped, beyond what the program asks of anybody's rules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::support::{self, read, repository, run};
use rapporteur::load::embedded_rules;
use rapporteur::model::{Deadline, Group, Instrument, Item, LinkEnd, Recommendation, Relation, Rules, Status, Wording};
use rapporteur::problem::{Problems, Style, show};
use rapporteur::source::{Sources, sha256};
use rapporteur::{check, load};
use snapbox::{Assert, Data};

/// The rules compiled in, which must have no problem of any severity.
fn shipped() -> Rules {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let rules = check::rules(load::rules(None, &mut sources, &problems).unwrap(), &problems);
    let shown: String = problems.into_sorted().iter().map(|problem| show(problem, &sources, Style::Plain)).collect();
    assert_eq!(shown, "", "shipped rules have no problems, not even warnings");
    assert!(!rules.instruments.is_empty() && !rules.scales.is_empty() && !rules.themes.is_empty());
    rules
}

#[test]
fn the_linter_finds_nothing_in_the_shipped_rules() {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    check::lint(&load::rules(None, &mut sources, &problems).unwrap(), &sources, &problems);
    let shown: String = problems.into_sorted().iter().map(|problem| show(problem, &sources, Style::Plain)).collect();
    assert_eq!(shown, "", "shipped rules are what the linter asks of others");
}

#[test]
fn the_examples_of_the_readme_pass_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let readme = read("rules/README.md");
    let mut names = Vec::new();
    // An example that is a whole file begins with its name.
    for example in readme.split("```toml\n# ").skip(1).map(|rest| rest.split("```").next().unwrap()) {
        let (name, text) = example.split_once('\n').unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
        names.push(name);
    }
    assert_eq!(names, ["demo-2030.toml", "ministry-lights.toml", "crosswalk-demo.toml", "exampland.toml"]);
    let checked = run(folder.path(), &["rules", "check", ".", "--strict"]).ends_with(0);
    assert_eq!(checked.stderr, "no problems; 1 instrument, 5 items\n");
    let shown = run(folder.path(), &["rules", "show", "eoa-2024/2.4", "--rules", "."]).ends_with(0);
    assert!(shown.stdout.contains("eoa-2024/2.4/hotline-reports"), "{}", shown.stdout);
}

#[test]
fn a_skeleton_is_read_and_says_what_is_still_to_be_written() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["rules", "new", "demo-2030", "--paragraphs", "4", "-o", "demo-2030.toml"]).ends_with(0);
    let checked = run(folder.path(), &["rules", "check", "demo-2030.toml", "--problems", "plain"]).ends_with(0);
    for key in ["title", "body", "source", "date", "text", "ask"] {
        assert!(checked.stdout.contains(&format!("[not-filled-in]: `{key}` ")), "{key}:\n{}", checked.stdout);
    }
    assert!(!checked.stdout.contains("error["), "{}", checked.stdout);
    assert!(checked.stderr.ends_with("1 instrument, 1 item\n"), "{}", checked.stderr);
    run(folder.path(), &["rules", "check", "demo-2030.toml", "--strict"]).ends_with(3);
}

fn items(rules: &Rules) -> impl Iterator<Item = (&Recommendation, &Item)> {
    let recommendations = rules.instruments.iter().flat_map(|instrument| &instrument.recommendations);
    recommendations.flat_map(|recommendation| recommendation.items.iter().map(move |item| (recommendation, item)))
}

fn references(instrument: &Instrument) -> Vec<&str> {
    instrument.recommendations.iter().map(|recommendation| recommendation.reference.as_str()).collect()
}

/// English, in which shipped rules are written.
fn english(wording: &Wording) -> &str {
    let (tag, text) = wording.in_language("en");
    assert_eq!(tag, "en", "{text}");
    text
}

// ----- files -----

#[test]
fn every_file_of_the_folder_is_compiled_in_and_the_other_way_round() {
    let on_disk: BTreeMap<String, Vec<u8>> = support::files_below(&repository().join("rules"))
        .into_iter()
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "toml"))
        .map(|name| (format!("rules/{name}"), std::fs::read(repository().join("rules").join(&name)).unwrap()))
        .collect();
    let compiled: BTreeMap<String, Vec<u8>> =
        embedded_rules().into_iter().map(|file| (file.name, file.bytes)).collect();
    assert_eq!(compiled.keys().collect::<Vec<_>>(), on_disk.keys().collect::<Vec<_>>());
    assert!(compiled == on_disk, "a file differs from what is compiled in: build again");
}

#[test]
fn an_instrument_is_called_as_its_file_and_as_the_readmes_say() {
    let rules = shipped();
    for instrument in &rules.instruments {
        assert_eq!(instrument.provenance.file, format!("{}.toml", instrument.id));
        assert!(read("README.md").contains(&format!("| `{}` |", instrument.id)), "README.md lists {}", instrument.id);
        let row = format!("| {} |", instrument.items().count());
        let readme = read("README.md");
        let line = readme.lines().find(|line| line.starts_with(&format!("| `{}` |", instrument.id))).unwrap();
        assert!(line.ends_with(&row), "README.md says how many items {} has: {row}", instrument.id);
    }
    let files: BTreeSet<String> = embedded_rules().into_iter().map(|file| file.name).collect();
    assert_eq!(files.len(), rules.instruments.len() + 3, "instruments, scales, themes and links are all there is");
}

// ----- paragraphs -----

#[test]
fn every_paragraph_is_there_once_and_in_order() {
    let rules = shipped();
    let numbered = |section: usize, last: usize| (1..=last).map(move |number| format!("{section}.{number}"));
    let eoa: Vec<String> = numbered(1, 4).chain(numbered(2, 11)).chain(numbered(3, 4)).collect();
    assert_eq!(references(rules.instrument("eoa-2024").unwrap()), eoa);
    let conf: Vec<String> = (1..=20).map(|number| number.to_string()).collect();
    assert_eq!(references(rules.instrument("conf-2023").unwrap()), conf);
    for (id, last, lettered) in [
        ("hrc-58-l27", 17, [(9, 'r')].as_slice()),
        ("ga-c3-78-l49", 22, &[(3, 'c'), (20, 'd')]),
        ("hrc-57-29", 16, &[(6, 'h')]),
    ] {
        let letters = |number| {
            let until = lettered.iter().find(|(of, _)| *of == number).map(|(_, until)| *until);
            until.into_iter().flat_map(|until| 'a'..=until).map(move |letter| format!("{number}({letter})"))
        };
        let wanted: Vec<String> =
            (1..=last).flat_map(|number| std::iter::once(number.to_string()).chain(letters(number))).collect();
        assert_eq!(references(rules.instrument(id).unwrap()), wanted, "{id}");
    }
}

#[test]
fn drafts_are_called_drafts() {
    let rules = shipped();
    let drafts: Vec<&str> = rules
        .instruments
        .iter()
        .filter(|instrument| instrument.status == Status::Draft)
        .map(|instrument| instrument.id.as_str())
        .collect();
    assert_eq!(drafts, ["ga-c3-78-l49", "hrc-58-l27"]);
}

#[test]
fn letters_depend_on_their_opening_and_an_opening_without_a_question_says_why() {
    for instrument in &shipped().instruments {
        for recommendation in &instrument.recommendations {
            let place = format!("{}/{}", instrument.id, recommendation.reference);
            if let Some((number, _)) = recommendation.reference.split_once('(') {
                assert_eq!(recommendation.chapeau.as_deref(), Some(number), "{place}");
                assert!(instrument.recommendation(number).is_some(), "{place}: its opening is an entry too");
            }
        }
        for chapeau in &instrument.chapeaux {
            if let Some(own) = instrument.recommendation(&chapeau.reference) {
                assert_eq!(own.text, chapeau.text, "{}/{}", instrument.id, chapeau.reference);
            }
        }
    }
}

#[test]
fn whoever_is_asked_to_act_is_asked_something() {
    for instrument in &shipped().instruments {
        for recommendation in &instrument.recommendations {
            let place = format!("{}/{}", instrument.id, recommendation.reference);
            assert_eq!(recommendation.actionable, !recommendation.items.is_empty(), "{place}: items");
            assert!(recommendation.actionable || !recommendation.note.is_empty(), "{place}: a note says why not");
            assert!(!recommendation.text.trim().is_empty(), "{place}: text");
            assert!((1..=4).contains(&recommendation.themes.len()), "{place}: one to four themes");
            assert!(!recommendation.actionable || !recommendation.addressees.is_empty(), "{place}: addressees");
            assert_eq!(recommendation.text, recommendation.text.trim(), "{place}: spaces around the text");
        }
    }
}

#[test]
fn the_resolution_of_2024_states_five_deadlines() {
    let rules = shipped();
    let eoa = rules.instrument("eoa-2024").unwrap();
    let deadlines: Vec<&Recommendation> =
        eoa.recommendations.iter().filter(|recommendation| recommendation.deadline.is_some()).collect();
    assert_eq!(deadlines.len(), 5);
    for recommendation in deadlines {
        let Some(Deadline::Date(day)) = &recommendation.deadline else {
            panic!("{}: a day", recommendation.reference);
        };
        let year = day.format("%Y").to_string();
        assert!(recommendation.text.contains(&year), "{}: the text names {year}", recommendation.reference);
        assert!(*day > eoa.date, "{}: after the meeting", recommendation.reference);
    }
}

#[test]
fn quoted_texts_are_as_last_reviewed() {
    let mut list = String::from("# Reference, first words and SHA-256 of every text quoted from a resolution.\n");
    for instrument in &shipped().instruments {
        let chapeaux =
            instrument.chapeaux.iter().map(|chapeau| (format!("{} (opening)", chapeau.reference), &chapeau.text));
        let texts = instrument.recommendations.iter().map(|one| (one.reference.clone(), &one.text));
        for (reference, text) in chapeaux.chain(texts) {
            let first: Vec<&str> = text.split_whitespace().take(6).collect();
            let _ = writeln!(list, "{}/{reference}: {} … {}", instrument.id, first.join(" "), sha256(text.as_bytes()));
        }
    }
    assert_eq!(list.lines().count(), 1 + 39 + 4 + 88 + 4, "paragraphs and their openings, of two texts and of three");
    let golden = Data::read_from(&repository().join("tests/golden/texts.txt"), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(list, golden);
}

// ----- questions -----

#[test]
fn questions_are_as_few_as_an_officer_can_answer() {
    let rules = shipped();
    let count = ["eoa-2024", "conf-2023"].map(|id| rules.instrument(id).unwrap().items().count());
    assert!(count.iter().sum::<usize>() <= 60, "{count:?}: an officer answers them beside other work");
    assert!(items(&rules).count() <= 200, "{} in all", items(&rules).count());
    let core = items(&rules).filter(|(_, item)| item.core).count();
    assert!(core <= 110, "the core profile has {core}");
    for instrument in &rules.instruments {
        for recommendation in instrument.recommendations.iter().filter(|recommendation| recommendation.actionable) {
            // What bodies do is in no headline, so that the core, which is about the headlines, leaves it out.
            let bodies = recommendation.items.iter().all(|item| item.about == Group::Bodies);
            let core = recommendation.items.iter().filter(|item| item.core).count();
            let place = format!("{}/{}", instrument.id, recommendation.reference);
            assert_eq!(bodies, core == 0, "{place}: {core} core items");
        }
    }
}

#[test]
fn questions_are_short_single_and_free_of_abbreviations() {
    let rules = shipped();
    let mut seen = BTreeMap::new();
    for (_, item) in items(&rules) {
        let ask = english(&item.ask);
        let words = ask.split_whitespace().count();
        assert!(words < 35, "{}: {words} words", item.id);
        assert!(ask.ends_with('?') && ask.matches('?').count() == 1, "{}: one question", item.id);
        assert_eq!(ask, ask.trim(), "{}: spaces around it", item.id);
        if let Some(earlier) = seen.insert(ask.to_lowercase(), &item.id) {
            let (one, other) = (LinkEnd::of(earlier), LinkEnd::of(&item.id));
            let equal = rules.links.iter().any(|link| {
                let ends = [&link.from, &link.to];
                link.relation == Relation::Equal && ends.contains(&&one) && ends.contains(&&other)
            });
            assert!(equal, "{earlier} and {}: asked twice, and no link says so", item.id);
        }
        for word in ask.split(|character: char| !character.is_alphanumeric()) {
            let capitals = word.chars().filter(|character| character.is_uppercase()).count();
            let number = word.chars().all(|character| "IVXLC".contains(character));
            assert!(capitals < 2 || number, "{}: abbreviation `{word}`", item.id);
        }
    }
}

#[test]
fn guidance_has_at_most_three_sentences_and_says_what_would_show_it() {
    for (_, item) in items(&shipped()) {
        let guidance = item.guidance.as_ref().map(english).unwrap_or_default();
        assert!(guidance.ends_with('.'), "{}: guidance", item.id);
        let ends = guidance.match_indices(['.', '!', '?']).filter(|(at, _)| {
            let after = &guidance[at + 1..];
            after.is_empty() || after.starts_with(' ') && after.trim_start().starts_with(char::is_uppercase)
        });
        assert!(ends.count() <= 3, "{}: more than three sentences: {guidance}", item.id);
        assert!(!item.evidence.is_empty(), "{}: documents that would show it", item.id);
    }
}

#[test]
fn every_scale_and_theme_named_exists() {
    let rules = shipped();
    let scales: BTreeSet<&str> = items(&rules).map(|(_, item)| item.scale.as_str()).collect();
    let themes: BTreeSet<&str> = rules
        .instruments
        .iter()
        .flat_map(|instrument| &instrument.recommendations)
        .flat_map(|recommendation| recommendation.themes.iter().map(String::as_str))
        .collect();
    for scale in &scales {
        assert!(rules.scale(scale).is_some(), "scale {scale}");
    }
    let known: BTreeSet<&str> = rules.themes.iter().map(|theme| theme.id.as_str()).collect();
    assert_eq!(themes, known, "themes named, and themes there are");
    assert!((30..=45).contains(&known.len()), "{} themes", known.len());
}

#[test]
fn ids_are_never_reused() {
    let rules = shipped();
    let mut seen = BTreeSet::new();
    for (_, item) in items(&rules) {
        for id in item.was.iter().chain([&item.id]) {
            assert!(seen.insert(id.token()), "{id} has been used before");
        }
    }
}

// ----- what `init` makes of them -----

/// Writes a blank file, and asserts that it is sound, whole and unanswered.
fn blank_is_sound(instruments: &str, core: bool) {
    let rules = shipped();
    let folder = tempfile::tempdir().unwrap();
    let mut arguments = vec!["init", "--instrument", instruments, "--year", "2025", "-o", "responses.toml"];
    arguments.extend(core.then_some("--core"));
    run(folder.path(), &arguments).ends_with(0);

    let text = std::fs::read_to_string(folder.path().join("responses.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let blocks: BTreeSet<&str> = table["response"].as_table().unwrap().keys().map(String::as_str).collect();
    let asked: BTreeSet<&str> = instruments
        .split(',')
        .flat_map(|id| rules.instrument(id).unwrap().items())
        .filter(|item| item.core || !core)
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(blocks, asked, "every item asked has one live block, and no other");
    for id in &asked {
        let level = table["response"][*id]["level"].as_str();
        assert_eq!(level, Some(""), "{id} is unanswered");
        assert_eq!(text.matches(&format!("[response.\"{id}\"]")).count(), 1, "{id} stands there once");
    }

    let checked = run(folder.path(), &["check", "responses.toml", "--problems", "plain"]).ends_with(0);
    let end = format!("0 of {} items that apply are answered\n", asked.len());
    assert!(checked.stderr.ends_with(&end), "{} does not end with {end}", checked.stderr);
    assert!(!checked.stdout.contains("error["), "{}", checked.stdout);

    let scored = run(folder.path(), &["score", "responses.toml", "--format", "json"]).ends_with(0);
    let score: serde_json::Value = serde_json::from_str(&scored.stdout).unwrap();
    let all = score["items"].as_array().unwrap();
    assert_eq!(all.len(), asked.len(), "every item asked is in the data");
    assert!(all.iter().all(|item| item["standing"] == "unanswered"), "all of them are unanswered");
    let groups = ["institution", "country"].map(|name| &score["groups"][name]);
    let asked: Vec<_> = groups.into_iter().filter(|group| group["counts"]["asked"] != 0).collect();
    assert!(!asked.is_empty());
    for group in asked {
        assert_eq!(group["coverage"]["exact"], "0");
        assert!(group["implementation"].is_null(), "what is not rated has no figure, which is not zero");
        assert_eq!(group["bounds"]["lower"]["exact"], "0");
        assert_eq!(group["bounds"]["upper"]["exact"], "1");
    }
}

#[test]
fn a_blank_file_of_each_instrument_is_sound() {
    for instrument in &shipped().instruments {
        blank_is_sound(&instrument.id, false);
        blank_is_sound(&instrument.id, true);
    }
}

#[test]
fn a_blank_file_of_all_instruments_is_sound() {
    let all: Vec<String> = shipped().instruments.iter().map(|instrument| instrument.id.clone()).collect();
    blank_is_sound(&all.join(","), false);
    blank_is_sound(&all.join(","), true);
}
