//! Figures as they are printed: rounded percentages, each with its counts.

use serde::Serialize;

use super::{Text, text};
use crate::assess::{self, Assessment, Counted, Counts, GroupResult, Percent, Ratio, ScoringModel, Tally};
use crate::model::{Group, Indicator, Instrument, Theme};

/// All figures of one group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GroupView {
    /// Whom it is about.
    pub group: Group,
    /// The headline; `None` where nothing is asked of the group.
    pub headline: Option<Headline>,
}

/// A group's headline and what stands beside it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Headline {
    /// All items of the group.
    pub figures: Figures,
    /// By instrument, those that have items of the group.
    pub instruments: Vec<Scoped>,
    /// By theme; themes overlap.
    pub themes: Vec<Scoped>,
    /// By kind of indicator: `structure`, `process`, `outcome`; the name is the key of a word.
    pub indicators: Vec<Scoped>,
    /// By each named model.
    pub models: Vec<Model>,
    /// By theme and instrument; only in the self-assessment.
    pub matrix: Option<Matrix>,
}

/// Figures of both groups side by side. Nothing is added up across a row.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Beside {
    /// Id of the scope; empty for everything.
    pub id: String,
    /// Its name; empty where the id is the key of a word.
    pub name: Text,
    /// Figures of the institution; `None` if nothing is asked of it.
    pub institution: Option<Figures>,
    /// Figures of the country; `None` if nothing is asked of it.
    pub country: Option<Figures>,
}

/// The scopes for which both groups stand side by side.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SideBySide {
    /// Everything.
    pub all: Beside,
    /// By instrument.
    pub instruments: Vec<Beside>,
    /// By kind of indicator.
    pub indicators: Vec<Beside>,
    /// By theme.
    pub themes: Vec<Beside>,
}

/// Figures by theme and instrument. Themes overlap, so the cells of a column don't add up.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Matrix {
    /// Short titles of the instruments that have items of the group.
    pub columns: Vec<Text>,
    /// The themes.
    pub rows: Vec<MatrixRow>,
}

/// A theme with a cell for each instrument.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MatrixRow {
    /// Name of the theme.
    pub name: Text,
    /// The cells; `None` where the instrument has nothing on the theme.
    pub cells: Vec<Option<Cell>>,
}

/// What one instrument asks on one theme.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cell {
    /// How much is done, of what was valued; `None` if nothing was valued.
    pub implementation: Option<Percent>,
    /// How many items apply.
    pub applicable: usize,
    /// How many items stand how far.
    pub tally: Tally,
}

/// Figures of a named scope.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Scoped {
    /// Id of the scope.
    pub id: String,
    /// Its name; empty where the id is the key of a word.
    pub name: Text,
    /// Its figures.
    pub figures: Figures,
}

/// Figures of a set of items.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Figures {
    /// Numbers of items.
    pub counts: Counts,
    /// How many items stand how far.
    pub tally: Tally,
    /// How many items are fully or largely done.
    pub done: usize,
    /// Number of items on which the bounds depend.
    pub without_value: usize,
    /// How much is answered.
    pub coverage: Part,
    /// How much is done, of what was valued; `None` if nothing was valued.
    pub implementation: Option<Percent>,
    /// Between what the implementation lies; `None` if nothing is applicable.
    pub bounds: Option<Bounds>,
    /// The same if every not-applicable item were unanswered.
    pub bounds_not_applicable: Option<Bounds>,
    /// How much is not applicable.
    pub not_applicable: Part,
    /// How much of what is done carries evidence.
    pub evidence: Evidence,
    /// Widths of a bar.
    pub bar: Bar,
}

/// A part: percentage with its counts.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Part {
    /// The percentage; `None` if there is nothing to divide by.
    pub percent: Option<Percent>,
    /// Number of items in the part.
    pub items: usize,
    /// Number of items in all.
    pub of: usize,
}

/// Lower and upper bound.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Bounds {
    /// If everything without a value were worth nothing.
    pub lower: Percent,
    /// If everything without a value were fully met.
    pub upper: Percent,
    /// Whether both are printed alike.
    pub same: bool,
}

/// How much of what is done carries evidence, in all and by kind.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Evidence {
    /// With any evidence.
    pub carried: Part,
    /// With a sealed file that matches its seal.
    pub sealed: Part,
    /// With a file that is not sealed.
    pub present: Part,
    /// With a link only.
    pub link_only: Part,
}

/// Widths of a bar's parts in thousandths: what is done, then what is open.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Bar {
    /// Done: the lower bound.
    pub done: u16,
    /// Open: up to the upper bound.
    pub open: u16,
}

/// The implementation by a named model.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Model {
    /// The model.
    pub model: ScoringModel,
    /// Its figure; `None` if nothing was valued.
    pub implementation: Option<Percent>,
    /// What it counts.
    pub counted: Counted,
    /// How many of them.
    pub of: usize,
}

