//! The words of what `rules check` advises on, by the guide of `wording`.

use super::{Fact, Unfit};

/// Message, label and help of a fact that the linter states; empty for any other.
pub(super) fn advice(fact: &Fact) -> (String, String, String) {
    text(fact).or_else(|| order(fact)).or_else(|| question(fact)).or_else(|| duty(fact)).unwrap_or_default()
}

type Said = Option<(String, String, String)>;

fn say(message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Said {
    Some((message.into(), label.into(), help.into()))
}

/// Texts as such.
fn text(fact: &Fact) -> Said {
    match fact {
        Fact::NotFilledIn { key } => {
            say(format!("`{key}` is still to be written"), "from the skeleton", "write it in place of the dots")
        }
        Fact::TextMarkup(found) => say(
            format!("the text holds `{found}`, which looks like markup"),
            "not part of a text on paper",
            "take it out; texts are plain, and what is bold or a link on a web page is neither here",
        ),
        Fact::TextSpaces => say(
            "a space or line break stands at the beginning or end of the text or of a line in it",
            "nothing that can be read",
            "take it out; the closing quotation marks follow the last word at once",
        ),
        Fact::DoubleSpace => say("two spaces stand in a row", "a space too many", "leave one"),
        Fact::BrokenHyphenation(found) => say(
            format!("`{found}` looks like one word that was divided at the end of a line"),
            "divided here",
            "join it, or take out the space if the hyphen belongs there",
        ),
        Fact::BrokenLine(found) => say(
            format!("a line ends inside a sentence, at `{found}`"),
            "the line ends here",
            "write the sentence on one line; breaks of a page don't belong to the text",
        ),
        Fact::FootnoteMark(found) => say(
            format!("`{found}` looks like the mark of a footnote"),
            "points to a footnote that is not here",
            "take it out, and give what the footnote says in `note` if it matters",
        ),
        Fact::ListMark(found) => say(
            format!("the text begins with its mark `{found}`"),
            "the mark, not the text",
            "take it out; `ref` holds the number or letter",
        ),
        _ => None,
    }
}

/// References, openings, ids and links.
fn order(fact: &Fact) -> Said {
    match fact {
        Fact::ChapeauUnused(reference) => say(
            format!("no paragraph depends on the opening `{reference}`"),
            "named by no paragraph",
            format!("add `chapeau = \"{reference}\"` to those that depend on it, or remove it"),
        ),
        Fact::ChapeauUnnamed { reference, chapeau } => say(
            format!("the paragraph `{reference}` doesn't name its opening `{chapeau}`"),
            "stands without its opening",
            format!("add a line `chapeau = \"{chapeau}\"`"),
        ),
        Fact::OpeningMissing { reference, opening } => say(
            format!("the opening of `{reference}` is not in the file"),
            format!("there is neither a chapeau nor a recommendation `{opening}`"),
            format!("add the opening words as a `[[chapeau]]` with `ref = \"{opening}\"`"),
        ),
        Fact::NumberingGap { reference, first, last } => say(
            if first == last {
                format!("`{first}` is missing before `{reference}`")
            } else {
                format!("`{first}` to `{last}` are missing before `{reference}`")
            },
            "a gap before this one",
            "add what is left out, also a paragraph that asks nobody, or mend the reference",
        ),
        Fact::OutOfOrder { reference, after } => say(
            format!("`{reference}` stands after `{after}`"),
            "out of order",
            "put the paragraphs in the order of the text, or mend the reference",
        ),
        Fact::IdReused { id } => say(
            format!("the id `{id}` has been used before"),
            "used again here",
            "give another id; old answers and reports mean the item that had this one first",
        ),
        Fact::WithdrawnUnexplained { item } => say(
            format!("the item `{item}` was withdrawn, but it isn't said when and why"),
            "withdrawn",
            "write a date and a reason, e.g. `withdrawn = \"2026-03-01, merged with …\"`",
        ),
        Fact::WordingRepeated { item, other } => say(
            format!("`{item}` asks the same as `{other}`, and no link says so"),
            "the same question again",
            "join them by a link with `relation = \"equal\"`, or say in the question where they differ",
        ),
        Fact::LinkToItself(end) => say(
            format!("the link of `{end}` leads to itself, or to a part of itself"),
            "both ends are the same",
            "link to another paragraph or item, or remove the link",
        ),
        Fact::LinkToWithdrawn(end) => say(
            format!("the item `{end}` was withdrawn"),
            "no longer asked",
            "link to the item that took its place, or remove the link",
        ),
        _ => None,
    }
}

/// Questions.
fn question(fact: &Fact) -> Said {
    match fact {
        Fact::QuestionMarkMissing { item } => say(
            format!("the question of `{item}` doesn't end with a question mark"),
            "no question mark at its end",
            "make it one question that ends with `?`; what counts belongs in `guidance`",
        ),
        Fact::TwoQuestions(found) => say(
            format!("a second question seems to begin at `{found}`"),
            "one answer can't fit both",
            "ask one thing: make two items of it, or choose",
        ),
        Fact::QuestionOpen(found) => say(
            format!("a question that begins with `{found}` can't be answered by a level"),
            "asks for a description",
            "ask whether something was done or is in place, e.g. \"Has the institution …\"",
        ),
        Fact::QuestionLong { words } => say(
            format!("the question has {words} words"),
            "too long to take in at once",
            "stay under 35; examples and limits belong in `guidance`",
        ),
        Fact::Abbreviation(found) => {
            say(format!("the question holds the abbreviation `{found}`"), "not everybody knows it", "write it out")
        }
        Fact::EvidenceWantedMissing { item } => say(
            format!("the item `{item}` doesn't say what would show it"),
            "nothing to look for",
            "add `evidence = [\"…\", \"…\"]` with two or three kinds of document that would settle the answer",
        ),
        Fact::GuidanceMissing { item } => say(
            format!("the item `{item}` doesn't say what counts"),
            "no guidance",
            "add `guidance = \"…\"`: what counts, what doesn't, the doubtful case",
        ),
        _ => None,
    }
}

/// What is asked, of whom, and how it is answered.
fn duty(fact: &Fact) -> Said {
    match fact {
        Fact::ScaleUnfit { item, scale, why } => {
            let (reason, help) = unfit(*why);
            say(format!("the scale `{scale}` doesn't fit `{item}`: {reason}"), "not the kind of duty", help)
        }
        Fact::DraftUnmarked(hint) => say(
            format!("the text is called adopted, but `{hint}` looks like a draft"),
            "called adopted",
            "write `status = \"draft\"`, or give the symbol and title of the adopted text",
        ),
        Fact::NoteMissing(reference) => say(
            format!("the paragraph `{reference}` asks nobody, and no note says why"),
            "asks nobody",
            "add `note = \"…\"` with the reason, e.g. that it only states a fact",
        ),
        Fact::ThemesMissing(reference) => say(
            format!("the paragraph `{reference}` has no theme"),
            "no theme",
            "add `themes = [\"…\"]`; `rapporteur rules list --themes` lists them",
        ),
        Fact::CoreMissing(reference) => say(
            format!("no item of `{reference}` belongs to the core"),
            "left out by `init --core`",
            "mark the item to answer first with `core = true`",
        ),
        Fact::AddresseeUnmentioned { addressee } => say(
            format!("neither the paragraph nor its opening mentions `{addressee}`"),
            "not found in the text",
            "look whom the text asks; where it names nobody, write `unspecified`",
        ),
        _ => None,
    }
}

fn unfit(why: Unfit) -> (&'static str, &'static str) {
    match why {
        Unfit::Restraint => (
            "the paragraph asks to refrain, and this scale counts what was done",
            "take `restraint`, or `default` for a law that forbids it",
        ),
        Unfit::Continuing => (
            "the paragraph asks to go on with something, and this scale ends with done",
            "take `ongoing`, or ask for the single act that the text names",
        ),
        Unfit::Outcome => (
            "it compares what people experience, and the item isn't of that kind",
            "write `indicator = \"outcome\"`, or take another scale",
        ),
        Unfit::Act => (
            "the item is about what people experience, and this scale is for a single act",
            "take `outcome` or `restraint`, or write `indicator = \"process\"`",
        ),
    }
}
