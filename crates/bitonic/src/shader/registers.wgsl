// One thread, 2^r items, up to r steps of the network, no memory in between. The items lie as far
// apart as the last step compares. In a flip the first half is mirrored, so that both ends of
// every comparator are in the same thread.

const WORKGROUP = {{workgroup}}u;
const HELD = {{held}}u;

@compute @workgroup_size(WORKGROUP)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let thread = (group.x + group.y * groups.x) * WORKGROUP + lane;
    {{leave}}
    let stride = 1u << pass_.low;
    let offset = thread & (stride - 1u);
    let block = (thread >> pass_.low) * (HELD << pass_.low);
    let first = block + offset;
    let mirror = block + stride - 1u - offset;
    {{load}}
    {{steps}}
    {{store}}
}
