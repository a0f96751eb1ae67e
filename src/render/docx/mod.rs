//! The report as a Word file: OOXML (WordprocessingML), made of the same page as the PDF, for people who go on writing
//! in it.
//!
//! In: the page, its stylesheet, and fonts for the letters in pictures. Out: the bytes of a `.docx`, and what looks
//! different from what the page asks for.
//!
//! The way of a document: `read` (with `around`, `inline`, `list`, `table`) makes a `document` of paragraphs and tables out
//! of the elements, each with the `look` that its computed style comes to and a name (`named`); `styles` finds for each name
//! what most of its paragraphs look like, so that they are told apart by styles and hardly by hand; `sheet` writes the
//! styles, `theme` the colours on offer, `write` (with `rows`, `contents`, `bookmarks`) and `frame` the parts that hold
//! text, `package` puts the file together.
//!
//! Word lays the pages out, so what only is about places on them (columns of a grid, heights, corners) is let go.
//! Pictures are pixels, which every reader of the format shows (`pdf::still`).

mod around;
mod bookmarks;
mod contents;
mod document;
mod frame;
mod inline;
mod list;
mod look;
mod named;
mod package;
mod read;
mod rows;
mod sheet;
mod styles;
mod table;
#[cfg(test)]
mod tests;
mod theme;
mod write;
mod xml;

use std::sync::Arc;

use scraper::Html;

use super::pdf::still::Stills;
use super::pdf::{Fonts, Warning};
use super::styled::dom;
use super::styled::style::Style;
use super::styled::warning::Warnings;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
/// The id of the style of tables.
const TABLE: &str = "ReportTable";

/// A finished Word file.
#[derive(Debug)]
#[non_exhaustive]
pub struct Docx {
    /// The file.
    pub bytes: Vec<u8>,
    /// What looks different from what the HTML and the stylesheet ask for.
    pub warnings: Vec<Warning>,
}

/// The file could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the Word file cannot be written: {0}")]
pub struct Error(String);

/// Makes a Word file of the page `html` with the stylesheet `css`.
///
/// `date` stands in the file as the day when it was made.
///
/// # Errors
/// If the file can't be put together, for which no page is known.
pub fn render(html: &str, css: &str, fonts: &Fonts, date: chrono::NaiveDate) -> Result<Docx, Error> {
    let page = Html::parse_document(html);
    let head = dom::head(&page);
    let families = families(css, fonts);
    let mut stills = Stills::new(css, &families, fonts, Warnings::new(html));
    let root = stills.style(page.root_element(), &Arc::new(Style::initial()));
    let paper = stills.paper();
    let mut reader = read::Reader::new(stills);
    let mut style = root.clone();
    if let Some(body) = dom::first(&page, "body") {
        style = reader.stills.style(body, &root);
        reader.body(body, &root);
    }
    let read::Reader { document, stills, .. } = reader;
    let mut warnings = stills.into_warnings();
    let styles = styles::Styles::of(&document, &look::text(&style));
    let mut bookmarks = bookmarks::Bookmarks::of(&document);
    for id in &bookmarks.missing {
        warnings.text(format!("link to `#{id}` points nowhere"), format!("a[href=#{id}]"));
    }
    let theme = theme::write(&style, style.text.family.as_deref().unwrap_or("Noto Sans"));
    let frame = frame::Frame { document: &document, styles: &styles, head: &head, paper, families: &families };
    let parts = frame.parts(theme, &mut bookmarks);
    let pictures: Vec<&[u8]> = document.pictures.iter().map(|still| still.png.as_slice()).collect();
    let facts = package::Facts {
        title: &head.title,
        author: &head.author,
        description: &head.description,
        lang: &head.lang,
        date,
    };
    let bytes = package::write(&parts, &pictures, &facts).map_err(|error| Error(error.to_string()))?;
    Ok(Docx { bytes, warnings: warnings.into_list() })
}

/// The families that the stylesheet names, in its order, and those of the fonts at hand: Word takes what the computer of
/// its reader has.
fn families(css: &str, fonts: &Fonts) -> Vec<String> {
    const GENERIC: [&str; 6] = ["sans-serif", "serif", "monospace", "system-ui", "inherit", "initial"];
    let mut families: Vec<String> = Vec::new();
    let lists = css.split("font-family:").skip(1).filter_map(|after| after.split([';', '}']).next());
    // What stands behind in the stylesheet holds, so it comes first.
    let lists: Vec<&str> = lists.collect();
    let named = lists.iter().rev().flat_map(|list| list.split(','));
    let named = named.map(|name| name.trim().trim_matches(['"', '\'']).to_owned());
    for name in named.chain(fonts.families().iter().cloned()) {
        if !name.is_empty() && !GENERIC.contains(&name.as_str()) && !families.contains(&name) {
            families.push(name);
        }
    }
    families
}

/// The attributes of `w:lang` for a language, which Word keeps apart by kinds of scripts.
fn language(lang: &str) -> Vec<(&'static str, &str)> {
    let first = lang.split('-').next().unwrap_or_default();
    let mut attributes = vec![("w:val", lang)];
    if matches!(first, "zh" | "ja" | "ko") {
        attributes.push(("w:eastAsia", lang));
    }
    if matches!(first, "ar" | "fa" | "he" | "ur" | "ps" | "ckb" | "yi" | "dv" | "sd" | "ug") {
        attributes.push(("w:bidi", lang));
    }
    attributes
}
