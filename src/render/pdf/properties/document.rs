//! Random documents: trees of elements with random declarations, every word of which is told apart from the others.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Declarations for any block. Sizes are small beside the page: where a column has no room for a letter, nothing helps.
const LOOKS: [&str; 33] = [
    "padding: 4pt",
    "padding: 7pt 2pt 0",
    "padding: 3%",
    "padding-inline-start: 6pt",
    "border: 1pt solid #888",
    "border-bottom: 2pt dashed #080",
    "border-inline-start: 3pt solid #c00",
    "margin: 8pt 0",
    "margin: 2pt 5pt",
    "margin-top: 30pt",
    "margin-inline: auto",
    "width: 75%",
    "width: 90pt",
    "max-width: 110pt",
    "background: #eef",
    "text-align: center",
    "text-align: end",
    "text-align: right",
    "white-space: pre-line",
    "white-space: pre-wrap",
    "white-space: nowrap",
    "font-size: 13pt",
    "font-size: 7pt",
    "font-size: 1.2em",
    "line-height: 1.15",
    "line-height: 2",
    "letter-spacing: 0.4pt",
    "text-decoration: underline",
    "break-inside: avoid",
    "break-before: avoid",
    "break-after: avoid",
    "orphans: 4",
    "widows: 5",
];
pub(super) const FORCED: [&str; 2] = ["break-before: page", "break-after: page"];

/// A document as a tree.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) css: String,
    pub(super) rtl: bool,
    pub(super) running: bool,
    pub(super) contents: bool,
    pub(super) blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub(super) enum Block {
    Prose { tag: &'static str, look: Look, text: Vec<Inline> },
    Boxed { tag: &'static str, look: Look, blocks: Vec<Block> },
    List { tag: &'static str, look: Look, items: Vec<Entry> },
    Terms { look: Look, pairs: Vec<(Vec<Inline>, Entry)> },
    Table { look: Look, caption: Option<Vec<Inline>>, head: usize, rows: Vec<Vec<Cell>> },
}

/// Loose text and blocks below it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) look: Look,
    pub(super) text: Vec<Inline>,
    pub(super) blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) tag: &'static str,
    pub(super) span: usize,
    pub(super) inside: Entry,
}

#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) declarations: Vec<&'static str>,
    pub(super) rtl: Option<bool>,
}

