//! Two windows, and a text editor beside the form: what different people do is kept, and only where they did it to the same
//! is one asked. Nothing typed is lost, and nothing of others is overwritten in silence.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use crate::support::{self, browser};

use std::fs;
use std::path::Path;

use browser::{Answer, Form, fields_of, set};
use scraper::{Html, Selector};
use support::{SOUND, folder_with, run};

const PAGE: &str = "/paragraph/eoa-2024_2.1";
const FILE: &str = "responses.toml";
const LIST: &str = "[[response.\"eoa-2024/2.1/parliament-informed\".evidence]]";

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join(FILE)).unwrap()
}

fn document(title: &str) -> String {
    format!("{LIST}\ntitle = \"{title}\"\nkind = \"letter\"\nurl = \"https://office.example/{title}\"\n\n")
}

/// An answer with three documents, and the form on it.
fn three() -> (tempfile::TempDir, Form) {
    let (head, tail) = SOUND.split_at(SOUND.find(LIST).unwrap());
    let rest = &tail[tail.find("\n[response.").unwrap()..];
    let all = ["First", "Second", "Third"].map(document).concat();
    let folder = folder_with(&[(FILE, &format!("{head}{all}{rest}"))]);
    let form = Form::start(folder.path(), &[FILE]);
    (folder, form)
}

/// What somebody else does with a text editor.
fn meanwhile(folder: &Path, old: &str, new: &str) {
    let before = text(folder);
    assert!(before.contains(old), "{old} is not in\n{before}");
    fs::write(folder.join(FILE), before.replacen(old, new, 1)).unwrap();
}

fn evidence(number: usize, key: &str) -> String {
    format!("parliament-informed.evidence.{number}.{key}")
}

/// The titles of the evidence in the file, in their order.
fn titles(folder: &Path) -> Vec<String> {
    let said: toml::Table = text(folder).parse().unwrap();
    let list = said["response"]["eoa-2024/2.1/parliament-informed"].get("evidence").cloned();
    let list = list.and_then(|list| list.as_array().cloned()).unwrap_or_default();
    list.iter().map(|block| block["title"].as_str().unwrap().to_owned()).collect()
}

/// The text of what a page shows below a selector.
fn shown(answer: &Answer, selector: &str) -> String {
    let page = Html::parse_document(&answer.body);
    let found = Selector::parse(selector).unwrap();
    page.select(&found).flat_map(|element| element.text()).collect()
}

#[test]
fn what_somebody_else_changed_is_shown_and_not_overwritten() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let mut fields = form.fields(PAGE);
    let theirs = SOUND.replace("A letter is being drafted.", "THEIR TEXT");
    fs::write(folder.path().join(FILE), &theirs).unwrap();
    set(&mut fields, "government-informed.narrative", "MY TEXT");
    let conflict = form.post(PAGE, &fields);
    assert_eq!(conflict.status, 409);
    assert!(conflict.body.contains("MY TEXT") && conflict.body.contains("THEIR TEXT"));
    assert_eq!(text(folder.path()), theirs);
    // The page that shows both is what decides.
    assert_eq!(form.post(PAGE, &fields_of(&conflict.body)).status, 303);
    assert_eq!(text(folder.path()), theirs.replace("THEIR TEXT", "MY TEXT"));

    // Another answer of the same page is nobody's conflict.
    let mut fields = form.fields(PAGE);
    let theirs = text(folder.path()).replace("MY TEXT", "THEIR SECOND TEXT");
    fs::write(folder.path().join(FILE), &theirs).unwrap();
    set(&mut fields, "parliament-informed.obstacle", "MINE");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    let both = text(folder.path());
    assert!(both.contains("THEIR SECOND TEXT") && both.contains("MINE"));
}

