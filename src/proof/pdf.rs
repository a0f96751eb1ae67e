//! The files in a PDF that this program made, taken out of it.
//!
//! The file may be damaged or hostile, so nothing is read but what leads to the attachments, every size is bounded, and
//! what is not written as this program writes it is refused.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::object::{Object, Parser};

/// Larger files are no reports.
const LARGEST: usize = 256 * 1024 * 1024;

/// What one stream may hold, unpacked.
const LARGEST_STREAM: usize = 64 * 1024 * 1024;

/// What all attachments may hold, unpacked.
const LARGEST_ALL: usize = 256 * 1024 * 1024;

/// How many files may be attached.
const MOST: usize = 4096;

/// How many bytes an object may have that is no stream.
const LONGEST: usize = 4 * 1024 * 1024;

/// A file in a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The name under which it is listed.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The files that are attached to `pdf`, in the order in which the document lists them.
///
/// # Errors
/// If it is no PDF as this program writes them: why, in words that go on from "it".
pub fn attachments(pdf: &[u8]) -> Result<Vec<Attached>, String> {
    if !pdf.starts_with(b"%PDF-") {
        return Err("is no PDF".into());
    }
    if pdf.len() > LARGEST {
        return Err(format!("is larger than {} MB", LARGEST / 1024 / 1024));
    }
    let mut file = File::open(pdf)?;
    let catalog = file.object(file.root)?;
    let listed = match catalog.get("AF") {
        Some(Object::Array(list)) => list.clone(),
        Some(_) => return Err(damaged("its list of attached files")),
        None => Vec::new(),
    };
    if listed.len() > MOST {
        return Err(format!("has more than {MOST} files attached"));
    }
    let (mut found, mut size) = (Vec::new(), 0);
    for specification in listed {
        let specification = file.followed(specification)?;
        let name =
            specification.get("UF").and_then(Object::text).ok_or_else(|| damaged("the name of an attached file"))?;
        let stream = specification.get("EF").and_then(|files| files.get("F")).and_then(Object::reference);
        let stream = stream.ok_or_else(|| damaged("the place of an attached file"))?;
        let bytes = file.stream(stream).map_err(|why| format!("holds a file `{}` that {why}", shown(&name)))?;
        size += bytes.len();
        if size > LARGEST_ALL {
            return Err(format!("has more than {} MB of files attached", LARGEST_ALL / 1024 / 1024));
        }
        found.push(Attached { name, bytes });
    }
    Ok(found)
}

/// A name in a message: no line of it is a line of ours.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(100).collect()
}

fn damaged(what: &str) -> String {
    format!("is damaged, or was saved anew by another program: {what} can't be read")
}

/// A PDF with its table of objects.
struct File<'a> {
    bytes: &'a [u8],
    /// The rows of the table: the number of the first object, and the bytes of a row for each.
    table: Vec<(u32, &'a [u8])>,
    root: u32,
    /// The object stream that was unpacked last.
    unpacked: Option<(u32, Unpacked)>,
}

/// An object stream: the numbers of its objects with their places, and their text.
struct Unpacked {
    places: Vec<(u32, usize)>,
    bytes: Vec<u8>,
}

/// The bytes of a row of the table.
const ROW: usize = 7;

