//! Comparison: what changed between two assessments, by the ids of items, which are stable.
//!
//! Both are made with the same rules, so an item that only one of them asks comes from what the institution chose: its
//! instruments, or the core questions.

use strum::{Display, EnumIter, IntoEnumIterator, VariantNames};

use crate::model::{Group, ItemId};

use super::{Assessment, Figures, ItemResult, Ratio, Standing};

/// Two assessments of one institution, the earlier and the later.
#[derive(Debug, Clone)]
pub struct Comparison<'c> {
    /// The earlier one.
    pub then: &'c Assessment<'c>,
    /// The later one.
    pub now: &'c Assessment<'c>,
    /// The institution's headline and the country's.
    pub groups: [GroupChange; 2],
    /// Every item that one of the two asks: those asked now in their order, then those that are no longer asked.
    pub items: Vec<ItemChange<'c>>,
}

/// What changed in one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChange {
    /// Whom it is about.
    pub group: Group,
    /// Change of the implementation, `now − then`, −1..=1; `None` unless both are defined.
    pub implementation: Option<Ratio>,
    /// The figures over the items that both ask, then and now: like with like, with each one's own shares. `None` if
    /// both ask the same items, whose figures are the headlines, or if they have no item in common.
    pub in_both: Option<(Figures, Figures)>,
    /// How many items both ask.
    pub common: usize,
    /// How many items changed in each way, in the order of [`ItemChangeKind`]; a way that no item took is there with 0.
    pub counts: Vec<(ItemChangeKind, usize)>,
}

/// One item, then and now; at least one of the two is there.
#[derive(Debug, Clone, Copy)]
pub struct ItemChange<'c> {
    /// Where it stood; `None` if it was not asked.
    pub then: Option<&'c ItemResult<'c>>,
    /// Where it stands; `None` if it is no longer asked.
    pub now: Option<&'c ItemResult<'c>>,
    /// How it changed.
    pub kind: ItemChangeKind,
    /// Whether other evidence is given than then: another number, title, file, address, date or recorded hash;
    /// of confidential evidence, another number.
    pub evidence: bool,
}

/// How an item changed. Each item changed in exactly one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumIter, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum ItemChangeKind {
    /// Its level is worth more.
    Improved,
    /// Its level is worth less.
    Worsened,
    /// It has another level of the same worth.
    OtherLevel,
    /// It had no answer, or none with a value, and has one now.
    NewlyAnswered,
    /// It had an answer, or one with a value, and has none now.
    NoLongerAnswered,
    /// It applied and doesn't any more.
    NoLongerApplicable,
    /// It didn't apply and does now.
    NowApplicable,
    /// It was not asked.
    NewlyAsked,
    /// It is not asked any more.
    NoLongerAsked,
    /// It stands where it stood.
    Same,
}

impl<'c> Comparison<'c> {
    /// Compares; can't fail.
    pub fn of(then: &'c Assessment<'c>, now: &'c Assessment<'c>) -> Self {
        let items = items(then, now);
        let groups = [Group::Institution, Group::Country].map(|group| GroupChange::of(group, &items, then, now));
        Self { then, now, groups, items }
    }

    /// Whether both assessments answer the instrument of `item`.
    pub fn is_of_both(&self, item: &ItemChange<'_>) -> bool {
        let answers = |one: &Assessment<'_>, id: &str| one.instruments.iter().any(|instrument| instrument.id == id);
        let asked = item.now.or(item.then);
        asked.is_some_and(|asked| {
            let id = &asked.instrument.id;
            answers(self.then, id) && answers(self.now, id)
        })
    }
}

impl GroupChange {
    fn of(group: Group, items: &[ItemChange<'_>], then: &Assessment<'_>, now: &Assessment<'_>) -> Self {
        let items: Vec<&ItemChange<'_>> = items.iter().filter(|item| item.group() == Some(group)).collect();
        let (before, after): (Vec<&ItemResult>, Vec<&ItemResult>) =
            items.iter().filter_map(|item| item.then.zip(item.now)).unzip();
        let common = before.len();
        let headline = |assessment: &Assessment<'_>| {
            assessment.groups().into_iter().find(|of| of.group == group).map(|of| of.headline.implementation.clone())
        };
        Self {
            group,
            implementation: match (headline(now).flatten(), headline(then).flatten()) {
                (Some(now), Some(then)) => Some(now - then),
                _ => None,
            },
            in_both: (0 < common && common < items.len()).then(|| (Figures::of(&before), Figures::of(&after))),
            common,
            counts: ItemChangeKind::iter()
                .map(|kind| (kind, items.iter().filter(|item| item.kind == kind).count()))
                .collect(),
        }
    }
}

