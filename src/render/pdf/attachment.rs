//! Files inside the PDF: the data that a report was made from. PDF/A-3 allows them, PDF/A-2 does not.

use chrono::{Datelike, NaiveDate};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::structure::text;

/// A file to put into the PDF.
#[derive(Debug, Clone, Copy)]
pub struct Attachment<'a> {
    /// Its name, such as `assessment.json`.
    pub name: &'a str,
    /// Its media type, such as `application/json`.
    pub media_type: &'a str,
    /// What it is, in the language of the document.
    pub description: &'a str,
    /// What it is to the document.
    pub relationship: Relationship,
    /// The file.
    pub bytes: &'a [u8],
}

/// What a file is to the document that holds it (ISO 32000-2, table 43).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relationship {
    /// The document was made of it.
    Source,
    /// What the document shows, as data.
    Data,
    /// It goes with the document.
    Supplement,
}

/// Adds the files to `document` and lists them in `catalog`, in their order. No two may have the same name.
pub(super) fn add(document: &mut Document, catalog: &mut Dictionary, files: &[Attachment<'_>], date: NaiveDate) {
    let listed: Vec<(&str, Object)> = files.iter().map(|file| (file.name, one(document, *file, date).into())).collect();
    catalog.set("AF", listed.iter().map(|(_, specification)| specification.clone()).collect::<Vec<_>>());
    let mut sorted = listed;
    sorted.sort_by_key(|(name, _)| *name);
    let names: Vec<Object> = sorted.into_iter().flat_map(|(name, specification)| [text(name), specification]).collect();
    catalog.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } });
}

/// Adds a file, and gives the object that tells of it.
fn one(document: &mut Document, file: Attachment<'_>, date: NaiveDate) -> ObjectId {
    let stamp = Object::string_literal(format!("D:{:04}{:02}{:02}000000Z", date.year(), date.month(), date.day()));
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let stream = Stream::new(
        dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => file.media_type,
            "Params" => dictionary! { "Size" => size, "ModDate" => stamp },
        },
        file.bytes.to_vec(),
    );
    let stream = document.add_object(stream);
    document.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => text(file.name),
        "UF" => text(file.name),
        "Desc" => text(file.description),
        "AFRelationship" => match file.relationship {
            Relationship::Source => "Source",
            Relationship::Data => "Data",
            Relationship::Supplement => "Supplement",
        },
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    })
}
