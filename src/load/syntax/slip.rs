//! What a syntax error is, in plain words, judged by the line it stands on rather than by the parser's sentence.

use std::ops::Range;

use super::scan::{self, Scan, Stretch};
use crate::problem::Fact;

/// Typographic quotation marks that word processors put in place of straight ones.
const CURLY: [char; 10] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛'];

/// Keys that take a day.
const DAYS: [&str; 6] = ["date", "from", "to", "due", "done-on", "deadline"];

/// A syntax error of a block.
#[derive(Debug)]
pub(super) struct Slip {
    /// What is wrong.
    pub(super) fact: Fact,
    /// Where.
    pub(super) at: Range<usize>,
    /// The lines that say nothing because of it.
    pub(super) lines: Range<usize>,
    /// Where a key that is given twice was given first.
    pub(super) first: Option<Range<usize>>,
}

/// Brackets nested without an end: nothing of the block can be read.
pub(super) fn too_deep(piece: &str, found: &Scan) -> Slip {
    let at = found.deepest;
    let fact = syntax("brackets are nested too deeply", "look for a `[` or `{` that is never closed");
    Slip { fact, at: at..at + 1, lines: line_of(piece, at).start..piece.len(), first: None }
}

/// A text of several lines, list or table in braces that is never closed. What the parser makes of the lines below it
/// is beside the point.
pub(super) fn unclosed(piece: &str, found: &Scan) -> Option<Slip> {
    if let Some(text) = found.open_text() {
        let marks = &piece[text.range.start..text.range.start + 3];
        let finding = format!("a text between `{marks}` is not closed");
        let help = format!("write `{marks}` where the text ends");
        let line = line_of(piece, text.range.start);
        let at = text.range.start..text.range.start + 3;
        return Some(Slip { fact: syntax(&finding, &help), at, lines: line.start..piece.len(), first: None });
    }
    let at = found.unclosed?;
    let fact = match piece.as_bytes().get(at) {
        Some(b'{') => syntax("a table in braces is not closed", "close it with `}`"),
        _ => syntax("a list is not closed", "close it with `]`"),
    };
    let lines = with_continuation(piece, line_of(piece, at));
    Some(Slip { fact, at: at..at + 1, lines, first: None })
}

/// The slip behind an error of the parser at `at`.
pub(super) fn name(message: &str, piece: &str, found: &Scan, at: Range<usize>) -> Slip {
    let at = floor(piece, at.start)..floor(piece, at.end.max(at.start));
    let covering = found.covering(at.start);
    if let Some(text) = covering.filter(|stretch| stretch.multi) {
        // The rest of such a text would be read as lines of their own, so all of it is blanked.
        let lines = line_of(piece, text.range.start).start..line_of(piece, text.range.end).end;
        return Slip { fact: by_message(message, ""), at, lines, first: None };
    }
    let line = line_of(piece, at.start);
    let text = &piece[line.clone()];
    if let Some((mark, curly)) = curly_mark(piece, found, &line) {
        return Slip {
            fact: Fact::CurlyQuotes { mark },
            at: curly,
            lines: with_continuation(piece, line),
            first: None,
        };
    }
    if message.contains("duplicate key") {
        let (key, first) = (key_of(text).to_owned(), first_of(piece, key_of(text), line.start));
        let fact = Fact::GivenTwice { what: format!("`{key}`") };
        return Slip { fact, at, lines: line, first };
    }
    if scan::is_header(text) {
        return Slip { fact: of_header(message, text), at: trimmed(piece, &line), lines: line, first: None };
    }
    let open = found.beginning_on(&line).iter().any(|stretch| !stretch.closed);
    if let (Some((fact, at)), false) = (of_value(message, piece, found, &line, at.start), open) {
        return Slip { fact, at, lines: line, first: None };
    }
    let lines = if open { with_continuation(piece, line.clone()) } else { line.clone() };
    Slip { fact: by_message(message, text), at, lines, first: None }
}

fn syntax(finding: &str, help: &str) -> Fact {
    Fact::Syntax { finding: finding.into(), help: help.into() }
}

/// A typographic mark on the line that stands where a straight one is needed: it opens a value or part of a key, or
/// closes a text that a straight one opened.
fn curly_mark(piece: &str, found: &Scan, line: &Range<usize>) -> Option<(char, Range<usize>)> {
    let mut before = '=';
    for (offset, character) in piece[line.clone()].char_indices() {
        let at = line.start + offset;
        match found.covering(at) {
            Some(Stretch { remark: true, .. }) => return None,
            Some(stretch) if !stretch.closed => return closing_mark(piece, stretch),
            Some(_) => before = '"',
            None if CURLY.contains(&character) && matches!(before, '=' | '[' | '{' | ',' | '.') => {
                return Some((character, at..at + character.len_utf8()));
            }
            None if !character.is_whitespace() => before = character,
            None => {}
        }
    }
    None
}

