//! Least significant digit radix sort: what a CPU answers with when the answer counts.
//!
//! One read counts how often every digit occurs at every place; then each place is one pass that
//! deals all items into their buckets, in order. A place where all items agree needs no pass. It
//! is stable, so carrying an index along makes the permutation.
//!
//! Items are dealt into a second list as long as the first. Where memory is what a browser allows,
//! there may be none for it: sorting numbers of a caller then fails, with the list as it was.

use std::collections::TryReserveError;

use crate::Order;

/// Below this many items, inserting beats counting.
const INSERTION_MAX: usize = 32;

/// From this many items on, longer digits pay: fewer passes, for more to be counted.
const LONG_DIGITS_MIN: usize = 1 << 12;

/// Sorts `keys`, and says how many passes over them that took.
///
/// # Panics
/// If there is no memory for a second list of them.
pub fn sort(keys: &mut [u32]) -> usize {
    sort_keys(keys).expect("memory for as many keys again")
}

/// Sorts keys of 64 bits, and says how many passes over them that took.
///
/// # Panics
/// If there is no memory for a second list of them.
pub fn sort_wide(keys: &mut [u64]) -> usize {
    sort_digits::<_, 8, 256, 6, 2048>(keys, 0).expect("memory for as many keys again")
}

/// Sorts numbers, given as their bits, and says how many passes over them that took.
///
/// # Errors
/// If there is no memory for a second list of them.
pub fn sort_numbers(order: Order, bits: &mut [u32]) -> Result<usize, TryReserveError> {
    if order.is_identity() {
        return sort_keys(bits);
    }
    bits.iter_mut().for_each(|it| *it = order.encode(*it));
    let passes = sort_keys(bits);
    bits.iter_mut().for_each(|it| *it = order.decode(*it));
    passes
}

/// Sorts numbers, given as their bits, that carry values. Equal numbers keep their order. Says how
/// many passes over them that took.
///
/// # Errors
/// If there is no memory for two lists of pairs.
///
/// # Panics
/// If there are not as many values as numbers.
pub fn sort_numbers_with(
    order: Order,
    bits: &mut [u32],
    values: &mut [u32],
) -> Result<usize, TryReserveError> {
    assert_eq!(bits.len(), values.len(), "one value for each number");
    let mut pairs = Vec::new();
    pairs.try_reserve_exact(bits.len())?;
    let items = bits.iter().zip(&*values);
    pairs.extend(items.map(|(&it, &value)| pair(order.encode(it), value)));
    let passes = sort_pairs(&mut pairs)?;
    for (index, &pair) in pairs.iter().enumerate() {
        let (key, value) = unpair(pair);
        (bits[index], values[index]) = (order.decode(key), value);
    }
    Ok(passes)
}

fn sort_keys(keys: &mut [u32]) -> Result<usize, TryReserveError> {
    sort_digits::<_, 4, 256, 3, 2048>(keys, 0)
}

/// Sorts pairs of a key (the upper half) and something it carries along (the lower half). Pairs
/// with equal keys keep their order.
fn sort_pairs(pairs: &mut [u64]) -> Result<usize, TryReserveError> {
    sort_digits::<_, 4, 256, 3, 2048>(pairs, 32)
}

/// A key, the upper half, and what it carries, the lower one: in order of the keys.
#[must_use]
pub fn pair(key: u32, value: u32) -> u64 {
    u64::from(key) << 32 | u64::from(value)
}

/// The key and the value of a pair.
#[must_use]
#[allow(
    clippy::cast_possible_truncation,
    reason = "the halves are what is wanted"
)]
pub fn unpair(pair: u64) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

trait Item: Copy + Default + Ord {
    /// The bits from `shift` on.
    fn above(self, shift: u32) -> Self;

    /// The lowest bits, as far as they fit.
    fn low(self) -> usize;
}

impl Item for u32 {
    fn above(self, shift: u32) -> Self {
        self >> shift
    }

    fn low(self) -> usize {
        self as usize
    }
}

impl Item for u64 {
    fn above(self, shift: u32) -> Self {
        self >> shift
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "only the lowest digit is wanted"
    )]
    fn low(self) -> usize {
        self as usize
    }
}

/// Sorts by the bits from `lowest` on: few items by inserting, more with `SHORT` digits that have
/// `FEW` values, many with `LONG` digits that have `MANY`.
fn sort_digits<
    T: Item,
    const SHORT: usize,
    const FEW: usize,
    const LONG: usize,
    const MANY: usize,
>(
    items: &mut [T],
    lowest: u32,
) -> Result<usize, TryReserveError> {
    if items.len() <= INSERTION_MAX {
        insert(items, lowest);
        return Ok(usize::from(items.len() > 1));
    }
    if items.len() < LONG_DIGITS_MIN {
        return sort_places::<T, SHORT, FEW>(items, lowest);
    }
    sort_places::<T, LONG, MANY>(items, lowest)
}

