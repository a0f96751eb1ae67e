//! Text inside an `svg`: where its lines stand, and what they look like.

use std::sync::Arc;

use kurbo::Affine;
use scraper::ElementRef;

use super::outline::read_number;
use super::{View, growth, mixed, moved};
use crate::render::pdf::tags::NodeId;
use crate::render::pdf::text::{Paragraph, Span};
use crate::render::styled::cascade::Cascade;
use crate::render::styled::dom::{self, Child};
use crate::render::styled::pen::Anchor;
use crate::render::styled::style::{Display, Letters, Style, VerticalAlign, WhiteSpace};
use crate::render::styled::value::{self, Length, PIXEL, Units};
use crate::render::styled::warning::Warnings;

/// No letters are larger, in points.
const LARGEST: f32 = 1000.0;

/// Text that stands at one point.
#[derive(Debug, Clone)]
pub(in crate::render::pdf) struct Label {
    pub(in crate::render::pdf) x: f32,
    /// The baseline.
    pub(in crate::render::pdf) y: f32,
    /// How large its units are.
    scale: f32,
    anchor: Anchor,
    /// Of the style of its first letter.
    style: Arc<Style>,
    pieces: Vec<(String, Arc<Style>)>,
    is_mirrored: bool,
}

impl Label {
    /// At another place, in units of another size.
    pub(super) fn placed(&self, (x, y): (f32, f32), scale: f32, is_mirrored: bool) -> Self {
        let scale = self.scale * scale;
        let drop = self.style.pen.drop * (self.style.text.size / PIXEL * scale).min(LARGEST);
        Self { x, y: y + drop, scale, is_mirrored, ..self.clone() }
    }

    /// The text as a paragraph of `node`; `None` if it is too small to be seen.
    pub(in crate::render::pdf) fn paragraph(&self, node: NodeId) -> Option<Paragraph> {
        let mut text = String::new();
        let mut spans = Vec::new();
        for (piece, style) in &self.pieces {
            let start = text.len();
            text.push_str(piece);
            let style = Arc::new(self.look(style));
            spans.push(Span { range: start..text.len(), style, node, link: None });
        }
        let style = Arc::new(self.look(&self.style));
        (style.text.size > 0.2).then_some(Paragraph {
            text,
            spans,
            graphics: Vec::new(),
            notes: Vec::new(),
            style,
            outline: None,
            page_of: None,
        })
    }

    /// Where a line `width` wide begins.
    pub(in crate::render::pdf) fn left(&self, width: f32) -> f32 {
        // A mirrored picture is drawn for readers from the left; in others the direction of the text counts.
        let from_right = self.is_mirrored || self.style.rtl;
        match (self.anchor, from_right) {
            (Anchor::Start, false) | (Anchor::End, true) => self.x,
            (Anchor::Start, true) | (Anchor::End, false) => self.x - width,
            (Anchor::Middle, _) => self.x - width / 2.0,
        }
    }

    /// A style in points of the page. Units of pictures are pixels.
    fn look(&self, style: &Style) -> Style {
        let scale = self.scale / PIXEL;
        let mut look = style.anonymous();
        look.text.size = (look.text.size * scale).min(LARGEST);
        look.text.letter_spacing = (look.text.letter_spacing * scale).clamp(-LARGEST, LARGEST);
        look.text.white_space = WhiteSpace::NoWrap;
        look.vertical_align = VerticalAlign::Baseline;
        if let Some(color) = mixed(style.fill, style.pen.fill_alpha()) {
            look.text.color = color;
        }
        look
    }
}

/// Reads a `text` element; a part of it with a place of its own is a label of its own.
pub(super) fn read(
    element: ElementRef<'_>,
    style: &Arc<Style>,
    view: View,
    transform: Affine,
    cascade: &mut Cascade,
    warnings: &mut Warnings<'_>,
) -> Vec<Label> {
    let [a, b, c, d, _, _] = transform.as_coeffs();
    let slant = 1e-4 * (a.abs() + d.abs());
    if b.abs() > slant || c.abs() > slant || (a < 0.0 && d < 0.0) {
        warnings.element("turned text inside `svg` is drawn upright".to_owned(), element);
    }
    let mut reader = Reader { view, transform, cascade, warnings, labels: Vec::new(), x: 0.0, y: 0.0 };
    reader.element(element, style, 0);
    let mut labels = reader.labels;
    labels.iter_mut().for_each(Label::trim);
    labels.retain(|label| !label.pieces.is_empty());
    labels
}

