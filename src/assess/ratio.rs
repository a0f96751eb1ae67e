//! Exact numbers: the only kind in this stage. A division by nothing is `None`, never zero.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

/// An exact fraction of whole numbers of any size, in lowest terms; displays as `57/118`, or `1` if it is whole.
pub type Ratio = BigRational;

/// `numerator / denominator`; `None` if the denominator is zero.
pub(super) fn divide(numerator: &Ratio, denominator: &Ratio) -> Option<Ratio> {
    let (above, below) = (numerator.numer() * denominator.denom(), numerator.denom() * denominator.numer());
    (!denominator.is_zero()).then(|| lowest(above, below))
}

/// `numerator / denominator` of two whole numbers; `None` if the denominator is zero.
pub(super) fn fraction(numerator: u64, denominator: u64) -> Option<Ratio> {
    divide(&whole(numerator), &whole(denominator))
}

/// `Σ ratio · factor`. Terms with the same denominator are added first: to bring a fraction to lowest terms costs far
/// more than to add, and shares have few denominators.
pub(super) fn sum<'r>(terms: impl Iterator<Item = (&'r Ratio, u64)>) -> Ratio {
    let mut sums: Vec<(&BigInt, BigInt)> = Vec::new();
    for (ratio, factor) in terms {
        let term = ratio.numer() * factor;
        match sums.iter_mut().find(|(denominator, _)| *denominator == ratio.denom()) {
            Some((_, sum)) => *sum += term,
            None => sums.push((ratio.denom(), term)),
        }
    }
    let (mut above, mut below) = (BigInt::zero(), BigInt::one());
    for (denominator, sum) in sums {
        above = above * denominator + sum * &below;
        below *= denominator;
    }
    lowest(above, below)
}

/// A fraction in lowest terms. What fits into machine words, as nearly every figure does, is reduced there.
fn lowest(above: BigInt, below: BigInt) -> Ratio {
    let (Some(small_above), Some(small_below)) = (above.to_u64(), below.to_u64()) else {
        return Ratio::new(above, below);
    };
    let (mut one, mut other) = (small_above, small_below);
    while other > 0 {
        (one, other) = (other, one % other);
    }
    Ratio::new_raw((small_above / one).into(), (small_below / one).into())
}

/// A whole number as a ratio.
pub(super) fn whole(number: u64) -> Ratio {
    Ratio::from_integer(number.into())
}
