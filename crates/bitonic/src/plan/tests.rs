use super::*;

fn shape(register_bits: u32, tile_bits: Option<u32>) -> Shape {
    Shape {
        register_bits,
        tile_bits,
        pairs: false,
    }
}

fn passes(count: usize, shape: Shape) -> usize {
    Plan::new(count, shape).passes.len()
}

/// The formulas of the module's documentation, for n = 2^d.
fn formula(d: u32, shape: Shape) -> u32 {
    let r = shape.register_bits;
    match shape.tile_bits {
        Some(b) if d <= b => 1,
        Some(b) => 1 + (d - b) + (1..=d - b).map(|j| j.div_ceil(r)).sum::<u32>(),
        None => 1 + (r + 1..=d).map(|k| k.div_ceil(r)).sum::<u32>(),
    }
}

#[test]
fn powers_of_two_have_as_many_passes_as_the_formulas_say() {
    for d in 1..=26 {
        for r in 1..=Shape::REGISTER_BITS_MAX {
            for b in (r.max(6)..=Shape::TILE_BITS_MAX).map(Some).chain([None]) {
                let shape = shape(r, b);
                let plan = Plan::new(1 << d, shape);
                assert_eq!(
                    plan.passes.len(),
                    formula(d, shape) as usize,
                    "2^{d} {shape:?}"
                );
                assert_eq!(plan.bytes(), plan.passes.len() as u64 * (8 << d));
                let (n, d) = (1_u64 << d, u64::from(d));
                assert_eq!(plan.comparators(), n * d * (d + 1) / 4);
            }
        }
    }
}

#[test]
fn a_million_keys_take_21_passes_in_16_kib() {
    let gpu = Shape::for_gpu(16 << 10, false);
    assert_eq!(gpu, shape(4, Some(12)));
    assert_eq!(passes(1 << 20, gpu), 21);
    assert_eq!(passes(1 << 20, Shape::naive(false)), 210);
    assert_eq!(passes(1 << 20, shape(1, Some(12))), 45);
    assert_eq!(passes(1 << 20, Shape::for_software(1 << 20, false)), 46);
    assert_eq!(passes(1 << 22, Shape::for_software(1 << 22, false)), 47);
}

#[test]
fn pairs_move_twice_the_bytes_and_halve_the_tile() {
    let pairs = Shape::for_gpu(16 << 10, true);
    assert_eq!((pairs.tile_bits, pairs.tile_bytes()), (Some(11), 16 << 10));
    let plan = Plan::new(1 << 14, pairs);
    assert_eq!(plan.bytes(), plan.passes.len() as u64 * (16 << 14));
}

#[test]
fn one_key_more_costs_little_more() {
    let more = |shape: Shape, d: u32| {
        let (even, odd) = (Plan::new(1 << d, shape), Plan::new((1 << d) + 1, shape));
        100 * odd.bytes() / even.bytes() - 100
    };
    let per_cent = |shape| [16, 18, 20].map(|d| more(shape, d));
    assert_eq!(per_cent(Shape::for_software(1 << 20, false)), [13, 10, 10]);
    assert_eq!(per_cent(Shape::for_gpu(16 << 10, false)), [33, 20, 19]);
}

#[test]
fn nothing_to_sort_is_no_pass() {
    for count in [0, 1] {
        assert_eq!(passes(count, Shape::for_gpu(16 << 10, false)), 0);
    }
    assert_eq!(passes(2, Shape::naive(true)), 1);
}

#[test]
fn little_memory_means_registers_only() {
    assert_eq!(Shape::for_gpu(0, false).tile_bits, None);
    assert_eq!(Shape::for_gpu(255, false).tile_bits, None);
    assert_eq!(Shape::for_gpu(256, false).tile_bits, Some(6));
}

#[test]
fn impossible_shapes_are_named() {
    let error = shape(0, None).check().expect_err("no registers");
    assert_eq!((error.field, error.allowed), ("registers", (1, 6)));
    let error = shape(4, Some(14)).check().expect_err("too large");
    assert_eq!(
        (error.field, error.got, error.allowed),
        ("tile", 14, (6, 13))
    );
}
