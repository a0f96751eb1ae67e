//! The HTML tree, read with `scraper`, and what the file says about itself.

use scraper::{ElementRef, Html, Node, Selector};

/// Facts from the head of the page.
#[derive(Debug, Default)]
pub(in crate::render) struct Head {
    pub(in crate::render) title: String,
    pub(in crate::render) lang: String,
    pub(in crate::render) rtl: bool,
    pub(in crate::render) author: String,
    pub(in crate::render) description: String,
}

/// Reads title, language, direction, author and description.
pub(in crate::render) fn head(html: &Html) -> Head {
    let root = html.root_element();
    let of_root = |name| root.value().attr(name).unwrap_or("").trim().to_owned();
    let meta = |name: &str| {
        first(html, &format!("meta[name={name}]"))
            .and_then(|element| element.value().attr("content"))
            .map(squeeze)
            .unwrap_or_default()
    };
    Head {
        title: first(html, "title").map(text).unwrap_or_default(),
        lang: of_root("lang"),
        rtl: of_root("dir").eq_ignore_ascii_case("rtl"),
        author: meta("author"),
        description: meta("description"),
    }
}

/// The first element that `selector` finds.
pub(in crate::render) fn first<'a>(html: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    let selector = Selector::parse(selector).ok()?;
    html.select(&selector).next()
}

/// The text of `element`, with white space as on paper.
pub(in crate::render) fn text(element: ElementRef<'_>) -> String {
    squeeze(&element.text().collect::<String>())
}

/// What is said instead of the first picture in `element` that says something.
pub(in crate::render) fn alternative(element: ElementRef<'_>) -> String {
    let inside = element.descendants().filter_map(ElementRef::wrap);
    let mut said = inside.filter_map(|inner| match inner.value().name() {
        "img" | "svg" => inner.value().attr("aria-label").or(inner.value().attr("alt")).map(squeeze),
        _ => None,
    });
    said.find(|text| !text.is_empty()).unwrap_or_default()
}

/// `text` with each run of white space as one space.
pub(in crate::render) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True if the first letter with a direction belongs to a right-to-left script.
pub(in crate::render) fn starts_right_to_left(element: ElementRef<'_>) -> bool {
    element.text().flat_map(str::chars).find(|c| c.is_alphabetic()).is_some_and(is_right_to_left)
}

/// True for a letter of a right-to-left script.
pub(in crate::render) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Where `element` stands, such as `main > section#gaps > table`.
pub(in crate::render) fn path(element: ElementRef<'_>) -> String {
    const DEEPEST: usize = 6;
    let name = |element: ElementRef<'_>| match element.value().attr("id") {
        Some(id) => format!("{}#{id}", element.value().name()),
        None => element.value().name().to_owned(),
    };
    let mut names = vec![name(element)];
    for ancestor in element.ancestors().take(DEEPEST) {
        if let Some(ancestor) = ElementRef::wrap(ancestor)
            && !matches!(ancestor.value().name(), "html" | "body")
        {
            names.push(name(ancestor));
        }
    }
    names.reverse();
    names.join(" > ")
}

/// The line of `page`, from 1, on which the start tag of `element` stands; nothing for a tag that the page leaves out.
///
/// The tree keeps no positions, so tags are counted: the element's among those of its name.
pub(in crate::render) fn line_of(page: &str, element: ElementRef<'_>) -> Option<usize> {
    let name = element.value().name();
    let mut top = *element;
    while let Some(above) = top.parent() {
        top = above;
    }
    let earlier = top.descendants().take_while(|node| node.id() != element.id());
    let before = earlier.filter(|node| node.value().as_element().is_some_and(|element| element.name() == name)).count();
    let mut starts = page.match_indices('<').filter(|(at, _)| {
        let tag = &page.as_bytes()[at + 1..];
        tag.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
            && tag.get(name.len()).is_some_and(|end| end.is_ascii_whitespace() || matches!(end, b'>' | b'/'))
    });
    let (at, _) = starts.nth(before)?;
    Some(1 + page[..at].matches('\n').count())
}

/// Where a reader finds `character`: the item and the field of the answer it stands in, else the path of its element.
pub(in crate::render) fn place_of(html: &Html, character: char) -> String {
    let found = html.tree.root().descendants().find(|node| {
        matches!(node.value(), Node::Text(text) if text.contains(character))
            && node.ancestors().all(|above| above.value().as_element().is_none_or(|element| element.name() != "head"))
    });
    let Some(text) = found else { return "body".to_owned() };
    let above: Vec<ElementRef<'_>> = text.ancestors().filter_map(ElementRef::wrap).collect();
    let attribute = |name: &str| above.iter().find_map(|element| element.value().attr(name));
    match (attribute("data-item"), attribute("data-field")) {
        (Some(item), Some(field)) => format!("{item}, {field}"),
        (Some(item), None) => item.to_owned(),
        _ => above.first().map_or_else(|| "body".to_owned(), |element| path(*element)),
    }
}

/// A child of an element, as far as layout cares.
pub(in crate::render) enum Child<'a> {
    Text(&'a str),
    Element(ElementRef<'a>),
}

/// The text and element children of `element`.
pub(in crate::render) fn children<'a>(element: ElementRef<'a>) -> impl Iterator<Item = Child<'a>> {
    element.children().filter_map(|node| match node.value() {
        Node::Text(text) => Some(Child::Text(text)),
        Node::Element(_) => ElementRef::wrap(node).map(Child::Element),
        _ => None,
    })
}

/// The element children of `element`.
pub(in crate::render) fn elements<'a>(element: ElementRef<'a>) -> impl Iterator<Item = ElementRef<'a>> {
    element.children().filter_map(ElementRef::wrap)
}
