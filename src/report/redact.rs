//! Redaction: the one place where what is for colleagues only is taken out of what outsiders get.
//!
//! It works on the responses, not on what is made of them: what isn't there can't slip into a text, a template of
//! somebody's own, an attachment or data. What figures need stays: that there is evidence, and its state.

use crate::assess::{Assessment, assess};
use crate::model::{Answer, Evidence, Institution, Response, Responses};

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
    Responses { institution, responses: answers.collect(), ..responses.clone() }
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
        return evidence.clone();
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
