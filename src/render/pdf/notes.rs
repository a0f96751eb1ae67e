//! Footnotes: an element with `float: footnote` leaves its number behind and stands at the foot of the page.

use std::sync::Arc;

use scraper::ElementRef;

use super::boxes::{Block, Builder, Content};
use super::compose::Composer;
use super::flow::Item;
use super::inline::{Link, Target};
use super::shape::Prose;
use super::style::{Display, LineHeight, Style, VerticalAlign};
use super::tags::{NodeId, Role};
use super::text::Paragraph;
use super::value::Length;

/// Room above the first note of a page, with the line that parts the notes from the text.
pub(super) const SEPARATION: f32 = 12.0;
/// From a note's edge to its text, in em: room for its number.
const INDENT: f32 = 1.7;

/// What calls a note.
pub(super) struct Call {
    pub(super) node: NodeId,
    pub(super) link: usize,
}

/// A note as lines.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) items: Vec<Item>,
}

impl Note {
    /// The height of its lines from `first` on.
    pub(super) fn height(&self, first: usize) -> f32 {
        self.items.iter().skip(first).map(|item| item.height).sum()
    }
}

/// The id of the place where note `number` is called.
pub(super) fn call_anchor(number: usize) -> String {
    format!("\u{0}call-{number}")
}

/// The id of note `number`; no id of the page's own begins like this.
fn note_anchor(number: usize) -> String {
    format!("\u{0}note-{number}")
}

/// The look of a note's number in text of this style.
pub(super) fn raised(style: &Style) -> Style {
    let mut raised = style.clone();
    raised.text.size *= 0.72;
    raised.text.underline = false;
    raised.vertical_align = VerticalAlign::Super;
    raised
}

/// Lays notes out, whose lines are broken.
pub(super) fn lay_out(notes: Vec<Block>, width: f32) -> Vec<Note> {
    let lay_out = |note| {
        let mut composer = Composer::new(None);
        composer.block(note, 0.0, width);
        Note { items: composer.finish() }
    };
    notes.into_iter().map(lay_out).collect()
}

impl Builder<'_> {
    /// The call of the next note, inside `parent`.
    pub(super) fn call_note(&mut self, element: ElementRef<'_>, parent: NodeId) -> Call {
        let number = self.notes.len();
        let reference = self.tags.add(parent, Role::Reference);
        let node = self.tags.add(reference, Role::Link);
        let name = element.value().attr("aria-label").map(super::dom::squeeze);
        let contents = name.unwrap_or_else(|| (number + 1).to_string());
        self.links.push(Link { node, target: Target::Id(note_anchor(number)), contents });
        Call { node, link: self.links.len() - 1 }
    }

    /// Makes the next note of what `element` holds; `parent` is the node that calls it.
    pub(super) fn note(&mut self, element: ElementRef<'_>, style: &Arc<Style>, parent: NodeId, depth: usize) {
        let number = self.notes.len();
        let node = self.node(element, style, parent, Role::Note);
        if let Some(node) = self.tags.get_mut(node) {
            // PDF/UA wants every note to have a name of its own.
            node.is_referred_to = true;
        }
        let mut own = (**style).clone();
        own.display = Display::Block;
        own.footnote = false;
        own.text.line_height = match own.text.line_height {
            LineHeight::Factor(factor) => LineHeight::Factor(factor),
            LineHeight::Points(_) => LineHeight::Factor(1.3),
        };
        let indent = Length::Points(INDENT * own.text.size);
        *(if own.rtl { &mut own.padding.right } else { &mut own.padding.left }) = indent;
        let own = Arc::new(own);

        let label = self.tags.add(node, Role::Label);
        let back = self.tags.add(label, Role::Link);
        let name = (number + 1).to_string();
        self.links.push(Link { node: back, target: Target::Id(call_anchor(number)), contents: name.clone() });
        let mut marker = Paragraph::plain(name, Arc::new(own.anonymous()), back);
        if let Some(span) = marker.spans.first_mut() {
            span.link = Some(self.links.len() - 1);
        }
        // The place is taken before the inside is built, which must not make notes itself.
        self.in_note = true;
        let inside = self.blocks(element, &own, node, depth);
        self.in_note = false;
        self.notes.push(Block {
            style: own,
            content: Content::Blocks(inside),
            anchors: vec![note_anchor(number)],
            marker: Some(Prose::new(marker)),
        });
    }
}
