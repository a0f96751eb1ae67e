//! From elements to boxes: which element becomes a block, a paragraph, a list, a table, and which
//! structure element stands for it.

use std::sync::Arc;

use scraper::ElementRef;

use super::cascade::Cascade;
use super::dom::{self, Child};
use super::field::Fields;
use super::graphic::SharedGraphic;
use super::inline::{Inline, Link};
use super::picture;
use super::running::Running;
use super::shape::Prose;
use super::source::Sources;
use super::style::{Display, ListMarker, Style};
use super::supported;
use super::table::Table;
use super::tags::{NodeId, Role, Scope, Tags};
use super::text::Paragraph;
use super::warning::Warnings;

/// Elements nested deeper than this become plain text.
const DEEPEST: usize = 100;

/// A block-level box.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) style: Arc<Style>,
    pub(super) content: Content,
    /// Ids that links may point to.
    pub(super) anchors: Vec<String>,
    /// Bullet or number, in the margin beside the first line.
    pub(super) marker: Option<Box<Prose>>,
}

/// What a block holds.
#[derive(Debug)]
pub(super) enum Content {
    Blocks(Vec<Block>),
    Text(Box<Prose>),
    Table(Box<Table>),
    Graphic(SharedGraphic),
}

/// Builds boxes; holds what they share.
pub(super) struct Builder<'a> {
    pub(super) cascade: Cascade,
    pub(super) warnings: Warnings<'a>,
    pub(super) tags: Tags,
    pub(super) links: Vec<Link>,
    pub(super) running: Vec<Running>,
    /// The footnotes, in the order of their calls.
    pub(super) notes: Vec<Block>,
    /// Inside a footnote, which has none itself.
    pub(super) in_note: bool,
    /// The structure level of the last heading: levels must not be skipped.
    level: u8,
    /// The level of the heading whose text comes next.
    pub(super) outline: Option<u8>,
    /// Inside a contents list, whose links end with a page number.
    pub(super) contents: bool,
    pub(super) sources: Sources,
    pub(super) fields: Fields,
    /// How tall a page is between its margins.
    pub(super) depth: f32,
}

impl<'a> Builder<'a> {
    pub(super) fn new(cascade: Cascade, warnings: Warnings<'a>, depth: f32) -> Self {
        Self {
            cascade,
            warnings,
            tags: Tags::new(),
            links: Vec::new(),
            running: Vec::new(),
            notes: Vec::new(),
            in_note: false,
            level: 0,
            outline: None,
            contents: false,
            sources: Sources::default(),
            fields: Fields::default(),
            depth,
        }
    }

    /// The box of `body`.
    pub(super) fn body(&mut self, body: ElementRef<'_>, parent: &Arc<Style>) -> Block {
        let style = self.style(body, parent);
        let blocks = self.blocks(body, &style, NodeId::ROOT, 0);
        Block { anchors: anchors(body), content: Content::Blocks(blocks), marker: None, style }
    }

    pub(super) fn style(&mut self, element: ElementRef<'_>, parent: &Arc<Style>) -> Arc<Style> {
        self.cascade.style(element, parent, &mut self.warnings)
    }

    /// The boxes of everything inside `element`; loose text gets anonymous paragraphs.
    pub(super) fn blocks(
        &mut self,
        element: ElementRef<'_>,
        style: &Arc<Style>,
        node: NodeId,
        depth: usize,
    ) -> Vec<Block> {
        let mut blocks = Vec::new();
        if depth > DEEPEST {
            self.warnings.element("elements are nested too deeply; the inner ones are plain text".to_owned(), element);
            return self.loose_text(&element.text().collect::<String>(), style, node);
        }
        let mut inline = Inline::new(style, self.text_node(node));
        for child in dom::children(element) {
            let child = match child {
                Child::Text(text) => {
                    inline.text(text);
                    continue;
                }
                Child::Element(child) => child,
            };
            if let Some(place) = child.value().attr("data-running") {
                self.run(child, place, style);
                continue;
            }
            let child_style = self.style(child, style);
            match child_style.display {
                Display::None => {}
                Display::Inline if picture::is_wide(child, &child_style) => {
                    blocks.extend(inline.finish(self));
                    blocks.extend(self.picture(child, child_style, node));
                    inline = Inline::new(style, self.text_node(node));
                }
                Display::Inline => inline.element(self, child, child_style, depth + 1),
                _ => {
                    blocks.extend(inline.finish(self));
                    blocks.extend(self.block(child, child_style, node, depth + 1));
                    inline = Inline::new(style, self.text_node(node));
                }
            }
        }
        blocks.extend(inline.finish(self));
        blocks
    }

