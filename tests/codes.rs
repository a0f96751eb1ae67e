//! What people forget: a code without explanation or case, a word that no template uses, a template or test left out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use crate::support::{self, files_below, read, repository, run};
use rapporteur::problem::{Code, Severity, explanation};
use strum::IntoEnumIterator;

// ----- codes -----

fn codes() -> BTreeSet<String> {
    Code::iter().map(|code| code.to_string()).collect()
}

#[test]
fn explain_lists_every_code_and_explains_each() {
    let listed: BTreeSet<String> =
        run(repository(), &["explain"]).ends_with(0).stdout.lines().map(str::to_owned).collect();
    assert_eq!(listed, codes());
    for code in codes() {
        let shown = run(repository(), &["explain", &code]).ends_with(0).stdout;
        assert_eq!(Some(shown.as_str()), explanation(Code::from_str(&code).unwrap()));
    }
}

#[test]
fn explanations_and_codes_are_the_same_set() {
    let files: BTreeSet<String> = files_below(&repository().join("src/problem/explain"))
        .into_iter()
        .map(|name| name.strip_suffix(".md").expect("explanations are .md files").to_owned())
        .collect();
    assert_eq!(files, codes());
}

#[test]
fn every_explanation_has_the_same_headings_and_fits_a_terminal() {
    for code in Code::iter() {
        let text = explanation(code).unwrap();
        let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
        let title = format!("# {code}");
        let wanted = [title.as_str(), "## What it means", "## Why it matters", "## Example", "## How to mend it"];
        assert_eq!(headings, wanted, "{code}");
        let severity = match code.severity() {
            Severity::Error => "Error: stops a report.",
            Severity::Warning => "Warning: ",
        };
        assert!(text.lines().nth(2).is_some_and(|line| line.starts_with(severity)), "{code}: {severity}");
        for (number, line) in text.lines().enumerate() {
            assert!(line.chars().count() <= 80, "{code}.md:{}: longer than 80 columns", number + 1);
            assert_eq!(line, line.trim_end(), "{code}.md:{}: spaces at its end", number + 1);
        }
    }
}

#[test]
fn every_code_has_a_case_that_provokes_it() {
    let problems = repository().join("tests/cases/problems");
    let folders: BTreeSet<String> = fs::read_dir(&problems)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let missing: Vec<String> = codes().difference(&folders).cloned().collect();
    assert_eq!(missing, Vec::<String>::new(), "codes without a case folder");
    for folder in &folders {
        let said: String = ["stdout.txt", "stderr.txt"]
            .iter()
            .map(|name| fs::read_to_string(problems.join(folder).join(name)).unwrap_or_default())
            .collect();
        let provoked: Vec<String> = codes()
            .into_iter()
            .filter(|code| said.contains(&format!("[{code}]")) || said.contains(&format!("\"{code}\"")))
            .collect();
        if codes().contains(folder) {
            assert!(provoked.contains(folder), "tests/cases/problems/{folder} does not provoke it");
        } else {
            assert!(provoked.len() > 1, "tests/cases/problems/{folder} is named after no code, and shows not several");
        }
    }
}

// ----- words and templates -----

/// Templates by name.
fn templates() -> Vec<(String, String)> {
    let names = files_below(&repository().join("templates")).into_iter().filter(|name| name.ends_with(".hbs"));
    names.map(|name| (name.clone(), read(&format!("templates/{name}")))).collect()
}

/// The keys of the words of reports and of the form.
fn words() -> BTreeSet<String> {
    fn gather(prefix: &str, table: &toml::Table, keys: &mut BTreeSet<String>) {
        for (key, value) in table {
            let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                toml::Value::Table(table) if !table.contains_key("one") => gather(&key, table, keys),
                _ => _ = keys.insert(key),
            }
        }
    }
    let mut keys = BTreeSet::new();
    for name in ["words/en.toml", "form/words/en.toml"] {
        gather("", &read(&format!("templates/{name}")).parse().unwrap(), &mut keys);
    }
    keys
}

/// What a template asks of the words: a whole key, or a key of which some part comes from the report.
#[derive(Debug)]
enum Call {
    Whole(String),
    Part { before: String, after: String },
}

