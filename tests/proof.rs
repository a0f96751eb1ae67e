//! A report made with `--attach` proves itself: it is made again of what is in it, and whatever is changed is found.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::env;
use std::fs;
use std::path::Path;

use crate::support::{self, Run, SOUND, folder_with, repository, run};
use lopdf::{Dictionary, Document};
use rapporteur::proof;
use rapporteur::source::sha256;

/// A folder with a small file of answers, evidence, and reports of it with all that goes with them.
fn made(arguments: &[&str]) -> tempfile::TempDir {
    let answers = SOUND.replace("url = \"https://ombudsman.example/letter\"", "file = \"evidence/letter.txt\"");
    let confidential = "\n[[response.\"eoa-2024/2.1/government-informed\".evidence]]\ntitle = \"Draft\"\nkind = \"letter\"\n\
                        file = \"evidence/draft.txt\"\nconfidential = true\n";
    let files = [
        ("responses.toml", answers + confidential),
        ("evidence/letter.txt", "A letter.".to_owned()),
        ("evidence/draft.txt", "A draft.".to_owned()),
        ("earlier.toml", SOUND.replacen("\ndate = 2026", "\ndate = 2025", 1)),
    ];
    let folder = folder_with(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    run(folder.path(), &[&["report", "responses.toml", "--attach", "-o", "out"][..], arguments].concat()).ends_with(0);
    folder
}

/// Verifies a file in an empty folder, where nothing lies beside it.
fn verified(file: &Path) -> Run {
    let elsewhere = tempfile::tempdir().unwrap();
    run(elsewhere.path(), &["verify", file.to_str().unwrap()])
}

/// Asserts that a changed report is not taken for the one that was made.
#[track_caller]
fn is_found(folder: &Path, name: &str, bytes: &[u8], what: &str) -> Run {
    let changed = folder.join(format!("changed-{name}"));
    fs::write(&changed, bytes).unwrap();
    let run = verified(&changed);
    let found = run.code == Some(3) && run.stdout.contains("FAILS");
    let refused = run.code == Some(1) && support::is_one_sentence(&run.stderr);
    assert!(found || refused, "{what}: {run:?}");
    run
}

const FOR_ALL: [&str; 4] = ["--audience", "self-assessment,parliament,auditor", "--sample", "3"];

#[test]
fn reports_are_made_again_of_themselves() {
    let more = ["--baseline", "earlier.toml", "--date", "2026-03-01", "--paper", "letter", "--footnotes"];
    let folder = made(&[&FOR_ALL[..], &more].concat());
    // What lies beside the report plays no part.
    fs::remove_dir_all(folder.path().join("evidence")).unwrap();
    for audience in ["self-assessment", "parliament", "auditor"] {
        let run = verified(&folder.path().join(format!("out/{audience}.pdf"))).ends_with(0);
        assert!(run.stdout.contains("holds  the report is made again of what is attached, byte for byte"), "{run:?}");
        assert!(run.stdout.contains("holds  the figures follow from what is attached"), "{run:?}");
        let run = verified(&folder.path().join(format!("out/{audience}.html"))).ends_with(0);
        assert!(run.stdout.contains("holds  the page and its manifest are as they were made"), "{run:?}");
    }
}

#[test]
fn a_page_is_made_again_of_the_answers_that_are_given() {
    let folder = made(&FOR_ALL);
    run(folder.path(), &["export", "responses.toml", "--to", "redacted", "-o", "parliament.toml"]).ends_with(0);
    let verify = |page: &str, answers: &str| run(folder.path(), &["verify", page, "--responses", answers]);
    let again = "holds  the page is made again of the answers, byte for byte";
    for audience in ["self-assessment", "parliament", "auditor"] {
        let run = verify(&format!("out/{audience}.html"), "responses.toml").ends_with(0);
        assert!(run.stdout.contains(again), "{run:?}");
    }
    assert!(verify("out/parliament.html", "parliament.toml").ends_with(0).stdout.contains(again));
    let other = verify("out/self-assessment.html", "earlier.toml").ends_with(3);
    assert!(other.stdout.contains("FAILS  `earlier.toml` is the file that the report was made of"), "{other:?}");
    let other = verify("out/self-assessment.pdf", "earlier.toml").ends_with(3);
    assert!(other.stdout.contains("its SHA-256 is"), "{other:?}");
}

/// Begins a review of the answers, with a sample, and finds something.
fn reviewed(folder: &Path, answers: &str, name: &str) {
    let begin = ["review", "init", answers, "--sample", "3", "--seed", "4", "--reviewer", "Mireille Dask"];
    run(folder, &[&begin[..], &["--body", "XA", "-o", name]].concat()).ends_with(0);
    let begun = fs::read_to_string(folder.join(name)).unwrap();
    let found = "verdict = \"insufficient-evidence\"\nnote = \"Nothing was shown.\"\ninternal-note = \"MARK\"\n\
                 methods = [\"examine\"]\nlooked-at = [\"evidence/draft.txt\", \"a register\"]\n";
    let mut lines = Vec::new();
    for line in begun.lines() {
        let key = line.split(" =").next().unwrap();
        match key {
            "verdict" => lines.push(found),
            "note" | "internal-note" | "methods" | "looked-at" | "level" => {}
            _ => lines.push(line),
        }
    }
    fs::write(folder.join(name), lines.join("\n")).unwrap();
}

#[test]
fn a_review_goes_with_its_report() {
    let folder = made(&[]);
    reviewed(folder.path(), "responses.toml", "review.toml");
    let base = ["report", "responses.toml", "--attach", "--review", "review.toml", "-o", "reviewed", "--format", "pdf"];
    let make = |folder: &Path, audience: &str| {
        run(folder, &[&base[..], &["--audience", audience]].concat()).ends_with(0);
    };
    make(folder.path(), "self-assessment,parliament,auditor");
    for audience in ["self-assessment", "parliament", "auditor"] {
        let run = verified(&folder.path().join(format!("reviewed/{audience}.pdf"))).ends_with(0);
        assert!(run.stdout.contains("holds  the report is made again of what is attached, byte for byte"), "{run:?}");
        assert_eq!(run.stderr, "", "nothing is said but claims");
    }
    let pdf = fs::read(folder.path().join("reviewed/parliament.pdf")).unwrap();
    let review = String::from_utf8(file(&pdf, "review-review.toml")).unwrap();
    assert!(review.contains("redacted = true") && review.contains("a register"), "{review}");
    for gone in ["sha256", "MARK", "draft.txt"] {
        assert!(!review.contains(gone), "{gone} is in {review}");
    }
    let verdict = ("insufficient-evidence", "evidence-contradicts");
    let forged = forged(&pdf, "review-review.toml", verdict.0, verdict.1);
    is_found(folder.path(), "parliament.pdf", &forged, "another verdict");

    // It is read again beside the redacted answers only, and says then what it said.
    fs::write(folder.path().join("redacted-review.toml"), &review).unwrap();
    fs::write(folder.path().join("redacted.toml"), file(&pdf, "responses-responses.toml")).unwrap();
    let check = |answers| run(folder.path(), &["review", "check", "redacted-review.toml", "--responses", answers]);
    check("redacted.toml").ends_with(0);
    let refused = check("responses.toml").ends_with(2);
    assert!(refused.stderr.contains("is a redacted review, which belongs to redacted answers"), "{refused:?}");
}

#[test]
fn what_was_changed_since_the_review_goes_with_it() {
    let folder = made(&[]);
    reviewed(folder.path(), "responses.toml", "review.toml");
    let answers = fs::read_to_string(folder.path().join("responses.toml")).unwrap();
    let changed = answers.replace("level = \"in-preparation\"", "level = \"done\"");
    assert_ne!(answers, changed);
    fs::write(folder.path().join("responses.toml"), changed).unwrap();
    let base = ["report", "responses.toml", "--attach", "--review", "review.toml", "--audience", "parliament"];
    run(folder.path(), &[&base[..], &["-o", "changed", "--format", "pdf"]].concat()).ends_with(0);
    let pdf = folder.path().join("changed/parliament.pdf");
    let review = String::from_utf8(file(&fs::read(&pdf).unwrap(), "review-review.toml")).unwrap();
    assert!(review.contains("responses-changed = true"), "{review}");
    let run = verified(&pdf).ends_with(0);
    assert!(run.stdout.contains("holds  the report is made again"), "{run:?}");
}

#[test]
fn what_a_report_looks_like_goes_with_it() {
    let folder = made(&[]);
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let parliament = support::read("templates/parliament.hbs");
    write("own/parliament.hbs", &parliament.replacen("<main", "<main data-own=\"yes\"", 1));
    write("own/words/ru.toml", "not = \"read\"");
    write("brand/theme.toml", "format = 1\nlogo = \"img/logo.svg\"\n[colours]\ndeep = \"#123456\"\n");
    write(
        "brand/img/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>",
    );
    let overlay = "format = 1\n[overlay]\nname = \"Ours\"\n[[weight]]\nwhat = \"eoa-2024/2.1\"\nweight = 5\nreason = \"It matters.\"\n";
    write("rules/ours.toml", overlay);
    write(
        "responses.toml",
        &fs::read_to_string(folder.path().join("responses.toml"))
            .unwrap()
            .replace("address = ", "logo = \"pictures/own.svg\"\naddress = "),
    );
    write(
        "pictures/own.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9z\"/></svg>",
    );
    let font = repository().join("templates/fonts/NotoSans-Bold.ttf");
    let look =
        ["--templates", "own", "--theme", "brand/theme.toml", "--font", font.to_str().unwrap(), "--rules", "rules"];
    let base = ["report", "responses.toml", "--attach", "-o", "look", "--audience", "self-assessment,parliament"];
    run(folder.path(), &[&base[..], &look].concat()).ends_with(0);
    for audience in ["self-assessment", "parliament"] {
        let pdf = folder.path().join(format!("look/{audience}.pdf"));
        let attached = proof::attachments(&fs::read(&pdf).unwrap()).unwrap();
        let names: Vec<&str> = attached.iter().map(|file| file.name.as_str()).collect();
        assert!(names.contains(&"rules-ours.toml") && names.contains(&"theme-img-logo.svg"), "{names:?}");
        assert!(!names.contains(&"templates-words-ru.toml"), "{names:?}");
        assert_eq!(names.contains(&"templates-parliament.hbs"), audience == "parliament");
        let run = verified(&pdf).ends_with(0);
        assert!(run.stdout.contains("holds  the report is made again"), "{run:?}");
        let own = "open   the rules file `rules-ours.toml` is the one of this program";
        assert!(run.stdout.contains(own), "{run:?}");
    }
}

#[test]
fn drafts_and_parts_are_made_again() {
    let folder = made(&[]);
    let answers = fs::read_to_string(folder.path().join("responses.toml")).unwrap();
    let faulty = answers.replacen("level = \"done\"", "level = \"finished\"", 1);
    fs::write(folder.path().join("responses.toml"), faulty).unwrap();
    let base =
        ["report", "responses.toml", "--attach", "-o", "draft", "--draft", "--group", "institution", "--format", "pdf"];
    run(folder.path(), &[&base[..], &["--audience", "self-assessment,parliament"]].concat()).ends_with(0);
    for audience in ["self-assessment", "parliament"] {
        let run = verified(&folder.path().join(format!("draft/{audience}-part.pdf"))).ends_with(0);
        assert!(run.stdout.contains("holds  the report is made again"), "{run:?}");
    }
}

#[test]
fn every_flipped_byte_is_found() {
    let flips: usize = env::var("RAPPORTEUR_FLIPS").ok().and_then(|number| number.parse().ok()).unwrap_or(8);
    let folder = made(&["--audience", "parliament"]);
    for name in ["parliament.pdf", "parliament.html"] {
        let whole = fs::read(folder.path().join("out").join(name)).unwrap();
        for number in 0..flips.min(whole.len()) {
            // A stride that shares nothing with most lengths comes everywhere.
            let at = if flips >= whole.len() {
                number
            } else {
                number * (whole.len() / flips) + 7919 * number % (whole.len() / flips)
            };
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (number % 8);
            is_found(folder.path(), name, &bytes, &format!("byte {at} of {name}"));
        }
    }
}

/// The PDF with other files in the place of some of its own, written as this program writes them: what a forger does who
/// knows how.
fn with_files(pdf: &[u8], files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let document = Document::load_mem(pdf).unwrap();
    let tail = String::from_utf8_lossy(&pdf[pdf.len() - 40..]).into_owned();
    let start: usize = tail.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
    let end = pdf.len() - tail.len() + tail.find("\nstartxref").unwrap();
    let mut table = pdf[start..end].to_vec();
    let rows = table.windows(7).position(|bytes| bytes == b"stream\n").unwrap() + 7;
    let head = String::from_utf8_lossy(&table[..rows]).into_owned();
    let index = head.split("/Index[").nth(1).unwrap().split(']').next().unwrap();
    let index: Vec<u32> = index.split(' ').map(|number| number.parse().unwrap()).collect();
    let mut bytes = pdf[..start].to_vec();
    for (name, content) in files {
        let number = stream_of(&document, name);
        let place = u32::try_from(bytes.len()).unwrap();
        let header = format!("{number} 0 obj\n<</Type/EmbeddedFile/Length {}>>stream\n", content.len());
        bytes.extend([header.as_bytes(), content, b"\nendstream \nendobj\n"].concat());
        let mut row = rows;
        for section in index.chunks(2) {
            let inside = (section[0]..section[0] + section[1]).contains(&number);
            let at = row + 7 * usize::try_from(number.saturating_sub(section[0])).unwrap() + 1;
            if inside {
                table[at..at + 4].copy_from_slice(&place.to_be_bytes());
            }
            row += 7 * usize::try_from(section[1]).unwrap();
        }
    }
    let start = bytes.len();
    [&bytes[..], &table, format!("\nstartxref\n{start}\n%%EOF").as_bytes()].concat()
}

/// The number of the stream that holds a file.
fn stream_of(document: &Document, name: &str) -> u32 {
    let tables = document.objects.values().filter_map(|object| object.as_dict().ok());
    let is_it = |table: &&Dictionary| {
        table.has_type(b"Filespec") && table.get(b"UF").unwrap().as_str().unwrap() == name.as_bytes()
    };
    let found = { tables }.find(is_it).unwrap_or_else(|| panic!("{name}"));
    found.get(b"EF").unwrap().as_dict().unwrap().get(b"F").unwrap().as_reference().unwrap().0
}

/// A file of the PDF.
fn file(pdf: &[u8], name: &str) -> Vec<u8> {
    proof::attachments(pdf).unwrap().into_iter().find(|file| file.name == name).unwrap().bytes
}

/// The PDF with a text changed in one of its files, and with a manifest that says so.
fn forged(pdf: &[u8], name: &str, old: &str, new: &str) -> Vec<u8> {
    let before = file(pdf, name);
    let after = String::from_utf8(before.clone()).unwrap().replacen(old, new, 1).into_bytes();
    assert_ne!(before, after, "`{old}` stands in {name}");
    let manifest = String::from_utf8(file(pdf, "manifest.json")).unwrap();
    let size = |bytes: &[u8]| format!("\"size\": {},\n      \"sha256\": \"{}\"", bytes.len(), sha256(bytes));
    let told = manifest.replace(&size(&before), &size(&after));
    assert_ne!(manifest, told, "{name} stands in the manifest");
    with_files(pdf, &[(name, after), ("manifest.json", told.into_bytes())])
}

#[test]
fn every_changed_file_is_found() {
    let folder = made(&["--audience", "self-assessment", "--format", "pdf"]);
    let name = "self-assessment.pdf";
    let pdf = fs::read(folder.path().join("out").join(name)).unwrap();
    let files = proof::attachments(&pdf).unwrap();
    assert!(files.len() >= 6 && files[1].name == "manifest.json", "{files:?}");
    for attached in files {
        let mut bytes = attached.bytes;
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        let run = is_found(folder.path(), name, &with_files(&pdf, &[(&attached.name, bytes)]), &attached.name);
        let told = format!("FAILS  `{}` is the file that the manifest names", attached.name);
        assert!(attached.name == "manifest.json" || run.stdout.contains(&told), "{run:?}");
    }
}

#[test]
fn a_manifest_that_is_changed_too_saves_no_forger() {
    let folder = made(&["--audience", "parliament", "--format", "pdf"]);
    let name = "parliament.pdf";
    let pdf = fs::read(folder.path().join("out").join(name)).unwrap();
    let figures = "FAILS  the figures follow from what is attached";
    let level = forged(&pdf, "responses-responses.toml", "\"in-preparation\"", "\"done\"");
    let run = is_found(folder.path(), name, &level, "another level");
    assert!(run.stdout.contains(figures) && run.stdout.contains("is computed"), "{run:?}");
    let state = forged(&pdf, "responses-responses.toml", "found = \"present\"", "found = \"missing\"");
    assert!(is_found(folder.path(), name, &state, "another state").stdout.contains(figures));
    let rules = forged(&pdf, "rules-scales.toml", "value = 50", "value = 90");
    let run = is_found(folder.path(), name, &rules, "other rules");
    assert!(run.stdout.contains("open   the rules file `rules-scales.toml` is the one of this program"), "{run:?}");
    let words = forged(&pdf, "responses-responses.toml", "A letter was sent", "No letter was sent");
    let run = is_found(folder.path(), name, &words, "other words");
    assert!(run.stdout.contains("FAILS  the report is made again"), "{run:?}");
    let escapes = String::from_utf8(file(&pdf, "manifest.json")).unwrap();
    let escapes = escapes.replace("responses/responses.toml", "responses/../../escaped.toml");
    let run = is_found(folder.path(), name, &with_files(&pdf, &[("manifest.json", escapes.into_bytes())]), "a path");
    assert!(run.stdout.contains("a path that leaves the folder"), "{run:?}");
}

#[test]
fn what_is_no_report_of_ours_is_refused() {
    let folder = made(&["--audience", "parliament", "--format", "pdf"]);
    let bomb = vec![0; 70 * 1024 * 1024];
    let pdf = fs::read(folder.path().join("out/parliament.pdf")).unwrap();
    let huge = with_files(&pdf, &[("assessment.json", bomb)]);
    is_found(folder.path(), "parliament.pdf", &huge, "a file of 70 MB");
    for bytes in [&b""[..], b"%PDF-1.7", b"%PDF-1.7\nstartxref\n9\n%%EOF", &pdf[..pdf.len() / 2], b"\xFF\xFE"] {
        is_found(folder.path(), "parliament.pdf", bytes, "no report");
        is_found(folder.path(), "parliament.html", bytes, "no page");
    }
    let plain = run(folder.path(), &["report", "responses.toml", "-o", "plain"]);
    plain.ends_with(0);
    for name in ["self-assessment.pdf", "self-assessment.html"] {
        verified(&folder.path().join("plain").join(name)).ends_with(1).says(&["--attach"]);
    }
}

#[test]
fn templates_that_call_each_other_without_end_are_refused() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    let deep = "{{#if draft}}".repeat(50_000) + &"{{/if}}".repeat(50_000);
    let brackets = format!("{{{{#if {}draft{}}}}}x{{{{/if}}}}", "(not ".repeat(50_000), ")".repeat(50_000));
    let chain = "{{#if draft}}x{{else if draft}}".to_owned() + &"y{{else if draft}}".repeat(20_000) + "{{/if}}";
    let ring = "which calls itself in a circle";
    for (head, foot, says) in [
        ("{{> parts/head}}", "", ring),
        ("{{> parts/foot}}", "{{> parts/head}}", ring),
        ("{{#*inline \"again\"}}{{> again}}{{/inline}}{{> again}}", "", ring),
        ("{{#if draft}}{{#> parts/foot}}{{/parts/foot}}{{/if}}", "{{#each themes}}{{> parts/head}}{{/each}}", ring),
        ("{{> (lookup this \"name\")}}", "", "a part whose name is not written out"),
        (&deep, "", "in each other"),
        (&brackets, "", "in each other"),
        (&chain, "", "in each other"),
    ] {
        let parts = folder.path().join("own/parts");
        fs::create_dir_all(&parts).unwrap();
        fs::write(parts.join("head.hbs"), head).unwrap();
        fs::write(parts.join("foot.hbs"), foot).unwrap();
        let run = run(folder.path(), &["report", "responses.toml", "--templates", "own", "--format", "html"]);
        assert!(run.code == Some(1) && support::is_one_sentence(&run.stderr), "{says}: {:?} {}", run.code, run.stderr);
        assert!(run.stderr.contains(says), "{says}: {}", run.stderr);
    }
}