/// The typographic mark at the end of a text that is not closed, unless it belongs to a pair inside.
fn closing_mark(piece: &str, stretch: &Stretch) -> Option<(char, Range<usize>)> {
    let text = piece[stretch.range.clone()].split('#').next().unwrap_or_default().trim_end();
    let last = text.chars().next_back().filter(|last| CURLY.contains(last))?;
    let odd = text.chars().filter(|character| CURLY.contains(character)).count() % 2 == 1;
    let end = stretch.range.start + text.len();
    odd.then_some((last, end - last.len_utf8()..end))
}

fn of_header(message: &str, line: &str) -> Fact {
    let header = line.trim();
    let name = header.trim_start_matches('[');
    if let Some(id) = scan::item_in(header).filter(|_| {
        name.strip_prefix("response.").is_some_and(|id| !id.starts_with(['"', '\''])) && message.contains("key")
    }) {
        let end = [".evidence", ".action", ".measure"].into_iter().find(|end| name.contains(end)).unwrap_or_default();
        let (open, close) = if header.starts_with("[[") { ("[[", "]]") } else { ("[", "]") };
        let help = format!("put the id between `\"` marks: `{open}response.\"{id}\"{end}{close}`");
        return syntax("the id in the name of this table has no quotation marks", &help);
    }
    if !header.starts_with('[') {
        return syntax("the name of a table has no opening bracket", &format!("write `[{header}`"));
    }
    let closing = if header.starts_with("[[") { "]]" } else { "]" };
    if message.contains("unclosed") {
        return syntax("the name of a table is not closed", &format!("close it with `{closing}`"));
    }
    syntax(
        "this line can't be read as the name of a table",
        "write `[name]` or `[[name]]`, and an id between `\"` marks",
    )
}

/// What is wrong with a value on one line, and where it stands.
fn of_value(message: &str, piece: &str, found: &Scan, line: &Range<usize>, at: usize) -> Option<(Fact, Range<usize>)> {
    let bare = |byte: &usize| found.covering(*byte).is_none();
    let equals = (line.start..at.max(line.start + 1).min(line.end))
        .rev()
        .filter(bare)
        .find(|byte| piece.as_bytes().get(*byte) == Some(&b'='))?;
    let braces = (line.start..equals).filter(bare).any(|byte| piece.as_bytes().get(byte) == Some(&b'{'));
    let remark = found.beginning_on(line).iter().find(|stretch| stretch.remark);
    let end = remark.map_or(line.end, |remark| remark.range.start);
    let end = (equals + 1..end)
        .filter(bare)
        .find(|byte| braces && matches!(piece.as_bytes().get(*byte), Some(b',' | b'}')))
        .unwrap_or(end);
    // A comma between two digits is no end but a mistaken point.
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let more = piece[end..line.end].strip_prefix(',').map_or(0, digits);
    let end = if more > 0 { end + 1 + more } else { end };
    let place = trimmed(piece, &(equals + 1..end));
    let value = &piece[place.clone()];
    let key = key_of(piece[line.start..equals].rsplit(['{', ',']).next().unwrap_or_default());
    if value.starts_with(['"', '\'']) {
        let text = found.covering(place.start)?;
        let rest = &piece[text.range.end.min(end)..end];
        let commas = message.contains("comma") && !rest.starts_with(|c: char| c.is_alphanumeric());
        return (!rest.trim().is_empty() && !commas).then(|| (inner_marks(value), place));
    }
    unquoted(key, value).map(|fact| (fact, place))
}

/// A text that ended at a quotation mark of its own.
fn inner_marks(value: &str) -> Fact {
    let single = if value.contains('\'') { "'''" } else { "'" };
    let help = format!("inside a text write typographic marks (“ ”), or put the whole text between `{single}` marks");
    syntax("the text ends at its second quotation mark, and something follows", &help)
}

/// What a value without quotation marks was meant to be.
fn unquoted(key: &str, value: &str) -> Option<Fact> {
    let first = value.chars().next()?;
    if DAYS.contains(&key) || looks_like_a_day(value) {
        let finding = match value.len() == 10 && looks_like_a_day(value) && value.as_bytes().get(4) == Some(&b'-') {
            true => format!("there is no day `{value}`"),
            false => format!("`{}` is not written as a date", shortened(value)),
        };
        let key = if key.is_empty() { "date" } else { key };
        let help = format!("write year, month and day in figures: `{key} = YYYY-MM-DD`, e.g. 2026-01-31");
        return Some(syntax(&finding, &help));
    }
    if ["true", "false"].contains(&value.to_lowercase().as_str()) {
        return Some(syntax(&format!("`{value}` has a capital letter"), "write `true` or `false` in small letters"));
    }
    if first.is_ascii_digit() && value.chars().all(|c| c.is_ascii_digit() || c == ',') {
        let help = format!("write a point: `{}`; without a mark between thousands", value.replacen(',', ".", 1));
        return Some(syntax("a number is written with a comma", &help));
    }
    if first.is_ascii_digit() && value.contains(|c: char| c.is_alphabetic() || c == '%' || c == ' ') {
        let help = "write a number alone, without its unit, or put a text between `\"` marks";
        return Some(syntax("this is neither a number nor a text in quotation marks", help));
    }
    let word = first.is_alphabetic() && !matches!(value, "true" | "false" | "inf" | "nan");
    word.then(|| {
        let help = match value.contains(['"', '\\']) {
            false if value.chars().count() <= 40 => format!("put it between `\"` marks: `{key} = \"{value}\"`"),
            _ => "put it between `\"` marks".to_owned(),
        };
        syntax("a text has no quotation marks", &help)
    })
}

