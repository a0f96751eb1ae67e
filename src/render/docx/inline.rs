//! Text of a paragraph: runs, breaks, pictures, links and the calls of notes, with white space as CSS wants it.

use std::rc::Rc;
use std::sync::Arc;

use scraper::ElementRef;

use super::around::Around;
use super::document::{Link, Paragraph, Picture, Piece, Run};
use super::look;
use super::named::{Kind, title};
use super::read::Reader;
use crate::render::pdf::still::Still;
use crate::render::styled::dom::{self, Child};
use crate::render::styled::style::{Display, Letters, Style, WhiteSpace};
use crate::render::styled::supported;

/// Inline elements nested deeper than this become plain text.
const DEEPEST: usize = 60;

/// A paragraph being collected.
pub(super) struct Inline {
    around: Around,
    pieces: Vec<Piece>,
    style: Arc<Style>,
    named: Option<String>,
    link: Option<Link>,
}

impl Inline {
    /// A paragraph of what stands in `around`.
    pub(super) fn new(around: &Around) -> Self {
        let style = around.style.clone();
        Self { around: around.clone(), pieces: Vec::new(), style, named: None, link: None }
    }

    /// Adds text in the current style.
    pub(super) fn text(&mut self, text: &str) {
        let (keep_spaces, keep_lines) = match self.style.text.white_space {
            WhiteSpace::Normal | WhiteSpace::NoWrap => (false, false),
            WhiteSpace::Keep => (true, true),
            WhiteSpace::KeepLines => (false, true),
        };
        let mut added = String::new();
        for c in text.chars() {
            match c {
                '\n' if keep_lines => {
                    self.add(&std::mem::take(&mut added));
                    self.line_break();
                }
                ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{2028}' | '\u{2029}' => {
                    let takes = if added.is_empty() { self.takes_space() } else { !added.ends_with(' ') };
                    if keep_spaces || takes {
                        added.push(' ');
                    }
                }
                // Marks that turn text round would turn what stands beside it, too.
                '\u{feff}' | '\u{2066}'..='\u{2069}' | '\u{202a}'..='\u{202e}' => {}
                c if c.is_control() => {}
                c => match self.style.text.letters {
                    // Capitals are a matter of the style, so that the words stay as they were written.
                    Letters::AsWritten | Letters::Upper => added.push(c),
                    Letters::Lower => added.extend(c.to_lowercase()),
                    Letters::Capitalized if added.ends_with(char::is_alphanumeric) => added.push(c),
                    Letters::Capitalized => added.extend(c.to_uppercase()),
                },
            }
        }
        self.add(&added);
    }

    /// Adds an inline element with everything inside.
    pub(super) fn element(
        &mut self,
        reader: &mut Reader<'_>,
        element: ElementRef<'_>,
        style: Arc<Style>,
        depth: usize,
    ) {
        if style.footnote && !reader.in_note {
            return self.note(reader, element, style);
        }
        let value = element.value();
        self.pieces.extend(value.attr("id").map(|id| Piece::Anchor(id.to_owned())));
        match value.name() {
            "br" => return self.line_break(),
            "wbr" => return self.add("\u{200b}"),
            "svg" | "img" => return self.picture(reader, element, &style),
            "input" | "textarea" => return reader.no_field(element),
            name if !supported::is_drawn(name) => {
                reader.stills.warnings().element(format!("element `{name}` is not known, only its text"), element);
            }
            _ => {}
        }
        let saved = (self.style.clone(), self.named.clone(), self.link.clone());
        self.named = named(element).or(self.named.take());
        if let (None, Some(link)) = (&self.link, link(reader, element)) {
            self.link = Some(link);
        }
        let is_block = style.display != Display::Inline;
        self.style = style.clone();
        if is_block {
            self.break_once();
        }
        if depth > DEEPEST {
            element.text().for_each(|text| self.text(text));
        } else {
            self.children(reader, element, &style, depth);
        }
        if is_block {
            self.break_once();
        }
        (self.style, self.named, self.link) = saved;
    }

    /// Adds everything inside `element`.
    pub(super) fn children(
        &mut self,
        reader: &mut Reader<'_>,
        element: ElementRef<'_>,
        style: &Arc<Style>,
        depth: usize,
    ) {
        for child in dom::children(element) {
            match child {
                Child::Text(text) => self.text(text),
                Child::Element(child) => {
                    let style = reader.stills.style(child, style);
                    if style.display != Display::None {
                        self.element(reader, child, style, depth + 1);
                    }
                }
            }
        }
    }

    /// Adds a picture, or what is said in its stead.
    pub(super) fn picture(&mut self, reader: &mut Reader<'_>, element: ElementRef<'_>, style: &Arc<Style>) {
        let value = element.value();
        let said = value.attr("aria-label").or(value.attr("alt")).map(dom::squeeze).filter(|said| !said.is_empty());
        let said = said.filter(|_| value.attr("aria-hidden") != Some("true"));
        match reader.stills.take(element, style, self.around.room(), self.around.behind()) {
            Some(still) => {
                let (width, height) = (still.width, still.height);
                let number = reader.document.keep(still);
                self.pieces.push(Piece::Picture(Picture { number, width, height, said }));
            }
            None => self.text(&said.unwrap_or_default()),
        }
    }

    /// What was collected, without white space at its end.
    pub(super) fn into_pieces(mut self) -> Vec<Piece> {
        while let Some(last) = self.pieces.last_mut() {
            match last {
                Piece::Break => {}
                Piece::Run(run) => {
                    run.text.truncate(run.text.trim_end_matches(' ').len());
                    if !run.text.is_empty() {
                        break;
                    }
                }
                _ => break,
            }
            self.pieces.pop();
        }
        self.pieces
    }

    /// Puts what an element holds to the foot of the page, and calls it here.
    fn note(&mut self, reader: &mut Reader<'_>, element: ElementRef<'_>, style: Arc<Style>) {
        if let Some(Piece::Run(last)) = self.pieces.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if last.text.is_empty() {
                self.pieces.pop();
            }
        }
        let follows = matches!(self.pieces.last(), Some(Piece::Note { .. }));
        let own = Style { display: Display::Block, footnote: false, ..(*style).clone() };
        let column = reader.stills.paper().column();
        let around = Around::page(Arc::new(own), column, self.around.texts.clone()).inside_note();
        reader.in_note = true;
        let blocks = reader.apart(|reader| reader.blocks(element, &around));
        reader.in_note = false;
        reader.document.notes.push(blocks);
        self.pieces.push(Piece::Note { number: reader.document.notes.len(), follows });
    }

    fn add(&mut self, text: &str) {
        for (part, rtl) in directions(text, self.style.rtl) {
            let lang = (!self.style.lang.is_empty()).then(|| self.style.lang.to_string());
            let run = Run {
                text: part.to_owned(),
                look: self.around.texts.of(&self.style),
                named: self.named.clone(),
                lang,
                rtl,
                link: self.link.clone(),
            };
            match self.pieces.last_mut() {
                Some(Piece::Run(last)) if last.goes_on_as(&run) => last.text.push_str(&run.text),
                _ => self.pieces.push(Piece::Run(run)),
            }
        }
    }

    fn takes_space(&self) -> bool {
        let pieces = self.pieces.iter().rev();
        match pieces.clone().find(|piece| !matches!(piece, Piece::Anchor(_))) {
            Some(Piece::Run(run)) => !run.text.ends_with(' '),
            Some(Piece::Break) | None => false,
            Some(_) => true,
        }
    }

    fn line_break(&mut self) {
        if let Some(Piece::Run(last)) = self.pieces.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
        }
        self.pieces.push(Piece::Break);
    }

    fn break_once(&mut self) {
        if !matches!(self.pieces.last(), None | Some(Piece::Break)) {
            self.line_break();
        }
    }
}

