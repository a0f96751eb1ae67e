//! What could not be drawn as asked, told to the caller instead of printed.

/// Something in the document that the PDF shows differently or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// One lower-case sentence without a full stop.
    pub message: String,
    /// Where: a path like `main > section#gaps > table`, or `style` for the stylesheet.
    pub element: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (in `{}`)", self.message, self.element)
    }
}

/// Collects warnings; the same message is kept once, with its first place.
#[derive(Default)]
pub(super) struct Warnings {
    seen: std::collections::HashSet<String>,
    list: Vec<Warning>,
}

impl Warnings {
    pub(super) fn add(&mut self, message: String, element: impl Into<String>) {
        if self.seen.insert(message.clone()) {
            self.list.push(Warning { message, element: element.into() });
        }
    }

    pub(super) fn into_list(self) -> Vec<Warning> {
        self.list
    }
}
