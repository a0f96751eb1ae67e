//! The widths of columns: of tables, and of the children of a flex row.

use super::value::Length;

/// The least and the most width that a column's content asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Need {
    pub(super) min: f32,
    pub(super) max: f32,
}

/// Shares `room` among columns: set widths first, then what the contents ask for. With `fill`
/// the whole room is used, else no more than needed.
pub(super) fn share(room: f32, set: &[Length], needs: &[Need], fill: bool) -> Vec<f32> {
    let mut widths: Vec<f32> = Vec::with_capacity(needs.len());
    for (length, need) in set.iter().zip(needs) {
        widths.push(length.resolve(room).map_or(0.0, |width| width.max(need.min)));
    }
    let auto: Vec<usize> = (0..needs.len()).filter(|&i| set[i] == Length::Auto).collect();
    let taken: f32 = widths.iter().sum();
    let left = (room - taken).max(0.0);
    let min: f32 = auto.iter().map(|&i| needs[i].min).sum();
    let max: f32 = auto.iter().map(|&i| needs[i].max).sum();
    for &i in &auto {
        let need = needs[i];
        widths[i] = if max <= left {
            let spare = if fill { left - max } else { 0.0 };
            need.max + spare * if max > 0.0 { need.max / max } else { 1.0 / auto.len() as f32 }
        } else if min <= left {
            need.min + (left - min) * (need.max - need.min) / (max - min)
        } else {
            need.min
        };
    }
    let total: f32 = widths.iter().sum();
    let grows = fill && auto.is_empty() && total > 0.0;
    if total > room || grows {
        widths.iter_mut().for_each(|width| *width *= room / total);
    }
    widths
}

/// Shares `room` among the children of a flex row: each begins as wide as `set` says, or its content; what is left
/// goes to those that `grow`, what is missing is taken from the text.
pub(super) fn flex(room: f32, set: &[Length], grow: &[f32], needs: &[Need]) -> Vec<f32> {
    let mut widths: Vec<f32> =
        set.iter().zip(needs).map(|(set, need)| set.resolve(room).unwrap_or(need.max).max(need.min)).collect();
    let left = room - widths.iter().sum::<f32>();
    let grows: f32 = grow.iter().sum();
    if left > 0.0 && grows > 0.0 {
        // A child that is wider than its share keeps its width; the others share the rest.
        let mut open: Vec<usize> = (0..widths.len()).filter(|&i| grow[i] > 0.0).collect();
        loop {
            let fixed: f32 = (0..widths.len()).filter(|i| !open.contains(i)).map(|i| widths[i]).sum();
            let grows: f32 = open.iter().map(|&i| grow[i]).sum();
            let basis = |i: usize| set[i].resolve(room).unwrap_or(needs[i].max);
            let spare = room - fixed - open.iter().map(|&i| basis(i)).sum::<f32>();
            let share = |i: usize| basis(i) + spare * grow[i] / grows;
            let count = open.len();
            let (fits, wide): (Vec<_>, Vec<_>) = open.into_iter().partition(|&i| share(i) >= needs[i].min);
            if wide.is_empty() || fits.is_empty() {
                fits.iter().for_each(|&i| widths[i] = share(i));
                break;
            }
            debug_assert!(fits.len() < count);
            open = fits;
        }
    }
    let total: f32 = widths.iter().sum();
    if total > room {
        let min: f32 = widths.iter().zip(needs).map(|(width, need)| width.min(need.min.max(0.0))).sum();
        let give = ((total - room) / (total - min).max(0.01)).min(1.0);
        for (width, need) in widths.iter_mut().zip(needs) {
            *width -= (*width - need.min.min(*width)) * give;
        }
        let total: f32 = widths.iter().sum();
        if total > room {
            widths.iter_mut().for_each(|width| *width *= room / total);
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDS: [Need; 3] =
        [Need { min: 20.0, max: 40.0 }, Need { min: 30.0, max: 300.0 }, Need { min: 10.0, max: 10.0 }];
    const AUTO: [Length; 3] = [Length::Auto; 3];

    fn sum(widths: &[f32]) -> f32 {
        widths.iter().map(|width| width.round()).sum()
    }

    #[test]
    fn wide_room_gives_all_they_want() {
        assert_eq!(share(400.0, &AUTO, &NEEDS, false), [40.0, 300.0, 10.0]);
        assert_eq!(sum(&share(700.0, &AUTO, &NEEDS, true)), 700.0);
    }

    #[test]
    fn narrow_room_never_goes_below_the_longest_word() {
        let widths = share(100.0, &AUTO, &NEEDS, true);
        assert_eq!(sum(&widths), 100.0);
        assert!(widths.iter().zip(NEEDS).all(|(width, need)| *width >= need.min));
    }

    #[test]
    fn no_room_shrinks_all_alike() {
        assert_eq!(share(30.0, &AUTO, &NEEDS, true), [10.0, 15.0, 5.0]);
    }

    #[test]
    fn set_widths_are_kept() {
        let set = [Length::Share(0.5), Length::Auto, Length::Points(25.0)];
        assert_eq!(share(200.0, &set, &NEEDS, true), [100.0, 75.0, 25.0]);
    }

    #[test]
    fn flex_children_share_what_is_left() {
        let needs = [Need { min: 10.0, max: 60.0 }, Need { min: 10.0, max: 90.0 }];
        assert_eq!(flex(200.0, &[Length::ZERO; 2], &[1.0, 1.0], &needs), [100.0, 100.0]);
        assert_eq!(flex(200.0, &[Length::Auto; 2], &[0.0, 1.0], &needs), [60.0, 140.0]);
        assert_eq!(flex(200.0, &[Length::Auto; 2], &[0.0, 0.0], &needs), [60.0, 90.0]);
        let wide = [Need { min: 150.0, max: 160.0 }, Need { min: 10.0, max: 90.0 }];
        assert_eq!(flex(200.0, &[Length::ZERO; 2], &[1.0, 1.0], &wide), [150.0, 50.0]);
    }

    #[test]
    fn flex_children_shrink_to_their_longest_word_first() {
        let needs = [Need { min: 50.0, max: 150.0 }, Need { min: 20.0, max: 20.0 }];
        assert_eq!(flex(100.0, &[Length::Auto; 2], &[0.0, 0.0], &needs), [80.0, 20.0]);
        assert_eq!(sum(&flex(35.0, &[Length::Auto; 2], &[0.0, 0.0], &needs)), 35.0);
    }
}
