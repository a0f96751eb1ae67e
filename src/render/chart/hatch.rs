//! Lines across a rectangle, which tell one status from another without colour.

use std::fmt::Write as _;

use super::tenth;

/// How lines run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// From below left to above right.
    Rising,
    /// From above left to below right.
    Falling,
    /// Upright.
    Upright,
    /// Level.
    Level,
}

/// A path of lines `step` units apart, within the rectangle that begins at `x`, 0 and is `width` by `height` units.
pub(super) fn path(lines: Lines, (x, width, height): (f64, f64, f64), step: f64) -> String {
    let mut path = String::new();
    let mut line = |from: (f64, f64), to: (f64, f64)| {
        let [a, b, c, d] = [from.0, from.1, to.0, to.1].map(tenth);
        // Writing to a text can't fail.
        let _ = write!(path, "M{a} {b}L{c} {d}");
    };
    match lines {
        Lines::Level => {
            for y in steps(step / 2.0, height, step) {
                line((x, y), (x + width, y));
            }
        }
        Lines::Upright => {
            for at in steps(x + step / 2.0, x + width, step) {
                line((at, 0.0), (at, height));
            }
        }
        Lines::Rising | Lines::Falling => {
            // A line begins at the bottom at `at`, and is `height` further at the top; the rectangle cuts it.
            for at in steps(x - height + step / 2.0, x + width, step) {
                let (from, to) = (at.max(x), (at + height).min(x + width));
                let rise = |place: f64| place - at;
                let (low, high) = (rise(from), rise(to));
                match lines {
                    Lines::Rising => line((from, height - low), (to, height - high)),
                    _ => line((from, low), (to, high)),
                }
            }
        }
    }
    path
}

/// `first`, `first + step` and so on, below `end`; a picture has no use for thousands.
fn steps(first: f64, end: f64, step: f64) -> impl Iterator<Item = f64> {
    (0..1000).map(move |at| first + step * f64::from(at)).take_while(move |at| *at < end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_in_their_rectangle() {
        for lines in [Lines::Rising, Lines::Falling, Lines::Upright, Lines::Level] {
            let drawn = path(lines, (10.0, 7.5, 16.0), 5.0);
            let places: Vec<f64> = drawn
                .split(['M', 'L', ' '])
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().unwrap())
                .collect();
            assert!(!places.is_empty());
            for pair in places.chunks(2) {
                assert!((10.0..=17.5).contains(&pair[0]) && (0.0..=16.0).contains(&pair[1]), "{lines:?}: {drawn}");
            }
        }
    }
}
