//! Evidence in the form: files that are kept, sealed, or taken away again, and problems beside what they are about.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use crate::support::{self, browser};

use std::fs;
use std::path::Path;
use std::time::Duration;

use browser::{Answer, Form, set};
use scraper::{Html, Selector};
use support::{SOUND, files_below, folder_with, run};

const PAGE: &str = "/paragraph/eoa-2024_2.1";
const FILE: &str = "responses.toml";
const UPLOAD: &str = "parliament-informed.evidence.new.upload";

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join(FILE)).unwrap()
}

/// The fields of a page with a document that is to be added.
fn adding(form: &Form) -> Vec<(String, String)> {
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.evidence.new.title", "Typed, and not to be lost");
    set(&mut fields, "parliament-informed.evidence.new.kind", "letter");
    fields
}

/// The text of what a page shows below a selector.
fn shown(answer: &Answer, selector: &str) -> String {
    let page = Html::parse_document(&answer.body);
    let found = Selector::parse(selector).unwrap();
    page.select(&found).flat_map(|element| element.text()).collect()
}

// ----- files -----

#[test]
fn a_file_is_kept_under_a_safe_name_and_nothing_else_is_touched() {
    let folder = folder_with(&[("deep/responses.toml", SOUND), ("deep/evidence/letter.pdf", "OLD"), ("passwd", "OLD")]);
    let form = Form::start(folder.path(), &["deep/responses.toml"]);
    for (name, kept) in [
        ("letter.pdf", "letter-2.pdf"),
        ("../../passwd", "passwd"),
        ("..\\..\\passwd.txt", "passwd.txt"),
        (".htaccess", "htaccess"),
        ("a%2f..%2fb.pdf", "a-2f.2fb.pdf"),
        ("con", "document-con"),
    ] {
        let mut fields = form.fields(PAGE);
        set(&mut fields, "parliament-informed.evidence.new.title", &format!("Called {name}"));
        set(&mut fields, "parliament-informed.evidence.new.kind", "letter");
        let saved = form.post_file(PAGE, &fields, (UPLOAD, name, format!("BYTES of {name}").as_bytes()));
        assert_eq!(saved.status, 303, "{name}: {}", saved.body);
        let bytes = fs::read_to_string(folder.path().join("deep/evidence").join(kept));
        assert_eq!(bytes.unwrap_or_else(|error| panic!("{name}: {error}")), format!("BYTES of {name}"));
        let file = fs::read_to_string(folder.path().join("deep/responses.toml")).unwrap();
        assert!(file.contains(&format!("file = \"evidence/{kept}\"")), "{name} in\n{file}");
    }
    let mut files = files_below(folder.path());
    files.retain(|file| !file.starts_with("deep/evidence/"));
    assert_eq!(files, ["deep/responses.toml", "deep/responses.toml.bak", "passwd"]);
    assert_eq!(fs::read_to_string(folder.path().join("passwd")).unwrap(), "OLD");
    assert_eq!(fs::read_to_string(folder.path().join("deep/evidence/letter.pdf")).unwrap(), "OLD");
    run(&folder.path().join("deep"), &["check", FILE]).ends_with(0);
}

#[test]
fn where_no_file_was_chosen_none_is_kept() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.narrative", "Without a file.");
    // Browsers send a file without a name or bytes.
    let saved = form.post_file(PAGE, &fields, (UPLOAD, "", b""));
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert!(text(folder.path()).contains("Without a file."));
    assert!(!folder.path().join("evidence").exists());
}

#[test]
#[cfg(unix)]
fn a_linked_evidence_folder_is_not_followed() {
    let folder = folder_with(&[("deep/responses.toml", SOUND), ("elsewhere/x", "")]);
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), folder.path().join("deep/evidence")).unwrap();
    let form = Form::start(folder.path(), &["deep/responses.toml"]);
    let fields = form.fields(PAGE);
    let refused = form.post_file(PAGE, &fields, (UPLOAD, "a.pdf", b"x"));
    assert_eq!(refused.status, 500);
    assert_eq!(files_below(&folder.path().join("elsewhere")), ["x"]);
}

