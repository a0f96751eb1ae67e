//! Fields between letters: where lines break around them.

use std::sync::Arc;

use scraper::ElementRef;

use super::{Builder, Display, Inline, Paragraph, Style, WhiteSpace};
use crate::render::pdf::field::Kind;
use crate::render::pdf::hyphens::SOFT_HYPHEN;

/// Signs without looks; they only have a direction.
const LEFT_TO_RIGHT: char = '\u{200e}';
const RIGHT_TO_LEFT: char = '\u{200f}';

impl Inline {
    /// Adds a field; one that is a block has its line to itself.
    pub(super) fn field(&mut self, builder: &mut Builder<'_>, element: ElementRef<'_>, style: &Arc<Style>) {
        let is_line = style.display != Display::Inline;
        if is_line {
            self.break_at_field();
        }
        if let Some(field) = builder.graphic(element, style, self.node, None) {
            let is_check = field.field().is_some_and(|field| matches!(field.kind, Kind::Check { .. }));
            self.mark(is_check);
            self.graphics.push((self.text.len(), field));
        }
        if is_line {
            self.break_at_field();
        }
    }

    /// Puts a sign before a field. `parley` places a field like the letter before it: on the same side, and, if that
    /// letter doesn't wrap, with what follows on the same line; a box alone at the end of a line would mislead.
    fn mark(&mut self, keeps_next: bool) {
        let rtl = self.block.rtl;
        if !rtl && !keeps_next {
            return;
        }
        let saved = self.style.clone();
        if keeps_next {
            let mut look = (*saved).clone();
            look.text.white_space = WhiteSpace::NoWrap;
            self.style = Arc::new(look);
        }
        self.text.push(if rtl { RIGHT_TO_LEFT } else { LEFT_TO_RIGHT });
        self.span();
        self.style = saved;
    }

    /// Keeps the first word behind a checkbox beside it; returns what is left of `text`.
    pub(super) fn keep_beside<'a>(&mut self, text: &'a str) -> &'a str {
        let word = text.trim_ascii_start();
        let behind = self.behind_check().is_some_and(|at| at == self.text.len());
        if !behind || word.is_empty() || word.len() == text.len() {
            return text;
        }
        self.text.push('\u{a0}');
        word
    }

    /// Ends a line: a checkbox that is the last on it needs a letter behind, for only letters make `parley` see that
    /// there is no room left.
    pub(super) fn end_line(&mut self) {
        if let Some(at) = self.behind_check().filter(|at| self.text[*at..].trim_ascii().is_empty()) {
            self.text.truncate(at);
            self.trim_spans();
            self.mark(true);
        }
    }

    /// The place behind the last field, if that is a checkbox.
    fn behind_check(&self) -> Option<usize> {
        let (at, last) = self.graphics.last()?;
        matches!(last.field()?.kind, Kind::Check { .. }).then_some(*at)
    }

    /// Parts a field that has its line to itself from what stands before or after it.
    fn break_at_field(&mut self) {
        if self.ends_with_field() {
            self.text.push('\n');
            self.span();
        } else {
            self.break_once();
        }
    }

    pub(super) fn ends_with_field(&self) -> bool {
        self.graphics.last().is_some_and(|(at, graphic)| *at == self.text.len() && graphic.field().is_some())
    }
}

impl Paragraph {
    /// Its text as it is read.
    pub(in crate::render::pdf) fn said(&self) -> String {
        let has_fields = self.graphics.iter().any(|(_, graphic)| graphic.field().is_some());
        self.text.replace(|c| c == SOFT_HYPHEN || (has_fields && matches!(c, LEFT_TO_RIGHT | RIGHT_TO_LEFT)), "")
    }
}

/// True for text that only is a sign before a field.
pub(in crate::render::pdf) fn is_mark(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, LEFT_TO_RIGHT | RIGHT_TO_LEFT))
}
