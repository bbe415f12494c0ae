use super::*;
use crate::plan::Shape;
use crate::{KeyKind, Network, Order, radix};

fn shapes(pairs: bool) -> Vec<Shape> {
    let with = |register_bits, tile_bits| Shape {
        register_bits,
        tile_bits,
        pairs,
    };
    vec![
        with(1, None),
        with(2, None),
        with(3, None),
        with(5, None),
        with(6, None),
        with(1, Some(6)),
        with(4, Some(7)),
        with(4, Some(12)),
        with(5, Some(13)),
    ]
}

fn random(count: usize, seed: u64) -> Vec<u32> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        u32::try_from(state >> 32).expect("the upper half")
    };
    (0..count).map(|_| next()).collect()
}

/// Bits of every kind of input that has tripped a sort.
fn inputs(count: usize, kind: KeyKind) -> Vec<(&'static str, Vec<u32>)> {
    let order = Order::ascending(kind);
    let any = random(count, count as u64);
    let mut sorted = any.clone();
    sorted.sort_by_key(|&bits| order.encode(bits));
    let reversed = sorted.iter().rev().copied().collect();
    let special = [
        f32::NAN.to_bits(),
        (-f32::NAN).to_bits(),
        0x7f80_0001,
        0xffff_ffff,
        0,
        1 << 31,
        f32::INFINITY.to_bits(),
        f32::NEG_INFINITY.to_bits(),
        1,
        0x8000_0001,
    ];
    let pick = |bits: &u32| special[*bits as usize % special.len()];
    vec![
        ("few different", any.iter().map(|bits| bits % 5).collect()),
        ("special", any.iter().map(pick).collect()),
        ("constant", vec![any.first().copied().unwrap_or(0); count]),
        ("random", any),
        ("sorted", sorted),
        ("reversed", reversed),
    ]
}

fn check(plan: &Plan, bits: &[u32], order: Order, what: &str) {
    let encoded = bits.iter().map(|&bits| order.encode(bits));
    let mut keys: Vec<u32> = encoded.collect();
    let mut expected = keys.clone();
    expected.sort_unstable();
    let counts = run(plan, &mut keys);
    assert_eq!(
        keys, expected,
        "{what}, {} keys, {order:?}, {:?}",
        plan.count, plan.shape
    );
    for (pass, counts) in plan.passes.iter().zip(counts) {
        let bytes = if plan.shape.pairs { 8 } else { 4 } * (counts.read + counts.written);
        assert_eq!(bytes, pass.bytes, "{pass:?} of {} keys", plan.count);
        assert_eq!(
            counts.comparators, pass.comparators,
            "{pass:?} of {} keys",
            plan.count
        );
    }
}

#[test]
fn sorts_every_short_length_of_every_kind() {
    for count in 0..=600 {
        let shapes = shapes(false);
        let shape = shapes[count % shapes.len()];
        for kind in KeyKind::ALL {
            for descending in [false, true] {
                let order = Order { kind, descending };
                for (what, bits) in inputs(count, kind) {
                    check(&Plan::new(count, shape), &bits, order, what);
                }
            }
        }
    }
}

#[test]
fn every_shape_sorts_around_every_power_of_two() {
    for d in 1..=13 {
        for count in [(1 << d) - 1, 1 << d, (1 << d) + 1, 3 << (d - 1)] {
            for shape in shapes(false) {
                let order = Order::ascending(KeyKind::F32);
                for (what, bits) in inputs(count, order.kind) {
                    check(&Plan::new(count, shape), &bits, order, what);
                }
            }
        }
    }
}

/// Every kind of input, with one kind of numbers after the other.
fn check_around(d: u32) {
    let shape = match d % 2 {
        0 => Shape::for_software(1 << d, false),
        _ => Shape::for_gpu(16 << 10, false),
    };
    for (index, count) in [(1 << d) - 1, 1 << d, (1 << d) + 1].into_iter().enumerate() {
        let order = Order {
            kind: KeyKind::ALL[index],
            descending: d % 4 < 2,
        };
        let plan = Plan::new(count, shape);
        for (what, bits) in inputs(count, order.kind) {
            check(&plan, &bits, order, what);
        }
    }
}

#[test]
fn long_lists_are_sorted() {
    (14..=19).for_each(check_around);
}

/// Beside the shorter ones: these take as long as all of them.
#[test]
fn longer_lists_are_sorted() {
    check_around(20);
}

#[test]
fn all_of_zeros_and_ones_are_sorted() {
    for count in 0..=12 {
        for shape in shapes(false) {
            let plan = Plan::new(count, shape);
            for input in 0..1_u32 << count {
                let bits: Vec<u32> = (0..count).map(|wire| input >> wire & 1).collect();
                let mut keys = bits.clone();
                run(&plan, &mut keys);
                assert!(keys.is_sorted(), "{bits:?} {shape:?}");
            }
        }
    }
}

#[test]
fn pairs_with_an_index_are_sorted_stably() {
    for count in [0, 1, 2, 63, 64, 65, 1000, 4097, 10_000] {
        for shape in shapes(true) {
            let keys = random(count, 3).into_iter().map(|key| key % 10);
            let mut pairs: Vec<u64> = (0..)
                .zip(keys)
                .map(|(i, key)| radix::pair(key, i))
                .collect();
            let mut expected = pairs.clone();
            expected.sort_by_key(|&pair| radix::unpair(pair).0);
            run(&Plan::new(count, shape), &mut pairs);
            assert_eq!(pairs, expected, "{count} {shape:?}");
        }
    }
}

/// Numbers become keys in the first pass and numbers again in the last, so neither may leave any
/// out.
#[test]
fn the_first_and_the_last_pass_touch_every_key() {
    for count in (2..300).chain([1023, 1024, 1025, 4097]) {
        for shape in shapes(false) {
            let plan = Plan::new(count, shape);
            let counts = run(&plan, &mut random(count, 5));
            for pass in [counts.first(), counts.last()] {
                let pass = pass.expect("two keys need a pass");
                assert_eq!(pass.written, count as u64, "{count} keys, {shape:?}");
            }
        }
    }
}

/// The steps of all passes are the network, comparator by comparator.
#[test]
fn a_plan_is_the_network() {
    for d in 1..=9 {
        for shape in shapes(false) {
            let plan = Plan::new(1 << d, shape);
            let comparators = Network::bitonic(1 << d).comparators().count() as u64;
            let counts = run(&plan, &mut random(1 << d, 1));
            let done: u64 = counts.iter().map(|it| it.comparators).sum();
            assert_eq!(done, comparators, "2^{d} {shape:?}");
        }
    }
}
