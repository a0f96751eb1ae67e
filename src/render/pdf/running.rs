//! Running headers and footers: text drawn in the margin of every page.

use std::cell::Cell;
use std::sync::Arc;

use super::paint::Painter;
use super::shape::Prose;
use super::style::{Style, TextAlign};
use super::text::{Line, Paragraph};

/// Room between the two elements of one margin.
const BETWEEN: f32 = 12.0;

/// How much of a margin's height text may fill.
const FULL: f32 = 0.7;

/// An element for every page's margin.
#[derive(Debug)]
pub(super) struct Running {
    place: Place,
    paragraph: Paragraph,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    is_header: bool,
    is_start: bool,
}

impl Running {
    /// An element for `header-start`, `header-end`, `footer-start` or `footer-end`.
    pub(super) fn new(place: &str, style: Arc<Style>, mut paragraph: Paragraph) -> Option<Self> {
        let (margin, side) = place.trim().split_once('-')?;
        let place = Place {
            is_header: matches!(margin, "header").then_some(true).or((margin == "footer").then_some(false))?,
            is_start: matches!(side, "start").then_some(true).or((side == "end").then_some(false))?,
        };
        let mut style = style.anonymous();
        style.text.align = if place.is_start { TextAlign::Start } else { TextAlign::End };
        paragraph.style = Arc::new(style);
        Some(Self { place, paragraph })
    }

    fn text(&self, page: usize, pages: usize, section: &str) -> Paragraph {
        let mut paragraph = self.paragraph.clone();
        paragraph.rewrite(|text, _| {
            let text = text.replace("{pages}", &pages.to_string()).replace("{page}", &page.to_string());
            text.replace("{section}", section)
        });
        paragraph
    }
}

impl Painter<'_> {
    /// Draws the running elements of the current page.
    pub(super) fn running(&mut self, running: &[Running], page: usize, pages: usize) {
        let section = self.section().to_owned();
        for is_header in [true, false] {
            let mut room = self.paper.column();
            // The end comes first: it is short and keeps its width, the start gets the rest.
            for is_start in [false, true] {
                let place = Place { is_header, is_start };
                for element in running.iter().filter(|element| element.place == place) {
                    let paragraph = element.text(page, pages, &section);
                    room = self.run(paragraph, place, room);
                }
            }
        }
    }

    /// The section, headed by level 2, that goes on from an earlier page; none where a new one begins at the top.
    fn section(&self) -> &str {
        let (page, top) = (self.pages.len() - 1, self.paper.margin.top + 1.0);
        let mut sections = self.bookmarks.iter().rev().filter(|mark| mark.level == 2);
        let in_force = sections.find(|mark| mark.place.page < page || mark.place.y <= top);
        in_force.filter(|mark| mark.place.page < page).map_or("", |mark| &mark.title)
    }

    /// Draws one element; returns the room that is left beside it.
    fn run(&mut self, paragraph: Paragraph, place: Place, room: f32) -> f32 {
        if paragraph.is_empty() {
            return room;
        }
        let rtl = paragraph.style.rtl;
        let paper = self.paper;
        let margin = if place.is_header { paper.margin.top } else { paper.margin.bottom };
        let (prose, width) = self.fitting(&paragraph, room, FULL * margin);
        let height: f32 = prose.lines.iter().map(|line| line.height).sum();
        let at_left = place.is_start != rtl;
        let x = if at_left { paper.margin.left } else { paper.width - paper.margin.right - width };
        let mut y = if place.is_header {
            0.55 * paper.margin.top - height / 2.0
        } else {
            paper.height - 0.55 * paper.margin.bottom - height / 2.0
        };
        for line in &prose.lines {
            self.margin_line(line, &prose.paragraph, x, y);
            y += line.height;
        }
        (room - width - BETWEEN).max(36.0)
    }

    /// The lines of `paragraph`, cut at its end if they are more than `most` points high: what stands in the margin must
    /// not run into the page. One line is kept in any case.
    fn fitting(&mut self, paragraph: &Paragraph, room: f32, most: f32) -> (Box<Prose>, f32) {
        let mut kept = paragraph.text.chars().count();
        let mut shown = paragraph.clone();
        loop {
            let (prose, width) = self.shaper.prose(shown, room);
            let mut height = 0.0;
            let higher = |line: &&Line| {
                height += line.height;
                height <= most
            };
            let fit = prose.lines.iter().take_while(higher).count().max(1);
            if prose.lines.len() <= fit || kept == 0 {
                return (prose, width);
            }
            kept = (kept * fit / prose.lines.len()).saturating_sub(2);
            shown = cut(paragraph, kept);
        }
    }

    fn margin_line(&mut self, line: &Line, paragraph: &Arc<Paragraph>, x: f32, y: f32) {
        self.repeating = true;
        self.line(line, paragraph, x, y);
        self.repeating = false;
    }
}

/// `paragraph` with its first `kept` characters only.
fn cut(paragraph: &Paragraph, kept: usize) -> Paragraph {
    let mut shown = paragraph.clone();
    let left = Cell::new(Some(kept));
    shown.rewrite(|text, _| {
        let Some(room) = left.get() else { return String::new() };
        let length = text.chars().count();
        if length <= room {
            left.set(Some(room - length));
            return text.to_owned();
        }
        left.set(None);
        let first: String = text.chars().take(room).collect();
        format!("{} …", first.trim_end())
    });
    shown
}
