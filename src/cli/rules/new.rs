use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::output;
use crate::problem::{Fact, Words};

/// Begin a rules file: a skeleton with remarks that say what belongs where
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct New {
    /// Id of the instrument, in small letters, digits and hyphens, e.g. hrc-57-29
    id: String,
    /// Title of the text
    #[arg(long)]
    title: Option<String>,
    /// Who adopted it
    #[arg(long)]
    body: Option<String>,
    /// The day of its adoption
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// How many operative paragraphs it has
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=500))]
    paragraphs: u16,
    /// File to write (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

const AFTER: &str = "Example:\n  \
    rapporteur rules new our-resolution-2025 --paragraphs 12 -o rules/our-resolution-2025.toml";

const HEAD: &str = include_str!("skeleton.toml");
const FIRST: &str = include_str!("first.toml");
const PARAGRAPH: &str = include_str!("paragraph.toml");

impl New {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if !crate::check::is_kebab(&self.id) {
            let words = Words::of(&Fact::BadId { given: self.id, form: crate::check::KEBAB });
            return Err(Failure::Usage(format!("{}; {}", words.message, words.help)));
        }
        let text = self.skeleton();
        let Some(path) = self.output else {
            output::result(&text)?;
            return Ok(Exit::Done);
        };
        if path.exists() && !self.force {
            return Err(Failure::Exists(path));
        }
        output::file(&path, text.as_bytes())?;
        let paragraphs = super::count(usize::from(self.paragraphs), "paragraph");
        output::message(&format!("{paragraphs} laid out in {}", path.display()));
        output::message(&format!("Fill them in with a text editor, then: rapporteur rules check {}", path.display()));
        Ok(Exit::Done)
    }

    fn skeleton(&self) -> String {
        let title = self.title.as_deref().unwrap_or("a resolution");
        let date = self.date.map_or_else(|| NO_DATE.to_owned(), |date| date.to_string());
        let head = HEAD
            .replace("{what}", &title.split_whitespace().collect::<Vec<_>>().join(" "))
            .replace("{id}", &line("id", &quoted(&self.id), "stands in every answer, so it stays for ever"))
            .replace("{title}", &line("title", &quoted(or_dots(self.title.as_ref())), "as the text has it"))
            .replace("{body}", &line("body", &quoted(or_dots(self.body.as_ref())), "who adopted the text"))
            .replace("{date}", &line("date", &date, "the day of its adoption"));
        let more = (2..=self.paragraphs).map(|number| PARAGRAPH.replace("{number}", &number.to_string()));
        format!("{head}{FIRST}{}", more.collect::<String>())
    }
}

/// What stands for a date that nobody has written yet; the linter knows it.
const NO_DATE: &str = "1900-01-01";

fn or_dots(given: Option<&String>) -> &str {
    given.map_or("…", String::as_str)
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A line with a remark behind it, below those of the other lines.
fn line(key: &str, value: &str, remark: &str) -> String {
    let line = format!("{key} = {value}");
    format!("{line:<29} # {remark}")
}