#[test]
fn a_file_without_the_word_before_it_never_reaches_the_disk() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let refused = form.post_file(PAGE, &[], (UPLOAD, "a.pdf", b"x"));
    assert_eq!(refused.status, 403);
    assert!(!folder.path().join("evidence").exists());
}

#[test]
fn what_the_form_keeps_is_sealed_as_seal_does() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    for name in ["Letter.PDF", "notes", "table.xlsx"] {
        let saved = form.post_file(PAGE, &adding(&form), (UPLOAD, name, format!("BYTES of {name}").as_bytes()));
        assert_eq!(saved.status, 303, "{}", saved.body);
    }
    let new = text(folder.path());
    for line in ["size = 19", "media-type = \"application/pdf\"", "media-type = \"application/octet-stream\""] {
        assert!(new.contains(line), "{line} in\n{new}");
    }
    run(folder.path(), &["seal", FILE, "--dry-run"]).ends_with(0);
    run(folder.path(), &["seal", FILE]).ends_with(0);
    assert_eq!(text(folder.path()), new, "seal finds nothing to do");
    // The seal is that of one file: with another path it goes.
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.evidence.1.file", "evidence/notes");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!((new.matches("size = 19").count(), text(folder.path()).matches("size = 19").count()), (2, 1));
    run(folder.path(), &["check", FILE]).ends_with(0);
}

/// A form on a file that can't be saved: a folder is in the place of its copy.
fn unsavable(files: &[(&str, &str)]) -> (tempfile::TempDir, Form) {
    let folder = folder_with(files);
    let form = Form::start(folder.path(), &[FILE]);
    fs::create_dir(folder.path().join("responses.toml.bak")).unwrap();
    (folder, form)
}

#[test]
fn a_file_goes_again_where_the_answers_are_not_saved() {
    let (folder, form) = unsavable(&[(FILE, SOUND)]);
    let refused = form.post_file(PAGE, &adding(&form), (UPLOAD, "May letter.pdf", b"BYTES"));
    assert_eq!(refused.status, 500);
    assert_eq!(files_below(folder.path()), [FILE]);
    assert_eq!(text(folder.path()), SOUND);
    assert!(refused.body.contains("Typed, and not to be lost"));
    for selector in [".summary .again", "details.new[open] .again"] {
        assert!(shown(&refused, selector).contains("May letter.pdf"), "{selector} in\n{}", refused.body);
    }
    fs::remove_dir(folder.path().join("responses.toml.bak")).unwrap();
    assert_eq!(form.post_file(PAGE, &adding(&form), (UPLOAD, "May letter.pdf", b"BYTES")).status, 303);
    assert!(folder.path().join("evidence/May-letter.pdf").exists());
}

#[test]
fn a_file_that_lay_there_before_stays_where_the_answers_are_not_saved() {
    let (folder, form) = unsavable(&[(FILE, SOUND), ("evidence/letter.pdf", "BYTES")]);
    for bytes in [&b"BYTES"[..], b"OTHERS"] {
        let refused = form.post_file(PAGE, &adding(&form), (UPLOAD, "letter.pdf", bytes));
        assert_eq!(refused.status, 500);
        assert_eq!(files_below(folder.path()), ["evidence/letter.pdf", FILE]);
    }
    assert_eq!(fs::read_to_string(folder.path().join("evidence/letter.pdf")).unwrap(), "BYTES");
}

