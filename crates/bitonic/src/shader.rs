//! The shader of a pass, as WGSL.
//!
//! What is the same for every device stands in `shader/*.wgsl`. What a thread does with the keys
//! that it holds has to be written out key by key, because the registers of a GPU cannot be
//! indexed: that part is made here, from the same comparators as everything else.

mod unrolled;

use crate::Order;
use crate::plan::{Kernel, Pass, Plan, Shape};
use unrolled::Hand;

/// Everything that makes one shader different from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// What it does.
    pub kernel: Kernel,
    /// How many keys a thread or a tile holds, and whether they carry values.
    pub shape: Shape,
    /// Whether some threads hold places beyond the end.
    pub guarded: bool,
    /// Whether it reads numbers, and turns them into keys.
    pub encodes: bool,
    /// Whether it turns keys back into numbers, and writes those.
    pub decodes: bool,
    /// Whether threads of a subgroup may look into each other's registers.
    pub subgroups: bool,
    /// Leaves out the barriers, to show what they are for. The result is wrong.
    pub without_barriers: bool,
}

/// Workgroups that one dimension of a dispatch can have, on every device.
const DIMENSION_MAX: usize = 65_535;

impl Variant {
    /// The shader of pass number `index`, which reads and writes numbers where it has to.
    #[must_use]
    pub fn of(shape: Shape, passes: &[Pass], index: usize, identity: bool) -> Self {
        let pass = &passes[index];
        Self {
            kernel: pass.kernel,
            shape,
            guarded: is_guarded(pass),
            encodes: index == 0 && !identity,
            decodes: index + 1 == passes.len() && !identity,
            subgroups: false,
            without_barriers: false,
        }
    }

    /// Whether subgroups are any good to it: where threads meet in a tile.
    #[must_use]
    pub fn can_use_subgroups(self) -> bool {
        matches!(self.kernel, Kernel::TileSort | Kernel::TileMerge)
    }

    /// The source. Where `subgroups` is set, browsers want `enable subgroups;` in front of it.
    #[must_use]
    pub fn source(self) -> String {
        let items = match self.shape.pairs {
            true => include_str!("shader/pairs.wgsl"),
            false => include_str!("shader/keys.wgsl"),
        };
        let kernel = match self.kernel {
            Kernel::TileSort | Kernel::TileMerge => self.tile(),
            _ => self.registers(),
        };
        let common = include_str!("shader/common.wgsl");
        let source = [common, items, &self.access(), &kernel].join("\n");
        match self.without_barriers {
            true => source.replace("workgroupBarrier();", ""),
            false => source,
        }
    }

    /// How items come from memory and get back there.
    fn access(self) -> String {
        let (load, store) = match (self.encodes, self.decodes) {
            (true, true) => ("encoded(load_raw(at))", "decoded(item)"),
            (true, false) => ("encoded(load_raw(at))", "item"),
            (false, true) => ("load_raw(at)", "decoded(item)"),
            (false, false) => ("load_raw(at)", "item"),
        };
        let (place, item) = match self.guarded {
            // What lies beyond the end is read from, and put, where nobody looks.
            true => (
                "select(index, pass_.spare, index >= pass_.reach)",
                format!("select({load}, INFINITY, index >= pass_.reach)"),
            ),
            false => ("index", load.to_string()),
        };
        include_str!("shader/access.wgsl")
            .replace("{{place}}", place)
            .replace("{{item}}", &item)
            .replace("{{stored}}", store)
    }

    fn registers(self) -> String {
        let hand = Hand::of(1 << self.shape.register_bits);
        let flip = self.kernel == Kernel::RegisterFlip;
        let steps = match self.kernel {
            Kernel::RegisterSort => hand.sort(),
            Kernel::RegisterFlip => hand.flip(),
            // Where fewer steps are left, the others are repeated: that changes nothing, and costs
            // less than to ask.
            _ => hand.merge(),
        };
        include_str!("shader/registers.wgsl")
            .replace("{{workgroup}}", &Shape::REGISTER_WORKGROUP.to_string())
            .replace("{{held}}", &hand.len().to_string())
            .replace("{{leave}}", self.leave("thread"))
            .replace("{{load}}", &hand.take(flip, |at| format!("load({at})")))
            .replace("{{steps}}", &steps)
            .replace(
                "{{store}}",
                &hand.give(flip, |at, item| format!("store({at}, {item});")),
            )
    }

