//! Inline content: text with its spans, white space as CSS wants it, links.

pub(super) mod field;

use std::sync::Arc;

use scraper::ElementRef;

use super::boxes::{Block, Builder, Content};
use super::dom::{self, Child};
use super::graphic::SharedGraphic;
use super::notes;
use super::shape::Prose;
use super::style::{Display, Letters, Style, WhiteSpace};
use super::tags::{NodeId, Role};
use super::text::{Paragraph, Span};

/// Inline elements nested deeper than this become plain text.
const DEEPEST: usize = 100;

/// A link, once for all its places.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) node: NodeId,
    pub(super) target: Target,
    /// What assistive technology says about it.
    pub(super) contents: String,
}

/// Where a link leads.
#[derive(Debug)]
pub(super) enum Target {
    Id(String),
    Uri(String),
}

/// A paragraph being collected.
pub(super) struct Inline {
    block: Arc<Style>,
    text: String,
    spans: Vec<Span>,
    graphics: Vec<(usize, SharedGraphic)>,
    notes: Vec<(NodeId, usize)>,
    anchors: Vec<String>,
    /// What text gets now.
    style: Arc<Style>,
    node: NodeId,
    link: Option<usize>,
}

impl Inline {
    /// Starts a paragraph inside a block of style `block`.
    pub(super) fn new(block: &Arc<Style>, node: NodeId) -> Self {
        Self {
            block: block.clone(),
            text: String::new(),
            spans: Vec::new(),
            graphics: Vec::new(),
            notes: Vec::new(),
            anchors: Vec::new(),
            style: block.clone(),
            node,
            link: None,
        }
    }

