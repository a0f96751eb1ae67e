//! The theme file of `--theme`: how reports look.

use std::path::{Path, PathBuf};

use super::super::exit::Failure;
use super::super::{Problems, output};
use super::files::Files;
use crate::check::{self, Known};
use crate::model::Look;
use crate::problem::{self, Problem};
use crate::source::{Source, Sources};
use crate::{load, render};

/// The help of `--theme`, which on other commands takes ids only.
pub(super) const HELP: &str = "Themes to look at, by id, separated by commas (default: all); what ends in `.toml` is a \
    theme file instead, with the logo, colours and fonts of the reports";

/// What is said where a theme file has errors.
pub(super) const FAULTY: &str = "no report was made: the theme file has errors";

/// The theme file, if one is given.
#[derive(Debug)]
pub(super) struct Theme(Option<PathBuf>);

impl Theme {
    /// Takes the theme file out of what `--theme` was given, which leaves the ids.
    pub(super) fn taken_from(given: &mut Vec<String>) -> Result<Self, Failure> {
        let is_file = |value: &String| Path::new(value).extension().is_some_and(|extension| extension == "toml");
        let (files, ids): (Vec<String>, Vec<String>) = given.drain(..).partition(is_file);
        *given = ids;
        match files.as_slice() {
            [] => Ok(Self(None)),
            [file] => Ok(Self(Some(file.into()))),
            _ => Err(Failure::Usage(format!("reports have one look: give one theme file, not {}", files.len()))),
        }
    }

    /// The file as it was read, which is the last of `sources`.
    pub(super) fn source<'s>(&self, sources: &'s Sources) -> Option<&'s Source> {
        self.0.as_ref().and_then(|_| sources.iter().last())
    }

    /// What the file asks for, and its problems; `None` if it has errors.
    pub(super) fn read(&self, files: &Files, sources: &mut Sources) -> Result<(Option<Look>, Vec<Problem>), Failure> {
        let Some(path) = &self.0 else { return Ok((Some(Look::default()), Vec::new())) };
        let problems = problem::Problems::default();
        let written = load::look(path, sources, &problems)?;
        let known = Known { variables: render::variables(files.own())?, families: files.families()? };
        let look = check::look(written, &known, &problems);
        let sound = problems.errors() == 0;
        Ok((Some(look).filter(|_| sound), problems.into_sorted()))
    }

    /// What the file asks for where nothing else is read, with its problems shown; `None` if it has errors.
    pub(super) fn read_alone(&self, files: &Files, form: Problems) -> Result<Option<Look>, Failure> {
        let mut sources = Sources::default();
        let (look, problems) = self.read(files, &mut sources)?;
        if !problems.is_empty() {
            output::message(output::problems(&problems, &sources, form).trim_end());
        }
        if look.is_none() {
            output::message(FAULTY);
        }
        Ok(look)
    }
}
