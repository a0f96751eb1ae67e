//! Words that facts are told with: kinds of value, why a scale doesn't fit, and from where paths are looked up.

/// Kinds of value, as people call them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text in quotes.
    Text,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Fraction,
    /// `true` or `false`.
    YesNo,
    /// A day.
    Date,
    /// A day with a time, or a time.
    Time,
    /// A list in square brackets.
    List,
    /// A list of texts.
    Texts,
    /// A table.
    Table,
    /// A list of tables, `[[…]]`.
    Tables,
    /// A text, or a table of texts by language.
    Wording,
    /// A date, or a table with `event` or `every`.
    Deadline,
    /// The fault that a spreadsheet shows in place of a result.
    Fault,
}

/// Why a scale doesn't fit an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The paragraph asks to refrain; the scale counts acts.
    Restraint,
    /// The paragraph asks to go on with something; the scale knows only done and not done.
    Continuing,
    /// The scale compares what people experience; the indicator is of another kind.
    Outcome,
    /// The indicator is what people experience; the scale knows only done and not done.
    Act,
}

/// The file in whose folder a path is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// The responses.
    Responses,
    /// A theme file.
    Theme,
}

/// A file that can't be used where its path is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// The path.
    pub path: String,
    /// Why, to follow the path; of an unsafe one, to be followed by the folder.
    pub why: &'static str,
    /// Whose folder it is looked up in.
    pub beside: Beside,
}

/// A key that must be there and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The key; a table's key stands in brackets; `file or url` means one of the two.
    pub key: String,
    /// The table that lacks it.
    pub table: String,
    /// Whether the key is there, with nothing in it.
    pub empty: bool,
    /// Whether the table is written between braces.
    pub braces: bool,
}

/// Two colours of a theme that are too much alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contrast {
    /// The stylesheet's name of the text's colour.
    pub text: String,
    /// That colour.
    pub colour: String,
    /// What it stands on: `white`, or the stylesheet's name of the colour.
    pub ground: String,
    /// The contrast of the two, in tenths, rounded down.
    pub tenths: u32,
}

/// Two paths that some file systems take for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The path as an answer cites it.
    pub path: String,
    /// The other, of an answer or of a file.
    pub other: String,
    /// Whether they differ in capital letters; else in the way accents are stored.
    pub in_capitals: bool,
    /// Whether both are files, or none; else only the other is one.
    pub both: bool,
}

/// Why a catalog can't be read as rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CatalogFault {
    /// The file is no JSON here.
    NotJson {
        /// The parser's finding.
        finding: String,
    },
    /// It is JSON, but not in the form of a catalog.
    Form {
        /// The parser's finding.
        finding: String,
    },
    /// It is no catalog.
    OtherModel,
    /// Another program wrote it.
    Foreign,
    /// Something that is ours is missing.
    Missing {
        /// The property or part.
        what: &'static str,
        /// The title or id of what should have it.
        of: String,
    },
    /// A property that must be a day.
    NotADay {
        /// What was given.
        given: String,
    },
    /// A property that must be a whole number.
    NotANumber {
        /// What was given.
        given: String,
    },
}
