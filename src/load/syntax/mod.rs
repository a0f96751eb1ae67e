//! TOML: from text to a table with places, with every syntax error.
//!
//! A parser that met an error guesses how to go on, and what it then makes of the lines that follow is no statement of
//! the user's. So a faulty file is read block by block, a block being a header with its lines: an error stays inside
//! its block, the line it stands on is blanked, and the whole is read again. A blanked line says nothing, and the
//! blocks that had errors are known to be [`broken`](Readable::is_broken).

mod scan;
mod slip;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::DeTable;

use super::files::{has_forbidden, is_forbidden};
use crate::model::ItemId;
use crate::problem::{Fact, Problem, Problems};
use crate::source::{FileNumber, Source, Spot};
use slip::Slip;

/// Most rounds of blanking in one block, each for the errors that the one before hid.
const ROUNDS: usize = 8;

/// Blocks longer than this, in bytes, get one round, and errors beyond are not looked for: no real block is so long.
const LONG: usize = 1_000_000;

/// Most errors noted in one round of a block: more than are listed of a file.
const MOST: usize = 1_200;

/// Brackets nested deeper than this are not read.
const DEEPEST: usize = 60;

/// The text of a file made readable, and which of its blocks had syntax errors.
#[derive(Debug, Default)]
pub(super) struct Readable {
    text: String,
    broken: Vec<Range<usize>>,
    controlled: Vec<Range<usize>>,
    backslashes: Vec<usize>,
    lost: Lost,
}

/// Headers that can't be read.
#[derive(Debug, Default)]
struct Lost {
    items: BTreeSet<String>,
    others: Vec<String>,
}

impl Readable {
    /// Whether `byte` lies in a block with a syntax error.
    pub(super) fn is_broken(&self, byte: usize) -> bool {
        holds(&self.broken, byte)
    }

    /// Whether `byte` lies in a block with a control character.
    pub(super) fn has_control(&self, byte: usize) -> bool {
        holds(&self.controlled, byte)
    }

    /// Whether the text that begins at `byte` is a path with `\`.
    pub(super) fn has_backslash(&self, byte: usize) -> bool {
        self.backslashes.binary_search(&byte).is_ok()
    }

    /// Whether a header that can't be read belongs to the answer to `item`.
    pub(super) fn lost_header_of(&self, item: &str) -> bool {
        self.lost.items.contains(item)
    }

    /// Whether a header that can't be read seems to be that of `table`.
    pub(super) fn lost_table(&self, table: &str) -> bool {
        self.lost.others.iter().any(|header| header.contains(table))
    }
}

fn holds(blocks: &[Range<usize>], byte: usize) -> bool {
    let after = blocks.partition_point(|block| block.start <= byte);
    blocks[..after].last().is_some_and(|block| byte < block.end || block.is_empty())
}

