//! Questions: one each, short, plain, closed, with what would show the answer.

use super::text::{DOTS, plain};
use super::{Asked, Look};
use crate::problem::Fact;
use crate::source::At;

/// What `rules new` calls the item of its skeleton.
const SKELETON: &str = "name-of-the-item";

/// Longest question in words, exclusive.
const LONG: usize = 35;

pub(super) fn check(asked: &Asked<'_>, look: &Look<'_>) {
    let ask = asked.ask();
    let item = || asked.item.name.value.clone();
    if asked.item.withdrawn.is_none() && asked.item.evidence.is_empty() {
        look.note(Fact::EvidenceWantedMissing { item: item() }, &asked.item.name.spot);
    }
    if asked.item.withdrawn.is_none() && asked.item.guidance.is_none() {
        look.note(Fact::GuidanceMissing { item: item() }, &asked.item.name.spot);
    }
    let words = ask.value.split_whitespace().count();
    let dots = ask.value.trim().trim_end_matches('?').trim_end();
    if dots == DOTS || (words < 8 && dots.ends_with(&format!(" {DOTS}"))) {
        look.note(Fact::NotFilledIn { key: "ask" }, &ask.spot);
        return;
    }
    let guidance = asked.item.guidance.as_ref();
    if guidance.is_some_and(|guidance| guidance.text(&asked.instrument.language).trim() == DOTS) {
        look.note(Fact::NotFilledIn { key: "guidance" }, &asked.item.name.spot);
    }
    if asked.item.name.value == SKELETON {
        look.note(Fact::NotFilledIn { key: "id" }, &asked.item.name.spot);
    }
    plain(&ask, look);
    let marks: Vec<usize> = ask.value.match_indices(QUESTION_MARKS).map(|(at, _)| at).collect();
    if !ask.value.trim_end().ends_with(QUESTION_MARKS) && !GREEK.contains(&asked.instrument.language.as_str()) {
        look.note_in(Fact::QuestionMarkMissing { item: item() }, &ask, last_word(&ask.value));
    }
    if words >= LONG {
        look.note(Fact::QuestionLong { words }, &ask.spot);
    }
    if let [first, second, ..] = marks[..] {
        let from = ask.value[first..].find(char::is_alphanumeric).map_or(second, |letter| first + letter);
        second_question(&ask, from, look);
    } else if let Some(at) = joined(&ask.value).filter(|_| asked.is_english()) {
        second_question(&ask, at, look);
    }
    if asked.is_english() {
        opening(&ask, look);
    }
    abbreviations(&ask, look);
}

/// The question mark and its sisters in Arabic, Chinese and Armenian.
const QUESTION_MARKS: [char; 4] = ['?', '؟', '？', '՞'];

/// Where a question ends with a semicolon, or has its mark inside a word.
const GREEK: [&str; 2] = ["el", "hy"];

fn last_word(text: &str) -> std::ops::Range<usize> {
    let end = text.trim_end().len();
    let start = text[..end].rfind(char::is_whitespace).map_or(0, |space| space + 1);
    start..end
}

fn second_question(ask: &At<String>, at: usize, look: &Look<'_>) {
    let found: Vec<&str> = ask.value[at..].split_whitespace().take(3).collect();
    let found = found.join(" ");
    let end = at + ask.value[at..].find(&found).map_or(0, |start| start + found.len());
    look.note_in(Fact::TwoQuestions(found), ask, at..end.max(at));
}

/// What a question begins with that no level answers.
const OPEN: [&str; 8] = ["how", "what", "why", "to what extent", "in what way", "in which way", "which", "who"];

fn opening(ask: &At<String>, look: &Look<'_>) {
    // "In the assessment period, how …" begins with "how" too.
    let after_time = ask.value.find(", ").filter(|at| ask.value[..*at].split_whitespace().count() <= 12);
    let starts = [Some(0), after_time.map(|at| at + 2)];
    for start in starts.into_iter().flatten() {
        let rest = ask.value[start..].to_lowercase();
        let found = OPEN.iter().find(|word| rest.strip_prefix(**word).is_some_and(|rest| rest.starts_with(' ')));
        if let Some(word) = found.filter(|_| start == 0 || ask.value.to_lowercase().starts_with("in the")) {
            let range = start..start + word.len();
            look.note_in(Fact::QuestionOpen(ask.value[range.clone()].to_owned()), ask, range);
            return;
        }
    }
}

const AUXILIARIES: [&str; 12] = ["has", "have", "had", "is", "are", "was", "were", "do", "does", "did", "can", "could"];

