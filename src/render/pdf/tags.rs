//! The structure tree: which element each piece of the page belongs to.
//!
//! Nodes are made while boxes are built, but hang themselves under their parent only when
//! something of them is painted. So the children stand in reading order, between the marked
//! content of their parent, and empty elements leave no trace.

use std::sync::Arc;

/// Number of a node in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeId(u32);

impl NodeId {
    /// The node of everything that is no content: rules, backgrounds, repeated headers.
    pub(super) const ARTIFACT: Self = Self(u32::MAX);
    /// The `Document` node.
    pub(super) const ROOT: Self = Self(0);

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }

    pub(super) fn is_artifact(self) -> bool {
        self == Self::ARTIFACT
    }
}

/// The standard structure types that reports need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Document,
    Section,
    Article,
    Div,
    Heading(u8),
    Paragraph,
    Quote,
    List {
        ordered: bool,
    },
    Item,
    Label,
    Body,
    Table,
    TableHead,
    TableBody,
    TableFoot,
    Row,
    HeaderCell,
    Cell,
    Caption,
    Figure,
    /// A field to be filled in.
    Form,
    Link,
    /// What calls a note.
    Reference,
    Note,
    Span,
    Code,
    Contents,
    ContentsItem,
}

impl Role {
    /// The name in the file.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Section => "Sect",
            Self::Article => "Art",
            Self::Div => "Div",
            Self::Heading(1) => "H1",
            Self::Heading(2) => "H2",
            Self::Heading(3) => "H3",
            Self::Heading(4) => "H4",
            Self::Heading(5) => "H5",
            Self::Heading(_) => "H6",
            Self::Paragraph => "P",
            Self::Quote => "BlockQuote",
            Self::List { .. } => "L",
            Self::Item => "LI",
            Self::Label => "Lbl",
            Self::Body => "LBody",
            Self::Table => "Table",
            Self::TableHead => "THead",
            Self::TableBody => "TBody",
            Self::TableFoot => "TFoot",
            Self::Row => "TR",
            Self::HeaderCell => "TH",
            Self::Cell => "TD",
            Self::Caption => "Caption",
            Self::Figure => "Figure",
            Self::Form => "Form",
            Self::Link => "Link",
            Self::Reference => "Reference",
            Self::Note => "Note",
            Self::Span => "Span",
            Self::Code => "Code",
            Self::Contents => "TOC",
            Self::ContentsItem => "TOCI",
        }
    }

    /// True if text directly inside needs a paragraph of its own.
    pub(super) fn groups(self) -> bool {
        matches!(
            self,
            Self::Document
                | Self::Section
                | Self::Article
                | Self::Div
                | Self::Quote
                | Self::Note
                | Self::Contents
                | Self::ContentsItem
        )
    }
}

/// What a header cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Column,
    Row,
    Both,
}

/// A rectangle on a page, in points from its lower left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) bottom: f32,
    pub(super) right: f32,
    pub(super) top: f32,
}

impl Area {
    /// The smallest area around both.
    pub(super) fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }
}

/// A child of a node, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kid {
    Node(NodeId),
    /// Marked content `mcid` of a page.
    Content {
        page: usize,
        mcid: usize,
    },
    /// A link annotation of a page.
    Annotation {
        page: usize,
        number: usize,
    },
    /// A field of a page.
    Widget {
        page: usize,
        number: usize,
    },
}

/// One structure element.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) parent: NodeId,
    pub(super) kids: Vec<Kid>,
    attached: bool,
    /// The language, where it differs from the parent's.
    pub(super) lang: Option<Arc<str>>,
    pub(super) rtl: bool,
    pub(super) scope: Option<Scope>,
    /// How many columns and rows a cell takes.
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Whether others refer to it, so that it needs a name.
    pub(super) is_referred_to: bool,
    rare: Option<Box<Rare>>,
}

/// What few elements have; the tree has many.
#[derive(Debug, Default)]
pub(super) struct Rare {
    /// What is said instead of a picture.
    pub(super) alt: Option<String>,
    /// What an abbreviation stands for.
    pub(super) expansion: Option<String>,
    /// The header cells of a cell whose place alone doesn't tell them.
    pub(super) headers: Vec<NodeId>,
    /// Where a picture stands.
    pub(super) area: Option<Area>,
}

impl Node {
    /// What few elements have, if this one has any of it.
    pub(super) fn rare(&self) -> Option<&Rare> {
        self.rare.as_deref()
    }

    /// What few elements have, to be set.
    pub(super) fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }
}

/// The tree, in the order in which elements stand in the source.
#[derive(Debug)]
pub(super) struct Tags {
    nodes: Vec<Node>,
}

impl Tags {
    pub(super) fn new() -> Self {
        let mut tags = Self { nodes: Vec::new() };
        tags.add(NodeId::ROOT, Role::Document);
        tags.nodes[0].attached = true;
        tags
    }

    /// Makes a node under `parent`; under an artifact everything is an artifact.
    pub(super) fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        if parent.is_artifact() {
            return parent;
        }
        let Ok(number) = u32::try_from(self.nodes.len()) else {
            return NodeId::ARTIFACT;
        };
        self.nodes.push(Node {
            role,
            parent,
            kids: Vec::new(),
            attached: false,
            lang: None,
            rtl: false,
            scope: None,
            columns: 1,
            rows: 1,
            is_referred_to: false,
            rare: None,
        });
        NodeId(number)
    }

    pub(super) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    pub(super) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.index())
    }

    pub(super) fn role(&self, id: NodeId) -> Option<Role> {
        self.get(id).map(|node| node.role)
    }

    /// Adds a child that is really on a page, and with it all parents not yet in the tree.
    pub(super) fn paint(&mut self, id: NodeId, kid: Kid) {
        self.attach(id);
        if let Some(node) = self.get_mut(id) {
            node.kids.push(kid);
        }
    }

    /// Hangs `id` and its ancestors into the tree, if they are not there yet.
    pub(super) fn attach(&mut self, id: NodeId) {
        let mut chain = Vec::new();
        let mut at = id;
        while let Some(node) = self.nodes.get(at.index()).filter(|node| !node.attached) {
            chain.push(at);
            at = node.parent;
        }
        for child in chain.into_iter().rev() {
            let parent = self.nodes[child.index()].parent;
            self.nodes[child.index()].attached = true;
            self.nodes[parent.index()].kids.push(Kid::Node(child));
        }
    }

    /// Names the header cells of `cell`.
    pub(super) fn set_headers(&mut self, cell: NodeId, headers: Vec<NodeId>) {
        for header in &headers {
            if let Some(node) = self.get_mut(*header) {
                node.is_referred_to = true;
            }
        }
        if let Some(node) = self.get_mut(cell) {
            node.rare_mut().headers = headers;
        }
    }

    /// All nodes that are in the tree, with their numbers.
    pub(super) fn attached(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        (0u32..).map(NodeId).zip(&self.nodes).filter(|(_, node)| node.attached)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_stand_in_the_order_of_painting() {
        let mut tags = Tags::new();
        let paragraph = tags.add(NodeId::ROOT, Role::Paragraph);
        let link = tags.add(paragraph, Role::Link);
        let unused = tags.add(paragraph, Role::Span);
        let content = |mcid| Kid::Content { page: 0, mcid };
        tags.paint(paragraph, content(0));
        tags.paint(link, content(1));
        tags.paint(paragraph, content(2));
        let kids = &tags.get(paragraph).expect("was added").kids;
        assert_eq!(kids, &[content(0), Kid::Node(link), content(2)]);
        assert!(tags.attached().all(|(id, _)| id != unused));
    }
}
