//! A signature says who signed and what; whatever is changed since is named, and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use proptest::prelude::*;
use rapporteur::load::{self, Hashing, Meter, Signed};
use rapporteur::model::{Answer, Evidence, ItemId, Responses, Rules};
use rapporteur::problem::Problems;
use rapporteur::proof::{Claim, Content, Key, Outcome, Role, Signer, Signers, Statement, sign, signatures};
use rapporteur::source::{Sources, sha256};
use rapporteur::{check, model};

use crate::support::{Run, SOUND, copy, files_below, folder_with, read, repository, run};

const EVIDENCE: &str = r#"
[response."eoa-2024/2.4/reachable-offline"]
level = "full"
narrative = "Every service has a desk."
internal-note = "MARK-NOTE"

[[response."eoa-2024/2.4/reachable-offline".evidence]]
title = "Order"
kind = "order"
file = "evidence/order.txt"

[[response."eoa-2024/2.4/reachable-offline".evidence]]
title = "MARK-TITLE"
kind = "letter"
file = "evidence/secret.txt"
confidential = true
"#;

/// A folder with answers, two evidence files and the keys of tests.
fn folder() -> tempfile::TempDir {
    let answers = format!("{SOUND}{EVIDENCE}");
    let folder = folder_with(&[
        ("answers.toml", &answers),
        ("evidence/order.txt", "the order"),
        ("evidence/secret.txt", "MARK-SECRET"),
    ]);
    copy(&repository().join("tests/keys"), &folder.path().join("keys"));
    let (one, other) = (read("tests/keys/ed25519.pub"), read("tests/keys/ecdsa.pub"));
    let signers =
        format!("# whose keys are whose\n\"Department A\" namespaces=\"rapporteur\" {one}\"Department B\" {other}");
    fs::write(folder.path().join("allowed_signers"), signers).unwrap();
    folder
}

/// Signs the answers in `folder` as those who prepared and validated them.
fn signed_folder() -> tempfile::TempDir {
    let folder = folder();
    rapporteur(folder.path(), &["sign", "answers.toml", "--key", "keys/ed25519", "--date", "2026-02-01"]).ends_with(0);
    rapporteur(folder.path(), &["sign", "answers.toml", "--key", "keys/ecdsa", "--role", "validator"]).ends_with(0);
    folder
}

fn rapporteur(folder: &Path, arguments: &[&str]) -> Run {
    run(folder, arguments)
}

/// What `verify` says fails, line by line.
fn failing(folder: &Path) -> String {
    let said = rapporteur(folder, &["verify", "answers.toml"]);
    let lines: Vec<&str> = said.stdout.lines().collect();
    let pairs = lines.windows(2).filter(|pair| pair[0].starts_with("FAILS"));
    let failing: String = pairs.map(|pair| format!("{}: {}\n", pair[0], pair[1].trim())).collect();
    assert_eq!(said.code, Some(if failing.is_empty() { 0 } else { 3 }), "{}", said.stdout);
    failing
}

