//! Responses as the command line names them: a path, or `-` for standard input.

use std::io::{self, Read};
use std::path::Path;

use super::exit::Failure;
use crate::load::{self, Given, LARGEST, reason};

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Whether `path` stands for standard input.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

/// Responses to read.
pub(super) struct Input<'p> {
    path: &'p Path,
    /// What came by standard input.
    bytes: Option<Vec<u8>>,
}

impl<'p> Input<'p> {
    /// Reads standard input if `path` says so; a file is left to `load`.
    pub(super) fn named(path: &'p Path) -> Result<Self, Failure> {
        let bytes =
            match path == Path::new(STANDARD_INPUT) {
                true => Some(standard_input().map_err(|error| load::Failure::Unreadable {
                    path: "standard input".into(),
                    why: reason(&error),
                })?),
                false => None,
            };
        Ok(Self { path, bytes })
    }

    /// What `load` is to read.
    pub(super) fn given(&self) -> Given<'_> {
        match &self.bytes {
            Some(bytes) => Given::Bytes { name: "standard input", bytes, folder: Path::new(".") },
            None => Given::Path(self.path),
        }
    }
}

/// All of standard input, but no more than shows that it is too large.
fn standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
