//! Does a network sort? Try all zeros and ones.
//!
//! A network that sorts every input of zeros and ones sorts everything: a threshold turns numbers
//! into zeros and ones, and it makes no difference whether it is applied before or after a
//! comparator. So 2^n inputs prove what n! orders would (Knuth, section 5.2.2, theorem Z).
//!
//! 64 inputs go through at once: on zeros and ones the minimum is "and", the maximum is "or", so
//! one wire of 64 inputs is one word.

use crate::Comparator;

/// The most wires that can be tried exhaustively.
pub const WIRES_MAX: usize = 20;

/// Bits of a word, and inputs that are tried at once.
const LANES: u64 = 64;

/// Bit i of word j is bit j of i: how the lowest six wires run through 64 inputs.
const COUNTING: [u64; 6] = [
    0xaaaa_aaaa_aaaa_aaaa,
    0xcccc_cccc_cccc_cccc,
    0xf0f0_f0f0_f0f0_f0f0,
    0xff00_ff00_ff00_ff00,
    0xffff_0000_ffff_0000,
    0xffff_ffff_0000_0000,
];

/// What trying every input showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// How many there are: 2^n.
    pub inputs: u32,
    /// How many came out in a wrong order.
    pub failing: u32,
    /// The smallest of them, as a number whose bit i is what wire i carries.
    pub smallest: Option<u32>,
    /// Bit i is set if, for some input, wire i carries 1 at the end and wire i + 1 carries 0.
    pub unsorted: u32,
}

/// Tries every input of zeros and ones.
///
/// # Panics
/// If there are more than [`WIRES_MAX`] wires, or a comparator has an end on none of them.
#[must_use]
pub fn check(wires: usize, comparators: &[Comparator]) -> Proof {
    assert!(wires <= WIRES_MAX, "at most {WIRES_MAX} wires can be tried");
    let inputs = 1_u32 << wires;
    let lanes = LANES.min(u64::from(inputs));
    let in_use = u64::MAX >> (LANES - lanes);
    let mut proof = Proof {
        inputs,
        failing: 0,
        smallest: None,
        unsorted: 0,
    };
    let mut words = vec![0; wires];
    for block in 0..inputs.div_ceil(64) {
        fill(&mut words, block);
        for &Comparator { low, high } in comparators {
            (words[low], words[high]) = (words[low] & words[high], words[low] | words[high]);
        }
        let mut wrong = 0;
        for (wire, pair) in words.windows(2).enumerate() {
            let here = pair[0] & !pair[1] & in_use;
            proof.unsorted |= u32::from(here != 0) << wire;
            wrong |= here;
        }
        proof.failing += wrong.count_ones();
        if wrong != 0 {
            let first = block * 64 + wrong.trailing_zeros();
            proof.smallest.get_or_insert(first);
        }
    }
    proof
}

/// What every wire carries in the inputs 64 `block` to 64 `block` + 63.
fn fill(words: &mut [u64], block: u32) {
    for (wire, word) in words.iter_mut().enumerate() {
        *word = match COUNTING.get(wire) {
            Some(&pattern) => pattern,
            None if block >> (wire - COUNTING.len()) & 1 == 1 => u64::MAX,
            None => 0,
        };
    }
}

/// For every comparator, whether the network sorts just as well without it.
///
/// # Panics
/// As [`check`].
#[must_use]
pub fn redundant(wires: usize, comparators: &[Comparator]) -> Vec<bool> {
    if check(wires, comparators).failing > 0 {
        return vec![false; comparators.len()];
    }
    let without = |index: usize| {
        let mut rest = comparators.to_vec();
        rest.remove(index);
        check(wires, &rest).failing == 0
    };
    (0..comparators.len()).map(without).collect()
}

/// A list of the numbers 1 to n that the network gets wrong if it gets `input` wrong: the zeros
/// become the small numbers, the ones the large ones.
#[must_use]
pub fn lift(wires: usize, input: u32) -> Vec<u32> {
    let one = |wire: usize| input >> wire & 1 == 1;
    let zeros = (0..wires).filter(|&wire| !one(wire)).count();
    let (mut small, mut large) = (0, u32::try_from(zeros).expect("few wires"));
    let mut next = |wire| {
        let number = if one(wire) { &mut large } else { &mut small };
        *number += 1;
        *number
    };
    (0..wires).map(&mut next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Network;

    fn sorts(comparators: &[Comparator], keys: &[u32]) -> bool {
        let mut keys = keys.to_vec();
        comparators.iter().for_each(|it| it.apply(&mut keys));
        keys.is_sorted()
    }

    fn bits(wires: usize, input: u32) -> Vec<u32> {
        (0..wires).map(|wire| input >> wire & 1).collect()
    }

    #[test]
    fn agrees_with_one_input_at_a_time() {
        for wires in 1..=9 {
            let all: Vec<_> = Network::bitonic(wires).comparators().collect();
            for cut in 0..all.len() {
                let mut comparators = all.clone();
                comparators.remove(cut);
                let failing: Vec<_> = (0..1 << wires)
                    .filter(|&input| !sorts(&comparators, &bits(wires, input)))
                    .collect();
                let proof = check(wires, &comparators);
                assert_eq!(proof.failing as usize, failing.len(), "{wires} cut {cut}");
                assert_eq!(
                    proof.smallest,
                    failing.first().copied(),
                    "{wires} cut {cut}"
                );
            }
        }
    }

    #[test]
    fn a_failing_input_lifts_to_failing_numbers() {
        for wires in [2, 5, 8, 16] {
            let all: Vec<_> = Network::bitonic(wires).comparators().collect();
            for cut in 0..all.len() {
                let mut comparators = all.clone();
                comparators.remove(cut);
                let Some(input) = check(wires, &comparators).smallest else {
                    continue;
                };
                let numbers = lift(wires, input);
                let mut sorted = numbers.clone();
                sorted.sort_unstable();
                assert!(
                    sorted
                        .into_iter()
                        .eq(1..=u32::try_from(wires).expect("few"))
                );
                assert!(sorts(&all, &numbers), "the whole network sorts");
                assert!(
                    !sorts(&comparators, &numbers),
                    "{wires} cut {cut}: {numbers:?}"
                );
            }
        }
    }

    #[test]
    fn a_comparator_that_stands_twice_is_redundant() {
        let mut comparators: Vec<_> = Network::odd_even_merge(8).comparators().collect();
        assert!(!redundant(8, &comparators).contains(&true));
        let last = *comparators.last().expect("eight wires need comparators");
        comparators.push(last);
        let twice = redundant(8, &comparators);
        assert_eq!(twice.iter().filter(|&&it| it).count(), 2);
    }

    #[test]
    fn no_wires_are_sorted() {
        assert_eq!(check(0, &[]).failing, 0);
        assert_eq!(check(1, &[]).failing, 0);
        assert_eq!(check(2, &[]).smallest, Some(1));
    }
}
