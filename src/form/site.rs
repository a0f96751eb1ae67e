//! What all pages share: rules, templates, and the responses as they are now.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use tokio::sync::Notify;
use toml::Table;

use super::gate::Secret;
use super::parts::{Part, parts};
use super::reviewing::Reviewing;
use super::{Limits, Place, Settings};
use crate::assess::{Assessment, assess};
use crate::load::{Hashing, Laid, Marks, Meter};
use crate::model::{Instrument, Recommendation, Responses, Rules, from_token, token};
use crate::problem::{Problem, Problems};
use crate::render::{self, Templates};
use crate::source::{FileNumber, Sources};
use crate::{check, load, parallel};

/// What all pages share.
pub(super) struct Site {
    pub(super) rules: Rules,
    pub(super) templates: Templates,
    pub(super) baseline: Option<Responses>,
    /// The file of the review that is written, in place of the answers.
    pub(super) review: Option<PathBuf>,
    pub(super) year: i32,
    pub(super) secret: Secret,
    /// Cookies of one machine reach all its ports, so each has a name of its own.
    pub(super) cookie: String,
    /// The names under which the form may be asked for.
    pub(super) hosts: [String; 2],
    pub(super) limits: Limits,
    /// Somebody wants the form to end.
    pub(super) stop: Notify,
    /// It ends.
    pub(super) ending: Notify,
    place: Mutex<Place>,
    case: Mutex<Option<Arc<Case>>>,
    reviewing: Mutex<Option<Arc<Reviewing>>>,
    /// Knows the evidence files that were read.
    meter: Meter,
    /// The templates of reports, which only a preview needs.
    reports: OnceLock<Templates>,
}

/// The responses as they stood on disk at a moment, read and checked.
pub(super) struct Case {
    /// `None` where they lack what no page can do without.
    pub(super) responses: Option<Responses>,
    pub(super) problems: Vec<Problem>,
    pub(super) sources: Sources,
    pub(super) files: Vec<FileNumber>,
    /// What all files say together, as written.
    pub(super) said: Table,
    /// To which part of the answers each problem belongs.
    parts: Vec<Part>,
    /// Name and SHA-256 of each file.
    fingerprints: Vec<(String, String)>,
    /// The paths of the evidence that they cite, and what the system says of it.
    evidence: (Vec<String>, Marks),
}

impl Site {
    pub(super) fn new(settings: Settings, port: u16) -> Result<Self, render::Failure> {
        Ok(Self {
            templates: Templates::of_form("en")?,
            rules: settings.rules,
            baseline: settings.baseline,
            review: settings.review,
            year: settings.year,
            secret: settings.secret,
            cookie: format!("rapporteur-{port}"),
            hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
            limits: settings.limits,
            stop: Notify::new(),
            ending: Notify::new(),
            place: Mutex::new(settings.place),
            case: Mutex::new(None),
            reviewing: Mutex::new(None),
            meter: Meter::default(),
            reports: OnceLock::new(),
        })
    }

    pub(super) fn place(&self) -> Place {
        held(&self.place).clone()
    }

    /// Goes over to other responses.
    pub(super) fn go_to(&self, place: Place) {
        *held(&self.case) = None;
        *held(&self.place) = place;
    }

    /// The folder in which evidence lies.
    pub(super) fn folder(&self) -> PathBuf {
        match self.place() {
            Place::There(path) if path.is_dir() => path,
            Place::There(path) | Place::New(path) => {
                path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
            }
            Place::OneOf(folder) => folder,
        }
    }

    /// The responses as they are on disk now; read anew only if a byte of them has changed.
    pub(super) fn case(&self) -> Result<Arc<Case>, load::Failure> {
        let Place::There(path) = self.place() else {
            return Err(load::Failure::NothingFound(self.folder()));
        };
        let fingerprints = load::fingerprints(&path)?;
        let mut known = held(&self.case);
        let folder = self.folder();
        let is_as_it_was = |case: &&Arc<Case>| case.fingerprints == fingerprints && case.has_same_evidence(&folder);
        if let Some(case) = known.as_ref().filter(is_as_it_was) {
            return Ok(Arc::clone(case));
        }
        // Two of them at once would take twice the memory.
        (*known, *held(&self.reviewing)) = (None, None);
        // An answer is bound with what its files hold.
        let hashing = Hashing { all: self.review.is_some(), meter: &self.meter };
        let case = Arc::new(Case::read(&path, &folder, &self.rules, hashing, fingerprints)?);
        *known = Some(Arc::clone(&case));
        Ok(case)
    }

