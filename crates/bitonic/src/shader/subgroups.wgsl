// Threads of a subgroup look into each other's registers: without a barrier they reach all that the
// subgroup holds. Nothing is assumed about its size, nor about which threads it consists of: the
// subgroups of a workgroup number themselves, and take their places in the tile by that number.

var<workgroup> subgroup_count: atomic<u32>;
var<workgroup> lane_bits: u32;

// The number of this thread's subgroup; afterwards `lane_bits` is the logarithm of their size.
fn count_off(lane: u32, size: u32, mate: u32) -> u32 {
    var number = 0u;
    if mate == 0u {
        number = atomicAdd(&subgroup_count, 1u);
    }
    number = subgroupBroadcastFirst(number);
    workgroupBarrier();
    if lane == 0u {
        // With an incomplete subgroup there would be gaps. Then every thread is alone.
        let whole = atomicLoad(&subgroup_count) * size == WORKGROUP;
        lane_bits = select(0u, firstTrailingBit(size), whole);
    }
    return number;
}

// One end of a comparator whose other end is in another thread.
fn choose(own: Item, other: Item, is_low: bool) -> Item {
    return select(other, own, is_low == in_order(own, other));
}

fn finish_near(thread: u32, steps: u32) {
    let stride = 1u;
    let first = thread * HELD;
    {{take}}
    for (var left = steps; left > HELD_BITS; left--) {
        let mask = 1u << (left - 1u - HELD_BITS);
        let is_low = (thread & mask) == 0u;
        {{exchange}}
    }
    {{finish}}
    {{give}}
}

fn sort_near(thread: u32, near: u32) {
    let stride = 1u;
    let first = thread * HELD;
    {{take}}
    {{sort}}
    for (var stage = HELD_BITS + 1u; stage <= min(near, pass_.stage); stage++) {
        {
            let mask = (2u << (stage - 1u - HELD_BITS)) - 1u;
            let is_low = (thread & (mask ^ (mask >> 1u))) == 0u;
            {{exchange_flip}}
        }
        for (var left = stage - 1u; left > HELD_BITS; left--) {
            let mask = 1u << (left - 1u - HELD_BITS);
            let is_low = (thread & mask) == 0u;
            {{exchange}}
        }
        {{merge}}
    }
    {{give}}
}
