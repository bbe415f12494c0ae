//! Which passes over memory sort n keys, for a given device.
//!
//! Comparing is cheap and memory is far away, so what a sort on a GPU costs is how often it moves
//! its keys: a plan is a bill. A pass takes every key from memory once, does as many steps of the
//! network as it can while it holds them, and puts it back.
//!
//! - In registers: a thread holds 2^r keys that lie as far apart as the last of its r steps
//!   compares, and does r steps.
//! - In a tile: a workgroup holds 2^b keys in its own memory and does all steps that stay inside
//!   the tile: a whole sort at first, later the end of every stage.
//!
//! For n = 2^d, with m = d − b stages that do not fit into a tile, that makes
//! 1 + m + Σ ⌈j / r⌉ for j = 1 … m passes; without tiles 1 + Σ ⌈k / r⌉ for k = r + 1 … d.
//!
//! Any n will do, and nothing is padded: keys from n on are thought to be +∞, and a comparator
//! whose lower end is the smaller one never moves those. A pass is only as long as it has keys to
//! compare. A last, partial block of a stage that is no longer than half is sorted already, so the
//! stage stops short of it; [`Pass::reach`] says where.

mod cost;

use crate::network::stages;

/// How many keys are held at a time, and where: what a device is good at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// r: a thread holds 2^r keys, in passes that go without a tile.
    pub register_bits: u32,
    /// b: a workgroup holds 2^b keys; none, if its memory is not to be used.
    pub tile_bits: Option<u32>,
    /// Whether every key carries a value.
    pub pairs: bool,
}

/// What a kernel does with the keys that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// Each thread sorts 2^r neighbors.
    RegisterSort,
    /// Each thread does the flip of a stage and the r − 1 steps after it.
    RegisterFlip,
    /// Each thread does up to r steps in the middle, or at the end, of a stage.
    RegisterMerge,
    /// Each workgroup sorts a tile.
    TileSort,
    /// Each workgroup does the end of a stage in a tile.
    TileMerge,
}

/// One pass over memory: one dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pass {
    /// What it does.
    pub kernel: Kernel,
    /// The stage of the network that it belongs to; of a sort, the last one.
    pub stage: u32,
    /// Its last step compares at the distance 2^low.
    pub low: u32,
    /// How many steps of the network it does.
    pub steps: u32,
    /// Keys from here on stay untouched.
    pub reach: usize,
    /// Threads that have something to compare; of tile passes, workgroups.
    pub units: usize,
    /// Whether all of them hold keys below `reach` only.
    pub whole: bool,
    /// Bytes read and written.
    pub bytes: u64,
    /// Comparators with both ends below `reach`.
    pub comparators: u64,
}

/// Passes that sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many keys.
    pub count: usize,
    /// Held how.
    pub shape: Shape,
    /// In order.
    pub passes: Vec<Pass>,
}

/// Why no plan has such a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeError {
    /// The field that is out of range.
    pub field: &'static str,
    /// What it was.
    pub got: u32,
    /// The smallest and the largest that is allowed.
    pub allowed: (u32, u32),
}

impl Shape {
    /// Most threads of a workgroup that every device has.
    pub const WORKGROUP_MAX: usize = 256;
    /// Threads of a workgroup that works in registers.
    pub const REGISTER_WORKGROUP: usize = 64;
    /// Largest r: 64 keys in the registers of a thread.
    pub const REGISTER_BITS_MAX: u32 = 6;
    /// Largest b: 32 keys per thread of the largest workgroup.
    pub const TILE_BITS_MAX: u32 = 13;

    /// One step of the network for each pass: what one would write first.
    #[must_use]
    pub fn naive(pairs: bool) -> Self {
        Self {
            register_bits: 1,
            tile_bits: None,
            pairs,
        }
    }

    /// For a device that computes on a CPU. There, a barrier costs more than the pass it saves, so
    /// nothing but registers is used; the more of them the longer the list.
    #[must_use]
    pub fn for_software(count: usize, pairs: bool) -> Self {
        Self {
            register_bits: if count > 1 << 21 { 6 } else { 5 },
            tile_bits: None,
            pairs,
        }
    }

    /// For a GPU whose workgroups have so many bytes of memory.
    #[must_use]
    pub fn for_gpu(workgroup_bytes: usize, pairs: bool) -> Self {
        // More than 16 KiB would leave room for fewer workgroups at a time.
        let keys = workgroup_bytes.min(16 << 10) / Self::key_bytes(pairs);
        let shape = Self {
            register_bits: 4,
            tile_bits: Some(keys.max(1).ilog2()),
            pairs,
        };
        match shape.check() {
            Ok(()) => shape,
            Err(_) => Self {
                tile_bits: None,
                ..shape
            },
        }
    }