#[test]
fn a_file_is_not_kept_before_everything_else_is_right() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let mut fields = adding(&form);
    set(&mut fields, "parliament-informed.done-on", "4 March");
    let refused = form.post_file(PAGE, &fields, (UPLOAD, "letter.pdf", b"BYTES"));
    assert_eq!(refused.status, 422);
    assert!(shown(&refused, "details.new[open] .again").contains("letter.pdf"), "{}", refused.body);
    let mut fields = adding(&form);
    fs::write(folder.path().join(FILE), SOUND.replace("A letter was sent", "THEIRS")).unwrap();
    set(&mut fields, "parliament-informed.narrative", "MINE");
    let refused = form.post_file(PAGE, &fields, (UPLOAD, "letter.pdf", b"BYTES"));
    assert_eq!(refused.status, 409);
    assert!(shown(&refused, "details.new[open] .again").contains("letter.pdf"), "{}", refused.body);
    assert_eq!(files_below(folder.path()), [FILE]);
}

#[test]
fn where_a_file_cannot_be_taken_in_what_was_typed_is_still_read() {
    // A file in the place of the folder.
    let folder = folder_with(&[(FILE, SOUND), ("evidence", "")]);
    let form = Form::start(folder.path(), &[FILE]);
    let refused = form.post_file(PAGE, &adding(&form), (UPLOAD, "letter.pdf", b"BYTES"));
    assert_eq!(refused.status, 500);
    assert!(refused.body.contains("Typed, and not to be lost"), "{}", refused.body);
    assert!(shown(&refused, ".summary").contains("cannot put the file into the folder `evidence`"));
    assert_eq!(text(folder.path()), SOUND);
}

// ----- problems beside what they are about -----

/// The text of what `check` says beside a field or block.
fn said(page: &Answer, name: &str) -> String {
    shown(page, &format!("[id='{name}-said']"))
}

#[test]
fn a_problem_of_a_document_or_step_stands_beside_it() {
    let written = SOUND
        .replace("url = \"https://ombudsman.example/letter\"", "file = \"evidence/lost.pdf\"")
        .replace("due = 2026-06-30", "due = 2025-06-30");
    let second = "[[response.\"eoa-2024/2.1/parliament-informed\".evidence]]\ntitle = \"First\"\nkind = \"letter\"\n\
                  url = \"https://office.example\"\ndate = 2026-05-01\nwrong = 1\n\n";
    let written = written.replacen("[[response.", &format!("{second}[[response."), 1);
    let folder = folder_with(&[(FILE, &written)]);
    let form = Form::start(folder.path(), &[FILE]);
    let page = form.get(PAGE);
    assert!(said(&page, "parliament-informed.evidence.0.date").contains("after the assessment"), "{}", page.body);
    assert!(said(&page, "parliament-informed.evidence.1.file").contains("there is no file"));
    assert!(said(&page, "government-informed.actions.0.due").contains("due"));
    assert!(
        shown(&page, "[id='parliament-informed.evidence.0.said']").contains("wrong"),
        "of no field, but of the block"
    );
    for block in ["parliament-informed.evidence.0", "parliament-informed.evidence.1", "government-informed.actions.0"] {
        assert!(page.body.contains(&format!("id=\"{block}.block\" open>")), "{block}");
    }
    let start = form.get("/").body;
    assert!(start.contains("href=\"/paragraph/eoa-2024_2.1#parliament-informed.evidence.1.file\""), "{start}");
}

