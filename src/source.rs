//! The text of files and places in it.
//!
//! Files are numbered as they are read; a [`Spot`] is a file number with a byte range. Lines and columns are computed
//! only when a problem is shown. What stood in the cells of a sheet is a text like any other, as the responses file that
//! it stands for; such a source knows the cell of every byte, and its places are named by cells.

use std::fmt;
use std::io;
use std::ops::Range;

use sha2::{Digest, Sha256};

/// Number of a file in [`Sources`].
pub type FileNumber = usize;

/// A place in a file: a byte range of its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Which file.
    pub file: FileNumber,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Spot {
    /// The place of a byte range in a file.
    pub fn new(file: FileNumber, range: Range<usize>) -> Self {
        Self { file, start: range.start, end: range.end.max(range.start) }
    }

    /// The byte range.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A value with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub spot: Spot,
}

impl<T> At<T> {
    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At { value: change(self.value), spot: self.spot }
    }
}

/// One file: its name as the user gave it, its text and the SHA-256 of its bytes.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path as given, with `/`.
    pub name: String,
    /// Text; a byte order mark is left out.
    pub text: String,
    /// Whether its bytes begin with that mark.
    pub byte_order_mark: bool,
    /// SHA-256 of the bytes on disk, in hexadecimal.
    pub sha256: String,
    /// Byte at which each line starts.
    lines: Vec<usize>,
    /// Characters before every [`STRIDE`]th byte, so that a column in a line of megabytes costs nothing.
    marks: Vec<usize>,
    /// Where what stood in a cell begins; empty if the text is that of a file.
    cells: Vec<(usize, CellName)>,
}

/// A cell of a sheet, a sheet, or the whole of a workbook or table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CellName {
    /// The sheet; `None` in a file with one table.
    pub sheet: Option<String>,
    /// Row and column, counted from 0.
    pub at: Option<(u32, u32)>,
}

impl CellName {
    /// Letters and number of a cell: `D14`.
    pub fn address(&self) -> Option<String> {
        let (row, column) = self.at?;
        let (mut letters, mut rest) = (String::new(), column + 1);
        while rest > 0 {
            rest -= 1;
            letters.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
            rest /= 26;
        }
        Some(format!("{letters}{}", row + 1))
    }
}

impl fmt::Display for CellName {
    /// `sheet eoa-2024, cell D14`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.sheet, self.address()) {
            (Some(sheet), Some(cell)) => write!(f, "sheet {sheet}, cell {cell}"),
            (None, Some(cell)) => write!(f, "cell {cell}"),
            (Some(sheet), None) => write!(f, "sheet {sheet}"),
            (None, None) => Ok(()),
        }
    }
}

impl Source {
    /// A file with this name, text and the bytes it was read from.
    pub fn new(name: impl Into<String>, text: impl Into<String>, bytes: &[u8]) -> Self {
        let text = text.into();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let marks = text
            .as_bytes()
            .chunks(STRIDE)
            .scan(0, |before, chunk| {
                let here = *before;
                *before += characters(chunk);
                Some(here)
            })
            .collect();
        let byte_order_mark = bytes.starts_with(b"\xEF\xBB\xBF");
        let (name, sha256, cells) = (name.into(), sha256(bytes), Vec::new());
        Self { name, text, byte_order_mark, sha256, lines, marks, cells }
    }

    /// A file of cells: `text` says what stood in them, and `cells` where that of each begins, in order.
    pub fn of_cells(
        name: impl Into<String>,
        text: impl Into<String>,
        bytes: &[u8],
        cells: Vec<(usize, CellName)>,
    ) -> Self {
        Self { cells, ..Self::new(name, text, bytes) }
    }

    /// The cell that a byte belongs to, in a file of cells.
    pub fn cell(&self, byte: usize) -> Option<&CellName> {
        let after = self.cells.partition_point(|(start, _)| *start <= byte);
        self.cells[..after].last().map(|(_, cell)| cell)
    }

