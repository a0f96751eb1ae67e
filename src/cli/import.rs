use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::model::{Scale, Theme};
use crate::problem::Severity;
use crate::source::Sources;
use crate::{check, load, problem, render};

/// Take answers over from what another program wrote
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Workbook (.xlsx), table (.csv) or folder of tables, as written by `export`; or an OSCAL catalog (.json), which
    /// becomes a rules file
    file: PathBuf,
    #[command(flatten)]
    rules: RulesOptions,
    /// Responses file, or folder of responses files, to bring up to date; what is the same there stays as it is
    #[arg(long, value_name = "FILE", required_unless_present = "output", conflicts_with = "output")]
    into: Option<PathBuf>,
    /// New responses file (or, of a catalog, rules file) to write
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the new file if it exists
    #[arg(long, requires = "output")]
    force: bool,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
}

impl Import {
    /// What is read is known by the ending of its name.
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let ending = self.file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "xlsx" | "csv" => Err(Failure::Usage(format!("`{}` can't be read yet", self.file.display()))),
            "json" => self.catalog(),
            _ => Err(Failure::Usage(format!("`{}` is none of .xlsx, .csv and .json", self.file.display()))),
        }
    }

    /// A rules file of an OSCAL catalog.
    fn catalog(&self) -> Result<Exit, Failure> {
        let Some(path) = &self.output else {
            return Err(Failure::Usage("a catalog becomes a rules file of its own; name it with -o".into()));
        };
        if path.exists() && !self.force {
            return Err(Failure::Exists(path.clone()));
        }
        let (mut sources, problems) = (Sources::default(), problem::Problems::default());
        let known = load::rules(self.rules.folder.as_deref(), &mut sources, &problems)?;
        let catalog = load::oscal::catalog(&self.file, known, &mut sources, &problems)?;
        let read = catalog.map(|catalog| (check::rules(catalog.rules, &problems), catalog.scales, catalog.themes));
        let problems = problems.into_sorted();
        if !problems.is_empty() {
            output::message(output::problems(&problems, &sources, self.problems).trim_end());
        }
        let errors = problems.iter().any(|problem| problem.severity() == Severity::Error);
        let Some((rules, scales, themes)) = read.filter(|_| !errors) else { return Ok(Exit::Problems) };
        let Some(instrument) = rules.instruments.first() else { return Ok(Exit::Problems) };
        let scales: Vec<&Scale> = rules.scales.iter().filter(|scale| scales.contains(&scale.id)).collect();
        let themes: Vec<&Theme> = rules.themes.iter().filter(|theme| themes.contains(&theme.id)).collect();
        output::file(path, render::rules(instrument, &scales, &themes).as_bytes())?;
        let items = instrument.items().count();
        let called = path.display();
        output::message(&format!("{} with {items} items written to {called}", instrument.id));
        output::message(&format!("Read it beside the resolution, then: rapporteur rules check {called}"));
        Ok(Exit::Done)
    }
}