/// All `w` calls of a template, in brackets or braces.
fn calls(template: &str) -> Vec<Call> {
    let starts = template.match_indices("{{w ").chain(template.match_indices("(w "));
    let mut calls = Vec::new();
    for (at, opening) in starts {
        let rest = &template[at + opening.len()..];
        let mut parts: Vec<Option<String>> = Vec::new();
        let mut joined = ".";
        for token in tokens(rest) {
            match token {
                "concat" => joined = "",
                text if text.starts_with('"') => parts.push(Some(text.trim_matches('"').to_owned())),
                text if text.contains('=') => break,
                _ => parts.push(None),
            }
        }
        let whole: Option<Vec<String>> = parts.iter().cloned().collect();
        calls.push(match whole {
            Some(parts) => Call::Whole(parts.join(joined)),
            None => {
                let variable = parts.iter().position(Option::is_none).unwrap();
                let side = |parts: &[Option<String>]| parts.iter().flatten().cloned().collect::<Vec<_>>().join(joined);
                let before = side(&parts[..variable]);
                let after = side(&parts[variable + 1..]);
                let dotted = |part: &str| joined == "." && !part.is_empty();
                let before = if dotted(&before) { format!("{before}.") } else { before };
                Call::Part { before, after: if dotted(&after) { format!(".{after}") } else { after } }
            }
        });
    }
    calls
}

/// The parameters of a call, up to its end; those of `(concat …)` are taken as its own.
fn tokens(rest: &str) -> Vec<&str> {
    let (mut tokens, mut depth, mut start, mut quoted) = (Vec::new(), 0_i32, 0, false);
    for (at, character) in rest.char_indices() {
        let ends = !quoted && matches!(character, ' ' | '(' | ')' | '}');
        if ends {
            if start < at {
                tokens.push(&rest[start..at]);
            }
            start = at + 1;
        }
        match character {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if !quoted && (character == '}' || depth < 0) {
            break;
        }
    }
    tokens
}

#[test]
fn every_word_that_a_template_calls_exists() {
    let words = words();
    let mut found = 0;
    for (name, text) in templates() {
        for call in calls(&text) {
            found += 1;
            match call {
                Call::Whole(key) => assert!(words.contains(&key), "{name} calls `{key}`"),
                Call::Part { before, after } => {
                    let fits = |key: &&String| key.starts_with(&before) && key.ends_with(&after);
                    assert!(words.iter().find(fits).is_some(), "{name} calls `{before}…{after}`, and none is there");
                }
            }
        }
    }
    assert!(found > 100, "calls were found: {found}");
}

#[test]
fn every_word_is_used() {
    let sources: String = files_below(&repository().join("src"))
        .iter()
        .filter(|name| name.ends_with(".rs"))
        .map(|name| read(&format!("src/{name}")))
        .collect();
    // Keys that the source puts together: `format!("group.{}-short", …)`.
    let formats: Vec<(&str, &str)> = sources
        .split('"')
        .filter_map(|literal| literal.split_once('{'))
        .filter_map(|(before, rest)| Some((before, rest.split_once('}')?.1)))
        .filter(|(before, _)| {
            before.contains('.') && before.chars().all(|c| c.is_ascii_lowercase() || ".-".contains(c))
        })
        .collect();
    let templates = templates();
    let whole_text: String = templates.iter().map(|(_, text)| text.as_str()).collect();
    let calls: Vec<Call> = templates.iter().flat_map(|(_, text)| calls(text)).collect();
    // Searched once: the sources are long, and looked through for each word.
    let (of_source, of_templates) = (literals(&sources), literals(&whole_text));
    let (paths, lines) = (after_colons(&sources), variants(&sources));
    // A part that the report fills in is a literal of a template, of the source, or the name of a variant.
    let is_a_value = |value: &str| {
        let camel: String = value.split('-').map(capitalised).collect();
        let camel = camel.as_str();
        let in_path = || paths.range(camel..).next().is_some_and(|path| path.starts_with(camel));
        of_templates.contains(value) || of_source.contains(value) || lines.contains(camel) || in_path()
    };
    let used = |key: &str| {
        let by_template = calls.iter().any(|call| match call {
            Call::Whole(called) => called == key,
            Call::Part { before, after } => key
                .strip_prefix(before.as_str())
                .and_then(|rest| rest.strip_suffix(after.as_str()))
                .is_some_and(is_a_value),
        });
        let by_source = of_source.contains(key)
            || formats.iter().any(|(before, after)| {
                key.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).is_some_and(is_a_value)
            });
        by_template || by_source
    };
    let unused: Vec<String> = words().into_iter().filter(|key| !used(key)).collect();
    assert_eq!(unused, Vec::<String>::new(), "words that nothing calls");
}

