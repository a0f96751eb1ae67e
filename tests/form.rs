//! The form in the browser: it saves what was typed and touches nothing else, loses no answer, and lets nobody in who was
//! not asked. The program runs as its users start it; requests go over real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "long runs tell what they met")]

use crate::support::{self, browser};

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use browser::{Form, read, set};
use rapporteur::form::{Limits, Place, Secret, Settings, serve};
use rapporteur::problem::Problems;
use rapporteur::source::Sources;
use support::{SOUND, files_below, folder_with, run};

const PAGE: &str = "/paragraph/eoa-2024_2.1";
const FILE: &str = "responses.toml";

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join(FILE)).unwrap()
}

/// How often something is tried; the environment asks for more.
fn times(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

// ----- saving -----

#[test]
fn a_save_changes_what_was_typed_and_no_other_byte() {
    let written = SOUND.replace("narrative = \"A letter", "# a remark\nnarrative =   \"A letter");
    let folder = folder_with(&[(FILE, &written)]);
    let form = Form::start(folder.path(), &[FILE]);
    let mut fields = form.fields(PAGE);
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!(text(folder.path()), written, "what is posted as it was shown changes nothing");
    assert!(!folder.path().join("responses.toml.bak").exists());

    set(&mut fields, "government-informed.narrative", "Two \"lines\",\none 'quoted'.");
    let saved = form.post(PAGE, &fields);
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert_eq!(saved.header("location"), Some("/paragraph/eoa-2024_2.1?saved=government-informed#government-informed"));
    let wanted = written.replace("\"A letter is being drafted.\"", "'''\nTwo \"lines\",\none 'quoted'.'''");
    assert_eq!(text(folder.path()), wanted);
    assert_eq!(fs::read_to_string(folder.path().join("responses.toml.bak")).unwrap(), written);
    let told = "role=\"status\">Saved.<";
    assert!(form.get("/paragraph/eoa-2024_2.1?saved=1").body.contains(told));
    let page = form.get("/paragraph/eoa-2024_2.1?saved=government-informed").body;
    let (before, own) = page.split_once("id=\"government-informed\"").unwrap();
    assert!(!before.contains(told) && own.matches(told).count() == 1, "the question tells it itself");
    let first_button = page.split_once("data-autosave").unwrap().1.split_once("<button").unwrap().1;
    assert!(first_button.starts_with(" class=\"default\" tabindex=\"-1\" aria-hidden=\"true\">"), "what Enter presses");
}

#[test]
fn evidence_and_next_steps_are_added_changed_and_taken_out() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let mut fields = form.fields(PAGE);
    for (name, value) in [
        ("parliament-informed.evidence.0.remove", "yes"),
        ("parliament-informed.evidence.new.title", "Reply of the Speaker"),
        ("parliament-informed.evidence.new.kind", "letter"),
        ("parliament-informed.evidence.new.url", "https://parliament.example/reply"),
        ("government-informed.actions.0.due", "2026-07-31"),
        ("government-informed.actions.new.what", "Ask again"),
        ("government-informed.actions.new.responsible", "Department B"),
        ("government-informed.actions.new.due", "2026-09-30"),
    ] {
        set(&mut fields, name, value);
    }
    let saved = form.post(PAGE, &fields);
    assert_eq!(saved.status, 303, "{}", saved.body);
    let new = text(folder.path());
    assert!(!new.contains("Covering letter") && new.contains("Reply of the Speaker"), "{new}");
    assert!(new.contains("due = 2026-07-31") && new.contains("what = \"Ask again\""), "{new}");
    run(folder.path(), &["check", FILE]).ends_with(0);
}

#[test]
fn what_cannot_be_saved_comes_back_with_what_was_typed() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "parliament-informed.done-on", "4 March");
    set(&mut fields, "parliament-informed.narrative", "Typed, and not to be lost");
    set(&mut fields, "government-informed.actions.new.what", "Without a day");
    let refused = form.post(PAGE, &fields);
    assert_eq!(refused.status, 422);
    for shown in ["Typed, and not to be lost", "Without a day", "role=\"alert\"", "#parliament-informed.done-on"] {
        assert!(refused.body.contains(shown), "{shown}");
    }
    assert_eq!(text(folder.path()), SOUND);
}

