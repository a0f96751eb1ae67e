//! Names of styles: those that Word itself has for what elements mean, and below them those of the page's classes.

/// The name of a paragraph's style: what the paragraph is, and the class that sets it apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    pub(super) kind: Kind,
    /// As the page writes it; empty for none.
    pub(super) class: String,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Normal,
    Title,
    /// Of a level from 1: the page's `h2` is 1.
    Heading(usize),
    ContentsHeading,
    Quote,
    Caption,
    FigureCaption,
    Term,
    Definition,
    ListBullet,
    ListNumber,
    /// Of a list without signs.
    ListPlain,
    /// What an item has behind its first paragraph.
    ListContinue,
    TableText,
    TableHeading,
    RowHeading,
    /// A line with nothing but a picture.
    Figure,
    Footnote,
    Header,
    Footer,
}

impl Kind {
    /// As Word calls it; names of Word's own are shown in the language of whoever opens the file.
    fn name(self) -> String {
        match self {
            Self::Normal => "Normal",
            Self::Title => "Title",
            Self::Heading(level) => return format!("heading {level}"),
            Self::ContentsHeading => "TOC Heading",
            Self::Quote => "Quote",
            Self::Caption => "caption",
            Self::FigureCaption => "Figure Caption",
            Self::Term => "Term",
            Self::Definition => "Definition",
            Self::ListBullet => "List Bullet",
            Self::ListNumber => "List Number",
            Self::ListPlain => "List Paragraph",
            Self::ListContinue => "List Continue",
            Self::TableText => "Table Text",
            Self::TableHeading => "Table Heading",
            Self::RowHeading => "Row Heading",
            Self::Footnote => "footnote text",
            Self::Figure => "Figure",
            Self::Header => "header",
            Self::Footer => "footer",
        }
        .to_owned()
    }

    /// Whether paragraphs of the kind stand in cells.
    pub(super) fn is_of_table(self) -> bool {
        matches!(self, Self::TableText | Self::TableHeading | Self::RowHeading)
    }

    /// Whether the name is not one of Word's own.
    pub(super) fn is_ours(self) -> bool {
        matches!(
            self,
            Self::FigureCaption
                | Self::Term
                | Self::Definition
                | Self::TableText
                | Self::TableHeading
                | Self::RowHeading
                | Self::Figure
        )
    }

    /// The kind whose looks it starts from.
    pub(super) fn parent(self) -> Option<Self> {
        match self {
            Self::Normal => None,
            Self::FigureCaption => Some(Self::Caption),
            Self::TableHeading | Self::RowHeading => Some(Self::TableText),
            _ => Some(Self::Normal),
        }
    }

    /// Whether it is among the styles that Word offers first.
    pub(super) fn is_offered(self) -> bool {
        !matches!(
            self,
            Self::Footnote | Self::Header | Self::Footer | Self::Term | Self::Definition | Self::ContentsHeading
        )
    }
}

impl Named {
    pub(super) fn of(kind: Kind, class: &str) -> Self {
        Self { kind, class: class.to_owned() }
    }

    /// The name that people see.
    pub(super) fn name(&self) -> String {
        match (self.kind, self.class.as_str()) {
            (kind, "") => kind.name(),
            (Kind::Normal, class) => title(class),
            (kind, class) => format!("{} {}", title(&kind.name()), title(class)),
        }
    }

    /// The name in the file.
    pub(super) fn id(&self) -> String {
        let id = id(&title(&self.name()));
        // A class in other letters has no name here, and its paragraphs the style of their kind.
        if id.is_empty() { self::id(&title(&self.kind.name())) } else { id }
    }
}

/// The name that a style has in the file.
pub(super) fn id(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Words with capitals, of the name of a class: `self-rated` is `Self Rated`.
pub(super) fn title(class: &str) -> String {
    let words = class.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    words.map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_named_as_word_does_and_after_classes() {
        let both = |named: Named| (named.name(), named.id());
        assert_eq!(both(Named::of(Kind::Heading(1), "")), ("heading 1".into(), "Heading1".into()));
        assert_eq!(both(Named::of(Kind::Normal, "self-rated")), ("Self Rated".into(), "SelfRated".into()));
        assert_eq!(both(Named::of(Kind::Quote, "chapeau")), ("Quote Chapeau".into(), "QuoteChapeau".into()));
    }
}
