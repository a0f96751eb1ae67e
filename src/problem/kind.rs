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
