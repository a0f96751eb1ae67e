use std::path::{Path, PathBuf};

use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::{Problems, output};
use super::{Format, count};
use crate::model::Instrument;
use crate::problem::{self, Severity};
use crate::source::Sources;
use crate::{check, load};

/// Look for problems in rules files, and for what an editor should look at again
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Check {
    /// Rules files, or folders of them (default: those built in); a file of the same name replaces one built in
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// End with exit code 3 also where there are only warnings
    #[arg(long)]
    strict: bool,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
    /// text, or json (the same as --problems json)
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

const AFTER: &str = "Examples:\n  \
    rapporteur rules check\n  \
    rapporteur rules check rules/our-resolution.toml --strict";

impl Check {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let form = if self.format == Format::Json { Problems::Json } else { self.problems };
        let (mut sources, problems) = (Sources::default(), problem::Problems::default());
        let written = load::rules(self.paths.iter().map(PathBuf::as_path), &mut sources, &problems)?;
        check::lint(&written, &sources, &problems);
        let rules = check::rules(written, &problems);
        let problems = problems.into_sorted();
        output::result(&output::problems(&problems, &sources, form))?;
        if form != Problems::Json {
            let found = output::tally(&problems).unwrap_or_else(|| "no problems".into());
            let asked: Vec<&Instrument> = rules.instruments.iter().filter(|one| self.is_asked(one)).collect();
            let items: usize = asked.iter().map(|instrument| instrument.items().count()).sum();
            let instruments = count(asked.len(), "instrument");
            output::message(&format!("{found}; {instruments}, {}", count(items, "item")));
        }
        let fails = |severity| severity == Severity::Error || self.strict;
        let failed = problems.iter().any(|problem| fails(problem.severity()));
        Ok(if failed { Exit::Problems } else { Exit::Done })
    }

    /// Whether the instrument is of one of the paths; without paths, any is.
    fn is_asked(&self, instrument: &Instrument) -> bool {
        let file = &instrument.provenance.file;
        let holds = |path: &Path| match path.is_dir() {
            true => path.join(file).is_file(),
            false => path.file_name().is_some_and(|name| name.to_string_lossy() == *file),
        };
        self.paths.is_empty() || self.paths.iter().any(|path| holds(path))
    }
}
