//! Damaged and hostile files: whatever a file holds, the program ends with a problem or a sentence, never in a panic,
//! and writes nothing.
//!
//! `RAPPORTEUR_MUTATIONS=10000 cargo test --test all hostile::` tries that many damaged files instead of 150;
//! `RAPPORTEUR_SEED=…` begins with another seed. A failure prints the seed of the one file that made it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::support::{self, DEMO_RULES, Run, SOUND, folder_with, run};
use rapporteur::assess::assess;
use rapporteur::model::{Responses, Review, Rules};
use rapporteur::problem::{Problems, Severity, Style, show, to_json};
use rapporteur::source::Sources;
use rapporteur::{check, load, render, report, revise};

/// Damaged files that are tried unless `RAPPORTEUR_MUTATIONS` says otherwise.
const MUTATIONS: u64 = 150;

/// How deep the bracket towers are.
const DEEP: usize = 200_000;

// ----- damaged responses -----

#[test]
fn damaged_responses_end_in_problems_not_in_panics() {
    let folder = tempfile::tempdir().unwrap();
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let rules = check::rules(load::rules(None, &mut sources, &problems).unwrap(), &problems);
    let words = render::words(None, "en").unwrap();
    each_mutation(SOUND, MUTATIONS, |number, bytes| {
        let path = folder.path().join("responses.toml");
        fs::write(&path, bytes).unwrap();
        read_and_score(&path, &rules, &words);
        if number.is_multiple_of(15) {
            by_the_program(folder.path());
        }
    });
}

/// What `check` and `score` do, without a new process for each file.
fn read_and_score(path: &Path, rules: &Rules, words: &render::Words) {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let written =
        load::responses(path, load::Hashing { all: false, meter: &load::Meter::default() }, &mut sources, &problems)
            .expect("the file can be read");
    let responses = check::responses(written, rules, None, &problems);
    let problems = problems.into_sorted();
    for problem in &problems {
        let source = sources.get(problem.at.file);
        let (line, column) = source.line_and_column(problem.at.start);
        assert!(line >= 1 && column >= 1 && line <= source.text.split('\n').count(), "place {line}:{column}");
        assert!(show(problem, &sources, Style::Plain).contains(&format!("{line}:{column}")), "the place is shown");
        assert!(!show(problem, &sources, Style::Drawn { color: false }).contains('\u{1b}'), "a drawing without colour");
    }
    assert_eq!(to_json(&problems, &sources).as_array().map(Vec::len), Some(problems.len()));
    let errors = problems.iter().any(|problem| problem.severity() == Severity::Error);
    let Some(responses) = responses else {
        assert!(errors, "no responses, and no error that says why");
        return;
    };
    let assessment = assess(rules, &responses, responses.particulars.date);
    assert!(render::assessment(&assessment).is_object());
    let card = render::scorecard(
        &report::report(report::Wanted::of(&assessment, report::Audience::Scorecard, "en")),
        words,
        &[],
        true,
    )
    .unwrap();
    assert!(card.ends_with('\n'));
}

/// What a user would see of the file `responses.toml` in `folder`.
fn by_the_program(folder: &Path) {
    let checked = survives(run(folder, &["check", "responses.toml"]));
    let made = survives(run(folder, &["report", "responses.toml", "--format", "html", "-o", "made"]));
    assert_eq!(checked.code, made.code, "check and report agree");
    let out = folder.join("made");
    assert_eq!(
        out.join("self-assessment.html").exists(),
        made.code == Some(0),
        "written, and only if there is no error"
    );
    assert_eq!(out.exists(), made.code == Some(0), "no folder for a report that is not made");
    if out.exists() {
        fs::remove_dir_all(out).unwrap();
    }
}

/// Asserts a decent end: done, problems, or one sentence.
#[track_caller]
fn survives(run: Run) -> Run {
    let said = format!("{}{}", run.stdout, run.stderr);
    for sign in ["panicked", "RUST_BACKTRACE", "stack overflow", "stack backtrace"] {
        assert!(!said.contains(sign), "`{sign}` in {}", excerpt(&said));
    }
    match run.code {
        Some(0 | 3) => {}
        Some(1) => assert!(support::is_one_sentence(&run.stderr), "not one sentence: {}", excerpt(&run.stderr)),
        other => panic!("ended with {other:?}: {}", excerpt(&said)),
    }
    run
}

fn excerpt(text: &str) -> String {
    text.chars().take(2_000).collect()
}

// ----- damaged reviews -----

