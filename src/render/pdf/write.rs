//! Puts the file together: content, structure, metadata, compression.

use std::io::Write;

use chrono::NaiveDate;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object, SaveOptions, Stream};

use super::dom::Head;
use super::fonts::Faces;
use super::structure::Parts;
use super::{Error, content, meta, structure};

/// Higher levels cost two to three times the time for a few per cent.
const LEVEL: Compression = Compression::new(3);

/// Writes the whole file.
pub(super) fn file(parts: &Parts<'_>, faces: &Faces, head: &Head, date: NaiveDate) -> Result<Vec<u8>, Error> {
    let mut document = content::document(parts.pages, faces, parts.tags, parts.paper)?;
    let roots = structure::add(&mut document, parts);
    meta::add(&mut document, head, date, &roots);
    compress(&mut document)?;
    save(&mut document)
}

/// Deflates every stream but the XMP packet, which must stay readable.
fn compress(document: &mut Document) -> Result<(), Error> {
    let mut streams: Vec<&mut Stream> = document
        .objects
        .values_mut()
        .filter_map(|object| match object {
            Object::Stream(stream) if stream.allows_compression && !stream.dict.has(b"Filter") => Some(stream),
            _ => None,
        })
        .collect();
    // Streams don't depend on each other, so two threads give the same bytes as one.
    let middle = streams.len() / 2;
    let (one, other) = streams.split_at_mut(middle);
    std::thread::scope(|scope| {
        let one = scope.spawn(|| pack(one));
        let other = pack(other);
        let one = one.join().unwrap_or_else(|_| Err(Error::Write("the compression stopped".into())));
        one.and(other)
    })
}

fn pack(streams: &mut [&mut Stream]) -> Result<(), Error> {
    for stream in streams {
        let mut packed = deflate(&stream.content)?;
        // Some readers take a last CR or LF for a part of the line end before `endstream`. A byte
        // of padding changes the checksum that stands there.
        for _ in 0..4 {
            if !packed.ends_with(b"\r") && !packed.ends_with(b"\n") {
                break;
            }
            pad(stream);
            packed = deflate(&stream.content)?;
        }
        if packed.len() < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
    Ok(())
}

/// Writes the file with object streams. These are deflated in there, so that their ends can only be
/// changed by sharing the objects out otherwise.
fn save(document: &mut Document) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    for objects in (90..=100).rev() {
        bytes.clear();
        let options = SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true)
            .max_objects_per_stream(objects)
            .compression_level(LEVEL.level())
            .build();
        document.save_with_options(&mut bytes, options).map_err(|error| Error::Write(error.to_string()))?;
        let ends = [b"\r\nendstream", b"\n\nendstream"];
        if !ends.iter().any(|end| bytes.windows(end.len()).any(|window| window == *end)) {
            break;
        }
    }
    Ok(bytes)
}

fn deflate(content: &[u8]) -> Result<Vec<u8>, Error> {
    let mut encoder = ZlibEncoder::new(Vec::new(), LEVEL);
    encoder.write_all(content).and_then(|()| encoder.finish()).map_err(|error| Error::Write(error.to_string()))
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