/// Hands the table that `source` holds to `go`, with its syntax errors noted.
pub(super) fn read<R>(
    source: &Source,
    number: FileNumber,
    problems: &Problems,
    go: impl FnOnce(&DeTable<'_>, &Readable) -> R,
) -> R {
    let (text, backslashes) = prepare(&source.text);
    let mut readable = Readable { text, backslashes, ..Readable::default() };
    if has_forbidden(&source.text) {
        let has_control = |block: &Range<usize>| source.text[block.clone()].contains(is_forbidden);
        readable.controlled = scan::blocks(&readable.text).into_iter().filter(has_control).collect();
    }
    if let Ok(table) = DeTable::parse(&readable.text) {
        return go(table.get_ref(), &readable);
    }
    let mending = Mending { number, problems, blocks: scan::blocks(&readable.text) };
    mending.mend(&mut readable);
    let errors: Vec<usize> = {
        let (table, errors) = DeTable::parse_recoverable(&readable.text);
        if errors.is_empty() {
            return go(table.get_ref(), &readable);
        }
        errors.iter().map(|error| error.span().map_or(readable.text.len(), |span| span.start)).collect()
    };
    mending.given_twice(errors, &mut readable);
    let (table, _) = DeTable::parse_recoverable(&readable.text);
    go(table.get_ref(), &readable)
}

/// Passes problems on, without "missing" ones of blocks that had a syntax error: what is missing may stand on the line
/// that can't be read.
pub(super) fn pass_on(found: Problems, readable: &Readable, problems: &Problems) {
    problems.take_over(found, |problem| {
        let missing = matches!(problem.fact, Fact::MissingKey(_) | Fact::UnsupportedFormat { given: None });
        !(missing && readable.is_broken(problem.at.start))
    });
}

/// The text as the parser is to see it, of the same length: control characters, which have problems of their own, are
/// blanks; and `\` in the path of an evidence file is `/`, because between `"` marks it has a meaning that nobody who
/// writes a path has in mind. Gives the places of such paths too.
fn prepare(text: &str) -> (String, Vec<usize>) {
    let mut prepared = text.to_owned();
    if has_forbidden(text) {
        prepared.clear();
        for character in text.chars() {
            if is_forbidden(character) {
                prepared.extend(std::iter::repeat_n(' ', character.len_utf8()));
            } else {
                prepared.push(character);
            }
        }
    }
    let mut paths = Vec::new();
    if !text.contains('\\') {
        return (prepared, paths);
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(path) = path_with_backslash(line) {
            let slashed = line[path.clone()].replace('\\', "/");
            paths.push(at + path.start - 1);
            prepared.replace_range(at + path.start..at + path.end, &slashed);
        }
        at += line.len();
    }
    (prepared, paths)
}

/// Where the path stands on a line `file = "…"`, if it holds a `\`.
fn path_with_backslash(line: &str) -> Option<Range<usize>> {
    let value = line.trim_start().strip_prefix("file")?.trim_start().strip_prefix('=')?.trim_start();
    let path = value.strip_prefix('"').filter(|path| !path.starts_with("\"\""))?;
    let path = &path[..path.find('"')?];
    let start = line.len() - value.len() + 1;
    (path.contains('\\') && !path.contains(is_forbidden)).then_some(start..start + path.len())
}

/// A file with syntax errors.
struct Mending<'a> {
    number: FileNumber,
    problems: &'a Problems,
    blocks: Vec<Range<usize>>,
}

