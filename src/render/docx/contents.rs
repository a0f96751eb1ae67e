//! The table of contents, as a field.

use super::document::Piece;
use super::write::{Writer, contents_name};

impl Writer<'_> {
    /// The contents as a field: Word makes them anew when it is asked to, with the pages.
    pub(super) fn contents(&mut self) {
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
