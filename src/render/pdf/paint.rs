//! Paints planned pages into the display list, and notes where headings and ids ended up.

use std::collections::HashMap;
use std::sync::Arc;

use super::display::{Artifact, LinkArea, Page, Shape, Stroke, Text};
use super::flow::{FlowCell, FlowLine, FlowRow, Item, Kind};
use super::fonts::Faces;
use super::frame::OpenBox;
use super::inline::field;
use super::notes::{self, Note};
use super::page::{PagePlan, Placed};
use super::paper::{Paper, Papers};
use super::running::Running;
use super::shape::Shaper;
use super::slices::{CellPart, RowPart};
use super::style::{LineStyle, Style, VerticalAlign};
use super::tags::{Area, Kid, NodeId, Tags};
use super::text::{Line, Paragraph, PlacedGraphic, Run};
use super::value::Color;

/// A bookmark.
#[derive(Debug)]
pub(super) struct Bookmark {
    pub(super) title: String,
    pub(super) level: u8,
    pub(super) place: Place,
}

/// A point in the document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) page: usize,
    /// From the top of the paper.
    pub(super) y: f32,
}

/// Where each id ended up.
pub(super) type Places = HashMap<String, Place>;

/// What is painted.
#[derive(Clone, Copy)]
pub(super) struct Flow<'a> {
    pub(super) items: &'a [Item],
    pub(super) notes: &'a [Note],
    pub(super) plan: &'a [PagePlan],
}

/// Paints; holds what painting fills.
pub(super) struct Painter<'a> {
    pub(super) shaper: &'a mut Shaper,
    pub(super) faces: Faces,
    pub(super) tags: &'a mut Tags,
    papers: &'a Papers,
    /// That of the current page.
    pub(super) paper: Paper,
    pub(super) pages: Vec<Page>,
    pub(super) bookmarks: Vec<Bookmark>,
    pub(super) places: Places,
    /// Painting a repeated header: nothing of it is content.
    pub(super) repeating: bool,
    /// The names of fields that are too small for what stands in them.
    pub(super) overfull: Vec<String>,
}

impl<'a> Painter<'a> {
    pub(super) fn new(shaper: &'a mut Shaper, tags: &'a mut Tags, papers: &'a Papers) -> Self {
        Self {
            shaper,
            faces: Faces::default(),
            tags,
            papers,
            paper: papers.get(Papers::USUAL),
            pages: Vec::new(),
            bookmarks: Vec::new(),
            places: Places::new(),
            repeating: false,
            overfull: Vec::new(),
        }
    }

    /// Finds out on which page each id stands; page numbers in the contents need it first.
    pub(super) fn locate(&mut self, flow: Flow<'_>) {
        let Flow { items, notes, plan } = flow;
        for (page, planned) in plan.iter().enumerate() {
            let top = self.papers.get(planned.paper).margin.top;
            for placed in &planned.placed {
                for anchor in items[placed.item].all_anchors() {
                    let place = Place { page, y: top + placed.y };
                    self.places.entry(anchor.to_owned()).or_insert(place);
                }
            }
            let mut y = top + planned.notes_at;
            for part in &planned.notes {
                for item in &notes[part.note].items[part.from..part.to] {
                    for anchor in item.all_anchors() {
                        self.places.entry(anchor.to_owned()).or_insert(Place { page, y });
                    }
                    y += item.height;
                }
            }
        }
    }

    /// Paints all pages; with `plain_first` the first one has no running elements.
    pub(super) fn paint(&mut self, flow: Flow<'_>, running: &[Running], plain_first: bool) {
        let Flow { items, notes, plan } = flow;
        let mut open: Vec<OpenBox> = Vec::new();
        for planned in plan {
            self.paper = self.papers.get(planned.paper);
            let (left, top) = (self.paper.margin.left, self.paper.margin.top);
            self.pages.push(Page::new(self.paper));
            let mut y = top;
            if let Some((first, last)) = planned.header {
                y = self.repeat(&items[first..last], left, y);
            }
            for part in &mut open {
                part.top = y;
                part.slot = self.reserve();
                part.is_first_part = false;
            }
            let mut bottom = y;
            for placed in &planned.placed {
                let at = top + placed.y;
                self.item(&items[placed.item], placed, left, at, &mut open);
                bottom = bottom.max(at + placed.height);
            }
            for part in &open {
                self.decorate(part, bottom, false);
            }
            self.notes(planned, notes);
            if !(plain_first && self.pages.len() == 1) {
                self.running(running, self.pages.len(), plan.len());
            }
            if let Some(page) = self.pages.last_mut() {
                page.close();
            }
        }
    }

    fn number(&self) -> usize {
        self.pages.len().saturating_sub(1)
    }

