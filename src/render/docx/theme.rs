//! The theme: the colours and fonts that Word offers first to whoever writes on in the file.

use super::xml::Xml;
use crate::render::styled::style::Style;
use crate::render::styled::value::{self, Color, Paint};

/// The colours of the stylesheet that become Word's accents.
const ACCENTS: [&str; 6] = ["--deep", "--largely", "--partly", "--nothing", "--breached", "--met"];

/// What fills, lines and effects of drawings are like: plain.
const PLAIN: &str = concat!(
    r#"<a:fmtScheme name="Report"><a:fillStyleLst>"#,
    r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:solidFill><a:schemeClr val="phClr"/></a:solidFill>"#,
    r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:fillStyleLst><a:lnStyleLst>"#,
    r#"<a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>"#,
    r#"<a:ln w="12700"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>"#,
    r#"<a:ln w="19050"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln></a:lnStyleLst><a:effectStyleLst>"#,
    r#"<a:effectStyle><a:effectLst/></a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle>"#,
    r#"<a:effectStyle><a:effectLst/></a:effectStyle></a:effectStyleLst><a:bgFillStyleLst>"#,
    r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:solidFill><a:schemeClr val="phClr"/></a:solidFill>"#,
    r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:bgFillStyleLst></a:fmtScheme>"#
);

/// Writes the theme of a page whose body has the style `page`.
pub(super) fn write(page: &Style, family: &str) -> Vec<u8> {
    let mut xml = Xml::new("a:theme", &[("xmlns:a", super::A), ("name", "Report")]);
    xml.start("a:themeElements", &[]);
    xml.start("a:clrScheme", &[("name", "Report")]);
    let ink = page.text.color;
    let named = |name: &str| {
        let paint = page.variables.get(name).and_then(|value| value::paint(value, ink));
        paint.and_then(Paint::color)
    };
    let (deep, wash) = (named("--deep").unwrap_or(ink), named("--wash").unwrap_or(Color([255; 3])));
    let mut colours = vec![("a:dk1", ink), ("a:lt1", Color([255; 3])), ("a:dk2", deep), ("a:lt2", wash)];
    let places = ["a:accent1", "a:accent2", "a:accent3", "a:accent4", "a:accent5", "a:accent6"];
    colours.extend(places.into_iter().zip(ACCENTS).map(|(place, name)| (place, named(name).unwrap_or(ink))));
    colours.extend([("a:hlink", deep), ("a:folHlink", deep)]);
    for (place, colour) in colours {
        xml.start(place, &[]);
        xml.empty("a:srgbClr", &[("val", &super::look::hex(colour))]);
        xml.end();
    }
    xml.end();
    xml.start("a:fontScheme", &[("name", "Report")]);
    for use_of in ["a:majorFont", "a:minorFont"] {
        xml.start(use_of, &[]);
        xml.empty("a:latin", &[("typeface", family)]);
        xml.empty("a:ea", &[("typeface", "")]);
        xml.empty("a:cs", &[("typeface", "")]);
        xml.end();
    }
    xml.end();
    xml.written(PLAIN);
    xml.finish()
}
