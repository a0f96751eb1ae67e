//! Tables: their columns, header rows and cells; and what the page sets side by side.

use std::sync::Arc;

use scraper::ElementRef;

use super::around::Around;
use super::document::{Block, Cell, Merge, Row, Table};
use super::look::{CellLook, Frame};
use super::named::Kind;
use super::read::Reader;
use crate::render::styled::dom;
use crate::render::styled::style::{Display, Style};
use crate::render::styled::value::Length;

/// Word takes no more.
const MOST_COLUMNS: usize = 63;

/// How wide a letter is, about, as a share of its size.
const LETTER: f32 = 0.6;
/// Longer words are parted.
const LONGEST_WORD: usize = 14;

/// Cells that go on from rows above: by column, how many rows are left, how many columns they take, and their look.
type Taken = Vec<Option<(usize, usize, CellLook)>>;

impl Reader<'_> {
    pub(super) fn table(&mut self, element: ElementRef<'_>, style: &Arc<Style>, around: &Around) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut title = String::new();
        if let Some(caption) = dom::elements(element).find(|child| child.value().name() == "caption") {
            title = dom::text(caption);
            let caption_style = self.stills.style(caption, style);
            if caption_style.display != Display::None {
                let mut above = around.clone();
                (above.style, above.kind, above.class) = (caption_style.clone(), Kind::Caption, String::new());
                self.anchor(caption.value().attr("id"));
                self.space(caption_style.padding.top.or_zero(0.0));
                let mut made = self.blocks(caption, &above);
                if let Some(Block::Paragraph(last)) = made.last_mut() {
                    last.look.keeps_next = true;
                    last.look.after = caption_style.padding.bottom.or_zero(0.0);
                }
                blocks.extend(made);
            }
        }
        if title.is_empty() {
            let about = |element: ElementRef<'_>| element.value().attr("aria-label").map(dom::squeeze);
            let parent = element.parent().and_then(ElementRef::wrap);
            title = about(element).or_else(|| parent.and_then(about)).unwrap_or_default();
        }
        let parts = self.parts(element, style);
        let count = parts.iter().flat_map(|part| &part.rows).map(|row| width(*row)).max().unwrap_or(0);
        let count = count.min(MOST_COLUMNS);
        if count == 0 {
            return blocks;
        }
        let room = around.room();
        let set = self.widths(element, style, count);
        let mut columns = share(room, &set, &self.needs(&parts, count));
        // In a box, the table reaches to its edges.
        let (left, right) = around.frame.spaces();
        if let Some(first) = columns.first_mut() {
            *first += left;
        }
        if let Some(last) = columns.last_mut() {
            *last += right;
        }
        let class = element.value().attr("class").and_then(|classes| classes.split_whitespace().next()).unwrap_or("");
        let mut rows = Vec::new();
        for part in &parts {
            let mut taken: Taken = vec![None; count];
            let last = part.rows.len().saturating_sub(1);
            for (number, row) in part.rows.iter().enumerate() {
                let row_style = self.stills.style(*row, &part.style);
                if row_style.display == Display::None {
                    continue;
                }
                let below =
                    if number == last { Frame::of(&part.style, &Frame::default(), room) } else { Frame::default() };
                self.anchor(row.value().attr("id"));
                let place = Place { columns: &columns, around, row_style: &row_style, class, below };
                let cells = self.row(*row, part.is_header, last - number, &mut taken, &place);
                rows.push(Row { is_header: part.is_header, cells });
            }
        }
        let begins_with_header =
            |row: &ElementRef<'_>| cells(*row).next().is_some_and(|cell| cell.value().name() == "th");
        let mut body = parts.iter().filter(|part| !part.is_header).flat_map(|part| &part.rows);
        let has_row_headers = body.all(begins_with_header);
        let (is_layout, rtl, left) = (false, style.rtl, around.left - left);
        blocks.push(Block::Table(Box::new(Table { is_layout, title, left, columns, rows, has_row_headers, rtl })));
        blocks
    }

    /// The children of a flex row, each in a cell of a table without lines.
    pub(super) fn side_by_side(&mut self, element: ElementRef<'_>, style: &Arc<Style>, around: &Around) -> Vec<Block> {
        let room = around.room();
        let mut children = Vec::new();
        for child in dom::elements(element) {
            let child_style = self.stills.style(child, style);
            if child_style.display != Display::None {
                children.push((child, child_style));
            }
        }
        if children.is_empty() || children.len() > MOST_COLUMNS {
            return self.blocks(element, around);
        }
        let set: Vec<Length> = children.iter().map(|(_, style)| style.width).collect();
        let columns = share(room, &set, &vec![0.0; set.len()]);
        let gap = style.flex.column_gap;
        let mut cells = Vec::new();
        for ((child, child_style), column) in children.into_iter().zip(&columns) {
            let inner = around.inside(child_style.clone(), (column - gap).max(1.0), around.kind, "");
            let blocks = self.apart(|reader| reader.blocks(child, &inner));
            let mut own = (*child_style).clone();
            own.padding.right = Length::Points(gap);
            cells.push(Cell { span: 1, merge: Merge::No, look: CellLook::of(Frame::default(), &own), blocks });
        }
        let rows = vec![Row { is_header: false, cells }];
        let (rtl, left) = (style.rtl, around.left);
        let table = Table { is_layout: true, title: String::new(), left, columns, rows, has_row_headers: false, rtl };
        vec![Block::Table(Box::new(table))]
    }

    fn parts<'a>(&mut self, element: ElementRef<'a>, style: &Arc<Style>) -> Vec<Part<'a>> {
        let mut parts = Vec::new();
        for child in dom::elements(element) {
            let name = child.value().name();
            let is_part = matches!(name, "thead" | "tbody" | "tfoot");
            let part_style = if is_part { self.stills.style(child, style) } else { style.clone() };
            let rows: Vec<ElementRef<'a>> = match name {
                "tr" => vec![child],
                _ if is_part => dom::elements(child).filter(|row| row.value().name() == "tr").collect(),
                _ => continue,
            };
            parts.push(Part { is_header: name == "thead", style: part_style, rows });
        }
        parts
    }

    fn row(
        &mut self,
        row: ElementRef<'_>,
        is_header: bool,
        rows_below: usize,
        taken: &mut Taken,
        place: &Place<'_>,
    ) -> Vec<Cell> {
        let count = place.columns.len();
        let mut made = Vec::new();
        let mut column = 0;
        let mut sources = cells(row);
        while column < count {
            if let Some((left, span, look)) = taken[column].take() {
                if left > 1 {
                    taken[column] = Some((left - 1, span, look));
                }
                made.push(Cell { span, merge: Merge::GoesOn, look, blocks: Vec::new() });
                column += span;
                continue;
            }
            let Some(source) = sources.next() else {
                let look = CellLook::of(Frame::default(), place.row_style);
                made.push(Cell { span: 1, merge: Merge::No, look, blocks: Vec::new() });
                column += 1;
                continue;
            };
            let style = self.stills.style(source, place.row_style);
            if style.display == Display::None {
                continue;
            }
            let free = (column..count).take_while(|at| taken[*at].is_none()).count().max(1);
            let span = number(source, "colspan").unwrap_or(1).clamp(1, free);
            let down = match number(source, "rowspan").unwrap_or(1) {
                0 => rows_below + 1,
                rows => rows.min(rows_below + 1),
            };
            let kind = match (source.value().name(), is_header) {
                ("th", true) => Kind::TableHeading,
                ("th", false) => Kind::RowHeading,
                _ => Kind::TableText,
            };
            let room: f32 = place.columns[column..column + span].iter().sum();
            let padding = style.padding.left.or_zero(0.0) + style.padding.right.or_zero(0.0);
            let outer = Frame { fill: place.row_style.background.or(place.around.frame.fill), ..Frame::default() };
            let mut frame = Frame::of(&style, &outer, 0.0);
            frame.bottom = place.below.bottom.or(frame.bottom);
            let (mut left, mut right) = place.around.frame.spaces();
            if column == 0 {
                frame.left = frame.left.or(place.around.frame.left);
            } else {
                left = 0.0;
            }
            if column + span == count {
                frame.right = frame.right.or(place.around.frame.right);
            } else {
                right = 0.0;
            }
            let inner = place.around.inside(style.clone(), (room - padding - left - right).max(1.0), kind, place.class);
            self.anchor(source.value().attr("id"));
            let blocks = self.apart(|reader| reader.blocks(source, &inner));
            let look = CellLook::of(frame, &style).widened(left, right);
            if down > 1 {
                taken[column] = Some((down - 1, span, look));
            }
            let merge = if down > 1 { Merge::Begins } else { Merge::No };
            made.push(Cell { span, merge, look, blocks });
            column += span;
        }
        made
    }

    /// How wide each of `count` columns must be for the longest word of its cells, about.
    fn needs(&mut self, parts: &[Part<'_>], count: usize) -> Vec<f32> {
        let mut needs = vec![0.0_f32; count];
        for part in parts {
            for row in &part.rows {
                let row_style = self.stills.style(*row, &part.style);
                let mut column = 0;
                for cell in cells(*row) {
                    let span = number(cell, "colspan").unwrap_or(1).max(1);
                    if span == 1 && column < count {
                        let style = self.stills.style(cell, &row_style);
                        let letters = longest_word(&dom::text(cell)) as f32 * LETTER * style.text.size;
                        let padding = style.padding.left.or_zero(0.0) + style.padding.right.or_zero(0.0);
                        needs[column] = needs[column].max(letters + padding);
                    }
                    column += span;
                }
            }
        }
        needs
    }

    /// What `colgroup` and `col` say of the widths of `count` columns.
    fn widths(&mut self, element: ElementRef<'_>, style: &Arc<Style>, count: usize) -> Vec<Length> {
        let mut widths = Vec::new();
        for child in dom::elements(element) {
            let inner: Vec<ElementRef<'_>> = match child.value().name() {
                "col" => vec![child],
                "colgroup" => dom::elements(child).collect(),
                _ => continue,
            };
            for col in inner {
                let own = self.stills.style(col, style);
                let span = number(col, "span").unwrap_or(1).min(MOST_COLUMNS);
                widths.extend(std::iter::repeat_n(own.width, span));
            }
        }
        widths.resize(count, Length::Auto);
        widths
    }
}

