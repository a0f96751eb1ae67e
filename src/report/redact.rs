//! Redaction: the one place where what is for colleagues only is taken out of what outsiders get.
//!
//! It works on the responses, not on what is made of them: what isn't there can't slip into a text, a template of
//! somebody's own, an attachment or data. What figures need stays: that there is evidence, and its state.

use crate::assess::{Assessment, assess};
use crate::model::{Answer, Evidence, Finding, Institution, Response, Responses, Review};

/// What `look` makes of an assessment of the [`redacted`] responses, scored anew: all that outsiders get goes this way.
pub fn for_outsiders<T>(assessment: &Assessment<'_>, look: impl FnOnce(&Assessment<'_>) -> T) -> T {
    let responses = redacted(assessment.responses);
    look(&assess(assessment.rules, &responses, assessment.today))
}

/// The same of several assessments at once.
pub fn all_for_outsiders<T>(assessments: &[&Assessment<'_>], look: impl FnOnce(&[&Assessment<'_>]) -> T) -> T {
    let responses: Vec<Responses> = assessments.iter().map(|one| redacted(one.responses)).collect();
    let scored = assessments.iter().zip(&responses).map(|(one, responses)| assess(one.rules, responses, one.today));
    let scored: Vec<Assessment<'_>> = scored.collect();
    look(&scored.iter().collect::<Vec<_>>())
}

/// `responses` without contact, internal notes, the names of those who are to answer or answered, and all but the
/// state of confidential evidence; confidential actions are gone, and so is all of an answer that is carried over from
/// the last period and not confirmed.
///
/// The figures of the two are the same.
pub fn redacted(responses: &Responses) -> Responses {
    let institution = Institution { contact: String::new(), ..responses.institution.clone() };
    let answers = responses.responses.iter().map(|(id, response)| (id.clone(), answer(response)));
    Responses { institution, responses: answers.collect(), redacted: true, ..responses.clone() }
}

/// `review` of these responses without internal notes, and without what was looked at where it names a confidential
/// document; of a finding on an answer that is not confirmed only the verdict is left. What it is bound by is gone, too:
/// hashes over what is confidential would let somebody try what that was.
///
/// The figures of the two are the same.
pub fn redacted_review(review: &Review, responses: &Responses) -> Review {
    let evidence = responses.responses.values().flat_map(|response| &response.evidence);
    let confidential: Vec<&Evidence> = evidence.filter(|evidence| evidence.confidential).collect();
    let findings = review.findings.iter().map(|(id, finding)| {
        let carried = responses.responses.get(id).is_some_and(|response| response.carried.is_some());
        (id.clone(), if carried { verdict_of(finding) } else { open(finding, &confidential) })
    });
    Review { findings: findings.collect(), responses_sha256: String::new(), ..review.clone() }
}

fn verdict_of(finding: &Finding) -> Finding {
    Finding {
        level: None,
        methods: Vec::new(),
        note: String::new(),
        internal_note: String::new(),
        looked_at: Vec::new(),
        answer_sha256: String::new(),
        ..finding.clone()
    }
}

fn open(finding: &Finding, confidential: &[&Evidence]) -> Finding {
    let names =
        |entry: &str, name: &str| !name.trim().is_empty() && entry.contains(name.trim().to_lowercase().as_str());
    let is_open = |entry: &&String| {
        let entry = entry.replace('\\', "/").to_lowercase();
        let of = |one: &&Evidence| [&one.title, &one.file, &one.url].into_iter().any(|name| names(&entry, name));
        !confidential.iter().any(of)
    };
    let looked_at = finding.looked_at.iter().filter(is_open).cloned().collect();
    Finding { internal_note: String::new(), looked_at, answer_sha256: String::new(), ..finding.clone() }
}

fn answer(response: &Response) -> Response {
    // What nobody has confirmed is no statement of this period.
    if response.carried.is_some() {
        let carried = Some(Answer::Unanswered);
        return Response { carried, ..Response::unanswered(response.scale.clone()) };
    }
    Response {
        assigned_to: String::new(),
        answered_by: String::new(),
        internal_note: String::new(),
        evidence: response.evidence.iter().map(evidence).collect(),
        actions: response.actions.iter().filter(|action| !action.confidential).cloned().collect(),
        ..response.clone()
    }
}

fn evidence(evidence: &Evidence) -> Evidence {
    if !evidence.confidential {
        // It is for who seals, and others seal nothing.
        return Evidence { size_found: 0, ..evidence.clone() };
    }
    Evidence {
        title: String::new(),
        kind: String::new(),
        file: String::new(),
        url: String::new(),
        date: None,
        pages: String::new(),
        description: String::new(),
        sha256: String::new(),
        size: None,
        media_type: String::new(),
        sha256_found: String::new(),
        size_found: 0,
        confidential: true,
        found: evidence.found,
    }
}
