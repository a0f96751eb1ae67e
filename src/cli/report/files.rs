//! From a report to files in the asked formats.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::super::exit::Failure;
use super::super::output;
use crate::assess::Assessment;
use crate::load::{self, reason};
use crate::model::{Look, Review};
use crate::render::pdf::{Attachment, Fonts, Warning};
use crate::render::{self, Templates};
use crate::report::Report;

/// Options on how reports look and what their files hold.
#[derive(Debug, Args)]
pub(super) struct Files {
    /// Folder of own templates, stylesheet and words, used in place of those built in
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Font file (TTF, OTF or TTC) for characters that the shipped fonts don't have; several are asked in this order
    #[arg(long = "font", value_name = "FILE")]
    fonts: Vec<PathBuf>,
    /// The paper of the PDF, and of the HTML page when it is printed (default: the stylesheet's, which is A4)
    #[arg(long, value_enum, value_name = "PAPER")]
    paper: Option<Paper>,
    /// Put evidence into footnotes, at the foot of the PDF's pages; Word files have it there in any case
    #[arg(long)]
    footnotes: bool,
    /// Put the figures and levels into the PDF as data (`assessment.json`), without internal or confidential matter;
    /// the file is PDF/A-3a then, instead of PDF/A-2a
    #[arg(long)]
    attach: bool,
    /// Also write the page that the PDF is laid out from, whose lines warnings about templates name
    #[arg(long)]
    keep_html: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Paper {
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
pub(super) struct Made {
    files: Vec<(String, Vec<u8>)>,
    messages: Vec<String>,
}

impl Made {
    /// Prints the messages and gives the files, each with its name.
    pub(super) fn told(self) -> Vec<(String, Vec<u8>)> {
        self.messages.iter().for_each(|message| output::message(message));
        self.files
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
        (assessment, review): (&Assessment<'_>, Option<&Review>),
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
            let data = (self.attach && !report.blank).then(|| format!("{:#}\n", render::reviewed(assessment, review)));
            let description = templates.words().plain("page.attachment")?;
            let attachment = data.as_ref().map(|data| Attachment {
                name: "assessment.json",
                media_type: "application/json",
                description: &description,
                bytes: data.as_bytes(),
            });
            let pdf = render::pdf::render(&html, templates.css(), &fonts, report.date, attachment)
                .map_err(render::Failure::from)?;
            messages.extend(pdf.warnings.iter().map(|warning| told("PDF", warning)));
            files.insert(0, (format!("{name}.pdf"), pdf.bytes));
        }
        if self.keep_html || kinds.contains(&Kind::Html) {
            files.insert(0, (format!("{name}.html"), html.into_bytes()));
        }
        Ok(Made { files, messages })
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
        self.fonts.iter().try_fold(of_theme.map_err(render::Failure::from)?, |fonts, path| {
            let unreadable = |why| load::Failure::Unreadable { path: path.clone(), why };
            let bytes = fs::read(path).map_err(|error| unreadable(reason(&error)))?;
            Ok(fonts.with(bytes).map_err(|error| unreadable(error.to_string()))?)
        })
    }
}
