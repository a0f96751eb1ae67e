//! From PDF objects to bytes. `lopdf` can do it too, but copies every object and writes it four times.

use std::collections::BTreeMap;
use std::io::Write;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

/// Where an object stands in the file.
enum Place {
    /// From the start of the file.
    At(usize),
    /// In an object stream, the so-manieth.
    In(u32, u16),
}

/// The bytes of `document`, whose plain objects are in `packed`: object streams with the numbers of
/// what they hold.
pub(super) fn file(document: &Document, packed: Vec<(Stream, Vec<u32>)>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut places = BTreeMap::new();
    // Four bytes above 127 tell that the file is not text.
    put(&mut out, format_args!("%PDF-{}\n", document.version));
    out.extend(b"%\xbb\xad\xc0\xde\n");
    for (&(id, _), object) in &document.objects {
        if let Object::Stream(content) = object {
            places.insert(id, Place::At(out.len()));
            indirect(&mut out, id, content);
        }
    }
    let mut last = document.max_id;
    for (content, inside) in packed {
        last += 1;
        for (index, id) in (0..).zip(inside) {
            places.insert(id, Place::In(last, index));
        }
        places.insert(last, Place::At(out.len()));
        indirect(&mut out, last, &content);
    }
    let table = out.len();
    last += 1;
    places.insert(last, Place::At(table));
    indirect(&mut out, last, &references(document, &places, last));
    put(&mut out, format_args!("\nstartxref\n{table}\n%%EOF"));
    out
}

/// The cross-reference table: a type, a place and an index for every object.
fn references(document: &Document, places: &BTreeMap<u32, Place>, last: u32) -> Stream {
    let mut sections: Vec<(u32, u32)> = Vec::new();
    let mut content = Vec::with_capacity(7 * places.len());
    for (&id, place) in places {
        match sections.last_mut() {
            Some((first, count)) if *first + *count == id => *count += 1,
            _ => sections.push((id, 1)),
        }
        let (kind, number, index) = match *place {
            Place::At(at) => (1, u32::try_from(at).unwrap_or(u32::MAX), 0),
            Place::In(stream, index) => (2, stream, index),
        };
        content.push(kind);
        content.extend(number.to_be_bytes());
        content.extend(index.to_be_bytes());
    }
    let mut trailer = document.trailer.clone();
    trailer.set("Type", "XRef");
    trailer.set("Size", last + 1);
    trailer.set("W", vec![1.into(), 4.into(), 2.into()]);
    trailer.set(
        "Index",
        sections.into_iter().flat_map(|(first, count)| [first.into(), count.into()]).collect::<Vec<Object>>(),
    );
    Stream::new(trailer, content)
}

/// An object that is no stream, as it stands in the file.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) number: u32,
    pub(super) bytes: Vec<u8>,
}

/// An object as it stands in the file.
pub(super) fn bytes(object: &Object) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, object);
    out.shrink_to_fit();
    out
}

/// An object stream with `objects`.
pub(super) fn object_stream(objects: &[Written]) -> Stream {
    let (mut index, mut bodies) = (Vec::new(), Vec::new());
    for Written { number, bytes } in objects {
        put(&mut index, format_args!("{number} {} ", bodies.len()));
        bodies.extend(bytes);
        bodies.push(b' ');
    }
    let first = i64::try_from(index.len()).unwrap_or(i64::MAX);
    let count = i64::try_from(objects.len()).unwrap_or(i64::MAX);
    index.append(&mut bodies);
    Stream::new(dictionary! { "Type" => "ObjStm", "N" => count, "First" => first }, index)
}

fn indirect(out: &mut Vec<u8>, id: u32, stream: &Stream) {
    put(out, format_args!("{id} 0 obj\n"));
    dictionary(out, &stream.dict);
    out.extend(b"stream\n");
    out.extend(&stream.content);
    out.extend(b"\nendstream \nendobj\n");
}

/// Adds formatted text. Writing to memory cannot fail.
fn put(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => put(out, format_args!("{value}")),
        Object::Integer(number) => integer(out, *number),
        Object::Real(number) => decimal(out, *number),
        Object::Name(bytes) => name(out, bytes),
        Object::String(bytes, StringFormat::Literal) => literal(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            bytes.iter().for_each(|byte| hexadecimal(out, *byte));
            out.push(b'>');
        }
        Object::Array(objects) => {
            out.push(b'[');
            for (i, object) in objects.iter().enumerate() {
                if i > 0 {
                    separate(out, object);
                }
                write(out, object);
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => dictionary(out, entries),
        Object::Reference((id, generation)) => {
            integer(out, i64::from(*id));
            out.push(b' ');
            integer(out, i64::from(*generation));
            out.extend(b" R");
        }
        // A stream stands by itself and is referred to.
        Object::Stream(_) => out.extend(b"null"),
    }
}

fn dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in entries {
        name(out, key);
        separate(out, value);
        write(out, value);
    }
    out.extend(b">>");
}

/// A space before what does not begin with a sign of its own.
fn separate(out: &mut Vec<u8>, next: &Object) {
    if matches!(next, Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_)) {
        out.push(b' ');
    }
}

fn name(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'/');
    for &byte in bytes {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.push(b'#');
            hexadecimal(out, byte);
        }
    }
}

/// A string in brackets; brackets inside that have no partner are escaped.
fn literal(out: &mut Vec<u8>, bytes: &[u8]) {
    let (mut open, mut alone) = (Vec::new(), Vec::new());
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'(' => open.push(at),
            b')' if open.pop().is_none() => alone.push(at),
            _ => {}
        }
    }
    alone.append(&mut open);
    out.push(b'(');
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' => out.extend(b"\\r"),
            b'\\' => out.extend(b"\\\\"),
            b'(' | b')' if alone.contains(&at) => out.extend([b'\\', byte]),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}

/// A whole number.
fn integer(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    digits(out, number.unsigned_abs(), 1);
}

/// A number with two decimals, which is a tenth of what a printer resolves; without zeros at its end. (Formatting by the
/// standard library finds the shortest decimals, which takes long.)
pub(super) fn decimal(out: &mut Vec<u8>, number: f32) {
    #[expect(clippy::cast_possible_truncation, reason = "it saturates; no coordinate comes near")]
    let hundredths = (number * 100.0).round() as i64;
    if hundredths < 0 {
        out.push(b'-');
    }
    let hundredths = hundredths.unsigned_abs();
    digits(out, hundredths / 100, 1);
    match hundredths % 100 {
        0 => {}
        tenths if tenths % 10 == 0 => {
            out.push(b'.');
            digits(out, tenths / 10, 1);
        }
        rest => {
            out.push(b'.');
            digits(out, rest, 2);
        }
    }
}

/// The digits of a number, at least `least` of them.
fn digits(out: &mut Vec<u8>, mut number: u64, least: usize) {
    let mut found = [b'0'; 20];
    let mut start = found.len();
    while number > 0 || found.len() - start < least {
        start -= 1;
        found[start] = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
    out.extend(&found[start..]);
}

/// Two hexadecimal digits.
pub(super) fn hexadecimal(out: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_decimals_at_most() {
        let shown = |number| {
            let mut out = Vec::new();
            decimal(&mut out, number);
            String::from_utf8(out).unwrap()
        };
        let numbers = [0.0, -0.001, 0.05, 1.5, -12.345, 841.89, 100.0, 99.999, -0.5];
        assert_eq!(numbers.map(shown), ["0", "0", "0.05", "1.5", "-12.35", "841.89", "100", "100", "-0.5"]);
    }
}
