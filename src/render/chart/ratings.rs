//! Pictures of a review: three ratings below each other, and an estimate with its sampling interval.

use std::fmt::Write as _;

use serde_json::Value;

use super::hatch::{self, Lines};
use super::{number, rect, svg, tenth, text};
use crate::assess::{Percent, Qualifier};
use crate::render::Failure;
use crate::render::words::Words;

/// The three ratings: the key in the data, which also is the end of the class, and the lines that mark it.
const RATINGS: [(&str, Option<Lines>); 3] =
    [("own", None), ("auditor", Some(Lines::Falling)), ("supported", Some(Lines::Upright))];

/// Self-rating, auditor's rating and what evidence supports, each a bar from 0 with its name above it. `ratings` is that
/// of a review in the report.
pub(super) fn ratings(ratings: &Value, label: Option<&str>, words: &Words) -> Result<String, Failure> {
    let mut content = String::new();
    let mut top = 0.0;
    for (key, lines) in RATINGS {
        let percent = ratings.get(key).and_then(|rating| rating.get("percent"));
        let shown =
            words.percent(percent.and_then(|percent| serde_json::from_value::<Percent>(percent.clone()).ok()))?;
        name(&mut content, top + 10.0, &format!("{}: {shown}", words.plain(&format!("review.{key}"))?));
        rect(&mut content, "bar-track", (16.0, top + 14.0), (448.0, 9.0));
        let width = tenth(percent.and_then(|percent| number(percent, "permille")).unwrap_or(0.0) * 0.448);
        if width > 0.0 {
            rect(&mut content, &format!("r-{key}"), (16.0, top + 14.0), (width, 9.0));
        }
        if let Some(lines) = lines.filter(|_| width > 0.0) {
            let path = hatch::path(lines, (16.0, width, 9.0), 6.0);
            let _ =
                write!(content, r#"<path class="r-lines-{key}" transform="translate(0 {})" d="{path}"/>"#, top + 14.0);
        }
        top += 28.0;
    }
    axis(&mut content, top - 4.0, words)?;
    Ok(svg("ratings", (480, 99), false, label, &content))
}

/// An estimate (diamond) with its sampling interval (a line with a cap at each end), below the self-rating of the same
/// items (triangle). `estimate` is that of a review in the report.
pub(super) fn interval(estimate: &Value, label: Option<&str>, words: &Words) -> Result<String, Failure> {
    let place = |key: &str| estimate.get(key).and_then(|percent| number(percent, "permille")).map(at);
    let mut content = String::new();
    rect(&mut content, "bar-track", (16.0, 20.0), (448.0, 1.0));
    if let Some(x) = place("own") {
        let (left, right) = (tenth(x - 5.0), tenth(x + 5.0));
        let _ = write!(content, r#"<path class="here" d="M{left} 0L{right} 0L{x} 7Z"/>"#);
        let _ = write!(content, r#"<path class="here-line" d="M{x} 6L{x} 26"/>"#);
    }
    if let (Some(lower), Some(upper)) = (place("lower"), place("upper")) {
        let _ = write!(
            content,
            r#"<path class="sampling" d="M{lower} 13L{lower} 27M{lower} 20L{upper} 20M{upper} 13L{upper} 27"/>"#
        );
    }
    if let Some(x) = place("supported") {
        let (left, right) = (tenth(x - 6.0), tenth(x + 6.0));
        let _ = write!(content, r#"<path class="estimated" d="M{left} 20L{x} 14L{right} 20L{x} 26Z"/>"#);
    }
    axis(&mut content, 28.0, words)?;
    Ok(svg("interval", (480, 44), false, label, &content))
}

/// Where so many thousandths lie; there is room for half a label at both ends.
fn at(permille: f64) -> f64 {
    tenth(16.0 + permille * 0.448)
}

/// Adds a text that begins where the bars do.
fn name(content: &mut String, y: f64, words: &str) {
    let words = handlebars::html_escape(words);
    let _ = write!(content, r#"<text class="bar-name" x="16" y="{y}">{words}</text>"#);
}

/// Adds the marks from 0 to 100 %.
fn axis(content: &mut String, y: f64, words: &Words) -> Result<(), Failure> {
    for whole in [0_u16, 25, 50, 75, 100] {
        let x = at(f64::from(whole) * 10.0);
        let percent = Percent { qualifier: Qualifier::Plain, whole, permille: whole * 10 };
        let _ = write!(content, r#"<path class="tick" d="M{x} {y}L{x} {}"/>"#, y + 4.0);
        text(content, "tick-label", (x, y + 13.0), &words.percent(Some(percent))?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::render;

    #[test]
    fn three_bars_are_as_long_as_their_figures_and_named() {
        let words = render::words(None, "en").unwrap();
        let of = |whole: u16| json!({ "percent": { "qualifier": "plain", "whole": whole, "permille": whole * 10 } });
        let data = json!({ "own": of(50), "auditor": of(25), "supported": { "percent": null } });
        let drawn = ratings(&data, Some("three"), &words).unwrap();
        assert!(drawn.contains(r#"class="r-own" x="16" y="14" width="224""#), "{drawn}");
        assert!(drawn.contains(r#"class="r-auditor" x="16" y="42" width="112""#), "{drawn}");
        assert!(drawn.contains("Self-rating: 50\u{a0}%") && !drawn.contains("r-supported"), "{drawn}");
    }

    #[test]
    fn an_interval_has_caps_and_is_left_out_where_there_is_none() {
        let words = render::words(None, "en").unwrap();
        let data = json!({ "own": { "permille": 750 }, "supported": { "permille": 500 }, "lower": { "permille": 250 },
            "upper": { "permille": 1000 } });
        let drawn = interval(&data, None, &words).unwrap();
        assert!(drawn.contains(r#"class="sampling" d="M128 13L128 27M128 20L464 20M464 13L464 27""#), "{drawn}");
        let drawn = interval(&json!({ "supported": { "permille": 500 }, "lower": null }), None, &words).unwrap();
        assert!(!drawn.contains("sampling") && drawn.contains("estimated"), "{drawn}");
    }
}
