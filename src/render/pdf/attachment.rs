//! A file inside the PDF: the data that a report was made from, for programs. PDF/A-3 allows it, PDF/A-2 does not.

use chrono::{Datelike, NaiveDate};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

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
    /// The file.
    pub bytes: &'a [u8],
}

/// Adds the file to `document` and lists it in `catalog`, as data that the document shows.
pub(super) fn add(document: &mut Document, catalog: &mut Dictionary, file: Attachment<'_>, date: NaiveDate) {
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
    let specification = document.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => text(file.name),
        "UF" => text(file.name),
        "Desc" => text(file.description),
        "AFRelationship" => "Data",
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    });
    catalog.set("AF", vec![specification.into()]);
    let names = dictionary! { "Names" => vec![text(file.name), specification.into()] };
    catalog.set("Names", dictionary! { "EmbeddedFiles" => names });
}
