//! Several assessments beside each other, the oldest first.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::figures::{Figures, figures};
use super::since::{Listed, Since, since};
use super::{ScopeView, Text, scope, text};
use crate::assess::{self, Assessment, Change, GroupResult, Ratio};
use crate::model::{Group, Instrument, Period, Provenance, of_one_institution};

/// What is told of several files of responses, given in the order of their periods.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Compared {
    /// Whether all are of one institution; figures of different ones can't be compared.
    pub one_institution: bool,
    /// What the comparison is cut to; nothing in it if it covers everything.
    pub scope: ScopeView,
    /// The figures of all.
    pub trend: Trend,
    /// What changed from each to the next.
    pub steps: Vec<Since>,
}

/// The figures of several assessments.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Trend {
    /// Which they are.
    pub periods: Vec<PeriodView>,
    /// The groups of which one of them asks something.
    pub groups: Vec<GroupTrend>,
}

/// One of several assessments.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PeriodView {
    /// A short name for it, unlike that of the others: a year, a day, or its number.
    pub label: String,
    /// Who answers; may be empty.
    pub institution: String,
    /// Country code; may be empty.
    pub country: String,
    /// The time that the answers describe.
    pub period: Period,
    /// The day on which they are true.
    pub date: NaiveDate,
    /// The files of these answers.
    pub provenance: Vec<Provenance>,
}

/// The figures of one group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GroupTrend {
    /// Whom it is about.
    pub group: Group,
    /// The headline; its name is empty.
    pub headline: TrendRow,
    /// By resolution, those of which one of them asks something.
    pub instruments: Vec<TrendRow>,
}

/// One scope in all periods.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TrendRow {
    /// Id of a resolution; empty for a headline.
    pub id: String,
    /// Its name; empty for a headline.
    pub name: Text,
    /// The figures, one for each period; `None` where nothing of it was asked.
    pub figures: Vec<Option<Figures>>,
    /// Change of the implementation from the first to the last; `None` unless both are defined.
    pub change: Option<Change>,
}

/// Holds `assessments`, the oldest first and made with the same rules, against each other.
pub fn compared(assessments: &[&Assessment<'_>], language: &str) -> Compared {
    let steps = assessments.windows(2).map(|pair| since(pair[0], pair[1], Listed::All, language));
    Compared {
        one_institution: of_one_institution(assessments.iter().map(|one| one.responses)),
        scope: assessments.last().map(|last| scope(last, language)).unwrap_or_default(),
        trend: trend(assessments, language),
        steps: steps.collect(),
    }
}

/// The figures of `assessments`, the oldest first.
pub(super) fn trend(assessments: &[&Assessment<'_>], language: &str) -> Trend {
    let labels = labels(assessments);
    let periods = assessments.iter().zip(labels).map(|(one, label)| PeriodView {
        label,
        institution: one.responses.institution.name.clone(),
        country: one.responses.institution.country.clone(),
        period: one.responses.particulars.period,
        date: one.responses.particulars.date,
        provenance: one.responses.provenance.clone(),
    });
    let groups = [Group::Institution, Group::Country].map(|group| group_trend(group, assessments, language));
    Trend { periods: periods.collect(), groups: groups.into_iter().flatten().collect() }
}

fn group_trend(group: Group, assessments: &[&Assessment<'_>], language: &str) -> Option<GroupTrend> {
    let results: Vec<Option<&GroupResult<'_>>> =
        assessments.iter().map(|one| one.groups().into_iter().find(|result| result.group == group)).collect();
    let headlines = results.iter().map(|result| result.map(|result| &result.headline)).collect();
    let headline = row(String::new(), Text { text: String::new(), lang: language.to_owned() }, headlines)?;
    let mut instruments: Vec<&Instrument> = Vec::new();
    // Those of the newest come first, in its order.
    for instrument in assessments.iter().rev().flat_map(|one| &one.instruments) {
        if !instruments.iter().any(|known| known.id == instrument.id) {
            instruments.push(instrument);
        }
    }
    let of = |instrument: &Instrument| {
        let figures = |result: &GroupResult<'_>, id: &str| result.instruments.iter().position(|(one, _)| one.id == id);
        let found = results.iter().map(|result| {
            let result = (*result)?;
            figures(result, &instrument.id).map(|at| &result.instruments[at].1)
        });
        row(instrument.id.clone(), text(&instrument.short_title, language), found.collect())
    };
    Some(GroupTrend { group, headline, instruments: instruments.into_iter().filter_map(of).collect() })
}

/// `None` if none of them asks anything.
fn row(id: String, name: Text, found: Vec<Option<&assess::Figures>>) -> Option<TrendRow> {
    let found: Vec<_> = found.into_iter().map(|one| one.filter(|one| one.counts.asked > 0)).collect();
    found.iter().flatten().next()?;
    let implementation = |one: Option<&Option<&assess::Figures>>| -> Option<Ratio> {
        one.copied().flatten().and_then(|figures| figures.implementation.clone())
    };
    let change = implementation(found.last()).zip(implementation(found.first())).map(|(now, then)| now - then);
    let figures = found.into_iter().map(|one| one.map(figures)).collect();
    Some(TrendRow { id, name, figures, change: change.as_ref().map(Change::of) })
}

/// A short name for each: its year, if each describes another whole year; else its day, if these differ; else a number.
fn labels(assessments: &[&Assessment<'_>]) -> Vec<String> {
    let year = |period: Period| {
        let whole = period.from.ordinal() == 1 && (period.to.month(), period.to.day()) == (12, 31);
        (whole && period.from.year() == period.to.year()).then(|| period.to.year().to_string())
    };
    let years: Option<Vec<String>> = assessments.iter().map(|one| year(one.responses.particulars.period)).collect();
    let days = assessments.iter().map(|one| one.responses.particulars.date.to_string()).collect();
    let numbers = (1..=assessments.len()).map(|number| number.to_string()).collect();
    let differ = |labels: &Vec<String>| labels.iter().enumerate().all(|(at, label)| !labels[..at].contains(label));
    years.into_iter().chain([days]).find(differ).unwrap_or(numbers)
}
