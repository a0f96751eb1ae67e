//! Texts as such: what copying out of a PDF or a web page leaves behind.

use std::ops::Range;

use super::{Look, marks};
use crate::problem::Fact;
use crate::source::At;

/// What a skeleton has in place of words.
pub(super) const DOTS: &str = "…";

/// Looks at a verbatim text.
pub(super) fn verbatim(text: &At<String>, look: &Look<'_>) {
    if text.value.trim() == DOTS {
        look.note(Fact::NotFilledIn { key: "text" }, &text.spot);
        return;
    }
    plain(text, look);
    hyphenation(text, look);
    lines(text, look);
    marks::of_footnotes(text, look);
}

/// Looks for spaces and markup.
pub(super) fn plain(text: &At<String>, look: &Look<'_>) {
    spaces(text, look);
    marks::of_markup(text, look);
}

fn spaces(text: &At<String>, look: &Look<'_>) {
    let value = &text.value;
    let mut line_start = 0;
    for line in value.split_inclusive('\n') {
        let (start, words) = (line_start, line.trim());
        line_start += line.len();
        let bare = line.strip_suffix('\n').map_or(line, |bare| bare.strip_suffix('\r').unwrap_or(bare));
        let indent = bare.len() - bare.trim_start().len();
        if words.is_empty() {
            continue;
        }
        if indent > 0 {
            look.note_in(Fact::TextSpaces, text, start..start + indent);
        }
        let end = indent + words.len();
        let trailing = if value[start + end..].trim_start().is_empty() { value.len() } else { start + bare.len() };
        if trailing > start + end {
            look.note_in(Fact::TextSpaces, text, start + end..trailing);
        }
        doubled(text, start + indent, words, look);
    }
}

fn doubled(text: &At<String>, start: usize, words: &str, look: &Look<'_>) {
    let is_space = |character: char| matches!(character, ' ' | '\t' | '\u{A0}');
    let mut at = 0;
    while let Some(found) = words[at..].find(is_space) {
        let from = at + found;
        let run = words[from..].find(|character| !is_space(character)).unwrap_or(words.len() - from);
        if words[from..from + run].chars().count() > 1 {
            look.note_in(Fact::DoubleSpace, text, start + from..start + from + run);
        }
        at = from + run;
    }
}

/// Words that may follow a hyphen with a space: "short- and long-term", "two- to three-year".
const AFTER_HYPHEN: [&str; 10] = ["and", "or", "nor", "to", "as", "but", "through", "versus", "rather", "than"];

fn hyphenation(text: &At<String>, look: &Look<'_>) {
    for range in divided(&text.value) {
        let found = text.value[range.clone()].replace('\n', " ");
        look.note_in(Fact::BrokenHyphenation(found), text, range);
    }
    for (at, mark) in text.value.match_indices('\u{AD}') {
        let found = "an invisible hyphen".to_owned();
        look.note_in(Fact::BrokenHyphenation(found), text, at..at + mark.len());
    }
}

/// Words in two parts, with a hyphen and a space between them.
fn divided(value: &str) -> Vec<Range<usize>> {
    let lower = |c: &char| c.is_lowercase();
    let hyphens = value.match_indices("- ").chain(value.match_indices("-\n"));
    let found = hyphens.filter_map(|(at, _)| {
        let letter = |c: &char| c.is_alphabetic();
        let before: usize = value[..at].chars().rev().take_while(letter).map(char::len_utf8).sum();
        let small = value[..at].ends_with(char::is_lowercase);
        let next = at + 2;
        let after: usize = value[next..].chars().take_while(lower).map(char::len_utf8).sum();
        let joins = AFTER_HYPHEN.contains(&&value[next..next + after]);
        (small && before >= 2 && after >= 2 && !joins).then_some(at - before..next + after)
    });
    found.collect()
}

fn lines(text: &At<String>, look: &Look<'_>) {
    for range in broken(&text.value) {
        let next = text.value[range.end..].split_whitespace().next().unwrap_or_default();
        let found = format!("{} {next}", &text.value[range.clone()]);
        look.note_in(Fact::BrokenLine(found), text, range);
    }
}

/// The last word of each line that ends where neither a sentence nor an entry of a list does.
fn broken(value: &str) -> Vec<Range<usize>> {
    let value = value.trim_end();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = value[from..].find('\n').map(|at| from + at) {
        let before = value[..at].trim_end();
        let after = value[at..].trim_start();
        from = value.len() - after.len();
        let closed = before.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
        let ends = closed.is_empty() || closed.ends_with(['.', ';', ':', '!', '?', '-', '…']);
        let list = after.starts_with(['(', '-', '–', '—', '•', '*']) || after.starts_with(|c: char| c.is_ascii_digit());
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        if !ends && !list {
            found.push(before.len() - word.len()..before.len());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divided_words_and_lines_are_told_from_lists() {
        assert_eq!(divided("to publish re- ports, re-\nports"), [11..20, 22..31]);
        assert_eq!(divided("the Om- budsman, the State- owned"), [4..15, 21..33]);
        let fine = "short- and long-term, two- to three-year, pre-, mid- and post-, e- mail, non- State";
        assert!(divided(fine).is_empty());
        assert_eq!(broken("Calls upon\nStates\nto publish"), [6..10, 11..17]);
        for fine in ["Publish it.\nDeadline: May.", "States:\n(a) One,\n(b) Two", "He said \"no.\"\nShe left.", "One\n"]
        {
            assert!(broken(fine).is_empty(), "{fine}");
        }
    }
}
