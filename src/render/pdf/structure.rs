//! Writes the structure tree, the links and the bookmarks into the file.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::Error;
use super::display::{LinkArea, Page};
use super::fonts::Faces;
use super::form::Form;
use super::inline::{Link, Target};
use super::operators::{round, utf16};
use super::paint::{Bookmark, Place};
use super::serialize::{self, Written};
use super::tags::{Area, Kid, Node, NodeId, Role, Scope, Tags};
use crate::parallel;

/// What hangs in the catalog.
pub(super) struct Roots {
    pub(super) structure: ObjectId,
    pub(super) outlines: Option<ObjectId>,
    /// The fields, if there are any.
    pub(super) form: Option<ObjectId>,
    /// What the structure consists of.
    pub(super) elements: Vec<Written>,
}

/// What is written.
pub(super) struct Parts<'a> {
    pub(super) pages: &'a [Page],
    pub(super) tags: &'a Tags,
    pub(super) links: &'a [Link],
    pub(super) faces: &'a Faces,
    pub(super) bookmarks: &'a [Bookmark],
    pub(super) place_of: &'a (dyn Fn(&str) -> Option<Place> + Sync),
}

/// Adds everything to `document`, whose pages are there already.
pub(super) fn add(document: &mut Document, parts: &Parts<'_>) -> Result<Roots, Error> {
    let sheets: Vec<ObjectId> = document.get_pages().into_values().collect();
    let mut writer = Writer {
        nodes: Vec::new(),
        annotations: Vec::new(),
        form: None,
        root: document.new_object_id(),
        sheets,
        parts,
    };
    writer.number_nodes(document);
    writer.annotations(document);
    writer.form = Form::add(document, parts, &writer.sheets)?;
    writer.pages(document);
    let elements = writer.elements();
    writer.tree(document);
    let form = writer.form.as_ref().map(|form| form.root);
    Ok(Roots { structure: writer.root, outlines: writer.outlines(document), form, elements })
}

struct Writer<'a> {
    /// The object of each node in the tree.
    nodes: Vec<Option<ObjectId>>,
    /// The links of each page.
    annotations: Vec<Vec<ObjectId>>,
    form: Option<Form>,
    root: ObjectId,
    sheets: Vec<ObjectId>,
    parts: &'a Parts<'a>,
}

