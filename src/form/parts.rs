//! To which part of the answers a problem belongs, and where a page shows that part.

use super::entry::columns;
use super::site::named;
use crate::model::ItemId;
use crate::problem::{Code, Fact, Problem};
use crate::revise::{Place, Places, Step};
use crate::source::{FileNumber, Sources};
use crate::table::Table as Kind;

/// A part of the answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The answer; `None` for what belongs to none.
    pub(super) item: Option<ItemId>,
    /// The list and the number of its block, counted over all files.
    pub(super) block: Option<(Kind, usize)>,
    /// The column; empty where it is none in particular.
    pub(super) key: String,
}

/// The parts that `problems` belong to, in their order. `before` tells how many blocks of a list at the top stand in the files
/// before one.
pub(super) fn parts(
    problems: &[Problem],
    files: &[FileNumber],
    sources: &Sources,
    before: impl Fn(FileNumber, &str) -> usize,
) -> Vec<Part> {
    if problems.is_empty() {
        return Vec::new();
    }
    let places: Vec<(FileNumber, Places)> =
        files.iter().map(|number| (*number, Places::of(&sources.get(*number).text))).collect();
    let part = |problem: &Problem| {
        let file = places.iter().find(|(number, _)| *number == problem.at.file);
        let place = file.and_then(|(_, places)| places.at(problem.at.start));
        let part = place.map(|place| of_place(place, |list| before(problem.at.file, list))).unwrap_or_default();
        Part { item: part.item.or_else(|| problem.item.clone()), key: key_of(problem, &part.key), ..part }
    };
    problems.iter().map(part).collect()
}

fn of_place(place: &Place, before: impl Fn(&str) -> usize) -> Part {
    let list = |name: &str| {
        [Kind::Evidence, Kind::Actions, Kind::Requests, Kind::Exclusions]
            .into_iter()
            .find(|kind| kind.list() == Some(name))
    };
    let (item, rest) = match place.steps() {
        [Step::Key(first), Step::Key(id), rest @ ..] if first == "response" => (ItemId::parse(id), rest),
        all => (None, all),
    };
    let (block, rest) = match rest {
        [Step::Key(name), Step::Number(number), rest @ ..] => {
            let above = if item.is_none() { before(name) } else { 0 };
            (list(name).map(|kind| (kind, above + number)), rest)
        }
        all => (None, all),
    };
    let keys = rest.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Number(_) => None,
    });
    Part { item, block, key: keys.collect::<Vec<_>>().join(".") }
}

impl Part {
    /// The page that shows the part, with the place on it; empty where that takes a text editor.
    pub(super) fn address(&self) -> String {
        let known = |kind: Kind| columns(kind).any(|column| column.key == self.key);
        let field = |kind: Kind, before: &str, otherwise: &str| match known(kind) {
            true => format!("{before}{}", self.key),
            false => otherwise.to_owned(),
        };
        let in_block = |kind: Kind, number: usize, before: &str| {
            let before = format!("{before}{}.{number}.", kind.name());
            field(kind, &before, &format!("{before}block"))
        };
        match (&self.item, self.block) {
            (Some(id), block) => {
                let before = format!("{}.", id.name());
                let place = match block {
                    Some((kind, number)) => in_block(kind, number, &before),
                    None if self.key == "evidence" => format!("{before}evidence.new.block"),
                    None => field(Kind::Answers, &before, id.name()),
                };
                format!("/paragraph/{}#{place}", named(id.instrument(), id.reference()))
            }
            (None, Some((kind, number))) => format!("/{}#{}", kind.name(), in_block(kind, number, "")),
            (None, None) if known(Kind::Particulars) => format!("/particulars#{}", self.key),
            (None, None) => String::new(),
        }
    }
}

/// The column that is to be looked at, which is not always the one at which the problem stands; `evidence` is the list.
fn key_of(problem: &Problem, at: &str) -> String {
    let key = match &problem.fact {
        Fact::ReasonMissing { key, .. } => key,
        Fact::MissingKey(missing) if !missing.empty => {
            // Of the two that can name a document, the address is the one that anybody can give.
            let key = missing.key.replace("file or url", "url");
            return if at.is_empty() { key } else { format!("{at}.{key}") };
        }
        fact => match Code::from(fact) {
            Code::AnsweredThoughExcluded | Code::AnswersContradict => "level",
            Code::NarrativeMissing => "narrative",
            Code::BasisMissing => "basis",
            Code::MeasureMissing => "measure.value",
            Code::DoneOnMissing => "done-on",
            Code::ToBeConfirmed => "state",
            Code::EvidenceMissing | Code::EvidenceBeforePeriod => "evidence",
            _ => at,
        },
    };
    key.to_owned()
}
