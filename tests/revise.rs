//! What changes a user's file loses nothing: no comment, no answer, no word; and a kill at any moment leaves the old file
//! or the new one, whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Instant;

use crate::support::{self, repository, written};
use chrono::NaiveDate;
use proptest::prelude::*;
use rapporteur::load::{Hashing, Meter};
use rapporteur::model::{Period, Rules};
use rapporteur::problem::{Problems, Severity};
use rapporteur::revise::{self, UpdateChange};
use rapporteur::source::Sources;
use rapporteur::{check, load};

/// Items of the rules beside the cases of `update`: one under its old id, one withdrawn; and one of ours.
const ITEMS: [&str; 7] = [
    "demo-2024/1/first-published",
    "demo-2024/1/plain-language",
    "demo-2024/2/staff-trained",
    "demo-2024/2/new-staff-trained",
    "demo-2024/3/met",
    "demo-2024/3/met-often",
    "eoa-2024/2.11/practices-submitted",
];

/// What that old id is now.
const RENAMED: (&str, &str) = ("demo-2024/1/plain-language", "demo-2024/1/second-published");

const LEVELS: [&str; 3] = ["no-information", "not-applicable", "refused"];

const HEAD: &str = r#"# NOTE-head
format = 1
instruments = [ 'demo-2024@1.0.0', "eoa-2024" ]  # NOTE-instruments

[institution]
name = "Office"
country = "XA"

[assessment]
period = { from = 2025-01-01, to = 2025-12-31 } # NOTE-period
date=2026-01-31
validated-by = "DROP-by"   # NOTE-by
summary = '''
DROP-summary
'''
"#;

/// How many random folders are tried.
fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(48), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_update_adds_and_loses_nothing(folder in written::folder(ITEMS.len(), LEVELS.len())) {
        let old = folder.texts(HEAD, &ITEMS, &LEVELS);
        let (new, changes) = updated(&old);
        for ((name, before), (_, after)) in old.iter().zip(&new) {
            prop_assert_eq!(marks(before, &["KEEP", "NOTE", "DROP"]), marks(after, &["KEEP", "NOTE", "DROP"]));
            prop_assert!(only_inserts(before, after), "{name}\n{before}\n=====\n{after}");
            same_habits(before, after);
        }
        // The answers of before are there, as they were, and all others are blank.
        let (before, mut after) = (answers(&old), answers(&new));
        for (id, answer) in &before {
            let now = after.remove(if id == RENAMED.0 { RENAMED.1 } else { id }).expect("an answer was lost");
            prop_assert_eq!(answer, &now);
        }
        let added = changes.iter().filter(|change| matches!(change, UpdateChange::Added(_))).count();
        prop_assert_eq!(after.len(), added);
        for (id, answer) in after {
            prop_assert_eq!(answer.get("level").and_then(toml::Value::as_str), Some(""), "{}", id);
        }
        let (again, nothing) = updated(&new);
        prop_assert_eq!((again, nothing), (new, Vec::new()));
    }

    #[test]
    fn a_new_period_keeps_what_is_not_over(folder in written::folder(ITEMS.len(), LEVELS.len())) {
        let old = folder.texts(HEAD, &ITEMS, &LEVELS);
        let new = carried(&old);
        for ((name, before), (_, after)) in old.iter().zip(&new) {
            prop_assert_eq!(marks(before, &["KEEP", "NOTE"]), marks(after, &["KEEP", "NOTE"]), "{}", name);
            prop_assert!(!after.contains("DROP-"), "{name}\n{after}");
            same_habits(before, after);
        }
        let (before, after) = (answers(&old), answers(&new));
        prop_assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        for (id, mut answer) in before {
            if answer["level"].as_str() != Some("") {
                answer.insert("state".into(), "carried".into());
            }
            if let Some(actions) = answer.get_mut("action").and_then(toml::Value::as_array_mut) {
                actions.retain(|action| !matches!(action["status"].as_str(), Some("done" | "dropped")));
            }
            let mut now = after[&id].clone();
            for one in [&mut answer, &mut now] {
                one.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
            }
            prop_assert_eq!(answer, now);
        }
        prop_assert_eq!(carried(&new), new);
    }
}

