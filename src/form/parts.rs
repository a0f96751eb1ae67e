//! To which part of the answers a problem belongs, and where a page shows that part.

use super::entry::columns;
use super::site::named;
use crate::load::{Laid, Step};
use crate::model::ItemId;
use crate::problem::{Code, Fact, Problem};
use crate::source::FileNumber;
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
    files: &[(FileNumber, Laid<'_>)],
    before: impl Fn(FileNumber, &str) -> usize,
) -> Vec<Part> {
    let mut places: Vec<Vec<Step>> = vec![Vec::new(); problems.len()];
    for (file, laid) in files {
        // What stands nowhere in a file is of the whole of it.
        let is_own = |problem: &Problem| problem.at.file == *file && problem.at.end > 0;
        let own: Vec<usize> = (0..problems.len()).filter(|number| is_own(&problems[*number])).collect();
        if !own.is_empty() {
            let bytes: Vec<usize> = own.iter().map(|number| problems[*number].at.start).collect();
            let found = laid.places(&bytes);
            own.into_iter().zip(found).for_each(|(number, place)| places[number] = place);
        }
    }
    let part = |(problem, place): (&Problem, &Vec<Step>)| {
        let part = of_place(place, |list| before(problem.at.file, list));
        Part { item: part.item.or_else(|| problem.item.clone()), key: key_of(problem, &part.key), ..part }
    };
    problems.iter().zip(&places).map(part).collect()
}

fn of_place(place: &[Step], before: impl Fn(&str) -> usize) -> Part {
    let list = |name: &str| {
        [Kind::Evidence, Kind::Actions, Kind::Requests, Kind::Exclusions]
            .into_iter()
            .find(|kind| kind.list() == Some(name))
    };
    let (item, rest) = match place {
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
        Step::Key(key) => Some(&**key),
        Step::Number(_) => None,
    });
    Part { item, block, key: keys.collect::<Vec<_>>().join(".") }
}

impl Part {
    /// The name of the page that shows the part, if that is none of an answer; empty where it takes a text editor.
    pub(super) fn page(&self) -> &'static str {
        match (&self.item, self.block) {
            (None, Some((kind, _))) => kind.name(),
            (None, None) if self.is_field(Kind::Particulars) => Kind::Particulars.name(),
            _ => "",
        }
    }

    /// The address of the part on the page that shows it; empty where it takes a text editor.
    pub(super) fn address(&self) -> String {
        let before = self.item.as_ref().map(|id| format!("{}.", id.name())).unwrap_or_default();
        let place = match self.block {
            Some((kind, number)) => {
                let before = format!("{before}{}.{number}.", kind.name());
                format!("{before}{}", if self.is_field(kind) { &self.key } else { "block" })
            }
            None if self.key == "evidence" => format!("{before}evidence.new.block"),
            None if self.item.is_none() || self.is_field(Kind::Answers) => format!("{before}{}", self.key),
            None => before.trim_end_matches('.').to_owned(),
        };
        match (&self.item, self.page()) {
            (Some(id), _) => format!("/paragraph/{}#{place}", named(id.instrument(), id.reference())),
            (None, "") => String::new(),
            (None, page) => format!("/{page}#{place}"),
        }
    }

    fn is_field(&self, kind: Kind) -> bool {
        columns(kind).any(|column| column.key == self.key)
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
