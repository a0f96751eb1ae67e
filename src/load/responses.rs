//! Responses files: from TOML to as-written answers, of one file or several.

use std::collections::BTreeSet;
use std::path::Path;

use super::beside;
use super::evidence;
use super::fields::{Fields, Reading};
use super::files::{self, RawFile};
use super::rules::format_known;
use super::syntax::{self, Readable};
use super::written::{
    Evidence, Exclusion, Form, Found, Institution, Particulars, Request, Response, Responses, ScaleTable,
};
use crate::model::{Action, EvidenceState, ItemId, Measure, Provenance};
use crate::problem::{Fact, Missing, Problems};
use crate::source::{At, FileNumber, Sources, Spot};

/// Keys of an answer, which easily slip below one of its sub-tables.
const RESPONSE_KEYS: [&str; 14] = [
    "scale",
    "level",
    "narrative",
    "done-on",
    "reason-code",
    "reason",
    "basis",
    "state-comment",
    "measure",
    "obstacle",
    "assigned-to",
    "answered-by",
    "state",
    "internal-note",
];

/// What one of the files must give, as it is called when all of them lack it.
const NEEDED: [(&str, &str); 3] =
    [("instruments", "instruments"), ("institution", "[institution]"), ("assessment", "[assessment]")];

/// Takes the texts of `files` in; `None` for one that can't be read, with the problem noted.
pub(super) fn take_in(files: &[RawFile], sources: &mut Sources, problems: &Problems) -> Vec<Option<FileNumber>> {
    files.iter().map(|file| files::take_in(file, sources, problems)).collect()
}

/// Reads all files that were `taken` in; evidence paths are looked up in `folder`.
pub(super) fn read(taken: &[Option<FileNumber>], folder: &Path, sources: &Sources, problems: &Problems) -> Responses {
    let mut responses = Responses::default();
    let mut given: BTreeSet<&str> = BTreeSet::new();
    for number in taken {
        // What can't be read may hold anything.
        let Some(number) = *number else {
            given.extend(NEEDED.map(|(key, _)| key));
            continue;
        };
        responses.files.push(number);
        let source = sources.get(number);
        given.extend(syntax::read(source, number, problems, |table, readable| {
            let found = Problems::default();
            let reading = Reading::new(number, &source.text, &found);
            let given = file(Fields::top(table, reading), folder, readable, &mut responses);
            syntax::pass_on(found, readable, problems);
            given
        }));
        let (file, sha256) = (source.file_name().to_owned(), source.sha256.clone());
        responses.provenance.push(Provenance { file, sha256 });
    }
    for (key, called) in NEEDED {
        if let (Some(first), false) = (responses.files.first(), given.contains(key)) {
            let fact =
                Fact::MissingKey(Missing { key: called.into(), table: "the file".into(), empty: false, braces: false });
            problems.add(fact, &Spot::new(*first, 0..0));
        }
    }
    responses
}

