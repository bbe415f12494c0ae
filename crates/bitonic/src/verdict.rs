//! Whether a sort did its work, without sorting again.
//!
//! The output must be in order, and must hold the very items of the input. The latter is checked by
//! a fingerprint that does not depend on the order: the sum of a pseudo-random function of every
//! item. Whoever sorts does not know the seed; a wrong output gets through once in 2^64 times
//! (Blum, Kannan, "Designing programs that check their work", 1989).

use crate::{Order, radix};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// No item stands before a smaller one.
    pub sorted: bool,
    /// Every item of the input is there, as often as it was, and nothing else.
    pub permutation: bool,
    /// Equal keys carry increasing values; unknown if that was not asked for.
    pub stable: Option<bool>,
}

impl Verdict {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn agrees(self) -> bool {
        self.sorted && self.permutation && self.stable != Some(false)
    }

    /// Judges the bits of numbers.
    #[must_use]
    pub fn of_keys(order: Order, input: &[u32], output: &[u32], seed: u64) -> Self {
        let sum = |bits: &[u32]| fingerprint(bits.iter().map(|&it| u64::from(it)), seed);
        Self {
            sorted: output.is_sorted_by_key(|&bits| order.encode(bits)),
            permutation: input.len() == output.len() && sum(input) == sum(output),
            stable: None,
        }
    }

    /// Judges numbers that carry values: first all numbers, then all values. If the values are the
    /// numbers' places in the input, `by_place` says so, and equal numbers must keep their order.
    ///
    /// # Panics
    /// If there are not as many values as numbers.
    #[must_use]
    pub fn of_pairs(
        order: Order,
        input: (&[u32], &[u32]),
        output: (&[u32], &[u32]),
        by_place: bool,
        seed: u64,
    ) -> Self {
        let sum = |(bits, values): (&[u32], &[u32])| {
            assert_eq!(bits.len(), values.len(), "one value for each number");
            let pairs = bits.iter().zip(values);
            fingerprint(pairs.map(|(&key, &value)| radix::pair(key, value)), seed)
        };
        let keys = Self::of_keys(order, input.0, output.0, seed);
        let items = output.0.iter().zip(output.1);
        let places = items.map(|(&bits, &place)| radix::pair(order.encode(bits), place));
        Self {
            permutation: keys.permutation && sum(input) == sum(output),
            stable: by_place.then(|| places.is_sorted()),
            ..keys
        }
    }
}

fn fingerprint(items: impl Iterator<Item = u64>, seed: u64) -> u64 {
    items.fold(0, |sum, item| sum.wrapping_add(scramble(item ^ seed)))
}

/// The finalizer of `SplitMix64`, after a step of its counter (Steele, Lea, Flood 2014).
fn scramble(item: u64) -> u64 {
    let bits = item.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KeyKind;

    const ORDER: Order = Order {
        kind: KeyKind::F32,
        descending: false,
    };

    fn bits(numbers: &[f32]) -> Vec<u32> {
        numbers.iter().map(|it| it.to_bits()).collect()
    }

    #[test]
    fn a_sorted_permutation_agrees() {
        let input = bits(&[2.0, f32::NAN, -0.0, 0.0, -1.0]);
        let output = bits(&[-1.0, -0.0, 0.0, 2.0, f32::NAN]);
        assert!(Verdict::of_keys(ORDER, &input, &output, 5).agrees());
        assert!(Verdict::of_keys(ORDER, &[], &[], 5).agrees());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let input = bits(&[2.0, 1.0, 1.0]);
        let judge = |output: &[f32]| {
            let verdict = Verdict::of_keys(ORDER, &input, &bits(output), 1);
            (verdict.sorted, verdict.permutation)
        };
        assert_eq!(judge(&[1.0, 1.0, 2.0]), (true, true));
        assert_eq!(judge(&[1.0, 2.0, 1.0]), (false, true));
        assert_eq!(
            judge(&[1.0, 2.0, 2.0]),
            (true, false),
            "one lost, one made up"
        );
        assert_eq!(judge(&[1.0, 1.0]), (true, false), "one lost");
        let zeros = Verdict::of_keys(ORDER, &bits(&[0.0]), &bits(&[-0.0]), 1);
        assert!(!zeros.permutation, "the sign of zero counts");
    }

    #[test]
    fn a_single_wrong_bit_is_found_wherever_it_is() {
        let input: Vec<u32> = (0..256)
            .map(|it: u32| it.wrapping_mul(0x9e37_79b9))
            .collect();
        let order = Order::ascending(KeyKind::U32);
        let mut output = input.clone();
        output.sort_unstable();
        for place in 0..output.len() {
            for bit in 0..32 {
                output[place] ^= 1 << bit;
                assert!(!Verdict::of_keys(order, &input, &output, 9).agrees());
                output[place] ^= 1 << bit;
            }
        }
    }

    #[test]
    fn values_must_stay_with_their_keys_and_in_order() {
        let order = Order::ascending(KeyKind::U32);
        let input: (&[u32], &[u32]) = (&[5, 3, 5], &[0, 1, 2]);
        let judge = |output, by_place| Verdict::of_pairs(order, input, output, by_place, 3);
        assert!(judge((&[3, 5, 5], &[1, 0, 2]), true).agrees());
        let swapped = judge((&[3, 5, 5], &[1, 2, 0]), true);
        assert_eq!((swapped.permutation, swapped.stable), (true, Some(false)));
        assert!(judge((&[3, 5, 5], &[1, 2, 0]), false).agrees());
        assert!(!judge((&[3, 5, 5], &[0, 1, 2]), false).permutation);
    }
}