impl Around {
    fn inside_note(mut self) -> Self {
        self.kind = Kind::Footnote;
        self
    }
}

impl Paragraph {
    /// Makes the line of a picture no higher than the picture.
    pub(super) fn shrink(&mut self) {
        self.named = super::named::Named::of(Kind::Figure, "");
        Rc::make_mut(&mut self.text)[look::SIZE] = r#"<w:sz w:val="2"/><w:szCs w:val="2"/>"#.to_owned();
        self.look.line = look::ParagraphLook::PLAIN.line;
    }
}

impl super::document::Document {
    /// The number of a picture among all, of which each is kept once.
    fn keep(&mut self, still: Still) -> usize {
        if let Some(known) = self.pictures.iter().position(|known| known.png == still.png) {
            return known;
        }
        self.pictures.push(still);
        self.pictures.len() - 1
    }
}

/// The character style of an element: Word's own for what it means, else that of its classes.
fn named(element: ElementRef<'_>) -> Option<String> {
    let value = element.value();
    Some(match value.name() {
        "strong" | "b" => "Strong".to_owned(),
        "em" | "i" | "cite" | "dfn" | "var" => "Emphasis".to_owned(),
        "code" | "kbd" | "samp" => "HTML Code".to_owned(),
        "a" if value.attr("href").is_some() => "Hyperlink".to_owned(),
        _ => value.attr("class").map(title).filter(|title| !title.is_empty())?,
    })
}

fn link(reader: &mut Reader<'_>, element: ElementRef<'_>) -> Option<Link> {
    if element.value().name() != "a" {
        return None;
    }
    let href = element.value().attr("href")?.trim();
    match href.strip_prefix('#') {
        Some(id) => Some(Link::Id(id.to_owned())),
        None if ["http://", "https://", "mailto:"].iter().any(|scheme| href.starts_with(scheme)) => {
            Some(Link::Address(href.to_owned()))
        }
        None => {
            let message = format!("link to `{href}` cannot be followed from a Word file");
            reader.stills.warnings().element(message, element);
            None
        }
    }
}

/// The parts of `text` that run in one direction; what has none goes on as what stands before it.
fn directions(text: &str, rtl: bool) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let (mut start, mut current) = (0, None);
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
        let own = dom::is_right_to_left(c);
        if let Some(before) = current.filter(|before| *before != own) {
            parts.push((&text[start..at], before));
            start = at;
        }
        current = Some(own);
    }
    if start < text.len() {
        parts.push((&text[start..], current.unwrap_or(rtl)));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_parted_where_its_direction_turns() {
        assert_eq!(directions("Act 5, قانون 7 (2024)", false), [("Act 5, ", false), ("قانون 7 (2024)", true)]);
        assert_eq!(directions("12 %", true), [("12 %", true)]);
        assert!(directions("", false).is_empty());
    }
}