#[test]
fn not_applicable_is_saved_with_its_reason() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let page = "/paragraph/eoa-2024_2.2";
    let mut fields = form.fields(page);
    let (item, _) = fields.iter().find(|(name, _)| name.ends_with(".level")).unwrap().0.split_once('.').unwrap();
    let item = item.to_owned();
    for (key, value) in
        [("level", "not-applicable"), ("reason-code", "outside-mandate"), ("reason", "The law says so.")]
    {
        set(&mut fields, &format!("{item}.{key}"), value);
    }
    assert_eq!(form.post(page, &fields).status, 303);
    assert!(text(folder.path()).contains("reason-code = \"outside-mandate\"\nreason = \"The law says so.\""));
    run(folder.path(), &["check", FILE]).ends_with(0);
}

#[test]
fn particulars_requests_and_exclusions_are_saved() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let mut fields = form.fields("/particulars");
    set(&mut fields, "institution.contact", "office@ombudsman.example");
    assert_eq!(form.post("/particulars", &fields).status, 303);
    let mut fields = form.fields("/requests");
    set(&mut fields, "requests.0.met-on", "2026-01-15");
    set(&mut fields, "requests.new.id", "law");
    set(&mut fields, "requests.new.what", "Amend the act");
    set(&mut fields, "requests.new.serves", "eoa-2024/2.1/government-informed");
    assert_eq!(form.post("/requests", &fields).status, 303);
    let mut fields = form.fields("/exclusions");
    set(&mut fields, "exclusions.0.remove", "yes");
    assert_eq!(form.post("/exclusions", &fields).status, 303);
    let new = text(folder.path());
    for line in ["contact = \"office@ombudsman.example\"", "met-on = 2026-01-15", "what = \"Amend the act\""] {
        assert!(new.contains(line), "{line} in\n{new}");
    }
    assert!(!new.contains("[[exclude]]"));
    run(folder.path(), &["check", FILE]).ends_with(0);
}

#[test]
fn a_folder_keeps_each_answer_in_the_file_that_has_it() {
    let (head, answers) = SOUND.split_at(SOUND.find("[response.\"eoa-2024/2.1/government").unwrap());
    let folder = folder_with(&[("all/1.toml", head), ("all/2.toml", &format!("format = 1\n{answers}"))]);
    let form = Form::start(folder.path(), &["all"]);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "government-informed.obstacle", "None any more");
    assert_eq!(form.post(PAGE, &fields).status, 303);
    assert_eq!(fs::read_to_string(folder.path().join("all/1.toml")).unwrap(), head);
    assert!(fs::read_to_string(folder.path().join("all/2.toml")).unwrap().contains("obstacle = \"None any more\""));
}

#[test]
fn the_pages_lead_to_each_other_and_each_form_to_its_own() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    assert!(form.get(PAGE).body.contains(&format!("<form method=\"post\" action=\"{PAGE}\"")));
    for from in ["/", "/overview", PAGE, "/particulars", "/requests", "/exclusions", "/print"] {
        let page = form.get(from).body;
        for link in page.split(" href=\"/").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
            assert_eq!(form.get(&format!("/{link}")).status, 200, "{from} leads to /{link}");
        }
    }
}

// ----- what goes wrong -----