#[test]
fn damaged_reviews_end_in_problems_not_in_panics() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    run(folder.path(), &["review", "init", "responses.toml", "--reviewer", "B", "-o", "sound.toml"]).ends_with(0);
    let blank = fs::read_to_string(folder.path().join("sound.toml")).unwrap();
    let found = "verdict = \"agree\"\nmethods = [\"test\"]\nnote = 'Seen.'\nanswer-sha256";
    let sound = blank.replace("verdict = \"\"\nlevel = \"\"\nmethods = []\n", "").replace("answer-sha256", found);
    let sound = sound.replace("looked-at = []\nnote = ''''''\n", "");
    fs::write(folder.path().join("sound.toml"), &sound).unwrap();
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let rules = check::rules(load::rules(None, &mut sources, &problems).unwrap(), &problems);
    let hashing = load::Hashing { all: true, meter: &load::Meter::default() };
    let written = load::responses(&folder.path().join("responses.toml"), hashing, &mut sources, &problems).unwrap();
    let responses = check::responses(written, &rules, None, &problems).unwrap();
    let read = |name: &str| read_review(&folder.path().join(name), &rules, &responses);
    let (other, ours) = read("sound.toml").expect("the review is sound");
    assert!(ours.findings.len() > 3);
    let mut joined = 0;
    each_mutation(&sound.replace("\"B\"", "\"A\""), MUTATIONS, |_, bytes| {
        fs::write(folder.path().join("review.toml"), bytes).unwrap();
        let Some((source, review)) = read("review.toml") else { return };
        let merged = revise::merge(&[(source.get(0), &review), (other.get(0), &ours)]).expect("sound files are joined");
        fs::write(folder.path().join("merged.toml"), &merged.text).unwrap();
        let (_, whole) = read("merged.toml").unwrap_or_else(|| panic!("errors in what was joined:\n{}", merged.text));
        let both: BTreeSet<_> = review.findings.keys().chain(ours.findings.keys()).collect();
        assert_eq!(whole.findings.keys().collect::<BTreeSet<_>>(), both);
        assert_eq!(merged.findings, both.len());
        joined += 1;
    });
    assert!(joined > 0 || env::var("RAPPORTEUR_MUTATIONS").is_ok(), "some are joined");
}

/// A review with its file, unless it has errors; each problem has a place that can be shown.
fn read_review(path: &Path, rules: &Rules, responses: &Responses) -> Option<(Sources, Review)> {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let written = load::review(path, &mut sources, &problems).expect("the file can be read");
    let review = check::review(written, rules, responses, |_| BTreeSet::new(), &problems);
    let problems = problems.into_sorted();
    for problem in &problems {
        let (line, column) = sources.get(problem.at.file).line_and_column(problem.at.start);
        assert!(show(problem, &sources, Style::Plain).contains(&format!("{line}:{column}")), "the place is shown");
        assert!(!show(problem, &sources, Style::Drawn { color: false }).contains('\u{1b}'), "a drawing without colour");
    }
    let errors = problems.iter().any(|problem| problem.severity() == Severity::Error);
    assert!(errors || review.is_some(), "no review, and no error that says why");
    review.filter(|_| !errors).map(|review| (sources, review))
}

// ----- damaged rules -----

#[test]
fn damaged_rules_end_in_problems_not_in_panics() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("rules")).unwrap();
    each_mutation(DEMO_RULES, MUTATIONS / 3, |number, bytes| {
        let rules = folder.path().join("rules");
        fs::write(rules.join("demo-2024.toml"), bytes).unwrap();
        let (mut sources, problems) = (Sources::default(), Problems::default());
        let written = load::rules(Some(rules.as_path()), &mut sources, &problems).expect("the file can be read");
        check::lint(&written, &sources, &problems);
        let checked = check::rules(written, &problems);
        assert!(checked.instrument("eoa-2024").is_some(), "the rules built in are there whatever is added");
        for problem in &problems.into_sorted() {
            assert!(show(problem, &sources, Style::Plain).contains("demo-2024.toml"), "a problem of the damaged file");
        }
        if number.is_multiple_of(15) {
            survives(run(folder.path(), &["rules", "check", "rules"]));
        }
    });
}

// ----- files made to hurt -----

/// Runs `report`, which begins as `check` does, on a file that must be refused.
#[track_caller]
fn is_refused(bytes: impl AsRef<[u8]>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("responses.toml"), bytes).unwrap();
    let run = survives(run(folder.path(), &["report", "responses.toml", "-o", "made"]));
    assert_eq!(run.code, Some(3), "{}", excerpt(&run.stderr));
    assert!(run.stderr.len() < 100_000, "the message is the file over again: {}", excerpt(&run.stderr));
    assert!(!folder.path().join("made").exists(), "nothing is written");
}

