//! From `svg` and `img` elements to pictures with their structure elements; fields stand where pictures may.

use std::sync::Arc;

use scraper::{ElementRef, Html};

use super::boxes::{Block, Builder, Content, plain};
use super::dom;
use super::field;
use super::graphic::{self, Graphic, Natural, SharedGraphic, Size};
use super::inline::Inline;
use super::source::Source;
use super::style::Style;
use super::svg::{Drawing, View};
use super::tags::{NodeId, Role};
use super::value::Length;

/// How much of a page a picture may take: the rest is for its edges and its legend.
const TALLEST: f32 = 0.9;

impl Builder<'_> {
    /// A picture on a line of its own; text in its stead if it cannot be drawn.
    pub(super) fn picture(&mut self, element: ElementRef<'_>, style: Arc<Style>, parent: NodeId) -> Option<Block> {
        let Some(mut graphic) = self.draw(element, &style, parent) else {
            let node = self.text_node(parent);
            let mut inline = Inline::new(&style, node);
            inline.text(element.value().attr("alt").unwrap_or(""));
            return inline.finish(self);
        };
        // The block takes the picture's place in the column, and the picture fills it.
        let mut style = (*style).clone();
        style.width = graphic.size.width;
        if graphic.field().is_some() {
            style = style.unframed();
        }
        if graphic.is_relative() {
            graphic.size.width = Length::Share(1.0);
        }
        if !matches!(graphic.size.most, Length::Points(_)) {
            graphic.size.most = Length::Auto;
        }
        Some(plain(element, Arc::new(style), Content::Graphic(Arc::new(graphic))))
    }

    /// A picture between letters, maybe in a `link`; `None` if it cannot be drawn.
    pub(super) fn graphic(
        &mut self,
        element: ElementRef<'_>,
        style: &Arc<Style>,
        parent: NodeId,
        link: Option<usize>,
    ) -> Option<SharedGraphic> {
        let graphic = self.draw(element, style, parent)?;
        let link = link.filter(|_| graphic.field().is_none());
        Some(Arc::new(Graphic { link, ..graphic }))
    }

    fn draw(&mut self, element: ElementRef<'_>, style: &Arc<Style>, parent: NodeId) -> Option<Graphic> {
        if field::is_field(element) {
            return self.field(element, style, parent);
        }
        let tallest = self.tallest();
        let (natural, content) = match element.value().name() {
            "img" => self.image(element, style, tallest)?,
            _ => {
                let view = View::of(element);
                self.check_view(element, view);
                let stretch = element.value().attr("preserveAspectRatio").map(str::trim) == Some("none");
                let natural = Natural::of_drawing(view, stretch);
                let size = Size::of(element, style, natural, tallest).alone();
                let view = view.unwrap_or_else(|| View::plain(size.0, size.1));
                let drawing = Drawing::read(element, style, view, &mut self.cascade, &mut self.warnings);
                (natural, graphic::Content::Drawing(Arc::new(drawing)))
            }
        };
        let node = self.figure(element, parent);
        Some(Graphic { node, size: Size::of(element, style, natural, tallest), content, link: None })
    }

    /// How tall a picture or a field may be.
    pub(super) fn tallest(&self) -> f32 {
        TALLEST * self.depth
    }

    /// A figure if the picture says what it shows, else decoration.
    fn figure(&mut self, element: ElementRef<'_>, parent: NodeId) -> NodeId {
        let name = element.value().name();
        let attribute = |name| element.value().attr(name).map(dom::squeeze);
        let says = if name == "img" { "alt" } else { "aria-label" };
        let label = attribute("aria-label").filter(|label| !label.is_empty()).or_else(|| attribute(says));
        let hidden = parent.is_artifact() || element.value().attr("aria-hidden") == Some("true");
        match label {
            _ if hidden => NodeId::ARTIFACT,
            Some(label) if !label.is_empty() => {
                let id = self.tags.add(parent, Role::Figure);
                if let Some(node) = self.tags.get_mut(id) {
                    node.rare_mut().alt = Some(label);
                }
                id
            }
            // An empty `alt` says so.
            Some(_) if name == "img" => NodeId::ARTIFACT,
            _ => {
                self.warnings.element(format!("`{name}` without `{says}` is taken for decoration"), element);
                NodeId::ARTIFACT
            }
        }
    }

    /// What an `img` shows, with its own size.
    fn image(
        &mut self,
        element: ElementRef<'_>,
        style: &Arc<Style>,
        tallest: f32,
    ) -> Option<(Natural, graphic::Content)> {
        if element.value().attr("srcset").is_some() {
            self.warnings.element("`srcset` is not read, only `src`".to_owned(), element);
        }
        match self.sources.read(element.value().attr("src").unwrap_or("")) {
            Ok(Source::Raster(raster)) => Some((Natural::of_raster(&raster), graphic::Content::Raster(raster))),
            Ok(Source::Svg(text)) => {
                self.warnings.inside(Some(element));
                let drawn = self.svg_image(&text, style, tallest);
                self.warnings.inside(None);
                if drawn.is_none() {
                    self.warnings.element("the picture cannot be drawn: it is no sound SVG file".to_owned(), element);
                }
                drawn
            }
            Err(why) => {
                self.warnings.element(why, element);
                None
            }
        }
    }

    /// A file of its own: it takes no looks from the page, and is never mirrored.
    fn svg_image(&mut self, text: &str, around: &Style, tallest: f32) -> Option<(Natural, graphic::Content)> {
        // What XML has before the first element would be text in HTML.
        let start = text.match_indices('<').find(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_alphabetic()))?.0;
        let html = Html::parse_fragment(&text[start..]);
        let element = dom::first(&html, "svg")?;
        let initial = Style { lang: around.lang.clone(), ..Style::initial() };
        let style = self.style(element, &Arc::new(initial));
        let view = View::of(element);
        self.check_view(element, view);
        let own = Size::of(element, &style, Natural::of_drawing(view, false), tallest).alone();
        let view = view.unwrap_or_else(|| View::plain(own.0, own.1));
        let drawing = Drawing::read(element, &style, view, &mut self.cascade, &mut self.warnings);
        let natural = Natural { width: own.0, ratio: Some(own.1 / own.0), stretch: drawing.stretch };
        Some((natural, graphic::Content::Drawing(Arc::new(drawing))))
    }

    fn check_view(&mut self, element: ElementRef<'_>, view: Option<View>) {
        if let (None, Some(text)) = (view, element.value().attr("viewBox")) {
            self.warnings.element(format!("`viewBox=\"{text}\"` is no place and size"), element);
        }
    }
}

/// True for a picture whose width is a share of the column: it cannot stand between letters.
pub(super) fn is_wide(element: ElementRef<'_>, style: &Style) -> bool {
    let percent = |text: &str| text.trim().ends_with('%');
    matches!(element.value().name(), "svg" | "img")
        && (matches!(style.width, Length::Share(_))
            || (style.width == Length::Auto && element.value().attr("width").is_some_and(percent)))
}