    /// The review and its answers as they are on disk now; read anew only if a byte of them has changed.
    pub(super) fn reviewing(&self) -> Result<Arc<Reviewing>, load::Failure> {
        let Some(file) = &self.review else { return Err(load::Failure::NothingFound(self.folder())) };
        let (case, fingerprints) = (self.case()?, load::fingerprints(file)?);
        let is_of = |known: &&Arc<Reviewing>| Arc::ptr_eq(&known.case, &case) && known.fingerprints == fingerprints;
        let mut known = held(&self.reviewing);
        if let Some(reviewing) = known.as_ref().filter(is_of) {
            return Ok(Arc::clone(reviewing));
        }
        let reviewing = Arc::new(Reviewing::read(file, case, &self.rules)?);
        *known = Some(Arc::clone(&reviewing));
        Ok(reviewing)
    }

    /// Forgets what was read, where something beside the files has changed, such as evidence.
    pub(super) fn forget(&self) {
        *held(&self.case) = None;
    }

    /// The recommendation that a part of an address names.
    pub(super) fn recommendation(&self, named: &str) -> Option<(&Instrument, &Recommendation)> {
        let id = from_token(named);
        let (instrument, reference) = id.split_once('/')?;
        let instrument = self.rules.instrument(instrument)?;
        instrument.recommendation(reference).map(|found| (instrument, found))
    }

    /// The templates of reports.
    pub(super) fn reports(&self) -> Result<&Templates, render::Failure> {
        if let Some(templates) = self.reports.get() {
            return Ok(templates);
        }
        let templates = Templates::open(None, "en")?;
        Ok(self.reports.get_or_init(|| templates))
    }

    /// A page.
    pub(super) fn page(&self, status: StatusCode, name: &str, data: &impl serde::Serialize) -> Response {
        match self.templates.page(&format!("form/{name}"), data) {
            Ok(page) => (status, Html(page)).into_response(),
            Err(failure) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{failure}\n")).into_response(),
        }
    }

    /// What somebody sees who came without the secret.
    pub(super) fn closed(&self) -> Response {
        self.page(StatusCode::FORBIDDEN, "closed", &serde_json::json!({}))
    }
}

impl Case {
    fn read(
        path: &Path,
        folder: &Path,
        rules: &Rules,
        hashing: Hashing<'_>,
        fingerprints: Vec<(String, String)>,
    ) -> Result<Self, load::Failure> {
        let (mut sources, problems) = (Sources::default(), Problems::default());
        let texts = load::texts(path, &mut sources, &problems)?;
        let files: Vec<FileNumber> = texts.files().collect();
        let read = || {
            let written = texts.read(hashing, &sources, &problems);
            let cited = written.responses.iter().flat_map(|response| &response.evidence);
            let cited: Vec<String> = cited.filter_map(|evidence| Some(evidence.file.as_ref()?.value.clone())).collect();
            (check::responses(written, rules, None, &problems), cited)
        };
        // One parse gives what each file says, and where.
        let lay = || {
            let of = |number: &FileNumber| {
                let laid = Laid::of(&sources.get(*number).text);
                let values = laid.values();
                ((*number, laid), values)
            };
            let (laid, values): (Vec<(FileNumber, Laid<'_>)>, Vec<Table>) = files.iter().map(of).unzip();
            (laid, values)
        };
        let ((responses, cited), (laid, values)) = parallel::both(read, lay);
        let marks = Marks::of(folder, cited.iter().map(String::as_str));
        let problems = problems.into_sorted();
        let parts = parts(&problems, &laid, |file, list| {
            // A block of the first file has the number that it has in all of them.
            let before = laid.iter().zip(&values).take_while(|((other, _), _)| *other != file);
            before.map(|(_, said)| said.get(list).and_then(toml::Value::as_array).map_or(0, Vec::len)).sum()
        });
        drop(laid);
        let mut said = Table::new();
        values.into_iter().for_each(|file| load::join(&mut said, file));
        Ok(Self { responses, problems, sources, files, said, parts, fingerprints, evidence: (cited, marks) })
    }

    /// Whether nobody has touched the evidence since.
    fn has_same_evidence(&self, folder: &Path) -> bool {
        let (cited, marks) = &self.evidence;
        Marks::of(folder, cited.iter().map(String::as_str)) == *marks
    }

    /// The problems, each with the part of the answers that it belongs to.
    pub(super) fn parted(&self) -> impl Iterator<Item = (&Problem, &Part)> {
        self.problems.iter().zip(&self.parts)
    }

    /// The responses, if all of each file was read, and they hold what none can do without.
    pub(super) fn sound(&self) -> Option<&Responses> {
        let broken = self.problems.iter().any(|problem| problem.code().is_of_reading());
        self.responses.as_ref().filter(|_| !broken)
    }

    pub(super) fn assessed<'a>(&'a self, rules: &'a Rules, responses: &'a Responses) -> Assessment<'a> {
        assess(rules, responses, responses.particulars.date)
    }
}

/// The part of an address that names a recommendation.
pub(super) fn named(instrument: &str, reference: &str) -> String {
    token(&format!("{instrument}/{reference}"))
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
