//! Writing XML: elements that are closed in turn, and text without what XML forbids.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A part of the file being written. Writing to memory can't fail, so results are let go.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

/// Names and values of attributes.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A part whose root is `name`.
    pub(super) fn new(name: &'static str, attributes: Attributes<'_>) -> Self {
        let mut xml = Self { writer: Writer::new(Vec::new()), open: Vec::new() };
        let _ = xml.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml.start(name, attributes);
        xml
    }

    /// Opens an element.
    pub(super) fn start(&mut self, name: &'static str, attributes: Attributes<'_>) {
        let _ = self.writer.write_event(Event::Start(element(name, attributes)));
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = self.writer.write_event(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        let _ = self.writer.write_event(Event::Empty(element(name, attributes)));
    }

    /// An element whose only attribute is `w:val`.
    pub(super) fn value(&mut self, name: &'static str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// An element with text in it.
    pub(super) fn with_text(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.start(name, attributes);
        let _ = self.writer.write_event(Event::Text(BytesText::new(&clean(text))));
        self.end();
    }

    /// Elements that are XML already.
    pub(super) fn written(&mut self, elements: &str) {
        self.writer.get_mut().extend_from_slice(elements.as_bytes());
    }

    /// The part, closed.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end();
        }
        self.writer.into_inner()
    }
}

/// `text` as the value of an attribute.
pub(super) fn attribute(text: &str) -> String {
    quick_xml::escape::escape(clean(text)).into_owned()
}

fn element<'a>(name: &'static str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        element.push_attribute((*name, clean(value).as_str()));
    }
    element
}

/// `text` without the characters that no XML file may have, in whatever form.
fn clean(text: &str) -> String {
    let allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_left_out_and_what_it_reserves_is_escaped() {
        let mut xml = Xml::new("a", &[("b", "\"<\u{1}>\"")]);
        xml.with_text("c", &[], "1 < 2 & \u{0}\u{b}\u{fffe}😀");
        xml.start("d", &[]);
        let text = String::from_utf8(xml.finish()).unwrap();
        let (_, body) = text.split_once("?>").unwrap();
        assert_eq!(body, "<a b=\"&quot;&lt;&gt;&quot;\"><c>1 &lt; 2 &amp; 😀</c><d></d></a>");
    }
}