    /// The paragraph of text that stands beside blocks.
    pub(super) fn loose_text(&mut self, text: &str, style: &Arc<Style>, node: NodeId) -> Vec<Block> {
        let mut inline = Inline::new(style, self.text_node(node));
        inline.text(text);
        inline.finish(self).into_iter().collect()
    }

    /// The box of one block-level element.
    pub(super) fn block(
        &mut self,
        element: ElementRef<'_>,
        style: Arc<Style>,
        parent: NodeId,
        depth: usize,
    ) -> Option<Block> {
        let name = element.value().name();
        let hidden = element.value().attr("aria-hidden") == Some("true");
        let parent = if hidden { NodeId::ARTIFACT } else { parent };
        if let Some(name) = style.page.as_deref().filter(|name| self.cascade.papers.named(name).is_none()) {
            self.warnings.element(format!("there is no `@page {name}` for `page: {name}`"), element);
        }
        let was_contents = self.contents;
        if name == "nav" && element.value().attr("data-contents").is_some() {
            self.contents = true;
        }
        if matches!(name, "svg" | "img" | "input" | "textarea") {
            return self.picture(element, style, parent);
        }
        let block = match name {
            "table" => self.table(element, style, parent, depth),
            "ul" | "ol" | "menu" => self.list(element, style, parent, depth),
            "dl" => {
                let list = self.node(element, &style, parent, Role::List { ordered: false });
                let content = Content::Blocks(self.definitions(element, &style, list, depth));
                plain(element, style, content)
            }
            _ if style.display == Display::Flex => self.flex(element, style, parent, depth),
            "hr" => plain(element, style, Content::Blocks(Vec::new())),
            _ => {
                self.check(element);
                let role = self.role(element);
                let node = self.node(element, &style, parent, role);
                if let Role::Heading(level) = role {
                    self.outline = Some(level);
                }
                let blocks = self.blocks(element, &style, node, depth);
                self.outline = None;
                plain(element, style, Content::Blocks(blocks))
            }
        };
        self.contents = was_contents;
        Some(block)
    }

    /// Makes the node of `element`, with its language where that changes.
    pub(super) fn node(&mut self, element: ElementRef<'_>, style: &Style, parent: NodeId, role: Role) -> NodeId {
        let id = self.tags.add(parent, role);
        if let Some(node) = self.tags.get_mut(id) {
            node.rtl = style.rtl;
            if element.value().attr("lang").is_some() && !style.lang.is_empty() {
                node.lang = Some(style.lang.clone());
            }
            if role == Role::HeaderCell {
                node.scope = Some(match element.value().attr("scope") {
                    Some("row" | "rowgroup") => Scope::Row,
                    Some("both") => Scope::Both,
                    _ => Scope::Column,
                });
            }
        }
        id
    }

    /// The node for text directly inside `node`.
    pub(super) fn text_node(&mut self, node: NodeId) -> NodeId {
        match self.tags.role(node) {
            Some(role) if role.groups() => self.tags.add(node, Role::Paragraph),
            _ => node,
        }
    }