#[test]
fn problems_of_lists_stand_beside_their_blocks_in_whichever_file_they_are() {
    let (head, answers) = SOUND.split_at(SOUND.find("[response.\"eoa-2024/2.1/government").unwrap());
    let more = "[[exclude]]\nwhat = \"eoa-2024/2.11\"\nreason-code = \"event-past\"\n";
    let law = "[[request]]\nid = \"law\"\nwhat = \"Amend the act\"\n\n";
    let first = format!("{}\n{law}", head.trim_end());
    let second = format!("format = 1\n{}\n{more}", answers.replace("government-informed\"]\n\n", "none\"]\n"));
    let second = second.replace("serves = [\"eoa-2024/2.1/government-informed\"]", "serves = [\"eoa-2024/9/none\"]");
    let folder = folder_with(&[("all/1.toml", &first), ("all/2.toml", &second)]);
    let form = Form::start(folder.path(), &["all"]);
    let page = form.get("/requests");
    assert_eq!(page.status, 200);
    assert!(said(&page, "requests.1.serves").contains("eoa-2024/9/none"), "{}", page.body);
    assert!(said(&page, "requests.0.serves").trim().is_empty());
    let page = form.get("/exclusions");
    assert!(said(&page, "exclusions.1.reason").contains("reason"), "{}", page.body);
    assert!(said(&page, "exclusions.0.reason").trim().is_empty());
    let start = form.get("/").body;
    assert!(start.contains("href=\"/requests#requests.1.serves\""), "{start}");
    assert!(start.contains("href=\"/exclusions#exclusions.1.reason\""), "{start}");
}

#[test]
fn problems_of_the_whole_stand_beside_their_fields() {
    let written = SOUND.replace("to = 2025-12-31", "to = 2024-12-31").replace("Department B", "Department A");
    let folder = folder_with(&[(FILE, &written)]);
    let form = Form::start(folder.path(), &[FILE]);
    let page = form.get("/particulars");
    assert!(said(&page, "assessment.period.to").contains("2024-12-31"), "{}", page.body);
    assert!(said(&page, "assessment.validated-by").contains("Department A"));
    assert!(form.get("/").body.contains("href=\"/particulars#assessment.period.to\""));
}

#[test]
fn nothing_can_be_typed_that_only_a_text_editor_could_mend() {
    let folder = folder_with(&[(FILE, SOUND), ("evidence/letter.pdf", "BYTES")]);
    let form = Form::start(folder.path(), &[FILE]);
    let mut fields = form.fields("/particulars");
    set(&mut fields, "institution.country", "Exampland");
    let refused = form.post("/particulars", &fields);
    assert_eq!(refused.status, 422);
    assert!(shown(&refused, "[id='institution.country-fault']").contains("two letters"), "{}", refused.body);
    set(&mut fields, "institution.country", " xb ");
    assert_eq!(form.post("/particulars", &fields).status, 303);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.evidence.0.file", "evidence\\letter.pdf");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    let new = text(folder.path());
    assert!(new.contains("country = \"XB\"") && new.contains("file = \"evidence/letter.pdf\""), "{new}");
    assert_eq!(form.get(PAGE).status, 200);
}

#[test]
#[cfg(unix)]
fn evidence_that_somebody_swaps_is_told_with_the_next_save() {
    let letter = "file = \"evidence/letter.txt\"";
    let hash = rapporteur::source::sha256(b"as it was");
    let sealed = SOUND
        .replace("url = \"https://ombudsman.example/letter\"", &format!("{letter}\nsha256 = \"{hash}\"\nsize = 9"));
    let folder = folder_with(&[(FILE, &sealed), ("evidence/letter.txt", "as it was")]);
    let path = folder.path().join("evidence/letter.txt");
    let written = fs::metadata(&path).unwrap().modified().unwrap();
    // What was just written would be read again anyhow.
    std::thread::sleep(Duration::from_millis(2_200));
    let form = Form::start(folder.path(), &[FILE]);
    let save = |note: &str| {
        let mut fields = form.fields(PAGE);
        set(&mut fields, "government-informed.internal-note", note);
        assert_eq!(form.post(PAGE, &fields).status, 303);
        form.get(PAGE).body
    };
    let told = "is not the one whose SHA-256 was recorded";
    assert!(!save("One").contains(told));
    assert!(!save("Two").contains(told));
    fs::write(&path, "as it is.").unwrap();
    // Of the same length, and dated back.
    fs::File::options().write(true).open(&path).unwrap().set_modified(written).unwrap();
    assert!(save("Three").contains(told));
}
