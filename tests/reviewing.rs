//! A review filled in with the browser: the answers are read and never written, findings are bound to the answers that
//! stood beside them, and nothing else in the auditor's file changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use crate::support::{self, browser};

use std::fs;
use std::path::Path;

use browser::{Form, fields_of, set};
use support::{SOUND, folder_with, run};
use tempfile::TempDir;

const PAGE: &str = "/paragraph/eoa-2024_2.1";
const ARGUMENTS: [&str; 3] = ["responses.toml", "--review", "review.toml"];

/// Answers with a review of them that was just begun.
fn begun() -> TempDir {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    run(folder.path(), &["review", "init", "responses.toml", "--reviewer", "A. N. Auditor"]).ends_with(0);
    folder
}

fn review(folder: &Path) -> String {
    fs::read_to_string(folder.join("review.toml")).unwrap()
}

/// The block of a finding.
fn finding<'t>(review: &'t str, item: &str) -> &'t str {
    let start = review.find(&format!("[finding.\"eoa-2024/2.1/{item}\"]")).unwrap();
    review[start..].split("\n\n").next().unwrap()
}

/// Agrees with the first answer.
fn agree(form: &Form) {
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.verdict", "agree");
    set(&mut fields, "parliament-informed.methods.examine", "yes");
    assert_eq!(form.post(PAGE, &fields).status, 303);
}

#[test]
fn a_finding_is_saved_and_no_other_byte_of_either_file_is_touched() {
    let folder = begun();
    let form = Form::start(folder.path(), &ARGUMENTS);
    let before = review(folder.path());
    let mut fields = form.fields(PAGE);
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!(review(folder.path()), before, "what is posted as it was shown changes nothing");

    for (name, value) in [
        ("parliament-informed.verdict", "lower"),
        ("parliament-informed.level", "in-preparation"),
        ("parliament-informed.methods.examine", "yes"),
        ("parliament-informed.methods.interview", "yes"),
        ("parliament-informed.looked-at.0", "https://ombudsman.example/letter"),
        ("parliament-informed.looked-at.others", "the register,  on the spot\n\nthe Speaker"),
        ("parliament-informed.note", "The letter names\nno issue."),
        ("parliament-informed.internal-note", "Ask again in May."),
    ] {
        set(&mut fields, name, value);
    }
    let saved = form.post(PAGE, &fields);
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert_eq!(saved.header("location"), Some("/paragraph/eoa-2024_2.1?saved=parliament-informed#parliament-informed"));
    let (old, after) = (finding(&before, "parliament-informed").to_owned(), review(folder.path()));
    let sha256 = old.lines().find(|line| line.starts_with("answer-sha256")).unwrap();
    let new = format!(
        "[finding.\"eoa-2024/2.1/parliament-informed\"]\nverdict = \"lower\"\nlevel = \"in-preparation\"\n\
         methods = [\"examine\", \"interview\"]\n\
         looked-at = [\"https://ombudsman.example/letter\", \"the register, on the spot\", \"the Speaker\"]\n\
         note = '''\nThe letter names\nno issue.'''\ninternal-note = \"Ask again in May.\"\n{sha256}"
    );
    assert_eq!(after, before.replace(&old, &new));
    assert_eq!(fs::read_to_string(folder.path().join("review.toml.bak")).unwrap(), before);
    assert_eq!(fs::read_to_string(folder.path().join("responses.toml")).unwrap(), SOUND);
    assert!(!folder.path().join("responses.toml.bak").exists());

    let again = form.fields(PAGE);
    assert_eq!(form.post(PAGE, &again).status, 303);
    assert_eq!(review(folder.path()), after);
    run(folder.path(), &["review", "check", "review.toml", "--responses", "responses.toml"]).ends_with(0);
    let start = form.get("/").body;
    assert!(start.contains("<span class=\"number\">1</span> of 4"), "{start}");
}

#[test]
fn problems_stand_beside_their_fields() {
    let folder = begun();
    let form = Form::start(folder.path(), &ARGUMENTS);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.verdict", "lower");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    let page = form.get(PAGE).body;
    let said = |field: &str| {
        let start = page.find(&format!("id=\"parliament-informed.{field}-said\"")).unwrap();
        page[start..].split("</div>").next().unwrap().to_owned()
    };
    assert!(said("level").contains("To be mended:"), "{}", said("level"));
    assert!(said("level").contains("Choose the level that you would give"), "{}", said("level"));
    assert!(said("methods").contains("Tick how you looked at it"), "{}", said("methods"));
    assert!(said("verdict").contains("To look at:") && said("methods").contains("To look at:"), "{page}");
    assert!(form.get("/overview?status=problems").body.contains("1 of 4 questions"));
}

