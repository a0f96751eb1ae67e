//! Pictures along a line: bounds of a figure, a change, deadlines.

use std::fmt::Write as _;

use serde_json::Value;

use super::hatch::{self, Lines};
use super::{number, rect, svg, tenth, text};
use crate::assess::{Percent, Qualifier};
use crate::render::Failure;
use crate::render::words::Words;

/// The bounds of a figure and where it stands, on a line from 0 to 100 %. `figures` is that of the report.
pub(super) fn range(figures: &Value, label: Option<&str>, words: &Words) -> Result<String, Failure> {
    // Room for half a label at both ends.
    let at = |permille: f64| tenth(16.0 + permille * 0.448);
    let mut content = String::new();
    rect(&mut content, "bar-track", (at(0.0), 8.0), (448.0, 12.0));
    let bar = figures.get("bar").unwrap_or(&Value::Null);
    let (done, open) = (number(bar, "done").unwrap_or(0.0), number(bar, "open").unwrap_or(0.0));
    rect(&mut content, "bar-done", (at(0.0), 8.0), (tenth(at(done) - at(0.0)), 12.0));
    if open > 0.0 {
        let width = tenth(at(done + open) - at(done));
        rect(&mut content, "bar-open", (at(done), 8.0), (width, 12.0));
        let path = hatch::path(Lines::Rising, (at(done), width, 12.0), 6.0);
        let _ = write!(content, r#"<path class="bar-lines" transform="translate(0 8)" d="{path}"/>"#);
    }
    if let Some(here) = figures.get("implementation").and_then(|percent| number(percent, "permille")) {
        let x = at(here);
        let (left, right) = (tenth(x - 5.0), tenth(x + 5.0));
        let _ = write!(content, r#"<path class="here" d="M{left} 0L{right} 0L{x} 7Z"/>"#);
        let _ = write!(content, r#"<path class="here-line" d="M{x} 6L{x} 22"/>"#);
    }
    for whole in [0_u16, 25, 50, 75, 100] {
        let x = at(f64::from(whole) * 10.0);
        let percent = Percent { qualifier: Qualifier::Plain, whole, permille: whole * 10 };
        let _ = write!(content, r#"<path class="tick" d="M{x} 20L{x} 24"/>"#);
        text(&mut content, "tick-label", (x, 33.0), &words.percent(Some(percent))?);
    }
    Ok(svg("range", (480, 36), false, label, &content))
}

/// What is done and what is open, beside the figures that say so. `widths` is the bar of the report.
pub(super) fn bar(widths: &Value) -> String {
    let (done, open) = (number(widths, "done").unwrap_or(0.0), number(widths, "open").unwrap_or(0.0));
    let mut content = String::new();
    rect(&mut content, "bar-track", (0.0, 0.0), (1000.0, 10.0));
    rect(&mut content, "bar-done", (0.0, 0.0), (done, 10.0));
    rect(&mut content, "bar-open", (done, 0.0), (open, 10.0));
    svg("bar", (1000, 10), true, None, &content)
}

/// Where a figure stood and where it stands, on a line from 0 to 100 %. `pair` is that of the report.
pub(super) fn change(pair: &Value, label: Option<&str>) -> String {
    let place = |key: &str| {
        let percent = pair.get(key).and_then(|figures| figures.get("implementation"));
        percent.and_then(|percent| number(percent, "permille")).map(|permille| tenth(8.0 + permille * 0.184))
    };
    let mut content = r#"<path class="axis" d="M8 7L192 7M8 3L8 11M100 5L100 9M192 3L192 11"/>"#.to_owned();
    let (then, now) = (place("then"), place("now"));
    if let (Some(then), Some(now)) = (then, now) {
        let _ = write!(content, r#"<path class="way" d="M{then} 7L{now} 7"/>"#);
    }
    for (class, at) in [("then", then), ("now", now)] {
        if let Some(at) = at {
            let _ = write!(content, r#"<circle class="{class}" cx="{at}" cy="7" r="4.5"/>"#);
        }
    }
    svg("change", (200, 14), false, label, &content)
}

/// Deadlines along time, each with its number. `data` is the timeline of the report.
pub(super) fn timeline(data: &Value, label: Option<&str>, words: &Words) -> Result<String, Failure> {
    let list = |key: &str| data.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let place = |entry: &Value| tenth(12.0 + number(entry, "at").unwrap_or(0.0) * 0.456);
    // Marks that would touch are put above each other.
    let mut rows: Vec<f64> = Vec::new();
    let mut marks = Vec::new();
    for mark in list("marks") {
        let x = place(&mark);
        let row = rows.iter().position(|last| x - last >= 13.0).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(x);
        } else {
            rows[row] = x;
        }
        marks.push((x, row, mark));
    }
    let axis = 16.0 + 14.0 * f64::from(u16::try_from(rows.len()).unwrap_or(u16::MAX));
    let mut content = format!(r#"<path class="axis" d="M12 {axis}L468 {axis}"/>"#);
    for year in list("years") {
        let x = place(&year);
        let _ = write!(content, r#"<path class="tick" d="M{x} {axis}L{x} {}"/>"#, axis + 5.0);
        let name = year.get("year").map(Value::to_string).unwrap_or_default();
        text(&mut content, "tick-label", (x + 12.0, axis + 13.0), &name);
    }
    let day = data.get("today-date").and_then(Value::as_str).and_then(|day| day.parse().ok());
    let day = day.map_or_else(|| Ok(String::new()), |day| words.day(day))?;
    let today = tenth(12.0 + number(data, "today").unwrap_or(0.0) * 0.456);
    let _ = write!(content, r#"<path class="today" stroke-dasharray="3 2" d="M{today} 10L{today} {axis}"/>"#);
    text(&mut content, "tick-label", (today.clamp(45.0, 435.0), 8.0), &day);
    for (x, row, mark) in marks {
        let y = axis - 9.0 - 14.0 * f64::from(u16::try_from(row).unwrap_or(u16::MAX));
        let sign = mark.get("sign").and_then(Value::as_str).unwrap_or_default();
        content.push_str(&shape(sign, x, y));
        let number = mark.get("number").map(Value::to_string).unwrap_or_default();
        text(&mut content, &format!("mark-label on-{sign}"), (x, y + 2.5), &number);
    }
    let height = tenth(axis + 18.0).ceil();
    // INVARIANT: a picture's height is that of some rows, far below four thousand million.
    Ok(svg("timeline", (480, height as u32), false, label, &content))
}

/// The mark of a deadline: its form tells as much as its colour.
fn shape(sign: &str, x: f64, y: f64) -> String {
    let at = |dx: f64, dy: f64| format!("{} {}", tenth(x + dx), tenth(y + dy));
    let path = match sign {
        "met" => return format!(r#"<circle class="m-met" cx="{x}" cy="{y}" r="6"/>"#),
        "coming" => return format!(r#"<circle class="m-coming" cx="{x}" cy="{y}" r="5.5"/>"#),
        "late" => format!("M{}L{}L{}Z", at(0.0, -7.0), at(7.0, 5.0), at(-7.0, 5.0)),
        "overdue" => format!("M{}L{}L{}L{}Z", at(-6.0, -6.0), at(6.0, -6.0), at(6.0, 6.0), at(-6.0, 6.0)),
        _ => format!("M{}L{}L{}L{}Z", at(0.0, -7.0), at(7.0, 0.0), at(0.0, 7.0), at(-7.0, 0.0)),
    };
    format!(r#"<path class="m-{sign}" d="{path}"/>"#)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::render;

    #[test]
    fn a_change_goes_from_ring_to_dot() {
        let at = |permille| json!({ "implementation": { "qualifier": "plain", "whole": 0, "permille": permille } });
        let drawn = change(&json!({ "then": at(0), "now": at(1000) }), Some("up"));
        assert!(drawn.contains(r#"d="M8 7L192 7""#) && drawn.contains(r#"class="then" cx="8""#), "{drawn}");
        let nothing = json!({ "implementation": null });
        let drawn = change(&json!({ "then": nothing, "now": at(500) }), None);
        assert!(!drawn.contains("then") && drawn.contains(r#"class="now" cx="100""#), "{drawn}");
    }

    #[test]
    fn a_range_shows_its_bounds_and_where_the_figure_stands() {
        let words = render::words(None, "en").unwrap();
        let figures = json!({ "bar": { "done": 250, "open": 500 }, "implementation": { "permille": 400 } });
        let drawn = range(&figures, None, &words).unwrap();
        assert!(drawn.contains(r#"class="bar-done" x="16" y="8" width="112""#), "{drawn}");
        assert!(drawn.contains(r#"class="bar-open" x="128" y="8" width="224""#), "{drawn}");
        assert!(drawn.contains(r#"class="here-line" d="M195.2 6"#), "{drawn}");
        let empty = range(&json!({}), None, &words).unwrap();
        assert!(!empty.contains("here") && empty.contains("bar-track"));
    }

    #[test]
    fn deadlines_of_one_day_stand_above_each_other() {
        let words = render::words(None, "en").unwrap();
        let mark = |number| json!({ "number": number, "at": 500, "sign": "met" });
        let data = json!({ "years": [], "today": 0, "today-date": "2026-01-31", "marks": [mark(1), mark(2)] });
        let drawn = timeline(&data, None, &words).unwrap();
        assert!(drawn.contains(r#"cx="240" cy="35""#) && drawn.contains(r#"cx="240" cy="21""#), "{drawn}");
        assert!(drawn.contains("31\u{a0}January 2026"), "{drawn}");
    }
}
