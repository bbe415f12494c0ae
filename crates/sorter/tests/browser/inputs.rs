//! Numbers of every kind that has tripped a sort.

/// Pseudo-random bits.
pub(crate) fn random(count: usize, seed: u32) -> Vec<u32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    (0..count).map(|_| next()).collect()
}

/// Names and bits.
pub(crate) fn all(count: usize, seed: u32) -> Vec<(&'static str, Vec<u32>)> {
    let any = random(count, seed);
    let special: [u32; 12] = [
        f32::NAN.to_bits(),
        (-f32::NAN).to_bits(),
        0x7f80_0001,
        u32::MAX,
        0,
        1 << 31,
        f32::INFINITY.to_bits(),
        f32::NEG_INFINITY.to_bits(),
        1,
        0x8000_0001,
        0x007f_ffff,
        1.0_f32.to_bits(),
    ];
    let picked = any
        .iter()
        .map(|bits| special[*bits as usize % special.len()]);
    let mut rising = any.clone();
    rising.sort_unstable();
    let falling = rising.iter().rev().copied().collect();
    vec![
        ("special", picked.collect()),
        ("few different", any.iter().map(|bits| bits % 3).collect()),
        ("constant", vec![7; count]),
        ("falling", falling),
        ("rising", rising),
        ("random", any),
    ]
}
