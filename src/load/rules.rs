//! Rules files: from TOML to as-written instruments, scales and themes.

use super::fields::{Fields, Reading};
use super::files::{self, RawFile};
use super::overlay;
use super::syntax;
use super::written::{Chapeau, Instrument, Item, Level, Link, Recommendation, Rules, Scale, Theme};
use crate::model::{Numbering, Provenance};
use crate::problem::{Fact, Problems};
use crate::source::{FileNumber, Source, Sources};

/// A rules file whose text can be read.
pub(super) struct Taken {
    number: FileNumber,
    built_in: bool,
}

/// Takes the texts of `files` in; those that can't be read are left out, with the problem noted.
pub(super) fn take_in(files: &[RawFile], sources: &mut Sources, problems: &Problems) -> Vec<Taken> {
    let taken = |file: &RawFile| {
        files::take_in(file, sources, problems).map(|number| Taken { number, built_in: file.built_in })
    };
    files.iter().filter_map(taken).collect()
}

/// Reads one file. A paragraph or item with an error of form is left out, with the error noted.
pub(super) fn read(taken: &Taken, sources: &Sources, problems: &Problems) -> Rules {
    let source = sources.get(taken.number);
    let mut rules = Rules::default();
    syntax::read(source, taken.number, problems, |table, readable| {
        let found = Problems::default();
        let top = Fields::top(table, Reading::new(taken.number, &source.text, &found));
        read_file(top, source, &mut rules);
        syntax::pass_on(found, readable, problems);
    });
    rules.links.iter_mut().for_each(|link| link.built_in = taken.built_in);
    if rules.instruments.is_empty() && rules.overlays.is_empty() {
        rules.others.push(provenance(source));
    }
    rules
}

fn read_file(top: Fields<'_>, source: &Source, rules: &mut Rules) {
    format_known(&top, top.reading.problems);
    rules.scales.extend(top.tables("scale").into_iter().filter_map(scale));
    rules.themes.extend(top.tables("theme").into_iter().filter_map(theme));
    rules.links.extend(top.tables("link").into_iter().filter_map(link));
    if let Some(head) = top.table("overlay") {
        rules.overlays.extend(overlay::overlay(&top, head, provenance(source)));
    } else {
        top.know(&["weight", "drop", "add", "translate"]);
    }
    if let Some(head) = top.table("instrument") {
        rules.instruments.extend(instrument(&top, head, source));
    } else {
        top.know(&["chapeau", "recommendation"]);
    }
    top.finish();
}

/// Notes a missing or unknown `format`.
pub(super) fn format_known(top: &Fields<'_>, problems: &Problems) {
    if !top.has("format") {
        top.know(&["format"]);
        problems.add(Fact::UnsupportedFormat { given: None }, top.spot());
    } else if let Some(format) = top.as_written("format").filter(|format| format.value != "1") {
        problems.add(Fact::UnsupportedFormat { given: Some(format.value) }, &format.spot);
    }
}

fn instrument(top: &Fields<'_>, head: Fields<'_>, source: &Source) -> Option<Instrument> {
    let language = head.text("language").map_or_else(|| "en".to_owned(), |text| text.value);
    let id = head.required_plain("id");
    let version = head.required_text("version");
    let title = head.required_wording("title", &language);
    let short_title = head.wording("short-title", &language);
    let body = head.required_text("body");
    let symbol = text(&head, "symbol");
    let date = head.required_date("date");
    let status = head.required_word("status");
    let refs = head.word("refs");
    let from = text(&head, "source");
    let scale = head.plain("scale");
    let spot = head.spot().clone();
    head.finish();
    let chapeaux = top.tables("chapeau").into_iter().filter_map(chapeau).collect();
    let recommendations =
        top.tables("recommendation").into_iter().filter_map(|table| recommendation(table, &language)).collect();
    let title = title?.value;
    Some(Instrument {
        spot,
        id: id?,
        version: version?.value,
        short_title: short_title.map_or_else(|| title.clone(), |short| short.value),
        title,
        body: body?.value,
        symbol,
        date: date?,
        status: status?,
        language,
        refs: refs.map_or(Numbering::Text, |refs| refs.value),
        source: from,
        scale,
        chapeaux,
        recommendations,
        provenance: provenance(source),
    })
}

fn provenance(source: &Source) -> Provenance {
    Provenance { file: source.file_name().to_owned(), sha256: source.sha256.clone() }
}

fn chapeau(fields: Fields<'_>) -> Option<Chapeau> {
    let reference = fields.required_plain("ref");
    let text = fields.required_text("text");
    let operative = fields.required_text("operative");
    let addressees = fields.plains("addressees").map(|list| list.value).unwrap_or_default();
    fields.finish();
    Some(Chapeau { reference: reference?, text: text?, operative: operative?.value, addressees })
}

