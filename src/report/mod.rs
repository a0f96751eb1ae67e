//! report: from an assessment to what a reader is told, in order.
//!
//! In: an [`Assessment`], who reads, an earlier assessments to compare with, the language and what a draft leaves out.
//! Out: a [`Report`], a typed view that templates and the terminal read field by field. Nothing is computed here but
//! what a page needs (order, grouping, choice); no word of the report stands here, only keys of words; and what a reader
//! may not see is taken out here, once ([`redacted`]).

mod applicability;
mod audience;
mod book;
mod figures;
mod items;
mod lists;
mod method;
mod redact;
mod register;
mod requests;
mod reviewed;
mod sample;
mod since;
mod themes;
mod timeline;
mod trend;

use serde::Serialize;

use crate::assess::{self, Assessment};
use crate::model::{self, Drawn, Group, Numbering, Period, Picture, Profile, Provenance, Status};
use crate::problem::{Problem, Severity};
use crate::source::Sources;

pub use applicability::{Applicability, Included};
pub use audience::Audience;
pub use book::{Book, Counted, Row, Scored, Sheet, Stands, book};
pub use figures::{
    Bar, Beside, Bounds, Cell, Evidence, Figures, GroupView, Headline, Matrix, MatrixRow, Model, Part, Scoped,
    SideBySide,
};
pub use items::{EvidenceView, InstrumentView, ItemView, RecommendationView, answers};
pub use lists::{ActionView, DeadlineView, Gap, GapsOf, Obstacle, ObstaclesOf, Place, Silent};
pub use method::{ChangeView, LevelView, ScaleView};
pub use redact::{all_for_outsiders, for_outsiders, redacted, redacted_review};
pub use register::Registered;
pub use requests::{FollowUp, RequestView, Served};
pub use reviewed::{
    AsideView, BandCell, BandRow, Dispute, EstimateView, FindingView, Hundredths, RatingView, RatingsView, ReviewView,
    ReviewedGroup, VerdictCount, verdict_word,
};
pub use sample::{SampleView, Stratum};
pub use since::{Changed, GroupSince, Kind, Pair, Since};
pub use themes::{LevelShown, ThemeView};
pub use timeline::{DeadlineCount, DeadlineCounts, Mark, Timeline, Year};
pub use trend::{Compared, GroupTrend, PeriodView, Trend, TrendRow, compared};

/// What a report is made of, and for whom.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The answers, scored.
    pub assessment: &'a Assessment<'a>,
    /// Those of earlier periods, the oldest first and made with the same rules; the last is compared with.
    pub earlier: Vec<&'a Assessment<'a>>,
    /// Who reads.
    pub audience: Audience,
    /// Language of the report's own words.
    pub language: &'a str,
    /// Errors whose answers were left out.
    pub draft_notes: Vec<DraftNote>,
    /// What an auditor found of them.
    pub review: Option<&'a model::Review>,
    /// The items to look at; `None` for all.
    pub sample: Option<Drawn>,
    /// Whether it is a form to fill in, made of no answers.
    pub blank: bool,
}

/// What an auditor may find of an item.
const VERDICTS: [&str; 7] = ["agree", "lower", "higher", "insufficient", "contradicts", "rejected", "not-examined"];

impl<'a> Wanted<'a> {
    /// Everything that `audience` reads, with nothing to compare with.
    pub fn of(assessment: &'a Assessment<'a>, audience: Audience, language: &'a str) -> Self {
        Self {
            assessment,
            earlier: Vec::new(),
            audience,
            language,
            draft_notes: Vec::new(),
            review: None,
            sample: None,
            blank: false,
        }
    }
}

/// A text with its language, for the `lang` attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Text {
    /// The text.
    pub text: String,
    /// Language tag.
    pub lang: String,
}

/// Something that a draft leaves out: where it stands and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DraftNote {
    /// File, line and column.
    pub place: String,
    /// The problem in one sentence; empty for a reader who may not see what was written there.
    pub message: String,
}

impl DraftNote {
    /// What a draft leaves out of answers with these problems.
    pub fn of(problems: &[Problem], sources: &Sources) -> Vec<Self> {
        let errors = problems.iter().filter(|problem| problem.severity() == Severity::Error);
        let note = |problem: &Problem| {
            let source = sources.get(problem.at.file);
            let (line, column) = source.line_and_column(problem.at.start);
            Self { place: format!("{}:{line}:{column}", source.file_name()), message: problem.words().message }
        };
        errors.map(note).collect()
    }
}

