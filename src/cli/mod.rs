//! The command line: the only part that prints, and that reads the clock, the environment or the terminal.
//!
//! Each command has a file: its arguments, whose comments are the help text, and one function that resolves them,
//! calls the library and prints. Results go to standard output, messages to standard error.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this module is for")]

mod carry;
mod case;
mod check;
mod compare;
mod completions;
mod exit;
mod explain;
mod export;
mod fill;
mod import;
mod init;
mod input;
mod man;
mod oscal;
mod output;
mod pack;
mod progress;
mod report;
mod review;
mod reviewed;
mod rules;
mod schema;
mod score;
mod seal;
mod sign;
mod update;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::Group;

/// Answers what has been done about each recommendation of a resolution.
///
/// An institution writes its answers in a text file; rapporteur checks them, scores coverage, and makes a report.
#[derive(Debug, Parser)]
#[command(name = "rapporteur", version, propagate_version = true, max_term_width = 100, after_help = AFTER)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "Begin with:\n  rapporteur init --instrument eoa-2024,conf-2023 -o responses.toml\n\n\
    Exit codes: 0 done, 1 failure, 2 bad usage, 3 problems in the input, 10 under the asked --fail-under";

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Fill(fill::Fill),
    Check(check::Check),
    Update(update::Update),
    Carry(carry::Carry),
    Score(score::Score),
    Report(report::ReportCommand),
    Compare(compare::Compare),
    Export(export::Export),
    Import(import::Import),
    Review(review::ReviewCommand),
    Sign(sign::Sign),
    Seal(seal::Seal),
    Pack(pack::Pack),
    Verify(verify::Verify),
    Explain(explain::Explain),
    Rules(rules::RulesCommand),
    Completions(completions::Completions),
    Man(man::Man),
    Schema(schema::Schema),
}

/// Options of every command that works with rules.
#[derive(Debug, Args)]
struct RulesOptions {
    /// Folder of rules files to use besides those built in; a file of the same name replaces one
    #[arg(long = "rules", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Instruments to work with, by id, separated by commas
    #[arg(long = "instrument", value_name = "ID", value_delimiter = ',')]
    instruments: Vec<String>,
}

/// Options that cut what is shown, of commands that show figures.
#[derive(Debug, Args)]
struct ScopeOptions {
    /// Whom to look at: institution, country or bodies, separated by commas (default: all)
    #[arg(long = "group", value_enum, value_name = "GROUP", value_delimiter = ',')]
    groups: Vec<GroupName>,
    /// Themes to look at, by id, separated by commas (default: all)
    #[arg(long = "theme", value_name = "ID", value_delimiter = ',')]
    themes: Vec<String>,
}

/// A group as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupName {
    Institution,
    Country,
    Bodies,
}

impl From<GroupName> for Group {
    fn from(name: GroupName) -> Self {
        match name {
            GroupName::Institution => Self::Institution,
            GroupName::Country => Self::Country,
            GroupName::Bodies => Self::Bodies,
        }
    }
}

/// How problems are shown on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Problems {
    /// With the line drawn and the place underlined
    Human,
    /// One line each, for screen readers and logs
    Plain,
    /// As JSON
    Json,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Init(command) => command.run(),
        Command::Fill(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Update(command) => command.run(),
        Command::Carry(command) => command.run(),
        Command::Score(command) => command.run(),
        Command::Report(command) => command.run(),
        Command::Compare(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Review(command) => command.run(),
        Command::Sign(command) => command.run(),
        Command::Seal(command) => command.run(),
        Command::Pack(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Rules(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
        Command::Schema(command) => command.run(),
    };
    done.unwrap_or_else(|failure| {
        if !failure.is_broken_pipe() {
            output::message(&format!("rapporteur: {failure}"));
        }
        failure.exit()
    })
    .into()
}
