//! A comparison as a document in Markdown (CommonMark with tables), to be put into minutes or a wiki.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Failure;
use super::compared::{levels, listed, sentences, titles};
use super::words::Words;
use crate::report::{Compared, Figures, GroupTrend, PeriodView, Since, TrendRow};

/// The comparison as a document. What users wrote is escaped, so that it is text and nothing else.
///
/// # Errors
/// If a word is missing.
pub fn markdown(compared: &Compared, words: &Words) -> Result<String, Failure> {
    let mut page = Page { text: String::new(), words };
    let periods = &compared.trend.periods;
    page.head(compared)?;
    for group in &compared.trend.groups {
        page.trend(group, periods)?;
    }
    if !compared.trend.groups.is_empty() {
        page.paragraph(&words.plain("score.weighted")?);
    }
    for (step, pair) in compared.steps.iter().zip(periods.windows(2)) {
        page.step(step, &pair[0], &pair[1])?;
    }
    page.files(periods)?;
    Ok(page.text.trim_end().to_owned() + "\n")
}

struct Page<'a> {
    text: String,
    words: &'a Words,
}

impl Page<'_> {
    /// A block, and the empty line behind it.
    fn block(&mut self, text: &str) {
        let _ = write!(self.text, "{text}\n\n");
    }

    fn paragraph(&mut self, text: &str) {
        self.block(&escaped(text));
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.block(&format!("{} {}", "#".repeat(level), escaped(text)));
    }

    fn head(&mut self, compared: &Compared) -> Result<(), Failure> {
        let words = self.words;
        self.heading(1, &words.plain("compare.title")?);
        for period in &compared.trend.periods {
            let name =
                if period.institution.is_empty() { words.plain("page.unnamed")? } else { period.institution.clone() };
            let with = BTreeMap::from([
                ("from", words.day(period.period.from)?),
                ("to", words.day(period.period.to)?),
                ("date", words.day(period.date)?),
            ]);
            let said = words.say("score.period", &with)?;
            let _ = writeln!(self.text, "- **{}**: {}, {}", escaped(&period.label), escaped(&name), escaped(&said));
        }
        self.text.push('\n');
        if !compared.one_institution {
            self.block(&format!("**{}**", escaped(&words.plain("compare.caution")?)));
        }
        Ok(())
    }

    /// The figures of a group in all periods.
    fn trend(&mut self, group: &GroupTrend, periods: &[PeriodView]) -> Result<(), Failure> {
        let words = self.words;
        self.heading(2, &words.plain(&format!("group.{}", group.group))?);
        let mut head = vec![words.plain("table.covers")?];
        head.extend(periods.iter().map(|period| period.label.clone()));
        head.push(words.plain("since.change")?);
        let mut rows = vec![self.cells(&group.headline, words.plain("compare.title")?)?];
        rows[0][0] = words.plain("figure.implementation")?;
        for row in &group.instruments {
            rows.push(self.cells(row, row.name.text.clone())?);
        }
        self.table(&head, &rows);
        Ok(())
    }

    /// A row of the table: what it is about, the figures with their counts, and the change.
    fn cells(&self, row: &TrendRow, name: String) -> Result<Vec<String>, Failure> {
        let words = self.words;
        let cell = |figures: &Option<Figures>| match figures {
            None => words.plain("compare.not-asked"),
            Some(figures) => {
                let counts = &figures.counts;
                let with =
                    BTreeMap::from([("items", counts.valued.to_string()), ("count", counts.applicable.to_string())]);
                let percent = words.percent(figures.implementation)?;
                Ok(format!("{percent} ({})", words.say("score.rated-of", &with)?))
            }
        };
        let mut cells = vec![name];
        for figures in &row.figures {
            cells.push(cell(figures)?);
        }
        cells.push(words.points(row.change)?);
        Ok(cells)
    }

    fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        self.text.push_str(&line(head));
        let _ = writeln!(self.text, "|{}", " --- |".repeat(head.len()));
        rows.iter().for_each(|row| self.text.push_str(&line(row)));
        self.text.push('\n');
    }

    /// What changed from one period to the next.
    fn step(&mut self, step: &Since, then: &PeriodView, now: &PeriodView) -> Result<(), Failure> {
        let words = self.words;
        let with = BTreeMap::from([("then", then.label.clone()), ("now", now.label.clone())]);
        self.heading(2, &words.say("compare.step", &with)?);
        for (names, key) in [(&step.new_resolutions, "since.new"), (&step.gone_resolutions, "since.gone")] {
            if !names.is_empty() {
                self.paragraph(&format!("{}: {}", words.plain(key)?, titles(names)));
            }
        }
        for group in &step.groups {
            self.heading(3, &words.plain(&format!("group.{}", group.group))?);
            self.paragraph(&sentences(group, words)?.join(" "));
            for kind in listed(group) {
                self.heading(4, &words.plain(&format!("since.{}-title", kind.kind))?);
                for item in &kind.items {
                    let levels = levels(item, words)?;
                    let (id, ask) = (escaped(&item.id), escaped(&item.ask.text));
                    let _ = writeln!(self.text, "- {id}: {ask} **{}**", escaped(&levels));
                }
                self.text.push('\n');
            }
        }
        Ok(())
    }

    /// From which files it is made.
    fn files(&mut self, periods: &[PeriodView]) -> Result<(), Failure> {
        self.heading(2, &self.words.plain("compare.files")?);
        for period in periods {
            for file in &period.provenance {
                let label = escaped(&period.label);
                let _ = writeln!(self.text, "- {label}: {}, SHA-256 `{}`", escaped(&file.file), file.sha256);
            }
        }
        Ok(())
    }
}

/// `text` in one line, with a backslash before every character that could mean something.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => safe.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~' | '!' | '{' | '}' => {
                safe.push('\\');
                safe.push(character);
            }
            _ => safe.push(character),
        }
    }
    // At the beginning of a line these would make a list.
    match safe.chars().next() {
        Some('+' | '-') => format!("\\{safe}"),
        _ => safe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_stays_text() {
        assert_eq!(escaped("a *b* <i>|c|</i>\n# d"), r"a \*b\* \<i\>\|c\|\</i\> \# d");
        assert_eq!(escaped("- no list"), r"\- no list");
        assert_eq!(escaped("9(k), 40 %"), "9(k), 40 %");
    }
}
