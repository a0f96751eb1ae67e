//! A report made again of what goes with it.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::super::case::Evidence;
use super::super::{GroupName, Problems, RulesOptions, ScopeOptions};
use super::files::{Files, Kind as Format, Paper};
use super::inputs::{RULES, TEMPLATES};
use super::{AudienceName, ReportCommand};
use crate::load::Before;
use crate::model::Provenance;
use crate::proof::{Kind, Manifest};
use crate::report::{Audience, DraftNote};

/// What a manifest says of things that are not at hand when a report is made again.
pub(in super::super) struct Again {
    /// The evidence of the answers; `None` if it lies beside them.
    pub(super) evidence: Option<Before>,
    /// The evidence of those of earlier periods, in the order in which they are given.
    pub(super) earlier: Vec<Before>,
    /// Where answers are there in their redacted form only: which files they and the review were made of, and what a draft
    /// left out.
    pub(super) redacted: Option<Redacted>,
}

/// What a redacted form doesn't say.
pub(super) struct Redacted {
    pub(super) files: Vec<Provenance>,
    pub(super) earlier: Vec<Vec<Provenance>>,
    pub(super) review: Option<Provenance>,
    pub(super) notes: Vec<DraftNote>,
}

impl Again {
    /// What `manifest` says; `redacted` if the answers at hand are the redacted form.
    pub(in super::super) fn of(manifest: &Manifest, redacted: bool) -> Self {
        let note = |place: &String| DraftNote { place: place.clone(), message: String::new() };
        // A manifest for outsiders doesn't tell of all evidence; their redacted answers do.
        let tells_all = redacted || manifest.audience != Audience::Parliament.to_string();
        let earlier = manifest.baselines.iter().filter(|_| tells_all);
        Self {
            evidence: tells_all.then(|| manifest.responses.before()),
            earlier: earlier.map(|one| one.before()).collect(),
            redacted: redacted.then(|| Redacted {
                files: manifest.responses.files.clone(),
                earlier: manifest.baselines.iter().map(|one| one.files.clone()).collect(),
                review: manifest.review.clone(),
                notes: manifest.left_out.iter().map(note).collect(),
            }),
        }
    }

    /// How evidence is looked up.
    pub(in super::super) fn looked_up(&self) -> Evidence<'_> {
        self.evidence.as_ref().map_or(Evidence::All, Evidence::Before)
    }
}

impl ReportCommand {
    /// The command that makes the report of `manifest` again: as PDF, or else as page, of the answers in `responses` and of
    /// what else lies below `folder`. `rules` says whether rules files lie there that stand in place of ours.
    ///
    /// # Errors
    /// If the manifest asks for what there is not: what.
    pub(in super::super) fn again(
        manifest: &Manifest,
        responses: PathBuf,
        folder: &Path,
        rules: Option<PathBuf>,
        pdf: bool,
    ) -> Result<Self, String> {
        let options = &manifest.options;
        let paths = |kind| manifest.of(kind).map(|entry| folder.join(&entry.path));
        let mut baseline: Vec<PathBuf> = Vec::new();
        for number in 1..=manifest.baselines.len() {
            let folder = folder.join(format!("baseline-{number}"));
            let files: Vec<PathBuf> = paths(Kind::Baseline).filter(|path| path.parent() == Some(&folder)).collect();
            baseline.push(if let [file] = files.as_slice() { file.clone() } else { folder });
        }
        let themes = paths(Kind::Theme).map(|path| path.to_string_lossy().into_owned());
        let mut groups = Vec::new();
        for group in &options.groups {
            groups.push(known::<GroupName>(group, "group")?);
        }
        Ok(Self {
            file: Some(responses),
            audience: vec![known::<AudienceName>(&manifest.audience, "reader")?],
            baseline,
            review: paths(Kind::Review).next(),
            rules: RulesOptions { folder: rules, instruments: options.instruments.clone() },
            scope: ScopeOptions { groups, themes: options.themes.iter().cloned().chain(themes).collect() },
            format: vec![if pdf { Format::Pdf } else { Format::Html }],
            output: None,
            date: options.date,
            draft: options.draft,
            sample: options.sample,
            seed: options.seed.unwrap_or(1),
            blank: false,
            core: false,
            files: Files {
                templates: manifest.of(Kind::Template).next().map(|_| folder.join(TEMPLATES)),
                fonts: paths(Kind::Font).collect(),
                paper: options.paper.as_deref().map(|paper| known::<Paper>(paper, "paper")).transpose()?,
                footnotes: options.footnotes,
                attach: true,
                keep_html: false,
            },
            problems: Problems::Plain,
        })
    }

    /// Where the rules files that go with a report lie.
    pub(in super::super) fn rules_folder(folder: &Path) -> PathBuf {
        folder.join(RULES)
    }
}

/// A value of the command line that a manifest names.
fn known<T: ValueEnum>(name: &str, what: &str) -> Result<T, String> {
    T::from_str(name, false).map_err(|_| format!("its manifest names a {what} that there is not"))
}
