//! The check of the words that `build.rs` makes: planted faults are found, and told with their place.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "../build/words.rs"]
mod check;

use check::{Asked, File, calls, faults, keys};

const ENGLISH: &str = "# Words = here\n[page]\ntitle = \"Report = {name}\"\nlong = '''\nno = key\n'''\n\n[figure]\n\
    points = { one = \"1 point\", other = \"{count} points\" }\n\n[figure.of]\none = \"of 1\"\nother = \"of {count}\"\n\n\
    [none]\nother = \"another reason\"\n";

fn file(name: &str, text: &str) -> File {
    (name.to_owned(), text.to_owned())
}

fn found(template: &str) -> Vec<String> {
    faults(&[file("parts/x.hbs", template)], &[file("words/en.toml", ENGLISH)])
}

#[test]
fn keys_are_those_that_the_program_reads() {
    let wanted = ["figure.of", "figure.points", "none.other", "page.long", "page.title"];
    assert_eq!(keys(ENGLISH).into_iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn the_shipped_words_are_scanned_as_toml_reads_them() {
    fn gather(prefix: &str, table: &toml::Table, keys: &mut Vec<String>) {
        for (key, value) in table {
            let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                toml::Value::Table(table) if !table.contains_key("one") => gather(&key, table, keys),
                _ => keys.push(key),
            }
        }
    }
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/words/en.toml")).unwrap();
    let mut wanted = Vec::new();
    gather("", &text.parse().unwrap(), &mut wanted);
    wanted.sort();
    assert_eq!(keys(&text).into_iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn calls_are_found_in_braces_and_brackets() {
    let word = |key: &str| Asked::Word(key.to_owned());
    let beginning = |key: &str| Asked::Beginning(key.to_owned());
    let template = "{{w \"page\" \"title\"}}\n{{{w \"page.title\" name=(w 'figure' 'of' count=3)}}}\n\
        {{~w \"figure\" kind~}} {{!-- {{w \"no\" \"call\"}}\n --}}\n{{#if (w \"figure\" (concat \"a\" b))}}{{w id}}{{/if}}{{w (concat \"page.t-\" b)}}\
        {{draw \"x\"}}{{w \"page\" \"title\" ~}}";
    let wanted = [
        (1, word("page.title")),
        (2, word("page.title")),
        (2, word("figure.of")),
        (3, beginning("figure.")),
        (5, beginning("figure.a")),
        (5, beginning("page.t-")),
        (5, word("page.title")),
    ];
    assert_eq!(calls(template), wanted);
}

#[test]
fn a_word_that_is_not_there_is_told_with_template_and_line() {
    assert!(found("{{w \"page\" \"title\" name=x}} {{w \"figure\" kind}}").is_empty());
    assert_eq!(found("<p>\n{{w \"page\" \"titel\"}}"), ["templates/parts/x.hbs:2: there is no word `page.titel`"]);
    assert_eq!(found("{{x (w \"page\")}}"), ["templates/parts/x.hbs:1: there is no word `page`"]);
    assert_eq!(
        found("{{w \"figures\" kind}}"),
        ["templates/parts/x.hbs:1: there is no word that begins with `figures.`"]
    );
    assert_eq!(faults(&[], &[]), ["templates/words/en.toml is missing"]);
}

#[test]
fn another_language_has_the_same_keys() {
    let french = ENGLISH.replace("title", "titre");
    let words = [file("words/en.toml", ENGLISH), file("words/fr.toml", &french)];
    let wanted = [
        "templates/words/fr.toml: the word `page.title` is missing",
        "templates/words/fr.toml: the word `page.titre` is not one of words/en.toml",
    ];
    assert_eq!(faults(&[], &words), wanted);
    let same = [file("words/en.toml", ENGLISH), file("words/fr.toml", &ENGLISH.replace("Report", "Rapport"))];
    assert!(faults(&[], &same).is_empty());
}