fn edit(path: PathBuf, from: &str, to: &str) {
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

// ----- what is unchanged, and what is changed in the files -----

#[test]
fn what_is_as_it_was_signed_holds() {
    let folder = signed_folder();
    let said = rapporteur(folder.path(), &["verify", "answers.toml"]).ends_with(0).stdout;
    assert!(said.ends_with("7 of 7 hold\n"), "{said}");
    assert!(said.contains("`signatures/preparer.json` was signed by `Department A`, whose key is SHA256:"), "{said}");
    // How a file is written doesn't matter, nor does what is sealed.
    edit(folder.path().join("answers.toml"), "level = \"full\"", "# a remark\nlevel   = 'full'");
    edit(
        folder.path().join("answers.toml"),
        "kind = \"order\"",
        &format!("kind = \"order\"\nsha256 = \"{}\"", sha256(b"the order")),
    );
    assert_eq!(failing(folder.path()), "");
}

#[test]
fn every_change_is_named_and_nothing_else() {
    let changes: [(&str, &str, &str, &str); 8] = [
        (
            "answers.toml",
            "level = \"full\"",
            "level = \"substantial\"",
            "the answers are those that `Department A` signed as preparer: changed since: `eoa-2024/2.4/reachable-offline`",
        ),
        ("answers.toml", "internal-note = \"MARK-NOTE\"\n", "", "changed since: `eoa-2024/2.4/reachable-offline`"),
        ("answers.toml", "title = \"Order\"", "title = \"Another\"", "changed since: `eoa-2024/2.4/reachable-offline`"),
        (
            "answers.toml",
            "what = \"Fund one post\"",
            "what = \"Fund two posts\"",
            "the requests to parliament are those that `Department A` signed as preparer: changed since: `budget`",
        ),
        (
            "answers.toml",
            "There was no conference",
            "There was one conference",
            "the exclusions are those that `Department A` signed as preparer: changed since: `eoa-2024/2.10`",
        ),
        (
            "answers.toml",
            "A year of letters",
            "A year of words",
            "the particulars are those that `Department A` signed as preparer: changed since: `assessment.summary`",
        ),
        (
            "answers.toml",
            "address = \"1 Example Street\"\n",
            "",
            "the particulars are those that `Department A` signed as preparer: removed since: `institution.address`",
        ),
        (
            "evidence/order.txt",
            "the order",
            "an order",
            "the evidence files are those that `Department A` signed as preparer: changed since: `evidence/order.txt`",
        ),
    ];
    for (file, from, to, expected) in changes {
        let folder = signed_folder();
        edit(folder.path().join(file), from, to);
        let failing = failing(folder.path());
        assert!(failing.contains(expected), "{expected}\n{failing}");
        assert_eq!(failing.lines().count(), 2, "one for each who signed:\n{failing}");
    }
    let folder = signed_folder();
    fs::remove_file(folder.path().join("evidence/order.txt")).unwrap();
    let failing = failing(folder.path());
    assert!(failing.contains("missing since: `evidence/order.txt`") && failing.lines().count() == 2, "{failing}");
}

#[test]
fn an_answer_that_comes_or_goes_is_named() {
    let folder = signed_folder();
    let path = folder.path().join("answers.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n[response.\"eoa-2024/2.6/proposals-with-scientists\"]\nnarrative = \"x\"\n"))
        .unwrap();
    let added = failing(folder.path());
    assert!(added.contains("added since: `eoa-2024/2.6/proposals-with-scientists`"), "{added}");
    fs::write(&path, text.replace(EVIDENCE, "")).unwrap();
    let removed = failing(folder.path());
    assert!(removed.contains("removed since: `eoa-2024/2.4/reachable-offline`"), "{removed}");
    assert!(removed.contains("cited no more since: `evidence/order.txt`, `evidence/secret.txt`"), "{removed}");
}

#[test]
fn other_rules_are_named() {
    let folder = signed_folder();
    fs::create_dir(folder.path().join("own")).unwrap();
    let rules = read("rules/eoa-2024.toml").replacen("weight = ", "weight  = ", 1) + "\n# a remark\n";
    fs::write(folder.path().join("own/eoa-2024.toml"), rules).unwrap();
    let said = rapporteur(folder.path(), &["verify", "answers.toml", "--rules", "own"]).ends_with(3).stdout;
    assert!(said.contains("FAILS  the rules are those that `Department A` signed as preparer"), "{said}");
    assert!(said.contains("changed since: `eoa-2024.toml`\n"), "{said}");
}

// ----- what is changed in statements and signatures -----

#[test]
fn a_changed_byte_of_a_statement_or_signature_is_found() {
    let (rules, responses) = sound();
    let content = Content::of(&rules, &responses, None);
    for key in ["ed25519", "ecdsa"] {
        let whole = signed_with(key, &content, Role::Preparer, "Department A", false);
        let signers = signers();
        let holds = |one: &Signed| {
            let claims = signatures(std::slice::from_ref(one), &content, Some(&signers));
            claims.iter().all(|claim| !matches!(claim.outcome, Outcome::Fails(_)))
        };
        assert!(key != "ed25519" || holds(&whole));
        for (part, step) in [(0, 97), (1, 1)] {
            let size = if part == 0 { whole.statement.as_ref() } else { whole.signature.as_ref() }.unwrap().len();
            for at in (0..size).step_by(step) {
                let mut one = whole.clone();
                let bytes = if part == 0 { one.statement.as_mut() } else { one.signature.as_mut() }.unwrap();
                bytes[at] ^= 1 << (at % 7);
                assert!(!holds(&one), "byte {at} of part {part}, {key}");
            }
        }
        for cut in [0, 10, 200] {
            let mut one = whole.clone();
            one.signature.as_mut().unwrap().truncate(cut);
            assert!(!holds(&one));
        }
    }
}

