//! Small runs, drawn, for a human to read.

use expect_test::{Expect, expect};
use experiment::{Value, diagram};

use crate::{read, simulate, text};

fn check(collective: &str, algorithm: &str, ranks: f64, count: f64, picture: Expect) {
    let report = simulate(&read(&[
        ("collective", text(collective)),
        ("algorithm", text(algorithm)),
        ("ranks", Value::Number(ranks)),
        ("count", Value::Number(count)),
    ]))
    .unwrap();
    picture.assert_eq(&diagram(&report));
}

#[test]
fn ring_all_reduce() {
    check(
        "all-reduce",
        "ring",
        3.0,
        7.0,
        expect![[r#"
            all-reduce/ring on 3 ranks, simulated
            step 0
              0 → 1  {0}[5..7) +  0.0 .. 5.0 us
              1 → 2  {1}[0..3) +  0.0 .. 5.0 us
              2 → 0  {2}[3..5) +  0.0 .. 5.0 us
            step 1
              0 → 1  {0,2}[3..5) +  5.0 .. 10.0 us
              1 → 2  {0,1}[5..7) +  5.0 .. 10.0 us
              2 → 0  {1,2}[0..3) +  5.0 .. 10.0 us
            step 2
              0 → 1  {0-2}[0..3) =  10.0 .. 15.0 us
              1 → 2  {0-2}[3..5) =  10.0 .. 15.0 us
              2 → 0  {0-2}[5..7) =  10.0 .. 15.0 us
            step 3
              0 → 1  {0-2}[5..7) =  15.0 .. 20.0 us
              1 → 2  {0-2}[0..3) =  15.0 .. 20.0 us
              2 → 0  {0-2}[3..5) =  15.0 .. 20.0 us
            12 messages, 112 bytes, 4 rounds; agrees with the definition
        "#]],
    );
}

#[test]
fn gather_broadcast_all_reduce() {
    check(
        "all-reduce",
        "gather-broadcast",
        4.0,
        2.0,
        expect![[r#"
            all-reduce/gather-broadcast on 4 ranks, simulated
            step 0
              1 → 0  {1}[0..2) +  0.0 .. 5.0 us
              2 → 0  {2}[0..2) +  0.0 .. 10.0 us
              3 → 0  {3}[0..2) +  0.0 .. 15.0 us
            step 3
              0 → 2  {0-3}[0..2) =  15.0 .. 20.0 us
            step 4
              0 → 1  {0-3}[0..2) =  20.0 .. 25.0 us
              2 → 3  {0-3}[0..2) =  20.0 .. 25.0 us
            6 messages, 48 bytes, 3 rounds; agrees with the definition
        "#]],
    );
}

#[test]
fn pairwise_all_to_all() {
    check(
        "all-to-all",
        "pairwise",
        3.0,
        7.0,
        expect![[r#"
            all-to-all/pairwise on 3 ranks, simulated
            step 0
              0 → 1  {0}[3..5) =  0.0 .. 5.0 us
              1 → 2  {1}[5..7) =  0.0 .. 5.0 us
              2 → 0  {2}[0..3) =  0.0 .. 5.0 us
            step 1
              0 → 2  {0}[5..7) =  5.0 .. 10.0 us
              1 → 0  {1}[0..3) =  5.0 .. 10.0 us
              2 → 1  {2}[3..5) =  5.0 .. 10.0 us
            6 messages, 56 bytes, 2 rounds; agrees with the definition
        "#]],
    );
}

#[test]
fn bitonic_sort() {
    check(
        "sort",
        "bitonic",
        4.0,
        2.0,
        expect![[r#"
            sort/bitonic on 4 ranks, simulated
            step 0
              0 → 1  {0}[0..2) +  0.0 .. 5.0 us
              1 → 0  {1}[0..2) +  0.0 .. 5.0 us
              2 → 3  {2}[1] {2}[0] +  0.0 .. 5.0 us
              3 → 2  {3}[0..2) +  0.0 .. 5.0 us
            step 1
              0 → 3  {0}[0..2) +  5.0 .. 10.0 us
              1 → 2  {1}[0..2) +  5.0 .. 10.0 us
              2 → 1  {3}[0..2) +  5.0 .. 10.0 us
              3 → 0  {2}[1] {2}[0] +  5.0 .. 10.0 us
            step 2
              0 → 1  {0}[0..2) +  10.0 .. 15.0 us
              1 → 0  {3}[0..2) +  10.0 .. 15.0 us
              2 → 3  {1}[0..2) +  10.0 .. 15.0 us
              3 → 2  {2}[1] {2}[0] +  10.0 .. 15.0 us
            12 messages, 96 bytes, 3 rounds; agrees with the definition
        "#]],
    );
}

#[test]
fn sample_sort() {
    check(
        "sort",
        "sample",
        3.0,
        24.0,
        expect![[r#"
            sort/sample on 3 ranks, simulated
            step 0
              1 → 0  samples {1}[19] {1}[2] {1}[11] {1}[5] =  0.0 .. 5.1 us
              2 → 0  samples {2}[6] {2}[8] {2}[17] {2}[0] =  0.0 .. 10.1 us
            step 1
              0 → 2  splitters {2}[8] {1}[11] =  10.1 .. 15.2 us
            step 2
              0 → 1  splitters {2}[8] {1}[11] =  15.2 .. 20.2 us
            step 3
              0 → 1  counts =  20.2 .. 25.2 us
              1 → 2  counts =  20.2 .. 25.2 us
              2 → 0  counts =  15.2 .. 20.2 us
            step 4
              0 → 2  counts =  25.2 .. 30.2 us
              1 → 0  counts =  25.2 .. 30.2 us
              2 → 1  counts =  25.2 .. 30.2 us
            step 5
              0 → 1  {0}[12] {0}[0..2) {0}[14] {0}[16] {0}[22] {0}[7] … 11 in all =  30.2 .. 35.2 us
              1 → 2  {1}[16] {1}[21] {1}[17] {1}[1] {1}[6] {1}[5] =  30.2 .. 35.2 us
              2 → 0  {2}[4] {2}[12] {2}[11] {2}[23] {2}[10] {2}[6] … 12 in all =  30.2 .. 35.2 us
            step 6
              0 → 2  {0}[3] {0}[20] {0}[10] =  35.2 .. 40.3 us
              1 → 0  {1}[22] {1}[13] {1}[7] {1}[18] {1}[20] {1}[19] =  35.2 .. 40.3 us
              2 → 1  {2}[13] {2}[5] {2}[21] {2}[1] =  35.2 .. 40.3 us
            16 messages, 384 bytes, 7 rounds; agrees with the definition
        "#]],
    );
}

#[test]
fn binomial_broadcast() {
    check(
        "broadcast",
        "binomial-tree",
        6.0,
        1.0,
        expect![[r#"
            broadcast/binomial-tree on 6 ranks, simulated
            step 0
              0 → 4  {0}[0] =  0.0 .. 5.0 us
            step 1
              0 → 2  {0}[0] =  5.0 .. 10.0 us
            step 2
              0 → 1  {0}[0] =  10.0 .. 15.0 us
              2 → 3  {0}[0] =  10.0 .. 15.0 us
              4 → 5  {0}[0] =  5.0 .. 10.0 us
            5 messages, 20 bytes, 3 rounds; agrees with the definition
        "#]],
    );
}

#[test]
fn dissemination_barrier() {
    check(
        "barrier",
        "dissemination",
        3.0,
        0.0,
        expect![[r#"
            barrier/dissemination on 3 ranks, simulated
            step 0
              0 → 1  nothing, having heard of {0} =  0.0 .. 5.0 us
              1 → 2  nothing, having heard of {1} =  0.0 .. 5.0 us
              2 → 0  nothing, having heard of {2} =  0.0 .. 5.0 us
            step 1
              0 → 2  nothing, having heard of {0,2} =  5.0 .. 10.0 us
              1 → 0  nothing, having heard of {0,1} =  5.0 .. 10.0 us
              2 → 1  nothing, having heard of {1,2} =  5.0 .. 10.0 us
            6 messages, 0 bytes, 2 rounds; agrees with the definition
        "#]],
    );
}
