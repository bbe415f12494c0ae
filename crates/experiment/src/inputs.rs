//! Generated inputs: the same seed gives the same numbers on every host.

use collectives::ElementKind;

use crate::Values;

/// `count` numbers for `rank`: floats in [0, 1), integers from -100 (or 0) to 100. Nothing if there
/// is no memory for them.
///
/// Floats are multiples of 2^-24, so that both floating kinds hold the same numbers.
pub(crate) fn generate(kind: ElementKind, count: usize, rank: usize, seed: u64) -> Option<Values> {
    let mut state = seed ^ (rank as u64 + 1).wrapping_mul(0xa076_1d64_78bd_642f);
    let mut next = || {
        let bits = u32::try_from(split_mix(&mut state) >> 40).expect("24 bits fit");
        f64::from(bits) / f64::from(1_u32 << 24)
    };
    let mut numbers = Vec::new();
    numbers.try_reserve_exact(count).ok()?;
    numbers.extend((0..count).map(|_| match kind {
        ElementKind::F32 | ElementKind::F64 => next(),
        ElementKind::I32 => (next() * 201.0).floor() - 100.0,
        ElementKind::U32 => (next() * 101.0).floor(),
    }));
    Values::try_convert(kind, &numbers)
}

/// The `SplitMix64` generator (Steele, Lea, Flood 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_depend_on_seed_and_rank_and_keep_their_range() {
        let generate = |kind, count, rank, seed| {
            generate(kind, count, rank, seed).expect("there is memory for a hundred numbers")
        };
        for kind in ElementKind::ALL {
            let values = generate(kind, 100, 3, 7);
            assert_eq!(values, generate(kind, 100, 3, 7), "{kind}: same seed");
            assert_ne!(values, generate(kind, 100, 2, 7), "{kind}: another rank");
            assert_ne!(values, generate(kind, 100, 3, 8), "{kind}: another seed");
            let range = match kind {
                ElementKind::I32 => -100.0..=100.0,
                ElementKind::U32 => 0.0..=100.0,
                ElementKind::F32 | ElementKind::F64 => 0.0..=1.0,
            };
            assert!(values.to_f64().iter().all(|x| range.contains(x)), "{kind}");
        }
        assert_eq!(
            generate(ElementKind::F32, 9, 0, 1).to_f64(),
            generate(ElementKind::F64, 9, 0, 1).to_f64()
        );
    }
}