#[test]
fn towers_of_brackets_are_refused() {
    is_refused(format!("{SOUND}\nx = {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP)));
    is_refused(format!("{SOUND}\nx = {}", "[".repeat(DEEP)));
    is_refused("[".repeat(DEEP));
}

#[test]
fn towers_of_inline_tables_are_refused() {
    is_refused(format!("{SOUND}\nx = {}1{}\n", "{ a = ".repeat(DEEP), " }".repeat(DEEP)));
    is_refused(format!("x = {}", "{a=".repeat(DEEP)));
}

#[test]
fn towers_of_dotted_keys_are_refused() {
    let path = vec!["a"; DEEP / 4].join(".");
    is_refused(format!("{path} = 1\n"));
    is_refused(format!("[{path}]\n"));
    is_refused(format!("[[{path}]]\n"));
}

#[test]
fn one_line_of_five_megabytes_is_refused_in_few_words() {
    is_refused(format!("{SOUND}\nx = \"{}", "é".repeat(2_500_000)));
}

#[test]
fn a_long_value_is_not_repeated_whole_in_the_message() {
    let long = "9".repeat(1_000_000);
    is_refused(SOUND.replace("format = 1", &format!("format = {long}")));
    is_refused(SOUND.replace("\"done\"", &format!("\"{long}\"")));
    is_refused(SOUND.replace("practices-submitted", &long));
    is_refused(SOUND.replace("obstacle", &long));
}

#[test]
fn a_place_far_along_a_line_is_drawn_with_its_own_column() {
    let text = SOUND.replace("A letter is being drafted.", &format!("{} \\q", "A long line. ".repeat(60)));
    let folder = folder_with(&[("responses.toml", &text)]);
    let place = |form: &str| {
        let shown = run(folder.path(), &["check", "responses.toml", "--problems", form]).ends_with(3).stdout;
        let at = shown.find("responses.toml:").unwrap();
        shown[at..].split_whitespace().next().unwrap().trim_end_matches(':').to_owned()
    };
    assert!(place("plain").len() > "responses.toml:36:500".len() - 1, "{}", place("plain"));
    assert_eq!(place("human"), place("plain"));
}

#[test]
fn a_long_text_is_read_and_marked_up_whole() {
    let narrative = "A sentence. ".repeat(40_000);
    let folder = folder_with(&[("responses.toml", &SOUND.replace("A letter is being drafted.", &narrative))]);
    survives(run(folder.path(), &["report", "responses.toml", "--format", "html"])).ends_with(0);
    let made = fs::read_to_string(folder.path().join("self-assessment.html")).unwrap();
    assert!(made.contains(narrative.trim()), "the text is whole");
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    is_refused([0_u8; 5_000]);
    is_refused([0xFF_u8; 5_000]);
    is_refused([SOUND.as_bytes(), b"\xC3\x28"].concat());
    is_refused([SOUND.as_bytes(), b"# \0\n"].concat());
    is_refused(SOUND.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    is_refused(SOUND.replace("Exampland", "Exam\u{202E}pland"));
}

#[test]
fn very_many_evidence_blocks_are_read() {
    let block = "\n[[response.\"eoa-2024/2.1/government-informed\".evidence]]\ntitle = \"Copy\"\nkind = \"letter\"\n\
                 url = \"https://ombudsman.example/copy\"\n";
    let before = SOUND.find("\n[[response.\"eoa-2024/2.1/government-informed\".action]]").unwrap();
    let text = format!("{}{}{}", &SOUND[..before], block.repeat(5_000), &SOUND[before..]);
    let folder = folder_with(&[("responses.toml", &text)]);
    let run = survives(run(folder.path(), &["check", "responses.toml"])).ends_with(0);
    assert!(run.stderr.contains("are answered"), "{}", excerpt(&run.stderr));
}

#[test]
fn very_many_unknown_answers_are_all_named_once() {
    let answers: String = (0..1_000).map(|number| format!("\n[response.\"eoa-2024/9/item-{number}\"]\n")).collect();
    let folder = folder_with(&[("responses.toml", &format!("{SOUND}{answers}"))]);
    let run = survives(run(folder.path(), &["check", "responses.toml", "--problems", "plain"])).ends_with(3);
    assert_eq!(run.stdout.matches("[unknown-item]").count(), 1_000);
}

// ----- damage -----

/// Calls `attempt` with damaged copies of `sound`; a failure names the seed that made the copy.
fn each_mutation(sound: &str, usual: u64, mut attempt: impl FnMut(u64, &[u8])) {
    let asked = |name: &str| env::var(name).ok().map(|text| text.parse::<u64>().expect("a whole number"));
    let count = asked("RAPPORTEUR_MUTATIONS").map_or(usual, |count| count * usual / MUTATIONS);
    let first = asked("RAPPORTEUR_SEED").unwrap_or(1);
    assert!(count > 0, "RAPPORTEUR_MUTATIONS asks for no file at all");
    for seed in first..first + count {
        let mut chance = Chance(seed);
        let mut bytes = sound.as_bytes().to_vec();
        for _ in 0..=chance.below(3) {
            bytes = damage(bytes, &mut chance);
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| attempt(seed, &bytes)));
        if outcome.is_err() {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            panic!("damaged file of seed {seed} (RAPPORTEUR_SEED={seed} RAPPORTEUR_MUTATIONS=1 repeats it):\n{text}");
        }
    }
}

/// One damage of a random kind.
fn damage(mut bytes: Vec<u8>, chance: &mut Chance) -> Vec<u8> {
    let at = chance.below(bytes.len() + 1);
    match chance.below(14) {
        0 => bytes.truncate(at),
        1 => {
            for _ in 0..=chance.below(20) {
                let at = chance.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
        2..=5 => return damage_lines(&bytes, chance),
        6 => return duplicate_block(&bytes, chance),
        7 => return other_number(&bytes, chance),
        8 => drop(bytes.splice(at..at, chance.pick(&SPITEFUL).bytes())),
        9 => {
            let text: String = (0..=chance.below(40)).map(|_| chance.character()).collect();
            drop(bytes.splice(at..at, text.bytes()));
        }
        10 => {
            let noise: Vec<u8> = (0..=chance.below(8)).map(|_| u8::try_from(chance.below(256)).unwrap()).collect();
            drop(bytes.splice(at..at, noise));
        }
        11 => {
            let tower = chance.pick(&["[", "{", "[[", "{a=", "(", "\"", "a."]).repeat(chance.below(3_000));
            drop(bytes.splice(at..at, tower.bytes()));
        }
        12 => {
            let block = "\n[[response.\"eoa-2024/2.1/government-informed\".evidence]]\ntitle = \"x\"\n";
            drop(bytes.splice(at..at, block.repeat(chance.below(300)).bytes()));
        }
        _ => {
            let to = (at + chance.below(200)).min(bytes.len());
            drop(bytes.drain(at..to));
        }
    }
    bytes
}

/// What is known to trip readers of text.
const SPITEFUL: [&str; 18] = [
    "\0",
    "\u{1b}[31m",
    "\u{202E}",
    "\u{FEFF}",
    "\u{85}",
    "\u{2028}",
    "\r",
    "\r\n",
    "\t",
    "\\",
    "\"\"\"",
    "'''",
    "“",
    "= =",
    "#",
    "\u{1F469}\u{200D}\u{1F469}",
    "e\u{301}\u{301}\u{301}",
    "\n[response]\n",
];

/// Deletes, repeats, swaps or cuts lines.
fn damage_lines(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (one, other) = (chance.below(lines.len()), chance.below(lines.len()));
    match chance.below(4) {
        0 => drop(lines.remove(one)),
        1 => lines.insert(other, lines[one]),
        2 => lines.swap(one, other),
        _ => lines[one] = &lines[one][..chance.below(lines[one].len() + 1)],
    }
    lines.join(&b'\n')
}

/// Repeats a table somewhere else.
fn duplicate_block(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mut blocks: Vec<&str> = text.split("\n\n").collect();
    let (one, other) = (chance.below(blocks.len()), chance.below(blocks.len()));
    blocks.insert(other, blocks[one]);
    blocks.join("\n\n").into_bytes()
}

/// Puts another number, mostly a huge one, in place of the digits of one spot.
fn other_number(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let digits: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
    if digits.is_empty() {
        return bytes.to_vec();
    }
    let at = digits[chance.below(digits.len())];
    let huge = "9".repeat(1 + chance.below(400));
    let number = chance.pick(&["-1", "0", "1e999", "nan", "inf", "0x7fffffffffffffff", "9223372036854775808", &huge]);
    format!("{}{number}{}", &text[..at], &text[at + 1..]).into_bytes()
}

/// SplitMix64: small, and the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number under `limit`; 0 if there is none.
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }

    fn character(&mut self) -> char {
        char::from_u32(u32::try_from(self.below(0x11_0000)).unwrap()).unwrap_or('\u{FFFD}')
    }
}