    /// A place in the backdrop, filled when the box's height is known.
    fn reserve(&mut self) -> usize {
        let Some(page) = self.pages.last_mut() else {
            return 0;
        };
        page.backdrop.push(Vec::new());
        page.backdrop.len() - 1
    }

    fn item(&mut self, item: &Item, placed: &Placed, left: f32, y: f32, open: &mut Vec<OpenBox>) {
        let x = left + item.x;
        match &item.kind {
            Kind::Gap | Kind::Padding | Kind::Anchor => {}
            Kind::Line(line) => self.flow_line(line, x, left, y),
            Kind::Graphic { graphic, width } => self.graphic(graphic, x, y, (*width, item.height)),
            Kind::Row(row) => self.row(row, placed.part.as_ref(), (x, y), placed.height),
            Kind::Open { style, width } => {
                let slot = self.reserve();
                open.push(OpenBox { style: style.clone(), x, width: *width, top: y, slot, is_first_part: true });
            }
            Kind::Close => {
                if let Some(part) = open.pop() {
                    self.decorate(&part, y, true);
                }
            }
        }
    }

    /// Draws the foot of a page.
    fn notes(&mut self, planned: &PagePlan, notes: &[Note]) {
        const RULE: f32 = 72.0;
        let Paper { margin, width, .. } = self.paper;
        let mut y = margin.top + planned.notes_at;
        if let Some(first) = planned.notes.first() {
            let rtl = notes[first.note]
                .items
                .iter()
                .any(|item| matches!(&item.kind, Kind::Line(line) if line.paragraph.style.rtl));
            let x = if rtl { width - margin.right - RULE } else { margin.left };
            let stroke = Stroke { color: Color([120, 120, 120]), width: 0.5, line: LineStyle::Solid };
            let at = y - notes::SEPARATION / 2.0;
            self.backdrop(vec![Shape::Line { from: (x, at), to: (x + RULE, at), stroke }]);
        }
        for part in &planned.notes {
            let mut open = Vec::new();
            for item in &notes[part.note].items[part.from..part.to] {
                let placed = Placed { item: 0, y: 0.0, height: item.height, part: None };
                self.item(item, &placed, margin.left, y, &mut open);
                y += item.height;
            }
            for part in open {
                self.decorate(&part, y, false);
            }
        }
    }

    /// Draws header rows again; returns where they end.
    fn repeat(&mut self, rows: &[Item], left: f32, top: f32) -> f32 {
        let mut y = top;
        self.repeating = true;
        for row in rows {
            let placed = Placed { item: 0, y: 0.0, height: row.height, part: None };
            self.item(row, &placed, left, y, &mut Vec::new());
            y += row.height;
        }
        self.repeating = false;
        y
    }

    fn row(&mut self, row: &FlowRow, part: Option<&RowPart>, (x, y): (f32, f32), height: f32) {
        if !self.repeating && !row.node.is_artifact() {
            self.tags.attach(row.node);
        }
        self.row_frame(row, x, y, y + height);
        for (number, cell) in row.cells.iter().enumerate() {
            if !self.repeating && !cell.node.is_artifact() {
                // Empty cells count too: every row must have all its columns.
                self.tags.attach(cell.node);
            }
            let part = part.and_then(|part| part.cells.get(number));
            self.cell(cell, part, (x + cell.x, y), height);
        }
    }

    /// Background and borders of a row. Where cells from above stand in it, only its own cells have them.
    fn row_frame(&mut self, row: &FlowRow, x: f32, top: f32, bottom: f32) {
        let own: f32 = row.cells.iter().map(|cell| cell.width).sum();
        let parts = match own + 0.01 < row.width {
            true => row.cells.iter().map(|cell| (x + cell.x, cell.width)).collect(),
            false => vec![(x, row.width)],
        };
        for (x, width) in parts {
            let slot = self.reserve();
            let part = OpenBox { style: row.style.clone(), x, width, top, slot, is_first_part: true };
            self.decorate(&part, bottom, true);
        }
    }

