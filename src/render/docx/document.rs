//! The document as Word has it: paragraphs, tables and notes, each with its look and the name of its style.

use std::rc::Rc;

use super::look::{CellLook, ParagraphLook, TextSlots};
use super::named::{Kind, Named};
use crate::render::pdf::still::Still;

/// Everything that was read from the page.
#[derive(Default)]
pub(super) struct Document {
    pub(super) body: Vec<Block>,
    /// The footnotes, in the order of their calls.
    pub(super) notes: Vec<Vec<Block>>,
    /// What stands in the margin of every page.
    pub(super) running: Vec<Running>,
    /// Whether the first page has no running text.
    pub(super) plain_first: bool,
    /// The lists with numbers or letters of their own.
    pub(super) lists: Vec<List>,
    /// The pictures, each once.
    pub(super) pictures: Vec<Still>,
    /// How deep the contents go.
    pub(super) depth: usize,
}

pub(super) enum Block {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
    /// The table of contents stands here.
    Contents,
}

pub(super) struct Paragraph {
    pub(super) named: Named,
    pub(super) look: ParagraphLook,
    /// Of the text in it that nothing else is said about.
    pub(super) text: Rc<TextSlots>,
    pub(super) pieces: Vec<Piece>,
    /// Ids that links may lead to.
    pub(super) anchors: Vec<String>,
}

pub(super) enum Piece {
    Run(Run),
    Break,
    Picture(Picture),
    /// The call of a note.
    Note {
        number: usize,
        follows: bool,
    },
    Anchor(String),
}

/// Text in one look.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) look: Rc<TextSlots>,
    /// The character style that it is in.
    pub(super) named: Option<String>,
    /// The language, where it is another than the document's.
    pub(super) lang: Option<String>,
    pub(super) rtl: bool,
    pub(super) link: Option<Link>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Link {
    Id(String),
    Address(String),
}

pub(super) struct Picture {
    /// Among the document's pictures.
    pub(super) number: usize,
    pub(super) width: f32,
    pub(super) height: f32,
    /// What is said instead; none for decoration.
    pub(super) said: Option<String>,
}

pub(super) struct Table {
    /// Whether it only sets things side by side.
    pub(super) is_layout: bool,
    /// What it is about, for those who don't see what stands around it.
    pub(super) title: String,
    pub(super) left: f32,
    /// The widths of its columns, in points.
    pub(super) columns: Vec<f32>,
    pub(super) rows: Vec<Row>,
    /// Whether each row begins with its header.
    pub(super) has_row_headers: bool,
    pub(super) rtl: bool,
}

pub(super) struct Row {
    pub(super) is_header: bool,
    pub(super) cells: Vec<Cell>,
}

pub(super) struct Cell {
    pub(super) span: usize,
    pub(super) merge: Merge,
    pub(super) look: CellLook,
    pub(super) blocks: Vec<Block>,
}

/// Whether a cell goes on below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Merge {
    No,
    Begins,
    GoesOn,
}

/// A list whose items are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    pub(super) form: &'static str,
    pub(super) start: i64,
}

/// Text for the margin of every page.
pub(super) struct Running {
    pub(super) is_header: bool,
    pub(super) is_start: bool,
    pub(super) paragraph: Paragraph,
}

impl Document {
    /// Every paragraph, those in tables and notes too.
    pub(super) fn paragraphs(&self) -> Vec<&Paragraph> {
        let mut found = Vec::new();
        collect(&self.body, &mut found);
        self.notes.iter().for_each(|note| collect(note, &mut found));
        found.extend(self.running.iter().map(|running| &running.paragraph));
        found
    }

    /// The headings that the contents list, with their levels.
    pub(super) fn headings(&self) -> Vec<(&Paragraph, usize)> {
        let level = |paragraph: &Paragraph| match paragraph.named.kind {
            Kind::Heading(level) if level <= self.depth => Some(level),
            _ => None,
        };
        let all = self.paragraphs().into_iter();
        all.filter_map(|paragraph| level(paragraph).map(|level| (paragraph, level))).collect()
    }

    /// Every table, those in cells too.
    pub(super) fn tables(&self) -> Vec<&Table> {
        let mut found = Vec::new();
        collect_tables(&self.body, &mut found);
        found
    }
}

impl Run {
    /// Whether `next` only is more text of the same run.
    pub(super) fn goes_on_as(&self, next: &Self) -> bool {
        let rest = |run: &Self| (run.named.clone(), run.lang.clone(), run.rtl, run.link.clone());
        self.look == next.look && rest(self) == rest(next)
    }
}

impl Paragraph {
    /// Its words.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Run(run) => words.push_str(&run.text),
                Piece::Break => words.push(' '),
                Piece::Picture(_) | Piece::Note { .. } | Piece::Anchor(_) => {}
            }
        }
        words
    }
}

fn collect<'a>(blocks: &'a [Block], found: &mut Vec<&'a Paragraph>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => found.push(paragraph),
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| collect(&cell.blocks, found));
            }
            Block::Contents => {}
        }
    }
}

fn collect_tables<'a>(blocks: &'a [Block], found: &mut Vec<&'a Table>) {
    for block in blocks {
        if let Block::Table(table) = block {
            found.push(table);
            table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| collect_tables(&cell.blocks, found));
        }
    }
}