    pub(super) fn role(&mut self, element: ElementRef<'_>) -> Role {
        match element.value().name() {
            "section" => Role::Section,
            "article" => Role::Article,
            "p" | "pre" | "address" | "legend" | "summary" => Role::Paragraph,
            "blockquote" => Role::Quote,
            "figcaption" | "caption" => Role::Caption,
            name => match name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok()) {
                Some(level) => self.heading(element, level),
                None => Role::Div,
            },
        }
    }

    /// The structure level of a heading; PDF/UA forbids to skip one on the way down.
    fn heading(&mut self, element: ElementRef<'_>, level: u8) -> Role {
        let allowed = level.min(self.level + 1).max(1);
        if allowed != level {
            self.warnings
                .element(format!("heading level {level} follows level {}; tagged as {allowed}", self.level), element);
        }
        self.level = allowed;
        Role::Heading(allowed)
    }

    fn list(&mut self, element: ElementRef<'_>, style: Arc<Style>, parent: NodeId, depth: usize) -> Block {
        let ordered = element.value().name() == "ol";
        let role = if self.contents { Role::Contents } else { Role::List { ordered } };
        let list = self.node(element, &style, parent, role);
        let attribute =
            |element: ElementRef<'_>, name| element.value().attr(name).and_then(|text| text.trim().parse::<i64>().ok());
        let mut number = attribute(element, "start").unwrap_or(1);
        let mut blocks = Vec::new();
        for child in dom::elements(element) {
            let child_style = self.style(child, &style);
            if child_style.display == Display::None {
                continue;
            }
            number = attribute(child, "value").unwrap_or(number);
            let role = if self.contents { Role::ContentsItem } else { Role::Item };
            let item = self.node(child, &child_style, list, role);
            let label = marker(child_style.list_marker, number);
            let marker = label.filter(|_| child_style.display == Display::ListItem).map(|label| {
                let node = self.tags.add(item, Role::Label);
                Prose::new(Paragraph::plain(label, Arc::new(child_style.anonymous()), node))
            });
            let body = if self.contents { item } else { self.tags.add(item, Role::Body) };
            let inside = if child.value().name() == "li" {
                self.blocks(child, &child_style, body, depth + 1)
            } else {
                self.block(child, child_style.clone(), body, depth + 1).into_iter().collect()
            };
            blocks.push(Block {
                anchors: anchors(child),
                marker,
                content: Content::Blocks(inside),
                style: child_style,
            });
            number = number.saturating_add(1);
        }
        plain(element, style, Content::Blocks(blocks))
    }

    /// The terms and descriptions of a `dl`, also inside `div`s.
    fn definitions(&mut self, element: ElementRef<'_>, style: &Arc<Style>, list: NodeId, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut item = None;
        let mut after_term = false;
        for child in dom::elements(element) {
            let child_style = self.style(child, style);
            if child_style.display == Display::None {
                continue;
            }
            let name = child.value().name();
            if name == "div" && depth < DEEPEST {
                let inside = self.definitions(child, &child_style, list, depth + 1);
                blocks.push(plain(child, child_style, Content::Blocks(inside)));
                item = None;
                continue;
            }
            let is_term = name == "dt";
            if is_term && !after_term {
                item = None;
            }
            after_term = is_term;
            let item = *item.get_or_insert_with(|| self.tags.add(list, Role::Item));
            let role = if is_term { Role::Label } else { Role::Body };
            let node = self.node(child, &child_style, item, role);
            let inside = self.blocks(child, &child_style, node, depth + 1);
            blocks.push(plain(child, child_style, Content::Blocks(inside)));
        }
        blocks
    }

    /// Takes an element out of the flow, to be drawn in the margin of every page.
    fn run(&mut self, element: ElementRef<'_>, place: &str, style: &Arc<Style>) {
        let own = self.style(element, style);
        let mut inline = Inline::new(&own, NodeId::ARTIFACT);
        inline.children(self, element, &own, 0);
        let paragraph = inline.into_paragraph();
        match (Running::new(place, own, paragraph), place) {
            (Some(running), _) => self.running.push(running),
            (None, place) => self.warnings.element(format!("`data-running` does not know `{place}`"), element),
        }
    }

    /// Warns about an element that is only laid out as text.
    pub(super) fn check(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        if !supported::is_drawn(name) {
            self.warnings.element(format!("element `{name}` is not drawn, only its text"), element);
        }
    }
}

/// A block without a marker.
pub(super) fn plain(element: ElementRef<'_>, style: Arc<Style>, content: Content) -> Block {
    Block { style, content, anchors: anchors(element), marker: None }
}

fn anchors(element: ElementRef<'_>) -> Vec<String> {
    element.value().attr("id").map(str::to_owned).into_iter().collect()
}

/// The text of a list marker.
fn marker(kind: ListMarker, number: i64) -> Option<String> {
    Some(match kind {
        ListMarker::None => return None,
        ListMarker::Disc => "•".to_owned(),
        ListMarker::Decimal => format!("{number}."),
        ListMarker::LowerAlpha => format!("{}.", alphabetic(number)),
        ListMarker::LowerRoman => format!("{}.", roman(number)),
    })
}

fn alphabetic(number: i64) -> String {
    let Ok(mut rest) = u32::try_from(number) else {
        return number.to_string();
    };
    let mut letters = Vec::new();
    while rest > 0 {
        letters.extend(char::from_digit(10 + (rest - 1) % 26, 36));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

fn roman(number: i64) -> String {
    const SIGNS: [(i64, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    if !(1..400).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_count_in_letters_and_roman_numerals() {
        let read = |kind, number| marker(kind, number).unwrap_or_default();
        assert_eq!(read(ListMarker::LowerAlpha, 1), "a.");
        assert_eq!(read(ListMarker::LowerAlpha, 28), "ab.");
        assert_eq!(read(ListMarker::LowerRoman, 49), "xlix.");
        assert_eq!(read(ListMarker::Decimal, -3), "-3.");
    }
}
