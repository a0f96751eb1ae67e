//! Reviews of several auditors joined to one file. What only one of them examined is taken over as it stands, with its
//! comments; what several found alike becomes one block; what they found differently is left to be decided.

use std::collections::BTreeMap;

use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use super::Refused;
use crate::model::{Finding, ItemId, Review, Verdict};
use crate::render::remark;
use crate::source::Source;

/// What a merge makes of the reviews.
#[derive(Debug)]
pub struct Merged {
    /// The text of the new file.
    pub text: String,
    /// How many findings it holds.
    pub findings: usize,
    /// The items on which reviewers disagree, with what each says, in the order of the file.
    pub disputes: Vec<(ItemId, Vec<Opinion>)>,
    /// Whether the reviews are of different samples, so that together they are of none.
    pub samples_differ: bool,
}

/// What one reviewer says of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Who.
    pub reviewer: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The level that is the right one, if one is given.
    pub level: Option<String>,
}

/// Joins reviews of the same answers, each given with its file; the first gives the particulars that all have.
///
/// # Errors
/// If a file is no sound TOML, or is written so that its findings can't be told apart.
pub fn merge(reviews: &[(&Source, &Review)]) -> Result<Merged, Refused> {
    let mut documents = reviews.iter().map(|(source, _)| document(source)).collect::<Result<Vec<_>, _>>()?;
    let mut order: Vec<ItemId> = Vec::new();
    let mut all: BTreeMap<ItemId, Vec<Block<'_>>> = BTreeMap::new();
    for ((source, review), document) in reviews.iter().zip(&mut documents) {
        for (id, table) in blocks(document, source)? {
            let Some(finding) = review.findings.get(&id) else { continue };
            if !all.contains_key(&id) {
                order.push(id.clone());
            }
            all.entry(id).or_default().push(Block { reviewer: &review.reviewer, finding, table });
        }
    }
    let mut disputes = Vec::new();
    let mut findings = Table::new();
    findings.set_implicit(true);
    for id in &order {
        let (block, dispute) = joined(all.remove(id).unwrap_or_default());
        disputes.extend(dispute.map(|opinions| (id.clone(), opinions)));
        findings.insert(id.as_str(), Item::Table(block));
    }
    let all: Vec<&Review> = reviews.iter().map(|(_, review)| *review).collect();
    let samples_differ = all.windows(2).any(|pair| pair[0].sample != pair[1].sample);
    let trailing: String = documents.iter().filter_map(|document| document.trailing().as_str()).collect();
    let mut documents = documents.into_iter();
    let mut text = String::new();
    if let Some(mut first) = documents.next() {
        if let Some(table) = first.get_mut("review").and_then(Item::as_table_like_mut) {
            particulars(table, &all);
        }
        if samples_differ {
            first.remove("sample");
        }
        first.insert("finding", Item::Table(findings));
        first.set_trailing(trailing);
        text = first.to_string();
    }
    Ok(Merged { text, findings: order.len(), disputes, samples_differ })
}

/// A finding with the block of the file that says it.
struct Block<'a> {
    reviewer: &'a str,
    finding: &'a Finding,
    table: Table,
}

impl Block<'_> {
    fn opinion(&self) -> Opinion {
        let (reviewer, verdict) = (self.reviewer.to_owned(), self.finding.verdict);
        Opinion { reviewer, verdict, level: self.finding.level.clone() }
    }

    /// What the block says, as a remark; what anybody wrote stays on lines that begin with `#`.
    fn said(&self) -> String {
        let Finding { verdict, level, methods, note, internal_note, looked_at, .. } = self.finding;
        let level = level.as_ref().map(|level| format!(", level {level}")).unwrap_or_default();
        let methods: Vec<String> = methods.iter().map(ToString::to_string).collect();
        let mut words = format!("{}: {verdict}{level}", self.reviewer);
        for (name, said) in [
            ("Methods", &methods.join(", ")),
            ("Looked at", &looked_at.join("; ")),
            ("Note", note),
            ("Internal note", internal_note),
        ] {
            if !said.trim().is_empty() {
                words.push_str(&format!("; {name}: {said}"));
            }
        }
        let words: Vec<&str> = words.split_whitespace().collect();
        remark("", &words.join(" "))
    }
}

/// The comments above and in a block; those behind a value on lines of their own.
fn comments(table: &Table) -> Vec<String> {
    let above = table.decor().prefix().and_then(|text| text.as_str()).unwrap_or_default();
    let whole = format!("{above}{table}");
    let lines = whole.lines().map(str::trim);
    let behind = table.iter().filter_map(|(_, item)| item.as_value()?.decor().suffix()?.as_str());
    lines.chain(behind.map(str::trim)).filter(|line| line.starts_with('#')).map(str::to_owned).collect()
}

fn document(source: &Source) -> Result<DocumentMut, Refused> {
    let why = "it is no sound TOML; `rapporteur review check` says where";
    source.text.parse().map_err(|_| Refused { file: source.name.clone(), why: why.into() })
}

/// Takes the findings out of a document, in the order of its lines.
fn blocks(document: &mut DocumentMut, source: &Source) -> Result<Vec<(ItemId, Table)>, Refused> {
    let Some(findings) = document.remove("finding") else { return Ok(Vec::new()) };
    let why = "its findings are written in a form that can't be joined; write each below a header of its own, \
               `[finding.\"…\"]`";
    let refused = || Refused { file: source.name.clone(), why: why.into() };
    let findings = findings.into_table().map_err(|_| refused())?;
    let mut blocks: Vec<(Option<isize>, ItemId, Table)> = Vec::new();
    for (id, item) in findings {
        let mut table = item.into_table().map_err(|_| refused())?;
        let Some(id) = ItemId::parse(id.trim()) else { continue };
        let position = table.position();
        table.set_position(None);
        table.set_dotted(false);
        table.set_implicit(false);
        blocks.push((position, id, table));
    }
    blocks.sort_by_key(|(position, ..)| *position);
    Ok(blocks.into_iter().map(|(_, id, table)| (id, table)).collect())
}

