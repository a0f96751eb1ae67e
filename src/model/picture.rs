//! Pictures that a report can show.

/// A PNG or SVG file, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its path, as it was named.
    pub name: String,
    /// Its media type: `image/png` or `image/svg+xml`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// How the names of pictures end, and their media types.
const KINDS: [(&str, &str); 2] = [(".png", "image/png"), (".svg", "image/svg+xml")];

impl Picture {
    /// The media type of a picture with this name; `None` if pictures have no such names.
    pub fn media_type(name: &str) -> Option<&'static str> {
        let name = name.to_lowercase();
        KINDS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, media_type)| *media_type)
    }

    /// How the name of its file ends.
    pub fn ending(&self) -> &'static str {
        if self.media_type == "image/png" { "png" } else { "svg" }
    }

    /// The picture with this name and content; `None` if the content isn't what the name says.
    pub fn of(name: &str, bytes: Vec<u8>) -> Option<Self> {
        let media_type = Self::media_type(name)?;
        let is_kind = match media_type {
            "image/png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            _ => std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")),
        };
        is_kind.then(|| Self { name: name.to_owned(), media_type, bytes })
    }
}