    /// The bytes on disk; `None` if they are not the text in UTF-8.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let mark: &[u8] = if self.byte_order_mark { b"\xEF\xBB\xBF" } else { b"" };
        let bytes = [mark, self.text.as_bytes()].concat();
        (sha256(&bytes) == self.sha256).then_some(bytes)
    }

    /// The last part of the name.
    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }

    /// Line and column of a byte, both counted from 1; columns count characters.
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let byte = self.floor(byte);
        let line = self.lines.partition_point(|start| *start <= byte).max(1);
        (line, self.characters_before(byte) - self.characters_before(self.lines[line - 1]) + 1)
    }

    fn characters_before(&self, byte: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mark = (byte / STRIDE).min(self.marks.len().saturating_sub(1));
        let counted = self.marks.get(mark).copied().unwrap_or_default();
        counted + characters(bytes.get(mark * STRIDE..byte).unwrap_or_default())
    }

    /// The byte range of the whole lines that `range` touches, without the last line break.
    pub fn whole_lines(&self, range: Range<usize>) -> Range<usize> {
        let (first, _) = self.line_and_column(range.start);
        let (last, _) = self.line_and_column(range.end);
        let end = self.lines.get(last).map_or(self.text.len(), |next| next - 1);
        self.lines[first - 1]..end
    }

    /// The nearest character boundary at or before `byte`.
    pub fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}

/// Distance of the bytes up to which characters are counted in advance.
const STRIDE: usize = 4096;

/// How many characters begin in a piece of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// All files read in a run.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Takes a file in and gives its number.
    pub fn add(&mut self, source: Source) -> FileNumber {
        self.0.push(source);
        self.0.len() - 1
    }

    /// Puts a file in the place of one that was taken in.
    pub(crate) fn replace(&mut self, number: FileNumber, source: Source) {
        if let Some(place) = self.0.get_mut(number) {
            *place = source;
        }
    }

    /// All files, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// The file with this number.
    ///
    /// # Panics
    /// If the number is not from [`Sources::add`] of the same value.
    pub fn get(&self, number: FileNumber) -> &Source {
        &self.0[number]
    }
}

/// The name of a file or folder as it stands in an address: all but letters, digits and a few marks by the numbers of
/// its bytes.
pub fn in_address(name: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(byte).collect()
}

/// The media type of a file, by the ending of its name.
pub fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "toml" => "application/toml",
        "hbs" => "text/x-handlebars-template",
        "otf" => "font/otf",
        "ttf" => "font/ttf",
        "ttc" => "font/collection",
        _ => mime_guess::from_ext(&ending).first_raw().unwrap_or("application/octet-stream"),
    }
}

/// SHA-256 in hexadecimal, lower case.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of what `reader` gives, in lower-case hexadecimal; nothing is kept in memory, however long it is.
///
/// # Errors
/// If the reader fails.
pub fn sha256_of(mut reader: impl io::Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok(hexadecimal(&hash.finalize())),
            Ok(length) => hash.update(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters() {
        let source = Source::new("a", "één\nzwei\r\n", b"");
        assert_eq!(source.line_and_column(0), (1, 1));
        assert_eq!(source.line_and_column(source.text.find('n').unwrap()), (1, 3));
        assert_eq!(source.line_and_column(source.text.find('w').unwrap()), (2, 2));
        assert_eq!(source.line_and_column(999), (3, 1));
        let long = Source::new("b", format!("\n{}x", "é".repeat(STRIDE)), b"");
        assert_eq!(long.line_and_column(1 + 2 * STRIDE), (2, STRIDE + 1));
    }

    #[test]
    fn whole_lines_leave_out_the_last_break() {
        let source = Source::new("a", "one\ntwo\nthree", b"");
        assert_eq!(&source.text[source.whole_lines(5..6)], "two");
        assert_eq!(&source.text[source.whole_lines(1..9)], "one\ntwo\nthree");
    }

    #[test]
    fn cells_have_letters_and_numbers() {
        let names = [(0, 0), (13, 3), (0, 25), (0, 26), (99, 701), (0, 702), (1_048_575, 16_383)];
        let names = names.map(|at| CellName { sheet: None, at: Some(at) }.address().unwrap());
        assert_eq!(names, ["A1", "D14", "Z1", "AA1", "ZZ100", "AAA1", "XFD1048576"]);
    }

    #[test]
    fn the_ending_of_a_name_tells_the_media_type() {
        for (name, expected) in [
            ("manifest.json", "application/json"),
            ("responses.toml", "application/toml"),
            ("parts/head.hbs", "text/x-handlebars-template"),
            ("report.css", "text/css"),
            ("report.js", "text/javascript"),
            ("Logo.PNG", "image/png"),
            ("logo.svg", "image/svg+xml"),
            ("font.ttf", "font/ttf"),
            ("font.otf", "font/otf"),
            ("fonts.ttc", "font/collection"),
            ("letter.pdf", "application/pdf"),
            ("letter.txt", "text/plain"),
            ("letter", "application/octet-stream"),
        ] {
            assert_eq!(media_type(name), expected, "{name}");
        }
    }
}