#[test]
fn a_kill_during_a_save_leaves_the_old_file_or_the_new_one() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let new = SOUND.replace("A letter is being drafted.", "Another text.");
    let begin = || {
        fs::write(folder.path().join(FILE), SOUND).unwrap();
        let form = Form::start(folder.path(), &[FILE]);
        let mut fields = form.fields(PAGE);
        set(&mut fields, "government-informed.narrative", "Another text.");
        let request = form.posting(PAGE, &fields);
        (form, request)
    };
    let whole_save = || {
        let (form, request) = begin();
        let begun = Instant::now();
        assert_eq!(form.raw(&request).status, 303);
        begun.elapsed()
    };
    // The moments of the kills are spread over a little more than the time that a save takes here and now.
    let longest = (0..3).map(|_| whole_save()).max().unwrap().mul_f64(1.1);
    let kills = times("RAPPORTEUR_KILLS", 12);
    let (mut saved, mut amid) = (0, 0);
    let hidden = || files_below(folder.path()).iter().filter(|name| name.starts_with('.')).count();
    for number in 0..kills {
        let (mut form, request) = begin();
        let before = hidden();
        form.connect().write_all(&request).unwrap();
        let wait = longest.mul_f64(number as f64 / kills as f64);
        std::thread::sleep(wait);
        form.child.kill().unwrap();
        form.child.wait().unwrap();
        let left = text(folder.path());
        assert!(left == SOUND || left == new, "after {wait:?}:\n{left}");
        assert_eq!(fs::read_to_string(folder.path().join("responses.toml.bak")).unwrap(), SOUND, "after {wait:?}");
        saved += usize::from(left == new);
        amid += usize::from(hidden() > before);
    }
    println!("{kills} kills within {longest:?}: {saved} after the file had changed, {amid} while files were written");
    assert!(kills < 100 || (saved > 0 && saved < kills && amid > 0), "no kill came while a save was under way");
    // What a kill leaves behind is no answer to anything.
    run(folder.path(), &["check", "."]).ends_with(0);
    fs::write(folder.path().join(FILE), new).unwrap();
    run(folder.path(), &["check", "."]).ends_with(0);
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_written_is_told_and_the_text_stays() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder_with(&[("all/responses.toml", SOUND)]);
    let form = Form::start(folder.path(), &["all/responses.toml"]);
    let mut fields = form.fields(PAGE);
    set(&mut fields, "government-informed.narrative", "Typed, and not to be lost");
    // A folder in the place of the copy stops anybody, also who may write everywhere.
    fs::create_dir(folder.path().join("all/responses.toml.bak")).unwrap();
    fs::set_permissions(folder.path().join("all"), fs::Permissions::from_mode(0o555)).unwrap();
    let refused = form.post(PAGE, &fields);
    fs::set_permissions(folder.path().join("all"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(refused.status, 500);
    assert!(refused.body.contains("Typed, and not to be lost"), "{}", refused.body);
    assert!(refused.body.contains("Not saved: the file"), "{}", refused.body);
    assert_eq!(fs::read_to_string(folder.path().join("all/responses.toml")).unwrap(), SOUND);
}

// ----- beginning -----

#[test]
fn a_new_file_is_begun_as_init_does() {
    let folder = folder_with(&[("notes.toml", "a = 1\n")]);
    let form = Form::start(folder.path(), &["new.toml"]);
    let mut fields = form.fields("/");
    let refused = form.post("/begin", &fields);
    assert_eq!(refused.status, 422);
    assert!(!folder.path().join("new.toml").exists());
    for (name, value) in [("name", "Office \"A\""), ("country", "xa"), ("from", "2025-01-01"), ("to", "2025-12-31")] {
        set(&mut fields, name, value);
    }
    set(&mut fields, "instrument.eoa-2024", "yes");
    let begun = form.post("/begin", &fields);
    assert_eq!(begun.status, 303, "{}", begun.body);
    assert!(form.get("/").body.contains("EOA resolution 2024"));
    let made = fs::read_to_string(folder.path().join("new.toml")).unwrap();
    run(folder.path(), &["init", "--instrument", "eoa-2024", "--year", "2025", "-o", "init.toml"]).ends_with(0);
    let init = fs::read_to_string(folder.path().join("init.toml")).unwrap();
    let wanted = init.replace("name = \"\"", "name = 'Office \"A\"'").replace("country = \"\"", "country = \"XA\"");
    assert_eq!(made.replace("\"Office \\\"A\\\"\"", "'Office \"A\"'"), wanted);
}

#[test]
fn without_a_name_the_files_of_the_folder_are_offered() {
    let folder = folder_with(&[(FILE, SOUND), ("notes.toml", "a = 1\n"), ("broken.toml", "a = [")]);
    let form = Form::start(folder.path(), &[]);
    let page = form.get("/").body;
    assert!(page.contains("responses.toml") && !page.contains("notes.toml"), "{page}");
    let mut fields = form.fields("/");
    set(&mut fields, "file", "../../etc/passwd");
    assert_eq!(form.post("/choose", &fields).status, 303);
    assert!(form.get("/").body.contains("Which file?"));
    set(&mut fields, "file", FILE);
    assert_eq!(form.post("/choose", &fields).status, 303);
    assert!(form.get("/").body.contains("Office of the Ombudsman of Exampland"));
}

#[test]
fn a_file_that_cannot_be_read_is_shown_with_its_slips() {
    let folder = folder_with(&[(FILE, &SOUND.replace("country = \"XA\"", "country = \"XA"))]);
    let form = Form::start(folder.path(), &[FILE]);
    assert!(form.get("/").body.contains("The file has to be mended first"));
    assert_eq!(form.get(PAGE).status, 303);
    fs::write(folder.path().join(FILE), SOUND).unwrap();
    assert_eq!(form.get(PAGE).status, 200);
}

#[test]
fn a_page_stops_it() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let mut form = Form::start(folder.path(), &[FILE]);
    let word = form.fields(PAGE).into_iter().filter(|(name, _)| name == "word").collect::<Vec<_>>();
    let stopped = form.post("/stop", &word).body;
    assert!(stopped.contains("The form has stopped"));
    assert!(stopped.contains("<style>") && !stopped.contains("/form.css"), "nobody answers any more: {stopped}");
    assert!(form.child.wait().unwrap().success());
}

