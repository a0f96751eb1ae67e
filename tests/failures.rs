//! What the program can't do, it says in one sentence with the path, with the exit code that `--help` promises, and
//! without touching what was there before.
//!
//! A folder that may not be written to is no hindrance to root, so the hindrance here is mostly a file in place of a
//! folder, which stops everybody.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use crate::support::{self, DEMO_HEAD, DEMO_RULES, SOUND, ended, folder_with, program, repository, run};

/// A folder with a sound file, a faulty one, and a file `taken` where a folder is wanted.
fn folder() -> tempfile::TempDir {
    let faulty = SOUND.replace("level = \"done\"", "level = \"dnoe\"");
    folder_with(&[("sound.toml", SOUND), ("faulty.toml", &faulty), ("taken", "not a folder\n")])
}

#[test]
fn the_exit_codes_of_this_file_are_those_of_the_help() {
    let help = run(repository(), &["--help"]).ends_with(0).stdout;
    assert!(
        help.replace("\n", " ").contains(
            "Exit codes: 0 done, 1 failure, 2 bad usage, 3 problems in the input, 10 under the asked --fail-under"
        ),
        "{help}"
    );
}

#[test]
fn options_of_reports_that_make_no_sense_together_are_told() {
    let folder = folder();
    let report = |arguments: &[&str]| run(folder.path(), &[&["report"], arguments].concat()).ends_with(2);
    report(&["--blank", "--instrument", "eoa-2024"]).says(&["--audience auditor"]);
    report(&["sound.toml", "--sample", "5"]).says(&["--audience auditor"]);
    for wrong in [
        &["--blank", "--audience", "auditor"][..],
        &["--blank", "--audience", "auditor", "--instrument", "eoa-2024", "sound.toml"],
        &["sound.toml", "--audience", "auditor", "--sample", "0"],
        &["sound.toml", "--audience", "auditor", "--seed", "2"],
        &["sound.toml", "--core"],
        &[],
    ] {
        report(wrong);
    }
    assert!(!folder.path().join("self-assessment.html").exists() && !folder.path().join("auditor.html").exists());
}

#[test]
fn a_baseline_is_sound_and_of_an_earlier_day() {
    let folder = folder();
    let with = |baseline| ["report", "sound.toml", "--format", "html", "--baseline", baseline];
    run(folder.path(), &with("sound.toml")).ends_with(2).says(&["--baseline", "earlier day"]);
    assert!(run(folder.path(), &with("faulty.toml")).ends_with(3).stderr.contains("the earlier responses have errors"));
    assert!(!folder.path().join("self-assessment.html").exists());
    let other = SOUND.replacen("date = 2026", "date = 2025", 1).replacen("Exampland", "Elsewhere", 1);
    fs::write(folder.path().join("other.toml"), other).unwrap();
    assert!(run(folder.path(), &with("other.toml")).ends_with(0).stderr.contains("can't be compared"));
}

