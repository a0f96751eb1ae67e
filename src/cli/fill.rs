use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use chrono::{Datelike, Local};
use clap::Args;

use super::case;
use super::exit::{Exit, Failure};
use super::input::is_standard_input;
use super::{Problems, RulesOptions, output};
use crate::check;
use crate::form::{self, Limits, Place, Secret, Settings};
use crate::load::{self, Hashing, Meter, reason};
use crate::model::{Responses, Rules};
use crate::problem::{self, Problem, Severity};
use crate::source::Sources;

/// Fill the answers in with a browser, or review them
///
/// Opens a page on this machine, which nobody else can see, and works without the Internet. It reads and writes the same
/// files as everything else here. Ends with Ctrl+C, or with the button on the page.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Fill {
    /// Responses file or folder; a file that is not there is begun (default: one of this folder's, to be chosen)
    file: Option<PathBuf>,
    /// Folder of rules files to use besides those built in; a file of the same name replaces one
    #[arg(long = "rules", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Responses of an earlier period, to be shown beside each question
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write an auditor's review of the responses, which are only read; a file that is not there is begun. Without FILE,
    /// the responses are those beside the review
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Port to listen on (default: one that is free)
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true)]
    port: u16,
    /// Print the address, and leave it to you to open it
    #[arg(long)]
    no_open: bool,
}

const AFTER: &str = "Examples:\n  \
    rapporteur fill responses.toml\n  \
    rapporteur fill 2026/responses.toml --baseline 2025/responses.toml\n  \
    rapporteur fill new.toml\n  \
    rapporteur fill responses.toml --review audit/review.toml";

impl Fill {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let options = RulesOptions { folder: self.folder.clone(), instruments: Vec::new() };
        let Some(rules) = case::rules(&options, Problems::Human)? else { return Ok(Exit::Problems) };
        let place = self.place()?;
        let baseline = match &self.baseline {
            Some(file) => match earlier(file, &rules)? {
                Some(responses) => Some(responses),
                None => return Ok(Exit::Problems),
            },
            None => None,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).map_err(|error| {
            let next = "leave --port out to take one that is free";
            Failure::Usage(format!("cannot listen on port {}: {}; {next}", self.port, reason(&error)))
        })?;
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|_| Failure::Usage("the system gives no random numbers".into()))?;
        let secret = Secret::of(bytes);
        let address = format!("http://127.0.0.1:{}{}", listener.local_addr()?.port(), secret.opening());
        output::result(&format!("{address}\n"))?;
        output::message("This address is for you alone. Stop with Ctrl+C, or with the button on the page.");
        if !self.no_open && open::that_detached(&address).is_err() {
            output::message("no browser could be opened; open the address above in yours");
        }
        let (year, limits) = (Local::now().year(), Limits::default());
        let settings = Settings { rules, place, baseline, review: self.review, year, secret, limits };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(form::serve(settings, listener, tokio::signal::ctrl_c())).map_err(
            |failure| match failure {
                form::Failure::Socket(error) => Failure::Output(error),
                form::Failure::Render(failure) => Failure::Render(failure),
            },
        )?;
        Ok(Exit::Done)
    }

    /// Where the responses are. What can't be read is told here, where somebody still looks.
    fn place(&self) -> Result<Place, Failure> {
        for file in self.file.iter().chain(&self.review) {
            if is_standard_input(file) {
                return Err(Failure::Usage("standard input can't be filled in; give the name of a file".into()));
            }
        }
        if let Some(review) = &self.review {
            fit_for_review(review)?;
        }
        match (&self.file, &self.review) {
            (None, None) => Ok(Place::OneOf(PathBuf::from("."))),
            (None, Some(review)) => Ok(Place::OneOf(folder_of(review).to_owned())),
            (Some(file), _) if file.exists() => {
                if file.is_file() && load::is_review(file)? {
                    let next = "give it with --review, and the answers that it is about as FILE";
                    return Err(Failure::Usage(format!("`{}` is a review; {next}", file.display())));
                }
                load::fingerprints(file)?;
                Ok(Place::There(file.clone()))
            }
            (Some(file), Some(_)) => {
                let next = "give the responses that the review is about";
                Err(Failure::Usage(format!("`{}` is not there; {next}", file.display())))
            }
            (Some(file), None) => can_be_begun(file).map(|()| Place::New(file.clone())),
        }
    }
}

/// Whether a review can be filled in, or begun if it is not there.
fn fit_for_review(file: &Path) -> Result<(), Failure> {
    if !file.exists() {
        return can_be_begun(file);
    }
    if !load::is_review(file)? {
        let next = "give the auditor's own file, or a new name to begin one";
        return Err(Failure::Usage(format!("`{}` is not a review; {next}", file.display())));
    }
    let written = load::review(file, &mut Sources::default(), &problem::Problems::default())?;
    if written.redacted {
        let next = "fill in the auditor's own file that it was made of";
        return Err(Failure::Usage(format!("`{}` is a redacted review; {next}", file.display())));
    }
    Ok(())
}

fn can_be_begun(file: &Path) -> Result<(), Failure> {
    if file.is_symlink() {
        let next = "see where it is to lead, or give another name";
        return Err(Failure::Usage(format!("`{}` is a link to a file that is not there; {next}", file.display())));
    }
    if !folder_of(file).is_dir() || file.extension().is_none_or(|ending| ending != "toml") {
        let next = "to begin a new file, give a name that ends in .toml, in a folder that is there";
        return Err(Failure::Usage(format!("`{}` is not there; {next}", file.display())));
    }
    Ok(())
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The answers of an earlier period, with their errors shown; `None` if they have some.
fn earlier(file: &Path, rules: &Rules) -> Result<Option<Responses>, Failure> {
    let (mut sources, problems) = (Sources::default(), problem::Problems::default());
    let written = load::responses(file, Hashing { all: false, meter: &Meter::default() }, &mut sources, &problems)?;
    let responses = check::responses(written, rules, None, &problems);
    let all = problems.into_sorted();
    let errors: Vec<Problem> = all.into_iter().filter(|problem| problem.severity() == Severity::Error).collect();
    if !errors.is_empty() {
        output::message(output::problems(&errors, &sources, Problems::Human).trim_end());
        return Ok(None);
    }
    Ok(responses)
}
