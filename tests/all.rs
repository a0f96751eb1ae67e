//! All integration tests but the cases, in one program: one of each file takes twice the time to build, and a hundred
//! megabytes. `cargo test --test all form::` runs those of `form.rs`.

mod assess;
mod audiences;
mod codes;
mod determinism;
mod docs;
mod escape;
mod extremes;
mod failures;
mod form;
mod form_evidence;
mod form_help;
mod form_meanwhile;
mod fresh;
mod hostile;
mod oscal;
mod pack;
mod proof;
mod redacted;
mod redaction;
mod review;
mod reviewing;
mod revise;
mod rules;
mod schema;
mod score;
mod seal;
mod sheets;
mod shell;
mod signatures;
mod support;
mod templates;
mod texts;
mod theme;
mod word;
mod words;
