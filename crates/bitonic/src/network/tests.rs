use super::*;
use crate::zero_one::{self, WIRES_MAX};

type Builder = fn(usize) -> Network;

const BUILDERS: [(&str, Builder); 3] = [
    ("bitonic by loop", Network::bitonic),
    ("bitonic by recursion", Network::bitonic_by_recursion),
    ("odd-even merge", Network::odd_even_merge),
];

#[test]
fn every_network_sorts_all_zeros_and_ones() {
    for (name, build) in BUILDERS {
        for wires in 0..=16 {
            let network = build(wires);
            let comparators: Vec<_> = network.comparators().collect();
            let proof = zero_one::check(wires, &comparators);
            assert_eq!(proof.failing, 0, "{name} for {wires} wires: {proof:?}");
            assert_eq!(proof.inputs, 1 << wires);
        }
    }
    const { assert!(WIRES_MAX >= 16) };
}

#[test]
fn loop_and_recursion_give_the_same_list() {
    for wires in (0..=260).chain([511, 512, 513, 1024]) {
        let by_loop = Network::bitonic(wires);
        assert_eq!(by_loop, Network::bitonic_by_recursion(wires), "{wires}");
    }
}

#[test]
fn powers_of_two_have_the_size_and_depth_of_the_formulas() {
    for d in 1..=10_usize {
        let n = 1 << d;
        let depth = d * (d + 1) / 2;
        let bitonic = Network::bitonic(n);
        assert_eq!(bitonic.layers().len(), depth);
        assert_eq!(bitonic.comparators().count(), n * d * (d + 1) / 4);
        let odd_even = Network::odd_even_merge(n);
        assert_eq!(odd_even.layers().len(), depth);
        assert_eq!(odd_even.comparators().count(), n * d * (d - 1) / 4 + n - 1);
    }
}

#[test]
fn a_layer_touches_every_wire_at_most_once_and_points_down() {
    for (name, build) in BUILDERS {
        for wires in 0..=70 {
            for layer in build(wires).layers() {
                let mut touched = vec![false; wires];
                for Comparator { low, high } in &layer.comparators {
                    assert!(low < high, "{name} {wires}: {low} {high}");
                    for &wire in [low, high] {
                        assert!(!touched[wire], "{name} {wires}: wire {wire} twice");
                        touched[wire] = true;
                    }
                }
                assert!(layer.comparators.is_sorted_by_key(|it| it.low));
            }
        }
    }
}

#[test]
fn keys_leave_in_order() {
    for (name, build) in BUILDERS {
        for wires in [0, 1, 2, 7, 33, 100] {
            let mut keys: Vec<_> = (0..wires).map(|it| it * 7919 % 31).collect();
            let mut expected = keys.clone();
            expected.sort_unstable();
            build(wires).apply(&mut keys);
            assert_eq!(keys, expected, "{name} {wires}");
        }
    }
}
