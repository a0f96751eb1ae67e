//! The same files give the same bytes: again, from another folder, and whatever time zone, language and home the
//! environment names. Nothing of the machine or the day stands in what is made.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{self, SOUND, copy, ended, folder_with, program, repository};
use chrono::{Local, NaiveDate, Utc};

/// The day that the runs are given; no test depends on when it is run.
const DAY: &str = "2026-03-01";

/// Everything the program makes of a responses file, by name.
type Made = BTreeMap<String, Vec<u8>>;

/// Runs `report`, `score` and `export` of `responses` from `folder` into `output`, below the folder.
fn made(folder: &Path, responses: &str, output: &str, change: impl Fn(&mut Command)) -> Made {
    let run = |arguments: &[&str]| {
        let mut command = program(folder);
        change(command.args(arguments));
        ended(&command.output().unwrap()).ends_with(0)
    };
    let formats = ["--format", "html,pdf,docx", "--date", DAY];
    run(&[&["report", responses, "-o", output][..], &formats].concat());
    let mut all: Made = support::files_below(&folder.join(output))
        .into_iter()
        .map(|name| (name.clone(), fs::read(folder.join(output).join(&name)).unwrap()))
        .collect();
    for (name, arguments) in [("score.json", ["--format", "json"]), ("score.txt", ["--format", "text"])] {
        let run = run(&[&["score", responses, "--date", DAY][..], &arguments].concat());
        all.insert(name.into(), run.stdout.into_bytes());
    }
    assert_eq!(
        all.keys().map(String::as_str).collect::<Vec<_>>(),
        ["score.json", "score.txt", "self-assessment.docx", "self-assessment.html", "self-assessment.pdf"]
    );
    let oscal = format!("{output} as oscal");
    run(&["export", responses, "--to", "oscal", "-o", &oscal]);
    let files = support::files_below(&folder.join(&oscal));
    all.extend(files.into_iter().map(|name| (name.clone(), fs::read(folder.join(&oscal).join(&name)).unwrap())));
    all
}

/// A sound file in a folder of its own. (That of the worked example, `tests/fresh.rs` compares byte for byte.)
fn sound() -> tempfile::TempDir {
    let folder = folder_with(&[("reports/responses.toml", SOUND)]);
    fs::create_dir_all(folder.path().join("some where/ünders")).unwrap();
    folder
}

#[track_caller]
fn same(one: &Made, other: &Made, what: &str) {
    for (name, bytes) in one {
        assert!(*bytes == other[name], "{name} differs {what}");
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let folder = sound();
    let first = made(folder.path(), "reports/responses.toml", "first", |_| {});
    same(&first, &made(folder.path(), "reports/responses.toml", "second", |_| {}), "on the second run");

    let below = folder.path().join("some where/ünders");
    let elsewhere = made(&below, "../../reports/responses.toml", "made here", |command| {
        command
            .env("TZ", "Pacific/Kiritimati")
            .env("LANG", "ar_EG.UTF-8")
            .env("LC_ALL", "tr_TR.UTF-8")
            .env("HOME", "/home/somebody-else")
            .env("USER", "somebody-else")
            .env("SOURCE_DATE_EPOCH", "1")
            .env("COLUMNS", "40");
    });
    same(&first, &elsewhere, "from another folder, in another time zone and language");

    let copied = sound();
    let whole = copied.path().join("reports/responses.toml");
    let absolute = made(copied.path(), whole.to_str().unwrap(), "first", |_| {});
    same(&first, &absolute, "from a copy named by its whole path");

    nothing_of_the_machine(&first, &[folder.path(), copied.path()]);
}

/// Neither paths nor users nor the day of the run.
fn nothing_of_the_machine(made: &Made, folders: &[&Path]) {
    let mut secrets: Vec<String> = folders.iter().map(|folder| folder.to_str().unwrap().to_owned()).collect();
    secrets.push(repository().to_str().unwrap().to_owned());
    secrets.extend(["somebody-else".into(), "/root".into(), "/home/".into(), "/tmp/".into(), ".cargo".into()]);
    for day in [Utc::now().date_naive(), Local::now().date_naive()] {
        secrets.extend(ways_to_write(day));
    }
    for (name, bytes) in made {
        let unpacked: Vec<u8>;
        let bytes = if name.ends_with(".docx") {
            unpacked = support::unzipped(bytes)
                .into_iter()
                .flat_map(|(name, bytes)| [name.into_bytes(), bytes])
                .flatten()
                .collect();
            &unpacked
        } else {
            bytes
        };
        let text = String::from_utf8_lossy(bytes);
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "`{secret}` stands in {name}");
        }
    }
}

/// A day as texts, JSON and PDF write it.
fn ways_to_write(day: NaiveDate) -> [String; 3] {
    ["%Y-%m-%d", "%-d %B %Y", "D:%Y%m%d"].map(|form| day.format(form).to_string())
}

#[test]
fn the_order_of_answers_changes_no_figure() {
    let text = fs::read_to_string(repository().join("reports/responses.toml")).unwrap();
    let first = text.find("[response.").unwrap();
    let (head, answers) = text.split_at(first);
    let (answers, requests) = answers.split_at(answers.find("[[request]]").unwrap());
    let mut blocks: Vec<String> = Vec::new();
    for line in answers.lines().filter(|line| !line.starts_with("# -----")) {
        if line.starts_with("[response.") {
            blocks.push(String::new());
        }
        let block = blocks.last_mut().unwrap();
        block.push_str(line);
        block.push('\n');
    }
    assert!(blocks.len() > 20, "the example has answers to reverse");
    blocks.reverse();

    let folder = tempfile::tempdir().unwrap();
    copy(&repository().join("reports"), &folder.path().join("reports"));
    fs::write(folder.path().join("reports/reversed.toml"), format!("{head}{}{requests}", blocks.concat())).unwrap();
    let score = |file: &str| {
        let arguments = ["score", file, "--format", "json", "--date", DAY];
        let mut json: serde_json::Value =
            serde_json::from_str(&support::run(folder.path(), &arguments).ends_with(0).stdout).unwrap();
        let provenance = json.as_object_mut().unwrap().remove("responses");
        assert!(provenance.is_some(), "which file it was is said in one place");
        json
    };
    assert_eq!(score("reports/responses.toml"), score("reports/reversed.toml"));
}
