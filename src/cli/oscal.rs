//! OSCAL's side of `export` and `import`: files of an assessment, and a rules file of a catalog.

use std::path::Path;

use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::assess::Assessment;
use crate::load::oscal::Catalog;
use crate::model::{Scale, Theme};
use crate::problem::Severity;
use crate::source::Sources;
use crate::{check, load, problem, render};

/// Writes the files to the folder that was asked for, or beside the answers in `file`.
pub(super) fn export(
    assessment: &Assessment<'_>,
    file: &Path,
    folder: Option<&Path>,
    force: bool,
) -> Result<Exit, Failure> {
    let files = render::oscal(assessment, &render::words(None, "en")?)?;
    let beside = if file.is_dir() { Some(file) } else { file.parent() };
    let target = folder.or(beside).unwrap_or(Path::new(""));
    let there = files.iter().map(|(name, _)| target.join(name)).find(|path| path.exists());
    match there.filter(|_| !force) {
        Some(there) => Err(Failure::Exists(there)),
        None => output::files(folder, beside, files),
    }
}

/// Makes a rules file of the catalog in `file`.
pub(super) fn import(
    file: &Path,
    options: &RulesOptions,
    output: Option<&Path>,
    force: bool,
    form: Problems,
) -> Result<Exit, Failure> {
    let Some(path) = output else {
        return Err(Failure::Usage("a catalog becomes a rules file of its own; name it with -o".into()));
    };
    if path.exists() && !force {
        return Err(Failure::Exists(path.to_owned()));
    }
    let (mut sources, problems) = (Sources::default(), problem::Problems::default());
    let known = load::rules(options.folder.as_deref(), &mut sources, &problems)?;
    let catalog = load::oscal::catalog(file, known, &mut sources, &problems)?;
    let Catalog { rules, scales, themes } = catalog.unwrap_or_default();
    let rules = check::rules(rules, &problems);
    let problems = problems.into_sorted();
    if !problems.is_empty() {
        output::message(output::problems(&problems, &sources, form).trim_end());
    }
    let faulty = problems.iter().any(|problem| problem.severity() == Severity::Error);
    let (Some(instrument), false) = (rules.instruments.first(), faulty) else {
        output::message("no rules file was made");
        return Ok(Exit::Problems);
    };
    let scales: Vec<&Scale> = rules.scales.iter().filter(|scale| scales.contains(&scale.id)).collect();
    let themes: Vec<&Theme> = rules.themes.iter().filter(|theme| themes.contains(&theme.id)).collect();
    output::file(path, render::rules(instrument, &scales, &themes).as_bytes())?;
    let (path, items) = (path.display(), instrument.items().count());
    output::message(&format!("{} with {items} items written to {path}", instrument.id));
    output::message(&format!("Read it beside the resolution, then: rapporteur rules check {path}"));
    Ok(Exit::Done)
}
