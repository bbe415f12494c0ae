//! Counted is equal to promised: tables written out, and the model's time to the last digits.

use collectives::Network;
use experiment::suite::{self, RANKS};
use experiment::{Engine, Experiment, Value};

use crate::{read, simulate, text};

/// P, n, then messages and bytes that each rank sends in a ring all-reduce of n f32.
#[rustfmt::skip]
const RING: &[(usize, usize, u64, &[u64])] = &[
    (2,  7,  2, &[28, 28]),
    (3,  7,  4, &[36, 40, 36]),
    (4,  7,  6, &[40, 40, 44, 44]),
    (5,  7,  8, &[40, 44, 48, 48, 44]),
    (6,  7, 10, &[44, 48, 48, 48, 48, 44]),
    (7, 10, 12, &[64, 64, 68, 72, 72, 72, 68]),
    (8,  3, 14, &[16, 16, 20, 24, 24, 24, 24, 20]),
    (9, 11, 16, &[72, 76, 80, 80, 80, 80, 80, 80, 76]),
    (13, 5, 24, &[32, 32, 32, 32, 36, 40, 40, 40, 40, 40, 40, 40, 36]),
    (16, 1, 30, &[4, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 4]),
];

#[test]
fn the_ring_sends_what_the_table_says() {
    for &(ranks, count, messages, bytes) in RING {
        let report = simulate(&read(&[
            ("collective", text("all-reduce")),
            (
                "ranks",
                Value::Number(f64::from(u32::try_from(ranks).unwrap())),
            ),
            (
                "count",
                Value::Number(f64::from(u32::try_from(count).unwrap())),
            ),
        ]))
        .unwrap();
        assert_eq!(
            report.totals.messages,
            vec![messages; ranks],
            "P = {ranks}, n = {count}"
        );
        assert_eq!(report.totals.bytes_sent, bytes, "P = {ranks}, n = {count}");
        assert_eq!(
            u64::from(report.totals.rounds),
            messages,
            "P = {ranks}, n = {count}"
        );
    }
}

#[test]
fn virtual_time_equals_what_the_plans_say() {
    for case in suite::cases(&RANKS) {
        let mut experiment = case.experiment(Engine::Simulated);
        experiment.trace = false;
        for (alpha_us, beta, gamma) in [(5.0, 1.0, 0.0), (3.0, 2.0, 1.0), (0.0, 1.0, 4.0)] {
            experiment.network = Network {
                alpha_us,
                beta_ns_per_byte: beta,
                gamma_ns_per_byte: gamma,
            };
            let report = simulate(&experiment).unwrap();
            let counted = report.time.virtual_us.expect("the simulator has a clock");
            let Some(predicted) = report.predicted.time_us else {
                assert!(has_no_prediction(&report.experiment), "{}", case.name);
                continue;
            };
            assert!(!has_no_prediction(&report.experiment), "{}", case.name);
            assert!(
                (counted - predicted).abs() <= 1e-9 * predicted,
                "{}: {counted} us in the simulator, {predicted} us by the plans",
                case.name
            );
        }
    }
}

/// The only runs whose time nobody can say beforehand: sorts whose ranks send different amounts, or
/// by their keys.
fn has_no_prediction(experiment: &Experiment) -> bool {
    let counts = experiment.counts();
    let uneven = counts.windows(2).any(|pair| pair[0] != pair[1]);
    match experiment.call().as_str() {
        "sort/bitonic" => uneven || !experiment.ranks.is_power_of_two(),
        "sort/sample" => experiment.ranks > 1,
        _ => false,
    }
}
