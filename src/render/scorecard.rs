//! The scorecard: where the institution stands, in 80 columns of a terminal.
//!
//! Every bar has its number beside it; colours are ANSI codes, which the printer strips where they are not wanted.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::words::Words;
use super::{Failure, open_items};
use crate::assess::Percent;
use crate::model::Deadline;
use crate::report::{Bar, Bounds, DeadlineView, Figures, Headline, Place, Report, Scoped};

/// Width of the page in columns.
const WIDTH: usize = 80;
/// Width of a bar in columns.
const BAR: usize = 20;
/// How many of the largest gains are shown of each group.
const GAINS: usize = 5;

/// The scorecard of a report; with `open`, also the items without a rating by person.
///
/// # Errors
/// If a word is missing.
pub fn scorecard(report: &Report, words: &Words, open: bool) -> Result<String, Failure> {
    let mut page = Page { text: String::new(), words };
    page.head(report)?;
    for group in &report.groups {
        page.title(&words.plain(&format!("group.{}", group.group))?);
        match &group.headline {
            Some(headline) => page.headline(headline)?,
            None => page.paragraph("  ", &words.plain(&format!("group.none-{}", group.group))?),
        }
    }
    if report.groups.is_empty() {
        page.paragraph("", &words.plain("score.nothing")?);
    } else {
        page.line(&format!("  {}", words.plain("score.legend")?));
        page.paragraph("  ", &words.plain("score.weighted")?);
    }
    page.deadlines(&report.deadlines, "score.deadlines")?;
    page.deadlines(&report.bodies_deadlines, "score.bodies-deadlines")?;
    page.gains(report)?;
    if open {
        page.open(report)?;
    }
    Ok(page.text)
}

struct Page<'a> {
    text: String,
    words: &'a Words,
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const DEEP: Style = AnsiColor::Cyan.on_default().bold();

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn paragraph(&mut self, indent: &str, words: &str) {
        let options = textwrap::Options::new(WIDTH).initial_indent(indent).subsequent_indent(indent);
        self.line(&textwrap::fill(words, options));
    }

    fn title(&mut self, words: &str) {
        self.line("");
        self.line(&format!("{DEEP}{words}{DEEP:#}"));
    }

    fn head(&mut self, report: &Report) -> Result<(), Failure> {
        let institution = &report.institution;
        let name =
            if institution.name.is_empty() { self.words.plain("page.unnamed")? } else { institution.name.clone() };
        let key = if institution.country.is_empty() { "score.head-plain" } else { "score.head" };
        let with = BTreeMap::from([("institution", name), ("country", institution.country.clone())]);
        let head = self.words.say(key, &with)?;
        for line in textwrap::wrap(&head, WIDTH) {
            self.line(&format!("{BOLD}{line}{BOLD:#}"));
        }
        let with = BTreeMap::from([
            ("from", self.words.day(report.period.from)?),
            ("to", self.words.day(report.period.to)?),
            ("date", self.words.day(report.date)?),
        ]);
        let period = self.words.say("score.period", &with)?;
        self.line(&period);
        if report.scope.cut {
            let scope = self.scope(report)?;
            self.paragraph("", &scope);
        }
        if report.core {
            self.line(&self.words.plain("score.core")?);
        }
        Ok(())
    }

    /// What the figures are cut to.
    fn scope(&self, report: &Report) -> Result<String, Failure> {
        let scope = &report.scope;
        let mut parts = Vec::new();
        if scope.instruments {
            let titles: Vec<&str> = report.resolutions.iter().map(|one| one.short_title.text.as_str()).collect();
            parts.push(titles.join(", "));
        }
        for group in &scope.groups {
            parts.push(self.words.plain(&format!("group.{group}"))?);
        }
        parts.extend(scope.themes.iter().map(|theme| theme.text.clone()));
        Ok(format!("{}: {}", self.words.plain("scope.title")?, parts.join("; ")))
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

    /// A figure with its bar and its counts.
    fn figure(&mut self, key: &str, percent: Option<Percent>, bar: Option<Bar>, of: &str) -> Result<(), Failure> {
        let label = pad(&self.words.plain(key)?, 17);
        let number = pad_left(&self.words.percent(percent)?, 6);
        let bar = bar.map_or_else(|| " ".repeat(BAR), draw);
        let line = format!("  {label}{BOLD}{number}{BOLD:#}  {bar}  ");
        let room = WIDTH - 2 - 17 - 6 - 2 - BAR - 2;
        for (number, part) in textwrap::wrap(of, room).iter().enumerate() {
            let before = if number == 0 { line.clone() } else { " ".repeat(WIDTH - room) };
            self.line(&format!("{before}{part}"));
        }
        Ok(())
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
            let figures = &scope.figures;
            let answered = words.say("table.of", &of(figures.coverage.items, figures.coverage.of))?;
            let lines = textwrap::wrap(&name, 17).into_iter().map(|line| line.into_owned()).collect::<Vec<_>>();
            let first = lines.first().cloned().unwrap_or_default();
            self.line(&format!(
                "  {}{BOLD}{}{BOLD:#}  {}  {} {DIM}{}{DIM:#}",
                pad(&first, 17),
                pad_left(&words.percent(figures.implementation)?, 6),
                draw(figures.bar),
                pad(&range_short(words, figures.bounds.as_ref())?, 13),
                pad_left(&format!("{answered} {}", words.plain("table.answered")?.to_lowercase()), 17),
            ));
            for line in lines.iter().skip(1) {
                self.line(&format!("  {line}"));
            }
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

fn of(items: usize, of: usize) -> BTreeMap<&'static str, String> {
    BTreeMap::from([("items", items.to_string()), ("count", of.to_string()), ("of", of.to_string())])
}

fn range(words: &Words, bounds: &Bounds) -> Result<BTreeMap<&'static str, String>, Failure> {
    let (lower, upper) = (words.percent(Some(bounds.lower))?, words.percent(Some(bounds.upper))?);
    Ok(BTreeMap::from([("lower", lower), ("upper", upper)]))
}

fn bounds(words: &Words, figures: &Figures) -> Result<String, Failure> {
    match &figures.bounds {
        None => words.plain("figure.bounds-none"),
        Some(_) if figures.without_value == 0 => words.plain("figure.bounds-exact"),
        Some(bounds) => {
            let mut with = range(words, bounds)?;
            with.insert("count", figures.without_value.to_string());
            words.say("figure.bounds", &with)
        }
    }
}

fn range_short(words: &Words, bounds: Option<&Bounds>) -> Result<String, Failure> {
    match bounds {
        None => words.plain("form.none"),
        Some(bounds) if bounds.same => words.percent(Some(bounds.lower)),
        Some(bounds) => Ok(format!("{}–{}", bounds.lower.whole, words.percent(Some(bounds.upper))?)),
    }
}

fn plain_bar(percent: Percent) -> Bar {
    Bar { done: percent.permille, open: 0 }
}

/// A bar of blocks: what is done, what is open, and the rest. Something above zero shows at least one block.
fn draw(bar: Bar) -> String {
    let blocks = |permille: u16| {
        let exact = (usize::from(permille) * BAR + 500) / 1000;
        exact.max(usize::from(permille > 0))
    };
    let done = blocks(bar.done).min(BAR);
    let open = blocks(bar.open).min(BAR - done);
    let style = AnsiColor::Cyan.on_default();
    format!("{style}{}{style:#}{}{DIM}{}{DIM:#}", "█".repeat(done), "▒".repeat(open), "░".repeat(BAR - done - open))
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}