#[test]
fn two_windows_that_save_in_turn_lose_no_answer() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let windows = ["parliament-informed", "government-informed"];
    let save = |item: &str, number: usize| loop {
        let mut fields = form.fields(PAGE);
        set(&mut fields, &format!("{item}.internal-note"), &format!("{item} {number}"));
        match form.post(PAGE, &fields).status {
            303 => break,
            other => assert_eq!(other, 409),
        }
    };
    let times = std::env::var("RAPPORTEUR_WINDOWS").ok().and_then(|count| count.parse().ok()).unwrap_or(12);
    for number in 0..times {
        std::thread::scope(|scope| {
            for item in windows {
                scope.spawn(move || save(item, number));
            }
        });
        let now = text(folder.path());
        for item in windows {
            assert!(now.contains(&format!("internal-note = \"{item} {number}\"")), "{item} {number} in\n{now}");
        }
    }
    run(folder.path(), &["check", FILE]).ends_with(0);
}

// ----- documents of one answer -----

#[test]
fn a_document_that_somebody_else_puts_before_mine_moves_nothing() {
    let (folder, form) = three();
    let mut fields = form.fields(PAGE);
    meanwhile(folder.path(), &document("First"), &(document("Theirs") + &document("First")));
    set(&mut fields, &evidence(1, "description"), "MINE");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!(titles(folder.path()), ["Theirs", "First", "Second", "Third"]);
    let new = text(folder.path());
    assert!(new.contains("url = \"https://office.example/Second\"\ndescription = \"MINE\""), "{new}");
    assert_eq!(new.matches("MINE").count(), 1);
}

#[test]
fn a_document_that_somebody_else_takes_out_before_mine_moves_nothing() {
    let (folder, form) = three();
    let mut fields = form.fields(PAGE);
    meanwhile(folder.path(), &document("First"), "");
    set(&mut fields, &evidence(1, "remove"), "yes");
    set(&mut fields, &evidence(2, "pages"), "7");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!(titles(folder.path()), ["Third"]);
    assert!(text(folder.path()).contains("pages = \"7\""));
}

#[test]
fn a_document_that_is_gone_meanwhile_is_told_and_what_was_typed_can_be_put_in_again() {
    let (folder, form) = three();
    let mut fields = form.fields(PAGE);
    meanwhile(folder.path(), &document("Second"), "");
    set(&mut fields, &evidence(1, "description"), "MINE");
    let conflict = form.post(PAGE, &fields);
    assert_eq!(conflict.status, 409);
    assert_eq!(titles(folder.path()), ["First", "Third"]);
    assert!(shown(&conflict, "details.block[open]:has(.gone)").contains("MINE"), "{}", conflict.body);
    assert!(!shown(&conflict, ".theirs").contains("Third"), "another document is none of its business");
    let again = fields_of(&conflict.body);
    // That it stays out is the other way to decide.
    let mut out = again.clone();
    set(&mut out, &evidence(2, "remove"), "yes");
    assert_eq!(form.post(PAGE, &out).status, 303);
    assert_eq!(titles(folder.path()), ["First", "Third"]);
    assert_eq!(form.post(PAGE, &again).status, 303);
    assert_eq!(titles(folder.path()), ["First", "Third", "Second"]);
    assert!(text(folder.path()).contains("description = \"MINE\""));
}

#[test]
fn a_document_that_both_change_is_shown_beside_its_own_wherever_it_stands_now() {
    let (folder, form) = three();
    let mut fields = form.fields(PAGE);
    let theirs = document("Second").replace("Second\"\nkind", "THEIR TITLE\"\nkind");
    meanwhile(folder.path(), &document("Second"), &theirs);
    meanwhile(folder.path(), &document("First"), &(document("Theirs") + &document("First")));
    set(&mut fields, &evidence(1, "title"), "MY TITLE");
    let conflict = form.post(PAGE, &fields);
    assert_eq!(conflict.status, 409);
    assert_eq!(shown(&conflict, "details[id='parliament-informed.evidence.2.block'] summary"), "MY TITLE");
    let beside = shown(&conflict, "details[id='parliament-informed.evidence.2.block'] .theirs");
    assert!(beside.contains("THEIR TITLE"), "{beside}");
    assert_eq!(shown(&conflict, ".theirs"), beside, "nothing else is to be decided");
    assert_eq!(titles(folder.path()), ["Theirs", "First", "THEIR TITLE", "Third"]);
    assert_eq!(form.post(PAGE, &fields_of(&conflict.body)).status, 303);
    assert_eq!(titles(folder.path()), ["Theirs", "First", "MY TITLE", "Third"]);
}

