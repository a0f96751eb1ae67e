//! Shares: a recommendation's weight, divided among its items.
//!
//! A paragraph that was broken into five questions counts as much as one that needed a single question. Shares are
//! fixed once; every figure, whatever it is about, adds up the shares of its items.

use super::{ItemResult, Ratio, ratio};

/// Divides `weight` among `items`, the items of one recommendation: `s_i = W · a_i / Σ a_j`, with j over the applicable
/// items of the same group ([`ItemResult::share`]), and once more with j over all items of the same group
/// ([`ItemResult::share_of_all`]). The groups of a recommendation don't take from each other.
pub(super) fn distribute(weight: u32, items: &mut [ItemResult]) {
    let shares: Vec<(Ratio, Ratio)> = items
        .iter()
        .map(|item| {
            let group = || items.iter().filter(|other| other.group() == item.group());
            let own = weight_of(item);
            let of_applicable = own * u64::from(item.is_applicable());
            (
                part(weight, of_applicable, group().filter(|other| other.is_applicable()).map(weight_of).sum()),
                part(weight, own, group().map(weight_of).sum()),
            )
        })
        .collect();
    for (item, (share, share_of_all)) in items.iter_mut().zip(shares) {
        item.share = share;
        item.share_of_all = share_of_all;
    }
}

/// The weight of an item within its recommendation.
fn weight_of(item: &ItemResult) -> u64 {
    item.item.weight.into()
}

/// `weight · own / all`; nothing of nothing is nothing.
fn part(weight: u32, own: u64, all: u64) -> Ratio {
    ratio::fraction(u64::from(weight) * own, all).unwrap_or_else(|| ratio::whole(0))
}
