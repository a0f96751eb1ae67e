//! Where an element stands on the page: what is around it.

use std::sync::Arc;

use super::look::{Frame, Texts};
use super::named::Kind;
use crate::render::styled::style::Style;
use crate::render::styled::value::{Color, Length};

/// Where an element stands.
#[derive(Clone)]
pub(super) struct Around {
    pub(super) style: Arc<Style>,
    /// From the column's edges to what stands in it, in points.
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) frame: Frame,
    /// The width of the column, in points.
    pub(super) column: f32,
    pub(super) kind: Kind,
    /// The class that tells paragraphs apart from others of the kind.
    pub(super) class: String,
    pub(super) texts: Texts,
    pub(super) depth: usize,
    /// How many lists it stands in.
    pub(super) level: usize,
}

impl Around {
    /// What stands on the page itself.
    pub(super) fn page(style: Arc<Style>, column: f32, texts: Texts) -> Self {
        let (kind, class) = (Kind::Normal, String::new());
        Self { style, left: 0.0, right: 0.0, frame: Frame::default(), column, kind, class, texts, depth: 0, level: 0 }
    }

    /// What stands in a cell or note `column` wide.
    pub(super) fn inside(&self, style: Arc<Style>, column: f32, kind: Kind, class: &str) -> Self {
        let class = class.to_owned();
        Self { style, column, kind, class, left: 0.0, right: 0.0, frame: Frame::default(), ..self.clone() }
    }

    pub(super) fn room(&self) -> f32 {
        (self.column - self.left - self.right).max(1.0)
    }

    /// The colour behind it.
    pub(super) fn behind(&self) -> Color {
        self.frame.fill.or(self.style.background).unwrap_or(Color([255; 3]))
    }

    /// Inside of a box of this style.
    pub(super) fn enter(&self, style: &Arc<Style>) -> Self {
        let room = self.room();
        let side = |margin: Length, padding: Length, border: f32| {
            (margin.or_zero(room), border + padding.or_zero(room).max(0.0))
        };
        let (margin, inset) = side(style.margin.left, style.padding.left, style.border.left.used());
        let (right_margin, right_inset) = side(style.margin.right, style.padding.right, style.border.right.used());
        let outer = self.frame.set_off(margin);
        Self {
            style: style.clone(),
            left: (self.left + margin + inset).clamp(0.0, 0.8 * self.column),
            right: (self.right + right_margin + right_inset).clamp(0.0, 0.1 * self.column),
            frame: Frame::of(style, &outer, room),
            depth: self.depth + 1,
            ..self.clone()
        }
    }
}
