//! Pictures on the page, drawn or of pixels: how large they are, and how they are painted.

use std::sync::Arc;

use scraper::ElementRef;

use super::display::{Image, LinkArea, Mark};
use super::field::Field;
use super::paint::Painter;
use super::raster::Raster;
use super::style::Style;
use super::svg::{Drawing, Label, Part, View};
use super::tags::{Area, NodeId};
use super::value::{self, Length, Units};

/// Size of a picture that names none, in points, as browsers have it.
const DEFAULT: (f32, f32) = (225.0, 112.5);
/// No picture is larger, in points.
const LARGEST: f32 = 5000.0;

/// A picture with its size.
#[derive(Debug, Clone)]
pub(super) struct Graphic {
    pub(super) node: NodeId,
    pub(super) size: Size,
    pub(super) content: Content,
    /// The link that it stands in.
    pub(super) link: Option<usize>,
}

/// A shared picture.
pub(super) type SharedGraphic = Arc<Graphic>;

/// What a picture shows.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Drawing(Arc<Drawing>),
    Raster(Arc<Raster>),
    Field(Arc<Field>),
}

/// What decides how large a picture is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    /// Never `auto`.
    pub(super) width: Length,
    pub(super) most: Length,
    /// `None` = as the width and the proportions want it.
    height: Option<f32>,
    /// Height by width.
    ratio: f32,
    /// May be stretched: a width that does not fit leaves the height as it is.
    stretch: bool,
    tallest: f32,
}

/// The size that a picture has by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Natural {
    pub(super) width: f32,
    /// Height by width; a picture without has the usual height.
    pub(super) ratio: Option<f32>,
    pub(super) stretch: bool,
}

impl Natural {
    /// Of an `svg`, which has only proportions.
    pub(super) fn of_drawing(view: Option<View>, stretch: bool) -> Self {
        Self { width: DEFAULT.0, ratio: view.map(|view| view.height / view.width), stretch }
    }

    /// Of a picture of pixels.
    pub(super) fn of_raster(raster: &Raster) -> Self {
        let (width, height) = raster.size();
        Self { width: width * value::PIXEL, ratio: Some(height / width), stretch: false }
    }
}

impl Size {
    /// What style and attributes of `element` ask for, but no taller than `tallest`.
    pub(super) fn of(element: ElementRef<'_>, style: &Style, natural: Natural, tallest: f32) -> Self {
        let units = Units { em: style.text.size, rem: 12.0 };
        let attribute = |name| {
            let text = element.value().attr(name)?.trim();
            // Bare numbers are pixels.
            value::length(text, units).or_else(|| value::length(&format!("{text}px"), units))
        };
        let ratio = natural.ratio.filter(|ratio| (1e-4..1e4).contains(ratio));
        let width = match style.width {
            Length::Auto => attribute("width").unwrap_or(Length::Auto),
            set => set,
        };
        let height = match style.height {
            Length::Points(points) => Some(points),
            _ => attribute("height").and_then(|length| length.resolve(0.0)),
        };
        let height = height.filter(|height| *height > 0.0).map(|height| height.min(LARGEST));
        let width = match (width, height, ratio) {
            (Length::Points(points), ..) => Length::Points(points),
            (Length::Share(share), ..) => Length::Share(share.clamp(0.0, 1.0)),
            (Length::Auto, Some(height), Some(ratio)) => Length::Points(height / ratio),
            (Length::Auto, ..) => Length::Points(natural.width),
        };
        let width = match width {
            Length::Points(points) => Length::Points(points.clamp(0.0, LARGEST)),
            other => other,
        };
        Self {
            width,
            most: style.max_width,
            height: height.or_else(|| ratio.is_none().then_some(DEFAULT.1)),
            ratio: ratio.unwrap_or(DEFAULT.1 / DEFAULT.0),
            stretch: natural.stretch,
            tallest,
        }
    }

