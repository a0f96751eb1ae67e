//! What `img` elements show: nothing is loaded, so everything stands in the page as a `data:` address.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::raster::Raster;

/// More pixels than this would make a file that nobody can send.
const MOST_PIXELS: f32 = 200e6;

/// The pictures of a document, each read once.
#[derive(Default)]
pub(super) struct Sources {
    known: HashMap<String, Result<Source, String>>,
    rasters: Vec<Arc<Raster>>,
    pixels: f32,
}

/// What a `data:` address holds.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Raster(Arc<Raster>),
    /// The text of an SVG file.
    Svg(Arc<str>),
}

impl Sources {
    /// What `address` holds; an error is the reason why nothing can be drawn.
    pub(super) fn read(&mut self, address: &str) -> Result<Source, String> {
        if let Some(known) = self.known.get(address) {
            return known.clone();
        }
        let source = self.decode(address);
        self.known.insert(address.to_owned(), source.clone());
        source
    }

    fn decode(&mut self, address: &str) -> Result<Source, String> {
        match data(address)? {
            (Kind::Svg, bytes) => match String::from_utf8(bytes) {
                Ok(text) => Ok(Source::Svg(text.into())),
                Err(_) => Err("the picture is no sound SVG file: it is not written in UTF-8".to_owned()),
            },
            (Kind::Png, bytes) => {
                let raster = Raster::read(&bytes).map_err(|why| format!("the picture cannot be drawn: {why}"))?;
                self.keep(raster).map(Source::Raster)
            }
        }
    }

    /// Numbers a picture, unless there is one like it.
    fn keep(&mut self, mut raster: Raster) -> Result<Arc<Raster>, String> {
        if let Some(known) = self.rasters.iter().find(|known| known.is_like(&raster)) {
            return Ok(known.clone());
        }
        let (width, height) = raster.size();
        if self.pixels + width * height > MOST_PIXELS {
            return Err("the pictures of the page have too many pixels together".to_owned());
        }
        self.pixels += width * height;
        raster.number = self.rasters.len();
        self.rasters.push(Arc::new(raster));
        self.rasters.last().cloned().ok_or_else(String::new)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Png,
    Svg,
}

/// The bytes of a `data:` address.
fn data(address: &str) -> Result<(Kind, Vec<u8>), String> {
    let address = address.trim();
    let rest = match address.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("data:") => &address[5..],
        _ => return Err("only `data:` images are drawn".to_owned()),
    };
    let (head, body) = rest.split_once(',').ok_or("the `data:` address of the picture has no comma")?;
    let mut words = head.split(';').map(|word| word.trim().to_ascii_lowercase());
    let kind = match words.next().as_deref() {
        Some("image/png") => Kind::Png,
        Some("image/svg+xml") => Kind::Svg,
        other => {
            let other = other.filter(|kind| !kind.is_empty()).unwrap_or("text/plain");
            return Err(format!("only PNG and SVG images are drawn, not `{other}`"));
        }
    };
    let bytes = unescape(body);
    if words.any(|word| word == "base64") {
        let packed: Vec<u8> = bytes.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let engine = GeneralPurpose::new(&base64::alphabet::STANDARD, config);
        let bytes = engine.decode(packed).map_err(|error| format!("the picture is no sound base64 ({error})"))?;
        return Ok((kind, bytes));
    }
    Ok((kind, bytes))
}

/// `%41` is an `A`; a per cent sign that begins nothing stands for itself, as browsers have it.
fn unescape(text: &str) -> Vec<u8> {
    let digit =
        |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16)).and_then(|n| u8::try_from(n).ok());
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if let (b'%', Some(high), Some(low)) = (byte, digit(bytes.get(at)), digit(bytes.get(at + 1))) {
            out.push(high * 16 + low);
            at += 2;
        } else {
            out.push(byte);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_base64_or_escaped_text() {
        let text = |address: &str| data(address).map(|(kind, bytes)| (kind, String::from_utf8(bytes).unwrap()));
        let svg = |text: &str| Ok((Kind::Svg, text.to_owned()));
        assert_eq!(text("data:image/svg+xml;base64,PHN2Zz4="), svg("<svg>"));
        assert_eq!(text(" DATA:image/svg+xml;charset=utf-8;base64,PHN2\nZz4"), svg("<svg>"));
        assert_eq!(text("data:image/svg+xml,%3Csvg%3e,100%"), svg("<svg>,100%"));
        assert_eq!(text("data:image/svg+xml;utf8,<svg é>"), svg("<svg é>"));
        for refused in
            ["", "logo.png", "https://x/y.png", "data:image/png", "data:image/gif;base64,R0", "data:,x", "dätä"]
        {
            assert!(data(refused).is_err(), "{refused}");
        }
        assert!(data("data:image/png;base64,*").is_err());
    }

    #[test]
    fn the_same_picture_is_kept_once() {
        let bytes = super::super::raster::tests::png(png::ColorType::Grayscale, png::BitDepth::Eight, &[1, 2, 3, 4]);
        let packed = base64::engine::general_purpose::STANDARD.encode(bytes);
        let mut sources = Sources::default();
        for address in [format!("data:image/png;base64,{packed}"), format!("data:image/png;base64, {packed}")] {
            let Ok(Source::Raster(raster)) = sources.read(&address) else { panic!("{address}") };
            assert_eq!(raster.number, 0);
        }
        assert_eq!(sources.rasters.len(), 1);
    }
}
