//! Cuts a flow into pages.
//!
//! A page ends at the last of the cheapest breaks that fit: between blocks rather than inside one
//! that would like to stay whole, and there rather than behind a heading or a single line. A row
//! taller than a page is cut between the lines of its cells.

use super::flow::{Break, Item, Kind};
use super::notes::{Note, SEPARATION};
use super::paper::PaperId;
use super::slices::{self, RowPart, Start};

/// A row is not begun at the foot of a page with less room than this, in points.
const LEAST_SLICE: f32 = 60.0;

/// What stands on one page.
#[derive(Debug, Default)]
pub(super) struct PagePlan {
    pub(super) placed: Vec<Placed>,
    pub(super) paper: PaperId,
    /// Header rows drawn again at the top, as item numbers.
    pub(super) header: Option<(usize, usize)>,
    /// What stands at its foot, and from where on, from the top of the column.
    pub(super) notes: Vec<PlacedNote>,
    pub(super) notes_at: f32,
}

/// A footnote on a page, or a part of one: from one of its items to before another.
#[derive(Debug)]
pub(super) struct PlacedNote {
    pub(super) note: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// An item on a page.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) item: usize,
    /// From the top of the column.
    pub(super) y: f32,
    pub(super) height: f32,
    /// What of a row stands here, if it was cut.
    pub(super) part: Option<RowPart>,
}

/// Cuts `items` into pages, with the `notes` that they call at their feet; `depth` tells the height of the column on each
/// paper, in points.
pub(super) fn paginate(items: &[Item], notes: &[Note], depth: impl Fn(PaperId) -> f32) -> Vec<PagePlan> {
    let mut pages: Vec<PagePlan> = Vec::new();
    let mut at = Position::default();
    let mut feet = Feet { notes, waiting: Vec::new() };
    while at.item < items.len() || !feet.waiting.is_empty() {
        let paper = items.get(at.item).map_or_else(|| pages.last().map_or(0, |page| page.paper), |first| first.paper);
        let depth = depth(paper);
        let (mut page, next) = match items.get(at.item) {
            Some(_) => fill(items, &feet, depth, at),
            None => (PagePlan { paper, ..PagePlan::default() }, at),
        };
        feet.place(&mut page, items, depth);
        pages.push(page);
        at = next;
    }
    if pages.is_empty() {
        pages.push(PagePlan::default());
    }
    pages
}

/// Where a page begins: an item, and inside a cut row the first item of each cell.
#[derive(Debug, Default, Clone, PartialEq)]
struct Position {
    item: usize,
    cells: Vec<Start>,
}

impl Position {
    fn before(item: usize) -> Self {
        Self { item, cells: Vec::new() }
    }
}

/// Fills one page from `start`; returns it with the start of the next.
fn fill(items: &[Item], feet: &Feet<'_>, depth: f32, start: Position) -> (PagePlan, Position) {
    let mut page = PagePlan { paper: items[start.item].paper, ..PagePlan::default() };
    let mut y = 0.0;
    if let Some((first, last)) = items[start.item].header {
        let height: f32 = items[first..last].iter().map(|item| item.height).sum();
        // A header that would take most of the page is not repeated.
        if height < depth / 2.0 {
            page.header = Some((first, last));
            y = height;
        }
    }
    let top = y;
    // What the notes called so far leave of the page.
    let mut depth = depth - feet.height().min(depth / 2.0);
    let mut breaks = Breaks::default();
    let mut filled = false;
    let mut cells = start.cells;
    for (i, item) in items.iter().enumerate().skip(start.item) {
        if item.paper != page.paper && !page.placed.is_empty() {
            return (page, Position::before(i));
        }
        if filled {
            if item.before == Break::Forced {
                return (page, Position::before(i));
            }
            breaks.note(item.before, i);
        }
        if matches!(item.kind, Kind::Gap) && y == top {
            continue;
        }
        let foot = feet.more(item, None, depth);
        let fits = y + item.height + foot <= depth + 0.01;
        let is_too_tall = |edges: f32| {
            // Edges that stand above it on the page would do so on the next one too.
            let above = if filled { top } else { y };
            y + item.height + edges > depth + 0.01 && item.height + edges > depth - above
        };
        match &item.kind {
            Kind::Row(row) if !cells.is_empty() || is_too_tall(edges_below(items, i)) => {
                let room = depth - y;
                if filled && room < LEAST_SLICE && cells.is_empty() {
                    return end(page, items, depth - top, &breaks);
                }
                let from = if cells.is_empty() { slices::start(row) } else { std::mem::take(&mut cells) };
                let mut slice = slices::cut(row, &from, room, !filled);
                let edges = edges_below(items, i);
                if slice.is_last && slice.part.height + edges > room && edges < room / 2.0 {
                    // Else the edge of the table would stand on a page of its own.
                    slice = slices::cut(row, &from, room - edges, !filled);
                }
                let foot = feet.more(item, Some(&slice.part), depth);
                if foot > 0.0 && slice.part.height + foot > room {
                    slice = slices::cut(row, &from, (room - foot).max(room / 2.0), !filled);
                }
                let height = slice.part.height;
                page.placed.push(Placed { item: i, y, height, part: Some(slice.part) });
                y += height;
                filled = true;
                if !slice.is_last {
                    return (page, Position { item: i, cells: slice.next });
                }
            }
            Kind::Gap => y += item.height,
            _ if fits || !filled => {
                page.placed.push(Placed { item: i, y, height: item.height, part: None });
                y += item.height;
                depth -= foot;
                filled |= item.is_content();
            }
            _ => return end(page, items, depth - top, &breaks),
        }
    }
    (page, Position::before(items.len()))
}

