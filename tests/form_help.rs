//! The form speaks to people who never see the file: next steps name fields, and what nobody knows by heart is chosen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use crate::support::{browser, folder_with, run};

use std::fs;

use browser::{Form, set};

use crate::support::SOUND;

const PAGE: &str = "/paragraph/eoa-2024_2.1";
const FILE: &str = "responses.toml";

#[test]
fn next_steps_name_the_fields_of_the_page() {
    let unexplained = SOUND
        .replace("narrative = \"A letter is being drafted.\"\n", "")
        .replace("url = \"https://ombudsman.example/letter\"", "file = \"evidence/letter.pdf\"");
    let folder = folder_with(&[(FILE, &unexplained.replace("due = 2026-06-30", "due = 2020-06-30"))]);
    let form = Form::start(folder.path(), &[FILE]);
    for address in [PAGE, "/"] {
        let page = form.get(address).body;
        for step in ["Say under “What was done”", "“done” or “dropped” under “How far it is”", "Put the file where it"]
        {
            assert!(page.contains(step), "{address}: {step} in {page}");
        }
        for of_files in ["<code>status = ", "<code>narrative</code>", "write <code>"] {
            assert!(!page.contains(of_files), "{address}: {of_files} in {page}");
        }
    }
}

#[test]
fn what_does_not_apply_is_chosen_by_its_words() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let page = form.get("/exclusions").body;
    assert!(page.contains("<optgroup label=\"") && page.contains(" – as a whole</option>"), "{page}");
    assert!(page.contains("<option value=\"eoa-2024/2.10\" selected>paragraph 2.10: "), "{page}");
    let mut fields = form.fields("/exclusions");
    for (key, value) in [("what", "eoa-2024/2.2"), ("reason-code", "other"), ("reason", "It is told elsewhere.")] {
        set(&mut fields, &format!("exclusions.new.{key}"), value);
    }
    assert_eq!(form.post("/exclusions", &fields).status, 303);
    let new = fs::read_to_string(folder.path().join(FILE)).unwrap();
    assert!(new.contains("what = \"eoa-2024/2.10\"") && new.contains("what = \"eoa-2024/2.2\""), "{new}");
    run(folder.path(), &["check", FILE]).ends_with(0);
}

#[test]
fn an_exclusion_that_is_not_offered_is_kept() {
    let written = SOUND.replace("what = \"eoa-2024/2.10\"", "what = \"eoa-2024/99\"");
    let folder = folder_with(&[(FILE, &written)]);
    let form = Form::start(folder.path(), &[FILE]);
    assert!(form.get("/exclusions").body.contains("<option value=\"eoa-2024/99\" selected>"));
    let mut fields = form.fields("/exclusions");
    set(&mut fields, "exclusions.0.reason", "Another reason.");
    assert_eq!(form.post("/exclusions", &fields).status, 303);
    let new = fs::read_to_string(folder.path().join(FILE)).unwrap();
    assert!(new.contains("what = \"eoa-2024/99\"") && new.contains("Another reason."), "{new}");
}

#[test]
fn an_answer_of_the_last_period_is_confirmed_by_one_button_with_what_else_was_typed() {
    let carried = SOUND.replace("state = \"ready\"", "state = \"carried\"");
    let folder = folder_with(&[(FILE, &carried)]);
    let form = Form::start(folder.path(), &[FILE]);
    let start = form.get("/").body;
    assert!(start.contains("href=\"/overview?status=to-confirm\">One answer of the last period is to be"), "{start}");
    let page = form.get(PAGE).body;
    let (first, confirm) = (page.find("<button class=\"default\"").unwrap(), page.find("name=\"confirm\"").unwrap());
    assert!(first < confirm, "the Enter key confirms nothing");
    let mut fields = form.fields(PAGE);
    set(&mut fields, "confirm", "parliament-informed");
    set(&mut fields, "government-informed.obstacle", "Nobody is there.");
    let saved = form.post(PAGE, &fields);
    assert_eq!(saved.header("location"), Some("/paragraph/eoa-2024_2.1?saved=parliament-informed#parliament-informed"));
    let wanted = SOUND.replace("Nobody has been named as responsible.", "Nobody is there.");
    assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), wanted);
    assert!(!form.get(PAGE).body.contains("name=\"confirm\"") && !form.get("/").body.contains("to-confirm"));
}

#[test]
fn what_is_missing_is_asked_for_by_its_name() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "government-informed.actions.new.what", "Ask again");
    let refused = form.post(PAGE, &fields);
    assert_eq!(refused.status, 422);
    for asked in ["Say who will do it", "Say by when"] {
        assert_eq!(refused.body.matches(asked).count(), 2, "above and beside the field: {}", refused.body);
    }
}

#[test]
fn a_file_without_answers_begins_and_the_last_page_gives_the_command_to_go_on() {
    let (head, _) = SOUND.split_at(SOUND.find("[response.").unwrap());
    let folder = folder_with(&[("our answers.toml", head)]);
    let form = Form::start(folder.path(), &["our answers.toml"]);
    let start = form.get("/").body;
    assert!(start.contains("Begin with the first question") && start.contains("as our answers.toml.bak."), "{start}");
    let word: Vec<_> = form.fields("/particulars").into_iter().filter(|(name, _)| name == "word").collect();
    let stopped = form.post("/stop", &word).body;
    assert!(stopped.contains("<code>rapporteur fill &quot;our answers.toml&quot;</code>"), "{stopped}");
}
