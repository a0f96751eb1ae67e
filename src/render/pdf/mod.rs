//! The PDF engine: lays semantic HTML with a stylesheet out into pages and writes an accessible
//! (PDF/UA-1) and archival (PDF/A-2a, or PDF/A-3a if files are attached) file.
//!
//! The way of a document: `styled` (beside this folder) reads the HTML and gives every element its style,
//! `boxes` (with `inline`, `hyphens`, `table`, `flex`, `notes`, for pictures `picture`, `source`, `raster`,
//! `svg`, and `field` for what is filled in) makes boxes and structure elements (`tags`), `shape` turns all
//! their text into glyphs, `fit` (with `columns`) sets widths and breaks lines (`text`), `compose` (with
//! `rows`) lays the boxes out into one long `flow`, `page` (with `slices`) cuts it to the paper, `paint`
//! (with `frame`, `running`, `graphic`, `widget`) draws the pages into a `display` list, `write` (with
//! `content`, `operators`, `structure`, `form` and its font in `typing` and `charmap`, `meta`, `attachment`,
//! `serialize`) makes the file. Fonts live in `fonts`; `stages` walks the whole way.
//! `still` takes pictures out of it alone, painted on a `canvas`, for formats that are not laid out here.
//! What is most of the work, glyphs, lines, page content and compression, is shared out among the
//! processor's cores by `parallel`.
//!
//! Beside HTML's own, these attributes are understood:
//!
//! - `data-running="header-start"` (or `header-end`, `footer-start`, `footer-end`) takes an element
//!   out of the flow and draws its text in the margin of every page, outside of the structure;
//!   `{page}`, `{pages}` and `{section}` (the heading of level 2 whose section goes on from an earlier
//!   page) in it are replaced;
//! - `data-contents` on a `nav`: its lists become the table of contents, each link to `#id` ends
//!   with the page number;
//! - `data-first-page="plain"` on `body`: page 1 has no running elements;
//! - `data-mirror="no"` on an `svg`: it is not mirrored where text runs from right to left.
//!
//! Nothing here reads the clock, the machine's fonts or the network: the same input gives the same
//! bytes.

mod attachment;
mod boxes;
mod canvas;
mod charmap;
mod columns;
mod compose;
mod content;
mod deflate;
mod display;
mod field;
mod fit;
mod flex;
mod flow;
mod fonts;
mod form;
mod frame;
mod graphic;
mod hyphens;
mod inline;
mod meta;
mod notes;
mod operators;
mod page;
mod paint;
mod picture;
#[cfg(test)]
mod properties;
mod raster;
mod rows;
mod running;
mod serialize;
mod shape;
mod slices;
mod source;
#[doc(hidden)]
pub mod stages;
pub(super) mod still;
mod structure;
mod svg;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod typing;
mod widget;
mod write;

pub use attachment::{Attachment, Relationship};
pub use fonts::Fonts;
pub use warning::Warning;

use super::styled::{cascade, dom, paper, pen, style, supported, value, warning};

/// A finished PDF.
#[derive(Debug)]
#[non_exhaustive]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What looks different from what the HTML and the stylesheet ask for.
    pub warnings: Vec<Warning>,
}

/// Why no PDF could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The user's font file is none.
    #[error("it is no font file of the kind TTF, OTF or TTC")]
    Font,
    /// A font cannot be cut down to the glyphs in use; typically a broken font.
    #[error("a font cannot be embedded: {0}")]
    Subset(String),
    /// The file could not be put together; typically our fault.
    #[error("the PDF cannot be written: {0}")]
    Write(String),
    /// The document has neither title nor heading to name it by, or no language.
    #[error("the page has no {0}, which an accessible PDF needs")]
    Missing(&'static str),
}

/// Lays `html` out with `css` and writes a tagged PDF.
///
/// `date` stands in the file as its date of creation. With attachments the file is PDF/A-3a instead of PDF/A-2a.
///
/// # Errors
/// If the page has no title or language, or a font cannot be embedded.
pub fn render(
    html: &str,
    css: &str,
    fonts: &Fonts,
    date: chrono::NaiveDate,
    attachments: &[Attachment<'_>],
) -> Result<Pdf, Error> {
    stages::Page::read(html)?.style(css, fonts).lay_out(fonts).paint(fonts).write(date, attachments)
}
