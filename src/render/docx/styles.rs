//! Styles: one for each name, which looks as most of what has the name does. Only what looks different says so itself,
//! so that whoever changes a style changes the document.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Document, Paragraph, Piece, Run};
use super::look::{CellLook, OF_PARAGRAPH, OF_TEXT, ParagraphLook, ParagraphSlots, TOGGLES, TextSlots};
use super::named::{self, Kind, Named};

/// All styles of a document.
pub(super) struct Styles {
    /// The text of the page itself.
    pub(super) page: TextSlots,
    pub(super) paragraphs: BTreeMap<Named, ParagraphStyle>,
    pub(super) characters: BTreeMap<String, CharacterStyle>,
    /// The cells of tables, and those of their header rows.
    pub(super) cell: CellLook,
    pub(super) header: CellLook,
}

/// How paragraphs of one name look.
#[derive(Clone, PartialEq)]
pub(super) struct ParagraphStyle {
    pub(super) look: ParagraphSlots,
    pub(super) text: TextSlots,
}

/// What text of one name has that the text around it has not.
pub(super) struct CharacterStyle {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) slots: [Option<String>; OF_TEXT],
}

impl Styles {
    /// The styles of `document`, whose body has text of the look `page`.
    pub(super) fn of(document: &Document, page: &TextSlots) -> Self {
        let all = document.paragraphs();
        let paragraphs = paragraph_styles(&all, page);
        let taken: BTreeSet<String> = paragraphs.keys().map(Named::id).collect();
        let characters = character_styles(&all, taken);
        let (mut body, mut head) = (Vec::new(), Vec::new());
        for table in document.tables().into_iter().filter(|table| !table.is_layout) {
            for row in &table.rows {
                let to = if row.is_header { &mut head } else { &mut body };
                row.cells.iter().for_each(|cell| count(to, cell.look));
            }
        }
        Self { page: page.clone(), paragraphs, characters, cell: most(body), header: most(head) }
    }

    /// The style that a paragraph is in.
    pub(super) fn name(&self, paragraph: &Paragraph) -> Named {
        if self.paragraphs.contains_key(&paragraph.named) {
            return paragraph.named.clone();
        }
        Named::of(paragraph.named.kind, "")
    }

    /// The look of that style.
    pub(super) fn style(&self, paragraph: &Paragraph) -> Option<&ParagraphStyle> {
        self.paragraphs.get(&self.name(paragraph))
    }

    /// The name of the style that `run` is in, and what the run has beside it.
    pub(super) fn run(&self, run: &Run, paragraph: &Paragraph) -> (Option<&str>, String) {
        let style = run.named.as_ref().and_then(|name| self.characters.get(name));
        let base = self.style(paragraph).map_or(&self.page, |style| &style.text);
        let mut beside = String::new();
        for (slot, own) in run.look.iter().enumerate() {
            let set = style.and_then(|style| style.slots[slot].as_ref());
            // What both styles switch on, Word switches off.
            let clashes = TOGGLES.contains(&slot) && set.is_some_and(|set| !is_off(set) && !is_off(&base[slot]));
            if clashes || own != set.unwrap_or(&base[slot]) {
                beside.push_str(own);
            }
        }
        (style.map(|style| style.id.as_str()), beside)
    }
}

impl ParagraphStyle {
    /// What has to be said of a look that would be `other` by itself.
    pub(super) fn differing(&self, other: &Self) -> (String, String) {
        (differing(&self.look, &other.look), differing(&self.text, &other.text))
    }
}

/// The slots of `own` that are not those of `other`, in their order.
pub(super) fn differing<const N: usize>(own: &[String; N], other: &[String; N]) -> String {
    own.iter().zip(other).filter(|(own, other)| own != other).map(|(own, _)| own.as_str()).collect()
}