impl Mending<'_> {
    fn mend(&self, readable: &mut Readable) {
        let mut mended = String::with_capacity(readable.text.len());
        for block in &self.blocks {
            let mut piece = readable.text[block.clone()].to_owned();
            if self.block(&mut piece, block.start, &mut readable.lost) {
                readable.broken.push(block.clone());
            }
            mended.push_str(&piece);
        }
        readable.text = mended;
    }

    /// Notes the syntax errors of one block, which begins at `start`, and blanks their lines; tells whether there were
    /// any. The keys of a header that can't be read are blanked with it: whose they are is a guess.
    fn block(&self, piece: &mut String, start: usize, lost: &mut Lost) -> bool {
        let header = header_of(piece).to_owned();
        let item = scan::item_in(&header).and_then(ItemId::parse);
        let mut broken = false;
        let mut headless = false;
        for round in 0.. {
            let spent = round == ROUNDS || (round > 0 && piece.len() > LONG) || self.problems.are_many();
            if spent {
                if DeTable::parse(piece).is_err() {
                    broken = true;
                    blank(piece, header.len()..piece.len());
                    headless |= DeTable::parse(piece).is_err();
                }
                break;
            }
            let slips = slips(piece);
            if slips.is_empty() {
                break;
            }
            broken = true;
            for Slip { fact, at, lines, first } in slips {
                headless |= lines.start < header.len();
                let spot = Spot::new(self.number, start + at.start..start + at.end);
                let related = first.map(|first| Spot::new(self.number, start + first.start..start + first.end));
                self.problems.push(Problem { fact, at: spot, related, item: item.clone() });
                blank(piece, lines);
            }
        }
        if headless {
            match scan::item_in(&header) {
                Some(item) => _ = lost.items.insert(item.to_owned()),
                None => lost.others.push(header),
            }
            blank(piece, 0..piece.len());
        }
        broken
    }

    /// Tables that are given twice, which only shows when all blocks are read together: the second is blanked.
    fn given_twice(&self, errors: Vec<usize>, readable: &mut Readable) {
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for (index, block) in self.blocks.iter().enumerate() {
            first.entry(plain(header_of(&readable.text[block.clone()]))).or_insert(index);
        }
        let mut done = usize::MAX;
        let mut again: Vec<Range<usize>> = Vec::new();
        for at in errors {
            let index = self.blocks.partition_point(|block| block.start <= at).saturating_sub(1);
            // What the parser says of the lines of a table that is given twice follows from its header.
            if index == done {
                continue;
            }
            done = index;
            let Some(block) = self.blocks.get(index) else { continue };
            let header = header_of(&readable.text[block.clone()]);
            let former = first.get(&plain(header)).filter(|former| **former != index);
            let former = former.and_then(|former| self.blocks.get(*former));
            self.note_twice(header, block, former, &readable.text);
            readable.broken.extend(former.cloned());
            again.push(block.clone());
        }
        for block in again {
            let mut piece = readable.text[block.clone()].to_owned();
            blank(&mut piece, 0..block.len());
            readable.text.replace_range(block.clone(), &piece);
            readable.broken.push(block);
        }
        readable.broken.sort_by_key(|block| block.start);
    }

    fn note_twice(&self, header: &str, block: &Range<usize>, former: Option<&Range<usize>>, text: &str) {
        let spot = |block: &Range<usize>| {
            let header = header_of(&text[block.clone()]).trim_end();
            Spot::new(self.number, block.start..block.start + header.len())
        };
        let item = scan::item_in(header).and_then(ItemId::parse);
        let name = header.trim();
        let fact = match &item {
            Some(item) if name.ends_with("\"]") => Fact::AnsweredTwice { item: item.clone() },
            _ if former.is_some() => Fact::GivenTwice { what: format!("the table `{name}`") },
            _ => Fact::Syntax {
                finding: format!("`{name}` can't stand beside what is given above"),
                help: "look for the same name above; a list of tables has two brackets on each side, `[[…]]`".into(),
            },
        };
        self.problems.push(Problem { fact, at: spot(block), related: former.map(spot), item });
    }
}

/// The header line of a block, with its line break; empty for what stands before the first header.
fn header_of(block: &str) -> &str {
    let line = block.split_inclusive('\n').next().unwrap_or_default();
    if scan::is_header(line) { line } else { "" }
}

/// A header without the blanks that don't count.
fn plain(header: &str) -> String {
    header.split('#').next().unwrap_or(header).chars().filter(|character| !character.is_whitespace()).collect()
}

/// The syntax errors of a block, the first on each line.
fn slips(piece: &str) -> Vec<Slip> {
    let head = piece.char_indices().nth(LONG).and_then(|(at, _)| piece[at..].find('\n').map(|end| at + end));
    match head.map(|end| slips_of(&piece[..end])) {
        Some(slips) if !slips.is_empty() => slips,
        _ => slips_of(piece),
    }
}

fn slips_of(piece: &str) -> Vec<Slip> {
    let errors = DeTable::parse_recoverable(piece).1;
    if errors.is_empty() {
        return Vec::new();
    }
    let found = scan::scan(piece);
    if found.depth > DEEPEST {
        return vec![slip::too_deep(piece, &found)];
    }
    if let Some(slip) = slip::unclosed(piece, &found) {
        return vec![slip];
    }
    let mut slips: Vec<Slip> = Vec::new();
    let mut errors: Vec<(Range<usize>, &str)> =
        errors.iter().map(|error| (error.span().unwrap_or(piece.len()..piece.len()), error.message())).collect();
    errors.sort_by_key(|(at, _)| at.start);
    for (at, message) in errors {
        // One slip often makes several errors on its line: the first says what matters.
        if slips.len() == MOST {
            break;
        }
        if slips.last().is_none_or(|last| last.lines.end < at.start) {
            slips.push(slip::name(message, piece, &found, at));
        }
    }
    slips
}

/// Turns a range into blanks, but for line breaks.
fn blank(text: &mut String, range: Range<usize>) {
    let blanks: String = text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &blanks);
}