// ----- who may come -----

#[test]
fn foreign_names_origins_and_words_are_refused() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let (port, cookie) = (form.port, form.cookie.clone());
    let mut fields = form.fields(PAGE);
    set(&mut fields, "government-informed.narrative", "FOREIGN");
    let status = |head: String| form.raw(head.as_bytes()).status;

    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", "localhost:1", ""] {
        let head = format!("GET / HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n");
        assert_eq!(status(head), 421, "Host: {host}");
    }
    let two = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nCookie: {cookie}\r\n\r\n");
    assert!([400, 421].contains(&status(two)));
    let here = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
    assert_eq!(status(format!("{here}\r\n")), 403, "without a cookie");
    assert_eq!(status(format!("{here}Cookie: {cookie}0\r\n\r\n")), 403, "with another");
    let mistaken = format!("{}0", &form.opening[..form.opening.len() - 1]);
    assert!([303, 403].contains(&status(here.replace(" / ", &format!(" {mistaken} ")) + "\r\n")));
    assert_eq!(status(here.replace(" / ", " /open/0 ") + "\r\n"), 403);
    assert_eq!(status(format!("{here}Cookie: {cookie}\r\nOrigin: https://evil.example\r\n\r\n")), 403);
    assert_eq!(status(format!("{here}Cookie: {cookie}\r\n\r\n")), 200);

    let body = "word=x";
    let post = |origin: &str| {
        let length = body.len();
        let kind = "Content-Type: application/x-www-form-urlencoded";
        form.head("POST", PAGE, &format!("{origin}{kind}\r\nContent-Length: {length}\r\n")) + body
    };
    for origin in ["", "Origin: null\r\n", "Origin: https://evil.example\r\n", "Origin: http://127.0.0.1:1\r\n"] {
        assert_eq!(status(post(origin)), 403, "{origin}");
    }
    assert_eq!(status(post(&format!("Origin: {}\r\n", form.origin()))), 403, "a wrong word");
    set(&mut fields, "word", "");
    for path in [PAGE, "/particulars", "/requests", "/exclusions", "/begin", "/choose", "/stop"] {
        assert_eq!(form.post(path, &fields).status, 403, "{path}");
    }
    assert_eq!(text(folder.path()), SOUND);
}

#[test]
fn every_answer_says_how_far_it_may_be_trusted() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    for path in
        ["/", "/overview", PAGE, "/particulars", "/requests", "/exclusions", "/print", "/preview", "/none", "/form.js"]
    {
        let answer = form.get(path);
        let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{path} has no policy"));
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        let scripts = policy.split(';').find(|part| part.contains("script-src")).unwrap();
        assert!(!scripts.contains("unsafe"), "{path}: {policy}");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("cache-control", "no-store"), ("x-frame-options", "DENY")]
        {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        if path != "/preview" && answer.body.contains("<html") {
            assert!(
                !answer.body.contains(" style=") && !answer.body.contains("<style") && !answer.body.contains("onclick")
            );
        }
    }
}

