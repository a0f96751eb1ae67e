//! From a report to files in the asked formats.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::super::exit::Failure;
use super::super::output;
use super::inputs::Proof;
use crate::load::{self, reason};
use crate::model::Look;
use crate::proof::{self, File, MANIFEST};
use crate::render::pdf::{Attachment, Fonts, Relationship, Warning};
use crate::render::{self, Templates};
use crate::report::Report;
use crate::source::media_type;

/// Options on how reports look and what their files hold.
#[derive(Debug, Args)]
pub(super) struct Files {
    /// Folder of own templates, stylesheet and words, used in place of those built in
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    /// Font file (TTF, OTF or TTC) for characters that the shipped fonts don't have; several are asked in this order
    #[arg(long = "font", value_name = "FILE")]
    pub(super) fonts: Vec<PathBuf>,
    /// The paper of the PDF, and of the HTML page when it is printed (default: the stylesheet's, which is A4)
    #[arg(long, value_enum, value_name = "PAPER")]
    pub(super) paper: Option<Paper>,
    /// Put evidence into footnotes, at the foot of the PDF's pages; Word files have it there in any case
    #[arg(long)]
    pub(super) footnotes: bool,
    /// Put all that the report is made of into the PDF, which is PDF/A-3a then instead of PDF/A-2a, and a manifest into
    /// PDF and HTML, so that `rapporteur verify` can check them. What parliament gets holds the redacted answers; the
    /// others hold the answers as they are, internal notes and all
    #[arg(long)]
    pub(super) attach: bool,
    /// Also write the page that the PDF is laid out from, whose lines warnings about templates name
    #[arg(long)]
    pub(super) keep_html: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Paper {
    A4,
    Letter,
}

/// A format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    Html,
    Pdf,
    Docx,
}

/// The files of one reader, and what is to be told of them.
#[derive(Debug)]
pub(in super::super) struct Made {
    files: Vec<(String, Vec<u8>)>,
    messages: Vec<String>,
    /// What is attached to the PDF, but for the manifest.
    attached: Vec<File>,
}

impl Made {
    /// Prints the messages and gives the files, each with its name.
    pub(super) fn told(self) -> Vec<(String, Vec<u8>)> {
        self.messages.iter().for_each(|message| output::message(message));
        self.files
    }

    /// The one file that was made, and what goes with it.
    pub(in super::super) fn one(self) -> Option<(Vec<u8>, Vec<File>)> {
        Some((self.files.into_iter().next()?.1, self.attached))
    }
}

impl Files {
    /// The folder of own templates.
    pub(super) fn own(&self) -> Option<&Path> {
        self.templates.as_deref()
    }

    /// The templates with what the options ask of them.
    pub(super) fn templates(&self, language: &str) -> Result<Templates, render::Failure> {
        let mut templates = Templates::open(self.templates.as_deref(), language)?;
        match self.paper {
            Some(Paper::A4) => templates.add_css("@page { size: A4; }"),
            Some(Paper::Letter) => templates.add_css("@page { size: letter; }"),
            None => {}
        }
        Ok(templates)
    }

    /// The files of `report`, each with its name: that of the reader, and `part`.
    pub(super) fn make(
        &self,
        kinds: &[Kind],
        report: &Report,
        (templates, look): (&Templates, &Look),
        attach: Option<Proof>,
        part: &str,
    ) -> Result<Made, Failure> {
        let name = format!("{}{part}", report.audience);
        let html = render::html(report, templates, self.footnotes)?;
        let fonts = self.fonts(look)?;
        let (mut files, mut messages) = (Vec::new(), Vec::new());
        let told = |format: &str, warning: &Warning| self.told(format, warning, report, &name, kinds);
        if kinds.contains(&Kind::Docx) {
            // Who writes on in Word finds notes at the foot of the page, where notes belong there.
            let page = if self.footnotes { html.clone() } else { render::html(report, templates, true)? };
            let docx = render::docx::render(&page, templates.css(), &fonts, report.date);
            let docx = docx.map_err(render::Failure::from)?;
            // What both formats lack is told once.
            let own = docx.warnings.iter().filter(|_| !kinds.contains(&Kind::Pdf));
            messages.extend(own.map(|warning| told("Word", warning)));
            files.push((format!("{name}.docx"), docx.bytes));
        }
        if kinds.contains(&Kind::Pdf) {
            let attached = attach.as_ref().map(|proof| attachments(proof, templates)).transpose()?.unwrap_or_default();
            let attached: Vec<Attachment<'_>> = attached.iter().map(Attachable::given).collect();
            let pdf = render::pdf::render(&html, templates.css(), &fonts, report.date, &attached)
                .map_err(render::Failure::from)?;
            messages.extend(pdf.warnings.iter().map(|warning| told("PDF", warning)));
            files.insert(0, (format!("{name}.pdf"), pdf.bytes));
        }
        if self.keep_html || kinds.contains(&Kind::Html) {
            let page = match &attach {
                Some(proof) => proof::with_manifest(&html, &proof.manifest),
                None => html,
            };
            files.insert(0, (format!("{name}.html"), page.into_bytes()));
        }
        let attached = attach.map(|proof| proof.files).unwrap_or_default();
        Ok(Made { files, messages, attached })
    }

