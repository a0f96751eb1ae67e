//! The redacted form: a responses file for outsiders, from which all that parliament's report shows follows, and a review
//! for them.

use super::lines::{bare, key, list, quoted, unless_empty};
use crate::model::{
    Action, Answer, Drawn, Evidence, Exclusion, Finding, Institution, ItemId, Profile, Request, Response, Responses,
    Review, Rules,
};
use crate::report;

/// The text of a responses file that says what is left of `responses` when they are redacted. Its bytes follow from that
/// alone: keys, answers and layout have one order.
///
/// `logo` is the name of the file beside it that holds the institution's logo.
pub fn redacted(responses: &Responses, rules: &Rules, logo: &str) -> String {
    let responses = &report::redacted(responses);
    let mut text = String::from(
        "# The answers of an institution without what is for colleagues only: made by\n\
         # rapporteur for others to read and check. To change an answer, change the\n\
         # file that this one was made from.\n\n\
         format = 1\nredacted = true\n",
    );
    let version = |id: &String| match rules.instrument(id) {
        Some(instrument) => format!("{id}@{}", instrument.version),
        None => id.clone(),
    };
    list(&mut text, "instruments", &responses.instruments.iter().map(version).collect::<Vec<_>>());
    if responses.profile == Profile::Core {
        key(&mut text, "profile", "core");
    }
    if !responses.scales.instruments.is_empty() {
        text.push_str("\n[scales]\n");
        responses.scales.instruments.iter().for_each(|(id, scale)| key(&mut text, &quoted(id), scale));
    }
    institution(&mut text, &responses.institution, logo);
    assessment(&mut text, responses);
    responses.exclusions.iter().for_each(|one| exclusion(&mut text, one));
    for (id, one) in &responses.responses {
        response(&mut text, &format!("response.{}", quoted(id.as_str())), one);
    }
    responses.requests.iter().for_each(|one| request(&mut text, one));
    text
}

/// The text of a review file that says what is left of `review` when it is redacted.
pub fn redacted_review(review: &Review, responses: &Responses) -> String {
    let review = &report::redacted_review(review, responses);
    let mut text = String::from(
        "# The review of an auditor without what is not for everybody: made by\n\
         # rapporteur for others to read and check, beside the redacted answers.\n\n\
         format = 1\nredacted = true\n\n[review]\n",
    );
    key(&mut text, "reviewer", &review.reviewer);
    unless_empty(&mut text, "body", &review.body);
    unless_empty(&mut text, "independence", &review.independence);
    unless_empty(&mut text, "scope", &review.scope);
    review.date.iter().for_each(|day| bare(&mut text, "date", day));
    key(&mut text, "language", &review.language);
    if review.responses_changed {
        bare(&mut text, "responses-changed", true);
    }
    if let Some(Drawn { size, seed }) = review.sample {
        text.push_str(&format!("\n[sample]\nsize = {size}\nseed = {seed}\n"));
    }
    review.findings.iter().for_each(|(id, one)| finding(&mut text, id, one));
    text
}

fn finding(text: &mut String, id: &ItemId, finding: &Finding) {
    text.push_str(&format!("\n[finding.{}]\n", quoted(id.as_str())));
    key(text, "verdict", &finding.verdict.to_string());
    finding.level.iter().for_each(|level| key(text, "level", level));
    if !finding.methods.is_empty() {
        list(text, "methods", &finding.methods);
    }
    unless_empty(text, "note", &finding.note);
    if !finding.looked_at.is_empty() {
        list(text, "looked-at", &finding.looked_at);
    }
    if finding.changed {
        bare(text, "changed", true);
    }
}

fn institution(text: &mut String, institution: &Institution, logo: &str) {
    text.push_str("\n[institution]\n");
    key(text, "name", &institution.name);
    key(text, "country", &institution.country);
    unless_empty(text, "kind", &institution.kind);
    unless_empty(text, "accreditation", &institution.accreditation);
    unless_empty(text, "address", &institution.address);
    if institution.logo.is_some() {
        unless_empty(text, "logo", logo);
    }
}