    /// Whether kernels of this shape exist.
    ///
    /// # Errors
    /// Names the field and what is allowed.
    pub fn check(self) -> Result<(), ShapeError> {
        let within = |field, got, allowed: (u32, u32)| {
            if (allowed.0..=allowed.1).contains(&got) {
                Ok(())
            } else {
                Err(ShapeError {
                    field,
                    got,
                    allowed,
                })
            }
        };
        within(
            "registers",
            self.register_bits,
            (1, Self::REGISTER_BITS_MAX),
        )?;
        // A tile has at least a wave of threads with two keys each, and goes on where registers
        // stop, so it holds at least as many keys.
        let least = self.register_bits.max(6);
        self.tile_bits.map_or(Ok(()), |bits| {
            within("tile", bits, (least, Self::TILE_BITS_MAX))
        })
    }

    /// Threads of a workgroup that works in a tile.
    #[must_use]
    pub fn tile_workgroup(self) -> usize {
        let keys = 1 << self.tile_bits.unwrap_or(0);
        (keys / 2).clamp(1, Self::WORKGROUP_MAX)
    }

    /// Bytes of workgroup memory that a tile takes.
    #[must_use]
    pub fn tile_bytes(self) -> usize {
        let keys = self.tile_bits.map_or(0, |bits| 1 << bits);
        keys * Self::key_bytes(self.pairs)
    }

    fn key_bytes(pairs: bool) -> usize {
        if pairs { 8 } else { 4 }
    }

    /// Bits of the place that a held group of keys covers when it begins: a tile's or a thread's.
    fn first_bits(self) -> u32 {
        self.tile_bits.unwrap_or(self.register_bits)
    }
}

impl Plan {
    /// The passes that sort `count` keys.
    ///
    /// # Panics
    /// If no kernels of this shape exist: see [`Shape::check`].
    #[must_use]
    pub fn new(count: usize, shape: Shape) -> Self {
        assert_eq!(shape.check(), Ok(()), "no kernel has this shape");
        let mut plan = Self {
            count,
            shape,
            passes: Vec::new(),
        };
        if count < 2 {
            return plan;
        }
        let first = shape.first_bits();
        let kernel = match shape.tile_bits {
            Some(_) => Kernel::TileSort,
            None => Kernel::RegisterSort,
        };
        let stage = first.min(stages(count));
        plan.add(count, kernel, stage, (0, stage * (stage + 1) / 2));
        for stage in first + 1..=stages(count) {
            plan.add_stage(stage);
        }
        // Numbers become keys in the first pass, and numbers again in the last: all of them.
        let last = plan.passes.pop();
        let last = last.map(|pass| cost::with_every_key(shape, pass));
        plan.passes.extend(last);
        plan
    }

    /// The flip and what follows it, as far as registers go; the rest in tiles, if there are any.
    fn add_stage(&mut self, stage: u32) {
        let in_tile = self.shape.tile_bits.unwrap_or(0);
        let reach = reach(self.count, stage);
        let mut left = stage;
        let mut kernel = Kernel::RegisterFlip;
        while left > in_tile {
            let low = left.saturating_sub(self.shape.register_bits);
            self.add(reach, kernel, stage, (low, left - low));
            left = low;
            kernel = Kernel::RegisterMerge;
        }
        if left > 0 {
            self.add(reach, Kernel::TileMerge, stage, (0, left));
        }
    }

    fn add(&mut self, reach: usize, kernel: Kernel, stage: u32, span: (u32, u32)) {
        let pass = cost::pass(self.shape, reach, kernel, stage, span);
        self.passes.push(pass);
    }

    /// Bytes that all passes read and write.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.passes.iter().map(|pass| pass.bytes).sum()
    }

    /// Comparators of all passes. For a power of two these are the comparators of the network;
    /// else some of those are left out that could never have exchanged anything.
    #[must_use]
    pub fn comparators(&self) -> u64 {
        self.passes.iter().map(|pass| pass.comparators).sum()
    }
}

/// Where `stage` may stop: a last block of no more than half its length is sorted already.
fn reach(count: usize, stage: u32) -> usize {
    let over = count % (1 << stage);
    if over <= 1 << (stage - 1) {
        count - over
    } else {
        count
    }
}

#[cfg(test)]
mod tests;
