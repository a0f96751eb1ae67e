//! rapporteur answers, for a national human rights institution, what has been done about each recommendation of a
//! resolution.
//!
//! A *rules* file says what a resolution recommends and which questions follow from it; an institution writes its
//! *responses*; the program checks both, scores coverage and implementation, and renders a report. The way of the data
//! is the order of the modules below; each stage imports only earlier ones and the three side modules.
//!
//! ```text
//! load → check → assess → report → render
//! ```
//!
//! Three outcomes are kept apart. A *failure* is an `Err`: the tool could not do its work. A *problem* is a value in
//! [`problem::Problems`]: a file that somebody wrote has a fault, at a place. A *gap* is a result: the institution has
//! not done something, and the report says so.
//!
//! The library never prints and reads neither clock nor environment; [`cli`] does.

// 1. From paths to as-written values with their places, and the state of every evidence file.
pub mod load;

// 2. From as-written values to sound rules and responses, with every problem in one run.
pub mod check;

// 3. From sound rules and responses to exact figures.
pub mod assess;

// 4. From figures to what a reader is told, in order.
pub mod report;

// 5. From what a reader is told to HTML, PDF, Word, terminal text and JSON.
pub mod render;

// Beside the last stages: from an institution's own file to the same file, changed with care.
pub mod revise;

// Beside the last stages: what shows that a file is the one that somebody saw, signed or made.
pub mod proof;

// Beside the stages: the nouns of the field.
pub mod model;

// Beside the stages: the text of files, and places in it.
pub mod source;

// Beside the stages: what can be wrong in a file, in words.
pub mod problem;

// Beside the stages: the tables in which answers stand in a spreadsheet.
pub mod table;

// Beside the stages: the form in which answers are hashed and signed.
pub mod canonical;

// Beside the stages: files written whole, or not at all.
pub mod whole;

// Beside the stages: work shared out among the processor's cores.
mod parallel;

// The second face: pages in a browser over the same calls. It doesn't print.
pub mod form;

// The face: the only part that prints.
pub mod cli;