#[test]
fn of_several_reports_none_is_written_if_one_can_not_be() {
    let folder = folder();
    fs::create_dir(folder.path().join("parliament.pdf")).unwrap();
    run(folder.path(), &["report", "sound.toml", "--audience", "self-assessment,parliament"]).ends_with(1);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

// ----- reading -----

#[test]
fn a_missing_file_is_named() {
    let folder = folder();
    for command in ["check", "score", "report"] {
        run(folder.path(), &[command, "absent.toml"])
            .ends_with(1)
            .says(&["cannot read `absent.toml`", "does not exist"]);
    }
    let font = |file| run(folder.path(), &["report", "sound.toml", "--format", "pdf", "--font", file]).ends_with(1);
    font("absent.ttf").says(&["cannot read `absent.ttf`", "does not exist"]);
    font("sound.toml").says(&["cannot read `sound.toml`", "font file"]);
    run(folder.path(), &["rules", "check", "absent"]).ends_with(1).says(&["cannot read `absent`", "does not exist"]);
    run(folder.path(), &["score", "--rules", "absent", "sound.toml"]).ends_with(1).says(&["cannot read `absent`"]);
}

#[test]
fn a_path_below_a_file_is_named() {
    let folder = folder();
    run(folder.path(), &["check", "taken/responses.toml"]).ends_with(1).says(&["cannot read `taken/responses.toml`"]);
}

#[test]
fn a_folder_without_toml_files_is_named() {
    let folder = folder();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("empty/notes.txt"), "nothing").unwrap();
    fs::write(folder.path().join("empty/.hidden.toml"), SOUND).unwrap();
    for arguments in [&["check", "empty"][..], &["score", "empty"], &["report", "empty"], &["rules", "check", "empty"]]
    {
        run(folder.path(), arguments).ends_with(1).says(&["no .toml file in `empty`"]);
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    run(Path::new("/"), &["check", "/dev/null"]).ends_with(1).says(&["cannot read `/dev/null`", "not a file"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("sound.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let run = run(folder.path(), &["check", "sound.toml"]);
    if fs::read(&path).is_ok() {
        // Root may read everything, and then must get the result that anybody gets with a readable file.
        run.ends_with(0);
    } else {
        run.ends_with(1).says(&["cannot read `sound.toml`", "permission denied"]);
    }
}

#[test]
fn own_templates_that_are_absent_or_faulty_are_named() {
    let folder = folder();
    let report = |templates: &str| {
        run(folder.path(), &["report", "sound.toml", "--format", "html", "-o", "made", "--templates", templates])
    };
    report("absent").ends_with(1).says(&["`absent", "does not exist"]);
    fs::create_dir(folder.path().join("own")).unwrap();
    fs::write(folder.path().join("own/self-assessment.hbs"), "{{no-such-field}}").unwrap();
    report("own").ends_with(1).says(&["self-assessment.hbs", "no-such-field"]);
    fs::write(folder.path().join("own/self-assessment.hbs"), "{{#if").unwrap();
    let broken = report("own").ends_with(1);
    assert!(broken.stderr.starts_with("rapporteur: the template `self-assessment.hbs`"), "{}", broken.stderr);
    assert!(!folder.path().join("made").exists(), "nothing is written");
}

// ----- writing -----

#[test]
fn an_output_folder_that_cannot_be_made_is_named() {
    let folder = folder();
    for output in ["taken", "taken/below"] {
        let run = run(folder.path(), &["report", "sound.toml", "--format", "html", "-o", output]);
        run.ends_with(1).says(&[&format!("cannot write `{output}`")]);
    }
    assert_eq!(fs::read_to_string(folder.path().join("taken")).unwrap(), "not a folder\n");
}

#[test]
fn an_output_path_that_is_a_folder_is_named() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("made/self-assessment.html/inside")).unwrap();
    run(folder.path(), &["report", "sound.toml", "--format", "html", "-o", "made"])
        .ends_with(1)
        .says(&["cannot write `made/self-assessment.html`", "it is a folder"]);
    assert!(folder.path().join("made/self-assessment.html/inside").is_dir(), "it is left as it was");
    let init = ["init", "--instrument", "eoa-2024", "--force", "-o"];
    run(folder.path(), &[&init[..], &["made"]].concat()).ends_with(1).says(&["cannot write `made`", "it is a folder"]);
    run(folder.path(), &[&init[..], &["taken/x.toml"]].concat()).ends_with(1).says(&["cannot write `taken/x.toml`"]);
    run(folder.path(), &[&init[..], &["absent/x.toml"]].concat()).ends_with(1).says(&["cannot write `absent/x.toml`"]);
}

#[test]
fn a_run_that_fails_leaves_the_old_report_and_no_litter() {
    let folder = folder();
    fs::create_dir(folder.path().join("made")).unwrap();
    fs::write(folder.path().join("made/self-assessment.html"), "last year's").unwrap();
    run(folder.path(), &["report", "faulty.toml", "--format", "html", "-o", "made"]).ends_with(3);
    run(folder.path(), &["report", "sound.toml", "--format", "html", "-o", "made", "--templates", "absent"])
        .ends_with(1);
    run(folder.path(), &["report", "sound.toml", "--format", "html", "-o", "made", "--date", "2020-01-01"])
        .ends_with(2);
    assert_eq!(fs::read_to_string(folder.path().join("made/self-assessment.html")).unwrap(), "last year's");
    assert_eq!(support::files_below(&folder.path().join("made")), ["self-assessment.html"]);
}

#[test]
fn a_report_replaces_the_old_one_and_leaves_no_litter() {
    let folder = folder();
    fs::write(folder.path().join("self-assessment.html"), "last year's").unwrap();
    let made = run(folder.path(), &["report", "sound.toml", "--format", "html"]).ends_with(0);
    assert_eq!(made.stdout, "self-assessment.html\n", "the path that was written, as it can be opened from here");
    assert!(fs::read_to_string(folder.path().join("self-assessment.html")).unwrap().starts_with("<!DOCTYPE html>"));
    let files = support::files_below(folder.path());
    assert_eq!(files, ["faulty.toml", "self-assessment.html", "sound.toml", "taken"]);
}

#[test]
fn init_does_not_overwrite_unless_told() {
    let folder = folder();
    let init = ["init", "--instrument", "eoa-2024", "-o", "sound.toml"];
    run(folder.path(), &init).ends_with(1).says(&["`sound.toml` exists already", "--force"]);
    assert_eq!(fs::read_to_string(folder.path().join("sound.toml")).unwrap(), SOUND);
    run(folder.path(), &[&init[..], &["--force"]].concat()).ends_with(0);
    assert!(fs::read_to_string(folder.path().join("sound.toml")).unwrap().contains("level = \"\""));
}

// ----- usage -----

#[test]
fn a_date_before_the_assessment_is_bad_usage() {
    let folder = folder();
    for command in ["check", "score", "report"] {
        run(folder.path(), &[command, "sound.toml", "--date", "2026-01-30"])
            .ends_with(2)
            .says(&["--date 2026-01-30", "2026-01-31"]);
    }
    run(folder.path(), &["check", "sound.toml", "--date", "2026-01-31"]).ends_with(0);
}

#[test]
fn an_unknown_instrument_is_bad_usage() {
    let folder = folder();
    run(folder.path(), &["init", "--instrument", "eoa-2042"]).ends_with(2).says(&["eoa-2042", "eoa-2024"]);
    run(folder.path(), &["score", "--instrument", "conf-2023", "sound.toml"]).ends_with(2).says(&["conf-2023"]);
    run(folder.path(), &["rules", "show", "eoa-2042"]).ends_with(2).says(&["eoa-2042"]);
    run(folder.path(), &["rules", "show", "eoa-2024/99"]).ends_with(2).says(&["eoa-2024", "99"]);
    run(folder.path(), &["rules", "list", "--instrument", "nothing"]).ends_with(2).says(&["nothing"]);
    run(folder.path(), &["explain", "unknown-levle"]).ends_with(2).says(&["unknown-levle", "unknown-level"]);
    run(folder.path(), &["init"]).ends_with(2).says(&["--instrument"]);
}

#[test]
fn what_the_command_line_does_not_know_is_bad_usage() {
    let folder = folder();
    for arguments in [
        &[][..],
        &["ceck", "sound.toml"],
        &["check"],
        &["check", "sound.toml", "--date", "31.01.2026"],
        &["score", "sound.toml", "--fail-under", "101"],
        &["score", "sound.toml", "--fail-under", "much"],
        &["score", "sound.toml", "--group", "everybody"],
        &["score", "sound.toml", "--group", "institution,country", "--fail-under", "50"],
        &["score", "sound.toml", "--theme", "everything"],
        &["report", "sound.toml", "--format", "odt"],
        &["init", "--instrument", "eoa-2024", "--year", "20250"],
    ] {
        let run = run(folder.path(), arguments).ends_with(2);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{arguments:?}: help belongs to standard error");
    }
    assert!(!folder.path().join("self-assessment.html").exists());
}

// ----- --fail-under -----

/// Three questions of the institution; the first `answered` of them have an answer.
fn thirds(answered: usize) -> tempfile::TempDir {
    let mut rules = DEMO_RULES.to_owned();
    for name in ["second", "third"] {
        rules.push_str(&format!(
            "\n[[recommendation]]\nref = \"{}\"\noperative = \"recommend\"\ntext = \"Do the {name} thing.\"\n\
             addressees = [\"nhri\"]\n\n[[recommendation.item]]\nid = \"{name}-done\"\nask = \"Is the {name} thing done?\"\n\
             indicator = \"process\"\norigin = \"stated\"\nscale = \"completion\"\n",
            if name == "second" { 3 } else { 4 }
        ));
    }
    let ids = ["1/report-published", "3/second-done", "4/third-done"];
    let answers: String =
        ids[..answered].iter().map(|id| format!("\n[response.\"demo-2024/{id}\"]\nlevel = \"no\"\n")).collect();
    folder_with(&[("rules/demo-2024.toml", &rules), ("responses.toml", &format!("{DEMO_HEAD}{answers}"))])
}

#[test]
fn fail_under_is_exact_at_the_border() {
    let under = |answered: usize, percent: &str, code: i32| {
        let folder = thirds(answered);
        let arguments = ["score", "--rules", "rules", "responses.toml", "--fail-under", percent];
        let run = run(folder.path(), &arguments).ends_with(code);
        assert!(run.stdout.contains("Exampland"), "the scorecard is printed whatever the figure");
        let said = run.stderr.contains("under the asked");
        assert_eq!(said, code == 10, "{percent}: {}", run.stderr);
    };
    under(3, "100", 0);
    under(2, "66", 0);
    under(2, "66.6", 0);
    under(2, "66.666666666", 0);
    // Two thirds print as 67 %, and are less than 67 %.
    under(2, "66.666666667", 10);
    under(2, "67", 10);
    under(2, "100", 10);
    under(0, "0", 0);
    under(0, "0.000000001", 10);
}

#[test]
fn fail_under_looks_at_the_asked_group() {
    let folder = thirds(3);
    let score = |group: &str| {
        let arguments = ["score", "--rules", "rules", "responses.toml", "--fail-under", "1", "--group", group];
        run(folder.path(), &arguments).code
    };
    assert_eq!(score("institution"), Some(0));
    assert_eq!(score("country"), Some(10));
    assert_eq!(score("bodies"), Some(2), "bodies have no headline");
}

// ----- streams -----

#[cfg(unix)]
#[test]
fn an_output_that_is_closed_early_is_no_failure() {
    let folder = folder_with(&[("responses.toml", SOUND)]);
    // Longer than what a pipe holds, so that the program meets the closed end while it writes.
    let many = vec!["eoa-2024,conf-2023"; 40].join(",");
    for arguments in [&["init", "--instrument", &many][..], &["score", "responses.toml", "--format", "json"]] {
        let mut child =
            program(folder.path()).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0_u8; 10];
        let mut output = child.stdout.take().unwrap();
        output.read_exact(&mut first).unwrap();
        drop(output);
        let run = ended(&child.wait_with_output().unwrap());
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{:?}", &arguments[..2]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_a_failure() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program(repository()).args(["rules", "list"]).stdout(Stdio::from(full)).output().unwrap();
    ended(&output).ends_with(1).says(&["cannot write"]);
}

#[test]
fn there_are_no_escape_codes_where_no_terminal_is() {
    let folder = folder();
    for arguments in
        [&["score", "sound.toml"][..], &["check", "faulty.toml"], &["rules", "show", "eoa-2024"], &["--help"]]
    {
        for variable in [("TERM", "xterm-256color"), ("NO_COLOR", "1"), ("COLORTERM", "truecolor")] {
            let output = program(folder.path()).args(arguments).env(variable.0, variable.1).output().unwrap();
            let run = ended(&output);
            assert!(!run.stdout.is_empty(), "{arguments:?} prints something");
            assert!(!format!("{}{}", run.stdout, run.stderr).contains('\u{1b}'), "{arguments:?} with {variable:?}");
        }
    }
    let colourful = |no_color: Option<&str>| {
        let mut command = program(folder.path());
        command.args(["score", "sound.toml"]).env("CLICOLOR_FORCE", "1");
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        ended(&command.output().unwrap()).stdout.contains('\u{1b}')
    };
    assert!(colourful(None), "there are colours to be left out");
}
