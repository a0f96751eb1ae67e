//! Marks that are no part of a text: of markup, of footnotes, of lists.

use super::Look;
use crate::problem::Fact;
use crate::source::At;

/// Looks for the mark of a paragraph, such as `9.`, `(k)` or a bullet, before its first word.
pub(super) fn of_list(text: &At<String>, reference: &str, look: &Look<'_>) {
    let first = text.value.split(char::is_whitespace).next().unwrap_or_default();
    let bullet = matches!(first, "-" | "–" | "—" | "•" | "*" | "·");
    let last = reference.rfind(['.', '(']).map_or(reference, |at| &reference[at..]);
    let own = [reference, last, last.trim_matches(['(', ')', '.'])];
    let bare = first.trim_end_matches(['.', ')']);
    let numbered = first.len() > bare.len() && own.iter().any(|own| *own == first || own.trim_end_matches(')') == bare);
    if bullet || numbered || first == reference && reference.contains(['(', '.']) {
        look.note_in(Fact::ListMark(first.to_owned()), text, 0..first.len());
    }
}

/// Looks for the first mark of a markup language.
pub(super) fn of_markup(text: &At<String>, look: &Look<'_>) {
    if let Some((from, to)) = markup(&text.value) {
        let found = text.value[from..to].to_owned();
        look.note_in(Fact::TextMarkup(found), text, from..to);
    }
}

/// Looks for the marks of footnotes.
pub(super) fn of_footnotes(text: &At<String>, look: &Look<'_>) {
    let value = &text.value;
    let mut noted = 0;
    for (at, character) in value.char_indices() {
        if at < noted {
            continue;
        }
        if let Some(length) = footnote(&value[..at], character, &value[at..]) {
            noted = at + length;
            look.note_in(Fact::FootnoteMark(value[at..noted].to_owned()), text, at..noted);
        }
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

const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

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
