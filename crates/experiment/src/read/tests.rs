use super::*;
use crate::{Measure, Values};

fn record(fields: &[(&str, Value)]) -> Value {
    Value::Record(
        fields
            .iter()
            .map(|(name, value)| (name.to_string(), value.clone()))
            .collect(),
    )
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

fn numbers(numbers: &[f64]) -> Value {
    Value::Numbers(numbers.to_vec())
}

/// The messages of every problem, for a request that must be refused.
fn refusal(fields: &[(&str, Value)]) -> Vec<String> {
    let problems = Experiment::read(&record(fields), &Limits::native()).unwrap_err();
    problems
        .into_iter()
        .map(|problem| problem.message)
        .collect()
}

fn read(fields: &[(&str, Value)]) -> Experiment {
    Experiment::read(&record(fields), &Limits::native()).unwrap()
}

#[test]
fn fills_in_every_default() {
    let experiment = read(&[
        ("collective", text("all-reduce")),
        ("ranks", Value::Number(3.0)),
    ]);
    assert_eq!(experiment.algorithm, Some("ring"));
    assert_eq!(experiment.counts(), [12, 12, 12]);
    assert_eq!(
        (experiment.op, experiment.kind),
        (OpKind::Sum, ElementKind::F32)
    );
    assert_eq!(
        (experiment.root, experiment.seed, experiment.limit_ms),
        (0, 1, 5000.0)
    );
    assert!(experiment.trace, "a trace is the default");
}

#[test]
fn lists_every_problem_at_once() {
    let messages = refusal(&[
        ("collective", text("allreduce")),
        ("ranks", Value::Number(0.0)),
        ("op", text("avg")),
        ("sead", Value::Number(1.0)),
        ("limit_ms", text("long")),
    ]);
    for start in [
        "there is no field sead; did you mean seed?",
        "collective is",
        "ranks is 0",
        "op is",
        "limit_ms is",
    ] {
        assert!(
            messages.iter().any(|it| it.starts_with(start)),
            "{start} in {messages:#?}"
        );
    }
    assert_eq!(messages.len(), 5, "{messages:#?}");
}

#[test]
fn refuses_what_an_element_cannot_hold() {
    let inputs = Value::List(vec![Value::Numbers(vec![1.0, 1e10])]);
    let messages = refusal(&[
        ("collective", text("all-reduce")),
        ("ranks", Value::Number(1.0)),
        ("kind", text("i32")),
        ("inputs", inputs),
    ]);
    assert_eq!(
        messages,
        ["inputs[0][1] is 10000000000, but must be what i32 holds: \
          whole numbers from -2147483648 to 2147483647"]
    );
}

#[test]
fn fractions_in_integer_kinds_are_refused_with_their_place_and_floats_round() {
    let inputs = |last: f64| Value::List(vec![numbers(&[1.0]), numbers(&[last])]);
    let fields = |kind, last| {
        [
            ("collective", text("all-reduce")),
            ("ranks", Value::Number(2.0)),
            ("kind", text(kind)),
            ("inputs", inputs(last)),
        ]
    };
    for (last, shown) in [
        (2.5, "2.5"),
        (-0.5, "-0.5"),
        (f64::NAN, "NaN"),
        (1e-9, "1e-9"),
    ] {
        for (kind, least, most) in [
            ("i32", "-2147483648", "2147483647"),
            ("u32", "0", "4294967295"),
        ] {
            let held = format!("what {kind} holds: whole numbers from {least} to {most}");
            let message = format!("inputs[1][0] is {shown}, but must be {held}");
            assert_eq!(refusal(&fields(kind, last)), [message]);
        }
        read(&fields("f64", last));
    }
    assert_eq!(read(&fields("i32", -0.0)).inputs[1], Values::I32(vec![0]));
    assert_eq!(read(&fields("f32", 0.1)).inputs[1], Values::F32(vec![0.1]));
}

#[test]
fn an_element_that_is_no_number_is_named() {
    for (element, shown, allowed) in [
        (Value::Null, "null", "a number"),
        (Value::Bool(true), "true", "a number"),
        (Value::List(Vec::new()), "a list of 0", "a number"),
        (
            text("nan"),
            "\"nan\"",
            "a number, \"NaN\", \"Infinity\", \"-Infinity\" or \"-0\"",
        ),
    ] {
        let row = Value::List(vec![Value::Number(1.0), element, Value::Number(5.0)]);
        let messages = refusal(&[
            ("collective", text("all-gather")),
            ("ranks", Value::Number(2.0)),
            ("inputs", Value::List(vec![numbers(&[1.0]), row])),
        ]);
        assert_eq!(
            messages,
            [format!("inputs[1][1] is {shown}, but must be {allowed}")]
        );
    }
}

#[test]
fn whole_numbers_are_whole_everywhere() {
    let fault = |kind: &str, field: &str| {
        let mut fault = record(&[("kind", text(kind)), ("rank", Value::Number(1.0))]);
        fault.set(field, Value::Number(0.5));
        Value::List(vec![fault])
    };
    for (field, value, name) in [
        ("ranks", Value::Number(2.5), "ranks"),
        ("count", Value::Number(0.5), "count"),
        ("root", Value::Number(0.5), "root"),
        ("seed", Value::Number(1.5), "seed"),
        ("cut", Value::Number(0.5), "cut"),
        ("faults", fault("flip", "value"), "faults[0].value"),
        ("faults", fault("count", "value"), "faults[0].value"),
        ("faults", fault("panic", "step"), "faults[0].step"),
        ("faults", fault("panic", "rank"), "faults[0].rank"),
    ] {
        let mut request = record(&[
            ("collective", text("all-reduce")),
            ("ranks", Value::Number(3.0)),
        ]);
        request.set(field, value);
        let problems = Experiment::read(&request, &Limits::native()).unwrap_err();
        assert_eq!(problems[0].field, name);
        assert!(
            problems[0].allowed.starts_with("a whole number from "),
            "{problems:?}"
        );
    }
    for field in ["ranks", "bytes", "warmup", "samples", "batch"] {
        let mut request = record(&[("op", text("barrier")), ("ranks", Value::Number(2.0))]);
        request.set(field, Value::Number(4.5));
        let problems = Measure::read(&request, &Limits::native()).unwrap_err();
        assert_eq!(problems[0].field, field);
    }
    let keys = [
        ("values", numbers(&[1.9, 1.2, -0.5])),
        ("kind", text("u32")),
    ];
    let problems = SortRequest::read(&record(&keys)).unwrap_err();
    assert_eq!(problems[0].field, "values[0]");
}

#[test]
fn reductions_need_equal_lengths_and_gathers_do_not() {
    let inputs = Value::List(vec![
        Value::Numbers(vec![1.0]),
        Value::Numbers(vec![2.0, 3.0]),
    ]);
    let fields = |collective: &str| {
        vec![
            ("collective", text(collective)),
            ("ranks", Value::Number(2.0)),
            ("inputs", inputs.clone()),
        ]
    };
    assert_eq!(
        refusal(&fields("all-reduce")),
        ["inputs[1] is 2 long, but must be as long as rank 0's, 1"]
    );
    assert_eq!(read(&fields("all-gather")).counts(), [1, 2]);
    assert_eq!(read(&fields("broadcast")).counts(), [1, 1]);
}

#[test]
fn a_mean_of_integers_is_refused() {
    let messages = refusal(&[
        ("collective", text("all-reduce")),
        ("ranks", Value::Number(2.0)),
        ("kind", text("u32")),
        ("op", text("mean")),
    ]);
    assert_eq!(
        messages,
        ["op is mean, but must be sum, product, min or max for u32 values"]
    );
}

#[test]
fn faults_are_checked_like_everything_else() {
    let fault = record(&[
        ("kind", text("flip")),
        ("rank", Value::Number(9.0)),
        ("stepp", text("x")),
    ]);
    let messages = refusal(&[
        ("collective", text("all-reduce")),
        ("ranks", Value::Number(4.0)),
        ("faults", Value::List(vec![fault])),
    ]);
    assert_eq!(
        messages,
        [
            "there is no field faults[0].stepp; did you mean step?",
            "faults[0].rank is 9, but must be a whole number from 0 to 3",
        ]
    );
}

#[test]
fn inputs_and_results_have_to_fit() {
    let messages = refusal(&[
        ("collective", text("all-gather")),
        ("ranks", Value::Number(64.0)),
        ("count", Value::Number(1e6)),
    ]);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(
        messages[0].starts_with("count is too large"),
        "{messages:?}"
    );
}

#[test]
fn a_request_must_be_a_record() {
    let problems = Experiment::read(&text("all-reduce"), &Limits::native()).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].field, "experiment");
}

#[test]
fn one_wrong_field_does_not_hide_another() {
    let fault = record(&[("kind", text("flop")), ("rank", Value::Number(-1.0))]);
    let messages = refusal(&[
        ("collective", text("all-reduce")),
        ("ranks", Value::Number(0.0)),
        ("count", Value::Number(-1.0)),
        ("root", Value::Number(0.5)),
        ("kind", text("f16")),
        ("cut", text("middle")),
        ("faults", Value::List(vec![fault])),
        ("network", record(&[("alpha_us", Value::Number(-1.0))])),
    ]);
    for start in [
        "ranks is",
        "count is",
        "root is",
        "kind is",
        "cut is",
        "faults[0].kind is",
        "faults[0].rank is",
        "network.alpha_us is",
    ] {
        assert!(
            messages.iter().any(|it| it.starts_with(start)),
            "{start} in {messages:#?}"
        );
    }
    assert_eq!(messages.len(), 8, "{messages:#?}");
}
