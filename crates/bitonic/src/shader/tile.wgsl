// One workgroup, one tile of items in its own memory. Between two barriers a thread takes 2^e items
// out of the tile, does e steps with them, and puts them back. `near` says how far threads can
// look without a barrier: all distances below 2^near.

const WORKGROUP = {{workgroup}}u;
const HELD = {{held}}u;
const HELD_BITS = {{held_bits}}u;

var<workgroup> tile: array<Item, WORKGROUP * HELD>;

// The first e steps of a stage; the last of them compares at the distance 2^low.
fn flip(thread: u32, low: u32) {
    let stride = 1u << low;
    let offset = thread & (stride - 1u);
    let block = (thread >> low) * (HELD << low);
    let first = block + offset;
    let mirror = block + stride - 1u - offset;
    {{take_flip}}
    {{flip}}
    {{give_flip}}
}

// The next e steps; the last of them compares at the distance 2^low.
fn merge(thread: u32, low: u32) {
    let stride = 1u << low;
    let first = (thread >> low) * (HELD << low) + (thread & (stride - 1u));
    {{take}}
    {{merge}}
    {{give}}
}

// The end of a stage: all distances below 2^steps.
fn finish(thread: u32, near: u32, steps: u32) {
    var left = steps;
    while left > near {
        left -= HELD_BITS;
        merge(thread, left);
        workgroupBarrier();
    }
    finish_near(thread, left);
    workgroupBarrier();
}

fn sort_tile(thread: u32, near: u32) {
    sort_near(thread, near);
    workgroupBarrier();
    for (var stage = near + 1u; stage <= pass_.stage; stage++) {
        flip(thread, stage - HELD_BITS);
        workgroupBarrier();
        finish(thread, near, stage - HELD_BITS);
    }
}

@compute @workgroup_size(WORKGROUP)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,{{builtins}}
) {
    let number = group.x + group.y * groups.x;
    {{leave}}
    let start = number * WORKGROUP * HELD;
    for (var at = lane; at < WORKGROUP * HELD; at += WORKGROUP) {
        tile[at] = load(start + at);
    }
    workgroupBarrier();
    {{meet}}
    {{work}}
    for (var at = lane; at < WORKGROUP * HELD; at += WORKGROUP) {
        store(start + at, tile[at]);
    }
}