impl<'a> File<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let broken = || damaged("its table of objects");
        let tail = &bytes[bytes.len().saturating_sub(64)..];
        let tail = String::from_utf8_lossy(tail);
        let start = tail.rsplit_once("startxref\n").and_then(|(_, rest)| rest.strip_suffix("\n%%EOF"));
        let start: usize = start.and_then(|start| start.parse().ok()).ok_or_else(broken)?;
        let (dictionary, content) = stream_at(bytes, start).ok_or_else(broken)?;
        let root = dictionary.get("Root").and_then(Object::reference).ok_or_else(broken)?;
        let plain = dictionary.get("Filter").is_none();
        let Some(Object::Array(index)) = dictionary.get("Index").filter(|_| plain) else { return Err(broken()) };
        let (mut table, mut rest) = (Vec::new(), content);
        for pair in index.chunks(2) {
            let [Object::Integer(first), Object::Integer(count)] = pair else { return Err(broken()) };
            let first = u32::try_from(*first).map_err(|_| broken())?;
            let size = usize::try_from(*count).ok().and_then(|count| count.checked_mul(ROW)).ok_or_else(broken)?;
            let (rows, after) = rest.split_at_checked(size).ok_or_else(broken)?;
            table.push((first, rows));
            rest = after;
        }
        Ok(Self { bytes, table, root, unpacked: None })
    }

    /// What the table says of an object: its kind, its place or stream, and its place in that.
    fn row(&self, number: u32) -> Option<(u8, u32, u16)> {
        self.table.iter().find_map(|(first, rows)| {
            let at = usize::try_from(number.checked_sub(*first)?).ok()?.checked_mul(ROW)?;
            let [kind, a, b, c, d, e, f] = *rows.get(at..)?.first_chunk::<ROW>()?;
            Some((kind, u32::from_be_bytes([a, b, c, d]), u16::from_be_bytes([e, f])))
        })
    }

    /// An object that is no stream.
    fn object(&mut self, number: u32) -> Result<Object, String> {
        let broken = || damaged("an object");
        let Some((2, stream, index)) = self.row(number) else { return Err(broken()) };
        if self.unpacked.as_ref().is_none_or(|(last, _)| *last != stream) {
            self.unpacked = Some((stream, self.unpack(stream)?));
        }
        let (_, unpacked) = self.unpacked.as_ref().ok_or_else(broken)?;
        let (found, at) = unpacked.places.get(usize::from(index)).copied().ok_or_else(broken)?;
        let text = unpacked.bytes.get(at..).filter(|_| found == number).ok_or_else(broken)?;
        Parser::new(&text[..text.len().min(LONGEST)]).object().ok_or_else(broken)
    }

    fn followed(&mut self, object: Object) -> Result<Object, String> {
        match object {
            Object::Reference(number) => self.object(number),
            other => Ok(other),
        }
    }

    fn unpack(&self, number: u32) -> Result<Unpacked, String> {
        let broken = || damaged("a group of objects");
        let Some((1, at, _)) = self.row(number) else { return Err(broken()) };
        let (dictionary, content) = stream_at(self.bytes, at as usize).ok_or_else(broken)?;
        let bytes = inflated(&dictionary, content).map_err(|_| broken())?;
        let first = dictionary.get("First").and_then(Object::size).filter(|first| *first <= bytes.len());
        let first = first.ok_or_else(broken)?;
        let mut parser = Parser::new(&bytes[..first]);
        let mut places = Vec::new();
        while let Some(number) = parser.integer() {
            let at = parser.integer().and_then(|at| usize::try_from(at).ok()).ok_or_else(broken)?;
            places.push((u32::try_from(number).map_err(|_| broken())?, first.checked_add(at).ok_or_else(broken)?));
        }
        Ok(Unpacked { places, bytes })
    }

    /// What a stream holds.
    fn stream(&self, number: u32) -> Result<Vec<u8>, String> {
        let Some((1, at, _)) = self.row(number) else { return Err("is not there".into()) };
        let (dictionary, content) = stream_at(self.bytes, at as usize).ok_or("can't be found")?;
        inflated(&dictionary, content)
    }
}

/// The stream that begins at a place, with what is said of it.
fn stream_at(bytes: &[u8], at: usize) -> Option<(Object, &[u8])> {
    let text = bytes.get(at..)?;
    let mut parser = Parser::new(&text[..text.len().min(LONGEST)]);
    parser.integer()?;
    parser.integer()?;
    parser.word("obj")?;
    let dictionary = parser.object()?;
    parser.word("stream\n")?;
    let start = parser.at();
    let length = dictionary.get("Length")?.size()?;
    let content = text.get(start..start.checked_add(length)?)?;
    Some((dictionary, content))
}

/// A stream unpacked; an error goes on from "a file that".
fn inflated(dictionary: &Object, content: &[u8]) -> Result<Vec<u8>, String> {
    match dictionary.get("Filter") {
        None => return Ok(content.to_vec()),
        Some(Object::Name(name)) if name == "FlateDecode" => {}
        Some(_) => return Err("is packed in a way that this program doesn't use".into()),
    }
    let mut bytes = Vec::new();
    let mut decoder = ZlibDecoder::new(content);
    let read = decoder.by_ref().take(LARGEST_STREAM as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > LARGEST_STREAM {
        return Err(format!("is larger than {} MB", LARGEST_STREAM / 1024 / 1024));
    }
    if read.is_err() || decoder.total_in() != content.len() as u64 {
        return Err("is damaged".into());
    }
    Ok(bytes)
}
