//! `rapporteur verify`: whether a signature, a report or a pack is what it says it is.

mod pack;
mod report;
mod signatures;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::proof::{Claim, Outcome};

/// Check what was signed or made, and whether it was changed since
///
/// Of responses (a file or folder): the signatures beside them. Of a report (PDF or HTML): the manifest in it, what is
/// attached, whether the same report is made of that again, and the signatures beside it. Of a pack (ZIP): all of it.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Verify {
    /// Responses file or folder, report (PDF or HTML), or pack (ZIP)
    file: PathBuf,
    /// The responses that a report was made of, where they are not attached
    #[arg(long, value_name = "FILE")]
    responses: Option<PathBuf>,
    /// The review that an auditor signed (default: beside the file, by the name that it was signed under)
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Whose signatures count: a file of OpenSSH's kind `allowed_signers` (default: `allowed_signers` beside the file)
    #[arg(long, value_name = "FILE")]
    signers: Option<PathBuf>,
    #[command(flatten)]
    rules: RulesOptions,
    /// text or json
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

const AFTER: &str = "Examples:\n  rapporteur verify responses.toml\n  rapporteur verify self-assessment.pdf\n  \
    rapporteur verify self-assessment.html --responses responses.toml\n  rapporteur verify audit.zip\n\n\
    Ends with 0 if nothing speaks against it, with 3 if something was changed.";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Verify {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let claims = match ending(&self.file).as_str() {
            "pdf" | "html" => {
                let mut claims = report::claims(&self)?;
                claims.extend(report::signed(&self)?);
                claims
            }
            "zip" => pack::claims(&self)?,
            _ => signatures::claims(&self, Some(Problems::Human))?,
        };
        let text = match self.format {
            Format::Json => format!("{:#}\n", serde_json::json!({ "format": 1, "claims": claims })),
            Format::Text => claims.iter().map(line).collect::<String>() + &summary(&claims),
        };
        output::result(&text)?;
        let fails = claims.iter().any(|claim| matches!(claim.outcome, Outcome::Fails(_)));
        Ok(if fails { Exit::Problems } else { Exit::Done })
    }
}

/// How the name of a file ends, in lower case.
fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// A claim in one line, or two where there is something to say of it.
fn line(claim: &Claim) -> String {
    let (word, why) = match &claim.outcome {
        Outcome::Holds => ("holds", None),
        Outcome::Fails(why) => ("FAILS", Some(why)),
        Outcome::Open(why) => ("open ", Some(why)),
    };
    let why = why.map(|why| format!("       {why}\n")).unwrap_or_default();
    format!("{word}  {}\n{why}", claim.what)
}

/// How many claims hold.
fn summary(claims: &[Claim]) -> String {
    let holding = claims.iter().filter(|claim| claim.outcome == Outcome::Holds).count();
    format!("{holding} of {} hold\n", claims.len())
}
