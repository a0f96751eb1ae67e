//! A name that nothing has.

use super::nearest;

/// What was given, and what it is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What was given.
    pub given: String,
    /// The known name most like it.
    pub nearest: Option<String>,
    /// All known names.
    pub known: Vec<String>,
}

impl Unknown {
    /// Holds `given`, which is not among them, against the names that are `known`.
    pub fn among<N: Into<String>>(given: impl Into<String>, known: impl IntoIterator<Item = N>) -> Self {
        let given = given.into();
        let known: Vec<String> = known.into_iter().map(Into::into).collect();
        let nearest = nearest(&given, known.iter().map(String::as_str)).map(str::to_owned);
        Self { given, nearest, known }
    }
}
