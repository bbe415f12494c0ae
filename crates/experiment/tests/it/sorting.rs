//! Sorting across ranks: any data on any number of ranks, no rank overloaded, nothing lost.

use experiment::{Experiment, Limits, Report, Value, Values, suite};

use crate::{read, simulate, text};

const ALGORITHMS: [&str; 2] = ["bitonic", "sample"];

fn number(value: usize) -> Value {
    Value::Number(f64::from(u32::try_from(value).expect("small")))
}

/// The request to sort `rows`, one per rank, as `kind`.
fn request(algorithm: &str, kind: &str, rows: &[Vec<f64>]) -> Vec<(&'static str, Value)> {
    let rows = rows.iter().cloned().map(Value::Numbers);
    vec![
        ("collective", text("sort")),
        ("algorithm", text(algorithm)),
        ("kind", text(kind)),
        ("ranks", number(rows.len())),
        ("inputs", Value::List(rows.collect())),
    ]
}

/// Sorts, checks everything that the conformance table checks, and returns the report.
fn sort(algorithm: &str, kind: &str, rows: &[Vec<f64>], name: &str) -> Report {
    let ranks = rows.len();
    let report = simulate(&read(&request(algorithm, kind, rows))).unwrap();
    suite::check(&report)
        .unwrap_or_else(|what| panic!("{algorithm} {kind} {name} on {ranks} ranks: {what}"));
    report
}

fn lengths(report: &Report) -> Vec<usize> {
    let output = |output: &Option<Values>| output.as_ref().expect("all have one").len();
    report.outputs.iter().map(output).collect()
}

/// Element `place` of `total`.
type Pattern = fn(usize, usize) -> usize;

/// What is hard on sorts.
const PATTERNS: [(&str, Pattern); 7] = [
    ("scrambled", |place, total| place * 7919 % total.max(1)),
    ("sorted", |place, _| place),
    ("reversed", |place, total| total - place),
    ("all equal", |_, _| 7),
    ("few values", |place, _| place * 7919 % 3),
    ("organ pipe", |place, total| place.min(total - place)),
    ("one outlier", |place, total| {
        usize::from(place + 1 == total)
    }),
];

/// Lengths of the ranks' blocks: even, of all sizes, and all in one place.
fn shapes(ranks: usize) -> [Vec<usize>; 4] {
    [
        vec![30; ranks],
        (0..ranks).map(|rank| rank * 37 % 50).collect(),
        (0..ranks)
            .map(|rank| if rank == ranks / 2 { 400 } else { 0 })
            .collect(),
        (0..ranks).map(|rank| rank % 2).collect(),
    ]
}

fn rows(counts: &[usize], pattern: Pattern) -> Vec<Vec<f64>> {
    let total: usize = counts.iter().sum();
    let mut places = 0..total;
    let row = |&count: &usize| {
        let part = places.by_ref().take(count);
        part.map(|place| f64::from(u32::try_from(pattern(place, total)).unwrap()))
            .collect()
    };
    counts.iter().map(row).collect()
}

#[test]
fn any_data_on_any_number_of_ranks() {
    for ranks in (1..=17).chain([24, 32, 33]) {
        for counts in shapes(ranks) {
            for (name, pattern) in PATTERNS {
                for algorithm in ALGORITHMS {
                    sort(algorithm, "u32", &rows(&counts, pattern), name);
                }
            }
        }
    }
}

#[test]
fn bitonic_keeps_even_blocks_even_and_fills_uneven_ones_from_below() {
    for ranks in 1..=17 {
        for counts in shapes(ranks) {
            let total: usize = counts.iter().sum();
            let longest = counts.iter().copied().max().unwrap();
            let report = sort("bitonic", "i32", &rows(&counts, PATTERNS[0].1), "");
            let full = |rank: usize| total.saturating_sub(rank * longest).min(longest);
            let expected: Vec<_> = (0..ranks).map(full).collect();
            assert_eq!(lengths(&report), expected, "{counts:?}");
        }
    }
}

