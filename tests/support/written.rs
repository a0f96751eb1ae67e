//! Responses files as people write them: random comments, spaces, line ends, forms of tables and texts.
//!
//! What is meant to stay holds a mark of its own, `KEEP-n` or, in comments, `NOTE-n`; what a new period leaves out holds
//! `DROP-n`. So a test can tell what was lost, and what was moved.

use std::fmt::Write as _;

use proptest::prelude::*;

/// A folder of responses files.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    answers: Vec<Written>,
    requests: Vec<(bool, u16)>,
    files: usize,
    /// Bits that say how each file is written: line ends, a mark at its beginning, a last line break.
    habits: Vec<u8>,
}

/// An answer: of which item, in which file, and how it is written.
#[derive(Debug, Clone)]
struct Written {
    item: usize,
    file: usize,
    form: Form,
    level: usize,
    text: usize,
    evidence: usize,
    actions: Vec<usize>,
    /// Bits that choose spaces, comments and quotation marks.
    taste: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Header,
    Dotted,
    Braces,
}

/// Any folder that answers some of these `items` on a scale with these `levels`.
pub(crate) fn folder(items: usize, levels: usize) -> impl Strategy<Value = Folder> {
    let form = prop_oneof![4 => Just(Form::Header), 1 => Just(Form::Dotted), 1 => Just(Form::Braces)];
    let actions = prop::collection::vec(0..4usize, 0..3);
    let answer = (0..items, 0..3usize, form, 0..=levels, 0..6usize, 0..3usize, actions, any::<u32>()).prop_map(
        |(item, file, form, level, text, evidence, actions, taste)| Written {
            item,
            file,
            form,
            level,
            text,
            evidence,
            actions,
            taste,
        },
    );
    let requests = prop::collection::vec((any::<bool>(), any::<u16>()), 0..3);
    let habits = prop::collection::vec(any::<u8>(), 3);
    (prop::collection::vec(answer, 0..8), requests, 1..=3usize, habits)
        .prop_map(|(answers, requests, files, habits)| Folder { answers, requests, files, habits })
}

impl Folder {
    /// The files, by name. The first begins with `head`; `items` and `levels` are what the numbers stand for.
    pub(crate) fn texts(&self, head: &str, items: &[&str], levels: &[&str]) -> Vec<(String, String)> {
        let mut answers: Vec<&Written> = Vec::new();
        for answer in &self.answers {
            if !answers.iter().any(|other| other.item == answer.item) {
                answers.push(answer);
            }
        }
        let (mut marks, mut texts) = (0, Vec::new());
        for file in 0..self.files {
            let beginning = if file == 0 { head } else { "format = 1\n" };
            let mut pen = Pen { text: beginning.into(), marks, taste: 0 };
            let own = answers.iter().filter(|answer| answer.file % self.files == file);
            let (headed, others): (Vec<&Written>, Vec<&Written>) = own.partition(|one| one.form == Form::Header);
            if !others.is_empty() {
                pen.text.push_str("\n[response]\n");
            }
            for answer in others.into_iter().chain(headed) {
                let level = answer.level.checked_sub(1).map_or("", |level| levels[level]);
                pen.answer(answer, items[answer.item], level);
            }
            for (number, (met, taste)) in self.requests.iter().enumerate().filter(|_| file == 0) {
                pen.taste = u32::from(*taste);
                pen.request(number, *met, items[usize::from(*taste) % items.len()]);
            }
            marks = pen.marks;
            texts.push((format!("{}.toml", file + 1), habitual(pen.text, self.habits[file])));
        }
        texts
    }
}

/// With the line ends, the byte order mark and the last line break that somebody's editor writes.
fn habitual(mut text: String, habits: u8) -> String {
    if habits & 1 > 0 {
        text.truncate(text.trim_end_matches('\n').len());
    }
    if habits & 2 > 0 {
        text = text.replace('\n', "\r\n");
    }
    if habits & 12 == 12 { format!("\u{FEFF}{text}") } else { text }
}

struct Pen {
    text: String,
    marks: usize,
    taste: u32,
}

