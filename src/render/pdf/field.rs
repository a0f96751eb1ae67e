//! Fields of a form: from `input` and `textarea` to boxes that readers tick and write into, on paper or in a viewer.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use scraper::ElementRef;

use super::boxes::Builder;
use super::dom;
use super::flow::Edges;
use super::graphic::{Content, Graphic, Size};
use super::style::{LineHeight, Style};
use super::tags::{NodeId, Role};
use super::value::Length;

/// How wide a field of one line is that names no width, in em.
const USUAL_WIDTH: f32 = 12.0;
/// How many lines a `textarea` has that doesn't say.
const USUAL_ROWS: f32 = 2.0;
/// How far the square of a checkbox reaches below the baseline, in em.
const CHECK_DEPTH: f32 = 0.14;
/// The middle of the letters above the baseline, in em: viewers put it in the middle of a field of one line.
const MIDDLE: f32 = 0.35;
/// Longer names help nobody.
const LONGEST_NAME: usize = 120;
const LONGEST_LABEL: usize = 1000;
/// What a field holds in the beginning; PDF/A allows strings of 32,767 bytes.
const LONGEST_VALUE: usize = 8000;
/// How a `textarea` may be parted in pieces of text; more than these don't name it.
const MOST_PIECES: usize = 200;

/// What `input` is without `type`, and what a reader fills in by writing, whatever help a browser gives with it.
const WRITTEN: [&str; 8] = ["text", "date", "email", "month", "number", "search", "tel", "url"];

/// A field to be filled in.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) kind: Kind,
    /// What the file calls it; no other field has the same name.
    pub(super) name: String,
    /// What assistive technology calls it.
    pub(super) label: String,
    /// Whether readers may not change it.
    pub(super) is_fixed: bool,
    pub(super) is_required: bool,
    pub(super) style: Arc<Style>,
}

/// What is filled in, and what stands there in the beginning.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Check { is_on: bool },
    Line(String),
    Lines(String),
}

/// What the fields of a document share.
#[derive(Default)]
pub(super) struct Fields {
    names: HashSet<String>,
    /// How often each name was asked for.
    asked: HashMap<String, usize>,
    /// By id, what a `label` elsewhere says of a field; from the first field on that needs it.
    labels: Option<HashMap<String, String>>,
}

/// True for an element that may be a field.
pub(super) fn is_field(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "input" | "textarea")
}

impl Builder<'_> {
    /// A field with its box; `None`, told to the author, if it is of a kind that is not drawn. Where nothing is content,
    /// only the box is drawn.
    pub(super) fn field(&mut self, element: ElementRef<'_>, style: &Arc<Style>, parent: NodeId) -> Option<Graphic> {
        let value = element.value();
        let Some(kind) = kind(element) else {
            let kind = value.attr("type").unwrap_or_default();
            self.warnings.element(format!("`input` of type `{kind}` is not drawn"), element);
            return None;
        };
        let size = self.field_size(element, style, &kind);
        let is_hidden = parent.is_artifact() || value.attr("aria-hidden") == Some("true");
        let (node, name, label) = if is_hidden {
            (NodeId::ARTIFACT, String::new(), String::new())
        } else {
            let node = self.node(element, style, parent, Role::Form);
            let name = self.fields.name(value.attr("name").or(value.attr("id")).unwrap_or_default());
            let label = self.label_of(element).unwrap_or_else(|| {
                let tag = value.name();
                let message = format!("`{tag}` says nothing of itself: it needs `aria-label`, or a `label`");
                self.warnings.element(message, element);
                name.clone()
            });
            (node, name, label)
        };
        if matches!(&kind, Kind::Line(text) | Kind::Lines(text) if text.chars().count() >= LONGEST_VALUE) {
            self.warnings.element(format!("a field begins with {LONGEST_VALUE} characters at most"), element);
        }
        let has = |name| value.attr(name).is_some();
        let (is_fixed, is_required) = (has("readonly") || has("disabled"), has("required"));
        let field = Field { kind, name, label, is_fixed, is_required, style: style.clone() };
        Some(Graphic { node, size, content: Content::Field(Arc::new(field)), link: None })
    }

    fn field_size(&self, element: ElementRef<'_>, style: &Style, kind: &Kind) -> Size {
        let em = style.text.size;
        let line = match style.text.line_height {
            LineHeight::Factor(factor) => factor * em,
            LineHeight::Points(points) => points,
        };
        let edges = Edges::of(style, 0.0);
        let around = edges.top + edges.bottom;
        let set = match style.height {
            Length::Points(height) => Some(height),
            _ => None,
        };
        let (width, height) = match kind {
            Kind::Check { .. } => (Length::Points(em), em),
            Kind::Line(_) => (or(style.width, Length::Points(USUAL_WIDTH * em)), set.unwrap_or(line + around)),
            Kind::Lines(_) => {
                let rows = element.value().attr("rows").and_then(|rows| rows.trim().parse().ok());
                let rows: f32 = rows.filter(|rows| *rows >= 1.0).unwrap_or(USUAL_ROWS);
                (or(style.width, Length::Share(1.0)), set.unwrap_or(rows * line + around))
            }
        };
        let most = if matches!(kind, Kind::Check { .. }) { Length::Auto } else { style.max_width };
        Size::of_field((width, height), most, self.tallest())
    }

    /// What a field is called: by itself, by a `label` around it or elsewhere, or by its title.
    fn label_of(&mut self, element: ElementRef<'_>) -> Option<String> {
        let attribute = |name| element.value().attr(name).map(|text| cut(&dom::squeeze(text), LONGEST_LABEL));
        let around = || {
            let label = element.ancestors().filter_map(ElementRef::wrap).find(|above| above.value().name() == "label");
            label.map(said)
        };
        let full = |text: &String| !text.is_empty();
        attribute("aria-label")
            .filter(full)
            .or_else(|| self.fields.labels(element).get(element.value().attr("id")?).cloned())
            .filter(full)
            .or_else(around)
            .filter(full)
            .or_else(|| attribute("title"))
            .filter(full)
    }
}