#[test]
fn bitonic_takes_the_promised_rounds_and_keys() {
    for (ranks, rounds) in [(2, 1), (4, 3), (8, 6), (16, 10), (32, 15), (64, 21)] {
        let rows = rows(&vec![5; ranks], PATTERNS[0].1);
        for (kind, block_bytes) in [("f32", 20), ("f64", 40)] {
            let totals = sort("bitonic", kind, &rows, "").totals;
            assert_eq!(totals.rounds, rounds, "{ranks} ranks");
            assert_eq!(totals.messages, vec![u64::from(rounds); ranks]);
            assert_eq!(
                totals.bytes_sent,
                vec![block_bytes * u64::from(rounds); ranks]
            );
        }
    }
}

#[test]
fn no_rank_gets_more_than_twice_its_share_of_samples() {
    for ranks in [2, 3, 4, 7, 8, 16] {
        for count in [1, 5, 100, 1000] {
            let even = vec![count; ranks];
            let skewed = (0..ranks).map(|rank| count * rank).collect();
            for counts in [even, skewed] {
                let total: usize = counts.iter().sum();
                for (name, pattern) in PATTERNS {
                    let report = sort("sample", "u32", &rows(&counts, pattern), name);
                    let most = lengths(&report).into_iter().max().unwrap();
                    let bound = (2 * total / ranks).max(total.div_ceil(ranks));
                    assert!(most <= bound, "{name} on {ranks} ranks: {most} of {total}");
                }
            }
        }
    }
}

#[test]
fn numbers_are_in_the_order_of_typed_arrays() {
    let all = [
        f64::NAN,
        1.0,
        -0.0,
        f64::INFINITY,
        -1.0,
        0.0,
        -f64::NAN,
        f64::NEG_INFINITY,
        5e-324,
    ];
    let ordered = [
        f64::NEG_INFINITY,
        -1.0,
        -0.0,
        0.0,
        5e-324,
        1.0,
        f64::INFINITY,
    ];
    let rows: Vec<_> = all.chunks(3).map(<[f64]>::to_vec).collect();
    for algorithm in ALGORITHMS {
        let report = sort(algorithm, "f64", &rows, "special");
        let sorted: Vec<_> = report
            .outputs
            .iter()
            .flatten()
            .flat_map(Values::to_f64)
            .collect();
        let (numbers, nans) = sorted.split_at(ordered.len());
        let bits = |row: &[f64]| -> Vec<u64> { row.iter().map(|x| x.to_bits()).collect() };
        assert_eq!(bits(numbers), bits(&ordered));
        let mut kept = bits(nans);
        kept.sort_unstable();
        assert_eq!(
            kept,
            bits(&[f64::NAN, -f64::NAN]),
            "{algorithm} keeps both NaNs"
        );
    }
}

#[test]
fn every_flipped_bit_is_caught_even_in_nan() {
    let rows = [
        vec![f64::NAN, 1.0],
        vec![f64::NAN, f64::NAN],
        vec![0.0, -0.0],
    ];
    for algorithm in ALGORITHMS {
        for rank in 0..3 {
            for bit in 0..32 {
                let fault = [
                    ("kind", text("flip")),
                    ("rank", number(rank)),
                    ("value", number(bit)),
                ];
                let fault = fault.map(|(name, value)| (name.to_string(), value));
                let mut request = request(algorithm, "f32", &rows);
                let faults = Value::List(vec![Value::Record(fault.to_vec())]);
                request.push(("faults", faults));
                let report = simulate(&read(&request)).unwrap();
                assert!(
                    !report.verdict.agrees,
                    "{algorithm}: bit {bit} of rank {rank}"
                );
            }
        }
    }
}

#[test]
fn a_flip_where_no_element_ends_up_is_refused() {
    for (algorithm, rank) in [("bitonic", 2), ("sample", 1)] {
        let fault = [("kind", text("flip")), ("rank", number(rank))];
        let fault = fault.map(|(name, value)| (name.to_string(), value));
        let mut request = request(algorithm, "f32", &[vec![], vec![1.0], vec![]]);
        request.push(("faults", Value::List(vec![Value::Record(fault.to_vec())])));
        let record = request
            .into_iter()
            .map(|(name, value)| (name.to_string(), value));
        let read = Experiment::read(&Value::Record(record.collect()), &Limits::native());
        assert_eq!(read.unwrap_err()[0].field, "faults[0].kind", "{algorithm}");
    }
}
