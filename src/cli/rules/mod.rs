//! Commands about rules files, one file each.

mod check;
mod data;
mod ends;
mod links;
mod list;
mod new;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::case;
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::model::Rules;

/// List, show, check or begin rules files
#[derive(Debug, Args)]
pub(super) struct RulesCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Show(show::Show),
    Links(links::Links),
    Check(check::Check),
    New(new::New),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl RulesCommand {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        match self.command {
            Command::List(command) => command.run(),
            Command::Show(command) => command.run(),
            Command::Links(command) => command.run(),
            Command::Check(command) => command.run(),
            Command::New(command) => command.run(),
        }
    }
}

/// The rules built in and those of `folder`; `None` if these have errors, which are shown.
fn read(folder: Option<PathBuf>, instruments: Vec<String>) -> Result<Option<Rules>, Failure> {
    case::rules(&RulesOptions { folder, instruments }, Problems::Human)
}

/// Prints data.
fn print(data: &serde_json::Value) -> Result<Exit, Failure> {
    output::result(&format!("{data:#}\n"))?;
    Ok(Exit::Done)
}

/// Text laid out in 80 columns, each line indented by `first`, those that follow by `then`, ending in a line break.
fn filled(text: &str, first: &str, then: &str) -> String {
    // An id is not divided at its hyphens.
    let options = textwrap::Options::new(80).initial_indent(first).subsequent_indent(then);
    let options = options.word_splitter(textwrap::WordSplitter::NoHyphenation).break_words(false);
    format!("{}\n", textwrap::fill(text, options))
}

/// "1 item", "2 items".
fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
