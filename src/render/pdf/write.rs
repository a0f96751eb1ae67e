//! Puts the file together: content, structure, metadata, compression.

use std::io::Write;

use chrono::NaiveDate;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object};

use super::dom::Head;
use super::fonts::Faces;
use super::structure::Parts;
use super::{Error, content, meta, structure};

/// Higher levels cost twice the time for two per cent.
const LEVEL: Compression = Compression::new(6);

/// Writes the whole file.
pub(super) fn file(parts: &Parts<'_>, faces: &Faces, head: &Head, date: NaiveDate) -> Result<Vec<u8>, Error> {
    let mut document = content::document(parts.pages, faces, parts.tags, parts.paper)?;
    let roots = structure::add(&mut document, parts);
    meta::add(&mut document, head, date, &roots);
    compress(&mut document)?;
    let mut bytes = Vec::new();
    document.save_modern(&mut bytes).map_err(|error| Error::Write(error.to_string()))?;
    Ok(bytes)
}

/// Deflates every stream but the XMP packet, which must stay readable.
fn compress(document: &mut Document) -> Result<(), Error> {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            continue;
        }
        let mut encoder = ZlibEncoder::new(Vec::new(), LEVEL);
        let packed = encoder
            .write_all(&stream.content)
            .and_then(|()| encoder.finish())
            .map_err(|error| Error::Write(error.to_string()))?;
        if packed.len() < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
    Ok(())
}
