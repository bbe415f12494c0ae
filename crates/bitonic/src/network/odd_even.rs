//! Odd-even merge sort.
//!
//! To merge two sorted halves, merge their even elements and, at the same time, their odd ones;
//! after that, only neighbors can still be the wrong way round. Unrolled, stage s compares at
//! distances 2^(s-1), 2^(s-2), … 1, each time only inside blocks of 2^s.
//!
//! Comparators: n/4 · d (d − 1) + n − 1, for n = 2^d
//! Depth: d (d + 1) / 2
//!
//! Batcher 1968; Knuth, The Art of Computer Programming, section 5.2.2, algorithm M. On a GPU:
//! Kipfer and Westermann, GPU Gems 2, chapter 46.

use super::{Comparator, Layer, stages};

pub(super) fn merge_sort(wires: usize) -> Vec<Layer> {
    let size = 1_usize << stages(wires);
    let mut layers = Vec::new();
    for stage in 1..=stages(wires) {
        let half = 1 << (stage - 1);
        for distance in (0..stage).rev().map(|bit| 1 << bit) {
            // At full distance all of the lower half takes part; later the first run sits out.
            let start = distance % half;
            let lows = (start..size - distance).filter(|low| (low - start) & distance == 0);
            let comparators = lows
                .map(|low| (low, low + distance))
                .filter(|(low, high)| low / (2 * half) == high / (2 * half))
                .map(|(low, high)| Comparator { low, high })
                .collect();
            layers.push(Layer { stage, comparators });
        }
    }
    layers
}
