//! Every word of the resolutions: the operative texts are rebuilt from the sources, by other means than the rules
//! files were written with, and compared word by word.
//!
//! `tests/sources/` holds the sources as they were extracted from PDF, and `corrections.toml` the short list of what was
//! corrected by hand, each with its reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use crate::support::read;
use rapporteur::load::embedded_rules;
use serde::Deserialize;

#[derive(Deserialize)]
struct Corrections {
    source: Vec<Source>,
    correction: Vec<Correction>,
}

#[derive(Deserialize)]
struct Source {
    id: String,
    /// The words at which the operative part begins.
    begins: String,
    /// The words before which it ends; the end of the file if there are none.
    #[serde(default)]
    ends: String,
    /// Whether the paragraphs are numbered in the text.
    numbered: bool,
    reason: String,
}

#[derive(Deserialize)]
struct Correction {
    source: String,
    wrong: String,
    right: String,
    reason: String,
}

/// A paragraph: its reference, and its words with one space between them.
type Paragraph = (String, String);

fn corrections() -> Corrections {
    toml::from_str(&read("tests/sources/corrections.toml")).unwrap()
}

/// The operative part of a source with the corrections made, line by line, without markup and footnotes.
fn operative(source: &Source, corrections: &[Correction]) -> Vec<String> {
    let mut text = read(&format!("tests/sources/{}.txt", source.id));
    for correction in corrections.iter().filter(|correction| correction.source == source.id) {
        assert_eq!(text.matches(&correction.wrong).count(), 1, "fits once: {}", correction.wrong);
        text = text.replace(&correction.wrong, &correction.right);
    }
    assert_eq!(text.matches(&source.begins).count(), 1, "{} begins once", source.id);
    let from = text.find(&source.begins).unwrap();
    let to = if source.ends.is_empty() { text.len() } else { text.find(&source.ends).unwrap() };
    let superscript = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c);
    text[from..to]
        .lines()
        .map(|line| line.trim().trim_start_matches("- "))
        .filter(|line| !line.is_empty() && !line.starts_with(superscript))
        .map(|line| line.replace(['*'], "").replace(superscript, ""))
        .collect()
}

/// Cuts the lines at numbers and letters that follow one another. What stands before the first number is `chapeau`.
fn numbered(lines: &[String]) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let (mut number, mut letter) = (0, None);
    for line in lines {
        let next_number = format!("{}. ", number + 1);
        let next_letter = letter.map_or('a', |letter: char| char::from(letter as u8 + 1));
        let lettered = format!("({next_letter}) ");
        if let Some(rest) = line.strip_prefix(&next_number) {
            (number, letter) = (number + 1, None);
            found.push((number.to_string(), rest.to_owned()));
        } else if let Some(rest) = line.strip_prefix(&lettered).filter(|_| number > 0) {
            letter = Some(next_letter);
            found.push((format!("{number}({next_letter})"), rest.to_owned()));
        } else if let Some((_, text)) = found.last_mut() {
            text.push(' ');
            text.push_str(line);
        } else {
            found.push(("chapeau".to_owned(), line.clone()));
        }
    }
    found
}

/// Cuts the lines at numbered headings; below them every line is a paragraph, but for deadlines.
fn sections(lines: &[String]) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let (mut section, mut number) = (0, 0);
    for line in lines {
        if let Some(rest) = line.strip_prefix(&format!("{}. ", section + 1)) {
            (section, number) = (section + 1, 0);
            found.push((section.to_string(), rest.to_owned()));
        } else if line.starts_with("Deadline") {
            let (_, text) = found.last_mut().unwrap();
            text.push(' ');
            text.push_str(line);
        } else {
            number += 1;
            found.push((format!("{section}.{number}"), line.clone()));
        }
    }
    found
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// References and texts of a rules file, read without the program's own reader: chapeaux and recommendations.
fn of_rules(id: &str) -> (Vec<Paragraph>, Vec<Paragraph>) {
    let file = embedded_rules().into_iter().find(|file| file.name == format!("rules/{id}.toml")).unwrap();
    let table: toml::Table = std::str::from_utf8(&file.bytes).unwrap().parse().unwrap();
    let list = |key: &str| -> Vec<Paragraph> {
        let entries = table.get(key).and_then(|list| list.as_array()).cloned().unwrap_or_default();
        let text = |entry: &toml::Value, key: &str| entry[key].as_str().unwrap().to_owned();
        entries.iter().map(|entry| (text(entry, "ref"), words(&text(entry, "text")))).collect()
    };
    (list("chapeau"), list("recommendation"))
}

#[test]
fn every_word_of_every_operative_paragraph_is_the_sources() {
    let Corrections { source, correction } = corrections();
    for source in &source {
        let lines = operative(source, &correction);
        let cut = if source.numbered { numbered(&lines) } else { sections(&lines) };
        let cut: Vec<Paragraph> = cut.into_iter().map(|(reference, text)| (reference, words(&text))).collect();
        let (chapeaux, recommendations) = of_rules(&source.id);

        let is_opening = |reference: &str| reference == "chapeau" || (!source.numbered && !reference.contains('.'));
        let paragraphs: Vec<&Paragraph> = cut.iter().filter(|(reference, _)| !is_opening(reference)).collect();
        for (ours, theirs) in recommendations.iter().zip(&paragraphs) {
            assert_eq!(&ours, theirs, "{}", source.id);
        }
        assert_eq!(recommendations.len(), paragraphs.len(), "{}: paragraphs", source.id);
        for chapeau in &chapeaux {
            assert!(
                cut.contains(chapeau),
                "{}: the opening {} is not in the source: {}",
                source.id,
                chapeau.0,
                chapeau.1
            );
        }
        let lettered = |reference: &str| cut.iter().any(|(other, _)| other.starts_with(&format!("{reference}(")));
        let openings = cut.iter().filter(|(reference, _)| is_opening(reference) || lettered(reference)).count();
        assert_eq!(chapeaux.len(), openings, "{}: openings", source.id);
    }
}

#[test]
fn every_instrument_has_a_source_and_every_correction_a_reason() {
    let Corrections { source, correction } = corrections();
    let mut ids: Vec<String> = source.iter().map(|source| format!("rules/{}.toml", source.id)).collect();
    ids.sort();
    let others = ["rules/crosswalk.toml", "rules/scales.toml", "rules/themes.toml"];
    let instruments: Vec<String> =
        embedded_rules().into_iter().map(|file| file.name).filter(|name| !others.contains(&name.as_str())).collect();
    assert_eq!(ids, instruments);
    assert!(source.iter().all(|source| source.reason.ends_with('.')));
    for one in &correction {
        assert!(one.reason.ends_with('.') && one.wrong != one.right, "{}", one.wrong);
        assert!(source.iter().any(|source| source.id == one.source), "{}", one.source);
    }
}

#[test]
fn a_changed_word_would_be_noticed() {
    let lines = ["9. Calls upon:", "(a) To act;", "on two lines;", "(b) To stop;", "10. Decides."].map(str::to_owned);
    let found = numbered(&lines);
    let references: Vec<&str> = found.iter().map(|(reference, _)| reference.as_str()).collect();
    assert_eq!(references, ["chapeau"], "numbers that don't follow are no numbers");
    let lines = ["1. Calls upon:", "(a) To act", "on two lines;", "(c) To stop;", "2. Decides."].map(str::to_owned);
    let found: Vec<Paragraph> = numbered(&lines);
    assert_eq!(found[1], ("1(a)".to_owned(), "To act on two lines; (c) To stop;".to_owned()));
    assert_eq!(found[2].0, "2");
}
