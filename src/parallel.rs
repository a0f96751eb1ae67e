//! Work shared out among the processor's cores.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// More threads than this wait for memory rather than work.
const MOST: usize = 8;

/// Hands each of `items` to `work` once, on as many threads as there are cores. Every thread `begin`s
/// with something of its own to work with; what these became is returned. Which thread gets which
/// item is chance, so an item's outcome must not depend on the items before it.
pub(crate) fn share<T, W>(
    items: impl Iterator<Item = T> + Send,
    begin: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, T) + Sync,
) -> Vec<W>
where
    T: Send,
    W: Send,
{
    let queue = Mutex::new(items);
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        let mut own = begin();
        while let Some(item) = next() {
            work(&mut own, item);
        }
        own
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST);
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut all = vec![run()];
        for other in others {
            all.push(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    })
}

/// What `work` makes of each of `items`, in their order; every thread `begin`s with something of its own to work with.
pub(crate) fn map<T: Sync, R: Send, W: Send>(
    items: &[T],
    begin: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &T) -> R + Sync,
) -> Vec<R> {
    let mut made: Vec<Option<R>> = items.iter().map(|_| None).collect();
    share(items.iter().zip(&mut made), begin, |own, (item, place)| *place = Some(work(own, item)));
    made.into_iter().flatten().collect()
}

/// Does two things at once.
pub(crate) fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let other = scope.spawn(other);
        (one(), other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once() {
        let mut numbers: Vec<u32> = (0..1000).collect();
        let counts = share(
            numbers.iter_mut(),
            || 0,
            |count, number| {
                *number += 1;
                *count += 1;
            },
        );
        assert_eq!(counts.iter().sum::<u32>(), 1000);
        assert!(numbers.into_iter().eq(1..=1000));
    }
}
