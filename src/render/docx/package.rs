//! The file: a zip archive of parts, with what says how they belong together.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::Xml;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// What a part refers to: links that lead out of the file, and other parts.
#[derive(Default)]
pub(super) struct Relations {
    list: Vec<Relation>,
}

struct Relation {
    kind: String,
    target: String,
    is_outside: bool,
}

impl Relations {
    /// The name of the relation to another part.
    pub(super) fn part(&mut self, kind: &str, target: &str) -> String {
        self.add(format!("{OFFICE}/{kind}"), target, false)
    }

    /// The name of the relation to a picture.
    pub(super) fn picture(&mut self, number: usize) -> String {
        self.part("image", &picture_name(number))
    }

    /// The name of the relation to an address.
    pub(super) fn link(&mut self, address: &str) -> String {
        self.add(format!("{OFFICE}/hyperlink"), address, true)
    }

    fn add(&mut self, kind: String, target: &str, is_outside: bool) -> String {
        let same = |relation: &Relation| relation.kind == kind && relation.target == target;
        let number = self.list.iter().position(same).unwrap_or_else(|| {
            self.list.push(Relation { kind, target: target.to_owned(), is_outside });
            self.list.len() - 1
        });
        format!("rId{}", number + 1)
    }

    /// The part that holds them; nothing if there are none.
    fn written(&self) -> Option<Vec<u8>> {
        let mut xml = Xml::new("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
        for (number, relation) in self.list.iter().enumerate() {
            let id = format!("rId{}", number + 1);
            let mut attributes = vec![("Id", id.as_str()), ("Type", &relation.kind), ("Target", &relation.target)];
            attributes.extend(relation.is_outside.then_some(("TargetMode", "External")));
            xml.empty("Relationship", &attributes);
        }
        (!self.list.is_empty()).then(|| xml.finish())
    }
}

/// A part of the document.
pub(super) struct Part {
    /// Below `word/`, without its ending.
    pub(super) name: String,
    /// What its type is called.
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) relations: Relations,
}

/// What the file says about itself.
pub(super) struct Facts<'a> {
    pub(super) title: &'a str,
    pub(super) author: &'a str,
    pub(super) description: &'a str,
    pub(super) lang: &'a str,
    pub(super) date: chrono::NaiveDate,
}

/// The name of picture `number`, below `word/`.
fn picture_name(number: usize) -> String {
    format!("media/picture{}.png", number + 1)
}

/// Puts the file together; the first part is the document itself.
pub(super) fn write(parts: &[Part], pictures: &[&[u8]], facts: &Facts<'_>) -> zip::result::ZipResult<Vec<u8>> {
    let mut file = File(ZipWriter::new(Cursor::new(Vec::new())));
    file.add("[Content_Types].xml", &types(parts))?;
    let mut relations = Relations::default();
    relations.part("officeDocument", "word/document.xml");
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    relations.add(core, "docProps/core.xml", false);
    relations.part("extended-properties", "docProps/app.xml");
    file.add("_rels/.rels", &relations.written().unwrap_or_default())?;
    for part in parts {
        file.add(&format!("word/{}.xml", part.name), &part.bytes)?;
        if let Some(relations) = part.relations.written() {
            file.add(&format!("word/_rels/{}.xml.rels", part.name), &relations)?;
        }
    }
    for (number, picture) in pictures.iter().enumerate() {
        file.add(&format!("word/{}", picture_name(number)), picture)?;
    }
    file.add("docProps/core.xml", &core_properties(facts))?;
    file.add("docProps/app.xml", &application())?;
    Ok(file.0.finish()?.into_inner())
}

struct File(ZipWriter<Cursor<Vec<u8>>>);

impl File {
    fn add(&mut self, name: &str, bytes: &[u8]) -> zip::result::ZipResult<()> {
        // Neither the day nor the machine may show.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .system(zip::System::Unix)
            .unix_permissions(0o644);
        self.0.start_file(name, options)?;
        self.0.write_all(bytes)?;
        Ok(())
    }
}

fn types(parts: &[Part]) -> Vec<u8> {
    let mut xml = Xml::new("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))]);
    let rels = "application/vnd.openxmlformats-package.relationships+xml";
    for (ending, kind) in [("png", "image/png"), ("rels", rels), ("xml", "application/xml")] {
        xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
    }
    for part in parts {
        let kind = match part.kind {
            "theme" => "application/vnd.openxmlformats-officedocument.theme+xml".to_owned(),
            kind => format!("{WORD}.{kind}+xml"),
        };
        let name = format!("/word/{}.xml", part.name);
        xml.empty("Override", &[("PartName", &name), ("ContentType", &kind)]);
    }
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    let application = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
    for (name, kind) in [("/docProps/core.xml", core), ("/docProps/app.xml", application)] {
        xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
    }
    xml.finish()
}

fn core_properties(facts: &Facts<'_>) -> Vec<u8> {
    let mut xml = Xml::new(
        "cp:coreProperties",
        &[
            ("xmlns:cp", &format!("{PACKAGE}/metadata/core-properties")),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    let day = format!("{}T00:00:00Z", facts.date.format("%Y-%m-%d"));
    xml.with_text("dc:title", &[], facts.title);
    xml.with_text("dc:creator", &[], facts.author);
    xml.with_text("dc:description", &[], facts.description);
    xml.with_text("dc:language", &[], facts.lang);
    for name in ["dcterms:created", "dcterms:modified"] {
        xml.with_text(name, &[("xsi:type", "dcterms:W3CDTF")], &day);
    }
    xml.finish()
}

fn application() -> Vec<u8> {
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    let mut xml = Xml::new("Properties", &[("xmlns", space)]);
    xml.with_text("Application", &[], "rapporteur");
    xml.finish()
}
