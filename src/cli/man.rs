use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man as Page;

use super::exit::{Exit, Failure};
use super::{Arguments, output};

/// Write the manual pages, one a command, for `man rapporteur`
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rapporteur man -o ~/.local/share/man/man1")]
pub(super) struct Man {
    /// Folder to write them to
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

impl Man {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let mut program = Arguments::command().disable_help_subcommand(true);
        program.build();
        let mut files = Vec::new();
        pages(&program, &mut files)?;
        output::files(Some(&self.output), None, files)
    }
}

/// The page of `command`, and those of the commands below it.
fn pages(command: &Command, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let mut page = Vec::new();
    // The day of the build would make another page of every build.
    Page::new(command.clone()).date("").render(&mut page)?;
    files.push((format!("{name}.1"), page));
    command.get_subcommands().try_for_each(|below| pages(below, files))
}
