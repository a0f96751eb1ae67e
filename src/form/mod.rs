//! form: the second face, pages in a browser on the institution's own machine.
//!
//! In: a responses file or folder, sound rules, and a listening socket. Out: pages, and the same file, changed as
//! `revise` changes it. The TOML file is the only truth: nothing is kept beside it, and whoever opens it with a text
//! editor meanwhile loses nothing. The form calls what the command line calls, and doesn't print.
//!
//! A request passes `server` (limits), `gate` (who asks), a page of `pages`, and for a change `posted` (what was typed),
//! `entry`, `blocks` and `answer` (what that means, beside what the page knew and what the file says by now), `fields` (its
//! values), `uploads` (evidence) and `save` (the file). `site` is what all of them share; `parts` tells where problems belong.
//! With a review, the answers are only read, and `reviewing` and `finding` stand where `site` and `answer` do otherwise.
//! Every page works without scripts: a form is posted and answered with the address of the page to show.

mod answer;
mod blocks;
mod entry;
mod fields;
mod finding;
mod gate;
mod pages;
mod parts;
mod posted;
mod reviewing;
mod save;
mod server;
mod site;
mod uploads;

use std::path::PathBuf;
use std::time::Duration;

use crate::model::{Responses, Rules};

pub use gate::Secret;
pub use server::{Failure, serve};
pub use uploads::safe_name;

/// What the form is opened with.
#[derive(Debug)]
pub struct Settings {
    /// The rules.
    pub rules: Rules,
    /// The responses.
    pub place: Place,
    /// Answers of an earlier period, to be shown beside those of this one.
    pub baseline: Option<Responses>,
    /// An auditor's review of the responses, which is what is filled in then; one that is not there is begun.
    pub review: Option<PathBuf>,
    /// The year that a new file is begun for, if nobody says another.
    pub year: i32,
    /// What opens the form, and nobody else knows.
    pub secret: Secret,
    /// How much is taken in, and for how long.
    pub limits: Limits,
}

/// Where the responses are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file or folder that is there.
    There(PathBuf),
    /// A file that is to be begun.
    New(PathBuf),
    /// One of the files of a folder, to be chosen.
    OneOf(PathBuf),
}

/// How much is taken in, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at a time; one more takes the place of one that says nothing, or waits.
    pub connections: usize,
    /// How long a connection may say nothing at first.
    pub silence: Duration,
    /// How long one request with its answer may take.
    pub request: Duration,
    /// Largest evidence file, in bytes.
    pub upload: u64,
    /// Most that the typed fields of a page hold, in bytes.
    pub typed: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 64,
            silence: Duration::from_secs(5),
            request: Duration::from_secs(60),
            upload: 100 * 1024 * 1024,
            typed: 4 * 1024 * 1024,
        }
    }
}

#[cfg(test)]
mod tests;
