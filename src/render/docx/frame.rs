//! The parts of the file: the document with its paper, what stands in the margins, notes, lists, settings and fonts.

use super::bookmarks::Bookmarks;
use super::document::{Block, Document, Piece, Run, Running};
use super::look::twips;
use super::package::{Part, Relations};
use super::styles::Styles;
use super::write::Writer;
use super::xml::Xml;
use super::{W, sheet};
use crate::render::styled::dom::Head;
use crate::render::styled::paper::Paper;

const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WP: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// What the parts are made of.
pub(super) struct Frame<'a> {
    pub(super) document: &'a Document,
    pub(super) styles: &'a Styles,
    pub(super) head: &'a Head,
    pub(super) paper: Paper,
    pub(super) families: &'a [String],
}

impl Frame<'_> {
    /// All parts, the document first.
    pub(super) fn parts(&self, theme: Vec<u8>, bookmarks: &mut Bookmarks) -> Vec<Part> {
        let mut relations = Relations::default();
        let mut others = Vec::new();
        let column = twips(self.paper.column());
        let mut add = |relations: &mut Relations, name: &str, kind: &'static str, bytes: Vec<u8>, own: Relations| {
            others.push(Part { name: name.to_owned(), kind, bytes, relations: own });
            relations.part(kind, &format!("{name}.xml"))
        };
        let plain = Relations::default;
        let sheet = sheet::write(self.styles, &self.head.lang, column, self.document.depth);
        add(&mut relations, "styles", "styles", sheet, plain());
        add(&mut relations, "settings", "settings", self.settings(), plain());
        add(&mut relations, "numbering", "numbering", self.numbering(), plain());
        add(&mut relations, "fontTable", "fontTable", self.fonts(), plain());
        add(&mut relations, "theme", "theme", theme, plain());
        let mut margins = Vec::new();
        for is_header in [true, false] {
            let kind = if is_header { "header" } else { "footer" };
            for is_first in [false, true] {
                if is_first && !self.document.plain_first {
                    continue;
                }
                let (bytes, own) = self.running(is_header, is_first, bookmarks);
                let name = format!("{kind}{}", if is_first { "First" } else { "" });
                let id = add(&mut relations, &name, kind, bytes, own);
                margins.push((is_header, is_first, id));
            }
        }
        let mut writer = self.writer("w:document", relations, bookmarks);
        writer.xml.start("w:body", &[]);
        writer.blocks(&self.document.body);
        if !matches!(self.document.body.last(), Some(Block::Paragraph(_))) {
            writer.gap();
        }
        self.section(&mut writer.xml, &margins);
        let Writer { xml, mut relations, pictures, .. } = writer;
        let (notes, own) = self.notes(bookmarks, pictures);
        add(&mut relations, "footnotes", "footnotes", notes, own);
        let document = Part { name: "document".into(), kind: "document.main", bytes: xml.finish(), relations };
        [document].into_iter().chain(others).collect()
    }

    fn writer<'b>(&'b self, root: &'static str, relations: Relations, bookmarks: &'b mut Bookmarks) -> Writer<'b> {
        let xml = Xml::new(root, &[("xmlns:w", W), ("xmlns:r", R), ("xmlns:wp", WP)]);
        Writer {
            xml,
            document: self.document,
            styles: self.styles,
            bookmarks,
            relations,
            lang: &self.head.lang,
            headings: 0,
            pictures: 0,
        }
    }

    /// The paper, and which margins belong to it.
    fn section(&self, xml: &mut Xml, margins: &[(bool, bool, String)]) {
        xml.start("w:sectPr", &[]);
        for (is_header, is_first, id) in margins {
            let name = if *is_header { "w:headerReference" } else { "w:footerReference" };
            xml.empty(name, &[("w:type", if *is_first { "first" } else { "default" }), ("r:id", id)]);
        }
        let length = |points: f32| twips(points).to_string();
        let Paper { width, height, margin } = self.paper;
        let mut size = vec![("w:w", length(width)), ("w:h", length(height))];
        if width > height {
            size.push(("w:orient", "landscape".to_owned()));
        }
        let size: Vec<(&str, &str)> = size.iter().map(|(name, value)| (*name, value.as_str())).collect();
        xml.empty("w:pgSz", &size);
        // What stands in a margin is about in its middle.
        let (header, footer) = (length(0.45 * margin.top), length(0.45 * margin.bottom));
        let [top, right, bottom, left] = [margin.top, margin.right, margin.bottom, margin.left].map(length);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &top),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", &header),
                ("w:footer", &footer),
                ("w:gutter", "0"),
            ],
        );
        if self.document.plain_first {
            xml.empty("w:titlePg", &[]);
        }
        if self.head.rtl {
            xml.empty("w:bidi", &[]);
        }
        xml.end();
    }

    /// What stands in a margin. The first page, if it is to be plain, has only what doesn't count pages or name chapters:
    /// that the report is a draft.
    fn running(&self, is_header: bool, is_first: bool, bookmarks: &mut Bookmarks) -> (Vec<u8>, Relations) {
        let root = if is_header { "w:hdr" } else { "w:ftr" };
        let mut writer = self.writer(root, Relations::default(), bookmarks);
        let shown = |running: &&Running| {
            running.is_header == is_header && (!is_first || (is_header && !running.paragraph.words().contains('{')))
        };
        let all: Vec<&Running> = self.document.running.iter().filter(shown).collect();
        if all.is_empty() {
            writer.xml.empty("w:p", &[]);
        } else {
            let (starts, ends): (Vec<&Running>, Vec<&Running>) = all.into_iter().partition(|running| running.is_start);
            writer.xml.start("w:p", &[]);
            writer.xml.start("w:pPr", &[]);
            writer.xml.value("w:pStyle", if is_header { "Header" } else { "Footer" });
            writer.xml.end();
            starts.iter().for_each(|running| running.write(&mut writer));
            if !ends.is_empty() {
                writer.xml.start("w:r", &[]);
                writer.xml.empty("w:tab", &[]);
                writer.xml.end();
            }
            ends.iter().for_each(|running| running.write(&mut writer));
            writer.xml.end();
        }
        (writer.xml.finish(), writer.relations)
    }

    fn notes(&self, bookmarks: &mut Bookmarks, pictures: usize) -> (Vec<u8>, Relations) {
        let mut writer = self.writer("w:footnotes", Relations::default(), bookmarks);
        writer.pictures = pictures;
        for (id, kind, sign) in
            [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
        {
            writer.xml.start("w:footnote", &[("w:type", kind), ("w:id", id)]);
            writer.xml.start("w:p", &[]);
            writer.xml.start("w:r", &[]);
            writer.xml.empty(sign, &[]);
            for _ in 0..3 {
                writer.xml.end();
            }
        }
        for (number, note) in self.document.notes.iter().enumerate() {
            writer.xml.start("w:footnote", &[("w:id", &(number + 1).to_string())]);
            if let Some((Block::Paragraph(first), rest)) = note.split_first() {
                writer.paragraph(first, Writer::label);
                writer.blocks(rest);
            } else {
                writer.xml.start("w:p", &[]);
                writer.label();
                writer.xml.end();
                writer.blocks(note);
            }
            writer.xml.end();
        }
        (writer.xml.finish(), writer.relations)
    }

    /// Bullets are list 1; each numbered list of the page counts for itself.
    fn numbering(&self) -> Vec<u8> {
        let mut xml = Xml::new("w:numbering", &[("xmlns:w", W)]);
        let numbered = self.document.lists.iter().map(|list| (list.form, list.start));
        let all: Vec<(&str, i64)> = std::iter::once(("bullet", 1)).chain(numbered).collect();
        for (number, (form, start)) in all.iter().enumerate() {
            xml.start("w:abstractNum", &[("w:abstractNumId", &number.to_string())]);
            xml.value("w:multiLevelType", "multilevel");
            for level in 0..9 {
                xml.start("w:lvl", &[("w:ilvl", &level.to_string())]);
                xml.value("w:start", &(*start).max(0).to_string());
                xml.value("w:numFmt", form);
                let sign = if *form == "bullet" { "•".to_owned() } else { format!("%{}.", level + 1) };
                xml.value("w:lvlText", &sign);
                xml.value("w:lvlJc", "left");
                xml.end();
            }
            xml.end();
        }
        for number in 0..all.len() {
            xml.start("w:num", &[("w:numId", &(number + 1).to_string())]);
            xml.value("w:abstractNumId", &number.to_string());
            xml.end();
        }
        xml.finish()
    }

    fn settings(&self) -> Vec<u8> {
        let mut xml = Xml::new("w:settings", &[("xmlns:w", W)]);
        xml.empty("w:zoom", &[("w:percent", "100")]);
        xml.value("w:defaultTabStop", "567");
        xml.start("w:footnotePr", &[]);
        for id in ["-1", "0"] {
            xml.empty("w:footnote", &[("w:id", id)]);
        }
        xml.end();
        xml.start("w:compat", &[]);
        let word = "http://schemas.microsoft.com/office/word";
        xml.empty("w:compatSetting", &[("w:name", "compatibilityMode"), ("w:uri", word), ("w:val", "15")]);
        xml.end();
        xml.empty("w:themeFontLang", &super::language(&self.head.lang));
        xml.finish()
    }

    /// The fonts, each with one that may stand in for it.
    fn fonts(&self) -> Vec<u8> {
        let mut xml = Xml::new("w:fonts", &[("xmlns:w", W)]);
        for (number, family) in self.families.iter().enumerate() {
            xml.start("w:font", &[("w:name", family)]);
            if let Some(other) = self.families.get(number + 1).filter(|_| number == 0) {
                xml.value("w:altName", other);
            }
            xml.value("w:family", "swiss");
            xml.value("w:pitch", "variable");
            xml.end();
        }
        xml.finish()
    }
}

