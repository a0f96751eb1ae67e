//! Cuts a row that is taller than its page: between the lines of its cells, and inside the rows of tables in them.

use super::flow::{Break, FlowCell, FlowRow, Item, Kind};

/// Where the next part of a cell begins: an item, and if that is a row which was cut itself, where its cells go on.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Start {
    item: usize,
    inside: Vec<Start>,
}

/// A part of a row.
#[derive(Debug)]
pub(super) struct RowPart {
    pub(super) height: f32,
    pub(super) cells: Vec<CellPart>,
}

/// A part of a cell: its items from one to before another, and what is drawn of those among them that are cut.
#[derive(Debug, Default)]
pub(super) struct CellPart {
    pub(super) from: usize,
    pub(super) to: usize,
    cut: Vec<(usize, RowPart)>,
}

impl CellPart {
    /// The whole cell.
    pub(super) fn whole(cell: &FlowCell) -> Self {
        Self { from: 0, to: cell.items.len(), cut: Vec::new() }
    }

    /// What is drawn of the item, if not all of it.
    pub(super) fn part_of(&self, item: usize) -> Option<&RowPart> {
        self.cut.iter().find(|(cut, _)| *cut == item).map(|(_, part)| part)
    }
}

/// A part of a row, and where the next one begins.
pub(super) struct Slice {
    pub(super) part: RowPart,
    pub(super) next: Vec<Start>,
    pub(super) is_last: bool,
}

/// The beginning of a row.
pub(super) fn start(row: &FlowRow) -> Vec<Start> {
    vec![Start::default(); row.cells.len()]
}

/// Takes from each cell of `row` what fits into `room`, from `from` on. A row inside is cut where it cannot have more
/// room: `is_fresh` tells that a page begins here.
pub(super) fn cut(row: &FlowRow, from: &[Start], room: f32, is_fresh: bool) -> Slice {
    let taken = |must_move: bool, is_fresh: bool| {
        let cells = row.cells.iter().zip(from);
        cells.map(|(cell, from)| take(cell, from, room, (must_move, is_fresh))).collect::<Vec<_>>()
    };
    let mut cells = taken(false, is_fresh);
    if cells.iter().zip(from).all(|(cell, from)| cell.next == *from) {
        // If nothing at all fits, the next piece of each cell sticks out rather than never coming.
        cells = taken(true, true);
    }
    let mut slice = Slice {
        part: RowPart { height: 0.0, cells: Vec::with_capacity(cells.len()) },
        next: Vec::with_capacity(cells.len()),
        is_last: true,
    };
    for cell in cells {
        slice.part.height = slice.part.height.max(cell.height);
        slice.is_last &= cell.is_end;
        slice.part.cells.push(cell.part);
        slice.next.push(cell.next);
    }
    slice
}

/// What one cell gives.
struct Taken {
    part: CellPart,
    next: Start,
    /// With the cell's edges.
    height: f32,
    is_end: bool,
}

fn take(cell: &FlowCell, from: &Start, room: f32, (must_move, is_fresh): (bool, bool)) -> Taken {
    let edges = cell.edges.top + cell.edges.bottom;
    let room = room - edges;
    let mut part = CellPart { from: from.item, to: from.item, cut: Vec::new() };
    let mut height = 0.0;
    let mut inside = from.inside.clone();
    while let Some(item) = cell.items.get(part.to) {
        let is_first = part.to == from.item;
        let fits = inside.is_empty() && height + item.height <= room;
        match &item.kind {
            Kind::Row(row) if !inside.is_empty() || (!fits && is_first && is_fresh) => {
                let begin = if inside.is_empty() { start(row) } else { std::mem::take(&mut inside) };
                let slice = cut(row, &begin, room - height, is_fresh);
                height += slice.part.height;
                part.cut.push((part.to, slice.part));
                part.to += 1;
                if !slice.is_last {
                    let next = Start { item: part.to - 1, inside: slice.next };
                    return Taken { part, next, height: height + edges, is_end: false };
                }
            }
            _ if fits || (is_first && must_move) => {
                height += item.height;
                part.to += 1;
            }
            _ => break,
        }
    }
    part.to = whole_lines(&cell.items, from.item, part.to);
    let next = Start { item: part.to, inside: Vec::new() };
    let is_end = part.to == cell.items.len();
    Taken { part, next, height: height + edges, is_end }
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
