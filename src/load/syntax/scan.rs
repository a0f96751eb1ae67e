//! Where texts, remarks, brackets and blocks of a TOML file begin and end, as far as can be told of a faulty one.

use std::ops::Range;

/// Names of the tables of our files. A line that holds nothing but such a header begins a block even where a text of
/// several lines seems to run: it was not closed.
const TABLES: [&str; 10] = [
    "institution",
    "assessment",
    "exclude",
    "response",
    "request",
    "instrument",
    "chapeau",
    "recommendation",
    "scale",
    "theme",
];

/// A text or a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Its bytes, with its marks.
    pub(super) range: Range<usize>,
    /// A remark after `#`.
    pub(super) remark: bool,
    /// A text between `"""` or `'''`.
    pub(super) multi: bool,
    /// Whether its closing mark is there.
    pub(super) closed: bool,
}

/// What [`scan`] finds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Texts and remarks, in order.
    pub(super) stretches: Vec<Stretch>,
    /// The first bracket or brace that opens a value and is never closed.
    pub(super) unclosed: Option<usize>,
    /// The deepest nesting of brackets.
    pub(super) depth: usize,
    /// Where the brackets that are nested so deeply begin.
    pub(super) deepest: usize,
}

impl Scan {
    /// The text or remark that covers `byte`.
    pub(super) fn covering(&self, byte: usize) -> Option<&Stretch> {
        let after = self.stretches.partition_point(|stretch| stretch.range.start <= byte);
        self.stretches[..after].last().filter(|stretch| byte < stretch.range.end)
    }

    /// The texts and remarks that begin on `line`.
    pub(super) fn beginning_on(&self, line: &Range<usize>) -> &[Stretch] {
        let first = self.stretches.partition_point(|stretch| stretch.range.start < line.start);
        let after = self.stretches.partition_point(|stretch| stretch.range.start < line.end);
        &self.stretches[first..after]
    }

    /// The first text of several lines that is never closed.
    pub(super) fn open_text(&self) -> Option<&Stretch> {
        self.stretches.last().filter(|stretch| stretch.multi && !stretch.closed)
    }
}

/// Finds the texts, remarks and open brackets of `text`.
pub(super) fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut found = Scan::default();
    let mut open: Vec<usize> = Vec::new();
    // The last byte that says something; a bracket opens a value only after one of `= [ { ,`.
    let mut before = b'\n';
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'#' => {
                let end = line_end(bytes, at);
                found.stretches.push(Stretch { range: at..end, remark: true, multi: false, closed: true });
                at = end;
                continue;
            }
            b'"' | b'\'' => {
                let stretch = quoted(bytes, at);
                at = stretch.range.end;
                found.stretches.push(stretch);
                before = byte;
                continue;
            }
            b'[' | b'{' if matches!(before, b'=' | b'[' | b'{' | b',') => {
                open.push(at);
                if open.len() > found.depth {
                    found.depth = open.len();
                    found.deepest = open.first().copied().unwrap_or(at);
                }
                before = byte;
            }
            b']' | b'}' => {
                open.pop();
                before = byte;
            }
            b'\n' if open.is_empty() => before = byte,
            _ if !byte.is_ascii_whitespace() => before = byte,
            _ => {}
        }
        at += 1;
    }
    found.unclosed = open.first().copied();
    found
}

/// The text whose opening mark stands at `start`.
fn quoted(bytes: &[u8], start: usize) -> Stretch {
    let mark = bytes[start];
    let multi = bytes[start..].starts_with(&[mark; 3]);
    let mut at = start + if multi { 3 } else { 1 };
    while let Some(byte) = bytes.get(at).copied() {
        if byte == b'\\' && mark == b'"' {
            // A text of one line ends with its line, whatever its last mark.
            at += if !multi && bytes.get(at + 1) == Some(&b'\n') { 1 } else { 2 };
        } else if byte == mark && !multi {
            return Stretch { range: start..at + 1, remark: false, multi, closed: true };
        } else if multi && bytes[at..].starts_with(&[mark; 3]) {
            // Up to two marks of the text's own may stand before the closing three.
            let own = bytes[at + 3..].iter().take(2).take_while(|byte| **byte == mark).count();
            return Stretch { range: start..at + 3 + own, remark: false, multi, closed: true };
        } else if byte == b'\n' && !multi {
            break;
        } else {
            at += 1;
        }
    }
    let end = if multi { bytes.len() } else { line_end(bytes, start) };
    Stretch { range: start..end, remark: false, multi, closed: false }
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| from + length)
}