/// How many runs are killed; `RAPPORTEUR_KILLS` asks for more.
fn kills() -> u32 {
    std::env::var("RAPPORTEUR_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(30)
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_file_or_the_new_one() {
    let rules = support::read("tests/cases/update/renamed/input/rules/demo-2024.toml");
    let old = support::read("tests/cases/update/renamed/input/responses.toml");
    let colleague = support::SOUND.replace("on 4 March.", "on 4 March, and another in May.");
    let files = [
        ("rules/demo-2024.toml", rules.as_str()),
        ("answers/1.toml", &old),
        ("next/1.toml", &old),
        ("taken/1.toml", support::SOUND),
        ("colleague.toml", &colleague),
    ];
    let folder = support::folder_with(&files);
    support::run(folder.path(), &["export", "colleague.toml", "--to", "csv", "-o", "tables"]).ends_with(0);
    let commands: [(&str, &[&str]); 3] = [
        ("answers/1.toml", &["update", "answers", "--rules", "rules"]),
        ("next/1.toml", &["carry", "answers", "-o", "next", "--period", "2026", "--force", "--rules", "rules"]),
        ("taken/1.toml", &["import", "tables", "--into", "taken"]),
    ];
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    for (name, arguments) in commands {
        let old = read(name);
        // Whole once, to know what it makes and how long it takes here.
        let begun = Instant::now();
        support::run(folder.path(), arguments).ends_with(0);
        let (took, new) = (begun.elapsed(), read(name));
        assert_ne!(old, new);
        for number in 0..kills() {
            fs::write(folder.path().join(name), &old).unwrap();
            let mut child = support::program(folder.path())
                .args(arguments)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // Most moments are those near the end, when files are written.
            let part = f64::from(number) / f64::from(kills());
            std::thread::sleep(took.mul_f64(part.sqrt() * 1.1));
            let _ = child.kill();
            child.wait().unwrap();
            let left = read(name);
            assert!(left == old || left == new, "after a kill at {part} of the run, {name} is:\n{left}");
        }
        fs::write(folder.path().join(name), &new).unwrap();
    }
}

#[test]
fn what_a_kill_leaves_behind_is_no_responses_file() {
    let half = &support::SOUND[..support::SOUND.len() / 2];
    let files = [
        ("answers/1.toml", support::SOUND),
        ("answers/.rapporteur-a1b2c3", half),
        ("answers/.rapporteur-x.toml", half),
    ];
    let folder = support::folder_with(&files);
    let run = support::run(folder.path(), &["check", "answers", "--problems", "plain"]).ends_with(0);
    let one = support::run(folder.path(), &["check", "answers/1.toml", "--problems", "plain"]).ends_with(0);
    assert_eq!((run.stdout, run.stderr), (one.stdout, one.stderr));
}

/// The files after an update, and what changed.
fn updated(files: &[(String, String)]) -> (Vec<(String, String)>, Vec<UpdateChange>) {
    let folder = placed(files);
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let written =
        load::responses(folder.path(), Hashing { all: false, meter: &Meter::default() }, &mut sources, &problems)
            .unwrap();
    let numbers = written.files.clone();
    let responses = check::responses(written, rules(), None, &problems).expect("the head is sound");
    let update = revise::update(rules(), &responses, &numbers, &sources).unwrap();
    let texts: BTreeMap<usize, String> = update.texts.into_iter().collect();
    let new = numbers
        .iter()
        .zip(files)
        .map(|(number, (name, old))| (name.clone(), texts.get(number).cloned().unwrap_or_else(|| old.clone())));
    (new.collect(), update.changes)
}

/// The files of a new period.
fn carried(files: &[(String, String)]) -> Vec<(String, String)> {
    let folder = placed(files);
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let written =
        load::responses(folder.path(), Hashing { all: false, meter: &Meter::default() }, &mut sources, &problems)
            .unwrap();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let period = Period { from: day("2026-01-01"), to: day("2026-12-31") };
    let carried = revise::carry(&written.files, &sources, period, period.to).unwrap();
    files.iter().map(|(name, _)| name.clone()).zip(carried.texts.into_iter().map(|(_, text)| text)).collect()
}

fn placed(files: &[(String, String)]) -> tempfile::TempDir {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    support::folder_with(&files)
}

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| {
        let (mut sources, problems) = (Sources::default(), Problems::default());
        let own = repository().join("tests/cases/update/renamed/input/rules");
        let rules = check::rules(load::rules([own.as_path()], &mut sources, &problems).unwrap(), &problems);
        assert!(problems.into_sorted().iter().all(|problem| problem.severity() != Severity::Error));
        rules
    })
}

/// The marks of these kinds in the order in which they stand.
fn marks<'t>(text: &'t str, kinds: &[&str]) -> Vec<&'t str> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for kind in kinds {
        for (at, _) in text.match_indices(&format!("{kind}-")) {
            let end = text[at..].find([';', '\r', '\n', '"']).map_or(text.len(), |end| at + end);
            found.push((at, &text[at..end]));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, mark)| mark).collect()
}

/// Whether every line of `before` stands in `after`, in that order, but for those that a rename or a version touches.
fn only_inserts(before: &str, after: &str) -> bool {
    let mut lines = after.lines();
    let touched = |line: &str| line.contains(RENAMED.0) || line.starts_with("instruments");
    before.lines().filter(|line| !touched(line)).all(|line| lines.any(|other| other == line))
}

#[track_caller]
fn same_habits(before: &str, after: &str) {
    assert_eq!(before.starts_with('\u{FEFF}'), after.starts_with('\u{FEFF}'));
    let (windows, all) = (after.matches("\r\n").count(), after.matches('\n').count());
    assert!(windows == 0 || windows == all, "mixed line ends");
    assert_eq!(before.contains("\r\n"), windows > 0);
}

/// Every answer of all files, by its id as written.
fn answers(files: &[(String, String)]) -> BTreeMap<String, toml::Table> {
    let mut all = BTreeMap::new();
    for (_, text) in files {
        let file: toml::Table = text.trim_start_matches('\u{FEFF}').parse().unwrap();
        let own = file.get("response").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        all.extend(own.into_iter().map(|(id, answer)| (id, answer.as_table().unwrap().clone())));
    }
    all
}
