//! A small browser without scripts: it opens the form of a running program, and posts as browsers do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

/// A running form with a browser that was opened with its secret address.
pub(crate) struct Form {
    pub(crate) child: Child,
    pub(crate) port: u16,
    pub(crate) opening: String,
    pub(crate) cookie: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Form {
    /// Starts the program on `arguments` in `folder`, and opens the form.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = super::program(folder)
            .arg("fill")
            .args(arguments)
            .arg("--no-open")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let rest = line.trim().strip_prefix("http://127.0.0.1:").unwrap_or_else(|| panic!("no address: {line}"));
        let (port, path) = rest.split_once('/').unwrap();
        let mut form = Self { child, port: port.parse().unwrap(), opening: format!("/{path}"), cookie: String::new() };
        let opened = form.get(&form.opening.clone());
        assert_eq!(opened.status, 303, "{}", opened.head);
        let cookie = opened.header("set-cookie").unwrap();
        form.cookie = cookie.split(';').next().unwrap().to_owned();
        form
    }

    /// The address of the page's own origin.
    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends these bytes and reads all that comes back.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // Whoever is refused early need not have read everything.
        let _ = stream.write_all(bytes);
        read(stream)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// The head of a request as the browser would send it, with `more` headers.
    pub(crate) fn head(&self, method: &str, path: &str, more: &str) -> String {
        let cookie = if self.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", self.cookie) };
        format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{cookie}{more}\r\n", self.port)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.raw(self.head("GET", path, "").as_bytes())
    }

    /// Posts fields as a form without files.
    pub(crate) fn post(&self, path: &str, fields: &[(String, String)]) -> Answer {
        self.raw(&self.posting(path, fields))
    }

    /// What is sent to post fields.
    pub(crate) fn posting(&self, path: &str, fields: &[(String, String)]) -> Vec<u8> {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        let body = body.join("&");
        let more = format!(
            "Origin: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            self.origin(),
            body.len()
        );
        (self.head("POST", path, &more) + &body).into_bytes()
    }

    /// Posts fields as a form with a file.
    pub(crate) fn post_file(&self, path: &str, fields: &[(String, String)], file: (&str, &str, &[u8])) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
            );
        }
        let (field, name, bytes) = file;
        let head = format!(
            "--part\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: \
             application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--part--\r\n");
        let more = format!(
            "Origin: {}\r\nContent-Type: multipart/form-data; boundary=part\r\nContent-Length: {}\r\n",
            self.origin(),
            body.len()
        );
        let mut all = self.head("POST", path, &more).into_bytes();
        all.extend(body);
        self.raw(&all)
    }

    /// The most memory that the program has used so far, in MB, where the system tells.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        most.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
    }

    /// The fields of the page's own form as they stand there.
    pub(crate) fn fields(&self, path: &str) -> Vec<(String, String)> {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        fields_of(&page.body)
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// Gives a field another value, or adds it.
pub(crate) fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// The fields that a browser would post of the form in `main`, by its elements.
pub(crate) fn fields_of(page: &str) -> Vec<(String, String)> {
    use scraper::{Html, Selector};
    let page = Html::parse_document(page);
    let all = Selector::parse("main form[method=post] :is(input, textarea, select)").unwrap();
    let chosen = Selector::parse("option[selected]").unwrap();
    let first = Selector::parse("option").unwrap();
    let mut fields = Vec::new();
    for element in page.select(&all) {
        let value = element.value();
        let Some(name) = value.attr("name") else { continue };
        let typed = match (value.name(), value.attr("type")) {
            ("input", Some("checkbox" | "radio")) if value.attr("checked").is_none() => continue,
            ("input", Some("file")) => continue,
            ("textarea", _) => element.text().collect(),
            ("select", _) => {
                let option = element.select(&chosen).next().or_else(|| element.select(&first).next());
                option.and_then(|option| option.value().attr("value")).unwrap_or_default().to_owned()
            }
            _ => value.attr("value").unwrap_or_default().to_owned(),
        };
        fields.push((name.to_owned(), typed));
    }
    fields
}

fn coded(text: &str) -> String {
    rapporteur::source::in_address(&text.replace('\n', "\r\n"))
}

pub(crate) fn read(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A connection that is cut still gave what it gave.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    let body =
        if head.to_lowercase().contains("transfer-encoding: chunked") { unchunked(body) } else { body.to_owned() };
    Answer { status, head: head.to_owned(), body }
}

fn unchunked(body: &str) -> String {
    let (mut whole, mut rest) = (String::new(), body);
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or_default();
        whole.push_str(&after[..size.min(after.len())]);
        rest = after.get(size + 2..).unwrap_or_default();
    }
    whole
}