#[test]
fn what_two_people_do_to_different_documents_is_both_kept() {
    let (folder, form) = three();
    let mut fields = form.fields(PAGE);
    meanwhile(folder.path(), "title = \"First\"", "title = \"THEIRS\"");
    set(&mut fields, &evidence(2, "title"), "MINE");
    set(&mut fields, &evidence(0, "pages"), "");
    set(&mut fields, "parliament-informed.evidence.new.title", "NEW");
    set(&mut fields, "parliament-informed.evidence.new.kind", "report");
    set(&mut fields, "parliament-informed.evidence.new.url", "https://office.example/new");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!(titles(folder.path()), ["THEIRS", "Second", "MINE", "NEW"]);
    // The words of an answer and its documents are different things, too.
    let mut fields = form.fields(PAGE);
    meanwhile(folder.path(), "A letter was sent", "THEIR WORDS");
    set(&mut fields, &evidence(2, "title"), "MINE AGAIN");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!(titles(folder.path()), ["THEIRS", "Second", "MINE AGAIN", "NEW"]);
    assert!(text(folder.path()).contains("THEIR WORDS"));
}

#[test]
fn what_is_to_be_taken_out_is_not_if_somebody_else_changed_it() {
    let (folder, form) = three();
    let mut fields = form.fields(PAGE);
    meanwhile(folder.path(), "title = \"Second\"", "title = \"THEIRS\"");
    set(&mut fields, &evidence(1, "remove"), "yes");
    let conflict = form.post(PAGE, &fields);
    assert_eq!(conflict.status, 409);
    assert_eq!(titles(folder.path()), ["First", "THEIRS", "Third"]);
    let again = fields_of(&conflict.body);
    let (_, title) = again.iter().find(|(name, _)| *name == evidence(1, "title")).unwrap();
    assert_eq!(title, "THEIRS", "what is taken out is what stands there");
    assert_eq!(form.post(PAGE, &again).status, 303);
    assert_eq!(titles(folder.path()), ["First", "Third"]);
    // Both take out the same.
    let mut fields = form.fields(PAGE);
    meanwhile(folder.path(), &document("Third"), "");
    set(&mut fields, &evidence(1, "remove"), "yes");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!(titles(folder.path()), ["First"]);
}

// ----- fields of one answer, and other answers -----

#[test]
fn in_a_field_that_only_somebody_else_changed_their_text_stands() {
    let (folder, form) = three();
    let mut fields = form.fields(PAGE);
    meanwhile(folder.path(), "A letter is being drafted.", "THEIR WORDS");
    set(&mut fields, "government-informed.obstacle", "MY OBSTACLE");
    let conflict = form.post(PAGE, &fields);
    assert_eq!(conflict.status, 409);
    let again = fields_of(&conflict.body);
    let value = |name: &str| again.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert_eq!(value("government-informed.narrative"), "THEIR WORDS");
    assert_eq!(value("government-informed.obstacle"), "MY OBSTACLE");
    assert!(shown(&conflict, ".taken").contains("Somebody else"));
    assert_eq!(form.post(PAGE, &again).status, 303);
    let both = text(folder.path());
    assert!(both.contains("THEIR WORDS") && both.contains("MY OBSTACLE"), "{both}");
}

