//! From rules to computed style: order, weight, inheritance, `var()`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use scraper::ElementRef;

use super::css::{self, Declaration, Stylesheet};
use super::dom;
use super::paper::Papers;
use super::pen;
use super::property::{self, Refusal};
use super::style::{Display, Style};
use super::value::{self, Units};
use super::warning::Warnings;

/// The namespace of SVG elements.
const SVG: &str = "http://www.w3.org/2000/svg";

/// The stylesheets that apply, the built-in one first.
pub(in crate::render) struct Cascade {
    defaults: Stylesheet,
    author: Stylesheet,
    pub(in crate::render) papers: Papers,
    families: BTreeMap<String, Arc<str>>,
    rem: f32,
    /// Styles by the address of the parent's style and the rules that apply, with the parent's.
    known: HashMap<(usize, Rules), (Arc<Style>, Arc<Style>)>,
}

/// The numbers of the rules that apply to an element.
#[derive(PartialEq, Eq, Hash)]
struct Rules {
    defaults: Vec<usize>,
    author: Vec<usize>,
}

impl Cascade {
    /// Reads `css`; `families` are the names of the fonts at hand.
    pub(in crate::render) fn new(css: &str, families: &[String], warnings: &mut Warnings<'_>) -> Self {
        const REM: f32 = 12.0;
        let author = Stylesheet::parse(css, warnings);
        Self {
            defaults: Stylesheet::parse(include_str!("defaults.css"), warnings),
            papers: Papers::read(&author.pages, REM, warnings),
            author,
            families: families.iter().map(|name| (name.to_ascii_lowercase(), Arc::from(name.as_str()))).collect(),
            rem: REM,
            known: HashMap::new(),
        }
    }

    /// The computed style of `element` under `parent`. Elements that the same rules apply to share it.
    pub(in crate::render) fn style(
        &mut self,
        element: ElementRef<'_>,
        parent: &Arc<Style>,
        warnings: &mut Warnings<'_>,
    ) -> Arc<Style> {
        let rules = Rules { defaults: self.defaults.matching(element), author: self.author.matching(element) };
        let own = |name: &str| matches!(name, "style" | "lang" | "dir") || pen::ATTRIBUTES.contains(&name);
        if element.value().attrs().any(|(name, _)| own(name)) {
            return Arc::new(self.compute(element, parent, &rules, warnings));
        }
        let key = (Arc::as_ptr(parent) as usize, rules);
        if let Some((_, known)) = self.known.get(&key) {
            return known.clone();
        }
        let style = Arc::new(self.compute(element, parent, &key.1, warnings));
        // The parent is kept, lest its address become another one's.
        self.known.insert(key, (parent.clone(), style.clone()));
        style
    }

    fn compute(
        &mut self,
        element: ElementRef<'_>,
        parent: &Style,
        rules: &Rules,
        warnings: &mut Warnings<'_>,
    ) -> Style {
        let mut style = parent.child();
        style.pen.inside = is_svg(element);
        set_language(&mut style, element);
        let inline = element.value().attr("style").map(css::parse_declarations);
        let hints = presentation_hints(element);
        let author = self.author.declarations(&rules.author);
        let ordered: Vec<&Declaration> = self
            .defaults
            .declarations(&rules.defaults)
            .chain(hints.iter())
            .chain(author.clone().filter(|d| !d.important))
            .chain(inline.iter().flatten().filter(|d| !d.important))
            .chain(author.filter(|d| d.important))
            .chain(inline.iter().flatten().filter(|d| d.important))
            .collect();
        set_variables(&mut style, &ordered);
        let root = element.value().name() == "html";
        let mut apply = |style: &mut Style, declaration: &Declaration, rem: f32| {
            let value = match lookup(style, &declaration.value) {
                Some(value) => value,
                None => return,
            };
            let units = Units { em: style.text.size, rem };
            let family = |name: &str| {
                let name = name.trim().trim_matches(['"', '\'']);
                self.families.get(&name.to_ascii_lowercase()).cloned()
            };
            let result = property::apply(style, parent, &declaration.name, &value, units, &family);
            if let Err(refusal) = result {
                refuse(style, declaration, refusal, element, warnings);
            }
        };
        // The font size comes first: `em` in every other property refers to it. Colour comes
        // second, for `currentColor`.
        for first in ["font-size", "color"] {
            for declaration in ordered.iter().filter(|d| d.name == first) {
                apply(&mut style, declaration, self.rem);
            }
        }
        let rem = if root { style.text.size } else { self.rem };
        for declaration in &ordered {
            let done = matches!(declaration.name.as_str(), "font-size" | "color");
            if !done && !declaration.name.starts_with("--") {
                apply(&mut style, declaration, rem);
            }
        }
        self.rem = rem;
        style
    }
}

fn set_language(style: &mut Style, element: ElementRef<'_>) {
    if let Some(lang) = element.value().attr("lang") {
        style.lang = Arc::from(lang.trim());
    }
    match element.value().attr("dir") {
        Some("rtl") => style.rtl = true,
        Some("ltr") => style.rtl = false,
        Some("auto") => style.rtl = dom::starts_right_to_left(element),
        _ => {}
    }
}

fn is_svg(element: ElementRef<'_>) -> bool {
    &*element.value().name.ns == SVG
}

/// Attributes of SVG elements that count as the weakest declarations.
fn presentation_hints(element: ElementRef<'_>) -> Vec<Declaration> {
    if !is_svg(element) {
        return Vec::new();
    }
    let hint = |name: &str, value: &str| Declaration {
        name: name.to_owned(),
        // Attributes may leave the unit out, stylesheets may not.
        value: match value.trim().parse::<f32>() {
            Ok(_) if matches!(name, "font-size" | "letter-spacing") => format!("{}px", value.trim()),
            _ => value.trim().to_owned(),
        },
        important: false,
        at: None,
    };
    pen::ATTRIBUTES.into_iter().filter_map(|name| Some(hint(name, element.value().attr(name)?))).collect()
}

fn set_variables(style: &mut Style, ordered: &[&Declaration]) {
    let mut own = ordered.iter().filter(|d| d.name.starts_with("--")).peekable();
    if own.peek().is_none() {
        return;
    }
    let mut all = (*style.variables).clone();
    for declaration in own {
        all.insert(declaration.name.clone(), declaration.value.clone());
    }
    style.variables = Arc::new(all);
}

fn lookup(style: &Style, value: &str) -> Option<String> {
    value::substitute(value, &|name| style.variables.get(name).cloned())
}

fn refuse(
    style: &mut Style,
    declaration: &Declaration,
    refusal: Refusal,
    element: ElementRef<'_>,
    warnings: &mut Warnings<'_>,
) {
    let Declaration { name, value, at, .. } = declaration;
    if name == "display" {
        style.display = if value.starts_with("inline") { Display::Inline } else { Display::Block };
    }
    let message = match refusal {
        _ if name == "display" => format!(
            "`display: {value}` is laid out as {}",
            if value.starts_with("inline") { "`inline`" } else { "a block" }
        ),
        Refusal::Property => format!("property `{name}` is not supported"),
        Refusal::Value => format!("value `{value}` of `{name}` is not supported"),
    };
    warnings.declared(message, *at, element);
}
