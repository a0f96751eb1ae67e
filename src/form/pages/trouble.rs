//! What somebody is told whose request can't be served.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::super::site::Site;
use crate::load;

/// Why a request can't be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::form) enum Trouble {
    /// It holds more than is taken.
    TooLarge,
    /// No page of ours sent it.
    Foreign,
    /// It is not what a browser sends.
    Unreadable,
    /// There is no such page.
    NotFound,
    /// A file has slips because of which it can't be read.
    Unsound,
    /// A file can't be read: why.
    Read(String),
    /// A file can't be written: why.
    Unwritable(String),
    /// A template has a fault: what.
    Template(String),
}

#[derive(Serialize)]
struct View<'a> {
    what: &'static str,
    why: &'a str,
    /// Most that an evidence file may have, in megabytes.
    most: u64,
}

impl Trouble {
    /// The page that says so.
    pub(in crate::form) fn page(&self, site: &Site) -> Response {
        let (status, what, why) = match self {
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", ""),
            Self::Foreign => (StatusCode::FORBIDDEN, "foreign", ""),
            Self::Unreadable => (StatusCode::BAD_REQUEST, "unreadable", ""),
            Self::Unsound => (StatusCode::INTERNAL_SERVER_ERROR, "unsound", ""),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", ""),
            Self::Read(why) => (StatusCode::INTERNAL_SERVER_ERROR, "read", why.as_str()),
            Self::Unwritable(why) => (StatusCode::INTERNAL_SERVER_ERROR, "unwritable", why.as_str()),
            Self::Template(why) => (StatusCode::INTERNAL_SERVER_ERROR, "template", why.as_str()),
        };
        site.page(status, "trouble", &View { what, why, most: site.limits.upload / (1024 * 1024) })
    }
}

impl From<load::Failure> for Trouble {
    fn from(failure: load::Failure) -> Self {
        Self::Read(failure.to_string())
    }
}
