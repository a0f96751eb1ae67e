//! Pages and fonts, put together by `printpdf`.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};
use printpdf::{
    Codepoint, FontId, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect,
    TextItem,
};

use super::deflate::{Deflater, LEVEL};
use super::display::{Mark, Page};
use super::fonts::{Face, Faces};
use super::tags::Tags;
use super::{Error, operators};
use crate::parallel;

/// Writes pages and fonts; structure, links and metadata are not in it yet.
pub(super) fn document(pages: &[Page], faces: &Faces, tags: &Tags) -> Result<lopdf::Document, Error> {
    let mut pdf = PdfDocument::new("");
    for (number, face) in faces.iter().enumerate() {
        let font = PdfFont { parsed_font: embed(face)?, meta: Default::default() };
        pdf.resources.fonts.map.insert(FontId(font_name(number)), font);
    }
    for page in pages {
        let sheet = Rect::from_wh(Pt(page.paper.width), Pt(page.paper.height));
        pdf.pages.push(PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops: Vec::new() });
    }
    pdf.pages.push(inventory(faces));
    let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
    let mut warnings = Vec::new();
    let mut document = pdf.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(Error::Write(warning.msg.clone()));
    }
    drop_inventory(&mut document);
    fill(&mut document, pages, faces, tags)?;
    images(&mut document, pages);
    Ok(document)
}

/// Gives the pages their content.
fn fill(document: &mut lopdf::Document, pages: &[Page], faces: &Faces, tags: &Tags) -> Result<(), Error> {
    let sheets = document.get_pages().into_values();
    let of = |sheet| document.get_dictionary(sheet)?.get(b"Contents").and_then(lopdf::Object::as_reference);
    let contents: Vec<_> = sheets.filter_map(|sheet| of(sheet).ok()).collect();
    // Compressed at once, for what is drawn takes ten times the room.
    let begin = || Deflater::new(LEVEL);
    let streams = parallel::map(pages, begin, |deflater, page| {
        let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), operators::stream(page, faces, tags));
        deflater.pack(&mut stream)?;
        Ok::<_, Error>(stream)
    });
    for (id, stream) in contents.into_iter().zip(streams) {
        document.objects.insert(id, stream?.into());
    }
    Ok(())
}

/// Adds the pictures that pages show, each once, and makes them known to those pages.
fn images(document: &mut lopdf::Document, pages: &[Page]) {
    let mut objects: BTreeMap<usize, ObjectId> = BTreeMap::new();
    let sheets: Vec<ObjectId> = document.get_pages().into_values().collect();
    for (page, sheet) in pages.iter().zip(sheets) {
        let mut shown = Dictionary::new();
        for mark in &page.marks {
            if let Mark::Image(image) = mark {
                let raster = &image.raster;
                let object = objects.entry(raster.number).or_insert_with(|| document.add_object(raster.stream()));
                shown.set(raster.name(), *object);
            }
        }
        if !shown.is_empty() {
            add_resources(document, sheet, shown);
        }
    }
}

fn add_resources(document: &mut lopdf::Document, sheet: ObjectId, images: Dictionary) {
    let Ok(page) = document.get_dictionary_mut(sheet) else {
        return;
    };
    match page.get_mut(b"Resources") {
        Ok(Object::Dictionary(resources)) => resources.set("XObject", images),
        Ok(Object::Reference(id)) => {
            let id = *id;
            if let Ok(resources) = document.get_dictionary_mut(id) {
                resources.set("XObject", images);
            }
        }
        _ => page.set("Resources", dictionary! { "XObject" => images }),
    }
}

/// A page that shows every glyph once, with its text: `printpdf` learns from it what goes into the
/// fonts' width and text tables. It is not kept.
fn inventory(faces: &Faces) -> PdfPage {
    let mut ops = vec![Op::StartTextSection];
    for (number, face) in faces.iter().enumerate() {
        ops.push(Op::SetFont { font: PdfFontHandle::External(FontId(font_name(number))), size: Pt(1.0) });
        let glyphs = face.glyphs().map(|id| Codepoint::with_cid(id, 0.0, face.text(id).to_owned())).collect();
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
    }
    ops.push(Op::EndTextSection);
    PdfPage::new(Mm(1.0), Mm(1.0), ops)
}

/// Removes the last page with its content and resources.
fn drop_inventory(document: &mut lopdf::Document) {
    let Some(sheet) = document.get_pages().into_values().next_back() else {
        return;
    };
    let own = |key: &[u8]| {
        let page = document.get_dictionary(sheet).ok()?;
        page.get(key).and_then(lopdf::Object::as_reference).ok()
    };
    let objects = [own(b"Contents"), own(b"Resources"), Some(sheet)];
    let tree = own(b"Parent");
    for object in objects.into_iter().flatten() {
        document.objects.remove(&object);
    }
    if let Some(tree) = tree.and_then(|tree| document.get_dictionary_mut(tree).ok()) {
        let count = tree.get(b"Count").and_then(lopdf::Object::as_i64).unwrap_or(1);
        tree.set("Count", count - 1);
        if let Ok(kids) = tree.get_mut(b"Kids").and_then(lopdf::Object::as_array_mut) {
            kids.pop();
        }
    }
}

/// What content streams call a face.
pub(super) fn font_name(face: usize) -> String {
    format!("F{face}")
}

/// The subset as `printpdf` wants it, with the name and weight that it would leave out.
fn embed(face: &Face) -> Result<ParsedFont, Error> {
    let (subset, name) = face.subset()?;
    let mut font = ParsedFont::from_bytes(&subset, 0, &mut Vec::new())
        .ok_or_else(|| Error::Subset(format!("subset of {name} cannot be read")))?;
    font.font_name = Some(format!("{}+{name}", subset_tag(&subset)));
    font.pdf_font_metrics.us_weight_class = face.weight();
    Ok(font)
}

/// Six capitals that change with the subset.
pub(super) fn subset_tag(subset: &[u8]) -> String {
    let mut hash = super::meta::hash(subset);
    let mut tag = String::new();
    for _ in 0..6 {
        tag.extend(char::from_digit(10 + u32::try_from(hash % 26).unwrap_or(0), 36));
        hash /= 26;
    }
    tag.to_ascii_uppercase()
}
