use std::path::PathBuf;

use clap::Args;

use crate::cli::case::{Case, Evidence};
use crate::cli::exit::{Exit, Failure};
use crate::cli::reviewed::Reviewed;
use crate::cli::{Problems, RulesOptions, output};
use crate::model::Review;
use crate::revise::{self, Merged, Opinion};

/// Join the reviews of several auditors to one file
///
/// What only one of them examined is taken over as it stands, with its remarks. What several found alike becomes one
/// finding with the notes of all. Where they disagree, the verdict is left empty, with a remark that says who found what:
/// these items are listed, and somebody decides.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Merge {
    /// The auditors' files, all begun from the same answers
    #[arg(required = true, num_args = 2.., value_name = "REVIEW")]
    reviews: Vec<PathBuf>,
    /// The institution's responses file, or folder of responses files
    #[arg(long, value_name = "FILE")]
    responses: PathBuf,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
    /// Folder of rules files to use besides those built in; a file of the same name replaces one
    #[arg(long = "rules", value_name = "DIR")]
    rules: Option<PathBuf>,
}

const AFTER: &str = "Examples:\n  \
    rapporteur review merge north.toml south.toml --responses responses.toml -o review.toml";

impl Merge {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if self.output.exists() && !self.force {
            return Err(Failure::Exists(self.output));
        }
        let options = RulesOptions { folder: self.rules.clone(), instruments: Vec::new() };
        let case = Case::open(&options, None, &self.responses, None, Evidence::All)?;
        let Some(responses) = case.responses.as_ref().filter(|_| !case.has_errors()) else {
            case.show_problems(self.problems, &self.responses);
            output::message("nothing was joined: the responses have errors, which the institution has to mend");
            return Ok(Exit::Problems);
        };
        let reviewed: Vec<Reviewed> =
            self.reviews.iter().map(|file| case.review(file, responses)).collect::<Result<_, _>>()?;
        if reviewed.iter().any(Reviewed::has_errors) {
            for one in reviewed.iter().filter(|one| one.has_errors()) {
                output::message(output::problems(&one.errors(), &one.sources, self.problems).trim_end());
            }
            output::message("nothing was joined: mend the errors first");
            return Ok(Exit::Problems);
        }
        let pairs = reviewed.iter().filter_map(|one| one.review.as_ref().map(|review| (one.source(), review)));
        let pairs: Vec<_> = pairs.collect();
        self.same_answers(&pairs.iter().map(|(_, review)| *review).collect::<Vec<_>>())?;
        let merged = revise::merge(&pairs)?;
        output::file(&self.output, merged.text.as_bytes())?;
        output::result(&disputes(&merged))?;
        self.closing(&merged);
        Ok(Exit::Done)
    }

    /// Findings on different states of the answers can't stand in one file, which is bound to one.
    fn same_answers(&self, reviews: &[&Review]) -> Result<(), Failure> {
        let Some(first) = reviews.first() else { return Ok(()) };
        let other = reviews.iter().position(|review| review.responses_sha256 != first.responses_sha256);
        match other {
            None => Ok(()),
            Some(at) => Err(Failure::Usage(format!(
                "`{}` and `{}` were begun from different answers; begin anew with `rapporteur review init`, and copy \
                 the findings into the new file",
                self.reviews[0].display(),
                self.reviews[at].display()
            ))),
        }
    }

    fn closing(&self, merged: &Merged) {
        let file = self.output.display();
        let left = match merged.disputes.len() {
            0 => String::new(),
            1 => "; on one item reviewers disagree: decide it in the file".into(),
            number => format!("; on {number} items reviewers disagree: decide them in the file"),
        };
        output::message(&format!("{} findings written to {file}{left}", merged.findings));
        if merged.samples_differ {
            output::message("The reviews are not of the same sample, so the file names none");
        }
    }
}

/// The items on which reviewers disagree, with what each says.
fn disputes(merged: &Merged) -> String {
    let line = |opinion: &Opinion| {
        let level = opinion.level.as_ref().map(|level| format!(" ({level})")).unwrap_or_default();
        format!("  {}: {}{level}\n", opinion.reviewer, opinion.verdict)
    };
    let block = |opinions: &[Opinion]| opinions.iter().map(line).collect::<String>();
    merged.disputes.iter().map(|(item, opinions)| format!("{item}\n{}", block(opinions))).collect()
}
