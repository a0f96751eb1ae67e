//! Random documents: trees of elements with random declarations, every word of which is told apart from the others.

use std::fmt::Write as _;

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
const FORCED: [&str; 2] = ["break-before: page", "break-after: page"];

/// A document as a tree.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) css: String,
    rtl: bool,
    running: bool,
    contents: bool,
    blocks: Vec<Block>,
}

/// A document as HTML.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) html: String,
    /// In the order in which they stand.
    pub(super) words: Vec<String>,
    /// How many breaks the document asks for.
    pub(super) forced: usize,
    headings: usize,
    in_link: bool,
    in_cell: bool,
    /// How many open boxes have a width of their own.
    narrow: usize,
}

#[derive(Debug, Clone)]
enum Block {
    Prose { tag: &'static str, look: Look, text: Vec<Inline> },
    Boxed { tag: &'static str, look: Look, blocks: Vec<Block> },
    List { tag: &'static str, look: Look, items: Vec<Entry> },
    Terms { look: Look, pairs: Vec<(Vec<Inline>, Entry)> },
    Table { look: Look, caption: Option<Vec<Inline>>, head: usize, rows: Vec<Vec<Cell>> },
}

/// Loose text and blocks below it.
#[derive(Debug, Clone)]
struct Entry {
    look: Look,
    text: Vec<Inline>,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
struct Cell {
    tag: &'static str,
    span: usize,
    inside: Entry,
}

#[derive(Debug, Clone)]
struct Look {
    declarations: Vec<&'static str>,
    rtl: Option<bool>,
}

#[derive(Debug, Clone)]
enum Inline {
    Word(Word, &'static str),
    Break,
    Styled(&'static str, Vec<Inline>),
}

#[derive(Debug, Clone, Copy)]
enum Word {
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

impl Document {
    /// The HTML and what stands in it.
    pub(super) fn written(&self) -> Written {
        let mut body = Written::default();
        body.blocks(&self.blocks);
        let mut all = Written { forced: body.forced, ..Written::default() };
        let direction = if self.rtl { " dir=rtl" } else { "" };
        let _ = write!(all.html, "<!doctype html><html lang=en{direction}><title>Test</title><body>");
        if self.running {
            let page = "<p data-running=header-start>Head</p><p data-running=footer-end>{page} / {pages}</p>";
            all.html.push_str(page);
        }
        if self.contents && body.headings > 0 {
            all.html.push_str("<nav data-contents><ol>");
            for number in 0..body.headings {
                let word = format!("toc{number}-");
                let _ = write!(all.html, "<li><a href='#h{number}'>{word}</a></li>");
                all.words.push(word);
            }
            all.html.push_str("</ol></nav>");
        }
        all.html.push_str(&body.html);
        all.words.append(&mut body.words);
        all
    }
}

impl Written {
    fn open(&mut self, tag: &str, look: &Look, rest: &str) {
        let _ = write!(self.html, "<{tag}{rest}");
        // A marker stands on the side where its item begins, its list keeps room for it on its own.
        if let Some(rtl) = look.rtl.filter(|_| tag != "li") {
            self.html.push_str(if rtl { " dir=rtl" } else { " dir=ltr" });
        }
        // The markers of a list stand in its padding.
        let keeps = |rule: &&&str| !(matches!(tag, "ul" | "ol") && rule.starts_with("padding"));
        let declarations: Vec<&str> = look.declarations.iter().filter(keeps).copied().collect();
        if !declarations.is_empty() {
            let _ = write!(self.html, " style='{}'", declarations.join("; "));
        }
        self.html.push('>');
        self.forced += look.declarations.iter().filter(|rule| FORCED.contains(rule)).count();
    }

    fn close(&mut self, tag: &str) {
        let _ = write!(self.html, "</{tag}>");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Prose { tag, look, text } => {
                // Large letters do not fit into small cells.
                let tag = if self.in_cell && matches!(*tag, "h1" | "h2") { "h3" } else { tag };
                let is_heading = matches!(tag, "h1" | "h2" | "h3");
                let id = if is_heading { format!(" id=h{}", self.headings) } else { String::new() };
                self.headings += usize::from(is_heading);
                self.open(tag, look, &id);
                self.inlines(text);
                self.close(tag);
            }
            Block::Boxed { tag, look, blocks } => {
                self.open(tag, look, "");
                self.narrow += usize::from(look.is_narrow());
                self.blocks(blocks);
                self.narrow -= usize::from(look.is_narrow());
                self.close(tag);
            }
            Block::List { tag, look, items } => {
                self.open(tag, look, "");
                self.narrow += usize::from(look.is_narrow());
                items.iter().for_each(|item| self.entry("li", item, ""));
                self.narrow -= usize::from(look.is_narrow());
                self.close(tag);
            }
            Block::Terms { look, pairs } => {
                self.open("dl", look, "");
                self.narrow += usize::from(look.is_narrow());
                for (term, description) in pairs {
                    self.html.push_str("<dt>");
                    self.inlines(term);
                    self.html.push_str("</dt>");
                    self.entry("dd", description, "");
                }
                self.narrow -= usize::from(look.is_narrow());
                self.close("dl");
            }
            // A row inside a cell is never cut, so one that is taller than a page hangs out of it; and in a narrow box
            // columns have no room for letters.
            Block::Table { look, rows, .. } if self.in_cell || self.narrow > 0 || look.is_narrow() => {
                self.open("div", look, "");
                rows.iter().flatten().for_each(|cell| self.entry("div", &cell.inside, ""));
                self.close("div");
            }
            Block::Table { look, caption, head, rows } => {
                self.open("table", look, "");
                if let Some(caption) = caption {
                    self.html.push_str("<caption>");
                    self.inlines(caption);
                    self.html.push_str("</caption>");
                }
                let (head, body) = rows.split_at((*head).min(rows.len() - 1));
                self.rows("thead", head);
                self.rows("tbody", body);
                self.close("table");
            }
        }
    }

    fn rows(&mut self, tag: &str, rows: &[Vec<Cell>]) {
        if rows.is_empty() {
            return;
        }
        let _ = write!(self.html, "<{tag}>");
        for row in rows {
            self.html.push_str("<tr>");
            for cell in row {
                let span = if cell.span > 1 { format!(" colspan={}", cell.span) } else { String::new() };
                self.in_cell = true;
                self.entry(cell.tag, &cell.inside, &span);
                self.in_cell = false;
            }
            self.html.push_str("</tr>");
        }
        self.close(tag);
    }

    fn entry(&mut self, tag: &str, entry: &Entry, rest: &str) {
        self.open(tag, &entry.look, rest);
        self.inlines(&entry.text);
        self.narrow += usize::from(entry.look.is_narrow());
        self.blocks(&entry.blocks);
        self.narrow -= usize::from(entry.look.is_narrow());
        self.close(tag);
    }

    fn inlines(&mut self, all: &[Inline]) {
        for inline in all {
            match inline {
                Inline::Word(word, space) => {
                    let word = word.text(self.words.len());
                    let _ = write!(self.html, "{word}{space}");
                    self.words.push(word);
                }
                Inline::Break => self.html.push_str("<br>"),
                Inline::Styled("a", inner) if !self.in_link => {
                    let _ = write!(self.html, "<a href='https://example.org/{}'>", self.words.len());
                    self.in_link = true;
                    self.inlines(inner);
                    self.in_link = false;
                    self.html.push_str("</a>");
                }
                Inline::Styled(tag, inner) => {
                    let tag = if *tag == "a" { "span" } else { tag };
                    let _ = write!(self.html, "<{tag}>");
                    self.inlines(inner);
                    self.close(tag);
                }
            }
        }
    }
}

impl Look {
    fn is_narrow(&self) -> bool {
        self.declarations.iter().any(|rule| rule.contains("width"))
    }
}

impl Word {
    /// The word with `number` in its own letters.
    fn text(self, number: usize) -> String {
        let spelt = |letters: &str| {
            let letters: Vec<char> = letters.chars().collect();
            let digits = number.to_string();
            digits.bytes().map(|digit| letters[usize::from(digit - b'0')]).collect::<String>()
        };
        match self {
            Self::Plain => format!("w{number}"),
            Self::Ligature => format!("ffi{number}fl"),
            Self::Long(times) => format!("w{number}{}", "longword".repeat(times)),
            Self::Arabic => format!("كلا{}", spelt("ابتثجحخدذر")),
            Self::Voweled => format!("كَلِّ{}", spelt("ابتثجحخدذر")),
            Self::Armenian => format!("բառ{}", spelt("աբգդեզէըթժ")),
        }
    }
}