/// What a report says, in order. Days are ISO 8601; percentages are rounded as printed. A scorecard has no lists of
/// everything; only the self-assessment has figures by theme and resolution.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Report {
    /// Who reads.
    pub audience: Audience,
    /// Language of the report's own words.
    pub language: String,
    /// Whether it is a form to fill in, made of no answers.
    pub blank: bool,
    /// Whether answers with errors were left out.
    pub draft: bool,
    /// What was left out.
    pub draft_notes: Vec<DraftNote>,
    /// Who answers.
    pub institution: Institution,
    /// The time that the answers describe.
    pub period: Period,
    /// The day on which the answers are true.
    pub date: chrono::NaiveDate,
    /// The day that deadlines and actions are held against.
    pub today: chrono::NaiveDate,
    /// Whether [`Report::today`] is later than the date of the answers.
    pub today_differs: bool,
    /// Who prepared; may be empty.
    pub prepared_by: String,
    /// Who validated; may be empty.
    pub validated_by: String,
    /// The letter of transmittal; may be empty.
    pub transmittal: String,
    /// The institution's own summary; may be empty.
    pub summary: String,
    /// Whether it holds what is not for everybody: internal notes, who is to answer or answered, confidential evidence or
    /// actions.
    pub internal: bool,
    /// Whether only the core questions were asked.
    pub core: bool,
    /// What the report is cut to; nothing in it if it covers everything.
    pub scope: ScopeView,
    /// The resolutions, in order.
    pub resolutions: Vec<Resolution>,
    /// The two headlines, institution first; a group of which nothing is asked has no figures, and is left out of a
    /// report that is cut to a part.
    pub groups: Vec<GroupView>,
    /// The two groups side by side, by scope.
    pub beside: SideBySide,
    /// How many items are about secretariats and international bodies, and how many of these are answered.
    pub bodies: Bodies,
    /// Whether anything of the institution or the country is rated.
    pub rated: bool,
    /// What an auditor found.
    pub review: Option<ReviewView>,
    /// What changed since an earlier report.
    pub since: Option<Since>,
    /// The figures of all periods, where there are more than two.
    pub trend: Option<Trend>,
    /// Gaps among answered items by group, by what closing them would add.
    pub gaps: Vec<GapsOf>,
    /// Items without a value by group: unanswered, or answered without a value.
    pub open: Vec<GapsOf>,
    /// What stands in the way, by group.
    pub obstacles: Vec<ObstaclesOf>,
    /// What was refused, by group.
    pub refused: Vec<ObstaclesOf>,
    /// What parliament is asked for.
    pub requests: Vec<RequestView>,
    /// What became of what it was asked for before.
    pub follow_up: Vec<FollowUp>,
    /// Deadlines of the institution and the country.
    pub deadlines: Vec<DeadlineView>,
    /// How many of them stand where.
    pub deadline_counts: DeadlineCounts,
    /// Those of them that have a day, along time.
    pub timeline: Option<Timeline>,
    /// Those of bodies that have a day, along time.
    pub bodies_timeline: Option<Timeline>,
    /// Deadlines of secretariats and bodies.
    pub bodies_deadlines: Vec<DeadlineView>,
    /// Next steps, by day.
    pub actions: Vec<ActionView>,
    /// By theme, with what links join.
    pub themes: Vec<ThemeView>,
    /// The sample, if the items are only those of one.
    pub sample: Option<SampleView>,
    /// The verdicts that an auditor chooses from: keys of words.
    pub verdicts: [&'static str; 7],
    /// How many items that part has.
    pub asked: usize,
    /// Everything that was asked, in full, or what the sample has of it.
    pub instruments: Vec<InstrumentView>,
    /// Every item of the resolutions: included or not, and why.
    pub applicability: Vec<Applicability>,
    /// Every document that is cited.
    pub register: Vec<Registered>,
    /// Paragraphs that ask nobody to act.
    pub silent: Vec<Silent>,
    /// Scales in use.
    pub scales: Vec<ScaleView>,
    /// What the institution changed in the rules.
    pub changes: Vec<ChangeView>,
    /// The files of these changes.
    pub overlays: Vec<Provenance>,
    /// The files of links, scales and themes.
    pub rules_files: Vec<Provenance>,
    /// The files of responses.
    pub provenance: Vec<Provenance>,
    /// Version of the tool.
    pub tool_version: String,
}

/// What a report is cut to.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ScopeView {
    /// Whether it is cut at all.
    pub cut: bool,
    /// Whether it is cut to some of the resolutions.
    pub instruments: bool,
    /// Groups; empty for all.
    pub groups: Vec<Group>,
    /// Names of themes; empty for all.
    pub themes: Vec<Text>,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Institution {
    /// Name; may be empty.
    pub name: String,
    /// Country code.
    pub country: String,
    /// Whether the code is one set aside for examples (XA–XZ).
    pub fictitious: bool,
    /// Kind; may be empty.
    pub kind: String,
    /// Accreditation; may be empty.
    pub accreditation: String,
    /// Address; may be empty.
    pub address: String,
    /// Contact; may be empty.
    pub contact: String,
    /// Logo.
    #[serde(skip)]
    pub logo: Option<Picture>,
}

