//! What shells and manual readers are given knows every command and option, and is the same on every day.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;
use std::process::{Command, Stdio};

use crate::support::{repository, run};

const COMMANDS: [&str; 8] = ["init", "check", "score", "report", "compare", "explain", "rules", "completions"];

#[test]
fn completions_know_every_command_and_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(repository(), &["completions", shell]).ends_with(0).stdout;
        for known in COMMANDS.into_iter().chain(["fail-under", "baseline", "what-if", "self-assessment"]) {
            assert!(script.contains(known), "{shell} does not know {known}");
        }
    }
}

#[test]
fn shells_that_are_there_can_read_their_completions() {
    let mut read = 0;
    for (shell, check) in [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["--no-execute"])] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("completions");
        fs::write(&file, run(repository(), &["completions", shell]).ends_with(0).stdout).unwrap();
        let checked = Command::new(shell).args(check).arg(&file).stdin(Stdio::null()).output();
        if let Ok(output) = checked {
            read += 1;
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    // The tests themselves are run by bash.
    assert!(read > 0 || cfg!(windows));
}

#[test]
fn every_command_has_a_manual_page_with_its_options_and_examples() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&one, &other] {
        run(repository(), &["man", "-o", folder.path().to_str().unwrap()]).ends_with(0);
    }
    let page = |name: &str| fs::read_to_string(one.path().join(name)).unwrap();
    for command in COMMANDS {
        let name = format!("rapporteur-{command}.1");
        assert!(page(&name).contains(&format!("rapporteur\\-{command}")), "{name}");
        assert_eq!(page(&name), fs::read_to_string(other.path().join(&name)).unwrap());
    }
    assert!(page("rapporteur-score.1").contains("fail\\-under") && page("rapporteur-score.1").contains("Examples"));
    assert!(page("rapporteur-rules-check.1").contains("strict"));
    assert!(page("rapporteur.1").contains("rapporteur\\-compare"));
}