/// Reads one file; gives what it has, well formed or not, of what is [`NEEDED`].
fn file(top: Fields<'_>, folder: &Path, readable: &Readable, all: &mut Responses) -> Vec<&'static str> {
    let found = top.reading.problems;
    format_known(&top, found);
    once(&mut all.instruments, instruments(&top), |list| &list.spot, "the list `instruments`", found);
    all.redacted |= top.yes_no("redacted").is_some_and(|answer| answer.value);
    once(&mut all.profile, top.word("profile"), |profile| &profile.spot, "`profile`", found);
    let scales = top.table("scales").map(scales);
    once(&mut all.scales, scales, |table| &table.spot, "the table `[scales]`", found);
    let institution = top.table("institution").and_then(|table| institution(table, folder));
    once(&mut all.institution, institution, |table| &table.spot, "the table `[institution]`", found);
    let particulars = top.table("assessment").map(particulars);
    once(&mut all.particulars, particulars, |table| &table.spot, "the table `[assessment]`", found);
    all.exclusions.extend(top.tables("exclude").into_iter().filter_map(|table| exclusion(table, readable)));
    if let Some(answers) = top.table("response") {
        for (item, fields) in answers.entries("the answer") {
            all.responses.push(response(item, fields, folder, readable));
        }
    }
    all.requests.extend(top.tables("request").into_iter().filter_map(request));
    let has: Vec<&str> = NEEDED.iter().map(|(key, _)| *key).filter(|key| top.has(key)).collect();
    let meant = top.finish();
    let lost = |key: &str| readable.lost_table(key) || (key == "instruments" && readable.is_broken(0));
    let there = |key: &&str| has.contains(key) || meant.iter().any(|meant| meant == key) || lost(key);
    NEEDED.into_iter().map(|(key, _)| key).filter(there).collect()
}

/// The list of instruments; an empty one is no list.
fn instruments(top: &Fields<'_>) -> Option<At<Vec<At<String>>>> {
    let before = top.reading.problems.errors();
    let mut list = top.plains("instruments")?;
    let written = list.value.len();
    list.value.retain(|id| !id.value.trim().is_empty());
    let nothing = written == 0 && top.reading.problems.errors() == before;
    if nothing || list.value.len() < written {
        top.empty("instruments", &list.spot);
    }
    Some(list).filter(|list| !list.value.is_empty())
}

/// Takes what a file gives, unless an earlier file gave it.
fn once<T>(known: &mut Option<T>, given: Option<T>, spot: impl Fn(&T) -> &Spot, what: &str, problems: &Problems) {
    match (known.as_ref(), given) {
        (Some(first), Some(again)) => {
            problems.add_related(Fact::GivenTwice { what: what.into() }, spot(&again), spot(first));
        }
        (None, given) => *known = given,
        (Some(_), None) => {}
    }
}

fn institution(fields: Fields<'_>, folder: &Path) -> Option<Institution> {
    for key in ["name", "country"] {
        if !fields.has(key) {
            fields.missing(key);
        }
    }
    let (name, country) = (fields.text("name"), fields.plain("country"));
    let read = (text(&fields, "kind"), text(&fields, "accreditation"), text(&fields, "address"));
    let (kind, accreditation, address) = read;
    let contact = text(&fields, "contact");
    let logo = fields.text("logo").filter(|path| !path.value.trim().is_empty());
    let logo = logo.map(|path| (beside::logo(folder, &path.value), path));
    let spot = fields.spot().clone();
    fields.finish();
    Some(Institution { spot, name: name?, country: country?, kind, accreditation, address, contact, logo })
}

fn particulars(fields: Fields<'_>) -> Particulars {
    let period = fields.required_table("period").and_then(|period| {
        let (from, to) = (period.required_date("from"), period.required_date("to"));
        period.finish();
        Some((from?, to?))
    });
    let read = Particulars {
        spot: fields.spot().clone(),
        period,
        date: fields.required_date("date"),
        prepared_by: text(&fields, "prepared-by"),
        validated_by: fields.text("validated-by"),
        language: fields.text("language").map_or_else(|| "en".to_owned(), |text| text.value),
        transmittal: text(&fields, "transmittal"),
        summary: text(&fields, "summary"),
        scale: fields.plain("scale").filter(|scale| !scale.value.is_empty()),
    };
    fields.finish();
    read
}

/// The table of scales by instrument; all its keys are ids.
fn scales(fields: Fields<'_>) -> ScaleTable {
    ScaleTable { spot: fields.spot().clone(), chosen: fields.plain_entries() }
}

fn exclusion(fields: Fields<'_>, readable: &Readable) -> Option<Exclusion> {
    let before = fields.reading.problems.errors();
    let what = fields.required_plain("what");
    let reason_code = fields.word("reason-code").map(|code| code.value);
    let reason = text(&fields, "reason");
    let spot = fields.spot().clone();
    let problems = fields.reading.problems;
    fields.finish();
    let form = if readable.is_broken(spot.start) {
        Form::Broken
    } else if problems.errors() > before {
        Form::Faulty
    } else {
        Form::Sound
    };
    Some(Exclusion { spot, what: what?, reason_code, reason, form })
}

fn response(item: At<String>, fields: Fields<'_>, folder: &Path, readable: &Readable) -> Response {
    let problems = fields.reading.problems;
    let (errors, kept) = (problems.errors(), problems.kept());
    let beginnings = fields.beginnings();
    let broken = beginnings.iter().any(|at| readable.is_broken(*at)) || readable.lost_header_of(&item.value);
    let controlled = beginnings.iter().any(|at| readable.has_control(*at));
    let item = fields.without_spaces(item);
    let mut read = Response {
        form: Form::Sound,
        scale: fields.plain("scale").filter(|scale| !scale.value.is_empty()),
        level: fields.plain("level"),
        reason_code: fields.word("reason-code").map(|code| code.value),
        reason: text(&fields, "reason"),
        narrative: text(&fields, "narrative"),
        done_on: fields.date("done-on"),
        basis: fields.word("basis").map(|basis| basis.value),
        state_comment: text(&fields, "state-comment"),
        measure: fields.table("measure").map(measure),
        obstacle: text(&fields, "obstacle"),
        assigned_to: text(&fields, "assigned-to"),
        answered_by: text(&fields, "answered-by"),
        state: fields.word("state").map(|state| state.value),
        internal_note: text(&fields, "internal-note"),
        evidence: fields.tables("evidence").into_iter().filter_map(|table| shown(table, folder, readable)).collect(),
        actions: fields.tables("action").into_iter().filter_map(action).collect(),
        item,
    };
    fields.finish();
    if broken {
        read.form = Form::Broken;
    } else if controlled || problems.errors() > errors {
        read.form = Form::Faulty;
    }
    if let Some(id) = ItemId::parse(&read.item.value) {
        problems.concern(kept, &id);
    }
    read
}

fn measure(fields: Fields<'_>) -> Measure {
    if !fields.has("value") {
        fields.missing("value");
    }
    let measure = Measure {
        value: fields.as_written("value").map(|value| value.value).unwrap_or_default(),
        unit: text(&fields, "unit"),
        year: fields.number("year").map(|year| year.value),
        source: text(&fields, "source"),
    };
    fields.finish();
    measure
}

fn shown(fields: Fields<'_>, folder: &Path, readable: &Readable) -> Option<Evidence> {
    let fields = fields.below(&RESPONSE_KEYS);
    let confidential = fields.yes_no("confidential").is_some_and(|answer| answer.value);
    let told = fields.word::<EvidenceState>("found");
    let withheld = told.is_some() && confidential;
    let read = |key| if withheld && !fields.has(key) { Some(nothing(&fields)) } else { fields.required_text(key) };
    let (title, kind) = (read("title"), read("kind"));
    fields.know(&["title", "kind"]);
    let (file, url) = (fields.text("file"), fields.text("url"));
    let (sha256, told_sha256) = (text(&fields, "sha256"), text(&fields, "found-sha256"));
    if !withheld {
        neither(&fields, file.as_ref(), url.as_ref());
    }
    let file = file.filter(|file| !file.value.trim().is_empty()).map(|file| as_typed(file, &fields, readable));
    let size = fields.number("size").and_then(|size| u64::try_from(size.value).ok());
    let media_type = text(&fields, "media-type");
    let (found, real) = match (&file, &told) {
        (Some(file), Some(told)) => (evidence::told(&file.value, told.value), None),
        (None, Some(told)) => (Found::State(told.value), None),
        (Some(file), None) => evidence::look(folder, &file.value),
        (None, None) => (Found::State(EvidenceState::LinkOnly), None),
    };
    let url = url.map(|url| url.value).unwrap_or_default();
    let date = fields.date("date");
    let (pages, description) = (text(&fields, "pages"), text(&fields, "description"));
    let spot = fields.spot().clone();
    fields.finish();
    Some(Evidence {
        spot,
        title: title?.value,
        kind: kind?.value,
        file,
        url,
        date,
        pages,
        description,
        sha256,
        size,
        media_type,
        confidential,
        found,
        told: told.map(|told| told.spot),
        withheld,
        real,
        sha256_found: told_sha256,
        size_found: 0,
    })
}

/// A text that stands nowhere.
fn nothing(fields: &Fields<'_>) -> At<String> {
    At { value: String::new(), spot: fields.spot().clone() }
}

/// Notes that evidence names neither a file nor an address, at the key that stands there empty, if one does.
fn neither(fields: &Fields<'_>, file: Option<&At<String>>, url: Option<&At<String>>) {
    let wrong = (fields.has("file") && file.is_none()) || (fields.has("url") && url.is_none());
    let given = [file, url].into_iter().flatten().any(|text| !text.value.trim().is_empty());
    if wrong || given {
        return;
    }
    match file {
        Some(file) => fields.empty("file or url", &file.spot),
        None => fields.missing("file or url"),
    }
}

/// The path as its writer typed it: the parser saw `/` in place of `\`.
fn as_typed(file: At<String>, fields: &Fields<'_>, readable: &Readable) -> At<String> {
    let typed = fields.reading.text.get(file.spot.start + 1..file.spot.end.saturating_sub(1));
    match typed.filter(|_| readable.has_backslash(file.spot.start)) {
        Some(typed) => At { value: typed.to_owned(), spot: file.spot },
        None => file,
    }
}

fn action(fields: Fields<'_>) -> Option<At<Action>> {
    let fields = fields.below(&RESPONSE_KEYS);
    let what = fields.required_text("what");
    let responsible = fields.required_text("responsible");
    let due = fields.required_date("due");
    let status = fields.word("status").map(|status| status.value).unwrap_or_default();
    let cost = text(&fields, "cost");
    let confidential = fields.yes_no("confidential").is_some_and(|answer| answer.value);
    fields.finish();
    let due = due?;
    let action =
        Action { what: what?.value, responsible: responsible?.value, due: due.value, status, cost, confidential };
    Some(At { value: action, spot: due.spot })
}

fn request(fields: Fields<'_>) -> Option<Request> {
    let id = fields.required_plain("id");
    let what = fields.required_text("what");
    let owner = text(&fields, "owner");
    let due = fields.date("due").map(|due| due.value);
    let serves = fields.plains("serves").map(|list| list.value).unwrap_or_default();
    let (status, follows) = (text(&fields, "status"), text(&fields, "follows"));
    let met_on = fields.date("met-on").map(|day| day.value);
    fields.finish();
    Some(Request { id: id?, what: what?.value, owner, due, serves, status, follows, met_on })
}

fn text(fields: &Fields<'_>, key: &'static str) -> String {
    fields.text(key).map(|text| text.value).unwrap_or_default()
}
