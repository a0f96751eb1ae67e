//! What changed between files of responses, and the figures of all of them.

use std::collections::BTreeMap;

use super::super::Failure;
use super::super::compared::{levels, listed, sentences, titles};
use super::super::words::Words;
use super::{BOLD, DIM, Page};
use crate::report::{Compared, GroupTrend, Kind, PeriodView, Since, TrendRow};

/// The comparison as text.
///
/// # Errors
/// If a word is missing.
pub fn compared(compared: &Compared, words: &Words) -> Result<String, Failure> {
    let mut page = Page::new(words);
    let periods = &compared.trend.periods;
    page.periods(compared)?;
    if compared.scope.cut {
        let instruments = compared.trend.groups.iter().flat_map(|group| &group.instruments);
        let titles: Vec<&str> = instruments.map(|row| row.name.text.as_str()).collect();
        let scope = page.scope(&compared.scope, titles.into_iter())?;
        page.paragraph("", &scope);
    }
    if !compared.one_institution {
        page.line("");
        page.paragraph("", &words.plain("compare.caution")?);
    }
    for group in &compared.trend.groups {
        page.trend(group, periods)?;
    }
    if compared.trend.groups.is_empty() {
        page.paragraph("", &words.plain("score.nothing")?);
    } else {
        page.legend()?;
    }
    for (step, pair) in compared.steps.iter().zip(periods.windows(2)) {
        page.step(step, &pair[0], &pair[1])?;
    }
    Ok(page.text())
}

impl Page<'_> {
    /// Which files are compared.
    fn periods(&mut self, compared: &Compared) -> Result<(), Failure> {
        for (number, period) in compared.trend.periods.iter().enumerate() {
            if number == 0 || !compared.one_institution {
                self.named(&period.institution, &period.country)?;
            }
            let with = BTreeMap::from([
                ("from", self.words.day(period.period.from)?),
                ("to", self.words.day(period.period.to)?),
                ("date", self.words.day(period.date)?),
            ]);
            let said = self.words.say("score.period", &with)?;
            self.line(&format!("  {}: {said}", period.label));
        }
        Ok(())
    }

    /// The figures of a group, a line for each period.
    fn trend(&mut self, group: &GroupTrend, periods: &[PeriodView]) -> Result<(), Failure> {
        self.title(&self.words.plain(&format!("group.{}", group.group))?);
        for (period, figures) in periods.iter().zip(&group.headline.figures) {
            match figures {
                Some(figures) => self.row(&period.label, figures)?,
                None => self.line(&format!("  {}: {}", period.label, self.words.plain("compare.not-asked")?)),
            }
        }
        self.line(&format!("  {DIM}{}{DIM:#}", self.words.plain("score.by-resolution")?));
        for row in &group.instruments {
            self.way(row)?;
        }
        Ok(())
    }

    /// One resolution from the first to the last: "40 % → 47 % (+7 points)".
    fn way(&mut self, row: &TrendRow) -> Result<(), Failure> {
        let words = self.words;
        let shown = row.figures.iter().map(|figures| match figures {
            Some(figures) => words.percent(figures.implementation),
            None => words.plain("form.none"),
        });
        let way = shown.collect::<Result<Vec<_>, _>>()?.join(" → ");
        let change = match row.change {
            Some(change) => format!(" ({})", words.points(Some(change))?),
            None => String::new(),
        };
        self.line(&format!("  {}: {BOLD}{way}{BOLD:#}{change}", row.name.text));
        Ok(())
    }

    /// What changed from one period to the next.
    fn step(&mut self, step: &Since, then: &PeriodView, now: &PeriodView) -> Result<(), Failure> {
        let words = self.words;
        let with = BTreeMap::from([("then", then.label.clone()), ("now", now.label.clone())]);
        self.title(&words.say("compare.step", &with)?);
        for (names, key) in [(&step.new_resolutions, "since.new"), (&step.gone_resolutions, "since.gone")] {
            if !names.is_empty() {
                self.paragraph("  ", &format!("{}: {}", words.plain(key)?, titles(names)));
            }
        }
        for group in &step.groups {
            self.line(&format!("  {BOLD}{}{BOLD:#}", words.plain(&format!("group.{}", group.group))?));
            for said in sentences(group, words)? {
                self.paragraph("  ", &said);
            }
            for kind in listed(group) {
                self.kind(kind)?;
            }
        }
        Ok(())
    }

    fn kind(&mut self, kind: &Kind) -> Result<(), Failure> {
        self.line(&format!("  {DIM}{}{DIM:#}", self.words.plain(&format!("since.{}-title", kind.kind))?));
        for item in &kind.items {
            self.line(&format!("    {}", item.id));
            self.paragraph("      ", &levels(item, self.words)?);
            self.paragraph("      ", &item.ask.text);
        }
        Ok(())
    }
}