impl Label {
    fn trim(&mut self) {
        if let Some((last, _)) = self.pieces.last_mut() {
            last.truncate(last.trim_end().len());
        }
        self.pieces.retain(|(text, _)| !text.is_empty());
    }

    fn takes_space(&self) -> bool {
        self.pieces.last().is_some_and(|(text, _)| !text.ends_with(' '))
    }
}

struct Reader<'r, 'w> {
    view: View,
    transform: Affine,
    cascade: &'r mut Cascade,
    warnings: &'r mut Warnings<'w>,
    labels: Vec<Label>,
    /// Where the current label stands.
    x: f32,
    y: f32,
}

impl Reader<'_, '_> {
    fn element(&mut self, element: ElementRef<'_>, style: &Arc<Style>, depth: usize) {
        const PLACES: [&str; 4] = ["x", "y", "dx", "dy"];
        for name in ["rotate", "textLength"] {
            if element.value().attr(name).is_some() {
                let message = format!("`{name}` of `{}` is not supported", element.value().name());
                self.warnings.element(message, element);
            }
        }
        if self.labels.is_empty() || PLACES.iter().any(|name| element.value().attr(name).is_some()) {
            self.place(element, style);
        }
        for child in dom::children(element) {
            match child {
                Child::Text(text) => self.text(text, style),
                Child::Element(child) => {
                    let name = child.value().name();
                    if matches!(name, "title" | "desc") {
                        continue;
                    }
                    let own = self.cascade.style(child, style, self.warnings);
                    if own.display == Display::None {
                        continue;
                    }
                    if name != "tspan" {
                        let message = format!("`{name}` inside `text` is drawn as plain text");
                        self.warnings.element(message, child);
                    }
                    if depth < super::DEEPEST {
                        self.element(child, &own, depth + 1);
                    } else {
                        self.warnings.element("text is nested too deeply; the inner one is not drawn".into(), child);
                    }
                }
            }
        }
    }

    /// Begins a label.
    fn place(&mut self, element: ElementRef<'_>, style: &Arc<Style>) {
        let (width, height) = (self.view.width, self.view.height);
        self.x = read_number(element, "x", width, self.warnings).unwrap_or(self.x);
        self.y = read_number(element, "y", height, self.warnings).unwrap_or(self.y);
        self.x += self.shift(element, "dx", style, width);
        self.y += self.shift(element, "dy", style, height);
        let (x, y) = moved(self.transform, (self.x, self.y));
        self.labels.push(Label {
            x,
            y,
            scale: growth(self.transform),
            anchor: style.pen.anchor,
            style: style.clone(),
            pieces: Vec::new(),
            is_mirrored: false,
        });
    }

    /// `dx` or `dy`, often given in em.
    fn shift(&mut self, element: ElementRef<'_>, name: &str, style: &Style, whole: f32) -> f32 {
        let units = Units { em: style.text.size, rem: style.text.size };
        let text = element.value().attr(name).unwrap_or("0").trim();
        match value::length(text, units) {
            Some(Length::Points(points)) if points.abs() < 1e6 => points / PIXEL,
            _ => read_number(element, name, whole, self.warnings).unwrap_or(0.0),
        }
    }

    /// Adds text, with each run of white space as one space.
    fn text(&mut self, text: &str, style: &Arc<Style>) {
        let Some(label) = self.labels.last_mut() else {
            return;
        };
        let mut piece = String::new();
        for c in text.chars() {
            if c.is_whitespace() && c != '\u{a0}' {
                let takes = if piece.is_empty() { label.takes_space() } else { !piece.ends_with(' ') };
                if takes {
                    piece.push(' ');
                }
            } else if !c.is_control()
                && !matches!(c, '\u{ad}' | '\u{feff}' | '\u{2066}'..='\u{2069}' | '\u{202a}'..='\u{202e}')
            {
                piece.push(c);
            }
        }
        match style.text.letters {
            Letters::AsWritten => {}
            Letters::Upper => piece = piece.to_uppercase(),
            Letters::Lower => piece = piece.to_lowercase(),
            Letters::Capitalized => {
                let mut after_letter = false;
                let large = |c: char| {
                    let first = !std::mem::replace(&mut after_letter, c.is_alphanumeric());
                    if first { c.to_uppercase().collect::<String>() } else { c.to_string() }
                };
                piece = piece.chars().map(large).collect();
            }
        }
        if mixed(style.fill, style.pen.fill_alpha()).is_some() && !piece.is_empty() {
            label.pieces.push((piece, style.clone()));
        }
    }
}
