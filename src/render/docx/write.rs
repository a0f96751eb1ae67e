//! From paragraphs and tables to the elements of a part.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Block, Cell, Document, Link, Merge, Paragraph, Picture, Piece, Run, Table};
use super::look::{CellLook, twips};
use super::named::{Kind, Named};
use super::package::Relations;
use super::styles::{ParagraphStyle, Styles};
use super::xml::Xml;

/// English metric units in a point.
const EMU: f32 = 12_700.0;
/// Tells readers of the file that a picture is decoration.
const DECORATIVE: &str = concat!(
    r#"<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">"#,
    r#"<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">"#,
    r#"<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>"#,
    r#"</a:ext></a:extLst>"#
);

/// The names of places that links lead to.
pub(super) struct Bookmarks {
    names: BTreeMap<String, String>,
    /// Those that were written: a place has one name, so a second element of the same id has none.
    written: BTreeSet<String>,
    /// How many bookmarks there are, in all parts.
    count: usize,
    /// Ids that links name but nothing has.
    pub(super) missing: Vec<String>,
}

impl Bookmarks {
    /// Names for what the links of `document` lead to.
    pub(super) fn of(document: &Document) -> Self {
        let (mut there, mut wanted) = (BTreeSet::new(), Vec::new());
        for paragraph in document.paragraphs() {
            there.extend(paragraph.anchors.iter().cloned());
            for piece in &paragraph.pieces {
                match piece {
                    Piece::Anchor(id) => _ = there.insert(id.clone()),
                    Piece::Run(Run { link: Some(Link::Id(id)), .. }) => wanted.push(id.clone()),
                    _ => {}
                }
            }
        }
        let mut bookmarks = Self { names: BTreeMap::new(), written: BTreeSet::new(), count: 0, missing: Vec::new() };
        let mut taken = BTreeSet::new();
        for id in wanted {
            if bookmarks.names.contains_key(&id) || bookmarks.missing.contains(&id) {
                continue;
            }
            if !there.contains(&id) {
                bookmarks.missing.push(id);
                continue;
            }
            let name = free_name(&id, &mut taken);
            bookmarks.names.insert(id, name);
        }
        bookmarks
    }

    fn number(&mut self) -> String {
        self.count += 1;
        self.count.to_string()
    }
}

/// A name that Word takes: letters, digits and `_`, no longer than 40, whatever the case another than all `taken`.
fn free_name(id: &str, taken: &mut BTreeSet<String>) -> String {
    const LONGEST: usize = 32;
    let plain: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(LONGEST).collect();
    let plain = if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { format!("p_{plain}") };
    let mut name = plain.clone();
    let mut number = 1;
    while !taken.insert(name.to_ascii_lowercase()) {
        number += 1;
        name = format!("{plain}_{number}");
    }
    name
}

/// Writes blocks into one part.
pub(super) struct Writer<'a> {
    pub(super) xml: Xml,
    pub(super) document: &'a Document,
    pub(super) styles: &'a Styles,
    pub(super) bookmarks: &'a mut Bookmarks,
    pub(super) relations: Relations,
    pub(super) lang: &'a str,
    /// How many headings of the contents were written.
    pub(super) headings: usize,
    pub(super) pictures: usize,
}

