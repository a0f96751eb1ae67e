//! TOML: from text to a table with places, with every syntax error.

use toml::Spanned;
use toml::de::DeTable;

use crate::problem::{Fact, Problems};
use crate::source::{FileNumber, Source, Spot};

/// Most syntax errors noted per file; beyond, the file is no TOML at all.
const MOST: usize = 200;

/// Typographic quotation marks that word processors put in place of straight ones.
const CURLY: [char; 10] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛'];

/// The table that `source` holds as far as it can be read, with its syntax errors noted, and the places they touch.
pub(super) fn parse<'a>(
    source: &'a Source,
    number: FileNumber,
    problems: &Problems,
) -> (Spanned<DeTable<'a>>, Vec<std::ops::Range<usize>>) {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut touched: Vec<std::ops::Range<usize>> = Vec::new();
    for error in errors.iter().take(MOST) {
        let at = error.span().unwrap_or(source.text.len()..source.text.len());
        let line = source.whole_lines(at.clone());
        // One slip often makes several errors on its line: the first says what matters.
        if touched.last().is_some_and(|last| last.start <= line.start && line.start <= last.end) {
            continue;
        }
        let (fact, at) = reword(error.message(), source, at, &line);
        problems.add(fact, &Spot::new(number, at));
        touched.push(line);
    }
    (table, touched)
}

/// Passes problems on, without those on lines that a syntax error touched: what the parser made of such a line is
/// no statement of the user's.
pub(super) fn pass_on(found: Problems, touched: &[std::ops::Range<usize>], problems: &Problems) {
    for problem in found.into_sorted() {
        if !touched.iter().any(|line| line.start <= problem.at.start && problem.at.start <= line.end && line.end > 0) {
            problems.push(problem);
        }
    }
}

fn reword(
    message: &str,
    source: &Source,
    at: std::ops::Range<usize>,
    line: &std::ops::Range<usize>,
) -> (Fact, std::ops::Range<usize>) {
    let text = &source.text[line.clone()];
    let value_starts = text.find('=').map_or(0, |equals| equals + 1);
    if let Some((offset, mark)) = text.char_indices().find(|(_, character)| CURLY.contains(character)) {
        // Inside straight quotes a curly mark is plain text; the parser stumbles only where it opens the value or key.
        let opens = text[value_starts..].trim_start().starts_with(mark) || offset < value_starts;
        if opens {
            return (Fact::CurlyQuotes { mark }, line.start + offset..line.start + offset + mark.len_utf8());
        }
    }
    let (finding, help) = plain_words(message, text);
    let at = source.floor(at.start)..source.floor(at.end).max(source.floor(at.start));
    (Fact::Syntax { finding, help }, at)
}

/// The parser's sentence for people who don't know its grammar, and the next step.
fn plain_words(message: &str, line: &str) -> (String, String) {
    let message = message.to_lowercase();
    if let Some((_, finding, help)) = PLAIN.iter().find(|(sign, _, _)| message.contains(sign)) {
        return ((*finding).into(), (*help).into());
    }
    if line.trim_start().starts_with('[') {
        return (
            "this line can't be read as the name of a table".into(),
            "write `[name]` or `[[name]]`; an id with `/` goes between `\"` marks".into(),
        );
    }
    (
        "this line can't be read".into(),
        "write `key = value`, with texts between `\"` marks, and begin remarks with `#`".into(),
    )
}

/// Signs of the parser's messages, what they mean, and the next step; the first that fits is taken.
const PLAIN: [(&str, &str, &str); 21] = [
    ("duplicate key", "this key or table is given twice", "keep one of the two"),
    ("string values must be quoted", "a text has no quotation marks", "put it between `\"` marks"),
    ("multi-line basic string", "a text between `\"\"\"` is not closed", "write `\"\"\"` where it ends"),
    ("multi-line literal string", "a text between `'''` is not closed", "write `'''` where it ends"),
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
    ("missing value", "there is no value after `=`", "write the value, or `\"\"` for an empty text"),
    ("key with no value", "there is no `=` after the key", "write `key = value`, and begin remarks with `#`"),
    ("missing assignment", "there is no `=` after the key", "write `key = value`"),
    ("missing comma", "two entries are not separated", "put a comma between them"),
    ("extra comma", "there is one comma too many", "remove it"),
    ("extra", "there is one `=` too many", "remove it"),
    ("unclosed array table", "the name of a list of tables is not closed", "close it with `]]`"),
    ("unclosed array", "a list is not closed", "close it with `]`"),
    ("unclosed inline table", "a table in braces is not closed", "close it with `}`"),
    ("unclosed table", "the name of a table is not closed", "close it with `]`"),
    ("recur", "brackets are nested too deeply", "look for a `[` or `{` that is never closed"),
    (
        "leading zero",
        "a number or date is not written in full",
        "write dates as YYYY-MM-DD with two digits for month and day, and numbers without leading zeros",
    ),
    ("date", "the date is not written in full, or there is no such day", "write it as YYYY-MM-DD, e.g. 2025-12-31"),
];