impl Writer<'_> {
    fn number_nodes(&mut self, document: &mut Document) {
        for (id, _) in self.parts.tags.attached() {
            self.nodes.resize(id.index(), None);
            self.nodes.push(Some(document.new_object_id()));
        }
    }

    fn object_of(&self, node: NodeId) -> Option<ObjectId> {
        self.nodes.get(node.index()).copied().flatten()
    }

    fn annotations(&mut self, document: &mut Document) {
        let mut key = integer(self.parts.pages.len());
        for page in self.parts.pages {
            let mut objects = Vec::new();
            for area in &page.links {
                let link = &self.parts.links[area.link];
                let annotation = self.annotation(link, area, key);
                objects.push(document.add_object(annotation));
                key += 1;
            }
            self.annotations.push(objects);
        }
    }

    fn annotation(&self, link: &Link, place: &LinkArea, key: i64) -> Dictionary {
        let whole = place.areas.iter().copied().reduce(Area::around);
        let quads = place.areas.iter().flat_map(|area| {
            let Area { left, bottom, right, top } = *area;
            [left, top, right, top, left, bottom, right, bottom].map(real)
        });
        let mut annotation = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => whole.map(rectangle).unwrap_or_default(),
            "QuadPoints" => quads.collect::<Vec<_>>(),
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "F" => 4,
            "Contents" => text(&link.contents),
            "StructParent" => key,
        };
        match &link.target {
            Target::Uri(uri) => {
                annotation.set("A", dictionary! { "S" => "URI", "URI" => Object::string_literal(escape_uri(uri)) })
            }
            Target::Id(id) => {
                if let Some(place) = (self.parts.place_of)(id) {
                    annotation.set("Dest", self.destination(place));
                }
            }
        }
        annotation
    }

    fn destination(&self, place: Place) -> Vec<Object> {
        let sheet = self.sheets.get(place.page).or(self.sheets.first());
        let Some(&sheet) = sheet else {
            return Vec::new();
        };
        let height = self.parts.pages.get(place.page).map_or(0.0, |page| page.paper.height);
        let top = (height - place.y + 6.0).min(height);
        vec![sheet.into(), "XYZ".into(), Object::Null, real(top), Object::Null]
    }

    fn pages(&self, document: &mut Document) {
        for (number, &sheet) in self.sheets.iter().enumerate() {
            let Ok(page) = document.get_dictionary_mut(sheet) else {
                continue;
            };
            page.set("Tabs", "S");
            page.set("StructParents", integer(number));
            page.remove(b"Annots");
            let annotations = self.annotations[number].iter().chain(self.widgets(number));
            let list: Vec<Object> = annotations.map(|&id| id.into()).collect();
            if !list.is_empty() {
                page.set("Annots", list);
            }
        }
    }

    fn widgets(&self, page: usize) -> &[ObjectId] {
        self.form.as_ref().and_then(|form| form.widgets.get(page)).map_or(&[], Vec::as_slice)
    }

    /// The elements, as bytes at once: long documents have many, and as objects they would take ten times the room.
    fn elements(&self) -> Vec<Written> {
        const AT_ONCE: usize = 256;
        let nodes: Vec<(NodeId, &Node)> = self.parts.tags.attached().collect();
        let parts: Vec<_> = nodes.chunks(AT_ONCE).collect();
        let write = |&(id, node): &(NodeId, &Node)| {
            let (number, _) = self.object_of(id)?;
            Some(Written { number, bytes: serialize::bytes(&self.element(id, node).into()) })
        };
        let written = parallel::map(&parts, || (), |(), part| part.iter().filter_map(write).collect::<Vec<_>>());
        written.into_iter().flatten().collect()
    }

    fn element(&self, id: NodeId, node: &Node) -> Dictionary {
        let parent = if id == NodeId::ROOT { Some(self.root) } else { self.object_of(node.parent) };
        let mut element = dictionary! { "Type" => "StructElem", "S" => node.role.name() };
        if let Some(parent) = parent {
            element.set("P", parent);
        }
        let page = node.kids.iter().find_map(|kid| match kid {
            Kid::Content { page, .. } => Some(*page),
            _ => None,
        });
        if let Some(&sheet) = page.and_then(|page| self.sheets.get(page)) {
            element.set("Pg", sheet);
        }
        let kids: Vec<Object> = node.kids.iter().filter_map(|kid| self.kid(*kid, page)).collect();
        match <[Object; 1]>::try_from(kids) {
            Ok([only]) => element.set("K", only),
            Err(kids) if kids.is_empty() => {}
            Err(kids) => element.set("K", kids),
        }
        if node.is_referred_to {
            element.set("ID", name_of(id));
        }
        if let Some(lang) = &node.lang {
            element.set("Lang", Object::string_literal(&**lang));
        }
        if let Some(alt) = node.rare().and_then(|rare| rare.alt.as_ref()) {
            element.set("Alt", text(alt));
        }
        if let Some(expansion) = node.rare().and_then(|rare| rare.expansion.as_ref()) {
            element.set("E", text(expansion));
        }
        let mut attributes = attributes(node);
        if attributes.len() > 1 {
            element.set("A", attributes);
        } else if let Some(only) = attributes.pop() {
            element.set("A", only);
        }
        element
    }

    fn kid(&self, kid: Kid, own_page: Option<usize>) -> Option<Object> {
        match kid {
            Kid::Node(node) => self.object_of(node).map(Object::from),
            Kid::Content { page, mcid } if Some(page) == own_page => Some(integer(mcid).into()),
            Kid::Content { page, mcid } => Some(
                dictionary! {
                    "Type" => "MCR",
                    "Pg" => *self.sheets.get(page)?,
                    "MCID" => integer(mcid),
                }
                .into(),
            ),
            Kid::Annotation { page, number } => self.reference(page, *self.annotations.get(page)?.get(number)?),
            Kid::Widget { page, number } => self.reference(page, *self.widgets(page).get(number)?),
        }
    }

    fn reference(&self, page: usize, object: ObjectId) -> Option<Object> {
        Some(dictionary! { "Type" => "OBJR", "Pg" => *self.sheets.get(page)?, "Obj" => object }.into())
    }

    /// The root, with the way back from content and annotations to their elements.
    fn tree(&self, document: &mut Document) {
        let pages = self.parts.pages;
        let mut contents: Vec<Vec<Object>> = pages.iter().map(|page| vec![Object::Null; page.contents]).collect();
        let mut annotations: Vec<Vec<Object>> = pages.iter().map(|page| vec![Object::Null; page.links.len()]).collect();
        let mut widgets: Vec<Vec<Object>> = pages.iter().map(|page| vec![Object::Null; page.widgets.len()]).collect();
        for (id, node) in self.parts.tags.attached() {
            let Some(object) = self.object_of(id) else {
                continue;
            };
            for kid in &node.kids {
                match *kid {
                    Kid::Content { page, mcid } => contents[page][mcid] = object.into(),
                    Kid::Annotation { page, number } => annotations[page][number] = object.into(),
                    Kid::Widget { page, number } => widgets[page][number] = object.into(),
                    Kid::Node(_) => {}
                }
            }
        }
        let mut numbers: Vec<Object> = Vec::new();
        for (key, list) in contents.into_iter().enumerate() {
            let list = document.add_object(list);
            numbers.extend([integer(key).into(), list.into()]);
        }
        for (i, object) in annotations.into_iter().chain(widgets).flatten().enumerate() {
            numbers.extend([integer(pages.len() + i).into(), object]);
        }
        let next = integer(numbers.len() / 2);
        let parents = document.add_object(dictionary! { "Nums" => numbers });
        let mut root = dictionary! {
            "Type" => "StructTreeRoot",
            "ParentTree" => parents,
            "ParentTreeNextKey" => next,
        };
        if let Some(top) = self.object_of(NodeId::ROOT) {
            root.set("K", top);
        }
        let named = self.parts.tags.attached().filter(|(_, node)| node.is_referred_to);
        let names: Vec<Object> =
            named.filter_map(|(id, _)| Some([name_of(id), self.object_of(id)?.into()])).flatten().collect();
        if let (Some(first), Some(last)) = (names.first(), names.iter().rev().nth(1)) {
            let limits = vec![first.clone(), last.clone()];
            root.set(
                "IDTree",
                dictionary! { "Kids" => vec![dictionary! { "Limits" => limits, "Names" => names }.into()] },
            );
        }
        document.objects.insert(self.root, root.into());
    }

    /// Bookmarks for the headings of the first three levels.
    fn outlines(&self, document: &mut Document) -> Option<ObjectId> {
        let marks: Vec<&Bookmark> = self.parts.bookmarks.iter().filter(|mark| mark.level <= 3).collect();
        if marks.is_empty() {
            return None;
        }
        let root = document.new_object_id();
        let objects: Vec<ObjectId> = marks.iter().map(|_| document.new_object_id()).collect();
        let parents = parents(&marks);
        // Children by parent, found in one pass: documents have many headings.
        let mut lists: std::collections::BTreeMap<Option<usize>, Vec<usize>> = Default::default();
        for (i, parent) in parents.iter().enumerate() {
            lists.entry(*parent).or_default().push(i);
        }
        for (parent, list) in &lists {
            let above = parent.map_or(root, |parent| objects[parent]);
            for (place, &i) in list.iter().enumerate() {
                let mut mark = dictionary! {
                    "Title" => text(&marks[i].title),
                    "Parent" => above,
                    "Dest" => self.destination(marks[i].place),
                };
                if let Some(before) = place.checked_sub(1) {
                    mark.set("Prev", objects[list[before]]);
                }
                if let Some(&after) = list.get(place + 1) {
                    mark.set("Next", objects[after]);
                }
                if let Some(inner) = lists.get(&Some(i)) {
                    set_ends(&mut mark, inner, &objects);
                    // Negative: closed at first.
                    mark.set("Count", -integer(inner.len()));
                }
                document.objects.insert(objects[i], mark.into());
            }
        }
        let top = lists.get(&None).cloned().unwrap_or_default();
        let mut outlines = dictionary! { "Type" => "Outlines", "Count" => integer(top.len()) };
        set_ends(&mut outlines, &top, &objects);
        document.objects.insert(root, outlines.into());
        Some(root)
    }
}