#[test]
fn a_statement_under_another_name_or_alone_is_told() {
    let (rules, responses) = sound();
    let content = Content::of(&rules, &responses, None);
    let one = signed_with("ed25519", &content, Role::Preparer, "Department A", false);
    let renamed = Signed { name: "validator".into(), ..one.clone() };
    assert!(told(&[renamed], &content).contains("it is the statement of a preparer, and belongs into `preparer.json`"));
    let lonely = Signed { statement: None, ..one.clone() };
    assert!(told(&[lonely], &content).contains("it is not there, though `signatures/preparer.json.sig` is"));
    let unsigned = Signed { signature: None, ..one.clone() };
    assert!(told(&[unsigned], &content).contains("there is no `signatures/preparer.json.sig`"));
    let newer = br#"{"format":2,"role":"president"}"#.to_vec();
    assert!(told(&[Signed { statement: Some(newer), ..one.clone() }], &content).contains("newer format 2"));
    for other in [&b"{}"[..], b"", b"\xFF\xFE", b"[[[[[[[[", b"{\"format\":1}"] {
        let other = Signed { statement: Some(other.to_vec()), ..one.clone() };
        assert!(told(&[other], &content).contains("it was changed, or is something else"));
    }
}

#[test]
fn one_person_in_two_roles_is_told() {
    let (rules, responses) = sound();
    let content = Content::of(&rules, &responses, None);
    let one = signed_with("ed25519", &content, Role::Preparer, "Department A", false);
    let other = signed_with("ed25519", &content, Role::Validator, "Department B", false);
    let said = told(&[one.clone(), other], &content);
    assert!(
        said.contains("the answers were validated by somebody else than prepared them: both were signed with the key")
    );
    let same = signed_with("ecdsa", &content, Role::Validator, "department a ", false);
    assert!(told(&[one, same], &content).contains("both were signed as `Department A`"));
}

#[test]
fn a_key_that_is_not_the_signers_is_told() {
    let (rules, responses) = sound();
    let content = Content::of(&rules, &responses, None);
    let one = signed_with("ed25519", &content, Role::Preparer, "Department A", false);
    let stranger = signed_with("ecdsa", &content, Role::Preparer, "Department A", false);
    assert!(told(&[stranger], &content).contains("is that of `Department B`"));
    let key = read("tests/keys/ed25519.pub");
    let cases = [
        ("\"Department A\" KEY", ""),
        ("Dep* KEY", ""),
        ("*,!Department* KEY", "is that of"),
        ("* namespaces=\"file,git\" KEY", "is not for `rapporteur`"),
        ("* namespaces=\"file,rapp*\" KEY", ""),
        ("* valid-after=\"20260101\",valid-before=\"20270101Z\" KEY", ""),
        ("* valid-before=\"20260201\" KEY", "held only before 2026-02-01"),
        ("* valid-after=\"202602011200\" KEY", "holds only from 2026-02-01"),
        ("* cert-authority KEY", "vouch"),
        ("* valid-after=\"yesterday\" KEY", "`yesterday` is no day"),
        ("* ssh-ed25519 AAAA", "can't be read"),
        ("# nothing", "doesn't know the key"),
    ];
    for (line, expected) in cases {
        let signers = Signers::read("signers", line.replace("KEY", &key).as_bytes());
        let said: String = signatures(std::slice::from_ref(&one), &content, Some(&signers)).iter().map(words).collect();
        let holds = said.contains("whose key is SHA256:");
        assert!(if expected.is_empty() { holds } else { said.contains(expected) && !holds }, "{line}\n{said}");
    }
    let said: String = signatures(&[one], &content, None).iter().map(words).collect();
    assert!(said.contains("the signature is sound") && said.contains("--signers"), "{said}");
}

// ----- for parliament -----