/// One block for all that is said of an item; what is said, where it differs.
fn joined(blocks: Vec<Block<'_>>) -> (Table, Option<Vec<Opinion>>) {
    let (mut examined, mut others): (Vec<_>, Vec<_>) =
        blocks.into_iter().partition(|block| block.finding.verdict != Verdict::NotExamined);
    if examined.is_empty() {
        examined.extend(others.drain(..others.len().min(1)));
    }
    let Some(mut table) = examined.first().map(|block| block.table.clone()) else { return (Table::new(), None) };
    // Why somebody left an item out stays known.
    let left_out = others.iter().filter(|block| !block.finding.note.trim().is_empty()).map(Block::said);
    let mut remarks: String = left_out.collect();
    let first = examined[0].opinion();
    let agree = |block: &Block<'_>| (block.finding.verdict, &block.finding.level) == (first.verdict, &first.level);
    let dispute = match examined.as_slice() {
        [_] => None,
        [..] if examined.iter().all(agree) => {
            agreed(&mut table, &examined);
            None
        }
        [..] => {
            remarks.push_str("# Reviewers disagree. Decide, fill in, and take these remarks out:\n");
            remarks.extend(examined.iter().map(Block::said));
            undecided(&mut table);
            Some(examined.iter().map(Block::opinion).collect())
        }
    };
    let mut known = comments(&table);
    for line in examined.iter().chain(&others).flat_map(|block| comments(&block.table)) {
        if !known.contains(&line) {
            remarks.push_str(&format!("{line}\n"));
            known.push(line);
        }
    }
    if !remarks.is_empty() {
        let above = table.decor().prefix().and_then(|text| text.as_str()).unwrap_or("\n").to_owned();
        table.decor_mut().set_prefix(format!("{above}{remarks}"));
    }
    (table, dispute)
}

/// Fills in what several found alike.
fn agreed(table: &mut Table, blocks: &[Block<'_>]) {
    let methods = blocks.iter().flat_map(|block| &block.finding.methods).map(ToString::to_string);
    let looked_at = blocks.iter().flat_map(|block| &block.finding.looked_at).cloned();
    set(table, "methods", list(methods));
    set(table, "looked-at", list(looked_at));
    let notes = |note: fn(&Finding) -> &str| blocks.iter().map(move |block| (block.reviewer, note(block.finding)));
    set(table, "note", together(notes(|finding| &finding.note)).into());
    set(table, "internal-note", together(notes(|finding| &finding.internal_note)).into());
}

/// Empties what is to be decided.
fn undecided(table: &mut Table) {
    for key in ["verdict", "level", "note"] {
        set(table, key, "".into());
    }
    for key in ["methods", "looked-at"] {
        set(table, key, Array::new().into());
    }
    table.remove("internal-note");
}

/// Gives a key a value and leaves the comment behind it; a key that isn't there is not made for nothing.
fn set(table: &mut Table, key: &str, mut new: Value) {
    let is_empty = new.as_str().is_some_and(str::is_empty) || new.as_array().is_some_and(Array::is_empty);
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None if !is_empty => _ = table.insert(key, Item::Value(new)),
        None => {}
    }
}

/// Each text once.
fn list(texts: impl Iterator<Item = String>) -> Value {
    let mut known: Vec<String> = Vec::new();
    for text in texts {
        if !known.contains(&text) {
            known.push(text);
        }
    }
    known.into_iter().collect::<Array>().into()
}

/// Texts of several people as one: with their names, unless all who say something say the same.
fn together<'a>(said: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let said: Vec<(&str, &str)> =
        said.map(|(who, what)| (who, what.trim())).filter(|(_, what)| !what.is_empty()).collect();
    match said.as_slice() {
        [] => String::new(),
        [(_, only), rest @ ..] if rest.iter().all(|(_, what)| what == only) => (*only).to_owned(),
        all => all.iter().map(|(who, what)| format!("{who}: {what}")).collect::<Vec<_>>().join("\n"),
    }
}

/// Fills in who reviewed what.
fn particulars(table: &mut dyn toml_edit::TableLike, all: &[&Review]) {
    let mut set = |key: &str, text: String| {
        if !text.is_empty() {
            table.insert(key, value(text));
        }
    };
    let each = |field: fn(&Review) -> &str| {
        let mut known: Vec<&str> = Vec::new();
        for text in all.iter().map(|review| field(review).trim()).filter(|text| !text.is_empty()) {
            if !known.contains(&text) {
                known.push(text);
            }
        }
        known.join("; ")
    };
    set("reviewer", each(|review| &review.reviewer));
    set("body", each(|review| &review.body));
    let named =
        |field: fn(&Review) -> &str| together(all.iter().map(|review| (review.reviewer.as_str(), field(review))));
    set("independence", named(|review| &review.independence));
    set("scope", named(|review| &review.scope));
    // As long as one of them goes on, so does the whole.
    match all.iter().map(|review| review.date).collect::<Option<Vec<_>>>().and_then(|days| days.into_iter().max()) {
        Some(day) => _ = day.to_string().parse::<toml_edit::Datetime>().map(|day| table.insert("date", value(day))),
        None => _ = table.remove("date"),
    }
}
