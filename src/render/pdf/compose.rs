//! Lays boxes out into a flow: margins, widths, lines, and where a page may break.

use std::sync::Arc;

use super::boxes::{Block, Content};
use super::fit::{self, Frame};
use super::flow::{Break, FlowLine, Item, Kind};
use super::graphic::SharedGraphic;
use super::paper::{PaperId, Papers};
use super::shape::Prose;
use super::style::{BreakRule, Style};
use super::text::{Line, Paragraph};
use super::value::Length;

/// Room between a list marker and its text, in em.
const MARKER_GAP: f32 = 0.45;

/// Lays out one column.
pub(super) struct Composer<'a> {
    /// What blocks may stand on; nothing inside a cell, which can't change its paper.
    papers: Option<&'a Papers>,
    paper: PaperId,
    pub(super) items: Vec<Item>,
    /// Margins that meet, not yet placed.
    gap: Gap,
    /// Boxes that begin before the next content.
    opens: Vec<Item>,
    anchors: Vec<String>,
    marker: Option<(f32, Arc<Paragraph>, Line)>,
    /// What the next break costs at least.
    next: Break,
    /// True until something stands between the last content and the next.
    fresh: bool,
    contents: usize,
    /// How many lines the last heading still wants below it.
    heading_wants: u8,
    /// For each open `break-inside: avoid`, how much content stood before it.
    groups: Vec<usize>,
    pub(super) header: Option<(usize, usize)>,
}

/// Collapsing margins: the largest positive and the largest negative one count.
#[derive(Debug, Clone, Copy, Default)]
struct Gap {
    positive: f32,
    negative: f32,
}

impl Gap {
    fn add(&mut self, margin: f32) {
        self.positive = self.positive.max(margin);
        self.negative = self.negative.min(margin);
    }

    fn take(&mut self) -> f32 {
        let Self { positive, negative } = std::mem::take(self);
        (positive + negative).max(0.0)
    }
}

impl<'a> Composer<'a> {
    /// `papers` are those that blocks may change to, if they may.
    pub(super) fn new(papers: Option<&'a Papers>) -> Self {
        Self {
            papers,
            paper: Papers::USUAL,
            items: Vec::new(),
            gap: Gap::default(),
            opens: Vec::new(),
            anchors: Vec::new(),
            marker: None,
            next: Break::Free,
            fresh: true,
            contents: 0,
            heading_wants: 0,
            groups: Vec::new(),
            header: None,
        }
    }

    /// The finished flow.
    pub(super) fn finish(mut self) -> Vec<Item> {
        self.leave_anchors();
        self.items
    }

    pub(super) fn blocks(&mut self, blocks: Vec<Block>, x: f32, width: f32) {
        for block in blocks {
            self.block(block, x, width);
        }
    }

    /// Lays out `block` in the column from `x` that is `width` wide.
    pub(super) fn block(&mut self, mut block: Block, x: f32, width: f32) {
        let style = block.style.clone();
        let outer = self.paper;
        let (width, paper) = self.papers.map_or((width, outer), |papers| papers.enter(&style, width, outer));
        self.turn_to(paper);
        self.before(&style);
        self.gap.add(style.margin.top.or_zero(width));
        self.anchors.append(&mut block.anchors);

        let frame = Frame::of(&block, width);
        let edges = frame.edges;
        let left = x + frame.left;
        let (inner, inner_width) = (left + edges.left, frame.inner_width);

        let has_marker = block.marker.is_some();
        if let Some(marker) = block.marker {
            self.marker(*marker, inner, inner_width, style.rtl);
        }
        let decorated = style.is_decorated();
        if decorated {
            let kind = Kind::Open { style: style.clone(), width: frame.width };
            let open = self.item(kind, left, 0.0);
            self.opens.push(open);
        }
        if edges.top > 0.0 {
            self.edge(edges.top, left);
        }
        let waiting = self.opens.len();

        match block.content {
            Content::Blocks(blocks) if blocks.is_empty() => {
                // An empty box with a height is a spacer or a coloured field.
                if let Length::Points(height @ 0.1..) = style.height {
                    self.edge(height, left);
                }
            }
            Content::Blocks(blocks) => self.blocks(blocks, inner, inner_width),
            Content::Text(prose) => {
                if !prose.paragraph.is_empty() {
                    self.text(*prose, inner, inner_width);
                }
            }
            Content::Table(table) => self.table(*table, inner),
            Content::Graphic(graphic) => self.graphic(graphic, inner, inner_width),
        }

        if has_marker && self.marker.is_some() {
            self.lonely_marker();
        }
        if edges.bottom > 0.0 {
            self.close_up(left);
            let item = self.item(Kind::Padding, left, edges.bottom);
            self.items.push(item);
        }
        if decorated {
            let never_opened = !self.opens.is_empty() && self.opens.len() >= waiting;
            if never_opened {
                self.opens.pop();
            } else {
                let item = self.item(Kind::Close, left, 0.0);
                self.items.push(item);
            }
        }
        self.gap.add(style.margin.bottom.or_zero(width));
        self.after(&style);
        self.turn_to(outer);
    }

