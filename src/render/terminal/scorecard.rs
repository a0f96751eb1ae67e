//! The scorecard: where the institution stands.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};

use super::super::words::Words;
use super::super::{Failure, open_items};
use super::{BOLD, DIM, Page, bounds, of, pad, pad_left, plain_bar, range};
use crate::assess::ScoringModel;
use crate::model::Deadline;
use crate::report::{DeadlineView, Headline, Place, Report, Scoped};

/// How many of the largest gains are shown of each group.
const GAINS: usize = 5;

/// The scorecard of a report, with the figures by `models`; with `open`, also the items without a rating by person.
///
/// # Errors
/// If a word is missing.
pub fn scorecard(report: &Report, words: &Words, models: &[ScoringModel], open: bool) -> Result<String, Failure> {
    let mut page = Page::new(words);
    page.head(report)?;
    for group in &report.groups {
        page.title(&words.plain(&format!("group.{}", group.group))?);
        match &group.headline {
            Some(headline) => {
                page.headline(headline)?;
                page.models(headline, models)?;
            }
            None => page.paragraph("  ", &words.plain(&format!("group.none-{}", group.group))?),
        }
    }
    if report.groups.is_empty() {
        page.paragraph("", &words.plain("score.nothing")?);
    } else {
        page.legend()?;
    }
    if let Some(review) = &report.review {
        page.review(review)?;
    }
    page.deadlines(&report.deadlines, "score.deadlines")?;
    page.deadlines(&report.bodies_deadlines, "score.bodies-deadlines")?;
    page.gains(report)?;
    if open {
        page.open(report)?;
    }
    Ok(page.text())
}

