//! The `assess` stage and its rendering as JSON: examples worked by hand, and properties that hold for all answers.

#![allow(clippy::unwrap_used)] // A panic is a failed test.

/// Coverage, implementation, bounds, evidence, models and gains of small cases, with the working in comments.
mod figures;

/// Deadlines and actions, by the day.
mod days;

/// What holds for any two assessments.
mod pairs;

/// What changed between two periods.
mod compare;

/// How ratios are shown.
mod percent;

/// What holds for any rules and answers.
mod properties;

/// The JSON document, and that its description is complete.
mod json;

/// Published scales in place of ours, parts to look at, and answers that are offered.
mod choice;

/// What a review makes of the figures.
mod review;
