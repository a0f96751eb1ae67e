//! A review file ready to fill in: a block for every item that an auditor is to look at, with the question, what the
//! institution says and its evidence above it.

use std::fmt::Write as _;

use super::blank::remark;
use crate::assess::{Assessment, Excuse, ItemResult, Standing, draw, drawn};
use crate::canonical;
use crate::model::{Drawn, Evidence, EvidenceState};
use crate::source::in_address;

/// How much of an answer's words is quoted, in characters.
const QUOTED: usize = 400;

/// What the file begins with.
#[derive(Debug, Clone)]
pub struct BlankReview<'a> {
    /// Who reviews; may be empty.
    pub reviewer: &'a str,
    /// For which body; may be empty.
    pub body: &'a str,
    /// Language of the questions.
    pub language: &'a str,
    /// SHA-256 of the responses.
    pub responses_sha256: String,
    /// The sample, if the items are those of one.
    pub sample: Option<Drawn>,
    /// The items to look at, in order, each with the SHA-256 of its answer.
    pub items: Vec<(&'a ItemResult<'a>, String)>,
    /// The name of the schema that lies beside the file, for editors.
    pub schema: Option<&'a str>,
}

/// The text of the file. `review check` finds no error in it but that nobody is named as the reviewer, if so.
pub fn blank_review(asked: &BlankReview<'_>) -> String {
    let mut text = asked.head();
    let mut instrument = "";
    for (item, sha256) in &asked.items {
        if item.instrument.id != instrument {
            instrument = &item.instrument.id;
            let line = "=".repeat(78);
            let title = quoted("", item.instrument.title.text(asked.language));
            let _ = write!(text, "\n\n# {line}\n{title}# {line}\n");
        }
        text.push_str(&asked.block(item, sha256));
    }
    text
}

impl<'a> BlankReview<'a> {
    /// For the answers as they are now, whose evidence must have been hashed: with the items of `sample`, or else all that
    /// can be drawn.
    pub fn of(assessment: &'a Assessment<'a>, sample: Option<Drawn>) -> Self {
        let responses = assessment.responses;
        let ids = drawn(&draw(sample.unwrap_or(Drawn { size: usize::MAX, seed: 0 }), assessment));
        let hash_of = |id| canonical::item(responses, id).map(|answer| canonical::hash(&answer)).unwrap_or_default();
        let items = assessment.items.iter().filter(|item| ids.contains(&item.item.id));
        Self {
            reviewer: "",
            body: "",
            language: "en",
            responses_sha256: canonical::hash(&canonical::responses(responses)),
            sample,
            items: items.map(|item| (item, hash_of(&item.item.id))).collect(),
            schema: None,
        }
    }
}