impl Page<'_> {
    fn head(&mut self, report: &Report) -> Result<(), Failure> {
        self.named(&report.institution.name, &report.institution.country)?;
        let with = BTreeMap::from([
            ("from", self.words.day(report.period.from)?),
            ("to", self.words.day(report.period.to)?),
            ("date", self.words.day(report.date)?),
        ]);
        let period = self.words.say("score.period", &with)?;
        self.line(&period);
        if report.scope.cut {
            let titles = report.resolutions.iter().map(|one| one.short_title.text.as_str());
            let scope = self.scope(&report.scope, titles)?;
            self.paragraph("", &scope);
        }
        if report.core {
            self.line(&self.words.plain("score.core")?);
        }
        Ok(())
    }

    fn headline(&mut self, headline: &Headline) -> Result<(), Failure> {
        let words = self.words;
        let figures = &headline.figures;
        let counts = &figures.counts;
        let rated = if figures.implementation.is_some() {
            words.say("score.rated-of", &of(counts.valued, counts.applicable))?
        } else {
            words.plain("score.nothing-rated")?
        };
        self.figure("figure.implementation", figures.implementation, Some(figures.bar), &rated)?;
        self.paragraph("    ", &bounds(words, figures)?);
        let coverage = &figures.coverage;
        let answered = words.say("figure.coverage-of", &of(coverage.items, coverage.of))?;
        self.figure("figure.coverage", coverage.percent, coverage.percent.map(plain_bar), &answered)?;
        let carried = &figures.evidence.carried;
        let with = of(carried.items, carried.of);
        self.figure(
            "figure.evidence",
            carried.percent,
            carried.percent.map(plain_bar),
            &words.say("score.evidence-of", &with)?,
        )?;
        let excused = &figures.not_applicable;
        let with = of(excused.items, excused.of);
        let excused_of = words.say("figure.not-applicable-of", &with)?;
        self.figure("figure.not-applicable", excused.percent, excused.percent.map(plain_bar), &excused_of)?;
        if let (true, Some(bounds)) = (excused.items > 0, &figures.bounds_not_applicable) {
            self.paragraph("    ", &words.say("score.not-applicable-bounds", &range(words, bounds)?)?);
        }
        let with = BTreeMap::from([
            ("met", counts.fully_met.to_string()),
            ("refused", counts.refused.to_string()),
            ("unvalued", counts.unvalued.to_string()),
            ("unanswered", counts.unanswered.to_string()),
        ]);
        self.paragraph("  ", &words.say("figure.counts-of", &with)?);
        self.scopes("score.by-resolution", &headline.instruments)?;
        self.scopes("score.by-indicator", &headline.indicators)
    }

    fn scopes(&mut self, title: &str, scopes: &[Scoped]) -> Result<(), Failure> {
        let words = self.words;
        self.line(&format!("  {DIM}{}{DIM:#}", words.plain(title)?));
        for scope in scopes.iter().filter(|scope| scope.figures.counts.asked > 0) {
            let name = if scope.name.text.is_empty() {
                words.plain(&format!("indicator.{}-short", scope.id))?
            } else {
                scope.name.text.clone()
            };
            self.row(&name, &scope.figures)?;
        }
        Ok(())
    }

    /// The same answers by other models.
    fn models(&mut self, headline: &Headline, asked: &[ScoringModel]) -> Result<(), Failure> {
        let words = self.words;
        if !asked.is_empty() {
            self.line(&format!("  {DIM}{}{DIM:#}", words.plain("method.models-title")?));
        }
        for model in headline.models.iter().filter(|model| asked.contains(&model.model)) {
            let name = words.plain(&format!("model.{}", model.model))?;
            let counted = words.say(&format!("model.{}", model.counted), &of(model.of, model.of))?;
            let percent = pad_left(&words.percent(model.implementation)?, 6);
            self.line(&format!("  {BOLD}{percent}{BOLD:#}  {name}, {counted}"));
        }
        Ok(())
    }

    fn deadlines(&mut self, deadlines: &[DeadlineView], title: &str) -> Result<(), Failure> {
        let words = self.words;
        if deadlines.is_empty() {
            return Ok(());
        }
        self.title(&words.plain(title)?);
        for deadline in deadlines {
            let mut with = BTreeMap::from([("count", deadline.days.unwrap_or_default().to_string())]);
            with.insert("done", deadline.done_on.map_or(Ok(String::new()), |day| words.day(day))?);
            let state = words.say(&format!("deadlines.{}", deadline.state), &with)?;
            let (day, event) = match &deadline.deadline {
                Deadline::Date(day) => (day.to_string(), ""),
                Deadline::Event(event) | Deadline::Every(event) => (String::new(), event.as_str()),
            };
            let style = if deadline.sign == "overdue" { AnsiColor::Red.on_default() } else { Style::new() };
            let place = pad(&name_of(&deadline.place), 27);
            let day = if day.is_empty() { day } else { pad(&day, 12) };
            self.line(&format!("  {place} {day}{style}{state}{style:#}"));
            if !event.is_empty() {
                self.paragraph("    ", event);
            }
        }
        Ok(())
    }

    fn gains(&mut self, report: &Report) -> Result<(), Failure> {
        let words = self.words;
        self.title(&words.plain("score.gains")?);
        if report.gaps.is_empty() {
            let none = if report.rated { "score.gains-none" } else { "score.gains-unrated" };
            self.line(&format!("  {}", words.plain(none)?));
        }
        for group in &report.gaps {
            if report.gaps.len() > 1 {
                self.line(&format!("  {DIM}{}{DIM:#}", words.plain(&format!("group.{}", group.group))?));
            }
            for gap in group.rows.iter().take(GAINS) {
                let gain = pad(&words.points(gap.implementation)?, 12);
                let level = gap.level.as_ref().map_or("", |level| level.text.as_str());
                self.line(&format!("  {BOLD}{gain}{BOLD:#}{}: {level}", name_of(&gap.place)));
                self.paragraph(&" ".repeat(14), &gap.ask.text);
            }
        }
        Ok(())
    }

    fn open(&mut self, report: &Report) -> Result<(), Failure> {
        let words = self.words;
        self.title(&words.plain("score.open")?);
        let by_person = open_items(&report.open);
        if by_person.is_empty() {
            self.line(&format!("  {}", words.plain("score.open-none")?));
        }
        for (person, gaps) in by_person {
            let person = if person.is_empty() { words.plain("score.nobody")? } else { person.to_owned() };
            self.line(&format!("  {BOLD}{person}{BOLD:#} ({})", gaps.len()));
            for gap in gaps {
                let note =
                    if gap.to_confirm { format!(" ({})", words.plain("score.to-confirm")?) } else { String::new() };
                self.line(&format!("    {}{note}", name_of(&gap.place)));
                self.paragraph("      ", &gap.ask.text);
            }
        }
        Ok(())
    }
}

fn name_of(place: &Place) -> String {
    format!("{}, {}", place.instrument.text, place.reference)
}
