//! Pictures of an institution's own folder of templates, such as its logo.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::load::reason;
use crate::model::Picture;

/// Larger files are no pictures for a report.
const LARGEST: u64 = 20 * 1024 * 1024;

/// The folder that pictures are taken from, if there is one.
#[derive(Debug)]
pub(super) struct Pictures(Option<PathBuf>);

impl Pictures {
    /// Those in the folder `own`.
    pub(super) fn of(own: Option<&Path>) -> Self {
        Self(own.map(Path::to_path_buf))
    }

    /// Every picture that a template can name, with its name.
    pub(super) fn all(&self) -> Vec<(String, Vec<u8>)> {
        let entries = self.0.iter().flat_map(fs::read_dir).flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let picture = |name: String| self.named(&name).ok().map(|picture| (name, picture.bytes));
        names.filter_map(picture).collect()
    }

    /// The picture `name` as a `data:` address, which the page holds whole; an error is the reason in plain words.
    pub(super) fn address(&self, name: &str) -> Result<String, String> {
        self.named(name).map(|picture| address(&picture))
    }

    fn named(&self, name: &str) -> Result<Picture, String> {
        if name.is_empty() {
            return Err("the name of a picture is missing".to_owned());
        }
        // A template may come from elsewhere, and must not reach beyond its folder.
        if name.contains(['/', '\\', ':']) || name.contains("..") || name.starts_with('.') {
            return Err(format!("`{name}` is no plain name of a file"));
        }
        if Picture::media_type(name).is_none() {
            return Err(format!("`{name}` is neither a `.png` nor a `.svg` file"));
        }
        let Some(folder) = &self.0 else {
            return Err(format!(
                "`{name}` can only be taken from a folder of own templates; name it with `--templates`"
            ));
        };
        let path = folder.join(name);
        let unreadable = |error: std::io::Error| format!("the picture `{name}` can't be read: {}", reason(&error));
        let size = fs::metadata(&path).map_err(unreadable)?.len();
        if size > LARGEST {
            return Err(format!("the picture `{name}` is larger than {} MB", LARGEST / 1024 / 1024));
        }
        let bytes = fs::read(&path).map_err(unreadable)?;
        let picture = Picture::of(name, bytes);
        let wrong = || format!("the picture `{name}` is not of the kind that its name says");
        picture.ok_or_else(wrong)
    }
}

/// The address that holds `picture` whole.
pub(super) fn address(picture: &Picture) -> String {
    format!("data:{};base64,{}", picture.media_type, STANDARD.encode(&picture.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_of_the_folder_are_given() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("logo.png"), b"\x89PNG\r\n\x1a\n").unwrap();
        fs::write(folder.path().join("logo.SVG"), "<svg/>").unwrap();
        fs::write(folder.path().join("false.png"), "<svg/>").unwrap();
        fs::write(folder.path().join("words.toml"), "").unwrap();
        let pictures = Pictures::of(Some(folder.path()));
        assert_eq!(pictures.address("logo.png").as_deref(), Ok("data:image/png;base64,iVBORw0KGgo="));
        assert_eq!(pictures.address("logo.SVG").as_deref(), Ok("data:image/svg+xml;base64,PHN2Zy8+"));
        for refused in ["", "false.png", "words.toml", "gone.png", "../logo.png", "a/logo.png", "/logo.png", "..png"] {
            assert!(pictures.address(refused).is_err(), "{refused}");
        }
        assert!(Pictures::of(None).address("logo.png").unwrap_err().contains("--templates"));
    }
}