fn recommendation(fields: Fields<'_>, language: &str) -> Option<Recommendation> {
    let reference = fields.required_plain("ref");
    let verbatim = fields.required_text("text");
    let operative = fields.required_text("operative");
    let chapeau = fields.plain("chapeau");
    let (asks, act, note) = (text(&fields, "asks"), text(&fields, "act"), text(&fields, "note"));
    let addressees = fields.plains("addressees").map(|list| list.value);
    let actionable = fields.yes_no("actionable").is_none_or(|answer| answer.value);
    let deadline = fields.deadline("deadline");
    let themes = fields.plains("themes").map(|list| list.value).unwrap_or_default();
    let weight = fields.number("weight");
    let has_items = fields.has("item");
    let items = fields.tables("item").into_iter().filter_map(|table| item(table, language)).collect();
    fields.finish();
    Some(Recommendation {
        reference: reference?,
        chapeau,
        operative: operative?,
        asks,
        act,
        text: verbatim?,
        addressees,
        actionable,
        deadline,
        themes,
        note,
        translations: Vec::new(),
        weight,
        items,
        has_items,
    })
}

/// Reads an item; its table may have other keys that the caller has asked for.
pub(super) fn item(fields: Fields<'_>, language: &str) -> Option<Item> {
    let fields = fields.below(&["ref", "chapeau", "operative", "act", "text", "addressees", "deadline", "themes"]);
    let name = fields.required_plain("id");
    let about = fields.word("about");
    let ask = fields.required_wording("ask", language);
    let indicator = fields.required_word("indicator");
    let origin = fields.required_word("origin");
    let scale = fields.plain("scale");
    let core = fields.yes_no("core").is_some_and(|answer| answer.value);
    let evidence = fields.wordings("evidence", language);
    let guidance = fields.wording("guidance", language).map(|wording| wording.value);
    let weight = fields.number("weight");
    let may_be_not_applicable = fields.yes_no("not-applicable").is_none_or(|answer| answer.value);
    let recent_evidence = fields.yes_no("recent-evidence").map(|answer| answer.value);
    let withdrawn = fields.text("withdrawn").map(|text| text.value);
    let was = fields.plains("was").map(|list| list.value).unwrap_or_default();
    fields.finish();
    Some(Item {
        name: name?,
        about: about.map(|about| about.value),
        ask: ask?,
        indicator: indicator?.value,
        origin: origin?.value,
        scale,
        core,
        evidence,
        guidance,
        weight,
        may_be_not_applicable,
        recent_evidence,
        withdrawn,
        was,
    })
}

fn scale(fields: Fields<'_>) -> Option<Scale> {
    let id = fields.required_plain("id");
    let name = fields.required_wording("name", "en");
    let fits = fields.required_wording("fits", "en");
    let source = text(&fields, "source");
    let measure = fields.yes_no("measure").is_some_and(|answer| answer.value);
    let recent_evidence = fields.yes_no("recent-evidence").is_some_and(|answer| answer.value);
    let maps_to = fields.plain("maps-to");
    let loss = fields.wording("loss", "en").map(|loss| loss.value);
    let before = fields.reading.problems.errors();
    let levels = fields.tables("level").into_iter().filter_map(level).collect();
    let whole = fields.reading.problems.errors() == before;
    fields.finish();
    Some(Scale {
        id: id?,
        name: name?.value,
        fits: fits?.value,
        source,
        measure,
        recent_evidence,
        maps_to,
        loss,
        levels,
        whole,
    })
}

fn level(fields: Fields<'_>) -> Option<Level> {
    let id = fields.required_plain("id");
    let label = fields.required_wording("label", "en");
    let meaning = fields.required_wording("meaning", "en");
    let value = fields.number("value");
    let refused = fields.yes_no("refused").is_some_and(|answer| answer.value);
    let breach = fields.yes_no("breach").is_some_and(|answer| answer.value);
    let maps_to = fields.plain("maps-to");
    fields.finish();
    Some(Level { id: id?, label: label?.value, meaning: meaning?.value, value, refused, breach, maps_to })
}

fn theme(fields: Fields<'_>) -> Option<Theme> {
    let id = fields.required_plain("id");
    let name = fields.required_wording("name", "en");
    let about = fields.required_wording("about", "en");
    fields.finish();
    Some(Theme { id: id?, name: name?.value, about: about?.value })
}

fn link(fields: Fields<'_>) -> Option<Link> {
    let (from, to) = (fields.required_plain("from"), fields.required_plain("to"));
    let relation = fields.required_word("relation");
    let reason = fields.required_wording("reason", "en");
    fields.finish();
    Some(Link { from: from?, to: to?, relation: relation?.value, reason: reason?.value, built_in: false })
}

pub(super) fn text(fields: &Fields<'_>, key: &'static str) -> String {
    fields.text(key).map(|text| text.value).unwrap_or_default()
}
