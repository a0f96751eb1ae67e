//! Where a part of a text stands in its file, so that the very characters are underlined.

use std::ops::Range;

use crate::source::{At, Sources, Spot};

/// The place of `range`, which counts bytes of the text as it was read; the whole text where that can't be told.
pub(super) fn of(text: &At<String>, range: Range<usize>, sources: &Sources) -> Spot {
    let written = sources.get(text.spot.file).text.get(text.spot.range()).unwrap_or_default();
    let found = walk(written, &text.value, &range);
    found.map_or_else(
        || text.spot.clone(),
        |found| Spot::new(text.spot.file, text.spot.start + found.start..text.spot.start + found.end),
    )
}

/// Goes along a TOML text, as written and as read, until `range` has been passed.
fn walk(written: &str, read: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let (opening, escapes) = match written {
        _ if written.starts_with("\"\"\"") => (3, true),
        _ if written.starts_with("'''") => (3, false),
        _ if written.starts_with('"') => (1, true),
        _ if written.starts_with('\'') => (1, false),
        _ => return None,
    };
    let mut at = opening;
    if opening == 3 {
        // A line break right after the opening is not part of the text.
        at += written[at..].strip_prefix('\r').map_or(0, |_| 1);
        at += written[at..].strip_prefix('\n').map_or(0, |_| 1);
    }
    let mut start = None;
    for (position, character) in read.char_indices() {
        while escapes && continued(&written[at..]) > 0 {
            at += continued(&written[at..]);
        }
        if position == range.start {
            start = Some(at);
        }
        if position == range.end {
            break;
        }
        let rest = written.get(at..)?;
        at += match rest.chars().next()? {
            '\\' if escapes => escape(rest)?,
            '\r' if character == '\n' && rest.starts_with("\r\n") => 2,
            same if same == character => same.len_utf8(),
            _ => return None,
        };
    }
    start.map(|start| start..at)
}

/// Length of a `\` at the end of a line with all space that it joins; 0 where there is none.
fn continued(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix('\\') else { return 0 };
    let line_end = after.trim_start_matches([' ', '\t', '\r']);
    if line_end.starts_with('\n') { rest.len() - after.trim_start().len() } else { 0 }
}

/// Length of an escape such as `\n` or `\u00e9`.
fn escape(rest: &str) -> Option<usize> {
    let length = match rest.as_bytes().get(1)? {
        b'u' => 6,
        b'U' => 10,
        b'x' => 4,
        _ => 2,
    };
    rest.is_char_boundary(length).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_behind_escapes_and_joined_lines() {
        assert_eq!(walk("\"a  b\"", "a  b", &(1..3)), Some(2..4));
        assert_eq!(walk("'a\\b  c'", "a\\b  c", &(3..5)), Some(4..6));
        assert_eq!(walk("\"\"\"\na  b\"\"\"", "a  b", &(1..3)), Some(5..7));
        assert_eq!(walk("\"\\u00e9\\\"  b\"", "é\"  b", &(3..5)), Some(9..11));
        assert_eq!(walk("\"\"\"a \\\n   b  c\"\"\"", "a b  c", &(3..5)), Some(11..13));
        assert_eq!(walk("{ en = \"a\" }", "a", &(0..1)), None);
    }
}
