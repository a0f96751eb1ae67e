//! From paragraphs and tables to the elements of a part.

use super::bookmarks::Bookmarks;
use super::document::{Block, Document, Link, Paragraph, Picture, Piece, Run};
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
    pub(super) fn words(&mut self, text: &str) {
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

    /// A line of no height worth mentioning.
    pub(super) fn gap(&mut self) {
        self.xml.start("w:p", &[]);
        self.xml.start("w:pPr", &[]);
        self.xml.empty("w:spacing", &[("w:before", "0"), ("w:after", "0"), ("w:line", "120"), ("w:lineRule", "exact")]);
        self.xml.end();
        self.xml.end();
    }
}

/// The name of the heading that is entry `number` of the contents, as Word writes it.
pub(super) fn contents_name(number: usize) -> String {
    format!("_Toc{number:08}")
}
