//! A plan, executed on a CPU exactly as the shader executes it.
//!
//! Thread by thread, key by key: the same places, the same comparators, the same +∞ beyond the
//! end. It counts what it does, so that a plan's bill can be checked, and it explains the shader;
//! for speed there is [`crate::radix`].

use std::ops::Range;

use crate::plan::{Kernel, Pass, Plan};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Keys read.
    pub read: u64,
    /// Keys written.
    pub written: u64,
    /// Comparators with both ends on a key.
    pub comparators: u64,
}

/// Sorts `keys` by the passes of `plan`. Equal keys of pairs are ordered by their values, so a
/// pair is one item here.
///
/// # Panics
/// If the plan is for another number of keys.
pub fn run<T: Copy + Ord>(plan: &Plan, keys: &mut [T]) -> Vec<Counts> {
    assert_eq!(keys.len(), plan.count, "the plan is for so many keys");
    let passes = plan.passes.iter();
    passes.map(|pass| run_pass(plan, pass, keys)).collect()
}

/// One pass of a plan.
pub fn run_pass<T: Copy + Ord>(plan: &Plan, pass: &Pass, keys: &mut [T]) -> Counts {
    let mut counts = Counts::default();
    let held = match pass.kernel {
        Kernel::TileSort | Kernel::TileMerge => 1 << plan.shape.tile_bits.unwrap_or(0),
        _ => 1 << plan.shape.register_bits,
    };
    let mut hand = Vec::with_capacity(held);
    for unit in 0..pass.units {
        let places = |index| place(pass, held, unit, index);
        // Later keys of a hand lie further on, but for the mirrored half, which is never cut off.
        let held_here = (0..held).take_while(|&index| places(index) < pass.reach);
        hand.extend(held_here.map(|index| keys[places(index)]));
        counts.read += hand.len() as u64;
        counts.comparators += steps(pass, held, &mut hand);
        counts.written += hand.len() as u64;
        for (index, key) in hand.drain(..).enumerate() {
            keys[places(index)] = key;
        }
    }
    counts
}

/// Where the key number `index` of a thread or a tile lies.
fn place(pass: &Pass, held: usize, unit: usize, index: usize) -> usize {
    let stride = 1 << pass.low;
    let (block, offset) = ((unit >> pass.low) * (held * stride), unit & (stride - 1));
    match pass.kernel {
        Kernel::TileSort | Kernel::TileMerge => unit * held + index,
        // The mirror image of the upper half: a flip finds both ends in one hand.
        Kernel::RegisterFlip if index < held / 2 => block + stride - 1 - offset + index * stride,
        _ => block + offset + index * stride,
    }
}

/// The steps of a pass, on the keys in hand. Where a hand of `held` has room left, it is +∞.
fn steps<T: Ord>(pass: &Pass, held: usize, hand: &mut [T]) -> u64 {
    match pass.kernel {
        Kernel::RegisterSort | Kernel::TileSort => (1..=pass.stage)
            .map(|stage| flip(hand, stage) + merge(hand, 0..stage - 1))
            .sum(),
        Kernel::RegisterFlip => {
            let bits = held.trailing_zeros();
            flip(hand, bits) + merge(hand, 0..bits - 1)
        }
        Kernel::RegisterMerge => {
            // Where fewer steps are left, the shader repeats the ones before. They change nothing
            // and are not counted.
            let bits = held.trailing_zeros();
            merge(hand, pass.steps..bits);
            merge(hand, 0..pass.steps)
        }
        Kernel::TileMerge => merge(hand, 0..pass.steps),
    }
}

fn flip<T: Ord>(hand: &mut [T], stage: u32) -> u64 {
    let (block, half) = (1 << stage, 1 << (stage - 1));
    let mut count = 0;
    for start in (0..hand.len()).step_by(block) {
        for low in start..start + half {
            count += compare(hand, low, low ^ (block - 1));
        }
    }
    count
}

/// The steps of a stage at the distances 2^bit, the largest first.
fn merge<T: Ord>(hand: &mut [T], bits: Range<u32>) -> u64 {
    let mut count = 0;
    for distance in bits.rev().map(|bit| 1 << bit) {
        for start in (0..hand.len()).step_by(2 * distance) {
            for low in start..start + distance {
                count += compare(hand, low, low + distance);
            }
        }
    }
    count
}

fn compare<T: Ord>(hand: &mut [T], low: usize, high: usize) -> u64 {
    if high >= hand.len() {
        return 0;
    }
    if hand[low] > hand[high] {
        hand.swap(low, high);
    }
    1
}

#[cfg(test)]
mod tests;
