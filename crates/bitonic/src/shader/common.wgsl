// What every kernel shares: the parameters of its pass, and how numbers become keys.

struct Pass {
    reach: u32,   // keys from here on count as +infinity and stay as they are
    spare: u32,   // an index behind all keys, for what nobody will read
    units: u32,   // threads, or workgroups, that have something to compare
    stage: u32,
    low: u32,     // the last step compares at the distance 2^low
    steps: u32,
    sign: u32,    // how bits become keys: see `key_of`
    turn: u32,
    slide: u32,
    invert: u32,
}

@group(0) @binding(0) var<uniform> pass_: Pass;
@group(0) @binding(1) var<storage, read_write> keys: array<u32>;

// Bits in the order of their numbers: the sign is turned over, of negative floats everything;
// then NaNs of negative sign slide from below -infinity to the top.
fn key_of(bits: u32) -> u32 {
    let negative = bitcast<u32>(bitcast<i32>(bits) >> 31u);
    return ((bits ^ (pass_.sign | (pass_.turn & negative))) - pass_.slide) ^ pass_.invert;
}

fn bits_of(key: u32) -> u32 {
    let turned = (key ^ pass_.invert) + pass_.slide;
    let negative = ~bitcast<u32>(bitcast<i32>(turned) >> 31u);
    return turned ^ (pass_.sign | (pass_.turn & negative));
}