/// A part of a table.
struct Part<'a> {
    is_header: bool,
    style: Arc<Style>,
    rows: Vec<ElementRef<'a>>,
}

/// Where a row stands.
struct Place<'a> {
    columns: &'a [f32],
    around: &'a Around,
    row_style: &'a Arc<Style>,
    class: &'a str,
    /// What is drawn below the row.
    below: Frame,
}

fn cells(row: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    dom::elements(row).filter(|cell| matches!(cell.value().name(), "th" | "td"))
}

/// How many columns the cells of a row take.
fn width(row: ElementRef<'_>) -> usize {
    cells(row).map(|cell| number(cell, "colspan").unwrap_or(1).clamp(1, MOST_COLUMNS)).sum()
}

/// How many letters the longest word has that is not parted.
fn longest_word(text: &str) -> usize {
    let words = text.split([' ', '\u{a0}', '-', '/']).map(|word| word.chars().count());
    words.filter(|length| *length <= LONGEST_WORD).max().unwrap_or(0)
}

fn number(element: ElementRef<'_>, name: &str) -> Option<usize> {
    element.value().attr(name)?.trim().parse().ok()
}

/// The widths of columns in points: what is set, but no less than a column needs, and equal parts of what is left for the
/// others.
fn share(room: f32, set: &[Length], needs: &[f32]) -> Vec<f32> {
    const LEAST: f32 = 18.0;
    let fixed = |width: &Length, need: f32| width.resolve(room).map(|width| width.max(need));
    let taken: f32 = set.iter().zip(needs).filter_map(|(width, need)| fixed(width, *need)).sum();
    let others = set.iter().filter(|width| width.resolve(room).is_none()).count();
    let part = if others > 0 { ((room - taken) / others as f32).max(LEAST) } else { 0.0 };
    let widths = set.iter().zip(needs).map(|(width, need)| fixed(width, *need).unwrap_or(part).max(LEAST));
    let widths: Vec<f32> = widths.collect();
    let all: f32 = widths.iter().sum();
    widths.into_iter().map(|width| width * room / all.max(1.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_room_as_they_are_set() {
        let none = [0.0; 4];
        assert_eq!(share(100.0, &[Length::Share(0.25), Length::Auto, Length::Auto], &none), [25.0, 37.5, 37.5]);
        assert_eq!(share(100.0, &[Length::Share(0.5), Length::Share(1.5)], &none), [25.0, 75.0]);
        assert_eq!(share(100.0, &[Length::Auto; 4], &none), [25.0; 4]);
        assert_eq!(share(100.0, &[Length::Share(0.1), Length::Auto], &[30.0, 0.0]), [30.0, 70.0]);
    }
}