#[test]
fn an_answer_that_was_changed_since_is_told_until_the_auditor_says_that_the_finding_holds() {
    let folder = begun();
    let form = Form::start(folder.path(), &ARGUMENTS);
    agree(&form);
    let other = SOUND.replace("A letter was sent", "Two letters were sent");
    fs::write(folder.path().join("responses.toml"), &other).unwrap();
    let page = form.get(PAGE).body;
    assert!(page.contains("Two letters were sent") && page.contains("The institution changed its answer"), "{page}");
    assert!(form.get("/overview?status=changed").body.contains("1 of 4 questions"));

    let check = ["review", "check", "review.toml", "--responses", "responses.toml", "--problems", "plain"];
    assert!(run(folder.path(), &check).ends_with(0).stdout.contains("[reviewed-answer-changed]"));
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.again", "yes");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert!(!run(folder.path(), &check).ends_with(0).stdout.contains("[reviewed-answer-changed]"));
    let mut fields = form.fields("/reviewer");
    set(&mut fields, "again", "yes");
    assert_eq!(form.post("/reviewer", &fields).status, 303);
    assert!(!run(folder.path(), &check).ends_with(0).stdout.contains("changed]"));
}

#[test]
fn a_finding_on_an_answer_that_the_page_did_not_show_is_not_saved() {
    let folder = begun();
    let form = Form::start(folder.path(), &ARGUMENTS);
    let (before, mut fields) = (review(folder.path()), form.fields(PAGE));
    set(&mut fields, "parliament-informed.verdict", "agree");
    set(&mut fields, "parliament-informed.note", "Typed, and not to be lost");
    let other = SOUND.replace("A letter was sent", "No letter was sent");
    fs::write(folder.path().join("responses.toml"), &other).unwrap();
    let refused = form.post(PAGE, &fields);
    assert_eq!(refused.status, 409);
    for shown in ["No letter was sent", "Typed, and not to be lost", "the institution changed its answer"] {
        assert!(refused.body.contains(shown), "{shown} in {}", refused.body);
    }
    assert_eq!(review(folder.path()), before);
    // The page that shows the new answer is what decides, and what the finding is bound to.
    assert_eq!(form.post(PAGE, &fields_of(&refused.body)).status, 303);
    let check = ["review", "check", "review.toml", "--responses", "responses.toml", "--problems", "plain"];
    assert!(!run(folder.path(), &check).ends_with(0).stdout.contains("[reviewed-answer-changed]"));
}

#[test]
fn what_another_auditor_wrote_is_shown_and_not_overwritten() {
    let folder = begun();
    let form = Form::start(folder.path(), &ARGUMENTS);
    let mut mine = form.fields(PAGE);
    let mut theirs = mine.clone();
    set(&mut theirs, "parliament-informed.verdict", "evidence-contradicts");
    set(&mut theirs, "parliament-informed.note", "THEIR NOTE");
    assert_eq!(form.post(PAGE, &theirs).status, 303);
    let there = review(folder.path());
    set(&mut mine, "parliament-informed.note", "MY NOTE");
    let conflict = form.post(PAGE, &mine);
    assert_eq!(conflict.status, 409);
    for shown in ["MY NOTE", "THEIR NOTE", "Evidence contradicts"] {
        assert!(conflict.body.contains(shown), "{shown} in {}", conflict.body);
    }
    assert_eq!(review(folder.path()), there);
    // Another finding of the same page is nobody's conflict.
    let mut other = form.fields(PAGE);
    set(&mut other, "government-informed.verdict", "agree");
    assert_eq!(form.post(PAGE, &other).status, 303);
    let both = review(folder.path());
    assert!(both.contains("THEIR NOTE") && finding(&both, "government-informed").contains("verdict = \"agree\""));
}

