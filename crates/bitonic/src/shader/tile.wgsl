// One workgroup, one tile of items in its own memory. Between two barriers a thread takes 2^e items
// out of the tile, does up to e steps with them, and puts them back.

const WORKGROUP = {{workgroup}}u;
const HELD = {{held}}u;
const HELD_BITS = {{held_bits}}u;

var<workgroup> tile: array<Item, WORKGROUP * HELD>;

// The first e steps of a stage; the last of them compares at the distance 2^low.
fn flip(lane: u32, low: u32) {
    let stride = 1u << low;
    let offset = lane & (stride - 1u);
    let block = (lane >> low) * (HELD << low);
    let first = block + offset;
    let mirror = block + stride - 1u - offset;
    {{take_flip}}
    {{flip}}
    {{give_flip}}
}

// So many later steps of a stage, the last at the distance 2^low.
fn merge(lane: u32, low: u32, steps: u32) {
    let stride = 1u << low;
    let first = (lane >> low) * (HELD << low) + (lane & (stride - 1u));
    {{take}}
    {{merge}}
    {{give}}
}

// The first e stages, on neighbors.
fn sort_neighbors(lane: u32) {
    let stride = 1u;
    let first = lane * HELD;
    {{take}}
    {{sort}}
    {{give}}
}

// The end of a stage: all distances below 2^steps.
fn finish(lane: u32, steps: u32) {
    var left = steps;
    while left > 0u {
        let low = max(left, HELD_BITS) - HELD_BITS;
        merge(lane, low, left - low);
        left = low;
        workgroupBarrier();
    }
}

fn sort_tile(lane: u32) {
    sort_neighbors(lane);
    workgroupBarrier();
    for (var stage = HELD_BITS + 1u; stage <= pass_.stage; stage++) {
        flip(lane, stage - HELD_BITS);
        workgroupBarrier();
        finish(lane, stage - HELD_BITS);
    }
}

@compute @workgroup_size(WORKGROUP)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let number = group.x + group.y * groups.x;
    {{leave}}
    let start = number * WORKGROUP * HELD;
    for (var at = lane; at < WORKGROUP * HELD; at += WORKGROUP) {
        tile[at] = load(start + at);
    }
    workgroupBarrier();
    {{work}}
    for (var at = lane; at < WORKGROUP * HELD; at += WORKGROUP) {
        store(start + at, tile[at]);
    }
}
