//! A theme file as written.

use super::Named;
use crate::model::{Font, Picture};
use crate::source::At;

/// A theme file.
#[derive(Debug, Default)]
pub struct Look {
    /// Logo: what was found, and its path.
    pub logo: Option<(Named<Picture>, At<String>)>,
    /// Colours by the name of the stylesheet's variable.
    pub colours: Vec<(At<String>, At<String>)>,
    /// The family of the text.
    pub family: Option<At<String>>,
    /// Font files: what was found, and their paths.
    pub fonts: Vec<(Named<Font>, At<String>)>,
}