#[test]
fn a_question_beyond_the_sample_is_added_in_its_place() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    let init = ["review", "init", "responses.toml", "--reviewer", "A", "--sample", "1", "--seed", "1"];
    run(folder.path(), &init).ends_with(0);
    let drawn = review(folder.path());
    let other = ["parliament-informed", "government-informed"].into_iter().find(|item| !drawn.contains(item)).unwrap();
    let form = Form::start(folder.path(), &ARGUMENTS);
    let mut fields = form.fields(PAGE);
    set(&mut fields, &format!("{other}.verdict"), "insufficient-evidence");
    set(&mut fields, &format!("{other}.methods.test"), "yes");
    set(&mut fields, &format!("{other}.note"), "Nobody answered.");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    let after = review(folder.path());
    let added = finding(&after, other);
    assert!(added.contains("methods = [\"test\"]\nnote = \"Nobody answered.\"\nanswer-sha256 = \""), "{added}");
    let check = ["review", "check", "review.toml", "--responses", "responses.toml", "--problems", "plain"];
    let told = run(folder.path(), &check).ends_with(0).stdout;
    assert!(told.contains("[outside-sample]") && !told.contains("changed]"), "{told}");
    // What nobody answered can't be judged.
    let page = form.get("/paragraph/eoa-2024_2.2").body;
    assert!(page.contains("nothing to look at") && !page.contains(".verdict\""), "{page}");
}

#[test]
fn a_review_is_begun_as_review_init_does() {
    let folder = folder_with(&[("all/responses.toml", SOUND)]);
    let form = Form::start(folder.path(), &["--review", "all/review.toml"]);
    // The only answers beside it are meant.
    assert_eq!(form.get("/").header("location"), Some("/"));
    let mut fields = form.fields("/");
    assert_eq!(form.post("/begin", &fields).status, 422);
    assert!(!folder.path().join("all/review.toml").exists());
    for (name, value) in [("reviewer", "Audit \"IV\""), ("which", "sample"), ("size", "2"), ("seed", "2025")] {
        set(&mut fields, name, value);
    }
    let begun = form.post("/begin", &fields);
    assert_eq!(begun.status, 303, "{}", begun.body);
    let init =
        ["review", "init", "all/responses.toml", "--reviewer", "Audit \"IV\"", "--sample", "2", "--seed", "2025"];
    run(folder.path(), &[&init[..], &["-o", "init.toml"]].concat()).ends_with(0);
    let made = fs::read_to_string(folder.path().join("all/review.toml")).unwrap();
    assert_eq!(made, fs::read_to_string(folder.path().join("init.toml")).unwrap());
    assert!(form.get("/").body.contains("<span class=\"number\">0</span> of 2"));
}

#[test]
fn a_review_without_a_name_asks_for_it_first() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    run(folder.path(), &["review", "init", "responses.toml"]).ends_with(0);
    let form = Form::start(folder.path(), &ARGUMENTS);
    assert_eq!(form.get("/").header("location"), Some("/reviewer"));
    assert_eq!(form.get(PAGE).status, 303);
    let mut fields = form.fields("/reviewer");
    set(&mut fields, "reviewer", "Audit Section IV");
    set(&mut fields, "date", "2026-02-30");
    assert_eq!(form.post("/reviewer", &fields).status, 422);
    set(&mut fields, "date", "2026-04-24");
    set(&mut fields, "scope", "All.");
    assert_eq!(form.post("/reviewer", &fields).status, 303);
    let written = review(folder.path());
    for line in ["reviewer = \"Audit Section IV\"", "scope = '''All.'''", "date = 2026-04-24"] {
        assert!(written.contains(line), "{line} in\n{written}");
    }
    assert_eq!(form.get(PAGE).status, 200);
}

#[test]
fn files_that_cannot_be_read_are_shown_with_their_slips() {
    let folder = begun();
    let (sound, form) = (review(folder.path()), Form::start(folder.path(), &ARGUMENTS));
    fs::write(folder.path().join("review.toml"), sound.replace("methods = []", "methods = [")).unwrap();
    assert!(form.get("/").body.contains("review.toml, line "));
    assert_eq!(form.get(PAGE).status, 303);
    fs::write(folder.path().join("review.toml"), &sound).unwrap();
    fs::write(folder.path().join("responses.toml"), SOUND.replace("country = \"XA\"", "country = \"XA")).unwrap();
    assert!(form.get("/").body.contains("responses.toml, line "));
    fs::write(folder.path().join("responses.toml"), SOUND).unwrap();
    assert_eq!(form.get(PAGE).status, 200);
}