    /// The height of a page's column, where this column is cut into pages.
    pub(super) fn depth(&self) -> Option<f32> {
        self.papers.map(|papers| papers.get(self.paper).depth())
    }

    /// Goes on with another paper, on a new page.
    fn turn_to(&mut self, paper: PaperId) {
        if self.paper != paper {
            self.paper = paper;
            self.next = Break::Forced;
        }
    }

    fn before(&mut self, style: &Style) {
        match style.break_before {
            BreakRule::Page if self.contents > 0 => self.next = Break::Forced,
            BreakRule::Avoid => self.at_least(Break::Lonely),
            _ => {}
        }
        if style.break_inside == BreakRule::Avoid {
            self.groups.push(self.contents);
        }
    }

    fn after(&mut self, style: &Style) {
        if style.break_inside == BreakRule::Avoid {
            self.groups.pop();
        }
        match style.break_after {
            BreakRule::Page => self.next = Break::Forced,
            BreakRule::Avoid => self.at_least(Break::Lonely),
            BreakRule::Auto => {}
        }
    }

    /// Makes the next break cost at least `cost`, unless it is forced.
    pub(super) fn at_least(&mut self, cost: Break) {
        if self.next != Break::Forced {
            self.next = self.next.max(cost);
        }
    }

    fn text(&mut self, prose: Prose, x: f32, width: f32) {
        let Prose { paragraph, lines, .. } = prose;
        let style = paragraph.style.clone();
        let left = if style.rtl { x + fit::reserve(&paragraph) } else { x };
        let count = lines.len();
        let is_heading = paragraph.outline.is_some();
        for (i, line) in lines.into_iter().enumerate() {
            if i > 0 && (is_heading || i < style.orphans || count - i < style.widows) {
                self.at_least(Break::Lonely);
            }
            let height = line.height;
            let notes = called(&line, &paragraph);
            let line = FlowLine {
                line,
                paragraph: paragraph.clone(),
                is_first: i == 0,
                is_last: i + 1 == count,
                width,
                marker: self.marker.take(),
            };
            self.content(Kind::Line(Box::new(line)), left, height);
            if let (false, Some(item)) = (notes.is_empty(), self.items.last_mut()) {
                item.notes = notes;
            }
        }
        if is_heading {
            self.heading_wants = 2;
            self.at_least(Break::Lonely);
        }
    }

    fn graphic(&mut self, graphic: SharedGraphic, x: f32, width: f32) {
        let (width, height) = graphic.size.within(width);
        self.content(Kind::Graphic { graphic, width }, x, height);
    }

