//! Responses files: from TOML to as-written answers, of one file or several.

use std::path::Path;

use super::evidence;
use super::fields::Fields;
use super::files::{self, RawFile};
use super::rules::format_known;
use super::syntax;
use super::written::{Evidence, Exclusion, Found, Institution, Particulars, Request, Response, Responses};
use crate::model::{Action, EvidenceState, Measure, Provenance};
use crate::problem::{Fact, Problems};
use crate::source::{At, FileNumber, Source, Sources, Spot};

/// Keys of an answer, which easily slip below one of its sub-tables.
const RESPONSE_KEYS: [&str; 13] = [
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

/// Reads all `texts`; evidence paths are looked up in `folder`.
pub(super) fn read(texts: Vec<RawFile>, folder: &Path, sources: &mut Sources, problems: &Problems) -> Responses {
    let mut responses = Responses::default();
    for text in &texts {
        if let Some(number) = files::take_in(text, sources, problems) {
            responses.files.push(number);
            file(sources.get(number), number, folder, problems, &mut responses);
        }
    }
    if let (Some(first), true) = (responses.files.first(), responses.instruments.is_none()) {
        missing("instruments", *first, problems);
    }
    for (there, key) in
        [(responses.institution.is_some(), "institution"), (responses.particulars.is_some(), "assessment")]
    {
        if let (Some(first), false) = (responses.files.first(), there || problems.errors() > 0) {
            missing(&format!("[{key}]"), *first, problems);
        }
    }
    responses
}

fn missing(key: &str, file: FileNumber, problems: &Problems) {
    let fact = Fact::MissingKey { key: key.into(), table: "the file".into() };
    problems.add(fact, &Spot::new(file, 0..0));
}

fn file(source: &Source, number: FileNumber, folder: &Path, problems: &Problems, all: &mut Responses) {
    let (table, touched) = syntax::parse(source, number, problems);
    let found = Problems::default();
    let top = Fields::new(table.get_ref(), "the file", 0..0, number, &found);
    format_known(&top, &found);
    once(&mut all.instruments, top.texts("instruments"), |list| &list.spot, "the list `instruments`", &found);
    once(&mut all.profile, top.word("profile"), |profile| &profile.spot, "`profile`", &found);
    let institution = top.table("institution").and_then(institution);
    once(&mut all.institution, institution, |table| &table.spot, "the table `[institution]`", &found);
    let particulars = top.table("assessment").map(particulars);
    once(&mut all.particulars, particulars, |table| &table.spot, "the table `[assessment]`", &found);
    all.exclusions.extend(top.tables("exclude").into_iter().filter_map(exclusion));
    if let Some(answers) = top.table("response") {
        for (item, fields) in answers.entries() {
            all.responses.push(response(item, fields, folder, &found));
        }
    }
    all.requests.extend(top.tables("request").into_iter().filter_map(request));
    top.finish();
    all.provenance.push(Provenance { file: source.file_name().to_owned(), sha256: source.sha256.clone() });
    syntax::pass_on(found, &touched, problems);
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

fn institution(fields: Fields<'_>) -> Option<Institution> {
    for key in ["name", "country"] {
        if !fields.has(key) {
            fields.missing(key);
        }
    }
    let (name, country) = (fields.text("name"), fields.text("country"));
    let read = (text(&fields, "kind"), text(&fields, "accreditation"), text(&fields, "address"));
    let (kind, accreditation, address) = read;
    let contact = text(&fields, "contact");
    let spot = fields.spot().clone();
    fields.finish();
    Some(Institution { spot, name: name?, country: country?, kind, accreditation, address, contact })
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
    };
    fields.finish();
    read
}

fn exclusion(fields: Fields<'_>) -> Option<Exclusion> {
    let what = fields.required_text("what");
    let reason_code = fields.word("reason-code").map(|code| code.value);
    let reason = text(&fields, "reason");
    let spot = fields.spot().clone();
    fields.finish();
    Some(Exclusion { spot, what: what?, reason_code, reason })
}

fn response(item: At<String>, fields: Fields<'_>, folder: &Path, problems: &Problems) -> Response {
    let before = problems.errors();
    let mut read = Response {
        faulty: false,
        level: fields.text("level"),
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
        evidence: fields.tables("evidence").into_iter().filter_map(|table| evidence(table, folder)).collect(),
        actions: fields.tables("action").into_iter().filter_map(action).collect(),
        item,
    };
    fields.finish();
    read.faulty = problems.errors() > before;
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

fn evidence(fields: Fields<'_>, folder: &Path) -> Option<Evidence> {
    let fields = fields.below(&RESPONSE_KEYS);
    let title = fields.required_text("title");
    let kind = fields.required_text("kind");
    let file = fields.text("file").filter(|file| !file.value.is_empty());
    let url = text(&fields, "url");
    let sha256 = text(&fields, "sha256");
    if file.is_none() && url.is_empty() && (!fields.has("file") || fields.has("url")) {
        fields.missing("file` or `url");
    }
    let found = match &file {
        Some(file) => evidence::look(folder, &file.value, &sha256),
        None => Found::State(EvidenceState::LinkOnly),
    };
    let date = fields.date("date");
    let (pages, description) = (text(&fields, "pages"), text(&fields, "description"));
    let confidential = fields.yes_no("confidential").is_some_and(|answer| answer.value);
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
        confidential,
        found,
    })
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
    let id = fields.required_text("id");
    let what = fields.required_text("what");
    let owner = text(&fields, "owner");
    let due = fields.date("due").map(|due| due.value);
    let serves = fields.texts("serves").map(|list| list.value).unwrap_or_default();
    let (status, follows) = (text(&fields, "status"), text(&fields, "follows"));
    fields.finish();
    Some(Request { id: id?, what: what?.value, owner, due, serves, status, follows })
}

fn text(fields: &Fields<'_>, key: &'static str) -> String {
    fields.text(key).map(|text| text.value).unwrap_or_default()
}