/// The view of one group.
pub(super) fn group(
    result: &GroupResult<'_>,
    assessment: &Assessment<'_>,
    with_matrix: bool,
    language: &str,
) -> GroupView {
    let headline = (result.headline.counts.asked > 0).then(|| Headline {
        figures: figures(&result.headline),
        instruments: result
            .instruments
            .iter()
            .filter(|(_, part)| part.counts.asked > 0)
            .map(|(instrument, part)| scoped(&instrument.id, text(&instrument.short_title, language), part))
            .collect(),
        themes: result
            .themes
            .iter()
            .map(|(theme, part)| scoped(&theme.id, text(&theme.name, language), part))
            .collect(),
        indicators: result
            .indicators
            .iter()
            .map(|(indicator, part)| {
                let unnamed = Text { text: String::new(), lang: language.to_owned() };
                scoped(&indicator.to_string(), unnamed, part)
            })
            .collect(),
        models: result
            .models
            .iter()
            .map(|model| Model {
                model: model.model,
                implementation: model.implementation.as_ref().map(Percent::of),
                counted: model.counted,
                of: model.of,
            })
            .collect(),
        matrix: with_matrix.then(|| matrix(result, assessment, language)),
    });
    GroupView { group: result.group, headline }
}

/// Puts the groups side by side, each scope in the order of the rules.
pub(super) fn side_by_side(groups: &[GroupView], assessment: &Assessment<'_>) -> SideBySide {
    let of = |group: Group| groups.iter().find(|view| view.group == group).and_then(|view| view.headline.as_ref());
    let (institution, country) = (of(Group::Institution), of(Group::Country));
    let beside = |id: &str, scopes: fn(&Headline) -> &[Scoped]| {
        let find = |headline: Option<&Headline>| {
            let scoped = headline.and_then(|headline| scopes(headline).iter().find(|scoped| scoped.id == id));
            scoped.filter(|scoped| scoped.figures.counts.asked > 0).cloned()
        };
        let (institution, country) = (find(institution), find(country));
        let name = institution.as_ref().or(country.as_ref()).map(|scoped| scoped.name.clone())?;
        let figures = |scoped: Option<Scoped>| scoped.map(|scoped| scoped.figures);
        Some(Beside { id: id.to_owned(), name, institution: figures(institution), country: figures(country) })
    };
    let headline = |headline: Option<&Headline>| headline.map(|headline| headline.figures.clone());
    let unnamed = Text { text: String::new(), lang: String::new() };
    let all =
        Beside { id: String::new(), name: unnamed, institution: headline(institution), country: headline(country) };
    let instruments = assessment.instruments.iter().filter_map(|text| beside(&text.id, |of| &of.instruments));
    let indicators = [Indicator::Structure, Indicator::Process, Indicator::Outcome];
    let indicators = indicators.iter().filter_map(|kind| beside(&kind.to_string(), |of| &of.indicators));
    let themes = assessment.rules.themes.iter().filter_map(|theme| beside(&theme.id, |of| &of.themes));
    SideBySide { all, instruments: instruments.collect(), indicators: indicators.collect(), themes: themes.collect() }
}

fn matrix(result: &GroupResult<'_>, assessment: &Assessment<'_>, language: &str) -> Matrix {
    let columns = result.instruments.iter().filter(|(_, part)| part.counts.asked > 0);
    let columns: Vec<&Instrument> = columns.map(|(instrument, _)| *instrument).collect();
    let cell = |theme: &Theme, instrument: &Instrument| {
        let figures = assessment.figures_of(result.group, |item| {
            item.instrument.id == instrument.id && item.recommendation.themes.contains(&theme.id)
        });
        (figures.counts.asked > 0).then(|| Cell {
            implementation: figures.implementation.as_ref().map(Percent::of),
            applicable: figures.counts.applicable,
            tally: figures.tally,
        })
    };
    Matrix {
        rows: result
            .themes
            .iter()
            .map(|(theme, _)| MatrixRow {
                name: text(&theme.name, language),
                cells: columns.iter().map(|instrument| cell(theme, instrument)).collect(),
            })
            .collect(),
        columns: columns.iter().map(|instrument| text(&instrument.short_title, language)).collect(),
    }
}

fn scoped(id: &str, name: Text, part: &assess::Figures) -> Scoped {
    Scoped { id: id.to_owned(), name, figures: figures(part) }
}

pub(super) fn figures(exact: &assess::Figures) -> Figures {
    let done = exact.bounds.as_ref().map_or(0, |bounds| Percent::of(&bounds.lower).permille);
    let upper = exact.bounds.as_ref().map_or(0, |bounds| Percent::of(&bounds.upper).permille);
    Figures {
        counts: exact.counts,
        tally: exact.tally,
        done: exact.tally.full + exact.tally.largely,
        without_value: exact.counts.without_value(),
        coverage: part(&exact.coverage),
        implementation: exact.implementation.as_ref().map(Percent::of),
        bounds: exact.bounds.as_ref().map(bounds),
        bounds_not_applicable: exact.bounds_not_applicable.as_ref().map(bounds),
        not_applicable: part(&exact.not_applicable),
        evidence: Evidence {
            carried: part(&exact.evidence.carried),
            sealed: part(&exact.evidence.sealed),
            present: part(&exact.evidence.present),
            link_only: part(&exact.evidence.link_only),
        },
        bar: Bar { done, open: upper.saturating_sub(done) },
    }
}

fn part(exact: &assess::Part) -> Part {
    Part { percent: exact.ratio.as_ref().map(|ratio: &Ratio| Percent::of(ratio)), items: exact.items, of: exact.of }
}

fn bounds(exact: &assess::Bounds) -> Bounds {
    let (lower, upper) = (Percent::of(&exact.lower), Percent::of(&exact.upper));
    let same = (lower.qualifier, lower.whole) == (upper.qualifier, upper.whole);
    Bounds { lower, upper, same }
}