    /// Adds text in the current style.
    pub(super) fn text(&mut self, text: &str) {
        let (keep_spaces, keep_lines) = match self.style.text.white_space {
            WhiteSpace::Normal | WhiteSpace::NoWrap => (false, false),
            WhiteSpace::Keep => (true, true),
            WhiteSpace::KeepLines => (false, true),
        };
        let text = if keep_spaces || keep_lines { text } else { self.keep_beside(text) };
        for c in text.chars() {
            match c {
                '\n' if keep_lines => self.line_break(),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{2028}' | '\u{2029}' => {
                    if keep_spaces || self.takes_space() {
                        self.text.push(' ');
                    }
                }
                // These cannot be drawn.
                '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2066}'..='\u{2069}' | '\u{202a}'..='\u{202e}' => {}
                c if c.is_control() => {}
                c => match self.style.text.letters {
                    Letters::AsWritten => self.text.push(c),
                    Letters::Upper => self.text.extend(c.to_uppercase()),
                    Letters::Lower => self.text.extend(c.to_lowercase()),
                    Letters::Capitalized if self.text.ends_with(char::is_alphanumeric) => self.text.push(c),
                    Letters::Capitalized => self.text.extend(c.to_uppercase()),
                },
            }
        }
        self.span();
    }

    /// Adds an inline element with everything inside.
    pub(super) fn element(
        &mut self,
        builder: &mut Builder<'_>,
        element: ElementRef<'_>,
        style: Arc<Style>,
        depth: usize,
    ) {
        if style.footnote && !builder.in_note {
            return self.note(builder, element, &style, depth);
        }
        let value = element.value();
        self.anchors.extend(value.attr("id").map(str::to_owned));
        match value.name() {
            "br" => {
                self.line_break();
                return self.span();
            }
            "wbr" => {
                self.text.push('\u{200b}');
                return self.span();
            }
            "svg" | "img" => {
                return match builder.graphic(element, &style, self.node, self.link) {
                    Some(graphic) => self.graphics.push((self.text.len(), graphic)),
                    None => self.text(value.attr("alt").unwrap_or("")),
                };
            }
            "input" | "textarea" => {
                return self.field(builder, element, &style);
            }
            _ => builder.check(element),
        }
        let saved = (self.style.clone(), self.node, self.link);
        if value.attr("aria-hidden") == Some("true") {
            self.node = NodeId::ARTIFACT;
        }
        self.node = self.inline_node(builder, element, &style);
        let is_block = style.display != Display::Inline;
        self.style = style.clone();
        if is_block && !self.text.is_empty() {
            self.break_once();
        }
        if depth > DEEPEST {
            element.text().for_each(|text| self.text(text));
        } else {
            self.children(builder, element, &style, depth);
        }
        if is_block {
            self.break_once();
        }
        (self.style, self.node, self.link) = saved;
    }

    /// Adds everything inside `element`; blocks among it begin and end a line.
    pub(super) fn children(
        &mut self,
        builder: &mut Builder<'_>,
        element: ElementRef<'_>,
        style: &Arc<Style>,
        depth: usize,
    ) {
        for child in dom::children(element) {
            match child {
                Child::Text(text) => self.text(text),
                Child::Element(child) => {
                    let child_style = builder.style(child, style);
                    if child_style.display != Display::None {
                        self.element(builder, child, child_style, depth + 1);
                    }
                }
            }
        }
    }

    /// The block of the collected text, if there is any.
    pub(super) fn finish(mut self, builder: &mut Builder<'_>) -> Option<Block> {
        let anchors = std::mem::take(&mut self.anchors);
        let mut paragraph = self.into_paragraph();
        if paragraph.is_empty() && anchors.is_empty() {
            return None;
        }
        paragraph.outline = builder.outline.take();
        if builder.contents {
            let link = paragraph.spans.iter().find_map(|span| span.link);
            paragraph.page_of = link.and_then(|link| match &builder.links.get(link)?.target {
                Target::Id(id) => Some(id.clone()),
                Target::Uri(_) => None,
            });
        }
        Some(Block {
            style: paragraph.style.clone(),
            content: Content::Text(Prose::new(paragraph)),
            anchors,
            marker: None,
        })
    }

    /// The collected text, without white space at its end.
    pub(super) fn into_paragraph(mut self) -> Paragraph {
        self.end_line();
        let end = self.text.trim_end_matches([' ', '\n']).len();
        let last_graphic = self.graphics.last().map_or(0, |(at, _)| *at);
        self.text.truncate(end.max(last_graphic.min(self.text.len())));
        for span in &mut self.spans {
            span.range.end = span.range.end.min(self.text.len());
        }
        let length = self.text.len();
        self.spans.retain(|span| span.range.start < length && !span.range.is_empty());
        let mut paragraph = Paragraph {
            text: self.text,
            spans: self.spans,
            graphics: self.graphics,
            notes: self.notes,
            style: Arc::new(self.block.anonymous()),
            outline: None,
            page_of: None,
        };
        paragraph.hyphenate();
        paragraph
    }

    /// Puts what an element holds to the foot of the page, and calls it here by its number.
    fn note(&mut self, builder: &mut Builder<'_>, element: ElementRef<'_>, style: &Arc<Style>, depth: usize) {
        if self.text.ends_with(' ') {
            self.text.pop();
            self.trim_spans();
        }
        let number = builder.notes.len();
        let call = builder.call_note(element, self.node);
        self.anchors.push(notes::call_anchor(number));
        let look = self.style.clone();
        let saved = (self.style.clone(), self.node, self.link);
        (self.style, self.node, self.link) = (Arc::new(notes::raised(&look)), call.node, Some(call.link));
        if self.notes.last().is_some_and(|(last, _)| self.spans.last().is_some_and(|span| span.node == *last)) {
            // Numbers side by side are parted, lest they read as one.
            (self.node, self.link) = (saved.1, None);
            self.text.push(',');
            self.span();
            (self.node, self.link) = (call.node, Some(call.link));
        }
        self.text.push_str(&(number + 1).to_string());
        self.span();
        (self.style, self.node, self.link) = saved;
        self.notes.push((call.node, number));
        builder.note(element, style, self.node, depth);
    }

    /// The structure element of an inline element, if it needs one; sets the link.
    fn inline_node(&mut self, builder: &mut Builder<'_>, element: ElementRef<'_>, style: &Style) -> NodeId {
        let value = element.value();
        let expansion = value.attr("title").filter(|_| value.name() == "abbr");
        let role = match value.name() {
            "a" if value.attr("href").is_some() => Role::Link,
            "code" | "kbd" | "samp" => Role::Code,
            _ if expansion.is_some() || *style.lang != *self.style.lang => Role::Span,
            _ => return self.node,
        };
        let id = builder.node(element, style, self.node, role);
        if let (Some(node), Some(expansion)) = (builder.tags.get_mut(id), expansion) {
            node.rare_mut().expansion = Some(dom::squeeze(expansion));
        }
        if role == Role::Link && !id.is_artifact() {
            self.link = link(builder, element, id);
            if let (None, Some(node)) = (self.link, builder.tags.get_mut(id)) {
                node.role = Role::Span;
            }
        }
        id
    }

    fn takes_space(&self) -> bool {
        let at_graphic = self.graphics.last().is_some_and(|(at, _)| *at == self.text.len());
        at_graphic || !(self.text.is_empty() || self.text.ends_with([' ', '\n']))
    }

    fn line_break(&mut self) {
        self.end_line();
        if self.text.ends_with(' ') && !self.ends_with_field() {
            // The space would hang at the line's end.
            self.text.pop();
            self.trim_spans();
        }
        self.text.push('\n');
    }

    /// Lets no span end behind the text.
    fn trim_spans(&mut self) {
        let end = self.text.len();
        while self.spans.last().is_some_and(|span| span.range.start >= end) {
            self.spans.pop();
        }
        if let Some(span) = self.spans.last_mut() {
            span.range.end = span.range.end.min(end);
        }
    }

    fn break_once(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.span();
        }
    }

    /// Gives the text without looks so far the current ones.
    fn span(&mut self) {
        let start = self.spans.last().map_or(0, |span| span.range.end);
        if start >= self.text.len() {
            return;
        }
        let range = start..self.text.len();
        match self.spans.last_mut() {
            Some(last) if Arc::ptr_eq(&last.style, &self.style) && last.node == self.node && last.link == self.link => {
                last.range.end = range.end;
            }
            _ => self.spans.push(Span { range, style: self.style.clone(), node: self.node, link: self.link }),
        }
    }
}

