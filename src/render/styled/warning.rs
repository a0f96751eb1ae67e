//! What could not be drawn as asked, told to the caller instead of printed.

use std::collections::HashSet;

use scraper::ElementRef;

use super::css::Location;
use super::dom;

/// More warnings than this help nobody: the rest is only counted.
const MOST: usize = 100;

/// Something in the document that the PDF shows differently or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// One lower-case sentence without a full stop.
    pub message: String,
    /// The element that it was first met at, as a path like `main > section#gaps > table`; or, for a character without
    /// a glyph, item and field of the answer. Empty where only the stylesheet is meant.
    pub element: String,
    /// Where in the stylesheet: line and column, from 1.
    pub sheet: Option<(usize, usize)>,
    /// The line of the page on which the element begins, from 1.
    pub line: Option<usize>,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        if !self.element.is_empty() {
            write!(f, ", at `{}`", self.element)?;
        }
        if let Some((line, column)) = self.sheet {
            write!(f, ", stylesheet {line}:{column}")?;
        }
        if let Some(line) = self.line {
            write!(f, ", page line {line}")?;
        }
        Ok(())
    }
}

/// Collects warnings; the same message is kept once, with its first place.
pub(in crate::render) struct Warnings<'a> {
    /// The page, to find lines in.
    page: &'a str,
    /// Where the picture stands whose file is being read: its own elements stand nowhere in the page.
    file: Option<(String, Option<usize>)>,
    seen: HashSet<String>,
    list: Vec<Warning>,
}

impl<'a> Warnings<'a> {
    pub(in crate::render) fn new(page: &'a str) -> Self {
        Self { page, file: None, seen: HashSet::new(), list: Vec::new() }
    }

    /// Tells everything at `picture`, while what is inside of its file is read.
    pub(in crate::render) fn inside(&mut self, picture: Option<ElementRef<'_>>) {
        self.file = picture.map(|picture| (dom::path(picture), dom::line_of(self.page, picture)));
    }

    /// About an element of the page.
    pub(in crate::render) fn element(&mut self, message: String, element: ElementRef<'_>) {
        self.declared(message, None, element);
    }

    /// About what the stylesheet says at `sheet`, or the `style` attribute if it is `None`, for an element.
    pub(in crate::render) fn declared(&mut self, message: String, sheet: Option<Location>, element: ElementRef<'_>) {
        let page = self.page;
        let file = self.file.clone();
        self.add(message, || match file {
            Some((path, line)) => (path, sheet, line),
            None => (dom::path(element), sheet, dom::line_of(page, element)),
        });
    }

    /// About a place in the stylesheet.
    pub(in crate::render) fn sheet(&mut self, message: String, sheet: Option<Location>) {
        self.add(message, || (String::new(), sheet, None));
    }

    /// About a character; `place` is what readers call the place.
    pub(in crate::render) fn text(&mut self, message: String, place: String) {
        self.add(message, || (place, None, None));
    }

    pub(in crate::render) fn into_list(mut self) -> Vec<Warning> {
        let more = self.seen.len().saturating_sub(self.list.len());
        if more > 0 {
            let message = format!("{more} more of the page's elements and properties are shown differently than asked");
            self.list.push(Warning { message, element: String::new(), sheet: None, line: None });
        }
        self.list
    }

    fn add(&mut self, message: String, place: impl FnOnce() -> (String, Option<Location>, Option<usize>)) {
        if !self.seen.contains(&message) {
            self.seen.insert(message.clone());
            if self.list.len() < MOST {
                let (element, sheet, line) = place();
                self.list.push(Warning { message, element, sheet: sheet.map(|at| (at.line, at.column)), line });
            }
        }
    }
}