#[test]
fn a_statement_for_parliament_is_made_of_nothing_that_is_confidential() {
    let (rules, responses) = sound();
    let statement = |responses: &Responses| {
        let content = Content::of(&rules, responses, None);
        Statement::new(signer(Role::Preparer, "Department A"), &content, true).unwrap().text()
    };
    let text = statement(&responses);
    let secret = [sha256(b"MARK-SECRET"), sha256(b"MARK-NOTE"), "secret.txt".into(), "MARK".into()];
    for mark in &secret {
        assert!(!text.contains(mark.as_str()), "{mark}");
    }
    assert!(text.contains("evidence/order.txt") && text.contains("\"redacted\":true"));
    let mut other = responses.clone();
    for response in other.responses.values_mut() {
        response.internal_note = "another".into();
        response.assigned_to = "another".into();
        for evidence in response.evidence.iter_mut().filter(|evidence| evidence.confidential) {
            evidence.title = "another".into();
            evidence.file = "another.txt".into();
            evidence.sha256_found = "00".into();
        }
    }
    other.institution.contact = "another".into();
    assert_eq!(statement(&other), text, "what is confidential leaves no trace");
    let whole = Statement::new(signer(Role::Preparer, "A"), &Content::of(&rules, &other, None), false).unwrap();
    assert_ne!(whole.answers.whole, Statement::read(text.as_bytes()).unwrap().answers.whole);
}

#[test]
fn who_has_the_redacted_answers_can_verify_what_was_signed_for_parliament() {
    let folder = folder();
    let path = folder.path();
    rapporteur(path, &["sign", "answers.toml", "--key", "keys/ed25519", "--for", "parliament"]).ends_with(0);
    let out = path.join("out");
    fs::create_dir(&out).unwrap();
    rapporteur(path, &["export", "answers.toml", "--to", "redacted", "-o", "out/answers.toml"]).ends_with(0);
    assert_eq!(failing(path), "");
    for part in ["signatures", "evidence"] {
        copy(&path.join(part), &out.join(part));
    }
    fs::remove_file(out.join("evidence/secret.txt")).unwrap();
    fs::copy(path.join("allowed_signers"), out.join("allowed_signers")).unwrap();
    assert_eq!(failing(&out), "");
    edit(out.join("answers.toml"), "Every service has a desk.", "No service has a desk.");
    assert!(failing(&out).contains("changed since: `eoa-2024/2.4/reachable-offline`"));
    let said = rapporteur(&out, &["sign", "answers.toml", "--key", "../keys/ed25519"]).ends_with(2);
    assert!(said.stderr.contains("--for parliament"), "{}", said.stderr);
}

// ----- the command -----

#[test]
fn the_same_answers_and_key_give_the_same_bytes() {
    let (one, other) = (signed_folder(), signed_folder());
    for file in files_below(&one.path().join("signatures")) {
        let bytes = |folder: &Path| fs::read(folder.join("signatures").join(&file)).unwrap();
        assert_eq!(bytes(one.path()), bytes(other.path()), "{file}");
        assert!(!String::from_utf8(bytes(one.path())).unwrap().contains("/tmp"));
    }
}

#[test]
fn what_is_not_fit_to_be_signed_is_not() {
    let folder = folder();
    let path = folder.path();
    let sign = |more: &[&str]| rapporteur(path, &[&["sign", "answers.toml", "--key", "keys/ed25519"], more].concat());
    fs::remove_file(path.join("evidence/order.txt")).unwrap();
    assert!(sign(&[]).ends_with(3).stderr.contains("nothing was signed: missing: `evidence/order.txt`"));
    sign(&["--with-missing"]).ends_with(0);
    assert_eq!(failing(path), "");
    fs::write(path.join("evidence/order.txt"), "the order").unwrap();
    assert!(failing(path).contains("found, which was missing then, since: `evidence/order.txt`"));
    edit(
        path.join("answers.toml"),
        "kind = \"order\"",
        &format!("kind = \"order\"\nsha256 = \"{}\"", sha256(b"other")),
    );
    assert!(
        sign(&["--with-missing"]).ends_with(3).stderr.contains("not what was sealed any more: `evidence/order.txt`")
    );
    edit(path.join("answers.toml"), "level = \"full\"", "level = \"fulll\"");
    assert!(sign(&[]).ends_with(3).stderr.contains("fulll"));
}

