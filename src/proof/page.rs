//! The manifest in a page, and the hash by which a change of either is found.

use super::manifest::Manifest;
use crate::source::sha256;

const OPENING: &str = r#"<script type="application/json" id="manifest">"#;
const CLOSING: &str = "</script>";
const HASH: &str = "\"page-sha256\": \"";
const NO_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The page with its manifest, which no browser runs: a block of data at the end of its body.
pub fn with_manifest(page: &str, manifest: &Manifest) -> String {
    let manifest = Manifest { page_sha256: Some(NO_HASH.to_owned()), ..manifest.clone() };
    let element = format!("{OPENING}\n{}{CLOSING}\n", escaped(&manifest.text()));
    let at = ["</body>", "</html>"].iter().find_map(|end| page.rfind(end)).unwrap_or(page.len());
    let (before, after) = page.split_at(at);
    let whole = format!("{before}{element}{after}");
    let hash = sha256(whole.as_bytes());
    match hash_place(&whole) {
        Some(place) => format!("{}{hash}{}", &whole[..place], &whole[place + hash.len()..]),
        None => whole,
    }
}

/// Whether a page holds a manifest, sound or not.
pub fn has_manifest(page: &str) -> bool {
    page.contains(OPENING)
}

/// The manifest of a page, and whether the page is the one that it was put into; an error is what is wrong, in words.
///
/// # Errors
/// If the page has no manifest that can be read.
pub fn manifest_of(page: &str) -> Result<(Manifest, bool), String> {
    let start = page.rfind(OPENING).ok_or("it holds no manifest")? + OPENING.len();
    let length = page[start..].find(CLOSING).ok_or("its manifest has no end")?;
    if length > Manifest::LARGEST {
        return Err("its manifest is too large".into());
    }
    let manifest =
        Manifest::read(&page[start..start + length]).map_err(|why| format!("its manifest is damaged: {why}"))?;
    let place = hash_place(page).filter(|place| page.get(*place..place + NO_HASH.len()).is_some());
    let place = place.ok_or("its manifest has no hash of the page")?;
    let found = &page[place..place + NO_HASH.len()];
    let blank = format!("{}{NO_HASH}{}", &page[..place], &page[place + NO_HASH.len()..]);
    let holds = manifest.page_sha256.as_deref() == Some(found) && sha256(blank.as_bytes()) == found;
    Ok((manifest, holds))
}

/// Where the hash stands: it is the last entry of the manifest.
fn hash_place(page: &str) -> Option<usize> {
    let start = page.rfind(OPENING)?;
    let end = start + page[start..].find(CLOSING)?;
    page[start..end].rfind(HASH).map(|at| start + at + HASH.len())
}

/// JSON that can't end the element it stands in: these signs stand in texts only, where their numbers mean the same.
fn escaped(json: &str) -> String {
    json.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::super::manifest::{Answers, Options};
    use super::*;

    #[test]
    fn a_change_of_page_or_manifest_is_found() {
        let manifest = Manifest {
            format: 1,
            tool: "rapporteur".into(),
            version: "0.1.0".into(),
            audience: "parliament</script><!--".into(),
            options: Options::default(),
            responses: Answers::default(),
            baselines: Vec::new(),
            review: None,
            left_out: Vec::new(),
            files: Vec::new(),
            page_sha256: None,
        };
        let page = with_manifest("<!DOCTYPE html><html><body><p>1 &amp; 2</p></body></html>", &manifest);
        let (read, holds) = manifest_of(&page).unwrap();
        assert!(holds && read.audience == manifest.audience);
        assert_eq!(page.matches("</script>").count(), 1);
        for at in 0..page.len() {
            let mut bytes = page.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            assert!(
                manifest_of(&changed).is_err_and(|why| !why.is_empty()) || !manifest_of(&changed).unwrap().1,
                "{at}"
            );
        }
    }
}
