//! A responses file ready to fill in: every item as a live block, with all that is needed to answer it above it.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::suggested;
use crate::model::{
    Deadline, Group, Instrument, Item, Numbering, Period, Profile, Recommendation, Responses, Rules, Status,
};
use crate::source::in_address;

/// Width of the comments, in characters.
const WIDTH: usize = 80;

/// What the file begins with.
#[derive(Debug, Clone)]
pub struct Blank<'a> {
    /// Instruments to answer, in this order.
    pub instruments: Vec<&'a Instrument>,
    /// All items, or only those of the core.
    pub profile: Profile,
    /// The period the answers will describe.
    pub period: Period,
    /// The day on which they will be true.
    pub date: NaiveDate,
    /// Language of the answers.
    pub language: &'a str,
    /// Answers to the same or to linked questions, to be offered as remarks.
    pub like: Option<&'a Responses>,
    /// The name of the schema that lies beside the file, for editors.
    pub schema: Option<&'a str>,
}

/// The text of the file. It passes `check` as it is, with every item unanswered.
pub fn blank(asked: &Blank<'_>, rules: &Rules) -> String {
    let mut text = head(asked);
    for instrument in &asked.instruments {
        text.push_str(&asked.title(instrument));
        for recommendation in &instrument.recommendations {
            let items: Vec<&Item> = recommendation.items.iter().filter(|item| asked.profile.asks(item)).collect();
            if recommendation.actionable && !items.is_empty() {
                text.push_str(&asked.paragraph(instrument, recommendation));
                for item in items {
                    text.push_str(&asked.block(item, recommendation, rules));
                }
            }
        }
    }
    text
}

impl Blank<'_> {
    /// The comment above the paragraphs of an instrument.
    pub(crate) fn title(&self, instrument: &Instrument) -> String {
        let title = instrument.title.text(self.language);
        let status = match instrument.status {
            Status::Draft => "a draft, not an adopted text",
            Status::Adopted => "adopted",
        };
        let numbers = match instrument.refs {
            Numbering::Text => "the numbers are those of the text",
            Numbering::Editor => "the numbers of the paragraphs are ours",
        };
        let mut text = format!("\n\n# {}\n#\n", "=".repeat(WIDTH - 2));
        text.push_str(&remark("", title));
        text.push_str(&remark("", &format!("{}, {}; {status}; {numbers}.", instrument.body, instrument.date)));
        text.push_str(&format!("#\n# {}\n", "=".repeat(WIDTH - 2)));
        text
    }

    /// The comment above the items of a paragraph: its text, and its deadline.
    pub(crate) fn paragraph(&self, instrument: &Instrument, recommendation: &Recommendation) -> String {
        let mut text = format!("\n\n# {}\n", "-".repeat(WIDTH - 2));
        let chapeau =
            instrument.chapeau(recommendation).map(|chapeau| format!("{} ", chapeau.text)).unwrap_or_default();
        text.push_str(&remark("", &format!("{}  {chapeau}{}", recommendation.reference, recommendation.text)));
        match &recommendation.deadline {
            Some(Deadline::Date(day)) => text.push_str(&remark("", &format!("To be done by {day}."))),
            Some(Deadline::Event(event)) => text.push_str(&remark("", &format!("To be done by: {event}."))),
            Some(Deadline::Every(every)) => text.push_str(&remark("", &format!("To be done every {every}."))),
            None => {}
        }
        text
    }

    /// The block of an item, without an answer.
    pub(crate) fn block(&self, item: &Item, recommendation: &Recommendation, rules: &Rules) -> String {
        let scale = rules.scale(&item.scale);
        let language = self.language;
        let id = &item.id;
        let mut text = format!("\n{}", remark("Question: ", item.ask.text(language)));
        if let Some(guidance) = &item.guidance {
            text.push_str(&remark("What counts: ", guidance.text(language)));
        }
        let wanted: Vec<&str> = item.evidence.iter().map(|kind| kind.text(language)).collect();
        if !wanted.is_empty() {
            text.push_str(&remark("What would show it: ", &wanted.join("; ")));
        }
        text.push_str("# Levels:\n");
        for level in scale.map(|scale| scale.levels.as_slice()).unwrap_or_default() {
            text.push_str(&remark(&format!("  {:<22}", level.id), level.meaning.text(language)));
        }
        if item.may_be_not_applicable {
            text.push_str(&remark(
                &format!("  {:<22}", "not-applicable"),
                "It does not concern the institution; add reason-code = \"…\" (not-a-member, outside-mandate, event-past, \
                 not-possible-here or other) and reason = \"…\".",
            ));
        }
        for remark_on in self.like.map(|like| suggested::remarks(item, rules, like, language)).unwrap_or_default() {
            text.push_str(&remark("To be confirmed: ", &remark_on));
        }
        let _ = write!(text, "[response.\"{id}\"]\nlevel = \"\"\nnarrative = ''''''\n");
        if item.about == Group::Country {
            text.push_str("# basis = \"own-monitoring\"   # or \"state-claim\", \"third-party\", \"mixed\"\n");
        }
        if scale.is_some_and(|scale| scale.measure) {
            let year = self.period.to.format("%Y");
            let _ = writeln!(text, "# measure = {{ value = 0, unit = \"\", year = {year}, source = \"\" }}");
        }
        if matches!(recommendation.deadline, Some(Deadline::Date(_))) {
            let _ = writeln!(text, "# done-on = {}", self.date);
        }
        let _ = write!(
            text,
            "# [[response.\"{id}\".evidence]]\n# title = \"\"\n# kind = \"\"\n# file = \"evidence/…\"\n# date = {}\n",
            self.date,
        );
        text
    }
}