/// An instrument as a reader is told of it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Resolution {
    /// Id.
    pub id: String,
    /// Full title.
    pub title: Text,
    /// Short title.
    pub short_title: Text,
    /// Issuing body.
    pub body: String,
    /// Symbol; may be empty.
    pub symbol: String,
    /// Date.
    pub date: chrono::NaiveDate,
    /// Draft or adopted.
    pub status: Status,
    /// Who numbered the paragraphs.
    pub numbering: Numbering,
    /// Which text it was taken from; may be empty.
    pub source: String,
    /// Version of the rules file.
    pub version: String,
    /// The rules file.
    pub provenance: Provenance,
    /// Number of paragraphs, of those that ask for action, and of items asked.
    pub paragraphs: usize,
    /// Paragraphs that ask for action.
    pub actionable: usize,
    /// Items asked.
    pub items: usize,
    /// Items asked about the institution, and about the country.
    pub items_institution: usize,
    /// Items asked about the country.
    pub items_country: usize,
    /// The themes of its paragraphs of which something is asked, those of most paragraphs first, four
    /// at most.
    pub themes: Vec<Text>,
}

/// Items about secretariats and international bodies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Bodies {
    /// How many there are.
    pub asked: usize,
    /// How many are answered.
    pub answered: usize,
}

/// Makes the report. Titles, questions and labels are given in the language of the answers, where the rules have them in
/// it.
///
/// What parliament gets is made of [`redacted`] responses from the start, so what is taken out of them can't be in it.
pub fn report(wanted: Wanted<'_>) -> Report {
    if wanted.audience != Audience::Parliament {
        return made(wanted);
    }
    // A message quotes what stands at its place.
    let told = |note: &DraftNote| DraftNote { message: String::new(), ..note.clone() };
    let review = wanted.review.map(|review| redacted_review(review, wanted.assessment.responses));
    let draft_notes = wanted.draft_notes.iter().map(told).collect();
    let wanted = Wanted { draft_notes, review: review.as_ref(), ..wanted };
    all_for_outsiders(&wanted.earlier, |earlier| {
        for_outsiders(wanted.assessment, |assessment| {
            made(Wanted { assessment, earlier: earlier.to_vec(), ..wanted.clone() })
        })
    })
}