#[test]
fn no_path_leads_to_a_file() {
    let folder = folder_with(&[(FILE, SOUND), ("evidence/secret.txt", "SECRET")]);
    let form = Form::start(folder.path(), &[FILE]);
    for path in [
        "/responses.toml",
        "/evidence/secret.txt",
        "/../responses.toml",
        "/..%2fresponses.toml",
        "/paragraph/..%2f..%2fresponses.toml",
        "/paragraph/%00",
        "/form.css/../responses.toml",
        "/evidence/",
    ] {
        let answer = form.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("SECRET") && !answer.body.contains("[institution]"), "{path}");
    }
}

#[test]
fn what_users_typed_stays_text() {
    let hostile = "<img src=x onerror=alert(1)>{{word}}</textarea><script>";
    let folder = folder_with(&[(FILE, &SOUND.replace("A letter is being drafted.", hostile))]);
    let form = Form::start(folder.path(), &[FILE]);
    for path in [PAGE, "/print", "/overview?q=%3Cscript%3E%22"] {
        let page = form.get(path).body;
        assert!(
            !page.contains("<img") && !page.contains("</textarea><script>") && !page.contains("<script>\""),
            "{path}"
        );
    }
    let fields = form.fields(PAGE);
    let (_, shown) = fields.iter().find(|(name, _)| name == "government-informed.narrative").unwrap();
    assert_eq!(shown, hostile);
}

// ----- too much, too slow, too many -----

/// A form served in this process with other limits; the folder is kept as long as it runs.
fn limited(limits: Limits) -> (tempfile::TempDir, Form) {
    let folder = folder_with(&[(FILE, SOUND)]);
    let path = folder.path().join(FILE);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let secret = Secret::of([7; 16]);
    let opening = secret.opening();
    std::thread::spawn(move || {
        let (mut sources, problems) = (Sources::default(), Problems::default());
        let written = rapporteur::load::rules(None::<&Path>, &mut sources, &problems).unwrap();
        let rules = rapporteur::check::rules(written, &problems);
        let settings =
            Settings { rules, place: Place::There(path), baseline: None, review: None, year: 2026, secret, limits };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(serve(settings, listener, std::future::pending::<()>())).unwrap();
    });
    // Something that ends by itself stands for the program.
    let child = support::program(folder.path()).arg("--version").stdout(std::process::Stdio::null()).spawn().unwrap();
    let mut form = Form { child, port, opening: opening.clone(), cookie: String::new() };
    let opened = form.get(&opening);
    form.cookie = opened.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    (folder, form)
}

