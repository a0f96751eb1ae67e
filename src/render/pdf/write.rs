//! Puts the file together: content, structure, metadata, compression.

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Document, Object, Stream};

use super::fonts::Faces;
use super::meta::Facts;
use super::structure::Parts;
use super::{Error, content, meta, serialize, structure};
use crate::parallel;

/// Higher levels cost two to three times the time for a few per cent.
const LEVEL: Compression = Compression::new(3);
/// What is no stream is so alike that the lowest level does.
const PLAIN_LEVEL: Compression = Compression::new(1);
/// How many objects share a stream; a reader unpacks all to get at one.
const GROUP: usize = 400;

/// Writes the whole file.
pub(super) fn file(parts: &Parts<'_>, faces: &Faces, facts: &Facts<'_>) -> Result<Vec<u8>, Error> {
    let mut document = content::document(parts.pages, faces, parts.tags)?;
    let roots = structure::add(&mut document, parts);
    meta::add(&mut document, facts, &roots);
    compress(&mut document)?;
    save(&document)
}

/// Deflates every stream but the XMP packet, which must stay readable.
fn compress(document: &mut Document) -> Result<(), Error> {
    let streams = document.objects.values_mut().filter_map(|object| match object {
        Object::Stream(stream) if stream.allows_compression && !stream.dict.has(b"Filter") => Some(stream),
        _ => None,
    });
    let begin = || (Deflater::new(LEVEL), Ok(()));
    let pack = |(deflater, done): &mut (Deflater, Result<(), Error>), stream| {
        if done.is_ok() {
            *done = pack(stream, deflater);
        }
    };
    parallel::share(streams, begin, pack).into_iter().map(|(_, done)| done).collect()
}

fn pack(stream: &mut Stream, deflater: &mut Deflater) -> Result<(), Error> {
    let mut packed = deflater.deflate(&stream.content)?;
    // Some readers take a last CR or LF for a part of the line end before `endstream`. A byte
    // of padding changes the checksum that stands there.
    for _ in 0..4 {
        if !packed.ends_with(b"\r") && !packed.ends_with(b"\n") {
            break;
        }
        pad(stream);
        packed = deflater.deflate(&stream.content)?;
    }
    if packed.len() < stream.content.len() {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packed);
    }
    Ok(())
}

/// Writes the file, with all that is no stream in object streams.
fn save(document: &Document) -> Result<Vec<u8>, Error> {
    let plain = document.objects.iter().filter(|(_, object)| !matches!(object, Object::Stream(_)));
    let plain: Vec<(u32, &Object)> = plain.map(|(&(id, _), object)| (id, object)).collect();
    let groups: Vec<&[(u32, &Object)]> = plain.chunks(GROUP).collect();
    let packed = parallel::map(
        &groups,
        || Deflater::new(PLAIN_LEVEL),
        |deflater, group| {
            let mut stream = serialize::object_stream(group);
            pack(&mut stream, deflater)?;
            Ok((stream, group.iter().map(|(id, _)| *id).collect()))
        },
    );
    Ok(serialize::file(document, packed.into_iter().collect::<Result<_, Error>>()?))
}

/// Compresses one stream after the other: what it works with is large, and cleared rather than made anew.
struct Deflater(Compress);

impl Deflater {
    fn new(level: Compression) -> Self {
        Self(Compress::new(level, true))
    }

    fn deflate(&mut self, content: &[u8]) -> Result<Vec<u8>, Error> {
        self.0.reset();
        let mut packed = Vec::with_capacity(content.len() / 3 + 64);
        loop {
            let read = usize::try_from(self.0.total_in()).unwrap_or(usize::MAX);
            let rest = content.get(read..).unwrap_or_default();
            let status = self.0.compress_vec(rest, &mut packed, FlushCompress::Finish);
            match status.map_err(|error| Error::Write(error.to_string()))? {
                Status::StreamEnd => return Ok(packed),
                Status::Ok | Status::BufError => packed.reserve(packed.len().max(1024)),
            }
        }
    }
}

/// Adds a byte that means nothing: a newline to text, a one behind the last table of a font. A zero
/// would leave the last byte of the checksum as it is.
fn pad(stream: &mut Stream) {
    let is_font = stream.dict.has(b"Length1");
    stream.content.push(if is_font { 1 } else { b'\n' });
    if is_font && let Ok(length) = i64::try_from(stream.content.len()) {
        stream.dict.set("Length1", length);
    }
}
