//! Texts as such: what copying out of a PDF or a web page leaves behind.

use std::ops::Range;

use super::Look;
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
    footnotes(text, look);
}

/// Looks for the mark of a paragraph, such as `9.`, `(k)` or a bullet, before its first word.
pub(super) fn mark(text: &At<String>, reference: &str, look: &Look<'_>) {
    let first = text.value.split(char::is_whitespace).next().unwrap_or_default();
    let bullet = matches!(first, "-" | "–" | "—" | "•" | "*" | "·");
    let last = reference.rfind(['.', '(']).map_or(reference, |at| &reference[at..]);
    let own = [reference, last, last.trim_matches(['(', ')', '.'])];
    let bare = first.trim_end_matches(['.', ')']);
    let numbered = first.len() > bare.len() && own.iter().any(|own| *own == first || own.trim_end_matches(')') == bare);
    if bullet || numbered || first == reference && reference.contains(['(', '.']) {
        look.note_in(Fact::ListMark { found: first.to_owned() }, text, 0..first.len());
    }
}

/// Looks for spaces and markup.
pub(super) fn plain(text: &At<String>, look: &Look<'_>) {
    spaces(text, look);
    if let Some((from, to)) = markup(&text.value) {
        let found = text.value[from..to].to_owned();
        look.note_in(Fact::TextMarkup { found }, text, from..to);
    }
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

/// The first mark of a markup language.
fn markup(text: &str) -> Option<(usize, usize)> {
    let pieces = ["](", "\\(", "\\)", "\\[", "\\]", "\\*", "\\_", "**", "&amp;", "&nbsp;", "&lt;", "&gt;", "&quot;"];
    let piece = pieces.iter().filter_map(|piece| text.find(piece).map(|at| (at, at + piece.len())));
    let heading = text.match_indices('#').find(|(at, _)| {
        let begins = text[..*at].chars().next_back().is_none_or(|before| before == '\n');
        begins && text[*at..].trim_start_matches('#').starts_with(' ')
    });
    let piece = piece.chain(heading.map(|(at, mark)| (at, at + mark.len())));
    piece.chain(tag(text)).chain(emphasis(text, '*')).chain(emphasis(text, '_')).min()
}

/// `<b>`, `</b>` or `<https://…>`.
fn tag(text: &str) -> Option<(usize, usize)> {
    text.match_indices('<').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let end = rest.find(['>', '<', '\n']).filter(|end| rest[*end..].starts_with('>') && *end <= 80)?;
        let opens = rest.starts_with('/') || rest.starts_with(|c: char| c.is_ascii_alphabetic());
        opens.then_some((at, at + end + 2))
    })
}

/// As much of a text as a mark may enclose; a hostile text is searched no further.
fn start_of(text: &str) -> &str {
    text.char_indices().nth(200).map_or(text, |(end, _)| &text[..end])
}

/// `*words*` or `_words_`.
fn emphasis(text: &str, mark: char) -> Option<(usize, usize)> {
    let before = |at: usize| text[..at].chars().next_back();
    let after = |at: usize| text[at + 1..].chars().next();
    let joins = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let word = |character: Option<char>| character.is_some_and(|c| !c.is_whitespace() && c != mark);
    text.match_indices(mark).find_map(|(from, _)| {
        if joins(before(from)) || !word(after(from)) {
            return None;
        }
        let inner = start_of(&text[from + 1..]).split('\n').next().unwrap_or_default();
        let mut inner = inner.match_indices(mark).map(|(at, _)| from + 1 + at);
        inner.find(|at| word(before(*at)) && !joins(after(*at))).map(|at| (from, at + 1))
    })
}

/// Words that may follow a hyphen with a space: "short- and long-term", "two- to three-year".
const AFTER_HYPHEN: [&str; 10] = ["and", "or", "nor", "to", "as", "but", "through", "versus", "rather", "than"];