fn assessment(text: &mut String, responses: &Responses) {
    let particulars = &responses.particulars;
    text.push_str("\n[assessment]\n");
    bare(text, "period", format!("{{ from = {}, to = {} }}", particulars.period.from, particulars.period.to));
    bare(text, "date", particulars.date);
    unless_empty(text, "prepared-by", &particulars.prepared_by);
    unless_empty(text, "validated-by", &particulars.validated_by);
    key(text, "language", &particulars.language);
    responses.scales.all.iter().for_each(|scale| key(text, "scale", scale));
    unless_empty(text, "transmittal", &particulars.transmittal);
    unless_empty(text, "summary", &particulars.summary);
}

fn exclusion(text: &mut String, exclusion: &Exclusion) {
    text.push_str("\n[[exclude]]\n");
    let reference = exclusion.reference.as_ref().map(|reference| format!("/{reference}")).unwrap_or_default();
    key(text, "what", &format!("{}{reference}", exclusion.instrument));
    exclusion.reason_code.iter().for_each(|code| key(text, "reason-code", &code.to_string()));
    unless_empty(text, "reason", &exclusion.reason);
}

fn response(text: &mut String, header: &str, response: &Response) {
    text.push_str(&format!("\n[{header}]\n"));
    match &response.answer {
        Answer::Unanswered => key(text, "level", ""),
        Answer::Level(level) => key(text, "level", level),
        Answer::NotApplicable { reason_code, reason } => {
            key(text, "level", "not-applicable");
            reason_code.iter().for_each(|code| key(text, "reason-code", &code.to_string()));
            unless_empty(text, "reason", reason);
        }
    }
    let state = response.carried.as_ref().map(|_| "carried".to_owned());
    state.or(response.state.map(|state| state.to_string())).iter().for_each(|state| key(text, "state", state));
    response.scale.iter().for_each(|scale| key(text, "scale", scale));
    response.done_on.iter().for_each(|day| bare(text, "done-on", day));
    unless_empty(text, "narrative", &response.narrative);
    response.basis.iter().for_each(|basis| key(text, "basis", &basis.to_string()));
    unless_empty(text, "state-comment", &response.state_comment);
    unless_empty(text, "obstacle", &response.obstacle);
    if let Some(measure) = &response.measure {
        text.push_str(&format!("\n[{header}.measure]\n"));
        key(text, "value", &measure.value);
        unless_empty(text, "unit", &measure.unit);
        measure.year.iter().for_each(|year| bare(text, "year", year));
        unless_empty(text, "source", &measure.source);
    }
    response.evidence.iter().for_each(|one| evidence(text, header, one));
    response.actions.iter().for_each(|one| action(text, header, one));
}

fn evidence(text: &mut String, header: &str, evidence: &Evidence) {
    text.push_str(&format!("\n[[{header}.evidence]]\n"));
    unless_empty(text, "title", &evidence.title);
    unless_empty(text, "kind", &evidence.kind);
    unless_empty(text, "file", &evidence.file);
    unless_empty(text, "url", &evidence.url);
    evidence.date.iter().for_each(|day| bare(text, "date", day));
    unless_empty(text, "pages", &evidence.pages);
    unless_empty(text, "description", &evidence.description);
    unless_empty(text, "sha256", &evidence.sha256);
    evidence.size.iter().for_each(|size| bare(text, "size", size));
    unless_empty(text, "media-type", &evidence.media_type);
    if evidence.confidential {
        bare(text, "confidential", true);
    }
    key(text, "found", &evidence.found.to_string());
    unless_empty(text, "found-sha256", &evidence.sha256_found);
}

fn action(text: &mut String, header: &str, action: &Action) {
    text.push_str(&format!("\n[[{header}.action]]\n"));
    key(text, "what", &action.what);
    key(text, "responsible", &action.responsible);
    bare(text, "due", action.due);
    key(text, "status", &action.status.to_string());
    unless_empty(text, "cost", &action.cost);
    if action.confidential {
        bare(text, "confidential", true);
    }
}

fn request(text: &mut String, request: &Request) {
    text.push_str("\n[[request]]\n");
    key(text, "id", &request.id);
    key(text, "what", &request.what);
    unless_empty(text, "owner", &request.owner);
    request.due.iter().for_each(|day| bare(text, "due", day));
    if !request.serves.is_empty() {
        list(text, "serves", &request.serves);
    }
    unless_empty(text, "status", &request.status);
    unless_empty(text, "follows", &request.follows);
    request.met_on.iter().for_each(|day| bare(text, "met-on", day));
}