    /// Of a field, which only is less wide, and less wide than `most`, where there is no room.
    pub(super) fn of_field((width, height): (Length, f32), most: Length, tallest: f32) -> Self {
        let width = match width {
            Length::Share(share) => Length::Share(share.clamp(0.0, 1.0)),
            other => Length::Points(other.or_zero(0.0).clamp(0.0, LARGEST)),
        };
        let height = height.clamp(1.0, LARGEST);
        Self { width, most, height: Some(height), ratio: 1.0, stretch: true, tallest }
    }

    /// Width and height where the column is not known.
    pub(super) fn alone(&self) -> (f32, f32) {
        match self.width {
            Length::Share(_) => self.within(DEFAULT.0),
            _ => self.within(LARGEST),
        }
    }

    /// Width and height in a column of `room`: no picture is wider than it.
    pub(super) fn within(&self, room: f32) -> (f32, f32) {
        let wanted = self.width.or_zero(room).max(0.1);
        let most = self.most.resolve(room).unwrap_or(room).min(room);
        let width = wanted.min(most).max(0.1);
        let height = match self.height {
            None => width * self.ratio,
            Some(height) if self.stretch => height,
            Some(height) => height * width / wanted,
        };
        if height <= self.tallest {
            (width, height)
        } else if self.stretch {
            (width, self.tallest)
        } else {
            (width * self.tallest / height, self.tallest)
        }
    }
}

impl Graphic {
    /// The field, if it is one.
    pub(super) fn field(&self) -> Option<&Field> {
        match &self.content {
            Content::Field(field) => Some(field),
            Content::Drawing(_) | Content::Raster(_) => None,
        }
    }

    /// How far it reaches below the baseline of the text around it.
    pub(super) fn depth(&self) -> f32 {
        self.field().map_or(0.0, |field| field.depth(self.inline_size().1))
    }

    /// True if the picture is as wide as its column says, and so stands on its own line.
    pub(super) fn is_relative(&self) -> bool {
        matches!(self.size.width, Length::Share(_))
    }

    /// The size where the column is not known yet.
    pub(super) fn inline_size(&self) -> (f32, f32) {
        self.size.alone()
    }

    /// The width where the column is not known yet.
    pub(super) fn inline_width(&self) -> f32 {
        self.inline_size().0
    }
}

impl Painter<'_> {
    /// Paints a picture whose upper left corner is at `x`, `y`.
    pub(super) fn graphic(&mut self, graphic: &SharedGraphic, x: f32, y: f32, (width, height): (f32, f32)) {
        if let Content::Field(field) = &graphic.content {
            return self.field(field, graphic.node, (x, y), (width, height));
        }
        self.open(graphic.node);
        let top = self.paper.height - y;
        let area = Area { left: x, right: x + width, top, bottom: top - height };
        if let (false, Some(node)) = (self.repeating, self.tags.get_mut(graphic.node)) {
            node.rare_mut().area = Some(area);
        }
        if let (Some(link), false, Some(page)) = (graphic.link, self.repeating, self.pages.last_mut()) {
            match page.links.iter_mut().find(|known| known.link == link) {
                Some(known) => known.areas.push(area),
                None => page.links.push(LinkArea { link, areas: vec![area] }),
            }
        }
        match &graphic.content {
            Content::Field(_) => {}
            Content::Raster(raster) => {
                self.mark(Mark::Image(Image { raster: raster.clone(), x, y, width, height }));
            }
            Content::Drawing(drawing) => {
                for part in drawing.place(x, y, width, height) {
                    match part {
                        Part::Shape(shape) => self.mark(Mark::Shape(shape)),
                        Part::Label(label) => self.label(&label, graphic.node),
                    }
                }
            }
        }
    }

    /// Paints the text of a picture as text, so that it can be searched and copied.
    fn label(&mut self, label: &Label, node: NodeId) {
        let Some(paragraph) = label.paragraph(node) else {
            return;
        };
        let (prose, _) = self.shaper.prose(paragraph, f32::MAX);
        if let Some(line) = prose.lines.first() {
            let left = label.left(line.right - line.left) - line.left;
            self.line(line, &prose.paragraph, left, label.y - line.baseline);
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }
}