fn made(wanted: Wanted<'_>) -> Report {
    let assessment = wanted.assessment;
    let responses = assessment.responses;
    let particulars = &responses.particulars;
    let language = particulars.language.as_str();
    // The terminal shows no lists of everything, and is waited for.
    let pages = wanted.audience != Audience::Scorecard;
    let groups = groups(assessment, wanted.audience == Audience::SelfAssessment, language);
    let gaps = lists::gaps(assessment, language);
    let (bodies_deadlines, deadlines) = lists::deadlines(assessment, language);
    let (sample, drawn) = wanted.sample.map(|sample| sample::draw(sample, assessment, language)).unzip();
    let earlier = wanted.earlier.last().copied();
    let reviewed = wanted.review.map(|review| assess::reviewed(assessment, review));
    let shown = items::Shown {
        drawn: drawn.as_ref(),
        levels: wanted.audience == Audience::Auditor,
        reviewed: reviewed.as_ref(),
    };
    Report {
        audience: wanted.audience,
        language: wanted.language.to_owned(),
        blank: wanted.blank,
        draft: !wanted.draft_notes.is_empty(),
        draft_notes: wanted.draft_notes,
        institution: institution(&responses.institution),
        period: particulars.period,
        date: particulars.date,
        today: assessment.today,
        today_differs: assessment.today != particulars.date,
        prepared_by: particulars.prepared_by.clone(),
        validated_by: particulars.validated_by.clone(),
        transmittal: particulars.transmittal.trim().to_owned(),
        summary: particulars.summary.trim().to_owned(),
        internal: internal(assessment) || wanted.review.is_some_and(reviewed::internal),
        core: responses.profile == Profile::Core,
        scope: scope(assessment, language),
        resolutions: resolutions(assessment, language),
        beside: figures::side_by_side(&groups, assessment),
        groups,
        bodies: Bodies { asked: assessment.bodies.asked, answered: assessment.bodies.answered },
        rated: assessment.groups().iter().any(|group| group.headline.counts.valued > 0),
        review: reviewed.as_ref().map(|reviewed| reviewed::view(reviewed, assessment, language)),
        since: earlier.map(|earlier| since::since(earlier, assessment, since::Listed::Answers, language)),
        trend: (wanted.earlier.len() > 1).then(|| {
            let periods: Vec<_> = wanted.earlier.iter().copied().chain([assessment]).collect();
            trend::trend(&periods, language)
        }),
        open: lists::by_group(&gaps, true),
        gaps: lists::by_group(&gaps, false),
        obstacles: on_pages(pages, || lists::obstacles(assessment, language)),
        refused: on_pages(pages, || lists::refused(assessment, language)),
        requests: requests::requests(assessment, language),
        follow_up: requests::follow_up(assessment, earlier),
        deadline_counts: timeline::counts(&deadlines),
        timeline: timeline::timeline(&deadlines, assessment.today),
        bodies_timeline: timeline::timeline(&bodies_deadlines, assessment.today),
        deadlines,
        bodies_deadlines,
        actions: lists::actions(assessment, language),
        themes: on_pages(pages, || themes::themes(assessment, language)),
        verdicts: VERDICTS,
        asked: sample.as_ref().map_or(assessment.items.len(), |sample| sample.size),
        sample,
        instruments: on_pages(pages, || items::instruments(assessment, shown, language)),
        applicability: on_pages(pages, || applicability::applicability(assessment, language)),
        register: on_pages(pages, || register::register(assessment, language)),
        silent: on_pages(pages, || lists::silent(assessment)),
        scales: on_pages(pages, || method::scales(assessment, language)),
        changes: method::changes(assessment),
        overlays: assessment.rules.overlays.iter().map(|overlay| overlay.provenance.clone()).collect(),
        rules_files: assessment.rules.others.clone(),
        provenance: responses.provenance.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// A list that only `pages` show.
fn on_pages<T>(pages: bool, list: impl FnOnce() -> Vec<T>) -> Vec<T> {
    if pages { list() } else { Vec::new() }
}

fn institution(institution: &model::Institution) -> Institution {
    Institution {
        name: institution.name.clone(),
        country: institution.country.clone(),
        fictitious: institution.country.starts_with('X') && institution.country != "XK",
        kind: institution.kind.clone(),
        accreditation: institution.accreditation.clone(),
        address: institution.address.clone(),
        contact: institution.contact.clone(),
        logo: institution.logo.clone(),
    }
}

/// Whether something of the answers is not for everybody.
fn internal(assessment: &Assessment<'_>) -> bool {
    let responses = assessment.items.iter().filter_map(|item| item.response);
    let named = |text: &str| !text.trim().is_empty();
    let mut internal = responses.map(|response| {
        named(&response.internal_note)
            || named(&response.assigned_to)
            || named(&response.answered_by)
            || response.evidence.iter().any(|evidence| evidence.confidential)
            || response.actions.iter().any(|action| action.confidential)
    });
    internal.any(|internal| internal)
}

/// The groups that are wanted; in a cut scope, those of which something is asked.
fn groups(assessment: &Assessment<'_>, with_matrix: bool, language: &str) -> Vec<GroupView> {
    let scope = &assessment.responses.scope;
    let wanted = assessment
        .groups()
        .into_iter()
        .filter(|group| scope.is_whole() || (scope.has_group(group.group) && group.headline.counts.asked > 0));
    wanted.map(|group| figures::group(group, assessment, with_matrix, language)).collect()
}

fn scope(assessment: &Assessment<'_>, language: &str) -> ScopeView {
    let scope = &assessment.responses.scope;
    let themes = assessment.rules.themes.iter().filter(|theme| scope.themes.contains(&theme.id));
    ScopeView {
        cut: !scope.is_whole(),
        instruments: !scope.instruments.is_empty(),
        groups: scope.groups.clone(),
        themes: themes.map(|theme| text(&theme.name, language)).collect(),
    }
}

fn resolutions(assessment: &Assessment<'_>, language: &str) -> Vec<Resolution> {
    let asked = |id: &str| assessment.items.iter().filter(|item| item.instrument.id == id).count();
    let about = |id: &str, group| assessment.items_of(group).filter(|item| item.instrument.id == id).count();
    assessment
        .instruments
        .iter()
        .map(|instrument| Resolution {
            id: instrument.id.clone(),
            title: text(&instrument.title, language),
            short_title: text(&instrument.short_title, language),
            body: instrument.body.clone(),
            symbol: instrument.symbol.clone(),
            date: instrument.date,
            status: instrument.status,
            numbering: instrument.refs,
            source: instrument.source.clone(),
            version: instrument.version.clone(),
            provenance: instrument.provenance.clone(),
            paragraphs: instrument.recommendations.len(),
            actionable: instrument.recommendations.iter().filter(|recommendation| recommendation.actionable).count(),
            items: asked(&instrument.id),
            items_institution: about(&instrument.id, Group::Institution),
            items_country: about(&instrument.id, Group::Country),
            themes: themes::of_instrument(assessment, instrument, language),
        })
        .collect()
}

/// The text of `wording` in `language`, or in the nearest language there is.
fn text(wording: &crate::model::Wording, language: &str) -> Text {
    let (lang, text) = wording.in_language(language);
    Text { text: text.to_owned(), lang: lang.to_owned() }
}