    /// Adds content, with the gap and the box edges that stand before it.
    pub(super) fn content(&mut self, kind: Kind, x: f32, height: f32) {
        if self.marker.is_some() && !matches!(kind, Kind::Line(_)) {
            self.lonely_marker();
        }
        self.flush(x);
        let before = self.cost();
        let is_line = matches!(kind, Kind::Line(_));
        self.heading_wants = if is_line { self.heading_wants.saturating_sub(1) } else { 0 };
        let mut item = self.item(kind, x, height);
        item.before = before;
        item.anchors = std::mem::take(&mut self.anchors);
        item.header = self.header;
        self.items.push(item);
        self.contents += 1;
        self.next = if self.heading_wants > 0 { Break::Lonely } else { Break::Free };
        self.fresh = true;
    }

    /// Room inside a box's edge.
    fn edge(&mut self, height: f32, x: f32) {
        self.flush(x);
        let before = self.cost();
        let mut edge = self.item(Kind::Padding, x, height);
        edge.before = before;
        self.items.push(edge);
    }

    /// Places the waiting gap and the boxes that begin.
    fn flush(&mut self, x: f32) {
        let gap = self.gap.take();
        if gap > 0.0 {
            let before = self.cost();
            let mut gap = self.item(Kind::Gap, x, gap);
            gap.before = before;
            gap.header = self.header;
            self.items.push(gap);
        }
        for mut open in std::mem::take(&mut self.opens) {
            open.before = self.cost();
            self.items.push(open);
        }
    }

    /// Places what still waits before a box's lower edge: it stays with the content above.
    fn close_up(&mut self, x: f32) {
        if !self.opens.is_empty() {
            return self.flush(x);
        }
        let gap = self.gap.take();
        if gap > 0.0 {
            let item = self.item(Kind::Gap, x, gap);
            self.items.push(item);
        }
    }

    /// Adds ids to those that the next content carries.
    pub(super) fn anchors_of(&mut self, mut anchors: Vec<String>) {
        self.anchors.append(&mut anchors);
    }

    /// What a break before the next item costs. Only the first item after content may be cheap.
    fn cost(&mut self) -> Break {
        if !std::mem::take(&mut self.fresh) {
            return Break::Never;
        }
        let in_group = self.groups.first().is_some_and(|&start| start < self.contents);
        match self.next {
            Break::Forced => Break::Forced,
            cost if in_group => cost.max(Break::Group),
            cost => cost,
        }
    }

    fn marker(&mut self, marker: Prose, x: f32, width: f32, rtl: bool) {
        let gap = MARKER_GAP * marker.paragraph.style.text.size;
        let at = if rtl { x + width + gap } else { x - gap - marker.need.max };
        self.marker = marker.lines.into_iter().next().map(|line| (at, marker.paragraph, line));
    }

    /// A marker that has no text beside it stands on a line of its own.
    fn lonely_marker(&mut self) {
        if let Some((x, paragraph, line)) = self.marker.take() {
            let height = line.height;
            let line = FlowLine { width: line.right, line, paragraph, is_first: true, is_last: true, marker: None };
            self.content(Kind::Line(Box::new(line)), x, height);
        }
    }

    /// Ids at the end, with nothing after them, still need a place.
    fn leave_anchors(&mut self) {
        if !self.anchors.is_empty() {
            let mut last = self.item(Kind::Anchor, 0.0, 0.0);
            last.anchors = std::mem::take(&mut self.anchors);
            self.items.push(last);
        }
    }

    /// An item that no page break should come before.
    fn item(&self, kind: Kind, x: f32, height: f32) -> Item {
        let (before, paper) = (Break::Never, self.paper);
        Item { kind, x, height, before, anchors: Vec::new(), notes: Vec::new(), header: None, paper }
    }
}

/// The footnotes that a line calls.
fn called(line: &Line, paragraph: &Paragraph) -> Vec<usize> {
    let stands_here =
        |node| line.runs.iter().any(|run| paragraph.spans.get(run.span).is_some_and(|span| span.node == node));
    paragraph.notes.iter().filter(|(node, _)| stands_here(*node)).map(|(_, number)| *number).collect()
}