/// Sorts by `PLACES` digits of `DIGITS` values each.
fn sort_places<T: Item, const PLACES: usize, const DIGITS: usize>(
    items: &mut [T],
    lowest: u32,
) -> Result<usize, TryReserveError> {
    let mut other = Vec::new();
    other.try_reserve_exact(items.len())?;
    other.resize(items.len(), T::default());
    let bits = DIGITS.trailing_zeros();
    let shift = |place: usize| lowest + bits * u32::try_from(place).expect("few places");
    let digit = |item: T, place: usize| item.above(shift(place)).low() % DIGITS;
    // An array, not a vector: its length is known, and the loop over places is unrolled.
    let mut counts = Box::new([[0_u32; DIGITS]; PLACES]);
    for &item in items.iter() {
        for (place, counts) in counts.iter_mut().enumerate() {
            counts[digit(item, place)] += 1;
        }
    }
    let mut passes = 0;
    let (mut from, mut to): (&mut [T], &mut [T]) = (items, &mut other);
    for (place, counts) in counts.iter_mut().enumerate() {
        if counts[digit(from[0], place)] as usize == from.len() {
            continue;
        }
        deal(from, to, |item| digit(item, place), counts);
        std::mem::swap(&mut from, &mut to);
        passes += 1;
    }
    if passes % 2 == 1 {
        to.copy_from_slice(from);
    }
    Ok(passes)
}

/// One pass: every item goes to where its bucket has got to.
fn deal<T: Item, const DIGITS: usize>(
    from: &[T],
    to: &mut [T],
    digit: impl Fn(T) -> usize,
    counts: &mut [u32; DIGITS],
) {
    let mut start = 0;
    for count in counts.iter_mut() {
        let end = start + *count;
        *count = start;
        start = end;
    }
    for &item in from {
        let place = &mut counts[digit(item)];
        // All items were counted, so there is a place for each of them.
        if let Some(to) = to.get_mut(*place as usize) {
            *to = item;
        }
        *place += 1;
    }
}

fn insert<T: Item>(items: &mut [T], lowest: u32) {
    for end in 1..items.len() {
        let item = items[end];
        let mut at = end;
        while at > 0 && items[at - 1].above(lowest) > item.above(lowest) {
            items[at] = items[at - 1];
            at -= 1;
        }
        items[at] = item;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KeyKind;

    fn numbers(count: usize, mask: u32) -> Vec<u32> {
        let mut state = 0x2545_f491_u32;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state & mask
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn equals_the_standard_sort() {
        for count in (0..600).chain([1 << 12, (1 << 12) + 1, 70_000]) {
            for mask in [u32::MAX, 0, 0xff, 0xff00, 0x00ff_0000, 0xf000_000f] {
                let mut keys = numbers(count, mask);
                let mut expected = keys.clone();
                expected.sort_unstable();
                sort(&mut keys);
                assert_eq!(keys, expected, "{count} keys, mask {mask:x}");
            }
        }
    }

    #[test]
    fn wide_keys_are_sorted_by_all_their_bits() {
        let spread = |it: u32| u64::from(it).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for count in [0, 1, 2, 32, 33, 1000, 5000] {
            let mut keys: Vec<u64> = numbers(count, 0xffff).into_iter().map(spread).collect();
            let mut expected = keys.clone();
            expected.sort_unstable();
            sort_wide(&mut keys);
            assert_eq!(keys, expected, "{count} keys");
        }
    }

    #[test]
    fn pairs_with_equal_keys_keep_their_order() {
        for count in [0_u32, 2, 31, 32, 33, 5000] {
            let keys = numbers(count as usize, 7);
            let values = (0..count).rev();
            let mut pairs: Vec<u64> = keys.iter().zip(values).map(|(&k, v)| pair(k, v)).collect();
            let mut expected = pairs.clone();
            expected.sort_by_key(|&it| unpair(it).0);
            sort_pairs(&mut pairs).expect("memory");
            assert_eq!(pairs, expected, "{count} pairs");
        }
    }

    #[test]
    fn numbers_are_sorted_in_either_order_and_their_values_stay_with_them() {
        for kind in KeyKind::ALL {
            for descending in [false, true] {
                let order = Order { kind, descending };
                for count in [0_u32, 1, 33, 1000] {
                    let input = numbers(count as usize, 0xffc0_0003);
                    let (mut bits, mut values) = (input.clone(), (0..count).collect::<Vec<_>>());
                    sort_numbers_with(order, &mut bits, &mut values).expect("memory");
                    let mut alone = input.clone();
                    sort_numbers(order, &mut alone).expect("memory");
                    assert_eq!(bits, alone);
                    let mut expected: Vec<u32> = (0..count).collect();
                    expected.sort_by_key(|&it| order.encode(input[it as usize]));
                    assert_eq!(values, expected, "{order:?}, {count} numbers");
                }
            }
        }
    }

    #[test]
    fn places_where_all_keys_agree_cost_nothing() {
        assert_eq!(sort(&mut numbers(1000, u32::MAX)), 4);
        assert_eq!(sort(&mut numbers(1000, 0x00ff_0000)), 1);
        assert_eq!(sort(&mut numbers(5000, u32::MAX)), 3);
        assert_eq!(sort(&mut numbers(5000, 0x0000_07ff)), 1);
        assert_eq!(sort(&mut [7; 5000]), 0);
    }
}
