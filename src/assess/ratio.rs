//! Exact numbers: the only kind in this stage. A division by nothing is `None`, never zero.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

/// An exact fraction of whole numbers of any size, in lowest terms; displays as `57/118`, or `1` if it is whole.
pub type Ratio = BigRational;

/// `numerator / denominator`; `None` if the denominator is zero.
pub(super) fn divide(numerator: &Ratio, denominator: &Ratio) -> Option<Ratio> {
    (!denominator.is_zero()).then(|| numerator / denominator)
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
    sums.into_iter().map(|(denominator, sum)| Ratio::new(sum, denominator.clone())).sum()
}

/// A whole number as a ratio.
pub(super) fn whole(number: u64) -> Ratio {
    Ratio::from_integer(number.into())
}
