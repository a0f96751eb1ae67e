//! Severity and explanation of each code.

use include_dir::{Dir, include_dir};
use schemars::JsonSchema;
use serde::Serialize;

use super::Code;

static EXPLANATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/problem/explain");

/// Whether a problem stops a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The file can't be used as it is.
    Error,
    /// Worth a look; never stops a report.
    Warning,
}

impl Code {
    /// Whether this code stops a report.
    pub fn severity(self) -> Severity {
        match self {
            Self::Syntax
            | Self::CurlyQuotes
            | Self::WrongEncoding
            | Self::ControlCharacter
            | Self::FileTooLarge
            | Self::UnsupportedFormat
            | Self::BadCatalog
            | Self::MissingKey
            | Self::UnknownKey
            | Self::MisplacedKey
            | Self::WrongType
            | Self::UnknownValue
            | Self::StraySpace
            | Self::BadCountry
            | Self::BadId
            | Self::DuplicateId
            | Self::DuplicateRef
            | Self::WeightOutOfRange
            | Self::BadScale
            | Self::UnknownScale
            | Self::ScaleNotMapped
            | Self::UnknownAddressee
            | Self::UnknownTheme
            | Self::UnknownChapeau
            | Self::UnknownLinkEnd
            | Self::GroupMissing
            | Self::UnknownInstrument
            | Self::InstrumentNotListed
            | Self::UnknownItem
            | Self::UnknownLevel
            | Self::LevelOfOtherScale
            | Self::AnsweredTwice
            | Self::GivenTwice
            | Self::UnsafePath
            | Self::BackslashPath
            | Self::OnlyInRedacted
            | Self::FontUnusable
            | Self::BadColour
            | Self::SheetRenamed
            | Self::SheetTooLong
            | Self::ColumnMissing
            | Self::CellsMerged
            | Self::CellUnfit
            | Self::CellEmpty
            | Self::RowUnnamed
            | Self::TextElsewhere
            | Self::VerdictUnfit
            | Self::VerdictLevelMissing
            | Self::VerdictLevelUnfit => Severity::Error,
            Self::ItemMissing
            | Self::ItemUnasked
            | Self::DeadlineBeforeInstrument
            | Self::InstitutionIncomplete
            | Self::WithdrawnItem
            | Self::RulesVersionDiffers
            | Self::ReasonMissing
            | Self::NotApplicableForbidden
            | Self::AnsweredThoughExcluded
            | Self::AnswersContradict
            | Self::NarrativeMissing
            | Self::EvidenceMissing
            | Self::ToBeConfirmed
            | Self::DoneOnMissing
            | Self::EvidenceFileMissing
            | Self::LogoUnusable
            | Self::FontMissing
            | Self::LowContrast
            | Self::EvidenceChanged
            | Self::EvidenceAfterAssessment
            | Self::EvidenceBeforePeriod
            | Self::NameClash
            | Self::EvidenceUncited
            | Self::EvidenceDuplicate
            | Self::BasisMissing
            | Self::MeasureMissing
            | Self::PeriodReversed
            | Self::FutureDate
            | Self::ActionOverdue
            | Self::SelfValidated
            | Self::NotFilledIn
            | Self::TextMarkup
            | Self::TextSpaces
            | Self::DoubleSpace
            | Self::BrokenHyphenation
            | Self::BrokenLine
            | Self::FootnoteMark
            | Self::ListMark
            | Self::ChapeauUnused
            | Self::ChapeauUnnamed
            | Self::OpeningMissing
            | Self::NumberingGap
            | Self::OutOfOrder
            | Self::QuestionMarkMissing
            | Self::TwoQuestions
            | Self::QuestionOpen
            | Self::QuestionLong
            | Self::Abbreviation
            | Self::IdReused
            | Self::WithdrawnUnexplained
            | Self::ScaleUnfit
            | Self::DraftUnmarked
            | Self::NoteMissing
            | Self::ThemesMissing
            | Self::EvidenceWantedMissing
            | Self::GuidanceMissing
            | Self::CoreMissing
            | Self::AddresseeUnmentioned
            | Self::WordingRepeated
            | Self::LinkToItself
            | Self::LinkToWithdrawn
            | Self::SheetUnread
            | Self::SheetMissing
            | Self::ColumnUnread
            | Self::TextTooLong
            | Self::VerdictMissing
            | Self::IndependenceMissing
            | Self::ReviewerNotIndependent
            | Self::FindingUnexplained
            | Self::MethodMissing
            | Self::OutsideSample
            | Self::SampleNotExamined
            | Self::ReviewBeforeAssessment
            | Self::ReviewedAnswerChanged
            | Self::ReviewedResponsesChanged
            | Self::MoreProblems => Severity::Warning,
        }
    }

    /// Whether a file with such a problem can't be read as a whole, so that nothing can be changed in it with care.
    pub fn is_of_reading(self) -> bool {
        matches!(
            self,
            Self::Syntax
                | Self::CurlyQuotes
                | Self::WrongEncoding
                | Self::ControlCharacter
                | Self::FileTooLarge
                | Self::UnsupportedFormat
                | Self::AnsweredTwice
                | Self::GivenTwice
                | Self::BackslashPath
        )
    }
}

/// The sentence at the beginning of an explanation that says what is wrong, below its code and severity.
pub(super) fn summary(explanation: &str) -> String {
    let lines = explanation.lines().skip(3).take_while(|line| !line.is_empty());
    lines.collect::<Vec<&str>>().join(" ")
}

/// What `explain CODE` prints: what the problem is, why it matters, an example and the way out, in Markdown.
pub fn explanation(code: Code) -> Option<&'static str> {
    EXPLANATIONS.get_file(format!("{code}.md"))?.contents_utf8()
}
