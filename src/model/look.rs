//! The look of an institution's reports: its logo, colours and fonts.

use std::fmt;

use cssparser::color::{parse_hash_color, parse_named_color};
use skrifa::raw::FileRef;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use super::Picture;

/// What a theme file asks for, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Stands in for the logo of the responses.
    pub logo: Option<Picture>,
    /// Colours by the name of the stylesheet's variable, without `--`.
    pub colours: Vec<(String, Colour)>,
    /// The family that text is set in, before those of the stylesheet.
    pub family: Option<String>,
    /// Font files for the PDF.
    pub fonts: Vec<Font>,
}

/// A colour that the stylesheet gives a name, which a theme may give another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name, without `--`.
    pub name: String,
    /// Its value in the stylesheet.
    pub colour: Colour,
    /// Whether text is written in it.
    pub text: bool,
}

/// An opaque colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    /// What paper and page are.
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };

    /// The colour written `#rgb`, `#rrggbb` or with its name in CSS; `None` if it is none of these.
    pub fn of(written: &str) -> Option<Self> {
        let written = written.trim();
        let (red, green, blue) = match written.strip_prefix('#') {
            // With four or eight digits a colour is not opaque, and its contrast depends on what lies below it.
            Some(digits) if matches!(digits.len(), 3 | 6) => {
                let (red, green, blue, _) = parse_hash_color(digits.as_bytes()).ok()?;
                (red, green, blue)
            }
            Some(_) => return None,
            None => parse_named_color(&written.to_ascii_lowercase()).ok()?,
        };
        Some(Self { red, green, blue })
    }

    /// How much this colour and `other` differ in lightness, from 1 to 21, by WCAG 2.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// A font file: TTF, OTF, or a TTC of several fonts.
#[derive(Clone, PartialEq, Eq)]
pub struct Font {
    /// The file.
    pub bytes: Vec<u8>,
    /// The families of its fonts, each once.
    pub families: Vec<String>,
}

impl Font {
    /// The font file with these bytes; `None` if they are none.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        let fonts: Vec<FontRef<'_>> = FileRef::new(&bytes).ok()?.fonts().collect::<Result<_, _>>().ok()?;
        let mut families: Vec<String> = fonts.iter().filter_map(family).collect();
        families.sort();
        families.dedup();
        (!families.is_empty()).then_some(Self { bytes, families })
    }
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Font").field(&self.families).finish()
    }
}

/// The name of a family, as stylesheets call it.
fn family(font: &FontRef<'_>) -> Option<String> {
    let name = |id| font.localized_strings(id).english_or_first().map(|name| name.chars().collect::<String>());
    name(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(StringId::FAMILY_NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_written() {
        for (written, read) in [("#036", "#003366"), ("#0B4F6C", "#0b4f6c"), (" Navy ", "#000080")] {
            assert_eq!(Colour::of(written).unwrap().to_string(), read);
        }
        for bad in ["", "#", "#03", "#00336", "#00336680", "003366", "blueish", "#00 366", "red; }", "#€"] {
            assert_eq!(Colour::of(bad), None, "{bad}");
        }
    }

    #[test]
    fn contrasts_are_those_that_wcag_gives() {
        let contrast = |one, two| Colour::of(one).unwrap().contrast(Colour::of(two).unwrap());
        assert!((contrast("black", "white") - 21.0).abs() < 1e-9);
        assert!((contrast("white", "white") - 1.0).abs() < 1e-9);
        // The grey that is known for just not reaching 4.5, and the one below it that does.
        assert!((4.47..4.5).contains(&contrast("#777", "#fff")) && contrast("#767676", "#fff") > 4.5);
    }

    #[test]
    fn fonts_know_their_family() {
        let font = Font::of(include_bytes!("../../templates/fonts/NotoSans-Bold.ttf").to_vec()).unwrap();
        assert_eq!(font.families, ["Noto Sans"]);
        assert!(Font::of(b"no font".to_vec()).is_none() && Font::of(Vec::new()).is_none());
    }
}
