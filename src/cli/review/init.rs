use std::path::{Path, PathBuf};

use clap::Args;

use crate::assess::assess;
use crate::cli::case::{Case, Evidence};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{Problems, RulesOptions, output};
use crate::model::Drawn;
use crate::render::{BlankReview, blank_review, schema};

/// Write an auditor's own file, with a block for every answer to look at
///
/// The file is bound to the answers as they are now, with the evidence that lies there: a later change of one of them
/// shows. The institution's files are not touched.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Init {
    /// The institution's responses file, or folder of responses files
    #[arg(value_name = "FILE")]
    responses: PathBuf,
    /// Draw this many of the answered items, the same as `report --audience auditor --sample` (default: all)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    sample: Option<u32>,
    /// The number that decides which items are drawn
    #[arg(long, value_name = "S", default_value = "1", requires = "sample", value_parser = seed)]
    seed: u64,
    /// Who reviews
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
    /// On behalf of which body
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
    /// File to write (default: review.toml beside the responses)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write, beside the file, the schema by which an editor completes and checks it
    #[arg(long)]
    schema: bool,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    /// Folder of rules files to use besides those built in; a file of the same name replaces one
    #[arg(long = "rules", value_name = "DIR")]
    rules: Option<PathBuf>,
}

const AFTER: &str = "Examples:\n  \
    rapporteur review init responses.toml --sample 40 --seed 2025\n  \
    rapporteur review init responses.toml --reviewer \"A. N. Auditor\" -o audit/review.toml";

impl Init {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let options = RulesOptions { folder: self.rules.clone(), instruments: Vec::new() };
        let folder = self.responses.parent().unwrap_or(Path::new(""));
        let path = self.output.clone().unwrap_or_else(|| folder.join("review.toml"));
        let case = Case::open(&options, None, &self.responses, None, Evidence::All)?;
        let Some(responses) = case.responses.as_ref().filter(|_| !case.has_errors()) else {
            case.show_problems(Problems::Human, &self.responses);
            output::message("no review was begun: the responses have errors, which the institution has to mend");
            return Ok(Exit::Problems);
        };
        let assessment = assess(&case.rules, responses, responses.particulars.date);
        let sample =
            self.sample.map(|size| Drawn { size: usize::try_from(size).unwrap_or(usize::MAX), seed: self.seed });
        let beside = self.schema.then(|| path.with_extension("schema.json"));
        let schema_name = beside.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy());
        let blank = BlankReview {
            reviewer: self.reviewer.as_deref().unwrap_or_default().trim(),
            body: self.body.as_deref().unwrap_or_default().trim(),
            schema: schema_name.as_deref(),
            ..BlankReview::of(&assessment, sample)
        };
        let (count, text) = (blank.items.len(), blank_review(&blank));
        let mut files = vec![(path.clone(), text.into_bytes())];
        files.extend(beside.map(|beside| (beside, format!("{:#}\n", schema::review()).into_bytes())));
        if let Some((taken, _)) = files.iter().find(|(path, _)| path.exists() && !self.force) {
            return Err(Failure::Exists(taken.clone()));
        }
        output::set(&files)?;
        let with = self.rules.map(|folder| format!(" --rules {}", folder.display())).unwrap_or_default();
        let (file, responses) = (path.display(), self.responses.display());
        let number = if count == 1 { "1 item".to_owned() } else { format!("{count} items") };
        output::message(&format!("{number} to look at written to {file}"));
        output::message(&format!("Fill it in with a browser: rapporteur fill{with} {responses} --review {file}"));
        output::message(&format!(
            "or with a text editor. Then: rapporteur review check{with} {file} --responses {responses}"
        ));
        Ok(Exit::Done)
    }
}

/// A seed that a TOML file can hold.
fn seed(text: &str) -> Result<u64, String> {
    let seed = text.parse::<i64>().ok().and_then(|seed| u64::try_from(seed).ok());
    seed.ok_or_else(|| format!("write a whole number from 0 to {}", i64::MAX))
}