    fn tile(self) -> String {
        let workgroup = self.shape.tile_workgroup();
        let hand = Hand::of((1 << self.shape.tile_bits.unwrap_or(0)) / workgroup);
        let take = |flip| hand.take(flip, |at| format!("tile[{at}]"));
        let give = |flip| hand.give(flip, |at, item| format!("tile[{at}] = {item};"));
        let work = match self.kernel {
            Kernel::TileSort => "sort_tile(thread, near);",
            _ => "finish(thread, near, pass_.steps);",
        };
        let (near, builtins, meet) = match self.subgroups {
            true => (
                include_str!("shader/subgroups.wgsl"),
                "\n    @builtin(subgroup_size) size: u32,\
                 \n    @builtin(subgroup_invocation_id) mate: u32,",
                "let number_of_subgroup = count_off(lane, size, mate);\n    \
                 let bits = workgroupUniformLoad(&lane_bits);\n    \
                 let own = number_of_subgroup * size + mate;\n    \
                 let thread = select(lane, own, bits > 0u);\n    \
                 let near = HELD_BITS + bits;",
            ),
            false => (
                include_str!("shader/alone.wgsl"),
                "",
                "let thread = lane;\n    let near = HELD_BITS;",
            ),
        };
        [include_str!("shader/tile.wgsl"), near]
            .join("\n")
            .replace("{{workgroup}}", &workgroup.to_string())
            .replace("{{held}}", &hand.len().to_string())
            .replace("{{held_bits}}", &hand.bits().to_string())
            .replace("{{builtins}}", builtins)
            .replace("{{leave}}", self.leave("number"))
            .replace("{{meet}}", meet)
            .replace("{{work}}", work)
            .replace("{{take_flip}}", &take(true))
            .replace("{{give_flip}}", &give(true))
            .replace("{{take}}", &take(false))
            .replace("{{give}}", &give(false))
            .replace("{{flip}}", &hand.flip())
            .replace("{{merge}}", &hand.merge())
            .replace("{{finish}}", &hand.merge_up_to("steps"))
            .replace("{{sort}}", &hand.sort())
            .replace("{{exchange}}", &hand.exchange(false))
            .replace("{{exchange_flip}}", &hand.exchange(true))
    }

    /// A dispatch may have more threads than there are units.
    fn leave(self, unit: &str) -> &'static str {
        match (self.guarded, unit) {
            (false, _) => "",
            (true, "thread") => "if thread >= pass_.units { return; }",
            (true, _) => "if number >= pass_.units { return; }",
        }
    }
}

/// Bytes of the parameters of one pass: `Pass` in the shader.
pub const PARAMETER_BYTES: usize = 40;

/// Bytes from the parameters of one pass to those of the next: what every device can bind at.
pub const PARAMETER_STRIDE: usize = 256;

/// The parameters of all passes of a plan, as words.
///
/// # Panics
/// If the plan has 2^32 keys or more.
#[must_use]
pub fn parameters(plan: &Plan, order: Order) -> Vec<u32> {
    let row_words = PARAMETER_STRIDE / 4;
    let mut words = vec![0; plan.passes.len().max(1) * row_words];
    let word = |count| u32::try_from(count).expect("a list on a GPU has less than 2^32 keys");
    for (pass, row) in plan.passes.iter().zip(words.chunks_mut(row_words)) {
        let of_pass = [
            word(pass.reach),
            word(plan.count),
            word(pass.units),
            pass.stage,
            pass.low,
            pass.steps,
        ];
        row[..6].copy_from_slice(&of_pass);
        row[6..10].copy_from_slice(&order.masks());
    }
    words
}

/// Workgroups to dispatch, in two dimensions.
#[must_use]
pub fn workgroups(pass: &Pass) -> (u32, u32) {
    let groups = pass.units.div_ceil(per_workgroup(pass.kernel));
    let rows = groups.div_ceil(DIMENSION_MAX).max(1);
    let narrow = |count| u32::try_from(count).expect("a dispatch fits two dimensions");
    (narrow(groups.div_ceil(rows)), narrow(rows))
}

fn per_workgroup(kernel: Kernel) -> usize {
    match kernel {
        Kernel::TileSort | Kernel::TileMerge => 1,
        _ => Shape::REGISTER_WORKGROUP,
    }
}

fn is_guarded(pass: &Pass) -> bool {
    let (columns, rows) = workgroups(pass);
    let threads = columns as usize * rows as usize * per_workgroup(pass.kernel);
    !pass.whole || threads != pass.units
}