/// The feet of pages: notes, and where they stand.
struct Feet<'a> {
    notes: &'a [Note],
    /// Notes, or the rest of one from this item on, that had no room on the page of their call.
    waiting: Vec<(usize, usize)>,
}

impl Feet<'_> {
    /// The height of what waits.
    fn height(&self) -> f32 {
        self.sum(&self.waiting)
    }

    /// How much higher the foot of a page becomes by the notes of an item, or of a part of it. Notes that would take
    /// most of a page are no reason to put the text elsewhere.
    fn more(&self, item: &Item, part: Option<&RowPart>, depth: f32) -> f32 {
        if self.notes.is_empty() {
            return 0.0;
        }
        let notes: Vec<(usize, usize)> = item.all_notes(part).into_iter().map(|note| (note, 0)).collect();
        self.sum(&notes).min(depth / 2.0)
    }

    fn sum(&self, notes: &[(usize, usize)]) -> f32 {
        let heights = notes.iter().filter_map(|&(note, first)| Some(self.notes.get(note)?.height(first)));
        let sum: f32 = heights.sum();
        if notes.is_empty() { 0.0 } else { sum + SEPARATION }
    }

    /// Puts the notes of a page at its foot; what has no room waits for the next page.
    fn place(&mut self, page: &mut PagePlan, items: &[Item], depth: f32) {
        if self.notes.is_empty() {
            return;
        }
        let called = page.placed.iter().flat_map(|placed| items[placed.item].all_notes(placed.part.as_ref()));
        self.waiting.extend(called.map(|note| (note, 0)));
        if self.waiting.is_empty() {
            return;
        }
        let bottom = page.placed.iter().map(|placed| placed.y + placed.height).fold(0.0, f32::max);
        let room = depth - bottom - SEPARATION;
        let mut height = 0.0;
        for (note, first) in std::mem::take(&mut self.waiting) {
            let Some(whole) = self.notes.get(note) else { continue };
            let mut end = first;
            while let Some(item) = whole.items.get(end).filter(|_| self.waiting.is_empty()) {
                // A line that has no page to itself would never come.
                let is_stuck = page.placed.is_empty() && page.notes.is_empty() && end == first;
                if height + item.height > room && !is_stuck {
                    break;
                }
                height += item.height;
                end += 1;
            }
            if end > first {
                page.notes.push(PlacedNote { note, from: first, to: end });
            }
            if end < whole.items.len() {
                self.waiting.push((note, end));
            }
        }
        page.notes_at = depth - height;
    }
}

/// The last break of each cost on a page.
#[derive(Debug, Default)]
struct Breaks([Option<usize>; 4]);

impl Breaks {
    const COSTS: [Break; 4] = [Break::Free, Break::Group, Break::Lonely, Break::Never];