fn hyphenation(text: &At<String>, look: &Look<'_>) {
    for range in divided(&text.value) {
        let found = text.value[range.clone()].replace('\n', " ");
        look.note_in(Fact::BrokenHyphenation { found }, text, range);
    }
    for (at, mark) in text.value.match_indices('\u{AD}') {
        let found = "an invisible hyphen".to_owned();
        look.note_in(Fact::BrokenHyphenation { found }, text, at..at + mark.len());
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
        look.note_in(Fact::BrokenLine { found }, text, range);
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

const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

fn footnotes(text: &At<String>, look: &Look<'_>) {
    let value = &text.value;
    let mut noted = 0;
    for (at, character) in value.char_indices() {
        if at < noted {
            continue;
        }
        if let Some(length) = footnote(&value[..at], character, &value[at..]) {
            noted = at + length;
            look.note_in(Fact::FootnoteMark { found: value[at..noted].to_owned() }, text, at..noted);
        }
    }
}

/// Length of the footnote mark with which `rest` begins.
fn footnote(before: &str, character: char, rest: &str) -> Option<usize> {
    let previous = before.chars().next_back();
    let digits = |from: usize| rest[from..].chars().take_while(char::is_ascii_digit).count();
    match character {
        // Square metres have a superscript too.
        _ if SUPERSCRIPTS.contains(&character) => {
            let unit = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let run = rest.chars().take_while(|c| SUPERSCRIPTS.contains(c)).map(char::len_utf8).sum();
            (!matches!(unit, "m" | "km" | "cm" | "mm" | "ft")).then_some(run)
        }
        '†' | '‡' => Some(character.len_utf8()),
        '^' if rest.starts_with("^{") => start_of(rest).find('}').map(|end| end + 1),
        '[' => {
            let caret = usize::from(rest.starts_with("[^"));
            let number = digits(1 + caret);
            let follows_word = previous.is_some_and(|c| !c.is_whitespace());
            let length = 1 + caret + number;
            let closed = (1..=3).contains(&number) && rest[length..].starts_with(']');
            (closed && (caret == 1 || follows_word)).then_some(length + 1)
        }
        '*' => {
            let follows_word =
                previous.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | ')' | '”'));
            let next = rest[1..].chars().next();
            let ends = next.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | ')'));
            (follows_word && ends && !before.contains('*')).then_some(1)
        }
        // A year, a symbol such as A/HRC/58/53 or a name such as Web3 is no word of small letters with a number.
        '0'..='9' if previous.is_some_and(char::is_lowercase) => {
            let word = before.chars().rev().take_while(|c| c.is_lowercase()).count();
            let number = digits(0);
            let next = rest[number..].chars().next();
            let ends = next.is_none_or(|c| matches!(c, ',' | '.' | ';' | ':' | ')' | '”' | '"'));
            let inside = rest[number..].chars().nth(1).is_some_and(char::is_alphanumeric);
            (word >= 4 && number <= 2 && ends && !inside).then_some(number)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_told_from_ordinary_signs() {
        for found in [
            "the *Declaration* of",
            "a _word_ here",
            "<b>text",
            "see [it](x)",
            "9\\(a\\)",
            "a **b",
            "x &amp; y",
            "## Part",
        ] {
            assert!(markup(found).is_some(), "{found}");
        }
        for fine in
            ["a_b_c", "2 * 3 * 4", "5 < 6 and 7 > 3", "A/HRC/58/53*", "(a) and [b] (c)", "R&D; more", "No. #1 # 2"]
        {
            assert_eq!(markup(fine), None, "{fine}");
        }
    }

    #[test]
    fn divided_words_and_lines_are_told_from_lists() {
        assert_eq!(divided("to publish re- ports, re-\nports"), [11..20, 22..31]);
        assert_eq!(divided("the Om- budsman, the State- owned"), [4..15, 21..33]);
        let fine = "short- and long-term, two- to three-year, pre-, mid- and post-, e- mail, non- State";
        assert_eq!(divided(fine), []);
        assert_eq!(broken("Calls upon\nStates\nto publish"), [6..10, 11..17]);
        for fine in ["Publish it.\nDeadline: May.", "States:\n(a) One,\n(b) Two", "He said \"no.\"\nShe left.", "One\n"]
        {
            assert_eq!(broken(fine), [], "{fine}");
        }
    }

    #[test]
    fn footnotes_are_told_from_symbols() {
        fn found(text: &str) -> Option<&str> {
            text.char_indices().find_map(|(at, character)| {
                let length = footnote(&text[..at], character, &text[at..])?;
                Some(&text[at..at + length])
            })
        }
        for (text, mark) in [
            ("in the digital age,¹ and", "¹"),
            ("Human Rights^{12} and", "^{12}"),
            ("Rights[^3] and", "[^3]"),
            ("defenders1, and", "1"),
            ("the Principles.[12]", "[12]"),
            ("the Principles* and", "*"),
            ("the Principles† and", "†"),
        ] {
            assert_eq!(found(text), Some(mark), "{text}");
        }
        for fine in [
            "resolution 53/144 of 1998, A/HRC/58/L.27/Rev.1, and Rev.2;",
            "Web3, G20, COVID19, 5G; h2o, 2030.",
            "(a) in 12 km² of [1998] see 9(a).",
            "article 19, paragraph 3; and 2*3",
        ] {
            assert_eq!(found(fine), None, "{fine}");
        }
    }
}