impl Writer<'_> {
    /// The number of a note, before its text.
    fn label(&mut self) {
        self.call(|xml| xml.empty("w:footnoteRef", &[]));
        self.xml.start("w:r", &[]);
        self.xml.with_text("w:t", &[("xml:space", "preserve")], " ");
        self.xml.end();
    }
}

impl Running {
    /// Its text, with fields for what every page says otherwise.
    fn write(&self, writer: &mut Writer<'_>) {
        const FIELDS: [(&str, &str, &str); 3] =
            [("{pages}", " NUMPAGES ", "1"), ("{page}", " PAGE ", "1"), ("{section}", " STYLEREF 1 ", "")];
        for piece in &self.paragraph.pieces {
            let Piece::Run(run) = piece else { continue };
            let mut rest = run.text.as_str();
            while !rest.is_empty() {
                let next = FIELDS.iter().filter_map(|field| rest.find(field.0).map(|at| (at, field))).min();
                let (at, field) = next.map_or((rest.len(), None), |(at, field)| (at, Some(field)));
                if at > 0 {
                    writer.run(&self.paragraph, &Run { text: rest[..at].to_owned(), ..run.clone() });
                }
                rest = &rest[at..];
                if let Some((name, instruction, shown)) = field {
                    writer.xml.start("w:fldSimple", &[("w:instr", instruction)]);
                    writer.run(&self.paragraph, &Run { text: (*shown).to_owned(), ..run.clone() });
                    writer.xml.end();
                    rest = &rest[name.len()..];
                }
            }
        }
    }
}