#[test]
fn a_body_without_end_is_cut_early_and_leaves_nothing() {
    let (folder, form) = limited(Limits { upload: 256 * 1024, typed: 64 * 1024, ..Limits::default() });
    let kinds =
        ["Content-Type: multipart/form-data; boundary=part\r\n", "Content-Type: application/x-www-form-urlencoded\r\n"];
    // One that says how long it is, is not read at all.
    for kind in kinds {
        let head = format!("Origin: {}\r\n{kind}Content-Length: 1073741824\r\n", form.origin());
        assert_eq!(form.raw(form.head("POST", PAGE, &head).as_bytes()).status, 413);
    }
    let word = form.fields(PAGE).into_iter().find(|(name, _)| name == "word").unwrap().1;
    for kind in kinds {
        let head = format!("Origin: {}\r\n{kind}Transfer-Encoding: chunked\r\n", form.origin());
        let mut stream = form.connect();
        stream.write_all(form.head("POST", PAGE, &head).as_bytes()).unwrap();
        let begin = match kind.contains("multipart") {
            true => format!(
                "--part\r\nContent-Disposition: form-data; name=\"word\"\r\n\r\n{word}\r\n--part\r\nContent-Disposition: \
                 form-data; name=\"parliament-informed.evidence.new.upload\"; filename=\"a\"\r\n\r\n"
            ),
            false => format!("word={word}&x="),
        };
        let chunk = |bytes: &[u8]| [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
        stream.write_all(&chunk(begin.as_bytes())).unwrap();
        let piece = chunk(&[b'x'; 16 * 1024]);
        let sent = (0..65_536).take_while(|_| stream.write_all(&piece).is_ok()).count();
        assert!(sent < 2_000, "1 GB was taken: {sent} pieces");
        let status = read(stream).status;
        assert!([0, 413].contains(&status), "{kind}: {status}");
    }
    assert_eq!(text(folder.path()), SOUND);
    assert_eq!(files_below(folder.path()), [FILE]);
}

#[test]
fn who_is_slow_is_cut_off() {
    let limits =
        Limits { silence: Duration::from_millis(150), request: Duration::from_millis(600), ..Limits::default() };
    let (_folder, form) = limited(limits);
    let begun = Instant::now();
    let mut silent = form.connect();
    assert_eq!(silent.read(&mut [0; 16]).unwrap_or(0), 0);
    // A letter at a time, of the head and of the body.
    for beginning in ["GET / HTT".to_owned(), form.head("POST", PAGE, "Origin: x\r\nContent-Length: 90\r\n")] {
        let mut stream = form.connect();
        stream.write_all(beginning.as_bytes()).unwrap();
        while stream.write_all(b"a").is_ok() && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(form.get(PAGE).status, 200);
}

#[test]
fn a_body_of_1_gb_is_cut_where_the_form_says_so_and_leaves_nothing() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let word = form.fields(PAGE).into_iter().find(|(name, _)| name == "word").unwrap().1;
    let head = format!(
        "Origin: {}\r\nContent-Type: multipart/form-data; boundary=part\r\nTransfer-Encoding: chunked\r\n",
        form.origin()
    );
    let begin = format!(
        "--part\r\nContent-Disposition: form-data; name=\"word\"\r\n\r\n{word}\r\n--part\r\nContent-Disposition: \
         form-data; name=\"parliament-informed.evidence.new.upload\"; filename=\"a\"\r\n\r\n"
    );
    let chunk = |bytes: &[u8]| [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
    let mut stream = form.connect();
    stream.write_all(form.head("POST", PAGE, &head).as_bytes()).unwrap();
    stream.write_all(&chunk(begin.as_bytes())).unwrap();
    let piece = chunk(&vec![b'x'; 1024 * 1024]);
    let sent = (0..1024).take_while(|_| stream.write_all(&piece).is_ok()).count();
    let most = usize::try_from(Limits::default().upload / (1024 * 1024)).unwrap();
    assert!((most..most + 32).contains(&sent), "{sent} MB were taken");
    let status = read(stream).status;
    assert!([0, 413].contains(&status), "{status}");
    assert_eq!(form.get(PAGE).status, 200);
    assert_eq!(files_below(folder.path()), [FILE]);
    assert!(form.memory().is_none_or(|most| most < 60), "{:?} MB", form.memory());
}

#[test]
fn who_holds_the_line_and_says_nothing_makes_room_for_who_asks() {
    let folder = folder_with(&[(FILE, SOUND)]);
    let form = Form::start(folder.path(), &[FILE]);
    let last = 3 * Limits::default().connections;
    let connect = |count: usize| (0..count).map(|_| form.connect()).collect::<Vec<_>>();
    let mut crowd = connect(times("RAPPORTEUR_CROWD", 200).saturating_sub(last));
    // Whoever has begun to ask may end.
    let mut slow = form.connect();
    let request = form.head("GET", PAGE, "");
    let (beginning, end) = request.split_at(40);
    slow.write_all(beginning.as_bytes()).unwrap();
    crowd.extend(connect(last));
    let begun = Instant::now();
    assert_eq!(form.get(PAGE).status, 200);
    assert!(begun.elapsed() < Limits::default().silence, "{:?}", begun.elapsed());
    slow.write_all(end.as_bytes()).unwrap();
    assert_eq!(read(slow).status, 200);
    assert!(form.memory().is_none_or(|most| most < 60), "{:?} MB", form.memory());
    println!("{} connections, an answer after {:?}, {:?} MB", crowd.len(), begun.elapsed(), form.memory());
}
