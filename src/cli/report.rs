use std::fs;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::case::Case;
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, ScopeOptions, output};
use crate::assess::assess;
use crate::load::Hashing;
use crate::load::{self, reason};
use crate::problem::Severity;
use crate::render::pdf::{Attachment, Fonts, Warning};
use crate::render::{self, Templates};
use crate::report::{DraftNote, report};

/// Make the self-assessment report
#[derive(Debug, Args)]
pub(super) struct ReportCommand {
    /// Responses file, or folder of responses files
    file: PathBuf,
    #[command(flatten)]
    rules: RulesOptions,
    #[command(flatten)]
    scope: ScopeOptions,
    /// What to make: html, pdf, or both, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,pdf")]
    format: Vec<Format>,
    /// Folder to write the report to (default: the folder of the responses)
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The day that deadlines and open actions are held against (default: the assessment's date)
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// Make a report in spite of errors: leave faulty answers out, list them, and mark every page
    #[arg(long)]
    draft: bool,
    /// Folder of own templates, stylesheet and words, used in place of those built in
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Font file (TTF, OTF or TTC) for characters that the shipped fonts don't have; several are asked in this order
    #[arg(long = "font", value_name = "FILE")]
    fonts: Vec<PathBuf>,
    /// The paper of the PDF, and of the HTML page when it is printed (default: the stylesheet's, which is A4)
    #[arg(long, value_enum, value_name = "PAPER")]
    paper: Option<Paper>,
    /// Put evidence into footnotes, at the foot of the PDF's pages
    #[arg(long)]
    footnotes: bool,
    /// Put the figures and levels into the PDF as data (`assessment.json`), without internal or confidential matter;
    /// the file is PDF/A-3a then, instead of PDF/A-2a
    #[arg(long)]
    attach: bool,
    /// Also write the page that the PDF is laid out from, whose lines warnings about templates name
    #[arg(long)]
    keep_html: bool,
    /// How to show problems: human (drawn), plain (one line each) or json
    #[arg(long, value_enum, default_value = "human", value_name = "FORM")]
    problems: Problems,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Paper {
    A4,
    Letter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Pdf,
}

impl ReportCommand {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        // Templates take as long to compile as rules and responses to read, so both go on at once.
        thread::scope(|scope| {
            let templates = scope.spawn(|| Templates::open(self.templates.as_deref(), "en"));
            self.make(|| templates.join().unwrap_or_else(|panic| resume_unwind(panic)))
        })
    }

    fn make(&self, templates: impl FnOnce() -> Result<Templates, render::Failure>) -> Result<Exit, Failure> {
        let case = Case::open(&self.rules, Some(&self.scope), &self.file, self.date, Hashing::All)?;
        case.show_problems(self.problems, &self.file);
        let responses = match &case.responses {
            Some(responses) if self.draft || !case.has_errors() => responses,
            _ => {
                let draft =
                    if case.responses.is_some() { "; --draft makes one without the faulty answers" } else { "" };
                output::message(&format!("no report was made{draft}"));
                return Ok(Exit::Problems);
            }
        };
        let today = self.date.unwrap_or(responses.particulars.date);
        let assessment = assess(&case.rules, responses, today);
        let mut templates = templates()?;
        match self.paper {
            Some(Paper::A4) => templates.add_css("@page { size: A4; }"),
            Some(Paper::Letter) => templates.add_css("@page { size: letter; }"),
            None => {}
        }
        let report = report(&assessment, "en", draft_notes(&case));
        let html = render::html(&report, &templates, self.footnotes)?;

        // A report of a part must not take the place of the whole one.
        let name = if responses.scope.is_whole() { "self-assessment" } else { "self-assessment-part" };
        let mut files = Vec::new();
        if self.writes_html() {
            files.push((format!("{name}.html"), html.as_bytes().to_vec()));
        }
        if self.format.contains(&Format::Pdf) {
            let fonts = self.fonts()?;
            let data = self.attach.then(|| format!("{:#}\n", render::assessment(&assessment)));
            let description = templates.words().plain("page.attachment")?;
            let attachment = data.as_ref().map(|data| Attachment {
                name: "assessment.json",
                media_type: "application/json",
                description: &description,
                bytes: data.as_bytes(),
            });
            let pdf = render::pdf::render(&html, templates.css(), &fonts, responses.particulars.date, attachment)
                .map_err(render::Failure::from)?;
            for warning in &pdf.warnings {
                output::message(&self.told(warning, name));
            }
            files.push((format!("{name}.pdf"), pdf.bytes));
        }
        let folder = self.folder()?;
        for (name, bytes) in files {
            let path = folder.join(name);
            output::file(&path, &bytes)?;
            output::result(&format!("{}\n", path.display()))?;
        }
        Ok(Exit::Done)
    }

    fn writes_html(&self) -> bool {
        self.keep_html || self.format.contains(&Format::Html)
    }

    /// What the PDF shows differently than asked, with the places where the template's author finds it.
    fn told(&self, warning: &Warning, report: &str) -> String {
        let Warning { message, element, sheet, line, .. } = warning;
        if sheet.is_none() && line.is_none() {
            return format!("PDF: {message} ({element})");
        }
        let mut places = Vec::new();
        places.extend(
            (!element.is_empty()).then(|| format!("element `{element}` of the template `self-assessment.hbs`")),
        );
        places.extend(sheet.map(|(line, column)| format!("`report.css` {line}:{column}")));
        places.extend(line.map(|line| {
            let how = if self.writes_html() { "" } else { ", which --keep-html writes" };
            format!("line {line} of `{report}.html`{how}")
        }));
        format!("PDF: {message} ({})", places.join("; "))
    }

    /// The shipped fonts and those that were added.
    fn fonts(&self) -> Result<Fonts, Failure> {
        self.fonts.iter().try_fold(Fonts::embedded(), |fonts, path| {
            let unreadable = |why| load::Failure::Unreadable { path: path.clone(), why };
            let bytes = fs::read(path).map_err(|error| unreadable(reason(&error)))?;
            Ok(fonts.with(bytes).map_err(|error| unreadable(error.to_string()))?)
        })
    }

    /// The folder to write to; one that was asked for is made if it isn't there.
    fn folder(&self) -> Result<PathBuf, Failure> {
        let Some(folder) = &self.output else {
            let beside = if self.file.is_dir() { Some(self.file.as_path()) } else { self.file.parent() };
            return Ok(beside.map(PathBuf::from).unwrap_or_default());
        };
        fs::create_dir_all(folder)
            .map_err(|error| Failure::Unwritable { path: folder.clone(), why: reason(&error) })?;
        Ok(folder.clone())
    }
}

/// What a draft leaves out.
fn draft_notes(case: &Case) -> Vec<DraftNote> {
    let errors = case.problems.iter().filter(|problem| problem.severity() == Severity::Error);
    errors
        .map(|problem| {
            let source = case.sources.get(problem.at.file);
            let (line, column) = source.line_and_column(problem.at.start);
            let place = format!("{}:{line}:{column}", source.file_name());
            DraftNote { place, message: problem.words().message }
        })
        .collect()
}
