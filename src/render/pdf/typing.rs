//! The font of what readers type into fields.
//!
//! Programs turn what is typed into codes of this font, so it is a simple one, with an encoding that all of them know
//! (`WinAnsiEncoding`: the letters of Western Europe); other letters they take from fonts of their own. With a font of
//! glyph numbers, as the pages have it, pdfium took those letters from elsewhere all the same, pikepdf wrote nothing that
//! can be read, and only pypdf wrote more (tried in 2026).

use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use subsetter::GlyphRemapper;

use super::structure::integer;
use super::{Error, charmap, content, fonts};

/// The codes from 0x80 on that are not those of Latin-1 (ISO 32000-1, annex D.2); `•` stands where nothing is defined.
const ABOVE: [char; 32] = [
    '€', '•', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '•', 'Ž', '•', '•', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '•', 'ž', 'Ÿ',
];
/// The first and the last code.
const FIRST: u8 = 0x20;
const LAST: u8 = 0xff;

/// Adds the font to `document`.
pub(super) fn font(document: &mut Document) -> Result<ObjectId, Error> {
    let broken = |what: String| Error::Subset(format!("the font of fields: {what}"));
    let font = FontRef::new(fonts::WRITING).map_err(|error| broken(error.to_string()))?;
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let advances = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let scale = 1000.0 / f32::from(metrics.units_per_em);
    #[expect(clippy::cast_possible_truncation, reason = "metrics are small")]
    let scaled = |number: f32| Object::Integer((number * scale).round() as i64);

    let mut remapper = GlyphRemapper::new();
    let mut numbers = Vec::new();
    let mut widths = Vec::new();
    for c in (FIRST..=LAST).map(drawn) {
        let glyph = font.charmap().map(c).unwrap_or_default();
        let old = u16::try_from(glyph.to_u32()).unwrap_or_default();
        numbers.push((c, remapper.remap(old)));
        widths.push(scaled(advances.advance_width(glyph).unwrap_or(0.0)));
    }
    let subset = subsetter::subset(fonts::WRITING, 0, &remapper).map_err(|error| broken(error.to_string()))?;
    let program = charmap::add(&subset, &numbers).ok_or_else(|| broken("it has no tables".to_owned()))?;

    let name = format!("{}+NotoSans-Regular", content::subset_tag(&program));
    let length = integer(program.len());
    let program = document.add_object(Stream::new(dictionary! { "Length1" => length }, program));
    let bounds = metrics.bounds.unwrap_or_default();
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name.as_str(),
        // Its letters are those of the encoding.
        "Flags" => 32,
        "FontBBox" => [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scaled).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => scaled(metrics.ascent),
        "Descent" => scaled(metrics.descent),
        "CapHeight" => scaled(metrics.cap_height.unwrap_or(metrics.ascent)),
        "StemV" => 88,
        "FontFile2" => program,
    });
    let meanings = document.add_object(Stream::new(dictionary! {}, meanings().into_bytes()));
    Ok(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "TrueType",
        "BaseFont" => name.as_str(),
        "FirstChar" => i64::from(FIRST),
        "LastChar" => i64::from(LAST),
        "Widths" => widths,
        "Encoding" => "WinAnsiEncoding",
        "FontDescriptor" => descriptor,
        "ToUnicode" => meanings,
    }))
}

/// The character that a code draws.
fn drawn(code: u8) -> char {
    match code {
        0x7f => '•',
        0x80..=0x9f => ABOVE[usize::from(code - 0x80)],
        0xa0 => ' ',
        0xad => '-',
        code => char::from(code),
    }
}

/// What each code means, for readers who copy or search.
fn meanings() -> String {
    const AT_ONCE: usize = 100;
    let codes: Vec<u8> = (FIRST..=LAST).collect();
    let mut map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
        /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
        1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        .to_owned();
    for codes in codes.chunks(AT_ONCE) {
        map.push_str(&format!("{} beginbfchar\n", codes.len()));
        for code in codes {
            map.push_str(&format!("<{code:02x}> <{:04x}>\n", u32::from(drawn(*code))));
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend");
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_glyph_that_the_program_finds() {
        let mut document = Document::new();
        let font = font(&mut document).unwrap();
        let font = document.get_dictionary(font).unwrap();
        let descriptor = font.get(b"FontDescriptor").and_then(Object::as_reference).unwrap();
        let program = document.get_dictionary(descriptor).unwrap().get(b"FontFile2").unwrap();
        let (_, program) = document.dereference(program).unwrap();
        let program = FontRef::new(&program.as_stream().unwrap().content).unwrap();
        let advances = program.glyph_metrics(Size::unscaled(), LocationRef::default());
        let widths = font.get(b"Widths").and_then(Object::as_array).unwrap();
        assert_eq!(widths.len(), 224);
        for (code, width) in (FIRST..=LAST).zip(widths) {
            let glyph = program.charmap().map(drawn(code)).filter(|glyph| glyph.to_u32() > 0).unwrap();
            assert_eq!(advances.advance_width(glyph), Some(width.as_float().unwrap()), "{code:x}");
        }
    }
}