fn head(asked: &Blank<'_>) -> String {
    let items = asked.instruments.iter().flat_map(|text| &text.recommendations).flat_map(|paragraph| &paragraph.items);
    let first = items.into_iter().find(|item| asked.profile.asks(item));
    let instruments: Vec<String> =
        asked.instruments.iter().map(|instrument| format!("\"{}@{}\"", instrument.id, instrument.version)).collect();
    let profile = match asked.profile {
        Profile::All => String::new(),
        Profile::Core => "profile = \"core\"   # only the core questions; remove the line to be asked all\n".into(),
    };
    let schema = asked.schema.map(|name| format!("#:schema ./{}\n\n", in_address(name))).unwrap_or_default();
    format!(
        "{schema}# The answers of an institution. Fill in between the quotation marks; lines\n\
         # that begin with # are remarks. `rapporteur check FILE` looks for slips,\n\
         # `rapporteur score FILE` shows where you stand, `rapporteur report FILE` makes\n\
         # the report. A question with level = \"\" counts as unanswered.\n\
         \n\
         format = 1\n\
         instruments = [{}]\n\
         {profile}\
         \n\
         [institution]\n\
         name = \"\"\n\
         country = \"\"           # two capital letters (ISO 3166-1), e.g. \"XA\"\n\
         \n\
         [assessment]\n\
         period = {{ from = {}, to = {} }}\n\
         date = {}        # the day on which the answers are true\n\
         prepared-by = \"\"\n\
         validated-by = \"\"      # somebody else\n\
         language = \"{}\"\n\
         summary = ''''''       # in your own words; stands at the beginning of the report\n\
         transmittal = ''''''   # the letter that goes to parliament with its report\n\
         \n\
         # What you ask of parliament stands in blocks like this one; take the # away:\n\
         # [[request]]\n\
         # id = \"1\"\n\
         # what = \"\"\n\
         # owner = \"\"            # who could act, e.g. a committee\n\
         # due = {}\n\
         # serves = [\"{}\"]\n\
         #\n\
         # To an answer you may add `internal-note = \"\"`, to its evidence and next steps\n\
         # `confidential = true`: neither reaches what parliament gets.\n",
        instruments.join(", "),
        asked.period.from,
        asked.period.to,
        asked.date,
        asked.language,
        asked.date,
        first.map_or("", |item| item.id.as_str()),
    )
}

/// `words` as comment lines, the first with `label`, the others indented under it.
pub(crate) fn remark(label: &str, words: &str) -> String {
    let indent = " ".repeat(label.chars().count());
    let mut text = String::new();
    for (number, line) in words.lines().enumerate() {
        let first = if number == 0 { format!("# {label}") } else { format!("# {indent}") };
        let next = format!("# {indent}");
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(&first)
            .subsequent_indent(&next)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        text.push_str(&textwrap::fill(line, options));
        text.push('\n');
    }
    text
}