fn is_off(switch: &str) -> bool {
    switch.contains(r#"w:val="0""#)
}

fn paragraph_styles(all: &[&Paragraph], page: &TextSlots) -> BTreeMap<Named, ParagraphStyle> {
    let mut votes: BTreeMap<Named, Votes> = BTreeMap::new();
    for paragraph in all {
        let slots = paragraph.look.slots();
        votes.entry(paragraph.named.clone()).or_default().add(&slots, &paragraph.text);
        if paragraph.named.kind.is_of_table() && !paragraph.named.class.is_empty() {
            // Tables have classes for their columns; most of their text looks alike.
            votes.entry(Named::of(paragraph.named.kind, "")).or_default().add(&slots, &paragraph.text);
        }
    }
    let mut styles: BTreeMap<Named, ParagraphStyle> =
        votes.into_iter().map(|(named, votes)| (named, votes.style())).collect();
    let plain = ParagraphStyle { look: ParagraphLook::PLAIN.slots(), text: page.clone() };
    let normal = styles.entry(Named::of(Kind::Normal, "")).or_insert(plain).clone();
    // Every style has the one that it starts from.
    for mut kind in styles.keys().map(|named| named.kind).collect::<BTreeSet<_>>() {
        loop {
            styles.entry(Named::of(kind, "")).or_insert_with(|| normal.clone());
            let Some(parent) = kind.parent() else { break };
            kind = parent;
        }
    }
    let bases: BTreeMap<Kind, ParagraphStyle> = styles
        .iter()
        .filter(|(named, _)| named.class.is_empty())
        .map(|(named, style)| (named.kind, style.clone()))
        .collect();
    let mut ids = BTreeSet::new();
    styles.retain(|named, style| {
        // A class that looks like what has no class, but for where pages end, needs no style.
        let is_alike = |base: &ParagraphStyle| base.look[3..] == style.look[3..] && base.text == style.text;
        let is_needed = named.class.is_empty() || !bases.get(&named.kind).is_some_and(is_alike);
        is_needed && ids.insert(named.id().to_ascii_lowercase())
    });
    styles
}

/// Values, each with how often it was there.
type Counted<T> = Vec<(T, usize)>;

/// How often each slot was what, of the paragraphs of one name.
#[derive(Default)]
struct Votes {
    look: [Counted<String>; OF_PARAGRAPH],
    text: [Counted<String>; OF_TEXT],
}

impl Votes {
    fn add(&mut self, look: &ParagraphSlots, text: &TextSlots) {
        self.look.iter_mut().zip(look).for_each(|(list, slot)| count(list, slot.clone()));
        self.text.iter_mut().zip(text).for_each(|(list, slot)| count(list, slot.clone()));
    }

    fn style(self) -> ParagraphStyle {
        ParagraphStyle { look: self.look.map(most), text: self.text.map(most) }
    }
}

fn character_styles(all: &[&Paragraph], mut taken: BTreeSet<String>) -> BTreeMap<String, CharacterStyle> {
    let mut votes: BTreeMap<&String, [Counted<Option<String>>; OF_TEXT]> = BTreeMap::new();
    for paragraph in all {
        for piece in &paragraph.pieces {
            let Piece::Run(run @ Run { named: Some(name), .. }) = piece else { continue };
            let votes = votes.entry(name).or_default();
            for ((list, own), around) in votes.iter_mut().zip(&*run.look).zip(&*paragraph.text) {
                count(list, (own != around).then(|| own.clone()));
            }
        }
    }
    let mut styles = BTreeMap::new();
    for (name, votes) in votes {
        let slots = votes.map(most);
        if slots.iter().all(Option::is_none) {
            continue;
        }
        let mut shown = name.clone();
        while named::id(&shown).is_empty() || !taken.insert(named::id(&shown)) {
            shown.push_str(" Text");
        }
        styles.insert(name.clone(), CharacterStyle { id: named::id(&shown), name: shown, slots });
    }
    styles
}

fn count<T: PartialEq>(list: &mut Counted<T>, value: T) {
    match list.iter_mut().find(|(known, _)| *known == value) {
        Some((_, times)) => *times += 1,
        None => list.push((value, 1)),
    }
}

/// What was counted most often; of equals, what came first.
fn most<T: Default>(list: Counted<T>) -> T {
    let most = list.iter().map(|(_, times)| *times).max().unwrap_or(0);
    list.into_iter().find(|(_, times)| *times == most).map(|(value, _)| value).unwrap_or_default()
}