/// What `element` is to be filled in with; `None` for what only acts or can't stand on paper.
fn kind(element: ElementRef<'_>) -> Option<Kind> {
    let value = element.value();
    if value.name() == "textarea" {
        return Some(Kind::Lines(value_of(&element.text().collect::<String>())));
    }
    let kind = value.attr("type").unwrap_or("text").trim().to_ascii_lowercase();
    match &*kind {
        "checkbox" => Some(Kind::Check { is_on: value.attr("checked").is_some() }),
        kind if kind.is_empty() || WRITTEN.contains(&kind) => {
            let text = value_of(value.attr("value").unwrap_or_default());
            Some(Kind::Line(text.replace('\n', " ")))
        }
        _ => None,
    }
}

/// Text as a field can hold it.
fn value_of(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ");
    let kept: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    cut(kept.trim_end(), LONGEST_VALUE)
}

/// What a `label` says, without what stands in the field inside it.
fn said(label: ElementRef<'_>) -> String {
    let is_label = |text: &scraper::Node| text.as_text().is_some();
    let is_value = |above: &scraper::Node| above.as_element().is_some_and(|above| above.name() == "textarea");
    let texts = label.descendants().filter(|node| is_label(node.value()));
    let own = texts.filter(|text| !text.parent().is_some_and(|above| is_value(above.value())));
    let pieces = own.take(MOST_PIECES).filter_map(|text| text.value().as_text().map(|text| &**text));
    cut(&dom::squeeze(&pieces.collect::<String>()), LONGEST_LABEL)
}

fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}

fn or(length: Length, usual: Length) -> Length {
    if length == Length::Auto { usual } else { length }
}

impl Field {
    /// How far its box reaches below the baseline of the text around it, if it is `height` high.
    pub(super) fn depth(&self, height: f32) -> f32 {
        let em = self.style.text.size;
        match self.kind {
            Kind::Check { .. } => CHECK_DEPTH * em,
            Kind::Line(_) => (height / 2.0 - MIDDLE * em).max(0.0),
            Kind::Lines(_) => 0.0,
        }
    }
}

impl Fields {
    /// A name like `wanted` that no field has yet. Full stops would part it into levels.
    fn name(&mut self, wanted: &str) -> String {
        let plain: String =
            wanted.chars().map(|c| if c == '.' || (c.is_control() && !c.is_whitespace()) { '-' } else { c }).collect();
        let mut base = cut(&dom::squeeze(&plain), LONGEST_NAME);
        if base.is_empty() {
            "field".clone_into(&mut base);
        }
        let times = self.asked.entry(base.clone()).or_default();
        loop {
            *times += 1;
            let name = if *times == 1 { base.clone() } else { format!("{base}-{times}") };
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }

    /// What labels that name a field by its id say, in the document of `element`.
    fn labels(&mut self, element: ElementRef<'_>) -> &HashMap<String, String> {
        self.labels.get_or_insert_with(|| {
            let mut found = HashMap::new();
            if let Some(root) = element.ancestors().last() {
                for label in root.descendants().filter_map(ElementRef::wrap) {
                    if let ("label", Some(id)) = (label.value().name(), label.value().attr("for")) {
                        found.entry(id.to_owned()).or_insert_with(|| said(label));
                    }
                }
            }
            found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_have_no_levels() {
        let mut fields = Fields::default();
        let given: Vec<String> = ["a", "a-2", "a", "a", "", " b.c\n", "", "b-c"].map(|name| fields.name(name)).to_vec();
        assert_eq!(given, ["a", "a-2", "a-3", "a-4", "field", "b-c", "field-2", "b-c-2"]);
        assert_eq!(fields.name(&"x".repeat(900)).len(), LONGEST_NAME);
    }

    #[test]
    fn values_are_text_and_have_an_end() {
        assert_eq!(value_of("a\r\nb\tc\u{7}\rd \n"), "a\nb c\nd");
        assert_eq!(value_of(&"é".repeat(9 * LONGEST_VALUE)).chars().count(), LONGEST_VALUE);
    }
}
