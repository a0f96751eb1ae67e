//! The files that a report is made of, and its manifest.

use std::path::Path;
use std::{fs, io};

use super::super::case::{Case, Earlier};
use super::super::exit::Failure;
use super::files::Files;
use super::theme::Theme;
use super::{ReportCommand, name_of};
use crate::load::{self, embedded_rules};
use crate::model::{Look, Picture, Responses, Review, Rules};
use crate::proof::{ASSESSMENT, Answers, File, Kind, Manifest, Options, Seen};
use crate::report::{Audience, DraftNote, redacted};
use crate::source::{FileNumber, Source, Sources};
use crate::{assess, render};

/// Where the institution's own templates lie when a report is made again.
pub(super) const TEMPLATES: &str = "templates";

/// Where rules files lie then.
pub(super) const RULES: &str = "rules";

/// What a report was made of.
pub(super) struct Inputs<'a> {
    pub(super) case: &'a Case,
    pub(super) responses: &'a Responses,
    pub(super) earlier: &'a [Earlier],
    pub(super) notes: &'a [DraftNote],
    pub(super) theme: &'a Theme,
    pub(super) look: &'a Look,
}

/// The files that go with a report, in their order, and what is said of them.
pub(super) struct Proof {
    pub(super) manifest: Manifest,
    pub(super) files: Vec<File>,
}

impl ReportCommand {
    /// What goes with the report of one reader.
    pub(super) fn proof(
        &self,
        inputs: &Inputs<'_>,
        audience: Audience,
        assessment: &assess::Assessment<'_>,
        review: Option<&Review>,
    ) -> Result<Proof, Failure> {
        let Inputs { case, responses, earlier, .. } = *inputs;
        let outsiders = audience == Audience::Parliament;
        let figures = format!("{:#}\n", render::reviewed(assessment, review)).into_bytes();
        let mut files = vec![File { kind: Kind::Assessment, path: ASSESSMENT.into(), bytes: figures }];
        let logo = responses.institution.logo.as_ref();
        if outsiders {
            let name = logo.map(|logo| format!("logo.{}", logo.ending())).unwrap_or_default();
            files.push(redacted_form("responses", Kind::Responses, (responses, &case.listed), &case.rules, &name));
            files.extend(logo.map(|logo| logo_file(&name, logo)));
        } else {
            files.extend(texts("responses", Kind::Responses, &case.sources, &case.files)?);
            files.extend(logo.map(|logo| logo_file(&logo.name, logo)));
        }
        for (number, one) in (1..).zip(earlier) {
            let folder = format!("baseline-{number}");
            match outsiders {
                true => {
                    files.push(redacted_form(&folder, Kind::Baseline, (&one.responses, &one.listed), &case.rules, ""))
                }
                false => files.extend(texts(&folder, Kind::Baseline, &one.sources, &one.files)?),
            }
        }
        if let (Some(path), Some(review)) = (&self.review, review) {
            let redacted = || render::redacted_review(review, responses).into_bytes();
            files.push(match outsiders {
                true => File { kind: Kind::Review, path: "review/review.toml".into(), bytes: redacted() },
                false => review_file(path)?,
            });
        }
        files.extend(rules(case, assessment)?);
        files.extend(self.files.look_files(inputs.theme, inputs.look, &case.sources, audience)?);
        let manifest = Manifest {
            format: 1,
            tool: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
            audience: audience.to_string(),
            options: self.options(audience),
            responses: answers(responses, &case.seen, outsiders),
            baselines: earlier.iter().map(|one| answers(&one.responses, &one.seen, outsiders)).collect(),
            review: review.map(|review| review.provenance.clone()),
            left_out: inputs.notes.iter().filter(|_| outsiders).map(|note| note.place.clone()).collect(),
            files: Manifest::entries(&files),
            page_sha256: None,
        };
        Ok(Proof { manifest, files })
    }

    fn options(&self, audience: Audience) -> Options {
        let sample = self.sample.filter(|_| audience == Audience::Auditor);
        Options {
            language: "en".into(),
            date: self.date,
            draft: self.draft,
            instruments: self.rules.instruments.clone(),
            groups: self.scope.groups.iter().map(name_of).collect(),
            themes: self.scope.themes.clone(),
            sample,
            seed: sample.map(|_| self.seed),
            paper: self.files.paper.as_ref().map(name_of),
            footnotes: self.files.footnotes,
        }
    }
}

