//! What was posted: typed fields by name, and chosen files.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::multipart::MultipartError;
use axum::extract::{Form, FromRequest, Multipart, Request};
use axum::http::HeaderName;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;

use super::gate::alike;
use super::pages::Trouble;
use super::site::Site;
use super::uploads::Upload;
use crate::load::reason;

/// The field that every form of ours carries, before all others.
const WORD: &str = "word";

/// What was posted.
#[derive(Debug, Default)]
pub(super) struct Posted {
    typed: BTreeMap<String, String>,
    /// Chosen files by the name of their field.
    pub(super) files: BTreeMap<String, Upload>,
    /// What their owner calls them.
    chosen: BTreeMap<String, String>,
    /// Why a chosen file can't be kept. What was typed beside it was read all the same, so that none of it is lost.
    pub(super) unkept: Option<String>,
}

impl Posted {
    /// What was typed into a field; `None` if the page has no such field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.typed.get(name).map(String::as_str)
    }

    /// What was typed into a field, without spaces around it.
    pub(super) fn plain(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// Whether a box was ticked.
    pub(super) fn is_ticked(&self, name: &str) -> bool {
        self.get(name) == Some("yes")
    }

    /// The fields whose names begin so, without that beginning.
    pub(super) fn below<'p>(&'p self, beginning: &'p str) -> impl Iterator<Item = (&'p str, &'p str)> {
        let all = self.typed.iter();
        all.filter_map(move |(name, value)| Some((name.strip_prefix(beginning)?, value.as_str())))
    }

    /// What the file is called that was chosen in a field.
    pub(super) fn chosen(&self, name: &str) -> Option<&str> {
        self.chosen.get(name).map(String::as_str)
    }

    /// What all the chosen files are called.
    pub(super) fn all_chosen(&self) -> Vec<String> {
        self.chosen.values().cloned().collect()
    }

    /// Gives a field another value.
    pub(super) fn set(&mut self, name: String, value: String) {
        self.typed.insert(name, value);
    }

    fn add(&mut self, name: String, value: &str) {
        // Of several fields with one name the last counts: an unticked box is silent, and the empty field before it speaks.
        self.typed.insert(name, cleaned(value));
    }

    fn is_ours(&self, site: &Site) -> bool {
        self.get(WORD).is_some_and(|word| alike(word, &site.secret.of_forms()))
    }
}

impl FromRequest<Arc<Site>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Response> {
        let most = site.limits.upload.saturating_add(site.limits.typed as u64);
        if header(&request, CONTENT_LENGTH).parse::<u64>().is_ok_and(|length| length > most) {
            return Err(Trouble::TooLarge.page(site));
        }
        let of_several = header(&request, CONTENT_TYPE).starts_with("multipart/form-data");
        let posted = if of_several { several(request, site).await } else { plain(request, site).await };
        let posted = posted.map_err(|trouble| trouble.page(site))?;
        if posted.is_ours(site) { Ok(posted) } else { Err(Trouble::Foreign.page(site)) }
    }
}

fn header(request: &Request, name: HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Fields without files.
async fn plain(request: Request, site: &Arc<Site>) -> Result<Posted, Trouble> {
    let (head, body) = request.into_parts();
    let bytes = to_bytes(body, site.limits.typed).await.map_err(|_| Trouble::TooLarge)?;
    let request = Request::from_parts(head, Body::from(bytes));
    let Form(fields) =
        Form::<Vec<(String, String)>>::from_request(request, site).await.map_err(|_| Trouble::Unreadable)?;
    let mut posted = Posted::default();
    fields.into_iter().for_each(|(name, value)| posted.add(name, &value));
    Ok(posted)
}

/// Fields with files, which are written to disk piece by piece as they come.
async fn several(request: Request, site: &Arc<Site>) -> Result<Posted, Trouble> {
    let unreadable = |_: MultipartError| Trouble::Unreadable;
    let mut parts = Multipart::from_request(request, site).await.map_err(|_| Trouble::Unreadable)?;
    let (mut posted, mut left) = (Posted::default(), site.limits.typed);
    while let Some(mut part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        let Some(given) = part.file_name().map(str::to_owned) else {
            let mut bytes = Vec::new();
            while let Some(piece) = part.chunk().await.map_err(unreadable)? {
                left = left.checked_sub(piece.len()).ok_or(Trouble::TooLarge)?;
                bytes.extend_from_slice(&piece);
            }
            posted.add(name, &String::from_utf8_lossy(&bytes));
            continue;
        };
        // Nobody who doesn't know the word gets as far as the disk.
        if !posted.is_ours(site) {
            return Err(Trouble::Foreign);
        }
        let (mut file, mut size) = (None, 0);
        while let Some(piece) = part.chunk().await.map_err(unreadable)? {
            // Where no file was chosen, browsers send one of no bytes, and that may come as a piece.
            if piece.is_empty() {
                continue;
            }
            size += piece.len() as u64;
            if size > site.limits.upload {
                return Err(Trouble::TooLarge);
            }
            posted.chosen.entry(name.clone()).or_insert_with(|| last_of(&given));
            if posted.unkept.is_none() {
                let failed = taken_in(&mut file, &piece, &given, site).err();
                posted.unkept = failed.map(|error| unkept(&error));
            }
        }
        if let Some(upload) = file.filter(|_| posted.unkept.is_none()) {
            posted.files.insert(name, upload);
        }
    }
    Ok(posted)
}

/// Takes in a piece of a file, which begins with the first.
fn taken_in(file: &mut Option<Upload>, piece: &[u8], given: &str, site: &Site) -> io::Result<()> {
    let upload = match file {
        Some(upload) => upload,
        None => file.insert(Upload::begin(&site.folder(), given)?),
    };
    upload.add(piece)
}

/// Why a file can't be kept.
pub(super) fn unkept(error: &io::Error) -> String {
    format!("cannot put the file into the folder `evidence`: {}", reason(error))
}

/// The name of a file without the folders before it.
fn last_of(given: &str) -> String {
    cleaned(given.rsplit(['/', '\\']).next().unwrap_or_default())
}

/// Text with the line ends of the files, without what can't be seen but would be an error there.
fn cleaned(text: &str) -> String {
    let reorders = |c: char| matches!(c, '\u{2066}'..='\u{2069}' | '\u{202A}'..='\u{202E}');
    let unseen = |c: char| (c.is_control() && !matches!(c, '\t' | '\n')) || reorders(c);
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| !unseen(*c)).collect()
}