/// The byte ranges of the blocks of `text`: what stands before the first header, then each header with its lines.
pub(super) fn blocks(text: &str) -> Vec<Range<usize>> {
    let found = scan(text);
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inside = found.covering(at).is_some_and(|stretch| stretch.multi && stretch.range.start < at);
        if at > 0 && (is_known_header(line) || (!inside && is_header(line))) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether a line outside of texts is meant as a header, well formed or not.
pub(super) fn is_header(line: &str) -> bool {
    let line = line.trim();
    let name = line.trim_start_matches('[');
    let begins = |c: char| c.is_alphabetic() || matches!(c, '"' | '\'' | '“' | '„');
    if name.len() < line.len() {
        return name.starts_with(begins) && !line.ends_with(',');
    }
    // A header that lost its opening bracket.
    line.ends_with(']') && !line.contains('=') && is_of_a_table(name)
}

fn is_known_header(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('[') && line.ends_with(']') && is_of_a_table(line.trim_start_matches('['))
}

fn is_of_a_table(name: &str) -> bool {
    TABLES.iter().any(|table| name.strip_prefix(table).is_some_and(|rest| rest.starts_with(['.', ']'])))
}

/// The item that a header of an answer or of one of its sub-tables names, well formed or not.
pub(super) fn item_in(header: &str) -> Option<&str> {
    let marks = ['"', '\'', '“', '”', '„', '«', '»'];
    let rest = header.trim().trim_start_matches('[').trim_start().strip_prefix("response.")?.trim_start();
    let bare = rest.trim_start_matches(marks);
    let end = bare.find(marks).or_else(|| bare.find(']')).unwrap_or(bare.len());
    let id = bare[..end].trim();
    let id = [".evidence", ".action", ".measure"].iter().find_map(|end| id.strip_suffix(end)).unwrap_or(id);
    (!id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_texts_remarks_and_open_brackets() {
        let found = scan("a = \"x # y\" # [\nb = [1, {");
        assert_eq!(found.stretches.len(), 2);
        assert!(found.stretches[1].remark);
        assert_eq!(found.unclosed, Some(20));
        assert_eq!(scan("a = he said [sic\n[b]\n").unclosed, None);
        assert_eq!(scan("a = '''x''''\nb = [").stretches.len(), 1);
        assert!(scan("a = \"\"\"x\n\n").open_text().is_some());
    }

    #[test]
    fn a_known_header_ends_an_open_text() {
        let text = "a = 1\n[response.\"x\"]\nnarrative = '''two\n[1] lines\n[response.\"y\"]\nlevel = ''\n";
        let blocks: Vec<&str> = blocks(text).into_iter().map(|block| text[block].lines().next().unwrap()).collect();
        assert_eq!(blocks, ["a = 1", "[response.\"x\"]", "[response.\"y\"]"]);
    }

    #[test]
    fn headers_name_items_even_when_broken() {
        for header in [
            "[response.\"a/1/b\"]",
            "[[response.\"a/1/b\".evidence]",
            "[response.“a/1/b”]",
            "[response.a/1/b]",
            "[[response.a/1/b.evidence]]",
            "response.\"a/1/b\"]",
        ] {
            assert_eq!(item_in(header), Some("a/1/b"), "{header}");
        }
        assert_eq!(item_in("[institution]"), None);
    }
}
