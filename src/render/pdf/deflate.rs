//! Compression of streams.

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::Stream;

use super::Error;

/// Higher levels cost up to twice the time for a few per cent.
pub(super) const LEVEL: Compression = Compression::new(4);
/// What is no stream is so alike that a low level does; the lowest finds hardly any likeness.
pub(super) const PLAIN_LEVEL: Compression = Compression::new(2);

/// Compresses one stream after the other: what it works with is large, and cleared rather than made anew.
pub(super) struct Deflater(Compress);

impl Deflater {
    /// Works at `level`.
    pub(super) fn new(level: Compression) -> Self {
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

    /// Compresses a stream, unless that makes it longer.
    pub(super) fn pack(&mut self, stream: &mut Stream) -> Result<(), Error> {
        let mut packed = self.deflate(&stream.content)?;
        // Some readers take a last CR or LF for a part of the line end before `endstream`. A byte
        // of padding changes the checksum that stands there; a file that is attached must stay as it is.
        let may_grow = !stream.dict.has_type(b"EmbeddedFile");
        for _ in 0..4 {
            if !may_grow || !packed.ends_with(b"\r") && !packed.ends_with(b"\n") {
                break;
            }
            pad(stream);
            packed = self.deflate(&stream.content)?;
        }
        if packed.len() < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
        Ok(())
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
