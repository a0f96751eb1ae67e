//! How a run ends.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::load;
use crate::whole::Unwritable;

/// Exit codes; published in `--help` and the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done; gaps and warnings are no failure.
    Done = 0,
    /// The tool could not do its work.
    Failure = 1,
    /// The command was not understood (clap ends with this code itself).
    Usage = 2,
    /// A file has errors.
    Problems = 3,
    /// The figure is under the asked `--fail-under`.
    Under = 10,
}

impl Exit {
    /// How a run over several files ends: what stops somebody comes before what they asked to be told.
    pub(super) fn worse(self, other: Self) -> Self {
        let [problems, under] = [Self::Problems, Self::Under].map(|exit| self == exit || other == exit);
        if problems {
            Self::Problems
        } else if under {
            Self::Under
        } else {
            self
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why the tool could not do its work, in one sentence.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// Something could not be read.
    #[error(transparent)]
    Load(#[from] load::Failure),
    /// Something could not be written.
    #[error("cannot write `{}`: {why}", path.display())]
    Unwritable {
        /// The path.
        path: PathBuf,
        /// Why, in plain words.
        why: String,
    },
    /// There is such a file already.
    #[error("`{}` exists already; choose another name with -o, or add --force to replace it", .0.display())]
    Exists(PathBuf),
    /// Standard output could not be written.
    #[error("cannot write the output: {}", load::reason(.0))]
    Output(#[from] io::Error),
    /// A private key can't be used.
    #[error("`{}` can't be used to sign: {why}", path.display())]
    Key {
        /// The key's file.
        path: PathBuf,
        /// Why, with the next step.
        why: String,
    },
    /// The arguments don't fit together.
    #[error("{0}")]
    Usage(String),
    /// A file could not be changed without touching what it should not.
    #[error(transparent)]
    Revise(#[from] crate::revise::Refused),
    /// A pack could not be made.
    #[error(transparent)]
    Pack(#[from] crate::proof::pack::Unpackable),
    /// A report could not be made.
    #[error(transparent)]
    Render(#[from] crate::render::Failure),
}

impl From<Unwritable> for Failure {
    fn from(Unwritable { path, why }: Unwritable) -> Self {
        Self::Unwritable { path, why }
    }
}

impl Failure {
    /// The reader of standard output went away, which is no failure of ours.
    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            _ if self.is_broken_pipe() => Exit::Done,
            _ => Exit::Failure,
        }
    }
}
