//! Every thing that can be wrong, as a typed fact; its code is the name of its variant.

use chrono::NaiveDate;
use serde::Serialize;
use strum::{Display, EnumDiscriminants, EnumIter, EnumString};

use super::{CatalogFault, Clash, Contrast, Kind, Missing, Unfit, Unknown, Unusable};
use crate::model::{ItemId, Verdict};

/// What is wrong. Fields hold the user's own words and what they are held against.
#[derive(Debug, Clone, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(Code),
    derive(PartialOrd, Ord, Hash, Display, EnumString, EnumIter, Serialize),
    strum(serialize_all = "kebab-case"),
    serde(rename_all = "kebab-case"),
    doc = "Stable name of a problem, in kebab case: unique, never reused."
)]
pub enum Fact {
    /// The file is no TOML here.
    Syntax {
        /// The parser's finding, in plain words.
        finding: String,
        /// The next step.
        help: String,
    },
    /// A typographic quotation mark where TOML needs a straight one.
    CurlyQuotes {
        /// The mark.
        mark: char,
    },
    /// The file is not UTF-8.
    WrongEncoding {
        /// What it seems to be.
        seems: &'static str,
    },
    /// A control character in a text.
    ControlCharacter {
        /// The character.
        character: char,
    },
    /// The file is larger than any real one.
    FileTooLarge {
        /// Largest size read, in bytes.
        limit: u64,
    },
    /// `format` is missing or unknown.
    UnsupportedFormat {
        /// What was given.
        given: Option<String>,
    },
    /// An OSCAL catalog that can't be read as rules.
    BadCatalog(CatalogFault),
    /// A key that must be there is not.
    MissingKey(Missing),
    /// A key nobody knows.
    UnknownKey {
        /// The key.
        key: String,
        /// The table it stands in.
        table: String,
        /// The known key most like it.
        nearest: Option<String>,
        /// All known keys.
        known: Vec<String>,
    },
    /// A key of an answer that stands below one of its sub-tables.
    MisplacedKey {
        /// The key.
        key: String,
        /// The header of the sub-table it slipped into.
        table: String,
    },
    /// A value of another kind than the key takes.
    WrongType {
        /// The key.
        key: String,
        /// The header name of the table it stands in, e.g. `assessment`; empty at the top of the file.
        table: String,
        /// What it takes.
        wanted: Kind,
        /// What was given.
        found: Kind,
    },
    /// A word that is not one of the known ones.
    UnknownValue {
        /// The key.
        key: String,
        /// The word.
        unknown: Unknown,
    },
    /// A word or id with a space before or after it.
    StraySpace {
        /// What was given, with its space.
        given: String,
    },
    /// A country that is not given by its code.
    BadCountry {
        /// What was given.
        given: String,
    },
    /// An id or reference in the wrong form.
    BadId {
        /// What was given.
        given: String,
        /// What form it must have.
        form: &'static str,
    },
    /// Two things with one id.
    DuplicateId {
        /// The id.
        id: String,
    },
    /// Two recommendations with one reference.
    DuplicateRef {
        /// The reference.
        reference: String,
    },
    /// A weight or value outside its range.
    WeightOutOfRange {
        /// The key.
        key: String,
        /// What was given.
        given: i64,
        /// Smallest allowed.
        least: i64,
        /// Largest allowed.
        most: i64,
    },
    /// A scale that can't be scored.
    BadScale {
        /// The scale.
        scale: String,
        /// How many levels have the value 100.
        tops: usize,
    },
    /// A scale nobody defined.
    UnknownScale(Unknown),
    /// A scale that was chosen where it can't stand.
    ScaleNotMapped {
        /// The scale.
        given: String,
        /// The item's own scale; `None` if it was chosen for many items.
        own: Option<String>,
        /// The scales that can stand there.
        known: Vec<String>,
    },
    /// An addressee nobody knows.
    UnknownAddressee(Unknown),
    /// A theme nobody defined.
    UnknownTheme(Unknown),
    /// A chapeau that is not in the file.
    UnknownChapeau(Unknown),
    /// An item whose recommendation has addressees of several groups doesn't say whom it is about.
    GroupMissing {
        /// The item.
        item: String,
        /// Whether the recommendation names any addressees.
        addressed: bool,
    },
    /// An actionable recommendation without a question.
    ItemMissing {
        /// Its reference.
        reference: String,
    },
    /// A question under a paragraph that asks nothing.
    ItemUnasked {
        /// Its reference.
        reference: String,
    },
    /// A link to something that doesn't exist.
    UnknownLinkEnd {
        /// The end as given.
        given: String,
        /// The known one most like it.
        nearest: Option<String>,
    },
    /// A deadline before the date of the instrument.
    DeadlineBeforeInstrument {
        /// The deadline.
        deadline: NaiveDate,
        /// The date of the instrument.
        date: NaiveDate,
    },
    /// An instrument without rules.
    UnknownInstrument(Unknown),
    /// An answer to an instrument that the file doesn't list.
    InstrumentNotListed {
        /// The instrument.
        given: String,
    },
    /// An answer to an item that doesn't exist.
    UnknownItem {
        /// What was given.
        given: String,
        /// The known one most like it.
        nearest: Option<String>,
        /// The instrument it seems to be of, if that is known.
        instrument: Option<String>,
        /// What it should be: "item", or "instrument or paragraph".
        what: &'static str,
    },
    /// A level that no scale has.
    UnknownLevel(Unknown),
    /// A level of a scale that is not the item's.
    LevelOfOtherScale {
        /// What was given.
        given: String,
        /// The item's scale.
        scale: String,
        /// The levels of the item's scale.
        known: Vec<String>,
    },
    /// An item answered in two places, of one file or two.
    AnsweredTwice {
        /// The item.
        item: ItemId,
    },
    /// Something that may be given once stands in two places, of one file or two.
    GivenTwice {
        /// The table or key.
        what: String,
    },
    /// A path that leaves the folder of the responses, or of the theme file.
    UnsafePath(Unusable),
    /// A path written with `\`.
    BackslashPath {
        /// The path.
        path: String,
    },
    /// The institution has no name or country yet.
    InstitutionIncomplete {
        /// The key that is empty.
        key: &'static str,
    },
    /// An answer to an item that was withdrawn.
    WithdrawnItem {
        /// The item.
        item: ItemId,
        /// When and why.
        why: String,
    },
    /// The rules have another version than the one recorded.
    RulesVersionDiffers {
        /// The instrument.
        instrument: String,
        /// The version that the responses record.
        recorded: String,
        /// The version in use.
        ours: String,
    },
    /// "Not applicable" or an exclusion without a reason.
    ReasonMissing {
        /// Which of the two keys lacks.
        key: &'static str,
        /// What is excluded; `None` if it is an answer that lacks it.
        excluded: Option<String>,
    },
    /// "Not applicable" on an item that doesn't allow it.
    NotApplicableForbidden {
        /// The item.
        item: ItemId,
    },
    /// An answer to an item that an exclusion excuses.
    AnsweredThoughExcluded {
        /// The item.
        item: ItemId,
        /// What is excluded.
        excluded: String,
    },
    /// Two items that ask the same, answered differently.
    AnswersContradict {
        /// The item.
        item: ItemId,
        /// Its answer.
        level: String,
        /// The other item.
        other: ItemId,
        /// The other's answer.
        other_level: String,
    },
    /// A rated item without a word.
    NarrativeMissing {
        /// The item.
        item: ItemId,
    },
    /// The highest level without evidence.
    EvidenceMissing {
        /// The item.
        item: ItemId,
        /// The level.
        level: String,
    },
    /// A level that was carried over from the last period.
    ToBeConfirmed {
        /// The level.
        level: String,
    },
    /// The highest level of an item with a deadline, without the day on which it was reached.
    DoneOnMissing {
        /// The deadline.
        deadline: NaiveDate,
    },
    /// An evidence file that is not there.
    EvidenceFileMissing {
        /// The path.
        path: String,
    },
    /// A key of redacted files in one that is not redacted.
    OnlyInRedacted {
        /// The key.
        key: &'static str,
    },
    /// A logo that a report can't show.
    LogoUnusable(Unusable),
    /// A font file that a theme names and that can't be used.
    FontUnusable(Unusable),
    /// A family that text is to be set in, of which no font file is given.
    FontMissing {
        /// The family.
        family: String,
        /// The families of the font files that are given.
        given: Vec<String>,
    },
    /// A colour of a theme that is written in no known form.
    BadColour {
        /// What was given.
        given: String,
    },
    /// Text of a theme that is hard to read.
    LowContrast(Contrast),
    /// An evidence file that is not the one whose hash was recorded.
    EvidenceChanged {
        /// The path.
        path: String,
    },
    /// Evidence from after the assessment.
    EvidenceAfterAssessment {
        /// Its date.
        date: NaiveDate,
        /// The date of the assessment.
        assessment: NaiveDate,
    },
    /// Evidence from before the period, where the item asks what was done in it.
    EvidenceBeforePeriod {
        /// The date of the newest.
        newest: NaiveDate,
        /// The first day of the period.
        from: NaiveDate,
    },
    /// A path that differs from another only in what some file systems take for the same.
    NameClash(Clash),
    /// Files that lie among the evidence and that no answer cites.
    EvidenceUncited {
        /// Their paths.
        paths: Vec<String>,
    },
    /// Two evidence files that are the same, byte for byte.
    EvidenceDuplicate {
        /// The path.
        path: String,
        /// The path of the other.
        other: String,
    },
    /// An answer about the country without saying what it rests on.
    BasisMissing {
        /// The item.
        item: ItemId,
    },
    /// An answer about what people enjoy, without a figure.
    MeasureMissing {
        /// The item.
        item: ItemId,
    },
    /// A period that ends before it begins.
    PeriodReversed {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// A date after the assessment, of something said to be done.
    FutureDate {
        /// The item.
        item: ItemId,
        /// The key.
        key: &'static str,
        /// The date.
        date: NaiveDate,
        /// The date of the assessment.
        assessment: NaiveDate,
    },
    /// A pending action whose day is past.
    ActionOverdue {
        /// When it was due.
        due: NaiveDate,
        /// The day it is held against.
        today: NaiveDate,
    },
    /// The same person prepared and validated.
    SelfValidated {
        /// The person.
        name: String,
    },
    /// A place of a rules file that still holds what the skeleton put there.
    NotFilledIn {
        /// The key.
        key: &'static str,
    },
    /// A text with the marks of a markup language.
    TextMarkup(String),
    /// A text with a space or line break at the end or beginning of the whole or of a line.
    TextSpaces,
    /// A text with two spaces in a row.
    DoubleSpace,
    /// A text in which a word is still divided as at the end of a line.
    BrokenHyphenation(String),
    /// A text with a line break inside a sentence.
    BrokenLine(String),
    /// A text with the mark of a footnote.
    FootnoteMark(String),
    /// A text that begins with its own number or the mark of a list.
    ListMark(String),
    /// An opening that no paragraph names.
    ChapeauUnused(String),
    /// A paragraph that doesn't name the opening of its number.
    ChapeauUnnamed {
        /// The reference of the paragraph.
        reference: String,
        /// The opening.
        chapeau: String,
    },
    /// A lettered paragraph whose opening is neither a chapeau nor a recommendation.
    OpeningMissing {
        /// The reference of the paragraph.
        reference: String,
        /// The reference that its opening would have.
        opening: String,
    },
    /// References that leave out a number or letter.
    NumberingGap {
        /// The reference after the gap.
        reference: String,
        /// The first that is missing.
        first: String,
        /// The last that is missing.
        last: String,
    },
    /// A paragraph that stands after one that should follow it.
    OutOfOrder {
        /// Its reference.
        reference: String,
        /// The one that stands before it.
        after: String,
    },
    /// A question without a question mark at its end.
    QuestionMarkMissing {
        /// The item.
        item: String,
    },
    /// Two questions in one.
    TwoQuestions(String),
    /// A question that asks how or what, which no level answers.
    QuestionOpen(String),
    /// A question that is longer than people read.
    QuestionLong {
        /// How many words it has.
        words: usize,
    },
    /// An abbreviation in a question.
    Abbreviation(String),
    /// An id that has been used before.
    IdReused {
        /// The id.
        id: String,
    },
    /// A withdrawn item that doesn't say when and why.
    WithdrawnUnexplained {
        /// The item.
        item: String,
    },
    /// A scale that doesn't fit what is asked.
    ScaleUnfit {
        /// The item.
        item: String,
        /// Its scale.
        scale: String,
        /// What doesn't fit.
        why: Unfit,
    },
    /// What looks like a draft is called adopted.
    DraftUnmarked(String),
    /// A paragraph that asks nobody, without a note that says why.
    NoteMissing(String),
    /// A paragraph without a theme.
    ThemesMissing(String),
    /// An item that doesn't say what would show it.
    EvidenceWantedMissing {
        /// The item.
        item: String,
    },
    /// An item that doesn't say what counts.
    GuidanceMissing {
        /// The item.
        item: String,
    },
    /// A recommendation to institutions or States without a core item.
    CoreMissing(String),
    /// An addressee that neither the paragraph nor its opening mentions.
    AddresseeUnmentioned {
        /// The addressee.
        addressee: String,
    },
    /// Two items with the same question that no link joins.
    WordingRepeated {
        /// The second item.
        item: String,
        /// The first.
        other: String,
    },
    /// A link that leads to where it begins.
    LinkToItself(String),
    /// A link to an item that is no longer asked.
    LinkToWithdrawn(String),
    /// A sheet with our headings under another name.
    SheetRenamed {
        /// Its name.
        sheet: String,
        /// The sheet that it may be.
        meant: Option<String>,
    },
    /// A sheet that is none of ours.
    SheetUnread {
        /// Its name.
        sheet: String,
    },
    /// A sheet of ours that is not there.
    SheetMissing {
        /// Its name.
        sheet: String,
    },
    /// A sheet with far more rows than any answers have.
    SheetTooLong {
        /// The last row that is read.
        last: u32,
    },
    /// A sheet without some of its columns.
    ColumnMissing {
        /// Their headings.
        columns: Vec<String>,
    },
    /// A column that is none of ours.
    ColumnUnread {
        /// Its heading.
        column: String,
    },
    /// Cells of a sheet that are joined to one.
    CellsMerged {
        /// The first and the last.
        cells: String,
    },
    /// A cell that holds something of another kind than its column.
    CellUnfit {
        /// The column.
        column: String,
        /// What it takes.
        wanted: Kind,
        /// What the cell shows.
        given: String,
        /// What that is.
        found: Kind,
    },
    /// An empty cell without which its row says nothing.
    CellEmpty {
        /// The column.
        column: String,
    },
    /// A row with an answer but no id.
    RowUnnamed,
    /// A text that is longer than a cell of a spreadsheet can be.
    TextTooLong {
        /// The column.
        column: String,
    },
    /// A cell that says that its text stands in the responses file, where none is given.
    TextElsewhere {
        /// The column.
        column: String,
    },
    /// A verdict that can't be said of the answer.
    VerdictUnfit {
        /// The verdict.
        verdict: Verdict,
        /// What the answer is: a level, `not-applicable`, or none at all.
        answer: Option<String>,
    },
    /// `lower` or `higher` without the level that is the right one.
    VerdictLevelMissing {
        /// The verdict.
        verdict: Verdict,
        /// The levels that it could be.
        known: Vec<String>,
    },
    /// A level that says something else than the verdict.
    VerdictLevelUnfit {
        /// The verdict.
        verdict: Verdict,
        /// The auditor's level.
        level: String,
        /// The institution's.
        answer: String,
    },
    /// A finding with a level or a method but no verdict.
    VerdictMissing {
        /// The item.
        item: ItemId,
    },
    /// Nothing is said of the auditor's independence.
    IndependenceMissing,
    /// The auditor is one of those who answered.
    ReviewerNotIndependent {
        /// The name.
        name: String,
        /// What else that person did.
        role: &'static str,
    },
    /// A verdict other than `agree` without a word.
    FindingUnexplained {
        /// The verdict.
        verdict: Verdict,
    },
    /// A verdict that doesn't say how the item was looked at.
    MethodMissing {
        /// The verdict.
        verdict: Verdict,
    },
    /// A verdict on an item that was not drawn.
    OutsideSample {
        /// The item.
        item: ItemId,
    },
    /// Items that were drawn have no verdict.
    SampleNotExamined {
        /// How many.
        open: usize,
        /// Of how many that were drawn.
        of: usize,
        /// The first of them.
        first: ItemId,
    },
    /// Findings dated before the answers.
    ReviewBeforeAssessment {
        /// The day of the findings.
        date: NaiveDate,
        /// That of the answers.
        assessment: NaiveDate,
    },
    /// An answer that is not the one that was reviewed.
    ReviewedAnswerChanged {
        /// The item.
        item: ItemId,
        /// The SHA-256 of the answer that is there; `None` if there is none any more.
        now: Option<String>,
    },
    /// The responses are not those that were reviewed.
    ReviewedResponsesChanged {
        /// How many of the answers with a verdict changed.
        answers: usize,
        /// The SHA-256 of those that are there.
        now: String,
    },
    /// A file has more problems than are listed.
    MoreProblems {
        /// How many more.
        more: usize,
    },
}
