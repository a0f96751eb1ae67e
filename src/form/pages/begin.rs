//! Beginning: which file to open, or what a new one asks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;
use toml::Table;

use super::super::Place;
use super::super::fields;
use super::super::posted::Posted;
use super::super::site::Site;
use super::super::uploads::safe_name;
use super::item::text;
use super::{Trouble, to};
use crate::model::{Instrument, Period, Profile, Status};
use crate::render::{Blank, blank};
use crate::report::Text;
use crate::revise::{self, Revision};
use crate::source::Source;
use crate::whole;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    word: String,
    file: String,
    name: &'a str,
    country: &'a str,
    from: String,
    to: String,
    core: bool,
    instruments: Vec<Offer>,
    /// What is missing or wrong, by the keys of its words.
    faults: Vec<&'static str>,
    wrong: Wrong,
}

/// Which questions are not answered as they must be.
#[derive(Serialize)]
struct Wrong {
    name: bool,
    country: bool,
    period: bool,
    instruments: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Offer {
    id: String,
    title: Text,
    is_draft: bool,
    questions: usize,
    core: usize,
    chosen: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Choice {
    word: String,
    folder: String,
    files: Vec<String>,
    /// Whether a new one may be begun.
    may_begin: bool,
}

/// What a new file asks; with what was typed, and what is wrong with it.
pub(super) fn page(
    site: &Site,
    path: &Path,
    status: StatusCode,
    typed: Option<(&Posted, Vec<&'static str>)>,
) -> Response {
    if path.exists() {
        site.go_to(Place::There(path.to_owned()));
        return to("/");
    }
    let typed = typed.as_ref();
    let plain = |name: &str| typed.map_or("", |(posted, _)| posted.plain(name));
    let day = |name: &str, month_and_day: &str| match typed {
        Some((posted, _)) => posted.plain(name).to_owned(),
        None => format!("{}-{month_and_day}", site.year),
    };
    let offer = |instrument: &Instrument| {
        let asked = |profile: Profile| instrument.items().filter(|item| profile.asks(item)).count();
        Offer {
            title: text(&instrument.title),
            is_draft: instrument.status == Status::Draft,
            questions: asked(Profile::All),
            core: asked(Profile::Core),
            chosen: typed.is_some_and(|(posted, _)| posted.is_ticked(&field_of(&instrument.id))),
            id: instrument.id.clone(),
        }
    };
    let faults = typed.map(|(_, faults)| faults.clone()).unwrap_or_default();
    let is_wrong = |what: &str| faults.contains(&what);
    let view = View {
        wrong: Wrong {
            name: is_wrong("name"),
            country: is_wrong("country"),
            period: is_wrong("period"),
            instruments: is_wrong("instruments"),
        },
        word: site.secret.of_forms(),
        file: path.display().to_string(),
        name: plain("name"),
        country: plain("country"),
        from: day("from", "01-01"),
        to: day("to", "12-31"),
        core: plain("profile") == "core",
        instruments: site.rules.instruments.iter().map(offer).collect(),
        faults,
    };
    site.page(status, "begin", &view)
}

/// Makes the new file, as `init` does, with who answers in it.
pub(super) async fn begin(State(site): State<Arc<Site>>, posted: Posted) -> Result<Response, Response> {
    let Place::New(path) = site.place() else { return Ok(to("/")) };
    let again = |faults| page(&site, &path, StatusCode::UNPROCESSABLE_ENTITY, Some((&posted, faults)));
    let chosen = site.rules.instruments.iter().filter(|instrument| posted.is_ticked(&field_of(&instrument.id)));
    let instruments: Vec<&Instrument> = chosen.collect();
    let day = |name: &str| posted.plain(name).parse::<NaiveDate>().ok();
    let (from, until) = (day("from"), day("to"));
    let mut faults = Vec::new();
    let country = fields::country(posted.plain("country"));
    faults.extend(posted.plain("name").is_empty().then_some("name"));
    faults.extend(country.is_none().then_some("country"));
    faults.extend(instruments.is_empty().then_some("instruments"));
    let (Some(from), Some(until)) = (from, until) else {
        faults.push("period");
        return Ok(again(faults));
    };
    faults.extend((from > until).then_some("period"));
    if !faults.is_empty() {
        return Ok(again(faults));
    }
    let asked = Blank {
        instruments,
        profile: if posted.plain("profile") == "core" { Profile::Core } else { Profile::All },
        period: Period { from, to: until },
        date: until,
        language: "en",
        like: None,
        schema: None,
    };
    let file = blank(&asked, &site.rules);
    let text = named(&file, posted.plain("name"), &country.unwrap_or_default())
        .map_err(|refused| Trouble::Unwritable(refused.to_string()).page(&site))?;
    // Somebody else may have begun it since: then that one is gone on with.
    whole::create(&path, text.as_bytes())
        .map_err(|unwritable| Trouble::Unwritable(unwritable.to_string()).page(&site))?;
    site.go_to(Place::There(path));
    Ok(to("/?saved=1"))
}

/// The responses files of a folder.
pub(super) fn choice(site: &Site, folder: &Path) -> Response {
    let files = responses_files(folder);
    // Only one can be meant by a review beside it.
    if let ([only], Some(_)) = (files.as_slice(), &site.review) {
        site.go_to(Place::There(folder.join(only)));
        return to("/");
    }
    let view = Choice {
        word: site.secret.of_forms(),
        folder: folder.display().to_string(),
        files,
        may_begin: site.review.is_none(),
    };
    site.page(StatusCode::OK, "choose", &view)
}

/// Opens one of the files, or a new one.
pub(super) async fn choose(State(site): State<Arc<Site>>, posted: Posted) -> Response {
    let Place::OneOf(folder) = site.place() else { return to("/") };
    let name = posted.plain("file");
    let place = match posted.plain("new") {
        "" if responses_files(&folder).iter().any(|known| known == name) => Place::There(folder.join(name)),
        new if new.is_empty() || site.review.is_some() => return to("/"),
        new => {
            let name = safe_name(new.strip_suffix(".toml").unwrap_or(new)) + ".toml";
            Place::New(folder.join(name))
        }
    };
    site.go_to(place);
    to("/")
}

fn field_of(instrument: &str) -> String {
    format!("instrument.{instrument}")
}

fn named(text: &str, name: &str, country: &str) -> Result<String, revise::Refused> {
    let source = Source::new("the new file", text, text.as_bytes());
    let mut file = Revision::of(&source)?;
    let institution = revise::Place::table("institution");
    file.set(&institution.clone().key("name"), name)?;
    file.set(&institution.key("country"), country)?;
    file.applied()
}

/// The names of the files that say which resolutions they answer.
fn responses_files(folder: &Path) -> Vec<String> {
    let paths = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let answers = |path: &PathBuf| {
        let small = path.metadata().is_ok_and(|data| data.is_file() && data.len() <= crate::load::LARGEST);
        let text = if small { fs::read_to_string(path).unwrap_or_default() } else { String::new() };
        text.parse::<Table>().is_ok_and(|table| table.contains_key("instruments"))
    };
    let is_toml = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml");
    let found = paths.filter(|path| is_toml(path) && answers(path));
    let mut names: Vec<String> = found
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}