#[test]
fn a_signature_of_other_content_is_not_replaced_unless_asked() {
    let folder = signed_folder();
    let path = folder.path();
    let again: Vec<&str> = "sign answers.toml --key keys/ed25519 --date 2026-02-01".split(' ').collect();
    rapporteur(path, &again).ends_with(0);
    edit(path.join("answers.toml"), "level = \"full\"", "level = \"partial\"");
    let before = fs::read(path.join("signatures/preparer.json.sig")).unwrap();
    assert!(rapporteur(path, &again).ends_with(1).stderr.contains("exists already"));
    assert_eq!(fs::read(path.join("signatures/preparer.json.sig")).unwrap(), before);
    rapporteur(path, &[&again[..], &["--force"]].concat()).ends_with(0);
    assert_ne!(fs::read(path.join("signatures/preparer.json.sig")).unwrap(), before);
}

#[test]
fn keys_that_cannot_be_used_are_told_with_the_next_step() {
    let folder = folder();
    let path = folder.path();
    let sign = |more: &[&str]| rapporteur(path, &[&["sign", "answers.toml"], more].concat());
    let refused: [(&[&str], &str); 6] = [
        (&["--key", "keys/rsa"], "ssh-keygen -Y sign -f keys/rsa -n rapporteur signatures/preparer.json"),
        (&["--key", "keys/ed25519.pub"], "it is the public key"),
        (&["--key", "answers.toml"], "not a private key"),
        (&["--key", "keys/none"], "it does not exist"),
        (&["--key", "keys/locked"], "--passphrase-file"),
        (&["--key", "keys/locked", "--passphrase-file", "answers.toml"], "the passphrase is not the right one"),
    ];
    for (arguments, expected) in refused {
        let said = sign(arguments).ends_with(1);
        let last = said.stderr.lines().last().unwrap().to_owned();
        assert!(last.starts_with("rapporteur: ") && last.contains(expected), "{arguments:?}: {last}");
        assert!(!path.join("signatures").exists(), "nothing is half written");
    }
    sign(&["--key", "keys/locked", "--passphrase-file", "keys/locked.passphrase"]).ends_with(0);
    assert!(sign(&["--role", "auditor", "--key", "keys/ed25519"]).ends_with(2).stderr.contains("--review"));
    let said = sign(&["--statement-only", "--role", "validator"]).ends_with(0).stderr;
    assert!(said.contains("ssh-keygen -Y sign -f KEY -n rapporteur signatures/validator.json"), "{said}");
}

#[test]
fn an_auditor_signs_the_review() {
    let folder = signed_folder();
    let path = folder.path();
    rapporteur(path, &["review", "init", "answers.toml", "-o", "review.toml"]).ends_with(0);
    edit(path.join("review.toml"), "reviewer = \"\"", "reviewer = \"Department C\"");
    let third = fs::read_to_string(path.join("allowed_signers")).unwrap();
    let locked = "keys/locked --passphrase-file keys/locked.passphrase";
    let arguments: Vec<&str> =
        "sign answers.toml --review review.toml --key".split(' ').chain(locked.split(' ')).collect();
    rapporteur(path, &arguments).ends_with(0);
    fs::write(path.join("allowed_signers"), format!("{third}\n\"Department C\" {}", read("tests/keys/locked.pub")))
        .unwrap();
    let said = rapporteur(path, &["verify", "answers.toml"]).ends_with(0).stdout;
    assert!(said.contains("holds  the review `review.toml` is that which `Department C` signed"), "{said}");
    assert!(said.contains("holds  the answers were reviewed by somebody else than validated them"), "{said}");
    edit(path.join("review.toml"), "verdict = \"\"", "verdict = \"agree\"");
    let failing = failing(path);
    assert!(
        failing.contains(
            "the review `review.toml` is that which `Department C` signed: findings changed since: `eoa-2024/"
        ),
        "{failing}"
    );
    assert_eq!(failing.lines().count(), 1, "{failing}");
    fs::remove_file(path.join("review.toml")).unwrap();
    assert!(rapporteur(path, &["verify", "answers.toml"]).ends_with(0).stdout.contains("name it with --review"));
}

#[test]
fn the_signatures_of_the_example_hold() {
    if repository().join("reports/signatures").exists() {
        let said = run(repository(), &["verify", "reports/responses.toml"]).ends_with(0).stdout;
        assert!(!said.contains("open "), "{said}");
    }
}