    fn cell(&mut self, cell: &FlowCell, part: Option<&CellPart>, (x, y): (f32, f32), height: f32) {
        let height = cell.whole.filter(|_| part.is_none()).unwrap_or(height);
        let slot = self.reserve();
        let frame = OpenBox { style: cell.style.clone(), x, width: cell.width, top: y, slot, is_first_part: true };
        self.decorate(&frame, y + height, true);
        let spare = (height - cell.edges.top - cell.edges.bottom - cell.height).max(0.0);
        let shift = match (part, cell.style.vertical_align) {
            (None, VerticalAlign::Middle) => spare / 2.0,
            (None, VerticalAlign::Bottom) => spare,
            _ => 0.0,
        };
        let whole = CellPart::whole(cell);
        let part = part.unwrap_or(&whole);
        let left = x + cell.edges.left;
        let mut at = y + cell.edges.top + shift;
        let mut open = self.still_open(&cell.items[..part.from], left, at);
        let mut bottom = at;
        for (number, item) in (part.from..part.to).zip(&cell.items[part.from..part.to]) {
            let height = match (&item.kind, part.part_of(number)) {
                (Kind::Row(row), Some(inner)) => {
                    self.row(row, Some(inner), (left + item.x, at), inner.height);
                    inner.height
                }
                _ => {
                    let placed = Placed { item: 0, y: 0.0, height: item.height, part: None };
                    self.item(item, &placed, left, at, &mut open);
                    item.height
                }
            };
            at += height;
            if !matches!(item.kind, Kind::Gap) {
                bottom = at;
            }
        }
        for part in open {
            self.decorate(&part, bottom, false);
        }
    }

    /// The boxes that began in an earlier part of a cut cell and go on at `top`.
    fn still_open(&mut self, earlier: &[Item], left: f32, top: f32) -> Vec<OpenBox> {
        let mut open = Vec::new();
        for item in earlier {
            match &item.kind {
                Kind::Open { style, width } => open.push((style, left + item.x, *width)),
                Kind::Close => drop(open.pop()),
                _ => {}
            }
        }
        let part = |(style, x, width): (&Arc<Style>, f32, f32)| OpenBox {
            style: style.clone(),
            x,
            width,
            top,
            slot: self.reserve(),
            is_first_part: false,
        };
        open.into_iter().map(part).collect()
    }

    fn flow_line(&mut self, flow: &FlowLine, x: f32, left: f32, y: f32) {
        if let (Some(level), true, false) = (flow.paragraph.outline, flow.is_first, self.repeating) {
            self.bookmarks.push(Bookmark {
                title: super::dom::squeeze(&flow.paragraph.said()),
                level,
                place: Place { page: self.number(), y },
            });
        }
        if let Some((marker_x, paragraph, line)) = &flow.marker {
            let shift = flow.line.baseline - line.baseline;
            self.line(line, paragraph, left + marker_x, y + shift);
        }
        self.line(&flow.line, &flow.paragraph, x, y);
        if let (Some(id), true) = (&flow.paragraph.page_of, flow.is_last)
            && let Some(place) = self.places.get(id).copied()
        {
            self.page_number(flow, place.page + 1, x, y);
        }
    }

    /// Ends a contents line with a dotted leader and the page number.
    fn page_number(&mut self, flow: &FlowLine, number: usize, x: f32, y: f32) {
        let last = flow.line.runs.last().and_then(|run| flow.paragraph.spans.get(run.span));
        let Some(span) = last else { return };
        let rtl = flow.paragraph.style.rtl;
        let mut style = (*span.style).clone();
        (style.text.underline, style.text.struck) = (false, false);
        let paragraph = Paragraph::plain(number.to_string(), Arc::new(style), span.node);
        let (prose, width) = self.shaper.prose(paragraph, f32::MAX);
        let size = span.style.text.size;
        // The line box begins where the text may stand; its outer edge is `flow.width` wide.
        let (edge, text_end) = if rtl {
            let reserve = super::fit::NUMBER_ROOM * size;
            (x - reserve, x + flow.line.left)
        } else {
            (x + flow.width - width, x + flow.line.right)
        };
        let baseline = y + flow.line.baseline;
        let gap = 0.35 * size;
        let (from, to) = if rtl { (edge + width + gap, text_end - gap) } else { (text_end + gap, edge - gap) };
        if to - from > size {
            self.backdrop(vec![Shape::Line {
                from: (from, baseline - 0.6),
                to: (to, baseline - 0.6),
                stroke: Stroke { color: Color([150, 150, 150]), width: 0.7, line: LineStyle::Dotted },
            }]);
        }
        if let Some(line) = prose.lines.first() {
            self.line(line, &prose.paragraph, edge - line.left, baseline - line.baseline);
            self.link_area(span.link, edge, edge + width, baseline, size);
        }
    }

