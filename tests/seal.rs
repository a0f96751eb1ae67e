//! Sealing reads what lies inside the folder and nothing else, and a seal is never taken over in silence.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;

use crate::support::{folder_with, run};

const HEAD: &str = r#"format = 1
instruments = ["eoa-2024@1.0.0"]

[institution]
name = "Office of the Ombudsman of Exampland"
country = "XA"

[assessment]
period = { from = 2025-01-01, to = 2025-12-31 }
date = 2026-01-31

[response."eoa-2024/2.11/practices-submitted"]
level = "done"
done-on = 2024-11-20
narrative = "Sent."
"#;

/// Responses that cite these paths.
fn citing(paths: &[&str]) -> String {
    let block = |path: &&str| {
        format!(
            "\n[[response.\"eoa-2024/2.11/practices-submitted\".evidence]]\ntitle = \"A\"\nkind = \"b\"\nfile = '{path}'\n"
        )
    };
    HEAD.to_owned() + &paths.iter().map(block).collect::<String>()
}

#[test]
#[cfg(unix)]
fn nothing_but_files_inside_the_folder_is_read() {
    let folder = folder_with(&[("responses.toml", ""), ("outside/secret.txt", "secret"), ("in/evidence/a.txt", "a")]);
    let inside = folder.path().join("in");
    let made = std::process::Command::new("mkfifo").arg(inside.join("evidence/pipe")).status().unwrap();
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(inside.join("evidence/socket")).unwrap();
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, inside.join("evidence").join(name)).unwrap();
    link("/dev/zero", "zero");
    link("../../outside/secret.txt", "link.txt");
    link("../../outside", "folder");
    link("a.txt", "inside.txt");
    link("round", "round");
    let secret = folder.path().join("outside/secret.txt");
    let bad = [
        "evidence/pipe",
        "evidence/socket",
        "evidence/zero",
        "evidence/link.txt",
        "evidence/folder/secret.txt",
        "../outside/secret.txt",
        "evidence/../../outside/secret.txt",
        "evidence",
        secret.to_str().unwrap(),
    ];
    for path in bad {
        let text = citing(&[path, "evidence/a.txt"]);
        fs::write(inside.join("responses.toml"), &text).unwrap();
        let told = run(&inside, &["seal", "responses.toml"]).ends_with(3);
        assert!(told.stderr.contains("unsafe-path"), "{path}: {}", told.stderr);
        assert_eq!(fs::read_to_string(inside.join("responses.toml")).unwrap(), text, "{path}");
    }
    fs::write(inside.join("responses.toml"), citing(&["evidence/inside.txt", "evidence/round"])).unwrap();
    let done = run(&inside, &["seal", "responses.toml"]).ends_with(0);
    assert!(done.stdout.contains("sealed   evidence/inside.txt  1 bytes"), "{}", done.stdout);
    assert!(done.stdout.contains("MISSING  evidence/round"), "{}", done.stdout);
}

#[test]
fn a_seal_holds_however_the_path_is_written() {
    let folder = folder_with(&[("responses.toml", &citing(&["evidence/a.txt"])), ("evidence/a.txt", "one")]);
    run(folder.path(), &["seal", "responses.toml"]).ends_with(0);
    let sealed = fs::read_to_string(folder.path().join("responses.toml")).unwrap();
    fs::write(folder.path().join("evidence/a.txt"), "two").unwrap();
    let again = citing(&["./evidence//a.txt"]);
    let block = &again[again.find("\n[[").unwrap()..];
    fs::write(folder.path().join("responses.toml"), sealed.clone() + block).unwrap();
    let told = run(folder.path(), &["seal", "responses.toml"]).ends_with(3);
    assert!(told.stdout.contains("CHANGED  evidence/a.txt"), "{}", told.stdout);
    assert_eq!(fs::read_to_string(folder.path().join("responses.toml")).unwrap(), sealed + block);
}

#[test]
fn sealing_twice_changes_nothing() {
    let files = [("responses.toml", &*citing(&["evidence/a.txt"])), ("evidence/a.txt", "one")];
    let folder = folder_with(&files);
    run(folder.path(), &["seal", "responses.toml"]).ends_with(0);
    let once = fs::read(folder.path().join("responses.toml")).unwrap();
    let again = run(folder.path(), &["seal", "responses.toml"]).ends_with(0);
    assert_eq!(again.stdout, "");
    assert_eq!(fs::read(folder.path().join("responses.toml")).unwrap(), once);
}

#[test]
fn names_that_differ_in_how_an_accent_is_stored_clash() {
    let (one, two) = ("evidence/r\u{e9}sum\u{e9}.txt", "evidence/re\u{301}sume\u{301}.txt");
    let folder = folder_with(&[("responses.toml", &citing(&[one])), (two, "a")]);
    let told = run(folder.path(), &["check", "responses.toml", "--problems", "plain"]).stdout;
    assert!(
        told.contains("name-clash")
            && told.contains("the way its accents are stored")
            && !told.contains("evidence-uncited"),
        "{told}"
    );
}
