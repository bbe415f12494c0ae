//! Random experiments agree with the definition; a failing one shrinks to a request that can be
//! typed.

use collectives::catalogue::CATALOGUE;
use experiment::{Engine, Limits, Value, suite};
use proptest::prelude::*;

use crate::{simulate, text};

/// A request as text and as value: any algorithm on up to 12 ranks, any numbers, any schedule.
fn requests() -> impl Strategy<Value = Value> {
    let row = 0..CATALOGUE.len();
    let shape = (1usize..12, 0usize..40, 0usize..12, 0u64..1000);
    let kind = prop::sample::select(vec!["f32", "f64", "i32", "u32"]);
    let op = prop::sample::select(vec!["sum", "product", "min", "max", "mean"]);
    (row, shape, kind, op).prop_map(|(row, (ranks, count, root, seed), kind, op)| {
        let integer = kind.ends_with("32") && !kind.starts_with('f');
        let op = if integer && op == "mean" { "sum" } else { op };
        let mut request = Value::Record(Vec::new());
        request.set("collective", text(CATALOGUE[row].collective.name()));
        request.set("algorithm", text(CATALOGUE[row].algorithm));
        request.set("ranks", number(ranks));
        request.set("count", number(count));
        request.set("root", number(root % ranks));
        request.set("kind", text(kind));
        request.set("op", text(op));
        request.set("schedule", text(&format!("seeded:{seed}")));
        request
    })
}

fn number(value: usize) -> Value {
    Value::Number(f64::from(u32::try_from(value).expect("small")))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_experiments_agree_with_the_definition(request in requests()) {
        let limits = Limits { engines: Engine::ALL.to_vec() };
        let experiment = experiment::Experiment::read(&request, &limits).unwrap();
        let report = simulate(&experiment).unwrap();
        prop_assert_eq!(suite::check(&report), Ok(()));
    }

    #[test]
    fn the_same_seed_gives_the_same_run(request in requests()) {
        let limits = Limits { engines: Engine::ALL.to_vec() };
        let experiment = experiment::Experiment::read(&request, &limits).unwrap();
        prop_assert_eq!(simulate(&experiment), simulate(&experiment));
    }
}