impl Paragraph {
    /// True if there is nothing to see.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.graphics.is_empty()
    }

    /// Text in one style.
    pub(super) fn plain(text: String, style: Arc<Style>, node: NodeId) -> Self {
        Self {
            spans: vec![Span { range: 0..text.len(), style: style.clone(), node, link: None }],
            text,
            graphics: Vec::new(),
            notes: Vec::new(),
            style,
            outline: None,
            page_of: None,
        }
    }
}

/// Registers the link of an `a` element, if it leads somewhere a PDF can follow.
fn link(builder: &mut Builder<'_>, element: ElementRef<'_>, node: NodeId) -> Option<usize> {
    let href = element.value().attr("href")?.trim();
    let target = match href.strip_prefix('#') {
        Some(id) => Target::Id(id.to_owned()),
        None if ["http://", "https://", "mailto:"].iter().any(|scheme| href.starts_with(scheme)) => {
            Target::Uri(href.to_owned())
        }
        None => {
            builder.warnings.element(format!("link to `{href}` cannot be followed from a PDF"), element);
            return None;
        }
    };
    let label = element.value().attr("aria-label").or(element.value().attr("title"));
    let mut text = label.map_or_else(|| dom::text(element), dom::squeeze);
    if text.is_empty() {
        text = dom::alternative(element);
        if let (false, Some(node)) = (text.is_empty(), builder.tags.get_mut(node)) {
            // There is nothing else to read of a link that only is a picture.
            node.rare_mut().alt = Some(text.clone());
        }
    }
    builder.links.push(Link { node, target, contents: if text.is_empty() { href.to_owned() } else { text } });
    Some(builder.links.len() - 1)
}
