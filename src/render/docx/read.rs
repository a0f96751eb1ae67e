//! From elements to paragraphs and tables.

use std::sync::Arc;

use scraper::ElementRef;

use super::around::Around;
use super::document::{Block, Document, Paragraph, Piece, Running};
use super::inline::Inline;
use super::look::{self, Line, ParagraphLook, Texts};
use super::named::{Kind, Named};
use crate::render::pdf::still::Stills;
use crate::render::styled::dom::{self, Child};
use crate::render::styled::style::{BreakRule, Display, Style};
use crate::render::styled::supported;

/// Elements nested deeper than this become plain text.
const DEEPEST: usize = 60;
/// A block of more paragraphs, or a table of more rows, than this is not kept on one page.
const MOST_KEPT: usize = 20;

/// The least length that Word knows, in points.
const HAIR: f32 = 0.05;

/// Reads a page; holds what its parts share.
pub(super) struct Reader<'a> {
    pub(super) stills: Stills<'a>,
    pub(super) document: Document,
    /// Ids whose elements have not begun yet.
    pub(super) anchors: Vec<String>,
    /// Room that the next paragraph has above it at least.
    pub(super) space: f32,
    /// The line above the next paragraph.
    rule: Option<Line>,
    begins_page: bool,
    pub(super) in_note: bool,
    /// How many boxes were begun.
    boxes: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(stills: Stills<'a>) -> Self {
        Self {
            stills,
            document: Document::default(),
            anchors: Vec::new(),
            space: 0.0,
            rule: None,
            begins_page: false,
            in_note: false,
            boxes: 0,
        }
    }

    /// Reads the body of the page.
    pub(super) fn body(&mut self, body: ElementRef<'_>, root: &Arc<Style>) {
        let style = self.stills.style(body, root);
        let column = self.stills.paper().column();
        self.document.plain_first = body.value().attr("data-first-page") == Some("plain");
        self.document.body = self.blocks(body, &Around::page(style, column, Texts::default()));
    }

    /// Everything inside `element`, which `around` describes; loose text becomes paragraphs.
    pub(super) fn blocks(&mut self, element: ElementRef<'_>, around: &Around) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut inline = Inline::new(around);
        if around.depth > DEEPEST {
            let message = "elements are nested too deeply; the inner ones are plain text".to_owned();
            self.stills.warnings().element(message, element);
            inline.text(&element.text().collect::<String>());
            blocks.extend(self.paragraph(inline, around));
            return blocks;
        }
        for child in dom::children(element) {
            let child = match child {
                Child::Text(text) => {
                    inline.text(text);
                    continue;
                }
                Child::Element(child) => child,
            };
            if let Some(place) = child.value().attr("data-running") {
                self.run(child, place, around);
                continue;
            }
            let style = self.stills.style(child, &around.style);
            match style.display {
                Display::None => {}
                Display::Inline => inline.element(self, child, style, 0),
                _ => {
                    let before = std::mem::replace(&mut inline, Inline::new(around));
                    blocks.extend(self.paragraph(before, around));
                    if let (BreakRule::Avoid, Some(Block::Paragraph(last))) = (style.break_before, blocks.last_mut()) {
                        last.look.keeps_next = true;
                    }
                    let made = self.block(child, style, around);
                    if let (Some(Block::Table(_)), Some(Block::Paragraph(last))) = (made.first(), blocks.last_mut())
                        && last.look.frame.is_box()
                    {
                        // Both stand in one box, which has no gap.
                        last.look.after = 0.0;
                    }
                    blocks.extend(made);
                }
            }
        }
        blocks.extend(self.paragraph(inline, around));
        blocks
    }

    /// One block-level element, with the room and the breaks that it asks for around it.
    pub(super) fn block(&mut self, element: ElementRef<'_>, style: Arc<Style>, around: &Around) -> Vec<Block> {
        let name = element.value().name();
        if !supported::is_drawn(name) {
            self.stills.warnings().element(format!("element `{name}` is not known, only its text"), element);
        }
        self.anchors.extend(element.value().attr("id").map(str::to_owned));
        self.begins_page |= style.break_before == BreakRule::Page;
        self.space = self.space.max(style.margin.top.or_zero(around.room()));
        let mut blocks = match name {
            "table" => self.table(element, &style, around),
            "ul" | "ol" | "menu" => self.list(element, &style, around),
            "svg" | "img" => self.picture_alone(element, &style, around),
            "input" | "textarea" => {
                self.no_field(element);
                Vec::new()
            }
            "nav" if element.value().attr("data-contents").is_some() => self.contents(element, &style, around),
            _ if style.display == Display::Flex => self.side_by_side(element, &style, around),
            _ => self.plain(element, &style, around),
        };
        if style.break_inside == BreakRule::Avoid {
            keep_together(&mut blocks);
        }
        if style.break_after == BreakRule::Avoid
            && let Some(Block::Paragraph(last)) = blocks.last_mut()
        {
            last.look.keeps_next = true;
        }
        self.begins_page |= style.break_after == BreakRule::Page;
        let below = style.margin.bottom.or_zero(around.room());
        match blocks.last_mut() {
            Some(Block::Paragraph(last)) => last.look.after = last.look.after.max(below),
            _ => self.space = self.space.max(below),
        }
        blocks
    }

    fn plain(&mut self, element: ElementRef<'_>, style: &Arc<Style>, around: &Around) -> Vec<Block> {
        let name = element.value().name();
        let class = element.value().attr("class").and_then(|classes| classes.split_whitespace().next());
        let mut inside = around.enter(style);
        let kind = match (name, around.kind) {
            ("h1", _) => Some(Kind::Title),
            ("h2" | "h3" | "h4" | "h5" | "h6", _) => {
                name[1..].parse::<usize>().ok().map(|level| Kind::Heading(level.saturating_sub(1)))
            }
            ("figcaption", _) => Some(Kind::FigureCaption),
            ("caption", _) => Some(Kind::Caption),
            ("dt", _) => Some(Kind::Term),
            ("dd", _) => Some(Kind::Definition),
            ("blockquote", _) => Some(Kind::Quote),
            _ => None,
        };
        match kind {
            Some(kind) => (inside.kind, inside.class) = (kind, String::new()),
            // In a cell, the class is that of the table.
            None if around.kind.is_of_table() => {}
            None => inside.class = class.unwrap_or_default().to_owned(),
        }
        if !inside.frame.is_box() && !matches!(name, "p" | "hr") && kind.is_none_or(|kind| kind == Kind::Quote) {
            // Lines above and below a group of paragraphs are not those of each.
            let above = inside.frame.top.take();
            inside.frame.bottom = None;
            self.rule = above.or(self.rule);
            self.space += style.padding.top.or_zero(around.room());
        }
        if inside.frame.is_box() && name != "p" && (style.background.is_some() || style.border.left.used() > 0.0) {
            // To Word, neighbours of one look stand in one box; a hair's breadth tells two boxes apart.
            self.boxes += 1;
            inside.left += if self.boxes.is_multiple_of(2) { HAIR } else { 0.0 };
        }
        let is_line = name == "hr" || (dom::text(element).is_empty() && dom::elements(element).next().is_none());
        if is_line && inside.frame != around.frame {
            // An empty box with a border is a line to write on.
            let empty = Inline::new(&inside);
            return vec![self.made(empty.into_pieces(), &inside)];
        }
        self.blocks(element, &inside)
    }

    /// A picture on a line of its own.
    fn picture_alone(&mut self, element: ElementRef<'_>, style: &Arc<Style>, around: &Around) -> Vec<Block> {
        let mut inline = Inline::new(around);
        inline.picture(self, element, style);
        let mut blocks: Vec<Block> = self.paragraph(inline, around).into_iter().collect();
        if let Some(Block::Paragraph(paragraph)) = blocks.first_mut() {
            paragraph.shrink();
        }
        blocks
    }

    /// Takes an element out of the flow, for the margin of every page.
    fn run(&mut self, element: ElementRef<'_>, place: &str, around: &Around) {
        let style = self.stills.style(element, &around.style);
        let around = Around::page(style.clone(), around.column, around.texts.clone());
        let mut inline = Inline::new(&around);
        inline.children(self, element, &style, 0);
        let is = |word: &str| place.split('-').any(|part| part.trim() == word);
        if !(is("header") || is("footer")) || !(is("start") || is("end")) {
            return self.stills.warnings().element(format!("`data-running` does not know `{place}`"), element);
        }
        let paragraph = Paragraph {
            named: Named::of(if is("header") { Kind::Header } else { Kind::Footer }, ""),
            look: ParagraphLook { rtl: style.rtl, line: look::line(&style.text), ..ParagraphLook::PLAIN },
            text: around.texts.of(&style),
            pieces: inline.into_pieces(),
            anchors: Vec::new(),
        };
        self.document.running.push(Running { is_header: is("header"), is_start: is("start"), paragraph });
    }

    /// The paragraph of what was collected, if there is anything.
    pub(super) fn paragraph(&mut self, inline: Inline, around: &Around) -> Option<Block> {
        let pieces = inline.into_pieces();
        let has_words = pieces.iter().any(|piece| !matches!(piece, Piece::Anchor(_) | Piece::Break));
        if !has_words {
            let ids = pieces.into_iter().filter_map(|piece| match piece {
                Piece::Anchor(id) => Some(id),
                _ => None,
            });
            self.anchors.extend(ids);
            return None;
        }
        Some(self.made(pieces, around))
    }

    fn made(&mut self, pieces: Vec<Piece>, around: &Around) -> Block {
        let style = &around.style;
        let mut frame = around.frame;
        frame.top = frame.top.or(self.rule.take());
        let look = ParagraphLook {
            keeps_next: false,
            keeps_lines: false,
            begins_page: std::mem::take(&mut self.begins_page),
            number: None,
            frame,
            rtl: style.rtl,
            before: std::mem::take(&mut self.space),
            after: 0.0,
            line: look::line(&style.text),
            left: around.left,
            right: around.right,
            hanging: 0.0,
            align: style.text.align,
        };
        Block::Paragraph(Box::new(Paragraph {
            named: Named::of(around.kind, &around.class),
            look,
            text: around.texts.of(style),
            pieces,
            anchors: std::mem::take(&mut self.anchors),
        }))
    }

    /// Room that the next paragraph has above it.
    pub(super) fn space(&mut self, room: f32) {
        self.space = self.space.max(room);
    }

    /// Tells that a field is left out.
    pub(super) fn no_field(&mut self, element: ElementRef<'_>) {
        let message = format!("there are no fields in Word files, so `{}` is left out", element.value().name());
        self.stills.warnings().element(message, element);
    }

    /// An id that the next paragraph stands for.
    pub(super) fn anchor(&mut self, id: Option<&str>) {
        self.anchors.extend(id.map(str::to_owned));
    }

    /// What is read inside of `read` has nothing above it; what was pending stays so.
    pub(super) fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let pending = (std::mem::take(&mut self.space), self.rule, self.begins_page);
        (self.rule, self.begins_page) = (None, false);
        let made = read(self);
        (self.space, self.rule, self.begins_page) = pending;
        made
    }
}

/// Lets no page end between `blocks`.
pub(super) fn keep_together(blocks: &mut [Block]) {
    if blocks.len() > MOST_KEPT {
        return;
    }
    let last = blocks.len().saturating_sub(1);
    for (number, block) in blocks.iter_mut().enumerate() {
        match block {
            Block::Paragraph(paragraph) => {
                paragraph.look.keeps_lines = true;
                paragraph.look.keeps_next |= number < last;
            }
            Block::Table(table) if table.rows.len() <= MOST_KEPT => {
                let count = table.rows.len();
                let rows = table.rows.iter_mut().enumerate().filter(|(row, _)| number < last || row + 1 < count);
                for block in rows.flat_map(|(_, row)| &mut row.cells).flat_map(|cell| &mut cell.blocks) {
                    if let Block::Paragraph(paragraph) = block {
                        paragraph.look.keeps_next = true;
                    }
                }
            }
            Block::Table(_) | Block::Contents => {}
        }
    }
}
