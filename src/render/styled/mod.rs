//! A page as the formats take it that are made of it: its elements (`dom`), and what every property of the stylesheet
//! comes to for each (`css`, `cascade`, `property`, `style`). What is told of either is a `warning`.
//!
//! In: semantic HTML and a stylesheet. Out: nothing is laid out or written here; `pdf` and `docx` do that.

pub(super) mod cascade;
pub(super) mod css;
pub(super) mod dom;
mod flexible;
pub(super) mod paper;
pub(super) mod pen;
mod property;
pub(super) mod style;
pub(super) mod supported;
pub(super) mod value;
pub(super) mod warning;
