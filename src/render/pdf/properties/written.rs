//! Writes a random document as HTML, and keeps its words in the order in which they stand.

use std::fmt::Write as _;

use super::document::{Block, Cell, Document, Entry, FORCED, Inline, Look, Word};

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
