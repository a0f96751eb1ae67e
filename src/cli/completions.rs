use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::exit::{Exit, Failure};
use super::{Arguments, output};

/// Write what a shell needs to complete what you type
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const AFTER: &str = "Examples:\n  \
    bash        rapporteur completions bash > ~/.local/share/bash-completion/completions/rapporteur\n  \
    zsh         rapporteur completions zsh > ~/.zfunc/_rapporteur\n  \
    fish        rapporteur completions fish > ~/.config/fish/completions/rapporteur.fish\n  \
    PowerShell  rapporteur completions powershell >> $PROFILE";

impl Completions {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        generate(self.shell, &mut Arguments::command(), "rapporteur", &mut script);
        output::result(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}
