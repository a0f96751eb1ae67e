//! Puts the file together: content, structure, metadata, compression.

use lopdf::{Document, Object};

use super::deflate::{Deflater, LEVEL, PLAIN_LEVEL};
use super::fonts::Faces;
use super::meta::Facts;
use super::serialize::Written;
use super::structure::Parts;
use super::{Error, content, meta, serialize, structure};
use crate::parallel;

/// How many objects share a stream; a reader unpacks all to get at one.
const GROUP: usize = 400;

/// Writes the whole file.
pub(super) fn file(parts: &Parts<'_>, faces: &Faces, facts: &Facts<'_>) -> Result<Vec<u8>, Error> {
    let mut document = content::document(parts.pages, faces, parts.tags)?;
    let roots = structure::add(&mut document, parts)?;
    meta::add(&mut document, facts, &roots);
    compress(&mut document)?;
    save(&document, roots.elements)
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
            *done = deflater.pack(stream);
        }
    };
    parallel::share(streams, begin, pack).into_iter().try_for_each(|(_, done)| done)
}

/// Writes the file, with all that is no stream in object streams.
fn save(document: &Document, elements: Vec<Written>) -> Result<Vec<u8>, Error> {
    let plain = document.objects.iter().filter(|(_, object)| !matches!(object, Object::Stream(_)));
    let mut all = elements;
    all.extend(plain.map(|(&(number, _), object)| Written { number, bytes: serialize::bytes(object) }));
    let groups: Vec<&[Written]> = all.chunks(GROUP).collect();
    let packed = parallel::map(
        &groups,
        || Deflater::new(PLAIN_LEVEL),
        |deflater, group| {
            let mut stream = serialize::object_stream(group);
            deflater.pack(&mut stream)?;
            Ok((stream, group.iter().map(|object| object.number).collect()))
        },
    );
    Ok(serialize::file(document, packed.into_iter().collect::<Result<_, Error>>()?))
}
