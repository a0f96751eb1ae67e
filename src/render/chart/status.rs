//! Bars that show how many items stand how far.

use std::fmt::Write as _;

use serde_json::Value;

use super::hatch::{self, Lines};
use super::{number, rect, svg, tenth};

/// Each status: its key in a tally, which also is its class, and the lines that mark it.
const STATUSES: [(&str, Option<(Lines, f64)>); 9] = [
    ("full", None),
    ("largely", Some((Lines::Rising, 10.0))),
    ("partly", Some((Lines::Falling, 9.0))),
    ("nothing", None),
    ("breached", Some((Lines::Upright, 7.0))),
    ("refused", Some((Lines::Falling, 5.0))),
    ("unknown", Some((Lines::Level, 5.0))),
    ("unanswered", None),
    ("not-applicable", Some((Lines::Upright, 4.0))),
];

const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 16.0;

/// A bar of all statuses, as long as they are many.
pub(super) fn bar(tally: &Value, label: Option<&str>) -> String {
    let counts = STATUSES.map(|(key, _)| number(tally, key).unwrap_or(0.0));
    let all: f64 = counts.iter().sum();
    let (mut content, mut sum) = (String::new(), 0.0);
    for ((class, lines), count) in STATUSES.into_iter().zip(counts) {
        let from = tenth(WIDTH * sum / all.max(1.0));
        sum += count;
        let width = tenth(WIDTH * sum / all.max(1.0) - from);
        if count > 0.0 {
            segment(&mut content, class, lines, (from, width));
        }
    }
    svg("status", (400, 16), true, label, &content)
}

/// A sample of one status, for a legend.
pub(super) fn swatch(status: &str) -> String {
    let mut content = String::new();
    if let Some((class, lines)) = STATUSES.into_iter().find(|(class, _)| *class == status) {
        segment(&mut content, class, lines, (0.0, 28.0));
    }
    svg("swatch", (28, 16), false, None, &content)
}

fn segment(content: &mut String, class: &str, lines: Option<(Lines, f64)>, (from, width): (f64, f64)) {
    rect(content, &format!("s-{class}"), (from, 0.0), (width, HEIGHT));
    if let Some((lines, step)) = lines {
        let path = hatch::path(lines, (from, width, HEIGHT), step);
        // Writing to a text can't fail.
        let _ = write!(content, r#"<path class="l-{class}" d="{path}"/>"#);
    }
    // Neighbours of like colour are told apart by a gap.
    if from > 0.0 {
        rect(content, "s-gap", (from, 0.0), (1.0, HEIGHT));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_bar_is_filled_whole_and_says_what_it_shows() {
        let drawn = bar(&json!({ "full": 1, "unanswered": 3 }), Some("1 \"of\" 4"));
        assert!(drawn.contains(r#"class="s-full" x="0" y="0" width="100""#), "{drawn}");
        assert!(drawn.contains(r#"class="s-unanswered" x="100" y="0" width="300""#), "{drawn}");
        assert!(drawn.contains(r#"aria-label="1 &quot;of&quot; 4""#), "{drawn}");
        assert!(!bar(&json!({}), None).contains("<rect"));
    }
}
