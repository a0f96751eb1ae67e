//! Cuts a flow into pages.
//!
//! A page ends at the last of the cheapest breaks that fit: between blocks rather than inside one
//! that would like to stay whole, and there rather than behind a heading or a single line. A row
//! taller than a page is cut between the lines of its cells.

use super::flow::{Break, FlowRow, Item, Kind};

/// A row is not begun at the foot of a page with less room than this, in points.
const LEAST_SLICE: f32 = 60.0;

/// What stands on one page.
#[derive(Debug, Default)]
pub(super) struct PagePlan {
    pub(super) placed: Vec<Placed>,
    /// Header rows drawn again at the top, as item numbers.
    pub(super) header: Option<(usize, usize)>,
}

/// An item on a page.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) item: usize,
    /// From the top of the column.
    pub(super) y: f32,
    pub(super) height: f32,
    /// For a part of a row: the first and last item of each cell.
    pub(super) slice: Option<Vec<(usize, usize)>>,
}

/// Cuts `items` into pages of `depth` points.
pub(super) fn paginate(items: &[Item], depth: f32) -> Vec<PagePlan> {
    let mut pages = Vec::new();
    let mut at = Position::default();
    while at.item < items.len() {
        let (page, next) = fill(items, depth, at);
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
    cells: Vec<usize>,
}

impl Position {
    fn before(item: usize) -> Self {
        Self { item, cells: Vec::new() }
    }
}

/// Fills one page from `start`; returns it with the start of the next.
fn fill(items: &[Item], depth: f32, start: Position) -> (PagePlan, Position) {
    let mut page = PagePlan::default();
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
    let mut breaks = Breaks::default();
    let mut filled = false;
    let mut cells = start.cells;
    for (i, item) in items.iter().enumerate().skip(start.item) {
        if filled {
            if item.before == Break::Forced {
                return (page, Position::before(i));
            }
            breaks.note(item.before, i);
        }
        if matches!(item.kind, Kind::Gap) && y == top {
            continue;
        }
        let fits = y + item.height <= depth + 0.01;
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
                let from = match cells.is_empty() {
                    true => vec![0; row.cells.len()],
                    false => std::mem::take(&mut cells),
                };
                let mut slice = cut(row, &from, room);
                let edges = edges_below(items, i);
                if slice.is_last && slice.height + edges > room && edges < room / 2.0 {
                    // Else the edge of the table would stand on a page of its own.
                    slice = cut(row, &from, room - edges);
                }
                page.placed.push(Placed {
                    item: i,
                    y,
                    height: slice.height,
                    slice: Some(from.into_iter().zip(slice.to.iter().copied()).collect()),
                });
                y += slice.height;
                filled = true;
                if !slice.is_last {
                    return (page, Position { item: i, cells: slice.to });
                }
            }
            Kind::Gap => y += item.height,
            _ if fits || !filled => {
                page.placed.push(Placed { item: i, y, height: item.height, slice: None });
                y += item.height;
                filled |= item.is_content();
            }
            _ => return end(page, items, depth - top, &breaks),
        }
    }
    (page, Position::before(items.len()))
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

/// A part of a row.
struct Slice {
    /// For each cell, the item after its last one here.
    to: Vec<usize>,
    height: f32,
    is_last: bool,
}

/// Takes from each cell of `row` what fits into `room`, from the items `from` on.
fn cut(row: &FlowRow, from: &[usize], room: f32) -> Slice {
    let mut slice = Slice { to: Vec::with_capacity(from.len()), height: 0.0, is_last: true };
    let taken = |least: usize| {
        row.cells.iter().zip(from).map(move |(cell, &from)| {
            let edges = cell.edges.top + cell.edges.bottom;
            let mut height = 0.0;
            let mut to = from;
            for item in &cell.items[from..] {
                if height + item.height > room - edges && to - from >= least {
                    break;
                }
                height += item.height;
                to += 1;
            }
            let to = whole_lines(&cell.items, from, to);
            (to, height + edges, to == cell.items.len())
        })
    };
    // If nothing at all fits, the next piece of each cell sticks out rather than never coming.
    let stuck = taken(0).zip(from).all(|((to, _, is_end), &from)| to == from && !is_end)
        || taken(0).zip(from).all(|((to, _, _), &from)| to == from);
    for (to, height, is_end) in taken(usize::from(stuck)) {
        slice.to.push(to);
        slice.height = slice.height.max(height);
        slice.is_last &= is_end;
    }
    slice
}

/// Moves the end of a cell's part away from lonely lines and from what belongs together, such as a line and its box's
/// edge, and behind a gap that would begin the next part.
fn whole_lines(items: &[Item], from: usize, to: usize) -> usize {
    let costs_less = |most: Break| {
        let is_cheap = |end: usize| items.get(end).is_none_or(|item| item.before < most);
        (from + 1..=to).rev().find(|&end| is_cheap(end))
    };
    let end = costs_less(Break::Lonely).or_else(|| costs_less(Break::Never)).unwrap_or(to);
    match items.get(end).map(|item| &item.kind) {
        Some(Kind::Gap) if end > from => end + 1,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(height: f32, before: Break) -> Item {
        let row = FlowRow {
            style: std::sync::Arc::new(super::super::style::Style::initial()),
            node: super::super::tags::NodeId::ARTIFACT,
            width: 100.0,
            cells: Vec::new(),
        };
        Item { kind: Kind::Row(Box::new(row)), x: 0.0, height, before, anchors: Vec::new(), header: None }
    }

    /// The numbers of the items that begin each page.
    fn starts(items: &[Item], depth: f32) -> Vec<usize> {
        let first = |page: &PagePlan| page.placed.first().map_or(0, |placed| placed.item);
        paginate(items, depth).iter().map(first).collect()
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
        let placed: usize = paginate(&items, 100.0).iter().map(|page| page.placed.len()).sum();
        assert_eq!(placed, 2);
    }
}
