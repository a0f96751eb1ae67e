use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::case::{Case, Evidence};
use super::exit::{Exit, Failure};
use super::{Problems, RulesOptions, output};
use crate::load::{self, SIGNATURES, folder_of, path_of};
use crate::model::EvidenceState;
use crate::problem::first_of;
use crate::proof::pack::{self, Content, Contents, HOW_TO, PackRole, Packed};

/// Pack what an auditor takes home as one ZIP file
///
/// Takes the answers, the rules, the evidence that is cited, the reports under the names that `report` gives them, `review….toml`, the folder
/// `signatures` and `allowed_signers`, and nothing else. A list of all files with their SHA-256 and a page that tells how to
/// check them go with it. The same files give the same pack, byte for byte.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Pack {
    /// Folder with `responses.toml` or with several responses files; or the responses file in it
    #[arg(value_name = "DIR")]
    file: PathBuf,
    #[command(flatten)]
    rules: RulesOptions,
    /// The pack to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Leave confidential evidence out; what the answers say of it stays
    #[arg(long)]
    without_confidential: bool,
    /// Replace the pack if it exists
    #[arg(long)]
    force: bool,
}

const AFTER: &str = "Examples:\n  rapporteur pack 2025 -o audit.zip\n  \
    rapporteur pack 2025 --without-confidential -o audit.zip\n  rapporteur verify audit.zip";

impl Pack {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        if self.output.exists() && !self.force {
            return Err(Failure::Exists(self.output));
        }
        if !self.rules.instruments.is_empty() {
            return Err(Failure::Usage("all answers are packed together; leave --instrument out".into()));
        }
        let whole = self.file.join("responses.toml");
        let answers = if whole.is_file() { whole } else { self.file.clone() };
        let case = Case::open(&self.rules, None, &answers, None, Evidence::All)?;
        if case.has_errors() || case.responses.is_none() {
            case.show_problems(Problems::Human, &answers);
            return Ok(Exit::Problems);
        }
        let folder = folder_of(&answers);
        let mut gathered = Gathered::default();
        gathered.answers(&case, folder);
        gathered.rules(&case, self.rules.folder.as_deref())?;
        gathered.evidence(&case, folder, self.without_confidential);
        gathered.beside(folder);
        let files = gathered.files;
        let mut contents = None;
        output::streamed(&self.output, |out| {
            contents = Some(pack::write(files, gathered.left_out, out)?);
            Ok(())
        })?;
        if !gathered.missing.is_empty() {
            output::message(&format!("warning: not packed, because not there: {}", first_of(&gathered.missing)));
        }
        if !gathered.changed.is_empty() {
            let named = first_of(&gathered.changed);
            output::message(&format!("warning: changed since it was sealed, and packed as it is now: {named}"));
        }
        output::message(&contents.map(|contents| closing(&contents, gathered.confidential)).unwrap_or_default());
        output::result(&format!("{}\n", self.output.display()))?;
        Ok(Exit::Done)
    }
}

/// What goes into the pack.
#[derive(Default)]
struct Gathered {
    files: Vec<Packed>,
    /// Evidence that is not there.
    missing: Vec<String>,
    /// Evidence that is not what was sealed.
    changed: Vec<String>,
    /// Confidential evidence that stays out.
    left_out: Vec<String>,
    /// How many files of confidential evidence go in.
    confidential: usize,
}

impl Gathered {
    fn add(&mut self, path: &str, role: PackRole, content: Content) {
        self.files.push(Packed { path: path.to_owned(), role, content });
    }

    /// The responses files, and the logo that they name.
    fn answers(&mut self, case: &Case, folder: &Path) {
        self.add(HOW_TO.0, PackRole::HowTo, Content::Bytes(HOW_TO.1.as_bytes().to_vec()));
        for number in &case.files {
            let source = case.sources.get(*number);
            self.add(source.file_name(), PackRole::Responses, Content::File(PathBuf::from(&source.name)));
            let said = load::values(source);
            let logo = said.get("institution").and_then(|table| table.get("logo")).and_then(toml::Value::as_str);
            // One that leaves the folder is an error, and one that can't be shown none of the answers.
            if let (Some(logo), Some(_)) = (logo, case.responses.as_ref().and_then(|all| all.institution.logo.as_ref()))
            {
                self.add(&path_of(logo), PackRole::Logo, Content::File(folder.join(logo)));
            }
        }
    }

