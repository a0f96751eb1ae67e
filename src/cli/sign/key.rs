//! The private key on the command line, and its passphrase.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::super::exit::Failure;
use crate::load;
use crate::proof::{Key, NAMESPACE, Unusable};

/// The key in `file`, opened, to sign `statement`.
pub(super) fn open(file: &Path, passphrase_file: Option<&Path>, statement: &Path) -> Result<Key, Failure> {
    let unusable = |unusable: Unusable| {
        let by_itself = match unusable {
            Unusable::OtherKind(_) => format!(
                ": write the statement with --statement-only, then: ssh-keygen -Y sign -f {} -n {NAMESPACE} {}",
                file.display(),
                statement.display()
            ),
            _ => String::new(),
        };
        Failure::Key { path: file.to_owned(), why: format!("{unusable}{by_itself}") }
    };
    let key = Key::read(&load::bytes(file)?).map_err(unusable)?;
    if !key.is_locked() {
        return Ok(key);
    }
    let passphrase = match passphrase_file {
        Some(path) => first_line(&load::bytes(path)?),
        None => asked(file)?,
    };
    key.unlock(&passphrase).map_err(unusable)
}

/// What is asked for on the terminal.
fn asked(file: &Path) -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        let why = "it has a passphrase, and there is no terminal to ask for it; write it into a file that only you can \
                   read, and name that with --passphrase-file";
        return Err(Failure::Key { path: file.to_owned(), why: why.into() });
    }
    Ok(rpassword::prompt_password(format!("Passphrase of {}: ", file.display()))?)
}

/// The first line of a file.
fn first_line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().to_owned()
}