    /// What a `format` shows differently than asked, with the places where the template's author finds it.
    fn told(&self, format: &str, warning: &Warning, report: &Report, name: &str, kinds: &[Kind]) -> String {
        let Warning { message, element, sheet, line, .. } = warning;
        if sheet.is_none() && line.is_none() {
            return format!("{format}: {message} ({element})");
        }
        let mut places = Vec::new();
        places.extend(
            (!element.is_empty()).then(|| format!("element `{element}` of the template `{}.hbs`", report.audience)),
        );
        places.extend(sheet.map(|(line, column)| format!("`report.css` {line}:{column}")));
        places.extend(line.map(|line| {
            let written = self.keep_html || kinds.contains(&Kind::Html);
            let how = if written { "" } else { ", which --keep-html writes" };
            format!("line {line} of `{name}.html`{how}")
        }));
        format!("{format}: {message} ({})", places.join("; "))
    }

    /// The families of the fonts that there are without a theme.
    pub(super) fn families(&self) -> Result<Vec<String>, Failure> {
        Ok(self.fonts(&Look::default())?.families().to_vec())
    }

    /// The shipped fonts and those that were added, by the theme or by themselves.
    fn fonts(&self, look: &Look) -> Result<Fonts, Failure> {
        let of_theme = look.fonts.iter().try_fold(Fonts::embedded(), |fonts, font| fonts.with(font.bytes.clone()));
        let of_theme = of_theme.map_err(render::Failure::from)?;
        self.font_files()?.into_iter().try_fold(of_theme, |fonts, (path, bytes)| {
            let unreadable = |why| load::Failure::Unreadable { path: path.to_owned(), why };
            Ok(fonts.with(bytes).map_err(|error| unreadable(error.to_string()))?)
        })
    }

    /// The fonts that were added by themselves.
    pub(super) fn font_files(&self) -> Result<Vec<(&Path, Vec<u8>)>, Failure> {
        let read = |path: &'_ PathBuf| fs::read(path).map_err(|error| reason(&error));
        let failed = |path: &PathBuf, why| load::Failure::Unreadable { path: path.clone(), why };
        self.fonts.iter().map(|path| Ok((path.as_path(), read(path).map_err(|why| failed(path, why))?))).collect()
    }
}

/// A file with what a PDF says of it.
struct Attachable<'p> {
    name: &'p str,
    description: String,
    relationship: Relationship,
    bytes: Cow<'p, [u8]>,
}

impl Attachable<'_> {
    fn given(&self) -> Attachment<'_> {
        let (description, relationship) = (self.description.as_str(), self.relationship);
        Attachment { name: self.name, media_type: media_type(self.name), description, relationship, bytes: &self.bytes }
    }
}

/// What is attached, in its order: the figures, the manifest, and what both are made of.
fn attachments<'p>(proof: &'p Proof, templates: &Templates) -> Result<Vec<Attachable<'p>>, Failure> {
    let words = templates.words();
    let mut all = Vec::new();
    for (file, entry) in proof.files.iter().zip(&proof.manifest.files) {
        let description = words.plain(words_of(file.kind))?;
        let (relationship, bytes) = (file.kind.relationship(), Cow::from(&file.bytes));
        all.push(Attachable { name: &entry.name, description, relationship, bytes });
    }
    let manifest = Attachable {
        name: MANIFEST,
        description: words.plain("attached.manifest")?,
        relationship: Relationship::Supplement,
        bytes: Cow::from(proof.manifest.text().into_bytes()),
    };
    all.insert(all.len().min(1), manifest);
    Ok(all)
}

/// The key of the words that say what a file is.
fn words_of(kind: proof::Kind) -> &'static str {
    use proof::Kind;
    match kind {
        Kind::Assessment => "attached.assessment",
        Kind::Responses => "attached.responses",
        Kind::Baseline => "attached.baseline",
        Kind::Rules => "attached.rules",
        Kind::OwnRules => "attached.own-rules",
        Kind::Review => "attached.review",
        Kind::Logo | Kind::Template | Kind::Theme | Kind::ThemePart | Kind::Font => "attached.look",
    }
}
