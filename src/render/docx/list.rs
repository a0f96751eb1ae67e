//! Lists, and the list of contents.

use std::sync::Arc;

use scraper::ElementRef;

use super::around::Around;
use super::document::{Block, Document, List};
use super::named::{Kind, Named};
use super::read::{Reader, keep_together};
use crate::render::styled::dom;
use crate::render::styled::style::{BreakRule, Display, ListMarker, Style};

/// How far the sign of an item hangs out at most, in points.
const HANGING: f32 = 9.0;

impl Reader<'_> {
    /// The items of a list.
    pub(super) fn list(&mut self, element: ElementRef<'_>, style: &Arc<Style>, around: &Around) -> Vec<Block> {
        let attribute =
            |element: ElementRef<'_>, name| element.value().attr(name).and_then(|text| text.trim().parse::<i64>().ok());
        let mut inside = around.enter(style);
        let room = around.room();
        let hanging = style.padding.left.or_zero(room).max(style.padding.right.or_zero(room)).min(HANGING);
        let start = attribute(element, "start").unwrap_or(1);
        let mut number = None;
        let mut blocks = Vec::new();
        inside.level = (around.level + 1).min(9);
        for child in dom::elements(element) {
            let child_style = self.stills.style(child, &inside.style);
            if child_style.display == Display::None {
                continue;
            }
            let list = match child_style.list_marker {
                ListMarker::None => None,
                ListMarker::Disc => Some(1),
                marker => Some(*number.get_or_insert_with(|| self.document.number(marker, start))),
            };
            let kind = match child_style.list_marker {
                ListMarker::None => Kind::ListPlain,
                ListMarker::Disc => Kind::ListBullet,
                _ => Kind::ListNumber,
            };
            let mut item = Around { kind, class: String::new(), ..inside.clone() };
            item = item.enter(&child_style);
            self.anchors.extend(child.value().attr("id").map(str::to_owned));
            self.space = self.space.max(child_style.margin.top.or_zero(room));
            let mut made = self.blocks(child, &item);
            let mut is_first = true;
            for block in &mut made {
                let Block::Paragraph(paragraph) = block else { continue };
                if paragraph.named.kind != kind || paragraph.look.number.is_some() {
                    continue;
                }
                if std::mem::take(&mut is_first) {
                    paragraph.look.number = list.map(|list| (list, around.level.min(8)));
                    paragraph.look.hanging = if list.is_some() { hanging } else { 0.0 };
                    // The line of a box is measured from what hangs out.
                    paragraph.look.frame = paragraph.look.frame.set_off(-paragraph.look.hanging);
                } else if list.is_some() {
                    paragraph.named.kind = Kind::ListContinue;
                }
            }
            if let Some(Block::Paragraph(last)) = made.last_mut() {
                last.look.after = last.look.after.max(child_style.margin.bottom.or_zero(room));
            }
            if child_style.break_inside == BreakRule::Avoid {
                keep_together(&mut made);
            }
            blocks.extend(made);
        }
        blocks
    }

    /// The contents: the heading that the page gives them, and the place of the list, which Word makes of the headings.
    pub(super) fn contents(&mut self, element: ElementRef<'_>, style: &Arc<Style>, around: &Around) -> Vec<Block> {
        let inside = around.enter(style);
        let is_list = |element: &ElementRef<'_>| matches!(element.value().name(), "ol" | "ul" | "menu");
        let mut blocks = Vec::new();
        for child in dom::elements(element).filter(|child| !is_list(child)) {
            let child_style = self.stills.style(child, &inside.style);
            blocks.extend(self.block(child, child_style, &inside));
        }
        for block in &mut blocks {
            if let Block::Paragraph(paragraph) = block
                && matches!(paragraph.named.kind, Kind::Heading(_))
            {
                paragraph.named = Named::of(Kind::ContentsHeading, "");
            }
        }
        let nested = element.descendants().filter_map(ElementRef::wrap).filter(is_list);
        let depth = |list: ElementRef<'_>| list.ancestors().filter_map(ElementRef::wrap).filter(is_list).count() + 1;
        self.document.depth = nested.map(depth).max().unwrap_or(1).min(9);
        if style.break_inside == BreakRule::Avoid
            && let Some(Block::Paragraph(first)) = blocks.first_mut()
        {
            // How long they will be, nobody knows; on a page that they begin, they are whole.
            first.look.begins_page = true;
        }
        blocks.push(Block::Contents);
        blocks
    }
}

impl Document {
    /// The number of a new list, from 2; 1 are all lists with bullets.
    fn number(&mut self, marker: ListMarker, start: i64) -> usize {
        let form = match marker {
            ListMarker::LowerAlpha => "lowerLetter",
            ListMarker::LowerRoman => "lowerRoman",
            ListMarker::None | ListMarker::Disc | ListMarker::Decimal => "decimal",
        };
        self.lists.push(List { form, start });
        self.lists.len() + 1
    }
}
