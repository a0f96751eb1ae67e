//! Files in the folder of the one that names them: logos and fonts. A path is looked at only if it stays inside.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::written::Named;
use crate::model::{Font, Picture};

/// Larger pictures are no logos.
const LARGEST_LOGO: u64 = 1024 * 1024;

/// Larger than any font, also those of Chinese and Japanese.
const LARGEST_FONT: u64 = 64 * 1024 * 1024;

/// A path that must not be looked at.
pub(super) enum Refusal {
    /// Why it is not safe, to be followed by the folder.
    Unsafe(&'static str),
    /// It is written with `\`.
    Backslash,
}

/// The logo at `path` below `folder`, or why there is none.
pub(super) fn logo(folder: &Path, path: &str) -> Named<Picture> {
    named(folder, path, (LARGEST_LOGO, "is larger than 1 MB"), |bytes| {
        if Picture::media_type(path).is_none() {
            return Err("is neither a `.png` nor a `.svg` file");
        }
        Picture::of(path, bytes).ok_or("is not a picture of the kind that its name says")
    })
}

/// The font file at `path` below `folder`, or why there is none.
pub(super) fn font(folder: &Path, path: &str) -> Named<Font> {
    named(folder, path, (LARGEST_FONT, "is larger than 64 MB"), |bytes| {
        Font::of(bytes).ok_or("is not a font file (TTF, OTF or TTC)")
    })
}

/// What `make` makes of the file at `path`, if that is not larger than `most`.
fn named<T>(
    folder: &Path,
    path: &str,
    (most, too_large): (u64, &'static str),
    make: impl FnOnce(Vec<u8>) -> Result<T, &'static str>,
) -> Named<T> {
    let real = match inside(folder, path) {
        Ok(Some(real)) => real,
        Ok(None) => return Named::Unusable("is not there"),
        Err(Refusal::Unsafe(why)) => return Named::Unsafe(why),
        Err(Refusal::Backslash) => return Named::Backslash,
    };
    let read = |real: &Path| -> io::Result<Option<Vec<u8>>> {
        if fs::metadata(real)?.len() > most { Ok(None) } else { fs::read(real).map(Some) }
    };
    match read(&real) {
        Ok(Some(bytes)) => make(bytes).map_or_else(Named::Unusable, Named::Usable),
        Ok(None) => Named::Unusable(too_large),
        Err(_) => Named::Unusable("can't be read"),
    }
}

/// The file at `path` below `folder`, `None` if there is none; an error if the path must not be looked at.
pub(super) fn inside(folder: &Path, path: &str) -> Result<Option<PathBuf>, Refusal> {
    let Ok(real) = folder.join(is_inside(path)?).canonicalize() else {
        return Ok(None);
    };
    // A link may point anywhere; only what really lies below the folder is looked at.
    if !folder.canonicalize().is_ok_and(|folder| real.starts_with(folder)) {
        return Err(Refusal::Unsafe("is a link that leaves"));
    }
    if !real.is_file() {
        return Err(Refusal::Unsafe("is not a file in"));
    }
    Ok(Some(real))
}

/// `path`, if as it is written it stays inside the folder that it begins in.
pub(super) fn is_inside(path: &str) -> Result<&Path, Refusal> {
    let slashed = path.replace('\\', "/");
    let drive = slashed.as_bytes().get(1) == Some(&b':');
    // A drive or a server is the greater fault: with `/` in place of `\` such a path would still not do.
    if path.contains('\\') && !drive && !slashed.starts_with('/') && !slashed.starts_with("..") {
        return Err(Refusal::Backslash);
    }
    let relative = Path::new(path);
    let within = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if drive || slashed.starts_with('/') || slashed.starts_with("..") || !within {
        return Err(Refusal::Unsafe(if path.contains("..") { "leaves" } else { "is not inside" }));
    }
    Ok(relative)
}