    fn note(&mut self, cost: Break, item: usize) {
        if let Some(place) = Self::COSTS.iter().position(|&known| known == cost) {
            self.0[place] = Some(item);
        }
    }
}

/// Ends a page that is full at the best of its `breaks`.
fn end(mut page: PagePlan, items: &[Item], depth: f32, breaks: &Breaks) -> (PagePlan, Position) {
    let mut chosen = None;
    for (cost, at) in Breaks::COSTS.into_iter().zip(breaks.0) {
        let Some(at) = at else { continue };
        chosen = chosen.max(Some(at));
        if is_worth(items, at, cost, depth) {
            break;
        }
    }
    let at = chosen.unwrap_or(items.len());
    page.placed.retain(|placed| placed.item < at);
    (page, Position::before(at))
}

/// True if what follows a break at `at` up to the next break as cheap fits on a page of its own:
/// else it would be torn anyway, and the page would stay empty for nothing.
fn is_worth(items: &[Item], at: usize, cost: Break, depth: f32) -> bool {
    let mut height = 0.0;
    for (i, item) in items.iter().enumerate().skip(at) {
        if i > at && item.before <= cost {
            return true;
        }
        height += item.height;
        if height > depth + 0.01 {
            // A row as tall as this is cut, wherever it begins.
            return matches!(item.kind, Kind::Row(_)) && i == at;
        }
    }
    true
}

/// The height of what may not be torn from item `at`.
fn edges_below(items: &[Item], at: usize) -> f32 {
    items[at + 1..].iter().take_while(|item| item.before == Break::Never).map(|item| item.height).sum()
}

#[cfg(test)]
mod tests {
    use super::super::flow::FlowRow;
    use super::*;

    fn content(height: f32, before: Break) -> Item {
        let row = FlowRow {
            style: std::sync::Arc::new(super::super::style::Style::initial()),
            node: super::super::tags::NodeId::ARTIFACT,
            width: 100.0,
            cells: Vec::new(),
        };
        Item {
            kind: Kind::Row(Box::new(row)),
            x: 0.0,
            height,
            before,
            anchors: Vec::new(),
            notes: Vec::new(),
            header: None,
            paper: 0,
        }
    }

    /// The numbers of the items that begin each page.
    fn starts(items: &[Item], depth: f32) -> Vec<usize> {
        let first = |page: &PagePlan| page.placed.first().map_or(0, |placed| placed.item);
        paginate(items, &[], |_| depth).iter().map(first).collect()
    }

    #[test]
    fn a_heading_never_ends_a_page() {
        let items = [
            content(60.0, Break::Free),
            content(20.0, Break::Free), // a heading
            content(10.0, Break::Lonely),
            content(20.0, Break::Lonely),
        ];
        assert_eq!(starts(&items, 100.0), [0, 1]);
    }

    #[test]
    fn a_block_stays_whole_if_a_page_can_hold_it() {
        let rest = [Break::Free, Break::Group, Break::Group];
        let mut items = vec![content(60.0, Break::Free)];
        items.extend(rest.map(|before| content(30.0, before)));
        assert_eq!(starts(&items, 100.0), [0, 1]);
        items.extend([content(30.0, Break::Group), content(30.0, Break::Group)]);
        assert_eq!(starts(&items, 100.0), [0, 2, 5]);
    }

    #[test]
    fn forced_breaks_make_pages_but_no_empty_ones() {
        let items = [content(10.0, Break::Forced), content(10.0, Break::Forced), content(10.0, Break::Free)];
        assert_eq!(starts(&items, 100.0), [0, 1]);
    }

    #[test]
    fn the_header_takes_room_on_every_page() {
        let mut items = vec![content(20.0, Break::Free)];
        for _ in 0..6 {
            let mut row = content(30.0, Break::Free);
            row.header = Some((0, 1));
            items.push(row);
        }
        items[1].before = Break::Lonely;
        assert_eq!(starts(&items, 100.0), [0, 3, 5]);
    }

    #[test]
    fn nothing_is_lost_if_nothing_fits() {
        let items = [content(500.0, Break::Never), content(500.0, Break::Never)];
        let placed: usize = paginate(&items, &[], |_| 100.0).iter().map(|page| page.placed.len()).sum();
        assert_eq!(placed, 2);
    }
}
