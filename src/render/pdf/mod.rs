//! The PDF engine: lays semantic HTML with a stylesheet out into pages and writes an accessible
//! (PDF/UA-1) and archival (PDF/A-2a) file.
//!
//! The way of a document: `dom` reads the HTML, `css` and `cascade` give every element its `style`,
//! `boxes` (with `inline`, `table`, `svg`) makes boxes and structure elements (`tags`), `shape` turns
//! all their text into glyphs, `fit` sets widths and breaks lines (`text`), `compose` (with `rows`)
//! lays the boxes out into one long `flow`, `page` cuts it, `paint` (with `running`) draws the pages
//! into a `display` list, `write` (with `content`, `operators`, `structure`, `meta`, `serialize`) makes
//! the file. Fonts live in `fonts`. What is most of the work, glyphs, lines, page content and
//! compression, is shared out among the processor's cores by `parallel`.
//!
//! Beside HTML's own, these attributes are understood:
//!
//! - `data-running="header-start"` (or `header-end`, `footer-start`, `footer-end`) takes an element
//!   out of the flow and draws its text in the margin of every page, outside of the structure;
//!   `{page}` and `{pages}` in it are replaced;
//! - `data-contents` on a `nav`: its lists become the table of contents, each link to `#id` ends
//!   with the page number;
//! - `data-first-page="plain"` on `body`: page 1 has no running elements.
//!
//! Nothing here reads the clock, the machine's fonts or the network: the same input gives the same
//! bytes.

mod boxes;
mod cascade;
mod compose;
mod content;
mod css;
mod display;
mod dom;
mod fit;
mod flow;
mod fonts;
mod inline;
mod meta;
mod operators;
mod page;
mod paint;
mod property;
mod rows;
mod running;
mod serialize;
mod shape;
mod structure;
mod style;
mod svg;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod warning;
mod write;

use std::sync::Arc;

use scraper::Html;

use boxes::Builder;
use cascade::Cascade;
use compose::Composer;
use inline::Target;
use paint::Painter;
use shape::Shaper;
use style::Style;
use warning::Warnings;

pub use fonts::Fonts;
pub use warning::Warning;

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
/// `date` stands in the file as its date of creation.
///
/// # Errors
/// If the page has no title or language, or a font cannot be embedded.
pub fn render(html: &str, css: &str, fonts: &Fonts, date: chrono::NaiveDate) -> Result<Pdf, Error> {
    let source = html;
    let html = Html::parse_document(source);
    let head = dom::head(&html);
    if head.title.is_empty() {
        return Err(Error::Missing("title"));
    }
    if head.lang.is_empty() {
        return Err(Error::Missing("language"));
    }
    let mut warnings = Warnings::default();
    let cascade = Cascade::new(css, fonts.families(), &mut warnings);
    let paper = cascade.paper(&mut warnings);

    let mut builder = Builder::new(cascade, &mut warnings);
    let root = builder.style(html.root_element(), &Arc::new(Style::initial()));
    let body = dom::first(&html, "body");
    let plain_first = body.is_some_and(|body| body.value().attr("data-first-page") == Some("plain"));
    let mut body = body.map(|body| builder.body(body, &root));
    let Builder { mut tags, mut links, running, .. } = builder;
    // The boxes hold all that is needed, and long documents are large.
    drop(html);

    let mut shaper = Shaper::new(fonts);
    if let Some(body) = &mut body {
        shaper.missing = shape::shape_all(body, fonts);
        fit::break_all(body, paper.column(), fonts);
    }
    let mut composer = Composer::new();
    if let Some(body) = body {
        composer.block(body, 0.0, paper.column());
    }
    let items = composer.finish();
    let plan = page::paginate(&items, paper.depth());

    let mut painter = Painter::new(&mut shaper, &mut tags, paper);
    painter.locate(&items, &plan);
    painter.paint(&items, &plan, &running, plain_first);
    let Painter { mut pages, bookmarks, places, faces, .. } = painter;
    drop(items);

    let leads = |target: &Target| match target {
        Target::Id(id) => places.contains_key(id),
        Target::Uri(_) => true,
    };
    for link in links.iter_mut().filter(|link| !leads(&link.target)) {
        if let (Target::Id(id), Some(node)) = (&link.target, tags.get_mut(link.node)) {
            node.role = tags::Role::Span;
            warnings.add(format!("link to `#{id}` points nowhere"), format!("a[href=#{id}]"));
        }
    }
    for page in &mut pages {
        page.links.retain(|area| leads(&links[area.link].target));
    }
    paint::tag_links(&pages, &links, &mut tags);
    if !shaper.missing.is_empty() {
        // It is rare, so the tree, which was let go above, is read once more.
        let html = Html::parse_document(source);
        for c in &shaper.missing {
            let message = format!(
                "no font has the character `{c}` (U+{code:04X}), so the PDF shows [U+{code:04X}]; add a font that has it \
                 with --font",
                code = u32::from(*c)
            );
            warnings.add(message, dom::place_of(&html, *c));
        }
    }

    let parts = structure::Parts {
        pages: &pages,
        tags: &tags,
        links: &links,
        bookmarks: &bookmarks,
        place_of: &|id| places.get(id).copied(),
        paper,
    };
    let bytes = write::file(&parts, &faces, &head, date)?;
    Ok(Pdf { bytes, pages: pages.len(), warnings: warnings.into_list() })
}