    /// The rules files by which the answers are read; of the instruments, those that are answered.
    fn rules(&mut self, case: &Case, added: Option<&Path>) -> Result<(), Failure> {
        let answered =
            |id: &str| case.responses.as_ref().is_some_and(|all| all.instruments.iter().any(|one| one == id));
        let others = case.rules.instruments.iter().filter(|instrument| !answered(&instrument.id));
        let others: Vec<&str> = others.map(|instrument| instrument.provenance.file.as_str()).collect();
        for (name, bytes) in load::rules_texts(added)? {
            if !others.contains(&name.as_str()) {
                self.add(&format!("rules/{name}"), PackRole::Rules, Content::Bytes(bytes));
            }
        }
        Ok(())
    }

    /// The evidence that is cited, each file once.
    fn evidence(&mut self, case: &Case, folder: &Path, without_confidential: bool) {
        let cited = case.responses.iter().flat_map(|all| all.responses.values()).flat_map(|answer| &answer.evidence);
        let cited: Vec<_> = cited.filter(|evidence| !evidence.file.is_empty()).collect();
        let mut paths: Vec<String> = cited.iter().map(|evidence| path_of(&evidence.file)).collect();
        paths.sort();
        paths.dedup();
        for path in paths {
            let of_it = || cited.iter().filter(|evidence| path_of(&evidence.file) == path);
            // What one answer keeps back and another shows is shown.
            let is_confidential = of_it().all(|evidence| evidence.confidential);
            if of_it().any(|evidence| evidence.found == EvidenceState::Missing) {
                self.missing.push(path);
            } else if is_confidential && without_confidential {
                self.left_out.push(path);
            } else {
                self.confidential += usize::from(is_confidential);
                if of_it().any(|evidence| evidence.found == EvidenceState::Changed) {
                    self.changed.push(path.clone());
                }
                self.add(&path, PackRole::Evidence, Content::File(folder.join(&path)));
            }
        }
    }

    /// Reports, reviews and signatures beside the answers.
    fn beside(&mut self, folder: &Path) {
        for name in files_in(folder) {
            let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
            let is_report = name.ends_with(".pdf") || name.ends_with(".html");
            let role = if is_report && stem.starts_with("auditor") {
                PackRole::Checklist
            } else if is_report && ["self-assessment", "parliament"].iter().any(|report| stem.starts_with(report)) {
                PackRole::Report
            } else if name.starts_with("review") && name.ends_with(".toml") {
                PackRole::Review
            } else if name == "allowed_signers" {
                PackRole::Signers
            } else {
                continue;
            };
            if !self.files.iter().any(|file| file.path == name) {
                self.add(&name, role, Content::File(folder.join(&name)));
            }
        }
        for name in files_in(&folder.join(SIGNATURES)) {
            let path = format!("{SIGNATURES}/{name}");
            self.add(&path, PackRole::Signature, Content::File(folder.join(&path)));
        }
    }
}

/// The names of the files directly in a folder, without links and hidden ones.
fn files_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| !name.starts_with('.')).collect()
}

/// One line that says what is in it.
fn closing(contents: &Contents, confidential: usize) -> String {
    let documents = contents.files.iter().filter(|file| file.role == PackRole::Evidence).count();
    let secret = match (contents.left_out.len(), confidential) {
        (0, 0) => String::new(),
        (0, secret) => format!(", {secret} of them confidential"),
        (out, _) => format!("; {out} confidential left out, though the answers still tell of them"),
    };
    format!("{} files packed, {documents} of evidence{secret}", contents.files.len())
}