#[test]
fn the_pages_of_a_review_lead_to_each_other() {
    let folder = begun();
    let form = Form::start(folder.path(), &ARGUMENTS);
    for from in ["/", "/overview", PAGE, "/reviewer", "/print"] {
        let page = form.get(from).body;
        for link in page.split(" href=\"/").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
            assert_eq!(form.get(&format!("/{link}")).status, 200, "{from} leads to /{link}");
        }
    }
    // The institution's own pages are not there.
    for other in ["/particulars", "/requests", "/exclusions"] {
        assert_eq!(form.get(other).status, 404, "{other}");
    }
}

#[test]
fn what_is_no_review_is_not_filled_in_as_one() {
    let folder = begun();
    let refused = |arguments: &[&str], why: &str| {
        let told = run(folder.path(), &[&["fill", "--no-open"], arguments].concat()).ends_with(2).stderr;
        assert!(told.contains(why), "{told}");
    };
    refused(&["--review", "responses.toml"], "is not a review");
    refused(&["review.toml"], "is a review; give it with --review");
    refused(&["other.toml", "--review", "review.toml"], "is not there; give the responses that the review is about");
    refused(&["responses.toml", "--review", "none/review.toml"], "is not there; to begin a new file");
    let redacted = review(folder.path()).replace("format = 1\n", "format = 1\nredacted = true\n");
    fs::write(folder.path().join("cut.toml"), redacted).unwrap();
    refused(&["responses.toml", "--review", "cut.toml"], "is a redacted review");
}

#[test]
fn evidence_that_is_touched_while_the_form_runs_changes_the_answer() {
    let cited = SOUND.replace("url = \"https://ombudsman.example/letter\"", "file = \"evidence/letter.txt\"");
    let folder = folder_with(&[("responses.toml", &cited), ("evidence/letter.txt", "as it was")]);
    run(folder.path(), &["review", "init", "responses.toml", "--reviewer", "A. N. Auditor"]).ends_with(0);
    let form = Form::start(folder.path(), &ARGUMENTS);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.verdict", "agree");
    set(&mut fields, "parliament-informed.methods.examine", "yes");
    fs::write(folder.path().join("evidence/letter.txt"), "as it is now").unwrap();
    assert_eq!(form.post(PAGE, &fields).status, 409, "the page showed an answer with another letter");
    let shown = form.fields(PAGE);
    let known = |fields: &[(String, String)]| fields.iter().find(|(name, _)| name.ends_with("answer.known")).cloned();
    assert_ne!(known(&shown), known(&fields));
    fs::remove_file(folder.path().join("evidence/letter.txt")).unwrap();
    assert!(form.get(PAGE).body.contains("found-missing"));
}

#[test]
fn what_is_saved_by_itself_is_not_bound_to_answers_that_the_page_did_not_show() {
    let folder = begun();
    let form = Form::start(folder.path(), &ARGUMENTS);
    let mut fields = form.fields(PAGE);
    fs::write(folder.path().join("responses.toml"), SOUND.replace("A letter was sent", "No letter was sent")).unwrap();
    // Another question of the page is typed into; what comes back is what the script takes over from.
    set(&mut fields, "government-informed.note", "Typed");
    set(&mut fields, "then", "stay");
    let stayed = form.post(PAGE, &fields);
    assert_eq!(stayed.status, 200, "{}", stayed.body);
    let takes_over = |field: &str| stayed.body.contains(&format!("data-was=\"{field}\""));
    assert!(takes_over("government-informed.answer.known") && takes_over("government-informed.known"));
    assert!(!takes_over("parliament-informed.answer.known"), "{}", stayed.body);
}

#[test]
fn a_finding_on_an_answer_that_was_taken_out_stays_as_it_is() {
    let folder = begun();
    let form = Form::start(folder.path(), &ARGUMENTS);
    agree(&form);
    let (start, end) = (SOUND.find("[response.").unwrap(), SOUND.find("[response.\"eoa-2024/2.1/gov").unwrap());
    fs::write(folder.path().join("responses.toml"), format!("{}{}", &SOUND[..start], &SOUND[end..])).unwrap();
    let before = review(folder.path());
    let mut fields = form.fields(PAGE);
    assert!(!fields.iter().any(|(name, _)| name == "parliament-informed.again"));
    set(&mut fields, "parliament-informed.again", "yes");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!(review(folder.path()), before);
}

