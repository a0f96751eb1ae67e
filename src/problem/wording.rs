//! The words of each problem: one sentence, the user's own words in backticks, then the next step.
//!
//! The guide: lower case, no full stop, no programmer's names, no line break; say what is wrong, then what to do. The
//! readers are lawyers and officers.

use super::advice::advice;
use super::catalog::of_catalog;
use super::forms::{bare, code_point, did_you_mean, ending, first_of, kind, list, missing, shortened, type_help};
use super::review::of_review;
use super::sheet::of_sheet;
use super::{Beside, Clash, Contrast, Fact, Missing, Unknown, Unusable};

/// How a problem is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// One sentence: what is wrong.
    pub message: String,
    /// What stands under the underlined place; may be empty.
    pub label: String,
    /// The next step; may be empty.
    pub help: String,
    /// What stands at the second place, where there is one.
    pub related: &'static str,
}

impl Words {
    /// The words of a fact.
    pub fn of(fact: &Fact) -> Self {
        let words = words(fact);
        Self {
            message: shortened(&words.message),
            label: shortened(&words.label),
            help: shortened(&words.help),
            related: words.related,
        }
    }
}

fn words(fact: &Fact) -> Words {
    let (message, label, help) = match fact {
        Fact::Syntax { finding, help } => (finding.clone(), "here".into(), help.clone()),
        Fact::CurlyQuotes { mark } => (
            format!("the quotation mark `{mark}` is a typographic one"),
            "a straight quotation mark is needed here".into(),
            "replace it by `\"`, and switch off \"smart quotes\" in the editor".into(),
        ),
        Fact::WrongEncoding { seems } => (
            format!("the file is not saved as UTF-8: {seems}"),
            "here".into(),
            "save it as UTF-8: in Windows Notepad, \"Save as\", then Encoding: UTF-8".into(),
        ),
        Fact::ControlCharacter { character } => (
            format!("the text holds an invisible control character ({})", code_point(*character)),
            "here".into(),
            "delete it; it often comes along when text is copied from a PDF".into(),
        ),
        Fact::FileTooLarge { limit } => (
            format!("the file is larger than {} MB, and is not read", limit / 1_000_000),
            String::new(),
            "keep long texts and pictures in evidence files beside it".into(),
        ),
        Fact::UnsupportedFormat { given } => match given {
            Some(given) => (
                format!("the format `{given}` is not known to this version"),
                "this version reads `format = 1`".into(),
                "write `format = 1`, or use a newer rapporteur".into(),
            ),
            None => (
                "the file doesn't say its format".into(),
                "`format = 1` belongs in the first line".into(),
                "write `format = 1` at the top".into(),
            ),
        },
        Fact::BadCatalog(fault) => of_catalog(fault),
        Fact::MissingKey(Missing { key, table, empty, braces }) => missing(key, table, *empty, *braces),
        Fact::UnknownKey { key, table, nearest, known } => (
            format!("{table} has no key `{key}`"),
            "not a known key".into(),
            did_you_mean(nearest.as_deref(), "the keys are", known),
        ),
        Fact::MisplacedKey { key, table } => (
            format!("`{key}` stands below `[[{}]]`, but belongs above it", ending(table)),
            format!("read as part of `[[{}]]`", ending(table)),
            format!("move the line up, above `[[{table}]]`"),
        ),
        Fact::WrongType { key, table, wanted, found } => (
            format!("`{key}` must be {}, not {}", kind(*wanted), kind(*found)),
            format!("{} is needed here", kind(*wanted)),
            type_help(key, table, *wanted, *found),
        ),
        Fact::UnknownValue { key, unknown } => (
            format!("`{key}` can't be `{}`", unknown.given),
            "not one of the known words".into(),
            did_you_mean(unknown.nearest.as_deref(), "it can be", &unknown.known),
        ),
        Fact::StraySpace { given } => (
            format!("a space stands before or after `{}`", bare(given)),
            "a space too many".into(),
            format!("remove it: `\"{}\"`", bare(given)),
        ),
        Fact::BadCountry { given } => (
            format!("`{given}` is not the code of a country"),
            "two capital letters are needed here".into(),
            match given.to_uppercase() {
                code if code.len() == 2 && given.chars().all(|c| c.is_ascii_alphabetic()) => {
                    format!("write capital letters: `country = \"{code}\"`")
                }
                _ => "write the two letters that ISO 3166-1 gives the country, e.g. `country = \"XA\"`".into(),
            },
        ),
        Fact::BadId { given, form } => (
            format!("`{given}` is not a well-formed id"),
            "not in the form of an id".into(),
            format!("write it as {form}"),
        ),
        Fact::DuplicateId { id } => (
            format!("the id `{id}` is used twice"),
            "used again here".into(),
            "give one of them another id; ids are never used again".into(),
        ),
        Fact::DuplicateRef { reference } => (
            format!("the reference `{reference}` is used twice"),
            "used again here".into(),
            "give each paragraph its own reference".into(),
        ),
        Fact::WeightOutOfRange { key, given, least, most } => (
            format!("`{key}` can't be {given}"),
            format!("a whole number from {least} to {most} is needed"),
            format!("write a whole number from {least} to {most}"),
        ),
        Fact::BadScale { scale, tops } => (
            format!("the scale `{scale}` has {tops} levels with the value 100"),
            "exactly one level must have the value 100".into(),
            "decide which level means that the item is fully met".into(),
        ),
        Fact::UnknownScale(unknown) => (
            format!("there is no scale `{}`", unknown.given),
            "not a known scale".into(),
            did_you_mean(unknown.nearest.as_deref(), "the scales are", &unknown.known),
        ),
        Fact::ScaleNotMapped { given, own, known } => (
            match own {
                Some(own) => format!("the scale `{given}` can't stand in for `{own}`, on which this item is answered"),
                None => format!("the scale `{given}` doesn't map to another, so it can't stand in for any"),
            },
            "not a scale that can be chosen here".into(),
            match known.as_slice() {
                [only] => format!("leave the line out, or write `{only}`"),
                _ => format!("leave the line out, or choose one of {}", list(known)),
            },
        ),
        Fact::UnknownAddressee(unknown) => (
            format!("there is no addressee `{}`", unknown.given),
            "not a known addressee".into(),
            did_you_mean(unknown.nearest.as_deref(), "the addressees are", &unknown.known),
        ),
        Fact::UnknownTheme(Unknown { given, nearest, .. }) => (
            format!("there is no theme `{given}`"),
            "not a known theme".into(),
            nearest.as_ref().map_or_else(
                || {
                    "choose one of those that `rapporteur rules list --themes` shows, or add one in a file of your own"
                        .into()
                },
                |nearest| format!("did you mean `{nearest}`?"),
            ),
        ),
        Fact::UnknownChapeau(Unknown { given, nearest, .. }) => (
            format!("there is no chapeau `{given}` in this file"),
            "not a known chapeau".into(),
            nearest.as_ref().map_or_else(
                || format!("add a `[[chapeau]]` with `ref = \"{given}\"`, or mend the reference"),
                |nearest| format!("did you mean `{nearest}`?"),
            ),
        ),
        Fact::GroupMissing { item, addressed } => (
            format!("the item `{item}` doesn't say whom it is about"),
            match addressed {
                true => "the addressees belong to several groups".into(),
                false => "no addressees are named".into(),
            },
            "add `about = \"institution\"`, `\"country\"` or `\"bodies\"`".into(),
        ),
        Fact::ItemMissing { reference } => (
            format!("the recommendation `{reference}` asks somebody to act, but has no item"),
            "no question is asked about this".into(),
            "add a `[[recommendation.item]]`, or `actionable = false` with a `note`".into(),
        ),
        Fact::ItemUnasked { reference } => (
            format!("the paragraph `{reference}` asks nobody to act, but has an item"),
            "marked `actionable = false`".into(),
            "remove the item, or the line `actionable = false`; the item is not scored".into(),
        ),
        Fact::UnknownLinkEnd { given, nearest } => (
            format!("the link leads to `{given}`, which doesn't exist"),
            "no such recommendation or item".into(),
            nearest.as_ref().map_or_else(
                || "write instrument and reference, e.g. `hrc-58-l27/9(k)`, or an item's whole id".into(),
                |nearest| format!("did you mean `{nearest}`?"),
            ),
        ),
        Fact::DeadlineBeforeInstrument { deadline, date } => (
            format!("the deadline {deadline} is before the date of the instrument, {date}"),
            "earlier than the text itself".into(),
            "look at the year of both dates".into(),
        ),
        Fact::UnknownInstrument(unknown) => (
            format!("there are no rules for an instrument `{}`", unknown.given),
            "not a known instrument".into(),
            did_you_mean(unknown.nearest.as_deref(), "the instruments are", &unknown.known),
        ),
        Fact::InstrumentNotListed { given } => (
            format!("`{given}` is answered here, but the file doesn't list it"),
            "answer to an instrument that is not listed".into(),
            format!("add `\"{given}\"` to the list `instruments` at the top, or remove the answer"),
        ),
        Fact::UnknownItem { given, nearest, instrument, what } => (
            format!("there is no {what} `{given}`"),
            format!("not a known {what}"),
            match (nearest, instrument) {
                (Some(nearest), _) => format!("did you mean `{nearest}`?"),
                (None, Some(instrument)) => format!("look the id up with `rapporteur rules show {instrument}`"),
                (None, None) => {
                    "look the instrument up with `rapporteur rules list`; an id is written instrument/paragraph/name"
                        .into()
                }
            },
        ),
        Fact::UnknownLevel(unknown) => (
            format!("there is no level `{}`", unknown.given),
            "not a level of this item".into(),
            did_you_mean(unknown.nearest.as_deref(), "the levels of this item are", &unknown.known),
        ),
        Fact::LevelOfOtherScale { given, scale, known } => (
            format!("`{given}` is not a level of this item, which is answered on the scale `{scale}`"),
            "level of another scale".into(),
            format!("choose one of {}", list(known)),
        ),
        Fact::AnsweredTwice { item } => (
            format!("the item `{item}` is answered twice"),
            "answered again here".into(),
            "keep one of the two answers".into(),
        ),
        Fact::GivenTwice { what } => {
            (format!("{what} is given twice"), "given again here".into(), "remove one of the two".into())
        }
        Fact::UnsafePath(Unusable { path, why, beside }) => (
            format!("the path `{path}` {why} the folder of {}", called(*beside)),
            format!("not inside the folder of {}", called(*beside)),
            match beside {
                Beside::Responses => {
                    "copy the file into the folder `evidence` beside the responses, and write `evidence/…`".into()
                }
                Beside::Theme => "copy the file into the folder of the theme file, and write its name".into(),
            },
        ),
        Fact::BackslashPath { path } => (
            format!("the path `{path}` is written with `\\`"),
            "here".into(),
            format!("write `{}`, with `/`", path.replace("\\\\", "/").replace('\\', "/")),
        ),
        Fact::InstitutionIncomplete { key } => (
            format!("the institution has no `{key}` yet"),
            "empty".into(),
            match *key {
                "country" => "write the two letters of the country, e.g. `country = \"XA\"`".into(),
                _ => "write it between the quotation marks; it stands on the cover of the report".into(),
            },
        ),
        Fact::WithdrawnItem { item, why } => (
            format!("the item `{item}` was withdrawn ({why})"),
            "no longer asked".into(),
            "keep the answer for your files, or remove it; it is not scored".into(),
        ),
        Fact::RulesVersionDiffers { instrument, recorded, ours } => (
            format!("the answers to `{instrument}` were written for version {recorded} of its rules; this is {ours}"),
            format!("the rules in use are {ours}"),
            format!("read the answers once more, then write `{instrument}@{ours}`"),
        ),
        Fact::ReasonMissing { key, excluded } => (
            match excluded {
                Some(what) => format!("the exclusion of `{what}` has no `{key}`"),
                None => format!("\"not applicable\" has no `{key}`"),
            },
            "a reason is owed here".into(),
            match *key {
                "reason-code" => {
                    "add `reason-code = \"…\"`: `not-a-member`, `outside-mandate`, `event-past`, `not-possible-here` \
                     or `other`"
                        .into()
                }
                _ => "add `reason = \"…\"`: one sentence that a reader of the report can follow".into(),
            },
        ),
        Fact::NotApplicableForbidden { item } => (
            format!("the item `{item}` concerns every institution, so \"not applicable\" needs a second look"),
            "this item should be answered on its scale".into(),
            "choose a level; the answer stands as it is, and the report shows it".into(),
        ),
        Fact::AnsweredThoughExcluded { item, excluded } => (
            format!("the item `{item}` is answered, though `{excluded}` is excluded"),
            "the exclusion stands, the answer is not scored".into(),
            "remove the `[[exclude]]`, or the answer".into(),
        ),
        Fact::AnswersContradict { item, level, other, other_level } => (
            format!("`{item}` is answered `{level}`, but `{other}`, which asks the same, `{other_level}`"),
            "the other answer says otherwise".into(),
            "see which of the two is right, and say the same in both".into(),
        ),
        Fact::NarrativeMissing { item } => (
            format!("the answer to `{item}` has a level, but not a word of explanation"),
            "rated without a narrative".into(),
            "say in `narrative` what was done, by whom and when".into(),
        ),
        Fact::EvidenceMissing { item, level } => (
            format!("`{level}` is the highest level, but no evidence is given"),
            "nothing shows it".into(),
            format!("add the document that shows it, below a line `[[response.\"{item}\".evidence]]`"),
        ),
        Fact::ToBeConfirmed { level } => (
            format!("`{level}` is carried over from the last period, and counts as unanswered until you confirm it"),
            "to be confirmed".into(),
            "look at the level and the words, then write `state = \"ready\"` or take the line `state` out".into(),
        ),
        Fact::DoneOnMissing { deadline } => (
            format!("this was due on {deadline}, and the day on which it was done is not given"),
            "done, but when?".into(),
            "add `done-on = YYYY-MM-DD`; it decides whether the deadline was kept".into(),
        ),
        Fact::EvidenceFileMissing { path } => (
            format!("there is no file `{path}`"),
            "not found beside the responses".into(),
            "put the file there, or mend the path; capitals count".into(),
        ),
        Fact::OnlyInRedacted { key } => (
            format!("`{key}` stands in redacted files only"),
            "this file is not redacted: what is found is looked up beside it".into(),
            "take the line out; `rapporteur export FILE --to redacted` writes a redacted file".into(),
        ),
        Fact::LogoUnusable(Unusable { path, why, beside }) => (
            format!("the logo `{path}` {why}"),
            match beside {
                Beside::Responses => "reports are made without it".into(),
                Beside::Theme => "the logo of the responses is shown, if they have one".into(),
            },
            format!("put a PNG or SVG file of at most 1 MB beside {}, and write its name", called(*beside)),
        ),
        Fact::FontUnusable(Unusable { path, why, .. }) => (
            format!("the font `{path}` {why}"),
            "the PDF can't be set in it".into(),
            "put a font file (TTF, OTF or TTC) beside the theme file, and write its name".into(),
        ),
        Fact::FontMissing { family, given } => (
            format!("no font file of the family `{family}` is given"),
            "the PDF is set in our own fonts".into(),
            match given.as_slice() {
                [] => "name its files: `files = [\"…\"]`; a page on the screen shows the family where it is installed"
                    .into(),
                _ => format!("the files hold {}; write the family's name as they do, or add its files", list(given)),
            },
        ),
        Fact::BadColour { given } => (
            format!("`{given}` is not a colour"),
            "not a colour".into(),
            "write it as `#` and six digits from 0 to 9 and a to f, e.g. `#003366`".into(),
        ),
        Fact::LowContrast(Contrast { text, colour, ground, tenths }) => (
            format!(
                "the contrast of the text colour `{text}` ({colour}) on `{ground}` is {}.{} : 1, less than 4.5 : 1",
                tenths / 10,
                tenths % 10
            ),
            "hard to read for many people".into(),
            format!("choose a darker `{text}`, or a lighter ground"),
        ),
        Fact::EvidenceChanged { path } => (
            format!("the file `{path}` is not the one whose SHA-256 was recorded"),
            "changed since it was sealed".into(),
            "find out who changed it and why before you record the new one".into(),
        ),
        Fact::EvidenceAfterAssessment { date, assessment } => (
            format!("the evidence is dated {date}, after the assessment of {assessment}"),
            "later than the answers".into(),
            "look at the year, or move the date of the assessment".into(),
        ),
        Fact::EvidenceBeforePeriod { newest, from } => (
            format!("all evidence is older than the period: the newest is of {newest}, the period began on {from}"),
            "rests on older documents".into(),
            "add a document from the period, or mend the dates; what is done again and again needs new proof".into(),
        ),
        Fact::NameClash(clash) => of_clash(clash),
        Fact::EvidenceUncited { paths } => (
            match paths.as_slice() {
                [only] => format!("no answer cites the file `{only}`, which lies among the evidence"),
                _ => format!("no answer cites {} files that lie among the evidence: {}", paths.len(), first_of(paths)),
            },
            "of the whole file".into(),
            "cite what shows an answer, and take the rest out of the folder before you pass it on".into(),
        ),
        Fact::EvidenceDuplicate { path, other } => (
            format!("the files `{path}` and `{other}` are the same, byte for byte"),
            "the same document under another name".into(),
            "cite one of the two in both places; the same document is not two pieces of evidence".into(),
        ),
        Fact::BasisMissing { item } => (
            format!("the answer to `{item}` doesn't say what it rests on"),
            "an answer about the country".into(),
            "add `basis = \"own-monitoring\"`, `\"state-claim\"`, `\"third-party\"` or `\"mixed\"`".into(),
        ),
        Fact::MeasureMissing { item } => (
            format!("the answer to `{item}` is about what people experience, but gives no figure"),
            "no `measure`".into(),
            "add `measure = { value = …, unit = \"…\", year = …, source = \"…\" }`".into(),
        ),
        Fact::PeriodReversed { from, to } => (
            format!("the period ends on {to}, before it begins on {from}"),
            "ends before it begins".into(),
            "exchange the two dates, or look at the years".into(),
        ),
        Fact::FutureDate { item, key, date, assessment } => (
            format!("`{key}` is {date}, after the assessment of {assessment}"),
            "after the assessment".into(),
            format!("what is still to come belongs below a line `[[response.\"{item}\".action]]`"),
        ),
        Fact::ActionOverdue { due, today } => (
            format!("this action was due on {due} and is still open on {today}"),
            "overdue".into(),
            "set `status = \"done\"` or `\"dropped\"`, or give it a new day".into(),
        ),
        Fact::SelfValidated { name } => (
            format!("`{name}` both prepared and validated the assessment"),
            "the same person".into(),
            "have somebody else confirm the answers".into(),
        ),
        Fact::NotFilledIn { .. }
        | Fact::TextMarkup(..)
        | Fact::TextSpaces
        | Fact::DoubleSpace
        | Fact::BrokenHyphenation(..)
        | Fact::BrokenLine(..)
        | Fact::FootnoteMark(..)
        | Fact::ListMark(..)
        | Fact::ChapeauUnused(..)
        | Fact::ChapeauUnnamed { .. }
        | Fact::OpeningMissing { .. }
        | Fact::NumberingGap { .. }
        | Fact::OutOfOrder { .. }
        | Fact::QuestionMarkMissing { .. }
        | Fact::TwoQuestions(..)
        | Fact::QuestionOpen(..)
        | Fact::QuestionLong { .. }
        | Fact::Abbreviation(..)
        | Fact::IdReused { .. }
        | Fact::WithdrawnUnexplained { .. }
        | Fact::ScaleUnfit { .. }
        | Fact::DraftUnmarked(..)
        | Fact::NoteMissing(..)
        | Fact::ThemesMissing(..)
        | Fact::EvidenceWantedMissing { .. }
        | Fact::GuidanceMissing { .. }
        | Fact::CoreMissing(..)
        | Fact::AddresseeUnmentioned { .. }
        | Fact::WordingRepeated { .. }
        | Fact::LinkToItself(..)
        | Fact::LinkToWithdrawn(..) => advice(fact),
        Fact::SheetRenamed { .. }
        | Fact::SheetUnread { .. }
        | Fact::SheetMissing { .. }
        | Fact::SheetTooLong { .. }
        | Fact::ColumnMissing { .. }
        | Fact::ColumnUnread { .. }
        | Fact::CellsMerged { .. }
        | Fact::CellUnfit { .. }
        | Fact::CellEmpty { .. }
        | Fact::RowUnnamed
        | Fact::TextTooLong { .. }
        | Fact::TextElsewhere { .. } => of_sheet(fact),
        Fact::VerdictUnfit { .. }
        | Fact::VerdictLevelMissing { .. }
        | Fact::VerdictLevelUnfit { .. }
        | Fact::VerdictMissing { .. }
        | Fact::IndependenceMissing
        | Fact::ReviewerNotIndependent { .. }
        | Fact::FindingUnexplained { .. }
        | Fact::MethodMissing { .. }
        | Fact::OutsideSample { .. }
        | Fact::SampleNotExamined { .. }
        | Fact::ReviewBeforeAssessment { .. }
        | Fact::ReviewedAnswerChanged { .. }
        | Fact::ReviewedResponsesChanged { .. } => of_review(fact),
        Fact::MoreProblems { more } => (
            match more {
                1 => "one more problem of this file is not listed".to_owned(),
                _ => format!("{more} more problems of this file are not listed"),
            },
            "the last one listed".into(),
            "mend those above first, then check again".into(),
        ),
    };
    let related = match fact {
        Fact::MisplacedKey { .. } => "it was read as part of this block",
        Fact::AnsweredTwice { .. } => "answered here first",
        Fact::GivenTwice { .. } => "given here first",
        Fact::AnsweredThoughExcluded { .. } => "excluded here",
        Fact::AnswersContradict { .. } => "answered otherwise here",
        Fact::NameClash(_) | Fact::EvidenceDuplicate { .. } => "the other one",
        Fact::WordingRepeated { .. } => "asked here first",
        Fact::OutOfOrder { .. } => "this one follows it",
        Fact::ChapeauUnnamed { .. } => "the opening",
        _ => "used here first",
    };
    Words { message, label, help, related }
}

/// Two paths that some file systems take for one.
fn of_clash(clash: &Clash) -> (String, String, String) {
    let Clash { path, other, in_capitals, both } = clash;
    let how = if *in_capitals { "in capital letters" } else { "in the way its accents are stored" };
    match both {
        true => (
            format!("the paths `{path}` and `{other}` differ only {how}"),
            "the same file on many computers".into(),
            "give one of the two files another name; where they are copied to such a computer, one is lost".into(),
        ),
        false => (
            format!("there is no file `{path}`, but `{other}`, which differs only {how}"),
            "not quite the name of the file".into(),
            format!("write `{other}`, letter for letter, as it stands here"),
        ),
    }
}

/// A file in whose folder paths are looked up, as people call it.
fn called(beside: Beside) -> &'static str {
    match beside {
        Beside::Responses => "the responses",
        Beside::Theme => "the theme file",
    }
}