impl Pen {
    fn answer(&mut self, answer: &Written, item: &str, level: &str) {
        self.taste = answer.taste;
        self.between();
        let quote = if self.likes() { '\'' } else { '"' };
        let name = format!("{quote}{item}{quote}");
        let mut entries = vec![("level", format!("\"{level}\""))];
        if answer.text > 0 {
            let braces = answer.form == Form::Braces;
            let text = self.kept();
            entries.push(("narrative", quoted(if braces { answer.text.min(2) } else { answer.text }, &text)));
        }
        if self.likes() {
            entries.push(("done-on", "2025-03-04".into()));
        }
        if self.likes() {
            entries.push(("state", if self.likes() { "'ready'".into() } else { "\"draft\"".into() }));
        }
        let evidence: Vec<Vec<(&str, String)>> = (0..answer.evidence).map(|_| self.evidence()).collect();
        let actions: Vec<Vec<(&str, String)>> = answer.actions.iter().map(|status| self.action(*status)).collect();
        let lists = [("evidence", evidence), ("action", actions)];
        match answer.form {
            Form::Header => {
                let indent = if self.likes() { "  " } else { "" };
                let tail = self.tail();
                let _ = writeln!(self.text, "[ response . {name} ]{tail}");
                entries.into_iter().for_each(|(key, value)| self.line(indent, key, &value));
                for (list, blocks) in lists {
                    for block in blocks {
                        self.between();
                        let tail = self.tail();
                        let _ = writeln!(self.text, "{indent}[[response.{name}.{list}]]{tail}");
                        block.into_iter().for_each(|(key, value)| self.line(indent, key, &value));
                    }
                }
            }
            Form::Dotted => {
                entries.into_iter().for_each(|(key, value)| self.line("", &format!("{name}.{key}"), &value));
                for (list, blocks) in lists.into_iter().filter(|(_, blocks)| !blocks.is_empty()) {
                    self.line("", &format!("{name} . {list}"), &brackets(&blocks));
                }
            }
            Form::Braces => {
                let lists = lists.into_iter().filter(|(_, blocks)| !blocks.is_empty());
                entries.extend(lists.map(|(list, blocks)| (list, brackets(&blocks))));
                self.line("", &name, &braces(&entries));
            }
        }
    }

    fn evidence(&mut self) -> Vec<(&'static str, String)> {
        let title = self.kept();
        let form = if self.likes() { 1 } else { 2 };
        vec![("title", quoted(form, &title)), ("kind", "'letter'".into()), ("url", "\"https://a.example/#x\"".into())]
    }

    fn action(&mut self, status: usize) -> Vec<(&'static str, String)> {
        let status = ["open", "started", "done", "dropped"][status];
        let over = matches!(status, "done" | "dropped");
        let what = if over { self.mark("DROP") } else { self.kept() };
        let (what, status) = (quoted(1, &what), format!("\"{status}\""));
        vec![("what", what), ("responsible", "\"A # B\"".into()), ("due", "2027-01-01".into()), ("status", status)]
    }

    fn request(&mut self, number: usize, met: bool, item: &str) {
        self.between();
        let what = if met { self.mark("DROP") } else { self.kept() };
        let tail = self.tail();
        let _ = writeln!(self.text, "[[request]]{tail}\nid = \"{number}\"");
        self.line("", "what", &quoted(1, &what));
        self.line("", "serves", &format!("[ '{item}' ]"));
        if met {
            self.line("", "met-on", "2025-06-07");
        }
    }

    fn line(&mut self, indent: &str, key: &str, value: &str) {
        if self.likes() && self.likes() {
            self.note();
        }
        let equals = if self.likes() { "=" } else { "  =   " };
        let tail = self.tail();
        let _ = writeln!(self.text, "{indent}{key}{equals}{value}{tail}");
    }

    /// Empty lines and comments between blocks.
    fn between(&mut self) {
        for _ in 0..3 {
            if self.likes() {
                self.text.push('\n');
            } else if self.likes() {
                self.note();
            }
        }
    }

    fn note(&mut self) {
        let mark = self.mark("NOTE");
        let _ = writeln!(self.text, "# {mark} [response.\"x\"] = '");
    }

    /// A comment at the end of a line, or nothing.
    fn tail(&mut self) -> String {
        if self.likes() && self.likes() { format!("   # {} = 'x'", self.mark("NOTE")) } else { String::new() }
    }

    fn kept(&mut self) -> String {
        self.mark("KEEP")
    }

    fn mark(&mut self, kind: &str) -> String {
        self.marks += 1;
        format!("{kind}-{};", self.marks)
    }

    /// The next of its tastes.
    fn likes(&mut self) -> bool {
        self.taste = self.taste.wrapping_mul(0x19660D).wrapping_add(0x3C6E_F35F);
        self.taste & 0x0080_0000 > 0
    }
}

/// A text in one of the ways in which texts are written.
fn quoted(form: usize, text: &str) -> String {
    match form {
        1 => format!("\"{text} \\\"so\\\" # no comment\""),
        2 => format!("'{text} # no comment [[x]]'"),
        3 => format!("\"\"\"\n{text}\n  # no comment \\\n  = 1\n\"\"\""),
        4 => format!("'''{text}\n[response.'x']\n# no comment\n\n'''"),
        _ => format!("'''{text}'''"),
    }
}

fn brackets(blocks: &[Vec<(&str, String)>]) -> String {
    format!("[{}]", blocks.iter().map(|block| braces(block)).collect::<Vec<_>>().join(" , "))
}

fn braces(entries: &[(&str, String)]) -> String {
    format!("{{{}}}", entries.iter().map(|(key, value)| format!(" {key} = {value} ")).collect::<Vec<_>>().join(","))
}