#[test]
fn two_programs_that_save_one_review_lose_no_finding() {
    let folder = begun();
    let forms = [(); 2].map(|()| Form::start(folder.path(), &ARGUMENTS));
    let items = ["parliament-informed", "government-informed"];
    for number in 0..6 {
        std::thread::scope(|scope| {
            for (form, item) in forms.iter().zip(items) {
                scope.spawn(move || {
                    loop {
                        let mut fields = form.fields(PAGE);
                        set(&mut fields, &format!("{item}.note"), &format!("{item} {number}"));
                        match form.post(PAGE, &fields).status {
                            303 => break,
                            other => assert!([409, 500].contains(&other), "{other}"),
                        }
                    }
                });
            }
        });
        let now = review(folder.path());
        for item in items {
            assert!(now.contains(&format!("{item} {number}")), "{item} {number} in\n{now}");
        }
    }
}

#[test]
#[cfg(unix)]
fn the_answers_are_never_written_whatever_takes_the_place_of_the_review() {
    let folder = begun();
    let form = Form::start(folder.path(), &ARGUMENTS);
    let (mut reviewer, mut page) = (form.fields("/reviewer"), form.fields(PAGE));
    fs::remove_file(folder.path().join("review.toml")).unwrap();
    std::os::unix::fs::symlink("responses.toml", folder.path().join("review.toml")).unwrap();
    set(&mut reviewer, "reviewer", "Somebody");
    set(&mut page, "parliament-informed.note", "Typed");
    assert_eq!(form.post("/reviewer", &reviewer).status, 500);
    assert_eq!(form.post(PAGE, &page).status, 500);
    assert_eq!(fs::read_to_string(folder.path().join("responses.toml")).unwrap(), SOUND);

    // The copy of the last version would take their place.
    let other = begun();
    fs::rename(other.path().join("responses.toml"), other.path().join("review.toml.bak")).unwrap();
    let form = Form::start(other.path(), &["review.toml.bak", "--review", "review.toml"]);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.note", "Typed, and not to be lost");
    let refused = form.post(PAGE, &fields);
    assert_eq!(refused.status, 500);
    assert!(refused.body.contains("Typed, and not to be lost"), "{}", refused.body);
    assert_eq!(fs::read_to_string(other.path().join("review.toml.bak")).unwrap(), SOUND);
}

#[test]
fn what_no_page_can_show_is_not_overwritten() {
    for odd in ["[[finding]]\nx = 1\n", "[finding]\n\"eoa-2024/2.1/parliament-informed\" = \"agree\"\n"] {
        let folder = begun();
        let sound = review(folder.path());
        let text = format!("{}{odd}", &sound[..sound.find("\n\n# ===").unwrap() + 2]);
        fs::write(folder.path().join("review.toml"), &text).unwrap();
        let form = Form::start(folder.path(), &ARGUMENTS);
        let mut fields = form.fields(PAGE);
        set(&mut fields, "parliament-informed.note", "Typed, and not to be lost");
        let refused = form.post(PAGE, &fields);
        assert_eq!(refused.status, 500, "{odd}");
        assert!(refused.body.contains("Typed, and not to be lost"), "{}", refused.body);
        assert_eq!(review(folder.path()), text);
    }
}

#[test]
fn documents_with_odd_names_are_ticked_as_they_are_called() {
    let name = "evidence/Screenshot  3.14\u{202F}PM.txt";
    let cited = SOUND.replace("url = \"https://ombudsman.example/letter\"", &format!("file = \"{name}\""));
    let folder = folder_with(&[("responses.toml", &cited), (name, "x")]);
    run(folder.path(), &["review", "init", "responses.toml", "--reviewer", "A. N. Auditor"]).ends_with(0);
    let form = Form::start(folder.path(), &ARGUMENTS);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.looked-at.0", name);
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert!(review(folder.path()).contains(&format!("looked-at = [\"{name}\"]")));
    assert!(form.fields(PAGE).contains(&("parliament-informed.looked-at.0".to_owned(), name.to_owned())));
}
