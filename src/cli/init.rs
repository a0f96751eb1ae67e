use std::path::PathBuf;

use chrono::{Datelike, Local, NaiveDate};
use clap::Args;

use super::case::{self, Case, Evidence};
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::model::{Period, Profile};
use crate::render::{self, Blank, blank};

/// Write a responses file ready to fill in
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Init {
    #[command(flatten)]
    rules: RulesOptions,
    /// Responses file of yours whose answers to the same or to linked questions are offered as remarks
    #[arg(long, value_name = "FILE")]
    like: Option<PathBuf>,
    /// Ask only the core questions
    #[arg(long)]
    core: bool,
    /// Year that the answers will describe (default: this year)
    #[arg(long, value_parser = clap::value_parser!(i32).range(1900..=9999))]
    year: Option<i32>,
    /// File to write (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write, beside the file, the schema by which an editor completes and checks it
    #[arg(long, requires = "output")]
    schema: bool,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

const AFTER: &str = "Examples:\n  \
    rapporteur init --instrument eoa-2024,conf-2023 -o responses.toml\n  \
    rapporteur init --instrument hrc-57-29 --core --like responses.toml -o internet.toml";

impl Init {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let Some(rules) = case::rules(&self.rules, Problems::Human)? else { return Ok(Exit::Problems) };
        if self.rules.instruments.is_empty() {
            let known: Vec<&str> = rules.instruments.iter().map(|instrument| instrument.id.as_str()).collect();
            let example = known.join(",");
            return Err(Failure::Usage(format!("say which instruments to answer, e.g. `--instrument {example}`")));
        }
        let like = match &self.like {
            Some(file) => {
                let options = RulesOptions { folder: self.rules.folder.clone(), instruments: Vec::new() };
                let old = Case::open(&options, None, file, None, Evidence::Recorded)?;
                old.show_problems(Problems::Human, file);
                if old.has_errors() || old.responses.is_none() {
                    return Ok(Exit::Problems);
                }
                old.responses
            }
            None => None,
        };
        let year = self.year.unwrap_or_else(|| Local::now().year());
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let beside = self.output.as_ref().filter(|_| self.schema).map(|path| path.with_extension("schema.json"));
        let schema_name =
            beside.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
        let asked = Blank {
            instruments: self.rules.instruments.iter().filter_map(|id| rules.instrument(id)).collect(),
            profile: if self.core { Profile::Core } else { Profile::All },
            period: Period { from: day(1, 1), to: day(12, 31) },
            date: day(12, 31),
            language: "en",
            like: like.as_ref(),
            schema: schema_name.as_deref(),
        };
        let text = blank(&asked, &rules);
        let Some(path) = self.output else {
            output::result(&text)?;
            return Ok(Exit::Done);
        };
        let mut files = vec![(path.clone(), text.clone().into_bytes())];
        if let Some(beside) = beside {
            let schema = render::schema::answers(&rules, &asked.instruments);
            files.push((beside, format!("{schema:#}\n").into_bytes()));
        }
        if let Some((taken, _)) = files.iter().find(|(path, _)| path.exists() && !self.force) {
            return Err(Failure::Exists(taken.clone()));
        }
        output::set(&files)?;
        let questions = text.matches("\nlevel = \"\"").count();
        output::message(&format!("{questions} questions written to {}", path.display()));
        let with = self.rules.folder.map(|folder| format!(" --rules {}", folder.display())).unwrap_or_default();
        let file = path.display();
        output::message(&format!("Fill it in with a browser: rapporteur fill{with} {file}"));
        output::message(&format!("or with a text editor. Then: rapporteur check{with} {file}"));
        Ok(Exit::Done)
    }
}