#[derive(Debug, Clone)]
pub(super) enum Inline {
    Word(Word, &'static str),
    Break,
    Styled(&'static str, Vec<Inline>),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Word {
    Plain,
    /// With a ligature.
    Ligature,
    Long(usize),
    Arabic,
    /// With vowel signs.
    Voweled,
    Armenian,
}

/// Documents; some ask for page breaks.
pub(super) fn documents() -> impl Strategy<Value = Document> {
    let flags = (weighted(0.15), weighted(0.3), weighted(0.2));
    let blocks = any::<bool>().prop_flat_map(|forced| vec(block(forced), 1..6));
    (sheet(), flags, blocks).prop_map(|(css, (rtl, running, contents), blocks)| Document {
        css,
        rtl,
        running,
        contents,
        blocks,
    })
}

fn weighted(probability: f64) -> impl Strategy<Value = bool> {
    proptest::bool::weighted(probability)
}

fn sheet() -> impl Strategy<Value = String> {
    let rules = vec![
        "table { border-collapse: collapse; width: 100% }",
        "td, th { border: 0.5pt solid #888; padding: 3pt }",
        "tr { break-inside: avoid }",
        "td { vertical-align: middle }",
        "th { background: #ddd }",
        "h2 { border-bottom: 1pt solid }",
        "ul ul { list-style: none }",
        "ol { list-style-type: lower-roman }",
        "code { background: #eee }",
        "p { margin: 0 }",
    ];
    let some = subsequence(rules, 0..=4);
    (260_u16..460, 150_u16..420, 20_u16..40, 7_u16..12, some).prop_map(|(width, height, margin, size, some)| {
        format!(
            "@page {{ size: {width}pt {height}pt; margin: {margin}pt }} body {{ font-size: {size}pt }} {}",
            some.join(" ")
        )
    })
}

fn look(forced: bool) -> impl Strategy<Value = Look> {
    let rtl = prop_oneof![8 => Just(None), 1 => any::<bool>().prop_map(Some)];
    let forced = prop_oneof![
        12 => Just(None),
        1 => select(&FORCED[..]).prop_map(move |rule| forced.then_some(rule)),
    ];
    (subsequence(LOOKS.to_vec(), 0..=3), forced, rtl).prop_map(|(mut declarations, forced, rtl)| {
        declarations.extend(forced);
        Look { declarations, rtl }
    })
}

fn words() -> impl Strategy<Value = Inline> {
    let word = prop_oneof![
        12 => Just(Word::Plain),
        1 => Just(Word::Ligature),
        1 => (1_usize..12).prop_map(Word::Long),
        2 => Just(Word::Arabic),
        1 => Just(Word::Voweled),
        1 => Just(Word::Armenian),
    ];
    let space = prop_oneof![10 => Just(" "), 1 => Just(""), 1 => Just("\n"), 1 => Just("  ")];
    prop_oneof![14 => (word, space).prop_map(|(word, space)| Inline::Word(word, space)), 1 => Just(Inline::Break)]
}

fn inline() -> impl Strategy<Value = Inline> {
    let tags = select(&["strong", "em", "a", "code", "sub", "sup", "small", "mark", "span", "s"][..]);
    words().prop_recursive(2, 12, 4, move |inner| {
        prop_oneof![8 => words(), 1 => (tags.clone(), vec(inner, 1..4)).prop_map(|(tag, all)| Inline::Styled(tag, all))]
    })
}

/// Text with a word in it at least.
fn prose() -> impl Strategy<Value = Vec<Inline>> {
    let rest = prop_oneof![4 => vec(inline(), 0..9), 1 => vec(inline(), 10..40)];
    rest.prop_map(|mut all| {
        if !all.iter().any(|inline| matches!(inline, Inline::Word(..))) {
            all.push(Inline::Word(Word::Plain, " "));
        }
        all
    })
}

fn block(forced: bool) -> impl Strategy<Value = Block> {
    let tags = select(&["p", "p", "p", "h1", "h2", "h3", "pre", "div"][..]);
    let leaf = (tags, look(forced), prose()).prop_map(|(tag, look, text)| Block::Prose { tag, look, text });
    leaf.prop_recursive(3, 24, 4, move |inner| {
        // Boxes without any text may take a page of their own, which looks empty; only cells are so.
        let boxes = select(&["div", "section", "article", "blockquote", "figure", "aside"][..]);
        let boxed = (boxes, look(forced), vec(inner.clone(), 1..4));
        let entry = |text: BoxedStrategy<Vec<Inline>>, inner: BoxedStrategy<Block>| {
            (look(forced), text, vec(inner, 0..3)).prop_map(|(look, text, blocks)| Entry { look, text, blocks }).boxed()
        };
        let item = entry(prose().boxed(), inner.clone());
        let list = (select(&["ul", "ol"][..]), look(forced), vec(item.clone(), 1..5));
        let terms = (look(forced), vec((prose(), item), 1..4));
        let cell = (
            select(&["td", "td", "th"][..]),
            prop_oneof![5 => Just(1), 1 => Just(2)],
            entry(vec(inline(), 0..6).boxed(), inner),
        );
        let cell = cell.prop_map(|(tag, span, inside)| Cell { tag, span, inside });
        let caption = proptest::option::weighted(0.3, vec(inline(), 1..8));
        let table = (look(forced), caption, 0_usize..3, vec(vec(cell, 1..4), 1..6));
        prop_oneof![
            boxed.prop_map(|(tag, look, blocks)| Block::Boxed { tag, look, blocks }),
            list.prop_map(|(tag, look, items)| Block::List { tag, look, items }),
            terms.prop_map(|(look, pairs)| Block::Terms { look, pairs }),
            table.prop_map(|(look, caption, head, rows)| Block::Table { look, caption, head, rows }),
        ]
    })
}
