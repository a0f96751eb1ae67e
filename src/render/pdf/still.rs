//! Stills: the pictures of a page alone, in pixels, for formats that take no drawings; and the styles of its elements,
//! which decide how they look.

use std::sync::Arc;

use scraper::ElementRef;

use super::Fonts;
use super::boxes::Builder;
use super::canvas::Canvas;
use super::cascade::Cascade;
use super::graphic::Content;
use super::paper::{Paper, Papers};
use super::shape::Shaper;
use super::style::Style;
use super::svg::Part;
use super::tags::NodeId;
use super::value::Color;
use super::warning::Warnings;

/// A picture as a PNG file, with its size on the page in points.
#[derive(Debug, Clone)]
pub(in crate::render) struct Still {
    pub(in crate::render) png: Vec<u8>,
    pub(in crate::render) width: f32,
    pub(in crate::render) height: f32,
}

/// Makes stills, and gives elements their styles.
pub(in crate::render) struct Stills<'a> {
    builder: Builder<'a>,
    shaper: Shaper,
}

impl<'a> Stills<'a> {
    /// For a page with the stylesheet `css`; letters of pictures are taken from `fonts`, `families` are the names that
    /// styles may have.
    pub(in crate::render) fn new(css: &str, families: &[String], fonts: &Fonts, mut warnings: Warnings<'a>) -> Self {
        let cascade = Cascade::new(css, families, &mut warnings);
        let depth = cascade.papers.get(Papers::USUAL).depth();
        Self { builder: Builder::new(cascade, warnings, depth), shaper: Shaper::new(fonts) }
    }

    /// The paper of the page.
    pub(in crate::render) fn paper(&self) -> Paper {
        self.builder.cascade.papers.get(Papers::USUAL)
    }

    /// The computed style of `element` under `parent`.
    pub(in crate::render) fn style(&mut self, element: ElementRef<'_>, parent: &Arc<Style>) -> Arc<Style> {
        self.builder.style(element, parent)
    }

    /// What is told so far.
    pub(in crate::render) fn warnings(&mut self) -> &mut Warnings<'a> {
        &mut self.builder.warnings
    }

    /// Everything that was told.
    pub(in crate::render) fn into_warnings(self) -> Warnings<'a> {
        self.builder.warnings
    }

    /// The picture of an `svg` or `img` in a column of `room`, before `behind`; nothing if it cannot be drawn.
    pub(in crate::render) fn take(
        &mut self,
        element: ElementRef<'_>,
        style: &Arc<Style>,
        room: f32,
        behind: Color,
    ) -> Option<Still> {
        let graphic = self.builder.graphic(element, style, NodeId::ROOT, None)?;
        let (width, height) = graphic.size.within(room);
        let png = match &graphic.content {
            Content::Field(_) => return None,
            Content::Raster(raster) => raster.png(),
            Content::Drawing(drawing) => {
                let mut canvas = Canvas::new((width, height), behind);
                for part in drawing.place(0.0, 0.0, width, height) {
                    match part {
                        Part::Shape(shape) => canvas.shape(&shape),
                        Part::Label(label) => {
                            let Some(paragraph) = label.paragraph(NodeId::ARTIFACT) else { continue };
                            let (prose, _) = self.shaper.prose(paragraph, f32::MAX);
                            let Some(line) = prose.lines.first() else { continue };
                            let left = label.left(line.right - line.left) - line.left;
                            for run in &line.runs {
                                let color = prose.paragraph.spans.get(run.span).map(|span| span.style.text.color);
                                canvas.letters(run, color.unwrap_or_default(), left + run.x, label.y - run.rise);
                            }
                        }
                    }
                }
                canvas.png()
            }
        };
        Some(Still { png, width, height })
    }
}