/// For each bookmark, the one that it stands under.
fn parents(marks: &[&Bookmark]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut found = Vec::with_capacity(marks.len());
    for (i, mark) in marks.iter().enumerate() {
        while open.last().is_some_and(|&last| marks[last].level >= mark.level) {
            open.pop();
        }
        found.push(open.last().copied());
        open.push(i);
    }
    found
}

fn set_ends(parent: &mut Dictionary, children: &[usize], objects: &[ObjectId]) {
    if let (Some(&first), Some(&last)) = (children.first(), children.last()) {
        parent.set("First", objects[first]);
        parent.set("Last", objects[last]);
    }
}

/// Structure attributes beyond the type.
fn attributes(node: &Node) -> Vec<Object> {
    let mut found: Vec<Object> = Vec::new();
    match node.role {
        Role::HeaderCell | Role::Cell => {
            let mut table = dictionary! { "O" => "Table" };
            if let Some(scope) = node.scope {
                let scope = match scope {
                    Scope::Column => "Column",
                    Scope::Row => "Row",
                    Scope::Both => "Both",
                };
                table.set("Scope", scope);
            }
            for (name, count) in [("ColSpan", node.columns), ("RowSpan", node.rows)] {
                if count > 1 {
                    table.set(name, integer(count));
                }
            }
            if let Some(rare) = node.rare().filter(|rare| !rare.headers.is_empty()) {
                table.set("Headers", rare.headers.iter().map(|header| name_of(*header)).collect::<Vec<_>>());
            }
            if table.len() > 1 {
                found.push(table.into());
            }
        }
        Role::List { ordered } => {
            let numbering = if ordered { "Decimal" } else { "Disc" };
            found.push(dictionary! { "O" => "List", "ListNumbering" => numbering }.into());
        }
        Role::Figure => {
            let mut layout = dictionary! { "O" => "Layout", "Placement" => "Block" };
            if let Some(area) = node.rare().and_then(|rare| rare.area) {
                layout.set("BBox", rectangle(area));
            }
            found.push(layout.into());
        }
        _ => {}
    }
    if node.rtl && !matches!(node.role, Role::Figure | Role::Form | Role::Link | Role::Span | Role::Code) {
        found.push(dictionary! { "O" => "Layout", "WritingMode" => "RlTb" }.into());
    }
    found
}

/// What others call an element; the names are as long as each other, so that they sort like the numbers.
fn name_of(node: NodeId) -> Object {
    Object::string_literal(format!("e{:08}", node.index()))
}

/// A text string, plain where it is plain.
pub(super) fn text(text: &str) -> Object {
    if text.is_ascii() {
        Object::string_literal(text)
    } else {
        Object::String(utf16(text), lopdf::StringFormat::Hexadecimal)
    }
}

/// PDF wants addresses in ASCII.
fn escape_uri(uri: &str) -> String {
    let mut escaped = String::new();
    for byte in uri.bytes() {
        if byte.is_ascii_graphic() {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

pub(super) fn rectangle(area: Area) -> Vec<Object> {
    [area.left, area.bottom, area.right, area.top].map(real).to_vec()
}

pub(super) fn real(number: f32) -> Object {
    Object::Real(round(number))
}

pub(super) fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