/// The next steps of problems on pages: each is for a code that there is, and speaks to people who never see the file.
#[test]
fn the_next_step_on_a_page_is_that_of_a_code_and_needs_no_text_editor() {
    let words: toml::Table = read("templates/form/words/en.toml").parse().unwrap();
    let steps = words["mend"].as_table().unwrap();
    for (code, step) in steps {
        assert!(Code::from_str(code).is_ok(), "`mend.{code}` is for no code");
        let said = step.to_string();
        assert!(!said.contains('`') && !said.contains("[["), "mend.{code}: {said}");
    }
    assert!(steps.len() > 30, "steps were found: {}", steps.len());
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What stands between two quotation marks, whichever these are.
fn literals(text: &str) -> BTreeSet<&str> {
    text.split('"').collect()
}

/// What follows each `::`, where variants are named.
fn after_colons(text: &str) -> BTreeSet<&str> {
    text.split("::").skip(1).collect()
}

/// What stands on a line of its own, as variants do where they are declared.
fn variants(text: &str) -> BTreeSet<&str> {
    text.lines().map(|line| line.trim().trim_end_matches([',', '{', ' '])).collect()
}

#[test]
fn every_template_stylesheet_and_word_file_is_compiled_in() {
    let program = fs::read(env!("CARGO_BIN_EXE_rapporteur")).unwrap();
    let program = String::from_utf8_lossy(&program);
    let mut found = 0;
    for name in files_below(&repository().join("templates")) {
        if ["hbs", "css", "js", "toml"]
            .iter()
            .any(|kind| Path::new(&name).extension().is_some_and(|known| known == *kind))
        {
            found += 1;
            assert!(program.contains(&read(&format!("templates/{name}"))), "templates/{name} is not in the program");
        }
    }
    assert!(found >= 8, "templates were found: {found}");
}

#[test]
fn every_file_of_tests_is_run_and_the_table_names_it() {
    let (all, table) = (read("tests/all.rs"), read("tests/README.md"));
    let mut found = 0;
    for entry in fs::read_dir(repository().join("tests")).unwrap() {
        let path = entry.unwrap().path();
        let file = if path.is_dir() { path.join("mod.rs") } else { path };
        if !file.exists() {
            continue;
        }
        let file = file.strip_prefix(repository()).unwrap().to_str().unwrap();
        let Some(name) = file.strip_prefix("tests/").and_then(|name| name.strip_suffix(".rs")) else { continue };
        found += 1;
        assert!(table.contains(&format!("| `{file}` |")), "tests/README.md does not name {file}");
        let module = format!("\nmod {};\n", name.trim_end_matches("/mod"));
        assert!(["all", "cases"].contains(&name) || all.contains(&module), "tests/all.rs leaves {file} out");
    }
    assert!(found > 20, "files were found: {found}");
}

#[test]
fn an_own_copy_of_each_template_takes_the_place_of_ours() {
    let folder = support::folder_with(&[("responses.toml", support::SOUND)]);
    // The form's are not replaced.
    for name in files_below(&repository().join("templates")).into_iter().filter(|name| !name.starts_with("form/")) {
        let Some(kind) = Path::new(&name).extension().and_then(|kind| kind.to_str()) else { continue };
        let fault = match kind {
            "hbs" => "{{#if",
            "toml" => "no = [toml",
            "css" => "p::after { content: 'of the house' }",
            _ => continue,
        };
        let own = folder.path().join("own");
        fs::create_dir_all(own.join(&name).parent().unwrap()).unwrap();
        fs::write(own.join(&name), fault).unwrap();
        let arguments = ["report", "responses.toml", "--format", "html", "-o", "made", "--templates", "own"];
        let run = run(folder.path(), &arguments);
        if kind == "css" {
            run.ends_with(0);
            let made = fs::read_to_string(folder.path().join("made/self-assessment.html")).unwrap();
            assert!(made.contains(fault), "{name}: the own stylesheet is inside");
        } else {
            let run = run.ends_with(1);
            assert!(run.stderr.contains(&name), "{name} is named: {}", run.stderr);
        }
        fs::remove_dir_all(own).unwrap();
    }
}
