//! What one pass moves and compares.

use super::{Kernel, Pass, Shape};

/// The pass of `kernel` in `stage` that does `steps` steps, the last at distance 2^`low`, with the
/// keys below `reach`.
pub(super) fn pass(
    shape: Shape,
    reach: usize,
    kernel: Kernel,
    stage: u32,
    (low, steps): (u32, u32),
) -> Pass {
    let tile = shape.tile_bits.map_or(0, |bits| 1 << bits);
    let held = 1 << shape.register_bits;
    let (units, whole_units) = match kernel {
        Kernel::TileSort | Kernel::TileMerge => (reach.div_ceil(tile), reach / tile),
        Kernel::RegisterSort => (reach.div_ceil(held), reach / held),
        Kernel::RegisterMerge => {
            let units = |at_least| threads(reach, held << low, 1 << low, at_least);
            (units(2), units(held))
        }
        // Beyond a half nothing is left out: the half in front of it has steps to do as well.
        Kernel::RegisterFlip => {
            let units = |at_least| threads(reach, held << low, 1 << low, at_least);
            (reach.div_ceil(held << low) << low, units(held))
        }
    };
    let keys = match kernel {
        Kernel::RegisterMerge => held_keys(reach, held << low, 1 << low),
        _ => reach,
    };
    Pass {
        kernel,
        stage,
        low,
        steps,
        reach,
        units,
        whole: units == whole_units,
        bytes: 2 * (keys * Shape::key_bytes(shape.pairs)) as u64,
        comparators: comparators(reach, kernel, stage, low, steps),
    }
}

/// The same pass, with threads for all keys, even for those that have nothing to be compared with.
pub(super) fn with_every_key(shape: Shape, pass: Pass) -> Pass {
    if pass.kernel != Kernel::RegisterMerge {
        return pass;
    }
    let held = 1 << shape.register_bits;
    let units = threads(pass.reach, held << pass.low, 1 << pass.low, 1);
    let moved = pass.reach * Shape::key_bytes(shape.pairs);
    Pass {
        units,
        whole: pass.whole && units == pass.units,
        bytes: 2 * moved as u64,
        ..pass
    }
}

/// Threads that hold at least so many keys: each holds the keys at its own place in `block`, and
/// every `stride` after it.
fn threads(reach: usize, block: usize, stride: usize, at_least: usize) -> usize {
    let over = reach % block;
    reach / block * stride + over.saturating_sub((at_least - 1) * stride).min(stride)
}

/// Keys that threads with at least two of them hold.
fn held_keys(reach: usize, block: usize, stride: usize) -> usize {
    let over = reach % block;
    let alone = stride.saturating_sub(over.saturating_sub(stride)).min(over);
    reach - alone
}

fn comparators(reach: usize, kernel: Kernel, stage: u32, low: u32, steps: u32) -> u64 {
    let flips = |stage: u32| {
        let (block, half) = (1 << stage, 1 << (stage - 1));
        (reach / block * half + (reach % block).saturating_sub(half)) as u64
    };
    let apart = |bit: u32| {
        let (block, half) = (2 << bit, 1 << bit);
        (reach / block * half + (reach % block).saturating_sub(half)) as u64
    };
    let merge = |from: u32, to: u32| (from..to).map(apart).sum::<u64>();
    match kernel {
        Kernel::RegisterSort | Kernel::TileSort => (1..=stage)
            .map(|stage| flips(stage) + merge(0, stage - 1))
            .sum(),
        Kernel::RegisterFlip => flips(stage) + merge(low, low + steps - 1),
        Kernel::RegisterMerge | Kernel::TileMerge => merge(low, low + steps),
    }
}
