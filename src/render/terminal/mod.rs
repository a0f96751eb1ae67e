//! Text for people at a terminal, in 80 columns.
//!
//! Every bar has its number beside it; colours are ANSI codes, which the printer strips where they are not wanted.

mod compared;
mod review;
mod scorecard;
mod what_if;

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::Failure;
use super::words::Words;
use crate::assess::Percent;
use crate::report::{Bar, Bounds, Figures, ScopeView};

pub use compared::compared;
pub use scorecard::scorecard;
pub use what_if::what_if;

/// Width of the page in columns.
const WIDTH: usize = 80;
/// Width of a bar in columns.
const BAR: usize = 20;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const DEEP: Style = AnsiColor::Cyan.on_default().bold();

/// A page that grows line by line.
struct Page<'a> {
    text: String,
    words: &'a Words,
}

impl<'a> Page<'a> {
    fn new(words: &'a Words) -> Self {
        Self { text: String::new(), words }
    }

    fn text(self) -> String {
        self.text
    }

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

    /// Who answers.
    fn named(&mut self, institution: &str, country: &str) -> Result<(), Failure> {
        let name = if institution.is_empty() { self.words.plain("page.unnamed")? } else { institution.to_owned() };
        let key = if country.is_empty() { "score.head-plain" } else { "score.head" };
        let with = BTreeMap::from([("institution", name), ("country", country.to_owned())]);
        for line in textwrap::wrap(&self.words.say(key, &with)?, WIDTH) {
            self.line(&format!("{BOLD}{line}{BOLD:#}"));
        }
        Ok(())
    }

    /// What bars and percentages mean.
    fn legend(&mut self) -> Result<(), Failure> {
        self.line(&format!("  {}", self.words.plain("score.legend")?));
        self.paragraph("  ", &self.words.plain("score.weighted")?);
        Ok(())
    }

    /// What the figures are cut to; `titles` are those of the resolutions.
    fn scope<'t>(&self, scope: &ScopeView, titles: impl Iterator<Item = &'t str>) -> Result<String, Failure> {
        let mut parts = Vec::new();
        if scope.instruments {
            parts.push(titles.collect::<Vec<_>>().join(", "));
        }
        for group in &scope.groups {
            parts.push(self.words.plain(&format!("group.{group}"))?);
        }
        parts.extend(scope.themes.iter().map(|theme| theme.text.clone()));
        Ok(format!("{}: {}", self.words.plain("scope.title")?, parts.join("; ")))
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

    /// The figures of a named scope in one line: implementation, bar, bounds, and how much is answered.
    fn row(&mut self, name: &str, figures: &Figures) -> Result<(), Failure> {
        let words = self.words;
        let answered = words.say("table.of", &of(figures.coverage.items, figures.coverage.of))?;
        let lines = textwrap::wrap(name, 17).into_iter().map(|line| line.into_owned()).collect::<Vec<_>>();
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
        Ok(())
    }
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