impl BlankReview<'_> {
    fn head(&self) -> String {
        let schema = self.schema.map(|name| format!("#:schema ./{}\n\n", in_address(name))).unwrap_or_default();
        let sample = match self.sample {
            Some(Drawn { size, seed }) => format!(
                "\n[sample]              # the same items are drawn again by these two\nsize = {size}\nseed = {seed}\n"
            ),
            None => String::new(),
        };
        format!(
            "{schema}{HEAD}\n\
             format = 1\n\
             \n\
             [review]\n\
             reviewer = {}\n\
             body = {}\n\
             independence = ''''''   # how you are related to the institution, and who pays for the review\n\
             scope = ''''''          # what you looked at and what not\n\
             # date = 2026-01-31     # the day on which the findings are true\n\
             language = \"en\"\n\
             responses-sha256 = \"{}\"\n\
             {sample}",
            string(self.reviewer),
            string(self.body),
            self.responses_sha256,
        )
    }

    fn block(&self, item: &ItemResult<'_>, sha256: &str) -> String {
        let language = self.language;
        let id = &item.item.id;
        let mut text = format!("\n{}", quoted("Question: ", item.item.ask.text(language)));
        text.push_str(&quoted("Institution: ", &self.said(item)));
        if let Some(response) = item.response {
            text.push_str(&quoted("Its words: ", &beginning(&response.narrative)));
            for evidence in &response.evidence {
                text.push_str(&quoted("Evidence: ", &shown(evidence)));
                // An address is copied whole.
                for place in [&evidence.file, &evidence.url].into_iter().filter(|place| !place.is_empty()) {
                    let place: Vec<&str> = place.split_whitespace().collect();
                    let _ = writeln!(text, "#           {}", place.join(" "));
                }
            }
        }
        let levels: Vec<&str> = item.scale.levels.iter().map(|level| level.id.as_str()).collect();
        text.push_str(&quoted("Levels: ", &levels.join(", ")));
        let _ = write!(
            text,
            "[finding.\"{id}\"]\n\
             verdict = \"\"\n\
             level = \"\"\n\
             methods = []\n\
             looked-at = []\n\
             note = ''''''\n\
             answer-sha256 = \"{sha256}\"\n"
        );
        text
    }

    /// The institution's level and what it means, or why the item doesn't concern it.
    fn said(&self, item: &ItemResult<'_>) -> String {
        match item.standing {
            Standing::Unanswered => "no answer".into(),
            Standing::NotApplicable(Excuse::Item { reason, .. }) => format!("not-applicable: {}", beginning(reason)),
            Standing::NotApplicable(Excuse::Exclusion(exclusion)) => {
                format!("not-applicable, excluded with its paragraph: {}", beginning(&exclusion.reason))
            }
            Standing::Unvalued(level) | Standing::Valued { level, .. } => {
                format!("{} ({})", level.id, level.meaning.text(self.language))
            }
        }
    }
}

const HEAD: &str = "\
# The review of an institution's answers. It is a file of the auditor's own: the
# institution's files are not touched. Lines that begin with # are remarks; what
# they quote of the answers may be confidential, so keep this file accordingly.
#
# For each question, look at the evidence, then fill in between the quotation
# marks and brackets:
#
#   verdict    agree                      the evidence bears the level
#              lower, higher              it bears a lower, a higher level: which?
#              insufficient-evidence      there is too little to tell
#              evidence-contradicts       it shows something else
#              not-applicable-rejected    the item does apply
#              not-examined, or empty     you have not looked at it
#   level      the level that you would give, if it is another one
#   methods    [\"examine\"], \"interview\", \"test\": several may be named
#   looked-at  [\"evidence/letter.pdf\", \"the register, on the spot\"]
#   note       why; every reader sees it. A line internal-note = '''…''' may be
#              added for the institution and auditors only
#
# The lines with sha256 bind the review to the answers: leave them as they are.
# `rapporteur review check FILE --responses RESPONSES` looks for slips, and tells
# later which of these answers were changed.
";

/// `words` of anybody as a remark: on lines of our making only.
fn quoted(label: &str, words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    if words.is_empty() { String::new() } else { remark(label, &words.join(" ")) }
}

/// The first words of a text.
fn beginning(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(QUOTED) {
        None => text.to_owned(),
        Some((end, _)) => {
            let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
            format!("{} …", &text[..cut])
        }
    }
}

fn shown(evidence: &Evidence) -> String {
    let date = evidence.date.map(|date| format!(", {date}")).unwrap_or_default();
    let pages = if evidence.pages.is_empty() { String::new() } else { format!(", pages {}", evidence.pages) };
    let state = match evidence.found {
        EvidenceState::Missing => "; there is no such file",
        EvidenceState::Changed => "; not the file that was sealed",
        _ => "",
    };
    let confidential = if evidence.confidential { "; confidential" } else { "" };
    format!("{} ({}{date}{pages}){state}{confidential}", evidence.title, evidence.kind)
}

/// A text as TOML writes it.
fn string(text: &str) -> String {
    toml::Value::from(text).to_string()
}