/// Whether `value` is a day in some form: day, month and year in any order, the month perhaps as a word.
fn looks_like_a_day(value: &str) -> bool {
    if value.len() > 40 {
        return false;
    }
    let parts: Vec<&str> = value.split([' ', '.', '/', '-', ',']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str, most: usize| part.len() <= most && part.chars().all(|c| c.is_ascii_digit());
    let word = |part: &str| part.chars().count() >= 3 && part.chars().all(char::is_alphabetic);
    parts.len() == 3
        && parts.iter().any(|part| part.len() == 4 && number(part, 4))
        && parts.iter().filter(|part| number(part, 2)).count() >= 1
        && parts.iter().all(|part| number(part, 4) || word(part))
}

fn shortened(value: &str) -> String {
    match value.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// The parser's sentence for people who don't know its grammar, and the next step.
fn by_message(message: &str, line: &str) -> Fact {
    let message = message.to_lowercase();
    if let Some((_, finding, help)) = PLAIN.iter().find(|(sign, _, _)| message.contains(sign)) {
        return syntax(finding, help);
    }
    if line.contains('=') || line.is_empty() {
        return syntax("this line can't be read", "write `key = value`, with texts between `\"` marks");
    }
    syntax("this line can't be read", "write `key = value`, with texts between `\"` marks, and begin remarks with `#`")
}

/// Signs of the parser's messages, what they mean, and the next step; the first that fits is taken.
const PLAIN: [(&str, &str, &str); 15] = [
    ("string values must be quoted", "there is no value after `=`", "write the value, or `\"\"` for an empty text"),
    (
        "basic string",
        "a text in quotation marks is not closed on its line",
        "close it with `\"`, or use `\"\"\"` before and after a text of several lines",
    ),
    (
        "literal string",
        "a text between `'` marks is not closed on its line",
        "close it with `'`, or put a text that holds `'` between `\"` marks",
    ),
    ("opening quote", "a quotation mark is missing", "put the text between `\"` marks"),
    ("escape", "a `\\` means nothing here", "write `\\\\` for a single `\\`, or put the text between `'` marks"),
    ("unicode", "a `\\` means nothing here", "write `\\\\` for a single `\\`, or put the text between `'` marks"),
    ("missing value", "there is no value after `=`", "write the value, or `\"\"` for an empty text"),
    ("key with no value", "there is no `=` after the key", "write `key = value`, and begin remarks with `#`"),
    ("missing assignment", "there is no `=` after the key", "write `key = value`"),
    ("missing comma", "two entries are not separated", "put a comma between them"),
    ("extra comma", "there is one comma too many", "remove it"),
    ("extra", "there is one `=` too many", "remove it"),
    ("recur", "brackets are nested too deeply", "look for a `[` or `{` that is never closed"),
    (
        "leading zero",
        "a number or date is not written in full",
        "write dates as YYYY-MM-DD with two digits for month and day, and numbers without leading zeros",
    ),
    ("date", "the date is not written in full, or there is no such day", "write it as YYYY-MM-DD, e.g. 2025-12-31"),
];

/// The line, without its break, that holds `at`.
fn line_of(piece: &str, at: usize) -> Range<usize> {
    let at = floor(piece, at);
    let start = piece[..at].rfind('\n').map_or(0, |before| before + 1);
    start..piece[at..].find('\n').map_or(piece.len(), |length| at + length)
}

/// The line with those below it that go on with it: after an open text or bracket, all that begin no key.
fn with_continuation(piece: &str, line: Range<usize>) -> Range<usize> {
    let mut lines = line.clone();
    let mut goes_on = piece[line.clone()].trim_end().ends_with(['[', '{', ',']);
    let mut next = line.end + 1;
    while next < piece.len() {
        let line = line_of(piece, next);
        let text = piece[line.clone()].trim();
        if text.is_empty() || text.starts_with('#') || (is_keyed(text) && !goes_on) {
            break;
        }
        goes_on = text.ends_with(['[', '{', ',']);
        lines.end = line.end;
        next = line.end + 1;
    }
    lines
}

/// Whether a line begins with a key and `=`.
fn is_keyed(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '"' | '/'))
    })
}

fn key_of(line: &str) -> &str {
    line.split('=').next().unwrap_or(line).trim().trim_matches('"')
}

/// Where `key` stands first, on a line before `before`.
fn first_of(piece: &str, key: &str, before: usize) -> Option<Range<usize>> {
    let mut at = 0;
    for line in piece.split_inclusive('\n') {
        if at >= before {
            break;
        }
        if is_keyed(line.trim()) && key_of(line) == key {
            return Some(trimmed(piece, &(at..at + line.find('=').unwrap_or_default())));
        }
        at += line.len();
    }
    None
}

/// The range without the blanks around it.
fn trimmed(piece: &str, range: &Range<usize>) -> Range<usize> {
    let text = &piece[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