impl Writer<'_> {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let mut after_table = false;
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, |_| {}),
                Block::Table(table) => {
                    if after_table {
                        // Tables without anything between are one table to Word.
                        self.gap();
                    }
                    self.table(table);
                }
                Block::Contents => self.contents(),
            }
            after_table = matches!(block, Block::Table(_));
        }
    }

    /// A paragraph, with what `first` puts before its own pieces.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph, first: impl FnOnce(&mut Self)) {
        self.xml.start("w:p", &[]);
        self.properties(paragraph);
        first(self);
        let mut open = Vec::new();
        for id in &paragraph.anchors {
            self.bookmark(id, &mut open);
        }
        if matches!(paragraph.named.kind, Kind::Heading(level) if level <= self.document.depth) {
            self.headings += 1;
            let number = self.bookmarks.number();
            self.xml.empty("w:bookmarkStart", &[("w:id", &number), ("w:name", &contents_name(self.headings))]);
            open.push(number);
        }
        self.pieces(paragraph, &paragraph.pieces);
        for number in open {
            self.xml.empty("w:bookmarkEnd", &[("w:id", &number)]);
        }
        self.xml.end();
    }

    fn properties(&mut self, paragraph: &Paragraph) {
        let named = self.styles.name(paragraph);
        let own = ParagraphStyle { look: paragraph.look.slots(), text: (*paragraph.text).clone() };
        let (look, text) =
            self.styles.paragraphs.get(&named).map_or_else(Default::default, |style| own.differing(style));
        let is_normal = named == Named::of(Kind::Normal, "");
        if is_normal && look.is_empty() && text.is_empty() {
            return;
        }
        self.xml.start("w:pPr", &[]);
        if !is_normal {
            self.xml.value("w:pStyle", &named.id());
        }
        self.xml.written(&look);
        if !text.is_empty() {
            self.xml.start("w:rPr", &[]);
            self.xml.written(&text);
            self.xml.end();
        }
        self.xml.end();
    }

    fn pieces(&mut self, paragraph: &Paragraph, pieces: &[Piece]) {
        let mut rest = pieces;
        while let Some(piece) = rest.first() {
            // Everything in one link is written into it.
            if let Piece::Run(Run { link: Some(link), .. }) = piece
                && let Some(target) = self.target(link)
            {
                let same = |piece: &&Piece| matches!(piece, Piece::Run(run) if run.link.as_ref() == Some(link));
                let count = rest.iter().take_while(same).count();
                let (inside, behind) = rest.split_at(count);
                self.xml.start("w:hyperlink", &[(target.0, target.1.as_str()), ("w:history", "1")]);
                inside.iter().for_each(|piece| self.piece(paragraph, piece));
                self.xml.end();
                rest = behind;
            } else {
                self.piece(paragraph, piece);
                rest = &rest[1..];
            }
        }
    }

    fn piece(&mut self, paragraph: &Paragraph, piece: &Piece) {
        match piece {
            Piece::Run(run) => self.run(paragraph, run),
            Piece::Break => {
                self.xml.start("w:r", &[]);
                self.xml.empty("w:br", &[]);
                self.xml.end();
            }
            Piece::Picture(picture) => self.picture(picture),
            Piece::Note { number, follows } => {
                if *follows {
                    // Numbers side by side are parted, lest they read as one.
                    self.call(|xml| xml.with_text("w:t", &[], ","));
                }
                self.call(|xml| xml.empty("w:footnoteReference", &[("w:id", &number.to_string())]));
            }
            Piece::Anchor(id) => {
                let mut open = Vec::new();
                self.bookmark(id, &mut open);
                for number in open {
                    self.xml.empty("w:bookmarkEnd", &[("w:id", &number)]);
                }
            }
        }
    }

    pub(super) fn run(&mut self, paragraph: &Paragraph, run: &Run) {
        self.xml.start("w:r", &[]);
        self.run_properties(paragraph, run);
        self.words(&run.text);
        self.xml.end();
    }

    pub(super) fn run_properties(&mut self, paragraph: &Paragraph, run: &Run) {
        let (style, beside) = self.styles.run(run, paragraph);
        let lang = run.lang.as_deref().filter(|lang| *lang != self.lang);
        if style.is_none() && beside.is_empty() && !run.rtl && lang.is_none() {
            return;
        }
        self.xml.start("w:rPr", &[]);
        if let Some(style) = style {
            self.xml.value("w:rStyle", style);
        }
        self.xml.written(&beside);
        if run.rtl {
            self.xml.empty("w:rtl", &[]);
        }
        if let Some(lang) = lang {
            self.xml.empty("w:lang", &super::language(lang));
        }
        self.xml.end();
    }

    /// Text, with Word's own elements for hyphens of a kind.
    fn words(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let end = rest.find(['\u{ad}', '\u{2011}']).unwrap_or(rest.len());
            if end > 0 {
                self.xml.with_text("w:t", &[("xml:space", "preserve")], &rest[..end]);
            }
            let Some(sign) = rest[end..].chars().next() else { break };
            self.xml.empty(if sign == '\u{ad}' { "w:softHyphen" } else { "w:noBreakHyphen" }, &[]);
            rest = &rest[end + sign.len_utf8()..];
        }
    }

    /// A run that looks like the call of a note.
    pub(super) fn call(&mut self, inside: impl FnOnce(&mut Xml)) {
        self.xml.start("w:r", &[]);
        self.xml.start("w:rPr", &[]);
        self.xml.value("w:rStyle", "FootnoteReference");
        self.xml.end();
        inside(&mut self.xml);
        self.xml.end();
    }

    /// The attribute that says where a link leads; nothing if that isn't there.
    fn target(&mut self, link: &Link) -> Option<(&'static str, String)> {
        match link {
            Link::Id(id) => self.bookmarks.names.get(id).map(|name| ("w:anchor", name.clone())),
            Link::Address(address) => Some(("r:id", self.relations.link(address))),
        }
    }

    fn bookmark(&mut self, id: &str, open: &mut Vec<String>) {
        let Some(name) = self.bookmarks.names.get(id).cloned() else { return };
        if !self.bookmarks.written.insert(id.to_owned()) {
            return;
        }
        let number = self.bookmarks.number();
        self.xml.empty("w:bookmarkStart", &[("w:id", &number), ("w:name", &name)]);
        open.push(number);
    }

    fn picture(&mut self, picture: &Picture) {
        self.pictures += 1;
        let number = self.pictures.to_string();
        let relation = self.relations.picture(picture.number);
        let size = |points: f32| (EMU * points).round().max(1.0).to_string();
        let (width, height) = (size(picture.width), size(picture.height));
        let name = format!("Picture {number}");
        let extent = [("cx", width.as_str()), ("cy", height.as_str())];
        let xml = &mut self.xml;
        xml.start("w:r", &[]);
        xml.start("w:drawing", &[]);
        xml.start("wp:inline", &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")]);
        xml.empty("wp:extent", &extent);
        let said = picture.said.as_deref().unwrap_or_default();
        xml.start("wp:docPr", &[("id", &number), ("name", &name), ("descr", said)]);
        if picture.said.is_none() {
            xml.written(DECORATIVE);
        }
        xml.end();
        xml.start("a:graphic", &[("xmlns:a", super::A)]);
        xml.start("a:graphicData", &[("uri", super::PIC)]);
        xml.start("pic:pic", &[("xmlns:pic", super::PIC)]);
        xml.start("pic:nvPicPr", &[]);
        xml.empty("pic:cNvPr", &[("id", &number), ("name", &name), ("descr", said)]);
        xml.empty("pic:cNvPicPr", &[]);
        xml.end();
        xml.start("pic:blipFill", &[]);
        xml.empty("a:blip", &[("r:embed", &relation)]);
        xml.start("a:stretch", &[]);
        xml.empty("a:fillRect", &[]);
        xml.end();
        xml.end();
        xml.start("pic:spPr", &[]);
        xml.start("a:xfrm", &[]);
        xml.empty("a:off", &[("x", "0"), ("y", "0")]);
        xml.empty("a:ext", &extent);
        xml.end();
        xml.start("a:prstGeom", &[("prst", "rect")]);
        xml.empty("a:avLst", &[]);
        for _ in 0..8 {
            xml.end();
        }
    }

    fn table(&mut self, table: &Table) {
        let width: i32 = table.columns.iter().map(|width| twips(*width)).sum();
        let xml = &mut self.xml;
        xml.start("w:tbl", &[]);
        xml.start("w:tblPr", &[]);
        xml.value("w:tblStyle", if table.is_layout { "TableNormal" } else { super::TABLE });
        if table.rtl {
            xml.empty("w:bidiVisual", &[]);
        }
        xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        xml.empty("w:tblInd", &[("w:w", &twips(table.left).to_string()), ("w:type", "dxa")]);
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        let has_head = table.rows.first().is_some_and(|row| row.is_header);
        let flag = |on: bool| if on { "1" } else { "0" };
        let number = 0x0600 + if has_head { 0x20 } else { 0 } + if table.has_row_headers { 0x80 } else { 0 };
        xml.empty(
            "w:tblLook",
            &[
                ("w:val", &format!("{number:04X}")),
                ("w:firstRow", flag(has_head)),
                ("w:lastRow", "0"),
                ("w:firstColumn", flag(table.has_row_headers)),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ],
        );
        if !table.title.is_empty() {
            xml.value("w:tblCaption", &table.title);
        }
        xml.end();
        xml.start("w:tblGrid", &[]);
        for column in &table.columns {
            xml.empty("w:gridCol", &[("w:w", &twips(*column).to_string())]);
        }
        xml.end();
        for (number, row) in table.rows.iter().enumerate() {
            self.xml.start("w:tr", &[]);
            self.xml.start("w:trPr", &[]);
            self.xml.empty("w:cantSplit", &[]);
            if row.is_header {
                self.xml.empty("w:tblHeader", &[]);
            }
            self.xml.end();
            let by_itself = match (table.is_layout, number == 0 && row.is_header) {
                (true, _) => CellLook::default(),
                (false, true) => self.styles.header,
                (false, false) => self.styles.cell,
            };
            let mut column = 0;
            for cell in &row.cells {
                let width = table.columns.iter().skip(column).take(cell.span).map(|width| twips(*width)).sum();
                self.cell(cell, width, &by_itself);
                column += cell.span;
            }
            self.xml.end();
        }
        self.xml.end();
    }

    fn cell(&mut self, cell: &Cell, width: i32, by_itself: &CellLook) {
        self.xml.start("w:tc", &[]);
        self.xml.start("w:tcPr", &[]);
        self.xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if cell.span > 1 {
            self.xml.value("w:gridSpan", &cell.span.to_string());
        }
        match cell.merge {
            Merge::No => {}
            Merge::Begins => self.xml.value("w:vMerge", "restart"),
            Merge::GoesOn => self.xml.empty("w:vMerge", &[]),
        }
        self.xml.written(&cell.look.differing(by_itself));
        self.xml.end();
        self.blocks(&cell.blocks);
        if !matches!(cell.blocks.last(), Some(Block::Paragraph(_))) {
            // Every cell ends with a paragraph.
            self.xml.start("w:p", &[]);
            if self.styles.paragraphs.contains_key(&Named::of(Kind::TableText, "")) {
                self.xml.start("w:pPr", &[]);
                self.xml.value("w:pStyle", &Named::of(Kind::TableText, "").id());
                self.xml.end();
            }
            self.xml.end();
        }
        self.xml.end();
    }

    /// A line of no height worth mentioning.
    pub(super) fn gap(&mut self) {
        self.xml.start("w:p", &[]);
        self.xml.start("w:pPr", &[]);
        self.xml.empty("w:spacing", &[("w:before", "0"), ("w:after", "0"), ("w:line", "120"), ("w:lineRule", "exact")]);
        self.xml.end();
        self.xml.end();
    }

    /// The contents as a field: Word makes them anew when it is asked to, with the pages.
    fn contents(&mut self) {
        let document = self.document;
        let headings = document.headings();
        if headings.is_empty() {
            return;
        }
        self.xml.start("w:sdt", &[]);
        self.xml.start("w:sdtPr", &[]);
        self.xml.start("w:docPartObj", &[]);
        self.xml.value("w:docPartGallery", "Table of Contents");
        self.xml.empty("w:docPartUnique", &[]);
        self.xml.end();
        self.xml.end();
        self.xml.start("w:sdtContent", &[]);
        let last = headings.len() - 1;
        for (number, (heading, level)) in headings.into_iter().enumerate() {
            self.xml.start("w:p", &[]);
            self.xml.start("w:pPr", &[]);
            self.xml.value("w:pStyle", &format!("TOC{level}"));
            self.xml.end();
            if number == 0 {
                self.field("begin");
                self.xml.start("w:r", &[]);
                let instruction = format!(r#" TOC \o "1-{}" \h \z \u "#, document.depth);
                self.xml.with_text("w:instrText", &[("xml:space", "preserve")], &instruction);
                self.xml.end();
                self.field("separate");
            }
            self.xml.start("w:hyperlink", &[("w:anchor", &contents_name(number + 1)), ("w:history", "1")]);
            let lang = heading.pieces.iter().find_map(|piece| match piece {
                Piece::Run(run) => run.lang.as_deref().filter(|lang| *lang != self.lang),
                _ => None,
            });
            self.xml.start("w:r", &[]);
            if let Some(lang) = lang {
                self.xml.start("w:rPr", &[]);
                self.xml.empty("w:lang", &super::language(lang));
                self.xml.end();
            }
            self.words(&heading.words());
            self.xml.end();
            self.xml.end();
            if number == last {
                self.field("end");
            }
            self.xml.end();
        }
        self.xml.end();
        self.xml.end();
    }

    fn field(&mut self, part: &str) {
        self.xml.start("w:r", &[]);
        self.xml.empty("w:fldChar", &[("w:fldCharType", part)]);
        self.xml.end();
    }
}

/// The name of the heading that is entry `number` of the contents, as Word writes it.
fn contents_name(number: usize) -> String {
    format!("_Toc{number:08}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_places_are_such_as_word_takes() {
        let mut taken = BTreeSet::new();
        assert_eq!(free_name("eoa-2024/2.1", &mut taken), "eoa_2024_2_1");
        assert_eq!(free_name("EOA-2024/2.1", &mut taken), "EOA_2024_2_1_2");
        assert_eq!(free_name("9", &mut taken), "p_9");
        assert!(free_name(&"x".repeat(300), &mut taken).len() <= 40);
    }
}
