//! Writes fields into the file: the form, a widget for each field, and how each looks in every state.
//!
//! PDF/A wants an appearance for every state, and no viewer may be asked to make them anew (`NeedAppearances`). Nothing
//! acts: there are no scripts, no calculations, nothing is sent. The border is drawn on the page, not here: what a viewer
//! makes of a field that was filled in replaces its appearance, and some forget the border.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::display::{Page, Widget};
use super::field::{Field, Kind};
use super::operators::{self, round};
use super::serialize;
use super::structure::{self, Parts, integer, real, text};
use super::{Error, typing};

/// What the form calls the font of what is typed.
const FONT: &str = "NotoSans";
/// Flags of fields (ISO 32000-1, tables 221 and 228).
const FIXED: i64 = 1;
const REQUIRED: i64 = 1 << 1;
const LINES: i64 = 1 << 12;
/// How a checkbox is called when it is ticked, and when it is not.
const ON: &str = "Yes";
const OFF: &str = "Off";

/// What was written.
pub(super) struct Form {
    pub(super) root: ObjectId,
    /// The widgets of each page.
    pub(super) widgets: Vec<Vec<ObjectId>>,
}

impl Form {
    /// Adds all fields to `document`, on the pages `sheets`; nothing if there are none. Their keys in the tree of parents
    /// come after those of pages and links.
    pub(super) fn add(document: &mut Document, parts: &Parts<'_>, sheets: &[ObjectId]) -> Result<Option<Self>, Error> {
        if parts.pages.iter().all(|page| page.widgets.is_empty()) {
            return Ok(None);
        }
        let font = typing::font(document)?;
        let fonts = fonts(document, sheets);
        let mut writer = Writer { parts, font, fonts, ticks: BTreeMap::new() };
        let mut key = parts.pages.len() + parts.pages.iter().map(|page| page.links.len()).sum::<usize>();
        let mut widgets = Vec::new();
        for (page, &sheet) in parts.pages.iter().zip(sheets) {
            let mut objects = Vec::new();
            for widget in &page.widgets {
                let mut entries = writer.widget(document, widget);
                entries.set("P", sheet);
                entries.set("StructParent", integer(key));
                objects.push(document.add_object(entries));
                key += 1;
            }
            widgets.push(objects);
        }
        let fields: Vec<Object> = widgets.iter().flatten().map(|&id| id.into()).collect();
        let root = document.add_object(dictionary! {
            "Fields" => fields,
            "DR" => dictionary! { "Font" => dictionary! { FONT => font } },
            "DA" => Object::string_literal(format!("/{FONT} 10 Tf 0 g")),
        });
        Ok(Some(Self { root, widgets }))
    }
}

struct Writer<'a> {
    parts: &'a Parts<'a>,
    /// That of what is typed.
    font: ObjectId,
    /// Those of the pages, for what stands in fields in the beginning.
    fonts: Dictionary,
    /// Appearances of checkboxes, by what is drawn and by size: there are many of a kind.
    ticks: BTreeMap<(Vec<u8>, Vec<u8>), ObjectId>,
}

impl Writer<'_> {
    /// A field and its widget, which are one object.
    fn widget(&mut self, document: &mut Document, widget: &Widget) -> Dictionary {
        let Widget { field, area, .. } = widget;
        let mut entries = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Widget",
            "Rect" => structure::rectangle(*area),
            // It is printed.
            "F" => 4,
            "T" => text(&field.name),
            "TU" => text(&field.label),
            // It has no colour, so it is not drawn beside the one on the page; viewers leave room for it.
            "BS" => dictionary! { "W" => 1 },
        };
        let mut flags = if field.is_fixed { FIXED } else { 0 } | if field.is_required { REQUIRED } else { 0 };
        match &field.kind {
            Kind::Check { is_on } => {
                let state = if *is_on { ON } else { OFF };
                let on = self.tick(document, &widget.sheet, self.drawn(&widget.sheet));
                let off = self.tick(document, &widget.sheet, Vec::new());
                entries.set("FT", "Btn");
                entries.set("V", state);
                entries.set("AS", state);
                entries.set("AP", dictionary! { "N" => dictionary! { ON => on, OFF => off } });
            }
            Kind::Line(value) | Kind::Lines(value) => {
                if matches!(field.kind, Kind::Lines(_)) {
                    flags |= LINES;
                }
                let shown = self.typed(document, &widget.sheet);
                entries.set("FT", "Tx");
                entries.set("DA", writing(field));
                if field.style.rtl {
                    // From the right.
                    entries.set("Q", 2);
                }
                if !value.is_empty() {
                    entries.set("V", text(value));
                }
                entries.set("AP", dictionary! { "N" => shown });
            }
        }
        if flags != 0 {
            entries.set("Ff", flags);
        }
        entries
    }

    fn drawn(&self, sheet: &Page) -> Vec<u8> {
        operators::stream(sheet, self.parts.faces, self.parts.tags)
    }

    /// The appearance of a checkbox, which draws `content`. Viewers never change it, so boxes alike share it.
    fn tick(&mut self, document: &mut Document, sheet: &Page, content: Vec<u8>) -> ObjectId {
        let size = serialize::bytes(&bounds(sheet).into());
        *self.ticks.entry((content.clone(), size)).or_insert_with(|| {
            let looks = appearance(sheet, dictionary! {}, content);
            document.add_object(looks)
        })
    }

    /// The appearance of what is typed. Viewers write into it, so every field has its own.
    fn typed(&self, document: &mut Document, sheet: &Page) -> ObjectId {
        let drawn = self.drawn(sheet);
        let mut content = b"/Tx BMC\n".to_vec();
        if !drawn.is_empty() {
            content.extend(b"q\n");
            content.extend(drawn);
            content.extend(b"\nQ\n");
        }
        content.extend(b"EMC");
        let mut fonts = if sheet.marks.is_empty() { Dictionary::new() } else { self.fonts.clone() };
        fonts.set(FONT, self.font);
        document.add_object(appearance(sheet, dictionary! { "Font" => fonts }, content))
    }
}

fn appearance(sheet: &Page, resources: Dictionary, content: Vec<u8>) -> Stream {
    let entries = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => bounds(sheet),
        "Resources" => resources,
    };
    Stream::new(entries, content)
}

fn bounds(sheet: &Page) -> Vec<Object> {
    [0.0, 0.0, sheet.paper.width, sheet.paper.height].map(real).to_vec()
}

/// How what is typed looks.
fn writing(field: &Field) -> Object {
    let text = &field.style.text;
    let [r, g, b] = operators::rgb(text.color);
    Object::string_literal(format!("/{FONT} {} Tf {r} {g} {b} rg", round(text.size)))
}

/// The fonts of the first page, which are those of all.
fn fonts(document: &Document, sheets: &[ObjectId]) -> Dictionary {
    let inside = |entries: &Dictionary, key: &[u8]| {
        let (_, object) = document.dereference(entries.get(key).ok()?).ok()?;
        object.as_dict().ok().cloned()
    };
    let page = sheets.first().and_then(|sheet| document.get_dictionary(*sheet).ok());
    page.and_then(|page| inside(&inside(page, b"Resources")?, b"Font")).unwrap_or_default()
}
