//! Who may ask: the browser that was opened with the secret address, and pages of ours in it.
//!
//! Any page in the same browser can send requests to this machine, and a name of its own can be made to lead here. So
//! the name asked for must be ours (DNS rebinding), whoever posts must be ours, the secret of the address is turned into
//! a cookie that no other page's request carries, and every form carries a word made of the secret.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION,
    ORIGIN, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::site::Site;
use crate::source::sha256;

/// What opens the form: 128 random bits, as hexadecimal digits.
#[derive(Debug, Clone)]
pub struct Secret(String);

/// Nothing is loaded from elsewhere, and nothing runs or looks but what has a file of its own.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

impl Secret {
    /// Made of random bytes.
    pub fn of(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The path of the address that opens the form.
    pub fn opening(&self) -> String {
        format!("/open/{}", self.0)
    }

    /// The word that every form carries.
    pub fn of_forms(&self) -> String {
        sha256(format!("form {}", self.0).as_bytes())
    }

    /// What the cookie holds.
    fn of_cookie(&self) -> String {
        sha256(format!("cookie {}", self.0).as_bytes())
    }
}

/// Lets through what may come, and puts onto every answer how far the browser may trust it.
pub(super) async fn gate(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut answer = match refusal(&site, &request) {
        Some(answer) => answer,
        None => next.run(request).await,
    };
    let headers = answer.headers_mut();
    let mut fixed = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    fixed(CONTENT_SECURITY_POLICY, POLICY);
    fixed(X_CONTENT_TYPE_OPTIONS, "nosniff");
    fixed(X_FRAME_OPTIONS, "DENY");
    // With `no-referrer` browsers would hide from us, too, that a form is ours.
    fixed(REFERRER_POLICY, "same-origin");
    fixed(CACHE_CONTROL, "no-store");
    // A connection serves one request, so that its time can be measured.
    fixed(CONNECTION, "close");
    answer
}

/// Why a request may not come; or the answer to the secret address, which is the only one without a cookie.
fn refusal(site: &Site, request: &Request) -> Option<Response> {
    let headers = request.headers();
    let named = one(headers, &HOST);
    if !named.is_some_and(|host| site.hosts.iter().any(|ours| ours == host)) {
        return Some(refused(StatusCode::MISDIRECTED_REQUEST, "This address is not that of the form.\n"));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        return Some(refused(StatusCode::METHOD_NOT_ALLOWED, "The form is only read and posted to.\n"));
    }
    let origin = one(headers, &ORIGIN);
    let ours = |origin: &str| site.hosts.iter().any(|host| origin.strip_prefix("http://") == Some(host));
    let foreign = match request.method() {
        &Method::POST => !origin.is_some_and(ours),
        _ => origin.is_some_and(|origin| !ours(origin)),
    };
    if foreign {
        return Some(refused(StatusCode::FORBIDDEN, "This was sent by a page that is not one of the form.\n"));
    }
    let path = request.uri().path();
    if request.method() == Method::GET && alike(path, &site.secret.opening()) {
        let name = &site.cookie;
        let cookie = format!("{name}={}; Path=/; HttpOnly; SameSite=Strict", site.secret.of_cookie());
        return Some((StatusCode::SEE_OTHER, [(SET_COOKIE, cookie), (LOCATION, "/".into())]).into_response());
    }
    // A stylesheet is no secret, and the page that says how to open the form needs it.
    if request.method() != Method::POST && matches!(path, "/form.css" | "/icon.svg") {
        return None;
    }
    if !has_cookie(headers, &site.cookie, &site.secret.of_cookie()) {
        return Some(site.closed());
    }
    None
}

/// The value of a header that is there once.
fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn has_cookie(headers: &HeaderMap, name: &str, wanted: &str) -> bool {
    let all = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    let mut cookies = all.flat_map(|header| header.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.any(|(found, value)| found == name && alike(value, wanted))
}

/// Whether two words are the same; it takes equally long where they differ early and where they differ late.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |differ, (one, other)| differ | (one ^ other));
    one.len() == other.len() && differ == 0
}

fn refused(status: StatusCode, why: &'static str) -> Response {
    (status, why).into_response()
}
