//! Bitonic sort, twice.
//!
//! Stage s makes sorted blocks of 2^s wires out of sorted halves. Its first layer, the flip,
//! compares the block with its own mirror image; the larger half ends up below. What is left are
//! halves that comparators at half the distance, then at a quarter, and so on, put in order.
//!
//! ```text
//!    stage 1   stage 2       stage 3
//!   0 ●─────●───●─────●───────●───●─
//!   1 ●─────┼─●─●─────┼─●─────┼─●─●─
//!   2 ●─────┼─●─●─────┼─┼─●───●─┼─●─
//!   3 ●─────●───●─────┼─┼─┼─●───●─●─
//!   4 ●─────●───●─────┼─┼─┼─●─●───●─
//!   5 ●─────┼─●─●─────┼─┼─●───┼─●─●─
//!   6 ●─────┼─●─●─────┼─●─────●─┼─●─
//!   7 ●─────●───●─────●─────────●─●─
//! ```
//!
//! Comparators: n/4 · d (d + 1), for n = 2^d
//! Depth: d (d + 1) / 2
//!
//! Batcher, "Sorting networks and their applications", 1968.

use super::{Comparator, Layer, stages};

/// For every stage, for every distance, for every pair of wires at that distance.
pub(super) fn by_loop(wires: usize) -> Vec<Layer> {
    let size = 1_usize << stages(wires);
    let mut layers = Vec::new();
    for stage in 1..=stages(wires) {
        let block = 1 << stage;
        let mirror = (0..size)
            .filter(|wire| wire % block < block / 2)
            .map(|low| pair(low, low ^ (block - 1)));
        layers.push(layer(stage, mirror.collect()));
        for distance in (0..stage - 1).rev().map(|bit| 1 << bit) {
            let apart = (0..size)
                .filter(|wire| wire & distance == 0)
                .map(|low| pair(low, low + distance));
            layers.push(layer(stage, apart.collect()));
        }
    }
    layers
}

/// To sort: sort both halves, flip, and clean up. One wire is sorted.
pub(super) fn by_recursion(wires: usize) -> Vec<Layer> {
    sort(0, 1 << stages(wires))
}

fn sort(first: usize, count: usize) -> Vec<Layer> {
    if count == 1 {
        return Vec::new();
    }
    let half = count / 2;
    let mut layers = side_by_side(sort(first, half), sort(first + half, half));
    let mirror = (0..half).map(|at| pair(first + at, first + count - 1 - at));
    layers.push(layer(stages(count), mirror.collect()));
    let halves = side_by_side(
        clean(first, half, stages(count)),
        clean(first + half, half, stages(count)),
    );
    layers.extend(halves);
    layers
}

/// To clean up a bitonic block: compare its halves, then clean each of them.
fn clean(first: usize, count: usize, stage: u32) -> Vec<Layer> {
    if count == 1 {
        return Vec::new();
    }
    let half = count / 2;
    let apart = (first..first + half).map(|low| pair(low, low + half));
    let mut layers = vec![layer(stage, apart.collect())];
    layers.extend(side_by_side(
        clean(first, half, stage),
        clean(first + half, half, stage),
    ));
    layers
}

/// Two networks on different wires, of the same depth, as one.
fn side_by_side(mut left: Vec<Layer>, right: Vec<Layer>) -> Vec<Layer> {
    for (layer, more) in left.iter_mut().zip(right) {
        layer.comparators.extend(more.comparators);
    }
    left
}

fn layer(stage: u32, comparators: Vec<Comparator>) -> Layer {
    Layer { stage, comparators }
}

fn pair(low: usize, high: usize) -> Comparator {
    Comparator { low, high }
}
