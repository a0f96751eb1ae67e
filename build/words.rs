//! What templates ask of the words of reports, held against the files of words when the program is built.
//!
//! A scanner of lines is enough: the files are ours, and a build needs no parser of TOML for them.

use std::collections::BTreeSet;

/// A file by its path below `templates/`, with its text.
pub(crate) type File = (String, String);

/// What is wrong: calls of words that `words/en.toml` doesn't have, and files of words with other keys than it.
pub(crate) fn faults(templates: &[File], words: &[File]) -> Vec<String> {
    const OURS: &str = "words/en.toml";
    let Some((_, english)) = words.iter().find(|(name, _)| name == OURS) else {
        return vec![format!("templates/{OURS} is missing")];
    };
    let known = keys(english);
    let mut faults = Vec::new();
    for (name, text) in templates {
        for (line, asked) in calls(text) {
            if let Some(fault) = asked.fault(&known) {
                faults.push(format!("templates/{name}:{line}: {fault}"));
            }
        }
    }
    for (name, text) in words.iter().filter(|(name, _)| name != OURS) {
        let theirs = keys(text);
        faults.extend(known.difference(&theirs).map(|key| format!("templates/{name}: the word `{key}` is missing")));
        let extra = theirs.difference(&known);
        faults.extend(extra.map(|key| format!("templates/{name}: the word `{key}` is not one of {OURS}")));
    }
    faults
}

/// The keys of a file of words; forms of a number (`one`, `other`) are one key.
pub(crate) fn keys(toml: &str) -> BTreeSet<String> {
    let (mut keys, mut table, mut long) = (BTreeSet::new(), String::new(), None);
    for line in toml.lines().map(str::trim) {
        // Inside of a text of several lines nothing is a key.
        if let Some(quotes) = long {
            long = (!line.contains(quotes)).then_some(quotes);
        } else if let Some(header) = line.strip_prefix('[') {
            table = header.split(']').next().unwrap_or_default().trim().to_owned();
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            let key: String = key.chars().filter(|c| !c.is_whitespace() && *c != '"').collect();
            keys.insert(if table.is_empty() { key } else { format!("{table}.{key}") });
            long = ["\"\"\"", "'''"].into_iter().find(|quotes| value.matches(quotes).count() == 1);
        }
    }
    // Forms of a number that have a table of their own; a word may be called `other` without them.
    let counted: Vec<String> = keys.iter().filter_map(|key| key.strip_suffix(".one")).map(str::to_owned).collect();
    for key in counted {
        if keys.remove(&format!("{key}.other")) {
            keys.remove(&format!("{key}.one"));
            keys.insert(key);
        }
    }
    keys
}

/// The words that a template asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// One word.
    Word(String),
    /// One of the words that begin so; which one, the report says.
    Beginning(String),
}

impl Asked {
    fn fault(&self, known: &BTreeSet<String>) -> Option<String> {
        match self {
            Self::Word(key) => (!known.contains(key)).then(|| format!("there is no word `{key}`")),
            Self::Beginning(key) => {
                let found = known.iter().any(|known| known.starts_with(key));
                (!found).then(|| format!("there is no word that begins with `{key}`"))
            }
        }
    }
}

/// All calls of `w` in a template that can be known before it is filled in, with their lines.
pub(crate) fn calls(template: &str) -> Vec<(usize, Asked)> {
    let template = without_comments(template);
    let starts = template.match_indices("w ").filter(|(at, _)| template[..*at].ends_with(['{', '(', '~']));
    let asked = starts.filter_map(|(at, name)| {
        let line = template[..at].matches('\n').count() + 1;
        Some((line, asked(&template[at + name.len()..])?))
    });
    asked.collect()
}

/// What is asked for by the parameters at the beginning of `rest`; nothing where the first comes from the report.
fn asked(rest: &str) -> Option<Asked> {
    let (mut parts, mut rest) = (Vec::new(), rest.trim_start());
    while let Some(quote) = rest.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let (part, after) = rest[1..].split_once(quote)?;
        parts.push(part);
        rest = after.trim_start();
    }
    let key = parts.join(".");
    let name = rest.split([' ', '\n', ')', '}']).next().unwrap_or_default();
    // What is filled in begins here, or the call ends.
    if name.is_empty() || name == "~" || (name.contains('=') && !name.starts_with('(')) {
        return (!parts.is_empty()).then_some(Asked::Word(key));
    }
    let below = if parts.is_empty() { String::new() } else { format!("{key}.") };
    let begun = rest.strip_prefix("(concat \"").and_then(|rest| rest.split_once('"')).map_or("", |(begun, _)| begun);
    let beginning = below + begun;
    (!beginning.is_empty()).then_some(Asked::Beginning(beginning))
}

/// The template with spaces in place of its comments, so that lines stay where they are.
fn without_comments(template: &str) -> String {
    let mut kept = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, comment)) = rest.split_once("{{!") {
        let end = if comment.starts_with("--") { "--}}" } else { "}}" };
        let (comment, after) = comment.split_once(end).unwrap_or((comment, ""));
        kept.push_str(before);
        kept.extend(comment.matches('\n'));
        rest = after;
    }
    kept + rest
}
