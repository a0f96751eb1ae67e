//! Words about what can be wrong in an auditor's review: message, label and next step.

use super::Fact;
use super::forms::list;
use crate::model::Verdict;

/// The words of a fact about a review.
pub(super) fn of_review(fact: &Fact) -> (String, String, String) {
    match fact {
        Fact::VerdictUnfit { verdict, answer } => unfit(*verdict, answer.as_deref()),
        Fact::VerdictLevelMissing { verdict, known } => (
            format!("the verdict is `{verdict}`, but the level that is the right one is not given"),
            "which level instead?".into(),
            match known.as_slice() {
                [] => format!("there is no level that is {verdict}; {OTHERWISE}"),
                _ => format!("add `level = \"…\"` with {}", list(known)),
            },
        ),
        Fact::VerdictLevelUnfit { verdict: Verdict::Agree, level, answer } => (
            format!("the verdict is `agree`, but the level is `{level}`, and the institution's is `{answer}`"),
            "another level than the institution's".into(),
            "leave the level empty, or write `lower` or `higher` as the verdict".into(),
        ),
        Fact::VerdictLevelUnfit { verdict, level, answer } => (
            format!("`{level}` is worth no {} than the institution's `{answer}`", if_worth(*verdict)),
            format!("the verdict is `{verdict}`"),
            format!("choose a level that is worth {}, or another verdict; {OTHERWISE}", if_worth(*verdict)),
        ),
        Fact::VerdictMissing { item } => (
            format!("the finding on `{item}` says something, but has no verdict, so it counts as not examined"),
            "no `verdict`".into(),
            "write one between the quotation marks; `not-examined` says that you leave the item out".into(),
        ),
        Fact::IndependenceMissing => (
            "nothing is said of the reviewer's independence from the institution".into(),
            "`independence` is empty".into(),
            "say in a sentence how reviewer and institution are related, and who pays for the review".into(),
        ),
        Fact::ReviewerNotIndependent { name, role } => (
            format!("`{name}` reviewed the answers, and {role} them before"),
            "the same person".into(),
            "have somebody else review them; nobody is independent of their own work".into(),
        ),
        Fact::FindingUnexplained { verdict } => (
            format!("the verdict is `{verdict}`, without a word of explanation"),
            "why?".into(),
            "say in `note` what you looked at and what is missing or otherwise".into(),
        ),
        Fact::MethodMissing { verdict } => (
            format!("the verdict is `{verdict}`, but the finding doesn't say how it was reached"),
            "how was it looked at?".into(),
            "add `methods = [\"examine\"]`, `\"interview\"` or `\"test\"`, or several of them".into(),
        ),
        Fact::OutsideSample { item } => (
            format!("`{item}` has a verdict, but is not one of the items that were drawn"),
            "not in the sample".into(),
            "leave it in if it is worth saying; an estimate for the whole is made of the sample only".into(),
        ),
        Fact::SampleNotExamined { open, of, first } => (
            match open {
                1 => format!("one of the {of} items that were drawn has no verdict: `{first}`"),
                _ => format!("{open} of the {of} items that were drawn have no verdict, the first of them `{first}`"),
            },
            "the sample is not complete".into(),
            "examine them too; what is left out of a sample makes an estimate worth less".into(),
        ),
        Fact::ReviewBeforeAssessment { date, assessment } => (
            format!("the findings are of {date}, before the assessment of {assessment}"),
            "before the answers".into(),
            "look at the year; it is the day on which the findings are true".into(),
        ),
        Fact::ReviewedAnswerChanged { item, now } => (
            match now {
                Some(_) => format!("the answer to `{item}` is not the one that was reviewed"),
                None => format!("the answer to `{item}`, which was reviewed, is not there any more"),
            },
            "changed since the review".into(),
            match now {
                Some(now) => format!("look at it again; if your finding holds, write `answer-sha256 = \"{now}\"`"),
                None => "ask the institution why; take the finding out if there is nothing left to find".into(),
            },
        ),
        Fact::ReviewedResponsesChanged { answers, now } => (
            match answers {
                0 => "the responses are not those that were reviewed, but none of the answers with a verdict changed"
                    .into(),
                1 => "the responses are not those that were reviewed: an answer with a verdict changed".into(),
                _ => {
                    format!("the responses are not those that were reviewed: {answers} answers with a verdict changed")
                }
            },
            "changed since the review".into(),
            match answers {
                0 => format!("see what else changed; if your findings hold, write `responses-sha256 = \"{now}\"`"),
                _ => format!(
                    "look at these answers again, and see whether more changed; then write \
                     `responses-sha256 = \"{now}\"`"
                ),
            },
        ),
        _ => (String::new(), String::new(), String::new()),
    }
}

/// What to do where levels can't be compared.
const OTHERWISE: &str = "`evidence-contradicts` says that the level is wrong, whatever the right one is worth";

/// What a level must be worth, compared with the institution's.
fn if_worth(verdict: Verdict) -> &'static str {
    if verdict == Verdict::Lower { "less" } else { "more" }
}

fn unfit(verdict: Verdict, answer: Option<&str>) -> (String, String, String) {
    let label = "not a verdict on this answer".to_owned();
    let Some(answer) = answer else {
        return (
            format!("the verdict is `{verdict}`, but the institution has not answered this"),
            "nothing to say it of".into(),
            "write `not-examined`; a missing answer is in the report already".into(),
        );
    };
    let message = format!("the verdict `{verdict}` can't be said of the answer `{answer}`");
    let help = match verdict {
        Verdict::NotApplicableRejected => {
            "it is for items of which the institution says that they don't concern it; take `lower` or \
             `evidence-contradicts` here"
        }
        _ => "take `agree`, or `not-applicable-rejected` with the level that is the right one",
    };
    (message, label, help.into())
}
