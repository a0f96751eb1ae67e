//! The way of a document, one type a stage: a page that was read, its boxes, its lines on pages, what is painted, the
//! file. `render` walks it in one go; benches walk it step by step.

use std::sync::Arc;

use chrono::NaiveDate;
use scraper::Html;

use super::attachment::Attachment;
use super::boxes::{Block, Builder};
use super::cascade::Cascade;
use super::compose::Composer;
use super::dom::{self, Head};
use super::flow::Item;
use super::fonts::{Faces, Fonts};
use super::inline::{Link, Target};
use super::meta::Facts;
use super::notes::{self, Note};
use super::page::{self, PagePlan};
use super::paint::{self, Painter};
use super::paper::Papers;
use super::running::Running;
use super::shape::{Missing, Shaper};
use super::style::Style;
use super::tags::{Role, Tags};
use super::warning::Warnings;
use super::{Error, Pdf, display, fit, shape, structure, write};

/// The HTML as a tree.
pub struct Page<'a> {
    source: &'a str,
    html: Html,
    head: Head,
}

/// Styled boxes with the structure elements that stand for them.
pub struct Boxes<'a> {
    source: &'a str,
    head: Head,
    body: Option<Block>,
    tags: Tags,
    links: Vec<Link>,
    running: Vec<Running>,
    notes: Vec<Block>,
    plain_first: bool,
    papers: Papers,
    warnings: Warnings<'a>,
}

/// Lines and rows, and which page each stands on.
pub struct LaidOut<'a> {
    boxes: Boxes<'a>,
    items: Vec<Item>,
    notes: Vec<Note>,
    plan: Vec<PagePlan>,
    missing: Missing,
}

/// The display list of every page.
pub struct Painted<'a> {
    source: &'a str,
    head: Head,
    pub(super) pages: Vec<display::Page>,
    pub(super) tags: Tags,
    links: Vec<Link>,
    bookmarks: Vec<paint::Bookmark>,
    places: paint::Places,
    pub(super) faces: Faces,
    missing: Missing,
    warnings: Warnings<'a>,
}

impl<'a> Page<'a> {
    /// Parses `source`.
    ///
    /// # Errors
    /// If the page has no title or no language.
    pub fn read(source: &'a str) -> Result<Self, Error> {
        let html = Html::parse_document(source);
        let head = dom::head(&html);
        if head.title.is_empty() {
            return Err(Error::Missing("title"));
        }
        if head.lang.is_empty() {
            return Err(Error::Missing("language"));
        }
        Ok(Self { source, html, head })
    }

    /// Gives every element its style and makes boxes of them.
    pub fn style(self, css: &str, fonts: &Fonts) -> Boxes<'a> {
        let Self { source, html, head } = self;
        let mut warnings = Warnings::new(source);
        let cascade = Cascade::new(css, fonts.families(), &mut warnings);
        let depth = cascade.papers.get(Papers::USUAL).depth();
        let mut builder = Builder::new(cascade, warnings, depth);
        let root = builder.style(html.root_element(), &Arc::new(Style::initial()));
        let body = dom::first(&html, "body");
        let plain_first = body.is_some_and(|body| body.value().attr("data-first-page") == Some("plain"));
        let body = body.map(|body| builder.body(body, &root));
        let Builder { cascade, tags, links, running, notes, warnings, .. } = builder;
        let papers = cascade.papers;
        // The tree is let go: the boxes hold all that is needed, and long documents are large.
        Boxes { source, head, body, tags, links, running, notes, plain_first, papers, warnings }
    }
}

impl<'a> Boxes<'a> {
    /// Shapes all text, breaks lines, and cuts the flow into pages.
    pub fn lay_out(mut self, fonts: &Fonts) -> LaidOut<'a> {
        let (mut missing, mut composer) = (Missing::new(), Composer::new(Some(&self.papers)));
        if let Some(mut body) = self.body.take() {
            missing = shape::shape_all(&mut body, fonts);
            fit::break_all(&mut body, &self.papers, fonts);
            composer.block(body, 0.0, self.papers.get(Papers::USUAL).column());
        }
        let mut notes = std::mem::take(&mut self.notes);
        for note in &mut notes {
            missing.extend(shape::shape_all(note, fonts));
            fit::break_all(note, &self.papers, fonts);
        }
        let notes = notes::lay_out(notes, self.papers.get(Papers::USUAL).column());
        let items = composer.finish();
        let plan = page::paginate(&items, &notes, |paper| self.papers.get(paper).depth());
        LaidOut { boxes: self, items, notes, plan, missing }
    }
}

impl<'a> LaidOut<'a> {
    /// Draws every page, and hangs what is drawn into the structure tree.
    pub fn paint(self, fonts: &Fonts) -> Painted<'a> {
        let Self { boxes, items, notes, plan, missing } = self;
        let Boxes { source, head, mut tags, mut links, running, plain_first, papers, mut warnings, .. } = boxes;
        let mut shaper = Shaper::new(fonts);
        shaper.missing = missing;
        let mut painter = Painter::new(&mut shaper, &mut tags, &papers);
        let flow = paint::Flow { items: &items, notes: &notes, plan: &plan };
        painter.locate(flow);
        painter.paint(flow, &running, plain_first);
        let Painter { mut pages, bookmarks, places, faces, overfull, .. } = painter;
        for name in overfull {
            let message = format!("what stands in the field `{name}` is longer than the field, which cuts it off");
            warnings.text(message, String::new());
        }

        let leads = |target: &Target| match target {
            Target::Id(id) => places.contains_key(id),
            Target::Uri(_) => true,
        };
        for link in links.iter_mut().filter(|link| !leads(&link.target)) {
            if let (Target::Id(id), Some(node)) = (&link.target, tags.get_mut(link.node)) {
                node.role = Role::Span;
                warnings.text(format!("link to `#{id}` points nowhere"), format!("a[href=#{id}]"));
            }
        }
        for page in &mut pages {
            page.links.retain(|area| leads(&links[area.link].target));
        }
        paint::tag_links(&pages, &links, &mut tags);
        let missing = shaper.missing;
        Painted { source, head, pages, tags, links, bookmarks, places, faces, missing, warnings }
    }
}

impl Painted<'_> {
    /// Writes the file; `date` stands in it as its date of creation.
    ///
    /// # Errors
    /// If a font cannot be embedded.
    pub fn write(mut self, date: NaiveDate, attachments: &[Attachment<'_>]) -> Result<Pdf, Error> {
        let parts = structure::Parts {
            pages: &self.pages,
            tags: &self.tags,
            links: &self.links,
            faces: &self.faces,
            bookmarks: &self.bookmarks,
            place_of: &|id| self.places.get(id).copied(),
        };
        let bytes = write::file(&parts, &self.faces, &Facts { head: &self.head, date, attachments })?;
        self.warn_of_missing();
        Ok(Pdf { bytes, pages: self.pages.len(), warnings: self.warnings.into_list() })
    }

    /// Names the characters that no font has.
    fn warn_of_missing(&mut self) {
        if self.missing.is_empty() {
            return;
        }
        // It is rare, so the tree, which was let go early, is read once more.
        let html = Html::parse_document(self.source);
        for c in &self.missing {
            let message = format!(
                "no font has the character `{c}` (U+{code:04X}), so the PDF shows [U+{code:04X}]; add a font that has it \
                 with --font",
                code = u32::from(*c)
            );
            self.warnings.text(message, dom::place_of(&html, *c));
        }
    }
}