#[test]
fn signatures_beside_a_report_are_held_against_what_is_attached() {
    let folder = made(&["--audience", "self-assessment,parliament"]);
    let path = folder.path();
    let key = repository().join("tests/keys/ed25519");
    let sign = ["sign", "responses.toml", "--name", "One", "--key", key.to_str().unwrap()];
    run(path, &sign).ends_with(0);
    run(path, &[&sign[..], &["--for", "parliament"]].concat()).ends_with(0);
    fs::rename(path.join("signatures"), path.join("out/signatures")).unwrap();
    let public = fs::read_to_string(key.with_extension("pub")).unwrap();
    fs::write(path.join("out/allowed_signers"), format!("\"One\" namespaces=\"rapporteur\" {public}")).unwrap();
    for (name, statement) in [("self-assessment", "preparer"), ("parliament", "preparer-for-parliament")] {
        let told = run(path, &["verify", &format!("out/{name}.pdf")]).ends_with(0).stdout;
        assert!(told.contains(&format!("holds  `signatures/{statement}.json` was signed by `One`")), "{told}");
        assert!(told.contains("holds  answers, particulars and evidence files are those that `One` signed"), "{told}");
        assert_eq!(
            told.matches(" was signed by ").count(),
            1,
            "the statement over the other form says nothing: {told}"
        );
    }

    // A report of answers that were changed after they were signed.
    let answers = fs::read_to_string(path.join("responses.toml")).unwrap();
    let changed = answers.replacen("level = \"done\"", "level = \"in-preparation\"", 1);
    assert_ne!(changed, answers);
    fs::write(path.join("responses.toml"), changed).unwrap();
    run(path, &["report", "responses.toml", "--attach", "-o", "out", "--audience", "self-assessment,parliament"])
        .ends_with(0);
    for name in ["self-assessment", "parliament"] {
        let told = run(path, &["verify", &format!("out/{name}.pdf")]).ends_with(3).stdout;
        assert!(told.contains("holds  the report is made again of what is attached, byte for byte"), "{told}");
        assert!(
            told.contains("FAILS  ") && told.contains("changed since: `eoa-2024/2.1/parliament-informed`"),
            "{told}"
        );
    }
}