impl Files {
    /// What the look of a report is made of: own templates, the theme, added fonts.
    fn look_files(
        &self,
        theme: &Theme,
        look: &Look,
        sources: &Sources,
        audience: Audience,
    ) -> Result<Vec<File>, Failure> {
        let mut files = Vec::new();
        // The templates of other readers are not used.
        let used = |name: &str| match name.split_once('/') {
            Some(("words", language)) => language == "en.toml",
            Some(_) => true,
            None => name.strip_suffix(".hbs").is_none_or(|name| name == audience.to_string()),
        };
        for (name, bytes) in self.own().map(render::own_files).transpose()?.unwrap_or_default() {
            if used(&name) {
                files.push(File { kind: Kind::Template, path: format!("{TEMPLATES}/{name}"), bytes });
            }
        }
        if let Some(source) = theme.source(sources) {
            files.push(text("theme", Kind::Theme, source)?);
            files.extend(look.logo.as_ref().map(|logo| File {
                kind: Kind::ThemePart,
                path: format!("theme/{}", logo.name),
                bytes: logo.bytes.clone(),
            }));
            let named = |font: &String| !font.trim().is_empty();
            let values = load::values(source);
            let fonts = values.get("fonts").and_then(|fonts| fonts.get("files")?.clone().try_into().ok());
            let fonts: Vec<String> = fonts.unwrap_or_default();
            files.extend(fonts.iter().filter(|font| named(font)).zip(&look.fonts).map(|(name, font)| File {
                kind: Kind::ThemePart,
                path: format!("theme/{name}"),
                bytes: font.bytes.clone(),
            }));
        }
        for (number, (path, bytes)) in (1..).zip(self.font_files()?) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.push(File { kind: Kind::Font, path: format!("fonts/{number}/{name}"), bytes });
        }
        Ok(files)
    }
}

/// Answers as outsiders get them, with all that they answer.
fn redacted_form(
    folder: &str,
    kind: Kind,
    (responses, listed): (&Responses, &[String]),
    rules: &Rules,
    logo: &str,
) -> File {
    let whole = Responses { instruments: listed.to_vec(), ..responses.clone() };
    let bytes = render::redacted(&whole, rules, logo).into_bytes();
    File { kind, path: format!("{folder}/responses.toml"), bytes }
}

fn logo_file(name: &str, logo: &Picture) -> File {
    File { kind: Kind::Logo, path: format!("responses/{name}"), bytes: logo.bytes.clone() }
}

/// The auditor's review, as it lies on the disk.
fn review_file(path: &Path) -> Result<File, Failure> {
    let failed = |error: io::Error| load::Failure::Unreadable { path: path.to_owned(), why: load::reason(&error) };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(File { kind: Kind::Review, path: format!("review/{name}"), bytes: fs::read(path).map_err(failed)? })
}

/// The rules that a report was made by: the built-in files that it uses, and all of the institution's own.
fn rules(case: &Case, assessment: &assess::Assessment<'_>) -> Result<Vec<File>, Failure> {
    let built_in = embedded_rules();
    let instruments = assessment.instruments.iter().map(|instrument| &instrument.provenance);
    let used: Vec<&str> =
        instruments.chain(&assessment.rules.others).map(|provenance| provenance.file.as_str()).collect();
    let first = case.files.first().copied().unwrap_or_default();
    let mut files = Vec::new();
    for source in case.sources.iter().take(first) {
        let name = source.file_name();
        let is_built_in = built_in
            .iter()
            .any(|file| file.name.rsplit('/').next() == Some(name) && file.bytes == source.text.as_bytes());
        match is_built_in {
            true if used.contains(&name) => files.push(text(RULES, Kind::Rules, source)?),
            true => {}
            false => files.push(text(RULES, Kind::OwnRules, source)?),
        }
    }
    Ok(files)
}

fn texts(folder: &str, kind: Kind, sources: &Sources, numbers: &[FileNumber]) -> Result<Vec<File>, Failure> {
    numbers.iter().map(|number| text(folder, kind, sources.get(*number))).collect()
}

/// A file that was read, as it lies on the disk.
fn text(folder: &str, kind: Kind, source: &Source) -> Result<File, Failure> {
    let name = source.file_name();
    let bytes = source.bytes().ok_or_else(|| {
        Failure::Usage(format!(
            "`{name}` can't be attached: it is no text in UTF-8; save it as such, or leave out --attach"
        ))
    })?;
    Ok(File { kind, path: format!("{folder}/{name}"), bytes })
}

/// What is said of answers.
fn answers(responses: &Responses, seen: &[Seen], outsiders: bool) -> Answers {
    let evidence = if outsiders {
        let redacted = redacted(responses);
        let open = redacted.responses.values().flat_map(|response| &response.evidence);
        let mut seen: Vec<Seen> = open.filter_map(Seen::of_open).collect();
        let mut known = Vec::new();
        seen.retain(|one| {
            !known.contains(one) && {
                known.push(one.clone());
                true
            }
        });
        seen
    } else {
        seen.to_vec()
    };
    Answers { files: responses.provenance.clone(), evidence }
}
