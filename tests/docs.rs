//! What the documents say is so: paths they name exist, commands they show work.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use crate::support::{self, copy, read, repository, run};

/// Documents that name paths, from the root of the repository.
const DOCUMENTS: [&str; 12] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "tests/README.md",
    "rules/README.md",
    "reports/README.md",
    "templates/README.md",
    "schemas/README.md",
    "SECURITY.md",
    "reports/keys/README.md",
    "tests/keys/README.md",
];

// ----- paths -----

/// Ends of names that are files of the repository wherever they stand in backticks.
const FILES: [&str; 8] = [".rs", ".md", ".hbs", ".css", ".toml", ".sh", ".png", ".pdf"];

/// What the example commands write, and names that stand for any file.
const MADE: [&str; 9] = [
    "responses.toml",
    "review.toml",
    "self-assessment.html",
    "self-assessment.pdf",
    "case.toml",
    "evidence/letter-377.pdf",
    "signatures/",
    "input/",
    "expected/",
];

#[test]
fn every_path_that_a_document_names_exists() {
    let mut named = 0;
    for document in DOCUMENTS {
        let beside = Path::new(document).parent().unwrap();
        for path in paths(&without_fences(&read(document))) {
            named += 1;
            let exists = repository().join(&path).exists() || repository().join(beside).join(&path).exists();
            assert!(exists || MADE.contains(&path.as_str()), "{document} names `{path}`, which does not exist");
        }
    }
    assert!(named > 50, "paths were found: {named}");
}

#[test]
fn every_link_of_a_document_leads_somewhere() {
    for document in DOCUMENTS {
        let beside = Path::new(document).parent().unwrap();
        let text = without_fences(&read(document));
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split(')').next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            let outside = target.starts_with("http://") || target.starts_with("https://") || file.is_empty();
            assert!(outside || repository().join(beside).join(file).exists(), "{document} links to `{target}`");
        }
    }
}

#[test]
fn the_map_names_every_folder_of_the_source() {
    let map = read("ARCHITECTURE.md");
    let mut folders = 0;
    for entry in std::fs::read_dir(repository().join("src")).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            folders += 1;
            let name = format!("`src/{}/", entry.file_name().to_string_lossy());
            assert!(map.contains(&name), "ARCHITECTURE.md does not name {name}");
        }
    }
    assert!(folders > 5, "folders were found: {folders}");
}

/// The text without fenced blocks, whose content is not about this repository.
fn without_fences(text: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Paths in backticks: with a `/`, or with the end of a file; no patterns, ids, commands or addresses.
fn paths(text: &str) -> BTreeSet<String> {
    let spans = text.split('`').skip(1).step_by(2);
    spans.filter(|span| is_path(span)).map(str::to_owned).collect()
}

fn is_path(span: &str) -> bool {
    let plain = span.chars().all(|character| character.is_ascii_alphanumeric() || "/._-".contains(character));
    let file = FILES.iter().any(|end| span.ends_with(end) && span.len() > end.len());
    let folder = span.ends_with('/') && !span.starts_with('/');
    let below = ["src/", "tests/", "rules/", "templates/", "reports/", "benches/", ".ci/"]
        .iter()
        .any(|start| span.starts_with(start));
    plain && (file || folder || below)
}

// ----- commands -----

/// Whether a command that goes on until somebody stops it gives an address.
fn serves(folder: &Path, arguments: &[&str]) -> bool {
    let command = support::program(folder).args(arguments).arg("--no-open").stdout(Stdio::piped()).spawn();
    let mut serving = command.unwrap();
    let mut first = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut first).unwrap();
    serving.kill().unwrap();
    serving.wait().unwrap();
    first.starts_with("http://127.0.0.1:")
}

#[test]
fn the_commands_of_the_readmes_run() {
    let mut seen = BTreeSet::new();
    for document in ["README.md", "reports/README.md", "rules/README.md", "tests/README.md", "CONTRIBUTING.md"] {
        let folder = tempfile::tempdir().unwrap();
        for part in ["rules", "reports", "templates"] {
            copy(&repository().join(part), &folder.path().join(part));
        }
        for made in read(document).lines().filter_map(|line| line.trim().strip_prefix("mkdir ")) {
            std::fs::create_dir(folder.path().join(made)).unwrap();
        }
        let commands = commands(&read(document));
        assert!(document != "README.md" || commands.len() >= 5, "README.md shows how it is used: {commands:?}");
        for (arguments, exit) in commands.into_iter().filter(|command| seen.insert(command.clone())) {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            if arguments[0] == "fill" {
                assert!(serves(folder.path(), &arguments), "{document}: rapporteur {}", arguments.join(" "));
                continue;
            }
            let run = run(folder.path(), &arguments);
            assert_eq!(run.code, Some(exit), "{document}: rapporteur {}\n{}", arguments.join(" "), run.stderr);
        }
    }
}

/// The arguments of each `rapporteur …` or `cargo run … -- …` of the fenced `sh` blocks, and the exit code: that of a
/// remark `# exit N` at the end of the line, else 0.
fn commands(text: &str) -> Vec<(Vec<String>, i32)> {
    let mut commands = Vec::new();
    let mut shell = false;
    for line in text.replace("\\\n", " ").lines().map(str::trim) {
        if let Some(kind) = line.strip_prefix("```") {
            shell = kind == "sh";
            continue;
        }
        let (line, remark) = line.split_once(" #").unwrap_or((line, ""));
        let words = split(line);
        let arguments = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["rapporteur", ..] => &words[1..],
            ["cargo", "run", ..] => match words.iter().position(|word| word == "--") {
                Some(at) => &words[at + 1..],
                None => continue,
            },
            _ => continue,
        };
        if shell {
            let exit = remark.trim().strip_prefix("exit ").map_or(0, |code| code.trim().parse().expect("an exit code"));
            commands.push((arguments.to_vec(), exit));
        }
    }
    commands
}

/// A shell line in words; quotation marks hold words together.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut mark = None;
    for character in line.chars() {
        match mark {
            Some(open) if character == open => mark = None,
            None if character == '"' || character == '\'' => mark = Some(character),
            None if character == ' ' => words.push(String::new()),
            _ => words.last_mut().unwrap().push(character),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

// ----- help -----

#[test]
fn the_help_of_every_command_has_a_case_and_the_readme_names_it() {
    let help = run(repository(), &["--help"]).ends_with(0).stdout;
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.contains(&"check") && commands.contains(&"report"), "{commands:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        let case = repository().join("tests/cases/help").join(command);
        assert!(case.join("case.toml").exists(), "tests/cases/help/{command}/ does not exist");
        let shown = std::fs::read_to_string(case.join("stdout.txt")).unwrap_or_default();
        assert!(shown.contains(&format!("Usage: rapporteur {command}")), "tests/cases/help/{command}/stdout.txt");
        assert!(read("README.md").contains(&format!("| `{command}")), "README.md lists the command {command}");
    }
}