// ----- any change -----

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48)
    ))]

    #[test]
    fn any_changed_answer_is_named_and_nothing_else(item in 0_usize..1000, field in 0_usize..9, word in "[a-z]{1,9}") {
        let (rules, responses) = sound();
        let signed = signed_with("ed25519", &Content::of(&rules, &responses, None), Role::Preparer, "Department A", false);
        let mut changed = responses.clone();
        let id = changed.responses.keys().nth(item % changed.responses.len()).unwrap().clone();
        change(&mut changed, &id, field, &word);
        let claims = signatures(&[signed], &Content::of(&rules, &changed, None), Some(&signers()));
        let failing: Vec<String> =
            claims.iter().filter(|claim| matches!(claim.outcome, Outcome::Fails(_))).map(words).collect();
        if changed == responses {
            prop_assert!(failing.is_empty());
        } else {
            let expected = format!("the answers are those that `Department A` signed as preparer: changed since: `{id}`\n");
            prop_assert_eq!(failing, vec![expected]);
        }
    }

    #[test]
    fn no_bytes_break_what_reads_them(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,200}") {
        let (rules, responses) = sound();
        let content = Content::of(&rules, &responses, None);
        for bytes in [bytes, text.into_bytes()] {
            let one = Signed { name: "preparer".into(), statement: Some(bytes.clone()), signature: Some(bytes.clone()) };
            let signers = Signers::read("signers", &bytes);
            prop_assert!(signatures(&[one], &content, Some(&signers)).iter().any(|claim| claim.outcome != Outcome::Holds));
            prop_assert!(Key::read(&bytes).is_err());
        }
    }
}

fn change(responses: &mut Responses, id: &ItemId, field: usize, word: &str) {
    let response = responses.responses.get_mut(id).unwrap();
    match field {
        0 => response.narrative.push_str(word),
        1 => response.answer = Answer::Level(word.into()),
        2 => response.internal_note = word.into(),
        3 => response.obstacle = word.into(),
        4 => response.done_on = Some("2025-05-05".parse().unwrap()),
        5 => response.evidence.iter_mut().for_each(|evidence: &mut Evidence| evidence.pages = word.into()),
        6 => response.basis = Some(model::Basis::Mixed),
        7 => response.answered_by = word.into(),
        _ => response.actions.iter_mut().for_each(|action| action.cost = word.into()),
    }
}

// ----- what these share -----

/// The rules and answers of [`folder`].
fn sound() -> (Rules, Responses) {
    static READ: OnceLock<(Rules, Responses)> = OnceLock::new();
    READ.get_or_init(|| {
        let folder = folder();
        let (mut sources, problems, meter) = (Sources::default(), Problems::default(), Meter::default());
        let hashing = Hashing { all: true, meter: &meter };
        let path = folder.path().join("answers.toml");
        let (rules, written) = load::case(None, path.as_path(), hashing, &mut sources, &problems).unwrap();
        let rules = check::rules(rules, &problems);
        let responses = check::responses(written, &rules, None, &problems).unwrap();
        (rules, responses)
    })
    .clone()
}

fn signer(role: Role, name: &str) -> Signer {
    Signer { role, name: name.into(), date: Some("2026-02-01".parse().unwrap()) }
}

fn signed_with(key: &str, content: &Content, role: Role, name: &str, redacted: bool) -> Signed {
    let key = Key::read(&fs::read(repository().join("tests/keys").join(key)).unwrap()).unwrap();
    let statement = Statement::new(signer(role, name), content, redacted).unwrap();
    let text = statement.text();
    let signature = sign(&key, text.as_bytes()).unwrap();
    Signed { name: statement.file_stem(), statement: Some(text.into()), signature: Some(signature.into()) }
}

fn signers() -> Signers {
    let folder = folder();
    Signers::read("allowed_signers", &fs::read(folder.path().join("allowed_signers")).unwrap())
}

fn told(signed: &[Signed], content: &Content) -> String {
    signatures(signed, content, Some(&signers())).iter().map(words).collect()
}

fn words(claim: &Claim) -> String {
    match &claim.outcome {
        Outcome::Holds => format!("{}\n", claim.what),
        Outcome::Fails(why) | Outcome::Open(why) => format!("{}: {why}\n", claim.what),
    }
}