    /// Paints a line whose paragraph begins at `x`, with its top at `y`.
    pub(super) fn line(&mut self, line: &Line, paragraph: &Arc<Paragraph>, x: f32, y: f32) {
        let baseline = y + line.baseline;
        // Fields are read where they stand among the words.
        let mut fields: Vec<&PlacedGraphic> = line.graphics.iter().filter(|placed| placed.is_field()).collect();
        fields.sort_by_key(|placed| placed.at);
        let mut fields = fields.into_iter().peekable();
        for run in &line.runs {
            let Some(span) = paragraph.spans.get(run.span) else {
                continue;
            };
            while let Some(placed) =
                fields.next_if(|placed| run.start().is_some_and(|start| placed.at <= start as usize))
            {
                self.placed(placed, x, y);
            }
            if !line.graphics.is_empty() && run.text(paragraph).is_some_and(field::is_mark) {
                continue;
            }
            self.open(span.node);
            let look = &span.style.text;
            let left = x + run.x;
            if let Some(color) = span.style.background {
                self.backdrop(vec![Shape::Rectangle {
                    x: left,
                    y: baseline - 1.0 * run.size,
                    width: run.width,
                    height: 1.25 * run.size,
                    color,
                }]);
            }
            let lines = [(look.underline, 0.12), (look.struck, -0.3)];
            for (_, depth) in lines.into_iter().filter(|(drawn, _)| *drawn) {
                let depth = baseline + depth * run.size;
                let end = left + self.visible_width(run, &paragraph.text);
                self.backdrop(vec![Shape::Line {
                    from: (left, depth),
                    to: (end, depth),
                    stroke: Stroke { color: look.color, width: 0.05 * run.size, line: LineStyle::Solid },
                }]);
            }
            let text = self.text(run, look.color, left, baseline, paragraph);
            if let Some(page) = self.pages.last_mut() {
                page.marks.push(super::display::Mark::Text(text));
            }
            self.link_area(span.link, left, left + run.width, baseline, run.size);
        }
        for placed in fields.chain(line.graphics.iter().filter(|placed| !placed.is_field())) {
            self.placed(placed, x, y);
        }
    }

    fn placed(&mut self, placed: &PlacedGraphic, x: f32, y: f32) {
        self.graphic(&placed.graphic, x + placed.x, y + placed.y, (placed.width, placed.height));
    }

    /// The width of a run without a space at its end.
    fn visible_width(&self, run: &Run, text: &str) -> f32 {
        let last = run.glyphs.last().filter(|glyph| {
            let range = glyph.text.start as usize..glyph.text.end as usize;
            !run.rtl && text.get(range) == Some(" ")
        });
        last.map_or(run.width, |glyph| glyph.x)
    }

    pub(super) fn text(&mut self, run: &Arc<Run>, color: Color, x: f32, y: f32, source: &Arc<Paragraph>) -> Text {
        let face = self.faces.number(&run.font);
        self.faces.use_glyphs(face, &run.glyphs, &source.text);
        Text { face, color, x, y: y - run.rise, run: run.clone(), source: source.clone() }
    }

    fn link_area(&mut self, link: Option<usize>, left: f32, right: f32, baseline: f32, size: f32) {
        let height = self.paper.height;
        let (Some(link), false, Some(page)) = (link, self.repeating, self.pages.last_mut()) else {
            return;
        };
        let area = Area { left, right, bottom: height - baseline - 0.25 * size, top: height - baseline + 0.9 * size };
        match page.links.iter_mut().find(|known| known.link == link) {
            Some(known) => match known.areas.last_mut() {
                // Pieces on one line are one area.
                Some(last)
                    if (last.bottom - area.bottom).abs() < 0.5 * size && (last.right - left).abs() < 2.0 * size =>
                {
                    *last = last.around(area);
                }
                _ => known.areas.push(area),
            },
            None => {
                page.links.push(LinkArea { link, areas: vec![area] });
            }
        }
    }

    /// Makes what follows the content of `node`.
    pub(super) fn open(&mut self, node: NodeId) {
        let number = self.number();
        let Some(page) = self.pages.last_mut() else {
            return;
        };
        if self.repeating {
            page.artifact(Artifact::Pagination);
        } else {
            page.content(number, node, self.tags);
        }
    }

    fn backdrop(&mut self, shapes: Vec<Shape>) {
        if let Some(page) = self.pages.last_mut() {
            page.backdrop.push(shapes);
        }
    }

    /// Fills the backdrop of a box whose part on this page ends at `bottom`.
    fn decorate(&mut self, part: &OpenBox, bottom: f32, is_last_part: bool) {
        let shapes = part.frame(bottom, is_last_part);
        if let Some(slot) = self.pages.last_mut().and_then(|page| page.backdrop.get_mut(part.slot)) {
            *slot = shapes;
        }
    }
}

/// Hangs the annotations of all pages into the tree, after the content of their links.
pub(super) fn tag_links(pages: &[Page], links: &[super::inline::Link], tags: &mut Tags) {
    for (page, shown) in pages.iter().enumerate() {
        for (number, area) in shown.links.iter().enumerate() {
            if let Some(link) = links.get(area.link) {
                tags.paint(link.node, Kid::Annotation { page, number });
            }
        }
    }
}