/// Words that may begin the subject of a second question: "…, and has the State …".
const SUBJECTS: [&str; 9] = ["the", "its", "their", "this", "any", "a", "an", "public", "people"];

const RELATIVES: [&str; 4] = ["that", "which", "who", "whose"];

/// Where a conjunction is followed by an auxiliary verb and a subject: there a second question begins. "A body that is
/// public and has the power to order" has no subject of its own after "and".
fn joined(ask: &str) -> Option<usize> {
    let words: Vec<(usize, String)> = words(ask);
    if words.len() > 10 * LONG {
        return None;
    }
    let bare: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
    let begins = |at: usize| match bare[at..] {
        ["if", "so", ..] => true,
        ["and" | "or", auxiliary, subject, ref rest @ ..] => {
            // What follows "that" or "who" goes on after "and": "who know the groups and have means of their own".
            let clause = ask[..words[at].0].rfind(',').unwrap_or(0);
            let relative =
                words[..at].iter().any(|(place, word)| *place >= clause && RELATIVES.contains(&word.as_str()));
            AUXILIARIES.contains(&auxiliary) && is_subject(auxiliary, subject, rest, relative)
        }
        _ => false,
    };
    (1..words.len()).find(|at| begins(*at)).map(|at| words[at].0)
}

/// Whether `subject` begins the subject of a question, not what somebody is or has.
fn is_subject(auxiliary: &str, subject: &str, rest: &[&str], relative: bool) -> bool {
    let always = matches!(subject, "there" | "it" | "they" | "these" | "those" | "anybody" | "anyone");
    let begins = SUBJECTS.contains(&subject) || subject.ends_with('s') && !subject.ends_with("ss") && subject.len() > 4;
    match auxiliary {
        _ if relative => always,
        "do" => matches!(subject, "they" | "people" | "public"),
        "did" | "does" | "can" | "could" => always || begins,
        // "… are complaints investigated", but "… are members of"; "… has the State acted", but "… has the power to".
        _ => {
            let verb = rest.iter().take(4).position(|word| participle(word));
            let other = rest.iter().position(|word| matches!(*word, "of" | "to" | "for" | "in" | "by" | "on" | "that"));
            always || begins && verb.is_some_and(|verb| other.is_none_or(|other| verb < other))
        }
    }
}

fn participle(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed")
        || matches!(word, "been" | "given" | "taken" | "made" | "held" | "sent" | "met" | "put" | "done" | "begun")
}

/// Lower-case words with their places, without the marks around them.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in text.split(char::is_whitespace) {
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() {
            words.push((at + piece.find(bare).unwrap_or(0), bare.to_lowercase()));
        }
        at += piece.len() + text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

fn abbreviations(ask: &At<String>, look: &Look<'_>) {
    let value = &ask.value;
    let mut from = 0;
    for word in value.split(|character: char| !character.is_alphanumeric()) {
        let range = from..from + word.len();
        from = range.end + value[range.end..].chars().next().map_or(0, char::len_utf8);
        let stem = word.strip_suffix('s').unwrap_or(word);
        let letters = stem.chars().filter(|c| c.is_alphabetic());
        let capitals = letters.clone().count() > 1 && letters.clone().all(char::is_uppercase);
        let roman = stem.chars().all(|character| "IVXLC".contains(character));
        if capitals && !roman {
            look.note_in(Fact::Abbreviation(word.to_owned()), ask, range);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_questions_have_a_second_subject() {
        for two in [
            "Is there a law, and is there a budget for it?",
            "Has the institution met them, and have they answered?",
            "Has the State adopted a plan and did it publish it?",
            "Were cases opened, and were they closed?",
            "Is there a law and are complaints investigated?",
            "Is there a law and, if so, does it apply?",
            "Has the State adopted a plan, and has the parliament debated it?",
            "Did the State adopt a plan and did the parliament debate it?",
            "Has the State adopted a plan and have authorities acted on it?",
        ] {
            assert!(joined(two).is_some(), "{two}");
        }
        for one in [
            "Is there a body that is independent and has been funded?",
            "Does the institution have a rule that was adopted and is public?",
            "Is there a list that is current and is the basis of decisions?",
            "Does the plan name those who are at risk and have no lawyer?",
            "Has the institution published the report and the data?",
            "Do people who live far away and have a disability reach it?",
            "Did the court hear all who were there and had a claim?",
            "Is there a body that is independent and has the power to order a remedy?",
            "Does the law protect people who live abroad and are members of minorities?",
            "Are there offices that are known and have powers granted by law?",
            "Are there officers who know the groups and can speak their languages?",
            "Do officers record cases and do this every year?",
        ] {
            assert_eq!(joined(one), None, "{one}");
        }
    }
}