#[test]
fn a_page_that_comes_back_takes_nothing_back_in_answers_that_nobody_touched_on_it() {
    let (folder, form) = three();
    let mut fields = form.fields(PAGE);
    meanwhile(folder.path(), "A letter is being drafted.", "THEIR WORDS");
    meanwhile(folder.path(), "A letter was sent", "THEIR OTHER WORDS");
    set(&mut fields, "parliament-informed.narrative", "MINE");
    let conflict = form.post(PAGE, &fields);
    assert_eq!(conflict.status, 409);
    assert_eq!(form.post(PAGE, &fields_of(&conflict.body)).status, 303);
    let new = text(folder.path());
    assert!(new.contains("THEIR WORDS") && new.contains("MINE"), "{new}");
}

/// What the script takes over from the page that answers a save by itself.
fn take_over(fields: &mut Vec<(String, String)>, page: &Answer) {
    let page = Html::parse_document(&page.body);
    for fresh in page.select(&Selector::parse("input[data-was]").unwrap()) {
        set(fields, fresh.attr("data-was").unwrap(), fresh.attr("value").unwrap());
    }
}

#[test]
fn a_page_that_saves_by_itself_takes_nothing_of_others_back() {
    let (folder, form) = three();
    let mut fields = form.fields(PAGE);
    set(&mut fields, "then", "stay");
    meanwhile(folder.path(), "A letter is being drafted.", "THEIR WORDS");
    meanwhile(folder.path(), &document("First"), &document("Theirs"));
    for (number, typed) in [" once ", "twice", "and again"].into_iter().enumerate() {
        set(&mut fields, &evidence(2, "description"), typed);
        set(&mut fields, "parliament-informed.obstacle", typed);
        let saved = form.post(PAGE, &fields);
        assert_eq!(saved.status, 200, "{number}: {}", saved.body);
        take_over(&mut fields, &saved);
        assert_eq!(titles(folder.path()), ["Theirs", "Second", "Third"], "{number}");
        let new = text(folder.path());
        assert!(new.contains("THEIR WORDS"), "{number}: {new}");
        assert_eq!(new.matches(typed).count(), 2, "{number}: {new}");
    }
    // What is older here than in the file is still noticed where it is typed over.
    set(&mut fields, "government-informed.narrative", "MINE");
    assert_eq!(form.post(PAGE, &fields).status, 409);
    let mut fields = form.fields("/particulars");
    set(&mut fields, "then", "stay");
    for name in ["Office A", "Office B"] {
        set(&mut fields, "institution.name", name);
        let saved = form.post("/particulars", &fields);
        assert_eq!(saved.status, 200);
        take_over(&mut fields, &saved);
        assert!(text(folder.path()).contains(&format!("name = \"{name}\"")));
    }
}

#[test]
fn requests_and_exclusions_find_their_own_again() {
    let (folder, form) = three();
    let mut fields = form.fields("/requests");
    let theirs = "[[request]]\nid = \"law\"\nwhat = \"Amend the act\"\n\n";
    meanwhile(folder.path(), "[[request]]", &format!("{theirs}[[request]]"));
    set(&mut fields, "requests.0.status", "MINE");
    assert_eq!(form.post("/requests", &fields).status, 303);
    let new = text(folder.path());
    assert!(new.find("Amend the act").unwrap() < new.find("Fund one post").unwrap());
    assert!(new.contains("status = \"MINE\"") && !new.contains("Amend the act\"\nstatus"), "{new}");

    let mut fields = form.fields("/exclusions");
    meanwhile(folder.path(), "There was no conference in 2025.", "THEIR REASON");
    set(&mut fields, "exclusions.0.reason", "MY REASON");
    let conflict = form.post("/exclusions", &fields);
    assert_eq!(conflict.status, 409);
    assert!(shown(&conflict, ".theirs").contains("THEIR REASON"));
    assert_eq!(form.post("/exclusions", &fields_of(&conflict.body)).status, 303);
    assert!(text(folder.path()).contains("MY REASON"));
    run(folder.path(), &["check", FILE]).ends_with(0);
}
