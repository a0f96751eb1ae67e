use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::case;
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::proof::Manifest;
use crate::render::schema;

/// Print a JSON Schema, by which an editor checks a file
///
/// With --instrument, the schema of a responses file knows every question of
/// these instruments, with its levels. Even Better TOML (for VS Code) and other
/// editors with Taplo use the schema that the first line of the file names:
///
///   #:schema ./responses.schema.json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = AFTER)]
pub(super) struct Schema {
    /// What the schema is of
    #[arg(value_enum)]
    of: Of,
    #[command(flatten)]
    rules: RulesOptions,
    /// File to write (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

const AFTER: &str = "Examples:\n  \
    rapporteur init --instrument eoa-2024 --schema -o responses.toml\n  \
    rapporteur schema responses --instrument eoa-2024 -o responses.schema.json";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// A rules file
    Rules,
    /// A responses file
    Responses,
    /// An auditor's review
    Review,
    /// What `score --format json` gives
    Score,
    /// What `compare --format json` gives
    Compare,
    /// What `check --format json` gives
    Check,
    /// The manifest in a report made with --attach
    Manifest,
}

impl Schema {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if self.of != Of::Responses && !self.rules.instruments.is_empty() {
            return Err(Failure::Usage("--instrument is for the schema of responses; leave it out".into()));
        }
        let schema = match self.of {
            Of::Rules => schema::rules(),
            Of::Responses if self.rules.instruments.is_empty() => schema::responses(),
            Of::Responses => {
                let Some(rules) = case::rules(&self.rules, Problems::Human)? else { return Ok(Exit::Problems) };
                let asked: Vec<_> = self.rules.instruments.iter().filter_map(|id| rules.instrument(id)).collect();
                schema::answers(&rules, &asked)
            }
            Of::Review => schema::review(),
            Of::Score => schema::score(),
            Of::Compare => schema::compare(),
            Of::Check => schema::check(),
            Of::Manifest => schema::of::<Manifest>("Manifest"),
        };
        let text = format!("{schema:#}\n");
        match self.output {
            None => output::result(&text)?,
            Some(path) if path.exists() && !self.force => return Err(Failure::Exists(path)),
            Some(path) => output::file(&path, text.as_bytes())?,
        }
        Ok(Exit::Done)
    }
}