impl ItemChange<'_> {
    /// The item's id.
    pub fn id(&self) -> Option<&ItemId> {
        self.now.or(self.then).map(|item| &item.item.id)
    }

    /// Whom the item is about.
    pub fn group(&self) -> Option<Group> {
        self.now.or(self.then).map(ItemResult::group)
    }
}

/// Pairs the items of both.
fn items<'c>(then: &'c Assessment<'c>, now: &'c Assessment<'c>) -> Vec<ItemChange<'c>> {
    let same = |one: &ItemResult, other: &ItemResult| one.item.id == other.item.id;
    let earlier = |item: &ItemResult| then.items.iter().find(|one| same(one, item));
    let gone = then.items.iter().filter(|item| !now.items.iter().any(|one| same(one, item)));
    let asked = now.items.iter().map(|item| change(earlier(item), Some(item)));
    asked.chain(gone.map(|item| change(Some(item), None))).collect()
}

fn change<'c>(then: Option<&'c ItemResult<'c>>, now: Option<&'c ItemResult<'c>>) -> ItemChange<'c> {
    let kind = match (then, now) {
        (Some(then), Some(now)) => kind(then, now),
        (None, _) => ItemChangeKind::NewlyAsked,
        (Some(_), None) => ItemChangeKind::NoLongerAsked,
    };
    // What belongs to an answer of the last period that is to be confirmed shows nothing yet.
    let is_carried = |item: &ItemResult<'_>| item.response.is_some_and(|response| response.carried.is_some());
    let evidence = then
        .zip(now)
        .is_some_and(|(then, now)| !is_carried(then) && !is_carried(now) && evidence(then) != evidence(now));
    ItemChange { then, now, kind, evidence }
}

fn kind(then: &ItemResult<'_>, now: &ItemResult<'_>) -> ItemChangeKind {
    use ItemChangeKind as Kind;
    match (then.standing, now.standing) {
        (Standing::NotApplicable(_), Standing::NotApplicable(_)) => Kind::Same,
        (_, Standing::NotApplicable(_)) => Kind::NoLongerApplicable,
        (Standing::NotApplicable(_), _) => Kind::NowApplicable,
        (Standing::Valued { level: before, value: then }, Standing::Valued { level: after, value: now }) => {
            match now.cmp(&then) {
                std::cmp::Ordering::Greater => Kind::Improved,
                std::cmp::Ordering::Less => Kind::Worsened,
                std::cmp::Ordering::Equal if before.id != after.id => Kind::OtherLevel,
                std::cmp::Ordering::Equal => Kind::Same,
            }
        }
        (then, now) => match known(now).cmp(&known(then)) {
            std::cmp::Ordering::Greater => Kind::NewlyAnswered,
            std::cmp::Ordering::Less => Kind::NoLongerAnswered,
            std::cmp::Ordering::Equal => Kind::Same,
        },
    }
}

/// How much a standing tells: nothing, that nothing was found, or a value.
fn known(standing: Standing<'_>) -> u8 {
    match standing {
        Standing::Unanswered | Standing::NotApplicable(_) => 0,
        Standing::Unvalued(_) => 1,
        Standing::Valued { .. } => 2,
    }
}

/// What tells evidence of an item apart from other evidence; the order in which it is given doesn't.
fn evidence<'r>(item: &ItemResult<'r>) -> Vec<impl Ord + use<'r>> {
    let given = item.response.map(|response| response.evidence.as_slice()).unwrap_or_default();
    // Confidential evidence counts by its number alone, so that every reader is told the same.
    let told = given.iter().map(|one| {
        let open = !one.confidential;
        open.then(|| (&one.title, &one.file, &one.url, one.date, one.sha256.to_lowercase()))
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}
